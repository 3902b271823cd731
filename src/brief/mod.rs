//! The one-page fact sheet of a case: for a request to a body, or for a public appeal.
//!
//! In: a case, the law and the moment. Out: a sheet of headings, lines and lists, as Markdown or as PDF. At code
//! level it holds nothing but codes, dates, kinds and citations: what would name somebody is a blank to fill by
//! hand. It counts nothing, asks for nothing by itself and gives no legal advice.

mod asks;
mod compose;
mod facts;
mod markdown;
#[cfg(feature = "pdf")]
pub mod pdf;
mod proceedings;
mod record;

pub use compose::sheet;
pub use facts::facts;
pub use markdown::markdown;

use serde::Serialize;

use crate::chart::Drawing;
use crate::watchlist::Body;

/// What the sheet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A request under Rule 39 of the Rules of the European Court of Human Rights.
    Rule39,
    /// A request for interim measures of the Human Rights Committee.
    Hrc,
    /// An urgent action of the Committee on Enforced Disappearances.
    Ced,
    /// An appeal to the public.
    Public,
}

impl Purpose {
    /// All words of the command line.
    pub const WORDS: &[(&'static str, Self)] =
        &[("rule39", Self::Rule39), ("hrc", Self::Hrc), ("ced", Self::Ced), ("public", Self::Public)];

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        crate::law::rule::word_of(self, Self::WORDS)
    }

    /// The body that is asked.
    #[must_use]
    pub fn body(self) -> Option<Body> {
        match self {
            Self::Rule39 => Some(Body::Echr),
            Self::Hrc => Some(Body::Hrc),
            Self::Ced => Some(Body::Ced),
            Self::Public => None,
        }
    }
}

/// How much it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Codes, dates, kinds, citations.
    #[default]
    Code,
    /// Also the notes and sources of facts.
    Full,
}

/// A line of a list, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The line.
    pub text: String,
    /// What belongs to it.
    pub more: Vec<String>,
}

impl Item {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), more: Vec::new() }
    }
}

/// A piece of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// The head of a section.
    Heading(String),
    /// A sentence.
    Text(String),
    /// A sentence nobody may overlook.
    Strong(String),
    /// A list.
    Items(Vec<Item>),
    /// Names and what stands for them.
    Fields(Vec<(String, String)>),
    /// References.
    Small(Vec<String>),
}

/// A fact sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sheet {
    /// The code of the case.
    pub case: String,
    /// The language of its words, as a BCP 47 tag.
    pub language: &'static str,
    /// Its title.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The time line, drawn. A public sheet has none: it would show what the defence still means to do.
    #[serde(skip)]
    pub picture: Option<Drawing>,
    /// What stands at the foot of each page, beside its number.
    pub foot: String,
    /// The number of a page, with `{page}` and `{pages}` to fill in.
    pub numbered: String,
}
