//! Letters by Telegram, through the Bot API.
//!
//! In: settings once, then letters. Out: one answer a letter. Each letter goes its own way: one chat told to
//! wait makes no other wait. It never retries (except words without markup, when Telegram cannot read the
//! markup), never logs the bot, and never lets the token into an answer.
//!
//! A letter too long for one message goes out as several. The first carries the subject and the buttons:
//! it is the one that is certain to exist when a later one fails. Its id comes first in the receipt.

use std::{fmt, future::IntoFuture, time::Duration};

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use teloxide::{
    ApiError, Bot, RequestError,
    payloads::SendMessageSetters,
    requests::Requester,
    types::{ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ParseMode},
};
use tokio::time::{sleep, timeout};
use url::{Host, Url};

use super::{Address, Answer, Letter, pace::Pace, scrub::Scrub, split};

/// Longest data of a button, in bytes. With a longer one Telegram refuses the whole message.
const BUTTON: usize = 64;

/// Longest wait for a connection. Kept well under the timeout of the whole, so that the whole can only
/// run out once the request is on its way.
const CONNECT: Duration = Duration::from_secs(5);

/// All waits between the parts of one letter: with the parts themselves they end well before anybody else may claim it.
const BETWEEN: Duration = Duration::from_mins(1);

/// Between two messages, whatever their chats: the Bot API takes some thirty a second. One that it refuses for that waits for its
/// next try, a burst of them for minutes, and the one after it waits longer.
const APART: Duration = Duration::from_millis(35);

/// What the daemon must know to send through a bot.
#[derive(Clone, Debug)]
pub struct TelegramSettings {
    /// The bot's token.
    pub token: SecretString,
    /// Another Bot API server than Telegram's.
    pub api_url: Option<Url>,
    /// How long one message may take.
    pub timeout: Duration,
}

impl TelegramSettings {
    /// Patience for one message. After an error of its own the Bot API library waits ten seconds before it
    /// reads the answer; this leaves room for that.
    pub const TIMEOUT: Duration = Duration::from_secs(30);
}

/// Why the Telegram channel cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelegramSetup {
    /// Not a token.
    #[error("the bot token is empty or holds a space; copy it from BotFather as it is")]
    Token,
    /// The token would travel in the clear, or the address cannot carry a path.
    #[error("`{0}` cannot be a Bot API server: use https, or http on this machine")]
    Url(String),
    /// The HTTP library refuses.
    #[error("the HTTP client cannot be set up: {0}")]
    Client(String),
}

/// The Telegram channel.
pub struct Telegram {
    pub(super) bot: Bot,
    pub(super) timeout: Duration,
    pub(super) pace: Pace,
}

impl fmt::Debug for Telegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The bot's own Debug prints the token.
        f.write_str("Telegram")
    }
}

impl Telegram {
    /// Checks the settings. Connects to nobody.
    ///
    /// # Errors
    /// When the settings cannot work; the text says what to change.
    pub fn new(settings: TelegramSettings) -> Result<Self, TelegramSetup> {
        let timeout = settings.timeout;
        Ok(Self { bot: connect(settings)?, timeout, pace: Pace::new(APART) })
    }

    /// Sends one letter in its turn. Takes at most twice the timeout (markup, then words) for each of its parts, of
    /// which there is mostly one, and a minute between them. How many letters go out at a time is the caller's choice.
    pub async fn send(&self, letter: &Letter) -> Answer {
        let Address::Telegram(chat) = letter.to else {
            return Answer::Temporary { why: "this letter is not for a chat".to_owned(), after: None };
        };
        let parts = split::parts(letter.message.chat().as_str(), split::LIMIT);
        if parts.is_empty() {
            return Answer::Temporary { why: "this letter says nothing".to_owned(), after: None };
        }
        let (mut ids, mut waited) = (Vec::new(), Duration::ZERO);
        for (nth, part) in parts.iter().enumerate() {
            let buttons = if nth == 0 { letter.buttons.as_slice() } else { &[] };
            let mut answer = self.part(ChatId(chat), part, buttons).await;
            // The reader has the beginning: what Telegram asks for is waited for here, or all of it would come again.
            if let Answer::Temporary { after: Some(asked), .. } = answer
                && nth > 0
                && waited + asked <= BETWEEN
            {
                waited += asked;
                sleep(asked).await;
                answer = self.part(ChatId(chat), part, buttons).await;
            }
            match answer {
                Answer::Sent(id) => ids.push(id),
                // The reader has the beginning; when all of it comes again he must be told that it does.
                Answer::Temporary { why, .. } | Answer::Unknown { why } if nth > 0 => {
                    let why = format!("part {} of {}: {why}", nth + 1, parts.len());
                    return Answer::Unknown { why };
                }
                other => return other,
            }
        }
        Answer::Sent(ids.join(","))
    }

    /// Sends one part, and once more without markup when Telegram cannot read the markup.
    async fn part(&self, chat: ChatId, html: &str, buttons: &[(String, String)]) -> Answer {
        let mut outcome = self.attempt(chat, html, true, buttons).await;
        if let Err(Failure::Told(RequestError::Api(ApiError::CantParseEntities(_)))) = outcome {
            outcome = self.attempt(chat, &split::words(html), false, buttons).await;
        }
        match outcome {
            Ok(id) => Answer::Sent(id),
            Err(Failure::Told(error)) => verdict(&error, self.bot.token()),
            Err(Failure::Silence) => Answer::Unknown { why: "Telegram took the message and said nothing".to_owned() },
        }
    }

    async fn attempt(
        &self,
        chat: ChatId,
        text: &str,
        markup: bool,
        buttons: &[(String, String)],
    ) -> Result<String, Failure> {
        let mut request = self.bot.send_message(chat, text).link_preview_options(no_preview());
        if markup {
            request = request.parse_mode(ParseMode::Html);
        }
        if let Some(keyboard) = keyboard(buttons) {
            request = request.reply_markup(keyboard);
        }
        self.pace.turn().await;
        // The client's own timeout does not cover the library's nap after a server error.
        match timeout(self.timeout, request.into_future()).await {
            Ok(Ok(message)) => Ok(message.id.0.to_string()),
            Ok(Err(error)) => accepted(&error).ok_or(Failure::Told(error)),
            Err(_) => Err(Failure::Silence),
        }
    }
}

/// Asks the Bot API who the bot is and where its updates go, and says nothing to anybody. The address that takes them, if
/// one is set.
///
/// # Errors
/// Why nothing would go out now, in words that hold no secret.
pub async fn try_out(settings: TelegramSettings) -> Result<Option<String>, String> {
    let bot = connect(settings).map_err(|error| error.to_string())?;
    let asked = bot.get_webhook_info().into_future().await;
    let info = asked.map_err(|error| plainly(&error, bot.token()))?;
    Ok(info.url.map(|url| url.host_str().unwrap_or_default().to_owned()))
}

/// What time it is by the clock of the Bot API, to the second; `None` when it does not say.
pub async fn their_clock(settings: TelegramSettings) -> Option<Timestamp> {
    let bot = connect(settings).ok()?;
    let mut url = bot.api_url();
    url.path_segments_mut().ok()?.pop_if_empty().extend([format!("bot{}", bot.token()).as_str(), "getMe"]);
    // Whatever went wrong is told by those who ask for more than the time; the error would hold the token.
    let answer = bot.client().get(url).send().await.ok()?;
    let date = answer.headers().get("date")?.to_str().ok()?;
    jiff::fmt::rfc2822::parse(date).ok().map(|date| date.timestamp())
}

/// The library's bot, with a client of our own. Connects to nobody.
///
/// # Errors
/// When the settings cannot work; the text says what to change.
pub(crate) fn connect(settings: TelegramSettings) -> Result<Bot, TelegramSetup> {
    let TelegramSettings { token, api_url, timeout } = settings;
    let token = token.expose_secret();
    if token.is_empty() || token.contains(char::is_whitespace) {
        return Err(TelegramSetup::Token);
    }
    // The token stands in the address of every request: nobody may send it elsewhere, nor into the clear. In the clear it
    // goes to a server on this very machine only, which the settings see to.
    let in_clear = api_url.as_ref().is_some_and(|url| url.scheme() == "http");
    let client = teloxide::net::default_reqwest_settings()
        .timeout(timeout)
        .https_only(!in_clear)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT.min(timeout / 2))
        // A connection kept for later may be closed under the next request; whether that one arrived
        // could then not be known.
        .pool_max_idle_per_host(0)
        .build()
        .map_err(|error| TelegramSetup::Client(error.to_string()))?;
    let mut bot = Bot::with_client(token, client);
    if let Some(url) = api_url {
        bot = bot.set_api_url(usable(url)?);
    }
    Ok(bot)
}

/// Why an attempt brought no receipt.
enum Failure {
    /// The library's account of it.
    Told(RequestError),
    /// Time ran out. The connection had its own, shorter time: the request was on its way.
    Silence,
}

/// A success whose details this version of the library cannot read is a success: Telegram adds fields,
/// and sending again for that would repeat every letter for ever.
pub(super) fn accepted(error: &RequestError) -> Option<String> {
    let RequestError::InvalidJson { raw, .. } = error else { return None };
    let answer: serde_json::Value = serde_json::from_str(raw).ok()?;
    let id = || answer["result"]["message_id"].as_i64().map_or_else(|| "no id".to_owned(), |id| id.to_string());
    (answer["ok"] == true).then(id)
}

/// What the outbox should do after an error. Pure, and the only place that decides it.
pub(super) fn verdict(error: &RequestError, token: &str) -> Answer {
    let temporary = |why: String| Answer::Temporary { why, after: None };
    match error {
        RequestError::RetryAfter(wait) => {
            Answer::Temporary { why: "Telegram asks to wait".to_owned(), after: Some(wait.duration()) }
        }
        RequestError::MigrateToChatId(chat) => Answer::Moved(chat.0),
        RequestError::Api(error) => refusal(error, token),
        RequestError::Network(error) if error.is_connect() || error.is_builder() => {
            temporary(format!("connecting to Telegram: {}", cause(error.as_ref(), token)))
        }
        RequestError::Network(error) => {
            let why = format!("Telegram took the message and the answer was lost: {}", cause(error.as_ref(), token));
            Answer::Unknown { why }
        }
        // Mostly a proxy's page of HTML. A proxy that failed on the way back looks like one that failed on
        // the way there. The page is not repeated: it may hold the URL, and the URL holds the token.
        RequestError::InvalidJson { .. } => {
            Answer::Unknown { why: "something between us and Telegram answered in its place".to_owned() }
        }
        RequestError::Io(error) => temporary(error.to_string()),
    }
}

/// Parts of refusals that are about the chat and that the library has no name for.
const CHAT_IS_LOST: [&str; 10] = [
    "Forbidden:",
    "PEER_ID_INVALID",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_RESTRICTED",
    "USER_IS_BLOCKED",
    "not enough rights to send",
    "have no rights to send",
    "group chat was deleted",
    "group chat was deactivated",
    "group chat was upgraded",
];

/// Errors of Telegram's own machines come as text too; whether the message was kept is anyone's guess.
const THEIR_FAULT: [&str; 4] = ["Internal Server Error", "Bad Gateway", "Gateway Timeout", "Service Unavailable"];

fn refusal(error: &ApiError, token: &str) -> Answer {
    let why = format!("Telegram refused: {}", clean(&error.to_string(), token));
    match error {
        ApiError::BotBlocked
        | ApiError::UserDeactivated
        | ApiError::ChatNotFound
        | ApiError::UserNotFound
        | ApiError::GroupDeactivated
        | ApiError::BotKicked
        | ApiError::BotKickedFromSupergroup
        | ApiError::BotKickedFromChannel
        | ApiError::CantInitiateConversation
        | ApiError::CantTalkWithBots
        | ApiError::NotEnoughRightsToPostMessages => Answer::Permanent { why },
        ApiError::InvalidToken => {
            let why = "Telegram does not accept our bot token; every letter waits until it is put right".to_owned();
            Answer::Temporary { why, after: None }
        }
        ApiError::Unknown(text) if CHAT_IS_LOST.iter().any(|part| text.contains(part)) => Answer::Permanent { why },
        ApiError::Unknown(text) if THEIR_FAULT.iter().any(|part| text.contains(part)) => Answer::Unknown { why },
        // A refusal that nobody foresaw is more likely our mistake than a dead chat; declaring the chat
        // dead would silence every later letter to it.
        _ => Answer::Temporary { why, after: None },
    }
}

/// An error in words that hold neither the token nor anything a proxy wrote.
pub(crate) fn plainly(error: &RequestError, token: &str) -> String {
    match error {
        RequestError::Network(error) => cause(error.as_ref(), token),
        RequestError::InvalidJson { .. } => "something between us and Telegram answered in its place".to_owned(),
        other => clean(&other.to_string(), token),
    }
}

/// The innermost cause: the outer layers only say "error sending request" again.
fn cause(error: &dyn std::error::Error, token: &str) -> String {
    let mut inner = error;
    while let Some(deeper) = inner.source() {
        inner = deeper;
    }
    clean(&inner.to_string(), token)
}

fn clean(text: &str, token: &str) -> String {
    let mut scrub = Scrub::default();
    scrub.hide(token, "…");
    scrub.clean(text)
}

pub(crate) fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// One button a row, so that labels stay readable on a narrow phone. A button that Telegram would refuse is
/// left out: better a message without it than no message.
pub(crate) fn keyboard(buttons: &[(String, String)]) -> Option<InlineKeyboardMarkup> {
    let fits = |(label, data): &&(String, String)| !label.trim().is_empty() && (1..=BUTTON).contains(&data.len());
    let left_out = buttons.iter().filter(|button| !fits(button)).count();
    if left_out > 0 {
        tracing::error!(buttons.left_out = left_out, "Left out {left_out} buttons that Telegram would refuse");
    }
    let rows: Vec<_> =
        buttons.iter().filter(fits).map(|(label, data)| [InlineKeyboardButton::callback(label, data)]).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// The token is part of the path: in the clear only within this machine.
fn usable(mut url: Url) -> Result<Url, TelegramSetup> {
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(TelegramSetup::Url(url.into()));
    }
    if let Ok(mut path) = url.path_segments_mut() {
        // The library appends to the path; an empty last segment would double the slash.
        path.pop_if_empty();
    }
    Ok(url)
}
