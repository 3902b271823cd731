//! A configuration without reading what is known already: all of it at a start, or all but the files that changed.
//!
//! In: what the case files looked like when they were last read, or the configuration in force. Out: a configuration,
//! or nothing when anything is in doubt: then the folder is read as a whole. Nothing wrong is ever reported here.

use std::collections::{BTreeSet, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::{ConfigError, Gathering, Reading, Setup, Sound, Stamp, Texts, folder, sealed};
use crate::form::{Problem, Weight};
use crate::ids::{CaseId, PersonId};

/// A case file as it was when it was last read and found good.
#[derive(Clone, Debug)]
pub struct Known {
    /// The code of the case.
    pub id: CaseId,
    /// The name of its file.
    pub file: String,
    /// What the file looked like.
    pub looked: String,
    /// The name of its file of reports and what that looked like, if there was one.
    pub reports: Option<(String, String)>,
    /// Who works on it.
    pub team: Vec<PersonId>,
}

fn failed(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.weight == Weight::Error)
}

fn looks(path: &Path) -> Option<String> {
    std::fs::metadata(path).ok().map(|about| Stamp::of(&about).to_string())
}

/// What every case rests on: a copy is the same, and nothing else is.
#[derive(Clone, Debug, Default)]
pub struct Basis(Arc<()>);

impl PartialEq for Basis {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A configuration of which every case file is still to be shown to be what it was.
#[derive(Debug)]
pub struct Trusting {
    setup: Setup,
    /// Files that nobody has spoken of yet: their names as they are, for a path is compared part by part.
    files: HashSet<OsString>,
    reported: BTreeSet<PathBuf>,
    cases: Gathering,
}

impl Trusting {
    /// Takes in a case whose files look as they did; false when they do not.
    pub fn take(&mut self, known: Known) -> bool {
        let as_it_was = |path: &Path, was: &str| looks(path).as_deref() == Some(was);
        if !self.files.remove(OsStr::new(&known.file)) || !as_it_was(Path::new(&known.file), &known.looked) {
            return false;
        }
        let reports = if self.reported.is_empty() && known.reports.is_none() {
            None
        } else {
            let path = self.setup.reports_folder().join(format!("{}.toml", known.id));
            let path = Some(sealed(&path)).filter(|sealed| self.reported.contains(sealed)).unwrap_or(path);
            match known.reports {
                None if !self.reported.contains(&path) => None,
                Some((name, was)) if path.as_os_str() == &*name && as_it_was(&path, &was) => Some(Arc::from(name)),
                _ => return false,
            }
        };
        self.cases.trust(known.id, known.file.into(), reports, known.team);
        true
    }

    /// The configuration; `None` when there are other files, too.
    #[must_use]
    pub fn done(mut self) -> Option<Setup> {
        self.setup.cases = self.cases.untouched();
        Some(self.setup).filter(|_| self.files.is_empty())
    }
}

impl Setup {
    /// Everything but the cases.
    ///
    /// # Errors
    /// When the folder, or a file in it, cannot be read.
    pub fn without_cases(folder: &Path, now: Timestamp) -> Result<(Self, Vec<Problem>), ConfigError> {
        let (setup, problems, _) = Self::shared(folder, now, &[])?;
        Ok((setup, problems))
    }

    /// The folder with the case files that are known, to be shown one by one; `None` when one of the other files has an
    /// error.
    ///
    /// # Errors
    /// When the folder, or a file in it, cannot be read.
    pub fn trusting(folder: &Path, now: Timestamp, texts: Arc<dyn Texts>) -> Result<Option<Trusting>, ConfigError> {
        let (setup, problems) = Self::without_cases(folder, now)?;
        if failed(&problems) {
            return Ok(None);
        }
        let files = folder::paths(&folder.join("watchlist"))?.into_iter().map(PathBuf::into_os_string).collect();
        let reported = folder::paths(&setup.reports_folder())?.into_iter().collect();
        let cases = Gathering::new(Some(texts), Arc::new(setup.law.zones()));
        Ok(Some(Trusting { setup, files, reported, cases }))
    }

    /// Whatever is as it was in the configuration in force becomes the very same: law, people and settings as a whole, and
    /// the places of the cases. What was found out about them holds on.
    pub fn keep(&mut self, in_force: &Self) {
        let law = self.law.texts().eq(in_force.law.texts());
        if law && self.texts == in_force.texts && self.people == in_force.people {
            (self.law, self.basis) = (Arc::clone(&in_force.law), in_force.basis.clone());
        }
        self.cases.keep(&in_force.cases);
    }

    /// The same with some case files, or files of reports, read again; `None` when that is not enough: a file is gone
    /// or has an error, or a case has changed its file. Only for a configuration that was read without an error.
    #[must_use]
    pub fn amended(&self, files: &BTreeSet<PathBuf>, now: Timestamp) -> Option<Self> {
        let (watchlist, reports) = (self.folder.join("watchlist"), self.reports_folder());
        let mut paths = BTreeSet::new();
        for file in files {
            if file.parent() == Some(&reports) {
                let place = self.cases.place(file.file_name()?.to_str()?.split('.').next()?)?;
                paths.insert(PathBuf::from(&*place.file));
            } else if file.parent() == Some(&watchlist) {
                paths.insert(file.clone());
            } else {
                return None;
            }
        }
        let (zones, sound) = (self.law.zones(), Sound { people_known: true, law_whole: true });
        let mut read = Vec::new();
        for path in paths {
            let (sheet, stamp) = folder::stamped(&path, Some(&self.vault)).ok()??;
            let mut problems = Vec::new();
            let reading = Reading { zones: &zones, sound, now, instead: &[], texts: self.cases.texts() };
            let (case, stamps, notes) = self.one_case((sheet, Some(stamp)), reading, &mut problems);
            let case = case.filter(|_| !notes.failed() && !failed(&problems))?;
            let same = match self.cases.place(case.id.as_str()) {
                Some(place) => place.file == case.sheet.name,
                None => self.cases.places().iter().all(|place| place.file != case.sheet.name),
            };
            if !same || read.iter().any(|(other, _): &(crate::watchlist::Case, _)| other.id == case.id) {
                return None;
            }
            read.push((case, stamps));
        }
        Some(Self { cases: self.cases.with(read), ..self.clone() })
    }
}
