//! What is open in the hours that are left: which body takes an urgent request until when, and what it must say.
//!
//! In: the windows of the bodies open against the host, and who reads. Out: lines for any message on which much hangs.

use jiff::{Timestamp, tz::TimeZone};

use super::message::{Block, Message};
use super::words::{Speaker, Words, text};
use crate::docket::Window;
use crate::people::Person;
use crate::watchlist::Case;

/// Puts the open ways into a message, where what has to be done ends and what explains it begins.
pub fn add_windows(
    message: &mut Message,
    windows: &[Window],
    case: &Case,
    person: &Person,
    words: &Words,
    now: Timestamp,
) {
    if windows.is_empty() {
        return;
    }
    let speaker = words.speak(person.language);
    let theirs = person.zone.as_ref().unwrap_or(&case.zone);
    let items = lines(windows, speaker, theirs, now).into_iter().chain([speaker.say("line-window-holds", &[])]);
    let list = Block::List { title: speaker.say("line-windows", &[]), items: items.collect() };
    let strong = |block: &Block| matches!(block, Block::Strong(_));
    let small = |block: &Block| matches!(block, Block::Small(_));
    let told = message.blocks.iter().rposition(strong).map(|place| place + 1);
    let place = told.or_else(|| message.blocks.iter().position(small)).unwrap_or(message.blocks.len());
    message.blocks.insert(place, list);
}

/// A line for each window, on the clock of the office and on the reader's.
#[must_use]
pub fn lines(windows: &[Window], speaker: Speaker<'_>, theirs: &TimeZone, now: Timestamp) -> Vec<String> {
    // Twice the same moment where the office keeps another clock than the reader.
    let moment = |at: Timestamp, window: &Window| {
        let there = speaker.moment(at, &window.zone);
        if theirs.to_datetime(at) == window.zone.to_datetime(at) {
            return there;
        }
        format!("{there} = {}", speaker.moment(at, theirs))
    };
    let item = |window: &Window| {
        let body = speaker.say(&format!("body-{}", window.body.word()), &[]);
        let line = if window.is_open(now) {
            let closes = moment(window.closes, window);
            let left = speaker.left(window.closes.duration_since(now));
            let args = [text("body", &body), text("closes", &closes), text("left", &left)];
            speaker.say("line-window-open", &args)
        } else {
            let (opens, closes) = (moment(window.opens, window), speaker.moment(window.closes, &window.zone));
            let args = [text("body", &body), text("opens", &opens), text("closes", &closes)];
            speaker.say("line-window-shut", &args)
        };
        if window.doubtful { format!("{line} ({})", speaker.say("line-window-doubtful", &[])) } else { line }
    };
    windows.iter().map(item).collect()
}
