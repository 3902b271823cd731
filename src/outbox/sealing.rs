//! Mails to people whose key cannot be used: they go out in the clear, say so, and the admins hear of it.
//!
//! A dead key must not silence an alert, and what is for encrypted mail alone stays behind by itself: no clear rendering
//! of a message shows it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::owe::owe_plain;
use crate::config::Ground;
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::notice::daily::system;
use crate::notice::plan::Mark;
use crate::notice::words::text;
use crate::people::Role;
use crate::store::{Claimed, StoreError};

/// Whose mails among these go out in the clear although they have a key, and why.
pub(super) fn in_the_clear(ground: &Ground, letters: &[Claimed], now: Timestamp) -> BTreeMap<PersonId, String> {
    let mails = letters.iter().filter(|letter| letter.channel == "email");
    let people = mails.filter_map(|letter| ground.setup.people.person(&PersonId::parse(&letter.person).ok()?));
    let trouble = people.filter_map(|person| {
        let why = ground.setup.recipient(person, now).err()?;
        Some((person.id.clone(), why))
    });
    trouble.collect()
}

/// Tells the admins once for each key and trouble.
pub(super) fn tell(
    tx: &Transaction<'_>,
    ground: &Ground,
    unsealed: &BTreeMap<PersonId, String>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for (person, why) in unsealed {
        tracing::warn!(why, "Mails to {person} go out in the clear, with code, deadline and time left only");
        // The trouble names its date: the next key's trouble is told again.
        let mark = Mark { subject: format!("system/key/{person}"), revision: 0, step: why.clone() };
        for admin in ground.setup.people.with_role(Role::Admin) {
            let args = [text("person", person.as_str()), text("why", why)];
            let message = system(admin, &ground.words, "key-unusable", &args, Vec::new());
            owe_plain(tx, admin, ("system", "system"), Severity::High, &mark, &message, now)?;
        }
    }
    Ok(())
}
