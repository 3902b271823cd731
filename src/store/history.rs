//! What was said to whom, looked back upon.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Row, Transaction};

use super::StoreError;
use super::answers::rule_of;

/// One letter with what became of it. It bears no text: what was said follows from case, kind and subject.
#[derive(Clone, Debug)]
pub struct Said {
    /// The case, or the thread of a message that belongs to none.
    pub thread: String,
    /// The word of its kind.
    pub kind: String,
    /// 2: critical, 1: high, 0: normal.
    pub severity: i64,
    /// What it spoke of: rules and reasons, without what the admin calls an event.
    pub about: Vec<String>,
    /// Who was told.
    pub person: String,
    /// `email` or `telegram`.
    pub channel: String,
    /// The word of its state.
    pub state: String,
    /// Attempts made.
    pub attempts: i64,
    /// When it was owed.
    pub owed_at: Timestamp,
    /// When it was sent or given up.
    pub settled_at: Option<Timestamp>,
}

/// Every letter, oldest first.
///
/// # Errors
/// When the database says no.
pub fn history(tx: &Transaction<'_>) -> Result<Vec<Said>, StoreError> {
    let statement = "SELECT letter.thread, letter.kind, letter.severity, group_concat(DISTINCT notice.subject),
            letter.person, letter.channel, letter.state, letter.attempts, letter.owed_at, letter.settled_at
         FROM letter LEFT JOIN notice ON notice.letter = letter.id GROUP BY letter.id ORDER BY letter.id";
    let mut select = tx.prepare(statement)?;
    let rows = select.query_map([], said)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn said(row: &Row<'_>) -> rusqlite::Result<Said> {
    let instant = |second| Timestamp::from_second(second).unwrap_or(Timestamp::MIN);
    let about: Option<String> = row.get(3)?;
    let about: BTreeSet<String> =
        about.iter().flat_map(|all| all.split(',')).map(|subject| rule_of(subject).to_owned()).collect();
    Ok(Said {
        thread: row.get(0)?,
        kind: row.get(1)?,
        severity: row.get(2)?,
        about: about.into_iter().collect(),
        person: row.get(4)?,
        channel: row.get(5)?,
        state: row.get(6)?,
        attempts: row.get(7)?,
        owed_at: instant(row.get(8)?),
        settled_at: row.get::<_, Option<i64>>(9)?.map(instant),
    })
}
