//! From a notice to the message one person reads.
//!
//! In: what a notice says, and who reads it. Out: a [`Message`] in their language, dates in the place that counts
//! and in their own zone. Only codes, titles of rules, dates and advice from the packs go in: no name, no note, no
//! facility, no other recipient.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::answered::Held;
use super::listed::alone;
use super::message::{Block, Message};
use super::plan::{Content, Notice, ToldDate};
use super::words::{Speaker, Words, number, text};
use crate::docket::{Deadline, Status};
use crate::ids::CaseId;
use crate::law::count::Reading;
use crate::law::grounds::Level;
use crate::law::rule::{Confidence, Duty, Severity, Whose, word_of};
use crate::people::Person;
use crate::risk::Reason;
use crate::watchlist::Case;

/// Writes a notice for one person.
#[must_use]
pub fn compose(notice: &Notice, case: &Case, person: &Person, words: &Words, now: Timestamp) -> Message {
    let zone = person.zone.clone().unwrap_or_else(|| case.zone.clone());
    let hand = Hand { speaker: words.speak(person.language), case: &case.id, zone, now };
    let others = notice.to.len().saturating_sub(1);
    let (subject, mut blocks) = match &notice.content {
        Content::Reminder { deadline, late, held, again } => hand.reminder(deadline, *late, *held, *again),
        Content::Lapsed { deadline, earlier_only, old } => hand.lapsed(deadline, *earlier_only, old.as_ref()),
        Content::Changed { deadline, old } => hand.changed(deadline, old),
        Content::Withdrawn { fallen } => hand.withdrawn(fallen),
        Content::Ended { by, fallen } => hand.ended(*by, fallen, case),
        Content::Risk { level, fell_from, new, all, running, moved, .. } => {
            let written = hand.risk((*level, *fell_from), (new, all), hand.listed(case), running);
            hand.with_moved(written, (moved, new.is_empty() && alone(&notice.marks)), case)
        }
        Content::Entry { lapsed, running } => hand.entry(lapsed, running),
        Content::Undated { terms, decisions } => hand.undated(terms, decisions),
        Content::Met { met } => hand.met(met, case),
        Content::Unanswered { waiting, risk } => hand.unanswered(waiting, risk.as_ref()),
    };
    let others = i64::try_from(others).unwrap_or_default();
    blocks.push(Block::Small(hand.speaker.say("line-told", &[number("count", others)])));
    blocks.push(Block::Small(hand.speaker.say("line-legal", &[])));
    let language = person.language.tag().to_owned();
    let until = counted_to(&notice.content, now);
    Message { subject, blocks, language, written: Some(now), until, ..Message::default() }
}

/// The moment that the subject counts down to, if it does.
fn counted_to(content: &Content, now: Timestamp) -> Option<Timestamp> {
    let item = |deadline: &Deadline| deadline.ahead(now).map(|reading| reading.end);
    match content {
        Content::Reminder { deadline, .. } => Some(deadline.earliest.end),
        Content::Unanswered { waiting, risk: None } => match &waiting[..] {
            [one] => Some(one.deadline.earliest.end),
            several => several.first().and_then(|one| item(&one.deadline)),
        },
        Content::Entry { lapsed, running } if lapsed.is_empty() => running.first().and_then(item),
        _ => None,
    }
}

pub(super) struct Hand<'a> {
    pub(super) speaker: Speaker<'a>,
    pub(super) case: &'a CaseId,
    pub(super) zone: TimeZone,
    pub(super) now: Timestamp,
}

pub(super) type Written = (String, Vec<Block>);

impl Hand<'_> {
    pub(super) fn say(&self, id: &str) -> String {
        self.speaker.say(id, &[])
    }

    pub(super) fn title<'d>(&self, deadline: &'d Deadline) -> &'d str {
        deadline.title.get(self.speaker.language)
    }

    pub(super) fn end(&self, reading: Reading, deadline: &Deadline) -> String {
        self.speaker.end(reading, &deadline.zone)
    }

    pub(super) fn left(&self, until: Timestamp) -> String {
        self.speaker.left(until.duration_since(self.now))
    }

    pub(super) fn subject(&self, id: &str, deadline: &Deadline, reading: Reading) -> String {
        let (moment, left) =
            (self.end(reading, deadline), self.speaker.left_short(reading.end.duration_since(self.now)));
        let args = [
            text("case", self.case.as_str()),
            text("title", self.title(deadline)),
            text("moment", &moment),
            text("left", &left),
        ];
        self.speaker.say(id, &args)
    }

    /// A line that a locked phone shows below the subject, with the same moment on the reader's own clock.
    fn first_line(&self, line: String, at: Timestamp, deadline: &Deadline) -> Block {
        let yours = self.your_time(at, deadline).map(|yours| format!(" {yours}")).unwrap_or_default();
        Block::Strong(line + &yours)
    }

    /// In the reader's own zone, when that differs.
    pub(super) fn your_time(&self, at: Timestamp, deadline: &Deadline) -> Option<String> {
        let theirs = self.zone.to_datetime(at);
        let there = deadline.zone.to_datetime(at);
        (theirs != there).then(|| {
            let moment = self.speaker.end_elsewhere(at, &self.zone);
            self.speaker.say("line-your-time", &[text("moment", &moment)])
        })
    }

    fn reminder(&self, deadline: &Deadline, late: Option<SignedDuration>, held: Option<Held>, again: bool) -> Written {
        let id = match deadline.duty {
            _ if again => "subject-again",
            Duty::FileBy | Duty::ActBy => "subject-reminder",
            Duty::ReleaseBy => "subject-reminder-release",
            Duty::LeaveBy => "subject-reminder-leave",
            Duty::Lapses => "subject-reminder-lapses",
            Duty::Opens => "subject-reminder-opens",
        };
        let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
        let line = match deadline.duty {
            Duty::Opens => "line-deadline-opens",
            _ if own => "line-deadline-defence",
            _ => "line-deadline-other",
        };
        let moment = self.end(deadline.earliest, deadline);
        let says = self.speaker.say(line, &[text("moment", &moment)]);
        let mut blocks = vec![self.first_line(says, deadline.earliest.end, deadline)];
        if let Some(late) = late {
            let late = self.speaker.left(late);
            blocks.push(Block::Strong(self.speaker.say("line-late", &[text("late", &late)])));
        }
        blocks.extend(self.later_only(deadline));
        blocks.extend(held.map(|held| self.held(held)));
        blocks.extend(again.then(|| Block::Strong(self.say("line-again"))));
        blocks.extend(self.advice(deadline));
        blocks.extend(self.why(deadline));
        (self.subject(id, deadline, deadline.earliest), blocks)
    }

    /// That what is said counts to the later reading, and the earlier has passed.
    pub(super) fn later_only(&self, deadline: &Deadline) -> Option<Block> {
        let passed = self.end(deadline.passed?, deadline);
        Some(Block::Strong(self.speaker.say("line-later-only", &[text("moment", &passed)])))
    }

    fn lapsed(&self, deadline: &Deadline, earlier_only: bool, old: Option<&ToldDate>) -> Written {
        let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
        let latest = self.end(deadline.latest, deadline);
        let (id, line) = match (deadline.duty, earlier_only) {
            (Duty::Opens, false) => ("subject-opened", "line-opened"),
            (_, true) if own => ("subject-lapsed-earlier", "line-lapsed-earlier"),
            (_, true) => ("subject-lapsed-earlier", "line-lapsed-state-earlier"),
            (Duty::ReleaseBy, false) => ("subject-lapsed-release", "line-lapsed-state"),
            (_, false) if own => ("subject-lapsed", "line-lapsed-defence"),
            (_, false) => ("subject-lapsed", "line-lapsed-other"),
        };
        let mut blocks = vec![Block::Strong(self.speaker.say(line, &[text("moment", &latest)]))];
        if let Some(old) = old {
            blocks.push(Block::Line(self.speaker.say("line-old", &[text("old", &self.old(old))])));
            blocks.push(Block::Line(self.say("line-cause-changed")));
        }
        blocks.extend(self.advice(deadline));
        blocks.extend(self.why(deadline));
        (self.subject(id, deadline, deadline.latest), blocks)
    }

    fn changed(&self, deadline: &Deadline, old: &ToldDate) -> Written {
        let (now, before) = (self.end(deadline.earliest, deadline), self.old(old));
        let args = [
            text("case", self.case.as_str()),
            text("title", self.title(deadline)),
            text("moment", &now),
            text("old", &before),
        ];
        let mut blocks = vec![
            self.first_line(self.speaker.say("line-new", &[text("new", &now)]), deadline.earliest.end, deadline),
            Block::Line(self.speaker.say("line-old", &[text("old", &before)])),
            Block::Line(self.say("line-cause-changed")),
        ];
        blocks.extend(self.later_only(deadline));
        blocks.extend(self.advice(deadline));
        blocks.extend(self.why(deadline));
        (self.speaker.say("subject-changed", &args), blocks)
    }

    pub(super) fn level(&self, level: Level) -> String {
        self.say(&format!("level-{}", word_of(level, Level::WORDS)))
    }

    fn risk(
        &self,
        (level, fell_from): (Level, Option<Level>),
        (new, all): (&[Reason], &[Reason]),
        listed: Option<Block>,
        running: &[Deadline],
    ) -> Written {
        let now = self.level(level);
        // What is new leads: what has long been known does not explain why this message came today.
        let lead = new.first().or_else(|| all.iter().find(|reason| reason.level == level));
        let reason = lead.map(|reason| first_sentence(reason.says.get(self.speaker.language))).unwrap_or_default();
        let subject = match (fell_from, lead) {
            (Some(old), _) => {
                let old = self.level(old);
                let id = if new.is_empty() { "subject-risk-down" } else { "subject-risk-down-new" };
                let says = [text("case", self.case.as_str()), text("level", &now), text("old", &old)];
                self.speaker.say(id, &[&says[..], &[text("reason", reason)]].concat())
            }
            (None, lead) => {
                // A lesser reason that is new does not explain the level.
                let lesser = lead.is_some_and(|lead| lead.level < level);
                let id = if lesser { "subject-risk-lesser" } else { "subject-risk" };
                self.speaker.say(id, &[text("case", self.case.as_str()), text("level", &now), text("reason", reason)])
            }
        };
        let mut blocks = Vec::new();
        let grave: Vec<&Reason> = all.iter().filter(|reason| reason.level >= Level::Elevated).collect();
        // Where all of it is new nothing stands out.
        let stands_out = |reason: &Reason| new.len() < grave.len() && new.iter().any(|news| news.id == reason.id);
        let item = |reason: &Reason| {
            let says = format!("{}: {}", self.level(reason.level), reason.says.get(self.speaker.language));
            if stands_out(reason) { self.speaker.say("line-risk-new", &[text("reason", &says)]) } else { says }
        };
        if !grave.is_empty() {
            let items = grave.iter().map(|reason| item(reason)).collect();
            blocks.push(Block::List { title: self.say("line-risk-reasons"), items });
        }
        blocks.extend(listed);
        if !running.is_empty() {
            let items = running.iter().map(|deadline| self.item(deadline)).collect();
            blocks.push(Block::List { title: self.say("line-next-terms"), items });
        }
        // Even one names its term: without it the advice reads as the answer to the alarm.
        blocks.extend(self.named_advices(foremost(running)));
        let mut lower: Vec<String> = Vec::new();
        for reason in grave {
            let text = reason.lower.get(self.speaker.language).to_owned();
            if !text.is_empty() && !lower.contains(&text) {
                lower.push(text);
            }
        }
        if !lower.is_empty() {
            blocks.push(Block::List { title: self.say("line-risk-lower"), items: lower });
        }
        let mut codes: Vec<&str> =
            new.iter().chain(all).flat_map(|reason| reason.precedent.iter().map(|code| &**code)).collect();
        codes.sort_unstable();
        codes.dedup();
        if !codes.is_empty() {
            blocks.push(Block::Small(self.speaker.say("line-risk-precedent", &[text("codes", &codes.join(", "))])));
        }
        (subject, blocks)
    }

    pub(super) fn item(&self, deadline: &Deadline) -> String {
        if deadline.open() {
            let since = self.end(deadline.latest, deadline);
            return self.speaker.say("line-open-item", &[text("moment", &since), text("title", self.title(deadline))]);
        }
        let ahead = deadline.ahead(self.now).unwrap_or(deadline.latest);
        let (moment, left) = (self.end(ahead, deadline), self.left(ahead.end));
        self.speaker.say(
            "line-deadline-item",
            &[text("moment", &moment), text("title", self.title(deadline)), text("left", &left)],
        )
    }

    pub(super) fn advice(&self, deadline: &Deadline) -> Option<Block> {
        let advice = deadline.advice.get(self.speaker.language);
        let useful = !advice.is_empty() && deadline.status != Status::Met;
        useful.then(|| Block::Strong(self.speaker.say("line-what-to-do", &[text("advice", advice)])))
    }

    /// What to do about several: each says which of them it is about.
    pub(super) fn advices<'d>(&self, deadlines: impl Iterator<Item = &'d Deadline>) -> Vec<Block> {
        let useful = |deadline: &&Deadline| self.advice(deadline).is_some();
        let deadlines: Vec<&Deadline> = deadlines.filter(useful).collect();
        match deadlines[..] {
            [one] => self.advice(one).into_iter().collect(),
            _ => self.named_advices(deadlines.into_iter()).into_iter().collect(),
        }
    }

    fn named_advices<'d>(&self, deadlines: impl Iterator<Item = &'d Deadline>) -> Option<Block> {
        let useful = deadlines.filter(|one| self.advice(one).is_some());
        let items: Vec<String> =
            useful.map(|one| format!("{}: {}", self.title(one), one.advice.get(self.speaker.language))).collect();
        (!items.is_empty()).then(|| Block::List { title: self.say("button-todo"), items })
    }

    /// Readings, basis and steps: why this date.
    pub(super) fn why(&self, deadline: &Deadline) -> Vec<Block> {
        let mut blocks = Vec::new();
        let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
        if deadline.disputed() {
            let (earliest, latest) = (self.end(deadline.earliest, deadline), self.end(deadline.latest, deadline));
            let id = match deadline.duty {
                Duty::Opens => "line-two-readings-opens",
                _ if own => "line-two-readings",
                _ => "line-two-readings-state",
            };
            blocks.push(Block::Line(self.speaker.say(id, &[text("earliest", &earliest), text("latest", &latest)])));
        }
        let whose = self.say(&format!("whose-{}", word_of(deadline.whose, Whose::WORDS)));
        let severity = self.say(&format!("severity-{}", word_of(deadline.severity, Severity::WORDS)));
        blocks.push(Block::Line(self.speaker.say("line-whose", &[text("whose", &whose), text("severity", &severity)])));
        let confidence = self.say(&format!("confidence-{}", word_of(deadline.confidence, Confidence::WORDS)));
        blocks.push(Block::Line(
            self.speaker.say("line-basis", &[text("cite", &deadline.cite), text("confidence", &confidence)]),
        ));
        let items = deadline.steps.iter().map(|step| {
            let cite = if step.cite.is_empty() { String::new() } else { format!(" [{}]", step.cite) };
            format!("{}: {}{cite}", self.speaker.day(step.day), self.speaker.step(step, &deadline.zone))
        });
        blocks.push(Block::Folded { title: self.say("line-why"), items: items.collect() });
        blocks.push(Block::Small(self.speaker.say("line-source", &[text("source", &deadline.source)])));
        blocks
    }
}

/// The nearest two say what to do, for each has messages of its own later; so does all that stands open, which has none.
pub(super) fn foremost(running: &[Deadline]) -> impl Iterator<Item = &Deadline> {
    let (open, ahead): (Vec<&Deadline>, Vec<&Deadline>) = running.iter().partition(|deadline| deadline.open());
    open.into_iter().chain(ahead.into_iter().take(2))
}

/// What fits a locked phone; the whole reason stands in the message.
///
/// A full stop ends a sentence when a capital letter follows and no abbreviation (`ч. 1 ст. 391`) stands before it.
pub(super) fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(". ").find(|(place, _)| {
        let word = text[..*place].rsplit([' ', '(']).next().unwrap_or_default();
        word.chars().count() > 3 && text[place + 2..].starts_with(char::is_uppercase)
    });
    ends.map_or(text, |(place, _)| &text[..place]).trim_end_matches('.')
}
