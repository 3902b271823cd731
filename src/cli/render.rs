//! What the text answers have in common: a deadline as lines for people.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::Style;
use jiff::Timestamp;

use crate::docket::{Deadline, Status};
use crate::form::Colour;
use crate::law::rule::{Confidence, Duty, Severity, Whose, word_of};
use crate::notice::words::{Speaker, text};

/// Colours only where a terminal reads, and whoever sits there has not said no to them (`NO_COLOR`).
pub(super) fn colour_of(stream: &impl io::IsTerminal) -> Colour {
    let declined = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
    if stream.is_terminal() && !declined { Colour::Yes } else { Colour::No }
}

/// Words in a style, or the words as they are.
pub(super) fn styled(words: &str, style: Style, colour: Colour) -> String {
    if colour == Colour::Yes && !words.is_empty() { format!("{style}{words}{style:#}") } else { words.to_owned() }
}

/// A number with its noun: `1 case`, `2 cases`.
pub(super) fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let noun = if count == N::from(1) { one } else { many };
    format!("{count} {noun}")
}

/// One line: case, last moment, time left, what.
pub(super) fn line(out: &mut dyn Write, deadline: &Deadline, speaker: Speaker<'_>, now: Timestamp) -> io::Result<()> {
    let moment = speaker.end(deadline.earliest, &deadline.zone);
    let left = match deadline.status {
        Status::Pending if deadline.earliest.end > now => speaker.left(deadline.earliest.end.duration_since(now)),
        Status::Pending => format!("{} …", speaker.say("side-latest", &[])),
        status => status.word().to_owned(),
    };
    let title = deadline.title.get(speaker.language);
    let mark = if deadline.disputed() { " *" } else { "" };
    let severity = word_of(deadline.severity, Severity::WORDS);
    writeln!(out, "{:<14} {moment:<44} {left:<22} {severity:<9} {title}{mark}", deadline.key.case.as_str())
}

/// The whole deadline: dates, basis, steps, advice.
pub(super) fn block(out: &mut dyn Write, deadline: &Deadline, speaker: Speaker<'_>, now: Timestamp) -> io::Result<()> {
    let zone = &deadline.zone;
    let say = |id: String| speaker.say(&id, &[]);
    let left = if deadline.status == Status::Pending && deadline.earliest.end > now {
        format!(", {}", speaker.left(deadline.earliest.end.duration_since(now)))
    } else {
        String::new()
    };
    writeln!(out, "  {} [{}{left}]", deadline.title.get(speaker.language), deadline.status.word())?;
    let duty = say(format!("duty-{}", word_of(deadline.duty, Duty::WORDS)));
    writeln!(out, "    {duty}: {}", speaker.end(deadline.earliest, zone))?;
    if deadline.disputed() {
        let (earliest, latest) = (speaker.end(deadline.earliest, zone), speaker.end(deadline.latest, zone));
        let id = match (deadline.duty, deadline.whose) {
            (Duty::Opens, _) => "line-two-readings-opens",
            (_, Whose::Defence | Whose::Person) => "line-two-readings",
            _ => "line-two-readings-state",
        };
        writeln!(out, "    {}", speaker.say(id, &[text("earliest", &earliest), text("latest", &latest)]))?;
    }
    let whose = say(format!("whose-{}", word_of(deadline.whose, Whose::WORDS)));
    let severity = say(format!("severity-{}", word_of(deadline.severity, Severity::WORDS)));
    writeln!(out, "    {}", speaker.say("line-whose", &[text("whose", &whose), text("severity", &severity)]))?;
    let confidence = say(format!("confidence-{}", word_of(deadline.confidence, Confidence::WORDS)));
    writeln!(
        out,
        "    {}",
        speaker.say("line-basis", &[text("cite", &deadline.cite), text("confidence", &confidence)])
    )?;
    writeln!(out, "    {}", speaker.say("line-source", &[text("source", &deadline.source)]))?;
    writeln!(out, "    {}:", speaker.say("line-why", &[]))?;
    for (number, step) in deadline.steps.iter().enumerate() {
        let cite = if step.cite.is_empty() { String::new() } else { format!(" [{}]", step.cite) };
        writeln!(out, "      {}. {}  {}{cite}", number + 1, speaker.day(step.day), speaker.step(step, zone))?;
    }
    let advice = deadline.advice.get(speaker.language);
    if !advice.is_empty() && deadline.status != Status::Met {
        writeln!(out, "    {}", speaker.say("line-what-to-do", &[text("advice", advice)]))?;
    }
    writeln!(out)
}
