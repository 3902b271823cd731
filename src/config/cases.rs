//! The cases in force, by code: held whole, or found again when one is asked for.
//!
//! In: cases as a reading of the folder gave them. Out: one case at a time. Ten thousand cases held whole are a
//! hundred megabytes; of a case that can be found again no more is held than its code, its files and its team. It
//! never passes over a case that cannot be found without a word: that would be a false calm.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::ids::{CaseId, PersonId};
use crate::watchlist::Case;

/// Where a case that is not held can be found: the text in force, read again.
pub trait Find: Send + Sync + fmt::Debug {
    /// The case as it is in force; the error is for the log.
    ///
    /// # Errors
    /// When its text is gone, or can no longer be read.
    fn find(&self, place: &Place) -> Result<Case, String>;
}

/// What is always held of a case.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its code.
    pub id: CaseId,
    /// The name of its file.
    pub file: Arc<str>,
    /// The name of its file of reports, if it has one.
    pub reports: Option<Arc<str>>,
    /// Everybody who works on it, in the order of the file; shared by all cases of one team.
    pub team: Arc<[PersonId]>,
    held: Option<Arc<Case>>,
}

/// All cases, by code.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    places: Vec<Place>,
    find: Option<Arc<dyn Find>>,
}

impl Cases {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What is held of each, in the order of their codes. Costs nothing, whatever their number.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// What is held of one.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&Place> {
        let at = self.places.binary_search_by(|place| place.id.as_str().cmp(id)).ok()?;
        self.places.get(at)
    }

    /// A case by its code.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Case>> {
        self.whole(self.place(id)?)
    }

    /// Every case, in the order of their codes, one at a time.
    pub fn iter(&self) -> impl Iterator<Item = Arc<Case>> + '_ {
        self.places.iter().filter_map(|place| self.whole(place))
    }

    /// The case of a place.
    #[must_use]
    pub fn whole(&self, place: &Place) -> Option<Arc<Case>> {
        if let Some(case) = &place.held {
            return Some(Arc::clone(case));
        }
        let found = self.find.as_ref().ok_or_else(|| "nowhere to find it".to_owned()).and_then(|find| find.find(place));
        let lost = |why: &String| tracing::error!(case = place.id.as_str(), why, "A case cannot be found again");
        found.inspect_err(lost).ok().map(Arc::new)
    }

    /// Cases that are held whole.
    #[must_use]
    pub fn held(cases: Vec<Case>) -> Self {
        let mut teams = Teams::default();
        let mut places: Vec<Place> = cases.into_iter().map(|case| place(case, &mut teams)).collect();
        places.sort_by(|a, b| a.id.cmp(&b.id));
        Self { places, find: None }
    }

    /// Changes every case that is held.
    pub(super) fn change(&mut self, mut change: impl FnMut(&mut Case)) {
        for case in self.places.iter_mut().filter_map(|place| place.held.as_mut()) {
            change(Arc::make_mut(case));
        }
    }
}

impl<'a> IntoIterator for &'a Cases {
    type Item = Arc<Case>;
    type IntoIter = Box<dyn Iterator<Item = Arc<Case>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

fn place(case: Case, teams: &mut Teams) -> Place {
    Place {
        id: case.id.clone(),
        file: Arc::clone(&case.sheet.name),
        reports: case.reports.as_ref().map(|sheet| Arc::clone(&sheet.name)),
        team: teams.shared(case.team.everyone().map(|spot| spot.value.clone()).collect()),
        held: Some(Arc::new(case)),
    }
}

/// Teams that were seen, each kept once.
#[derive(Default)]
struct Teams(BTreeSet<Arc<[PersonId]>>);

impl Teams {
    fn shared(&mut self, team: Vec<PersonId>) -> Arc<[PersonId]> {
        if let Some(known) = self.0.get(team.as_slice()) {
            return Arc::clone(known);
        }
        let team: Arc<[PersonId]> = team.into();
        self.0.insert(Arc::clone(&team));
        team
    }
}
