//! What the machine does to the watch: a calendar that ends, a full disk, a clock that jumps, a run that broke off.
//!
//! In: the configuration, the disk, readings of the clock. Out: trouble, for the admins to be told of. It mends nothing.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rusqlite::Transaction;

use super::digest;
use super::trouble::{Trouble, tell_event};
use crate::clock::Jump;
use crate::config::Ground;
use crate::law::rule::Rule;
use crate::store::{self, StoreError};
use crate::watchlist::Status;

/// Calendars of the cases in force must reach at least this far.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 60);
/// Less room than this is too little, in megabytes; it is enough again above the other.
const LITTLE: (u64, u64) = (200, 300);
/// Nobody is told of a pause shorter than this.
const PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// A letter that was not asked to wait longer waits no longer than this for its next try.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(20);
/// A run that breaks off again and again is told of once in this time.
const BROKE_OFF_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// Calendars that cases in force are counted by and that end soon. Reads every case: now and then, not at each look.
#[must_use]
pub fn calendars_that_end(ground: &Ground, now: Timestamp) -> Vec<Trouble> {
    let law = &ground.setup.law;
    let today = now.to_zoned(TimeZone::UTC).date();
    let ending: Vec<_> = law
        .calendars()
        .filter_map(|calendar| Some((calendar, calendar.horizon?.1)))
        .filter(|(_, until)| today.duration_until(*until) < AHEAD)
        .collect();
    if ending.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Trouble> = Vec::new();
    for case in ground.setup.cases.iter().filter(|case| case.status != Status::Closed) {
        for pack in law.for_case(&case) {
            let counting = |rule: &Rule| law.counting(&rule.counting.as_ref()?.value, Some(pack));
            let used: Vec<_> = pack.rules.iter().filter_map(counting).collect();
            for (calendar, until) in &ending {
                let counts_by = used.iter().any(|(_, counting)| counting.calendar.as_ref() == Some(&calendar.id));
                let trouble = Trouble::new("calendar-ends", calendar.id.as_str(), &until.to_string());
                if counts_by && !found.contains(&trouble) {
                    found.push(trouble);
                }
            }
        }
    }
    found
}

/// Folders with little room. `told` are those of which the admins know: they need more room to be well again.
#[must_use]
pub fn little_room(folders: &[PathBuf], told: &[String]) -> Vec<Trouble> {
    let mut found = Vec::new();
    for folder in folders {
        let about = folder.display().to_string();
        let Ok(room) = rustix::fs::statvfs(folder) else { continue };
        let free = room.f_bavail.saturating_mul(room.f_frsize) >> 20;
        let enough = if told.contains(&about) { LITTLE.1 } else { LITTLE.0 };
        if free < enough {
            found.push(Trouble::new("disk-low", &about, &free.to_string()));
        }
    }
    found
}

/// A jump of the clock as something to be told.
#[must_use]
pub fn clock_jumped(jump: Jump) -> Trouble {
    let (what, time) = match jump {
        Jump::Slept(time) => ("clock-slept", time),
        Jump::Forward(time) => ("clock-forward", time),
        Jump::Back(time) => ("clock-back", time),
    };
    Trouble { time: Some(time), ..Trouble::new(what, "", "") }
}

/// The latest moment from which the clock was put back, and that to which it was put back last, in seconds.
const KNOWN_UNTIL: &str = "known-until";
/// For how long that counts. It may have been the later moment that was wrong, by years: then what is entered by a day that
/// lies ahead is a slip, as ever, and must not be counted for good.
const COUNTS_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Facts that were known before the clock was put back stay known, also to a configuration that was read since.
///
/// # Errors
/// When the database says no.
pub(super) fn keep_known(tx: &Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    ground.setup.cases.stay_known(known_until(tx, now)?);
    Ok(())
}

fn known_until(tx: &Transaction<'_>, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let read = |memo: String| {
        let (until, back) = memo.split_once(' ')?;
        let moment = |second: &str| Timestamp::from_second(second.parse().ok()?).ok();
        Some((moment(until)?, moment(back)?))
    };
    let last = store::memo(tx, KNOWN_UNTIL)?.and_then(read);
    Ok(last.filter(|(_, back)| now.duration_since(*back) < COUNTS_FOR).map(|(until, _)| until))
}

/// The clock was put back: what it had said too early is said in its hour, what waits for a moment of the wrong clock waits
/// no longer than the longest pause, and what was known stays known. Returns how many letters had been owed too early.
///
/// # Errors
/// When the database says no.
pub fn clock_back(
    tx: &Transaction<'_>,
    ground: &Ground,
    before: Timestamp,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let until = known_until(tx, now)?.map_or(before, |until| until.max(before));
    store::set_memo(tx, KNOWN_UNTIL, &format!("{} {}", until.as_second(), now.as_second()))?;
    keep_known(tx, ground, now)?;
    store::recall_far_letters(tx, now, LONGEST_PAUSE)?;
    let early = store::forget_ahead(tx, now)?;
    tracing::warn!(early, "What a clock ahead of time had said is said again in its hour");
    store::wake_cases(tx, digest::PREFIX, now)?;
    digest::wake_people(tx, ground, now)?;
    Ok(early)
}

const ALIVE: &str = "alive";
const BROKE_OFF: &str = "broke-off-told";

/// At start: how the last run ended, told to the admins when it matters. From now on this run is the last.
///
/// # Errors
/// When the database says no.
pub fn begin_run(tx: &Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    let last = store::memo(tx, ALIVE)?;
    keep_alive(tx, now)?;
    let Some((at, ended)) = last.as_deref().and_then(read_alive) else { return Ok(()) };
    let pause = now.duration_since(at);
    if pause < -PAUSE {
        clock_back(tx, ground, at, now)?;
        tell_event(tx, ground, &clock_jumped(Jump::Back(pause.abs())), now)?;
    }
    let pause = pause.max(SignedDuration::ZERO);
    if ended {
        if pause > PAUSE {
            tell_event(tx, ground, &Trouble { time: Some(pause), ..Trouble::new("started", "", "") }, now)?;
        }
        return Ok(());
    }
    let seen = at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string();
    tracing::warn!(seen, "The last run ended without a goodbye; it was last seen at {seen}");
    let told = store::memo(tx, BROKE_OFF)?.and_then(|second| Timestamp::from_second(second.parse().ok()?).ok());
    if told.is_none_or(|told| now.duration_since(told).abs() > BROKE_OFF_AGAIN) {
        store::set_memo(tx, BROKE_OFF, &now.as_second().to_string())?;
        tell_event(tx, ground, &Trouble { time: Some(pause), ..Trouble::new("cut-off", &seen, "") }, now)?;
    }
    Ok(())
}

/// A sign that this run goes on.
///
/// # Errors
/// When the database says no.
pub fn keep_alive(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    store::set_memo(tx, ALIVE, &format!("{} running", now.as_second()))
}

/// This run ends as it should.
///
/// # Errors
/// When the database says no.
pub fn end_run(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    store::set_memo(tx, ALIVE, &format!("{} ended", now.as_second()))
}

fn read_alive(text: &str) -> Option<(Timestamp, bool)> {
    let (second, word) = text.split_once(' ')?;
    Some((Timestamp::from_second(second.parse().ok()?).ok()?, word == "ended"))
}

/// True when the store was put back from a backup and nobody has looked since.
///
/// # Errors
/// When the database says no.
pub fn is_restored(tx: &Transaction<'_>) -> Result<bool, StoreError> {
    Ok(store::memo(tx, store::RESTORED)?.is_some())
}

/// After the first look at a store that was put back: what is owed now may have been sent in the time it does not know.
/// The admins are told since when that is.
///
/// # Errors
/// When the database says no.
pub fn after_restore(tx: &Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    let doubtful = store::doubt_owed(tx)?;
    let known = store::memo(tx, store::RESTORED)?.and_then(|second| Timestamp::from_second(second.parse().ok()?).ok());
    let written = |at: Timestamp| at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string();
    let seen = known.map_or_else(|| "?".to_owned(), written);
    tracing::warn!(
        letters = doubtful,
        "The store was restored: it knows nothing since {seen}; {doubtful} letters say that they may be repeats"
    );
    tell_event(tx, ground, &Trouble::new("restored", &seen, ""), now)?;
    store::forget_memo(tx, store::RESTORED)?;
    Ok(())
}
