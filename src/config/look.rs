//! What no single file can be blamed for: names that lead nowhere from one file to another.
//!
//! In: files that were read. Out: findings at the place that names what is not there.

use super::Settings;
use crate::form::{Notes, Problem, Sheet, Weight};
use crate::law::Law;
use crate::people::People;
use crate::watchlist::Case;

/// While a pack is broken a case that names it is counted without it: that loses less than leaving the case out.
pub(super) fn laws_exist(case: &Case, law: &Law, broken: bool, notes: &Notes) {
    let weight = if broken { Weight::Warning } else { Weight::Error };
    for name in case.laws.iter().flatten() {
        if law.pack(&name.value).is_none() {
            let help = crate::form::nearest(name.value.as_str(), law.packs().map(|pack| pack.id.as_str()))
                .map(|near| format!("did you mean `{near}`?"))
                .unwrap_or_default();
            notes.add(
                weight,
                name.span.clone(),
                format!("there is no law pack `{}`", name.value),
                "unknown pack",
                help,
            );
        }
    }
}

/// People with an address for a channel that is not set while the other one is: their messages would lie in a folder.
pub(super) fn no_way_out(people: &People, settings: &Settings, sheet: Sheet) -> Vec<Problem> {
    let notes = Notes::new(sheet);
    if settings.smtp.is_none() && settings.telegram.is_none() {
        return Vec::new();
    }
    for person in people.all() {
        let lost = match (&settings.smtp, &settings.telegram) {
            (None, _) if person.email.is_some() => "[smtp]",
            (_, None) if person.telegram.is_some() => "[telegram]",
            _ => continue,
        };
        let says = format!("`{}` has an address that needs {lost}, which staywatch.toml does not have", person.id);
        notes.add(
            Weight::Warning,
            person.span.clone(),
            says,
            "these messages go into a folder",
            format!("add {lost}, or take the address out"),
        );
    }
    notes.finish()
}

pub(super) fn ladders_exist(law: &Law, settings: &Settings, problems: &mut Vec<Problem>) {
    for (pack, rule) in law.rules() {
        if settings.ladders.get(&rule.remind).is_none() {
            let notes = Notes::new(pack.sheet.clone());
            let says = format!(
                "`{}` is reminded by the ladder `{}`, which staywatch.toml does not have",
                rule.id, rule.remind
            );
            notes.error(rule.span.clone(), says, "", format!("known ladders: {}", settings.ladders.names().join(", ")));
            problems.extend(notes.finish());
        }
    }
}
