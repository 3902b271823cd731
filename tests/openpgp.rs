//! Which keys anything is encrypted to, on keys made by gpg, and what a changed file does.
//!
//! In: the files of tests/keys (see `make` there). Out: a key, or the reason there is none. gpg itself reads what is
//! encrypted in tests/real/sealed.

#![cfg(feature = "pgp")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;

use jiff::Timestamp;
use rstest::rstest;
use staywatch::openpgp::{Certificate, Form, KeyTrouble, OwnKey, encrypt};

fn file(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/keys/{name}.asc", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

/// What becomes of a key at a moment: until when it may be used, or why not.
fn judged(name: &str, now: &str) -> String {
    match Certificate::read(&file(name)).unwrap().usable(at(now)) {
        Ok(recipient) => recipient.expires.map_or("for ever".into(), |until| until.strftime("until %F").to_string()),
        Err(trouble) => trouble.to_string(),
    }
}

#[rstest]
#[case::new("good", "2026-05-31T00:00:00Z", "until 2036-01-01")]
#[case::on_its_last_second("good", "2036-01-01T11:59:59Z", "until 2036-01-01")]
#[case::at_its_end("good", "2036-01-01T12:00:00Z", "this key expired on 2036-01-01")]
#[case::rsa("rsa", "2026-05-31T00:00:00Z", "for ever")]
#[case::nist("nist", "2026-05-31T00:00:00Z", "for ever")]
#[case::one_key_for_all("primary", "2026-05-31T00:00:00Z", "for ever")]
#[case::before_its_end("expired", "2026-05-31T00:00:00Z", "until 2026-06-01")]
#[case::after_its_end("expired", "2026-11-24T00:00:00Z", "this key expired on 2026-06-01")]
#[case::subkey_before("old-subkey", "2026-05-31T00:00:00Z", "until 2026-06-01")]
#[case::subkey_after("old-subkey", "2026-11-24T00:00:00Z", "this key expired on 2026-06-01")]
#[case::revoked("revoked", "2026-11-24T00:00:00Z", "this key was revoked")]
#[case::second_subkey("renewed", "2026-11-24T00:00:00Z", "for ever")]
#[case::sign_only("sign-only", "2026-11-24T00:00:00Z", "no part of this key is for encrypting messages")]
#[case::weak("weak", "2026-11-24T00:00:00Z", "this key is too weak (RSA with 1024 bits)")]
fn a_key_is_judged_at_a_moment(#[case] name: &str, #[case] now: &str, #[case] says: &str) {
    assert_eq!(judged(name, now), says);
}

#[test]
fn what_is_no_public_key_is_refused() {
    assert_eq!(Certificate::read(b"").unwrap_err(), KeyTrouble::NotAKey);
    assert_eq!(Certificate::read(b"-----BEGIN PGP MESSAGE-----\n\nxxx\n").unwrap_err(), KeyTrouble::NotAKey);
    let (_, secret) = OwnKey::create(at("2026-11-24T00:00:00Z")).unwrap();
    assert_eq!(Certificate::read(secret.as_bytes()).unwrap_err(), KeyTrouble::Secret);
    assert_eq!(OwnKey::read(std::str::from_utf8(&file("good")).unwrap()).unwrap_err(), KeyTrouble::NotOurs);
}

#[rstest]
#[case(Form::Armored)]
#[case(Form::Binary)]
fn what_is_sealed_is_opened_by_its_key_alone(#[case] form: Form) {
    let now = at("2026-11-24T00:00:00Z");
    let (own, text) = OwnKey::create(now).unwrap();
    let (other, _) = OwnKey::create(now).unwrap();
    let to: Vec<_> = [own.certificate(), Certificate::read(&file("rsa")).unwrap()]
        .iter()
        .map(|key| key.usable(now).unwrap())
        .collect();
    let sealed = encrypt("жалоба до 24:00".as_bytes(), &to, form).unwrap();
    let own = OwnKey::read(&text).unwrap();
    assert_eq!(own.open(&sealed, 1000).unwrap().as_slice(), "жалоба до 24:00".as_bytes());
    assert!(matches!(own.open(&sealed, 10), Err(KeyTrouble::Closed(_))));
    assert!(matches!(other.open(&sealed, 1000), Err(KeyTrouble::Closed(_))));
    assert!(matches!(own.open(b"id = \"kudin\"", 1000), Err(KeyTrouble::Closed(_))));
    assert!(encrypt(b"", &[], form).is_err());
}

#[test]
fn a_changed_byte_never_gives_another_text() {
    let now = at("2026-11-24T00:00:00Z");
    let (own, _) = OwnKey::create(now).unwrap();
    let sealed = encrypt(b"id = \"kudin\"", &[own.certificate().usable(now).unwrap()], Form::Binary).unwrap();
    for place in (0..sealed.len()).step_by(3) {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        // A bit of the key's name, or of the packet's frame, may be of no account; the text is what it was or nothing.
        if let Ok(text) = own.open(&changed, 1000) {
            assert_eq!(text.as_slice(), b"id = \"kudin\"", "byte {place}");
        }
    }
    for end in (0..sealed.len()).step_by(5) {
        assert!(own.open(&sealed[..end], 1000).is_err(), "cut at {end}");
    }
}

#[test]
fn a_key_whose_bytes_were_changed_is_refused_or_unchanged() {
    let armored = file("good");
    let key = Certificate::read(&armored).unwrap();
    let now = at("2026-11-24T00:00:00Z");
    let mut refused = 0;
    let places = (0..armored.len()).step_by(5);
    let all = places.len();
    for place in places {
        let mut changed = armored.clone();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        match Certificate::read(&changed).map(|key| (key.fingerprint(), key.usable(now))) {
            Ok((name, Ok(recipient))) => {
                // A comment, or something that was not signed.
                assert_eq!(name, key.fingerprint(), "byte {place}");
                assert_eq!(recipient.expires, key.usable(now).unwrap().expires, "byte {place}");
            }
            _ => refused += 1,
        }
    }
    assert!(refused > all / 2, "{refused} of {all}");
}
