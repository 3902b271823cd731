//! The key that the database is encrypted with.
//!
//! In: a file of mode 0600 that holds 64 hexadecimal digits. Out: the key, wiped from memory when it is no longer
//! needed. It is never printed.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::StoreError;

/// 32 bytes as 64 hexadecimal digits.
#[derive(Clone, Debug)]
pub struct StoreKey(SecretString);

impl StoreKey {
    /// Reads a key file. Others must not be able to read it. A systemd credential is exempt: its folder is open to
    /// the service alone, and since 254 its mode is 440 whatever the admin does.
    ///
    /// # Errors
    /// When it cannot be read, is open to others, or does not hold a key.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let refuse = |why: String| StoreError::Key { path: path.to_owned(), why };
        let mode = fs::metadata(path).map_err(|error| refuse(error.to_string()))?.permissions().mode();
        if mode & 0o077 != 0 && !is_credential(path) {
            return Err(refuse(format!("its mode is {:o}; make it 600: others could read it", mode & 0o777)));
        }
        let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?);
        let hex = text.trim();
        if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(refuse(
                "it must hold 64 hexadecimal digits (32 random bytes): openssl rand -hex 32".to_owned(),
            ));
        }
        Ok(Self(SecretString::from(hex.to_owned())))
    }

    /// Makes a new random key file of mode 0600. An existing file is never overwritten.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or the system has no randomness.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let refuse = |why: String| StoreError::Key { path: path.to_owned(), why };
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|error| refuse(error.to_string()))?;
        let mut hex = Zeroizing::new(String::with_capacity(64));
        for byte in bytes.iter() {
            let _infallible = write!(hex, "{byte:02x}");
        }
        write_whole(path, hex.as_bytes()).map_err(|error| refuse(error.to_string()))?;
        Ok(Self(SecretString::from(hex.as_str().to_owned())))
    }

    /// The key as the database wants it.
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        let hex = self.0.expose_secret();
        // A text that grows leaves pieces of itself behind.
        let mut words = Zeroizing::new(String::with_capacity(hex.len() + 3));
        for part in ["x'", hex, "'"] {
            words.push_str(part);
        }
        words
    }
}

fn is_credential(path: &Path) -> bool {
    std::env::var_os("CREDENTIALS_DIRECTORY").is_some_and(|folder| path.starts_with(folder))
}

/// Gives the file its name when it is whole and on the disk: a crash leaves a key or none, never half of one, and never
/// a store whose key was lost.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("key.part");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    // Unlike a renaming, a link never takes the place of another key.
    let named = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    named?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_whole_private_and_never_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("staywatch.key");
        // What a crash left behind is no key and in nobody's way.
        fs::write(path.with_extension("key.part"), "half").unwrap();
        let made = StoreKey::create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(*StoreKey::read(&path).unwrap().pragma(), *made.pragma());
        assert!(StoreKey::create(&path).is_err());
        assert_eq!(*StoreKey::read(&path).unwrap().pragma(), *made.pragma());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
