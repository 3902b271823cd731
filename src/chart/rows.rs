//! What a time line shows, row by row: facts, terms, custody.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::timeline::View;
use crate::docket::custody::Custody;
use crate::docket::{Deadline, Status};
use crate::law::count::Reading;
use crate::notice::custody as sum;
use crate::notice::words::{number, text};
use crate::watchlist::{Event, Kind};

/// The most facts, and the most terms, of one drawing. Those left out are counted in words.
const MOST: usize = 24;

/// What stands on the line of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mark {
    /// Something that happened, on one of these days.
    Fact(Timestamp, Timestamp),
    /// A term's end, in both readings.
    End(Status, Timestamp, Timestamp),
    /// A time in custody; the second half of it is not certain.
    Held(Timestamp, Timestamp),
    /// The ceiling, in both readings.
    Ceiling(Timestamp, Timestamp),
    /// Nothing: a sentence alone.
    Nothing,
}

impl Mark {
    /// The moments it lies between.
    pub(super) fn moments(self) -> Option<(Timestamp, Timestamp)> {
        match self {
            Self::Fact(first, last)
            | Self::End(_, first, last)
            | Self::Held(first, last)
            | Self::Ceiling(first, last) => Some((first, last)),
            Self::Nothing => None,
        }
    }
}

/// One row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// What is said first: a day, mostly. Each reading has a line of its own.
    pub(super) when: String,
    /// What is said then.
    pub(super) what: String,
    pub(super) mark: Mark,
}

/// A group of rows under a heading.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) head: String,
    pub(super) rows: Vec<Row>,
}

/// Everything a time line shows.
pub(super) fn groups(view: &View<'_>) -> Vec<Group> {
    let groups = [("chart-facts", facts(view)), ("chart-terms", terms(view)), ("chart-custody", held(view))];
    let full = groups.into_iter().filter(|(_, rows)| !rows.is_empty());
    full.map(|(head, rows)| Group { head: view.speaker.say(head, &[]), rows }).collect()
}

pub(super) fn midnight(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |start| start.timestamp())
}

fn facts(view: &View<'_>) -> Vec<Row> {
    let zone = &view.case.zone;
    let known: Vec<&Event> = view.case.events.iter().filter(|event| event.exists_at(view.now)).collect();
    let row = |event: &&Event| {
        let (first, last) = event.on.days(zone);
        let mark = match event.on.moment(zone) {
            Some(at) => Mark::Fact(at, at),
            None => Mark::Fact(midnight(first, zone), midnight(last, zone)),
        };
        // Of a signal only its closed word is said; what else an event says may name a place.
        let signal = event.what.as_ref().filter(|_| event.kind == Kind::Signal);
        let what = match signal {
            Some(signal) => view.speaker.say(&format!("signal-{signal}"), &[]),
            None => view.speaker.say(&format!("event-{}", event.kind.word()), &[]),
        };
        Row { when: view.speaker.when(&event.on, zone), what, mark }
    };
    let left_out = known.len().saturating_sub(MOST);
    let mut rows: Vec<Row> = known.iter().skip(left_out).map(row).collect();
    rows.splice(0..0, more(view, "chart-more-facts", left_out));
    rows
}

fn more(view: &View<'_>, id: &str, count: usize) -> Option<Row> {
    let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
    Some(Row { when: view.speaker.say(id, &[number("count", count)]), what: String::new(), mark: Mark::Nothing })
}

fn terms(view: &View<'_>) -> Vec<Row> {
    let mut shown: Vec<&Deadline> =
        view.docket.deadlines.iter().filter(|deadline| deadline.status != Status::Withdrawn).collect();
    // The ceiling has a row of its own.
    shown.retain(|deadline| view.custody.ceiling.is_none_or(|ceiling| ceiling.key != deadline.key));
    let left_out = shown.len().saturating_sub(MOST);
    // Of too many those stay that run, then those that ended last.
    shown.sort_by_key(|deadline| (deadline.status != Status::Pending, std::cmp::Reverse(deadline.earliest.end)));
    shown.truncate(MOST);
    shown.sort_by_key(|deadline| deadline.earliest.end);
    let row = |deadline: &&Deadline| {
        let title = deadline.title.get(view.speaker.language);
        let what = match deadline.status {
            Status::Pending => title.to_owned(),
            status => view.speaker.say(&format!("chart-{}", status.word()), &[text("title", title)]),
        };
        Row {
            when: readings(view, deadline),
            what,
            mark: Mark::End(deadline.status, deadline.earliest.end, deadline.latest.end),
        }
    };
    let mut rows: Vec<Row> = shown.iter().map(row).collect();
    rows.extend(more(view, "chart-more-terms", left_out));
    rows
}

/// Both readings, without the zone where it is the case's own and the day ends at midnight.
fn readings(view: &View<'_>, deadline: &Deadline) -> String {
    let one = |reading: Reading| {
        let civil = view.case.zone.to_datetime(reading.end);
        let whole_day = civil.time() == jiff::civil::Time::midnight() && civil.date() > reading.last_day;
        if whole_day {
            format!("{} 24:00", view.speaker.day(reading.last_day))
        } else {
            view.speaker.end(reading, &deadline.zone)
        }
    };
    if deadline.disputed() {
        format!("{} /\n{}", one(deadline.earliest), one(deadline.latest))
    } else {
        one(deadline.earliest)
    }
}

fn held(view: &View<'_>) -> Vec<Row> {
    let custody: &Custody<'_> = view.custody;
    let zone = &view.case.zone;
    let says = sum::parts(custody, view.speaker);
    let part = |(part, says): (&crate::docket::custody::Part, String)| {
        let until = part.last.map_or(view.now, |(_, last)| midnight(last.tomorrow().unwrap_or(last), zone));
        let from = part.first.map_or(until, |(first, _)| midnight(first, zone));
        Row { when: says, what: String::new(), mark: Mark::Held(from.min(until), until) }
    };
    let mut rows: Vec<Row> = custody.parts.iter().zip(says).map(part).collect();
    rows.extend(custody.ceiling.zip(sum::ceiling(custody, view.speaker)).map(|(end, says)| Row {
        when: says,
        what: String::new(),
        mark: Mark::Ceiling(end.earliest.end, end.latest.end),
    }));
    rows
}
