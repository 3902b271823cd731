//! What would have been told over a period, on the facts known at each moment.
//!
//! In: a case, the law, people, ladders and a period. Out: every notice in time order. It is the daemon's own plan,
//! asked again and again; it writes nothing and sends nothing.

use jiff::{SignedDuration, Timestamp};

use super::ladder::Ladders;
use super::owed::{Notice, Told};
use super::plan::{View, heeding};
use crate::docket::{Docket, docket};
use crate::law::Law;
use crate::law::grounds::Level;
use crate::people::People;
use crate::risk::{Assessment, assess};
use crate::watchlist::Case;

/// A notice and the moment it would have gone out.
#[derive(Clone, Debug)]
pub struct Said {
    /// When.
    pub at: Timestamp,
    /// What.
    pub notice: Notice,
    /// How near a transfer was then.
    pub level: Level,
    /// Which reasons held then.
    pub assessment: Assessment,
}

/// Looks that a replay makes at most: far beyond any real case, so that a plan that never rests cannot hang it.
const MOST_LOOKS: usize = 200_000;

/// Replays a case from a moment on, with nothing told before, until another.
#[must_use]
pub fn replay(case: &Case, law: &Law, people: &People, ladders: &Ladders, from: Timestamp, to: Timestamp) -> Vec<Said> {
    let mut said = Vec::new();
    let (nothing, mut told) = (Told::default(), Told::default());
    let mut now = from;
    // Between two facts a docket changes only where a term ends: most looks are made for something else.
    let mut kept: Option<Docket> = None;
    let mut until = from;
    for _ in 0..MOST_LOOKS {
        let docket = kept.take().filter(|_| now < until).unwrap_or_else(|| {
            let fresh = docket(case, law, now);
            until = fresh.holds_until(case, now).unwrap_or(Timestamp::MAX);
            fresh
        });
        let assessment = assess(case, law, &docket, now);
        let view = View { case, docket: &docket, assessment: &assessment, people, ladders, told: &nothing, now };
        let mut look = heeding(View { told: &told, ..view });
        for notice in &look.notices {
            told.remember(notice, now);
        }
        if !look.notices.is_empty() {
            look.after_telling(View { told: &told, ..view });
        }
        for notice in look.notices {
            // Marks that are settled without a message reach nobody.
            if !notice.to.is_empty() {
                said.push(Said { at: now, notice, level: assessment.level, assessment: assessment.clone() });
            }
        }
        if assessment.ended {
            told.level = Some(assessment.level);
        }
        kept = Some(docket);
        match look.look_again {
            Some(next) if next <= to => now = next.max(now + SignedDuration::from_secs(1)),
            _ => break,
        }
    }
    said
}
