//! What a clock that ran ahead had said too early.
//!
//! In: the moment that holds now. Out: reminders, pressing and alarms that were owed in the future are as if they had not
//! been: what has not gone out is taken back, and everything is told again in its hour. What was said of ends and changes
//! stays: it is taken back in words.

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::StoreError;
use super::overtaken::take_back;
use super::{memo, set_memo};
use crate::notice::plan::Kind;

/// Forgets what was told ahead of time. Returns how many letters that concerns.
///
/// # Errors
/// When the database says no.
pub fn forget_ahead(tx: &Transaction<'_>, now: Timestamp) -> Result<usize, StoreError> {
    let mut select = tx.prepare("SELECT id, kind FROM letter WHERE owed_at > ?1")?;
    let letters = select.query_map([now.as_second()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let letters: Vec<(i64, String)> = letters.collect::<Result<_, _>>()?;
    let mut forgotten = 0;
    for (letter, kind) in letters {
        let kind = Kind::ALL.iter().find(|known| known.word() == kind);
        match kind {
            Some(Kind::Reminder | Kind::Escalation | Kind::Risk | Kind::Signal | Kind::CheckIn | Kind::Digest) => {
                take_back(tx, letter, now)?;
                tx.prepare_cached("DELETE FROM notice WHERE letter = ?1")?.execute([letter])?;
                forgotten += 1;
            }
            Some(Kind::Lapsed) => take_back(tx, letter, now)?,
            _ => {}
        }
    }
    if forgotten > 0 {
        let times = times_put_back(tx)?.and_then(|times| times.parse::<u64>().ok()).unwrap_or_default();
        set_memo(tx, TIMES, &(times + 1).to_string())?;
    }
    Ok(forgotten)
}

const TIMES: &str = "clock-put-back";

/// How often something was forgotten that had been told ahead of time. What is told again in its hour has another name by it:
/// mail servers drop what bears the name of a letter that they have taken.
///
/// # Errors
/// When the database says no.
pub fn times_put_back(tx: &Transaction<'_>) -> Result<Option<String>, StoreError> {
    memo(tx, TIMES)
}

/// Has every case looked at no later than now; mornings keep their hour.
///
/// # Errors
/// When the database says no.
pub fn wake_cases(tx: &Transaction<'_>, but: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE watch SET wake_at = min(wake_at, ?1) WHERE substr(case_id, 1, length(?2)) <> ?2")?
        .execute(params![now.as_second(), but])?;
    Ok(())
}
