//! Letters, their natural keys and their attempts.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;

use super::StoreError;
use super::answers::{bind, keep_code};
use super::chain::{enter, text_hash};
use super::contacts::waits_until;
use crate::ids::{CaseId, PersonId};
use crate::law::rule::Severity;
use crate::notice::answered::Matter;
use crate::notice::message::Message;
use crate::notice::plan::{Kind, Mark};

/// One message for one person on one channel, to be remembered with what it settles.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The case; `None` for a message about staywatch itself.
    pub case: Option<CaseId>,
    /// Names the message on every attempt.
    pub key: String,
    /// Messages of one thread belong together.
    pub thread: String,
    /// The word of its kind.
    pub kind: &'static str,
    /// How much hangs on it.
    pub severity: Severity,
    /// Who is told.
    pub person: PersonId,
    /// `email` or `telegram`.
    pub channel: &'static str,
    /// What it says.
    pub message: Message,
    /// When it becomes moot.
    pub moot: Option<Timestamp>,
    /// What it settles.
    pub marks: Vec<Mark>,
    /// What it asks its reader to answer.
    pub matters: Vec<Matter>,
    /// The code by which a mail is answered.
    pub code: Option<String>,
    /// Not sent before this moment: the reader sleeps, and it can wait.
    pub not_before: Option<Timestamp>,
}

/// A letter taken for one attempt.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its row.
    pub id: i64,
    /// Its name.
    pub key: String,
    /// Its thread.
    pub thread: String,
    /// Its kind.
    pub kind: String,
    /// How much hangs on it.
    pub severity: Severity,
    /// Who is told.
    pub person: String,
    /// `email` or `telegram`.
    pub channel: String,
    /// What it says.
    pub message: Message,
    /// When it was owed.
    pub owed_at: Timestamp,
    /// When it becomes moot.
    pub moot_at: Option<Timestamp>,
    /// The number of this attempt, from 1.
    pub attempt: u32,
    /// True when an earlier attempt may have arrived.
    pub uncertain: bool,
    /// True when its reader can answer it.
    pub answerable: bool,
}

/// What one attempt came to.
#[derive(Clone, Debug)]
pub struct Settlement {
    /// The letter.
    pub id: i64,
    /// The attempt.
    pub attempt: u32,
    /// The word of the outcome.
    pub outcome: &'static str,
    /// The reason, when it was not sent.
    pub why: Option<String>,
    /// Sent: the receipt. Otherwise the next try, or `None`: it is given up here.
    pub end: Result<String, Option<Timestamp>>,
}

/// The word of a kind as it stands in a row.
#[must_use]
pub fn known_kind(word: &str) -> &'static str {
    Kind::ALL.iter().map(|kind| kind.word()).find(|known| *known == word).unwrap_or("system")
}

pub(super) fn severity(number: i64) -> Severity {
    match number {
        2.. => Severity::Critical,
        1 => Severity::High,
        _ => Severity::Normal,
    }
}

pub(super) fn rank(severity: Severity) -> i64 {
    match severity {
        Severity::Critical => 2,
        Severity::High => 1,
        Severity::Normal => 0,
    }
}

pub(super) fn instant(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MIN)
}

/// Owes a letter. True when it is new; false when everything it settles was owed before.
///
/// # Errors
/// When the database says no.
pub fn owe(tx: &Transaction<'_>, owed: &Owed, now: Timestamp) -> Result<bool, StoreError> {
    let case = owed.case.as_ref().map_or("", CaseId::as_str);
    let mut known = tx.prepare_cached(
        "SELECT 1 FROM notice WHERE case_id = ?1 AND subject = ?2 AND revision = ?3 AND step = ?4 AND person = ?5 AND channel = ?6",
    )?;
    let mut fresh = Vec::new();
    for mark in &owed.marks {
        let key = params![case, mark.subject, mark.revision, mark.step, owed.person.as_str(), owed.channel];
        if known.query_row(key, |_| Ok(())).optional()?.is_none() {
            fresh.push(mark);
        }
    }
    if fresh.is_empty() {
        return Ok(false);
    }
    let message = serde_json::to_string(&owed.message).map_err(|error| StoreError::Letter(0, error))?;
    let first_try = now.max(owed.not_before.unwrap_or(now));
    let first_try = first_try.max(waits_until(tx, &owed.person, owed.channel)?.unwrap_or(now));
    let added = tx
        .prepare_cached(
            "INSERT INTO letter (key, thread, kind, severity, person, channel, message, owed_at, moot_at, next_try)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (key) DO NOTHING",
        )?
        .execute(params![
            owed.key,
            owed.thread,
            owed.kind,
            rank(owed.severity),
            owed.person.as_str(),
            owed.channel,
            message,
            now.as_second(),
            owed.moot.map(Timestamp::as_second),
            first_try.as_second(),
        ])?;
    let letter: i64 = tx.query_row("SELECT id FROM letter WHERE key = ?1", [&owed.key], |row| row.get(0))?;
    for mark in fresh {
        tx.prepare_cached("INSERT INTO notice VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")?.execute(
            params![case, mark.subject, mark.revision, mark.step, owed.person.as_str(), owed.channel, letter],
        )?;
    }
    if added == 1 {
        bind(tx, letter, case, owed)?;
        keep_code(tx, letter, owed.code.as_deref())?;
        let body = json!({
            "case": owed.case.as_ref().map(CaseId::as_str), "letter": letter, "key": owed.key, "kind": owed.kind,
            "person": owed.person.as_str(), "channel": owed.channel, "message": text_hash(&message),
        });
        enter(tx, "owed", &body, now);
    }
    Ok(added == 1)
}

/// Due letters of a channel, the weightiest first. One range of the index for each weight: over all weights at once every
/// letter that waits for a later try would be passed, each time.
pub(super) const CLAIM: &str = "
    WITH due (id) AS (
        SELECT * FROM (SELECT id FROM letter WHERE state = 'owed' AND channel = ?3 AND severity = 2 AND next_try <= ?1
            ORDER BY next_try, id LIMIT ?2) UNION ALL
        SELECT * FROM (SELECT id FROM letter WHERE state = 'owed' AND channel = ?3 AND severity = 1 AND next_try <= ?1
            ORDER BY next_try, id LIMIT ?2) UNION ALL
        SELECT * FROM (SELECT id FROM letter WHERE state = 'owed' AND channel = ?3 AND severity = 0 AND next_try <= ?1
            ORDER BY next_try, id LIMIT ?2))
    SELECT letter.id, key, thread, kind, severity, person, channel, message, owed_at, moot_at, attempts, uncertain,
        EXISTS (SELECT 1 FROM letter_matter WHERE letter_matter.letter = letter.id)
    FROM due JOIN letter ON letter.id = due.id ORDER BY severity DESC, next_try, letter.id LIMIT ?2";

/// Takes up to `most` letters of a channel that are due, the weightiest first, and moves them past the lease.
///
/// # Errors
/// When the database says no, or a stored message cannot be read back: that letter is refused, the rest go on.
pub fn claim(
    tx: &Transaction<'_>,
    channel: &str,
    now: Timestamp,
    lease: SignedDuration,
    most: usize,
) -> Result<Vec<Claimed>, StoreError> {
    let until = now.checked_add(lease).unwrap_or(Timestamp::MAX).as_second();
    let mut select = tx.prepare_cached(CLAIM)?;
    let mut rows = select.query(params![now.as_second(), i64::try_from(most).unwrap_or(i64::MAX), channel])?;
    let mut claimed = Vec::new();
    let mut poison = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let text: String = row.get(7)?;
        // A row that cannot be read must not stall the others.
        let Ok(message) = serde_json::from_str(&text) else {
            poison.push(id);
            continue;
        };
        claimed.push(Claimed {
            id,
            key: row.get(1)?,
            thread: row.get(2)?,
            kind: row.get(3)?,
            severity: severity(row.get(4)?),
            person: row.get(5)?,
            channel: row.get(6)?,
            message,
            owed_at: instant(row.get(8)?),
            moot_at: row.get::<_, Option<i64>>(9)?.map(instant),
            attempt: row.get::<_, u32>(10)? + 1,
            uncertain: row.get(11)?,
            answerable: row.get(12)?,
        });
    }
    for id in poison {
        tx.execute(
            "UPDATE letter SET state = 'refused', ended = 'poison', settled_at = ?2 WHERE id = ?1",
            params![id, now.as_second()],
        )?;
    }
    for letter in &claimed {
        tx.prepare_cached("UPDATE letter SET attempts = ?2, next_try = ?3 WHERE id = ?1")?.execute(params![
            letter.id,
            letter.attempt,
            until
        ])?;
        fail::fail_point!("claim.inside");
        tx.prepare_cached("INSERT INTO attempt (letter, number, began) VALUES (?1, ?2, ?3)")?.execute(params![
            letter.id,
            letter.attempt,
            now.as_second()
        ])?;
    }
    Ok(claimed)
}

/// Records what attempts came to, in one go.
///
/// # Errors
/// When the database says no.
pub fn settle(tx: &Transaction<'_>, settlements: &[Settlement], now: Timestamp) -> Result<(), StoreError> {
    for settlement in settlements {
        tx.prepare_cached("UPDATE attempt SET outcome = ?3, why = ?4 WHERE letter = ?1 AND number = ?2")?
            .execute(params![settlement.id, settlement.attempt, settlement.outcome, settlement.why])?;
        let moved = match &settlement.end {
            Ok(receipt) => tx
                .prepare_cached(
                    "UPDATE letter SET state = 'sent', receipt = ?2, settled_at = ?3, ended = NULL WHERE id = ?1",
                )?
                .execute(params![settlement.id, receipt, now.as_second()])?,
            Err(None) => tx
                .prepare_cached(
                    "UPDATE letter SET state = 'refused', settled_at = ?2 WHERE id = ?1 AND state = 'owed'",
                )?
                .execute(params![settlement.id, now.as_second()])?,
            Err(Some(next)) => tx
                .prepare_cached(
                    "UPDATE letter SET next_try = ?2, uncertain = max(uncertain, ?3) WHERE id = ?1 AND state = 'owed'",
                )?
                .execute(params![settlement.id, next.as_second(), settlement.outcome == "unknown"])?,
        };
        if moved > 0 && !matches!(settlement.end, Err(Some(_))) {
            enter_settled(tx, settlement, now)?;
        }
    }
    Ok(())
}

/// What became of a letter, in the ledger: whom it told, by which channel, with which receipt, and the hash of its text.
fn enter_settled(tx: &Transaction<'_>, settlement: &Settlement, now: Timestamp) -> Result<(), StoreError> {
    let mut select =
        tx.prepare_cached("SELECT thread, kind, key, person, channel, message FROM letter WHERE id = ?1")?;
    let body = select.query_row([settlement.id], |row| {
        let (thread, kind): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(json!({
            // What belongs to no case has a thread of its own.
            "case": (!matches!(kind.as_str(), "system" | "digest")).then_some(thread),
            "letter": settlement.id, "kind": kind, "key": row.get::<_, String>(2)?,
            "person": row.get::<_, String>(3)?, "channel": row.get::<_, String>(4)?,
            "message": text_hash(&row.get::<_, String>(5)?), "attempt": settlement.attempt,
            "receipt": settlement.end.as_ref().ok(), "why": settlement.why,
        }))
    })?;
    enter(tx, if settlement.end.is_ok() { "sent" } else { "refused" }, &body, now);
    Ok(())
}

/// At start: attempts that were cut off may have arrived. Their letters are due at once, and say so.
/// Returns how many there were.
///
/// # Errors
/// When the database says no.
pub fn close_cut_off(tx: &Transaction<'_>, now: Timestamp) -> Result<usize, StoreError> {
    tx.execute(
        "UPDATE letter SET uncertain = 1, next_try = ?1
         WHERE state = 'owed' AND id IN (SELECT letter FROM attempt WHERE outcome IS NULL)",
        [now.as_second()],
    )?;
    super::summary::close_cut_off(tx, now)?;
    Ok(tx.execute("UPDATE attempt SET outcome = 'cut-off' WHERE outcome IS NULL", [])?)
}

/// When the next letter, or the next change of a message that was sent, is due.
///
/// # Errors
/// When the database says no.
pub fn next_try(tx: &Transaction<'_>) -> Result<Option<Timestamp>, StoreError> {
    let first = |question| tx.prepare_cached(question)?.query_row([], |row| row.get::<_, Option<i64>>(0));
    let next = first("SELECT min(next_try) FROM letter WHERE state = 'owed'")?;
    let edit = first("SELECT min(next_try) FROM edit WHERE settled_at IS NULL")?;
    let summary = super::summary::next(tx)?;
    Ok(next.into_iter().chain(edit).chain(summary).min().map(instant))
}

/// How many letters are owed, sent and refused. One that an answer made needless is none of these.
///
/// # Errors
/// When the database says no.
pub fn counts(tx: &Transaction<'_>) -> Result<(i64, i64, i64), StoreError> {
    let mut select =
        tx.prepare_cached("SELECT count(*) FROM letter WHERE state = ?1 AND (ended IS NULL OR ended <> 'withdrawn')")?;
    let mut of = |state: &str| select.query_row([state], |row| row.get::<_, i64>(0));
    Ok((of("owed")?, of("sent")?, of("refused")?))
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::super::audit::UNSAY;
    use super::super::watch::{DUE_CASES, DUE_LIST, TOLD};
    use super::*;

    fn steps(question: &str) -> Vec<String> {
        let store = Store::in_memory().unwrap();
        let explain = format!("EXPLAIN QUERY PLAN {question}");
        store
            .write_now(|tx| {
                let mut select = tx.prepare(&explain)?;
                let given = rusqlite::params_from_iter((0..select.parameter_count()).map(|_| 1));
                let steps = select.query_map(given, |row| row.get(3))?.collect::<Result<_, _>>()?;
                Ok(steps)
            })
            .unwrap()
    }

    #[test]
    fn letters_that_wait_for_later_are_never_passed() {
        let steps = steps(CLAIM);
        let ranges = |step: &&String| step.contains("letter_due (channel=? AND severity=? AND next_try<?)");
        assert_eq!(steps.iter().filter(ranges).count(), 3, "{steps:#?}");
        assert!(!steps.iter().any(|step| step.starts_with("SCAN letter")), "{steps:#?}");
    }

    #[test]
    fn whoever_judges_a_case_reads_no_text_of_a_letter() {
        for question in [TOLD, UNSAY] {
            let steps = steps(question);
            let of_letters: Vec<_> = steps.iter().filter(|step| step.contains("letter")).collect();
            let from_index = |step: &&String| step.contains("letter USING COVERING INDEX letter_since (id=?)");
            assert!(of_letters.len() == 1 && of_letters.iter().all(from_index), "{steps:#?}");
        }
    }

    #[test]
    fn the_next_moment_is_the_first_of_an_index() {
        for (question, index) in [
            ("SELECT min(next_try) FROM letter WHERE state = 'owed'", "letter_next"),
            ("SELECT min(wake_at) FROM watch", "watch_wake"),
            (DUE_CASES, "watch_wake (wake_at<?)"),
        ] {
            let steps = steps(question);
            assert!(steps.len() == 1 && steps[0].contains(index), "{steps:#?}");
        }
        let steps = steps(DUE_LIST);
        assert!(steps[0].contains("PRIMARY KEY (case_id>? AND case_id<?)"), "{steps:#?}");
    }
}
