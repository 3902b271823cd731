//! What no single file can be blamed for: names that lead nowhere from one file to another.
//!
//! In: files that were read. Out: findings at the place that names what is not there.

use std::path::Path;

use super::{Settings, Setup};
use crate::form::{Notes, Problem, Sheet, Weight};
use crate::law::Law;
use crate::law::rule::{From, Trigger};
use crate::people::People;
use crate::watchlist::{Case, Event, Kind, Until};

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

/// A code is looked for as a word, in messages and in what the store keeps: it must stand for nothing else. And the name
/// of its file must be found when somebody looks for the case in a hurry.
pub(super) fn code_stands_alone(case: &Case, setup: &Setup, notes: &Notes) {
    let (code, span) = (case.id.as_str(), &case.id_span);
    let person = setup.people.all().any(|person| person.id.as_str() == code);
    let means = if person {
        "a name of people.toml"
    } else if setup.law.packs().any(|pack| pack.id.as_str() == code) {
        "a law pack"
    } else if OUR_WORDS.contains(&code) {
        "a word that messages use"
    } else {
        ""
    };
    if !means.is_empty() {
        let help = "give the case a code that stands for nothing else: a purge erases what is filed under that word";
        notes.add(Weight::Warning, span.clone(), format!("the code `{code}` is {means} too"), "", help);
    }
    let file = Path::new(&*case.sheet.name).file_name().unwrap_or_default().to_string_lossy();
    let bare = file.trim_end_matches(".pgp").trim_end_matches(".asc").trim_end_matches(".toml");
    if bare != code {
        let says = format!("this file is about the case `{code}`, and is called {file}");
        let end = file.strip_prefix(bare).unwrap_or(".toml");
        notes.add(Weight::Warning, span.clone(), says, "", format!("call it {code}{end}, so that it can be found"));
    }
}

/// Words that stand in messages, rows and entries for something else.
const OUR_WORDS: [&str; 24] = [
    "admin",
    "advocacy",
    "board",
    "case",
    "closed",
    "coordinator",
    "critical",
    "elevated",
    "email",
    "high",
    "imminent",
    "lawyer",
    "lapsed",
    "none",
    "normal",
    "owed",
    "reminder",
    "report",
    "risk",
    "sent",
    "signal",
    "staywatch",
    "telegram",
    "watch",
];

/// Fields from which nothing follows for that kind of event, and kinds that live by a date that is not there.
pub(super) fn dates_lead_somewhere(case: &Case, law: &Law) -> Vec<Problem> {
    let own = Notes::new(case.sheet.clone());
    let reports = Notes::new(case.reports.clone().unwrap_or_else(|| Sheet::new("", "")));
    for event in &case.events {
        let notes = if event.by.is_some() { &reports } else { &own };
        for (key, span) in event.fields.iter().filter(|(key, _)| !is_read(law, event.kind, key)) {
            let says = format!("no rule reads `{key}` of `{}`: nothing follows from it", event.kind.word());
            let help = "take it out, or enter the event that it belongs to";
            notes.add(Weight::Warning, span.clone(), says, "", help);
        }
        if let Some(date) = lacks(event) {
            let says = format!("no date is counted from this `{}`: it does not say one", event.kind.word());
            notes.add(Weight::Warning, event.on_span.clone(), says, "", format!("add {date}"));
        }
    }
    own.finish().into_iter().chain(reports.finish()).collect()
}

/// True when something follows from a field of an event of that kind.
fn is_read(law: &Law, kind: Kind, key: &str) -> bool {
    let rule =
        |reads: fn(&Trigger) -> bool| law.rules().any(|(_, rule)| rule.on.kinds.contains(&kind) && reads(&rule.on));
    match key {
        "until" => {
            let names_it = matches!(kind, Kind::CustodyOrdered | Kind::AdministrativeArrest | Kind::LeaveOrdered);
            let lasts = matches!(kind, Kind::MeasureGranted | Kind::MeasureExtended);
            kind.needs_until() || names_it || lasts || rule(|on| on.from == From::Until)
        }
        "within" => kind == Kind::LeaveOrdered || rule(|on| on.from == From::Within),
        "answer_by" => kind == Kind::RegistryLetter || rule(|on| on.from == From::AnswerBy),
        "stage" => kind.needs_stage() || rule(|on| !on.stage.is_empty()),
        "body" => kind.needs_body() || rule(|on| on.body.is_some()),
        _ => matches!(kind, Kind::Signal | Kind::FacilityChanged) || rule(|on| on.what.is_some()),
    }
}

/// The date that an event lives by and does not have.
fn lacks(event: &Event) -> Option<&'static str> {
    let day = matches!(event.until, Some(Until::Date(_)));
    match event.kind {
        Kind::RegistryLetter if event.answer_by.is_none() => {
            Some("the date that the letter sets: answer_by = 2026-03-01")
        }
        Kind::LeaveOrdered if !day && event.within.is_none() => Some("until = 2026-03-01, or within = \"15 days\""),
        Kind::AdministrativeArrest if !day => Some("its end: until = 2026-03-01"),
        Kind::MeasureExtended if event.until.is_none() => {
            Some("until = 2026-03-01, \"further-notice\" or \"proceedings\"")
        }
        kind if kind.needs_until() && !day => Some("the date that the order or letter names: until = 2026-03-01"),
        _ => None,
    }
}

/// Reports in the clear beside those that are kept encrypted are not read: the file that counts is the encrypted one.
pub(super) fn left_in_clear(reports: &Sheet, plain: &Path, problems: &mut Vec<Problem>) {
    let Ok(text) = std::fs::read_to_string(plain) else { return };
    let beside = plain.display().to_string();
    let known = text.split("[[event]]").map(str::trim).all(|event| reports.text.contains(event));
    let notes = Notes::quoting_nothing(Sheet::new(&beside, ""));
    if known {
        let says = format!("{beside} stands in the clear; all of it is kept encrypted beside it");
        notes.add(Weight::Warning, 0..0, says, "", "delete it: shred -u FILE");
    } else {
        let says = format!("{beside} is not read: the reports that count are the encrypted ones beside it");
        let help = "put on record with `staywatch report` what only this file holds, then delete it: shred -u FILE";
        notes.error(0..0, says, "", help);
    }
    problems.extend(notes.finish());
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
            "this address is not used",
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
