//! Case files that are gone from the folder while somebody still watches their case.
//!
//! In: the folder, the store, what was read. Out: the last usable texts of cases that nothing on disk stands for any more.
//! While another file is broken nobody can say what became of such a case: it may have been renamed by a save that has a
//! mistake. So it is counted as it was, and said to be. When it is counted no more, whoever was told of it hears that too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Transaction;

use crate::config::{Ground, Setup};
use crate::docket::docket;
use crate::form::{Notes, Problem, Sheet};
use crate::ids::{CaseId, PersonId};
use crate::law::rule::Severity;
use crate::notice::daily::system;
use crate::notice::plan::Mark;
use crate::notice::words::text;
use crate::outbox::owe_plain;
use crate::people::{Person, Reach, Role};
use crate::risk::assess;
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

/// A case that is no longer on the watch list is counted no more: that must not happen in silence. The admins hear of it,
/// and, because they may be those who took it away by mistake, so does the team.
pub(super) fn tell_gone(tx: &Transaction<'_>, ground: &Ground, case: &str, now: Timestamp) -> Result<(), StoreError> {
    let admins: Vec<&Person> = ground.setup.people.with_role(Role::Admin).collect();
    let tell = |person: &Person, what: &str| {
        let message = system(person, &ground.words, what, &[text("case", case)], Vec::new());
        let mark = Mark { subject: format!("system/gone/{case}"), revision: now.as_second(), step: "told".to_owned() };
        owe_plain(tx, person, ("system", "system"), Severity::High, &mark, &message, now)
    };
    for admin in &admins {
        tell(admin, "case-gone")?;
    }
    for person in left_waiting(tx, ground, case, now)? {
        if admins.iter().all(|admin| admin.id != person.id) {
            tell(&person, "case-gone-team")?;
        }
    }
    Ok(())
}

/// Who of the team was told anything of a case, and now waits for reminders that do not come. What was over is missed by
/// nobody.
fn left_waiting(tx: &Transaction<'_>, ground: &Ground, code: &str, now: Timestamp) -> Result<Vec<Person>, StoreError> {
    let zones = ground.setup.law.zones();
    let gone = missing(tx, &ground.setup.folder, &zones)?.into_iter().find(|one| one.id.as_str() == code);
    let read = gone.and_then(|one| Case::read(Sheet::new(&one.file, &one.text), &zones).0);
    let Some(mut case) = read else { return Ok(Vec::new()) };
    case.known_as_entered();
    let law = &ground.setup.law;
    if assess(&case, law, &docket(&case, law, now), now).ended {
        return Ok(Vec::new());
    }
    let told: BTreeSet<PersonId> = store::told(tx, &case.id)?.marks.into_values().flatten().collect();
    let team = case.team.everyone().map(|spot| &spot.value);
    let team = ground.setup.people.resolve(team, Reach::Everybody);
    Ok(team.into_iter().filter(|person| told.contains(&person.id)).cloned().collect())
}
