//! New words for a chat message that was sent.
//!
//! In: the chat, the receipt of the message, the new words. Out: what became of it. It never retries.

use std::future::IntoFuture;

use teloxide::{
    ApiError, RequestError,
    payloads::{EditMessageTextSetters, PinChatMessageSetters},
    requests::Requester,
    types::{ChatId, MessageId, ParseMode},
};
use tokio::time::timeout;

use super::telegram::{Telegram, accepted, no_preview, verdict};
use super::{Answer, split};
use crate::notice::message::Message;

/// What became of a message that was to say something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amended {
    /// It says so now.
    Done,
    /// It is gone, or can no longer be changed.
    Gone,
    /// Not yet, and why.
    Not(Answer),
}

/// What became of a message that was to be pinned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pinned {
    /// It is pinned.
    Done,
    /// The bot may not pin there; what Telegram says.
    Refused(String),
    /// Not yet, and why.
    Not(Answer),
}

impl Telegram {
    /// Changes the first part of a message, which carries its subject; buttons go.
    pub(super) async fn edit(&self, chat: i64, receipt: &str, message: &Message) -> Amended {
        let Some(id) = id(receipt) else { return Amended::Gone };
        let parts = split::parts(message.chat().as_str(), split::LIMIT);
        let Some(part) = parts.first() else { return Amended::Done };
        let outcome = match self.change(chat, id, part, true).await {
            Some(RequestError::Api(ApiError::CantParseEntities(_))) => {
                self.change(chat, id, &split::words(part), false).await
            }
            outcome => outcome,
        };
        match outcome {
            None | Some(RequestError::Api(ApiError::MessageNotModified)) => Amended::Done,
            Some(RequestError::Api(
                ApiError::MessageToEditNotFound | ApiError::MessageIdInvalid | ApiError::MessageCantBeEdited,
            )) => Amended::Gone,
            Some(error) => Amended::Not(verdict(&error, self.bot.token())),
        }
    }

    /// Pins a message, and wakes nobody by it. A message that is pinned already stays so.
    pub(super) async fn pin(&self, chat: i64, receipt: &str) -> Pinned {
        let Some(id) = id(receipt) else { return Pinned::Done };
        let request = self.bot.pin_chat_message(ChatId(chat), MessageId(id)).disable_notification(true);
        match timeout(self.timeout, request.into_future()).await {
            Ok(Ok(_)) => Pinned::Done,
            Ok(Err(error)) if accepted(&error).is_some() => Pinned::Done,
            Ok(Err(RequestError::Api(error))) if may_not_pin(&error) => Pinned::Refused(error.to_string()),
            Ok(Err(error)) => Pinned::Not(verdict(&error, self.bot.token())),
            Err(_) => Pinned::Not(Answer::Unknown { why: "Telegram took the pin and said nothing".to_owned() }),
        }
    }

    /// Why it did not work; `None` when it did.
    async fn change(&self, chat: i64, id: i32, text: &str, markup: bool) -> Option<RequestError> {
        let mut request =
            self.bot.edit_message_text(ChatId(chat), MessageId(id), text).link_preview_options(no_preview());
        if markup {
            request = request.parse_mode(ParseMode::Html);
        }
        self.pace.turn().await;
        match timeout(self.timeout, request.into_future()).await {
            Ok(Ok(_)) => None,
            // Details of the answer that this version cannot read do not undo what was done; a page of a proxy did nothing.
            Ok(Err(error)) => accepted(&error).is_none().then_some(error),
            Err(_) => Some(RequestError::Io(std::sync::Arc::new(std::io::ErrorKind::TimedOut.into()))),
        }
    }
}

fn id(receipt: &str) -> Option<i32> {
    receipt.split(',').next().and_then(|id| id.parse().ok())
}

/// True for a refusal that only somebody with rights in the chat can mend.
fn may_not_pin(error: &ApiError) -> bool {
    match error {
        ApiError::NotEnoughRightsToManagePins | ApiError::NotEnoughRightsToPinMessage => true,
        ApiError::Unknown(text) => text.contains("CHAT_ADMIN_REQUIRED") || text.contains("not enough rights to"),
        _ => false,
    }
}
