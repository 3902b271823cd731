//! What a key must be before anything is encrypted to it.
//!
//! In: the bytes of a key file, a moment. Out: the one part of it to encrypt to, or why there is none. Everything that
//! counts must be signed by the key itself; a doubt (a revocation that cannot be checked) counts against the key.

use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use pgp::composed::{Deserializable, SignedPublicKey, SignedPublicSubKey, SignedSecretKey};
use pgp::crypto::ecc_curve::ECCCurve;
use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{PublicKey, Signature, SignatureType};
use pgp::ser::Serialize as _;
use pgp::types::{Duration, KeyDetails, PublicParams, Tag};

use super::{Form, KeyTrouble, seal};

/// The shortest RSA that nobody is known to break.
const RSA_BITS: u32 = 2048;

/// A key file as it was read.
#[derive(Clone)]
pub struct Certificate(Arc<SignedPublicKey>);

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.fingerprint())
    }
}

/// A part of a key that may be encrypted to, vetted at one moment.
#[derive(Clone)]
pub struct Recipient {
    pub(super) part: Part,
    /// When it stops being usable, if ever.
    pub expires: Option<Timestamp>,
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recipient").field("expires", &self.expires).finish_non_exhaustive()
    }
}

#[derive(Clone)]
pub(super) enum Part {
    Primary(Arc<SignedPublicKey>),
    Sub(Box<SignedPublicSubKey>),
}

impl Certificate {
    /// Reads a key file, armored or binary.
    ///
    /// # Errors
    /// When it holds no public key, or a secret one.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyTrouble> {
        match SignedPublicKey::from_reader_single_buf(bytes) {
            Ok((key, _)) => Ok(Self(Arc::new(key))),
            Err(_) if SignedSecretKey::from_reader_single_buf(bytes).is_ok() => Err(KeyTrouble::Secret),
            Err(_) => Err(KeyTrouble::NotAKey),
        }
    }

    pub(super) fn of(key: SignedPublicKey) -> Self {
        Self(Arc::new(key))
    }

    /// Names the key, in hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.primary_key.fingerprint().to_string().to_uppercase()
    }

    /// The key as text, for whoever wants to encrypt to it.
    ///
    /// # Errors
    /// When the library refuses.
    pub fn armored(&self) -> Result<String, KeyTrouble> {
        self.0.to_armored_string(None.into()).map_err(|error| KeyTrouble::Refused(error.to_string()))
    }

    /// The newest part that may be encrypted to at this moment.
    ///
    /// # Errors
    /// When there is none; the reason that is nearest to being mended.
    pub fn usable(&self, now: Timestamp) -> Result<Recipient, KeyTrouble> {
        let key = &*self.0;
        if !key.details.revocation_signatures.is_empty() {
            return Err(KeyTrouble::Revoked);
        }
        let own = newest(self_signatures(key)).ok_or(KeyTrouble::Unsigned)?;
        let ends = end(&key.primary_key, own);
        if let Some(over) = ends.filter(|ends| *ends <= now) {
            return Err(KeyTrouble::Expired(over));
        }
        let mut found: Option<(u32, Recipient)> = None;
        let mut trouble = KeyTrouble::NotForMail;
        let mut consider = |born: u32, part: Part, fits: Result<Option<Timestamp>, KeyTrouble>| match fits {
            Ok(part_ends) if found.as_ref().is_none_or(|(known, _)| born > *known) => {
                let expires = ends.into_iter().chain(part_ends).min();
                found = Some((born, Recipient { part, expires }));
            }
            Err(why) if trouble == KeyTrouble::NotForMail => trouble = why,
            Ok(_) | Err(_) => {}
        };
        for sub in &key.public_subkeys {
            consider(
                sub.key.created_at().as_secs(),
                Part::Sub(Box::new(sub.clone())),
                subkey(&key.primary_key, sub, now),
            );
        }
        if own.key_flags().encrypt_comms() {
            let strong = strong(key.primary_key.public_params()).map(|()| ends);
            // A subkey of the same age is preferred.
            consider(key.primary_key.created_at().as_secs(), Part::Primary(Arc::clone(&self.0)), strong);
        }
        let (_, recipient) = found.ok_or(trouble)?;
        // Some keys are in order and still not ours to use, such as one on a curve the library does not know.
        seal::encrypt(b"", std::slice::from_ref(&recipient), Form::Binary)?;
        Ok(recipient)
    }
}

/// Until when a subkey may be encrypted to, or why not.
fn subkey(primary: &PublicKey, sub: &SignedPublicSubKey, now: Timestamp) -> Result<Option<Timestamp>, KeyTrouble> {
    let of_kind = |kind| sub.signatures.iter().filter(move |signature| signature.typ() == Some(kind));
    let bindings = of_kind(SignatureType::SubkeyBinding)
        .filter(|binding| sound(binding) && binding.verify_subkey_binding(primary, &sub.key).is_ok());
    let binding = newest(bindings).ok_or(KeyTrouble::Unsigned)?;
    if !binding.key_flags().encrypt_comms() {
        return Err(KeyTrouble::NotForMail);
    }
    if of_kind(SignatureType::SubkeyRevocation).next().is_some() {
        return Err(KeyTrouble::Revoked);
    }
    let ends = end(&sub.key, binding);
    if let Some(over) = ends.filter(|ends| *ends <= now) {
        return Err(KeyTrouble::Expired(over));
    }
    strong(sub.key.public_params())?;
    Ok(ends)
}

/// Signatures by which the key speaks of itself.
fn self_signatures(key: &SignedPublicKey) -> impl Iterator<Item = &Signature> {
    let primary = &key.primary_key;
    let direct = key.details.direct_signatures.iter().filter(move |signature| signature.verify_key(primary).is_ok());
    let names = key.details.users.iter().flat_map(move |user| {
        let by_itself = move |signature: &&Signature| {
            signature.typ() != Some(SignatureType::CertRevocation)
                && signature.verify_certification(primary, Tag::UserId, &user.id).is_ok()
        };
        user.signatures.iter().filter(by_itself)
    });
    direct.chain(names).filter(|signature| sound(signature))
}

fn newest<'a>(signatures: impl Iterator<Item = &'a Signature>) -> Option<&'a Signature> {
    signatures.max_by_key(|signature| signature.created())
}

/// Hashes for which anybody can make two texts with one signature; SHA-1 still holds against a third text.
fn sound(signature: &Signature) -> bool {
    let broken = [HashAlgorithm::None, HashAlgorithm::Md5, HashAlgorithm::Ripemd160];
    signature.hash_alg().is_some_and(|hash| !broken.contains(&hash))
}

/// When a key, or the signature that lets it be used, is over.
fn end(key: &impl KeyDetails, signature: &Signature) -> Option<Timestamp> {
    let after = |born: u32, lasts: Option<Duration>| {
        let lasts = std::time::Duration::from(lasts?);
        let lasts = SignedDuration::try_from(lasts).ok().filter(|lasts| *lasts > SignedDuration::ZERO)?;
        Timestamp::from_second(i64::from(born)).ok()?.checked_add(lasts).ok()
    };
    let key_ends = after(key.created_at().as_secs(), signature.key_expiration_time());
    let signed = signature.created().map(pgp::types::Timestamp::as_secs);
    let signature_ends = signed.and_then(|signed| after(signed, signature.signature_expiration_time()));
    key_ends.into_iter().chain(signature_ends).min()
}

/// What may be encrypted to: named one by one, so that nothing new is taken unseen.
fn strong(params: &PublicParams) -> Result<(), KeyTrouble> {
    match params {
        PublicParams::RSA(_) => {
            // The number stands in front of the modulus.
            let bytes = params.to_bytes().map_err(|error| KeyTrouble::Refused(error.to_string()))?;
            let bits = bytes.first_chunk().map_or(0, |bits| u32::from(u16::from_be_bytes(*bits)));
            if bits < RSA_BITS { Err(KeyTrouble::Weak(format!("RSA with {bits} bits"))) } else { Ok(()) }
        }
        PublicParams::ECDH(params) => match params.curve() {
            ECCCurve::Curve25519Legacy | ECCCurve::P256 | ECCCurve::P384 | ECCCurve::P521 => Ok(()),
            curve => Err(KeyTrouble::Weak(format!("the curve {} is not known here", curve.name()))),
        },
        PublicParams::X25519(_) | PublicParams::X448(_) => Ok(()),
        PublicParams::Elgamal(_) => Err(KeyTrouble::Weak("ElGamal".to_owned())),
        _ => Err(KeyTrouble::NotForMail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> SignedPublicKey {
        let file = std::fs::File::open(format!("{}/tests/keys/{name}.asc", env!("CARGO_MANIFEST_DIR"))).unwrap();
        SignedPublicKey::from_armor_single(file).unwrap().0
    }

    #[test]
    fn a_subkey_slipped_in_by_somebody_else_is_not_used() {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let mut mixed = key("sign-only");
        mixed.public_subkeys = key("good").public_subkeys;
        assert_eq!(Certificate::of(mixed).usable(now).unwrap_err(), KeyTrouble::Unsigned);
        // Nor a name, and with it another end, that the key itself has not signed.
        let mut renamed = key("expired");
        renamed.details = key("good").details;
        assert_eq!(Certificate::of(renamed).usable(now).unwrap_err(), KeyTrouble::Unsigned);
    }

    #[test]
    fn of_two_subkeys_the_one_that_was_not_taken_back_is_used() {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let renewed = key("renewed");
        let Part::Sub(sub) = Certificate::of(renewed.clone()).usable(now).unwrap().part else { panic!("no subkey") };
        assert_eq!(sub.key.created_at().as_secs(), 1_769_904_000);
        // Without the new one there is none.
        let mut before = renewed;
        before.public_subkeys.retain(|sub| sub.key.created_at().as_secs() < 1_769_904_000);
        assert_eq!(Certificate::of(before).usable(now).unwrap_err(), KeyTrouble::Revoked);
    }
}
