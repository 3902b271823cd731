//! Words that must fit a width: SVG breaks no lines by itself.
//!
//! In: a text and how many letters fit. Out: lines. A word longer than a line is broken, never dropped; what does not
//! fit the last line ends in an ellipsis.

/// How wide a letter of the drawings is on average, in tenths of a unit. Cyrillic is wider than Latin; both fit.
const LETTER: u32 = 75;

/// How many letters fit a width.
pub(super) fn letters(width: u32) -> usize {
    usize::try_from(width * 10 / LETTER).unwrap_or(usize::MAX).max(8)
}

/// Lines of at most so many letters, at most so many of them.
pub(super) fn wrap(text: &str, letters: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let length = |text: &str| text.chars().count();
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        while !word.is_empty() {
            let line = lines.last_mut().map_or(0, |line| length(line));
            let space = usize::from(line > 0);
            if line + space + word.len() <= letters {
                push(&mut lines, &word, space > 0);
                word.clear();
            } else if line > 0 {
                lines.push(String::new());
            } else {
                let rest = word.split_off(letters);
                push(&mut lines, &word, false);
                word = rest;
            }
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let kept: String = last.chars().take(letters - 1).collect();
            *last = format!("{}…", kept.trim_end());
        }
    }
    lines
}

fn push(lines: &mut [String], word: &[char], space: bool) {
    let Some(line) = lines.last_mut() else { return };
    if space {
        line.push(' ');
    }
    line.extend(word);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::fits("one two", 7, 2, &["one two"])]
    #[case::breaks("one two", 6, 2, &["one", "two"])]
    #[case::too_much("one two three", 5, 2, &["one", "two…"])]
    #[case::a_long_word("abcdefghij", 4, 3, &["abcd", "efgh", "ij"])]
    #[case::nothing("", 4, 3, &[""])]
    fn what_fits(#[case] text: &str, #[case] letters: usize, #[case] most: usize, #[case] wanted: &[&str]) {
        assert_eq!(wrap(text, letters, most), wanted);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_letter_is_lost(text in "[а-яa-z ]{0,80}", letters in 2usize..20) {
            let lines = wrap(&text, letters, usize::MAX);
            prop_assert!(lines.iter().all(|line| line.chars().count() <= letters));
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
