//! The ledger: entries that are only ever added, each bound to the one before it by its hash.
//!
//! In: a kind and a body of codes, ids and hashes. Out: an entry in the transaction of the thing it tells of, and the
//! verdict on the whole chain. It never holds the text of a message, and never keeps an alert from going out: an entry
//! that cannot be written is an error in the log, and the alert goes its way.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::StoreError;

/// A SHA-256.
pub type Hash = [u8; 32];

/// Begins every leaf: another layout would have another name.
const LAYOUT: &str = "staywatch-ledger-1";

/// The kind of the first entry.
pub const GENESIS: &str = "genesis";
/// The kind of the entry that says which bodies were erased.
pub const ERASED: &str = "erased";

/// The last entry: whoever knows it can prove later that everything up to it was not rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub seq: i64,
    /// Its hash.
    pub hash: Hash,
}

/// An entry as it stands in the store.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number, from 0.
    pub seq: i64,
    /// When it was made, in Unix seconds.
    pub at: i64,
    /// What it tells of.
    pub kind: String,
    /// What it says, as JSON; `None`: erased.
    pub body: Option<String>,
    /// What was mixed into the sum of the body, so that a short body cannot be guessed from it.
    pub salt: Option<Vec<u8>>,
    /// The sum of salt and body.
    pub sum: Vec<u8>,
    /// The hash of the entry before it.
    pub prev: Vec<u8>,
    /// Its own hash.
    pub hash: Vec<u8>,
}

impl Entry {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            kind: row.get(2)?,
            body: row.get(3)?,
            salt: row.get(4)?,
            sum: row.get(5)?,
            prev: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    /// What stands for the entry without saying anything of it.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        leaf(self.seq, self.at, &self.kind, &self.sum)
    }

    /// What it says; `Null` once it was erased.
    #[must_use]
    pub fn says(&self) -> Value {
        self.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or(Value::Null)
    }
}

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        out
    })
}

fn digest(parts: &[&str]) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// The hash of a text, in hexadecimal digits: stands for a text that must not stand in an entry itself.
#[must_use]
pub fn text_hash(text: &str) -> String {
    hex(&digest(&[text]))
}

pub(super) fn sum(salt: &[u8], body: &str) -> Hash {
    digest(&[&hex(salt), "\n", body])
}

fn leaf(seq: i64, at: i64, kind: &str, sum: &[u8]) -> Hash {
    digest(&[LAYOUT, "\n", &seq.to_string(), "\n", &at.to_string(), "\n", kind, "\n", &hex(sum), "\n"])
}

/// The hash of an entry: what came before it, and what stands for itself.
#[must_use]
pub fn link(prev: &[u8], leaf: &[u8]) -> Hash {
    digest(&[&hex(prev), "\n", &hex(leaf), "\n"])
}

/// The last entry, if there is one.
///
/// # Errors
/// When the database says no.
pub fn head(tx: &Transaction<'_>) -> Result<Option<Head>, StoreError> {
    let mut select = tx.prepare_cached("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")?;
    Ok(select.query_row([], |row| Ok(Head { seq: row.get(0)?, hash: row.get(1)? })).optional()?)
}

/// Adds an entry in this transaction. Returns its number.
///
/// # Errors
/// When the database says no, or the system has no randomness.
pub fn append(tx: &Transaction<'_>, kind: &str, body: &Value, now: Timestamp) -> Result<i64, StoreError> {
    let before = match head(tx)? {
        Some(head) => head,
        None if kind == GENESIS => Head { seq: -1, hash: [0; 32] },
        None => {
            let version = env!("CARGO_PKG_VERSION");
            append(tx, GENESIS, &json!({ "layout": LAYOUT, "program": "staywatch", "version": version }), now)?;
            head(tx)?.ok_or_else(|| StoreError::Ledger("its first entry is not there".to_owned()))?
        }
    };
    let (seq, at, body) = (before.seq + 1, now.as_second(), body.to_string());
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|error| StoreError::Ledger(error.to_string()))?;
    let sum = sum(&salt, &body);
    let hash = link(&before.hash, &leaf(seq, at, kind, &sum));
    tx.prepare_cached(
        "INSERT INTO chain (seq, at, kind, body, salt, sum, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![seq, at, kind, body, salt, sum, before.hash, hash])?;
    Ok(seq)
}

/// The same for what must happen whether or not it can be entered: an alert outranks the ledger. A statement that
/// fails leaves the rest of its transaction as it is; `audit` finds what is missing.
pub fn enter(tx: &Transaction<'_>, kind: &str, body: &Value, now: Timestamp) {
    if let Err(error) = append(tx, kind, body, now) {
        tracing::error!(error = &error as &dyn std::error::Error, kind, "Could not write an entry of the ledger");
    }
}

/// Runs over all entries, or those of a case, in order.
///
/// # Errors
/// When the database says no, or the work.
pub fn entries(
    tx: &Transaction<'_>,
    case: Option<&str>,
    mut each: impl FnMut(Entry) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let columns = "SELECT seq, at, kind, body, salt, sum, prev, hash FROM chain";
    let mut select = tx.prepare(&match case {
        Some(_) => format!("{columns} WHERE case_id = ?1 ORDER BY seq"),
        None => format!("{columns} WHERE ?1 IS NULL ORDER BY seq"),
    })?;
    let mut rows = select.query([case])?;
    while let Some(row) = rows.next()? {
        each(Entry::of(row)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_what_the_migration_says_and_any_tool_can_check_them() {
        // printf '%s\n%s' 00ff '{}' | sha256sum, and so on.
        assert_eq!(hex(&sum(&[0, 255], "{}")), text_hash("00ff\n{}"));
        let sum = sum(&[0, 255], "{}");
        assert_eq!(
            hex(&leaf(7, 60, "sent", &sum)),
            text_hash(&format!("staywatch-ledger-1\n7\n60\nsent\n{}\n", hex(&sum)))
        );
        assert_eq!(hex(&link(&[0], &[1])), text_hash("00\n01\n"));
        assert_eq!(text_hash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
