//! Links by which a mail is answered: the code of the mail, signed with a key that never leaves the store.
//!
//! In: a code. Out: a token that only this store can have made, and the letter that a token stands for. A token says
//! nothing about the case or its reader.

use hmac::{Hmac, Mac};
use rusqlite::Transaction;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::StoreError;
use super::answers::letter_of_code;
use super::watch::{memo, set_memo};

/// The memo that holds the key.
const KEY: &str = "answer-key";
/// Bytes of the signature that a link carries: 128 bits.
const SIGNED: usize = 16;

/// 32 random bytes in hexadecimal, made once.
fn key(tx: &Transaction<'_>) -> Result<Zeroizing<String>, StoreError> {
    if let Some(key) = memo(tx, KEY)? {
        return Ok(Zeroizing::new(key));
    }
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(&mut *bytes).map_err(|error| StoreError::Random(error.to_string()))?;
    let key = Zeroizing::new(super::hex(&*bytes));
    set_memo(tx, KEY, &key)?;
    Ok(key)
}

fn signed(tx: &Transaction<'_>, code: &str) -> Result<Hmac<Sha256>, StoreError> {
    let key = key(tx)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key of any length will do");
    mac.update(b"answer/");
    mac.update(code.as_bytes());
    Ok(mac)
}

/// The token of a mail's code, for a link.
///
/// # Errors
/// When the database says no, or the system has no randomness for the key.
pub fn answer_token(tx: &Transaction<'_>, code: &str) -> Result<String, StoreError> {
    let signature = signed(tx, code)?.finalize().into_bytes();
    Ok(format!("{code}.{}", super::hex(&signature[..SIGNED])))
}

/// The letter that a token stands for; `None` when we did not make it.
///
/// # Errors
/// When the database says no.
pub fn verify_token(tx: &Transaction<'_>, token: &str) -> Result<Option<i64>, StoreError> {
    let Some((code, signature)) = token.split_once('.') else { return Ok(None) };
    let Some(bytes) = unhex(signature) else { return Ok(None) };
    // Compared without a hint of where it differs.
    match signed(tx, code)?.verify_truncated_left(&bytes) {
        Ok(()) => letter_of_code(tx, code),
        Err(_) => Ok(None),
    }
}

/// Exactly as many bytes as a signature has: a shorter one would be easier to guess.
fn unhex(text: &str) -> Option<[u8; SIGNED]> {
    let digits = text.as_bytes();
    let mut bytes = [0_u8; SIGNED];
    if digits.len() != 2 * SIGNED || !digits.iter().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(digit))
    {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}
