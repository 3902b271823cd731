//! Taking closed cases out of the store once their time is up.
//!
//! In: the settings, the cases, the moment. Out: cases that are gone from the store. A case that is watched, whose file
//! is broken, or of which a message still has to go out, is never touched.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use crate::config::Ground;
use crate::store::{self, StoreError};
use crate::watchlist::Case;

/// When the store was last gone through.
const MEMO: &str = "retention";
/// Once a day is often enough for what is counted in years.
const EVERY: SignedDuration = SignedDuration::from_hours(24);

/// True when nothing is counted for a case any more.
#[must_use]
pub fn is_over(case: &Case, now: Timestamp) -> bool {
    case.closed_at(now)
}

/// Purges what is over for longer than the settings keep it. `certain`: every file could be read. Returns how many.
pub(super) fn purge(tx: &Transaction<'_>, ground: &Ground, certain: bool, now: Timestamp) -> Result<usize, StoreError> {
    let Some(kept) = ground.setup.settings.retention.filter(|_| certain) else { return Ok(0) };
    let looked = store::memo(tx, MEMO)?.and_then(|text| Timestamp::from_second(text.parse().ok()?).ok());
    if looked.is_some_and(|looked| looked <= now && now.duration_since(looked) < EVERY) {
        return Ok(0);
    }
    store::set_memo(tx, MEMO, &now.as_second().to_string())?;
    let mut purged = 0;
    for code in store::remembered_cases(tx)? {
        // A file that is there and cannot be read just now may be one of a case that is watched.
        let watched = ground.setup.cases.place(&code).is_some();
        if watched && ground.setup.case(&code).is_none_or(|case| !is_over(&case, now)) {
            continue;
        }
        // A case that was closed long ago and entered today is closed since today, as far as anybody here knows.
        let heard = store::last_heard(tx, &code)?;
        if heard.is_none_or(|heard| now.duration_since(heard) < kept) {
            continue;
        }
        let done = store::purge(tx, &code, "retention", now)?;
        tracing::info!(entry = done.seq, letters = done.letters, "Erased a closed case whose time was up");
        purged += 1;
    }
    Ok(purged)
}
