//! Files that are kept encrypted: opening and sealing them, and putting a file in its place in one go.
//!
//! In: the settings' `[config]`, paths, texts. Out: texts in memory, encrypted bytes on disk. The key is read when the
//! first encrypted file is met. A text that was opened is never written anywhere in the clear, nor quoted in an error.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::secret::{Secret, SecretError};
use crate::form::{Sheet, Spot};
use crate::openpgp::{Certificate, Form, KeyTrouble, OwnKey, encrypt};

/// No case file is longer; what decompresses beyond it is an attack.
const LONGEST: u64 = 8 << 20;

/// What `[config]` says.
#[derive(Clone, Debug)]
pub struct Sealing {
    /// The daemon's own key.
    pub key: Secret,
    /// Key files of those who may open the files too.
    pub recipients: Vec<Spot<String>>,
}

impl Default for Sealing {
    fn default() -> Self {
        Self { key: Secret { file: None, credential: "config_key" }, recipients: Vec::new() }
    }
}

/// Why a file could not be opened or sealed. Quotes nothing of it.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no key to do it with.
    #[error("the key of encrypted files: {0}")]
    NoKey(SecretError),
    /// The key file holds something else.
    #[error("the key of encrypted files: {0}")]
    WrongKey(KeyTrouble),
    /// It cannot be opened with that key.
    #[error("{0}")]
    Closed(KeyTrouble),
    /// What was opened is no text.
    #[error("what is encrypted in it is not text")]
    NotText,
    /// Somebody else's key cannot be used.
    #[error("{file} in [config] recipients: {why}")]
    Recipient {
        /// The key file.
        file: String,
        /// Why.
        why: String,
    },
}

/// Opens and seals the files of one configuration. Clones share the key once it was read.
#[derive(Clone, Debug)]
pub struct Vault {
    folder: PathBuf,
    sealing: Sealing,
    own: Arc<OnceLock<OwnKey>>,
}

impl Vault {
    /// Reads nothing yet. `folder` is the configuration folder.
    #[must_use]
    pub fn new(folder: &Path, sealing: &Sealing) -> Self {
        Self { folder: folder.to_owned(), sealing: sealing.clone(), own: Arc::default() }
    }

    /// True when there is a key to seal with.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.sealing.key.path(&self.folder).is_some_and(|path| path.exists())
    }

    /// The daemon's own key.
    ///
    /// # Errors
    /// When there is none, or it is something else, or others may read it.
    pub fn own(&self) -> Result<&OwnKey, VaultError> {
        if self.own.get().is_none() {
            let text = self.sealing.key.read(&self.folder).map_err(VaultError::NoKey)?;
            let key = OwnKey::read(text.expose_secret()).map_err(VaultError::WrongKey)?;
            // Another thread may have been faster, with the same key.
            let _same = self.own.set(key);
        }
        self.own.get().ok_or(VaultError::WrongKey(KeyTrouble::NotOurs))
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// When it cannot be opened, or is no text.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<String>, VaultError> {
        let mut bytes = self.own()?.open(sealed, LONGEST).map_err(VaultError::Closed)?;
        // The same bytes, not a copy of them.
        String::from_utf8(std::mem::take(&mut *bytes)).map(Zeroizing::new).map_err(|refused| {
            drop(Zeroizing::new(refused.into_bytes()));
            VaultError::NotText
        })
    }

    /// Seals a text to the daemon's own key alone.
    ///
    /// # Errors
    /// When there is no key.
    pub fn seal_for_us(&self, text: &str) -> Result<Vec<u8>, VaultError> {
        // Our own key never expires.
        let own = self.own()?.certificate().usable(Timestamp::UNIX_EPOCH).map_err(VaultError::WrongKey)?;
        encrypt(text.as_bytes(), &[own], Form::Binary).map_err(VaultError::Closed)
    }

    /// Seals a text to the daemon's own key and to everybody that `[config]` names.
    ///
    /// # Errors
    /// When there is no key, or one of those named cannot be used: leaving somebody out in silence would be found out
    /// when it is too late.
    pub fn seal(&self, text: &str, form: Form, now: Timestamp) -> Result<Vec<u8>, VaultError> {
        let mut to = vec![self.own()?.certificate().usable(now).map_err(VaultError::WrongKey)?];
        for spot in &self.sealing.recipients {
            let refuse = |why: String| VaultError::Recipient { file: spot.value.clone(), why };
            let bytes = fs::read(self.folder.join(&spot.value)).map_err(|error| refuse(error.to_string()))?;
            let key = Certificate::read(&bytes).map_err(|trouble| refuse(trouble.to_string()))?;
            to.push(key.usable(now).map_err(|trouble| refuse(trouble.to_string()))?);
        }
        encrypt(text.as_bytes(), &to, form).map_err(VaultError::Closed)
    }

    /// The text of a file, opened when it is a sealed one.
    ///
    /// # Errors
    /// When it cannot be read or opened.
    pub fn text(&self, path: &Path) -> io::Result<Zeroizing<String>> {
        if !Sheet::sealed_name(&path.to_string_lossy()) {
            return fs::read_to_string(path).map(Zeroizing::new);
        }
        if fs::metadata(path)?.len() > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is too long to be a file of ours"));
        }
        self.open(&fs::read(path)?).map_err(io::Error::other)
    }
}

/// The name of a file once it is kept encrypted.
#[must_use]
pub fn sealed(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pgp");
    name.into()
}

/// Puts a file in its place: whole or not at all. It gets the mode and the group of the one it replaces, or else what
/// lets the group of its folder read it, as the service does.
///
/// # Errors
/// When it cannot be written; what was there before still is.
pub fn put(path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.part"));
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    let before = like.and_then(|like| fs::metadata(like).ok());
    let mode = before.as_ref().map_or(0o640, |before| before.mode() & 0o777);
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    if let Some(before) = &before {
        // Without the right to do it the new owner is whoever edits: their own files stay theirs.
        let _not_root = chown(&beside, Some(before.uid()), Some(before.gid()));
    }
    file.sync_all()?;
    fs::rename(&beside, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Takes a file in the clear away. What it held is overwritten first; an SSD or a journal may keep it all the same.
///
/// # Errors
/// When it cannot be taken away.
pub fn shred(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    file.write_all(&vec![0; length])?;
    file.sync_all()?;
    fs::remove_file(path)
}
