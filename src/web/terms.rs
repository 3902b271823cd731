//! The terms of a case: each with both readings, and how they were reached.

use maud::{Markup, html};

use super::parts::{Judged, left};
use super::reader::Reader;
use crate::docket::{Deadline, Status};
use crate::law::rule::{Confidence, Duty, Severity, Whose, word_of};
use crate::notice::words::{Speaker, number, text};

fn of<'a>(judged: &'a Judged, wanted: &[Status]) -> Vec<&'a Deadline> {
    judged.docket.deadlines.iter().filter(|deadline| wanted.contains(&deadline.status)).collect()
}

/// What runs, and what could not be counted.
pub(super) fn running(reader: &Reader, judged: &Judged) -> Markup {
    let speaker = reader.speaker();
    let mut running = of(judged, &[Status::Pending]);
    running.retain(|deadline| !judged.assessment.ended || deadline.after_removal);
    html! {
        section aria-labelledby="running" {
            h2 id="running" { (speaker.say("board-terms-running", &[])) }
            @if running.is_empty() { p { (speaker.say("line-nothing-running", &[])) } }
            (list(reader, &running))
            @for no_date in &judged.docket.refused {
                @let why = no_date.why.to_string();
                @let args = [text("rule", no_date.rule.as_str()), text("why", &why)];
                p class="note warn" { (speaker.say("board-no-date", &args)) }
            }
        }
    }
}

/// What is over, and folded away what was met or fell away.
pub(super) fn past(reader: &Reader, judged: &Judged) -> Markup {
    let speaker = reader.speaker();
    let over = of(judged, &[Status::Lapsed]);
    let done = of(judged, &[Status::Met, Status::Withdrawn]);
    html! {
        @if !over.is_empty() {
            section aria-labelledby="over" {
                h2 id="over" { (speaker.say("board-terms-over", &[])) }
                (list(reader, &over))
            }
        }
        @if !done.is_empty() {
            section aria-labelledby="done" {
                h2 id="done" { (speaker.say("board-terms-done", &[])) }
                details {
                    @let count = i64::try_from(done.len()).unwrap_or(i64::MAX);
                    summary { (speaker.say("board-terms-show", &[number("count", count)])) }
                    (list(reader, &done))
                }
            }
        }
    }
}

fn list(reader: &Reader, terms: &[&Deadline]) -> Markup {
    html! { ul class="cards one" { @for deadline in terms { (one(reader, deadline)) } } }
}

fn one(reader: &Reader, deadline: &Deadline) -> Markup {
    let (speaker, now) = (reader.speaker(), reader.now);
    let [earliest, latest] = [deadline.earliest, deadline.latest].map(|reading| speaker.end(reading, &deadline.zone));
    let runs = deadline.status == Status::Pending;
    let urgent = if runs && deadline.severity == Severity::Critical { "card edge-imminent" } else { "card" };
    let readings = match (deadline.whose, deadline.status) {
        (Whose::Defence | Whose::Person, Status::Pending) => ["board-earlier", "board-later"],
        (Whose::State, _) => ["board-earlier-state", "board-later-state"],
        _ => ["board-earlier-state", "board-later"],
    };
    let ahead = [deadline.earliest, deadline.latest].into_iter().find(|reading| runs && reading.end > now);
    html! {
        li class=(urgent) {
            h3 { (deadline.title.get(speaker.language)) }
            p {
                @if deadline.disputed() {
                    (speaker.say(readings[0], &[text("moment", &earliest)])) br;
                    (speaker.say(readings[1], &[text("moment", &latest)]))
                } @else {
                    (speaker.say(&format!("duty-{}", word_of(deadline.duty, Duty::WORDS)), &[])) ": " strong { (earliest) }
                }
                @if runs && deadline.earliest.end <= now { br; strong { (speaker.say("board-earlier-passed", &[])) } }
                @if let Some(event) = deadline.ended_by {
                    br; @let event = speaker.say(&format!("event-{}", event.word()), &[]);
                    (speaker.say("board-ended-by", &[text("event", &event)]))
                }
            }
            @if let Some(reading) = ahead {
                p {
                    strong { (left(speaker, reading.end, now)) }
                    @if let Some(zone) = reader.person.zone.as_ref().filter(|zone| zone.iana_name() != deadline.zone.iana_name()) {
                        " · " (speaker.say("your-time", &[text("moment", &speaker.end_elsewhere(reading.end, zone))]))
                    }
                }
            }
            details {
                summary {
                    (speaker.say("board-how", &[]))
                    // Without the title a list of these tells a listener nothing.
                    span class="unseen" { ": " (deadline.title.get(speaker.language)) }
                }
                (how(deadline, speaker))
            }
        }
    }
}

fn how(deadline: &Deadline, speaker: Speaker<'_>) -> Markup {
    let whose = speaker.say(&format!("whose-{}", word_of(deadline.whose, Whose::WORDS)), &[]);
    let severity = speaker.say(&format!("severity-{}", word_of(deadline.severity, Severity::WORDS)), &[]);
    let confidence = speaker.say(&format!("confidence-{}", word_of(deadline.confidence, Confidence::WORDS)), &[]);
    let advice = deadline.advice.get(speaker.language);
    html! {
        @if !advice.is_empty() { p { (speaker.say("line-what-to-do", &[text("advice", advice)])) } }
        ol {
            @for step in &deadline.steps {
                li {
                    strong { (speaker.day(step.day)) } ": " (speaker.step(step, &deadline.zone))
                    @if !step.cite.is_empty() { " " span class="meta" { "[" (step.cite) "]" } }
                }
            }
        }
        p {
            (speaker.say("line-whose", &[text("whose", &whose), text("severity", &severity)])) br;
            (speaker.say("line-basis", &[text("cite", &deadline.cite), text("confidence", &confidence)])) br;
            (speaker.say("line-source", &[text("source", &deadline.source)]))
        }
    }
}
