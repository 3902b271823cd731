//! Who is told about what, and not in the middle of the night unless it matters.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::plan::{Content, Notice, View};
use crate::docket::Deadline;
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::people::{People, Person, Reach, Role};
use crate::watchlist::Case;

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
    let mut found = match circle {
        Circle::Lawyers if team.lawyers.is_empty() => view.people.resolve(coordinators(), reach),
        Circle::Lawyers => view.people.resolve(lawyers(), reach),
        Circle::Working => view.people.resolve(lawyers().chain(coordinators()), reach),
        Circle::Everyone => view.people.resolve(lawyers().chain(coordinators()).chain(advocacy()), reach),
    };
    // Nobody reads a chat that is closed to us: its members are told as those of a group that has none.
    let closed = found.iter().filter(|one| view.people.is_group(&one.id) && view.told.unreachable.contains(&one.id));
    let closed: Vec<&PersonId> = closed.map(|one| &one.id).collect();
    for member in view.people.resolve(closed.into_iter(), Reach::Everybody) {
        if found.iter().all(|known| known.id != member.id) {
            found.push(member);
        }
    }
    // A circle that is empty, or in which nobody can be reached, must not mean silence: then it is everybody on the
    // case, and when none of them can be reached either, the admins.
    let silent = |people: &[&Person]| people.iter().all(|person| view.told.unreachable.contains(&person.id));
    if !silent(&found) {
        return found;
    }
    let mut everyone = view.people.resolve(team.everyone().map(|spot| &spot.value), Reach::Everybody);
    if silent(&everyone) {
        let known: Vec<&PersonId> = everyone.iter().map(|person| &person.id).collect();
        let admins: Vec<&Person> =
            view.people.with_role(Role::Admin).filter(|admin| !known.contains(&&admin.id)).collect();
        everyone.extend(admins);
    }
    everyone
}

/// True for the team of a case, and for the admins.
pub(super) fn works_on(person: &Person, case: &Case, people: &People) -> bool {
    let team = || people.resolve(case.team.everyone().map(|spot| &spot.value), Reach::Everybody);
    person.role == Role::Admin || team().iter().any(|member| member.id == person.id)
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
    if severity >= Severity::Critical {
        return at;
    }
    night(person, case_zone, at).map_or(at, |(asleep, _)| asleep.min(at))
}

/// When somebody who sleeps at a moment wakes up; `None` for somebody awake.
pub(super) fn asleep_until(person: &Person, case_zone: &TimeZone, at: Timestamp) -> Option<Timestamp> {
    night(person, case_zone, at).map(|(_, awake)| awake).filter(|awake| *awake > at)
}

/// The night that a moment lies in, from its beginning to its end.
fn night(person: &Person, case_zone: &TimeZone, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let quiet = person.quiet?;
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
    let from = asleep_since?;
    let until = if quiet.from <= quiet.to { from } else { from.tomorrow().ok()? };
    let instant = |day: jiff::civil::Date, time| {
        zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok().map(|zoned| zoned.timestamp())
    };
    Some((instant(from, quiet.from)?, instant(until, quiet.to)?))
}

/// Until when a notice waits for somebody who sleeps: only what is tied to no deadline that nears, and never what is
/// grave. Evaluation never waits; what is held is on disk.
#[must_use]
pub fn held_until(notice: &Notice, person: &Person, case_zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
    let awake = asleep_until(person, case_zone, now)?;
    let day_after = awake.checked_add(SignedDuration::from_hours(24)).ok()?;
    let waits = match &notice.content {
        Content::Risk { .. } | Content::Withdrawn { .. } => notice.severity == Severity::Normal,
        Content::Entry { lapsed, running } => {
            lapsed.is_empty() && running.iter().all(|deadline| deadline.earliest.end > day_after)
        }
        _ => false,
    };
    waits.then_some(awake)
}

/// Until when the correction of a date waits for somebody who sleeps and has not been told of the date: the news of it waits
/// for the same morning. What ends before a day after that never waits.
#[must_use]
pub fn held_with_news(notice: &Notice, person: &Person, case_zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
    let Content::Changed { deadline, .. } = &notice.content else { return None };
    let awake = asleep_until(person, case_zone, now)?;
    let day_after = awake.checked_add(SignedDuration::from_hours(24)).ok()?;
    (deadline.earliest.end > day_after).then_some(awake)
}
