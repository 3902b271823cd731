//! `replay`: every notice the daemon would have sent over a period, on the facts known at each moment.

use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::json::instant;
use super::progress::Bar;
use super::{Call, Exit, Format, complain, find, findings, load};
use crate::law::grounds::Level;
use crate::law::rule::{Severity, word_of};
use crate::notice::compose::compose;
use crate::notice::plan::{Content, persons};
use crate::notice::replay::{Said, replay};
use crate::notice::words::Words;
use crate::watchlist::Case;

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// Only this case
    case: Option<String>,
    /// From this moment [default: when the first fact became known]; what was told before it counts as told
    #[arg(long, value_name = "INSTANT", value_parser = super::instant)]
    from: Option<Timestamp>,
    /// Until this moment [default: 60 days after the last fact became known, but not later than now]
    #[arg(long, value_name = "INSTANT", value_parser = super::instant)]
    to: Option<Timestamp>,
}

#[derive(Serialize)]
struct Line<'a> {
    at: String,
    kind: &'static str,
    case: &'a str,
    rule: Option<&'a str>,
    lead: Option<String>,
    earliest: Option<String>,
    latest: Option<String>,
    level: &'static str,
    reasons: Vec<&'a str>,
    severity: &'static str,
    to: Vec<&'a str>,
}

pub(super) fn run(call: &mut Call<'_>, args: &ReplayArgs) -> anyhow::Result<Exit> {
    if let (Some(from), Some(to)) = (args.from, args.to)
        && to < from
    {
        complain("error: --to lies before --from");
        return Ok(Exit::Usage);
    }
    // What was done on a day is taken for known at noon, whether or not the replay ends at this moment.
    call.live = false;
    let (setup, errors) = load(call)?;
    let cases: Vec<Arc<Case>> = match &args.case {
        Some(code) => vec![find(&setup, code)?],
        None => setup.cases.iter().collect(),
    };
    let mut said: Vec<(&Case, Said)> = Vec::new();
    let bar = Mutex::new(Bar::new(call.format, cases.len(), "cases"));
    let now = call.now;
    let one = |case: &Case| -> Vec<Said> {
        bar.lock().unwrap_or_else(PoisonError::into_inner).step();
        let Some((first, last)) = period(case) else { return Vec::new() };
        let after = last.checked_add(SignedDuration::from_hours(24 * 60)).unwrap_or(last);
        let to = args.to.unwrap_or_else(|| after.min(now));
        // What was told before the period belongs to what would have been told in it: a daemon that had watched from
        // the first fact on does not begin again with `--from`.
        let mut said = replay(case, &setup.law, &setup.people, &setup.settings.ladders, first, to);
        said.retain(|one| args.from.is_none_or(|from| one.at >= from));
        said
    };
    // Cases know nothing of each other: each core takes its share of them.
    let share = cases.len().div_ceil(std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let work = |share: &[Arc<Case>]| share.iter().map(|case| one(case)).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let shares: Vec<_> = cases
            .chunks(share)
            .map(|share| {
                (
                    share,
                    scope.spawn({
                        let work = &work;
                        move || work(share)
                    }),
                )
            })
            .collect();
        for (share, working) in shares {
            let done = working.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            for (case, all) in share.iter().zip(done) {
                said.extend(all.into_iter().map(|one| (&**case, one)));
            }
        }
    });
    bar.into_inner().unwrap_or_else(PoisonError::into_inner).done();
    said.sort_by(|a, b| (a.1.at, &a.0.id).cmp(&(b.1.at, &b.0.id)));
    let words = Words::default();
    for (case, one) in &said {
        match call.format {
            Format::Json => {
                serde_json::to_writer(&mut *call.out, &line(case, one))?;
                writeln!(call.out)?;
            }
            Format::Text => {
                let Some(reader) = persons(&one.notice, &setup.people).first().copied() else { continue };
                let mut reader = reader.clone();
                reader.language = call.language;
                let message = compose(&one.notice, case, &reader, &words, one.at);
                let at = words.speak(call.language).moment(one.at, &case.zone);
                let to: Vec<&str> = one.notice.to.iter().map(crate::ids::PersonId::as_str).collect();
                writeln!(call.out, "{at}  {}  [{}]", message.subject, to.join(", "))?;
            }
        }
    }
    Ok(findings(&errors))
}

/// When the first and the last fact of a case became known.
pub(super) fn period(case: &Case) -> Option<(Timestamp, Timestamp)> {
    let known = || case.events.iter().filter_map(|event| event.known);
    Some((known().min()?, known().max()?))
}

fn line<'a>(case: &'a Case, said: &'a Said) -> Line<'a> {
    let notice = &said.notice;
    let deadline = match &notice.content {
        Content::Reminder { deadline, .. } | Content::Lapsed { deadline, .. } | Content::Changed { deadline, .. } => {
            Some(&**deadline)
        }
        Content::Withdrawn { fallen } => fallen.first().and_then(|one| one.deadline.as_ref()),
        Content::Unanswered { waiting, .. } => waiting.first().map(|one| &one.deadline),
        Content::Undated { .. }
        | Content::Entry { .. }
        | Content::Met { .. }
        | Content::Risk { .. }
        | Content::Ended { .. } => None,
    };
    let reasons = match &notice.content {
        Content::Risk { all, .. } => all.iter().map(|reason| reason.id.as_str()).collect(),
        Content::Unanswered { risk: Some(risk), .. } => risk.reasons.iter().map(|reason| reason.id.as_str()).collect(),
        _ => Vec::new(),
    };
    Line {
        at: instant(said.at, &case.zone),
        kind: notice.kind.word(),
        case: case.id.as_str(),
        rule: deadline.map(|deadline| deadline.key.rule.as_str()),
        lead: notice.lead.map(rung),
        earliest: deadline.map(|deadline| instant(deadline.earliest.end, &deadline.zone)),
        latest: deadline.map(|deadline| instant(deadline.latest.end, &deadline.zone)),
        level: word_of(said.level, Level::WORDS),
        reasons,
        severity: word_of(notice.severity, Severity::WORDS),
        to: notice.to.iter().map(crate::ids::PersonId::as_str).collect(),
    }
}

/// A rung as ladders write it: `7d`, `6h`, `30m`.
fn rung(lead: SignedDuration) -> String {
    match lead.as_mins() {
        minutes if minutes % 1440 == 0 => format!("{}d", minutes / 1440),
        minutes if minutes % 60 == 0 => format!("{}h", minutes / 60),
        minutes => format!("{minutes}m"),
    }
}
