//! Logs, and the signs of life by which others see that every loop moves and that the last audit was clean.
//!
//! In: what loops and auditor say of themselves. Out: which of them stands still, and for how long. It stops nothing
//! and tells nobody.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;
use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging to standard error. systemd adds the time; a terminal reader gets it from us.
///
/// `STAYWATCH_LOG` chooses what is logged, in the usual filter syntax; without it `usual` is.
pub fn start(usual: &str) {
    let filter = EnvFilter::try_from_env("STAYWATCH_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    // Colours are for eyes: in a file or a journal they are noise that no search gets past.
    let colours = std::io::stderr().is_terminal();
    let layer = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).with_target(false);
    // A second start in one process (a test) keeps the first.
    let _already =
        if std::env::var_os("JOURNAL_STREAM").is_some() { layer.without_time().try_init() } else { layer.try_init() };
}

/// A loop's heartbeat.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<AtomicU64>);

impl Pulse {
    /// The loop moved.
    pub fn beat(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How often it has moved.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The signs of life of a whole daemon.
#[derive(Clone, Debug, Default)]
pub struct Health {
    pulses: Arc<Mutex<Vec<Watched>>>,
    /// When the last audit ended, and whether it was clean.
    audit: Arc<Mutex<Option<(Instant, bool)>>>,
}

#[derive(Debug)]
struct Watched {
    name: &'static str,
    pulse: Pulse,
    /// Longer than this without a beat is standing still.
    patience: Duration,
    /// How often it had beaten when it was last seen to move, and when that was.
    seen: (u64, Instant),
}

impl Health {
    /// A pulse of a loop that moves at least once in `patience`.
    ///
    /// # Panics
    /// Never: nobody panics while holding the pulses.
    #[must_use]
    pub fn pulse(&self, name: &'static str, patience: Duration) -> Pulse {
        let pulse = Pulse::default();
        let watched = Watched { name, pulse: pulse.clone(), patience, seen: (0, Instant::now()) };
        self.pulses.lock().expect("nobody panics while holding the pulses").push(watched);
        pulse
    }

    /// The loops that stand still, with for how long.
    ///
    /// # Panics
    /// Never: nobody panics while holding the pulses.
    #[must_use]
    pub fn still(&self) -> Vec<(&'static str, Duration)> {
        let now = Instant::now();
        let mut still = Vec::new();
        for watched in self.pulses.lock().expect("nobody panics while holding the pulses").iter_mut() {
            let count = watched.pulse.count();
            if count != watched.seen.0 {
                watched.seen = (count, now);
            }
            let idle = now.duration_since(watched.seen.1);
            if idle > watched.patience {
                still.push((watched.name, idle));
            }
        }
        still
    }

    /// An audit ended.
    ///
    /// # Panics
    /// Never: nobody panics while holding it.
    pub fn audited(&self, clean: bool) {
        *self.audit.lock().expect("nobody panics while holding the audit") = Some((Instant::now(), clean));
    }

    /// How long ago the last audit ended, and whether it was clean; `None` before the first.
    ///
    /// # Panics
    /// Never: nobody panics while holding it.
    #[must_use]
    pub fn last_audit(&self) -> Option<(Duration, bool)> {
        let audit = *self.audit.lock().expect("nobody panics while holding the audit");
        audit.map(|(at, clean)| (at.elapsed(), clean))
    }

    /// True when the last audit was clean and is no older than `fresh`.
    #[must_use]
    pub fn well(&self, fresh: Duration) -> bool {
        self.last_audit().is_some_and(|(age, clean)| clean && age <= fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_does_not_beat_stands_still_and_one_that_does_does_not() {
        let health = Health::default();
        let minute = Duration::from_mins(1);
        let (lively, dead) = (health.pulse("lively", minute), health.pulse("dead", minute));
        dead.beat();
        for _ in 0..3 {
            lively.beat();
            let _seen = health.still();
            tokio::time::advance(Duration::from_secs(40)).await;
        }
        let still: Vec<_> = health.still().into_iter().map(|(name, _)| name).collect();
        assert_eq!(still, ["dead"]);
        dead.beat();
        assert!(health.still().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_clean_and_fresh_audit_is_a_sign_of_health() {
        let health = Health::default();
        let fresh = Duration::from_mins(10);
        assert!(!health.well(fresh), "there was none yet");
        health.audited(true);
        assert!(health.well(fresh));
        tokio::time::advance(Duration::from_mins(11)).await;
        assert!(!health.well(fresh), "it is old");
        health.audited(false);
        assert!(!health.well(fresh), "it was not clean");
    }
}
