//! A Bot API server inside the test: it answers like Telegram over HTTP and fails as the script says.
//!
//! In: replies to come, and updates as people would cause them. Out: every call that was received, in
//! order. It knows one token, keeps no chats, looks at no clock (but `getUpdates` waits as long as it is
//! asked to), and forgets an update when a later offset confirms it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::sync::{Arc, Mutex, MutexGuard};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use serde_json::{Value, json};
use tokio::{sync::Notify, task::JoinHandle};

// Every test binary has its own copy of this file and uses a part of it.
const _: () = {
    let _ = (BotApi::url, BotApi::calls, BotApi::sent, BotApi::next, BotApi::always, BotApi::opens, BotApi::reached);
    let _ = (BotApi::press, BotApi::says, BotApi::update, BotApi::script, BotApi::heard);
    let _ = (flood, forbidden, bad_request, moved, Reply::Page, Reply::Hang, Reply::Drop, Reply::Odd);
};

/// The one token the server knows.
pub const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";

/// What a call is answered with.
#[derive(Clone, Debug)]
pub enum Reply {
    /// As Telegram does when all is well.
    Fine,
    /// A refusal: HTTP status and the answer's own fields.
    Refused(u16, Value),
    /// A page of HTML with this status, as proxies send it.
    Page(u16),
    /// This JSON, with status 200.
    Odd(Value),
    /// The call is carried out, and nothing is ever said.
    Hang,
    /// The call is carried out, and the connection closed before a word.
    Drop,
}

/// 429: this chat has to wait.
pub fn flood(seconds: u32) -> Reply {
    let text = format!("Too Many Requests: retry after {seconds}");
    Reply::Refused(429, json!({ "description": text, "parameters": { "retry_after": seconds } }))
}

/// 403 with the rest of the text, as in `bot was blocked by the user`.
pub fn forbidden(text: &str) -> Reply {
    Reply::Refused(403, json!({ "description": format!("Forbidden: {text}") }))
}

/// 400 with the rest of the text, as in `chat not found`.
pub fn bad_request(text: &str) -> Reply {
    Reply::Refused(400, json!({ "description": format!("Bad Request: {text}") }))
}

/// 400: the group has become a supergroup with this id.
pub fn moved(chat: i64) -> Reply {
    let text = "Bad Request: group chat was upgraded to a supergroup chat";
    Reply::Refused(400, json!({ "description": text, "parameters": { "migrate_to_chat_id": chat } }))
}

/// A call that was received.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// As the Bot API spells it: `sendMessage`.
    pub method: String,
    /// The parameters.
    pub body: Value,
}

/// When a reply is used: for this method, this chat (or any), so many times.
struct Rule {
    method: String,
    chat: Option<i64>,
    left: usize,
    reply: Reply,
}

#[derive(Default)]
struct House {
    rules: Vec<Rule>,
    calls: Vec<Call>,
    updates: Vec<Value>,
    last_update: i64,
    last_message: i64,
}

#[derive(Clone, Default)]
struct Shared {
    house: Arc<Mutex<House>>,
    news: Arc<Notify>,
    reached: Arc<Notify>,
    called: Arc<Notify>,
}

/// The server. Dropping it closes the port.
pub struct BotApi {
    url: String,
    shared: Shared,
    serves: JoinHandle<()>,
}

impl BotApi {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared::default();
        let app = Router::new().fallback(axum::routing::any(called)).with_state(shared.clone());
        let serves = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, shared, serves }
    }

    /// Where it listens, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The next `sendMessage`, to whatever chat, is answered with this. Calls queue up.
    pub fn next(&self, reply: Reply) {
        self.script("sendMessage", None, 1, reply);
    }

    /// Every `sendMessage` to this chat is answered with this.
    pub fn always(&self, chat: i64, reply: Reply) {
        self.script("sendMessage", Some(chat), usize::MAX, reply);
    }

    /// Nothing that was asked for about this chat holds any more.
    pub fn opens(&self, chat: i64) {
        lock(&self.shared).rules.retain(|rule| rule.chat != Some(chat));
    }

    /// The general form: the first rule that fits a call and is not used up answers it.
    pub fn script(&self, method: &str, chat: Option<i64>, times: usize, reply: Reply) {
        lock(&self.shared).rules.push(Rule { method: method.to_owned(), chat, left: times, reply });
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.shared).calls.clone()
    }

    /// The parameters of every `sendMessage` so far, refused ones too.
    pub fn sent(&self) -> Vec<Value> {
        let calls = self.calls();
        calls.into_iter().filter(|call| call.method == "sendMessage").map(|call| call.body).collect()
    }

    /// Waits until a scripted reply has been used; one call for each.
    pub async fn reached(&self) {
        self.shared.reached.notified().await;
    }

    /// Waits until the calls so far are enough. Two minutes without that are a failure.
    pub async fn once(&self, enough: impl Fn(&[Call]) -> bool) {
        let waiting = async {
            loop {
                let called = self.shared.called.notified();
                tokio::pin!(called);
                called.as_mut().enable();
                if enough(&self.calls()) {
                    return;
                }
                called.await;
            }
        };
        let patience = std::time::Duration::from_mins(2);
        let waited = tokio::time::timeout(patience, waiting).await;
        assert!(waited.is_ok(), "not called as expected: {:#?}", self.calls());
    }

    /// Waits until everything that people did has been confirmed by a later offset.
    pub async fn heard(&self) {
        let last = lock(&self.shared).last_update;
        self.once(|calls| {
            let polls = calls.iter().filter(|call| call.method == "getUpdates");
            polls.filter_map(|call| call.body["offset"].as_i64()).any(|offset| offset > last)
        })
        .await;
    }

    /// Somebody presses a button under a message of the bot.
    pub fn press(&self, chat: i64, user: i64, message: i64, data: &str) {
        let under = message_json(chat, message, "…");
        self.update(json!({ "callback_query": {
            "id": format!("press-{message}-{user}"), "from": user_json(user), "message": under,
            "chat_instance": "1", "data": data,
        } }));
    }

    /// Somebody writes to the bot.
    pub fn says(&self, chat: i64, user: i64, text: &str) {
        let id = {
            let mut house = lock(&self.shared);
            house.last_message += 1;
            house.last_message
        };
        let mut message = message_json(chat, id, text);
        message["from"] = user_json(user);
        self.update(json!({ "message": message }));
    }

    /// Any other update; its id is added.
    pub fn update(&self, mut update: Value) {
        {
            let mut house = lock(&self.shared);
            house.last_update += 1;
            update["update_id"] = house.last_update.into();
            house.updates.push(update);
        }
        self.shared.news.notify_waiters();
    }
}

impl Drop for BotApi {
    fn drop(&mut self) {
        self.serves.abort();
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, House> {
    shared.house.lock().unwrap()
}

async fn called(State(shared): State<Shared>, path: Path<()>, request: axum::extract::Request) -> Response {
    let Path(()) = path;
    let uri = request.uri().path().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let Some(method) = uri.strip_prefix(&format!("/bot{TOKEN}/")) else {
        return refused(401, json!({ "description": "Unauthorized" }));
    };
    // The library writes SendMessage; the Bot API does not mind.
    let method = method[..1].to_ascii_lowercase() + &method[1..];
    let reply = {
        let mut house = lock(&shared);
        house.calls.push(Call { method: method.clone(), body: body.clone() });
        let chat = body["chat_id"].as_i64().or_else(|| body["chat_id"].as_str().and_then(|id| id.parse().ok()));
        let fits =
            |rule: &&mut Rule| rule.left > 0 && rule.method == method && rule.chat.is_none_or(|it| Some(it) == chat);
        house.rules.iter_mut().find(fits).map(|rule| {
            rule.left -= 1;
            rule.reply.clone()
        })
    };
    shared.called.notify_waiters();
    if reply.is_some() {
        shared.reached.notify_one();
    }
    match reply.unwrap_or(Reply::Fine) {
        Reply::Fine => fine(&shared, &method, &body).await,
        Reply::Refused(code, fields) => refused(code, fields),
        Reply::Page(code) => {
            (StatusCode::from_u16(code).unwrap(), Html("<html><h1>Bad Gateway</h1></html>")).into_response()
        }
        Reply::Odd(value) => Json(value).into_response(),
        Reply::Hang => std::future::pending().await,
        // Ends the connection's task, and the connection with it, without the noise of a panic.
        Reply::Drop => std::panic::resume_unwind(Box::new("the reply is lost")),
    }
}

fn refused(code: u16, mut fields: Value) -> Response {
    fields["ok"] = false.into();
    fields["error_code"] = code.into();
    (StatusCode::from_u16(code).unwrap(), Json(fields)).into_response()
}

async fn fine(shared: &Shared, method: &str, body: &Value) -> Response {
    let result = match method {
        "getMe" => json!({
            "id": 110_201_543, "is_bot": true, "first_name": "staywatch", "username": "staywatch_bot",
            "can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
            "can_connect_to_business": false, "has_main_web_app": false,
        }),
        "sendMessage" => {
            let id = {
                let mut house = lock(shared);
                house.last_message += 1;
                house.last_message
            };
            message_json(chat_of(body), id, body["text"].as_str().unwrap_or_default())
        }
        "editMessageText" | "editMessageReplyMarkup" => {
            let id = body["message_id"].as_i64().unwrap_or_default();
            message_json(chat_of(body), id, body["text"].as_str().unwrap_or("…"))
        }
        "answerCallbackQuery" | "deleteWebhook" | "setMyCommands" | "pinChatMessage" => json!(true),
        "getUpdates" => updates(shared, body).await,
        _ => return refused(404, json!({ "description": "Not Found" })),
    };
    Json(json!({ "ok": true, "result": result })).into_response()
}

/// Confirms what is older than the offset, and waits for news as long as it is asked to.
async fn updates(shared: &Shared, body: &Value) -> Value {
    let offset = body["offset"].as_i64().unwrap_or_default();
    let patience = std::time::Duration::from_secs(body["timeout"].as_u64().unwrap_or_default());
    let news = async {
        loop {
            let told = shared.news.notified();
            tokio::pin!(told);
            told.as_mut().enable();
            {
                let mut house = lock(shared);
                house.updates.retain(|update| update["update_id"].as_i64() >= Some(offset));
                if !house.updates.is_empty() {
                    return Value::from(house.updates.clone());
                }
            }
            told.await;
        }
    };
    tokio::time::timeout(patience, news).await.unwrap_or_else(|_| json!([]))
}

fn chat_of(body: &Value) -> i64 {
    body["chat_id"].as_i64().unwrap_or_default()
}

fn user_json(user: i64) -> Value {
    json!({ "id": user, "is_bot": false, "first_name": format!("user {user}") })
}

/// A message of 2 March 2026, 06:00 UTC.
fn message_json(chat: i64, id: i64, text: &str) -> Value {
    let place = if chat > 0 {
        json!({ "id": chat, "type": "private", "first_name": "person" })
    } else if chat <= -1_000_000_000_000 {
        json!({ "id": chat, "type": "supergroup", "title": "group" })
    } else {
        json!({ "id": chat, "type": "group", "title": "group" })
    };
    json!({ "message_id": id, "date": 1_772_431_200, "chat": place, "text": text })
}
