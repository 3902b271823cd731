//! The ways out: e-mail, Telegram, a folder.
//!
//! In: one [`Letter`] for one recipient. Out: one of the four answers the outbox knows. A channel never
//! retries, never decides who is told, and never lets one recipient wait for another.

use std::time::Duration;

use jiff::Timestamp;

use crate::notice::message::Message;
use crate::openpgp::Recipient;

mod edit;
pub mod certificate;
pub mod email;
pub mod file;
pub mod hand;
pub mod telegram;

mod kept;
mod mime;
mod pace;
mod sealed;
mod scrub;
mod smtp;
pub(crate) mod split;
mod wire;

pub use edit::{Amended, Pinned};

/// A finished message for one recipient on one channel.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Stable name of the notice: the same on every attempt, so that a repeat is recognisable.
    pub key: String,
    /// Letters with the same thread belong together: the code of the case, or `system`.
    pub thread: String,
    /// When it was first owed; the mail's Date.
    pub dated: Timestamp,
    /// Where it goes.
    pub to: Address,
    /// What it says.
    pub message: Message,
    /// True when an earlier attempt may have arrived: the reader is told so.
    pub repeat: bool,
    /// Buttons under a chat message, as (label, callback data of at most 64 bytes).
    pub buttons: Vec<(String, String)>,
    /// Whom a mail is encrypted to. Without it the mail goes in the clear, and shows what is fit for that.
    pub seal: Option<Recipient>,
}

/// Where a letter goes. `Debug` and logs show only what [`Address::masked`] shows.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A mailbox.
    Email(String),
    /// A Telegram chat id.
    Telegram(i64),
    /// A person with no address of any kind; the name stands in the To of the file.
    Folder(String),
}

impl Address {
    /// Enough to tell two addresses apart in a log, not enough to write to one.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Email(mailbox) => {
                let (user, host) = mailbox.split_once('@').unwrap_or((mailbox, ""));
                let first: String = user.chars().take(1).collect();
                let tail = host.rsplit('.').next().unwrap_or_default();
                format!("{first}…@….{tail}")
            }
            Self::Telegram(chat) => format!("chat …{:02}", chat.unsigned_abs() % 100),
            Self::Folder(name) => name.clone(),
        }
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

/// What became of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The other side took it: the receipt (SMTP reply, Telegram message id, file name).
    Sent(String),
    /// It was not taken; the same letter may be taken later, not before `after` when that is given.
    Temporary {
        /// The chain of causes, without secrets and addresses.
        why: String,
        /// What the other side asked for.
        after: Option<Duration>,
    },
    /// It was refused and will be refused again: this address is of no use.
    Permanent {
        /// The chain of causes, without secrets and addresses.
        why: String,
    },
    /// It may or may not have arrived: the answer was lost.
    Unknown {
        /// The chain of causes, without secrets and addresses.
        why: String,
    },
    /// The chat has a new id (a group became a supergroup): adopt it and send again.
    Moved(i64),
}

/// What becomes of the connection after a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It ends.
    HangUp,
    /// Another letter follows: it is kept for that one, until [`Channels::rest`].
    Another,
}

/// The ways out that are configured.
#[derive(Debug, Default)]
pub struct Channels {
    /// For mailboxes.
    pub email: Option<email::Email>,
    /// For chats.
    pub telegram: Option<telegram::Telegram>,
    /// For everything that has no other way out.
    pub folder: Option<file::Folder>,
    /// In place of all the others: somebody in this very process.
    pub hand: Option<hand::Hand>,
}

impl Channels {
    /// Puts new words in place of a chat message that was sent, by its receipt.
    pub async fn edit(&self, chat: i64, receipt: &str, message: &Message) -> Amended {
        match &self.telegram {
            Some(telegram) => telegram.edit(chat, receipt, message).await,
            // A message in a folder stays as it was sent.
            None => Amended::Done,
        }
    }

    /// Pins a chat message that was sent, by its receipt.
    pub async fn pin(&self, chat: i64, receipt: &str) -> Pinned {
        match &self.telegram {
            Some(telegram) => telegram.pin(chat, receipt).await,
            None => Pinned::Done,
        }
    }

    /// Sends a letter on the channel of its address; into the folder when there is no such channel.
    ///
    /// Nothing configured is a temporary state: an admin can mend it, and the letter is as good as before.
    /// Every send ends by itself within the channel's timeouts; whoever drops it earlier does not know what
    /// became of the letter.
    pub async fn send(&self, letter: &Letter) -> Answer {
        self.send_then(letter, Then::HangUp).await
    }

    /// The same, for a caller who knows whether another letter follows.
    pub async fn send_then(&self, letter: &Letter, then: Then) -> Answer {
        if let Some(hand) = &self.hand {
            return hand.send(letter).await;
        }
        match (&letter.to, &self.email, &self.telegram, &self.folder) {
            (Address::Email(_), Some(email), ..) => email.send_then(letter, then).await,
            (Address::Telegram(_), _, Some(telegram), _) => telegram.send(letter).await,
            (.., Some(folder)) => folder.send(letter).await,
            (to, ..) => {
                let channel = match to {
                    Address::Email(_) => "mail server",
                    Address::Telegram(_) => "Telegram bot",
                    Address::Folder(_) => "folder",
                };
                let why = format!("no {channel} is configured, and no folder to write to instead");
                Answer::Temporary { why, after: None }
            }
        }
    }

    /// Nothing follows for now: ends what was kept for another letter.
    pub async fn rest(&self) {
        if let Some(email) = &self.email {
            email.rest().await;
        }
    }
}
