//! One look: every case whose moment has come.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use super::judge::judge;
use super::{digest, summary, whole_second};
use crate::config::Ground;
use crate::notice::plan::Content;
use crate::outbox::owe_notice;
use crate::store::{self, Store, StoreError};

/// What one look did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// Letters newly owed.
    pub owed: usize,
    /// Cases looked at.
    pub looked: usize,
    /// When to look again.
    pub next: Option<Timestamp>,
    /// More may be due already.
    pub more: bool,
}

/// Cases planned in one transaction: enough to share the cost of a commit, few enough to keep it short.
pub(super) const BATCH: usize = 16;

/// Looks at everything that is due, on one configuration.
///
/// # Errors
/// When the store cannot be read or written; nothing of the failed batch is kept, and the next look decides again.
pub async fn tick(store: &Store, ground: &Ground, now: Timestamp) -> Result<Tick, StoreError> {
    let mut total = Tick::default();
    loop {
        let batch = look(store, ground, now).await?;
        total = Tick { owed: total.owed + batch.owed, looked: total.looked + batch.looked, ..batch };
        if !batch.more {
            return Ok(total);
        }
    }
}

/// Looks at a batch of what is due. It is one transaction: what it decides is owed with it or not at all. Whoever has a
/// save to put into force, or a word to record, need not wait for longer than this.
///
/// # Errors
/// When the store cannot be read or written; nothing is kept then, and the next look decides again.
pub async fn look(store: &Store, ground: &Ground, now: Timestamp) -> Result<Tick, StoreError> {
    let (ground, now) = (ground.clone(), whole_second(now));
    let batch = store.write(move |tx| look_in(tx, &ground, now)).await?;
    fail::fail_point!("owe.after-commit");
    Ok(batch)
}

fn look_in(tx: &Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<Tick, StoreError> {
    let mut tick = Tick::default();
    for id in store::due_cases(tx, now, BATCH)? {
        tick.looked += 1;
        // A summary or a morning looks at all cases of a group or a person: that is a batch of its own.
        if let Some(group) = summary::group_of(&id) {
            summary::look(tx, ground, group, now)?;
            tick.more = true;
            break;
        }
        if let Some(person) = id.strip_prefix(digest::PREFIX) {
            tick.owed += digest::owe(tx, ground, person, now)?;
            tick.more = true;
            break;
        }
        tick.owed += look_at(tx, ground, &id, now)?;
    }
    tick.more |= tick.looked == BATCH;
    tick.next = store::next_wake(tx)?;
    fail::fail_point!("owe.before-commit");
    Ok(tick)
}

/// Looks at one case, due or not. Returns how many letters are newly owed.
pub(super) fn look_at(tx: &Transaction<'_>, ground: &Ground, id: &str, now: Timestamp) -> Result<usize, StoreError> {
    let Some(case) = ground.setup.case(id) else {
        // Its file cannot be read just now. It is asked for again soon: nothing may sleep for ever.
        store::wake(tx, id, now.checked_add(SignedDuration::from_mins(1)).ok(), None)?;
        return Ok(0);
    };
    let case = &*case;
    let judged = judge(tx, ground, case, now)?;
    store::keep_docket(tx, &case.id, &judged.docket.deadlines)?;
    let plan = judged.plan(ground, case, now);
    let mut owed = 0;
    for notice in &plan.notices {
        owed += owe_notice(tx, ground, case, notice, now)?;
    }
    let spoke_of_level = plan.notices.iter().any(|notice| matches!(notice.content, Content::Risk { .. }));
    let level = (spoke_of_level || judged.assessment.ended).then_some(judged.assessment.level);
    // Never again at this very moment: a plan that asked for that would spin.
    let again = plan.look_again.map(|at| at.max(now + SignedDuration::from_secs(1)));
    store::wake(tx, case.id.as_str(), again, level)?;
    summary::stir(tx, ground, case.id.as_str(), now)?;
    Ok(owed)
}
