//! What every loop of the daemon is given.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use tokio::sync::{Mutex, Notify, watch};
use tokio_util::sync::CancellationToken;

use super::Run;
use crate::channel::Channels;
use crate::config::Ground;
use crate::store::Store;
use crate::telemetry::Health;

/// What every loop of the daemon is given.
#[derive(Clone)]
pub(super) struct Common {
    pub(super) run: Run,
    pub(super) store: Store,
    pub(super) channels: Arc<Channels>,
    pub(super) ground: watch::Receiver<Ground>,
    /// Held for a batch of a look from taking the ground to the commit, and for a whole change of the ground: a look on the
    /// old ground must not use up the wake-ups that the new one gave its cases. It serves whoever asked first.
    pub(super) turn: Arc<Mutex<()>>,
    pub(super) health: Health,
    /// Wakes the planner.
    pub(super) planning: Arc<Notify>,
    /// Wakes the outbox.
    pub(super) sending: Arc<Notify>,
    /// The files are to be read again.
    pub(super) changed: Arc<Notify>,
    /// An audit is wanted now.
    pub(super) audit: Arc<Notify>,
    pub(super) awake: Awake,
    pub(super) stop: CancellationToken,
}

impl Common {
    pub(super) fn now(&self) -> Timestamp {
        self.run.clock.now()
    }
}

/// Since when the loops have run without a break and with a clock that did not jump, in Unix seconds.
#[derive(Clone, Debug)]
pub(super) struct Awake(Arc<AtomicI64>);

impl Awake {
    pub(super) fn since(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_second())))
    }

    pub(super) fn again(&self, at: Timestamp) {
        self.0.store(at.as_second(), Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap_or(Timestamp::MIN)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;
    use crate::clock::HandClock;
    use crate::config::Setup;
    use crate::notice::words::Words;

    /// The watch of a folder, or an empty one, with a store in memory and a clock that stands still.
    pub(in super::super) fn common(home: &Path, now: Timestamp) -> Common {
        std::fs::create_dir_all(home.join("watchlist")).unwrap();
        let people = home.join("people.toml");
        if !people.exists() {
            std::fs::write(people, "").unwrap();
        }
        let setup = Setup::load(home, now).unwrap().0;
        let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
        Common {
            run: Run { folder: home.to_owned(), clock: Arc::new(HandClock::at(now)), rehearsal: None, sent: None },
            store: Store::in_memory().unwrap(),
            channels: Arc::default(),
            ground: watch::channel(ground).1,
            turn: Arc::default(),
            health: Health::default(),
            planning: Arc::default(),
            sending: Arc::default(),
            changed: Arc::default(),
            audit: Arc::default(),
            awake: Awake::since(now),
            stop: CancellationToken::new(),
        }
    }
}
