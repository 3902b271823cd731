//! The readings by which people are reminded of a term.
//!
//! In: the terms that run. Out: each by its earlier reading; and the defence's own, whose later reading ends more than a day
//! after that, once more by the later: once the earlier has passed it can still be done. That it has passed is told then,
//! and says what steps before it would have said.

use staywatch::docket::Deadline;
use staywatch::law::count::Reading;
use staywatch::law::rule::{Duty, Whose};

/// So far apart the later reading is reminded of by itself: more than a day, and the longest has 25 hours.
const APART: i64 = 25 * 3600;

/// What tells a term by its later reading from the same by its earlier.
pub const LATER: &str = " by the later reading";

/// The term, whichever of its readings is meant.
pub fn term(subject: &str) -> &str {
    subject.strip_suffix(LATER).unwrap_or(subject)
}

/// A term by one of its readings.
pub struct Read<'d> {
    pub deadline: &'d Deadline,
    pub subject: String,
    pub reading: Reading,
    /// Steps that come no later than this are said by other words.
    pub after: i64,
}

pub fn readings<'d>(live: &[&'d Deadline]) -> Vec<Read<'d>> {
    let mut all = Vec::new();
    for deadline in live {
        let (subject, earliest, latest) = (deadline.key.subject(), deadline.earliest, deadline.latest);
        let own = matches!(deadline.whose, Whose::Defence | Whose::Person) && deadline.duty != Duty::Opens;
        if own && latest.end.as_second() - earliest.end.as_second() > APART {
            let after = earliest.end.as_second();
            all.push(Read { deadline, subject: format!("{subject}{LATER}"), reading: latest, after });
        }
        all.push(Read { deadline, subject, reading: earliest, after: i64::MIN });
    }
    all
}
