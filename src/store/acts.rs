//! What admins did, in the ledger: who, what, when.
//!
//! In: the name of an act, whoever did it, codes and ids. Out: an entry beside the thing itself, and the entries that tell
//! of admins when somebody asks. It holds no word of a file and no secret.

use jiff::Timestamp;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::StoreError;
use super::chain::{Entry, append, entries};

/// Entries that tell what was done to staywatch, as opposed to what it told people of a case.
const KINDS: &[&str] = &["accepted", "admin", "board", "configuration", "erased", "gone", "restored"];

/// Enters an act: what was done, by whom, and about what.
///
/// # Errors
/// When the database says no, or the system has no randomness.
pub fn enter_act(
    tx: &Transaction<'_>,
    action: &str,
    by: &str,
    about: &Value,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut body = json!({ "action": action, "by": by });
    if let (Some(body), Some(about)) = (body.as_object_mut(), about.as_object()) {
        body.extend(about.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    append(tx, "admin", &body, now).map(drop)
}

/// The acts on record, oldest first; what was erased is left out.
///
/// # Errors
/// When the database says no.
pub fn acts(tx: &Transaction<'_>) -> Result<Vec<Entry>, StoreError> {
    let mut found = Vec::new();
    entries(tx, None, |entry| {
        if KINDS.contains(&entry.kind.as_str()) && entry.body.is_some() {
            found.push(entry);
        }
        Ok(())
    })?;
    Ok(found)
}
