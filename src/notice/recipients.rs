//! Who is told about what, and not in the middle of the night unless it matters.

use jiff::{Timestamp, tz::TimeZone};

use super::plan::View;
use crate::docket::Deadline;
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::people::{Person, Reach};

/// How wide a circle is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Circle {
    /// The lawyers; without any, the coordinators.
    Lawyers,
    /// Lawyers and coordinators.
    Working,
    /// Everybody on the case.
    Everyone,
}

/// The people of a circle. A group with a chat of its own is told there; its members are told besides only
/// when it is critical: twice the same thing teaches people to mute both.
pub(super) fn team<'a>(view: &View<'a>, circle: Circle, severity: Severity) -> Vec<&'a Person> {
    let team = &view.case.team;
    let lawyers = || team.lawyers.iter().map(|spot| &spot.value);
    let coordinators = || team.coordinators.iter().map(|spot| &spot.value);
    let advocacy = || team.advocacy.iter().map(|spot| &spot.value);
    let reach = if severity == Severity::Critical { Reach::Everybody } else { Reach::Chats };
    let found = match circle {
        Circle::Lawyers => view.people.resolve(lawyers(), reach),
        Circle::Working => view.people.resolve(lawyers().chain(coordinators()), reach),
        Circle::Everyone => view.people.resolve(lawyers().chain(coordinators()).chain(advocacy()), reach),
    };
    // A circle that is empty must not mean silence.
    if found.is_empty() {
        view.people.resolve(team.everyone().map(|spot| &spot.value), Reach::Everybody)
    } else {
        found
    }
}

pub(super) fn of_deadline<'a>(view: &View<'a>, deadline: &Deadline) -> Vec<&'a Person> {
    let circle = if deadline.severity > Severity::Normal { Circle::Working } else { Circle::Lawyers };
    team(view, circle, deadline.severity)
}

pub(super) fn ids(people: Vec<&Person>) -> Vec<PersonId> {
    people.into_iter().map(|person| person.id.clone()).collect()
}

/// When a person is told something that falls due at `at`: what can wait for no one is told then; anything else
/// that would come while they sleep comes before they go to sleep. Never later.
pub(super) fn before_sleep(person: &Person, case_zone: &TimeZone, severity: Severity, at: Timestamp) -> Timestamp {
    let Some(quiet) = person.quiet.filter(|_| severity < Severity::Critical) else { return at };
    let zone = person.zone.as_ref().unwrap_or(case_zone);
    let civil = zone.to_datetime(at);
    let (time, day) = (civil.time(), civil.date());
    let asleep_since = if quiet.from <= quiet.to {
        (quiet.from <= time && time < quiet.to).then_some(day)
    } else if time >= quiet.from {
        Some(day)
    } else if time < quiet.to {
        day.yesterday().ok()
    } else {
        None
    };
    let start = asleep_since.and_then(|day| zone.to_ambiguous_zoned(day.to_datetime(quiet.from)).compatible().ok());
    start.map_or(at, |zoned| zoned.timestamp().min(at))
}
