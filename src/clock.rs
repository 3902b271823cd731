//! The only file that reads the time.
//!
//! Everything else takes `now` as an argument, so that a test, a replay and a rehearsal run the same code.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

/// What time it is.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// What it and the machine's other clocks show.
    fn reading(&self) -> Reading {
        let wall = self.now();
        Reading { wall, awake: wall.as_duration(), since_boot: wall.as_duration() }
    }

    /// How long a stretch of this clock's time takes on the wall.
    fn in_real_time(&self, time: SignedDuration) -> SignedDuration {
        time
    }

    /// How much of this clock's time passes during a stretch on the wall.
    fn in_its_time(&self, wall: SignedDuration) -> SignedDuration {
        wall
    }
}

/// What the clocks of a machine show at one moment. Only the first can be set; the others count from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The time of day.
    pub wall: Timestamp,
    /// Time passed while the machine was awake.
    pub awake: SignedDuration,
    /// Time passed, asleep or not.
    pub since_boot: SignedDuration,
}

/// The longest nap of a loop that is woken by whatever it waits for.
const LONGEST_NAP: SignedDuration = SignedDuration::from_secs(10);

/// How long a loop naps that waits for nothing sooner: until the next full ten seconds. So all of them wake at once, and the
/// machine is woken once and not for each.
#[must_use]
pub fn nap(now: Timestamp) -> SignedDuration {
    let left = LONGEST_NAP - SignedDuration::from_millis(now.as_millisecond().rem_euclid(10_000));
    // Woken a little too early it would nap for a moment, and be woken again.
    if left < SignedDuration::from_millis(200) { LONGEST_NAP } else { left }
}

/// What a clock did that it should not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// The machine slept, and the clock went on.
    Slept(SignedDuration),
    /// The clock was set forward.
    Forward(SignedDuration),
    /// The clock was set back.
    Back(SignedDuration),
}

/// Less than this is a correction of the time service, or an audit that took long.
const STEADY: SignedDuration = SignedDuration::from_mins(2);

impl Reading {
    /// What happened to the clock between this reading and a later one.
    #[must_use]
    pub fn jump(self, later: Self) -> Option<Jump> {
        let passed = later.since_boot - self.since_boot;
        let off = later.wall.duration_since(self.wall) - passed;
        let slept = passed - (later.awake - self.awake);
        if off > STEADY {
            Some(Jump::Forward(off))
        } else if off < -STEADY {
            Some(Jump::Back(off.abs()))
        } else {
            Some(Jump::Slept(slept)).filter(|_| slept > STEADY)
        }
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

    fn reading(&self) -> Reading {
        use rustix::time::{ClockId, clock_gettime};
        let [awake, since_boot] = [ClockId::Monotonic, ClockId::Boottime].map(|clock| {
            let shown = clock_gettime(clock);
            SignedDuration::new(shown.tv_sec, i32::try_from(shown.tv_nsec).unwrap_or_default())
        });
        Reading { wall: self.now(), awake, since_boot }
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

    fn in_its_time(&self, wall: SignedDuration) -> SignedDuration {
        wall.saturating_mul(i32::try_from(self.speed).unwrap_or(i32::MAX))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(wall: i64, awake: i64, since_boot: i64) -> Reading {
        let seconds = SignedDuration::from_secs;
        Reading {
            wall: Timestamp::from_second(1_000_000 + wall).unwrap(),
            awake: seconds(awake),
            since_boot: seconds(50 + since_boot),
        }
    }

    #[test]
    fn a_jump_is_told_from_sleep_and_from_the_passing_of_time() {
        let week = 7 * 24 * 3600;
        let seconds = SignedDuration::from_secs;
        for (later, expected) in [
            (reading(10, 10, 10), None),
            // A correction of the time service.
            (reading(100, 10, 10), None),
            (reading(week, week, week), None),
            (reading(10 + 3600, 10, 10), Some(Jump::Forward(seconds(3600)))),
            (reading(10 - 3600, 10, 10), Some(Jump::Back(seconds(3600)))),
            (reading(week + 10, 10, week + 10), Some(Jump::Slept(seconds(week)))),
            // Asleep, and set while it slept.
            (reading(-3600, 10, week), Some(Jump::Back(seconds(week + 3600)))),
        ] {
            assert_eq!(reading(0, 0, 0).jump(later), expected, "{later:?}");
        }
    }

    #[test]
    fn loops_that_fall_asleep_at_different_moments_wake_at_the_same() {
        for (now, millis) in [
            ("2026-03-03T10:00:00Z", 10_000),
            ("2026-03-03T10:00:00.250Z", 9_750),
            ("2026-03-03T10:00:07.5Z", 2_500),
            ("2026-03-03T10:00:09.8Z", 200),
            // Woken a little too early.
            ("2026-03-03T10:00:09.9Z", 10_000),
            ("1969-12-31T23:59:53Z", 7_000),
        ] {
            assert_eq!(nap(now.parse().unwrap()), SignedDuration::from_millis(millis), "{now}");
        }
    }

    #[test]
    fn the_clocks_of_this_machine_run_together() {
        let (first, second) = (WallClock.reading(), WallClock.reading());
        assert_eq!(first.jump(second), None);
        assert!(second.awake >= first.awake && second.since_boot >= first.since_boot);
    }
}
