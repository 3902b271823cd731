//! Messages that belong to no single case: the morning digest, the test, and trouble of staywatch itself.

use jiff::{SignedDuration, Timestamp};

use super::message::{Block, Message};
use super::words::{Arg, Speaker, Words, number, text};
use crate::docket::{Deadline, Status};
use crate::ids::CaseId;
use crate::law::grounds::Level;
use crate::law::rule::{Severity, Whose, word_of};
use crate::people::Person;
use crate::risk::Assessment;
use crate::watchlist::Case;

/// One case as the digest sees it.
#[derive(Clone, Copy, Debug)]
pub struct Glance<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its deadlines.
    pub deadlines: &'a [Deadline],
    /// How near a transfer is.
    pub assessment: &'a Assessment,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(24 * 7);

/// What falls due today and this week over one person's cases.
#[must_use]
pub fn due(person: &Person, cases: &[Glance<'_>], words: &Words, now: Timestamp) -> Message {
    let speaker = words.speak(person.language);
    let mut due: Vec<(&Case, &Deadline)> = Vec::new();
    for glance in cases {
        let ours = |deadline: &&Deadline| {
            let own = matches!(deadline.whose, Whose::Defence | Whose::Person) || deadline.severity > Severity::Normal;
            let live = !glance.assessment.ended || deadline.after_removal;
            let left = deadline.earliest.end.duration_since(now);
            deadline.status == Status::Pending && own && live && left > SignedDuration::ZERO && left <= WEEK
        };
        due.extend(glance.deadlines.iter().filter(ours).map(|deadline| (glance.case, deadline)));
    }
    due.sort_by_key(|(_, deadline)| deadline.earliest.end);
    let item = |(case, deadline): &(&Case, &Deadline)| {
        let moment = speaker.end(deadline.earliest, &deadline.zone);
        let left = speaker.left(deadline.earliest.end.duration_since(now));
        let title = deadline.title.get(speaker.language);
        let args = [text("case", case.id.as_str()), text("moment", &moment), text("title", title), text("left", &left)];
        speaker.say("line-deadline-item-case", &args)
    };
    let within_a_day = |entry: &&(&Case, &Deadline)| entry.1.earliest.end.duration_since(now) <= DAY;
    let mut blocks = Vec::new();
    let today: Vec<String> = due.iter().filter(within_a_day).map(item).collect();
    let later: Vec<String> = due.iter().filter(|entry| !within_a_day(entry)).map(item).collect();
    if due.is_empty() {
        blocks.push(Block::Line(speaker.say("line-digest-none", &[])));
    }
    for (title, items) in [("line-digest-today", today), ("line-digest-week", later)] {
        if !items.is_empty() {
            blocks.push(Block::List { title: speaker.say(title, &[]), items });
        }
    }
    let count = i64::try_from(due.len()).unwrap_or_default();
    Message {
        subject: speaker.say("subject-digest", &[number("count", count)]),
        blocks,
        language: speaker.language.tag().to_owned(),
        ..Message::default()
    }
}

/// The morning's list for one person over their cases.
#[must_use]
pub fn digest(person: &Person, cases: &[Glance<'_>], words: &Words, now: Timestamp) -> Message {
    let speaker = words.speak(person.language);
    let mut message = due(person, cases, words, now);
    let mut raised: Vec<&Glance<'_>> =
        cases.iter().filter(|glance| glance.assessment.level >= Level::Elevated).collect();
    raised.sort_by(|a, b| b.assessment.level.cmp(&a.assessment.level).then(a.case.id.cmp(&b.case.id)));
    let risk = raised.iter().filter_map(|glance| {
        let reason = glance.assessment.reasons.first()?;
        let level = speaker.say(&format!("level-{}", word_of(glance.assessment.level, Level::WORDS)), &[]);
        let says = reason.says.get(speaker.language);
        Some(speaker.say(
            "line-digest-risk-item",
            &[text("case", glance.case.id.as_str()), text("level", &level), text("reason", says)],
        ))
    });
    let risk: Vec<String> = risk.collect();
    if !risk.is_empty() {
        message.blocks.push(Block::List { title: speaker.say("line-digest-risk", &[]), items: risk });
    }
    message.blocks.push(Block::Small(speaker.say("line-digest-absence", &[])));
    message
}

/// Puts what nobody has confirmed into the morning's list, before what it says of itself: deadlines, or the level of a
/// case where there is none.
pub fn add_waiting(message: &mut Message, waits: &[(CaseId, Option<Deadline>)], speaker: Speaker<'_>) {
    if waits.is_empty() {
        return;
    }
    let item = |(case, deadline): &(CaseId, Option<Deadline>)| match deadline {
        Some(deadline) => {
            let (title, moment) =
                (deadline.title.get(speaker.language), speaker.end(deadline.earliest, &deadline.zone));
            let args = [text("case", case.as_str()), text("title", title), text("moment", &moment)];
            speaker.say("line-digest-waits-item", &args)
        }
        None => speaker.say("line-digest-waits-level", &[text("case", case.as_str())]),
    };
    let list = Block::List { title: speaker.say("line-digest-waits", &[]), items: waits.iter().map(item).collect() };
    let small = |block: &Block| matches!(block, Block::Small(_));
    let place = message.blocks.iter().position(small).unwrap_or(message.blocks.len());
    message.blocks.insert(place, list);
}

/// A test message.
#[must_use]
pub fn test(person: &Person, words: &Words) -> Message {
    let speaker = words.speak(person.language);
    let who = speaker.say("line-test-channel", &[text("person", person.id.as_str())]);
    let blocks = vec![Block::Strong(speaker.say("line-test", &[])), Block::Line(who)];
    Message {
        subject: speaker.say("subject-test", &[]),
        blocks,
        language: speaker.language.tag().to_owned(),
        ..Message::default()
    }
}

/// Trouble of staywatch itself, for an admin. `items` are lines that quote no case file.
#[must_use]
pub fn system(person: &Person, words: &Words, what: &str, args: &[Arg<'_>], items: Vec<String>) -> Message {
    let speaker = words.speak(person.language);
    let short = speaker.say(&format!("what-{what}"), args);
    let mut blocks = vec![Block::Strong(speaker.say(&format!("line-system-{what}"), args))];
    if !items.is_empty() {
        blocks.push(Block::List { title: short.clone(), items });
    }
    Message {
        subject: speaker.say("subject-system", &[text("what", &short)]),
        blocks,
        language: speaker.language.tag().to_owned(),
        ..Message::default()
    }
}
