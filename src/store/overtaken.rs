//! Letters still owed that a newer letter to the same reader overtakes.
//!
//! In: what a new letter is about. Out: the older letters that speak of the same, and their end or their new words. What
//! is sent stays as it is: it was said.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};
use serde_json::json;

use super::StoreError;
use super::answers::matters_of_letter;
use super::chain::enter;
use super::letters::{Owed, severity};
use crate::ids::{CaseId, PersonId};
use crate::law::rule::Severity;
use crate::notice::message::Message;
use crate::notice::plan::{ENDED, Kind, Mark};

/// A letter still owed that speaks of what a newer one says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Older {
    /// Its row.
    pub id: i64,
    /// How much hangs on it.
    pub severity: Severity,
    /// True when it speaks of nothing else.
    pub whole: bool,
}

/// Letters of some kinds that were owed before a new one, to the same person on one channel, and speak of what it is about.
/// What is owed at the same look stands beside it.
///
/// # Errors
/// When the database says no.
pub fn older(
    tx: &Transaction<'_>,
    (new, channel): (&Owed, &str),
    kinds: &[Kind],
    about: impl Fn(&str) -> bool,
    now: Timestamp,
) -> Result<Vec<Older>, StoreError> {
    let Some(case) = &new.case else { return Ok(Vec::new()) };
    let mut select = tx.prepare_cached(
        "SELECT letter.id, letter.kind, letter.severity, subject, step, state = 'owed' FROM notice
         JOIN letter ON letter.id = letter
         WHERE case_id = ?1 AND notice.person = ?2 AND notice.channel = ?3 AND owed_at < ?4
             AND (state = 'owed' OR letter.kind = ?5 AND ended IS NULL)
         ORDER BY letter.id",
    )?;
    let asks = Kind::Escalation.word();
    let mut rows = select.query(params![case.as_str(), new.person.as_str(), channel, now.as_second(), asks])?;
    let mut found: Vec<Waiting> = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, kind): (i64, String) = (row.get(0)?, row.get(1)?);
        if !kinds.iter().any(|wanted| wanted.word() == kind) {
            continue;
        }
        if found.last().is_none_or(|last| last.letter.id != id) {
            let letter = Older { id, severity: severity(row.get(2)?), whole: false };
            found.push(Waiting { letter, kind, waits: row.get(5)?, subjects: Vec::new() });
        }
        let (subject, step): (String, String) = (row.get(3)?, row.get(4)?);
        let Some(last) = found.last_mut() else { continue };
        // New terms of little weight are marked with those that the message names, and stand in it nowhere.
        if !(last.kind == Kind::Entry.word() && matches!(step.as_str(), "entry" | "passed-earlier")) {
            last.subjects.push(subject);
        }
    }
    let mut overtaken = Vec::new();
    // From the newest on: what nobody has confirmed of several terms is asked again of each in a letter of its own.
    let mut asked_since: BTreeSet<String> = BTreeSet::new();
    for Waiting { letter, kind, waits, mut subjects } in found.into_iter().rev() {
        if kind == Kind::Entry.word() {
            subjects.extend(matters_of_letter(tx, letter.id)?.into_iter().map(|open| open.matter.subject));
            subjects.retain(|subject| !subject.starts_with("entry/"));
        }
        let is_asked = kind == asks;
        if waits && subjects.iter().any(|subject| about(subject)) {
            // That a case has ended is untrue as a whole, whatever fell with it.
            let end = subjects.iter().any(|subject| subject == ENDED && about(subject));
            let spoken_of = |subject: &String| about(subject) || is_asked && asked_since.contains(subject);
            let whole = end || subjects.iter().all(spoken_of);
            overtaken.push(Older { whole, ..letter });
        }
        if is_asked {
            asked_since.extend(subjects);
        }
    }
    overtaken.reverse();
    Ok(overtaken)
}

/// What a person was to hear on one channel about the reasons for a level, and has not heard there: the letter did not go
/// out, and no later one of these kinds did, which would have said it. With how much hangs on the letter, where it still waits.
///
/// # Errors
/// When the database says no.
pub fn unheard(
    tx: &Transaction<'_>,
    case: &CaseId,
    (person, channel): (&PersonId, &str),
    [a, b, c]: [Kind; 3],
    now: Timestamp,
) -> Result<Vec<(Mark, Option<Severity>)>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT subject, revision, step, CASE state WHEN 'owed' THEN severity END FROM notice JOIN letter ON letter.id = letter
         WHERE case_id = ?1 AND subject >= 'risk/' AND subject < 'risk0' AND notice.person = ?2 AND notice.channel = ?3
           AND state <> 'sent' AND owed_at < ?4 AND NOT EXISTS (
             SELECT 1 FROM notice AS since JOIN letter AS later ON later.id = since.letter
             WHERE since.case_id = ?1 AND since.subject >= 'risk/' AND since.subject < 'risk0'
               AND since.person = ?2 AND since.channel = ?3 AND later.id > letter.id AND later.state = 'sent'
               AND later.kind IN (?5, ?6, ?7))",
    )?;
    let key = params![case.as_str(), person.as_str(), channel, now.as_second(), a.word(), b.word(), c.word()];
    let missed = |row: &Row<'_>| {
        let mark = Mark { subject: row.get(0)?, revision: row.get(1)?, step: row.get(2)? };
        Ok((mark, row.get::<_, Option<i64>>(3)?.map(severity)))
    };
    Ok(select.query_map(key, missed)?.collect::<Result<_, _>>()?)
}

/// True when everything that a person was to hear of a subject still waits, untried, for a moment or for later: they know
/// nothing of it.
///
/// # Errors
/// When the database says no.
pub fn sleeps_on(
    tx: &Transaction<'_>,
    case: &CaseId,
    person: &PersonId,
    subject: &str,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT count(*), count(CASE WHEN state = 'owed' AND attempts = 0 AND next_try >= ?4 THEN 1 END)
         FROM notice JOIN letter ON letter.id = letter WHERE case_id = ?1 AND notice.person = ?2 AND subject = ?3
             AND NOT (ended IS 'withdrawn' AND attempts = 0)",
    )?;
    let key = params![case.as_str(), person.as_str(), subject, until.as_second()];
    let (all, waiting): (i64, i64) = select.query_row(key, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all > 0 && all == waiting)
}

/// A letter of a kind that is looked for; of those that ask, one that has gone out, too.
struct Waiting {
    letter: Older,
    kind: String,
    waits: bool,
    subjects: Vec<String>,
}

/// Letters that were owed before to the same person on the same channel, about the same of staywatch itself; with a step, of
/// that step alone.
///
/// # Errors
/// When the database says no.
pub fn older_plain(
    tx: &Transaction<'_>,
    new: &Owed,
    (subject, step): (&str, Option<&str>),
    now: Timestamp,
) -> Result<Vec<i64>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT letter.id FROM notice JOIN letter ON letter.id = letter
         WHERE case_id = '' AND subject = ?1 AND notice.person = ?2 AND notice.channel = ?3 AND state = 'owed'
             AND owed_at < ?4 AND (?5 IS NULL OR step = ?5)",
    )?;
    let rows = select
        .query_map(params![subject, new.person.as_str(), new.channel, now.as_second(), step], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Letters still owed that say of these matters that nobody has confirmed, and of others, too.
///
/// # Errors
/// When the database says no.
pub fn asks_of_others_too(tx: &Transaction<'_>, matters: &[i64]) -> Result<Vec<i64>, StoreError> {
    let list = matters.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let mut select = tx.prepare(&format!(
        "SELECT id FROM letter WHERE state = 'owed' AND kind = 'escalation'
         AND id IN (SELECT letter FROM letter_matter WHERE matter IN ({list}))
         AND id IN (SELECT letter FROM letter_matter WHERE matter NOT IN ({list}))"
    ))?;
    let rows = select.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes back a letter that is still owed, and says so in the ledger. One under way may arrive all the same.
///
/// # Errors
/// When the database says no.
pub fn take_back(tx: &Transaction<'_>, letter: i64, now: Timestamp) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE letter SET state = 'refused', ended = 'withdrawn', settled_at = ?2 WHERE id = ?1 AND state = 'owed'
         RETURNING thread, kind",
    )?;
    let mut rows = update.query(params![letter, now.as_second()])?;
    if let Some(row) = rows.next()? {
        let (thread, kind): (String, String) = (row.get(0)?, row.get(1)?);
        // What belongs to no case has a thread of its own.
        let case = (!matches!(kind.as_str(), "system" | "digest")).then_some(thread);
        enter(tx, "withdrawn", &json!({ "letter": letter, "case": case }), now);
    }
    Ok(())
}

/// Gives a letter that is still owed other words. One under way keeps its own: it is recorded with what it says.
///
/// # Errors
/// When the database says no.
pub fn reword(tx: &Transaction<'_>, letter: i64, message: &Message) -> Result<(), StoreError> {
    let message = serde_json::to_string(message).map_err(|error| StoreError::Letter(letter, error))?;
    tx.prepare_cached(
        "UPDATE letter SET message = ?2 WHERE id = ?1 AND state = 'owed'
         AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.letter = ?1 AND outcome IS NULL)",
    )?
    .execute(params![letter, message])?;
    Ok(())
}
