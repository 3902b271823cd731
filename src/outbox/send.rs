//! Claiming what is due, sending it, settling the answers in groups.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::edits::{self, Edits};
use super::late::catch_up;
use super::pinned::Pinning;
use super::record::record;
use super::sealing;
use super::verdict::verdict;
use crate::channel::{Address, Answer, Channels, Letter, Then};
use crate::clock::{self, Clock};
use crate::config::Ground;
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::law::words::Language;
use crate::notice::message::Block;
use crate::notice::plan::Kind;
use crate::notice::words::Speaker;
use crate::people::{Person, Role};
use crate::store::{self, Claimed, Settlement, Store, StoreError};

/// Letters under way at one time, by channel: as many as the channel carries at once, so that none is claimed only to
/// wait, and a mail server that hangs holds up no chat.
const UNDER_WAY: [(&str, usize); 2] = [("email", 3), ("telegram", 8)];
/// Memos of chats that have a new id: the old one follows.
pub(super) const MOVED: &str = "chat/";
/// A claim lasts this long: longer than any attempt can take, so that nobody claims a letter under way.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// How long letters under way may take to finish when the daemon stops.
const DRAIN: Duration = Duration::from_secs(25);
/// Until the next attempt at a store that refused.
const AGAIN: Duration = Duration::from_secs(5);

/// Carries letters out.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// Where letters are owed.
    pub store: Store,
    /// The ways out.
    pub channels: Arc<Channels>,
    /// People and words, as they are now.
    pub ground: watch::Receiver<Ground>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Told after every settled group: a line for whoever watches.
    pub sent: Option<tokio::sync::mpsc::UnboundedSender<Claimed>>,
}

type Done = (Claimed, Answer);

/// What is under way.
#[derive(Default)]
struct Flight {
    sends: JoinSet<Done>,
    edits: Edits,
    pinning: Pinning,
    /// How many of each channel, in the order of [`UNDER_WAY`].
    taken: [Arc<AtomicUsize>; 2],
}

/// One place of a channel, given back when the send ends, however it ends.
struct Seat(Arc<AtomicUsize>);

impl Seat {
    fn take(taken: &Arc<AtomicUsize>) -> Self {
        taken.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(taken))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Outbox {
    /// Sends until told to stop, then lets what is under way finish.
    pub async fn run(self, wake: Arc<Notify>, beat: impl Fn(), stop: CancellationToken) {
        let (mut under_way, mut rested) = (Flight::default(), true);
        while !stop.is_cancelled() {
            beat();
            let nap = self.claim(&mut under_way).await.unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "Could not claim letters; trying again");
                AGAIN
            });
            if !under_way.sends.is_empty() {
                rested = false;
            } else if !std::mem::replace(&mut rested, true) {
                let channels = Arc::clone(&self.channels);
                // A farewell that hangs holds up nobody.
                tokio::spawn(async move { channels.rest().await });
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = wake.notified() => {}
                Some(done) = under_way.sends.join_next() => self.settle_group(done, &mut under_way).await,
                Some(done) = under_way.edits.join_next() => self.settle_edit(done).await,
                Some(done) = under_way.pinning.join_next() => self.settle_pinned(done).await,
                () = tokio::time::sleep(nap) => {}
            }
        }
        let drained = async {
            while let Some(done) = under_way.sends.join_next().await {
                self.settle_group(done, &mut under_way).await;
            }
            while let Some(done) = under_way.edits.join_next().await {
                self.settle_edit(done).await;
            }
            while let Some(done) = under_way.pinning.join_next().await {
                self.settle_pinned(done).await;
            }
        };
        if tokio::time::timeout(DRAIN, drained).await.is_err() {
            tracing::warn!("Stopped with letters under way; they will be sent again and say so");
        }
    }

    /// Sends everything that is due now and waits for the answers. For commands and tests.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let mut under_way = Flight::default();
        loop {
            self.claim(&mut under_way).await?;
            if let Some(done) = under_way.sends.join_next().await {
                self.settle_group(done, &mut under_way).await;
            } else if let Some(done) = under_way.edits.join_next().await {
                self.settle_edit(done).await;
            } else if let Some(done) = under_way.pinning.join_next().await {
                self.settle_pinned(done).await;
            } else {
                self.channels.rest().await;
                return Ok(());
            }
        }
    }

    /// Takes what is due and there is room for, in one transaction, and sends it. Returns how long to wait for the next.
    async fn claim(&self, under_way: &mut Flight) -> Result<Duration, StoreError> {
        // Sends take their time on the wall, however fast the clock runs: a rehearsal must not claim them twice.
        let (now, lease) = (self.clock.now(), self.clock.in_its_time(LEASE));
        let free: Vec<usize> = UNDER_WAY
            .iter()
            .zip(&under_way.taken)
            .map(|((_, most), taken)| most.saturating_sub(taken.load(Ordering::Relaxed)))
            .collect();
        let (room, free_edits) = (free.clone(), edits::free(&under_way.edits));
        let pins = self.can_pin(&under_way.pinning);
        let claim = move |tx: &rusqlite::Transaction<'_>| {
            let mut letters = Vec::new();
            for ((channel, _), free) in UNDER_WAY.into_iter().zip(room) {
                letters.push(if free > 0 { store::claim(tx, channel, now, lease, free)? } else { Vec::new() });
            }
            let changes = if free_edits > 0 { store::claim_edits(tx, now, lease, free_edits)? } else { Vec::new() };
            let summaries = if pins { store::claim_summaries(tx, now, lease)? } else { Vec::new() };
            let none = letters.iter().all(Vec::is_empty);
            if !none {
                fail::fail_point!("claim.before-commit");
            }
            let idle = none && changes.is_empty() && summaries.is_empty();
            let moved = if idle { BTreeMap::new() } else { store::memos(tx, MOVED)? };
            Ok((letters, changes, summaries, moved, store::next_try(tx)?))
        };
        let (letters, changes, summaries, moved, next) = self.store.write(claim).await?;
        for (place, claimed) in letters.into_iter().enumerate() {
            // As many as there was room for: more will follow at once.
            let then = if claimed.len() == free[place] { Then::Another } else { Then::HangUp };
            let unsealed = sealing::in_the_clear(&self.ground.borrow(), &claimed, now);
            for letter in claimed {
                fail::fail_point!("claim.after-commit");
                let over = over(&letter, now);
                let addressed = self.address(&letter, &moved);
                let channels = Arc::clone(&self.channels);
                let seat = Seat::take(&under_way.taken[place]);
                under_way.sends.spawn(async move {
                    let _until_it_ends = seat;
                    fail::fail_point!("send.before");
                    let answer = match addressed {
                        _ if over => Answer::Temporary { why: "its deadline passed first".to_owned(), after: None },
                        Ok(addressed) => channels.send_then(&addressed, then).await,
                        Err(why) => Answer::Permanent { why },
                    };
                    fail::fail_point!("send.after");
                    (letter, answer)
                });
            }
            if !unsealed.is_empty() {
                let ground = self.ground.borrow().clone();
                self.store.write(move |tx| sealing::tell(tx, &ground, &unsealed, now)).await?;
            }
        }
        self.make(changes, &moved, &mut under_way.edits);
        self.carry_summaries(summaries, &moved, now, &mut under_way.pinning);
        // What is due and found no room follows when something comes back.
        let ahead = next.filter(|next| *next > now).map(|next| self.clock.in_real_time(next.duration_since(now)));
        // A wake-up that got lost costs no more than this.
        let longest = clock::nap(self.clock.now());
        Ok(Duration::try_from(ahead.unwrap_or(longest).min(longest)).unwrap_or_default())
    }

    /// The letter as the channel wants it, to the address that holds today.
    fn address(&self, letter: &Claimed, moved: &BTreeMap<String, String>) -> Result<Letter, String> {
        let ground = self.ground.borrow().clone();
        let person = PersonId::parse(&letter.person).ok();
        let person = person.and_then(|id| ground.setup.people.person(&id).cloned());
        let person: Person = person.ok_or("this person is no longer in people.toml")?;
        let seal = ground.setup.recipient(&person, self.clock.now());
        let to = match letter.channel.as_str() {
            "email" => person.email.map(Address::Email),
            _ => person.telegram.map(|chat| Address::Telegram(moved_chat(chat, moved))),
        };
        let to = to.ok_or_else(|| format!("this person no longer has an address for {}", letter.channel))?;
        let mut message = letter.message.clone();
        let speaker = ground.words.speak(language(&message.language));
        let now = self.clock.now();
        let theirs = person.zone.clone();
        let zone = || {
            let place = || ground.setup.case(&letter.thread).map(|case| case.zone.clone());
            theirs.or_else(place).unwrap_or(TimeZone::UTC)
        };
        // Readers sort by the date: what is late is not to be found below what they have read.
        let late = catch_up(&mut message, letter, speaker, zone, now);
        if letter.uncertain {
            message.blocks.insert(0, Block::Small(speaker.say("line-repeat", &[])));
        }
        if matches!(to, Address::Email(_)) && seal.is_err() {
            message.blocks.push(Block::Small(speaker.say("line-unsealed", &[])));
        }
        if self.store.unrecorded().is_some() {
            let speaker = ground.words.speak(language(&message.language));
            message.blocks.insert(0, Block::Small(speaker.say("line-unrecorded", &[])));
        }
        Ok(Letter {
            key: letter.key.clone(),
            thread: letter.thread.clone(),
            dated: if late { now } else { letter.owed_at },
            to,
            message,
            repeat: letter.uncertain,
            // Nothing that advocacy presses is heard: a button would only seem to have done something.
            buttons: if person.role == Role::Advocacy { Vec::new() } else { buttons(letter, speaker) },
            seal: seal.ok().flatten(),
        })
    }

    /// Settles one answer and every other that is ready, in one transaction.
    async fn settle_group(&self, first: Result<Done, tokio::task::JoinError>, under_way: &mut Flight) {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(done) = next {
            match done {
                Ok(done) => group.push(done),
                // The letter's claim runs out and it is sent again.
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "A send broke off"),
            }
            next = under_way.sends.try_join_next();
        }
        let now = self.clock.now();
        let ground = self.ground.borrow().clone();
        for (letter, answer) in &group {
            log(letter, answer);
        }
        let settled: Vec<(Claimed, Answer, Settlement)> = group
            .into_iter()
            .map(|(letter, answer)| {
                let settlement = verdict(&letter, &answer, now);
                (letter, answer, settlement)
            })
            .collect();
        let arrived: Vec<Claimed> = settled
            .iter()
            .filter(|(_, answer, _)| matches!(answer, Answer::Sent(_)))
            .map(|(letter, ..)| letter.clone())
            .collect();
        loop {
            let (ground, settled) = (ground.clone(), settled.clone());
            let kept = self.store.write(move |tx| record(tx, &ground, &settled, now)).await;
            let Err(error) = kept else { break };
            // What was sent is sent; only the record is missing. Keep trying, or it would go out twice.
            tracing::error!(error = &error as &dyn std::error::Error, "Could not record what was sent; trying again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        fail::fail_point!("settle.after-commit");
        if let Some(sent) = &self.sent {
            for letter in arrived {
                // Nobody listening is nobody's loss.
                let _closed = sent.send(letter);
            }
        }
    }
}

/// True for what says how much time is left once none is: that the term is over is told by a letter of its own.
fn over(letter: &Claimed, now: Timestamp) -> bool {
    let counts_down = [Kind::Reminder, Kind::Escalation].iter().any(|kind| kind.word() == letter.kind);
    counts_down && letter.moot_at.is_some_and(|moot| moot <= now)
}

pub(super) fn language(tag: &str) -> Language {
    Language::WORDS.iter().find(|(word, _)| *word == tag).map_or(Language::En, |(_, language)| *language)
}

/// The id that a chat has now.
pub(super) fn moved_chat(chat: i64, moved: &BTreeMap<String, String>) -> i64 {
    moved.get(&chat.to_string()).and_then(|id| id.parse().ok()).unwrap_or(chat)
}

/// The buttons of a letter that can be answered. They hold its number and nothing else: whatever else they said would
/// have to be believed.
fn buttons(letter: &Claimed, speaker: Speaker<'_>) -> Vec<(String, String)> {
    if !letter.answerable || letter.channel != "telegram" {
        return Vec::new();
    }
    let pressing =
        letter.severity == Severity::Critical && matches!(letter.kind.as_str(), "risk" | "signal" | "check-in");
    let words = ["ack", "later", "case", "todo"].into_iter().filter(|word| *word != "later" || !pressing);
    let label = |word: &str| {
        let says = speaker.say(&format!("button-{word}"), &[]);
        if word == "ack" { format!("{TAKEN} {says}") } else { says }
    };
    words.map(|word| (label(word), format!("{word}:{}", letter.id))).collect()
}

/// The sign of what somebody has. Not in the locale files: the fonts of the fact sheet do not have it.
pub(super) const TAKEN: char = '✅';

/// One line for each attempt; no text of the letter, no address.
fn log(letter: &Claimed, answer: &Answer) {
    let (id, attempt, thread, kind) = (letter.id, letter.attempt, letter.thread.as_str(), letter.kind.as_str());
    let (channel, person) = (letter.channel.as_str(), letter.person.as_str());
    match answer {
        Answer::Sent(_) => {
            tracing::info!(letter.id = id, case = thread, kind, channel, attempt, "Sent letter {id} to {person}");
        }
        Answer::Temporary { why, .. } => tracing::warn!(
            letter.id = id,
            case = thread,
            kind,
            channel,
            attempt,
            why,
            "Letter {id} to {person} will be tried again"
        ),
        Answer::Unknown { why } => tracing::warn!(
            letter.id = id,
            case = thread,
            kind,
            channel,
            attempt,
            why,
            "Letter {id} to {person} may or may not have arrived"
        ),
        Answer::Permanent { why } => tracing::error!(
            letter.id = id,
            case = thread,
            kind,
            channel,
            attempt,
            why,
            "Letter {id} to {person} was refused"
        ),
        Answer::Moved(_) => tracing::warn!(
            letter.id = id,
            case = thread,
            kind,
            channel,
            attempt,
            "The chat of {person} moved; adopting its new id"
        ),
    }
}
