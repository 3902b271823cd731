//! Letters that still wait when a newer one says otherwise: a level, a date or a step that no longer holds must not be
//! what somebody reads last.

use std::cmp::Reverse;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::send::language;
use crate::config::Ground;
use crate::docket::docket;
use crate::ids::PersonId;
use crate::law::grounds::Level;
use crate::law::rule::Severity;
use crate::notice::alarm::{KINDS, is_told, severity};
use crate::notice::answered::RISK;
use crate::notice::message::{Block, Message};
use crate::notice::plan::{Content, ENDED, Kind, Notice};
use crate::notice::words::{Speaker, text};
use crate::risk::{Reason, assess};
use crate::store::{self, Older, Owed, StoreError};
use crate::watchlist::Case;

/// The kinds that a notice leaves nothing to say for.
fn kinds(content: &Content) -> &'static [Kind] {
    match content {
        Content::Reminder { .. } => &[Kind::Reminder],
        Content::Unanswered { .. } => &[Kind::Escalation],
        // That nobody has confirmed what still holds is news beside it.
        Content::Risk { fell_from: None, level, .. } if *level >= Level::High => {
            &[Kind::Risk, Kind::Signal, Kind::CheckIn, Kind::Withdrawn]
        }
        Content::Risk { .. } => &[Kind::Risk, Kind::Signal, Kind::CheckIn, Kind::Withdrawn, Kind::Escalation],
        // What counted down to the end is given up at its turn, and the admins hear of it.
        Content::Lapsed { earlier_only: false, .. } => &[Kind::Lapsed, Kind::Changed, Kind::Withdrawn, Kind::Entry],
        _ => &[Kind::Reminder, Kind::Lapsed, Kind::Changed, Kind::Withdrawn, Kind::Entry, Kind::Escalation],
    }
}

/// What the list of a morning is about, and what is that something does not reach somebody.
pub(crate) const MORNING: &str = "digest";
pub(super) const UNDELIVERED: &str = "system/undelivered/";

/// The ways out. Good news goes by one of them: the alarm that still waits on the other is as untrue.
const WAYS: [&str; 2] = ["email", "telegram"];

/// What a letter says, and of which case it says so.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) notice: &'a Notice,
    pub(super) case: &'a Case,
    pub(super) ground: &'a Ground,
}

impl Said<'_> {
    /// What needs no person may run on after a case has ended: that something is told of it does not mean that it goes on.
    fn goes_on(&self, now: Timestamp) -> bool {
        let law = &self.ground.setup.law;
        !assess(self.case, law, &docket(self.case, law, now), now).ended
    }
}

/// A message about the level takes the place of those before it that did not get through: what was new in them is as new to
/// who reads this one. `None`: nothing is, or it says so already.
pub(super) fn with_unheard(
    tx: &Transaction<'_>,
    notice: &Notice,
    reader: (&PersonId, &str),
    now: Timestamp,
) -> Result<Option<Notice>, StoreError> {
    let Content::Risk { level, new, all, .. } = &notice.content else { return Ok(None) };
    let mut unheard = store::unheard(tx, &notice.case, reader, KINDS, now)?;
    unheard.retain(|(mark, waits)| is_told(mark) && waits.is_none_or(|waits| falls(waits, notice.severity, *level)));
    let is_news = |reason: &Reason| {
        let missed = unheard.iter().any(|(mark, _)| mark.subject == format!("{RISK}/{}", reason.id));
        missed && reason.level >= Level::Elevated && !reason.quiet || new.iter().any(|known| known.id == reason.id)
    };
    let mut news: Vec<Reason> = all.iter().filter(|reason| is_news(reason)).cloned().collect();
    if news.len() <= new.len() {
        return Ok(None);
    }
    // The subject has room for one: of the gravest that which came last.
    news.sort_by_key(|reason| (Reverse(reason.level), Reverse(reason.latest)));
    let mut fuller = notice.clone();
    if let Content::Risk { new, .. } = &mut fuller.content {
        *new = news;
    }
    Ok(Some(fuller))
}

fn older(
    tx: &Transaction<'_>,
    said: Said<'_>,
    (owed, channel): (&Owed, &str),
    now: Timestamp,
) -> Result<Vec<Older>, StoreError> {
    let notice = said.notice;
    let level = matches!(notice.content, Content::Risk { .. });
    let about = |subject: &str| {
        let risk = subject.strip_prefix(RISK).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if subject == ENDED && !matches!(notice.content, Content::Ended { .. }) {
            return said.goes_on(now);
        }
        if level { risk } else { notice.marks.iter().any(|mark| mark.subject == subject) }
    };
    let mut found = store::older(tx, (owed, channel), kinds(&notice.content), about, now)?;
    // But for a day in it that holds no more.
    if let Content::Risk { level, moved, .. } = &notice.content {
        let lesser = |older: &Older| falls(older.severity, owed.severity, *level);
        found.retain(|older| lesser(older) || !moved.is_empty());
        found.iter_mut().filter(|older| !lesser(older)).for_each(|older| older.whole = false);
    }
    Ok(found)
}

/// True when a message about the level leaves an older one nothing to say. A lesser reason beside a grave one that nobody
/// has heard yet does not: what the grave one says is as true as before.
fn falls(older: Severity, new: Severity, level: Level) -> bool {
    older <= new || older > severity(level)
}

/// What takes the place of an alert that has not gone out does not wait for the morning: until then its reader would
/// hear neither.
pub(super) fn waits(tx: &Transaction<'_>, said: Said<'_>, owed: &Owed, now: Timestamp) -> Result<bool, StoreError> {
    Ok(older(tx, said, (owed, owed.channel), now)?.iter().all(|older| older.severity == Severity::Normal))
}

/// Takes back what a new letter says otherwise, and marks what it says otherwise in part.
pub(super) fn overtake(
    tx: &Transaction<'_>,
    said: Said<'_>,
    owed: &Owed,
    speaker: Speaker<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let notice = said.notice;
    // A later step, or the next people asked, makes nothing untrue that is said of another term.
    let untrue = !matches!(notice.content, Content::Reminder { .. } | Content::Unanswered { .. });
    for channel in WAYS.into_iter().filter(|channel| untrue || *channel == owed.channel) {
        for older in older(tx, said, (owed, channel), now)? {
            if older.whole {
                store::take_back(tx, older.id, now)?;
            } else if untrue && let Some(message) = store::letter_text(tx, older.id)? {
                let read = serde_json::from_str(&message).map_err(|error| StoreError::Letter(older.id, error))?;
                store::reword(tx, older.id, &in_part(read, notice.case.as_str(), speaker))?;
            }
        }
    }
    Ok(())
}

/// A list of an earlier morning, and the word of an earlier day that the same does not get out, are taken back by the next
/// that says it: after an outage only the last is of use.
pub(super) fn overtake_plain(tx: &Transaction<'_>, owed: &Owed, now: Timestamp) -> Result<(), StoreError> {
    for mark in &owed.marks {
        let step = match mark.subject.as_str() {
            MORNING => None,
            subject if subject.starts_with(UNDELIVERED) => Some(mark.step.as_str()),
            _ => continue,
        };
        for older in store::older_plain(tx, owed, (&mark.subject, step), now)? {
            store::take_back(tx, older, now)?;
        }
    }
    Ok(())
}

/// Somebody took some of what letters ask that have not gone out: that nobody has is no longer true of all of it.
pub(super) fn taken_in_part(
    tx: &Transaction<'_>,
    ground: &Ground,
    case: &Case,
    matters: &[i64],
) -> Result<(), StoreError> {
    for letter in store::asks_of_others_too(tx, matters)? {
        let Some(text) = store::letter_text(tx, letter)? else { continue };
        let read: Message = serde_json::from_str(&text).map_err(|error| StoreError::Letter(letter, error))?;
        let speaker = ground.words.speak(language(&read.language));
        store::reword(tx, letter, &in_part(read, case.id.as_str(), speaker))?;
    }
    Ok(())
}

/// Says of a message, before all else, that a part of it holds no more.
pub(super) fn in_part(mut message: Message, case: &str, speaker: Speaker<'_>) -> Message {
    let line = Block::Strong(speaker.say("line-overtaken", &[]));
    if !message.blocks.contains(&line) {
        let says = message.subject.strip_prefix(case).map_or("", |rest| rest.trim_start_matches(':').trim_start());
        message.subject = speaker.say("subject-overtaken", &[text("case", case), text("subject", says)]);
        message.blocks.insert(0, line);
    }
    message
}
