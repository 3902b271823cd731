//! Terms that run and to which the law gives no date, and decisions for which it knows no term: no reminder will ever come
//! for them, so people are told once.
//!
//! In: what a docket could not count. Out: one notice for all of it that is new; and, of terms, a line in the morning's list,
//! in the bot's and in a group's summary for as long as they run.

use jiff::{civil::Date, tz::TimeZone};

use super::compose::{Hand, Written};
use super::message::{Block, Message};
use super::owed::{Content, Kind, Mark, Notice};
use super::plan::{Plan, View};
use super::recipients::{self, Circle};
use super::words::{Speaker, number, text};
use crate::docket::{NoDate, NotCounted, Uncounted};
use crate::ids::CaseId;
use crate::law::count::Refused;
use crate::law::rule::Severity;

/// A name of its own: once there is a date, the term itself is still new to everybody.
fn mark(term: &NoDate) -> Mark {
    let (subject, revision) = (format!("undated/{}", term.key.subject()), second(term.trigger_on));
    Mark { subject, revision, step: "told".to_owned() }
}

fn second(day: Date) -> i64 {
    day.to_zoned(TimeZone::UTC).map_or(0, |start| start.timestamp().as_second())
}

fn mark_of(decision: &Uncounted) -> Mark {
    let subject = format!("undated/{}", decision.kind.word());
    Mark { subject, revision: second(decision.on), step: "told".to_owned() }
}

pub(super) fn told(view: &View<'_>, plan: &mut Plan) {
    let new = |term: &&NoDate| !term.done && !view.told.anyone(&mark(term));
    let mut terms: Vec<NoDate> = view.docket.refused.iter().filter(new).cloned().collect();
    let new = |decision: &&Uncounted| !view.told.anyone(&mark_of(decision));
    let decisions: Vec<Uncounted> = view.docket.uncounted.iter().filter(new).cloned().collect();
    if (terms.is_empty() && decisions.is_empty()) || view.assessment.ended {
        return;
    }
    terms.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.key.cmp(&b.key)));
    // What hangs on a decision for which no rule is known nobody can say: more than on what is for information.
    let unknown = if decisions.is_empty() { Severity::Normal } else { Severity::High };
    let severity = terms.first().map_or(unknown, |term| term.severity.max(unknown));
    plan.notices.push(Notice {
        case: view.case.id.clone(),
        kind: Kind::Entry,
        severity,
        marks: terms.iter().map(mark).chain(decisions.iter().map(mark_of)).collect(),
        to: recipients::ids(recipients::team(view, Circle::Working, severity)),
        due: view.now,
        lead: None,
        moot: None,
        content: Content::Undated { terms, decisions },
    });
}

/// Why there is no date, in the reader's words.
fn why(term: &NoDate, speaker: &Speaker<'_>) -> String {
    match &term.why {
        NotCounted::Refused(Refused::NoSuchDate { year, month, day }) => {
            let month = format!("{year:04}-{month:02}");
            speaker.say("undated-no-such-day", &[text("month", &month), text("day", &day.to_string())])
        }
        _ => speaker.say("undated-other", &[text("rule", term.rule.as_str())]),
    }
}

impl Hand<'_> {
    pub(super) fn undated(&self, terms: &[NoDate], decisions: &[Uncounted]) -> Written {
        let title = terms.first().map(|term| term.title.get(self.speaker.language)).unwrap_or_default();
        let count = i64::try_from(terms.len()).unwrap_or_default();
        let from: Vec<String> =
            decisions.iter().map(|one| self.fact(one.kind.word(), &self.speaker.day(one.on))).collect();
        let event = text("event", from.first().map_or("", String::as_str));
        let args = [text("case", self.case.as_str()), text("title", title), number("count", count), event];
        let subject = if terms.is_empty() { "subject-uncounted" } else { "subject-undated" };
        let subject = self.speaker.say(subject, &args);
        let item = |term: &NoDate| {
            let (event, why) =
                (self.fact(term.trigger.word(), &self.speaker.day(term.trigger_on)), why(term, &self.speaker));
            let args = [text("title", term.title.get(self.speaker.language)), text("event", &event), text("why", &why)];
            self.speaker.say("line-undated-item", &args)
        };
        let mut blocks = Vec::new();
        if !terms.is_empty() {
            blocks.push(Block::Strong(self.say("line-undated")));
            let items = terms.iter().map(item).collect();
            blocks.push(Block::List { title: self.say("line-undated-list"), items });
        }
        if !from.is_empty() {
            blocks.push(Block::Strong(self.say("line-uncounted")));
            blocks.push(Block::List { title: self.say("line-uncounted-list"), items: from });
        }
        (subject, blocks)
    }
}

/// A term without a date, as a group's summary names it.
#[must_use]
pub fn in_summary(term: &NoDate, speaker: Speaker<'_>) -> String {
    let (title, why) = (term.title.get(speaker.language), why(term, &speaker));
    speaker.say("summary-undated", &[text("title", title), text("why", &why)])
}

/// Puts what runs without a date into the morning's list, before what it says of itself.
pub fn add_undated(message: &mut Message, terms: &[(CaseId, NoDate)], speaker: Speaker<'_>) {
    if terms.is_empty() {
        return;
    }
    let item = |(case, term): &(CaseId, NoDate)| {
        let why = why(term, &speaker);
        let title = term.title.get(speaker.language);
        speaker.say("line-digest-undated-item", &[text("case", case.as_str()), text("title", title), text("why", &why)])
    };
    let list = Block::List { title: speaker.say("line-undated-list", &[]), items: terms.iter().map(item).collect() };
    let small = |block: &Block| matches!(block, Block::Small(_));
    let place = message.blocks.iter().position(small).unwrap_or(message.blocks.len());
    message.blocks.insert(place, list);
}
