//! What an experienced clerk would say on reading a case: dates that cannot be, dates that look mistyped.
//!
//! In: a case that could be read, and what day it is. Out: findings at their places. What merely looks odd
//! is a warning: refusing a file means counting nothing for that person.

use jiff::{Timestamp, civil::Date};

use super::case::{Case, Status};
use super::event::{Event, Until};
use super::kind::Kind;
use crate::form::{Notes, Weight};

/// Threads of messages that belong to no case: whoever looked at a case of that name would see theirs.
const NO_CASE: [&str; 2] = ["system", "digest"];

/// Looks a case over.
pub fn look_over(case: &Case, now: Timestamp, notes: &Notes) {
    // An event that could not be read is no missing event.
    let read_whole = !notes.failed();
    if NO_CASE.contains(&case.id.as_str()) {
        let says = format!("`{}` is what messages about staywatch itself are filed under", case.id);
        notes.error(case.id_span.clone(), says, "no code for a case", "give the case another code");
    }
    if case.events.is_empty() && read_whole {
        notes.add(
            Weight::Warning,
            case.id_span.clone(),
            "this case has no events",
            "",
            "nothing can be counted before the first [[event]]",
        );
    }
    if case.team.everyone().next().is_none() && case.status != Status::Closed {
        notes.error(
            case.id_span.clone(),
            "nobody would be told about this case",
            "",
            "name people in [team]: lawyers = [\"…\"]",
        );
    }
    for event in &case.events {
        order(case, event, now, notes);
    }
    before_custody(case, notes);
    years(case, notes);
    twice(case, notes);
}

/// Dates of one event against each other and against today.
fn order(case: &Case, event: &Event, now: Timestamp, notes: &Notes) {
    let zone = &case.zone;
    let (first, last) = event.on.days(zone);
    if let (Some(known), Some(span)) = (event.known, &event.known_span) {
        let known_day = zone.to_datetime(known).date();
        let early = known_day < first
            || event.on.moment(zone).is_some_and(|on| known_day == first && known < on && written_with_time(event));
        if early && !event.kind.is_scheduled() {
            let says =
                format!("`known` lies before `on`: nobody can learn of `{}` before it happens", event.kind.word());
            notes.error(span.clone(), says, "earlier than `on`", "exchange the two, or correct the mistyped one");
        }
    }
    if let Some((served, _)) = event.notified.as_ref().map(|when| when.days(zone))
        && served < first
    {
        notes.error(
            event.span.clone(),
            "`notified` lies before `on`: a decision is served after it is made",
            "",
            "correct the mistyped one",
        );
    }
    if let Some(Until::Date(until)) = &event.until
        && until.days(zone).1 < first
    {
        notes.error(event.span.clone(), "`until` lies before `on`", "", "correct the mistyped one");
    }
    if let Some(answer) = &event.answer_by
        && answer.days(zone).1 < first
    {
        notes.error(event.span.clone(), "`answer_by` lies before `on`", "", "correct the mistyped one");
    }
    let today = zone.to_datetime(now).date();
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

/// `known` with a clock time can be compared with `on` within a day; a bare day means noon and cannot.
fn written_with_time(event: &Event) -> bool {
    event.known_span.as_ref().is_some_and(|span| span.len() > 12)
}

/// Custody events need an arrest before them.
fn before_custody(case: &Case, notes: &Notes) {
    let begins = |event: &&Event| event.kind.begins_custody() || event.kind == Kind::CustodyOrdered;
    let Some(first) = case.events.iter().find(begins).map(|event| event.on.days(&case.zone).0) else { return };
    let needs =
        [Kind::CustodyExtended, Kind::Released, Kind::ExtraditionGranted, Kind::SurrenderDateSet, Kind::Surrendered];
    for event in case.events.iter().filter(|event| needs.contains(&event.kind)) {
        if event.on.days(&case.zone).1 < first {
            let says = format!("`{}` stands before the arrest of {first}", event.kind.word());
            notes.add(
                Weight::Warning,
                event.on_span.clone(),
                says,
                "before the arrest",
                "is the year right? or is an earlier arrest missing?",
            );
        }
    }
}

/// A year that stands apart from all the others.
fn years(case: &Case, notes: &Notes) {
    /// Proceedings rarely pause for longer; a mistyped decade or swapped digits do.
    const APART: i16 = 6;
    let year = |event: &Event| event.on.days(&case.zone).0.year();
    for (i, event) in case.events.iter().enumerate() {
        let others = case.events.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, other)| year(other));
        let near = others.map(|other| (other - year(event)).abs()).min();
        if near.is_some_and(|years| years >= APART) {
            let says =
                format!("the year {} stands {} years from every other event", year(event), near.unwrap_or_default());
            notes.add(
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
fn twice(case: &Case, notes: &Notes) {
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
            notes.add(Weight::Warning, pair[1].span.clone(), says, "", "take one of them out");
        }
    }
    let mut ids: Vec<&str> = Vec::new();
    for event in &case.events {
        let Some(id) = event.id.as_deref() else { continue };
        if ids.contains(&id) {
            notes.error(
                event.span.clone(),
                format!("the event id `{id}` is used twice"),
                "",
                "give each event its own id",
            );
        }
        ids.push(id);
    }
}
