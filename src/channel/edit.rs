//! New words for a chat message that was sent.
//!
//! In: the chat, the receipt of the message, the new words. Out: one of the answers the outbox knows. A message that is
//! gone, or already says so, counts as changed: there is nothing left to do. It never retries.

use std::future::IntoFuture;

use teloxide::{
    ApiError, RequestError,
    payloads::EditMessageTextSetters,
    requests::Requester,
    types::{ChatId, MessageId, ParseMode},
};
use tokio::time::timeout;

use super::telegram::{Telegram, no_preview, verdict};
use super::{Answer, split};
use crate::notice::message::Message;

impl Telegram {
    /// Changes the first part of a message, which carries its subject; buttons go.
    pub(super) async fn edit(&self, chat: i64, receipt: &str, message: &Message) -> Answer {
        let Some(id) = receipt.split(',').next().and_then(|id| id.parse().ok()) else {
            return Answer::Sent(receipt.to_owned());
        };
        let parts = split::parts(message.chat().as_str(), split::LIMIT);
        let Some(part) = parts.first() else { return Answer::Sent(receipt.to_owned()) };
        let outcome = match self.change(chat, id, part, true).await {
            Some(RequestError::Api(ApiError::CantParseEntities(_))) => {
                self.change(chat, id, &split::words(part), false).await
            }
            outcome => outcome,
        };
        match outcome {
            None
            | Some(RequestError::Api(
                ApiError::MessageNotModified
                | ApiError::MessageToEditNotFound
                | ApiError::MessageIdInvalid
                | ApiError::MessageCantBeEdited,
            )) => Answer::Sent(receipt.to_owned()),
            Some(error) => verdict(&error, self.bot.token()),
        }
    }

    /// Why it did not work; `None` when it did.
    async fn change(&self, chat: i64, id: i32, text: &str, markup: bool) -> Option<RequestError> {
        let mut request =
            self.bot.edit_message_text(ChatId(chat), MessageId(id), text).link_preview_options(no_preview());
        if markup {
            request = request.parse_mode(ParseMode::Html);
        }
        match timeout(self.timeout, request.into_future()).await {
            // Details of the answer that this version cannot read do not undo what was done.
            Ok(Ok(_) | Err(RequestError::InvalidJson { .. })) => None,
            Ok(Err(error)) => Some(error),
            Err(_) => Some(RequestError::Io(std::sync::Arc::new(std::io::ErrorKind::TimedOut.into()))),
        }
    }
}
