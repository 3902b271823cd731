//! Marked strings, and finding them whatever coat they wear.
//!
//! In: texts as they leave the program, raw. Out: which marks stand in them. A mail is searched as it is, and with its
//! quoted-printable, base64 and encoded words undone; JSON with its escapes undone.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a marked string stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A name, in a comment of a case file, in Latin and in Cyrillic letters.
    Name,
    /// What the person is charged with.
    Charge,
    /// A relative.
    Relative,
    /// Any other word of a note.
    Note,
    /// Where a fact comes from.
    Source,
    /// Where the person is held.
    Facility,
    /// An event in words of one's own.
    What,
    /// The admin's own name for an event.
    EventId,
    /// A value that was typed in the wrong place.
    Typo,
    /// Somebody in `people.toml`.
    Person,
    /// A mailbox.
    Mailbox,
    /// A chat id.
    Chat,
    /// The bot's token, the mail password, the store's key.
    Secret,
    /// What a stranger wrote, and the name a chat shows.
    Stranger,
    /// The folder of the configuration, and of keys.
    Path,
}

/// One marked string.
#[derive(Clone, Debug)]
pub struct Mark {
    pub class: Class,
    /// In lower case.
    pub word: String,
}

/// Everything that was searched.
#[derive(Default)]
pub struct Search {
    pub marks: Vec<Mark>,
    /// Texts and bytes by surface.
    pub surfaces: BTreeMap<&'static str, (usize, usize)>,
    pub found: Vec<String>,
}

impl Search {
    pub fn mark(&mut self, class: Class, word: &str) {
        self.marks.push(Mark { class, word: word.to_lowercase() });
    }

    /// Hashes and encrypted text hold every short word sooner or later: a chat id of seven digits once stood in the hash of
    /// a ledger entry. A mark has nine characters, or one that neither hexadecimal digits nor base64 have.
    pub fn assert_never_by_chance(&self) {
        for mark in &self.marks {
            let found_by_chance = mark.word.len() < 9 && mark.word.bytes().all(|c| c.is_ascii_alphanumeric());
            assert!(!found_by_chance, "{:?} `{}` is too short to be looked for", mark.class, mark.word);
        }
    }

    /// Searches a text that leaves by a surface. `may`: classes that are expected there; `own`: words that are the
    /// reader's own.
    pub fn look(&mut self, surface: &'static str, may: &[Class], own: &[&str], text: &str) {
        let count = self.surfaces.entry(surface).or_default();
        count.0 += 1;
        count.1 += text.len();
        let mut bare = undone(text).to_lowercase();
        // A calendar folds its lines wherever they are long.
        bare = bare.replace("\r\n ", "");
        for word in own {
            bare = bare.replace(&word.to_lowercase(), "…");
        }
        for mark in self.marks.iter().filter(|mark| !may.contains(&mark.class)) {
            if let Some(at) = bare.find(&mark.word) {
                let from = bare[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
                let around: String = bare[from..].chars().take(120 + mark.word.len()).collect();
                self.found.push(format!(
                    "{surface}: {:?} `{}` in: {}",
                    mark.class,
                    mark.word,
                    around.replace('\n', "⏎")
                ));
            }
        }
    }

    /// Searches bytes for words as they are: nothing of a file that is encrypted has another coat.
    pub fn look_at_bytes(&mut self, surface: &'static str, bytes: &[u8]) {
        let count = self.surfaces.entry(surface).or_default();
        count.0 += 1;
        count.1 += bytes.len();
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for mark in self.marks.iter().filter(|mark| text.contains(&mark.word)) {
            self.found.push(format!("{surface}: {:?} `{}` in: {} bytes", mark.class, mark.word, bytes.len()));
        }
    }

    /// Texts of a JSON value.
    pub fn look_json(&mut self, surface: &'static str, may: &[Class], own: &[&str], value: &Value) {
        let mut texts = String::new();
        strings(value, &mut texts);
        self.look(surface, may, own, &texts);
    }
}

fn strings(value: &Value, out: &mut String) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| strings(one, out)),
        Value::Object(all) => all.iter().for_each(|(key, one)| {
            out.push_str(key);
            out.push('\n');
            strings(one, out);
        }),
        Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        other => {
            out.push_str(&other.to_string());
            out.push('\n');
        }
    }
}

/// The text, and after it the text with every coat taken off.
fn undone(raw: &str) -> String {
    let unfolded = raw.replace("=\r\n", "").replace("=\n", "").replace("\r\n ", "").replace("\n ", "");
    let mut out = String::with_capacity(raw.len() * 3);
    out.push_str(raw);
    out.push('\n');
    out.push_str(&String::from_utf8_lossy(&quoted(&unfolded)));
    out.push('\n');
    let mut run = String::new();
    for line in raw.lines().chain([""]) {
        let words = line.split("?b?").skip(1).filter_map(|word| word.split("?=").next());
        for word in words {
            out.push_str(&String::from_utf8_lossy(&base64(word)));
            out.push('\n');
        }
        let coded = line.len() > 3 && line.bytes().all(|c| c.is_ascii_alphanumeric() || b"+/=".contains(&c));
        if coded {
            run.push_str(line);
        } else if !run.is_empty() {
            out.push_str(&String::from_utf8_lossy(&base64(&run)));
            out.push('\n');
            run.clear();
        }
    }
    out
}

fn quoted(text: &str) -> Vec<u8> {
    let mut pieces = text.split('=');
    let mut out = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        if let Some(byte) = piece.get(..2).and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            out.push(byte);
            out.extend_from_slice(&piece.as_bytes()[2..]);
        } else {
            out.push(b'=');
            out.extend_from_slice(piece.as_bytes());
        }
    }
    out
}

fn base64(run: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut out = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for c in run.bytes().filter(|c| *c != b'=') {
        held = held << 6 | u32::from(value(c));
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xff).unwrap_or_default());
        }
    }
    out
}

#[test]
fn no_coat_hides_a_mark() {
    for text in [
        "zqmark",
        "ZQMark",
        "=7Aqmark",
        "zqm=\r\nark",
        "Subject: =?utf-8?b?0YjQuNC/INC20LzRi9GFIHpxbWFyaw==?=",
        "a: zqm\r\n ark",
        "a: b\r\n\r\nMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwenFt\r\nYXJrIDAwMDAw\r\n",
        "{\"text\": \"zqmark\"}",
    ] {
        let mut search = Search::default();
        search.mark(Class::Name, "zqmark");
        search.look("test", &[], &[], text);
        assert_eq!(search.found.len(), 1, "{text}");
    }
    let mut search = Search::default();
    search.mark(Class::Name, "жмых");
    search.look("test", &[], &[], "=D0=B6=D0=BC=D1=8B=\r\n=D1=85");
    search.look("test", &[], &[], "Subject: =?utf-8?b?0YjQuNC/INC20LzRi9GFIHpxbWFyaw==?=");
    assert_eq!(search.found.len(), 2);
    search.look("test", &[Class::Name], &[], "жмых");
    search.look("test", &[], &["жмых"], "Жмых");
    assert_eq!(search.found.len(), 2, "what may stand there, and what is the reader's own, is no leak");
}
