//! Addresses that were refused for good, and chats that asked for patience.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::StoreError;
use super::letters::instant;
use super::watch::{memo, set_memo};
use crate::ids::PersonId;

/// A chat that asked to be left alone: its letters wait, and nobody else's.
///
/// # Errors
/// When the database says no.
pub fn set_wait(
    tx: &Transaction<'_>,
    (person, address): (&str, Option<&str>),
    channel: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO wait (person, channel, until, address) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET until = max(until, ?3), address = ?4",
    )?
    .execute(params![person, channel, until.as_second(), address])?;
    let statement =
        "UPDATE letter SET next_try = max(next_try, ?3) WHERE state = 'owed' AND person = ?1 AND channel = ?2";
    tx.prepare_cached(statement)?.execute(params![person, channel, until.as_second()])?;
    Ok(())
}

/// Who is left alone on which channel, and the hash of the address that asked for it, where it was kept.
///
/// # Errors
/// When the database says no.
pub fn waits(tx: &Transaction<'_>) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut select = tx.prepare_cached("SELECT person, channel, address FROM wait WHERE address IS NOT NULL")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whoever asked to be left alone is not written to any more: what stood in line behind that is due.
///
/// # Errors
/// When the database says no.
pub fn end_wait(tx: &Transaction<'_>, person: &str, channel: &str, now: Timestamp) -> Result<(), StoreError> {
    let statement = "UPDATE letter SET next_try = ?3 WHERE state = 'owed' AND person = ?1 AND channel = ?2
         AND next_try > ?3 AND next_try = (SELECT until FROM wait WHERE person = ?1 AND channel = ?2)";
    tx.prepare_cached(statement)?.execute(params![person, channel, now.as_second()])?;
    tx.prepare_cached("DELETE FROM wait WHERE person = ?1 AND channel = ?2")?.execute([person, channel])?;
    try_now(tx, person, channel, now)
}

pub(super) fn waits_until(
    tx: &Transaction<'_>,
    person: &PersonId,
    channel: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let mut select = tx.prepare_cached("SELECT until FROM wait WHERE person = ?1 AND channel = ?2")?;
    let until: Option<i64> = select.query_row([person.as_str(), channel], |row| row.get(0)).optional()?;
    Ok(until.map(instant))
}

/// Persons and channels that are left alone until after a moment.
///
/// # Errors
/// When the database says no.
pub fn waiting_contacts(tx: &Transaction<'_>, after: Timestamp) -> Result<Vec<(String, String)>, StoreError> {
    let mut select = tx.prepare_cached("SELECT person, channel FROM wait WHERE until > ?1")?;
    let rows = select.query_map([after.as_second()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An address that was refused for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// A hash of the address.
    pub address: String,
    /// What the other side said.
    pub why: String,
    /// Since when.
    pub since: Timestamp,
}

/// Remembers that an address was refused for good.
///
/// # Errors
/// When the database says no.
pub fn refuse_contact(tx: &Transaction<'_>, person: &str, channel: &str, refused: &Refused) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO refused_contact VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET address = ?3, why = ?4, since = CASE address WHEN ?3 THEN since ELSE ?5 END",
    )?
    .execute(params![person, channel, refused.address, refused.why, refused.since.as_second()])?;
    Ok(())
}

/// Something arrived there, or the address is another one now. True when it had been refused.
///
/// # Errors
/// When the database says no.
pub fn forgive_contact(tx: &Transaction<'_>, person: &str, channel: &str) -> Result<bool, StoreError> {
    let mut delete = tx.prepare_cached("DELETE FROM refused_contact WHERE person = ?1 AND channel = ?2")?;
    Ok(delete.execute([person, channel])? > 0)
}

/// Letters that wait for somebody on any other channel than this.
///
/// # Errors
/// When the database says no.
pub fn waits_elsewhere(tx: &Transaction<'_>, person: &str, channel: &str) -> Result<Vec<i64>, StoreError> {
    let mut select =
        tx.prepare_cached("SELECT id FROM letter WHERE state = 'owed' AND person = ?1 AND channel <> ?2")?;
    let rows = select.query_map([person, channel], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What says on one channel what a letter says on another: by the marks, as a name may be of the same marks in another order.
const TWINS: &str =
    "SELECT there.letter FROM notice AS here JOIN notice AS there USING (case_id, subject, revision, step, person)
     WHERE here.letter = ?1 AND there.channel = ?2";

/// What was given up on a channel because the address refused, and says what this letter says, is owed again and tried at that
/// moment.
///
/// # Errors
/// When the database says no.
pub fn reopen(tx: &Transaction<'_>, letter: i64, channel: &str, next: Option<Timestamp>) -> Result<(), StoreError> {
    let Some(next) = next else { return Ok(()) };
    tx.prepare_cached(&format!(
        "UPDATE letter SET state = 'owed', settled_at = NULL, next_try = ?3
         WHERE state = 'refused' AND ended IS NULL AND id IN ({TWINS})"
    ))?
    .execute(params![letter, channel, next.as_second()])?;
    Ok(())
}

/// True when all that this letter says went out on that channel.
///
/// # Errors
/// When the database says no.
pub fn was_sent(tx: &Transaction<'_>, letter: i64, channel: &str) -> Result<bool, StoreError> {
    let mut select =
        tx.prepare_cached(&format!("SELECT coalesce(min(state = 'sent'), 0) FROM letter WHERE id IN ({TWINS})"))?;
    Ok(select.query_row(params![letter, channel], |row| row.get(0))?)
}

/// Letters that were tried in vain and wait for somebody on a channel are due. What waits for the morning goes on waiting.
///
/// # Errors
/// When the database says no.
pub fn try_now(tx: &Transaction<'_>, person: &str, channel: &str, now: Timestamp) -> Result<(), StoreError> {
    let statement = "UPDATE letter SET next_try = min(next_try, ?3)
         WHERE state = 'owed' AND person = ?1 AND channel = ?2 AND attempts > 0";
    tx.prepare_cached(statement)?.execute(params![person, channel, now.as_second()])?;
    Ok(())
}

/// Every address that was refused for good, by person and channel.
///
/// # Errors
/// When the database says no.
pub fn refused_contacts(tx: &Transaction<'_>) -> Result<BTreeMap<(String, String), Refused>, StoreError> {
    let mut select = tx.prepare_cached("SELECT person, channel, address, why, since FROM refused_contact")?;
    let rows = select.query_map([], |row| {
        let refused = Refused { address: row.get(2)?, why: row.get(3)?, since: instant(row.get(4)?) };
        Ok(((row.get(0)?, row.get(1)?), refused))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Somebody else reads what is sent to a name: what was answered under it counts no more, and what it was reminded of, as far
/// as that still runs, is to be said again. Returns the cases that this concerns.
///
/// # Errors
/// When the database says no.
pub fn forget_reader(tx: &Transaction<'_>, person: &str, now: Timestamp) -> Result<BTreeSet<String>, StoreError> {
    let runs = "letter IN (SELECT id FROM letter WHERE person = ?1 AND kind IN ('reminder', 'escalation')
        AND state <> 'owed' AND coalesce(moot_at > ?2, 1))";
    let values = params![person, now.as_second()];
    let mut cases = BTreeSet::new();
    for statement in [
        format!("SELECT DISTINCT case_id FROM notice WHERE person = ?1 AND {runs}"),
        "SELECT DISTINCT case_id FROM answer JOIN matter ON matter.id = matter WHERE person = ?1 AND at < ?2"
            .to_owned(),
    ] {
        let mut select = tx.prepare(&statement)?;
        let rows = select.query_map(values, |row| row.get::<_, String>(0))?;
        cases.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    // The name of a letter belongs to the one that will say the same.
    let statement =
        format!("UPDATE letter SET key = key || '-before' || id WHERE {}", runs.replace("letter IN", "id IN"));
    tx.execute(&statement, values)?;
    tx.execute(&format!("DELETE FROM notice WHERE person = ?1 AND {runs}"), values)?;
    set_memo(tx, &format!("{SINCE}{person}"), &now.as_second().to_string())?;
    Ok(cases)
}

/// Memos of the moments since which answers under a name are those of whoever reads there.
pub(super) const SINCE: &str = "reads-since/";

/// Since when somebody else reads under a name; `None`: nobody had it before.
///
/// # Errors
/// When the database says no.
pub fn reads_since(tx: &Transaction<'_>, person: &str) -> Result<Option<String>, StoreError> {
    memo(tx, &format!("{SINCE}{person}"))
}
