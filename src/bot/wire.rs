//! The Bot API as the listener uses it: waiting for updates, and saying something back.
//!
//! In: an offset; finished messages. Out: updates, or why there are none. Nothing is tried twice here, and neither
//! the bot nor its token comes into a log or an error.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use teloxide::{
    ApiError, Bot, RequestError,
    payloads::{AnswerCallbackQuerySetters, EditMessageTextSetters, GetUpdatesSetters, SendMessageSetters},
    requests::Requester,
    types::{AllowedUpdate, CallbackQueryId, ChatId, MessageId, ParseMode, ThreadId, Update},
};
use tokio::time::timeout;

use crate::channel::split;
use crate::channel::telegram::{TelegramSettings, TelegramSetup, connect, keyboard, no_preview, plainly};
use crate::notice::message::Message;

/// How long Telegram holds a poll when there is nothing to tell.
const HELD: u32 = 25;
/// How long a request may take: longer than a held poll, or every quiet half minute would be an error.
const REQUEST: Duration = Duration::from_secs(40);
/// How long a poll may take with the library's own nap after an error of the server.
const POLL: Duration = Duration::from_secs(55);
/// How long an answer may take. Whoever asked has long asked again by then.
const ANSWER: Duration = Duration::from_secs(15);

/// The most parts of one answer: more is a flood, not an answer.
const PARTS: usize = 4;

/// Something to say.
#[derive(Clone, Debug)]
pub(super) enum Outgoing {
    /// A message.
    Say {
        chat: i64,
        /// The topic it was asked in.
        thread: Option<ThreadId>,
        message: Message,
        buttons: Vec<(String, String)>,
    },
    /// New words in place of a message of ours, and new buttons or none.
    Edit { chat: i64, id: i32, message: Message, buttons: Vec<(String, String)> },
    /// The end of a press: without words, or with words that must be clicked away.
    Pop { id: CallbackQueryId, words: Option<String> },
}

/// The connection to the Bot API.
#[derive(Clone)]
pub struct Wire {
    bot: Bot,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The bot's own Debug prints the token.
        f.write_str("Wire")
    }
}

impl Wire {
    /// Checks the settings; their timeout is for letters and not used here. Connects to nobody.
    ///
    /// # Errors
    /// When the settings cannot work; the text says what to change.
    pub fn new(settings: &TelegramSettings) -> Result<Self, TelegramSetup> {
        let settings = TelegramSettings { timeout: REQUEST, ..settings.clone() };
        Ok(Self { bot: connect(settings)? })
    }

    /// The number of the bot: the part of the token that is no secret.
    pub(super) fn number(&self) -> &str {
        self.bot.token().split(':').next().unwrap_or_default()
    }

    /// The user name of the bot.
    pub(super) async fn me(&self) -> Result<String, RequestError> {
        match timeout(ANSWER, self.bot.get_me().into_future()).await.map_err(out_of_time)? {
            Ok(me) => Ok(me.username().to_owned()),
            // A Bot API server of one's own may say less about itself than Telegram; the name is all that is needed.
            Err(RequestError::InvalidJson { source, raw }) => {
                let said: Option<serde_json::Value> = serde_json::from_str(&raw).ok();
                let name = said.as_ref().and_then(|said| said["result"]["username"].as_str()).map(str::to_owned);
                name.ok_or(RequestError::InvalidJson { source, raw })
            }
            Err(error) => Err(error),
        }
    }

    /// Waits for updates from an offset on; that confirms all before it.
    pub(super) async fn poll(&self, offset: Option<i32>) -> Result<Vec<Update>, RequestError> {
        // Telegram remembers the list from call to call; another program may have left another list.
        let wanted = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery];
        let mut request = self.bot.get_updates().timeout(HELD).allowed_updates(wanted);
        if let Some(offset) = offset {
            request = request.offset(offset);
        }
        timeout(POLL, request.into_future()).await.map_err(out_of_time)?
    }

    /// An error in words that may be logged.
    pub(super) fn plainly(&self, error: &RequestError) -> String {
        plainly(error, self.bot.token())
    }

    /// Says things in order. What does not arrive is logged and lost.
    pub(super) async fn say(&self, all: Vec<Outgoing>) {
        for one in all {
            let said = timeout(ANSWER, self.say_one(one)).await.map_err(out_of_time).and_then(|said| said);
            match said {
                Ok(()) => {}
                // Pressed twice, or deleted meanwhile: nothing is left to change.
                Err(RequestError::Api(
                    ApiError::MessageNotModified
                    | ApiError::MessageToEditNotFound
                    | ApiError::MessageIdInvalid
                    | ApiError::MessageCantBeEdited
                    | ApiError::InvalidQueryId,
                )) => tracing::debug!("There was nothing left to answer"),
                Err(error) => tracing::warn!(why = self.plainly(&error), "An answer in a chat did not arrive"),
            }
        }
    }

    async fn say_one(&self, one: Outgoing) -> Result<(), RequestError> {
        match one {
            Outgoing::Say { chat, thread, message, buttons } => {
                let parts = split::parts(message.chat().as_str(), split::LIMIT);
                for (nth, part) in parts.into_iter().take(PARTS).enumerate() {
                    let mut request = self.bot.send_message(ChatId(chat), part).link_preview_options(no_preview());
                    request = request.parse_mode(ParseMode::Html);
                    if let Some(thread) = thread {
                        request = request.message_thread_id(thread);
                    }
                    if let Some(keyboard) = keyboard(&buttons).filter(|_| nth == 0) {
                        request = request.reply_markup(keyboard);
                    }
                    request.await?;
                }
            }
            Outgoing::Edit { chat, id, message, buttons } => {
                let parts = split::parts(message.chat().as_str(), split::LIMIT);
                let text = parts.into_iter().next().unwrap_or_default();
                let mut request = self.bot.edit_message_text(ChatId(chat), MessageId(id), text);
                request = request.parse_mode(ParseMode::Html).link_preview_options(no_preview());
                // Without a keyboard the old one goes.
                if let Some(keyboard) = keyboard(&buttons) {
                    request = request.reply_markup(keyboard);
                }
                request.await?;
            }
            Outgoing::Pop { id, words } => {
                let mut request = self.bot.answer_callback_query(id);
                if let Some(words) = words {
                    request = request.text(words).show_alert(true);
                }
                request.await?;
            }
        }
        Ok(())
    }
}

fn out_of_time(_: tokio::time::error::Elapsed) -> RequestError {
    RequestError::Io(std::sync::Arc::new(std::io::Error::from(std::io::ErrorKind::TimedOut)))
}
