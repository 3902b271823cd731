//! OpenPGP: whom a text may be encrypted to, encrypting it, and opening what was encrypted to this daemon.
//!
//! In: key files, texts, a moment. Out: encrypted bytes, or the reason why a key cannot be used. The library under it
//! knows packets and ciphers and no policy: what a key must be stands in `policy`. It never reads a clock or a file,
//! never writes a secret anywhere, and never falls back to something weaker by itself.

#[cfg(feature = "pgp")]
mod policy;
#[cfg(feature = "pgp")]
mod seal;
#[cfg(not(feature = "pgp"))]
mod without;

use jiff::Timestamp;

#[cfg(feature = "pgp")]
pub use policy::{Certificate, Recipient};
#[cfg(feature = "pgp")]
pub use seal::{OwnKey, encrypt};
#[cfg(not(feature = "pgp"))]
pub use without::{Certificate, OwnKey, Recipient, encrypt};

/// Why nothing can be encrypted to a key, or opened with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTrouble {
    /// Not a key at all.
    #[error("this is not an OpenPGP public key")]
    NotAKey,
    /// The half that must not be here.
    #[error("this file holds a secret key; only the public half belongs here")]
    Secret,
    /// Taken back by its owner.
    #[error("this key was revoked")]
    Revoked,
    /// Over.
    #[error("this key expired on {}", .0.strftime("%Y-%m-%d"))]
    Expired(Timestamp),
    /// No name or key of it is confirmed by itself.
    #[error("nothing in this key is signed by the key itself")]
    Unsigned,
    /// For signatures only.
    #[error("no part of this key is for encrypting messages")]
    NotForMail,
    /// Can be broken.
    #[error("this key is too weak ({0})")]
    Weak(String),
    /// Not the private key of this daemon.
    #[error("this is not a private key without a passphrase, as `staywatch key new` makes it")]
    NotOurs,
    /// Encrypted to somebody else, damaged, or not encrypted at all.
    #[error("it cannot be opened with this key: {0}")]
    Closed(String),
    /// The library refuses.
    #[error("the cipher refuses this key: {0}")]
    Refused(String),
    /// The feature is off.
    #[error("this build has no OpenPGP: build it with the feature `pgp`")]
    NotBuilt,
}

impl KeyTrouble {
    /// True for what comes over a good key with time, as opposed to a file that never was one.
    #[must_use]
    pub fn of_age(&self) -> bool {
        matches!(self, Self::Revoked | Self::Expired(_))
    }
}

/// How encrypted bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As text, for mails.
    Armored,
    /// As bytes, for files.
    Binary,
}
