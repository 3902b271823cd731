//! A case file that is being written: read as if it stood in the folder already.
//!
//! In: the configuration, a text. Out: everything that would be wrong with it. The text is quoted: whoever asks has it
//! before them.

use std::path::Path;

use jiff::Timestamp;

use super::Setup;
use super::look::{dates_lead_somewhere, laws_exist};
use crate::form::{Problem, Sheet, Weight};
use crate::ids::CaseId;
use crate::watchlist::{Case, look_over};

impl Setup {
    /// What a reading of the folder would say of this text in the place of a case file; and the code it gives itself.
    #[must_use]
    pub fn try_case(&self, file: &Path, text: &str, now: Timestamp) -> (Option<CaseId>, Vec<Problem>) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let shown = name.trim_end_matches(".pgp").trim_end_matches(".asc");
        let (case, team, notes) = Case::read(Sheet::new(shown, text), &self.law.zones());
        self.people.look_over(&team, &notes);
        let mut nowhere = Vec::new();
        let id = case.map(|case| {
            nowhere = dates_lead_somewhere(&case, &self.law);
            let _no_reports = look_over(&case, now, &notes);
            laws_exist(&case, &self.law, false, &notes);
            if let Some(other) = self.cases.place(case.id.as_str()).filter(|place| Path::new(&*place.file) != file) {
                let says = format!("the case `{}` stands in {} too", case.id, other.file);
                notes.error(case.id_span.clone(), says, "used before", "give each case its own id");
            }
            case.id
        });
        (id, notes.finish().into_iter().chain(nowhere).collect())
    }
}

/// True when a text with these findings can be used.
#[must_use]
pub fn usable(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.weight != Weight::Error)
}
