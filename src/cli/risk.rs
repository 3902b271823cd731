//! `risk`: how near a transfer is, and why.

use super::json::RiskJson;
use super::{Call, Exit, Format, find, findings, load};
use crate::docket::docket;
use crate::law::grounds::Level;
use crate::law::rule::word_of;
use crate::notice::words::{Speaker, Words, text};
use crate::risk::{Assessment, assess};
use crate::watchlist::Case;

pub(super) fn run(call: &mut Call<'_>, only: Option<&str>) -> anyhow::Result<Exit> {
    let (setup, errors) = load(call)?;
    let cases = match only {
        Some(code) => vec![find(&setup, code)?],
        None => setup.cases.iter().collect::<Vec<_>>(),
    };
    let words = Words::default();
    let speaker = words.speak(call.language);
    let mut judged: Vec<(&Case, Assessment)> = cases
        .iter()
        .map(|case| (&**case, assess(case, &setup.law, &docket(case, &setup.law, call.now), call.now)))
        .collect();
    judged.sort_by(|a, b| b.1.level.cmp(&a.1.level).then(a.0.id.cmp(&b.0.id)));
    match call.format {
        Format::Json => {
            let list: Vec<RiskJson> = judged.iter().map(|(case, risk)| RiskJson::of(case, risk, speaker)).collect();
            serde_json::to_writer_pretty(&mut *call.out, &list)?;
            writeln!(call.out)?;
        }
        Format::Text => {
            for (case, assessment) in &judged {
                write(call.out, case, assessment, speaker)?;
            }
        }
    }
    Ok(findings(&errors))
}

pub(super) fn write(
    out: &mut dyn std::io::Write,
    case: &Case,
    assessment: &Assessment,
    speaker: Speaker<'_>,
) -> std::io::Result<()> {
    let level = |level| speaker.say(&format!("level-{}", word_of(level, Level::WORDS)), &[]);
    writeln!(out, "{}: {}", case.id, level(assessment.level))?;
    for reason in &assessment.reasons {
        let since = speaker.moment(reason.since, &case.zone);
        let says = reason.says.get(speaker.language);
        let line = speaker.say("line-risk-since", &[text("reason", says), text("moment", &since)]);
        writeln!(out, "  {}: {line}", level(reason.level))?;
        if !reason.precedent.is_empty() {
            writeln!(
                out,
                "      {}",
                speaker.say("line-risk-precedent", &[text("codes", &reason.precedent.join(", "))])
            )?;
        }
        let lower = reason.lower.get(speaker.language);
        if !lower.is_empty() {
            writeln!(out, "      {}: {lower}", speaker.say("line-risk-lower", &[]))?;
        }
    }
    Ok(())
}
