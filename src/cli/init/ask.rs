//! The five questions of `init`.
//!
//! In: a reader and a writer. Out: answers that the loader takes; a wrong one is asked for again, with the loader's
//! own words.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::InitArgs;
use super::files::{in_the_way, people, settings};
use crate::config::Settings;
use crate::form::{Notes, Sheet, Weight};
use crate::law::counting::{word, zone};
use crate::law::words::Language;
use crate::people::People;

/// What `init` needs to know.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    pub(super) folder: PathBuf,
    pub(super) email: String,
    pub(super) zone: String,
    pub(super) language: Language,
    pub(super) smtp: Option<String>,
}

impl Answers {
    pub(super) fn default_for(args: &InitArgs, folder: &Path, language: Language) -> Self {
        let here = || TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
        Self {
            folder: args.folder.clone().unwrap_or_else(|| folder.to_owned()),
            email: args.email.clone().unwrap_or_else(|| "admin@example.org".to_owned()),
            zone: args.zone.clone().unwrap_or_else(here),
            language,
            smtp: args.smtp.clone(),
        }
    }

    /// Whether the loader takes what these answers make, and nothing is in its way.
    pub(super) fn check(&self) -> Result<(), String> {
        let there: Vec<String> = in_the_way(&self.folder).iter().map(|path| path.display().to_string()).collect();
        if !there.is_empty() {
            return Err(format!("nothing was written: {} would be overwritten", there.join(", ")));
        }
        zone(&self.zone)?;
        first_error(People::read(Sheet::new("people.toml", &people(self))).1)?;
        first_error(Settings::read(Sheet::new("staywatch.toml", &settings(self))).1)
    }
}

fn first_error(notes: Notes) -> Result<(), String> {
    let error = notes.finish().into_iter().find(|problem| problem.weight == Weight::Error);
    error.map_or(Ok(()), |problem| Err(problem.says))
}

/// Asks all five; what is in `answers` is offered as the default.
pub(super) fn all(answers: &mut Answers, out: &mut dyn Write, input: &mut dyn BufRead) -> io::Result<()> {
    writeln!(out, "Five questions; Enter takes what stands in brackets.\n")?;
    question(
        answers,
        out,
        input,
        "Folder",
        |a| a.folder.display().to_string(),
        |a, text| {
            a.folder = PathBuf::from(text);
            Ok(())
        },
    )?;
    let says = "Your e-mail (you are told when staywatch itself has trouble)";
    question(
        answers,
        out,
        input,
        says,
        |a| a.email.clone(),
        |a, text| {
            text.clone_into(&mut a.email);
            Ok(())
        },
    )?;
    question(
        answers,
        out,
        input,
        "Your time zone",
        |a| a.zone.clone(),
        |a, text| {
            text.clone_into(&mut a.zone);
            Ok(())
        },
    )?;
    let says = "Your language (en, ru or be)";
    question(
        answers,
        out,
        input,
        says,
        |a| a.language.tag().to_owned(),
        |a, text| {
            a.language = word(text, Language::WORDS)?;
            Ok(())
        },
    )?;
    let none = || "none".to_owned();
    question(
        answers,
        out,
        input,
        "Mail server (SMTP host)",
        |a| a.smtp.clone().unwrap_or_else(none),
        |a, text| {
            a.smtp = Some(text.to_owned()).filter(|text| text != "none");
            Ok(())
        },
    )?;
    writeln!(out)
}

/// Asks until the answer can be used.
fn question(
    answers: &mut Answers,
    out: &mut dyn Write,
    input: &mut dyn BufRead,
    says: &str,
    offered: impl Fn(&Answers) -> String,
    take: impl Fn(&mut Answers, &str) -> Result<(), String>,
) -> io::Result<()> {
    loop {
        write!(out, "{says} [{}]: ", offered(answers))?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "no answer; nothing was written"));
        }
        let mut changed = answers.clone();
        let text = line.trim();
        let taken = if text.is_empty() { Ok(()) } else { take(&mut changed, text) };
        match taken.and_then(|()| changed.check()) {
            Ok(()) => {
                *answers = changed;
                return Ok(());
            }
            Err(why) => writeln!(out, "  {why}")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(typed: &str) -> (Answers, String) {
        let mut answers = Answers {
            folder: PathBuf::from("not-there"),
            email: "admin@example.org".to_owned(),
            zone: "UTC".to_owned(),
            language: Language::En,
            smtp: None,
        };
        let mut out = Vec::new();
        all(&mut answers, &mut out, &mut typed.as_bytes()).unwrap();
        (answers, String::from_utf8(out).unwrap())
    }

    #[test]
    fn enter_takes_what_is_offered() {
        let (answers, _) = asked("\n\n\n\n\n");
        assert_eq!(answers.email, "admin@example.org");
        assert_eq!(answers.smtp, None);
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again() {
        let (answers, out) =
            asked("watch\nme\nme@example.org\nEurope/Wilna\nEurope/Vilnius\nde\nru\nmail.example.org\n");
        assert_eq!((answers.email.as_str(), answers.zone.as_str()), ("me@example.org", "Europe/Vilnius"));
        assert_eq!((answers.language, answers.smtp.as_deref()), (Language::Ru, Some("mail.example.org")));
        assert!(out.contains("this is not a mailbox"), "{out}");
        assert!(out.contains("not an IANA time zone"), "{out}");
        assert!(out.contains("not one of: en, ru, be"), "{out}");
    }
}
