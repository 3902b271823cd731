//! When the disk cannot be written: the store goes on in memory, so that alerts still go out, and comes back.
//!
//! In: a write that failed because nothing can be written. Out: the same tables in memory behind the same door, until the
//! disk takes them again. First a reserve file is given up, so that the last records fit. Nothing that came to the disk
//! from elsewhere meanwhile is taken away. What stands in memory alone is lost with the process: whoever sends from here
//! must say that it could not be recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, params_from_iter, types::Value};
use rustix::fs::{FallocateFlags, fallocate};

use super::line::Line;
use super::open::{connect, connect_in_memory, unlock};
use super::{Store, StoreError, StoreKey};

/// Room kept for the last records of a full disk.
const RESERVE: u64 = 4 << 20;

/// The tables of the migrations themselves are the same on both sides.
const NOT_OURS: &str = "refinery_schema_history";

/// That nothing can be recorded at present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecorded {
    /// What the disk says.
    pub why: String,
    /// False when not even what was told before could be read: it must be planned from nothing.
    pub complete: bool,
}

/// Rows of one table as they were when the store went into memory, each by its hash.
type Baseline = BTreeMap<String, BTreeSet<u64>>;

/// Where the store belongs, and whether it is there.
#[derive(Debug)]
pub(super) struct Standby {
    path: PathBuf,
    key: StoreKey,
    away: Mutex<Option<(Unrecorded, Baseline)>>,
}

/// True for an error that says that the disk takes nothing, whatever is written.
fn disk_refuses(error: &StoreError) -> bool {
    let StoreError::Sql(rusqlite::Error::SqliteFailure(cause, _)) = error else { return false };
    matches!(cause.code, ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly | ErrorCode::CannotOpen)
}

fn plainly(error: &StoreError) -> String {
    match error {
        StoreError::Sql(cause) => cause.to_string(),
        other => other.to_string(),
    }
}

/// Gives up the reserve beside a database. True when there was one.
#[must_use]
pub fn give_up_reserve(database: &Path) -> bool {
    fs::remove_file(database.with_extension("reserve")).is_ok()
}

impl Store {
    /// Goes on in memory when the disk cannot be written. For the daemon alone: what a command could not write, it must
    /// not believe to have written.
    #[must_use]
    pub fn standing_by(mut self, path: &Path, key: &StoreKey) -> Self {
        let standby = Standby { path: path.to_owned(), key: key.clone(), away: Mutex::new(None) };
        standby.keep_reserve();
        self.standby = Some(Arc::new(standby));
        self
    }

    /// Opens the database of a disk that takes nothing, to go on in memory from the start. `error` is why it could not be
    /// opened otherwise.
    ///
    /// # Errors
    /// The same error, when it says something else.
    pub fn open_away(path: &Path, key: &StoreKey, error: StoreError) -> Result<Self, StoreError> {
        if !disk_refuses(&error) {
            return Err(error);
        }
        let why = plainly(&error);
        let Ok((memory, baseline, complete)) = unlock(path, key, true).and_then(|disk| go_away(&disk)) else {
            return Err(error);
        };
        tracing::error!(why, complete, "The store cannot be written: beginning in memory, nothing is recorded");
        let away = Mutex::new(Some((Unrecorded { why, complete }, baseline)));
        let standby = Standby { path: path.to_owned(), key: key.clone(), away };
        let (connection, reader) = (Arc::new(Line::new(memory.0)), Arc::new(Line::new(memory.1)));
        Ok(Self { connection, reader, standby: Some(Arc::new(standby)) })
    }

    /// Why nothing can be recorded at present; `None` when the store is on its disk.
    ///
    /// # Panics
    /// Never: nobody panics while holding it.
    #[must_use]
    pub fn unrecorded(&self) -> Option<Unrecorded> {
        let standby = self.standby.as_ref()?;
        let away = standby.away.lock().expect("nobody panics while holding it");
        away.as_ref().map(|(unrecorded, _)| unrecorded.clone())
    }

    /// Brings everything back to the disk, if the disk takes it. True when it is there again because of this call.
    ///
    /// # Errors
    /// When the disk still refuses; the store stays in memory.
    ///
    /// # Panics
    /// When earlier work panicked.
    pub fn return_to_disk(&self) -> Result<bool, StoreError> {
        let Some(standby) = &self.standby else { return Ok(false) };
        let mut connection = self.connection.lock();
        let mut away = standby.away.lock().expect("nobody panics while holding it");
        let Some((_, baseline)) = away.as_ref() else { return Ok(false) };
        let (mut disk, reader) = connect(&standby.path, &standby.key)?;
        let tx = disk.transaction_with_behavior(TransactionBehavior::Immediate)?;
        bring_back(&connection, &tx, baseline)?;
        tx.commit()?;
        *connection = disk;
        *self.reader.lock() = reader;
        *away = None;
        standby.keep_reserve();
        Ok(true)
    }
}

impl Standby {
    /// After a write that failed: makes room, or goes into memory. The work that failed must be tried again either way.
    pub(super) fn after(&self, error: &StoreError, connection: &mut Connection, reader: &Line<Connection>) {
        let mut away = self.away.lock().expect("nobody panics while holding it");
        if away.is_some() || !disk_refuses(error) {
            return;
        }
        if give_up_reserve(&self.path) {
            tracing::error!("The disk is full; the reserve was given up to record what is under way. Make room now");
            return;
        }
        let why = plainly(error);
        match go_away(connection) {
            Ok((memory, baseline, complete)) => {
                tracing::error!(why, complete, "The store cannot be written: going on in memory, nothing is recorded");
                *connection = memory.0;
                *reader.lock() = memory.1;
                *away = Some((Unrecorded { why, complete }, baseline));
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "The store cannot be written, and not be held in memory either");
            }
        }
    }

    /// Makes the reserve, if there is room for it several times over. Without one the store is none the worse.
    fn keep_reserve(&self) {
        let path = self.path.with_extension("reserve");
        let room =
            rustix::fs::statvfs(self.path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new(".")));
        if path.exists() || room.is_ok_and(|room| room.f_bavail.saturating_mul(room.f_frsize) < 4 * RESERVE) {
            return;
        }
        let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let filled = made.and_then(|file| Ok(fallocate(&file, FallocateFlags::empty(), 0, RESERVE)?));
        if let Err(error) = filled {
            tracing::warn!(%error, "No room could be reserved for the last records of a full disk");
            let _as_it_was = fs::remove_file(&path);
        }
    }
}

fn go_away(disk: &Connection) -> Result<((Connection, Connection), Baseline, bool), StoreError> {
    let mut memory = connect_in_memory()?;
    let tx = memory.0.transaction()?;
    match copy(disk, &tx) {
        Ok(baseline) => {
            tx.commit()?;
            Ok((memory, baseline, true))
        }
        // Half of what was told would be told again, and the other half not: then rather all of it.
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "What was told before cannot be read; it may be told again");
            drop(tx);
            Ok((connect_in_memory()?, Baseline::new(), false))
        }
    }
}

fn copy(disk: &Connection, memory: &Transaction<'_>) -> Result<Baseline, StoreError> {
    let mut baseline = Baseline::new();
    untriggered(memory, || {
        for table in tables(disk)? {
            let shape = Shape::of(disk, &table)?;
            // A migration may have put rows into a new database, too.
            memory.execute(&format!("DELETE FROM \"{table}\""), [])?;
            let all = shape.rows(disk)?;
            for row in &all {
                shape.put(memory, row)?;
            }
            baseline.insert(table, all.iter().map(|row| hash(row)).collect());
        }
        Ok(())
    })?;
    Ok(baseline)
}

fn bring_back(memory: &Connection, disk: &Transaction<'_>, baseline: &Baseline) -> Result<(), StoreError> {
    untriggered(disk, || {
        for table in tables(memory)? {
            let shape = Shape::of(disk, &table)?;
            let (now, before) = (shape.rows(memory)?, shape.rows(disk)?);
            let there: BTreeSet<u64> = before.iter().map(|row| hash(row)).collect();
            for row in now.iter().filter(|row| !there.contains(&hash(row))) {
                shape.put(disk, row)?;
            }
            let keys: BTreeSet<u64> = now.iter().map(|row| hash(shape.key(row))).collect();
            let ours = |row: &[Value]| baseline.get(&table).is_some_and(|known| known.contains(&hash(row)));
            for row in before.iter().filter(|row| ours(row) && !keys.contains(&hash(shape.key(row)))) {
                shape.remove(disk, row)?;
            }
        }
        Ok(())
    })
}

/// Copies rows as they are: what watches over changes has seen them before, and what belongs together is whole at the end.
fn untriggered(tx: &Transaction<'_>, work: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let mut select = tx.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let triggers = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let triggers: Vec<(String, String)> = triggers.collect::<Result<_, _>>()?;
    drop(select);
    for (name, _) in &triggers {
        tx.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    }
    work()?;
    for (_, sql) in &triggers {
        tx.execute_batch(sql)?;
    }
    Ok(())
}

fn tables(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let select = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> ?1";
    let mut select = connection.prepare(select)?;
    let found = select.query_map([NOT_OURS], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

type Row = Vec<Value>;

/// A table with its columns, those of its key first. What is computed from others is not among them.
struct Shape {
    table: String,
    columns: Vec<String>,
    keys: usize,
}

impl Shape {
    fn of(connection: &Connection, table: &str) -> Result<Self, StoreError> {
        let mut select =
            connection.prepare("SELECT name, pk > 0 FROM pragma_table_info(?1) ORDER BY pk = 0, pk, cid")?;
        let found = select.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found: Vec<(String, bool)> = found.collect::<Result<_, _>>()?;
        let keys = found.iter().filter(|(_, key)| *key).count();
        let columns = found.into_iter().map(|(name, _)| format!("\"{name}\"")).collect();
        Ok(Self { table: format!("\"{table}\""), columns, keys })
    }

    fn key<'r>(&self, row: &'r Row) -> &'r [Value] {
        if self.keys == 0 { row } else { &row[..self.keys] }
    }

    fn rows(&self, connection: &Connection) -> Result<Vec<Row>, StoreError> {
        let mut select = connection.prepare(&format!("SELECT {} FROM {}", self.columns.join(", "), self.table))?;
        let width = self.columns.len();
        let rows = select.query_map([], |row| (0..width).map(|place| row.get(place)).collect())?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Adds a row, or changes the one of its key: never takes one away, which would take others along.
    fn put(&self, tx: &Transaction<'_>, row: &Row) -> Result<(), StoreError> {
        let (columns, places) = (self.columns.join(", "), vec!["?"; row.len()].join(", "));
        let (key, others) = self.columns.split_at(self.keys);
        let set: Vec<String> = others.iter().map(|name| format!("{name} = excluded.{name}")).collect();
        let conflict = match (key.is_empty(), set.is_empty()) {
            (true, _) => String::new(),
            (false, true) => "ON CONFLICT DO NOTHING".to_owned(),
            (false, false) => format!("ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", ")),
        };
        let statement = format!("INSERT INTO {} ({columns}) VALUES ({places}) {conflict}", self.table);
        tx.prepare_cached(&statement)?.execute(params_from_iter(row))?;
        Ok(())
    }

    fn remove(&self, tx: &Transaction<'_>, row: &Row) -> Result<(), StoreError> {
        let key = self.key(row);
        let named: Vec<String> = self.columns.iter().take(key.len()).map(|name| format!("{name} IS ?")).collect();
        let statement = format!("DELETE FROM {} WHERE {}", self.table, named.join(" AND "));
        tx.prepare_cached(&statement)?.execute(params_from_iter(key))?;
        Ok(())
    }
}

fn hash(row: &[Value]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for value in row {
        match value {
            Value::Null => 0_u8.hash(&mut hasher),
            Value::Integer(number) => (1_u8, number).hash(&mut hasher),
            Value::Real(number) => (2_u8, number.to_bits()).hash(&mut hasher),
            Value::Text(text) => (3_u8, text).hash(&mut hasher),
            Value::Blob(bytes) => (4_u8, bytes).hash(&mut hasher),
        }
    }
    hasher.finish()
}
