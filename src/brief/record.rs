//! The record: every fact known at the moment, a line each.
//!
//! At code level a line holds a day, a kind and words of closed lists. Free text stays on the machine.

use super::compose::Matter;
use super::{Block, Detail, Item};
use crate::law::term::Term;
use crate::notice::words::text;
use crate::watchlist::{Event, SIGNALS, Until};

/// The words beside signals that have a meaning of their own.
const WORDS: &[&str] = &["unknown", "house-arrest"];

pub(super) fn timeline(matter: &Matter<'_>) -> Block {
    if matter.facts.is_empty() {
        return Block::Text(matter.say("brief-no-facts"));
    }
    Block::Items(matter.facts.iter().map(|event| item(matter, event)).collect())
}

fn item(matter: &Matter<'_>, event: &Event) -> Item {
    let mut text_line = format!("{}: {}", matter.speaker.when(&event.on, &matter.case.zone), named(matter, event));
    let after = after(matter, event);
    if !after.is_empty() {
        text_line = format!("{text_line}; {}", after.join("; "));
    }
    let mut more = Vec::new();
    if matter.detail == Detail::Full {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let note = event.note.as_deref().map(plain);
        more.extend(note.map(|note| matter.speaker.say("brief-note", &[text("note", &note)])));
        let source = event.source.as_deref().map(plain);
        more.extend(source.map(|source| matter.speaker.say("brief-source", &[text("source", &source)])));
    }
    Item { text: text_line, more }
}

/// What an event is: its kind, and what it is about.
pub(super) fn named(matter: &Matter<'_>, event: &Event) -> String {
    let name = matter.say(&format!("event-{}", event.kind.word()));
    let stage = event.stage.map(|stage| matter.say(&format!("stage-{}", stage.word())));
    let body = event.body.map(|body| matter.say(&format!("body-{}", body.word())));
    let what = event.what.as_deref().and_then(|what| said(matter, what));
    let extra: Vec<String> = [stage, body, what].into_iter().flatten().collect();
    if extra.is_empty() { name } else { format!("{name} ({})", extra.join(", ")) }
}

/// What an event says, when it is a word of a closed list; anything else may name a place or a person.
fn said(matter: &Matter<'_>, what: &str) -> Option<String> {
    if SIGNALS.contains(&what) || WORDS.contains(&what) {
        return Some(matter.say(&format!("said-{what}")));
    }
    let of_a_rule = || matter.law.rules().any(|(_, rule)| rule.on.what.as_deref() == Some(what));
    (matter.detail == Detail::Full || of_a_rule()).then(|| what.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Until when it holds, when it was served, when the defence learned of it.
fn after(matter: &Matter<'_>, event: &Event) -> Vec<String> {
    let (zone, speaker) = (&matter.case.zone, matter.speaker);
    let mut out = Vec::new();
    match &event.until {
        Some(Until::Date(when)) => out.push(speaker.say("brief-until", &[text("until", &speaker.when(when, zone))])),
        Some(Until::FurtherNotice) => out.push(matter.say("brief-until-further-notice")),
        Some(Until::Proceedings) => out.push(matter.say("brief-until-proceedings")),
        None => {}
    }
    let within = event.within.as_deref().and_then(|term| Term::parse(term).ok());
    out.extend(within.map(|term| speaker.term(term)));
    let served = event.notified.as_ref().map(|served| speaker.when(served, zone));
    out.extend(served.map(|day| speaker.say("brief-served", &[text("day", &day)])));
    let learned = event.known.map(|known| zone.to_datetime(known).date());
    let late = learned.filter(|learned| *learned > event.on.days(zone).1 && !event.kind.is_scheduled());
    out.extend(late.map(|day| speaker.say("brief-learned", &[text("day", &speaker.day(day))])));
    out
}
