//! A whole staywatch on a hand-moved clock, with a real store and real sockets to a mail server and a bot server.
//!
//! In: a configuration as text, and sentences such as `until`. Out: what the servers received. A message that the
//! story never looked at fails it when the house is left.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::sync::Arc;

use jiff::Timestamp;
use staywatch::bot::{Listener, Wire};
use staywatch::channel::Channels;
use staywatch::channel::email::{Email, SmtpSettings, Tls};
use staywatch::channel::telegram::{Telegram, TelegramSettings};
use staywatch::clock::{Clock, HandClock};
use staywatch::config::Ground;
use staywatch::ids::PersonId;
use staywatch::notice::answered::Act;
use staywatch::notice::words::Words;
use staywatch::outbox::{Outbox, Outcome, Reply, Target, answer};
use staywatch::schedule::{Scope, load_good, refresh, tick};
use staywatch::store::{self, Lock, Store, StoreKey, Via};
use tempfile::TempDir;
use tokio::sync::{Notify, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::botapi::{BotApi, TOKEN};
use crate::smtp::SmtpServer;

pub const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
zone = "Europe/Moscow"

[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
language = "ru"

[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

const QUIET_MORNINGS: &str = "[digest]\nat = \"never\"\n";

// Every test binary has its own copy of this file and uses a part of it.
const _: () = {
    let _ =
        (QUIET_MORNINGS, House::at, House::sleeps_until, House::edits, House::people, House::calendar, House::loses);
    let _ = (House::hears, House::puts_on_record, House::dies_while_sending, House::looks, House::audits);
    let _ = (House::without_foreign_keys, House::store, House::config, House::mails, House::chats);
    let _ = (House::takes, House::ground, House::moment, House::mails_over, House::sends_into_silence);
    let _ = (House::waits_for_the_next_try, House::hears_nothing_more, House::only_looks_until);
    let _ = (House::presses, House::place, House::restores, House::saves, House::starts_again);
};

#[path = "hands.rs"]
mod hands;

/// The whole house.
pub struct House {
    pub mail: SmtpServer,
    pub bot: BotApi,
    pub clock: HandClock,
    folder: TempDir,
    store: Store,
    lock: Option<Lock>,
    announce: watch::Sender<Ground>,
    channels: Arc<Channels>,
    changed: Arc<Notify>,
    deaf_when_left: Option<DropGuard>,
    seen: (usize, usize),
}

impl House {
    /// A house at a moment, with these cases by file name.
    pub async fn at(now: &str, cases: &[(&str, &str)]) -> Self {
        Self::with(now, cases, QUIET_MORNINGS).await
    }

    /// A house with settings of its own.
    pub async fn with(now: &str, cases: &[(&str, &str)], settings: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let config = folder.path().join("config");
        fs::create_dir_all(config.join("watchlist")).unwrap();
        fs::write(config.join("people.toml"), PEOPLE).unwrap();
        fs::write(config.join("staywatch.toml"), settings).unwrap();
        for (name, text) in cases {
            fs::write(config.join("watchlist").join(name), text).unwrap();
        }
        let (mail, bot) = (SmtpServer::start().await, BotApi::start().await);
        let channels = channels(&mail, &bot, Tls::Plain);
        let path = folder.path().join("staywatch.db");
        let lock = Lock::take(&path).unwrap();
        let key = StoreKey::create(&path.with_extension("key")).unwrap();
        let store = Store::open(&path, &key).unwrap().standing_by(&path, &key);
        let clock = HandClock::at(now.parse().unwrap());
        let change = load_good(&config, &store, clock.now()).unwrap();
        let mut setup = change.setup;
        setup.known_as_entered();
        let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
        refresh(&store, &ground, change.errors, Scope::All, clock.now()).await.unwrap();
        let (announce, in_force) = watch::channel(ground);
        let channels = Arc::new(channels);
        let (stop, changed) = (CancellationToken::new(), Arc::new(Notify::new()));
        let listener = Listener {
            wire: Wire::new(&telegram(&bot)).unwrap(),
            store: store.clone(),
            ground: in_force,
            clock: Arc::new(clock.clone()),
            folder: config,
            changed: Arc::clone(&changed),
        };
        tokio::spawn(listener.run(stop.clone()));
        let lock = Some(lock);
        let deaf_when_left = Some(stop.drop_guard());
        Self { mail, bot, clock, folder, store, lock, announce, channels, changed, deaf_when_left, seen: (0, 0) }
    }

    fn outbox(&self) -> Outbox {
        Outbox {
            store: self.store.clone(),
            channels: Arc::clone(&self.channels),
            ground: self.announce.subscribe(),
            clock: Arc::new(self.clock.clone()),
            sent: None,
        }
    }

    /// Lives until a moment: looks and sends whenever something is due, as the daemon's loops do.
    pub async fn until(&mut self, moment: &str) {
        let end: Timestamp = moment.parse().unwrap();
        loop {
            let ground = self.announce.borrow().clone();
            // As the loops do, which try again what the store refused: a full disk refuses twice.
            let (mut looked, mut sent) = (tick(&self.store, &ground, self.clock.now()).await, Ok(()));
            for _ in 0..2 {
                if looked.is_err() {
                    looked = tick(&self.store, &ground, self.clock.now()).await;
                }
                sent = self.outbox().flush().await;
                if sent.is_err() {
                    sent = self.outbox().flush().await;
                }
            }
            sent.unwrap();
            let looked = looked.unwrap();
            let retry = self.store.write(store::next_try).await.unwrap();
            // Sending may have woken a case: a refused address asks for the next person.
            let woken = self.store.write(store::next_wake).await.unwrap();
            let next = looked.next.into_iter().chain(retry).chain(woken).min();
            match next {
                Some(next) if next <= end => self.clock.set(next.max(self.clock.now())),
                _ => break,
            }
        }
        self.clock.set(end);
    }

    /// An hour's sleep of the whole machine: the clock moves, nothing runs.
    pub fn sleeps_until(&mut self, moment: &str) {
        self.clock.set(moment.parse().unwrap());
    }

    /// Writes a case file and reads the configuration again, as a saved edit does.
    pub async fn edits(&mut self, name: &str, text: &str) {
        fs::write(self.folder.path().join("config/watchlist").join(name), text).unwrap();
        self.reloads().await;
    }

    /// Writes people.toml and reads the configuration again.
    pub async fn people(&mut self, text: &str) {
        fs::write(self.folder.path().join("config/people.toml"), text).unwrap();
        self.reloads().await;
    }

    /// Writes a calendar of the admin's own and reads the configuration again.
    pub async fn calendar(&mut self, name: &str, text: &str) {
        let folder = self.folder.path().join("config/calendars");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), text).unwrap();
        self.reloads().await;
    }

    /// Takes a case file away.
    pub async fn loses(&mut self, name: &str) {
        fs::remove_file(self.folder.path().join("config/watchlist").join(name)).unwrap();
        self.reloads().await;
    }

    /// Reads the configuration again.
    pub async fn reloads(&mut self) {
        let config = self.folder.path().join("config");
        let change = load_good(&config, &self.store, self.clock.now()).unwrap();
        let mut setup = change.setup;
        setup.known_as_entered();
        let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
        refresh(&self.store, &ground, change.errors, Scope::Changed, self.clock.now()).await.unwrap();
        self.announce.send_replace(ground);
    }

    /// Somebody sees to everything that a case asks for, as if at the command line.
    pub async fn takes(&mut self, case: &str, person: &str) -> Vec<Outcome> {
        let (ground, now) = (self.announce.borrow().clone(), self.clock.now());
        let (case, person) = (case.to_owned(), PersonId::parse(person).unwrap());
        let answered = self.store.write(move |tx| {
            let by = ground.setup.people.person(&person).unwrap();
            let mut ids = tx.prepare("SELECT id FROM matter WHERE case_id = ?1 ORDER BY id")?;
            let ids: Vec<i64> = ids.query_map([&case], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let reply =
                |id| Reply { by, via: Via::CommandLine, act: Act::Taken, pause: None, target: Target::Matter(id) };
            ids.into_iter().map(|id| answer(tx, &ground, &reply(id), now)).collect()
        });
        answered.await.unwrap()
    }

    /// Somebody writes to the bot and waits for the answer; the data of its buttons.
    pub async fn hears(&mut self, chat: i64, text: &str) -> Vec<String> {
        let answers = self.bot.sent().len() + 1;
        self.bot.says(chat, chat, text);
        self.bot.once(|calls| calls.iter().filter(|call| call.method == "sendMessage").count() >= answers).await;
        let answer = self.bot.sent()[answers - 1].clone();
        let rows = answer["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        rows.iter().filter_map(|row| row[0]["callback_data"].as_str().map(str::to_owned)).collect()
    }

    /// Somebody presses a button and reads what pops up.
    pub async fn presses(&mut self, chat: i64, message: i64, button: &str) -> String {
        let answered =
            |calls: &[crate::botapi::Call]| calls.iter().filter(|call| call.method == "answerCallbackQuery").count();
        let before = answered(&self.bot.calls());
        self.bot.press(chat, chat, message, button);
        self.bot.once(|calls| answered(calls) > before).await;
        let calls = self.bot.calls();
        let popped = calls.iter().rfind(|call| call.method == "answerCallbackQuery").unwrap();
        popped.body["text"].as_str().unwrap_or_default().to_owned()
    }

    /// Somebody presses a button that puts a report on record, and the files are read again.
    pub async fn puts_on_record(&mut self, chat: i64, button: &str) {
        self.bot.press(chat, chat, 77, button);
        self.changed.notified().await;
        self.reloads().await;
    }

    /// Claims what is due and dies before an answer is recorded, then starts again.
    pub async fn dies_while_sending(&mut self) {
        let now = self.clock.now();
        let lease = jiff::SignedDuration::from_mins(10);
        let claimed = self.store.write(move |tx| store::claim(tx, "email", now, lease, 100)).await.unwrap();
        assert!(!claimed.is_empty(), "nothing was being sent");
        self.store.write(move |tx| store::close_cut_off(tx, now)).await.unwrap();
    }

    /// Looks, without sending.
    pub async fn looks(&mut self) {
        let ground = self.announce.borrow().clone();
        tick(&self.store, &ground, self.clock.now()).await.unwrap();
    }

    /// The configuration in force.
    pub fn ground(&self) -> Ground {
        self.announce.borrow().clone()
    }

    /// What time it is.
    pub fn moment(&self) -> Timestamp {
        self.clock.now()
    }

    /// The store, for a hand that reaches into it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The folder of the configuration.
    pub fn config(&self) -> std::path::PathBuf {
        self.folder.path().join("config")
    }

    /// Subjects of the mails since the story last looked.
    pub fn mails(&mut self) -> Vec<String> {
        let all = self.mail.mails();
        let new = all[self.seen.0..].iter().map(|mail| subject(&mail.data)).collect();
        self.seen.0 = all.len();
        new
    }

    /// First lines of the chat messages since the story last looked.
    pub fn chats(&mut self) -> Vec<String> {
        let all = self.bot.sent();
        let new = all[self.seen.1..].iter().map(first_line).collect();
        self.seen.1 = all.len();
        new
    }

    /// Everything said from here on is of no interest to the story.
    pub fn ignores_the_rest(mut self) {
        self.mails();
        self.chats();
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.lock.take();
        self.deaf_when_left.take();
        if !std::thread::panicking() {
            assert_eq!(self.mails(), Vec::<String>::new(), "mails the story did not expect");
            assert_eq!(self.chats(), Vec::<String>::new(), "chat messages the story did not expect");
        }
    }
}

/// How the bot is reached.
fn telegram(bot: &BotApi) -> TelegramSettings {
    let token = secrecy::SecretString::from(TOKEN.to_owned());
    TelegramSettings { token, api_url: Some(bot.url().parse().unwrap()), timeout: TelegramSettings::TIMEOUT }
}

/// The ways out to both servers.
fn channels(mail: &SmtpServer, bot: &BotApi, tls: Tls) -> Channels {
    let email = SmtpSettings {
        host: "127.0.0.1".into(),
        port: Some(mail.port()),
        tls,
        user: None,
        password: None,
        from: "staywatch@example.org".into(),
        ca_file: None,
        hello_name: None,
        timeout: SmtpSettings::TIMEOUT,
    };
    Channels {
        email: Some(Email::new(email).unwrap()),
        telegram: Some(Telegram::new(telegram(bot)).unwrap()),
        ..Channels::default()
    }
}

/// The decoded subject of a raw mail.
fn subject(raw: &str) -> String {
    let mut value = String::new();
    let mut inside = false;
    for line in raw.lines() {
        if let Some(rest) = line.strip_prefix("Subject:") {
            value.push_str(rest.trim());
            inside = true;
        } else if inside && line.starts_with([' ', '\t']) {
            value.push(' ');
            value.push_str(line.trim());
        } else {
            inside = false;
        }
    }
    value
}

fn first_line(sent: &serde_json::Value) -> String {
    let text = sent["text"].as_str().unwrap_or_default();
    text.lines().next().unwrap_or_default().replace("<b>", "").replace("</b>", "")
}
