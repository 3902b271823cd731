//! The counting engine: an event and a term become a deadline with two readings and its reasons.
//!
//! In: when the event was (a day, a moment or a range of them), a term, a law's way of counting and a calendar.
//! Out: the earliest and the latest instant at which the term can be said to end, and the steps that lead there.
//! It reads no clock, knows no article, and never rounds a date that does not exist unless the law says how.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::calendar::Calendar;
use super::counting::{Counting, StartDay};
use super::reading::{self, View};
use super::step::{Cite, Says, Side, Step};
use super::term::Term;

/// When an event was: a civil day, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Some time on that day.
    Day(Date),
    /// That moment.
    At(Timestamp),
}

impl Start {
    /// The civil day in a zone.
    #[must_use]
    pub fn day(self, zone: &TimeZone) -> Date {
        match self {
            Self::Day(day) => day,
            Self::At(at) => zone.to_datetime(at).date(),
        }
    }
}

/// One reading of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The last day on which the act is in time.
    pub last_day: Date,
    /// The instant at which the term has ended; for 24:00 the first instant of the next day.
    pub end: Timestamp,
}

/// A counted term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The defence is warned against this one.
    pub earliest: Reading,
    /// Only after this one is the state said to be out of time.
    pub latest: Reading,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// Why no date is given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The law does not say what happens in a month without that date.
    #[error(
        "month {month} of {year} has no day {day}, and this way of counting does not say what follows: set month_end"
    )]
    NoSuchDate {
        /// Year of the last month.
        year: i16,
        /// The last month.
        month: i8,
        /// The missing day.
        day: i8,
    },
    /// The calendar is not loaded.
    #[error("this term needs the calendar `{0}`, which is not loaded")]
    NoCalendar(String),
    /// Working days, but no calendar named.
    #[error("working days need a calendar: set calendar")]
    CalendarUnset,
    /// Beyond the years that can be counted, or a calendar without a single working day.
    #[error("the date lies outside the years that can be counted")]
    OutOfRange,
}

/// Counts a term from an event.
///
/// `first` and `last` are the earliest and latest the event can have been; the same value twice when it is known.
/// `zone` is the zone of the place that counts.
///
/// # Errors
/// When the law does not give a date: see [`Refused`].
pub fn count(
    (first, last): (Start, Start),
    term: Term,
    how: &Counting,
    calendar: Option<&Calendar>,
    zone: &TimeZone,
) -> Result<Counted, Refused> {
    let context = reading::Context { term, how, calendar, zone };
    // A term that counts back ends earlier the later its day counts as the first: the sides change places.
    let back = term.direction == super::term::Direction::Before;
    let (early_start, late_start) = match (how.start_day, back) {
        (StartDay::Disputed, false) => (StartDay::Included, StartDay::Excluded),
        (StartDay::Disputed, true) => (StartDay::Excluded, StartDay::Included),
        (other, _) => (other, other),
    };
    let early = context.read(first, early_start, View::Early)?;
    if !early.leant && first == last && early_start == late_start {
        debug_assert_eq!(context.read(last, late_start, View::Late).as_ref(), Ok(&early), "nothing leans");
        return Ok(Counted { earliest: early.reading, latest: early.reading, steps: early.steps });
    }
    let late = context.read(last, late_start, View::Late)?;
    let ((early, early_steps), (late, late_steps)) = ((early.reading, early.steps), (late.reading, late.steps));
    let mut steps = Vec::with_capacity(early_steps.len() + late_steps.len() + 1);
    if first != last {
        steps.push(Step {
            day: first.day(zone),
            says: Says::SomeTimeUntil { last: last.day(zone) },
            cite: Cite::default(),
            side: Side::Both,
        });
    }
    if early_steps == late_steps {
        steps.extend(early_steps);
    } else {
        let sided = |side| move |step: Step| Step { side, ..step };
        steps.extend(early_steps.into_iter().map(sided(Side::Earliest)));
        steps.extend(late_steps.into_iter().map(sided(Side::Latest)));
    }
    // Readings that cross (a range of days around a short month) still bound the truth.
    let (earliest, latest) = if early.end <= late.end { (early, late) } else { (late, early) };
    Ok(Counted { earliest, latest, steps })
}

/// The reading of a date that an order or letter states itself.
///
/// A day ends at the hour of `how`, without rolling: the order says that day.
///
/// # Errors
/// When the date is outside the years that can be counted.
pub fn stated((first, last): (Start, Start), how: &Counting, zone: &TimeZone) -> Result<Counted, Refused> {
    let one = |start: Start| match start {
        Start::Day(day) => {
            reading::end_of(day, how.ends, zone).map(|end| Reading { last_day: day, end }).ok_or(Refused::OutOfRange)
        }
        Start::At(at) => Ok(Reading { last_day: reading::last_day(at, zone), end: at }),
    };
    let (earliest, latest) = (one(first)?, one(last)?);
    let step = Step { day: earliest.last_day, says: Says::Stated, cite: Cite::default(), side: Side::Both };
    Ok(Counted { earliest, latest, steps: vec![step] })
}
