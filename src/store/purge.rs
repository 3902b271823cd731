//! Taking a case out of the store, so that nothing in it says any more that there was one.
//!
//! In: the code of a case. Out: how much was taken out. Every table with a column `case_id` loses the rows of the case,
//! whatever version of staywatch made it; letters go, and what hangs on them; the ledger keeps numbers, moments, kinds
//! and hashes. It never touches a letter that still has to go out, and never a file.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::Transaction;
use serde_json::json;

use super::chain::{ERASED, append, text_hash};
use super::contacts::SINCE;
use super::watch::{memo, set_memo};
use super::{Store, StoreError};

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Letters.
    pub letters: usize,
    /// Bodies of the ledger.
    pub entries: usize,
    /// Rows of other tables.
    pub rows: usize,
    /// Messages to come that still speak of the case: nothing that is owed is thrown away.
    pub left: usize,
    /// The entry of the ledger that says so.
    pub seq: i64,
}

/// Memos under this name say that a case was purged, without saying which.
pub const PURGED: &str = "purged/";
/// What the marks are mixed with, so that a code cannot be guessed from its mark outside this store.
const PEPPER: &str = "purge-salt";

/// Small facts that are about no case, whatever a case is called: chats of people, keys, the daemon's own life. A case that
/// is called like a person must not take that person's chat with it.
const NEVER_OF_A_CASE: &[&str] = &[
    "addresses/",
    "adopted/",
    "alive",
    "answer-key",
    "broke-off-told",
    "chat/",
    "invite/",
    PEPPER,
    PURGED,
    SINCE,
    "restored",
    "retention",
    "strangers",
    "telegram-offset",
];

/// True when a word stands alone in a text: `kudin` in `kudin: by …`, not in `kudin-2`.
fn stands_in(text: &str, code: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.match_indices(code).any(|(at, _)| !text[..at].ends_with(part) && !text[at + code.len()..].starts_with(part))
}

/// Takes a case out. `by`: who asked, in words for the ledger.
///
/// # Errors
/// When the database says no; then nothing is taken out.
pub fn purge(tx: &Transaction<'_>, code: &str, by: &str, now: Timestamp) -> Result<Purged, StoreError> {
    // Letters and what hangs on them refer to each other.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let mut purged = Purged::default();
    let (letters, left) = letters_about(tx, code)?;
    purged.left = left;
    for table in tables_with(tx, "letter")? {
        for letter in &letters {
            purged.rows += tx.execute(&format!("DELETE FROM \"{table}\" WHERE letter = ?1"), [letter])?;
        }
    }
    for letter in &letters {
        purged.letters += tx.execute("DELETE FROM letter WHERE id = ?1", [letter])?;
    }
    for table in tables_with(tx, "case_id")? {
        purged.rows += tx.execute(&format!("DELETE FROM \"{table}\" WHERE case_id = ?1"), [code])?;
    }
    purged.rows += forget_texts(tx, code)?;
    purged.rows += super::summary::forget_words(tx, |words| stands_in(words, code))?;
    let entries = entries_about(tx, code, &letters)?;
    for seq in &entries {
        purged.entries += tx.execute("UPDATE chain SET body = NULL, salt = NULL WHERE seq = ?1", [seq])?;
    }
    let body = json!({ "by": by, "entries": ranges(&entries), "letters": letters });
    purged.seq = append(tx, ERASED, &body, now)?;
    set_memo(tx, &mark(tx, code)?, "")?;
    Ok(purged)
}

/// True when a case was purged and its mark not taken back.
///
/// # Errors
/// When the database says no.
pub fn was_purged(tx: &Transaction<'_>, code: &str) -> Result<bool, StoreError> {
    Ok(memo(tx, &mark(tx, code)?)?.is_some())
}

/// A purged case that is watched again is a case like any other.
///
/// # Errors
/// When the database says no.
pub fn forget_purge(tx: &Transaction<'_>, code: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM memo WHERE name = ?1", [mark(tx, code)?])?;
    Ok(())
}

fn mark(tx: &Transaction<'_>, code: &str) -> Result<String, StoreError> {
    let pepper = if let Some(pepper) = memo(tx, PEPPER)? {
        pepper
    } else {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|error| StoreError::Ledger(error.to_string()))?;
        let pepper = super::hex(&bytes);
        set_memo(tx, PEPPER, &pepper)?;
        pepper
    };
    Ok(format!("{PURGED}{}", text_hash(&format!("{pepper}\n{code}"))))
}

/// The last moment at which something about a case was entered, owed or settled.
///
/// # Errors
/// When the database says no.
pub fn last_heard(tx: &Transaction<'_>, code: &str) -> Result<Option<Timestamp>, StoreError> {
    let last: Option<i64> = tx.query_row(
        "SELECT max(at) FROM (SELECT max(at) AS at FROM chain WHERE case_id = ?1
         UNION ALL SELECT max(coalesce(settled_at, owed_at)) FROM letter WHERE thread = ?1 AND kind NOT IN ('system', 'digest'))",
        [code],
        |row| row.get(0),
    )?;
    Ok(last.and_then(|second| Timestamp::from_second(second).ok()))
}

/// Every case of which the store holds something.
///
/// # Errors
/// When the database says no.
pub fn remembered_cases(tx: &Transaction<'_>) -> Result<BTreeSet<String>, StoreError> {
    let mut select = tx.prepare(
        "SELECT DISTINCT case_id FROM chain WHERE case_id IS NOT NULL UNION SELECT DISTINCT case_id FROM notice
         WHERE case_id <> '' UNION SELECT case_id FROM docket UNION SELECT case_id FROM watch WHERE case_id NOT GLOB '@*'",
    )?;
    let rows = select.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Letters of the case, and letters to whomever that name it: a morning list names every case. Those that still have
/// to go out are only counted.
fn letters_about(tx: &Transaction<'_>, code: &str) -> Result<(BTreeSet<i64>, usize), StoreError> {
    let mut select = tx.prepare(
        "SELECT id, state, thread, kind, message FROM letter WHERE thread = ?1 OR kind IN ('system', 'digest')
         AND instr(message, ?1) > 0 OR id IN (SELECT letter FROM notice WHERE case_id = ?1 OR instr(subject, ?1) > 0)",
    )?;
    let (mut letters, mut left) = (BTreeSet::new(), 0);
    let mut rows = select.query([code])?;
    while let Some(row) = rows.next()? {
        let (id, thread, kind, message): (i64, String, String, String) =
            (row.get(0)?, row.get(2)?, row.get(3)?, row.get(4)?);
        // Letters of another case may name this one as a precedent: that is public, and theirs to keep.
        let general = matches!(kind.as_str(), "system" | "digest");
        if !(thread == code && !general || general && stands_in(&message, code) || marked(tx, id, code)?) {
            continue;
        }
        if row.get::<_, String>(1)? == "owed" {
            left += 1;
        } else {
            letters.insert(id);
        }
    }
    Ok((letters, left))
}

/// True for a letter that settles something of the case.
fn marked(tx: &Transaction<'_>, letter: i64, code: &str) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached("SELECT case_id, subject FROM notice WHERE letter = ?1")?;
    let mut rows = select.query([letter])?;
    while let Some(row) = rows.next()? {
        let (case, subject): (String, String) = (row.get(0)?, row.get(1)?);
        if case == code || case.is_empty() && stands_in(&subject, code) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tables of this program with a column of that name.
fn tables_with(tx: &Transaction<'_>, column: &str) -> Result<Vec<String>, StoreError> {
    let mut select = tx.prepare(
        "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT IN ('chain', 'letter') AND c.name = ?1",
    )?;
    let rows = select.query_map([column], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Kept file texts of the case, and small facts that name it.
fn forget_texts(tx: &Transaction<'_>, code: &str) -> Result<usize, StoreError> {
    let mut gone = 0;
    let quoted = format!("\"{code}\"");
    let is_theirs = |name: &str, text: &str| {
        let path = std::path::Path::new(name);
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = file.split('.').next().unwrap_or_default();
        // A pack may name the case as a precedent, and has no id of its own outside a table.
        let id = text.lines().take_while(|line| !line.trim_start().starts_with('[')).any(|line| {
            line.split_once('=').is_some_and(|(key, value)| key.trim() == "id" && value.trim().starts_with(&quoted))
        });
        id || (stem == code
            && !path.parent().is_some_and(|folder| folder.ends_with("law") || folder.ends_with("calendars")))
    };
    let mut select = tx.prepare("SELECT name, text FROM good_file")?;
    let mut rows = select.query([])?;
    let mut names: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, text): (String, String) = (row.get(0)?, row.get(1)?);
        if is_theirs(&name, &text) {
            names.push(name);
        }
    }
    for name in names {
        gone += tx.execute("DELETE FROM good_file WHERE name = ?1", [name])?;
    }
    let mut select = tx.prepare("SELECT name, value FROM memo WHERE instr(name, ?1) > 0 OR instr(value, ?1) > 0")?;
    let mut rows = select.query([code])?;
    let mut names: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, value): (String, String) = (row.get(0)?, row.get(1)?);
        let ours =
            NEVER_OF_A_CASE.iter().any(|known| name == *known || known.ends_with('/') && name.starts_with(known));
        if !ours && (stands_in(&name, code) || stands_in(&value, code)) {
            names.push(name);
        }
    }
    for name in names {
        gone += tx.execute("DELETE FROM memo WHERE name = ?1", [name])?;
    }
    // A notice about staywatch itself may name a case: that its file is gone.
    let mut select = tx.prepare("SELECT DISTINCT subject FROM notice WHERE case_id = ''")?;
    let subjects: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for subject in subjects.iter().filter(|subject| stands_in(subject, code)) {
        // One that has not gone out is kept with its letter.
        let sql = "DELETE FROM notice WHERE case_id = '' AND subject = ?1
                   AND letter NOT IN (SELECT id FROM letter WHERE state = 'owed')";
        gone += tx.execute(sql, [subject])?;
    }
    Ok(gone)
}

/// Entries of the case, of the letters that go, and those in which a server's own words name it. Nothing else in a body is
/// free text: a case that is called like a channel or a person is not what an entry with that word is about.
fn entries_about(tx: &Transaction<'_>, code: &str, letters: &BTreeSet<i64>) -> Result<Vec<i64>, StoreError> {
    let mut found = Vec::new();
    super::entries(tx, None, |entry| {
        let says = entry.says();
        let of_letter = says["letter"].as_i64().is_some_and(|letter| letters.contains(&letter));
        let named = ["why", "receipt"].iter().any(|key| says[*key].as_str().is_some_and(|text| stands_in(text, code)));
        let file = says["file"].as_str().and_then(|file| file.split('.').next()) == Some(code);
        if says["case"] == code || of_letter || named || file {
            found.push(entry.seq);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Runs of numbers as first and last.
fn ranges(numbers: &[i64]) -> Vec<(i64, i64)> {
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    ranges
}

impl Store {
    /// Takes a case out, and what the write-ahead log still holds of it.
    ///
    /// # Errors
    /// When the database says no.
    pub fn purge_now(&self, code: &str, by: &str, now: Timestamp) -> Result<Purged, StoreError> {
        let purged = self.write_now(|tx| purge(tx, code, by, now))?;
        self.settle_log()?;
        Ok(purged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_where_it_stands_alone() {
        for text in ["kudin", "kudin: by", "{\"case\":\"kudin\"}", "(kudin)", "system/gone/kudin", "kudin_2"] {
            assert!(stands_in(text, "kudin"), "{text}");
        }
        for text in ["", "kudin-2", "xkudin", "kudina"] {
            assert!(!stands_in(text, "kudin"), "{text}");
        }
    }

    #[test]
    fn runs_are_told_by_their_ends() {
        assert_eq!(ranges(&[1, 2, 3, 5, 7, 8]), [(1, 3), (5, 5), (7, 8)]);
        assert_eq!(ranges(&[]), []);
    }
}
