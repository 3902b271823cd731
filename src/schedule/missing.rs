//! Case files that are gone from the folder while somebody still watches their case.
//!
//! In: the folder, the store, what was read. Out: the last usable texts of cases that nothing on disk stands for any more.
//! While another file is broken nobody can say what became of such a case: it may have been renamed by a save that has a
//! mistake. So it is counted as it was, and said to be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::tz::TimeZone;
use rusqlite::Transaction;

use crate::config::Setup;
use crate::form::{Notes, Problem, Sheet};
use crate::ids::CaseId;
use crate::store::{self, Store, StoreError};
use crate::watchlist::{Case, Country};

/// A case file that is not there any more.
#[derive(Debug)]
pub(super) struct Missing {
    /// The case it held when it was last read.
    pub id: CaseId,
    /// Its name.
    pub file: String,
    /// Its last usable text.
    pub text: String,
    /// True when its case is looked at: nobody was told yet that it is not.
    pub watched: bool,
}

impl Missing {
    /// What the admins are told of one that is counted as it was.
    pub(super) fn problem(&self) -> Problem {
        let notes = Notes::quoting_nothing(Sheet::new(&self.file, ""));
        let says = "this file is gone, and another one is broken: its case is counted as it last was";
        let help = "put it back, or mend the other file first: then it is watched no more, and you are told";
        notes.error(0..0, says, "", help);
        notes.finish().remove(0)
    }
}

/// All case files of which a usable text is kept and which are not there.
///
/// # Errors
/// When the database says no.
pub(super) fn missing(
    tx: &Transaction<'_>,
    folder: &Path,
    zones: &BTreeMap<Country, TimeZone>,
) -> Result<Vec<Missing>, StoreError> {
    let watchlist = folder.join("watchlist");
    let gone = |name: &String| {
        let path = Path::new(name);
        // One that cannot be asked for is not gone.
        path.parent() == Some(&watchlist) && matches!(path.try_exists(), Ok(false))
    };
    let mut found = Vec::new();
    for file in store::good_file_names(tx)?.into_iter().filter(gone) {
        let Some(text) = store::good_file(tx, &file)? else { continue };
        let (case, ..) = Case::read(Sheet::new(&file, &text), zones);
        let Some(id) = case.map(|case| case.id) else { continue };
        let watched = store::is_known(tx, id.as_str())?;
        found.push(Missing { id, file, text, watched });
    }
    Ok(found)
}

/// Those whose case is watched and stands in no other file: each case once.
pub(super) fn dark(folder: &Path, store: &Store, setup: &Setup) -> Result<Vec<Missing>, StoreError> {
    let mut seen = BTreeSet::new();
    let mut found = store.read_now(|tx| missing(tx, folder, &setup.law.zones()))?;
    found.retain(|one| one.watched && setup.cases.place(one.id.as_str()).is_none() && seen.insert(one.id.clone()));
    Ok(found)
}

/// Forgets the texts of files that were renamed: what is in force is the text under the new name.
pub(super) fn forget_renamed(tx: &Transaction<'_>, setup: &Setup) -> Result<(), StoreError> {
    for one in missing(tx, &setup.folder, &setup.law.zones())? {
        if setup.cases.place(one.id.as_str()).is_some_and(|place| *place.file != *one.file) {
            store::forget_good_file(tx, &one.file)?;
        }
    }
    Ok(())
}
