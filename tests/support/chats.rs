//! A listener over sockets, with chats, two cases and a hand-moved clock.
//!
//! In: what people write and press. Out: what the bot said, and what stands in the report files. What must not happen
//! is shown by closing the listener, which lets every answer under way go out, and then reading all that was said.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::sync::Arc;

use serde_json::Value;
use staywatch::bot::{Listener, Wire};
use staywatch::channel::telegram::TelegramSettings;
use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, Setup};
use staywatch::notice::words::Words;
use staywatch::store::{Store, StoreKey};
use tempfile::TempDir;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::botapi::{BotApi, TOKEN};

// Every test binary has its own copy of this file and uses a part of it.
const _: () = {
    let _ = (ADMIN, COUNSEL, PRESS, DESK, Chats::popped, Chats::quiet, Chats::stops, Chats::asked, Chats::open);
    let _ = (Chats::edited, Chats::answer, first_line, buttons);
};

pub const DUTY: i64 = 1001;
pub const COUNSEL: i64 = 1002;
pub const PRESS: i64 = 1003;
pub const ADMIN: i64 = 1004;
pub const DESK: i64 = -2001;
pub const STRANGER: i64 = 666_042;

pub const PEOPLE: &str = r#"
[[person]]
id = "duty"
role = "coordinator"
telegram = 1001

[[person]]
id = "counsel"
role = "lawyer"
telegram = 1002
language = "ru"

[[person]]
id = "press"
role = "advocacy"
telegram = 1003

[[person]]
id = "admin"
role = "admin"
telegram = 1004

[[group]]
id = "desk"
members = ["duty"]
telegram = -2001
"#;

pub const CASES: &[(&str, &str)] = &[("case-a", "\"desk\", \"press\""), ("case-b", "\"counsel\"")];

pub fn case(id: &str, coordinators: &str) -> String {
    format!(
        r#"
id = "{id}"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
coordinators = [{coordinators}]
[[event]]
kind = "extradition-granted"
on = 2026-02-27
notified = 2026-02-27
"#
    )
}

/// A listener, and the chats it listens to.
pub struct Chats {
    pub api: BotApi,
    pub clock: HandClock,
    pub folder: TempDir,
    pub store: Store,
    pub ground: watch::Sender<Ground>,
    pub changed: Arc<Notify>,
    listening: Option<(CancellationToken, JoinHandle<()>)>,
}

impl Chats {
    /// Two cases, a listener not yet started; nine in the morning in Moscow.
    pub async fn quiet() -> Self {
        let folder = TempDir::new().unwrap();
        let config = folder.path();
        fs::create_dir_all(config.join("watchlist")).unwrap();
        fs::write(config.join("people.toml"), PEOPLE).unwrap();
        for (id, team) in CASES {
            fs::write(config.join(format!("watchlist/{id}.toml")), case(id, team)).unwrap();
        }
        let clock = HandClock::at("2026-03-02T06:00:30Z".parse().unwrap());
        let (setup, problems) = Setup::load(config, clock.now()).unwrap();
        assert_eq!(setup.cases.len(), 2, "{problems:?}");
        let key = StoreKey::create(&config.join("key")).unwrap();
        let store = Store::open(&config.join("staywatch.db"), &key).unwrap();
        let (ground, _) = watch::channel(Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) });
        let changed = Arc::new(Notify::new());
        Self { api: BotApi::start().await, clock, folder, store, ground, changed, listening: None }
    }

    pub async fn open() -> Self {
        let mut chats = Self::quiet().await;
        chats.listens();
        chats
    }

    pub fn listens(&mut self) {
        let settings = TelegramSettings {
            token: TOKEN.to_owned().into(),
            api_url: Some(self.api.url().parse().unwrap()),
            timeout: TelegramSettings::TIMEOUT,
        };
        let listener = Listener {
            wire: Wire::new(&settings).unwrap(),
            store: self.store.clone(),
            ground: self.ground.subscribe(),
            clock: Arc::new(self.clock.clone()),
            folder: self.folder.path().to_owned(),
            changed: self.changed.clone(),
        };
        let stop = CancellationToken::new();
        self.listening = Some((stop.clone(), tokio::spawn(listener.run(stop))));
    }

    /// Everything people did is handled and answered, and the listener ends.
    pub async fn closes(&mut self) {
        self.api.heard().await;
        self.stops().await;
    }

    pub async fn stops(&mut self) {
        let (stop, task) = self.listening.take().unwrap();
        stop.cancel();
        task.await.unwrap();
    }

    /// Waits for this many messages, and returns the last.
    pub async fn answer(&self, count: usize) -> Value {
        self.api.once(|calls| calls.iter().filter(|call| call.method == "sendMessage").count() >= count).await;
        self.api.sent()[count - 1].clone()
    }

    /// Waits for the end of this many presses, and returns the last.
    pub async fn popped(&self, count: usize) -> Value {
        let popped = || self.called("answerCallbackQuery");
        self.api.once(|_| popped().len() >= count).await;
        popped()[count - 1].clone()
    }

    pub async fn edited(&self, count: usize) -> Value {
        let edited = || self.called("editMessageText");
        self.api.once(|_| edited().len() >= count).await;
        edited()[count - 1].clone()
    }

    pub fn called(&self, method: &str) -> Vec<Value> {
        self.api.calls().into_iter().filter(|call| call.method == method).map(|call| call.body).collect()
    }

    /// What stands in the report file of a case.
    pub fn reports(&self, case: &str) -> String {
        fs::read_to_string(self.folder.path().join(format!("reports/{case}.toml"))).unwrap_or_default()
    }

    /// A question about case-a in the coordinator's chat: the data of its buttons.
    pub async fn asked(&self) -> Vec<String> {
        let before = self.api.sent().len();
        self.api.says(DUTY, DUTY, "/signal case-a moved");
        buttons(&self.answer(before + 1).await)
    }
}

pub fn buttons(sent: &Value) -> Vec<String> {
    let rows = sent["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row[0]["callback_data"].as_str().unwrap().to_owned()).collect()
}

pub fn first_line(sent: &Value) -> String {
    sent["text"].as_str().unwrap().lines().next().unwrap().replace("<b>", "").replace("</b>", "")
}
