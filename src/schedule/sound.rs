//! What the auditor found in order, and why it need not plan it anew.
//!
//! In: what has changed since, and the configuration in force. Out: the cases to be planned anew. A plan follows from the
//! files of the case, from law, people and settings, from the case's rows in the store, and from the moment. So of each case
//! that it found in order the auditor remembers which reading of its files that was, and until when its plan says nothing;
//! the store tells it which rows have changed, whoever changed them. That the plan would be the same is still only a
//! conclusion: each case has its turn to be planned whatever is known of it. All of it is forgotten with the process.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
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
    round: Round,
}

/// How far the turns have come: in so many passes once round all cases.
#[derive(Debug, Default)]
struct Round {
    passes: usize,
    /// The last that had its turn. A code and not a number: whatever comes or goes meanwhile, nobody is passed over.
    last: Option<CaseId>,
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
        let turn = self.round.turn(places, at_least);
        let mut doubtful = Vec::new();
        for (at, place) in places.iter().enumerate() {
            let id = place.id.as_str();
            let in_order = |(file, until): (&Arc<str>, &Timestamp)| Arc::ptr_eq(file, &place.file) && now < *until;
            let in_order = self.until.get_key_value(&place.file).is_some_and(in_order);
            let rows_changed = touched.is_some_and(|touched| touched.contains(id));
            if !in_order || rows_changed || turn.contains(&at) {
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

impl Round {
    /// Those whose turn it is: neighbours, whose rows stand beside each other.
    fn turn(&mut self, places: &[Place], at_least: usize) -> Range<usize> {
        let turns = if at_least == 0 { MOST } else { places.len().div_ceil(at_least).clamp(1, MOST) };
        if self.passes >= turns {
            *self = Self::default();
        }
        let first = places.partition_point(|place| self.last.as_ref().is_some_and(|last| place.id <= *last));
        let end = first + (places.len() - first).div_ceil(turns - self.passes);
        self.passes += 1;
        self.last = places[..end].last().map(|place| place.id.clone());
        first..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Cases, Gathering};

    fn cases(codes: &[usize]) -> Cases {
        let mut gathering = Gathering::new(None, Arc::default());
        for code in codes {
            gathering.trust(CaseId::parse(&format!("c{code:02}")).unwrap(), "file".into(), None, Vec::new());
        }
        gathering.untouched()
    }

    #[test]
    fn every_case_has_its_turn_in_every_round_whatever_comes_and_goes_meanwhile() {
        let (mut round, mut codes) = (Round::default(), (10..30).collect::<Vec<usize>>());
        let mut planned = BTreeSet::new();
        for pass in 0..100 {
            // Those at the front go and come, so that the places of all others move.
            match pass % 3 {
                1 => drop(codes.drain(..3)),
                2 => drop(codes.splice(..0, 10..13)),
                _ => {}
            }
            let turn = round.turn(cases(&codes).places(), 5);
            assert!(turn.len() <= 7, "{pass}: {turn:?}");
            planned.extend(codes[turn].iter().copied());
            if pass % 4 == 3 {
                assert!((13..30).all(|code| planned.contains(&code)), "{pass}: {planned:?}");
                planned.clear();
            }
        }
    }

    #[test]
    fn there_are_as_many_turns_as_are_needed_and_no_more_than_are_allowed() {
        for (all, at_least, passes) in
            [(0, 5, 1), (1, 0, MOST), (25, 0, MOST), (80, 500, 1), (80, 20, 4), (80, 1, MOST)]
        {
            let codes: Vec<usize> = (10..10 + all).collect();
            let (cases, mut round) = (cases(&codes), Round::default());
            for _ in 0..3 {
                let turns: Vec<_> = (0..passes).flat_map(|_| round.turn(cases.places(), at_least)).collect();
                assert_eq!(turns, (0..all).collect::<Vec<_>>(), "{all} {at_least}");
            }
        }
    }
}
