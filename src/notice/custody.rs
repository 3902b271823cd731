//! Custody in words: each part, the sum, the ceiling, what does not fit.
//!
//! In: custody as added up, and a speaker. Out: lines for people, the same in `explain` and in the fact sheet. It
//! counts nothing.

use jiff::civil::Date;

use super::words::{Speaker, number, text};
use crate::docket::Deadline;
use crate::docket::custody::{Custody, Days, Flag, Length, Part};

/// What was counted, in the order a lawyer reads it. What does not fit stands in [`flags`].
#[must_use]
pub fn lines(custody: &Custody<'_>, speaker: Speaker<'_>) -> Vec<String> {
    if custody.parts.is_empty() {
        return vec![speaker.say("custody-none", &[])];
    }
    let mut lines = parts(custody, speaker);
    if custody.consumed != Length::NONE {
        lines.push(speaker.say("custody-consumed", &[text("days", &length(custody.consumed, speaker))]));
    }
    if custody.administrative != Length::NONE {
        lines.push(speaker.say("custody-not-counted", &[text("days", &length(custody.administrative, speaker))]));
    }
    if custody.present().is_some() {
        if let Some(order) = &custody.order {
            let on = between(order.on, speaker);
            lines.push(match order.until {
                Some(until) => {
                    speaker.say("custody-order", &[text("on", &on), text("until", &between(until, speaker))])
                }
                None => speaker.say("custody-order-open", &[text("on", &on)]),
            });
        }
        lines.push(ceiling(custody, speaker).unwrap_or_else(|| speaker.say("custody-no-ceiling", &[])));
        let next = custody.next.filter(|next| custody.ceiling.is_none_or(|ceiling| ceiling.key != next.key));
        lines.extend(next.map(|next| end("custody-next", custody, next, speaker)));
    }
    lines
}

/// Each part, in order.
#[must_use]
pub fn parts(custody: &Custody<'_>, speaker: Speaker<'_>) -> Vec<String> {
    custody.parts.iter().map(|each| part(each, custody.today, speaker)).collect()
}

/// The ceiling, if there is one.
#[must_use]
pub fn ceiling(custody: &Custody<'_>, speaker: Speaker<'_>) -> Option<String> {
    custody.ceiling.map(|ceiling| end("custody-ceiling", custody, ceiling, speaker))
}

/// How much of the time until the ceiling was consumed: `181 of 545 days`.
#[must_use]
pub fn consumed_of(custody: &Custody<'_>, whole: (i64, i64), speaker: Speaker<'_>) -> String {
    let consumed = match custody.consumed.most {
        Some(most) if most != custody.consumed.least => format!("{}–{most}", custody.consumed.least),
        Some(most) => most.to_string(),
        None => format!("≥ {}", custody.consumed.least),
    };
    speaker.say("chart-consumed", &[text("consumed", &consumed), text("days", &span(whole.0, whole.1, speaker))])
}

/// What does not fit, one sentence each.
#[must_use]
pub fn flags(custody: &Custody<'_>, speaker: Speaker<'_>) -> Vec<String> {
    let mut lines: Vec<String> = custody.flags.iter().map(|each| flag(each, speaker)).collect();
    let credited = custody.credited.map(|days| between(days, speaker));
    lines.extend(credited.map(|day| speaker.say("custody-credited", &[text("day", &day)])));
    lines
}

fn part(part: &Part, today: Date, speaker: Speaker<'_>) -> String {
    let kind = speaker.say(&format!("custody-{}", part.held.word()), &[]);
    let days = length(part.length(today), speaker);
    let (first, last) = (part.first.map(|days| between(days, speaker)), part.last.map(|days| between(days, speaker)));
    let (first, last) = (first.as_deref(), last.as_deref());
    let [kind, days] = [text("kind", &kind), text("days", &days)];
    match (first, last) {
        (Some(first), Some(last)) => {
            speaker.say("custody-from-to", &[kind, days, text("first", first), text("last", last)])
        }
        (Some(first), None) => speaker.say("custody-since", &[kind, days, text("first", first)]),
        (None, last) => speaker.say("custody-until", &[kind, text("last", last.unwrap_or("?"))]),
    }
}

fn end(id: &str, custody: &Custody<'_>, end: &Deadline, speaker: Speaker<'_>) -> String {
    let (earliest, latest) = (speaker.end(end.earliest, &end.zone), speaker.end(end.latest, &end.zone));
    let moment = if end.disputed() { format!("{earliest} / {latest}") } else { earliest };
    let (least, most) = custody.left(end);
    let left = if most < 0 {
        speaker.say("custody-over", &[text("days", &span(-most, -least, speaker))])
    } else {
        speaker.say("custody-left", &[text("days", &span(least.max(0), most, speaker))])
    };
    let title = end.title.get(speaker.language);
    speaker.say(id, &[text("title", title), text("moment", &moment), text("left", &left)])
}

fn flag(flag: &Flag, speaker: Speaker<'_>) -> String {
    let id = format!("custody-flag-{}", flag.word());
    let maybe = format!("{id}-maybe");
    match flag {
        Flag::OrderPastCeiling { by: (0, most) } => speaker.say(&maybe, &[text("days", &span(*most, *most, speaker))]),
        Flag::OrderPastCeiling { by } => speaker.say(&id, &[text("days", &span(by.0, by.1, speaker))]),
        Flag::CeilingPassed(false) => speaker.say(&maybe, &[]),
        Flag::NoOrder { since } | Flag::OrderOver { since } => speaker.say(&id, &[text("day", &speaker.day(*since))]),
        Flag::Earlier(earlier) => speaker.say(&id, &[text("days", &length(*earlier, speaker))]),
        Flag::CeilingPassed(true) | Flag::GravityMissing => speaker.say(&id, &[]),
    }
}

fn length(length: Length, speaker: Speaker<'_>) -> String {
    match length.most {
        Some(most) => span(length.least, most, speaker),
        None => speaker.say("custody-at-least", &[number("count", length.least)]),
    }
}

/// `181–182 days`: the second number governs the word in every language here.
fn span(least: i64, most: i64, speaker: Speaker<'_>) -> String {
    let days = speaker.say("term-days", &[number("count", most)]);
    if least == most { days } else { format!("{least}–{days}") }
}

fn between((first, last): Days, speaker: Speaker<'_>) -> String {
    if first == last { speaker.day(first) } else { format!("{} … {}", speaker.day(first), speaker.day(last)) }
}
