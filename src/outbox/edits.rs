//! Changing the chat messages that were sent, so that everyone sees who has it. A change never blocks a letter: it takes
//! the places that letters leave free, is tried again like them, and is given up after a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;
use tokio::task::JoinSet;

use super::contacts;
use super::send::{MOVED, Outbox, moved_chat};
use crate::channel::{Amended, Answer};
use crate::ids::PersonId;
use crate::store::{self, ClaimedEdit, StoreError};

/// Changes under way at one time.
const UNDER_WAY: usize = 4;
/// The first pause after a failure; it doubles with each attempt.
const FIRST: SignedDuration = SignedDuration::from_secs(15);
/// Nobody is helped by a change that comes later than this.
const STALE: SignedDuration = SignedDuration::from_hours(24);

/// Changes under way.
pub(super) type Edits = JoinSet<(ClaimedEdit, Answer)>;

/// How many more can be made now.
pub(super) fn free(edits: &Edits) -> usize {
    UNDER_WAY.saturating_sub(edits.len())
}

impl Outbox {
    /// Makes the changes that were claimed.
    pub(super) fn make(&self, claimed: Vec<ClaimedEdit>, moved: &BTreeMap<String, String>, edits: &mut Edits) {
        let people = &self.ground.borrow().setup.clone().people;
        for edit in claimed {
            let chat = PersonId::parse(&edit.person).ok().and_then(|id| people.person(&id)?.telegram);
            let chat = chat.map(|chat| moved_chat(chat, moved));
            let channels = Arc::clone(&self.channels);
            edits.spawn(async move {
                let elsewhere = |chat| edit.place.as_ref().is_some_and(|place| *place != contacts::place(chat));
                let answer = match chat {
                    // Its number may be that of another message there.
                    Some(chat) if elsewhere(chat) => Answer::Sent(edit.receipt.clone()),
                    Some(chat) => match channels.edit(chat, &edit.receipt, &edit.message).await {
                        // A message that is gone has no readers to be told anything.
                        Amended::Done | Amended::Gone => Answer::Sent(edit.receipt.clone()),
                        Amended::Not(answer) => answer,
                    },
                    None => Answer::Permanent { why: "nobody reads that chat any more".to_owned() },
                };
                (edit, answer)
            });
        }
    }

    /// Records what a change came to. One that cannot be recorded is made again, which changes nothing.
    pub(super) async fn settle_edit(&self, done: Result<(ClaimedEdit, Answer), tokio::task::JoinError>) {
        let Ok((edit, answer)) = done else { return };
        let now = self.clock.now();
        let letter = edit.letter;
        // The group became a supergroup: what stands in the old one cannot be changed any more.
        let chat =
            PersonId::parse(&edit.person).ok().and_then(|id| self.ground.borrow().setup.people.person(&id)?.telegram);
        let moved = if let Answer::Moved(to) = answer { chat.map(|from| (from, to)) } else { None };
        let again = again(&edit, &answer, now);
        if again.is_some() {
            tracing::warn!(letter.id = letter, "The message of letter {letter} could not be changed; trying again");
        }
        if let Err(error) = self.store.write(move |tx| settle(tx, letter, again, moved, now)).await {
            tracing::error!(error = &error as &dyn std::error::Error, "Could not record that a message was changed");
        }
    }
}

fn settle(
    tx: &Transaction<'_>,
    letter: i64,
    again: Option<Timestamp>,
    moved: Option<(i64, i64)>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some((from, to)) = moved {
        store::set_memo(tx, &format!("{MOVED}{from}"), &to.to_string())?;
    }
    store::settle_edit(tx, letter, again, now)
}

/// When to try a change again; `None`: never.
fn again(edit: &ClaimedEdit, answer: &Answer, now: Timestamp) -> Option<Timestamp> {
    let asked = match answer {
        Answer::Sent(_) | Answer::Permanent { .. } => return None,
        Answer::Temporary { after, .. } => after.and_then(|after| SignedDuration::try_from(after).ok()),
        Answer::Unknown { .. } | Answer::Moved(_) => None,
    };
    if now.duration_since(edit.owed_at) > STALE {
        return None;
    }
    let pause = FIRST.saturating_mul(1 << edit.attempt.saturating_sub(1).min(8));
    now.checked_add(pause.max(asked.unwrap_or_default())).ok()
}
