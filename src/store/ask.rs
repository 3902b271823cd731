//! Questions that the bot asked and that wait for a Yes or No, and what is remembered for it besides.
//!
//! A question is a small fact under `ask/` and the number of the update that led to it: asked twice for the same
//! update, it is the same question. It holds codes and ids of `people.toml`, never the name a chat shows.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::watch::{memo, set_memo};

/// A report that somebody began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The chat it was asked in; it can be answered only there.
    pub chat: i64,
    /// The code of the case.
    pub case: String,
    /// The word of the event kind.
    pub kind: String,
    /// What a signal says; `None`: not chosen yet, or no signal.
    pub what: Option<String>,
    /// When it was written in the chat, in Unix seconds: the moment that goes on record.
    pub on: i64,
    /// When it was read, in Unix seconds.
    pub asked: i64,
    /// What became of it.
    pub state: AskState,
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskState {
    /// Nobody has answered.
    Open,
    /// Somebody said Yes; it must come into the report file.
    Taken(Taken),
    /// It stands in the report file.
    Recorded(Taken),
    /// Somebody said No.
    Declined,
}

/// Who said Yes, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The name of a person or a group in `people.toml`.
    pub by: String,
    /// When, in Unix seconds.
    pub at: i64,
    /// The message with the buttons.
    pub message: i32,
}

fn name(id: u32) -> String {
    format!("ask/{id}")
}

fn read(text: &str) -> Option<Ask> {
    // One that an older version wrote and this one cannot read is as good as none: its buttons say so.
    serde_json::from_str(text).ok()
}

/// A question by the number of its update.
///
/// # Errors
/// When the database says no.
pub fn ask(tx: &Transaction<'_>, id: u32) -> Result<Option<Ask>, StoreError> {
    Ok(memo(tx, &name(id))?.as_deref().and_then(read))
}

/// Remembers a question as it stands now.
///
/// # Errors
/// When the database says no.
pub fn set_ask(tx: &Transaction<'_>, id: u32, ask: &Ask) -> Result<(), StoreError> {
    let text = serde_json::to_string(ask).map_err(|error| StoreError::Letter(i64::from(id), error))?;
    set_memo(tx, &name(id), &text)
}

/// Questions that were answered with Yes and do not yet stand in the report file.
///
/// # Errors
/// When the database says no.
pub fn taken_asks(tx: &Transaction<'_>) -> Result<Vec<(u32, Ask)>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT name, value FROM memo WHERE name GLOB 'ask/*' AND json_extract(value, '$.state.taken') IS NOT NULL",
    )?;
    let rows = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (name, text) = row?;
        let id = name.strip_prefix("ask/").and_then(|id| id.parse().ok());
        found.extend(id.zip(read(&text)));
    }
    Ok(found)
}

/// Forgets questions asked before a moment; never one that must still come into the report file.
///
/// # Errors
/// When the database says no.
pub fn forget_asks(tx: &Transaction<'_>, before: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached(
        "DELETE FROM memo WHERE name GLOB 'ask/*' AND json_extract(value, '$.asked') < ?1
         AND json_extract(value, '$.state.taken') IS NULL",
    )?
    .execute(params![before.as_second()])?;
    Ok(())
}

/// The chat of the files that moved to this one, if one did.
///
/// # Errors
/// When the database says no.
pub fn moved_from(tx: &Transaction<'_>, chat: i64) -> Result<Option<i64>, StoreError> {
    let name: Option<String> = tx
        .query_row("SELECT name FROM memo WHERE name GLOB 'chat/*' AND value = ?1", [chat.to_string()], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(name.and_then(|name| name.strip_prefix("chat/")?.parse().ok()))
}
