//! What was sent to whom and when, as a file that somebody else can check.
//!
//! In: the ledger. Out: JSON lines with every entry of a case in full and, for each entry of others, the one hash that
//! says nothing but keeps the chain together; and a page for people. Neither holds a note or an address.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::audit::moment;
use crate::notice::message::Message;
use crate::store::{self, Entry, StoreError, Verdict, hex};

/// Entries of a case, or all, with the texts that were sent.
pub(super) struct Evidence {
    case: Option<String>,
    lines: Vec<Line>,
}

enum Line {
    /// An entry of the case, and the message that it is about.
    Whole(Box<Entry>, Option<Message>),
    /// An entry that is not shown.
    Other(i64, String),
}

impl Evidence {
    pub(super) fn gather(tx: &rusqlite::Transaction<'_>, case: Option<&str>) -> Result<Self, StoreError> {
        let mut lines = Vec::new();
        store::entries(tx, None, |entry| {
            let says = entry.says();
            let shown = case.is_none_or(|case| says["case"] == case);
            if !shown {
                // What came before the first entry of the case proves nothing about it.
                if !lines.is_empty() {
                    lines.push(Line::Other(entry.seq, hex(&entry.leaf())));
                }
                return Ok(());
            }
            let letter = says["letter"].as_i64().filter(|_| entry.kind == "sent");
            let text = match letter {
                Some(letter) => store::letter_text(tx, letter)?,
                None => None,
            };
            let message = text.and_then(|text| serde_json::from_str(&text).ok());
            lines.push(Line::Whole(Box::new(entry), message));
            Ok(())
        })?;
        Ok(Self { case: case.map(str::to_owned), lines })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn shown(&self) -> impl Iterator<Item = (&Entry, Option<&Message>)> {
        self.lines.iter().filter_map(|line| match line {
            Line::Whole(entry, message) => Some((&**entry, message.as_ref())),
            Line::Other(..) => None,
        })
    }

    /// Writes both files and returns the name of the page. A file that is there is never overwritten.
    pub(super) fn write(&self, file: &Path, verdict: &Verdict, now: Timestamp) -> anyhow::Result<PathBuf> {
        let mut name = file.as_os_str().to_owned();
        name.push(".md");
        let page = PathBuf::from(name);
        for (path, text) in [(file, self.json_lines(verdict, now)), (&page, self.page(verdict, now))] {
            let opened = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
            let mut out = opened.with_context(|| format!("cannot make {}", path.display()))?;
            out.write_all(text.as_bytes())?;
            out.sync_all()?;
        }
        Ok(page)
    }

    fn json_lines(&self, verdict: &Verdict, now: Timestamp) -> String {
        let head = verdict.head.map(|head| json!({ "seq": head.seq, "hash": hex(&head.hash) }));
        let mut out = String::new();
        let first = json!({
            "layout": "staywatch-ledger-1", "case": self.case, "made": moment(now.as_second()), "head": head,
            "whole": verdict.broken.is_empty(),
        });
        let _infallible = writeln!(out, "{first}");
        for line in &self.lines {
            let line = match line {
                Line::Other(seq, leaf) => json!({ "seq": seq, "leaf": leaf }),
                Line::Whole(entry, message) => json!({
                    "seq": entry.seq, "at": entry.at, "time": moment(entry.at), "kind": entry.kind, "body": entry.body,
                    "salt": entry.salt.as_deref().map(hex), "sum": hex(&entry.sum), "prev": hex(&entry.prev),
                    "leaf": hex(&entry.leaf()), "hash": hex(&entry.hash), "message": message,
                }),
            };
            let _infallible = writeln!(out, "{line}");
        }
        out
    }

    fn page(&self, verdict: &Verdict, now: Timestamp) -> String {
        let mut out = match &self.case {
            Some(case) => format!("# Who was told, and when: case {case}\n\n"),
            None => "# Who was told, and when\n\n".to_owned(),
        };
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line(&format!("From the ledger of staywatch, {}. Times are UTC.", moment(now.as_second())));
        match (verdict.broken.first(), verdict.head) {
            (None, Some(head)) => {
                line(&format!("The ledger was whole up to its head, entry {}:\n`{}`", head.seq, hex(&head.hash)));
            }
            (Some(broken), _) => line(&format!("**The ledger is broken**, first: {}", broken.what)),
            (None, None) => {}
        }
        line("\n## Sent\n\n| time | to | by | what | receipt | entry |\n| --- | --- | --- | --- | --- | --- |");
        for (entry, message) in self.shown().filter(|(entry, _)| entry.kind == "sent") {
            let says = entry.says();
            let subject = message.map_or_else(|| text(&says["kind"]), |message| cell(&message.subject));
            let (person, channel, receipt) = (text(&says["person"]), text(&says["channel"]), text(&says["receipt"]));
            line(&format!("| {} | {person} | {channel} | {subject} | {receipt} | {} |", moment(entry.at), entry.seq));
        }
        line("\n## Everything else on record\n\n| time | what | entry |\n| --- | --- | --- |");
        for (entry, _) in self.shown().filter(|(entry, _)| entry.kind != "sent") {
            line(&format!("| {} | {} | {} |", moment(entry.at), told(entry), entry.seq));
        }
        line("\n## The messages as they were sent");
        for (entry, message) in self.shown().filter_map(|(entry, message)| Some((entry, message?))) {
            let hash = text(&entry.says()["message"]);
            line(&format!("\n### Entry {}\n\nSHA-256 of the stored message: `{hash}`\n", entry.seq));
            for words in message.subject.lines().chain(message.text().lines()) {
                line(&format!("    {words}"));
            }
        }
        line(HOW);
        out
    }
}

/// How anybody can check it with a tool of their own.
const HOW: &str = "
## How to check this

The file beside this page has one line an entry. With lower-case hexadecimal digits and one line feed where it says so:

    sum  = SHA-256( salt LF body )
    leaf = SHA-256( 'staywatch-ledger-1' LF seq LF at LF kind LF sum LF )
    hash = SHA-256( prev LF leaf LF )

`prev` is the hash of the entry before. A line with a `leaf` only is an entry about something else: its leaf says nothing
of it and keeps the chain together. The last hash is the head; the morning lists in the admins' mailboxes name the heads
of earlier days, which whoever holds the machine today cannot change.";

/// A value for a table.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => cell(text),
        other => cell(&other.to_string()),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

/// An entry in words.
pub(super) fn told(entry: &Entry) -> String {
    let says = entry.says();
    let list = |key: &str| {
        let events = says[key].as_array().cloned().unwrap_or_default();
        let named: Vec<String> =
            events.iter().map(|event| format!("{} {}", text(&event["kind"]), text(&event["on"]))).collect();
        if named.is_empty() { "nothing".to_owned() } else { named.join(", ") }
    };
    let by = format!("{} by {}", text(&says["person"]), text(&says["channel"]));
    match entry.kind.as_str() {
        "owed" => format!("decided to tell {by}: {}", text(&says["kind"])),
        "refused" => format!("NOT delivered to {by}: {} ({})", text(&says["kind"]), text(&says["why"])),
        "facts" => format!("case file: added {}; taken out {}", list("added"), list("removed")),
        "report" => format!(
            "reported: {} {}, by {} via {}",
            text(&says["kind"]),
            text(&says["on"]),
            text(&says["by"]),
            text(&says["via"])
        ),
        "admin" => {
            let body = says.as_object().cloned().unwrap_or_default();
            let rest = body.iter().filter(|(key, _)| !["action", "by"].contains(&key.as_str()));
            let rest: Vec<String> = rest.map(|(key, value)| format!("; {key}: {}", text(value))).collect();
            format!("{} by {}{}", text(&says["action"]), text(&says["by"]), rest.concat())
        }
        kind => {
            let body = says.as_object().cloned().unwrap_or_default();
            let rest = body.iter().filter(|(key, _)| key.as_str() != "case");
            let rest: Vec<String> = rest.map(|(key, value)| format!("{key}: {}", text(value))).collect();
            format!("{kind}: {}", rest.join("; "))
        }
    }
}
