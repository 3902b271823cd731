//! The rooms of the house and the arrows between them.
//!
//! In: the source files as text. Out: a list of complaints, which must be empty. A room names only rooms above it,
//! the core touches neither time nor disk nor network, every file says what it is and stays short.
#![expect(clippy::unwrap_used, reason = "without its sources this test can only fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room, from the ground up. A room may name what stands before it; the last two name everything.
const ORDER: &[&str] = &[
    "ids",
    "form",
    "watchlist",
    "law",
    "people",
    "docket",
    "risk",
    "notice",
    "chart",
    "brief",
    "clock",
    "openpgp",
    "config",
    "store",
    "channel",
    "outbox",
    "schedule",
    "telemetry",
    "bot",
    "web",
    "daemon",
    "cli",
];

/// The first room of the shell. What stands before it is pure.
const SHELL: &str = "clock";

/// What a pure room must not touch.
const FORBIDDEN: &[&str] = &["tokio", "rusqlite", "std::fs", "std::net", "SystemTime", "Instant::now", "crate::clock"];

/// Files above this many lines are two files.
const LONGEST: usize = 400;

/// One source file.
struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut folders = vec![root.clone()];
        let mut sources = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ext| ext == "rs") {
                    let text = fs::read_to_string(&path).unwrap();
                    sources.push(Self { path: path.strip_prefix(&root).unwrap().to_owned(), text });
                }
            }
        }
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(sources.len() > 20, "the source files were not found");
        sources
    }

    /// The room a file belongs to; `None` for the two roots, which name every room.
    fn room(&self) -> Option<String> {
        let first = self.path.components().next()?.as_os_str().to_str()?;
        let room = first.strip_suffix(".rs").unwrap_or(first);
        (!matches!(room, "lib" | "main")).then(|| room.to_owned())
    }

    /// How many modules deep a file stands: `super` that often is the crate.
    fn depth(&self) -> usize {
        let parts = self.path.components().count();
        if self.path.ends_with("mod.rs") { parts - 1 } else { parts }
    }

    /// The code alone: neither comments nor the tests at the end of the file, and no space.
    fn code(&self) -> String {
        let (code, _tests) = self.text.split_once("#[cfg(test)]\nmod tests").unwrap_or((&self.text, ""));
        let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    /// The rooms a file names.
    fn named(&self) -> BTreeSet<String> {
        let up = "super::".repeat(self.depth());
        let code = self.code();
        ["crate::", up.as_str()].into_iter().flat_map(|prefix| heads(&code, prefix)).collect()
    }
}

/// The first name of every path that follows a prefix, also in `prefix{a::b, c}`.
fn heads(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        // `super::super::x` also holds `super::x`; a longer word before the prefix is another word.
        let before = &code[..at];
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let group = rest.strip_prefix('{').map(first_names);
        found.extend(group.unwrap_or_else(|| vec![name(rest)]));
    }
    found.remove("");
    found.remove("super");
    found
}

/// The first names within braces, whatever stands deeper.
fn first_names(rest: &str) -> Vec<String> {
    let mut names = vec![name(rest.trim_start())];
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(rest[at + 1..].trim_start())),
            _ => {}
        }
    }
    names
}

fn name(rest: &str) -> String {
    rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn floor(room: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == room)
}

fn complain(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_room_has_its_floor() {
    let rooms: BTreeSet<String> = Source::all().iter().filter_map(Source::room).collect();
    let unknown: Vec<String> = rooms.into_iter().filter(|room| floor(room).is_none()).collect();
    complain(&unknown);
}

#[test]
fn a_room_names_only_rooms_above_it() {
    let mut complaints = Vec::new();
    for source in Source::all() {
        let Some(own) = source.room().and_then(|room| floor(&room)) else { continue };
        // A word that is no room is an item at the root of the crate: a room of its own would be missed above.
        let below = source.named().into_iter().filter(|room| floor(room).is_none_or(|floor| floor > own));
        complaints.extend(below.map(|room| format!("{}: names {room}", source.path.display())));
    }
    complain(&complaints);
}

#[test]
fn the_core_touches_neither_time_nor_disk_nor_network() {
    let shell = floor(SHELL).unwrap();
    let mut complaints = Vec::new();
    for source in Source::all() {
        if source.room().and_then(|room| floor(&room)).is_none_or(|floor| floor >= shell) {
            continue;
        }
        let code = source.code();
        let mut found: Vec<String> =
            FORBIDDEN.iter().filter(|word| code.contains(**word)).map(|word| (*word).to_owned()).collect();
        found.extend(heads(&code, "std::").into_iter().filter(|name| matches!(name.as_str(), "fs" | "net")));
        complaints.extend(found.into_iter().map(|word| format!("{}: touches {word}", source.path.display())));
    }
    complain(&complaints);
}

#[test]
fn one_function_opens_connections() {
    // It is the one that waits until the library and the cipher are both initialised.
    let opening = Source::all().into_iter().filter(|source| source.code().contains("Connection::open"));
    let opening: Vec<String> = opening.map(|source| source.path.display().to_string()).collect();
    assert_eq!(opening, ["store/open.rs"]);
    let opener = Source::all().into_iter().find(|source| source.path.ends_with("store/open.rs")).unwrap().code();
    assert_eq!(opener.matches("Connection::open").count(), 2, "both stand in `connection`");
}

#[test]
fn every_file_says_what_it_is() {
    let silent = Source::all().into_iter().filter(|source| !source.text.starts_with("//! "));
    complain(&silent.map(|source| source.path.display().to_string()).collect::<Vec<_>>());
}

#[test]
fn no_file_is_long() {
    let lines = |source: &Source| source.text.lines().count();
    let long = Source::all().into_iter().filter(|source| lines(source) > LONGEST);
    complain(&long.map(|source| format!("{}: {} lines", source.path.display(), lines(&source))).collect::<Vec<_>>());
}

#[test]
fn paths_are_found_in_every_form() {
    let code = "use crate::law::{a, b}; use crate::{ids::X, form::{Y, Z}, risk}; pub(crate) fn f(x: crate::people::P)";
    let found: Vec<String> = heads(code, "crate::").into_iter().collect();
    assert_eq!(found, ["form", "ids", "law", "people", "risk"]);
    assert_eq!(
        heads("use super::super::law::x; super::own()", "super::super::").into_iter().collect::<Vec<_>>(),
        ["law"]
    );
}
