//! Putting a report on record: one more event in the report file of a case.
//!
//! In: the text of a report, as the command line or the bot wrote it. Out: the same text at the end of the case's
//! report file, on disk. What the loader could not read is never appended, and the same text never stands twice:
//! whoever is not certain that a report was kept may put it on record again.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{Setup, Vault, put, sealed, shred};
use crate::form::{Problem, Sheet, Weight};
use crate::watchlist::Case;

/// Why a report was not put on record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The loader would not read it.
    #[error("the report cannot be read back")]
    Refused(Vec<Problem>),
    /// What stands in the file already would swallow it.
    #[error(
        "the file of reports is damaged, and what is added to it would not be read: mend {0}, see `staywatch check`"
    )]
    Swallowed(PathBuf),
    /// The file cannot be written; nothing of the report stands in it.
    #[error("the report file cannot be written")]
    Unwritable(#[from] io::Error),
}

/// Appends a report to its case's file, if the loader can read it.
///
/// # Errors
/// When the loader finds an error in it, or the file cannot be written.
pub fn record(setup: &Setup, folder: &Path, case: &Case, text: &str) -> Result<(), RecordError> {
    let mut trial = case.clone();
    let problems = trial.add_reports(Sheet::new("report", text)).finish();
    if problems.iter().any(|problem| problem.weight == Weight::Error) {
        return Err(RecordError::Refused(problems));
    }
    let reports = folder.join(setup.settings.reports());
    let _turn = turn(&reports)?;
    let mut path = setup.reports_file(&case.id);
    if !counts(setup, case, &path, text)? {
        return Err(RecordError::Swallowed(path));
    }
    // What was reported before counts although its file is gone: the new one must not take it back.
    let lost = case.reports.as_ref().filter(|_| !path.exists());
    let whole = lost.filter(|lost| !lost.text.is_empty()).map(|lost| {
        // Whoever reports the same again need not find it twice.
        let again = if lost.text.contains(text) { "" } else { text };
        Zeroizing::new(format!("{}{again}", lost.text))
    });
    let text = whole.as_ref().map_or(text, |whole| whole.as_str());
    if (case.sheet.is_sealed() || lost.is_some_and(Sheet::is_sealed)) && !Sheet::sealed_name(&path.to_string_lossy()) {
        // What was reported in the clear before is taken along.
        let plain = path;
        path = sealed(&plain);
        append_sealed(&setup.vault, &path, &plain, text)?;
        if plain.exists() {
            shred(&plain)?;
        }
    } else if Sheet::sealed_name(&path.to_string_lossy()) {
        append_sealed(&setup.vault, &path, &path, text)?;
    } else {
        fail::fail_point!("report.before-write");
        append(&path, text)?;
    }
    // Root reports for the daemon: what it writes must be the daemon's to read.
    if rustix::process::geteuid().is_root() {
        let owner = reports.parent().map_or_else(|| fs::metadata(&reports), fs::metadata)?;
        for path in [&reports, &path] {
            std::os::unix::fs::chown(path, Some(owner.uid()), Some(owner.gid()))?;
        }
    }
    Ok(())
}

/// True when a report can be read behind what stands in the file already.
fn counts(setup: &Setup, case: &Case, path: &Path, text: &str) -> io::Result<bool> {
    let before = match setup.vault.text(path) {
        Ok(before) => before,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    let reports = |text: &str| {
        let mut bare = case.clone();
        bare.events.retain(|event| event.by.is_none());
        let own = bare.events.len();
        let _noted = bare.add_reports(Sheet::new("report", text));
        bare.events.len() - own
    };
    let whole = Zeroizing::new(format!("{}{text}", *before));
    Ok(before.contains(text) || reports(&whole) > reports(&before))
}

/// One report at a time, whatever process it comes from, until what is returned is dropped: a file that is kept encrypted
/// is written anew for each, and goes from one form to the other as a whole.
///
/// # Errors
/// When the folder cannot be made or opened.
pub fn turn(reports: &Path) -> io::Result<fs::File> {
    let new = !reports.exists();
    fs::DirBuilder::new().recursive(true).mode(0o700).create(reports)?;
    // Root makes it for the daemon, which has to write to it.
    if new && rustix::process::geteuid().is_root() {
        let owner = reports.parent().map_or_else(|| fs::metadata(reports), fs::metadata)?;
        std::os::unix::fs::chown(reports, Some(owner.uid()), Some(owner.gid()))?;
    }
    turn_in(reports)
}

/// The same for a folder that is there.
///
/// # Errors
/// When it cannot be opened.
pub fn turn_in(folder: &Path) -> io::Result<fs::File> {
    let folder = fs::File::open(folder)?;
    rustix::fs::flock(&folder, rustix::fs::FlockOperation::LockExclusive)?;
    Ok(folder)
}

/// The same for a file that is kept encrypted: the text that was `before`, and this one, sealed.
fn append_sealed(vault: &Vault, path: &Path, before: &Path, text: &str) -> io::Result<()> {
    let mut whole = match vault.text(before) {
        Ok(whole) => whole,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Zeroizing::new(String::new()),
        Err(error) => return Err(error),
    };
    if !whole.contains(text) {
        whole.push_str(text);
    }
    put(path, &vault.seal_for_us(&whole).map_err(io::Error::other)?, Some(before))
}

fn append(path: &Path, text: &str) -> io::Result<()> {
    let before = match fs::read_to_string(path) {
        Ok(before) => before,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let mut file = fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    if !before.contains(text) {
        // One write: two reports at the same moment stand one after the other.
        let written = file.write_all(text.as_bytes());
        if let Err(error) = written {
            // Half a report would make the whole file unreadable.
            let _as_it_was = file.set_len(before.len() as u64);
            return Err(error);
        }
    }
    fail::fail_point!("report.written");
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_report_stands_once() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("a.toml");
        for text in ["\n[[event]]\na", "\n[[event]]\na", "\n[[event]]\nb"] {
            append(&path, text).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "\n[[event]]\na\n[[event]]\nb");
    }
}
