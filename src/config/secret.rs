//! Where secrets are kept, and reading them when they are used.
//!
//! A secret comes from a file that nobody else may read, or from the systemd credential of its name. It is never
//! in the settings, in an argument, in the environment or in an error.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use zeroize::Zeroizing;

/// Where a secret is kept: a file, else the systemd credential of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The file named in the settings.
    pub file: Option<PathBuf>,
    /// The name of the systemd credential.
    pub credential: &'static str,
}

/// Why a secret cannot be had. Holds the place, never the secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Neither file nor credential.
    #[error("no {0}: name a file in staywatch.toml, or give the systemd credential `{0}`")]
    Missing(&'static str),
    /// The file is open to others.
    #[error("{path} has mode {mode:o}; make it 600: others could read it")]
    Open {
        /// Which.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Secret {
    /// The file that holds it, if there is one. `folder` is the configuration folder.
    #[must_use]
    pub fn path(&self, folder: &Path) -> Option<PathBuf> {
        if let Some(file) = &self.file {
            return Some(folder.join(file));
        }
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY")?;
        Some(Path::new(&credentials).join(self.credential)).filter(|path| path.exists())
    }

    /// Reads it; the line end is not part of it.
    ///
    /// # Errors
    /// When there is none, or it is open to others, or cannot be read.
    pub fn read(&self, folder: &Path) -> Result<SecretString, SecretError> {
        let path = self.path(folder).ok_or(SecretError::Missing(self.credential))?;
        let unreadable = |source| SecretError::Unreadable { path: path.clone(), source };
        let mode = fs::metadata(&path).map_err(unreadable)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 && self.file.is_some() {
            return Err(SecretError::Open { path, mode });
        }
        let text = Zeroizing::new(fs::read_to_string(&path).map_err(unreadable)?);
        Ok(SecretString::from(text.trim_end_matches(['\r', '\n']).to_owned()))
    }
}
