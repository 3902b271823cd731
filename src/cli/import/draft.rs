//! From rows to case files that are not written yet.
//!
//! In: rows, and what each column means. Out: drafts, one a case, and a finding for every cell that cannot be used. A
//! finding refuses its row, and a refused row refuses its case: a case that lacks an event counts the wrong clocks.

use std::collections::BTreeMap;

use super::dates::{self, Order};
use super::sheet::{Cell, Row, letters};
use super::values;
use super::words::{self, Target};
use crate::ids::CaseId;
use crate::watchlist::Kind;

/// Something about one cell, or a whole row.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) row: usize,
    pub(super) column: Option<String>,
    pub(super) says: String,
    pub(super) help: String,
}

/// One event as a case file will have it: its row, its kind, and keys with values in TOML.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) row: usize,
    pub(super) kind: Kind,
    pub(super) keys: BTreeMap<&'static str, String>,
}

/// One case.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) rows: Vec<usize>,
    pub(super) fields: BTreeMap<&'static str, (usize, String)>,
    pub(super) events: Vec<Event>,
}

/// How rows are read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// By column.
    pub(super) columns: Vec<Option<Target>>,
    pub(super) order: Option<Order>,
    /// An empty code means the one above.
    pub(super) fill_down: bool,
    /// Fields for cases that name none.
    pub(super) defaults: BTreeMap<&'static str, String>,
}

/// Cases by code, in the order of the spreadsheet, and everything that was wrong.
pub(super) fn gather(rows: &[Row], reading: &Reading) -> (Vec<(CaseId, Draft)>, Vec<Finding>) {
    let (mut drafts, mut findings): (Vec<(CaseId, Draft)>, Vec<Finding>) = (Vec::new(), Vec::new());
    let mut above = None;
    for row in rows.iter().filter(|row| !row.is_empty()) {
        let hand = Hand { row, reading };
        let Some(id) = hand.id(above.as_ref(), &mut findings) else { continue };
        above = Some(id.clone());
        let place = drafts.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
            drafts.push((id, Draft::default()));
            drafts.len() - 1
        });
        let draft = &mut drafts[place].1;
        draft.rows.push(row.number);
        hand.fields(draft, &mut findings);
        hand.events(draft, &mut findings);
    }
    for (_, draft) in &mut drafts {
        let first = draft.rows.first().copied().unwrap_or_default();
        for (key, value) in &reading.defaults {
            draft.fields.entry(*key).or_insert_with(|| (first, value.clone()));
        }
    }
    (drafts, findings)
}

/// What a cell for a date gave.
enum Read {
    Date(String),
    /// The cell is empty, or says that nobody knows.
    Nothing,
    /// It was noted why.
    Refused,
}

struct Hand<'a> {
    row: &'a Row,
    reading: &'a Reading,
}

impl Hand<'_> {
    fn cells(&self) -> impl Iterator<Item = (usize, Target, &Cell)> {
        let meant = self.reading.columns.iter().enumerate().filter_map(|(place, target)| Some((place, (*target)?)));
        meant.filter_map(|(place, target)| Some((place, target, self.row.cells.get(place)?)))
    }

    fn find(&self, wanted: Target) -> Option<(usize, &Cell)> {
        let mut found = self.cells().filter(|(_, target, cell)| *target == wanted && !cell.is_empty());
        found.next().map(|(place, _, cell)| (place, cell))
    }

    fn finding(&self, place: Option<usize>, says: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding { row: self.row.number, column: place.map(letters), says: says.into(), help: help.into() }
    }

    fn id(&self, above: Option<&CaseId>, findings: &mut Vec<Finding>) -> Option<CaseId> {
        let Some((place, cell)) = self.find(Target::Case("id")) else {
            if let Some(above) = above.filter(|_| self.reading.fill_down) {
                return Some(above.clone());
            }
            let help = "write the code of the case; if an empty cell means the code above it, add --fill-down";
            findings.push(self.finding(None, "this row has no code", help));
            return None;
        };
        let tidy = cell.text.to_lowercase().replace([' ', '_'], "-");
        CaseId::parse(&tidy).map_or_else(
            |_| {
                let says = format!("`{}` is no code of a case", cell.text);
                let help = "choose 1 to 64 of a-z, 0-9 and `-`, and no name of a person: codes go into every message";
                findings.push(self.finding(Some(place), says, help));
                None
            },
            Some,
        )
    }

    fn fields(&self, draft: &mut Draft, findings: &mut Vec<Finding>) {
        for (place, target, cell) in self.cells().filter(|(.., cell)| !cell.is_empty()) {
            let Target::Case(key) = target else { continue };
            if key == "id" {
                continue;
            }
            if let Some(why) = &cell.broken {
                findings.push(self.finding(Some(place), why.clone(), "write the value itself into the cell"));
                continue;
            }
            let value = match field(key, &cell.text) {
                Ok(value) => value,
                Err((says, help)) => {
                    findings.push(self.finding(Some(place), says, help));
                    continue;
                }
            };
            match draft.fields.get(key) {
                Some((row, known)) if *known != value => {
                    let says = format!("{key} = {value} here, {known} in row {row}");
                    findings.push(self.finding(Some(place), says, "a case has one: correct the wrong row"));
                }
                Some(_) => {}
                None => {
                    draft.fields.insert(key, (self.row.number, value));
                }
            }
        }
    }

    fn events(&self, draft: &mut Draft, findings: &mut Vec<Finding>) {
        let before = draft.events.len();
        let mut push = |kind, on| {
            draft.events.push(Event { row: self.row.number, kind, keys: BTreeMap::from([("on", on)]) });
        };
        for (place, target, cell) in self.cells() {
            let Target::Kind(kind) = target else { continue };
            if let Read::Date(on) = self.date(place, cell, findings) {
                push(kind, on);
            }
        }
        match (self.find(Target::Event("kind")), self.find(Target::Event("on"))) {
            (Some((place, word)), on) => match (words::kind(&word.text), on) {
                (None, _) => findings.push(self.unknown_kind(place, &word.text)),
                (Some(kind), Some((place, cell))) => match self.date(place, cell, findings) {
                    Read::Date(on) => push(kind, on),
                    Read::Nothing => findings.push(self.no_day(kind)),
                    Read::Refused => {}
                },
                (Some(kind), None) => findings.push(self.no_day(kind)),
            },
            (None, Some((place, _))) => {
                let help = "add a column that says what happened (event, событие, падзея), or --map arrest=";
                let says = "a date, and nothing says of what";
                findings.push(self.finding(Some(place), says, format!("{help}{}", letters(place))));
            }
            (None, None) => {}
        }
        let events = &mut draft.events[before..];
        for (place, target, cell) in self.cells().filter(|(.., cell)| !cell.is_empty()) {
            if let Target::Event(key) = target
                && !matches!(key, "kind" | "on")
            {
                self.detail((place, key, cell), events, findings);
            }
        }
    }

    /// A further key of an event, for the one event of this row that it can belong to.
    fn detail(
        &self,
        (place, key, cell): (usize, &'static str, &Cell),
        events: &mut [Event],
        findings: &mut Vec<Finding>,
    ) {
        let dated = matches!(key, "known" | "notified" | "until" | "answer_by");
        let value = if dated && !matches!(cell.text.as_str(), "further-notice" | "proceedings") {
            match self.date(place, cell, findings) {
                Read::Date(value) => value,
                Read::Nothing | Read::Refused => return,
            }
        } else if let Some(why) = &cell.broken {
            findings.push(self.finding(Some(place), why.clone(), "write the value itself into the cell"));
            return;
        } else {
            quoted(&values::value(key, &cell.text))
        };
        let mut fitting: Vec<&mut Event> = match events {
            [one] => vec![one],
            // A remark on a row stands with its first event; it is for the team's own eyes.
            [first, ..] if matches!(key, "note" | "source") => vec![first],
            several => several.iter_mut().filter(|event| belongs(key, event.kind)).collect(),
        };
        match fitting.as_mut_slice() {
            [one] => {
                one.keys.insert(key, value);
            }
            [] if matches!(key, "note" | "source" | "known") => {}
            _ => {
                let says = format!("`{key}` could belong to several events of this row, or to none");
                findings.push(self.finding(Some(place), says, "give each event a row of its own"));
            }
        }
    }

    fn date(&self, place: usize, cell: &Cell, findings: &mut Vec<Finding>) -> Read {
        match dates::read(cell, self.reading.order) {
            Ok(Some(date)) => Read::Date(date),
            Ok(None) => Read::Nothing,
            Err(no) => {
                findings.push(self.finding(Some(place), no.says, no.help));
                Read::Refused
            }
        }
    }

    fn no_day(&self, kind: Kind) -> Finding {
        let help = "write its day, or the range or month in which it can have been (2021-07)";
        self.finding(None, format!("`{}` has no day", kind.word()), help)
    }

    fn unknown_kind(&self, place: usize, typed: &str) -> Finding {
        let near =
            crate::form::nearest(&words::plain(typed).replace(' ', "-"), Kind::ALL.iter().map(|(word, ..)| *word));
        let help = near.map_or_else(
            || "write a kind of event: docs/case-files.md lists them, `staywatch schema case` too".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        self.finding(Some(place), format!("`{typed}` is no kind of event"), help)
    }
}

pub(super) fn field(key: &'static str, text: &str) -> Result<String, (String, String)> {
    match key {
        "host" | "requested_by" => values::country(text)
            .map(|code| quoted(&code))
            .ok_or_else(|| (format!("`{text}` is no country"), "write two letters, ISO 3166: RU, BY, KG".to_owned())),
        "lawyers" | "coordinators" | "advocacy" | "laws" => {
            let names = text.split([',', ';', '\n', '/']).map(str::trim).filter(|name| !name.is_empty());
            Ok(format!("[{}]", names.map(|name| quoted(&name.to_lowercase())).collect::<Vec<_>>().join(", ")))
        }
        _ => Ok(quoted(&values::value(key, text))),
    }
}

/// True when a key makes sense for a kind.
fn belongs(key: &str, kind: Kind) -> bool {
    let word = kind.word();
    match key {
        "body" => kind.needs_body(),
        "stage" => kind.needs_stage(),
        "what" => kind == Kind::Signal,
        "until" => {
            kind.needs_until()
                || matches!(
                    kind,
                    Kind::CustodyOrdered
                        | Kind::AdministrativeArrest
                        | Kind::LeaveOrdered
                        | Kind::MeasureGranted
                        | Kind::MeasureExtended
                )
        }
        "answer_by" => kind == Kind::RegistryLetter,
        "notified" => ["granted", "refused", "upheld", "ordered"].iter().any(|end| word.ends_with(end)),
        _ => false,
    }
}

/// Any text as a TOML string on one line.
pub(super) fn quoted(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    toml::Value::from(one_line).to_string()
}
