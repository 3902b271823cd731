//! The same doors in a build without OpenPGP: every one of them says so.

use jiff::Timestamp;
use zeroize::Zeroizing;

use super::{Form, KeyTrouble};

/// A key file; none can be read.
#[derive(Clone, Debug)]
pub struct Certificate(std::convert::Infallible);

/// A part of a key; there is none.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// When it stops being usable.
    pub expires: Option<Timestamp>,
    never: std::convert::Infallible,
}

/// The daemon's own key; there is none.
#[derive(Debug)]
pub struct OwnKey(std::convert::Infallible);

impl Certificate {
    /// Reads nothing.
    ///
    /// # Errors
    /// Always.
    pub fn read(_: &[u8]) -> Result<Self, KeyTrouble> {
        Err(KeyTrouble::NotBuilt)
    }

    /// Names the key.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        match self.0 {}
    }

    /// The key as text.
    ///
    /// # Errors
    /// Never.
    pub fn armored(&self) -> Result<String, KeyTrouble> {
        match self.0 {}
    }

    /// The part to encrypt to.
    ///
    /// # Errors
    /// Never.
    pub fn usable(&self, _: Timestamp) -> Result<Recipient, KeyTrouble> {
        match self.0 {}
    }
}

/// Encrypts nothing.
///
/// # Errors
/// Always.
pub fn encrypt(_: &[u8], to: &[Recipient], _: Form) -> Result<Vec<u8>, KeyTrouble> {
    match to.first() {
        Some(recipient) => match recipient.never {},
        None => Err(KeyTrouble::NotBuilt),
    }
}

impl OwnKey {
    /// Reads nothing.
    ///
    /// # Errors
    /// Always.
    pub fn read(_: &str) -> Result<Self, KeyTrouble> {
        Err(KeyTrouble::NotBuilt)
    }

    /// Makes nothing.
    ///
    /// # Errors
    /// Always.
    pub fn create(_: Timestamp) -> Result<(Self, Zeroizing<String>), KeyTrouble> {
        Err(KeyTrouble::NotBuilt)
    }

    /// The public half.
    #[must_use]
    pub fn certificate(&self) -> Certificate {
        match self.0 {}
    }

    /// Opens nothing.
    ///
    /// # Errors
    /// Never.
    pub fn open(&self, _: &[u8], _: u64) -> Result<Zeroizing<Vec<u8>>, KeyTrouble> {
        match self.0 {}
    }
}
