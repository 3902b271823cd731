//! What was reported about a case by command or chat, from its file of reports.
//!
//! In: a case, and the texts in force. Out: the case with its reports. They are only ever appended: a file that is gone,
//! that cannot be read, or that holds less because of a mistake does not take back what was reported. The text in force
//! goes on, and the admins are told.

use std::path::{Path, PathBuf};

use super::look::left_in_clear;
use super::twice::Twice;
use super::{Gathering, Setup, Stamp, Texts, folder, sealed};
use crate::form::{Notes, Problem, Sheet, Weight};
use crate::ids::CaseId;
use crate::watchlist::Case;

impl Setup {
    /// Where the files of reports are.
    #[must_use]
    pub fn reports_folder(&self) -> PathBuf {
        self.folder.join(self.settings.reports())
    }

    /// The file of a case's reports, there or not: once it is kept encrypted it stays so.
    #[must_use]
    pub fn reports_file(&self, case: &CaseId) -> PathBuf {
        let plain = self.plain_reports(case);
        Some(sealed(&plain)).filter(|sealed| sealed.exists()).unwrap_or(plain)
    }

    fn plain_reports(&self, case: &CaseId) -> PathBuf {
        self.reports_folder().join(format!("{case}.toml"))
    }

    /// Adds what was reported to a case. `instead`: texts that stand in for files, whatever is on the disk.
    pub(super) fn add_reported(
        &self,
        case: &mut Case,
        instead: &[(String, String)],
        texts: Option<&dyn Texts>,
        problems: &mut Vec<Problem>,
    ) -> Option<Stamp> {
        let path = self.reports_file(&case.id);
        let plain = self.plain_reports(&case.id);
        let names = [path.clone(), plain.clone(), sealed(&plain)].map(|path| path.display().to_string());
        for name in &names {
            if let Some((_, text)) = instead.iter().find(|(known, _)| known == name) {
                problems.extend(case.add_reports(Sheet::new(name, text)).finish());
                return None;
            }
        }
        // Of one that was encrypted or decrypted both texts are known; the later holds more.
        let kept = || {
            let known = names.iter().filter_map(|name| Some(Sheet::new(name, &in_force(texts?, name)?)));
            known.max_by_key(|sheet| sheet.text.len())
        };
        match folder::stamped(&path, Some(&self.vault)) {
            Ok(Some((sheet, stamp))) => {
                if sheet.is_sealed() {
                    left_in_clear(&sheet, &plain, problems);
                }
                let bare = case.clone();
                // A bad line among them must not hide the others.
                let found = case.add_reports(sheet).finish();
                let failed = found.iter().any(|problem| problem.weight == Weight::Error);
                problems.extend(found);
                if failed && let Some(kept) = kept() {
                    let mut before = bare;
                    let _noted = before.add_reports(kept);
                    if before.events.len() > case.events.len() {
                        *case = before;
                        return None;
                    }
                }
                Some(stamp)
            }
            Ok(None) => {
                if let Some(kept) = kept() {
                    problems.extend(gone(&path));
                    let _noted = case.add_reports(kept);
                }
                None
            }
            Err(error) => {
                problems.extend(folder::unread(&path, &error));
                if let Some(kept) = kept() {
                    let _noted = case.add_reports(kept);
                }
                None
            }
        }
    }
}

impl Setup {
    /// Files of reports whose code no case has. When a case was given another code, what was reported under the old one
    /// would be lost: it keeps the old one until its reports have gone along.
    pub(super) fn left_behind(&self, twice: &Twice<'_>, cases: &mut Gathering, problems: &mut Vec<Problem>) {
        // That the folder cannot be read is found with the first case that has reports.
        for path in folder::paths(&self.reports_folder()).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(old) = name.split('.').next().and_then(|code| CaseId::parse(code).ok()) else { continue };
            if twice.met(&old) {
                continue;
            }
            let renamed =
                cases.fresh().find(|(id, file)| !self.reports_file(id).exists() && twice.in_force(file, &old));
            if let Some((new, file)) = renamed {
                let sheet = folder::stamped(Path::new(&*file), Some(&self.vault)).ok().flatten();
                let (case, _, notes) =
                    Case::read(sheet.map_or_else(|| Sheet::new(&file, ""), |(sheet, _)| sheet), twice.zones);
                let span = case.map_or(0..0, |case| case.id_span);
                let says =
                    format!("this file held the case `{old}`, and what was reported of it stands under that code");
                let help = format!(
                    "rename its file of reports with it: mv {name} {}",
                    name.replacen(old.as_str(), new.as_str(), 1)
                );
                notes.error(span, says, "another code", help);
                problems.extend(notes.finish());
                cases.put_out(&new);
            } else {
                let notes = Notes::quoting_nothing(Sheet::new(&path.display().to_string(), ""));
                let says = format!("no case has the code `{old}`: what was reported under it counts for nobody");
                notes.add(Weight::Warning, 0..0, says, "", "rename it with its case, or take it out of this folder");
                problems.extend(notes.finish());
            }
        }
    }
}

/// The text of a file that is in force, if there is anything in it.
fn in_force(texts: &dyn Texts, name: &str) -> Option<String> {
    texts.text(name).ok().flatten().filter(|text| !text.trim().is_empty())
}

fn gone(path: &Path) -> Vec<Problem> {
    let notes = Notes::quoting_nothing(Sheet::new(&path.display().to_string(), ""));
    let says = "this file of reports is gone: what was reported counts as it did";
    let help = "put it back; if nothing in it counts any more, put an empty file in its place";
    notes.error(0..0, says, "", help);
    notes.finish()
}
