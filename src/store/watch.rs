//! When to look at each case again, and what was told about it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::StoreError;
use super::answers::answers;
use super::overtaken::take_back;
use crate::ids::{CaseId, PersonId};
use crate::law::counting::word;
use crate::law::grounds::Level;
use crate::law::rule::word_of;
use crate::notice::calendar::corrects;
use crate::notice::plan::{Mark, Told, ToldDate};

/// What [`due_cases`] asks.
pub(super) const DUE_CASES: &str =
    "SELECT case_id FROM watch WHERE wake_at <= ?1 AND case_id NOT GLOB '@*' ORDER BY wake_at LIMIT ?2";

/// What [`due_list`] asks: there are a few dozen of these rows, and thousands may be due.
pub(super) const DUE_LIST: &str = "SELECT case_id FROM watch WHERE case_id >= '@' AND case_id < 'A' AND +wake_at <= ?1 ORDER BY +wake_at, case_id LIMIT 1";

/// What [`told`] asks of the notices of a case. A letter's moment stands behind its text, which is of several pages: it is taken
/// from an index, and the library would not do so by itself.
pub(super) const TOLD: &str = "SELECT subject, revision, step, notice.person, owed_at
    FROM notice LEFT JOIN letter INDEXED BY letter_since ON letter.id = letter WHERE case_id = ?1";

/// The row whose moment has come first, among those that stand for a list of many cases and not for a case.
///
/// # Errors
/// When the database says no.
pub fn due_list(tx: &Transaction<'_>, now: Timestamp) -> Result<Option<String>, StoreError> {
    Ok(tx.prepare_cached(DUE_LIST)?.query_row([now.as_second()], |row| row.get(0)).optional()?)
}

/// Cases whose moment has come, soonest first.
///
/// # Errors
/// When the database says no.
pub fn due_cases(tx: &Transaction<'_>, now: Timestamp, most: usize) -> Result<Vec<String>, StoreError> {
    let mut select = tx.prepare_cached(DUE_CASES)?;
    let rows = select.query_map(params![now.as_second(), i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// When the next case wants to be looked at.
///
/// # Errors
/// When the database says no.
pub fn next_wake(tx: &Transaction<'_>) -> Result<Option<Timestamp>, StoreError> {
    let mut select = tx.prepare_cached("SELECT min(wake_at) FROM watch")?;
    let next: Option<i64> = select.query_row([], |row| row.get(0))?;
    Ok(next.and_then(|second| Timestamp::from_second(second).ok()))
}

/// Sets when a case is looked at again; `None`: not by itself. `level` is what people were now told.
///
/// # Errors
/// When the database says no.
pub fn wake(tx: &Transaction<'_>, case: &str, at: Option<Timestamp>, level: Option<Level>) -> Result<(), StoreError> {
    // Rounded up: a case is never woken before its moment only to find nothing.
    let second = at.map_or(i64::MAX, |at| at.as_second() + i64::from(at.subsec_nanosecond() > 0));
    tx.prepare_cached(
        "INSERT INTO watch (case_id, wake_at, level) VALUES (?1, ?2, ?3)
         ON CONFLICT (case_id) DO UPDATE SET wake_at = ?2, level = coalesce(?3, level)",
    )?
    .execute(params![case, second, level.map(|level| word_of(level, Level::WORDS))])?;
    Ok(())
}

/// Wakes a row no later than a moment, if there is one.
///
/// # Errors
/// When the database says no.
pub fn wake_by(tx: &Transaction<'_>, row: &str, at: Option<Timestamp>) -> Result<(), StoreError> {
    if let Some(at) = at {
        let statement = "UPDATE watch SET wake_at = min(wake_at, ?2) WHERE case_id = ?1";
        tx.prepare_cached(statement)?.execute(params![row, at.as_second()])?;
    }
    Ok(())
}

/// Every case that was ever looked at and not forgotten.
///
/// # Errors
/// When the database says no.
pub fn known_cases(tx: &Transaction<'_>) -> Result<BTreeSet<String>, StoreError> {
    let mut select = tx.prepare_cached("SELECT case_id FROM watch")?;
    let rows = select.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// True for a case that is looked at.
///
/// # Errors
/// When the database says no.
pub fn is_known(tx: &Transaction<'_>, case: &str) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached("SELECT 1 FROM watch WHERE case_id = ?1")?;
    Ok(select.exists([case])?)
}

/// Stops waking a case whose file is gone. What was told stays.
///
/// # Errors
/// When the database says no.
pub fn forget_case(tx: &Transaction<'_>, case: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM watch WHERE case_id = ?1", [case])?;
    Ok(())
}

/// Forgets what was told under a code, because it was told of another case; what of it waits is taken back.
///
/// # Errors
/// When the database says no.
pub fn forget_told(tx: &Transaction<'_>, case: &CaseId, now: Timestamp) -> Result<(), StoreError> {
    let mut select = tx.prepare(
        "SELECT DISTINCT letter.id FROM notice JOIN letter ON letter.id = letter WHERE case_id = ?1 AND state = 'owed'",
    )?;
    let waiting: Vec<i64> = select.query_map([case.as_str()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for letter in waiting {
        take_back(tx, letter, now)?;
    }
    for table in ["notice", "told_date", "docket"] {
        tx.execute(&format!("DELETE FROM {table} WHERE case_id = ?1"), [case.as_str()])?;
    }
    Ok(())
}

/// Everything that was told about a case.
///
/// # Errors
/// When the database says no.
pub fn told(tx: &Transaction<'_>, case: &CaseId) -> Result<Told, StoreError> {
    let mut told = Told::default();
    let mut select = tx.prepare_cached(TOLD)?;
    let mut rows = select.query([case.as_str()])?;
    while let Some(row) = rows.next()? {
        let mark = Mark { subject: row.get(0)?, revision: row.get(1)?, step: row.get(2)? };
        if let Some(at) = row.get::<_, Option<i64>>(4)?.and_then(|second| Timestamp::from_second(second).ok()) {
            let since = told.since.entry(mark.clone()).or_insert(at);
            *since = at.min(*since);
        }
        let people = told.marks.entry(mark).or_default();
        // Marks settled without a message bear no name.
        people.extend(PersonId::parse(&row.get::<_, String>(3)?).ok());
    }
    let mut select =
        tx.prepare_cached("SELECT subject, earliest, earliest_day, zone FROM told_date WHERE case_id = ?1")?;
    let mut rows = select.query([case.as_str()])?;
    while let Some(row) = rows.next()? {
        let (Ok(earliest), Ok(earliest_day)) = (Timestamp::from_second(row.get(1)?), row.get::<_, String>(2)?.parse())
        else {
            continue;
        };
        told.dates.insert(row.get(0)?, ToldDate { earliest, earliest_day, zone: row.get(3)? });
    }
    let mut select = tx.prepare_cached("SELECT level FROM watch WHERE case_id = ?1")?;
    let level: Option<Option<String>> = select.query_row([case.as_str()], |row| row.get(0)).optional()?;
    told.answers = answers(tx, case)?;
    told.level = level.flatten().and_then(|level| word(&level, Level::WORDS).ok());
    Ok(told)
}

/// How often people were sent a correction of a deadline.
///
/// # Errors
/// When the database says no.
pub fn corrections(tx: &Transaction<'_>, case: &CaseId, subject: &str) -> Result<u32, StoreError> {
    let mut select =
        tx.prepare_cached("SELECT DISTINCT revision, step FROM notice WHERE case_id = ?1 AND subject = ?2")?;
    let mut rows = select.query([case.as_str(), subject])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += u32::from(corrects(&row.get::<_, String>(1)?));
    }
    Ok(count)
}

/// Remembers what people were told of a deadline, or that it no longer runs.
///
/// # Errors
/// When the database says no.
pub fn set_told_date(
    tx: &Transaction<'_>,
    case: &CaseId,
    subject: &str,
    date: Option<&ToldDate>,
) -> Result<(), StoreError> {
    match date {
        Some(date) => tx
            .prepare_cached(
                "INSERT INTO told_date VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET earliest = ?3, earliest_day = ?4, zone = ?5",
            )?
            .execute(params![
                case.as_str(),
                subject,
                date.earliest.as_second(),
                date.earliest_day.to_string(),
                date.zone
            ])?,
        None => tx
            .prepare_cached("DELETE FROM told_date WHERE case_id = ?1 AND subject = ?2")?
            .execute(params![case.as_str(), subject])?,
    };
    Ok(())
}

/// Marks something as settled without a message.
///
/// # Errors
/// When the database says no.
pub fn settle_silently(tx: &Transaction<'_>, case: &CaseId, mark: &Mark) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO notice VALUES (?1, ?2, ?3, ?4, '', 'none', NULL) ON CONFLICT DO NOTHING")?
        .execute(params![case.as_str(), mark.subject, mark.revision, mark.step])?;
    Ok(())
}

/// A small fact about the daemon.
///
/// # Errors
/// When the database says no.
pub fn memo(tx: &Transaction<'_>, name: &str) -> Result<Option<String>, StoreError> {
    Ok(tx.prepare_cached("SELECT value FROM memo WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()?)
}

/// Small facts whose names start with a prefix, by the rest of their names.
///
/// # Errors
/// When the database says no.
pub fn memos(tx: &Transaction<'_>, prefix: &str) -> Result<BTreeMap<String, String>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT substr(name, length(?1) + 1), value FROM memo WHERE substr(name, 1, length(?1)) = ?1",
    )?;
    let rows = select.query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Remembers a small fact about the daemon.
///
/// # Errors
/// When the database says no.
pub fn set_memo(tx: &Transaction<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO memo VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")?
        .execute([name, value])?;
    Ok(())
}

/// The last usable text of a configuration file.
///
/// # Errors
/// When the database says no.
pub fn good_file(tx: &Transaction<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let mut select = tx.prepare_cached("SELECT text FROM good_file WHERE name = ?1")?;
    Ok(select.query_row([name], |row| row.get(0)).optional()?)
}

/// The names of all files of which a usable text is kept.
///
/// # Errors
/// When the database says no.
pub fn good_file_names(tx: &Transaction<'_>) -> Result<BTreeSet<String>, StoreError> {
    let mut select = tx.prepare_cached("SELECT name FROM good_file")?;
    let rows = select.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps the usable text of a configuration file. True when it differs from what was kept.
///
/// # Errors
/// When the database says no.
pub fn keep_good_file(tx: &Transaction<'_>, name: &str, text: &str) -> Result<bool, StoreError> {
    let statement = "INSERT INTO good_file VALUES (?1, ?2) ON CONFLICT DO UPDATE SET text = ?2 WHERE text <> ?2";
    Ok(tx.prepare_cached(statement)?.execute([name, text])? > 0)
}

/// Forgets the text of a configuration file.
///
/// # Errors
/// When the database says no.
pub fn forget_good_file(tx: &Transaction<'_>, name: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM good_file WHERE name = ?1")?.execute([name])?;
    Ok(())
}
