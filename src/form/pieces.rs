//! What is no TOML: said at its place, and blanked out in a file that grows by pieces.
//!
//! In: the text, and the line that every piece begins with. Out: the same text in which the damaged pieces are blank, so that
//! every place in it is still the same.

use toml::de::DeTable;

use super::Notes;
use super::dates::{date_hint, value_at};

/// The text with what is no TOML blanked out.
pub(super) fn sound_pieces(text: &str, head: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut from, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(head) {
            keep_sound(&text[from..at], &mut out);
            from = at;
        }
        at += line.len();
    }
    keep_sound(&text[from..], &mut out);
    out
}

fn keep_sound(piece: &str, out: &mut String) {
    if DeTable::parse(piece).is_ok() {
        out.push_str(piece);
    } else {
        out.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    }
}

/// Notes what is no TOML.
pub(super) fn syntax(notes: &Notes, text: &str, errors: Vec<toml::de::Error>) {
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let bare = text.get(span.clone()).unwrap_or_default();
        let help = if bare.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
            "letters other than a-z in a key or a value need quotation marks"
        } else {
            "see https://toml.io for how values are written: text in \"quotes\", dates as 2026-03-01"
        };
        let hint = date_hint(value_at(text, span.start));
        let help = hint.as_deref().unwrap_or(help);
        notes.error(span, format!("this is not TOML: {}", error.message()), "here", help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_piece_takes_no_other_with_it() {
        let text = "гм\n[[event]]\na = 1\n[[event]]\nb = \"con\n\n[[event]]\nc = \"\"\"\n\n[[event]]\nd = 2\n";
        let sound = sound_pieces(text, "[[event]]");
        assert_eq!(sound.len(), text.len());
        assert_eq!(sound.split_whitespace().collect::<String>(), "[[event]]a=1[[event]]d=2");
        assert_eq!(sound.find("d = 2"), text.find("d = 2"));
        assert_eq!(sound_pieces("[[event]]\na = 1\n", "[[event]]"), "[[event]]\na = 1\n");
    }
}
