//! `check`: everything wrong or suspicious in the configuration.

use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;

use super::progress::Bar;
use super::render::{self, counted};
use super::{Call, Exit, Format};
use crate::config::{SecretError, Setup};
use crate::daemon::peek_store;
use crate::docket::{docket, uncounted};
use crate::form::{Notes, Problem, Sheet, Weight, render as render_problem};
use crate::outbox::still_refused;
use crate::watchlist::Status;

#[derive(Serialize)]
struct Finding<'p> {
    file: &'p str,
    line: usize,
    column: usize,
    severity: &'static str,
    says: &'p str,
    help: Option<&'p str>,
}

pub(super) fn run(call: &mut Call<'_>) -> anyhow::Result<Exit> {
    let (setup, mut problems) = Setup::load(&call.folder, call.now)?;
    let (gaps, refused) = per_case(&setup, call);
    problems.extend(refused);
    problems.extend(stale(&setup, call));
    problems.extend(unreached(&setup, call));
    problems.extend(gaps);
    problems.extend(secrets(&setup));
    problems.extend(unseen(&setup));
    problems.sort_by(|a, b| (a.weight, &a.sheet.name, a.span.start).cmp(&(b.weight, &b.sheet.name, b.span.start)));
    let count = |weight| problems.iter().filter(|problem| problem.weight == weight).count();
    let (errors, warnings, notes) = (count(Weight::Error), count(Weight::Warning), count(Weight::Note));
    match call.format {
        Format::Json => {
            let findings: Vec<Finding<'_>> = problems.iter().map(finding).collect();
            serde_json::to_writer_pretty(&mut *call.out, &findings)?;
            writeln!(call.out)?;
        }
        Format::Text => {
            let colour = render::colour_of(&std::io::stdout());
            for problem in &problems {
                writeln!(call.out, "{}\n", render_problem(problem, colour))?;
            }
            let (cases, rules) = (setup.cases.len(), setup.law.rules().count());
            let (cases, rules) = (counted(cases, "case", "cases"), counted(rules, "rule", "rules"));
            let (errors, notes) = (counted(errors, "error", "errors"), counted(notes, "note", "notes"));
            let warnings = counted(warnings, "warning", "warnings");
            writeln!(call.out, "{cases}, {rules}: {errors}, {warnings}, {notes}")?;
        }
    }
    Ok(if errors + warnings == 0 { Exit::Fine } else { Exit::Findings })
}

fn finding(problem: &Problem) -> Finding<'_> {
    let (line, column) = problem.sheet.place(problem.span.start);
    Finding {
        file: &problem.sheet.name,
        line,
        column,
        severity: problem.weight.word(),
        says: &problem.says,
        help: Some(problem.help.as_str()).filter(|help| !help.is_empty()),
    }
}

/// What the law of each case leaves open, and rules that give no date for it.
fn per_case(setup: &Setup, call: &Call<'_>) -> (Vec<Problem>, Vec<Problem>) {
    let (mut gaps, mut refused) = (Vec::new(), Vec::new());
    // Nothing is counted for a closed case: what is not known about its law troubles nobody.
    let bar = Bar::new(call.format, setup.cases.len(), "cases");
    for case in setup.cases.iter().inspect(|_| bar.step()).filter(|case| case.status != Status::Closed) {
        let notes = Notes::quoting_nothing(case.sheet.clone());
        let packs = setup.law.for_case(&case);
        for no_date in docket(&case, &setup.law, call.now).refused {
            let says = format!("`{}` gives no date here: {}", no_date.rule, no_date.why);
            notes.add(
                Weight::Warning,
                no_date.span,
                says,
                "",
                "have a lawyer count it, and enter the date with `until`",
            );
        }
        for event in uncounted(&case, &setup.law).filter(|event| event.by.is_none()) {
            let says =
                format!("no term is counted from this `{}`: no pack of {} knows one", event.kind.word(), case.host);
            let help =
                "that is no sign that none runs: have a lawyer of the place count it, and keep that date yourselves";
            notes.add(Weight::Warning, event.span.clone(), says, "", help);
        }
        refused.extend(notes.finish());
        let notes = Notes::quoting_nothing(case.sheet.clone());
        if !packs.iter().any(|pack| pack.hosts != crate::law::pack::Hosts::All && pack.body.is_none()) {
            let says = format!("no law pack for {}: only general reasons and mechanisms are counted", case.host);
            notes.add(
                Weight::Warning,
                case.id_span.clone(),
                says,
                "",
                "enter dated terms by hand with `until`, `answer_by` or `within`",
            );
        }
        let by_gravity = packs.iter().flat_map(|pack| &pack.rules).any(|rule| !rule.gravity.is_empty());
        if case.gravity.is_none() && by_gravity {
            let help = "add gravity = \"minor\", \"medium\", \"grave\" or \"especially-grave\"";
            notes.add(
                Weight::Warning,
                case.id_span.clone(),
                "without `gravity` no custody ceiling is counted for this case",
                "",
                help,
            );
        }
        for gap in packs.iter().flat_map(|pack| pack.gaps.iter().map(move |gap| (pack, gap))) {
            let says = format!("not known for `{}` (pack {}): {}", case.id, gap.0.id, gap.1.what);
            notes.add(Weight::Note, case.id_span.clone(), says, "", gap.1.look_for.clone());
        }
        gaps.extend(notes.finish());
    }
    bar.done();
    (gaps, refused)
}

/// Addresses that were refused for good, as the store remembers. Without a store that can be read nothing is known of it.
fn unreached(setup: &Setup, call: &Call<'_>) -> Vec<Problem> {
    let Ok(Some(store)) = peek_store(setup, &call.folder) else { return Vec::new() };
    let Ok(refused) = store.write_now(|tx| still_refused(tx, &setup.people)) else { return Vec::new() };
    let file = call.folder.join("people.toml");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let notes = Notes::quoting_nothing(Sheet::new(&file.display().to_string(), &text));
    for (person, channel, why) in refused {
        let span = setup.people.person(&person).map_or(0..0, |person| person.span.clone());
        let says = format!("what was sent to `{person}` by {channel} was refused: {why}");
        notes.add(Weight::Warning, span, says, "", format!("correct the address, then: staywatch send-test {person}"));
    }
    notes.finish()
}

/// Packs that nobody has compared with their sources for a year, and calendars that end soon.
fn stale(setup: &Setup, call: &Call<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let today = call.now.to_zoned(jiff::tz::TimeZone::UTC).date();
    for pack in setup
        .law
        .packs()
        .filter(|pack| setup.cases.iter().any(|case| setup.law.for_case(&case).iter().any(|p| p.id == pack.id)))
    {
        if pack.reviewed.duration_until(today) > jiff::SignedDuration::from_hours(24 * 365) {
            let notes = Notes::new(pack.sheet.clone());
            let says = format!("the pack `{}` was last compared with its sources on {}", pack.id, pack.reviewed);
            notes.add(Weight::Warning, pack.reviewed_span.clone(), says, "", "compare it again, and change `reviewed`");
            problems.extend(notes.finish());
        }
    }
    for calendar in setup.law.calendars() {
        let Some((_, until)) = calendar.horizon else { continue };
        if today.duration_until(until) < jiff::SignedDuration::from_hours(24 * 60) {
            let notes = Notes::new(crate::form::Sheet::new(&format!("calendars/{}.toml", calendar.id), ""));
            let says = format!("the calendar `{}` ends on {until}", calendar.id);
            notes.add(Weight::Warning, 0..0, says, "", "add the next year");
            problems.extend(notes.finish());
        }
    }
    problems
}

/// Secrets that are named and cannot be had: `run` would not start.
fn secrets(setup: &Setup) -> Vec<Problem> {
    let Some((name, text)) = setup.texts.iter().find(|(name, _)| name.ends_with("staywatch.toml")) else {
        return Vec::new();
    };
    let notes = Notes::quoting_nothing(Sheet::new(name, text));
    let settings = &setup.settings;
    let smtp = settings.smtp.as_ref().filter(|smtp| smtp.user.is_some());
    let named = [
        ("password_file", smtp.map(|smtp| &smtp.password)),
        ("token_file", settings.telegram.as_ref().map(|bot| &bot.token)),
        ("url_file", settings.heartbeat.as_ref().map(|monitor| &monitor.url)),
    ];
    // Where no file is named the service manager gives the secret, and only to the daemon.
    for (key, secret) in
        named.into_iter().filter_map(|(key, secret)| Some((key, secret.filter(|it| it.file.is_some())?)))
    {
        let Err(error) = secret.read(&setup.folder) else { continue };
        let line = text.split_inclusive('\n').take_while(|line| !line.trim_start().starts_with(key));
        let at = line.map(str::len).sum::<usize>().min(text.len());
        let span = at..(at + key.len()).min(text.len());
        let why = std::error::Error::source(&error).map(|why| format!(": {why}")).unwrap_or_default();
        if matches!(&error, SecretError::Unreadable { source, .. } if source.kind() == ErrorKind::PermissionDenied) {
            let help = "ask again as the user that the daemon runs as";
            notes.add(Weight::Note, span, format!("whether this secret can be read is not known{why}"), "", help);
        } else {
            let help = "write the secret into that file, mode 600: `run` does not start without it";
            notes.error(span, format!("`{key}`: {error}{why}"), "", help);
        }
    }
    notes.finish()
}

/// A watch list in which nothing is watched, and what lies in it and is passed over although it looks like a case.
fn unseen(setup: &Setup) -> Vec<Problem> {
    let folder = setup.folder.join("watchlist");
    let finding = |path: &Path, says: String, help: &str| {
        let notes = Notes::quoting_nothing(Sheet::new(&path.display().to_string(), ""));
        notes.add(Weight::Warning, 0..0, says, "", help);
        notes.finish()
    };
    let mut problems = Vec::new();
    if setup.cases.is_empty() {
        problems.extend(finding(
            &folder,
            "no case can be read here: nothing is watched".to_owned(),
            "is it the right folder?",
        ));
    }
    for path in std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bare = name.trim_end_matches(".pgp").trim_end_matches(".asc");
        let end = bare.rsplit('.').next().unwrap_or_default();
        let case = ["toml", "tml", "tom", "txt"].iter().any(|like| end.eq_ignore_ascii_case(like));
        let odd = (case && end != "toml") || (bare.starts_with('.') && !name.starts_with(".#") && case);
        if odd || (path.is_dir() && end != "toml") {
            let says = format!("{name} is passed over: no case is read from it");
            problems.extend(finding(&path, says, "case files are called CODE.toml, and lie in this folder itself"));
        }
    }
    problems
}
