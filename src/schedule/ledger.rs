//! What a reading of the files changed, as entries of the ledger.
//!
//! In: the texts in force, and those they replace. Out: which events came and went by kind and date, who reported what,
//! and the hash of each text, entered where the text itself is kept. No note, no source, no word of a file goes in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::form::Sheet;
use crate::store::{self, StoreError, text_hash};
use crate::watchlist::{Case, Country, Event, When};

/// The last part of a file's name: the folder it lies in is nobody's business.
fn file(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn when(on: &When) -> String {
    match on {
        When::Day(day) => day.to_string(),
        When::Local(at) => at.to_string(),
        When::At(at) => at.to_string(),
        When::Between(first, last) => format!("{first}..{last}"),
    }
}

/// An event as the ledger names it, and how often it stands there.
type Counted = BTreeMap<String, (Value, usize)>;

fn counted<'e>(events: impl Iterator<Item = &'e Event>) -> Counted {
    let mut counted = Counted::new();
    for event in events {
        let body = json!({ "kind": event.kind.word(), "on": when(&event.on) });
        counted.entry(body.to_string()).or_insert((body, 0)).1 += 1;
    }
    counted
}

/// What stands in one and not in the other.
fn missing(from: &Counted, other: &Counted) -> Vec<Value> {
    let mut out = Vec::new();
    for (key, (body, count)) in from {
        let there = other.get(key).map_or(0, |(_, count)| *count);
        out.extend(std::iter::repeat_n(body.clone(), count.saturating_sub(there)));
    }
    out
}

/// Keeps the text of a case's file; true when it differs from what was kept.
pub(super) fn keep_case(
    tx: &Transaction<'_>,
    case: &Case,
    zones: &BTreeMap<Country, TimeZone>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(old) = swap(tx, &case.sheet)? else { return Ok(false) };
    let before = Case::read(Sheet::new(&case.sheet.name, &old), zones).0;
    let (before, after) = (
        counted(before.iter().flat_map(|case| &case.events)),
        // What was reported stands in another file.
        counted(case.events.iter().filter(|event| event.by.is_none())),
    );
    let body = json!({
        "case": case.id.as_str(), "file": file(&case.sheet.name), "text": text_hash(&case.sheet.text),
        "added": missing(&after, &before), "removed": missing(&before, &after),
    });
    store::enter(tx, "facts", &body, now);
    Ok(true)
}

/// The same for what was put on record by command or chat: one entry for each report, with who made it.
pub(super) fn keep_reports(tx: &Transaction<'_>, case: &Case, now: Timestamp) -> Result<bool, StoreError> {
    let Some(sheet) = &case.reports else { return Ok(false) };
    let Some(old) = swap(tx, sheet)? else { return Ok(false) };
    let read = |text: &str| {
        let mut bare = Case { events: Vec::new(), ..case.clone() };
        // What cannot be read was told to the admins when the file was.
        drop(bare.add_reports(Sheet::new(&sheet.name, text)));
        bare.events
    };
    let (before, after) = (read(&old), read(&sheet.text));
    let mut known = counted(before.iter());
    for event in &after {
        let key = json!({ "kind": event.kind.word(), "on": when(&event.on) }).to_string();
        if let Some((_, count)) = known.get_mut(&key)
            && *count > 0
        {
            *count -= 1;
            continue;
        }
        let by = event.by.as_ref();
        let body = json!({
            "case": case.id.as_str(), "kind": event.kind.word(), "on": when(&event.on),
            "known": event.known.map(|known| known.to_string()),
            "by": by.map(|by| by.who.as_str()), "via": by.map(|by| by.via.as_str()),
        });
        store::enter(tx, "report", &body, now);
    }
    let removed = missing(&counted(before.iter()), &counted(after.iter()));
    if !removed.is_empty() {
        let body = json!({
            "case": case.id.as_str(), "file": file(&sheet.name), "text": text_hash(&sheet.text),
            "added": [], "removed": removed,
        });
        store::enter(tx, "facts", &body, now);
    }
    Ok(true)
}

/// The text before, when it is another; what came new has none.
fn swap(tx: &Transaction<'_>, sheet: &Sheet) -> Result<Option<String>, StoreError> {
    let old = store::good_file(tx, &sheet.name)?;
    let changed = store::keep_good_file(tx, &sheet.name, &sheet.text)?;
    Ok(changed.then(|| old.unwrap_or_default()))
}

/// Files of law, people and settings that changed in one reading.
#[derive(Default)]
pub(super) struct Changed(Vec<Value>);

impl Changed {
    /// Keeps a text; true when it differs from what was kept.
    pub(super) fn keep(&mut self, tx: &Transaction<'_>, name: &str, text: &str) -> Result<bool, StoreError> {
        let changed = store::keep_good_file(tx, name, text)?;
        if changed {
            self.0.push(json!({ "file": file(name), "text": text_hash(text) }));
        }
        Ok(changed)
    }

    /// One entry for all of them.
    pub(super) fn enter(self, tx: &Transaction<'_>, now: Timestamp) {
        if !self.0.is_empty() {
            store::enter(tx, "configuration", &json!({ "files": self.0 }), now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house() -> (store::Store, BTreeMap<Country, TimeZone>) {
        (store::Store::in_memory().unwrap(), BTreeMap::new())
    }

    fn case(events: &str) -> Case {
        let text = format!("id = \"a\"\nhost = \"RU\"\nzone = \"Europe/Moscow\"\n{events}");
        Case::read(Sheet::new("/somewhere/watchlist/a.toml", &text), &BTreeMap::new()).0.unwrap()
    }

    fn entered(store: &store::Store) -> Vec<(String, Value)> {
        let mut all = Vec::new();
        store
            .write_now(|tx| {
                store::entries(tx, None, |entry| {
                    all.push((entry.kind.clone(), entry.says()));
                    Ok(())
                })
            })
            .unwrap();
        all.split_off(1)
    }

    #[test]
    fn facts_are_entered_by_kind_and_date_and_nothing_else() {
        let (store, zones) = house();
        let now = Timestamp::UNIX_EPOCH;
        let first = "[[event]]\nkind = \"arrest\"\non = 2026-03-01\nnote = \"MARKED\"\nsource = \"MARKED\"\n";
        let second = "[[event]]\nkind = \"arrest\"\non = 2026-03-02\n[[event]]\nkind = \"signal\"\non = 2026-03-03\nwhat = \"moved\"\n";
        for (events, changed) in [(first, true), (first, false), (second, true)] {
            assert_eq!(store.write_now(|tx| keep_case(tx, &case(events), &zones, now)).unwrap(), changed);
        }
        let entered = entered(&store);
        assert_eq!(entered.len(), 2);
        assert_eq!(entered[0].1["file"], "a.toml");
        assert_eq!(entered[0].1["added"], json!([{ "kind": "arrest", "on": "2026-03-01" }]));
        assert_eq!(entered[1].1["removed"], json!([{ "kind": "arrest", "on": "2026-03-01" }]));
        assert_eq!(entered[1].1["added"].as_array().unwrap().len(), 2);
        assert!(!format!("{entered:?}").contains("MARKED"));
    }

    #[test]
    fn a_report_is_entered_once_with_who_made_it() {
        let (store, _) = house();
        let now = Timestamp::UNIX_EPOCH;
        let line = "[[event]]\nkind = \"contact\"\non = \"2026-03-01T10:00:00Z\"\nknown = 2026-03-01T10:00:00Z\nby = \"duty\"\nvia = \"telegram\"\n";
        for reports in [line.to_owned(), line.repeat(2), String::new()] {
            let mut case = case("");
            assert!(case.add_reports(Sheet::new("reports/a.toml", &reports)).finish().is_empty());
            store.write_now(|tx| keep_reports(tx, &case, now)).unwrap();
        }
        let entered = entered(&store);
        let kinds: Vec<&str> = entered.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["report", "report", "facts"]);
        assert_eq!((&entered[0].1["by"], &entered[0].1["via"]), (&json!("duty"), &json!("telegram")));
        assert_eq!(entered[2].1["removed"].as_array().unwrap().len(), 2);
    }
}
