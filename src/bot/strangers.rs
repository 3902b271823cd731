//! Strangers, counted by the day, and the admins told how many there were.
//!
//! In: that a chat which has no say wrote or pressed. Out: once a day, two numbers for the admins. It keeps neither
//! what was written nor who wrote it; a restart counts a chat anew.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Transaction;

use super::listen::{Ears, Listener};
use crate::config::Ground;
use crate::law::rule::Severity;
use crate::notice::daily::system;
use crate::notice::plan::Mark;
use crate::notice::words::number;
use crate::outbox::owe_plain;
use crate::people::Role;
use crate::store::{self, StoreError, Strangers};

/// Chats told apart; those beyond count as one.
const APART: usize = 1000;

/// What was counted and not yet kept.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The day of what is kept; empty before the first look.
    day: String,
    met: HashSet<i64>,
    chats: u64,
    messages: u64,
}

impl Tally {
    /// One more message of a stranger.
    pub(super) fn count(&mut self, chat: i64) {
        self.messages += 1;
        if self.met.len() < APART && self.met.insert(chat) {
            self.chats += 1;
        }
    }
}

impl Listener {
    /// Keeps what was counted, and tells the admins of a day that is over.
    pub(super) async fn count_strangers(&self, ears: &mut Ears) {
        let now = self.clock.now();
        let today = now.to_zoned(TimeZone::UTC).date().to_string();
        let tally = &mut ears.strangers;
        if tally.messages == 0 && tally.day == today {
            return;
        }
        let (ground, day) = (self.ground.borrow().clone(), today.clone());
        let (chats, messages) = (tally.chats, tally.messages);
        let kept = self.store.write(move |tx| keep(tx, &ground, &day, (chats, messages), now)).await;
        match kept {
            Ok(()) => {
                if tally.day != today {
                    tally.met.clear();
                }
                *tally = Tally { day: today, met: std::mem::take(&mut tally.met), chats: 0, messages: 0 };
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "Could not keep how many strangers wrote to the bot; trying again");
            }
        }
    }
}

fn keep(
    tx: &Transaction<'_>,
    ground: &Ground,
    today: &str,
    (chats, messages): (u64, u64),
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut kept = store::strangers(tx)?.unwrap_or_default();
    if kept.day != today {
        if kept.messages > 0 {
            tell_admins(tx, ground, &kept, now)?;
        }
        kept = Strangers { day: today.to_owned(), ..Strangers::default() };
    }
    kept.chats += chats;
    kept.messages += messages;
    store::set_strangers(tx, &kept)
}

fn tell_admins(tx: &Transaction<'_>, ground: &Ground, kept: &Strangers, now: Timestamp) -> Result<(), StoreError> {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    for admin in ground.setup.people.with_role(Role::Admin) {
        let args = [number("chats", count(kept.chats)), number("messages", count(kept.messages))];
        let message = system(admin, &ground.words, "strangers", &args, Vec::new());
        let mark = Mark { subject: format!("system/strangers/{}", kept.day), revision: 0, step: "told".to_owned() };
        owe_plain(tx, admin, ("system", "system"), Severity::Normal, &mark, &message, now)?;
    }
    Ok(())
}
