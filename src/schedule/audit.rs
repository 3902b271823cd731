//! The auditor: a second opinion on everything the tick decided.
//!
//! In: files, law and the store. Out: what should have been told by now and was not, mended, and told to the admins. It
//! does not ask the watch table what is due: it plans a case anew. A case that wants to say something though no look
//! is due, that would sleep past its next moment, or that nobody looks at; a notice whose letter is gone; a letter that
//! waits and that nobody takes; a letter that the ledger knows and the store does not: each is a difference. Of thousands of cases it plans those anew of which anything is not
//! as it was when it last found them in order, or for which something is near, and the others by turns: [`Sound`]. A pass
//! over many cases is spread, and holds nobody up for long.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use super::judge::judge;
use super::retention::is_over;
use super::sound::{Found, Sound};
use super::trouble::{Item, Trouble, settle_trouble};
use super::{digest, summary, whole_second};
use crate::clock::Clock;
use crate::config::Ground;
use crate::docket::Status;
use crate::ids::CaseId;
use crate::notice::plan::Notice;
use crate::outbox::{Missing, find_lost};
use crate::store::{self, Store, StoreError};
use crate::watchlist::Case;

/// Cases in one transaction: it takes as long as a batch of a look, which also owes letters.
const BATCH: usize = 64;
/// Cases that every pass plans anew, whatever is known of them: up to so many there is nothing to spare.
const AT_LEAST: usize = 500;
/// The longest pause after a batch.
const REST: Duration = Duration::from_millis(100);
/// A look that is due may take this long to come: a burst of thousands takes its time.
const GRACE: SignedDuration = SignedDuration::from_mins(10);
/// Letters may wait in line this long while nothing moves on their channel.
const IN_LINE: SignedDuration = SignedDuration::from_mins(15);
/// Nothing waits longer than this for its next try: no pause, no lease, no wish of a server.
const FARTHEST: SignedDuration = SignedDuration::from_hours(26);
/// A case of which a deadline ends this soon is planned anew in every pass.
const NEAR: SignedDuration = SignedDuration::from_hours(24);
/// The kind of trouble that differences are.
const KIND: &str = "audit";

/// What one pass came to.
#[derive(Clone, Debug)]
pub struct Audit {
    /// When it ended.
    pub at: Timestamp,
    /// Cases looked over: all there are.
    pub cases: usize,
    /// Those among them that were planned anew.
    pub planned: usize,
    /// What did not fit. Everything in it was mended as far as it can be.
    pub differences: Vec<Item>,
}

impl Audit {
    /// True when everything was as it should be.
    #[must_use]
    pub fn clean(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Compares what should have been told with what was.
#[derive(Debug)]
pub struct Auditor {
    store: Store,
    at_least: usize,
    sound: Sound,
    /// Letters next in line, with their attempts, and when they were first seen there.
    in_line: BTreeMap<(i64, u32), Timestamp>,
}

impl Auditor {
    /// An auditor of a store.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self::planning(store, AT_LEAST)
    }

    /// The same, planning at least so many cases anew in each pass.
    #[must_use]
    pub fn planning(store: Store, at_least: usize) -> Self {
        Self { store, at_least, sound: Sound::default(), in_line: BTreeMap::new() }
    }

    /// One pass. `awake` is since when the loops have run without a break: what fell due before that was not missed by
    /// them. `rests` is for how long it pauses between the batches of cases, all in all; `turn` is held while one is judged.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn pass(
        &mut self,
        ground: &watch::Receiver<Ground>,
        turn: &Arc<Mutex<()>>,
        clock: &Arc<dyn Clock>,
        awake: Timestamp,
        rests: Duration,
    ) -> Result<Audit, StoreError> {
        // Whatever is written after this is asked for by the next pass.
        let touched = self.store.write(store::touched).await?;
        // Taken out: a pass that breaks off leaves nothing behind that is thought to be in order.
        let mut sound = std::mem::take(&mut self.sound);
        let (start, began) = (ground.borrow().clone(), whole_second(clock.now()));
        let ids = sound.doubtful(&start, touched.as_ref(), self.at_least, began);
        let cases = start.setup.cases.len();
        drop(start);
        let batches = u32::try_from(ids.len().div_ceil(BATCH)).unwrap_or(u32::MAX).max(1);
        // However many cases there are, a pass ends in time: an audit that is missing stops the daemon.
        let rest = REST.min(rests / batches);
        let (_while_it_is_waited_for, given_up) = mpsc::channel();
        let (ground, turn, clock) = (ground.clone(), Arc::clone(turn), Arc::clone(clock));
        let rounds = Rounds { ground: ground.clone(), turn, clock, touched, awake, rest, given_up };
        let mut walk = Walk { rounds, left: ids, sound, planned: 0, differences: Vec::new() };
        while !walk.left.is_empty() {
            let held = Arc::clone(&walk.rounds.turn).lock_owned().await;
            walk = self.store.apart(move |store| walk.goes_on(store, held)).await?;
        }
        let Walk { rounds: Rounds { turn, clock, .. }, sound, planned, differences, .. } = walk;
        self.sound = sound;
        let held = turn.lock().await;
        let (ground, now) = (ground.borrow().clone(), whole_second(clock.now()));
        let moment = Moment { now, awake };
        let before = std::mem::take(&mut self.in_line);
        let (all, in_line) = self
            .store
            .write(move |tx| {
                let mut all = differences;
                all.extend(mornings(tx, &ground, moment)?);
                all.extend(nowhere(tx, &ground)?);
                let in_line = letters(tx, &before, moment, &mut all)?;
                for (id, variables) in &all {
                    tracing::error!(?variables, "The audit found a difference: {id}");
                }
                let found = Trouble { items: all.clone(), ..Trouble::new(KIND, "", "") };
                let found: &[Trouble] = if all.is_empty() { &[] } else { &[found] };
                settle_trouble(tx, &ground, &[KIND], found, now)?;
                Ok((all, in_line))
            })
            .await?;
        drop(held);
        self.in_line = in_line;
        Ok(Audit { at: now, cases, planned, differences: all })
    }
}

/// What every batch of a pass is looked at with.
struct Rounds {
    ground: watch::Receiver<Ground>,
    turn: Arc<Mutex<()>>,
    clock: Arc<dyn Clock>,
    touched: Option<BTreeSet<String>>,
    awake: Timestamp,
    rest: Duration,
    /// It ends when nobody waits for the pass any more.
    given_up: mpsc::Receiver<Infallible>,
}

/// The batches of a pass, on one thread for as long as nobody else has the turn: a rest there wakes that thread, and going
/// to and fro between threads for each batch wakes half a dozen.
struct Walk {
    rounds: Rounds,
    left: Vec<CaseId>,
    sound: Sound,
    planned: usize,
    differences: Vec<Item>,
}

impl Walk {
    /// Looks at one batch after the other. With cases left, somebody else has the turn: it is waited for elsewhere.
    fn goes_on(mut self, store: &Store, mut held: OwnedMutexGuard<()>) -> Result<Self, StoreError> {
        loop {
            let Rounds { ground, turn, clock, touched, awake, rest, given_up } = &self.rounds;
            let batch: Vec<CaseId> = self.left.drain(..self.left.len().min(BATCH)).collect();
            let (ground, now) = (ground.borrow().clone(), whole_second(clock.now()));
            let moment = Moment { now, awake: *awake };
            let (found, wrong) = store.write_now(|tx| look(tx, &ground, (&batch, touched.as_ref()), moment))?;
            drop(held);
            self.planned += found.len();
            self.sound.extend(found, now);
            self.differences.extend(wrong);
            if given_up.recv_timeout(*rest) == Err(mpsc::RecvTimeoutError::Disconnected) {
                return Err(StoreError::Stopping);
            }
            held = match Arc::clone(turn).try_lock_owned() {
                Ok(again) if !self.left.is_empty() => again,
                _ => return Ok(self),
            };
        }
    }
}

#[derive(Clone, Copy)]
struct Moment {
    now: Timestamp,
    awake: Timestamp,
}

impl Moment {
    /// True when something due at a moment has been due for so long that only a standing loop explains it.
    fn overdue(self, due: Timestamp, grace: SignedDuration) -> bool {
        self.now.duration_since(due.max(self.awake)) > grace
    }
}

fn item(id: &'static str, case: &str, what: &str) -> Item {
    (id, vec![("case", case.to_owned().into()), ("what", what.to_owned().into())])
}

/// Plans some cases anew. What does not fit is woken in the same transaction. `touched`: those whose rows anybody may have
/// changed since the last pass, `None` for all; they are held against the ledger, too.
fn look(
    tx: &Transaction<'_>,
    ground: &Ground,
    (ids, touched): (&[CaseId], Option<&BTreeSet<String>>),
    moment: Moment,
) -> Result<(Vec<Found>, Vec<Item>), StoreError> {
    let (mut looked, mut differences) = (Vec::new(), Vec::new());
    for id in ids {
        // A case whose file went away since the pass began is not missing.
        let Some(place) = ground.setup.cases.place(id.as_str()) else { continue };
        let lost = store::unsay_lost_letters(tx, id.as_str())?;
        let by_a_hand = touched.is_none_or(|touched| touched.contains(id.as_str()));
        let missing = if by_a_hand { find_lost(tx, ground, id, moment.now)? } else { Missing::default() };
        if missing.notices > 0 {
            differences.push(item("audit-notice-gone", id.as_str(), &missing.notices.to_string()));
        }
        if missing.letters > 0 && lost == 0 {
            differences.push(item("audit-letter-gone", id.as_str(), &missing.letters.to_string()));
        }
        let verdict = match ground.setup.cases.whole(place) {
            _ if lost > 0 => Verdict::Wrong(item("audit-letter-gone", id.as_str(), &lost.to_string())),
            Some(case) => verdict(tx, ground, &case, moment)?,
            None => Verdict::Wrong(item("audit-not-looked", id.as_str(), "")),
        };
        let until = match verdict {
            Verdict::Quiet(until) => Some(until),
            Verdict::Fits => None,
            Verdict::Wrong(wrong) => {
                store::wake(tx, id.as_str(), Some(moment.now), None)?;
                differences.push(wrong);
                None
            }
        };
        looked.push(Found::new(place, until));
    }
    Ok((looked, differences))
}

/// What planning a case anew came to.
enum Verdict {
    /// As it should be, and nothing but a change of what it rests on can make it speak before that moment.
    Quiet(Timestamp),
    /// As it should be, now.
    Fits,
    Wrong(Item),
}

fn verdict(tx: &Transaction<'_>, ground: &Ground, case: &Case, moment: Moment) -> Result<Verdict, StoreError> {
    let id = case.id.as_str();
    let wake = match store::wake_of(tx, id)? {
        // What was erased once it was over is not looked at any more.
        None if is_over(case, moment.now) && store::was_purged(tx, id)? => return Ok(Verdict::Fits),
        None => return Ok(Verdict::Wrong(item("audit-no-row", id, ""))),
        Some(wake) => wake.unwrap_or(Timestamp::MAX),
    };
    if wake <= moment.now {
        // It is the tick's turn. That it does not come would be a difference of its own.
        let late = moment.overdue(wake, GRACE);
        return Ok(if late { Verdict::Wrong(item("audit-not-looked", id, "")) } else { Verdict::Fits });
    }
    let judged = judge(tx, ground, case, moment.now)?;
    let plan = judged.plan(ground, case, moment.now);
    let reachable = |notice: &&Notice| {
        let mut people = notice.to.iter().filter_map(|person| ground.setup.people.person(person));
        people.any(|person| person.email.is_some() || person.telegram.is_some())
    };
    if let Some(notice) = plan.notices.iter().find(reachable) {
        return Ok(Verdict::Wrong(item("audit-unsaid", id, notice.kind.word())));
    }
    if plan.look_again.is_some_and(|again| again.as_second() + 1 < wake.as_second()) {
        return Ok(Verdict::Wrong(item("audit-oversleeps", id, "")));
    }
    let again = plan.look_again.unwrap_or(Timestamp::MAX).min(wake);
    let near = judged.docket.deadlines.iter().filter(|deadline| deadline.status == Status::Pending);
    let near = near.filter_map(|deadline| deadline.ahead(moment.now)?.end.checked_sub(NEAR).ok()).min();
    Ok(Verdict::Quiet(near.unwrap_or(Timestamp::MAX).min(again)))
}

/// Cases that are to be looked at and stand in no file: nobody was told that they are not watched any more.
fn nowhere(tx: &Transaction<'_>, ground: &Ground) -> Result<Vec<Item>, StoreError> {
    let mut known = store::known_cases(tx)?;
    known.retain(|row| !digest::is_morning(row) && ground.setup.cases.place(row).is_none());
    Ok(known.into_iter().map(|case| item("audit-no-case", &case, "")).collect())
}

/// Everybody's morning is in sight, and none was passed over.
fn mornings(tx: &Transaction<'_>, ground: &Ground, moment: Moment) -> Result<Vec<Item>, StoreError> {
    let lost = store::unsay_lost_letters(tx, "")?;
    let mut differences = Vec::new();
    if lost > 0 {
        differences.push(item("audit-letter-gone", "system", &lost.to_string()));
    }
    let asleep = summary::asleep(tx, ground, moment.now, |wake| moment.overdue(wake, GRACE))?;
    differences.extend(asleep.iter().map(|group| item("audit-summary", group, "")));
    if ground.setup.settings.digest.is_none() {
        return Ok(differences);
    }
    let rows: BTreeMap<String, Option<Timestamp>> =
        store::wakes(tx)?.into_iter().filter(|(row, _)| digest::is_morning(row)).collect();
    let mut wrong: BTreeSet<&str> = BTreeSet::new();
    for person in ground.setup.people.all() {
        let next = digest::next_morning(ground, person, moment.now).unwrap_or(Timestamp::MAX);
        let fits = |wake: &Option<Timestamp>| {
            let wake = wake.unwrap_or(Timestamp::MAX);
            wake <= next && !(wake <= moment.now && moment.overdue(wake, GRACE))
        };
        if !rows.get(&digest::row(person)).is_some_and(fits) {
            wrong.insert(person.id.as_str());
        }
    }
    if !wrong.is_empty() {
        digest::wake_people(tx, ground, moment.now)?;
    }
    differences.extend(wrong.into_iter().map(|person| item("audit-morning", person, "")));
    Ok(differences)
}

/// Letters that wait too far off, or in a line that does not move. Returns who stands first in line, and since when.
fn letters(
    tx: &Transaction<'_>,
    before: &BTreeMap<(i64, u32), Timestamp>,
    moment: Moment,
    differences: &mut Vec<Item>,
) -> Result<BTreeMap<(i64, u32), Timestamp>, StoreError> {
    let far = store::recall_far_letters(tx, moment.now, FARTHEST)?;
    if far > 0 {
        differences.push(item("audit-letter-far", "", &far.to_string()));
    }
    let mut in_line = BTreeMap::new();
    for head in store::next_in_line(tx, moment.now)? {
        let since = before.get(&head).copied().unwrap_or(moment.now);
        if moment.overdue(since, IN_LINE) {
            differences.push(item("audit-letter-stuck", "", &head.0.to_string()));
        }
        in_line.insert(head, since);
    }
    Ok(in_line)
}

#[cfg(test)]
mod tests;
