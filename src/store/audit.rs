//! What the auditor asks: is everything that was owed still there, and does it move?
//!
//! In: a case, a moment. Out: what does not fit. It judges rows, never what they say; what it takes away is only the
//! claim of a notice that somebody was told by a letter which is not there.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Transaction, params};

use super::StoreError;

/// What [`unsay_lost_letters`] does.
pub(super) const UNSAY: &str = "DELETE FROM notice WHERE case_id = ?1 AND letter IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM letter INDEXED BY letter_since WHERE letter.id = notice.letter)";

/// When each row of the watch table wants to be looked at; `None`: not by itself.
///
/// # Errors
/// When the database says no.
pub fn wakes(tx: &Transaction<'_>) -> Result<BTreeMap<String, Option<Timestamp>>, StoreError> {
    let mut select = tx.prepare_cached("SELECT case_id, wake_at FROM watch")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, Timestamp::from_second(row.get(1)?).ok())))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// When one row wants to be looked at: outside `None` when there is no row, inside when it is not woken by itself.
///
/// # Errors
/// When the database says no.
pub fn wake_of(tx: &Transaction<'_>, row: &str) -> Result<Option<Option<Timestamp>>, StoreError> {
    let mut select = tx.prepare_cached("SELECT wake_at FROM watch WHERE case_id = ?1")?;
    let mut rows = select.query([row])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    Ok(Some(Timestamp::from_second(found.get(0)?).ok()))
}

/// Takes away what a case's notices claim of letters that are not there. Returns how many there were.
///
/// # Errors
/// When the database says no.
pub fn unsay_lost_letters(tx: &Transaction<'_>, case: &str) -> Result<usize, StoreError> {
    Ok(tx.prepare_cached(UNSAY)?.execute([case])?)
}

/// Letters that wait for a moment further off than anything may wait; they are due at once. Returns how many.
///
/// # Errors
/// When the database says no.
pub fn recall_far_letters(tx: &Transaction<'_>, now: Timestamp, farthest: SignedDuration) -> Result<usize, StoreError> {
    let limit = now.checked_add(farthest).unwrap_or(Timestamp::MAX).as_second();
    // One that is under way is not due, however long its lease.
    let statement = "UPDATE letter SET next_try = ?1 WHERE state = 'owed' AND next_try > ?2
         AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.letter = letter.id AND attempt.outcome IS NULL)";
    Ok(tx.prepare_cached(statement)?.execute(params![now.as_second(), limit])?)
}

/// The letter that is next in line on each channel, if it was due before a moment, with the number of its attempts.
///
/// # Errors
/// When the database says no.
pub fn next_in_line(tx: &Transaction<'_>, due_before: Timestamp) -> Result<Vec<(i64, u32)>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT id, attempts FROM letter WHERE state = 'owed' AND channel = ?1 AND next_try < ?2
         ORDER BY severity DESC, next_try, id LIMIT 1",
    )?;
    let mut heads = Vec::new();
    for channel in ["email", "telegram"] {
        let mut rows = select.query(params![channel, due_before.as_second()])?;
        if let Some(row) = rows.next()? {
            heads.push((row.get(0)?, row.get(1)?));
        }
    }
    Ok(heads)
}

/// The channels on which nothing gets out: a letter of weight has waited there since before a moment, was tried in vain, and
/// nothing arrived since it was owed.
///
/// # Errors
/// When the database says no.
pub fn dead_channels(tx: &Transaction<'_>, owed_before: Timestamp, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT channel, min(owed_at) AS oldest FROM letter
         WHERE state = 'owed' AND severity > 0 AND attempts > 0 AND (moot_at IS NULL OR moot_at > ?2)
         GROUP BY channel HAVING oldest < ?1",
    )?;
    let mut arrived =
        tx.prepare_cached("SELECT 1 FROM letter WHERE channel = ?1 AND state = 'sent' AND settled_at >= ?2 LIMIT 1")?;
    let mut dead = Vec::new();
    let mut rows = select.query(params![owed_before.as_second(), now.as_second()])?;
    while let Some(row) = rows.next()? {
        let (channel, oldest): (String, i64) = (row.get(0)?, row.get(1)?);
        if !arrived.exists(params![channel, oldest])? {
            dead.push(channel);
        }
    }
    Ok(dead)
}

/// Forgets a small fact about the daemon. True when there was one.
///
/// # Errors
/// When the database says no.
pub fn forget_memo(tx: &Transaction<'_>, name: &str) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("DELETE FROM memo WHERE name = ?1")?.execute([name])? > 0)
}
