//! What the auditor found in order, and why it need not plan it anew.
//!
//! In: what has changed since, and the configuration in force. Out: the cases to be planned anew. A plan follows from the
//! files of the case, from law, people and settings, from the case's rows in the store, and from the moment. So of each case
//! that it found in order the auditor remembers which reading of its files that was, and until when its plan says nothing;
//! the store tells it which rows have changed, whoever changed them. That the plan would be the same is still only a
//! conclusion: each case has its turn to be planned whatever is known of it. All of it is forgotten with the process.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use jiff::Timestamp;

use crate::config::{Basis, Ground, Place};
use crate::ids::CaseId;

/// The most passes in which every case has its turn: with a pass every five minutes, about two hours.
const MOST: usize = 24;

/// What is known to be in order.
#[derive(Debug, Default)]
pub(super) struct Sound {
    /// Until when, by the name of the file: every reading makes that anew, so the very same one is the same reading, or a
    /// later one that found the same.
    until: BTreeMap<Arc<str>, Timestamp>,
    /// What all of them rest on: a configuration in which but cases differ has the same.
    basis: Option<Basis>,
    /// When it was added to last.
    last: Timestamp,
    passes: usize,
}

/// What planning a case anew showed: until when it is in order, if it is known to be.
#[derive(Debug)]
pub(super) struct Found {
    file: Arc<str>,
    until: Option<Timestamp>,
}

impl Found {
    pub(super) fn new(place: &Place, until: Option<Timestamp>) -> Self {
        Self { file: Arc::clone(&place.file), until }
    }
}

impl Sound {
    /// Remembers what planning some cases anew showed.
    pub(super) fn extend(&mut self, found: Vec<Found>, now: Timestamp) {
        self.last = self.last.max(now);
        for Found { file, until } in found {
            // The name is to be the one of this reading, not an equal one.
            self.until.remove(&file);
            self.until.extend(until.map(|until| (file, until)));
        }
    }

    /// The cases that are to be planned anew; nothing is known of them any more. `touched`: those whose rows have changed,
    /// `None` when they may be any. At least so many have their turn.
    pub(super) fn doubtful(
        &mut self,
        ground: &Ground,
        touched: Option<&BTreeSet<String>>,
        at_least: usize,
        now: Timestamp,
    ) -> Vec<CaseId> {
        let (basis, places) = (Some(ground.setup.basis.clone()), ground.setup.cases.places());
        // On a clock that was put back nothing is certain that was said of the time since.
        if touched.is_none() || self.basis != basis || now < self.last {
            self.until.clear();
        }
        (self.basis, self.last) = (basis, now);
        self.passes = self.passes.wrapping_add(1);
        let turns = if at_least == 0 { MOST } else { places.len().div_ceil(at_least).clamp(1, MOST) };
        let mut doubtful = Vec::new();
        for place in places {
            let id = place.id.as_str();
            let in_order = |(file, until): (&Arc<str>, &Timestamp)| Arc::ptr_eq(file, &place.file) && now < *until;
            let in_order = self.until.get_key_value(&place.file).is_some_and(in_order);
            let rows_changed = touched.is_some_and(|touched| touched.contains(id));
            if !in_order || rows_changed || self.passes % turns == turn(id, turns) {
                self.until.remove(&place.file);
                doubtful.push(place.id.clone());
            }
        }
        // Something is known of a file that is not there any more.
        if self.until.len() + doubtful.len() != places.len() {
            self.until.clear();
        }
        doubtful
    }
}

/// In which of so many passes a case has its turn.
fn turn(id: &str, turns: usize) -> usize {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    usize::try_from(hasher.finish() % turns as u64).unwrap_or_default()
}
