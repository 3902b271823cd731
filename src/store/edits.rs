//! Changes of chat messages that were sent: owed in the transaction of the answer, claimed and settled like letters.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Transaction, params};

use super::StoreError;
use super::letters::instant;
use crate::notice::message::Message;

/// A change taken for one attempt.
#[derive(Clone, Debug)]
pub struct ClaimedEdit {
    /// The letter that was sent.
    pub letter: i64,
    /// To whom.
    pub person: String,
    /// The ids that the chat gave it, the first one first.
    pub receipt: String,
    /// In which chat they stand, as a hash; `None`: it was not kept.
    pub place: Option<String>,
    /// The new words.
    pub message: Message,
    /// When the change was owed.
    pub owed_at: Timestamp,
    /// The number of this attempt, from 1.
    pub attempt: u32,
}

/// Owes new words for a message that was sent; the last ones owed are the ones that count.
///
/// # Errors
/// When the database says no.
pub fn owe_edit(tx: &Transaction<'_>, letter: i64, message: &Message, now: Timestamp) -> Result<(), StoreError> {
    let text = serde_json::to_string(message).map_err(|error| StoreError::Letter(letter, error))?;
    tx.prepare_cached(
        "INSERT INTO edit (letter, message, owed_at, next_try) VALUES (?1, ?2, ?3, ?3)
         ON CONFLICT DO UPDATE SET message = ?2, owed_at = ?3, next_try = ?3, attempts = 0, settled_at = NULL",
    )?
    .execute(params![letter, text, now.as_second()])?;
    Ok(())
}

/// Changes that are due.
pub(super) const EDITS: &str = "SELECT edit.letter, person, receipt, edit.message, edit.owed_at, edit.attempts, place
     FROM edit JOIN letter ON letter.id = edit.letter
     WHERE edit.settled_at IS NULL AND edit.next_try <= ?1 AND state = 'sent' ORDER BY edit.next_try LIMIT ?2";

/// Takes up to `most` changes that are due, and moves them past the lease.
///
/// # Errors
/// When the database says no.
pub fn claim_edits(
    tx: &Transaction<'_>,
    now: Timestamp,
    lease: SignedDuration,
    most: usize,
) -> Result<Vec<ClaimedEdit>, StoreError> {
    let mut select = tx.prepare_cached(EDITS)?;
    let mut rows = select.query(params![now.as_second(), i64::try_from(most).unwrap_or(i64::MAX)])?;
    let mut claimed = Vec::new();
    while let Some(row) = rows.next()? {
        let letter: i64 = row.get(0)?;
        let text: String = row.get(3)?;
        let Ok(message) = serde_json::from_str(&text) else {
            // What cannot be read must not stall the others; the message in the chat stays as it was.
            settle_edit(tx, letter, None, now)?;
            continue;
        };
        claimed.push(ClaimedEdit {
            letter,
            person: row.get(1)?,
            receipt: row.get(2)?,
            message,
            owed_at: instant(row.get(4)?),
            attempt: row.get::<_, u32>(5)? + 1,
            place: row.get(6)?,
        });
    }
    let until = now.checked_add(lease).unwrap_or(Timestamp::MAX).as_second();
    for edit in &claimed {
        tx.prepare_cached("UPDATE edit SET attempts = ?2, next_try = ?3 WHERE letter = ?1")?.execute(params![
            edit.letter,
            edit.attempt,
            until
        ])?;
    }
    Ok(claimed)
}

/// Remembers in which chat the messages of a letter stand.
///
/// # Errors
/// When the database says no.
pub fn stands_in(tx: &Transaction<'_>, letter: i64, place: &str) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE letter SET place = ?2 WHERE id = ?1")?.execute(params![letter, place])?;
    Ok(())
}

/// Records what an attempt came to: done, or when to try again.
///
/// # Errors
/// When the database says no.
pub fn settle_edit(
    tx: &Transaction<'_>,
    letter: i64,
    again: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    match again {
        Some(at) => tx
            .prepare_cached("UPDATE edit SET next_try = ?2 WHERE letter = ?1 AND settled_at IS NULL")?
            .execute(params![letter, at.as_second()])?,
        None => tx
            .prepare_cached("UPDATE edit SET settled_at = ?2 WHERE letter = ?1")?
            .execute(params![letter, now.as_second()])?,
    };
    Ok(())
}
