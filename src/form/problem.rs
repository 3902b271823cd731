//! What is wrong in a file, where, and what to do about it.
//!
//! In: a byte range of a [`Sheet`]. Out: a report with the line underlined, or its line and column for JSON.

use std::{ops::Range, sync::Arc};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The file cannot be used.
    Error,
    /// It can be used, and is probably not what was meant.
    Warning,
    /// Nothing is wrong; something is missing that a person should know about.
    Note,
}

impl Weight {
    /// The word used in reports and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A file as it was read: its name for people, and its text.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The path as the admin knows it.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

impl Sheet {
    /// A sheet from a name and a text.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// True when a file of this name is kept encrypted.
    #[must_use]
    pub fn sealed_name(name: &str) -> bool {
        name.ends_with(".toml.pgp") || name.ends_with(".toml.asc")
    }

    /// True when the file is kept encrypted: nothing of its text may be quoted anywhere.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        Self::sealed_name(&self.name)
    }

    /// Line and column of a byte offset, both from 1, columns in characters.
    #[must_use]
    pub fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The file it is in.
    pub sheet: Sheet,
    /// The offending bytes.
    pub span: Range<usize>,
    /// How bad it is.
    pub weight: Weight,
    /// What is wrong, in one sentence.
    pub says: String,
    /// What stands beside the underlined text; may be empty.
    pub label: String,
    /// What to do; may be empty.
    pub help: String,
}

impl Problem {
    /// `file:line:column`.
    #[must_use]
    pub fn place(&self) -> String {
        let (line, column) = self.sheet.place(self.span.start);
        format!("{}:{line}:{column}", self.sheet.name)
    }

    /// One line: place, weight and what is wrong. It quotes the mistyped value, which may be a name: for the screen of
    /// whoever reads the file anyway.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}: {}: {}", self.place(), self.weight.word(), self.says)
    }
}

impl Problem {
    /// The same for logs and messages: no word that was typed in stands in it, and no folder.
    #[must_use]
    pub fn told(&self) -> String {
        let (line, column) = self.sheet.place(self.span.start);
        let parts: Vec<&str> = self.sheet.name.rsplitn(3, '/').take(2).collect();
        let file = parts.into_iter().rev().collect::<Vec<_>>().join("/");
        let line = format!(
            "{file}:{line}:{column}: {}: {} {}",
            self.weight.word(),
            self.hushed(&self.says),
            self.hushed(&self.help)
        );
        line.trim_end().to_owned()
    }

    /// A sentence of ours, in which a quotation from the underlined place is an ellipsis.
    fn hushed(&self, sentence: &str) -> String {
        let typed = self.sheet.text.get(self.span.clone()).unwrap_or_default();
        let quoted = |(nth, piece)| match nth % 2 {
            1 if typed.contains(piece) => "…",
            _ => piece,
        };
        sentence.split('`').enumerate().map(quoted).collect::<Vec<_>>().join("`")
    }
}

/// Whether a report may use terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// A terminal is reading.
    Yes,
    /// A file, a pipe or a test is reading.
    No,
}

/// The problem with its line underlined, as compilers do.
#[must_use]
pub fn render(problem: &Problem, colour: Colour) -> String {
    let level = match problem.weight {
        Weight::Error => Level::ERROR,
        Weight::Warning => Level::WARNING,
        Weight::Note => Level::NOTE,
    };
    let title = level.primary_title(problem.says.as_str());
    let text = &problem.sheet.text;
    let mut group = if problem.sheet.is_sealed() {
        let (line, column) = problem.sheet.place(problem.span.start);
        title.element(Origin::path(&*problem.sheet.name).line(line).char_column(column))
    } else {
        let end = problem.span.end.min(text.len());
        let mut mark = AnnotationKind::Primary.span(problem.span.start.min(end)..end);
        if !problem.label.is_empty() {
            mark = mark.label(problem.label.as_str());
        }
        title.element(Snippet::source(&**text).line_start(1).path(&*problem.sheet.name).annotation(mark))
    };
    if !problem.help.is_empty() {
        group = group.element(Level::HELP.message(problem.help.as_str()));
    }
    let renderer = match colour {
        Colour::Yes => Renderer::styled(),
        Colour::No => Renderer::plain(),
    };
    renderer.render(&[group])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_encrypted_file_only_the_place_is_shown() {
        let sheet = Sheet::new("watchlist/a.toml.pgp", "id = \"a\"\nhost = \"MARKED\"\n");
        let notes = crate::form::Notes::new(sheet);
        notes.error(16..24, "`MARKED` is not a country code", "MARKED", "did you mean `MARKED`?");
        let problem = &notes.finish()[0];
        let shown = render(problem, Colour::No);
        assert!(!format!("{shown} {} {}", problem.line(), problem.help).contains("MARKED"), "{shown}");
        assert!(shown.contains("watchlist/a.toml.pgp:2:8"), "{shown}");
        assert!(shown.contains("staywatch edit"), "{shown}");
    }

    #[test]
    fn what_is_told_quotes_nothing_that_was_typed() {
        let problem = Problem {
            sheet: Sheet::new("/etc/staywatch/watchlist/a.toml", "kind = \"ivanov\"\n"),
            span: 7..15,
            weight: Weight::Error,
            says: "there is no event kind `ivanov` beside `host`".to_owned(),
            label: String::new(),
            help: "not `ivanov`, but `arrest`".to_owned(),
        };
        assert_eq!(
            problem.told(),
            "watchlist/a.toml:1:8: error: there is no event kind `…` beside `host` not `…`, but `arrest`"
        );
        assert!(problem.line().contains("ivanov"));
    }

    #[test]
    fn columns_are_characters_not_bytes() {
        let sheet = Sheet::new("a.toml", "x = 1\nимя = 2\n");
        assert_eq!(sheet.place(sheet.text.find('=').unwrap()), (1, 3));
        assert_eq!(sheet.place(sheet.text.rfind('=').unwrap()), (2, 5));
    }
}
