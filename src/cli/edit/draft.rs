//! What was written and could not be saved: kept beside the case file, so that nobody has to write it twice.
//!
//! In: the text on the desk. Out: a file that no reading of the folder looks at, encrypted to the daemon's own key when the
//! case file is kept encrypted, of mode 0600 in any case. It is taken away when its text was saved.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use zeroize::Zeroizing;

use crate::config::{Vault, put, shred};
use crate::form::Sheet;

/// The draft of one case file. There is one at most: what comes later was written with the one before on the desk.
pub(super) struct Draft<'a> {
    vault: &'a Vault,
    /// Where it is, or would be.
    pub(super) path: PathBuf,
    sealed: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn of(file: &Path, vault: &'a Vault) -> Self {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let sealed = Sheet::sealed_name(&name);
        let code = name.split('.').next().unwrap_or_default();
        // A dot in front, and an end that no case file has: nothing reads it but this command.
        let name = format!(".{code}.draft{}", if sealed { "-pgp" } else { "" });
        Self { vault, path: file.with_file_name(name), sealed }
    }

    pub(super) fn exists(&self) -> bool {
        self.path.is_file()
    }

    /// The text, if there is one.
    pub(super) fn text(&self) -> anyhow::Result<Option<Zeroizing<String>>> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", self.path.display())),
        };
        let text = if self.sealed {
            self.vault.open(&bytes)?
        } else {
            Zeroizing::new(std::str::from_utf8(&bytes).context("the draft is no text")?.to_owned())
        };
        Ok(Some(text))
    }

    /// Keeps a text.
    pub(super) fn keep(&self, text: &str) -> anyhow::Result<()> {
        let refused = || format!("cannot keep the draft {}", self.path.display());
        if self.sealed {
            put(&self.path, &self.vault.seal_for_us(text)?, None).with_context(refused)?;
        } else {
            put(&self.path, text.as_bytes(), None).with_context(refused)?;
        }
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&self.path, private).with_context(refused)
    }

    /// Takes it away once its text was saved.
    pub(super) fn done(&self) -> anyhow::Result<()> {
        if self.exists() {
            shred(&self.path).with_context(|| format!("cannot take {} away", self.path.display()))?;
        }
        Ok(())
    }
}
