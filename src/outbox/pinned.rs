//! The summaries that groups keep pinned: sent once, changed in place, pinned, and sent anew when somebody deleted one.
//!
//! In: words that a summary should say. Out: a chat that says so, and a record of it. Only the last words count. It takes
//! no place from a letter, and is never given up: a group that was told something old must not go on believing it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;
use serde_json::json;
use tokio::task::{JoinError, JoinSet};

use super::contacts::{self, hashed};
use super::owe::owe_plain;
use super::send::{MOVED, Outbox, language, moved_chat};
use crate::channel::{Address, Amended, Answer, Channels, Letter, Pinned};
use crate::config::Ground;
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::notice::daily::system;
use crate::notice::message::{Block, Message};
use crate::notice::plan::Mark;
use crate::notice::words::text;
use crate::people::{Person, Role};
use crate::store::{self, Carried, ClaimedSummary, Pin, StoreError};

/// The first pause after a failure; it doubles with each attempt.
const FIRST: SignedDuration = SignedDuration::from_secs(15);
/// The pause after a chat refused for good: somebody may let the bot in again.
const REFUSED: SignedDuration = SignedDuration::from_hours(6);

/// Summaries under way.
pub(super) type Pinning = JoinSet<Placed>;

/// What one attempt did.
pub(super) struct Placed {
    claimed: ClaimedSummary,
    place: Option<(String, String)>,
    shown: bool,
    pin: Pin,
    /// A copy may stand in the chat, of which nobody knows.
    unsure: bool,
    /// What stood in the way.
    failed: Option<Answer>,
    /// Why the bot may not pin.
    refused: Option<String>,
}

impl Outbox {
    /// True when a summary could be carried out. Without a bot there is no chat to pin anything in.
    pub(super) fn can_pin(&self, pinning: &Pinning) -> bool {
        self.channels.telegram.is_some() && pinning.is_empty()
    }

    /// Carries out the summaries that were claimed.
    pub(super) fn carry_summaries(
        &self,
        claimed: Vec<ClaimedSummary>,
        moved: &BTreeMap<String, String>,
        now: Timestamp,
        pinning: &mut Pinning,
    ) {
        let people = &self.ground.borrow().setup.clone().people;
        for mut claimed in claimed {
            let person = PersonId::parse(&claimed.person).ok().and_then(|id| people.person(&id));
            let Some((chat, hash)) = person.and_then(|person| Some((person.telegram?, hashed(person, "telegram")?)))
            else {
                continue;
            };
            let (chat, before) = (moved_chat(chat, moved), hash);
            let hash = contacts::place(chat);
            // A group that became a supergroup still shows what it was told before.
            claimed.unsure |= hash != before && claimed.place.as_ref().is_some_and(|(place, _)| *place == before);
            let copy = copy(&self.ground.borrow(), &claimed);
            pinning.spawn(carry(Arc::clone(&self.channels), (chat, hash), (claimed, copy), now));
        }
    }

    /// Records what became of a summary. What cannot be recorded is done again: an edit changes nothing then.
    pub(super) async fn settle_pinned(&self, done: Result<Placed, JoinError>) {
        let Ok(placed) = done else { return };
        let (ground, now) = (self.ground.borrow().clone(), self.clock.now());
        if let Some(failed) = &placed.failed {
            tracing::warn!(group = placed.claimed.person, ?failed, "A pinned summary could not be brought up to date");
        }
        if let Err(error) = self.store.write(move |tx| record(tx, &ground, &placed, now)).await {
            tracing::error!(error = &error as &dyn std::error::Error, "Could not record what became of a summary");
        }
        fail::fail_point!("summary.after-commit");
    }
}

async fn carry(
    channels: Arc<Channels>,
    (chat, hash): (i64, String),
    (claimed, copy): (ClaimedSummary, Message),
    now: Timestamp,
) -> Placed {
    fail::fail_point!("summary.before");
    // One that stands in another chat is that chat's.
    let place = claimed.place.clone().filter(|(stands_in, _)| *stands_in == hash);
    let pin = if place.is_some() { claimed.pin } else { Pin::Open };
    let shown = place.is_some() && claimed.says_so;
    let unsure = claimed.unsure;
    let mut placed = Placed { claimed, place, shown, pin, unsure, failed: None, refused: None };
    if let Some((_, receipt)) = placed.place.clone()
        && !placed.shown
    {
        match channels.edit(chat, &receipt, &placed.claimed.wanted).await {
            Amended::Done => placed.shown = true,
            Amended::Gone => (placed.place, placed.pin) = (None, Pin::Open),
            Amended::Not(answer) => return Placed { failed: Some(answer), ..placed },
        }
    }
    if placed.place.is_none() {
        match channels.send(&letter(&placed.claimed, copy, chat, now)).await {
            Answer::Sent(receipt) => (placed.place, placed.shown) = (Some((hash, receipt)), true),
            answer => {
                let unsure = placed.unsure || matches!(answer, Answer::Unknown { .. });
                return Placed { failed: Some(answer), unsure, ..placed };
            }
        }
    }
    // It stands where it is known to stand, with these words; what came before it is said in them.
    placed.unsure = false;
    fail::fail_point!("summary.written");
    if let (Pin::Open, Some((_, receipt))) = (placed.pin, &placed.place) {
        match channels.pin(chat, receipt).await {
            Pinned::Done => placed.pin = Pin::Pinned,
            Pinned::Refused(why) => (placed.pin, placed.refused) = (Pin::Refused, Some(why)),
            Pinned::Not(answer) => placed.failed = Some(answer),
        }
    }
    fail::fail_point!("summary.pinned");
    placed
}

/// The words of a summary that is sent anew: where another may stand above it, it says that this one is kept.
fn copy(ground: &Ground, claimed: &ClaimedSummary) -> Message {
    let mut copy = claimed.wanted.clone();
    if claimed.unsure {
        let speaker = ground.words.speak(language(&copy.language));
        copy.blocks.insert(0, Block::Small(speaker.say("summary-repeat", &[])));
    }
    copy
}

fn letter(claimed: &ClaimedSummary, message: Message, chat: i64, now: Timestamp) -> Letter {
    Letter {
        key: format!("summary-{}", claimed.person),
        thread: "summary".to_owned(),
        dated: now,
        to: Address::Telegram(chat),
        message,
        repeat: claimed.unsure,
        buttons: Vec::new(),
        seal: None,
    }
}

fn record(tx: &Transaction<'_>, ground: &Ground, placed: &Placed, now: Timestamp) -> Result<(), StoreError> {
    let group = &placed.claimed.person;
    let person = PersonId::parse(group).ok().and_then(|id| ground.setup.people.person(&id));
    if let Some(Answer::Moved(to)) = placed.failed
        && let Some(Person { telegram: Some(chat), .. }) = person
    {
        store::set_memo(tx, &format!("{MOVED}{chat}"), &to.to_string())?;
    }
    let pause = FIRST.saturating_mul(1 << placed.claimed.attempt.saturating_sub(1).min(8));
    let pause = placed.failed.as_ref().map(|failed| match failed {
        Answer::Moved(_) | Answer::Sent(_) => SignedDuration::ZERO,
        Answer::Permanent { .. } => REFUSED,
        Answer::Unknown { .. } => pause,
        Answer::Temporary { after, .. } => {
            pause.max(after.and_then(|after| SignedDuration::try_from(after).ok()).unwrap_or_default())
        }
    });
    let again = pause.and_then(|pause| now.checked_add(pause).ok());
    if let (Some(Answer::Temporary { after: Some(_), .. }), Some(until)) = (&placed.failed, again) {
        let address = person.and_then(|person| hashed(person, "telegram"));
        store::set_wait(tx, (group, address.as_deref()), "telegram", until)?;
    }
    let new = placed.shown && (!placed.claimed.says_so || placed.claimed.place != placed.place);
    if new {
        let receipt = placed.place.as_ref().map(|(_, receipt)| receipt.as_str());
        let shown = serde_json::to_string(&placed.claimed.wanted).unwrap_or_default();
        store::enter(
            tx,
            "summary",
            &json!({ "person": group, "receipt": receipt, "text": store::text_hash(&shown) }),
            now,
        );
    }
    if let Some(why) = &placed.refused {
        may_not_pin(tx, ground, group, (why, placed.place.as_ref()), now)?;
    }
    let carried = Carried {
        person: group.clone(),
        place: placed.place.clone(),
        shown: placed.shown.then(|| placed.claimed.wanted.clone()),
        pin: placed.pin,
        unsure: placed.unsure,
        again,
    };
    store::settle_summary(tx, &carried, now)?;
    fail::fail_point!("summary.before-commit");
    Ok(())
}

/// The admins hear once for each message that the bot may not pin.
fn may_not_pin(
    tx: &Transaction<'_>,
    ground: &Ground,
    group: &str,
    (why, place): (&str, Option<&(String, String)>),
    now: Timestamp,
) -> Result<(), StoreError> {
    for admin in ground.setup.people.with_role(Role::Admin) {
        let message =
            system(admin, &ground.words, "pin-refused", &[text("group", group), text("why", why)], Vec::new());
        let step = place.map_or("none", |(_, receipt)| receipt).to_owned();
        let mark = Mark { subject: format!("system/pin/{group}"), revision: 0, step };
        owe_plain(tx, admin, ("system", "system"), Severity::High, &mark, &message, now)?;
    }
    Ok(())
}
