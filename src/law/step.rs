//! The reasons of a date: what was done to get from the event to the deadline, each with its citation.
//!
//! A step holds numbers and names, not sentences: the words are chosen where they are read, in the
//! reader's language. The same steps serve `explain`, the mail, the board and the tests.

use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

use super::term::Term;
use crate::ids::{CalendarId, Text};
use crate::watchlist::Kind;

/// Which of the two readings a step belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Both.
    Both,
    /// The one the defence is warned against.
    Earliest,
    /// The one after which the state is out of time.
    Latest,
}

/// What a step rests on: an article on the matter or on counting, and the act behind a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cite {
    article: Text,
    calendar: Text,
}

impl Cite {
    /// The article, and what says which days are off.
    #[must_use]
    pub fn both(article: &Text, calendar: &Text) -> Self {
        // A calendar that stands in the same act as the counting is not cited twice.
        let article = if calendar.contains(&**article) { Text::default() } else { article.clone() };
        Self { article, calendar: calendar.clone() }
    }

    /// True for plain arithmetic.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.article.is_empty() && self.calendar.is_empty()
    }
}

impl From<&Text> for Cite {
    fn from(article: &Text) -> Self {
        Self { article: article.clone(), calendar: Text::default() }
    }
}

impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = if self.article.is_empty() || self.calendar.is_empty() { "" } else { "; " };
        write!(f, "{}{between}{}", self.article, self.calendar)
    }
}

/// One step of a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day the step arrives at.
    pub day: Date,
    /// What was done.
    pub says: Says,
    /// The article or source that says so; empty where it is plain arithmetic.
    pub cite: Cite,
    /// Which reading it belongs to.
    pub side: Side,
}

/// What was done in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// The term starts from an event of this kind.
    Starts {
        /// The event's kind, as in the case file.
        event: Kind,
    },
    /// The agreed contact has not come, for as long as the rule waits.
    Silent,
    /// The date of service is not on record: the event's own day is used, the earliest it can be.
    NotServed,
    /// The event's date is known only as a range.
    SomeTimeUntil {
        /// The last day it can have been.
        last: Date,
    },
    /// The day of the event is not counted.
    DayExcluded,
    /// The day of the event is the first day.
    DayIncluded,
    /// The term runs from the clock time.
    FromMoment {
        /// The moment.
        at: Timestamp,
    },
    /// The clock time of the event is not on record: the whole day is possible.
    TimeUnknown,
    /// The term was added (or counted back).
    Counted {
        /// The term.
        term: Term,
    },
    /// First day counted: the term ends on the day before the corresponding date.
    DayBefore {
        /// The corresponding date.
        of: Date,
    },
    /// The last month has no such date.
    NoSuchDate {
        /// The day of the month that is missing.
        day: i8,
    },
    /// The last day is not a working day: moved.
    Rolled {
        /// From this day.
        from: Date,
        /// The calendar that says so.
        calendar: CalendarId,
    },
    /// The last day is not a working day and is *not* moved.
    NotRolled,
    /// A day counted or rolled over is only possibly a closing day.
    MaybeClosed {
        /// That day.
        day: Date,
    },
    /// The calendar speaks only of days until this one; later holidays are unknown.
    BeyondCalendar {
        /// The calendar.
        calendar: CalendarId,
        /// Its last (or first) day.
        until: Date,
    },
    /// The calendar knows Saturdays and Sundays only.
    WeekendsOnly,
    /// The calendar may still change for this day.
    Provisional {
        /// The calendar.
        calendar: CalendarId,
    },
    /// The term ends at this clock time instead of 24:00.
    EndsAt {
        /// Office closing time.
        at: Time,
        /// Zone of the office.
        zone: TimeZone,
    },
    /// The order or letter itself names the date.
    Stated,
    /// The order itself sets the term.
    OrderedTerm,
    /// The clock stands still since that day: the latest reading is later than shown.
    StandsStill,
    /// The clock stood still for this many days.
    Stopped {
        /// Whole days added.
        days: i32,
    },
}

impl Says {
    /// True for steps that tell the reader to be careful with the date.
    #[must_use]
    pub fn warns(&self) -> bool {
        matches!(
            self,
            Self::NotServed
                | Self::TimeUnknown
                | Self::SomeTimeUntil { .. }
                | Self::MaybeClosed { .. }
                | Self::BeyondCalendar { .. }
                | Self::WeekendsOnly
                | Self::Provisional { .. }
        )
    }
}
