//! The JSON of the reading commands. Fields may be added; these stay.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::docket::Deadline;
use crate::law::grounds::Level;
use crate::law::rule::{Confidence, Duty, Severity, Whose, word_of};
use crate::law::step::{Side, Step};
use crate::notice::words::Speaker;
use crate::risk::Assessment;

/// An instant with the offset of its zone.
pub(crate) fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[derive(Serialize)]
pub(crate) struct StepJson {
    day: String,
    says: String,
    cite: Option<String>,
    reading: Option<&'static str>,
}

impl StepJson {
    pub(crate) fn of(step: &Step, speaker: Speaker<'_>, zone: &TimeZone) -> Self {
        let reading = match step.side {
            Side::Both => None,
            Side::Earliest => Some("earliest"),
            Side::Latest => Some("latest"),
        };
        let cite = Some(step.cite.to_string()).filter(|cite| !cite.is_empty());
        Self { day: step.day.to_string(), says: speaker.step(step, zone), cite, reading }
    }
}

#[derive(Serialize)]
struct TriggerJson {
    event: &'static str,
    on: String,
}

#[derive(Serialize)]
pub(crate) struct DeadlineJson {
    case: String,
    rule: String,
    title: String,
    trigger: TriggerJson,
    kind: &'static str,
    whose: &'static str,
    severity: &'static str,
    status: &'static str,
    earliest: String,
    latest: String,
    earliest_day: String,
    latest_day: String,
    zone: Option<String>,
    cite: String,
    source: String,
    confidence: &'static str,
    steps: Vec<StepJson>,
    ended_by: Option<&'static str>,
}

impl DeadlineJson {
    pub(crate) fn of(deadline: &Deadline, speaker: Speaker<'_>) -> Self {
        let zone = &deadline.zone;
        Self {
            case: deadline.key.case.to_string(),
            rule: deadline.key.rule.to_string(),
            title: deadline.title.get(speaker.language).to_owned(),
            trigger: TriggerJson { event: deadline.trigger.word(), on: deadline.trigger_on.to_string() },
            kind: word_of(deadline.duty, Duty::WORDS),
            whose: word_of(deadline.whose, Whose::WORDS),
            severity: word_of(deadline.severity, Severity::WORDS),
            status: deadline.status.word(),
            earliest: instant(deadline.earliest.end, zone),
            latest: instant(deadline.latest.end, zone),
            earliest_day: deadline.earliest.last_day.to_string(),
            latest_day: deadline.latest.last_day.to_string(),
            zone: zone.iana_name().map(str::to_owned),
            cite: deadline.cite.to_string(),
            source: deadline.source.to_string(),
            confidence: word_of(deadline.confidence, Confidence::WORDS),
            steps: deadline.steps.iter().map(|step| StepJson::of(step, speaker, zone)).collect(),
            ended_by: deadline.ended_by.map(crate::watchlist::Kind::word),
        }
    }
}

#[derive(Serialize)]
struct ReasonJson {
    id: String,
    level: &'static str,
    event: String,
    since: String,
    says: String,
    lower: Option<String>,
    precedent: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct RiskJson {
    case: String,
    level: &'static str,
    since: Option<String>,
    reasons: Vec<ReasonJson>,
}

impl RiskJson {
    pub(crate) fn of(case: &crate::watchlist::Case, assessment: &Assessment, speaker: Speaker<'_>) -> Self {
        let reasons = assessment.reasons.iter().map(|reason| ReasonJson {
            id: reason.id.to_string(),
            level: word_of(reason.level, Level::WORDS),
            event: reason.event.to_string(),
            since: instant(reason.since, &case.zone),
            says: reason.says.get(speaker.language).to_owned(),
            lower: Some(reason.lower.get(speaker.language).to_owned()).filter(|lower| !lower.is_empty()),
            precedent: reason.precedent.iter().map(ToString::to_string).collect(),
        });
        Self {
            case: case.id.to_string(),
            level: word_of(assessment.level, Level::WORDS),
            since: assessment.since.map(|since| instant(since, &case.zone)),
            reasons: reasons.collect(),
        }
    }
}
