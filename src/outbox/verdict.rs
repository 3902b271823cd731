//! What an answer means for a letter: settle it, try again and when, or give up here. Pure and exhaustive.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::channel::Answer;
use crate::law::rule::Severity;
use crate::store::{Claimed, Settlement};

/// First pause after a failure; it doubles with each attempt.
const FIRST: SignedDuration = SignedDuration::from_secs(15);
/// The longest pause, however many attempts have failed.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);
/// The shortest pause, however near the deadline.
const SHORTEST: SignedDuration = SignedDuration::from_secs(10);

/// The longest pause while one attempt after the other may have arrived: each may be one more copy in a mailbox.
const UNSURE: SignedDuration = SignedDuration::from_hours(4);
/// The same for what is critical.
const UNSURE_CRITICAL: SignedDuration = SignedDuration::from_hours(2);

/// The longest pause before an address that refused for good is tried again, when there is no other way to its reader.
/// Nobody tells a program that a mailbox was emptied or a chat was opened again.
const KNOCK: SignedDuration = SignedDuration::from_hours(6);
/// The shortest.
const KNOCK_AT_LEAST: SignedDuration = SignedDuration::from_mins(1);

/// What belongs to no deadline and could not be sent for this long is given up, and the admins are told.
const STALE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Decides what becomes of a letter after one attempt.
#[must_use]
pub fn verdict(letter: &Claimed, answer: &Answer, now: Timestamp) -> Settlement {
    let settle = |outcome, why: Option<&String>, end| Settlement {
        id: letter.id,
        attempt: letter.attempt,
        outcome,
        why: why.cloned(),
        end,
    };
    match answer {
        Answer::Sent(receipt) => settle("sent", None, Ok(receipt.clone())),
        Answer::Permanent { why } => settle("permanent", Some(why), Err(None)),
        Answer::Temporary { why, after } => settle("temporary", Some(why), Err(again(letter, *after, LONGEST, now))),
        // Nobody knows whether it arrived: a possible repeat is better than nothing.
        Answer::Unknown { why } => {
            let longest = match letter.severity {
                _ if !letter.uncertain => LONGEST,
                Severity::Critical => UNSURE_CRITICAL,
                _ => UNSURE,
            };
            settle("unknown", Some(why), Err(again(letter, None, longest, now)))
        }
        Answer::Moved(_) => settle("moved", None, Err(Some(now))),
    }
}

/// True once the deadline has passed and telling of it has become moot.
fn moot(letter: &Claimed, now: Timestamp) -> bool {
    // A deadline that still runs is worth every attempt, however long the outage.
    letter.moot_at.map_or_else(|| now.duration_since(letter.owed_at) > STALE, |moot| moot <= now)
}

/// When to try again at an address that refused for good; `None` once telling of it is pointless.
pub(super) fn knock(letter: &Claimed, now: Timestamp) -> Option<Timestamp> {
    let left = letter.moot_at.map_or(KNOCK, |moot| moot.duration_since(now) / 8);
    (!moot(letter, now)).then(|| now.checked_add(left.clamp(KNOCK_AT_LEAST, KNOCK)).ok()).flatten()
}

/// When to try again; `None` once it is moot.
fn again(letter: &Claimed, after: Option<Duration>, longest: SignedDuration, now: Timestamp) -> Option<Timestamp> {
    if moot(letter, now) {
        return None;
    }
    let doublings = letter.attempt.saturating_sub(1).min(10);
    let mut pause = FIRST.saturating_mul(1 << doublings).min(longest);
    if let Some(moot) = letter.moot_at {
        // Nearer the deadline the pauses shrink, so that several attempts always fit in what is left.
        pause = pause.min(moot.duration_since(now) / 8).max(SHORTEST);
    }
    // Up to a fifth more, different for each letter, so that a burst that failed together does not return together.
    let spread = (letter.id.unsigned_abs() * 7919 + u64::from(letter.attempt) * 104_729) % 200;
    let jitter = pause.as_millis() * i128::from(spread) / 1000;
    pause += SignedDuration::from_millis(i64::try_from(jitter).unwrap_or_default());
    let asked = after.and_then(|after| SignedDuration::try_from(after).ok()).unwrap_or_default();
    now.checked_add(pause.max(asked)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::message::Message;

    fn letter(attempt: u32, moot_in: Option<i64>) -> Claimed {
        Claimed {
            id: 1,
            key: "k".into(),
            thread: "t".into(),
            kind: "reminder".into(),
            severity: Severity::Critical,
            person: "p".into(),
            channel: "email".into(),
            message: Message { language: "en".into(), ..Message::default() },
            owed_at: Timestamp::UNIX_EPOCH,
            moot_at: moot_in.map(|seconds| Timestamp::from_second(seconds).unwrap()),
            attempt,
            uncertain: false,
            answerable: false,
        }
    }

    fn pause(attempt: u32, moot_in: Option<i64>, after: Option<u64>) -> Option<i64> {
        let answer = Answer::Temporary { why: "w".into(), after: after.map(Duration::from_secs) };
        let settled = verdict(&letter(attempt, moot_in), &answer, Timestamp::UNIX_EPOCH);
        settled.end.unwrap_err().map(Timestamp::as_second)
    }

    #[test]
    fn pauses_grow_and_stop_growing() {
        assert!((15..=18).contains(&pause(1, None, None).unwrap()));
        assert!((60..=72).contains(&pause(3, None, None).unwrap()));
        assert!((900..=1080).contains(&pause(40, None, None).unwrap()));
    }

    #[test]
    fn pauses_shrink_as_the_deadline_nears_and_end_with_it() {
        assert!((100..=120).contains(&pause(40, Some(800), None).unwrap()));
        assert!((10..=12).contains(&pause(40, Some(20), None).unwrap()));
        assert_eq!(pause(1, Some(0), None), None);
    }

    #[test]
    fn nothing_is_tried_for_ever() {
        let answer = Answer::Temporary { why: "w".into(), after: None };
        let late = |days: i64| Timestamp::from_second(86_400 * days).unwrap();
        assert!(verdict(&letter(40, None), &answer, late(7)).end.unwrap_err().is_some());
        assert!(verdict(&letter(40, None), &answer, late(8)).end.unwrap_err().is_none());
    }

    #[test]
    fn while_the_deadline_runs_nothing_is_given_up() {
        let answer = Answer::Temporary { why: "w".into(), after: None };
        let (now, moot) = (86_400 * 20, 86_400 * 30);
        let settled = verdict(&letter(40, Some(moot)), &answer, Timestamp::from_second(now).unwrap());
        assert!(settled.end.unwrap_err().is_some());
    }

    #[test]
    fn what_may_have_arrived_again_and_again_is_repeated_at_a_sinking_rate() {
        let answer = Answer::Unknown { why: "lost".into() };
        let pause = |attempt, uncertain| {
            let letter = Claimed { uncertain, ..letter(attempt, None) };
            verdict(&letter, &answer, Timestamp::UNIX_EPOCH).end.unwrap_err().unwrap().as_second()
        };
        assert!(
            (900..=1080).contains(&pause(40, false)),
            "the first such answer after a long outage is tried again soon"
        );
        assert!((15..=18).contains(&pause(1, true)));
        assert!((7200..=8640).contains(&pause(40, true)));
    }

    #[test]
    fn what_the_other_side_asks_for_is_honoured() {
        assert_eq!(pause(1, None, Some(600)).unwrap(), 600);
    }

    #[test]
    fn an_unknown_outcome_is_tried_again() {
        let settled = verdict(&letter(1, None), &Answer::Unknown { why: "lost".into() }, Timestamp::UNIX_EPOCH);
        assert_eq!(settled.outcome, "unknown");
        assert!(matches!(settled.end, Err(Some(_))));
    }
}
