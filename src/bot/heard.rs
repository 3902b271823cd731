//! An update of the Bot API, reduced to what matters here.
//!
//! In: an update. Out: chat, user and words or button; the names a chat shows are dropped at this door.

use teloxide::types::{CallbackQueryId, ThreadId, Update, UpdateKind};

/// What somebody did.
#[derive(Clone, Debug)]
pub(super) enum Heard {
    /// Wrote a message.
    Said(Said),
    /// Pressed a button.
    Pressed(Pressed),
    /// A group got another chat id.
    Moved {
        /// The old one.
        from: i64,
        /// The new one.
        to: i64,
    },
    /// Nothing that concerns us.
    Nothing,
}

/// A message.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Where.
    pub(super) chat: i64,
    /// True when only the bot can read it.
    pub(super) private: bool,
    /// The topic of the group, if it has topics.
    pub(super) thread: Option<ThreadId>,
    /// The words.
    pub(super) text: String,
    /// When, in Unix seconds, by Telegram's clock.
    pub(super) at: i64,
}

/// A press. Its data may have been made up: only chat and user are vouched for.
#[derive(Clone, Debug)]
pub(super) struct Pressed {
    /// Names the press in the answer.
    pub(super) id: CallbackQueryId,
    /// Where the button stands; `None`: in no chat that the bot is in, or in somebody else's.
    pub(super) chat: Option<i64>,
    /// Who.
    pub(super) user: i64,
    /// The message with the button.
    pub(super) message: i32,
    /// What the button holds.
    pub(super) data: String,
}

/// The longest text that Telegram lets anybody write.
const LONGEST: usize = 4096;

/// The words that are there to be seen: nothing that turns the direction of writing, hides, or only takes room.
fn plain(text: &str) -> String {
    let unseen = |c: char| {
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
            || c.is_control() && !c.is_whitespace()
    };
    text.chars().filter(|c| !unseen(*c)).take(LONGEST).collect()
}

pub(super) fn heard(update: Update) -> Heard {
    match update.kind {
        UpdateKind::Message(message) => {
            if let Some(to) = message.migrate_to_chat_id() {
                return Heard::Moved { from: message.chat.id.0, to: to.0 };
            }
            // Two bots that answer each other never stop. An admin of a group who hides behind it is the group; a channel
            // that speaks in it is somebody else.
            let from_bot = message.from.as_ref().is_some_and(|user| user.is_bot);
            let as_the_group = message.sender_chat.as_ref().is_some_and(|sender| sender.id == message.chat.id);
            let of_another = message.sender_chat.is_some() && !as_the_group;
            // Forwarded words, and words that a bot put into somebody's mouth, are not a command of whoever passed them on.
            let passed_on = message.forward_origin().is_some() || message.via_bot.is_some();
            match message.text() {
                Some(text) if (!from_bot || as_the_group) && !of_another && !passed_on => Heard::Said(Said {
                    chat: message.chat.id.0,
                    private: message.chat.is_private(),
                    thread: message.thread_id.filter(|_| message.is_topic_message),
                    text: plain(text),
                    at: message.date.timestamp(),
                }),
                _ => Heard::Nothing,
            }
        }
        UpdateKind::CallbackQuery(query) => Heard::Pressed(Pressed {
            chat: query
                .message
                .as_ref()
                .map(|message| message.chat().id.0)
                .filter(|chat| !query.from.is_bot && (*chat < 0 || u64::try_from(*chat) == Ok(query.from.id.0))),
            message: query.message.as_ref().map_or(0, |message| message.id().0),
            user: i64::try_from(query.from.id.0).unwrap_or_default(),
            data: query.data.unwrap_or_default(),
            id: query.id,
        }),
        UpdateKind::Error(_) => {
            // Its text is not logged: it holds what somebody wrote.
            tracing::error!(update.id = update.id.0, "Could not read update {}; it is passed over", update.id.0);
            Heard::Nothing
        }
        _ => Heard::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_cannot_be_seen_is_not_heard() {
        assert_eq!(plain("/ca\u{200b}se \u{202e}kudin\u{2069}\u{feff}\u{0}\n"), "/case kudin\n");
        assert_eq!(plain("/case Кудин"), "/case Кудин");
        assert_eq!(plain(&"x".repeat(100_000)).len(), 4096);
    }
}
