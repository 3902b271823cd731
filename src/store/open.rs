//! Opening the database: key, settings read back, check, migrations, and the lock that keeps a second daemon out.

use std::fs::{self, File};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, InterruptHandle, OpenFlags, OptionalExtension as _};
use rustix::fs::{FlockOperation, flock};

use super::line::Line;
use super::{Store, StoreError, StoreKey};

/// Statements that a connection keeps ready: as many as there are, or reading them again costs more than running them.
const STATEMENTS: usize = 64;

mod embedded {
    //! The migrations, compiled in.
    refinery::embed_migrations!("migrations");
}

/// Held for as long as the daemon uses the store; the system lets go of it even after a crash.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock beside a database.
    ///
    /// # Errors
    /// When another daemon holds it.
    pub fn take(database: &Path) -> Result<Self, StoreError> {
        folder_of(database)?;
        let path = database.with_extension("lock");
        let file = fs::OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let file = file.map_err(|source| StoreError::File { path: path.clone(), source })?;
        flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|_| StoreError::InUse(database.to_owned()))?;
        Ok(Self { _file: file })
    }
}

pub(super) fn folder_of(database: &Path) -> Result<(), StoreError> {
    let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|source| StoreError::File { path: folder.to_owned(), source })
}

impl Store {
    /// Opens, checks and brings up to date the database at a path, making it if it is not there.
    ///
    /// # Errors
    /// When the key is wrong, the file is damaged or from a newer version, or a setting does not take.
    pub fn open(path: &Path, key: &StoreKey) -> Result<Self, StoreError> {
        Check::of(path, key)?.run()?;
        Self::open_at_once(path, key)
    }

    /// The same for a caller that runs the [`Check`] beside its work: it reads the whole database, and every page that is
    /// read on the way is proven by its own code anyway.
    ///
    /// # Errors
    /// As [`Store::open`], but for damage that no page of the way shows.
    pub fn open_at_once(path: &Path, key: &StoreKey) -> Result<Self, StoreError> {
        let (connection, reader) = connect(path, key)?;
        Ok(Self { connection: Arc::new(Line::new(connection)), reader: Arc::new(Line::new(reader)), standby: None })
    }

    /// An empty store that is gone when it is dropped: for comparing with nothing.
    ///
    /// # Errors
    /// When the database says no.
    pub fn in_memory() -> Result<Self, StoreError> {
        let connection = Arc::new(Line::new(migrated_in_memory(connection(":memory:", MEMORY)?)?));
        Ok(Self { reader: Arc::clone(&connection), connection, standby: None })
    }
}

const MEMORY: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE
    .union(OpenFlags::SQLITE_OPEN_CREATE)
    .union(OpenFlags::SQLITE_OPEN_URI)
    .union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Every connection of the program is opened here.
///
/// The library counts itself as initialised a moment before the cipher is: whoever opens its first connection beside
/// another thread's may find the one without the other, and its key is refused. So the first is waited for by all.
fn connection(path: impl AsRef<Path>, flags: OpenFlags) -> rusqlite::Result<Connection> {
    static FIRST: Mutex<bool> = Mutex::new(false);
    let mut opened = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
    if !*opened {
        Connection::open_in_memory()?;
        *opened = true;
    }
    drop(opened);
    let connection = Connection::open_with_flags(path, flags)?;
    // Otherwise a statement is compiled anew whenever it is given another value where its plan may depend on it: at each
    // use, were it only for its `LIMIT ?`. Nothing here wants another plan for another value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

fn migrated_in_memory(mut connection: Connection) -> Result<Connection, StoreError> {
    let migrated = embedded::migrations::runner().set_grouped(true).run(&mut connection);
    migrated.map_err(|error| StoreError::Migration(Box::new(error)))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// One database in memory with a connection that writes, and one for looks beside it.
pub(super) fn connect_in_memory() -> Result<(Connection, Connection), StoreError> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = format!("file:staywatch-{}?mode=memory&cache=shared", COUNT.fetch_add(1, Ordering::Relaxed));
    let open = || connection(&name, MEMORY);
    let (writer, reader) = (migrated_in_memory(open()?)?, open()?);
    // Two connections of one memory stand in each other's way otherwise: the look is made within the writer's work.
    reader.pragma_update(None, "read_uncommitted", "ON")?;
    Ok((writer, reader))
}

fn born(path: &Path) -> Result<(), StoreError> {
    folder_of(path)?;
    if !path.exists() {
        // Born with a tight mode: SQLite gives the files beside it the same one.
        let born = fs::OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path);
        born.map_err(|source| StoreError::File { path: path.to_owned(), source })?;
    }
    Ok(())
}

/// The check of a whole database, over a connection of its own.
#[derive(Debug)]
pub struct Check {
    connection: Connection,
    path: PathBuf,
}

impl Check {
    /// Ready to run.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub fn of(path: &Path, key: &StoreKey) -> Result<Self, StoreError> {
        born(path)?;
        let connection = unlock(path, key, false)?;
        // Each page is looked at once.
        connection.pragma_update(None, "cache_size", -256)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn run(self) -> Result<(), StoreError> {
        let verdict: String = self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged { path: self.path, why: verdict }) }
    }

    /// Ends it from another thread.
    #[must_use]
    pub fn interrupt(&self) -> InterruptHandle {
        self.connection.get_interrupt_handle()
    }
}

/// Opens a database with its key; nothing is checked but that the key fits. Set apart first, it does without the file
/// beside it that several readers share, and which a full disk has no room for.
pub(super) fn unlock(path: &Path, key: &StoreKey, apart: bool) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connection(path, flags)?;
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.pragma_update(None, "key", key.pragma().as_str())?;
    encrypts(&connection)?;
    if apart {
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    }
    // The key is only tried when something is read.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).map_err(|error| {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) | None => StoreError::WrongKey(path.to_owned()),
            Some(_) => StoreError::Sql(error),
        }
    })?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

/// A library without the cipher takes a key, says nothing, and writes everything in the clear.
fn encrypts(connection: &Connection) -> Result<(), StoreError> {
    let version = connection.query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0)).optional()?;
    version.filter(|version| !version.is_empty()).map(drop).ok_or(StoreError::NoCipher)
}

/// A connection that writes and one for looks beside it, brought up to date.
pub(super) fn connect(path: &Path, key: &StoreKey) -> Result<(Connection, Connection), StoreError> {
    born(path)?;
    let mut connection = unlock(path, key, false)?;
    settle_settings(&connection)?;
    fail::fail_point!("migrate.before");
    let migrated = embedded::migrations::runner().set_grouped(true).run(&mut connection);
    fail::fail_point!("migrate.after");
    if let Err(error) = migrated {
        let why = error.to_string();
        // The database holds a migration that this program does not know.
        return Err(if why.contains("missing from the filesystem") {
            StoreError::Newer { path: path.to_owned(), why }
        } else {
            StoreError::Migration(Box::new(error))
        });
    }
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    let reader = unlock(path, key, false)?;
    // Each look is at one text; what the writer has decrypted is of no use to it.
    reader.pragma_update(None, "cache_size", -256)?;
    reader.pragma_update(None, "query_only", "ON")?;
    Ok((connection, reader))
}

/// Sets what the promises rest on, and reads it back: some builds of the library have other defaults.
fn settle_settings(connection: &Connection) -> Result<(), StoreError> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Pragma("journal_mode = WAL"));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // What is erased is overwritten, not only forgotten.
    connection.pragma_update_and_check(None, "secure_delete", "ON", |_| Ok(()))?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    let foreign_keys: i64 = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    let erases: i64 = connection.query_row("PRAGMA secure_delete", [], |row| row.get(0))?;
    if erases != 1 {
        return Err(StoreError::Pragma("secure_delete = ON"));
    }
    match (synchronous, foreign_keys) {
        (2, 1) => Ok(()),
        (2, _) => Err(StoreError::Pragma("foreign_keys = ON")),
        _ => Err(StoreError::Pragma("synchronous = FULL")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use rusqlite::{StatementStatus, Transaction};

    use super::super::edits::EDITS;
    use super::super::letters::CLAIM;
    use super::super::watch::DUE_CASES;
    use super::super::{claim, claim_edits, due_cases};
    use super::*;

    /// A limit that is given as a value had each claim compiled anew.
    #[test]
    fn a_statement_that_is_kept_is_compiled_once() {
        let home = tempfile::tempdir().unwrap();
        let key = StoreKey::create(&home.path().join("s.key")).unwrap();
        for store in [Store::in_memory().unwrap(), Store::open(&home.path().join("s.db"), &key).unwrap()] {
            for (second, most) in [(100, 3), (200, 5), (300, 1)] {
                let again = |tx: &Transaction<'_>| {
                    let (now, lease) = (Timestamp::from_second(second).unwrap(), SignedDuration::from_mins(1));
                    claim(tx, "email", now, lease, most)?;
                    claim_edits(tx, now, lease, most)?;
                    due_cases(tx, now, most)?;
                    for statement in [CLAIM, DUE_CASES, EDITS] {
                        let times = tx.prepare_cached(statement)?.get_status(StatementStatus::RePrepare);
                        assert_eq!(times, 0, "{statement}");
                    }
                    Ok(())
                };
                store.write_now(again).unwrap();
            }
        }
    }
}
