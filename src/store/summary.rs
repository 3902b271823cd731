//! Summaries that groups keep pinned: what they should say, and what the chats have taken.
//!
//! In: new words, claims, outcomes. Out: what is still to be carried out. A summary is no letter: only its last words
//! count, and they take the place of the ones before.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::StoreError;
use super::chain::text_hash;
use crate::notice::message::Message;

/// Nothing left to do.
const DONE: i64 = i64::MAX;

/// A summary taken for one attempt.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The group.
    pub person: String,
    /// What it should say.
    pub wanted: Message,
    /// Where it stands: a hash of the chat, and the id of the message there.
    pub place: Option<(String, String)>,
    /// True when it already says so.
    pub says_so: bool,
    /// Whether it is pinned.
    pub pin: Pin,
    /// True when another copy may stand in the chat, of which nobody knows.
    pub unsure: bool,
    /// The number of this attempt, from 1.
    pub attempt: u32,
}

/// What became of a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// It is still to be done.
    Open,
    /// It is done.
    Pinned,
    /// The bot may not.
    Refused,
}

/// What an attempt came to.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The group.
    pub person: String,
    /// Where it stands now.
    pub place: Option<(String, String)>,
    /// The words that the chat has taken, if it has.
    pub shown: Option<Message>,
    /// Whether it is pinned.
    pub pin: Pin,
    /// True when a copy may stand in the chat, of which nobody knows.
    pub unsure: bool,
    /// When to try again; `None`: not before it should say something else.
    pub again: Option<Timestamp>,
}

fn written(message: &Message) -> Result<String, StoreError> {
    serde_json::to_string(message).map_err(|error| StoreError::Letter(0, error))
}

/// What the summary of a group should say from now on. True when that is something else, or in another chat.
///
/// # Errors
/// When the database says no.
pub fn want_summary(
    tx: &Transaction<'_>,
    person: &str,
    chat: &str,
    message: &Message,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached(
            "INSERT INTO summary (person, wanted, next_try) VALUES (?1, ?2, ?4)
             ON CONFLICT (person) DO UPDATE SET
                 wanted = ?2, attempts = 0, next_try = ?4, pin = CASE pin WHEN 'refused' THEN NULL ELSE pin END
             WHERE wanted IS NOT ?2 OR chat IS NOT NULL AND chat <> ?3",
        )?
        .execute(params![person, written(message)?, chat, now.as_second()])?;
    Ok(changed > 0)
}

/// True when the chat of a group holds a summary.
///
/// # Errors
/// When the database says no.
pub fn has_summary(tx: &Transaction<'_>, person: &str) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached("SELECT 1 FROM summary WHERE person = ?1 AND receipt IS NOT NULL")?;
    Ok(select.exists([person])?)
}

/// Forgets the summary of a group.
///
/// # Errors
/// When the database says no.
pub fn forget_summary(tx: &Transaction<'_>, person: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM summary WHERE person = ?1", [person])?;
    Ok(())
}

/// Takes the summaries that have to be carried out, and moves them past the lease. Until what became of it is recorded
/// each of them may have left a copy.
///
/// # Errors
/// When the database says no.
pub fn claim_summaries(
    tx: &Transaction<'_>,
    now: Timestamp,
    lease: SignedDuration,
) -> Result<Vec<Claimed>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT person, wanted, chat, receipt, shown, pin, attempts, unsure FROM summary
         WHERE next_try <= ?1 AND wanted IS NOT NULL",
    )?;
    let claimed = |row: &Row<'_>| {
        let (text, chat, receipt): (String, Option<String>, Option<String>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let shown: Option<String> = row.get(4)?;
        let pin: Option<String> = row.get(5)?;
        // Words that cannot be read are written anew by the next look.
        Ok(serde_json::from_str(&text).ok().map(|wanted| Claimed {
            person: row.get(0).unwrap_or_default(),
            wanted,
            says_so: shown == Some(text_hash(&text)),
            place: chat.zip(receipt),
            pin: match pin.as_deref() {
                None => Pin::Open,
                Some("refused") => Pin::Refused,
                Some(_) => Pin::Pinned,
            },
            attempt: row.get::<_, u32>(6).unwrap_or_default() + 1,
            unsure: row.get(7).unwrap_or_default(),
        }))
    };
    let found: Vec<Option<Claimed>> = select.query_map([now.as_second()], claimed)?.collect::<Result<_, _>>()?;
    let found: Vec<Claimed> = found.into_iter().flatten().collect();
    let until = now.checked_add(lease).unwrap_or(Timestamp::MAX).as_second();
    for one in &found {
        tx.prepare_cached("UPDATE summary SET attempts = ?2, next_try = ?3, unsure = 1 WHERE person = ?1")?
            .execute(params![one.person, one.attempt, until])?;
    }
    Ok(found)
}

/// When the next one wants to be carried out.
pub(super) fn next(tx: &Transaction<'_>) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT min(next_try) FROM summary WHERE wanted IS NOT NULL AND next_try < ?1";
    Ok(tx.prepare_cached(sql)?.query_row([DONE], |row| row.get(0))?)
}

/// Records what an attempt came to. Words that changed meanwhile are carried out next.
///
/// # Errors
/// When the database says no.
pub fn settle_summary(tx: &Transaction<'_>, carried: &Carried, now: Timestamp) -> Result<(), StoreError> {
    let shown = carried.shown.as_ref().map(written).transpose()?.map(|text| text_hash(&text));
    let (chat, receipt) = carried.place.clone().unzip();
    let pin = match carried.pin {
        Pin::Open => None,
        Pin::Pinned => Some("pinned"),
        Pin::Refused => Some("refused"),
    };
    let wanted: Option<Option<String>> =
        tx.query_row("SELECT wanted FROM summary WHERE person = ?1", [&carried.person], |row| row.get(0)).optional()?;
    let newer = wanted.flatten().is_some_and(|wanted| shown.is_some() && shown != Some(text_hash(&wanted)));
    let next = if newer { now.as_second() } else { carried.again.map_or(DONE, Timestamp::as_second) };
    tx.prepare_cached(
        "UPDATE summary SET chat = ?2, receipt = ?3, shown = coalesce(?4, CASE WHEN ?3 IS NOT NULL THEN shown END),
             pin = ?5, next_try = ?6, unsure = ?8, attempts = CASE WHEN ?6 = ?7 THEN 0 ELSE attempts END WHERE person = ?1",
    )?
    .execute(params![carried.person, chat, receipt, shown, pin, next, DONE, carried.unsure])?;
    Ok(())
}

/// At start: what was under way is carried out at once.
pub(super) fn close_cut_off(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute("UPDATE summary SET next_try = ?1 WHERE unsure = 1 AND next_try > ?1", [now.as_second()])?;
    Ok(())
}

/// Takes the words of a case out: until the next look nobody knows what a summary that named it should say.
///
/// # Errors
/// When the database says no.
pub(super) fn forget_words(tx: &Transaction<'_>, names: impl Fn(&str) -> bool) -> Result<usize, StoreError> {
    let mut select = tx.prepare("SELECT person, wanted FROM summary WHERE wanted IS NOT NULL")?;
    let rows = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let rows: Vec<(String, String)> = rows.collect::<Result<_, _>>()?;
    let mut gone = 0;
    for (person, _) in rows.iter().filter(|(_, wanted)| names(wanted)) {
        gone += tx.execute("UPDATE summary SET wanted = NULL WHERE person = ?1", [person])?;
    }
    Ok(gone)
}
