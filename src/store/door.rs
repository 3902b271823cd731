//! Who may look at the board: one-time links, sessions, addresses of calendars.
//!
//! In: secrets as they come from outside, and the moment. Out: the person behind them, or nothing. Only hashes are
//! kept, and a secret is handed out once, when it is made.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::StoreError;
use super::chain::{enter, hex};
use crate::ids::PersonId;

/// How long a one-time link can be used.
pub const LINK_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// How long a session lasts at most.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(12);

/// How long a session lasts without a request.
pub const SESSION_IDLES: SignedDuration = SignedDuration::from_hours(1);

/// How exactly the last request is remembered: a write for each would be a write to the disk for each.
const SEEN_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// What opens a door. It is printed nowhere by itself.
pub struct Token(Zeroizing<String>);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    fn new() -> Result<Self, StoreError> {
        let mut bytes = Zeroizing::new([0_u8; 24]);
        getrandom::fill(&mut *bytes).map_err(|error| StoreError::Random(error.to_string()))?;
        Ok(Self(Zeroizing::new(hex(&*bytes))))
    }

    /// The text, to hand out.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// What was done at the door, for the ledger.
fn note(tx: &Transaction<'_>, person: &PersonId, did: &str, now: Timestamp) {
    enter(tx, "board", &json!({ "person": person.as_str(), "did": did }), now);
}

fn person(text: &str) -> Option<PersonId> {
    PersonId::parse(text).ok()
}

fn before(now: Timestamp, time: SignedDuration) -> i64 {
    now.checked_sub(time).unwrap_or(Timestamp::MIN).as_second()
}

/// Makes a one-time link for a person. Links and sessions that are over are forgotten on the way.
///
/// # Errors
/// When the database says no, or the system has no randomness.
pub fn offer_sign_in(tx: &Transaction<'_>, person: &PersonId, now: Timestamp) -> Result<Token, StoreError> {
    tx.execute("DELETE FROM sign_in WHERE expires <= ?1", [now.as_second()])?;
    tx.execute(
        "DELETE FROM session WHERE began <= ?1 OR seen <= ?2",
        [before(now, SESSION_LASTS), before(now, SESSION_IDLES)],
    )?;
    let token = Token::new()?;
    note(tx, person, "link", now);
    let expires = now.checked_add(LINK_LASTS).unwrap_or(Timestamp::MAX);
    tx.execute(
        "INSERT INTO sign_in VALUES (?1, ?2, ?3)",
        params![hash(token.reveal()), person.as_str(), expires.as_second()],
    )?;
    Ok(token)
}

/// The person a one-time link is for, while it can be used. Looking does not use it up.
///
/// # Errors
/// When the database says no.
pub fn sign_in(tx: &Transaction<'_>, token: &str, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
    let found: Option<String> = tx
        .query_row(
            "SELECT person FROM sign_in WHERE hash = ?1 AND expires > ?2",
            params![hash(token), now.as_second()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.as_deref().and_then(person))
}

/// Uses a one-time link up.
///
/// # Errors
/// When the database says no.
pub fn take_sign_in(tx: &Transaction<'_>, token: &str, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
    let found = sign_in(tx, token, now)?;
    tx.execute("DELETE FROM sign_in WHERE hash = ?1", [hash(token)])?;
    Ok(found)
}

/// Begins a session.
///
/// # Errors
/// When the database says no, or the system has no randomness.
pub fn begin_session(tx: &Transaction<'_>, person: &PersonId, now: Timestamp) -> Result<Token, StoreError> {
    let token = Token::new()?;
    note(tx, person, "signed-in", now);
    tx.execute(
        "INSERT INTO session VALUES (?1, ?2, ?3, ?3)",
        params![hash(token.reveal()), person.as_str(), now.as_second()],
    )?;
    Ok(token)
}

/// The person behind a session that lasts; it lasts longer for being used.
///
/// # Errors
/// When the database says no.
pub fn session(tx: &Transaction<'_>, token: &str, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
    let hash = hash(token);
    let found: Option<(String, i64)> = tx
        .prepare_cached("SELECT person, seen FROM session WHERE hash = ?1 AND began > ?2 AND seen > ?3")?
        .query_row(params![hash, before(now, SESSION_LASTS), before(now, SESSION_IDLES)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((name, seen)) = found else { return Ok(None) };
    if seen <= before(now, SEEN_AGAIN) {
        tx.execute("UPDATE session SET seen = ?2 WHERE hash = ?1", params![hash, now.as_second()])?;
    }
    Ok(person(&name))
}

/// Ends a session.
///
/// # Errors
/// When the database says no.
pub fn end_session(tx: &Transaction<'_>, token: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE hash = ?1", [hash(token)])?;
    Ok(())
}

/// Ends every session of a person, and takes back their links and the address of their calendar. Returns how many
/// doors were shut.
///
/// # Errors
/// When the database says no.
pub fn shut_out(tx: &Transaction<'_>, person: &PersonId, now: Timestamp) -> Result<usize, StoreError> {
    note(tx, person, "shut-out", now);
    let mut shut = 0;
    for statement in [
        "DELETE FROM sign_in WHERE person = ?1",
        "DELETE FROM session WHERE person = ?1",
        "DELETE FROM feed WHERE person = ?1",
    ] {
        shut += tx.execute(statement, [person.as_str()])?;
    }
    Ok(shut)
}

/// Makes the address of a person's calendar; an earlier one no longer works.
///
/// # Errors
/// When the database says no, or the system has no randomness.
pub fn renew_feed(tx: &Transaction<'_>, person: &PersonId, now: Timestamp) -> Result<Token, StoreError> {
    let token = Token::new()?;
    note(tx, person, "calendar", now);
    tx.execute(
        "INSERT INTO feed VALUES (?1, ?2, ?3) ON CONFLICT (person) DO UPDATE SET hash = ?2, made = ?3",
        params![person.as_str(), hash(token.reveal()), now.as_second()],
    )?;
    Ok(token)
}

/// The person whose calendar has this address.
///
/// # Errors
/// When the database says no.
pub fn feed_of(tx: &Transaction<'_>, token: &str) -> Result<Option<PersonId>, StoreError> {
    let found: Option<String> =
        tx.query_row("SELECT person FROM feed WHERE hash = ?1", [hash(token)], |row| row.get(0)).optional()?;
    Ok(found.as_deref().and_then(person))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use rstest::rstest;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn counsel() -> PersonId {
        PersonId::parse("counsel").unwrap()
    }

    const NOON: &str = "2026-03-02T12:00:00Z";

    #[test]
    fn a_link_is_looked_at_often_and_used_once() {
        let store = Store::in_memory().unwrap();
        let token = store.write_now(|tx| offer_sign_in(tx, &counsel(), at(NOON))).unwrap();
        let soon = at("2026-03-02T12:14:59Z");
        for _ in 0..3 {
            assert_eq!(store.write_now(|tx| sign_in(tx, token.reveal(), soon)).unwrap(), Some(counsel()));
        }
        assert_eq!(store.write_now(|tx| take_sign_in(tx, token.reveal(), soon)).unwrap(), Some(counsel()));
        assert_eq!(store.write_now(|tx| take_sign_in(tx, token.reveal(), soon)).unwrap(), None);
    }

    #[test]
    fn a_link_is_over_after_a_quarter_of_an_hour() {
        let store = Store::in_memory().unwrap();
        let token = store.write_now(|tx| offer_sign_in(tx, &counsel(), at(NOON))).unwrap();
        let late = at("2026-03-02T12:15:00Z");
        assert_eq!(store.write_now(|tx| take_sign_in(tx, token.reveal(), late)).unwrap(), None);
    }

    #[rstest]
    #[case::used_every_half_hour(30, 23, true)]
    #[case::over_after_twelve_hours(30, 24, false)]
    #[case::idle_for_an_hour(60, 1, false)]
    #[case::idle_for_less(59, 1, true)]
    fn a_session_ends_after_its_time(#[case] every: i64, #[case] times: i64, #[case] lasts: bool) {
        let store = Store::in_memory().unwrap();
        let token = store.write_now(|tx| begin_session(tx, &counsel(), at(NOON))).unwrap();
        let mut found = None;
        for n in 1..=times {
            let now = at(NOON) + SignedDuration::from_mins(every * n);
            found = store.write_now(|tx| session(tx, token.reveal(), now)).unwrap();
        }
        assert_eq!(found, lasts.then(counsel));
    }

    #[test]
    fn who_is_shut_out_has_no_door_left() {
        let store = Store::in_memory().unwrap();
        let tokens = store
            .write_now(|tx| {
                let made = (
                    offer_sign_in(tx, &counsel(), at(NOON))?,
                    begin_session(tx, &counsel(), at(NOON))?,
                    renew_feed(tx, &counsel(), at(NOON))?,
                );
                assert_eq!(shut_out(tx, &counsel(), at(NOON))?, 3);
                Ok(made)
            })
            .unwrap();
        let open = store.write_now(|tx| {
            Ok([
                take_sign_in(tx, tokens.0.reveal(), at(NOON))?,
                session(tx, tokens.1.reveal(), at(NOON))?,
                feed_of(tx, tokens.2.reveal())?,
            ])
        });
        assert_eq!(open.unwrap(), [None, None, None]);
    }

    #[test]
    fn a_new_address_takes_the_place_of_the_old_and_no_secret_is_kept() {
        let store = Store::in_memory().unwrap();
        let [old, new] = [0, 1].map(|_| store.write_now(|tx| renew_feed(tx, &counsel(), at(NOON))).unwrap());
        let found = store.write_now(|tx| {
            let kept: String = tx.query_row("SELECT hash FROM feed", [], |row| row.get(0))?;
            assert_ne!(kept, new.reveal());
            Ok([feed_of(tx, old.reveal())?, feed_of(tx, new.reveal())?, feed_of(tx, &kept)?])
        });
        assert_eq!(found.unwrap(), [None, Some(counsel()), None]);
    }
}
