//! `report`: put an event on record from the command line.

use clap::Args;
use jiff::Timestamp;

use super::{Call, Exit, act, find, load};
use crate::config::{RecordError, Setup, record};
use crate::docket::docket;
use crate::form::{Sheet, render};
use crate::risk::assess;
use crate::watchlist::{Case, Kind, Reporter, report_line};

#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// The case
    case: String,
    /// What happened: an event kind, such as signal, contact, released, hearing
    kind: String,
    /// When it happened, in any form of the case files [default: now]
    #[arg(long, value_name = "WHEN")]
    on: Option<String>,
    /// What a signal says, or where somebody was moved
    #[arg(long)]
    what: Option<String>,
    /// The date an order names, or for which a handover is fixed
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
    /// Which body a measure is about: echr, hrc, cat, ced or wgad
    #[arg(long)]
    body: Option<String>,
    /// What a hearing is about
    #[arg(long)]
    stage: Option<String>,
    /// Who reports it: a name of people.toml [default: the login]
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
}

pub(super) fn run(call: &mut Call<'_>, args: &ReportArgs) -> anyhow::Result<Exit> {
    if !call.live {
        super::complain("error: a report is put on record now: leave out --at, and say with --on when it happened");
        return Ok(Exit::Usage);
    }
    let (setup, _) = load(call)?;
    let case = find(&setup, &args.case)?;
    let Some(kind) = Kind::parse(&args.kind) else {
        let near = crate::form::nearest(&args.kind, Kind::ALL.iter().map(|(word, ..)| *word));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::bail!("there is no event kind `{}`{hint}", args.kind);
    };
    let now = crate::clock::Clock::now(&crate::clock::WallClock);
    let by = Reporter { who: args.by.clone().unwrap_or_else(act::operator), via: "command-line".to_owned() };
    let on = args.on.clone().unwrap_or_else(|| now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    let fields = [("what", &args.what), ("until", &args.until), ("body", &args.body), ("stage", &args.stage)];
    let fields: Vec<(&str, &str)> = fields.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?))).collect();
    let text = report_line(kind, &on, now, &by, &fields);
    match record(&setup, &call.folder, &case, &text) {
        Ok(()) => {}
        Err(RecordError::Refused(problems)) => {
            for problem in problems {
                super::complain(&render(&problem, call.colour));
            }
            anyhow::bail!("nothing was put on record");
        }
        Err(error) => return Err(error.into()),
    }
    let about = serde_json::json!({ "case": case.id.as_str(), "kind": kind.word(), "as": by.who });
    act::enter(call, &setup, "report", &about);
    let then = if ends_unheard(&setup, &case, &text, now) {
        "But the case has ended: NOBODY is told. If it goes on, put on record by what, and take `status = \"closed\"` out of its file."
    } else {
        "A running daemon tells the team within seconds."
    };
    writeln!(call.out, "On record: {} for {}, {on}. {then}", kind.word(), case.id)?;
    Ok(Exit::Fine)
}

/// True when the case has ended, and does not begin again with this report.
fn ends_unheard(setup: &Setup, case: &Case, text: &str, now: Timestamp) -> bool {
    let mut case = case.clone();
    let _read_before = case.add_reports(Sheet::new("report", text));
    assess(&case, &setup.law, &docket(&case, &setup.law, now), now).ended
}
