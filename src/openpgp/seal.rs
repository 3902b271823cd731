//! Encrypting to vetted keys, and opening what was encrypted to the daemon's own.
//!
//! The form is the one every OpenPGP program of the last twenty years reads: AES-256, with a checksum inside the
//! encryption that finds every change. What is opened is wiped from memory when it is dropped.

use std::fmt;
use std::io::{self, Read as _};

use jiff::Timestamp;
use pgp::composed::{
    ArmorOptions, Deserializable, EncryptionCaps, KeyType, Message, MessageBuilder, SecretKeyParamsBuilder,
    SignedSecretKey, SubkeyParamsBuilder,
};
use pgp::crypto::ecc_curve::ECCCurve;
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::sym::SymmetricKeyAlgorithm;
use pgp::types::{KeyDetails as _, Password, PublicParams};
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::policy::Part;
use super::{Certificate, Form, KeyTrouble, Recipient};

fn refused(error: impl fmt::Display) -> KeyTrouble {
    KeyTrouble::Refused(error.to_string())
}

/// Encrypts a text to every one of these.
///
/// # Errors
/// When there is nobody to encrypt to, or the library refuses.
pub fn encrypt(text: &[u8], to: &[Recipient], form: Form) -> Result<Vec<u8>, KeyTrouble> {
    if to.is_empty() {
        return Err(KeyTrouble::NotForMail);
    }
    let mut builder = MessageBuilder::from_bytes("", text.to_vec()).seipd_v1(OsRng, SymmetricKeyAlgorithm::AES256);
    for recipient in to {
        match &recipient.part {
            Part::Primary(key) => builder.encrypt_to_key(OsRng, &key.primary_key).map_err(refused)?,
            Part::Sub(key) => builder.encrypt_to_key(OsRng, &key.key).map_err(refused)?,
        };
    }
    match form {
        Form::Armored => Ok(builder.to_armored_string(OsRng, ArmorOptions::default()).map_err(refused)?.into_bytes()),
        Form::Binary => builder.to_vec(OsRng).map_err(refused),
    }
}

/// All of a text, wiped wherever it lay on the way: one that grows by itself leaves pieces behind. `about`: how long it may be.
fn read_wiped(mut from: impl io::Read, about: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(vec![0; about.max(1024)]);
    let mut read = 0;
    loop {
        if read == text.len() {
            let mut wider = Zeroizing::new(vec![0; text.len() * 2]);
            wider[..read].copy_from_slice(&text);
            text = wider;
        }
        match from.read(&mut text[read..]) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    text.truncate(read);
    Ok(text)
}

/// The daemon's own key: files are encrypted to it, and it opens them. It has no passphrase: the daemon starts without
/// anybody, so its file, of mode 0600 or a sealed credential, is what protects it.
pub struct OwnKey(Box<SignedSecretKey>);

impl fmt::Debug for OwnKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnKey")
    }
}

impl OwnKey {
    /// Reads it.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(text: &str) -> Result<Self, KeyTrouble> {
        let (key, _) = SignedSecretKey::from_string(text).map_err(|_| KeyTrouble::NotOurs)?;
        let locked = key.primary_key.secret_params().is_encrypted()
            || key.secret_subkeys.iter().any(|sub| sub.key.secret_params().is_encrypted());
        // The RSA of this tree leaks by its timing what a private key does; nobody needs it to open files of ours.
        let rsa = |params: &PublicParams| matches!(params, PublicParams::RSA(_));
        let leaks =
            rsa(key.primary_key.public_params()) || key.secret_subkeys.iter().any(|sub| rsa(sub.key.public_params()));
        if locked || leaks { Err(KeyTrouble::NotOurs) } else { Ok(Self(Box::new(key))) }
    }

    /// Makes a new one, and its text.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn create(now: Timestamp) -> Result<(Self, Zeroizing<String>), KeyTrouble> {
        let born = u32::try_from(now.as_second()).map(pgp::types::Timestamp::from_secs).map_err(refused)?;
        let mut sub = SubkeyParamsBuilder::default();
        sub.key_type(KeyType::ECDH(ECCCurve::Curve25519Legacy)).created_at(born).can_encrypt(EncryptionCaps::All);
        let mut key = SecretKeyParamsBuilder::default();
        key.key_type(KeyType::Ed25519Legacy)
            .created_at(born)
            .can_certify(true)
            .preferred_symmetric_algorithms([SymmetricKeyAlgorithm::AES256].as_slice().into())
            .preferred_hash_algorithms([HashAlgorithm::Sha512].as_slice().into())
            // Anybody may come to see the public half; it says nothing of whose it is.
            .primary_user_id("watch-list files".to_owned())
            .subkeys(vec![sub.build().map_err(refused)?]);
        let key = key.build().map_err(refused)?.generate(OsRng).map_err(refused)?;
        let text = Zeroizing::new(key.to_armored_string(ArmorOptions::default()).map_err(refused)?);
        Ok((Self(Box::new(key)), text))
    }

    /// The public half.
    #[must_use]
    pub fn certificate(&self) -> Certificate {
        Certificate::of(self.0.to_public_key())
    }

    /// Opens what was encrypted to it, armored or binary, up to a length.
    ///
    /// # Errors
    /// When it was encrypted to another key, was changed, is longer, or is not encrypted.
    pub fn open(&self, sealed: &[u8], most: u64) -> Result<Zeroizing<Vec<u8>>, KeyTrouble> {
        let closed = |why: &str| KeyTrouble::Closed(why.to_owned());
        let (message, _) = Message::from_reader(sealed).map_err(|_| closed("this is not an OpenPGP message"))?;
        if !message.is_encrypted() {
            return Err(closed("it is not encrypted"));
        }
        let message = message
            .decrypt(&Password::empty(), &self.0)
            .map_err(|_| closed("it was encrypted to somebody else, or was damaged"))?;
        let damaged = |_| closed("it was damaged");
        let message =
            if message.is_compressed() { message.decompress().map_err(|_| closed("it was damaged"))? } else { message };
        let text = read_wiped(message.take(most + 1), sealed.len()).map_err(damaged)?;
        if text.len() as u64 > most { Err(closed("it is too long to be a file of ours")) } else { Ok(text) }
    }
}
