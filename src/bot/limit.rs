//! How often a chat is listened to, and how often strangers are spoken of.
//!
//! In: chat ids and the moment. Out: whether to listen, and whether to say a word about it. Kept in memory only: a
//! restart forgives. A flood of strangers cannot make it grow.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

/// Commands and presses that a chat has in a minute.
const A_MINUTE: u32 = 20;
/// Codes that an unknown chat may try in an hour.
const CODES: u32 = 5;
/// Strangers remembered by chat; those beyond are only counted.
const REMEMBERED: usize = 1000;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Whether a chat is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ear {
    /// It is.
    Open,
    /// This was one too many: say so once.
    Closing,
    /// It has been told.
    Closed,
}

/// What is remembered of chats.
#[derive(Debug, Default)]
pub(super) struct Limits {
    known: HashMap<i64, (Timestamp, u32)>,
    strangers: HashMap<i64, Timestamp>,
    tried: HashMap<i64, (Timestamp, u32)>,
    refused: u64,
}

impl Limits {
    /// Counts one command of a known chat.
    pub(super) fn listen(&mut self, chat: i64, now: Timestamp) -> Ear {
        let (since, count) = self.known.entry(chat).or_insert((now, 0));
        // A clock that was put back begins a minute anew.
        if !within(*since, now, MINUTE) {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        match *count {
            0..=A_MINUTE => Ear::Open,
            count if count == A_MINUTE + 1 => Ear::Closing,
            _ => Ear::Closed,
        }
    }

    /// Counts one code that an unknown chat tries; false when it has tried too many, or too many others have.
    pub(super) fn may_try(&mut self, chat: i64, now: Timestamp) -> bool {
        if self.tried.len() >= REMEMBERED {
            self.tried.retain(|_, (since, _)| within(*since, now, HOUR));
        }
        if self.tried.len() >= REMEMBERED && !self.tried.contains_key(&chat) {
            return false;
        }
        let (since, count) = self.tried.entry(chat).or_insert((now, 0));
        if !within(*since, now, HOUR) {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        *count <= CODES
    }

    /// Counts one message of a stranger. The count of all so far, if a word is due: once an hour for each chat.
    pub(super) fn stranger(&mut self, chat: i64, now: Timestamp) -> Option<u64> {
        self.refused += 1;
        if self.strangers.len() >= REMEMBERED {
            self.strangers.retain(|_, said| within(*said, now, HOUR));
        }
        match self.strangers.get(&chat) {
            Some(said) if within(*said, now, HOUR) => return None,
            None if self.strangers.len() >= REMEMBERED => return None,
            _ => {}
        }
        self.strangers.insert(chat, now);
        Some(self.refused)
    }
}

fn within(since: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    let passed = now.duration_since(since);
    passed >= SignedDuration::ZERO && passed < span
}

/// Enough of a chat id to tell two strangers apart in a log, and too little to find either.
pub(super) fn masked(chat: i64) -> String {
    format!("…{:02}", chat.unsigned_abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_twenty_first_command_of_a_minute_is_told_and_the_rest_is_silence() {
        let mut limits = Limits::default();
        let ears: Vec<Ear> = (0..23).map(|second| limits.listen(7, at(second))).collect();
        assert!(ears[..20].iter().all(|ear| *ear == Ear::Open));
        assert_eq!(ears[20..], [Ear::Closing, Ear::Closed, Ear::Closed]);
        assert_eq!(limits.listen(8, at(22)), Ear::Open, "another chat is not held to it");
        assert_eq!(limits.listen(7, at(60)), Ear::Open);
        assert_eq!(limits.listen(7, at(-500)), Ear::Open, "a clock put back does not lock anybody out");
    }

    #[test]
    fn a_stranger_is_spoken_of_once_an_hour() {
        let mut limits = Limits::default();
        assert_eq!(limits.stranger(7, at(0)), Some(1));
        assert_eq!(limits.stranger(7, at(3599)), None);
        assert_eq!(limits.stranger(7, at(3600)), Some(3));
    }

    #[test]
    fn a_crowd_of_strangers_takes_no_room() {
        let mut limits = Limits::default();
        let spoken = (0..5000).filter(|chat| limits.stranger(*chat, at(1)).is_some()).count();
        assert_eq!((spoken, limits.strangers.len()), (REMEMBERED, REMEMBERED));
        assert_eq!(limits.stranger(1, at(3601)), Some(5001));
    }

    #[test]
    fn the_sixth_code_of_an_hour_is_not_looked_at_and_a_crowd_takes_no_room() {
        let mut limits = Limits::default();
        let tried: Vec<bool> = (0..7).map(|second| limits.may_try(7, at(second))).collect();
        assert_eq!(tried, [true, true, true, true, true, false, false]);
        assert!(limits.may_try(8, at(7)) && limits.may_try(7, at(3600)));
        let let_in = (0..5000).filter(|chat| limits.may_try(*chat, at(3601))).count();
        assert!(let_in <= REMEMBERED && limits.tried.len() <= REMEMBERED, "{let_in}");
    }

    #[test]
    fn a_masked_id_is_no_id() {
        assert_eq!(masked(-1_001_234_567_890), "…90");
        assert_eq!(masked(i64::MIN), "…08");
    }
}
