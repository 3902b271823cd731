//! What somebody typed, as one of the commands.
//!
//! In: the text of a message, the bot's own name, and whether it was said in private. Out: a command, or nothing
//! when it was not meant for us. Pure; whether there is such a case and who may ask is decided elsewhere.

use crate::form::nearest;

/// Every command by its word.
pub(super) const WORDS: &[&str] = &["help", "due", "case", "risk", "ack", "who", "signal", "contact", "board"];

/// As much of somebody's words as is worth repeating to them.
const REPEATED: usize = 64;

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// What can be asked.
    Help,
    /// What falls due today and this week.
    Due,
    /// The levels of all cases.
    Risk,
    /// The level of one case with its reasons, and its running terms.
    Case(String),
    /// See to something: the code of a case, or the code of a mail.
    Ack(String),
    /// Who works on a case, as numbers, and who has what.
    Who(String),
    /// Put a signal on record.
    Signal {
        /// The code of the case.
        case: String,
        /// What it says, as the files spell it.
        what: Option<String>,
    },
    /// Put a contact on record.
    Contact(String),
    /// A link into the board.
    Board,
    /// A command that needs the code of a case, without one.
    CodeMissing(&'static str),
    /// No command, and the one that it looks like.
    Unknown(Option<&'static str>),
}

/// Reads a message. `me` is the bot's user name; in private everything is meant for the bot, in a group only what
/// looks like one of its commands and is not addressed to another bot.
#[must_use]
pub fn parse(text: &str, me: &str, private: bool) -> Option<Command> {
    let mut words = text.split_whitespace();
    let Some(first) = words.next().and_then(|word| word.strip_prefix('/')) else {
        return private.then_some(Command::Unknown(None));
    };
    let (word, addressed) = match first.split_once('@') {
        Some((word, to)) if to.eq_ignore_ascii_case(me) => (word, true),
        Some(_) => return None,
        None => (first, private),
    };
    let word = shortened(word);
    let code = words.next().map(shortened);
    // Words with spaces are what people type; the files join them.
    let rest = shortened(&words.collect::<Vec<_>>().join("-"));
    Some(match (word.as_str(), code) {
        ("help" | "start", _) => Command::Help,
        ("due", _) => Command::Due,
        ("risk", _) => Command::Risk,
        ("board", _) => Command::Board,
        ("case", Some(code)) => Command::Case(code),
        ("ack", Some(code)) => Command::Ack(code),
        ("who", Some(code)) => Command::Who(code),
        ("contact", Some(code)) => Command::Contact(code),
        ("signal", Some(case)) => Command::Signal { case, what: Some(rest).filter(|what| !what.is_empty()) },
        (word, _) => {
            let Some(known) = WORDS.iter().find(|known| **known == word) else {
                let near = nearest(word, WORDS.iter().copied());
                // In a group it may well be another bot's.
                return (addressed || near.is_some()).then_some(Command::Unknown(near));
            };
            Command::CodeMissing(known)
        }
    })
}

fn shortened(word: &str) -> String {
    word.chars().take(REPEATED).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn private(text: &str) -> Option<Command> {
        parse(text, "staywatch_bot", true)
    }

    fn group(text: &str) -> Option<Command> {
        parse(text, "staywatch_bot", false)
    }

    #[test]
    fn commands_are_read_however_they_are_typed() {
        let moved =
            |case: &str, what: Option<&str>| Some(Command::Signal { case: case.into(), what: what.map(str::to_owned) });
        assert_eq!(private("/start"), Some(Command::Help));
        assert_eq!(private("/DUE"), Some(Command::Due));
        assert_eq!(private("  /case   Kudin\n"), Some(Command::Case("kudin".into())));
        assert_eq!(private("/signal kudin moved"), moved("kudin", Some("moved")));
        assert_eq!(private("/signal kudin told to pack"), moved("kudin", Some("told-to-pack")));
        assert_eq!(private("/signal kudin"), moved("kudin", None));
        assert_eq!(private("/ack A7K-4QX"), Some(Command::Ack("a7k-4qx".into())));
        assert_eq!(group("/contact@Staywatch_Bot kudin"), Some(Command::Contact("kudin".into())));
    }

    #[test]
    fn what_is_incomplete_or_mistyped_is_told_apart() {
        assert_eq!(private("/signal"), Some(Command::CodeMissing("signal")));
        assert_eq!(private("/signl kudin"), Some(Command::Unknown(Some("signal"))));
        assert_eq!(private("/weather"), Some(Command::Unknown(None)));
        assert_eq!(private("good morning"), Some(Command::Unknown(None)));
        assert_eq!(private(""), Some(Command::Unknown(None)));
        assert_eq!(private("/"), Some(Command::Unknown(None)));
        assert_eq!(private("/@staywatch_bot"), Some(Command::Unknown(None)));
    }

    #[test]
    fn a_group_may_talk_and_have_other_bots() {
        assert_eq!(group("they moved him"), None);
        assert_eq!(group("/due@other_bot"), None);
        assert_eq!(private("/due@other_bot"), None);
        assert_eq!(group("/weather"), None);
        assert_eq!(group("/weather@staywatch_bot"), Some(Command::Unknown(None)));
        assert_eq!(group("/cse kudin"), Some(Command::Unknown(Some("case"))));
    }

    #[test]
    fn what_is_repeated_is_short_and_cut_between_letters() {
        let Some(Command::Case(code)) = private(&format!("/case {}", "Ж".repeat(4000))) else { panic!() };
        assert_eq!(code, "ж".repeat(64));
    }
}
