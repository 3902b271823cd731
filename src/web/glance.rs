//! All cases at a glance, judged once a minute for whoever looks.
//!
//! In: the configuration in force and the moment. Out: of each case what the first page and the numbers show. Thousands of
//! cases are half a second's work: a program that asks for numbers every few seconds must not keep a core busy with that.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use jiff::{Timestamp, tz::TimeZone};

use super::parts::{Judged, is_ours};
use crate::config::{Place, Setup};
use crate::docket::Status;
use crate::ids::CaseId;
use crate::law::count::Reading;
use crate::law::grounds::Level;
use crate::law::words::Words;

/// A case at a glance.
#[derive(Clone, Debug)]
pub(super) struct Glance {
    pub(super) id: CaseId,
    pub(super) level: Level,
    pub(super) ended: bool,
    /// The first reason of its level.
    pub(super) reason: Option<Words>,
    terms: Vec<Term>,
}

/// A deadline that runs.
#[derive(Clone, Debug)]
pub(super) struct Term {
    readings: [Reading; 2],
    pub(super) title: Words,
    pub(super) zone: TimeZone,
    /// The people of the board act on it, or are told of it.
    pub(super) ours: bool,
}

impl Glance {
    fn of(judged: &Judged) -> Self {
        let live = |status| status == Status::Pending;
        let terms = judged.docket.deadlines.iter().filter(|deadline| live(deadline.status));
        let terms = terms.filter(|deadline| !judged.assessment.ended || deadline.after_removal).map(|deadline| Term {
            readings: [deadline.earliest, deadline.latest],
            title: deadline.title.clone(),
            zone: deadline.zone.clone(),
            ours: is_ours(deadline),
        });
        Self {
            id: judged.case.id.clone(),
            level: judged.assessment.level,
            ended: judged.assessment.ended,
            reason: judged.assessment.reasons.first().map(|reason| reason.says.clone()),
            terms: terms.collect(),
        }
    }

    /// Deadlines that run, with the reading that lies ahead: the earlier one, and once it has passed the later.
    pub(super) fn ahead(&self, now: Timestamp) -> impl Iterator<Item = (Reading, &Term)> {
        self.terms.iter().filter_map(move |term| {
            let reading = term.readings.into_iter().find(|reading| reading.end > now)?;
            Some((reading, term))
        })
    }
}

/// What was judged last, and for which configuration and minute that holds.
type Kept = (Weak<Setup>, i64, Arc<Vec<Option<Glance>>>);

/// The glances of this minute.
#[derive(Clone, Default)]
pub struct Glances(Arc<Mutex<Option<Kept>>>);

impl fmt::Debug for Glances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Glances")
    }
}

impl Glances {
    /// Every case at a glance, beside what is held of it; `None`: it cannot be found. Whoever asks while they are judged
    /// waits and gets the same.
    pub(super) fn of(&self, setup: &Arc<Setup>, now: Timestamp) -> Arc<Vec<Option<Glance>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.as_second().div_euclid(60);
        if let Some((of, at, glances)) = &*kept
            && (of.as_ptr(), *at) == (Arc::as_ptr(setup), minute)
        {
            return Arc::clone(glances);
        }
        let judged = |place: &Place| Some(Glance::of(&Judged::of(setup.cases.whole(place)?, setup, now)));
        let glances: Arc<Vec<Option<Glance>>> = Arc::new(setup.cases.places().iter().map(judged).collect());
        *kept = Some((Arc::downgrade(setup), minute, Arc::clone(&glances)));
        glances
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRANTED: &str = "id = \"a\"\nhost = \"RU\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n[[event]]\n\
        kind = \"extradition-granted\"\non = 2026-03-02\nnotified = 2026-03-02\n";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn they_hold_for_a_minute_and_for_one_configuration() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("watchlist")).unwrap();
        std::fs::write(home.path().join("watchlist/a.toml"), GRANTED).unwrap();
        let counsel = "[[person]]\nid = \"counsel\"\nrole = \"lawyer\"\nemail = \"counsel@example.org\"\n";
        std::fs::write(home.path().join("people.toml"), counsel).unwrap();
        let now = at("2026-03-12T20:59:00Z");
        let load = || Arc::new(Setup::load(home.path(), now).unwrap().0);
        let (setup, glances) = (load(), Glances::default());
        let first = glances.of(&setup, now);
        assert!(Arc::ptr_eq(&first, &glances.of(&setup, at("2026-03-12T20:59:59Z"))));
        // A term that ended meanwhile is not shown as running.
        let running = |glances: &[Option<Glance>], now| glances[0].as_ref().unwrap().ahead(now).count();
        assert!(running(&first, now) > running(&first, at("2026-03-12T21:00:00Z")));
        assert!(!Arc::ptr_eq(&first, &glances.of(&setup, at("2026-03-12T21:00:00Z"))));
        let again = glances.of(&setup, now);
        assert!(!Arc::ptr_eq(&again, &glances.of(&load(), now)));
    }
}
