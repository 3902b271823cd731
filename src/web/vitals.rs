//! Whether the daemon's loops move, and whether all is well.
//!
//! In: the loops' pulses, the last audit, and how delivery stands. Out: how long each loop has been still, and a list of troubles: an
//! empty one means that staywatch works. Elapsed time is tokio's: a machine that slept was not broken.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::store::Delivery;
use crate::telemetry::{Health, Pulse};

/// A loop that has not moved for longer is stuck: it moves every ten seconds.
const STUCK: Duration = Duration::from_mins(1);

/// Audits come every few minutes; one that is older than this is missing.
const AUDIT: Duration = Duration::from_hours(1);

/// How often the pulses are looked at.
const EVERY: Duration = Duration::from_secs(5);

#[derive(Debug)]
struct Watched {
    name: &'static str,
    pulse: Pulse,
    seen: Mutex<(u64, Instant)>,
}

/// The loops of a daemon.
#[derive(Clone, Debug)]
pub struct Vitals {
    loops: Arc<Vec<Watched>>,
    /// What the daemon knows of itself: its other loops, each with a patience of its own, and the last audit.
    health: Option<Health>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// A loop is stuck.
    Still(&'static str, SignedDuration),
    /// The last audit found differences, or is too old.
    Audit,
    /// A critical letter has waited too long.
    Overdue(SignedDuration),
}

impl Vitals {
    /// Loops by their names.
    #[must_use]
    pub fn of(loops: impl IntoIterator<Item = (&'static str, Pulse)>) -> Self {
        let watched = |(name, pulse): (&'static str, Pulse)| {
            let seen = Mutex::new((pulse.count(), Instant::now()));
            Watched { name, pulse, seen }
        };
        Self { loops: Arc::new(loops.into_iter().map(watched).collect()), health: None }
    }

    /// The same, with what the daemon knows of itself.
    #[must_use]
    pub fn with(self, health: Health) -> Self {
        Self { health: Some(health), ..self }
    }

    /// Looks at the pulses until told to stop.
    pub(super) async fn watch(self, stop: CancellationToken) {
        loop {
            tokio::select! { () = stop.cancelled() => return, () = sleep(EVERY) => {} }
            self.still();
        }
    }

    /// How long each loop has been still.
    pub(super) fn still(&self) -> Vec<(&'static str, Duration)> {
        let one = |watched: &Watched| {
            let (count, now) = (watched.pulse.count(), Instant::now());
            let mut seen = watched.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if seen.0 != count {
                *seen = (count, now);
            }
            (watched.name, now.duration_since(seen.1))
        };
        self.loops.iter().map(one).collect()
    }

    /// What is wrong.
    pub(super) fn troubles(&self, delivery: &Delivery, overdue: SignedDuration, now: Timestamp) -> Vec<Trouble> {
        let ours = self.still().into_iter().filter(|(_, time)| *time > STUCK);
        let others = self.health.as_ref().map(Health::still).unwrap_or_default();
        // The daemon knows the same two loops by names of its own.
        let others = others.into_iter().filter(|(name, _)| !["outbox", "planner"].contains(name));
        let still = ours.chain(others);
        let mut troubles: Vec<Trouble> = still
            .map(|(name, time)| Trouble::Still(name, SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX)))
            .collect();
        let audit = self.health.as_ref().and_then(Health::last_audit);
        troubles.extend(audit.filter(|(age, clean)| !clean || *age > AUDIT).map(|_| Trouble::Audit));
        let waited = delivery.oldest_critical.map(|oldest| now.duration_since(oldest));
        troubles.extend(waited.filter(|time| *time > overdue).map(Trouble::Overdue));
        troubles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTES: SignedDuration = SignedDuration::from_mins(15);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_stops_moving_is_found_and_one_that_moves_again_forgotten() {
        let (moves, stands) = (Pulse::default(), Pulse::default());
        let vitals = Vitals::of([("planning", moves.clone()), ("sending", stands.clone())]);
        for _ in 0..13 {
            tokio::time::advance(EVERY).await;
            moves.beat();
            vitals.still();
        }
        let troubles = vitals.troubles(&Delivery::default(), MINUTES, at(0));
        assert_eq!(troubles, [Trouble::Still("sending", SignedDuration::from_secs(65))]);
        stands.beat();
        assert_eq!(vitals.troubles(&Delivery::default(), MINUTES, at(0)), []);
    }

    #[tokio::test(start_paused = true)]
    async fn an_audit_that_found_something_or_does_not_come_is_trouble() {
        let health = Health::default();
        let minder = health.pulse("minder", Duration::from_mins(5));
        let vitals = Vitals::of([]).with(health.clone());
        let troubles = || vitals.troubles(&Delivery::default(), MINUTES, at(0));
        assert_eq!(troubles(), []);
        health.audited(false);
        assert_eq!(troubles(), [Trouble::Audit]);
        health.audited(true);
        assert_eq!(troubles(), []);
        tokio::time::advance(Duration::from_mins(61)).await;
        minder.beat();
        assert_eq!(troubles(), [Trouble::Audit]);
        health.audited(true);
        tokio::time::advance(Duration::from_mins(6)).await;
        assert_eq!(troubles(), [Trouble::Still("minder", SignedDuration::from_mins(6))]);
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_critical_letter_that_waits_too_long_is_trouble() {
        let vitals = Vitals::of([]);
        let waits = |oldest, oldest_critical| {
            let delivery = Delivery { oldest: Some(oldest), oldest_critical, ..Delivery::default() };
            vitals.troubles(&delivery, MINUTES, at(10_000))
        };
        assert_eq!(waits(at(0), None), []);
        assert_eq!(waits(at(0), Some(at(9_100))), []);
        assert_eq!(waits(at(0), Some(at(9_099))), [Trouble::Overdue(SignedDuration::from_secs(901))]);
    }
}
