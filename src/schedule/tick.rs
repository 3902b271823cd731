//! One look: every case whose moment has come.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use super::digest::List;
use super::judge::judge;
use super::{summary, whole_second};
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
    let (mut look, mut total) = (Look::default(), Tick::default());
    loop {
        let batch = look.batch(store, ground, now).await?;
        total = Tick { owed: total.owed + batch.owed, looked: total.looked + batch.looked, ..batch };
        if !batch.more {
            return Ok(total);
        }
    }
}

/// A look that goes on from batch to batch.
#[derive(Debug, Default)]
pub struct Look {
    /// A list that is under way.
    list: Option<List>,
    /// Cases and lists take turns: neither waits for all of the other.
    cases_turn: bool,
}

impl Look {
    /// Looks at a batch of what is due. It is one transaction: what it decides is owed with it or not at all. Whoever has a
    /// save to put into force, or a word to record, need not wait for longer than this.
    ///
    /// # Errors
    /// When the store cannot be read or written; nothing is kept then, and the next look decides again.
    pub async fn batch(&mut self, store: &Store, ground: &Ground, now: Timestamp) -> Result<Tick, StoreError> {
        let (ground, now) = (ground.clone(), whole_second(now));
        // Taken out: a list whose batch failed begins anew.
        let (list, cases_turn) = (self.list.take(), self.cases_turn);
        let looked = store.write(move |tx| look_in(tx, &ground, (list, cases_turn), now)).await?;
        let (batch, list, listed) = looked;
        (self.list, self.cases_turn) = (list, listed);
        fail::fail_point!("owe.after-commit");
        Ok(batch)
    }
}

fn look_in(
    tx: &Transaction<'_>,
    ground: &Ground,
    (list, cases_turn): (Option<List>, bool),
    now: Timestamp,
) -> Result<(Tick, Option<List>, bool), StoreError> {
    let mut tick = Tick::default();
    let (cases, row) = (store::due_cases(tx, now, BATCH)?, store::due_list(tx, now)?);
    let wake = |row: &str| Ok::<_, StoreError>(store::wake_of(tx, row)?.flatten().unwrap_or(Timestamp::MAX));
    let mut list = match list {
        Some(list) if wake(&list.row())? <= now => Some(list),
        _ => None,
    };
    // A list tells what was told of the cases: those that woke before it come first.
    let before = match (&row, cases.first()) {
        (Some(row), Some(case)) if list.is_none() => wake(case)? < wake(row)?,
        _ => false,
    };
    let lists = row.is_some() && !before && (!cases_turn || cases.is_empty());
    match row {
        // A summary or a morning looks at all cases of a group or a person: that is a batch of its own, or many.
        Some(row) if lists => {
            tick.more = true;
            if list.is_none()
                && let Some(group) = summary::group_of(&row)
            {
                summary::look(tx, ground, group, now)?;
                tick.looked = 1;
            } else if let Some(mut under_way) = list.take().or_else(|| List::of(&row, now)) {
                match under_way.go_on(tx, ground, now)? {
                    Some(owed) => (tick.owed, tick.looked) = (owed, 1),
                    None => list = Some(under_way),
                }
            } else {
                store::forget_case(tx, &row)?;
            }
        }
        row => {
            tick.more = cases.len() == BATCH || row.is_some();
            for id in &cases {
                tick.looked += 1;
                tick.owed += look_at(tx, ground, id, now)?;
            }
        }
    }
    tick.next = store::next_wake(tx)?;
    fail::fail_point!("owe.before-commit");
    Ok((tick, list, lists))
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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::config::Setup;
    use crate::notice::message::{Block, Message};
    use crate::notice::words::Words;
    use crate::schedule::{Scope, refresh};

    /// More than a batch of a list.
    const CASES: usize = 70;

    fn write(home: &Path, case: usize, served: &str) {
        let text = format!(
            "id = \"c{case:02}\"\nhost = \"RU\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n[[event]]\n\
             kind = \"extradition-granted\"\non = 2026-03-02\nnotified = {served}\n"
        );
        std::fs::write(home.join(format!("watchlist/c{case:02}.toml")), text).unwrap();
    }

    fn ground(home: &Path, now: Timestamp, before: Option<&Ground>) -> Ground {
        let mut setup = Setup::load(home, now).unwrap().0;
        setup.known_as_entered();
        if let Some(before) = before {
            setup.keep(&before.setup);
        }
        Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) }
    }

    /// The list of one morning, cut off in the middle by a save, or by the end of the program.
    async fn list(save: bool, keep: bool, dies: bool) -> Message {
        let home = tempfile::tempdir().unwrap();
        let home = home.path();
        let person =
            "[[person]]\nid = \"counsel\"\nrole = \"lawyer\"\nzone = \"UTC\"\nemail = \"counsel@example.org\"\n";
        std::fs::create_dir(home.join("watchlist")).unwrap();
        std::fs::write(home.join("people.toml"), person).unwrap();
        std::fs::write(home.join("staywatch.toml"), "[digest]\nat = \"08:00\"\n").unwrap();
        for case in 0..CASES {
            write(home, case, "2026-03-02");
        }
        let store = Store::in_memory().unwrap();
        let [evening, morning]: [Timestamp; 2] =
            ["2026-03-05T18:00:00Z", "2026-03-06T08:00:00Z"].map(|at| at.parse().unwrap());
        let mut force = ground(home, evening, None);
        refresh(&store, &force, Vec::new(), Scope::All, evening).await.unwrap();
        tick(&store, &force, evening).await.unwrap();
        let mut look = Look::default();
        while look.list.is_none() {
            assert!(look.batch(&store, &force, morning).await.unwrap().more);
        }
        if save {
            // One that was judged, one that was not, and one that is new.
            for (case, served) in [(0, "2026-03-05"), (CASES - 1, "2026-03-05"), (CASES, "2026-03-03")] {
                write(home, case, served);
            }
            let next = ground(home, morning, Some(&force).filter(|_| keep));
            refresh(&store, &next, Vec::new(), Scope::Changed, morning).await.unwrap();
            force = next;
        }
        if dies {
            look = Look::default();
        }
        while look.batch(&store, &force, morning).await.unwrap().more {}
        assert_eq!(tick(&store, &force, morning).await.unwrap().owed, 0);
        let claim = move |tx: &Transaction<'_>| store::claim(tx, "email", morning, SignedDuration::from_mins(1), 1000);
        let lists = store.write_now(claim).unwrap().into_iter().filter(|letter| letter.kind == "digest");
        let [list] = <[_; 1]>::try_from(lists.collect::<Vec<_>>()).unwrap();
        // What was told of a case at that very moment may stand among what waits, or not yet.
        let mut message = list.message;
        message.blocks.retain(|block| !matches!(block, Block::List { title, .. } if title == "Nobody has confirmed"));
        message
    }

    fn lines<'a>(list: &'a Message, case: &str) -> Vec<&'a str> {
        let items = list.blocks.iter().flat_map(|block| match block {
            Block::List { items, .. } => items.as_slice(),
            _ => &[],
        });
        items.map(String::as_str).filter(|line| line.contains(case)).collect()
    }

    #[tokio::test]
    async fn a_list_in_batches_is_owed_once_and_says_what_was_saved_meanwhile() {
        let calm = list(false, true, false).await;
        assert_eq!(list(false, true, true).await, calm);
        assert!((0..CASES).all(|case| !lines(&calm, &format!("c{case:02}")).is_empty()), "{calm:?}");
        let saved = list(true, true, false).await;
        // On another basis all of it is judged anew.
        assert_eq!(list(true, false, false).await, saved);
        for case in ["c00", "c69", "c70"] {
            assert_ne!(lines(&saved, case), lines(&calm, case));
        }
        assert_eq!(lines(&saved, "c01"), lines(&calm, "c01"));
    }
}
