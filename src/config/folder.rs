//! The files of a configuration folder, one at a time.
//!
//! In: a path. Out: the text, with what the file looked like before it was read. A file that cannot be read is a
//! finding: it must not take the rest with it, nor pass unnoticed.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::ConfigError;
use super::stamp::Stamp;
use super::vault::Vault;
use crate::form::{Notes, Problem, Sheet};

/// A file that is there and cannot be read, as a finding.
pub(super) fn unread(path: &Path, error: &ConfigError) -> Vec<Problem> {
    let notes = Notes::quoting_nothing(Sheet::new(&path.display().to_string(), ""));
    let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    notes.error(0..0, format!("this file cannot be read: {why}"), "", "look at its owner and mode");
    notes.finish()
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> ConfigError + '_ {
    move |source| ConfigError::Unreadable { path: path.to_owned(), source }
}

/// A file that may be there.
pub(super) fn sheet(path: &Path) -> Result<Option<Sheet>, ConfigError> {
    Ok(stamped(path, None)?.map(|(sheet, _)| sheet))
}

/// The same, with what it looked like; a sealed file is opened, if there is something to open it with.
pub(super) fn stamped(path: &Path, vault: Option<&Vault>) -> Result<Option<(Sheet, Stamp)>, ConfigError> {
    let read = || {
        // Whoever opens a pipe waits for its writer for ever.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is a folder, a pipe or a device, not a file"));
        }
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        let name = path.display().to_string();
        let sheet = if let Some(vault) = vault.filter(|_| Sheet::sealed_name(&name)) {
            Sheet::new(&name, &vault.text(path)?)
        } else {
            let mut text = String::with_capacity(usize::try_from(about.len()).unwrap_or_default());
            file.read_to_string(&mut text)?;
            Sheet::new(&name, &text)
        };
        Ok::<_, io::Error>((sheet, Stamp::of(&about)))
    };
    match read() {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_symlink() => {
            Err(unreadable(path)(io::Error::other("it is a link to a file that is not there")))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path)(error)),
    }
}

/// The TOML files of a folder by name, sealed ones too; editors' temporary files are passed over.
pub(super) fn paths(folder: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let mut paths = Vec::new();
    match std::fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                paths.push(entry.map_err(unreadable(folder))?.path());
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(unreadable(folder)(error)),
    }
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        (path.extension().is_some_and(|ext| ext == "toml") || Sheet::sealed_name(&name)) && !name.starts_with('.')
    });
    // All of one folder: compared as they are, and not part by part.
    paths.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    Ok(paths)
}

/// All of them, read.
pub(super) fn sheets(folder: &Path) -> Result<(Vec<Sheet>, Vec<Problem>), ConfigError> {
    let (mut sheets, mut problems) = (Vec::new(), Vec::new());
    for path in paths(folder)? {
        match sheet(&path) {
            Ok(found) => sheets.extend(found),
            Err(error) => problems.extend(unread(&path, &error)),
        }
    }
    Ok((sheets, problems))
}
