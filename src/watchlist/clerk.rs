//! What an experienced clerk would say on reading a case: dates that cannot be, dates that look mistyped.
//!
//! In: a case that could be read, and what day it is. Out: findings at their places. What merely looks odd
//! is a warning: refusing a file means counting nothing for that person.

use jiff::{Timestamp, civil::Date};

use super::case::{Case, Status};
use super::event::Event;
use super::kind::Kind;
use crate::form::{Notes, Problem, Sheet, Weight};

/// Threads of messages that belong to no case: whoever looked at a case of that name would see theirs.
const NO_CASE: [&str; 2] = ["system", "digest"];

/// Looks a case over. What is said about its reports comes back: they stand in a file of their own, and whatever is wrong
/// with them is no reason to leave the case out.
#[must_use]
pub fn look_over(case: &Case, now: Timestamp, notes: &Notes) -> Vec<Problem> {
    let reports = Notes::new(case.reports.clone().unwrap_or_else(|| Sheet::new("", "")));
    let notes = Files { case: notes, reports: &reports };
    // An event that could not be read is no missing event.
    let read_whole = !notes.case.failed();
    if NO_CASE.contains(&case.id.as_str()) {
        let says = format!("`{}` is what messages about staywatch itself are filed under", case.id);
        notes.case.error(case.id_span.clone(), says, "no code for a case", "give the case another code");
    }
    if case.events.is_empty() && read_whole {
        notes.case.add(
            Weight::Warning,
            case.id_span.clone(),
            "this case has no events",
            "",
            "nothing can be counted before the first [[event]]",
        );
    }
    if case.team.everyone().next().is_none() && case.status != Status::Closed {
        notes.case.error(
            case.id_span.clone(),
            "nobody would be told about this case",
            "",
            "name people in [team]: lawyers = [\"…\"]",
        );
    }
    for event in &case.events {
        order(case, event, now, notes.of(event));
    }
    before_custody(case, notes);
    after_the_end(case, now, notes);
    years(case, notes);
    twice(case, notes);
    reports.finish()
}

/// Where findings go: each to the file that its event stands in.
#[derive(Clone, Copy)]
struct Files<'a> {
    case: &'a Notes,
    reports: &'a Notes,
}

impl<'a> Files<'a> {
    fn of(self, event: &Event) -> &'a Notes {
        if event.by.is_some() { self.reports } else { self.case }
    }
}

/// Dates of one event against today; against each other they were held when it was read.
fn order(case: &Case, event: &Event, now: Timestamp, notes: &Notes) {
    let zone = &case.zone;
    let (first, last) = event.on.days(zone);
    let today = zone.to_datetime(now).date();
    let known = event.known_by_day.or_else(|| Some(zone.to_datetime(event.known?).date()));
    if let (Some(span), Some(day)) = (&event.known_span, known.filter(|day| *day > today))
        && (first <= today || event.kind.is_scheduled())
    {
        let help =
            "until that day it does not exist for staywatch, and whoever writes it knows it already: correct the year";
        let says = format!("`{}` becomes known only on {day}", event.kind.word());
        notes.add(Weight::Warning, span.clone(), says, "ahead", help);
    }
    if first > today && !event.kind.is_scheduled() {
        let help = "until that day it does not exist for staywatch; for a listed hearing use kind = \"hearing\"";
        notes.add(
            Weight::Warning,
            event.on_span.clone(),
            format!("`{}` is dated in the future ({last})", event.kind.word()),
            "",
            help,
        );
    }
    if event.kind == Kind::Hearing && event.known_span.is_none() {
        let help = "add `known`: the day the team learned that it is listed. Without it a replay takes it as known from the start";
        notes.add(Weight::Warning, event.span.clone(), "this hearing does not say since when it is known", "", help);
    }
}

/// Custody events need an arrest before them.
fn before_custody(case: &Case, notes: Files<'_>) {
    let begins = |event: &&Event| event.kind.begins_custody() || event.kind == Kind::CustodyOrdered;
    let Some(first) = case.events.iter().find(begins).map(|event| event.on.days(&case.zone).0) else { return };
    let needs =
        [Kind::CustodyExtended, Kind::Released, Kind::ExtraditionGranted, Kind::SurrenderDateSet, Kind::Surrendered];
    for event in case.events.iter().filter(|event| needs.contains(&event.kind)) {
        if event.on.days(&case.zone).1 < first {
            let says = format!("`{}` stands before the arrest of {first}", event.kind.word());
            notes.of(event).add(
                Weight::Warning,
                event.on_span.clone(),
                says,
                "before the arrest",
                "is the year right? or is an earlier arrest missing?",
            );
        }
    }
}

/// A hearing ahead in a case that has ended: it begins nothing anew, and nobody is told of it.
fn after_the_end(case: &Case, now: Timestamp, notes: Files<'_>) {
    let known = || case.events.iter().filter(|event| event.exists_at(now));
    let Some(end) = known().rfind(|event| event.kind.ends_case()) else { return };
    if known().any(|event| event.kind.reopens() && case.comes_after(end, event)) {
        return;
    }
    let ahead = |event: &&Event| event.on.days(&case.zone).1 >= case.zone.to_datetime(now).date();
    for event in known().filter(|event| event.kind == Kind::Hearing).filter(ahead) {
        let says = format!("this hearing lies ahead, and the case has ended (`{}`)", end.kind.word());
        let help = "nobody is told of it: if the case goes on, take the end out, or enter what began it again";
        notes.of(event).add(Weight::Warning, event.on_span.clone(), says, "", help);
    }
}

/// A year that stands apart from all the others.
fn years(case: &Case, notes: Files<'_>) {
    /// Proceedings rarely pause for longer; a mistyped decade or swapped digits do.
    const APART: i16 = 6;
    let year = |event: &Event| event.on.days(&case.zone).0.year();
    for (i, event) in case.events.iter().enumerate() {
        let others = case.events.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| year(other));
        let near = others.map(|other| (other - year(event)).abs()).min();
        if near.is_some_and(|years| years >= APART) {
            let says =
                format!("the year {} stands {} years from every other event", year(event), near.unwrap_or_default());
            notes.of(event).add(
                Weight::Warning,
                event.on_span.clone(),
                says,
                "mistyped?",
                "correct it, or leave it if it is right",
            );
        }
    }
}

/// The same thing entered twice.
fn twice(case: &Case, notes: Files<'_>) {
    let key = |event: &Event| -> (Kind, Date, Option<&'static str>) {
        (event.kind, event.on.days(&case.zone).0, event.body.map(super::event::Body::word))
    };
    for pair in case.events.windows(2) {
        if key(&pair[0]) == key(&pair[1])
            && pair[0].what == pair[1].what
            && pair[0].kind != Kind::Contact
            && pair[0].on == pair[1].on
        {
            let says = format!("`{}` is entered twice for the same day", pair[1].kind.word());
            notes.of(&pair[1]).add(Weight::Warning, pair[1].span.clone(), says, "", "take one of them out");
        }
    }
    let mut ids: Vec<&str> = Vec::new();
    // A report whose name was taken has none any more.
    for event in &case.events {
        let Some(id) = event.id.as_deref() else { continue };
        if ids.contains(&id) {
            let says = format!("the event id `{id}` is used twice");
            notes.of(event).error(event.span.clone(), says, "", "give each event its own id");
        }
        ids.push(id);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_hearing_ahead_of_a_case_that_has_ended_is_named_until_the_case_begins_again() {
        let intro = "id = \"a\"\nhost = \"RU\"\nzone = \"Europe/Moscow\"\n[team]\nlawyers = [\"counsel\"]\n";
        let event = |kind: &str, rest: &str| format!("[[event]]\nkind = \"{kind}\"\n{rest}\n");
        let freed = event("freed", "on = 2026-03-05");
        let listed = event("hearing", "stage = \"extradition-final\"\non = 2026-03-20T10:00\nknown = 2026-03-04");
        let seized = event("arrest", "on = 2026-03-08");
        let named = |events: &str, now: &str| {
            let (case, _, notes) = Case::read(Sheet::new("a.toml", &format!("{intro}{events}")), &BTreeMap::new());
            let _reports = look_over(&case.unwrap(), now.parse().unwrap(), &notes);
            notes.finish().iter().filter(|problem| problem.says.contains("the case has ended (`freed`)")).count()
        };
        assert_eq!(named(&format!("{freed}{listed}"), "2026-03-10T12:00:00Z"), 1);
        for (events, now) in [
            (listed.clone(), "2026-03-10T12:00:00Z"),
            (format!("{freed}{listed}"), "2026-03-21T12:00:00Z"),
            (format!("{freed}{seized}{listed}"), "2026-03-10T12:00:00Z"),
        ] {
            assert_eq!(named(&events, now), 0, "{events} {now}");
        }
    }
}
