//! The cases in force, by code: held whole, or found again when one is asked for.
//!
//! In: cases as a reading of the folder gave them. Out: one case at a time. Ten thousand cases held whole are a
//! hundred megabytes; of a case whose text stands in the store no more is held than its code, its files and its team.
//! It never passes over a case that cannot be found without a word: that would be a false calm.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::stamp::Stamp;
use crate::form::Sheet;
use crate::ids::{CaseId, PersonId};
use crate::watchlist::{Case, Country};

/// The texts in force, from which a case that is not held is read again.
pub trait Texts: Send + Sync + fmt::Debug {
    /// The text of a file that is in force; `None`: there is none.
    ///
    /// # Errors
    /// When it cannot be read; the text is for the log.
    fn text(&self, file: &str) -> Result<Option<String>, String>;
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
    places: Arc<Vec<Place>>,
    texts: Option<Arc<dyn Texts>>,
    zones: Arc<BTreeMap<Country, TimeZone>>,
    /// Facts of a bare day count from its beginning: see [`Case::known_as_entered`].
    entered: Arc<AtomicBool>,
    /// From which moment the clock was put back: see [`Case::stays_known`].
    put_back: Arc<Mutex<Option<Timestamp>>>,
    new: Arc<Mutex<New>>,
    touched: Option<Vec<CaseId>>,
}

/// What is let go once a reading is in force: in few pieces, so that it leaves no holes.
#[derive(Debug, Default)]
struct New {
    /// Texts that are not in force yet, one after the other.
    all: String,
    of: BTreeMap<Arc<str>, Range<usize>>,
    /// What the two files of a case looked like when they were read, by the name of the first.
    looks: Vec<(Arc<str>, [Option<Stamp>; 2])>,
}

impl New {
    fn text(&self, file: &str) -> Option<&str> {
        self.of.get(file).map(|range| &self.all[range.clone()])
    }

    fn add(&mut self, sheet: &Sheet) {
        let start = self.all.len();
        self.all.push_str(&sheet.text);
        self.of.insert(Arc::clone(&sheet.name), start..self.all.len());
    }
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

    /// Cases that are held whole.
    #[must_use]
    pub fn held(cases: Vec<Case>) -> Self {
        let mut gathering = Gathering::new(None, Arc::default());
        for case in cases {
            gathering.add(case, [None, None]);
        }
        gathering.done()
    }

    /// The case of a place.
    #[must_use]
    pub fn whole(&self, place: &Place) -> Option<Arc<Case>> {
        let lost = |why: &String| tracing::error!(case = place.id.as_str(), why, "A case cannot be found again");
        let found = || self.found(place).inspect_err(lost).ok().map(Arc::new);
        let mut case = place.held.clone().or_else(found)?;
        if let Some(until) = *self.put_back.lock().unwrap_or_else(PoisonError::into_inner) {
            Arc::make_mut(&mut case).stays_known(until);
        }
        Some(case)
    }

    /// The clock was put back from this moment: see [`Case::stays_known`]. `None`: it was not, or long ago.
    pub fn stay_known(&self, until: Option<Timestamp>) {
        *self.put_back.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }

    fn found(&self, place: &Place) -> Result<Case, String> {
        let texts = self.texts.as_ref().ok_or("nowhere to find it")?;
        let sheet = |name: &Arc<str>| {
            let new = self.new.lock().unwrap_or_else(PoisonError::into_inner).text(name).map(str::to_owned);
            let text = if new.is_some() { new } else { texts.text(name)? };
            let text = text.ok_or_else(|| format!("no text of {name} is in force"))?;
            Ok::<_, String>(Sheet { name: Arc::clone(name), text: text.into() })
        };
        let (case, _, notes) = Case::read(sheet(&place.file)?, &self.zones);
        let mut case =
            case.filter(|_| !notes.failed()).ok_or_else(|| format!("{} can no longer be read", place.file))?;
        if let Some(reports) = &place.reports {
            // A bad line among them was noted when they were read for the first time.
            let _noted = case.add_reports(sheet(reports)?);
        }
        if self.entered.load(Ordering::Relaxed) {
            case.known_as_entered();
        }
        if case.id == place.id { Ok(case) } else { Err(format!("{} holds another case now", place.file)) }
    }

    /// The files of a place whose text is not known to be in force, with the text.
    #[must_use]
    pub fn new_texts(&self, place: &Place) -> Vec<(Arc<str>, String)> {
        let new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        let held = |file: &Arc<str>| {
            let case = place.held.as_ref()?;
            let sheets = [Some(&case.sheet), case.reports.as_ref()].into_iter().flatten();
            sheets.map(|sheet| (&sheet.name, &*sheet.text)).find(|(name, _)| *name == file).map(|(_, text)| text)
        };
        let files = [Some(&place.file), place.reports.as_ref()].into_iter().flatten();
        files.filter_map(|file| Some((Arc::clone(file), held(file).or_else(|| new.text(file))?.to_owned()))).collect()
    }

    /// What the two files of a place looked like when they were read; afterwards nobody knows.
    #[must_use]
    pub fn looks(&self, place: &Place) -> [Option<Stamp>; 2] {
        let new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        let at = new.looks.binary_search_by(|(file, _)| file.cmp(&place.file)).ok();
        at.and_then(|at| new.looks.get(at)).map_or([None, None], |(_, looks)| *looks)
    }

    /// The texts that were new are in force now, and are found again like all others; but not these.
    pub fn in_force_but(&self, left_out: &[Arc<str>]) {
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = New::default();
        for name in left_out {
            if let Some(text) = new.text(name) {
                kept.add(&Sheet::new(name, text));
            }
        }
        *new = kept;
    }

    /// Whatever of another's places is as it was becomes the very same place: whoever remembers something of it need not
    /// forget. As it was is only what reads the text that is in force, as the other does.
    pub(super) fn keep(&mut self, before: &Self) {
        if Arc::ptr_eq(&self.new, &before.new) {
            return;
        }
        let (mut kept, mut all) = (before.places.iter().peekable(), self.places.len() == before.places.len());
        let new = [&self.new, &before.new].map(|new| new.lock().unwrap_or_else(PoisonError::into_inner));
        for place in Arc::make_mut(&mut self.places) {
            while kept.next_if(|known| known.id < place.id).is_some() {}
            let known = kept.next_if(|known| known.id == place.id && known.held.is_none() && place.held.is_none());
            let Some(known) = known else {
                all = false;
                continue;
            };
            let same = known.file == place.file && known.reports == place.reports && known.team == place.team;
            let is_new = |file: &Arc<str>| new.iter().any(|new| new.of.contains_key(file));
            if same && !is_new(&place.file) && !place.reports.as_ref().is_some_and(is_new) {
                (place.file, place.reports) = (Arc::clone(&known.file), known.reports.clone());
                place.team = Arc::clone(&known.team);
            } else {
                all = false;
            }
        }
        if all {
            // The others go as a whole: pieces kept from each reading would leave holes between what is held for long.
            self.places = Arc::clone(&before.places);
        }
    }

    /// The cases that alone can differ from what was in force before; `None`: any may.
    #[must_use]
    pub fn touched(&self) -> Option<&[CaseId]> {
        self.touched.as_deref()
    }

    /// The texts in force, if cases are found there.
    pub(super) fn texts(&self) -> Option<&dyn Texts> {
        self.texts.as_deref()
    }

    /// For cases that are not held: see [`Case::known_as_entered`].
    pub(super) fn known_as_entered(&self) {
        self.entered.store(true, Ordering::Relaxed);
    }

    /// False in a rehearsal: there a file tells the whole story, also what is still to come.
    #[must_use]
    pub fn are_of_the_present(&self) -> bool {
        self.entered.load(Ordering::Relaxed)
    }

    pub(super) fn change_held(&mut self, mut change: impl FnMut(&mut Case)) {
        for case in Arc::make_mut(&mut self.places).iter_mut().filter_map(|place| place.held.as_mut()) {
            change(Arc::make_mut(case));
        }
    }

    /// The same with some cases read anew, or taken in for the first time.
    pub(super) fn with(&self, read: Vec<(Case, [Option<Stamp>; 2])>) -> Self {
        let touched = read.iter().map(|(case, _)| case.id.clone()).collect();
        let mut gathering = Gathering::new(self.texts.clone(), Arc::clone(&self.zones));
        gathering.places.clone_from(self.places.as_ref());
        for (case, stamps) in read {
            if let Ok(at) = gathering.places.binary_search_by(|place| place.id.cmp(&case.id)) {
                gathering.places.remove(at);
            }
            gathering.add(case, stamps);
            gathering.places.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Self {
            touched: Some(touched),
            entered: Arc::clone(&self.entered),
            put_back: Arc::clone(&self.put_back),
            ..gathering.done()
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

/// Cases while a folder is read.
#[derive(Debug)]
pub struct Gathering {
    places: Vec<Place>,
    texts: Option<Arc<dyn Texts>>,
    zones: Arc<BTreeMap<Country, TimeZone>>,
    new: New,
    teams: BTreeSet<Arc<[PersonId]>>,
}

impl Gathering {
    /// Cases are held whole, or read again from `texts`. `zones` gives the zone of a host.
    #[must_use]
    pub fn new(texts: Option<Arc<dyn Texts>>, zones: Arc<BTreeMap<Country, TimeZone>>) -> Self {
        Self { places: Vec::new(), texts, zones, new: New::default(), teams: BTreeSet::new() }
    }

    /// Takes in a case that was read, with what its two files looked like.
    pub fn add(&mut self, case: Case, looks: [Option<Stamp>; 2]) {
        let team = self.team(case.team.everyone().map(|spot| spot.value.clone()).collect());
        if let Some(texts) = &self.texts {
            let sheets = [Some(&case.sheet), case.reports.as_ref()].into_iter().flatten();
            // What cannot be compared counts as new.
            let known =
                |sheet: &&Sheet| texts.text(&sheet.name).is_ok_and(|text| text.as_deref() == Some(&*sheet.text));
            for sheet in sheets.filter(|sheet| !known(sheet)) {
                self.new.add(sheet);
            }
        }
        let (id, file) = (case.id.clone(), Arc::clone(&case.sheet.name));
        let reports = case.reports.as_ref().map(|sheet| Arc::clone(&sheet.name));
        let held = self.texts.is_none().then(|| Arc::new(case));
        self.new.looks.push((Arc::clone(&file), looks));
        self.places.push(Place { id, file, reports, team, held });
    }

    /// Takes a case out again: another file holds it.
    pub(super) fn put_out(&mut self, id: &CaseId) {
        self.places.retain(|place| place.id != *id);
    }

    /// The cases whose file is not as it is in force, with its name.
    pub(super) fn fresh(&self) -> impl Iterator<Item = (CaseId, Arc<str>)> + '_ {
        let new = self.places.iter().filter(|place| self.new.of.contains_key(&place.file));
        new.map(|place| (place.id.clone(), Arc::clone(&place.file)))
    }

    /// Takes in a case that nobody read: its files are as they were.
    pub fn trust(&mut self, id: CaseId, file: Arc<str>, reports: Option<Arc<str>>, team: Vec<PersonId>) {
        let team = self.team(team);
        self.places.push(Place { id, file, reports, team, held: None });
    }

    fn team(&mut self, team: Vec<PersonId>) -> Arc<[PersonId]> {
        if let Some(known) = self.teams.get(team.as_slice()) {
            return Arc::clone(known);
        }
        let team: Arc<[PersonId]> = team.into();
        self.teams.insert(Arc::clone(&team));
        team
    }

    /// All of them, by code: none differs from what was in force before.
    #[must_use]
    pub fn untouched(self) -> Cases {
        Cases { touched: Some(Vec::new()), ..self.done() }
    }

    /// All of them, by code.
    #[must_use]
    pub fn done(mut self) -> Cases {
        self.places.sort_by(|a, b| a.id.cmp(&b.id));
        self.places.shrink_to_fit();
        self.new.looks.sort_by(|a, b| a.0.cmp(&b.0));
        Cases {
            put_back: Arc::default(),
            places: Arc::new(self.places),
            texts: self.texts,
            zones: self.zones,
            entered: Arc::default(),
            new: Arc::new(Mutex::new(self.new)),
            touched: None,
        }
    }
}
