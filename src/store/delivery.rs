//! How delivery stands: what was told to whom in a case, and numbers over everything.
//!
//! In: the letters and their attempts. Out: what the board and the metrics show. It changes nothing, and reads no
//! message's text beyond its subject.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::StoreError;
use crate::ids::CaseId;

/// One letter of a case, as far as the team may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The word of its kind.
    pub kind: String,
    /// The name of a person or a group in `people.toml`.
    pub person: String,
    /// `email` or `telegram`.
    pub channel: String,
    /// Its subject.
    pub subject: String,
    /// The language of the subject, as a BCP 47 tag.
    pub language: String,
    /// `owed`, `sent`, `refused`, or `withdrawn`: somebody had seen to it before it was sent.
    pub state: String,
    /// When it was owed.
    pub owed: Timestamp,
    /// When it was settled.
    pub settled: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: i64,
}

/// Numbers over every letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Letters by channel and state.
    pub letters: BTreeMap<(String, String), i64>,
    /// Attempts by outcome.
    pub attempts: BTreeMap<String, i64>,
    /// Since when the oldest letter that is still owed and not moot has been owed.
    pub oldest: Option<Timestamp>,
    /// The same for critical letters alone.
    pub oldest_critical: Option<Timestamp>,
}

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MIN)
}

/// The newest letters of a case, newest first.
///
/// # Errors
/// When the database says no.
pub fn told_of(tx: &Transaction<'_>, case: &str, most: usize) -> Result<Vec<Told>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT kind, person, channel, coalesce(json_extract(message, '$.subject'), ''),
             CASE ended WHEN 'withdrawn' THEN ended ELSE state END, owed_at, settled_at, attempts,
             coalesce(json_extract(message, '$.language'), 'en')
         FROM letter WHERE thread = ?1 ORDER BY owed_at DESC, id DESC LIMIT ?2",
    )?;
    let rows = select.query_map(params![case, i64::try_from(most).unwrap_or(i64::MAX)], |row| {
        Ok(Told {
            kind: row.get(0)?,
            person: row.get(1)?,
            channel: row.get(2)?,
            subject: row.get(3)?,
            state: row.get(4)?,
            owed: instant(row.get(5)?),
            settled: row.get::<_, Option<i64>>(6)?.map(instant),
            attempts: row.get(7)?,
            language: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The subject of a letter; empty when it is gone.
///
/// # Errors
/// When the database says no.
pub fn subject_of(tx: &Transaction<'_>, letter: i64) -> Result<String, StoreError> {
    let statement = "SELECT coalesce(json_extract(message, '$.subject'), '') FROM letter WHERE id = ?1";
    Ok(tx.query_row(statement, [letter], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// When people were last told of each subject of a case.
///
/// # Errors
/// When the database says no.
pub fn told_when(tx: &Transaction<'_>, case: &CaseId) -> Result<BTreeMap<String, Timestamp>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT notice.subject, max(letter.owed_at) FROM notice JOIN letter ON letter.id = notice.letter
         WHERE notice.case_id = ?1 GROUP BY notice.subject",
    )?;
    let rows = select.query_map([case.as_str()], |row| Ok((row.get(0)?, instant(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How delivery stands.
///
/// # Errors
/// When the database says no.
pub fn delivery(tx: &Transaction<'_>, now: Timestamp) -> Result<Delivery, StoreError> {
    let mut found = Delivery::default();
    let mut select = tx.prepare_cached(
        "SELECT channel, CASE ended WHEN 'withdrawn' THEN ended ELSE state END, count(*) FROM letter GROUP BY 1, 2",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        found.letters.insert((row.get(0)?, row.get(1)?), row.get(2)?);
    }
    let mut select = tx.prepare_cached("SELECT coalesce(outcome, 'open'), count(*) FROM attempt GROUP BY outcome")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        found.attempts.insert(row.get(0)?, row.get(1)?);
    }
    let oldest = |least: i64| -> Result<Option<Timestamp>, StoreError> {
        let oldest: Option<Option<i64>> = tx
            .prepare_cached(
                "SELECT min(owed_at) FROM letter
                 WHERE state = 'owed' AND severity >= ?1 AND (moot_at IS NULL OR moot_at > ?2)
                 -- What is held until its reader wakes is not late.
                 AND (attempts > 0 OR next_try <= ?2)",
            )?
            .query_row(params![least, now.as_second()], |row| row.get(0))
            .optional()?;
        Ok(oldest.flatten().map(instant))
    };
    found.oldest = oldest(0)?;
    found.oldest_critical = oldest(2)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn letter(tx: &Transaction<'_>, key: &str, severity: i64, owed: i64, moot: Option<i64>) {
        tx.execute(
            "INSERT INTO letter (key, thread, kind, severity, person, channel, message, owed_at, moot_at, next_try)
             VALUES (?1, 'kudin', 'reminder', ?2, 'counsel', 'email', '{\"subject\":\"s\"}', ?3, ?4, ?3)",
            params![key, severity, owed, moot],
        )
        .unwrap();
    }

    #[test]
    fn what_is_moot_is_not_overdue() {
        let store = Store::in_memory().unwrap();
        let found = store.write_now(|tx| {
            letter(tx, "old-and-moot", 2, 100, Some(200));
            letter(tx, "normal", 0, 300, None);
            letter(tx, "critical", 2, 400, Some(9_000));
            delivery(tx, instant(1_000))
        });
        let found = found.unwrap();
        assert_eq!((found.oldest, found.oldest_critical), (Some(instant(300)), Some(instant(400))));
        assert_eq!(found.letters[&("email".to_owned(), "owed".to_owned())], 3);
    }

    #[test]
    fn only_the_case_that_was_asked_for_newest_first() {
        let store = Store::in_memory().unwrap();
        let told = store.write_now(|tx| {
            letter(tx, "one", 2, 100, None);
            letter(tx, "two", 2, 200, None);
            assert!(told_of(tx, "kudi", 9)?.is_empty());
            told_of(tx, "kudin", 1)
        });
        assert_eq!(told.unwrap().iter().map(|one| one.owed.as_second()).collect::<Vec<_>>(), [200]);
    }
}
