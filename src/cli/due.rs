//! `due`: deadlines, soonest first.

use super::json::DeadlineJson;
use super::{Call, Exit, Format, find, findings, load, render};
use crate::docket::{Deadline, Status, docket};
use crate::notice::words::Words;

pub(super) fn run(call: &mut Call<'_>, only: Option<&str>, all: bool) -> anyhow::Result<Exit> {
    let (setup, errors) = load(call)?;
    let cases = match only {
        Some(code) => vec![find(&setup, code)?],
        None => setup.cases.iter().collect::<Vec<_>>(),
    };
    let mut deadlines: Vec<Deadline> =
        cases.iter().flat_map(|case| docket(case, &setup.law, call.now).deadlines).collect();
    deadlines.sort_by(|a, b| (a.earliest.end, &a.key).cmp(&(b.earliest.end, &b.key)));
    let words = Words::default();
    let speaker = words.speak(call.language);
    match call.format {
        // Programs get everything; the status tells what still runs.
        Format::Json => {
            let list: Vec<DeadlineJson> =
                deadlines.iter().map(|deadline| DeadlineJson::of(deadline, speaker)).collect();
            serde_json::to_writer_pretty(&mut *call.out, &list)?;
            writeln!(call.out)?;
        }
        Format::Text => {
            let shown: Vec<&Deadline> =
                deadlines.iter().filter(|deadline| all || deadline.status == Status::Pending).collect();
            for deadline in &shown {
                render::line(call.out, deadline, speaker, call.now)?;
            }
            if shown.is_empty() {
                writeln!(call.out, "{}", speaker.say("line-nothing-running", &[]))?;
            }
            if shown.iter().any(|deadline| deadline.disputed()) {
                writeln!(call.out, "* two readings; the earlier one is shown. `staywatch explain CASE` gives both.")?;
            }
        }
    }
    Ok(findings(&errors))
}
