//! Invitations of people to the bot, and the chats that were adopted by them.
//!
//! In: the hash of a code, a person, a chat. Out: who is invited, once. The code itself is never kept. A chat that was
//! adopted counts until its number stands in `people.toml`.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::chain::{append, enter, text_hash};
use super::watch::{memo, memos, set_memo};
use super::{StoreError, forget_memo};

/// An invitation is good for this long.
pub const INVITED_FOR: SignedDuration = SignedDuration::from_hours(24);
const INVITE: &str = "invite/";
const ADOPTED: &str = "adopted/";

#[derive(Serialize, Deserialize)]
struct Invite {
    person: String,
    until: i64,
}

/// Keeps an invitation under the hash of its code. An earlier one of the same person, and a chat that was adopted by
/// it, are void from now on.
///
/// # Errors
/// When the database says no.
pub fn invite(tx: &Transaction<'_>, person: &str, code: &str, by: &str, now: Timestamp) -> Result<(), StoreError> {
    void(tx, |old| old.person == person || old.until <= now.as_second())?;
    let replaced = forget_adopted(tx, person)?;
    let until = now.checked_add(INVITED_FOR).unwrap_or(Timestamp::MAX).as_second();
    let kept = json!(Invite { person: person.to_owned(), until }).to_string();
    set_memo(tx, &format!("{INVITE}{}", text_hash(code)), &kept)?;
    append(tx, "admin", &json!({ "action": "invite", "person": person, "by": by, "replaced": replaced }), now)?;
    Ok(())
}

fn void(tx: &Transaction<'_>, which: impl Fn(&Invite) -> bool) -> Result<(), StoreError> {
    for (hash, text) in memos(tx, INVITE)? {
        // One that cannot be read invites nobody.
        if serde_json::from_str::<Invite>(&text).map_or(true, |invite| which(&invite)) {
            forget_memo(tx, &format!("{INVITE}{hash}"))?;
        }
    }
    Ok(())
}

/// Uses up the invitation of a code, and adopts the chat for its person. `None`: there is no such invitation, it is too
/// old, the person is not asked in (any more), or the chat is somebody's already.
///
/// # Errors
/// When the database says no.
pub fn adopt(
    tx: &Transaction<'_>,
    code: &str,
    chat: i64,
    may: impl Fn(&str) -> bool,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let name = format!("{INVITE}{}", text_hash(code));
    let Some(invite) = memo(tx, &name)?.and_then(|text| serde_json::from_str::<Invite>(&text).ok()) else {
        return Ok(None);
    };
    forget_memo(tx, &name)?;
    let taken = adopted(tx)?.values().any(|known| *known == chat);
    if invite.until <= now.as_second() || !may(&invite.person) || taken {
        return Ok(None);
    }
    set_memo(tx, &format!("{ADOPTED}{}", invite.person), &chat.to_string())?;
    enter(tx, "admin", &json!({ "action": "adopted", "person": invite.person, "by": invite.person }), now);
    Ok(Some(invite.person))
}

/// The chats that were adopted, by the name of their person.
///
/// # Errors
/// When the database says no.
pub fn adopted(tx: &Transaction<'_>) -> Result<BTreeMap<String, i64>, StoreError> {
    let chats = memos(tx, ADOPTED)?;
    Ok(chats.into_iter().filter_map(|(person, chat)| Some((person, chat.parse().ok()?))).collect())
}

/// Forgets the chat that was adopted for a person. True when there was one.
///
/// # Errors
/// When the database says no.
pub fn forget_adopted(tx: &Transaction<'_>, person: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM memo WHERE name = ?1", params![format!("{ADOPTED}{person}")])? > 0)
}

/// How many strangers wrote to the bot on a day, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strangers {
    /// The day, in UTC.
    pub day: String,
    /// How many chats.
    pub chats: u64,
    /// How many messages and presses.
    pub messages: u64,
}

const STRANGERS: &str = "strangers";

/// What is remembered of strangers.
///
/// # Errors
/// When the database says no.
pub fn strangers(tx: &Transaction<'_>) -> Result<Option<Strangers>, StoreError> {
    Ok(memo(tx, STRANGERS)?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Remembers strangers.
///
/// # Errors
/// When the database says no.
pub fn set_strangers(tx: &Transaction<'_>, strangers: &Strangers) -> Result<(), StoreError> {
    set_memo(tx, STRANGERS, &json!(strangers).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn used(store: &Store, code: &str, chat: i64, second: i64) -> Option<String> {
        store.write_now(|tx| adopt(tx, code, chat, |person| person != "gone", at(second))).unwrap()
    }

    #[test]
    fn a_code_is_good_once_for_a_day_and_for_one_person() {
        let store = Store::in_memory().unwrap();
        let invites = |person: &str, code: &str| store.write_now(|tx| invite(tx, person, code, "root", at(0))).unwrap();
        invites("duty", "AAAA");
        invites("gone", "BBBB");
        invites("late", "CCCC");
        assert_eq!(used(&store, "AAAB", 5, 10), None);
        assert_eq!(used(&store, "AAAA", 5, 10), Some("duty".to_owned()));
        assert_eq!(used(&store, "AAAA", 6, 10), None, "used up");
        assert_eq!(used(&store, "BBBB", 7, 10), None, "taken out of people.toml meanwhile");
        assert_eq!(used(&store, "CCCC", 8, 86_400), None, "too old");
        let kept = store.write_now(adopted).unwrap();
        assert_eq!(kept, BTreeMap::from([("duty".to_owned(), 5)]));
    }

    #[test]
    fn a_new_code_voids_the_old_one_and_the_old_chat() {
        let store = Store::in_memory().unwrap();
        let invites = |code: &str| store.write_now(|tx| invite(tx, "duty", code, "root", at(0))).unwrap();
        invites("AAAA");
        assert!(used(&store, "AAAA", 5, 10).is_some());
        invites("BBBB");
        assert_eq!(store.write_now(adopted).unwrap(), BTreeMap::new(), "a lost phone hears nothing more");
        invites("CCCC");
        assert_eq!(used(&store, "BBBB", 6, 10), None);
        assert_eq!(used(&store, "CCCC", 6, 10), Some("duty".to_owned()));
    }

    #[test]
    fn a_chat_is_one_person_and_a_code_is_never_kept() {
        let store = Store::in_memory().unwrap();
        for (person, code) in [("duty", "AAAA"), ("second", "BBBB")] {
            store.write_now(|tx| invite(tx, person, code, "root", at(0))).unwrap();
        }
        let kept = store.write_now(|tx| memos(tx, "")).unwrap();
        assert!(kept.keys().chain(kept.values()).all(|text| !text.contains("AAAA")), "{kept:?}");
        assert!(used(&store, "AAAA", 5, 10).is_some());
        assert_eq!(used(&store, "BBBB", 5, 10), None);
    }
}
