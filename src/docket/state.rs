//! Whether a deadline was met, fell away, lapsed or still runs, from the events around it.

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::deadline::Status;
use crate::law::count::{Counted, Reading};
use crate::law::pack::Pack;
use crate::law::rule::{Rule, Stop};
use crate::law::step::{Says, Side, Step};
use crate::law::term::Direction;
use crate::watchlist::{Case, Event, Kind};

/// The state of a deadline, and the kind of event that ended it.
pub(super) fn of(
    case: &Case,
    facts: &[&Event],
    pack: &Pack,
    rule: &Rule,
    trigger: &Event,
    counted: &Counted,
    now: Timestamp,
) -> (Status, Option<Kind>) {
    // What must be done before a listed date may be done, or become moot, on any day before it.
    let counts_back = rule.term.is_some_and(|term| term.direction == Direction::Before) || trigger.kind.is_scheduled();
    let in_time = |event: &&&Event| {
        let after = counts_back && !std::ptr::eq(**event, trigger) || follows(case, trigger, event);
        after && same_body(pack, trigger, event) && first_instant(case, event) < counted.latest.end
    };
    let found = |wanted: &dyn Fn(Kind) -> bool| facts.iter().find(|event| wanted(event.kind) && in_time(event));
    if let Some(event) = found(&|kind| rule.met_by.contains(&kind)) {
        return (Status::Met, Some(event.kind));
    }
    let ends = |kind: Kind| rule.void_by.contains(&kind) || (kind.ends_case() && !rule.after_removal);
    if let Some(event) = found(&ends) {
        return (Status::Withdrawn, Some(event.kind));
    }
    let lapsed = counted.latest.end <= now;
    (if lapsed { Status::Lapsed } else { Status::Pending }, None)
}

/// True when an event comes after a trigger. On the same day, without clock times, the order of the file decides.
fn follows(case: &Case, trigger: &Event, event: &Event) -> bool {
    let place = |event: &Event| (event.on.days(&case.zone).0, event.order);
    match (trigger.on.moment(&case.zone), event.on.moment(&case.zone)) {
        (Some(before), Some(after)) if before != after => before < after,
        _ => {
            let ((day, line), (its_day, its_line)) = (place(trigger), place(event));
            // A range may begin before the trigger and still end after it.
            let last = event.on.days(&case.zone).1;
            (day, line) < (its_day, its_line) || (its_day < day && day <= last)
        }
    }
}

/// Events of one body neither meet nor withdraw deadlines of another.
fn same_body(pack: &Pack, trigger: &Event, event: &Event) -> bool {
    let wanted = pack.body.or(trigger.body);
    event.body.is_none() || wanted.is_none() || event.body == wanted
}

/// The first instant at which an event can have been.
fn first_instant(case: &Case, event: &Event) -> Timestamp {
    event.on.moment(&case.zone).unwrap_or_else(|| {
        let day = event.on.days(&case.zone).0;
        day.to_zoned(case.zone.clone()).map_or(Timestamp::MIN, |start| start.timestamp())
    })
}

/// Adds the days during which the clock stood still. A stop that still lasts leaves the earliest reading alone.
pub(super) fn stand_still(case: &Case, facts: &[&Event], stop: &Stop, trigger: &Event, counted: &mut Counted) {
    let of_body = |event: &Event| stop.body.is_none() || stop.body == event.body;
    let mut since: Option<Date> = None;
    let mut days = 0;
    for event in facts.iter().filter(|event| of_body(event) && follows(case, trigger, event)) {
        let day = event.on.days(&case.zone).0;
        if stop.from.contains(&event.kind) {
            since = since.or(Some(day));
        } else if stop.until.contains(&event.kind)
            && let Some(from) = since.take()
        {
            days += from.duration_until(day).as_hours() / 24;
        }
    }
    if days > 0 {
        let longer = SignedDuration::from_hours(24 * days);
        for reading in [&mut counted.earliest, &mut counted.latest] {
            *reading = Reading {
                last_day: reading.last_day.checked_add(longer).unwrap_or(reading.last_day),
                end: reading.end.checked_add(longer).unwrap_or(reading.end),
            };
        }
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        counted.steps.push(Step {
            day: counted.latest.last_day,
            says: Says::Stopped { days },
            cite: String::new(),
            side: Side::Both,
        });
    }
    if let Some(since) = since {
        counted.steps.push(Step { day: since, says: Says::StandsStill, cite: String::new(), side: Side::Latest });
    }
}
