//! `term`: the calculator. The same engine that counts for the daemon, on any start and any term.

use std::io::BufRead;

use clap::Args;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::json::{StepJson, instant};
use super::{Call, Exit, Format, load};
use crate::ids::CalendarId;
use crate::law::Law;
use crate::law::count::{Counted, Start, count};
use crate::law::counting::{Counting, MonthEnd, Roll, StartDay, Zone, ends, word, zone};
use crate::law::term::Term;
use crate::notice::words::{Speaker, Words, text};
use crate::watchlist::When;

#[derive(Debug, Args)]
pub(super) struct TermArgs {
    /// When it starts: a day, a date-time, a range or a month
    #[arg(required_unless_present = "batch")]
    start: Option<String>,
    /// How long: "10 days", "48 hours", "5 working days", "2 months", "7 days before"
    #[arg(required_unless_present = "batch")]
    term: Option<String>,
    #[command(flatten)]
    how: How,
    /// Read JSON lines {start, term, counting} or {start, term, `start_day`, …} and answer each with a JSON line
    #[arg(long, conflicts_with_all = ["start", "term"])]
    batch: bool,
}

#[derive(Clone, Debug, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    /// A law's way of counting: PACK.NAME, such as ru.cpc-days
    #[arg(long, conflicts_with_all = ["start_day", "month_end", "roll", "calendar"])]
    counting: Option<String>,
    /// Is the day of the event counted? excluded, included, moment or disputed
    #[arg(long)]
    start_day: Option<String>,
    /// A month without that date: last, next or reject
    #[arg(long)]
    month_end: Option<String>,
    /// A last day that is not worked: none, forward or backward
    #[arg(long)]
    roll: Option<String>,
    /// Calendar of working days, such as ru-courts
    #[arg(long)]
    calendar: Option<String>,
    /// The hour at which the last day ends [default: 24:00]
    #[arg(long)]
    ends: Option<String>,
    /// Zone of the place that counts
    #[arg(long)]
    zone: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    start: String,
    term: String,
    #[serde(flatten)]
    how: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Answer {
    earliest_day: String,
    latest_day: String,
    earliest: String,
    latest: String,
    steps: Vec<StepJson>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Refusal {
    refused: String,
}

pub(super) fn run(call: &mut Call<'_>, args: &TermArgs) -> anyhow::Result<Exit> {
    // The calculator works without a configuration: the shipped law is enough.
    let law = if call.folder.is_dir() { load(call)?.0.law } else { Law::load(crate::law::OwnLaw::default()).0.into() };
    let words = Words::default();
    let speaker = words.speak(call.language);
    if args.batch {
        return batch(call, &law, speaker);
    }
    let (start, term) = (args.start.as_deref().unwrap_or_default(), args.term.as_deref().unwrap_or_default());
    match one(&law, start, term, &args.how) {
        Ok((counted, zone)) => {
            let answer = answer(&counted, &zone, speaker);
            if call.format == Format::Json {
                serde_json::to_writer(&mut *call.out, &answer)?;
                writeln!(call.out)?;
            } else {
                write(call, &counted, &zone, speaker)?;
            }
            Ok(Exit::Fine)
        }
        Err(refused) if call.format == Format::Json => {
            serde_json::to_writer(&mut *call.out, &Refusal { refused })?;
            writeln!(call.out)?;
            Ok(Exit::CouldNot)
        }
        Err(refused) => anyhow::bail!(refused),
    }
}

fn batch(call: &mut Call<'_>, law: &Law, speaker: Speaker<'_>) -> anyhow::Result<Exit> {
    // Bytes that are no text spoil the line they stand in, and not the lines after it.
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line?;
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if line.is_empty() {
            continue;
        }
        let counted = serde_json::from_slice::<Line>(line).map_err(|error| error.to_string()).and_then(|line| {
            let how = serde_json::from_value(line.how.into()).map_err(|error: serde_json::Error| error.to_string())?;
            one(law, &line.start, &line.term, &how)
        });
        match counted {
            Ok((counted, zone)) => serde_json::to_writer(&mut *call.out, &answer(&counted, &zone, speaker))?,
            Err(refused) => serde_json::to_writer(&mut *call.out, &Refusal { refused })?,
        }
        writeln!(call.out)?;
        call.out.flush()?;
    }
    Ok(Exit::Fine)
}

fn one(law: &Law, start: &str, term: &str, how: &How) -> Result<(Counted, TimeZone), String> {
    let term = Term::parse(term).map_err(|bad| bad.to_string())?;
    let when = When::parse(start).ok_or_else(|| format!("`{start}` is not a date"))?;
    if let When::Between(first, last) = when
        && last < first
    {
        return Err(format!("`{start}` runs backward: the later day comes second"));
    }
    let (counting, place) = counting(law, how)?;
    let (first, last) = when.days(&place);
    let range = when.moment(&place).map_or((Start::Day(first), Start::Day(last)), |at| (Start::At(at), Start::At(at)));
    let calendar = counting.calendar.as_ref().and_then(|id| law.calendar(id));
    let counted = count(range, term, &counting, calendar, &place).map_err(|refused| refused.to_string())?;
    Ok((counted, place))
}

/// The way of counting that the options describe: a law's own, changed by what is said besides.
fn counting(law: &Law, how: &How) -> Result<(Counting, TimeZone), String> {
    let said = how.zone.as_deref().map(zone).transpose()?;
    let (mut counting, home) = if let Some(name) = &how.counting {
        let beside = [&how.start_day, &how.month_end, &how.roll, &how.calendar];
        if beside.iter().any(|own| own.is_some()) {
            return Err(
                "`counting` says all of it: start_day, month_end, roll and calendar stand in its place".to_owned()
            );
        }
        let (pack, counting) = law.counting(name, None).ok_or_else(|| unknown(law, name))?;
        (counting.clone(), Some(pack.zone.clone()))
    } else if how.start_day.is_some() {
        (Counting::as_named(), None)
    } else {
        return Err("say how to count: --counting PACK.NAME, or --start-day and its companions".to_owned());
    };
    if let Some(text) = &how.start_day {
        counting.start_day = word(text, StartDay::WORDS)?;
    }
    if let Some(text) = &how.month_end {
        counting.month_end = Some(word(text, MonthEnd::WORDS)?);
    }
    if let Some(text) = &how.roll {
        counting.roll = word(text, Roll::WORDS)?;
    }
    if let Some(text) = &how.ends {
        counting.ends = ends(text)?;
    }
    if let Some(text) = &how.calendar {
        let id = CalendarId::parse(text).ok().filter(|id| law.calendar(id).is_some());
        let known = || law.calendars().map(|calendar| calendar.id.as_str()).collect::<Vec<_>>().join(", ");
        counting.calendar = Some(id.ok_or_else(|| format!("there is no calendar `{text}`; known: {}", known()))?);
    }
    let place = match (&counting.zone, said, home) {
        (_, Some(said), _) => said,
        (Zone::Place(place), ..) => place.clone(),
        (Zone::Case, None, Some(home)) => home,
        (Zone::Case, None, None) => TimeZone::UTC,
    };
    Ok((counting, place))
}

fn unknown(law: &Law, name: &str) -> String {
    let names: Vec<String> =
        law.packs().flat_map(|pack| pack.countings.keys().map(move |name| format!("{}.{name}", pack.id))).collect();
    let near = crate::form::nearest(name, names.iter().map(String::as_str));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("there is no way of counting `{name}`{hint}")
}

fn answer(counted: &Counted, zone: &TimeZone, speaker: Speaker<'_>) -> Answer {
    Answer {
        earliest_day: counted.earliest.last_day.to_string(),
        latest_day: counted.latest.last_day.to_string(),
        earliest: instant(counted.earliest.end, zone),
        latest: instant(counted.latest.end, zone),
        steps: counted.steps.iter().map(|step| StepJson::of(step, speaker, zone)).collect(),
        warnings: counted.steps.iter().filter(|step| step.says.warns()).map(|step| speaker.step(step, zone)).collect(),
    }
}

fn write(call: &mut Call<'_>, counted: &Counted, zone: &TimeZone, speaker: Speaker<'_>) -> anyhow::Result<()> {
    let (earliest, latest) = (speaker.end(counted.earliest, zone), speaker.end(counted.latest, zone));
    if counted.earliest == counted.latest {
        writeln!(call.out, "{earliest}")?;
    } else {
        writeln!(
            call.out,
            "{}",
            speaker.say("line-two-readings", &[text("earliest", &earliest), text("latest", &latest)])
        )?;
    }
    for step in &counted.steps {
        let cite = if step.cite.is_empty() { String::new() } else { format!(" [{}]", step.cite) };
        writeln!(call.out, "  {}  {}{cite}", speaker.day(step.day), speaker.step(step, zone))?;
    }
    Ok(())
}
