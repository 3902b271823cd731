//! Addresses that were refused for good, and by which other way their people are told.
//!
//! In: refusals as they are remembered, people as they are now. Out: the channels that are worth trying. A marked
//! address is still tried once a letter: something that arrives there clears the mark.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;
use sha2::{Digest as _, Sha256};

use super::owe::channels;
use super::send::MOVED;
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::people::{People, Person};
use crate::store::{self, Refused, StoreError};

/// Persons and channels whose present address was refused for good.
pub(super) type Marked = BTreeSet<(PersonId, String)>;

/// Enough to see that an address is another one now; nobody can write to it.
pub(crate) fn hashed(person: &Person, channel: &str) -> Option<String> {
    let address = match channel {
        "email" => person.email.clone(),
        _ => person.telegram.map(|chat| chat.to_string()),
    };
    address.map(|address| hash(&address))
}

fn hash(address: &str) -> String {
    let hash = Sha256::digest(address.as_bytes());
    hash.iter().take(16).fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

/// Where the messages of a chat stand. It is the chat's number now, not the one of people.toml: a group that became a
/// supergroup begins to count its messages anew.
pub(super) fn place(chat: i64) -> String {
    hash(&chat.to_string())
}

/// Where what is sent to somebody's chat stands.
pub(crate) fn place_of(tx: &Transaction<'_>, person: &Person) -> Result<Option<String>, StoreError> {
    let Some(chat) = person.telegram else { return Ok(None) };
    let moved = store::memo(tx, &format!("{MOVED}{chat}"))?;
    Ok(Some(place(moved.and_then(|chat| chat.parse().ok()).unwrap_or(chat))))
}

/// What is marked now. A mark whose person has another address counts no more.
pub(super) fn refused(tx: &Transaction<'_>, people: &People) -> Result<Marked, StoreError> {
    let marks = store::refused_contacts(tx)?.into_iter().filter_map(|((person, channel), refused)| {
        let id = PersonId::parse(&person).ok()?;
        let now = hashed(people.person(&id)?, &channel)?;
        (now == refused.address).then_some((id, channel))
    });
    Ok(marks.collect())
}

/// Addresses of people.toml that were refused for good: whose, on which channel, and why.
///
/// # Errors
/// When the database says no.
pub fn still_refused(tx: &Transaction<'_>, people: &People) -> Result<Vec<(PersonId, String, String)>, StoreError> {
    let marked = refused(tx, people)?;
    let all = store::refused_contacts(tx)?.into_iter();
    let known =
        all.filter_map(|((person, channel), refused)| Some((PersonId::parse(&person).ok()?, channel, refused.why)));
    Ok(known.filter(|(person, channel, _)| marked.contains(&(person.clone(), channel.clone()))).collect())
}

/// People who have no address, as those who were only invited, and those whose every address is marked.
///
/// # Errors
/// When the database says no.
pub fn unreachable(tx: &Transaction<'_>, people: &People) -> Result<BTreeSet<PersonId>, StoreError> {
    let marked = refused(tx, people)?;
    let lost = |person: &&Person| {
        channels(person, Severity::Critical).iter().all(|way| marked.contains(&(person.id.clone(), (*way).to_owned())))
    };
    // Mostly nobody is marked, and then nobody's channels have to be looked at.
    let refused = marked.iter().filter_map(|(id, _)| people.person(id)).filter(lost);
    let nowhere = people.all().filter(|person| person.email.is_none() && person.telegram.is_none());
    Ok(refused.chain(nowhere).map(|person| person.id.clone()).collect())
}

/// The channels a person is told on now: the other one too when the usual one was refused.
pub(super) fn ways(person: &Person, severity: Severity, marked: &Marked) -> Vec<&'static str> {
    let usual = channels(person, severity);
    let lost = usual.iter().all(|way| marked.contains(&(person.id.clone(), (*way).to_owned())));
    if lost { channels(person, Severity::Critical) } else { usual }
}

/// How long a message waits because a chat asks for patience, before the other way is taken.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// What is marked, and channels that asked for more patience than that.
pub(super) fn closed(tx: &Transaction<'_>, people: &People, now: Timestamp) -> Result<Marked, StoreError> {
    let mut closed = refused(tx, people)?;
    let waiting = store::waiting_contacts(tx, now.checked_add(PATIENCE).unwrap_or(Timestamp::MAX))?;
    closed.extend(waiting.into_iter().filter_map(|(person, channel)| Some((PersonId::parse(&person).ok()?, channel))));
    Ok(closed)
}

/// What waits for an address that refused, or asked for patience, and is another one now is due at once.
///
/// # Errors
/// When the database says no.
pub fn mended(tx: &Transaction<'_>, people: &People, now: Timestamp) -> Result<(), StoreError> {
    let other = |person: &str, channel: &str, before: &str| {
        let known = PersonId::parse(person).ok().and_then(|id| people.person(&id));
        known.filter(|person| hashed(person, channel).is_some_and(|address| address != before))
    };
    for ((person, channel), refused) in store::refused_contacts(tx)? {
        if let Some(person) = other(&person, &channel, &refused.address) {
            works(tx, person, &channel, now)?;
        }
    }
    for (person, channel, address) in store::waits(tx)? {
        if other(&person, &channel, &address).is_some() {
            store::end_wait(tx, &person, &channel, now)?;
        }
    }
    Ok(())
}

/// An address is not refused, or no longer. If it was: what waits for it is due at once, and so is what it refused and
/// the person has not got on the other way either.
pub(super) fn works(tx: &Transaction<'_>, person: &Person, channel: &str, now: Timestamp) -> Result<(), StoreError> {
    let id = person.id.as_str();
    if !store::forgive_contact(tx, id, channel)? {
        return Ok(());
    }
    store::try_now(tx, id, channel, now)?;
    for letter in store::waits_elsewhere(tx, id, channel)? {
        store::reopen(tx, letter, channel, Some(now))?;
    }
    Ok(())
}

/// Remembers a refusal for good.
pub(super) fn mark(
    tx: &Transaction<'_>,
    person: &Person,
    channel: &str,
    why: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(address) = hashed(person, channel) else { return Ok(()) };
    store::refuse_contact(tx, person.id.as_str(), channel, &Refused { address, why: why.to_owned(), since: now })
}
