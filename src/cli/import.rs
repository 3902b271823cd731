//! `import`: case files from the spreadsheet that was kept so far.
//!
//! In: a CSV file or a workbook. Out: a report row by row, and with --write the case files that the loader accepts. It
//! guesses nothing: what can be read in two ways is refused with what to write instead. It overwrites nothing.

mod dates;
mod draft;
mod file;
mod sheet;
mod values;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;

use self::draft::{Draft, Finding, Reading, gather};
use self::sheet::{Row, letters};
use self::words::Target;
use super::progress::Bar;
use super::render::counted;
use super::{Call, Exit, Format, act, complain, load_first};
use crate::ids::CaseId;
use crate::watchlist::Kind;

#[derive(Debug, Args)]
#[command(
    after_help = "Each row is an event (columns: code, event, date …), or a case with a column for each kind of event\n\
    (code, host, arrest, extradition-granted …). Headers may be English, Russian or Belarusian.\n\n\
    Examples:\n  staywatch import cases.xlsx\n  \
    staywatch import cases.csv --host RU --requested-by BY --lawyers counsel --map code=A --write"
)]
pub(super) struct ImportArgs {
    /// .csv, .xlsx, .xls or .ods
    file: PathBuf,
    /// Write the case files. Without it nothing is written
    #[arg(long)]
    write: bool,
    /// What a column means: a field or a kind of event, and the column's header or letter
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Which of a workbook's sheets [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// How 03/04/2021 is meant; without it such a date is refused
    #[arg(long, value_enum)]
    dates: Option<dates::Order>,
    /// An empty code means the one above
    #[arg(long)]
    fill_down: bool,
    /// The host, for cases that name none
    #[arg(long, value_name = "COUNTRY")]
    host: Option<String>,
    /// The requesting state, for cases that name none
    #[arg(long, value_name = "COUNTRY")]
    requested_by: Option<String>,
    /// Lawyers by their names in people.toml, for cases that name none
    #[arg(long, value_name = "NAMES")]
    lawyers: Option<String>,
    /// Coordinators, for cases that name none
    #[arg(long, value_name = "NAMES")]
    coordinators: Option<String>,
}

/// What became of a case.
#[derive(Serialize)]
struct Outcome {
    case: String,
    rows: Vec<usize>,
    /// `written`, `ready` or `refused`.
    became: &'static str,
    events: usize,
}

#[derive(Serialize)]
struct Remark {
    row: usize,
    column: Option<String>,
    case: Option<String>,
    /// `refused` or `odd`.
    weight: &'static str,
    says: String,
    help: String,
}

#[derive(Default, Serialize)]
struct Report {
    cases: Vec<Outcome>,
    remarks: Vec<Remark>,
    /// Columns of which nothing was used.
    unused: Vec<String>,
}

pub(super) fn run(call: &mut Call<'_>, args: &ImportArgs) -> anyhow::Result<Exit> {
    let (setup, _) = load_first(call)?;
    let table = sheet::read(&args.file, args.sheet.as_deref())?;
    for remark in &table.remarks {
        complain(remark);
    }
    let mut rows = table.rows.into_iter().skip_while(Row::is_empty);
    let header = rows.next().context("the file is empty")?;
    let rows: Vec<Row> = rows.collect();
    let mut report = Report::default();
    let reading = match reading(args, &header, &mut report) {
        Ok(reading) => reading,
        Err(says) => {
            complain(&says);
            return Ok(Exit::Usage);
        }
    };
    let (drafts, findings) = gather(&rows, &reading);
    let folder = call.folder.join("watchlist");
    let taken = file::taken(&setup, &folder);
    let bar = Bar::new(call.format, drafts.len(), "cases");
    let owner: BTreeMap<usize, CaseId> =
        drafts.iter().flat_map(|(id, draft)| draft.rows.iter().map(|row| (*row, id.clone()))).collect();
    report.note("refused", &findings, |row| owner.get(&row).map(ToString::to_string));
    for (id, draft) in &drafts {
        bar.step();
        let broken = findings.iter().any(|finding| draft.rows.contains(&finding.row));
        let became = if broken {
            "refused"
        } else if let Some(name) = taken.get(id.as_str()) {
            report.already_there(id, draft, name);
            "refused"
        } else {
            let written = file::write_out(id, draft);
            let (refused, odd) = written.judge(id, &setup, call.now);
            report.note("odd", &odd, |_| Some(id.to_string()));
            report.note("refused", &refused, |_| Some(id.to_string()));
            match (refused.is_empty(), args.write) {
                (false, _) => "refused",
                (true, false) => "ready",
                (true, true) => {
                    file::put(&folder, id, &written.text)
                        .with_context(|| format!("cannot write {}/{id}.toml", folder.display()))?;
                    act::enter(call, &setup, "import", &serde_json::json!({ "case": id.as_str() }));
                    "written"
                }
            }
        };
        let (case, rows, events) = (id.to_string(), draft.rows.clone(), draft.events.len());
        report.cases.push(Outcome { case, rows, became, events });
    }
    bar.done();
    report.remarks.sort_by_key(|remark| remark.row);
    report.say(call)?;
    let refused = report.remarks.iter().any(|remark| remark.weight == "refused");
    Ok(if refused { Exit::Findings } else { Exit::Fine })
}

/// What each column means: as told, or as its header says.
fn reading(args: &ImportArgs, header: &Row, report: &mut Report) -> Result<Reading, String> {
    let mut reading = Reading { order: args.dates, fill_down: args.fill_down, ..Reading::default() };
    reading.columns = header.cells.iter().map(|cell| words::header(&cell.text)).collect();
    for map in &args.map {
        let (key, column) =
            map.split_once('=').ok_or_else(|| format!("--map {map}: write FIELD=COLUMN, as in code=A"))?;
        let target = target(key.trim())?;
        let wanted = words::plain(column);
        let place = header.cells.iter().position(|cell| words::plain(&cell.text) == wanted && !wanted.is_empty());
        let by_letter = || (0..header.cells.len()).find(|place| letters(*place).eq_ignore_ascii_case(column.trim()));
        let place = place.or_else(by_letter).ok_or_else(|| {
            let heads: Vec<String> = header.cells.iter().map(|cell| format!("`{}`", cell.text)).collect();
            format!("--map {map}: there is no column `{column}`; there are {}", heads.join(", "))
        })?;
        // What is told holds alone: another column of that meaning would say it twice.
        for other in &mut reading.columns {
            *other = other.filter(|other| *other != target);
        }
        reading.columns[place] = Some(target);
    }
    for (place, (cell, target)) in header.cells.iter().zip(&reading.columns).enumerate() {
        match target {
            None if !cell.text.is_empty() => report.unused.push(format!("{} `{}`", letters(place), cell.text)),
            Some(Target::Names) => {
                complain(&format!("column {}: names stay out of case files; it is not read", letters(place)));
            }
            _ => {}
        }
        let first = reading.columns.iter().position(|other| other == target);
        if target.is_some_and(|target| target != Target::Names) && first != Some(place) {
            let first = first.map(letters).unwrap_or_default();
            return Err(format!(
                "columns {first} and {} mean the same: say which is which with --map, as in --map note={}",
                letters(place),
                letters(place)
            ));
        }
    }
    if !reading.columns.contains(&Some(Target::Case("id"))) {
        let heads: Vec<String> = header.cells.iter().map(|cell| format!("`{}`", cell.text)).collect();
        return Err(format!(
            "no column holds the code of the case: name it with --map code=COLUMN; there are {}",
            heads.join(", ")
        ));
    }
    for (key, value) in [
        ("host", &args.host),
        ("requested_by", &args.requested_by),
        ("lawyers", &args.lawyers),
        ("coordinators", &args.coordinators),
    ] {
        if let Some(value) = value {
            let read = draft::field(key, value).map_err(|(says, help)| format!("--{key}: {says}: {help}"))?;
            reading.defaults.insert(key, read);
        }
    }
    Ok(reading)
}

fn target(key: &str) -> Result<Target, String> {
    let key = if key == "code" { "id" } else { key };
    let field = words::keys().find(|(known, _)| *known == key).map(|(_, target)| target);
    field.or_else(|| Kind::parse(key).map(Target::Kind)).ok_or_else(|| {
        let known = words::keys().map(|(key, _)| key).chain(Kind::ALL.iter().map(|(word, ..)| *word));
        let near = crate::form::nearest(key, known);
        let help = near.map_or_else(
            || "a field of the case file (host, known, until …) or a kind of event".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        format!("--map: there is no field `{key}`: {help}")
    })
}

impl Report {
    fn note(&mut self, weight: &'static str, findings: &[Finding], case: impl Fn(usize) -> Option<String>) {
        self.remarks.extend(findings.iter().map(|finding| Remark {
            row: finding.row,
            column: finding.column.clone(),
            case: case(finding.row),
            weight,
            says: finding.says.clone(),
            help: finding.help.clone(),
        }));
    }

    fn already_there(&mut self, id: &CaseId, draft: &Draft, name: &str) {
        let finding = Finding {
            row: draft.rows.first().copied().unwrap_or_default(),
            column: None,
            says: format!("the case `{id}` is there already ({name}); nothing is overwritten"),
            help: format!("put what is new on record with `staywatch report {id} KIND --on DAY`, or edit the file"),
        };
        self.note("refused", &[finding], |_| Some(id.to_string()));
    }

    fn say(&self, call: &mut Call<'_>) -> anyhow::Result<()> {
        if call.format == Format::Json {
            serde_json::to_writer_pretty(&mut *call.out, self)?;
            writeln!(call.out)?;
            return Ok(());
        }
        for remark in &self.remarks {
            let place = format!("{}{}", remark.column.as_deref().unwrap_or("row "), remark.row);
            let case = remark.case.as_deref().unwrap_or("-");
            writeln!(call.out, "{place:<8} {case:<16} {:<8} {}", remark.weight, remark.says)?;
            if !remark.help.is_empty() {
                writeln!(call.out, "{:34}what to do: {}", "", remark.help)?;
            }
        }
        for one in &self.cases {
            let rows: Vec<String> = one.rows.iter().map(ToString::to_string).collect();
            let (case, became, events) = (&one.case, one.became, one.events);
            writeln!(call.out, "{:<8} {case:<16} {became:<8} events: {events}; rows: {}", "", rows.join(", "))?;
        }
        if !self.unused.is_empty() {
            writeln!(call.out, "Not used: {}. To use one: --map FIELD=COLUMN", self.unused.join(", "))?;
        }
        let count = |became| self.cases.iter().filter(|one| one.became == became).count();
        match (count("ready"), count("written"), count("refused")) {
            (0, 0, refused) => {
                writeln!(call.out, "\nNothing to write; {} refused.", counted(refused, "case", "cases"))?;
            }
            (0, written, refused) => {
                writeln!(
                    call.out,
                    "\n{} written, {refused} refused. Look at them: staywatch check, staywatch plan",
                    counted(written, "case", "cases")
                )?;
            }
            (ready, _, refused) => {
                writeln!(
                    call.out,
                    "\n{} can be written, {refused} refused. Nothing was written: add --write",
                    counted(ready, "case", "cases")
                )?;
            }
        }
        Ok(())
    }
}
