//! Copies of the store: made while it runs, opened and checked, and put back.
//!
//! In: a database and its key. Out: a copy encrypted with the same key, under its name only when it was opened and found
//! whole. Nothing is deleted before something better is in its place, and what a copy replaces is kept.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, tz::TimeZone};
use rusqlite::Connection;

use super::open::unlock;
use super::{StoreError, StoreKey};

/// How the names of copies begin and end; between them stands when they were made.
const NAME: (&str, &str) = ("staywatch-", ".db");
/// A copy that is not finished yet.
const UNFINISHED: &str = "part";
/// A copy that takes the place of the database.
const UNDER_WAY: &str = "restoring";
/// When it was made, in its name: sorted by name they are sorted by age.
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Letters in it.
    pub letters: i64,
    /// What was told, in it.
    pub notices: i64,
    /// The last thing it knows of, if it knows of any.
    pub knows_until: Option<Timestamp>,
}

/// Copies the database at a path into a folder while others use it. The copy gets its name when it was opened with the key
/// and found whole.
///
/// # Errors
/// When the database cannot be read, the folder not be written, or the copy is not what it should be.
pub fn back_up(database: &Path, key: &StoreKey, folder: &Path, now: Timestamp) -> Result<Backup, StoreError> {
    super::open::folder_of(&folder.join("x"))?;
    let stamp = now.to_zoned(TimeZone::UTC).strftime(STAMP);
    let path = folder.join(format!("{}{stamp}{}", NAME.0, NAME.1));
    let part = path.with_extension(UNFINISHED);
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::File { path, source }
    };
    // Born empty with a tight mode: SQLite takes an empty file for the copy, and keeps its mode.
    let _left_by_a_crash = fs::remove_file(&part);
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).map_err(io(&part))?;
    fail::fail_point!("backup.begun");
    let made = copy(database, key, &part).and_then(|counts| verify_against(&part, key, counts));
    let made = made.and_then(|backup| {
        fail::fail_point!("backup.before-rename");
        File::open(&part).and_then(|file| file.sync_all()).map_err(io(&part))?;
        fs::rename(&part, &path).map_err(io(&path))?;
        fail::fail_point!("backup.after-rename");
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io(folder))?;
        Ok(Backup { path: path.clone(), ..backup })
    });
    if made.is_err() {
        let _nothing_to_lose = fs::remove_file(&part);
    }
    made
}

type Counts = (i64, i64);

fn copy(database: &Path, key: &StoreKey, part: &Path) -> Result<[Counts; 2], StoreError> {
    let source = unlock(database, key, false)?;
    let before = counts(&source)?;
    // The copy is encrypted with the key of its source, which SQLCipher hands on.
    source.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    Ok([before, counts(&source)?])
}

fn verify_against(part: &Path, key: &StoreKey, [before, after]: [Counts; 2]) -> Result<Backup, StoreError> {
    let backup = verify_backup(part, key)?;
    let within = |copy: i64, before: i64, after: i64| (before.min(after)..=before.max(after)).contains(&copy);
    if within(backup.letters, before.0, after.0) && within(backup.notices, before.1, after.1) {
        return Ok(backup);
    }
    let why = format!("the copy holds {} letters, the store {} to {}", backup.letters, before.0, after.0);
    Err(StoreError::Damaged { path: part.to_owned(), why })
}

/// Opens a copy with the key, checks all of it, and says what it holds. Changes nothing in it.
///
/// # Errors
/// When the key does not open it, or it is damaged.
pub fn verify_backup(path: &Path, key: &StoreKey) -> Result<Backup, StoreError> {
    let mut head = [0; 15];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.map_err(|source| StoreError::File { path: path.to_owned(), source })?;
    if head == *b"SQLite format 3" {
        let why = "it is not encrypted".to_owned();
        return Err(StoreError::Damaged { path: path.to_owned(), why });
    }
    let copy = unlock(path, key, true)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged { path: path.to_owned(), why: verdict });
    }
    let (letters, notices) = counts(&copy)?;
    let last = "SELECT max(at) FROM (SELECT max(owed_at) AS at FROM letter UNION ALL SELECT max(settled_at) FROM letter
                UNION ALL SELECT max(began) FROM attempt
                UNION ALL SELECT CAST(substr(value, 1, instr(value, ' ')) AS INTEGER) FROM memo WHERE name = 'alive')";
    let last: Option<i64> = copy.query_row(last, [], |row| row.get(0))?;
    let knows_until = last.and_then(|second| Timestamp::from_second(second).ok());
    Ok(Backup { path: path.to_owned(), letters, notices, knows_until })
}

fn counts(connection: &Connection) -> Result<Counts, StoreError> {
    let one = |table: &str| connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    Ok((one("letter")?, one("notice")?))
}

/// The finished copies in a folder with when they were made, the oldest first. A folder that is not there holds none.
#[must_use]
pub fn backups(folder: &Path) -> Vec<(Timestamp, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(Timestamp, PathBuf)> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_str()?;
            let stamp = name.strip_prefix(NAME.0)?.strip_suffix(NAME.1)?;
            let made = jiff::civil::DateTime::strptime(STAMP, stamp).ok()?;
            Some((made.to_zoned(TimeZone::UTC).ok()?.timestamp(), path))
        })
        .collect();
    found.sort();
    found
}

/// Deletes the oldest copies so that `keep` remain, the given one, which was just opened and checked, in any case. Returns
/// how many are gone.
///
/// # Errors
/// When one cannot be deleted.
pub fn rotate_backups(folder: &Path, keep: usize, checked: &Backup) -> Result<usize, StoreError> {
    let all = backups(folder);
    let spare = all.len().saturating_sub(keep.max(1));
    let mut gone = 0;
    for (_, path) in all.into_iter().take(spare).filter(|(_, path)| *path != checked.path) {
        fs::remove_file(&path).map_err(|source| StoreError::File { path, source })?;
        gone += 1;
    }
    Ok(gone)
}

/// Puts a copy in place of the database. Whoever calls holds the lock. The database that was there is kept beside it, with
/// all its files; its new name is returned, if there was one.
///
/// # Errors
/// When the copy cannot be used, or files cannot be moved; before the last step everything is as it was.
pub fn put_back(
    backup: &Path,
    database: &Path,
    key: &StoreKey,
    now: Timestamp,
) -> Result<(Backup, Option<PathBuf>), StoreError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::File { path, source }
    };
    super::open::folder_of(database)?;
    let checked = verify_backup(backup, key)?;
    let part = database.with_extension(UNDER_WAY);
    let _left_by_a_crash = fs::remove_file(&part);
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).map_err(io(&part))?;
    fs::copy(backup, &part).map_err(io(&part))?;
    prepare(&part, key, checked.knows_until, now)?;
    verify_backup(&part, key)?;
    File::open(&part).and_then(|file| file.sync_all()).map_err(io(&part))?;
    fail::fail_point!("restore.prepared");
    let kept = set_aside(database, now)?;
    fail::fail_point!("restore.set-aside");
    in_place(&part, database)?;
    fail::fail_point!("restore.in-place");
    Ok((checked, kept))
}

fn in_place(part: &Path, database: &Path) -> Result<(), StoreError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::File { path, source }
    };
    fs::rename(part, database).map_err(io(database))?;
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io(folder))
}

/// A restore that was cut off when the old database was set aside, and the copy not yet in its place: the copy was whole
/// by then. Without this an empty store would take its place, and everything that was answered would be forgotten. True
/// when it was put in place now. Whoever calls holds the lock.
///
/// # Errors
/// When the copy is damaged, or cannot be moved.
pub fn finish_restore(database: &Path, key: &StoreKey) -> Result<bool, StoreError> {
    let part = database.with_extension(UNDER_WAY);
    if database.exists() || !part.exists() {
        return Ok(false);
    }
    verify_backup(&part, key)?;
    in_place(&part, database)?;
    Ok(true)
}

/// What a copy says is under way is not; what was owed in it may have been sent since. It knows that it was put back.
fn prepare(part: &Path, key: &StoreKey, knows_until: Option<Timestamp>, now: Timestamp) -> Result<(), StoreError> {
    let mut copy = unlock(part, key, true)?;
    let tx = copy.transaction()?;
    super::close_cut_off(&tx, now)?;
    tx.execute(
        "UPDATE letter SET uncertain = 1, next_try = min(next_try, ?1) WHERE state = 'owed'",
        [now.as_second()],
    )?;
    super::set_memo(&tx, RESTORED, &knows_until.map(|at| at.as_second().to_string()).unwrap_or_default())?;
    // How the run ended that the copy was made in says nothing about the one before this.
    super::forget_memo(&tx, "alive")?;
    super::chain::enter(&tx, "restored", &serde_json::json!({ "by": "command" }), now);
    tx.commit()?;
    // Everything in one file: the log beside it would be left behind.
    copy.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    Ok(())
}

/// The memo of a store that was put back and has not been looked at since: the second up to which it knows anything.
pub const RESTORED: &str = "restored";

fn set_aside(database: &Path, now: Timestamp) -> Result<Option<PathBuf>, StoreError> {
    if !database.exists() {
        return Ok(None);
    }
    let stamp = now.to_zoned(TimeZone::UTC).strftime(STAMP);
    let aside = |end: &str| {
        let mut name = database.as_os_str().to_owned();
        name.push(format!(".replaced-{stamp}{end}"));
        PathBuf::from(name)
    };
    for end in ["-wal", "-shm", ""] {
        let mut from = database.as_os_str().to_owned();
        from.push(end);
        match fs::rename(&from, aside(end)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::File { path: from.into(), source: error });
            }
            _ => {}
        }
    }
    Ok(Some(aside("")))
}

/// Letters that are owed and were never tried may have gone out in the time that a restored store does not know: they say
/// so. Returns how many.
///
/// # Errors
/// When the database says no.
pub fn doubt_owed(tx: &rusqlite::Transaction<'_>) -> Result<usize, StoreError> {
    Ok(tx.execute("UPDATE letter SET uncertain = 1 WHERE state = 'owed'", [])?)
}
