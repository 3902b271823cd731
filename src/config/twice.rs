//! Which file a case is read from when two give it the same code.
//!
//! In: cases as they are read, and the texts in force. Out: whether one is taken in. A file that was in force is not
//! pushed out by a copy of it that somebody keeps beside it; one with a mistake holds no place that another could fill.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{Texts, Vault, folder};
use crate::form::{Notes, Problem, Sheet};
use crate::ids::CaseId;
use crate::watchlist::{Case, Country};

/// Where a code stood first.
struct First {
    file: Arc<str>,
    span: Range<usize>,
    sound: bool,
}

/// The codes met so far.
pub(super) struct Twice<'a> {
    texts: Option<&'a dyn Texts>,
    vault: &'a Vault,
    pub(super) zones: &'a BTreeMap<Country, TimeZone>,
    first: BTreeMap<CaseId, First>,
}

/// What becomes of a case whose code may have been met before.
pub(super) enum Turn {
    /// It is taken in, unless it has a mistake.
    In,
    /// It is taken in, and the one before is put out, with this to say of it.
    Instead(Vec<Problem>),
}

impl<'a> Twice<'a> {
    pub(super) fn new(texts: Option<&'a dyn Texts>, vault: &'a Vault, zones: &'a BTreeMap<Country, TimeZone>) -> Self {
        Self { texts, vault, zones, first: BTreeMap::new() }
    }

    /// True for a code that some file has.
    pub(super) fn met(&self, id: &CaseId) -> bool {
        self.first.contains_key(id)
    }

    /// The turn of a case. That it comes second is among its notes.
    pub(super) fn turn(&mut self, case: &Case, notes: &Notes) -> Turn {
        let this = First { file: Arc::clone(&case.sheet.name), span: case.id_span.clone(), sound: !notes.failed() };
        let Some(first) = self.first.get(&case.id).filter(|first| first.sound) else {
            self.first.insert(case.id.clone(), this);
            return Turn::In;
        };
        if this.sound && !self.in_force(&first.file, &case.id) && self.in_force(&this.file, &case.id) {
            let sheet = folder::stamped(Path::new(&*first.file), Some(self.vault));
            let sheet = sheet.ok().flatten().map_or_else(|| Sheet::new(&first.file, ""), |(sheet, _)| sheet);
            let notes = Notes::new(sheet);
            note(&notes, first.span.clone(), &case.id, &this.file);
            self.first.insert(case.id.clone(), this);
            return Turn::Instead(notes.finish());
        }
        note(notes, case.id_span.clone(), &case.id, &first.file);
        Turn::In
    }

    /// True when the text of a file that is in force holds the case.
    pub(super) fn in_force(&self, file: &str, id: &CaseId) -> bool {
        let text = self.texts.and_then(|texts| texts.text(file).ok().flatten());
        text.and_then(|text| Case::read(Sheet::new(file, &text), self.zones).0).is_some_and(|case| case.id == *id)
    }
}

fn note(notes: &Notes, span: Range<usize>, id: &CaseId, other: &str) {
    notes.error(span, format!("the case `{id}` stands in {other} too"), "used before", "give each case its own id");
}
