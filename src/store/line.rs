//! A lock that serves whoever asked first.
//!
//! In: what is locked. Out: it, to one thread at a time, in the order of asking. The system's own lock lets whoever is awake
//! take it again past those who wait: a look at thousands of cases would keep an acknowledgement out for as long as it lasts.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Something that one thread at a time may hold.
#[derive(Debug)]
pub(super) struct Line<T> {
    turn: Mutex<Turn>,
    moved: Condvar,
    held: Mutex<T>,
}

/// Numbers as at a counter: the next one to be handed out, and the one that is served.
#[derive(Debug, Default)]
struct Turn {
    next: u64,
    served: u64,
}

/// A place at the counter; left, the next is served.
#[derive(Debug)]
struct Place<'a>(&'a Mutex<Turn>, &'a Condvar);

/// What is locked, for as long as it is held. The lock goes before the place.
#[derive(Debug)]
pub(super) struct Held<'a, T> {
    held: MutexGuard<'a, T>,
    _place: Place<'a>,
}

impl<T> Line<T> {
    pub(super) fn new(held: T) -> Self {
        Self { turn: Mutex::default(), moved: Condvar::new(), held: Mutex::new(held) }
    }

    /// Waits for its turn.
    ///
    /// # Panics
    /// When whoever held it panicked.
    pub(super) fn lock(&self) -> Held<'_, T> {
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = turn.next;
        turn.next += 1;
        while turn.served != mine {
            turn = self.moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        drop(turn);
        let place = Place(&self.turn, &self.moved);
        Held { held: self.held.lock().expect("no earlier work panicked"), _place: place }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).served += 1;
        self.1.notify_all();
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.held
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    impl<T> Line<T> {
        /// Until so many have asked in all.
        fn asked(&self, many: u64) {
            while self.turn.lock().unwrap().next < many {
                std::thread::yield_now();
            }
        }
    }

    #[test]
    fn whoever_asks_again_stands_behind_those_who_wait() {
        let line = Line::new(Vec::new());
        std::thread::scope(|scope| {
            let mut first = line.lock();
            for name in 1..=3 {
                let line = &line;
                scope.spawn(move || line.lock().push(name));
                line.asked(1 + name);
            }
            first.push(0);
            drop(first);
            line.lock().push(4);
        });
        assert_eq!(*line.lock(), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_panic_keeps_nobody_waiting_for_ever() {
        let line = Line::new(());
        let broken = || {
            catch_unwind(AssertUnwindSafe(|| {
                let _held = line.lock();
                panic!("on purpose");
            }))
        };
        assert!(broken().is_err());
        for _ in 0..2 {
            assert!(catch_unwind(AssertUnwindSafe(|| drop(line.lock()))).is_err(), "told, and not hung");
        }
    }
}
