//! `export`: cases, deadlines and notices for a calendar, a spreadsheet or another program.
//!
//! In: the configuration, and the store when there is one. Out: iCalendar, CSV or JSON. Codes, kinds, dates and the
//! names of `people.toml` only: no note, no source, no address, no text of a message.

mod rows;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde::Serialize;

use self::rows::{CaseRow, DeadlineRow, NoticeRow, table};
use super::{Call, Exit, complain, find, findings, load};
use crate::config::Setup;
use crate::daemon::peek_store;
use crate::docket::{Docket, Status, docket};
use crate::ids::PersonId;
use crate::notice::calendar::{feed, sequence};
use crate::notice::invite::entry;
use crate::notice::plan::Told;
use crate::notice::words::{Speaker, Words, text};
use crate::people::Person;
use crate::risk::assess;
use crate::store::{self, Said};
use crate::watchlist::Case;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  staywatch export ics --for counsel > deadlines.ics\n  \
    staywatch export csv --what notices --case kudin\n  staywatch export json --out all.json")]
pub(super) struct ExportArgs {
    /// ics: a calendar of deadlines; csv: one table; json: everything
    #[arg(value_enum)]
    form: Form,
    /// Which table [default: deadlines for csv and ics, all for json]
    #[arg(long, value_enum)]
    what: Option<What>,
    /// Only this case
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// Only the cases of this person, and only what this person was told
    #[arg(long = "for", value_name = "PERSON")]
    person: Option<String>,
    /// Write to this file, which must not be there yet, instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Ics,
    Csv,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Cases,
    Deadlines,
    Notices,
    All,
}

/// Everything that can be asked for; `None` is what was not.
#[derive(Default, Serialize)]
struct Everything {
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Vec<CaseRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadlines: Option<Vec<DeadlineRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notices: Option<Vec<NoticeRow>>,
}

impl Everything {
    /// The one table that was asked for.
    fn only_table(&self) -> anyhow::Result<String> {
        match (&self.cases, &self.deadlines, &self.notices) {
            (Some(cases), ..) => table(cases),
            (_, Some(deadlines), _) => table(deadlines),
            (.., notices) => table(notices.as_deref().unwrap_or_default()),
        }
    }
}

/// What the store remembers about the chosen cases.
#[derive(Default)]
struct Memory {
    told: BTreeMap<String, Told>,
    said: Vec<Said>,
}

pub(super) fn run(call: &mut Call<'_>, args: &ExportArgs) -> anyhow::Result<Exit> {
    let (setup, errors) = load(call)?;
    let what = match (args.form, args.what) {
        (Form::Csv, Some(What::All)) => {
            complain("one CSV file holds one table: --what cases, --what deadlines or --what notices");
            return Ok(Exit::Usage);
        }
        (Form::Ics, Some(What::Cases | What::Notices | What::All)) => {
            complain("a calendar holds deadlines; leave out --what, or choose csv or json");
            return Ok(Exit::Usage);
        }
        (Form::Json, None) => What::All,
        (_, what) => what.unwrap_or(What::Deadlines),
    };
    let person = args.person.as_deref().map(|name| known(&setup, name)).transpose()?;
    let cases = chosen(&setup, args.case.as_deref(), person)?;
    let memory = remember(call, &setup, &cases)?;
    let words = Words::default();
    // What somebody is given is in their language, as their messages are.
    let speaker = words.speak(person.map_or(call.language, |person| person.language));
    let text = match args.form {
        Form::Ics => calendar(call, &setup, &cases, memory.as_ref(), speaker),
        Form::Csv | Form::Json => {
            let wanted = |one| what == What::All || what == one;
            if wanted(What::Notices) && memory.is_none() {
                complain("no store yet: nobody was told anything");
            }
            let everything = gather(call, &setup, (&cases, person), memory, speaker, wanted);
            match args.form {
                Form::Csv => everything.only_table()?,
                _ => serde_json::to_string_pretty(&everything)? + "\n",
            }
        }
    };
    match &args.out {
        Some(path) => write_new(path, &text)?,
        None => call.out.write_all(text.as_bytes())?,
    }
    Ok(findings(&errors))
}

fn known<'s>(setup: &'s Setup, name: &str) -> anyhow::Result<&'s Person> {
    let found = PersonId::parse(name).ok().and_then(|id| setup.people.person(&id));
    found.ok_or_else(|| {
        let near = crate::form::nearest(name, setup.people.all().map(|person| person.id.as_str()));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::anyhow!("there is nobody called `{name}` in people.toml{hint}")
    })
}

fn chosen(setup: &Setup, only: Option<&str>, person: Option<&Person>) -> anyhow::Result<Vec<Arc<Case>>> {
    let mut cases = match only {
        Some(code) => vec![find(setup, code)?],
        None => setup.cases.iter().collect(),
    };
    if let Some(person) = person {
        let theirs: Vec<_> = setup.cases_of(person).map(|case| case.id.clone()).collect();
        cases.retain(|case| theirs.contains(&case.id));
    }
    Ok(cases)
}

fn remember(call: &Call<'_>, setup: &Setup, cases: &[Arc<Case>]) -> anyhow::Result<Option<Memory>> {
    let Some(store) = peek_store(setup, &call.folder)? else { return Ok(None) };
    let memory = store.write_now(|tx| {
        let mut told = BTreeMap::new();
        for case in cases {
            told.insert(case.id.to_string(), store::told(tx, &case.id)?);
        }
        Ok(Memory { told, said: store::history(tx)? })
    })?;
    Ok(Some(memory))
}

fn calendar(
    call: &Call<'_>,
    setup: &Setup,
    cases: &[Arc<Case>],
    memory: Option<&Memory>,
    speaker: Speaker<'_>,
) -> String {
    let mut entries = Vec::new();
    for case in cases {
        let told = memory.and_then(|memory| memory.told.get(case.id.as_str()));
        for deadline in docket(case, &setup.law, call.now).deadlines {
            if deadline.status == Status::Pending {
                let corrected = told.map_or(0, |told| sequence(told, &deadline.key.subject()));
                entries.push(entry(&deadline, speaker, corrected, call.now));
            }
        }
    }
    entries.sort_by(|a, b| (a.end, &a.uid).cmp(&(b.end, &b.uid)));
    feed(&speaker.say("calendar-name", &[text("name", "staywatch")]), &entries)
}

fn gather(
    call: &Call<'_>,
    setup: &Setup,
    (cases, person): (&[Arc<Case>], Option<&Person>),
    memory: Option<Memory>,
    speaker: Speaker<'_>,
    wanted: impl Fn(What) -> bool,
) -> Everything {
    let dockets: Vec<Docket> = cases.iter().map(|case| docket(case, &setup.law, call.now)).collect();
    let judged = || cases.iter().zip(&dockets);
    let mut everything = Everything::default();
    if wanted(What::Cases) {
        let row = |(case, docket): (&Arc<Case>, &Docket)| {
            CaseRow::of(case, &assess(case, &setup.law, docket, call.now), call.now)
        };
        everything.cases = Some(judged().map(row).collect());
    }
    if wanted(What::Deadlines) {
        let mut deadlines: Vec<_> = dockets.iter().flat_map(|docket| &docket.deadlines).collect();
        deadlines.sort_by(|a, b| (a.earliest.end, &a.key).cmp(&(b.earliest.end, &b.key)));
        everything.deadlines = Some(deadlines.iter().map(|deadline| DeadlineRow::of(deadline, speaker)).collect());
    }
    if wanted(What::Notices) {
        let ours = |said: &Said| {
            let case = cases.iter().any(|case| case.id.as_str() == said.thread);
            // A person's morning lists belong to no case, and to them.
            let theirs = person.is_some_and(|person| said.person == person.id.as_str());
            person.map_or(case, |_| theirs && (case || said.kind == "digest"))
        };
        let said = memory.map(|memory| memory.said).unwrap_or_default();
        everything.notices = Some(said.into_iter().filter(ours).map(NoticeRow::of).collect());
    }
    everything
}

/// A file that only its owner reads, and that was not there.
fn write_new(path: &std::path::Path, text: &str) -> anyhow::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write {}: choose a file that is not there yet", path.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))
}
