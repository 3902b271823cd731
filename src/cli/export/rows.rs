//! The rows of an export, the same in CSV and JSON. Fields may be added; these stay.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::super::json::instant;
use crate::docket::Deadline;
use crate::law::grounds::Level;
use crate::law::rule::{Confidence, Duty, Severity, Whose, word_of};
use crate::notice::words::Speaker;
use crate::risk::Assessment;
use crate::store::Said;
use crate::watchlist::{Case, Gravity, Status};

/// A case: who holds, who asks, where it stands. Of what happened only the last kind and day.
#[derive(Default, Serialize)]
pub(super) struct CaseRow {
    case: String,
    host: String,
    requested_by: Option<String>,
    zone: Option<String>,
    gravity: Option<&'static str>,
    status: &'static str,
    level: &'static str,
    since: Option<String>,
    events: usize,
    last_event: Option<&'static str>,
    last_event_on: Option<String>,
    lawyers: usize,
    coordinators: usize,
    advocacy: usize,
}

impl CaseRow {
    pub(super) fn of(case: &Case, assessment: &Assessment, now: Timestamp) -> Self {
        let known: Vec<_> = case.events.iter().filter(|event| event.exists_at(now)).collect();
        let last = known.last();
        Self {
            case: case.id.to_string(),
            host: case.host.to_string(),
            requested_by: case.requested_by.map(|state| state.to_string()),
            zone: case.zone.iana_name().map(str::to_owned),
            gravity: case.gravity.map(|gravity| word_of(gravity, Gravity::WORDS)),
            status: word_of(case.status, Status::WORDS),
            level: word_of(assessment.level, Level::WORDS),
            since: assessment.since.map(|since| instant(since, &case.zone)),
            events: known.len(),
            last_event: last.map(|event| event.kind.word()),
            last_event_on: last.map(|event| event.on.days(&case.zone).0.to_string()),
            lawyers: case.team.lawyers.len(),
            coordinators: case.team.coordinators.len(),
            advocacy: case.team.advocacy.len(),
        }
    }
}

/// A deadline with both readings.
#[derive(Default, Serialize)]
pub(super) struct DeadlineRow {
    case: String,
    rule: String,
    title: String,
    event: &'static str,
    event_on: String,
    kind: &'static str,
    whose: &'static str,
    severity: &'static str,
    status: &'static str,
    earliest: String,
    earliest_day: String,
    latest: String,
    latest_day: String,
    zone: Option<String>,
    cite: String,
    confidence: &'static str,
}

impl DeadlineRow {
    pub(super) fn of(deadline: &Deadline, speaker: Speaker<'_>) -> Self {
        Self {
            case: deadline.key.case.to_string(),
            rule: deadline.key.rule.to_string(),
            title: deadline.title.get(speaker.language).to_owned(),
            event: deadline.trigger.word(),
            event_on: deadline.trigger_on.to_string(),
            kind: word_of(deadline.duty, Duty::WORDS),
            whose: word_of(deadline.whose, Whose::WORDS),
            severity: word_of(deadline.severity, Severity::WORDS),
            status: deadline.status.word(),
            earliest: instant(deadline.earliest.end, &deadline.zone),
            earliest_day: deadline.earliest.last_day.to_string(),
            latest: instant(deadline.latest.end, &deadline.zone),
            latest_day: deadline.latest.last_day.to_string(),
            zone: deadline.zone.iana_name().map(str::to_owned),
            cite: deadline.cite.to_string(),
            confidence: word_of(deadline.confidence, Confidence::WORDS),
        }
    }
}

/// A message: whom it went to and what became of it.
#[derive(Default, Serialize)]
pub(super) struct NoticeRow {
    thread: String,
    kind: String,
    severity: &'static str,
    about: String,
    person: String,
    channel: String,
    state: String,
    attempts: i64,
    owed_at: String,
    settled_at: Option<String>,
}

impl NoticeRow {
    pub(super) fn of(said: Said) -> Self {
        let severity = match said.severity {
            2.. => Severity::Critical,
            1 => Severity::High,
            _ => Severity::Normal,
        };
        Self {
            thread: said.thread,
            kind: said.kind,
            severity: word_of(severity, Severity::WORDS),
            about: said.about.join(" "),
            person: said.person,
            channel: said.channel,
            state: said.state,
            attempts: said.attempts,
            owed_at: instant(said.owed_at, &TimeZone::UTC),
            settled_at: said.settled_at.map(|at| instant(at, &TimeZone::UTC)),
        }
    }
}

/// Rows as CSV, with their names at the top also when there is none. A cell that a spreadsheet would take for a formula is
/// made text by an apostrophe before it.
pub(super) fn table<R: Default + Serialize>(rows: &[R]) -> anyhow::Result<String> {
    let mut plain = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        plain.serialize(row)?;
    }
    if rows.is_empty() {
        // The names come with the first row: one is written for them, and taken away again.
        plain.serialize(R::default())?;
        let with_one = String::from_utf8(plain.into_inner()?)?;
        return Ok(with_one.split_inclusive('\n').take(1).collect());
    }
    let plain = plain.into_inner()?;
    let mut safe = ::csv::Writer::from_writer(Vec::new());
    for record in ::csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_slice()).records() {
        safe.write_record(record?.iter().map(harmless))?;
    }
    Ok(String::from_utf8(safe.into_inner()?)?)
}

fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default, Serialize)]
    struct Row(&'static str, &'static str);

    #[test]
    fn no_cell_is_a_formula() {
        let text = table(&[Row("=cmd|' /C calc'!A0", "+1"), Row("@SUM(A1)", "-2\n=1"), Row("plain", "a,b")]).unwrap();
        for record in ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            }
        }
        assert!(text.contains("\"a,b\""), "{text}");
    }
    #[test]
    fn an_empty_table_has_its_names() {
        let text = table::<NoticeRow>(&[]).unwrap();
        assert_eq!(text, "thread,kind,severity,about,person,channel,state,attempts,owed_at,settled_at\n");
    }
}
