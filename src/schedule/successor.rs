//! Another person under a name of people.toml, as far as addresses can show it.
//!
//! In: the addresses that a name had, as hashes, and those it has. Out: when none of them is left, and not because they
//! refused, whoever reads there now has answered nothing and was reminded of nothing: what was answered under the name counts
//! no more, and what still runs is said once more. The admins hear of it. Somebody who merely changed every address at once is
//! asked again: that costs a letter, and the other mistake a term.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::trouble::{Trouble, tell_event};
use crate::config::Ground;
use crate::outbox::hashed;
use crate::people::Person;
use crate::store::{self, StoreError};

/// Memos of the addresses of each name.
const ADDRESSES: &str = "addresses/";

/// Looks at everybody. Must come before addresses that refused are forgiven because they are others now.
pub(super) fn look_over(tx: &Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    let people = &ground.setup.people;
    let known = store::memos(tx, ADDRESSES)?;
    let refused = store::refused_contacts(tx)?;
    // Those who read in a group's chat are the same when the chat is another.
    for person in people.all().filter(|person| !people.is_group(&person.id)) {
        let has = addresses(person);
        // Nobody is reached there just now; who it will be shows later.
        if has.is_empty() {
            continue;
        }
        let before: BTreeSet<String> =
            known.get(person.id.as_str()).iter().flat_map(|all| all.split(' ')).map(str::to_owned).collect();
        if before == has {
            continue;
        }
        let shut = |address: &String| refused.values().any(|refused| refused.address == *address);
        if !before.is_empty() && before.is_disjoint(&has) && !before.iter().all(shut) {
            begin_anew(tx, ground, person, now)?;
        }
        let all: Vec<&str> = has.iter().map(String::as_str).collect();
        store::set_memo(tx, &format!("{ADDRESSES}{}", person.id), &all.join(" "))?;
    }
    Ok(())
}

fn addresses(person: &Person) -> BTreeSet<String> {
    ["email", "telegram"].into_iter().filter_map(|channel| hashed(person, channel)).collect()
}

fn begin_anew(tx: &Transaction<'_>, ground: &Ground, person: &Person, now: Timestamp) -> Result<(), StoreError> {
    let cases = store::forget_reader(tx, person.id.as_str(), now)?;
    for case in &cases {
        store::wake_by(tx, case, Some(now))?;
    }
    if !cases.is_empty() {
        tracing::warn!(person = person.id.as_str(), "Every address is another: what was answered counts no more");
        tell_event(tx, ground, &Trouble::new("other-person", person.id.as_str(), ""), now)?;
    }
    Ok(())
}
