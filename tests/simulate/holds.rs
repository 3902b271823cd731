//! What an answer stops, and what it does not.
//!
//! In: who took what, when. Out: whether a step was left out because somebody had it, and who is asked again once half of
//! the time that was left has gone. As the handbook says, not as the planner does it.

use crate::later::term;
use crate::oracle::{Reader, SLEEP, Standing, Step};

/// So close to the end nobody is asked again.
const LEAST: i64 = 15 * 60;

/// Somebody has a term.
#[derive(Clone, Debug)]
pub struct Hold {
    pub case: String,
    pub subject: String,
    pub by: &'static str,
    pub of: Standing,
    /// As the daemon's clock shows it, like all that follows.
    pub at: i64,
    /// Half of the time that was left has gone.
    pub ends: i64,
    /// When whoever has it was to be asked again.
    pub asked: Option<i64>,
}

impl Hold {
    pub fn new(case: &str, subject: &str, by: &'static str, of: Standing, at: i64) -> Self {
        let half = (of.until - at) / 2;
        let ends = if half < LEAST { of.until } else { at + half };
        Self { case: case.to_owned(), subject: subject.to_owned(), by, of, at, ends, asked: None }
    }

    /// Nobody is asked for four hours, or for half of the time if that is less.
    pub fn snoozed(case: &str, subject: &str, by: &'static str, of: Standing, at: i64) -> Self {
        let ends = at + (4 * 3600).min((of.until - at) / 2);
        Self { ends, ..Self::new(case, subject, by, of, at) }
    }

    /// A term stays the same one when it turns out that its day is the later of two.
    pub fn is_of(&self, case: &str, subject: &str, until: i64) -> bool {
        self.case == case && term(&self.subject) == term(subject) && self.of.until == until
    }

    pub fn holds(&self, at: i64) -> bool {
        self.at <= at && at < self.ends
    }
}

/// Why a step need not be told to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excuse {
    None,
    /// Others have it, at whatever hour of their sleep the step was moved to: it must not be told.
    Peace,
    /// Others had it for a part of the hours to which the step may have been moved: it may be told or not.
    Perhaps,
}

pub fn excuse(holds: &[Hold], case: &str, step: &Step, reader: &Reader) -> Excuse {
    // The last step comes to all.
    if step.last {
        return Excuse::None;
    }
    let early = if reader.quiet && !step.wakes { SLEEP } else { 0 };
    let of = || holds.iter().filter(|hold| hold.is_of(case, &step.subject, step.until));
    let by_others = |at: i64| {
        let mut holding = of().filter(|hold| hold.holds(at)).peekable();
        holding.peek().is_some() && holding.all(|hold| hold.by != reader.name)
    };
    let overlaps = of().any(|hold| hold.by != reader.name && hold.at <= step.due && hold.ends > step.due - early);
    // A gap between two answers begins where one of them ends.
    let gap = of().any(|hold| (step.due - early..step.due).contains(&hold.ends) && !by_others(hold.ends));
    match (by_others(step.due), by_others(step.due - early) && !gap) {
        (true, true) => Excuse::Peace,
        _ if overlaps && early > 0 => Excuse::Perhaps,
        (true, _) => Excuse::Perhaps,
        _ => Excuse::None,
    }
}
