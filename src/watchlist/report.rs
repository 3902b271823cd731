//! A report as a line of a case's report file: what the command line and the bot put on record.
//!
//! In: a kind and what belongs to it. Out: an `[[event]]` that the loader reads. It is appended, never edited.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::event::Reporter;
use super::kind::Kind;

/// Writes a report. `fields` are further keys of the event (`what`, `until`, `body` …) as text.
#[must_use]
pub fn line(kind: Kind, on: &str, known: Timestamp, by: &Reporter, fields: &[(&str, &str)]) -> String {
    let mut out = format!("\n[[event]]\nkind  = \"{}\"\non    = {}\n", kind.word(), quoted(on));
    let _ = writeln!(out, "known = {}", known.strftime("%Y-%m-%dT%H:%M:%SZ"));
    for (key, value) in fields {
        let _ = writeln!(out, "{key} = {}", quoted(value));
    }
    let _ = writeln!(out, "by    = {}\nvia   = {}", quoted(&by.who), quoted(&by.via));
    out
}

/// A TOML basic string: nothing that is typed in can end it or begin another key.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::form::Sheet;
    use crate::watchlist::Case;

    #[test]
    fn what_is_typed_in_stays_one_value() {
        let case = "id = \"a\"\nhost = \"RU\"\nzone = \"Europe/Moscow\"\n";
        let (case, ..) = Case::read(Sheet::new("a.toml", case), &BTreeMap::new());
        let mut case = case.unwrap();
        let by = Reporter { who: "x\"\n[[event]]\nkind=\"freed\"".into(), via: "telegram".into() };
        let text = line(Kind::Signal, "2026-03-01", "2026-03-01T10:00:00Z".parse().unwrap(), &by, &[("what", "moved")]);
        let notes = case.add_reports(Sheet::new("reports/a.toml", &text));
        assert!(notes.finish().is_empty());
        assert_eq!(case.events.len(), 1);
        assert_eq!(case.events[0].by.as_ref(), Some(&by));
    }
}
