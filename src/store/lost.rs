//! Letters that were owed, as the ledger knows, and that no notice speaks of any more.
//!
//! In: a case. Out: what is missing, and the letter by which the same was said on the other way. What was let go on purpose
//! (told too early by a wrong clock, told of another case under the same code) has another name, or no such letter beside it.

use jiff::Timestamp;
use rusqlite::{Transaction, params};
use serde_json::json;

use super::StoreError;
use super::chain::enter;
use super::letters::{instant, severity};
use crate::ids::CaseId;
use crate::law::rule::Severity;
use crate::notice::message::Message;

/// A letter of which the ledger says that it was owed, and no notice does.
#[derive(Clone, Debug)]
pub struct Lost {
    /// Its row, if it is there.
    pub letter: i64,
    /// Its name.
    pub key: String,
    /// The word of its kind.
    pub kind: String,
    /// Who was to be told.
    pub person: String,
    /// `email` or `telegram`.
    pub channel: String,
    /// When it was owed.
    pub at: Timestamp,
    /// True when the letter itself is there.
    pub there: bool,
    /// True when the ledger says what became of it.
    pub settled: bool,
}

/// A letter that says the same on the other way.
#[derive(Clone, Debug)]
pub struct Twin {
    /// Its row.
    pub id: i64,
    /// How much hangs on it.
    pub severity: Severity,
    /// What it says.
    pub message: Message,
    /// When it becomes moot.
    pub moot: Option<Timestamp>,
}

/// Everything of a case that is missing and was not found missing before.
///
/// # Errors
/// When the database says no.
pub fn lost_letters(tx: &Transaction<'_>, case: &CaseId) -> Result<Vec<Lost>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT said.letter, name, said.kind, said.person, said.channel, at, there.id IS NOT NULL,
             said.letter IN (SELECT json_extract(body, '$.letter') FROM chain
                 WHERE case_id = ?1 AND kind IN ('sent', 'refused', 'withdrawn'))
         FROM (SELECT at, json_extract(body, '$.letter') AS letter, json_extract(body, '$.key') AS name,
                 json_extract(body, '$.kind') AS kind, json_extract(body, '$.person') AS person,
                 json_extract(body, '$.channel') AS channel
             FROM chain WHERE case_id = ?1 AND kind = 'owed') AS said
         LEFT JOIN letter AS there ON there.id = said.letter
         WHERE NOT EXISTS (SELECT 1 FROM notice WHERE notice.letter = said.letter)
             AND (there.id IS NULL OR there.key = name)
             AND said.letter NOT IN (SELECT json_extract(body, '$.letter') FROM chain
                 WHERE case_id = ?1 AND kind = 'lost')",
    )?;
    let lost = select.query_map([case.as_str()], |row| {
        Ok(Lost {
            letter: row.get(0)?,
            key: row.get(1)?,
            kind: row.get(2)?,
            person: row.get(3)?,
            channel: row.get(4)?,
            at: instant(row.get(5)?),
            there: row.get(6)?,
            settled: row.get(7)?,
        })
    })?;
    Ok(lost.collect::<Result<_, _>>()?)
}

/// Letters to the same person that say, on the other way, what no notice knows of on this one: owed at the same look, or
/// before and still waiting. What was taken back says nothing.
///
/// # Errors
/// When the database says no.
pub fn twins(tx: &Transaction<'_>, case: &CaseId, lost: &Lost) -> Result<Vec<Twin>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT DISTINCT letter.id, letter.severity, letter.message, letter.moot_at
         FROM notice JOIN letter ON letter.id = notice.letter
         WHERE case_id = ?1 AND notice.person = ?2 AND notice.channel <> ?3 AND letter.kind = ?4
             AND (owed_at = ?5 OR owed_at < ?5 AND state = 'owed') AND ended IS NULL
             AND NOT EXISTS (SELECT 1 FROM notice AS here WHERE here.case_id = notice.case_id
                 AND here.subject = notice.subject AND here.revision = notice.revision AND here.step = notice.step
                 AND here.person = notice.person AND here.channel = ?3)",
    )?;
    let (person, channel) = (lost.person.as_str(), lost.channel.as_str());
    let mut rows = select.query(params![case.as_str(), person, channel, lost.kind, lost.at.as_second()])?;
    let mut twins = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, text): (i64, String) = (row.get(0)?, row.get(2)?);
        let message = serde_json::from_str(&text).map_err(|error| StoreError::Letter(id, error))?;
        let moot = row.get::<_, Option<i64>>(3)?.map(instant);
        twins.push(Twin { id, severity: severity(row.get(1)?), message, moot });
    }
    Ok(twins)
}

/// What a letter settles is what its twin does.
///
/// # Errors
/// When the database says no.
pub fn settles_the_same(tx: &Transaction<'_>, lost: &Lost, twin: i64) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO notice SELECT case_id, subject, revision, step, person, ?2, ?3 FROM notice WHERE letter = ?1
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![twin, lost.channel, lost.letter])?;
    Ok(())
}

/// Enters that a letter is gone: it is told of once.
pub fn enter_lost(tx: &Transaction<'_>, case: &CaseId, lost: &Lost, now: Timestamp) {
    let body = json!({
        "case": case.as_str(), "letter": lost.letter, "kind": lost.kind, "person": lost.person, "channel": lost.channel,
    });
    enter(tx, "lost", &body, now);
}
