//! Files as hurried people and broken editors leave them: real ones, with pieces cut out, doubled, swapped and replaced.
//!
//! In: a text that is right, and a list of changes drawn by the engine. Out: a text that is mostly nearly right, which
//! reaches far deeper into a reader than noise does.

/// One change: where (in thousandths of a text), what, and with which word.
pub type Change = (u16, u8, u8);

const WORDS: &[&str] = &[
    "2026-02-30",
    "9999-12-31",
    "-9999-01-01",
    "0000-01-01",
    "2026-03-29T02:30:00",
    "2026-03-01T24:00",
    "1e999",
    "nan",
    "\"2026-02-01..2026-01-01\"",
    "\"2026-01-28..2026-02-01\"",
    "\"2026-07\"",
    "\"2026-13\"",
    "\"further-notice\"",
    "\"2026-03-29T02:30[Europe/Paris]\"",
    "\"2026-03-01T17:00[Mars/Olympus]\"",
    "\"2026-03-01T17:00+03:00[Europe/Paris]\"",
    "[[event]]",
    "[team]",
    "[a.b.\"c\"]",
    "{}",
    "[]",
    "{ x = 1 }",
    "[[[[",
    "]]",
    "\"",
    "'''",
    "\"\"\"",
    "\\u0000",
    "\u{feff}",
    "\"10 days\"",
    "\"0 days\"",
    "\"-3 months\"",
    "\"4294967296 years\"",
    "\"999999 hours\"",
    "\"1 working day before\"",
    "9223372036854775807",
    "-9223372036854775808",
    "0x7fff",
    "true",
    "\"24:00\"",
    "\"25:61\"",
    "\"7d 3d 1d\"",
    "\"1d 7d\"",
    "\"999999d\"",
    "\"22:00-07:00\"",
    "\"22:00-22:00\"",
    "kind",
    "on",
    "until",
    "known",
    "notified",
    "id",
    "=",
    "\n",
    "\t",
    "#",
    "зона",
    "𝕏🚨",
    "e\u{301}",
    "\u{202e}",
    "\"Europe/Moscow\"",
    "\"ZZ\"",
    "\"hrc\"",
    "\"surrendered\"",
    "\"hearing\"",
    "../../x",
];

/// The text after the changes.
pub fn changed(text: &str, changes: &[Change]) -> String {
    let mut text = text.to_owned();
    for (place, what, word) in changes {
        let at = floor(&text, text.len() * usize::from(*place % 1001) / 1000);
        let word = WORDS[usize::from(*word) % WORDS.len()];
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        match what % 9 {
            0 => text.insert_str(at, word),
            1 => text.replace_range(at..line_end, word),
            2 => text.replace_range(at..line_end, ""),
            3 => text.truncate(at),
            4 => {
                let line = text[at..line_end].to_owned();
                text.insert_str(line_end, &format!("\n{line}"));
            }
            // A value in place of another: what stands after the next `=`.
            5 | 6 => {
                if let Some(equals) = text[at..].find("= ").map(|equals| at + equals + 2) {
                    let end = text[equals..].find('\n').map_or(text.len(), |end| equals + end);
                    text.replace_range(equals..end, word);
                }
            }
            7 => {
                let end = floor(&text, (at + 40).min(text.len()));
                let piece = text[at..end].to_owned();
                text.push_str(&piece);
            }
            _ => {
                if let Some(letter) = text[at..].chars().next() {
                    text.replace_range(at..at + letter.len_utf8(), &word[..floor(word, 1)]);
                }
            }
        }
        if text.len() > 60_000 {
            let end = floor(&text, 60_000);
            text.truncate(end);
        }
    }
    text
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
