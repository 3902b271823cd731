//! The only file that reads the time.
//!
//! Everything else takes `now` as an argument, so that a test, a replay and a rehearsal run the same code.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

/// What time it is.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// How long a stretch of this clock's time takes on the wall.
    fn in_real_time(&self, time: SignedDuration) -> SignedDuration {
        time
    }
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the wall clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that starts elsewhere and may run faster: for rehearsals.
#[derive(Clone, Copy, Debug)]
pub struct MovedClock {
    started: Timestamp,
    starts_at: Timestamp,
    speed: u32,
}

impl MovedClock {
    /// A clock that shows `starts_at` now, and runs `speed` times as fast as the wall.
    #[must_use]
    pub fn new(starts_at: Timestamp, speed: u32) -> Self {
        Self { started: WallClock.now(), starts_at, speed: speed.max(1) }
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        let passed = WallClock.now().duration_since(self.started);
        let millis = i64::try_from(passed.as_millis()).unwrap_or(i64::MAX).saturating_mul(i64::from(self.speed));
        self.starts_at.checked_add(SignedDuration::from_millis(millis)).unwrap_or(Timestamp::MAX)
    }

    fn in_real_time(&self, time: SignedDuration) -> SignedDuration {
        time / i32::try_from(self.speed).unwrap_or(i32::MAX)
    }
}

/// A clock that moves only when it is told to: for stories.
#[derive(Clone, Debug)]
pub struct HandClock(Arc<Mutex<Timestamp>>);

impl HandClock {
    /// A clock that shows a moment.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    /// Moves it.
    ///
    /// # Panics
    /// Never: nobody panics while holding it.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().expect("nobody panics while holding the clock") = now;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panics while holding the clock")
    }
}
