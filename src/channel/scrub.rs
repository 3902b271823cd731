//! What another machine said, made fit for a log and a database row.
//!
//! In: text from a mail server or the Bot API. Out: one short line. It never lets through an e-mail
//! address, the names it was told to hide, a secret it was told to hide, or a control character.

use super::Address;

/// Longest text kept, in characters: enough for a reason, not for a page of HTML.
const LONGEST: usize = 240;

/// What has to disappear from a text, and what is put in its place.
#[derive(Default)]
pub(super) struct Scrub {
    words: Vec<(String, String)>,
}

impl Scrub {
    /// For a conversation about this mailbox: neither it, nor its two halves, come out again.
    pub(super) fn mailbox(mailbox: &str) -> Self {
        let shown = Address::Email(mailbox.to_owned()).masked();
        let mut scrub = Self::default();
        scrub.hide(mailbox, &shown);
        if let Some((user, host)) = mailbox.rsplit_once('@') {
            // The halves are told apart from ordinary words by their length only: a masked "in" too many
            // does no harm, but a one-letter name would leave nothing to read.
            if user.chars().count() > 1 {
                scrub.hide(user, "…");
            }
            scrub.hide(host, "…");
        }
        scrub
    }

    /// Replaces `word` wherever it stands alone, in any case.
    pub(super) fn hide(&mut self, word: &str, shown: &str) {
        if !word.is_empty() {
            self.words.push((word.to_lowercase(), shown.to_owned()));
        }
    }

    /// The text without what has to disappear.
    pub(super) fn clean(&self, text: &str) -> String {
        let mut line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        for (word, shown) in &self.words {
            line = replace_alone(&line, word, shown);
        }
        let line = mask_mailboxes(&line);
        let mut short: String = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((end, _)) = short.char_indices().nth(LONGEST) {
            short.truncate(end);
            short.push('…');
        }
        short
    }
}

/// Replaces a lower-case word where no letter or digit touches it, without regard to case.
fn replace_alone(text: &str, word: &str, shown: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = prefix_len(rest, word).filter(|&len| {
            let after = rest[len..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        });
        let step = len.unwrap_or(first.len_utf8());
        out.push_str(if len.is_some() { shown } else { &rest[..step] });
        before = rest[..step].chars().next_back();
        rest = &rest[step..];
    }
    out
}

/// How many bytes of `text` say `word`, if it begins with it. Lower case may differ in length.
fn prefix_len(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars();
    let mut len = 0;
    for c in text.chars() {
        let mut ahead = wanted.clone();
        let Some(next) = ahead.next() else { return Some(len) };
        if next != c && !c.to_lowercase().eq(std::iter::once(next)) {
            return None;
        }
        wanted = ahead;
        len += c.len_utf8();
    }
    wanted.next().is_none().then_some(len)
}

/// Any other mailbox that a server mentions belongs to somebody too.
fn mask_mailboxes(text: &str) -> String {
    let edge = |c: char| c.is_whitespace() || "<>()[]{},;:\"'`".contains(c);
    text.split_inclusive(edge)
        .map(|piece| {
            let word = piece.trim_end_matches(edge);
            match word.split_once('@') {
                Some((user, host)) if !user.is_empty() && !host.is_empty() && !word.contains('…') => {
                    Address::Email(word.to_owned()).masked() + &piece[word.len()..]
                }
                _ => piece.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mailbox_and_its_halves_do_not_come_back() {
        let scrub = Scrub::mailbox("anna.petrova@chambers.example");
        let said = "550 5.1.1 <Anna.Petrova@Chambers.EXAMPLE>: anna.petrova unknown at mx.chambers.example; \
                    ask postmaster@chambers.example or boss@other.test";
        assert_eq!(scrub.clean(said), "550 5.1.1 <a…@….example>: … unknown at mx.…; ask postmaster@… or b…@….test");
    }

    #[test]
    fn a_word_inside_another_is_left_alone() {
        assert_eq!(Scrub::mailbox("in@x.test").clean("inside in, IN!"), "inside …, …!");
    }

    #[test]
    fn other_alphabets_and_capitals_are_hidden_too() {
        assert_eq!(Scrub::mailbox("анна@защита.test").clean("нет АННА на Защита.test"), "нет … на …");
    }

    #[test]
    fn it_is_one_short_line() {
        let clean = Scrub::default().clean(&format!("a\r\nb\t{}", "x".repeat(1000)));
        assert!(clean.starts_with("a b x") && clean.chars().count() == LONGEST + 1, "{clean}");
    }
}
