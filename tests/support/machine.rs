//! A staywatch without sockets: files, a real store, a hand-moved clock, and every message a file in a folder.
//!
//! In: configuration files and moments. Out: the store, and the letters by person. It reads its files again whenever
//! it lives on, as the daemon does after a save.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use staywatch::channel::Channels;
use staywatch::channel::file::Folder;
use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, record};
use staywatch::notice::message::{Block, Message};
use staywatch::notice::words::Words;
use staywatch::outbox::Outbox;
use staywatch::schedule::{Auditor, Scope, load_good, refresh, tick};
use staywatch::store::{self, Store, StoreKey};
use staywatch::watchlist::{Kind, Reporter, report_line};
use tempfile::TempDir;
use tokio::sync::watch;

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

[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

pub struct Machine {
    pub store: Store,
    clock: HandClock,
    folder: TempDir,
}

// Every test binary has its own copy of this file and uses a part of it.
const _: () = {
    let _ = (Machine::differences, Machine::report, Machine::restarts, Machine::subjects, Machine::lines, Machine::now);
};

impl Machine {
    pub fn at(now: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("watchlist")).unwrap();
        let path = folder.path().join("staywatch.db");
        let key = StoreKey::create(&path.with_extension("key")).unwrap();
        let store = Store::open(&path, &key).unwrap();
        let machine = Self { store, clock: HandClock::at(now.parse().unwrap()), folder };
        machine.writes("people.toml", PEOPLE);
        machine.writes("staywatch.toml", "");
        machine
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn writes(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// Puts an event on record, as the command line does.
    pub fn report(&self, case: &str, kind: &str, fields: &[(&str, &str)]) {
        let (now, setup) = (self.now(), load_good(self.folder.path(), &self.store, self.now()).unwrap().setup);
        let by = Reporter { who: "duty".into(), via: "telegram".into() };
        let on = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let text = report_line(Kind::parse(kind).unwrap(), &on, now, &by, fields);
        record(&setup, self.folder.path(), &setup.case(case).unwrap(), &text).unwrap();
    }

    async fn reads(&self, scope: Scope) -> watch::Sender<Ground> {
        let change = load_good(self.folder.path(), &self.store, self.now()).unwrap();
        let mut setup = change.setup;
        setup.known_as_entered();
        let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
        refresh(&self.store, &ground, change.errors, scope, self.now()).await.unwrap();
        watch::channel(ground).0
    }

    /// Reads everything as after a start.
    pub async fn restarts(&self) {
        self.reads(Scope::All).await;
    }

    /// Lives until a moment: reads the files, looks and sends whenever something is due.
    pub async fn until(&mut self, moment: &str) {
        let end: Timestamp = moment.parse().unwrap();
        let ground = self.reads(Scope::Changed).await;
        let folder = Some(Folder::new(self.folder.path().join("messages")));
        let outbox = Outbox {
            store: self.store.clone(),
            channels: Arc::new(Channels { email: None, telegram: None, folder, hand: None }),
            ground: ground.subscribe(),
            clock: Arc::new(self.clock.clone()),
            sent: None,
        };
        loop {
            let now_in_force = ground.borrow().clone();
            let looked = tick(&self.store, &now_in_force, self.now()).await.unwrap();
            outbox.flush().await.unwrap();
            let retry = self.store.write(store::next_try).await.unwrap();
            match looked.next.into_iter().chain(retry).min() {
                Some(next) if next <= end => self.clock.set(next.max(self.now())),
                _ => break,
            }
        }
        self.clock.set(end);
    }

    /// What the independent audit of the planning finds.
    pub async fn differences(&self) -> usize {
        let ground = self.reads(Scope::Changed).await;
        let (clock, now): (Arc<dyn Clock>, _) = (Arc::new(self.clock.clone()), self.now());
        let mut auditor = Auditor::new(self.store.clone());
        let audit = auditor.pass(&ground.subscribe(), &Arc::default(), &clock, now, std::time::Duration::ZERO).await;
        audit.unwrap().differences.len()
    }

    fn letters(&self, person: &str) -> Vec<Message> {
        let read = self.store.write_now(|tx| {
            let mut select = tx.prepare("SELECT message FROM letter WHERE person = ?1 ORDER BY id")?;
            let rows = select.query_map([person], |row| row.get::<_, String>(0))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        });
        read.unwrap().iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }

    pub fn subjects(&self, person: &str) -> Vec<String> {
        self.letters(person).into_iter().map(|message| message.subject).collect()
    }

    /// The heads that stand after these words in somebody's messages.
    pub fn lines(&self, person: &str, words: &str) -> Vec<(i64, String)> {
        let mut heads = Vec::new();
        for message in self.letters(person) {
            for block in &message.blocks {
                if let Block::Small(line) = block
                    && let Some(head) = line.strip_prefix(words)
                {
                    let (seq, hash) = head.trim_end_matches('.').split_once(':').unwrap();
                    heads.push((seq.parse().unwrap(), hash.to_owned()));
                }
            }
        }
        heads
    }
}
