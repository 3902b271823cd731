//! A draft as the text of a case file, judged by the loader that will read it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use jiff::Timestamp;

use super::draft::{Draft, Finding, quoted};
use crate::config::Setup;
use crate::form::{Sheet, Weight};
use crate::ids::CaseId;
use crate::watchlist::{Case, look_over};

/// The fields of a case in the order people read them.
const FIELDS: &[&str] = &["host", "requested_by", "zone", "gravity", "laws", "check_in", "status"];
const TEAM: &[&str] = &["lawyers", "coordinators", "advocacy"];
const KEYS: &[&str] =
    &["on", "known", "notified", "until", "answer_by", "within", "body", "stage", "what", "note", "source"];

/// The text, and which row each part of it comes from.
pub(super) struct Written {
    pub(super) text: String,
    /// Offset, and the row from there on.
    rows: Vec<(usize, usize)>,
}

/// Writes a draft out.
pub(super) fn write_out(id: &CaseId, draft: &Draft) -> Written {
    let mut text = String::from("#:schema ../schema/case.json\n");
    let first = draft.rows.first().copied().unwrap_or_default();
    let mut rows = vec![(0, first)];
    let _never_fails = writeln!(text, "{:<12} = {}", "id", quoted(id.as_str()));
    let mut field = |text: &mut String, key: &str| {
        if let Some((row, value)) = draft.fields.get(key) {
            rows.push((text.len(), *row));
            let _never_fails = writeln!(text, "{key:<12} = {value}");
        }
    };
    for key in FIELDS {
        field(&mut text, key);
    }
    if TEAM.iter().any(|key| draft.fields.contains_key(key)) {
        text.push_str("\n[team]\n");
        for key in TEAM {
            field(&mut text, key);
        }
    }
    for event in &draft.events {
        rows.push((text.len(), event.row));
        let _never_fails = writeln!(text, "\n[[event]]\nkind     = \"{}\"", event.kind.word());
        for key in KEYS {
            if let Some(value) = event.keys.get(key) {
                let _never_fails = writeln!(text, "{key:<8} = {value}");
            }
        }
    }
    Written { text, rows }
}

impl Written {
    /// What the loader says of the text: what refuses it, and what looks odd, each with its row.
    pub(super) fn judge(&self, id: &CaseId, setup: &Setup, now: Timestamp) -> (Vec<Finding>, Vec<Finding>) {
        let sheet = Sheet::new(&format!("{id}.toml"), &self.text);
        let (case, team, notes) = Case::read(sheet, &setup.law.zones());
        setup.people.look_over(&team, &notes);
        if let Some(case) = &case {
            let _no_reports = look_over(case, now, &notes);
        }
        let (mut refused, mut odd) = (Vec::new(), Vec::new());
        for problem in notes.finish() {
            let row = self.rows.iter().rev().find(|(from, _)| *from <= problem.span.start).map_or(0, |(_, row)| *row);
            let finding = Finding { row, column: None, says: problem.says, help: problem.help };
            if problem.weight == Weight::Error { refused.push(finding) } else { odd.push(finding) }
        }
        (refused, odd)
    }
}

/// Puts the file into the folder: whole or not at all, and never in place of another.
pub(super) fn put(folder: &Path, id: &CaseId, text: &str) -> io::Result<()> {
    let beside = folder.join(format!(".{id}.toml.part"));
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        io::Write::write_all(&mut file, text.as_bytes())?;
        file.sync_all()?;
        // A link does not replace what is there.
        fs::hard_link(&beside, folder.join(format!("{id}.toml")))?;
        fs::File::open(folder)?.sync_all()
    };
    let done = write();
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound && done.is_ok() => Err(error),
        _ => done,
    }
}

/// Codes that are taken, with the file they stand in.
pub(super) fn taken(setup: &Setup, folder: &Path) -> BTreeMap<String, String> {
    let mut taken: BTreeMap<String, String> = setup
        .cases
        .places()
        .iter()
        .map(|place| (place.id.to_string(), format!("watchlist/{}.toml", place.id)))
        .collect();
    // A file that cannot be read is no case, and must not be overwritten all the same.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((code, _)) = name.split_once(".toml").filter(|(code, _)| !code.is_empty()) {
            taken.entry(code.to_owned()).or_insert_with(|| format!("watchlist/{name}"));
        }
    }
    taken
}
