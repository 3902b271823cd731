//! Letters that go out long after they were written: the way was blocked, or nobody was awake to send them.
//!
//! In: a letter about to go out, and now. Out: the letter with what is left as it is now in its first line, and a word on
//! when the rest was written. What is kept stays as it was owed.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::overtake::in_part;
use crate::notice::message::{Block, Message};
use crate::notice::words::{Speaker, text};
use crate::store::Claimed;

/// Beyond this the minutes that are said to be left mislead; a second or third attempt comes sooner.
const LATE: SignedDuration = SignedDuration::from_mins(10);

/// Brings a message up to now, if it is late. True when it was.
pub(super) fn catch_up(
    message: &mut Message,
    letter: &Claimed,
    speaker: Speaker<'_>,
    zone: impl FnOnce() -> TimeZone,
    now: Timestamp,
) -> bool {
    let Some(written) = message.written else { return false };
    let late = now.duration_since(written);
    if late < LATE {
        return false;
    }
    if let Some(until) = message.until {
        let (then, left) = (until.duration_since(written), until.duration_since(now));
        let long = (speaker.left(then), speaker.left(left));
        let short = (speaker.left_short(then), speaker.left_short(left));
        // The short form is often the beginning of the long one.
        let (then, left) = if message.subject.contains(&long.0) && long.0 != short.0 { long } else { short };
        message.subject = message.subject.replacen(&then, &left, 1);
        if until <= now {
            *message = in_part(std::mem::take(message), &letter.thread, speaker);
        }
    }
    let (moment, late) = (speaker.moment(written, &zone()), speaker.left(late));
    let line = speaker.say("line-sent-late", &[text("moment", &moment), text("late", &late)]);
    // Below the line that a locked phone shows: the date leads.
    message.blocks.insert(message.blocks.len().min(1), Block::Strong(line));
    true
}
