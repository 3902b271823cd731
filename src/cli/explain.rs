//! `explain`: one case on one page.

use serde::Serialize;

use super::custody::CustodyJson;
use super::json::{DeadlineJson, RiskJson, instant};
use super::{Call, Exit, Format, find, findings, load, render, risk};
use crate::docket::custody::custody;
use crate::docket::{Status, Window, docket, windows};
use crate::notice::custody as custody_words;
use crate::notice::steps;
use crate::notice::words::Words;
use crate::risk::assess;
use crate::watchlist::Event;

#[derive(Serialize)]
struct Page {
    case: String,
    host: String,
    requested_by: Option<String>,
    at: String,
    events: Vec<EventJson>,
    risk: RiskJson,
    custody: CustodyJson,
    deadlines: Vec<DeadlineJson>,
    urgent_requests: Vec<WindowJson>,
    not_known: Vec<String>,
}

#[derive(Serialize)]
struct WindowJson {
    body: &'static str,
    opens: String,
    closes: String,
    doubtful: bool,
}

impl WindowJson {
    fn of(window: &Window) -> Self {
        let (opens, closes) = (instant(window.opens, &window.zone), instant(window.closes, &window.zone));
        Self { body: window.body.word(), opens, closes, doubtful: window.doubtful }
    }
}

#[derive(Serialize)]
struct EventJson {
    kind: &'static str,
    on: String,
    known: Option<String>,
}

pub(super) fn run(call: &mut Call<'_>, code: &str) -> anyhow::Result<Exit> {
    let (setup, errors) = load(call)?;
    let case = &*find(&setup, code)?;
    let now = call.now;
    let docket = docket(case, &setup.law, now);
    let assessment = assess(case, &setup.law, &docket, now);
    let open = windows(case, &setup.law, now);
    let held = custody(case, &setup.law, &docket, now);
    let words = Words::default();
    let speaker = words.speak(call.language);
    let known: Vec<&Event> = case.events.iter().filter(|event| event.exists_at(now)).collect();
    let packs = setup.law.for_case(case);
    let gaps = packs.iter().flat_map(|pack| pack.gaps.iter().map(move |gap| format!("{} ({})", gap.what, pack.id)));
    if call.format == Format::Json {
        let page = Page {
            case: case.id.to_string(),
            host: case.host.to_string(),
            requested_by: case.requested_by.map(|state| state.to_string()),
            at: instant(now, &case.zone),
            events: known.iter().map(|event| event_json(event, case)).collect(),
            risk: RiskJson::of(case, &assessment, speaker),
            custody: CustodyJson::of(&held, speaker),
            deadlines: docket.deadlines.iter().map(|deadline| DeadlineJson::of(deadline, speaker)).collect(),
            urgent_requests: open.iter().map(WindowJson::of).collect(),
            not_known: gaps.collect(),
        };
        serde_json::to_writer_pretty(&mut *call.out, &page)?;
        writeln!(call.out)?;
        return Ok(findings(&errors));
    }
    let out = &mut *call.out;
    let asked = case.requested_by.map(|state| format!(", requested by {state}")).unwrap_or_default();
    writeln!(out, "{}: held by {}{asked}; as of {}\n", case.id, case.host, speaker.moment(now, &case.zone))?;
    writeln!(out, "FACTS")?;
    for event in &known {
        let name = speaker.say(&format!("event-{}", event.kind.word()), &[]);
        let extra = [
            event.stage.map(crate::watchlist::Stage::word),
            event.body.map(crate::watchlist::Body::word),
            event.what.as_deref(),
        ];
        let extra: Vec<&str> = extra.into_iter().flatten().collect();
        let extra = if extra.is_empty() { String::new() } else { format!(" ({})", extra.join(", ")) };
        let by = event.by.as_ref().map(|by| format!(" [reported by {} ({})]", by.who, by.via)).unwrap_or_default();
        writeln!(out, "  {:<44} {name}{extra}{by}", speaker.when(&event.on, &case.zone))?;
    }
    if known.is_empty() {
        writeln!(out, "  none on record")?;
    }
    writeln!(out, "\nTRANSFER RISK")?;
    risk::write(out, case, &assessment, speaker)?;
    writeln!(out, "\nCUSTODY")?;
    let sum = [custody_words::lines(&held, speaker), custody_words::flags(&held, speaker)].concat();
    sum.iter().try_for_each(|line| writeln!(out, "  {line}"))?;
    if !open.is_empty() {
        writeln!(out, "\nURGENT REQUESTS")?;
        steps::lines(&open, speaker, &case.zone, now).iter().try_for_each(|line| writeln!(out, "  {line}"))?;
    }
    let section = |title: &str, wanted: &dyn Fn(Status) -> bool, out: &mut dyn std::io::Write| -> std::io::Result<()> {
        let list: Vec<_> = docket.deadlines.iter().filter(|deadline| wanted(deadline.status)).collect();
        if list.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{title}")?;
        list.iter().try_for_each(|deadline| render::block(out, deadline, speaker, now))
    };
    section("TERMS THAT RUN", &|status| status == Status::Pending, out)?;
    section("TERMS THAT ARE OVER", &|status| status == Status::Lapsed, out)?;
    section("MET OR WITHDRAWN", &|status| matches!(status, Status::Met | Status::Withdrawn), out)?;
    if !docket.refused.is_empty() {
        writeln!(out, "\nTERMS WITHOUT A DATE (count them by hand)")?;
    }
    for no_date in &docket.refused {
        let (title, done) = (no_date.title.get(speaker.language), if no_date.done { " (done since)" } else { "" });
        writeln!(out, "  {title}{done}\n    {}: no date: {}", no_date.rule, no_date.why)?;
    }
    let gaps: Vec<String> = gaps.collect();
    if !gaps.is_empty() {
        writeln!(out, "\nNOT KNOWN (ask a lawyer of the place)")?;
        gaps.iter().try_for_each(|gap| writeln!(out, "  - {gap}"))?;
    }
    writeln!(out, "\n{}", speaker.say("line-legal", &[]))?;
    Ok(findings(&errors))
}

fn event_json(event: &Event, case: &crate::watchlist::Case) -> EventJson {
    let (first, last) = event.on.days(&case.zone);
    let on = match event.on.moment(&case.zone) {
        Some(at) => instant(at, &case.zone),
        None if first == last => first.to_string(),
        None => format!("{first}..{last}"),
    };
    EventJson { kind: event.kind.word(), on, known: event.known.map(|known| instant(known, &case.zone)) }
}
