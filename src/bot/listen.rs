//! The loop that waits for updates.
//!
//! In: updates. Out: each handled once, in order, and the offset kept in the store with what it led to. After an
//! error it waits, longer each time; a quarter of a minute of silence is nothing, five minutes are an error in the
//! log. A press is never waited for by anybody else's answer: answers go out beside the loop.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use teloxide::{ApiError, RequestError};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::limit::Limits;
use super::strangers::Tally;
use super::wire::{Outgoing, Wire};
use crate::clock::Clock;
use crate::config::Ground;
use crate::schedule::{Trouble, settle_trouble};
use crate::store::{self, Store, StoreError};

/// An empty answer sooner than this is followed by a pause of as long.
const AT_LEAST: Duration = Duration::from_millis(500);
/// The offset, when it was last moved, and whose it is: every bot counts its own updates.
const OFFSET: &str = "telegram-offset";
/// Telegram keeps updates for a day, and after a week of silence begins to count anywhere. An offset this old
/// holds nothing back that could still come, and might hold back everything new.
const OFFSET_HOLDS: SignedDuration = SignedDuration::from_hours(48);
/// Questions are forgotten after this; their buttons stopped working before.
const ASKS_KEPT: SignedDuration = SignedDuration::from_hours(48);
/// So long without a poll that worked is worth a cry.
const SILENCE: Duration = Duration::from_mins(5);

/// The admins are told after this long.
const DEAF: Duration = Duration::from_mins(10);
/// So soon after the start a conflict means that another program was there before.
const PROBATION: Duration = Duration::from_mins(3);
/// A poll of our own from before a restart may linger: so many conflicts do not.
const CONFLICTS: u32 = 6;
/// The longest pause after errors.
const LONGEST: Duration = Duration::from_mins(1);
/// Answers under way at one time.
const UNDER_WAY: usize = 32;
/// How long answers under way may take when the daemon stops.
const DRAIN: Duration = Duration::from_secs(5);

/// Listens to the chats.
#[derive(Clone, Debug)]
pub struct Listener {
    /// The Bot API.
    pub wire: Wire,
    /// Where offset and questions are kept.
    pub store: Store,
    /// Cases, people and words, as they are now.
    pub ground: watch::Receiver<Ground>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The configuration folder.
    pub folder: PathBuf,
    /// Told when a report was put on record: the files have to be read again.
    pub changed: Arc<Notify>,
}

/// What the loop remembers while it runs.
pub(super) struct Ears {
    /// The bot's own name, once it is known.
    pub(super) me: String,
    pub(super) limits: Limits,
    pub(super) strangers: Tally,
    /// Answers under way.
    pub(super) out: JoinSet<()>,
    /// Something pressed may not yet stand in a report file.
    pub(super) unfinished: bool,
    /// Questions whose chat was told that the report cannot be written.
    pub(super) told: HashSet<u32>,
    /// The next update, and when the one before it was heard.
    next: Option<(u32, Timestamp)>,
    failures: u32,
    heard: Instant,
    cried: Instant,
    began: Instant,
    /// How often another program cut us off since we began.
    conflicts: u32,
    /// The admins know that nobody else listens.
    settled: bool,
    /// What the admins know of whether anything is heard; `None` until they are told anew after a start.
    deaf: Option<bool>,
}

impl Listener {
    /// Listens until told to stop, then lets answers under way go out.
    pub async fn run(self, stop: CancellationToken) {
        let now = Instant::now();
        let mut ears = Ears {
            me: String::new(),
            limits: Limits::default(),
            strangers: Tally::default(),
            out: JoinSet::new(),
            unfinished: true,
            told: HashSet::new(),
            next: self.kept_offset().await,
            failures: 0,
            heard: now,
            cried: now,
            began: now,
            conflicts: 0,
            settled: false,
            deaf: None,
        };
        while !stop.is_cancelled() {
            if ears.unfinished {
                self.finish(&mut ears).await;
            }
            self.count_strangers(&mut ears).await;
            let asked = Instant::now();
            let polled = tokio::select! {
                () = stop.cancelled() => break,
                polled = self.poll(&mut ears) => polled,
            };
            let pause = match polled {
                Ok(updates) => {
                    let nothing = updates.is_empty();
                    let held = Instant::now().duration_since(asked);
                    (ears.failures, ears.heard) = (0, Instant::now());
                    if !ears.me.is_empty() && ears.began.elapsed() >= PROBATION && !ears.settled {
                        ears.settled = true;
                        self.tell("bot-conflict", None).await;
                    }
                    if ears.deaf.replace(false) != Some(false) {
                        self.tell("bot-deaf", None).await;
                    }
                    for update in updates {
                        let id = update.id.0;
                        if ears.next.is_some_and(|(next, _)| id < next) {
                            continue;
                        }
                        if !self.hear(&mut ears, update, &stop).await {
                            break;
                        }
                        ears.next = Some((id.saturating_add(1), self.clock.now()));
                    }
                    // A Bot API server of one's own may answer at once instead of holding the question.
                    if !nothing || held >= AT_LEAST {
                        continue;
                    }
                    AT_LEAST
                }
                Err(error) => {
                    let pause = self.trouble(&mut ears, &error);
                    // Once for each time that it falls silent: a press or a report that nobody hears is lost.
                    if ears.heard.elapsed() >= DEAF && ears.deaf.replace(true) != Some(true) {
                        self.tell("bot-deaf", Some(&self.wire.plainly(&error))).await;
                    }
                    pause
                }
            };
            if ears.conflicts >= CONFLICTS {
                self.gives_way().await;
                stop.cancelled().await;
                break;
            }
            tokio::select! { () = stop.cancelled() => {}, () = sleep(pause) => {} }
        }
        let drained = async { while ears.out.join_next().await.is_some() {} };
        if tokio::time::timeout(DRAIN, drained).await.is_err() {
            tracing::warn!("Stopped with answers under way; whoever misses one asks again");
        }
    }

    async fn poll(&self, ears: &mut Ears) -> Result<Vec<teloxide::types::Update>, RequestError> {
        if ears.me.is_empty() {
            ears.me = self.wire.me().await?;
            tracing::info!("Listening to the bot's chats");
        }
        let now = self.clock.now();
        let next = ears.next.filter(|(_, at)| now.duration_since(*at) < OFFSET_HOLDS);
        self.wire.poll(next.and_then(|(next, _)| i32::try_from(next).ok())).await
    }

    async fn kept_offset(&self) -> Option<(u32, Timestamp)> {
        let kept = self.store.write(|tx| store::memo(tx, OFFSET)).await;
        let kept = kept.unwrap_or_else(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::error!(
                error,
                "Could not read where the chats were left off; presses already known change nothing"
            );
            None
        })?;
        let mut parts = kept.split(' ');
        let (next, at, bot) = (parts.next()?, parts.next()?, parts.next()?);
        let ours = bot == self.wire.number();
        Some((next.parse().ok()?, Timestamp::from_second(at.parse().ok()?).ok()?)).filter(|_| ours)
    }

    /// Does what an update led to and keeps the offset, in one transaction. Tries until it is kept; `None` when the
    /// daemon stops first, and then Telegram brings the update again.
    pub(super) async fn keep<T: Send + 'static>(
        &self,
        id: u32,
        stop: &CancellationToken,
        work: impl Fn(&rusqlite::Transaction<'_>) -> Result<T, StoreError> + Clone + Send + 'static,
    ) -> Option<T> {
        while !stop.is_cancelled() {
            let (work, now, bot) = (work.clone(), self.clock.now(), self.wire.number().to_owned());
            let kept = self.store.write(move |tx| {
                let done = work(tx)?;
                keep_offset(tx, id, now, &bot)?;
                Ok(done)
            });
            match kept.await {
                Ok(done) => return Some(done),
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "Could not keep what was said in a chat; trying again"
                    );
                    tokio::select! { () = stop.cancelled() => {}, () = sleep(Duration::from_secs(1)) => {} }
                }
            }
        }
        None
    }

    /// Keeps the offset of an update that changes nothing. A store that cannot be written keeps nobody from asking.
    pub(super) async fn pass(&self, id: u32) {
        let (now, bot) = (self.clock.now(), self.wire.number().to_owned());
        if let Err(error) = self.store.write(move |tx| keep_offset(tx, id, now, &bot)).await {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "Could not keep where the chats were left off; going on without");
        }
    }

    /// Sends answers beside the loop.
    pub(super) async fn send(&self, ears: &mut Ears, all: Vec<Outgoing>) {
        while ears.out.try_join_next().is_some() {}
        if ears.out.len() >= UNDER_WAY {
            ears.out.join_next().await;
        }
        let wire = self.wire.clone();
        ears.out.spawn(async move { wire.say(all).await });
    }

    /// Another program had the bot before: it keeps it, and the admins hear that nobody listens here.
    async fn gives_way(&self) {
        tracing::error!("Not listening to the bot: another program has it. Stop that one and start this one again");
        self.tell("bot-conflict", Some("")).await;
    }

    /// Tells the admins of trouble with a reason, or that it is over.
    async fn tell(&self, what: &'static str, why: Option<&str>) {
        let found: Vec<Trouble> = why.map(|why| Trouble::new(what, "", why)).into_iter().collect();
        let (ground, now) = (self.ground.borrow().clone(), self.clock.now());
        let tell = move |tx: &rusqlite::Transaction<'_>| settle_trouble(tx, &ground, &[what], &found, now);
        if let Err(error) = self.store.write(tell).await {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, what, "Could not tell of the bot");
        }
    }

    /// Logs why a poll failed; how long to wait before the next.
    fn trouble(&self, ears: &mut Ears, error: &RequestError) -> Duration {
        ears.failures = ears.failures.saturating_add(1);
        let (why, failures) = (self.wire.plainly(error), ears.failures);
        match error {
            RequestError::Api(ApiError::TerminatedByOtherGetUpdates) => {
                // Whoever came later gives way: two that go on cut each other off for ever.
                if ears.began.elapsed() < PROBATION {
                    ears.conflicts += 1;
                }
                tracing::error!(
                    failures,
                    "Another program listens with this bot's token: each command reaches only one of the two. Stop the \
                     other, or make a bot for each"
                );
            }
            _ if why.contains("webhook is active") => tracing::error!(
                failures,
                "A webhook is set for this bot: commands and buttons do not come here. Delete it (deleteWebhook)"
            ),
            RequestError::Api(ApiError::InvalidToken) => {
                tracing::error!(failures, "Telegram does not accept the bot token: commands and buttons do not work");
            }
            _ => tracing::warn!(failures, why, "Could not ask Telegram for updates; trying again"),
        }
        let silent = ears.heard.elapsed();
        if silent >= SILENCE && ears.cried.elapsed() >= SILENCE {
            ears.cried = Instant::now();
            tracing::error!(
                minutes = silent.as_secs() / 60,
                why,
                "Nothing was heard from Telegram for {} minutes: commands and buttons do not work",
                silent.as_secs() / 60
            );
        }
        match error {
            RequestError::RetryAfter(wait) => wait.duration().max(pause(1)),
            _ => pause(failures),
        }
    }
}

fn keep_offset(tx: &rusqlite::Transaction<'_>, id: u32, now: Timestamp, bot: &str) -> Result<(), StoreError> {
    store::forget_asks(tx, now.checked_sub(ASKS_KEPT).unwrap_or(Timestamp::MIN))?;
    store::set_memo(tx, OFFSET, &format!("{} {} {bot}", id.saturating_add(1), now.as_second()))
}

/// A second, doubled with each failure.
fn pause(failures: u32) -> Duration {
    Duration::from_secs(1 << failures.saturating_sub(1).min(6)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute_and_stay_there() {
        let seconds: Vec<u64> = [0, 1, 2, 3, 6, 7, 8, u32::MAX].map(pause).iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [1, 1, 2, 4, 32, 60, 60, 60]);
    }
}
