//! The summary that a group keeps pinned: every case with its level, its next terms, and who has them.
//!
//! In: the cases of a group as they stand. Out: one message in the group's language. It holds days and never how long is
//! left: it is changed in place, and a message that changed every minute would be read by nobody. Codes only.

use jiff::{Timestamp, tz::TimeZone};

use super::answered::{Held, Who};
use super::message::{Block, Message};
use super::undated::in_summary;
use super::words::{Speaker, Words, number, text};
use crate::docket::{Deadline, NoDate, Status};
use crate::ids::CaseId;
use crate::law::grounds::Level;
use crate::law::rule::{Severity, Whose, word_of};
use crate::people::Person;

/// Terms shown of each case: what comes next; the rest is one `/case` away.
const TERMS: usize = 3;

/// Who sees to something, as far as the group is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// Somebody has it.
    Held(Held),
    /// People were told, and nobody has confirmed.
    Nobody,
    /// Nobody was asked yet.
    NotAsked,
}

/// One case as the summary sees it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its code.
    pub case: CaseId,
    /// How near a transfer is.
    pub level: Level,
    /// Why, in the group's language.
    pub reason: Option<String>,
    /// Who sees to the level.
    pub care: Care,
    /// Terms that run, soonest first, each with who sees to it.
    pub terms: Vec<(Deadline, Care)>,
    /// Terms that run and to which the law gives no date.
    pub undated: Vec<NoDate>,
}

/// Terms of a case that a group has to know of, soonest first: what the defence must do, and what matters of the rest.
#[must_use]
pub fn next_terms(deadlines: &[Deadline], now: Timestamp) -> Vec<&Deadline> {
    let ours = |deadline: &&Deadline| {
        let own = matches!(deadline.whose, Whose::Defence | Whose::Person) || deadline.severity > Severity::Normal;
        own && deadline.status == Status::Pending && deadline.latest.end > now
    };
    let mut terms: Vec<&Deadline> = deadlines.iter().filter(ours).collect();
    terms.sort_by_key(|deadline| ends(deadline, now));
    terms.truncate(TERMS);
    terms
}

/// The reading that counts next: the earlier one, and once that has passed the later one.
fn ends(deadline: &Deadline, now: Timestamp) -> Timestamp {
    if deadline.earliest.end > now { deadline.earliest.end } else { deadline.latest.end }
}

/// When the summary reads differently with nothing having happened: a reading passes.
#[must_use]
pub fn changes_at(cases: &[Standing], now: Timestamp) -> Option<Timestamp> {
    cases.iter().flat_map(|one| &one.terms).map(|(deadline, _)| ends(deadline, now)).min()
}

/// The summary, worst cases first; `most` of them, and how many are left out.
#[must_use]
pub fn summary(group: &Person, cases: &[Standing], most: usize, words: &Words, now: Timestamp) -> Message {
    let speaker = words.speak(group.language);
    let zone = group.zone.clone().unwrap_or(TimeZone::UTC);
    let mut sorted: Vec<&Standing> = cases.iter().collect();
    let next = |one: &Standing| one.terms.first().map_or(Timestamp::MAX, |(deadline, _)| ends(deadline, now));
    sorted.sort_by(|a, b| b.level.cmp(&a.level).then(next(a).cmp(&next(b))).then(a.case.cmp(&b.case)));
    let mut blocks: Vec<Block> = sorted.iter().take(most).map(|one| block(one, speaker, &zone, now)).collect();
    if cases.is_empty() {
        blocks.push(Block::Line(speaker.say("summary-none", &[])));
    }
    let left_out = cases.len().saturating_sub(most);
    if left_out > 0 {
        let count = i64::try_from(left_out).unwrap_or(i64::MAX);
        blocks.push(Block::Line(speaker.say("summary-more", &[number("count", count)])));
    }
    blocks.push(Block::Small(speaker.say("summary-alive", &[])));
    let count = i64::try_from(cases.len()).unwrap_or(i64::MAX);
    let day = speaker.day(zone.to_datetime(now).date());
    let subject = speaker.say("summary-subject", &[number("count", count), text("day", &day)]);
    Message { subject, blocks, language: speaker.language.tag().to_owned(), ..Message::default() }
}

/// What stands in its place once a group no longer wants it: words that stay must not pass for the state of things.
#[must_use]
pub fn ended(group: &Person, words: &Words) -> Message {
    let speaker = words.speak(group.language);
    let subject = speaker.say("summary-ended", &[]);
    Message { subject, language: speaker.language.tag().to_owned(), ..Message::default() }
}

fn block(one: &Standing, speaker: Speaker<'_>, zone: &TimeZone, now: Timestamp) -> Block {
    let level = speaker.say(&format!("level-{}", word_of(one.level, Level::WORDS)), &[]);
    let title = speaker.say("summary-case", &[text("case", one.case.as_str()), text("level", &level)]);
    let mut items = Vec::new();
    if let Some(reason) = one.reason.as_deref().filter(|_| one.level >= Level::Elevated) {
        items.push(join(reason.to_owned(), care(one.care, speaker, zone)));
    }
    for (deadline, theirs) in &one.terms {
        let passed = deadline.earliest.end <= now;
        let (id, reading) =
            if passed { ("summary-term-passed", deadline.latest) } else { ("summary-term", deadline.earliest) };
        let (moment, name) = (speaker.end(reading, &deadline.zone), deadline.title.get(speaker.language));
        let says = speaker.say(id, &[text("moment", &moment), text("title", name)]);
        items.push(join(says, care(*theirs, speaker, zone)));
    }
    items.extend(one.undated.iter().map(|term| in_summary(term, speaker)));
    if items.is_empty() {
        items.push(speaker.say("summary-no-term", &[]));
    }
    Block::List { title, items }
}

fn join(says: String, care: Option<String>) -> String {
    match care {
        Some(care) => format!("{says} — {care}"),
        None => says,
    }
}

fn care(care: Care, speaker: Speaker<'_>, zone: &TimeZone) -> Option<String> {
    match care {
        Care::Held(held) => {
            let who = speaker.say(&format!("who-{}", word_of(held.who, Who::WORDS)), &[]);
            let moment = speaker.moment(held.since, zone);
            Some(speaker.say("line-edit-taken", &[text("who", &who), text("moment", &moment)]))
        }
        Care::Nobody => Some(speaker.say("summary-nobody", &[])),
        Care::NotAsked => None,
    }
}
