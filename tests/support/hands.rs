//! Hands that reach into the house: a tool in its store, an auditor, an admin who saves and restores.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use staywatch::channel::email::{SmtpSettings, Tls};
use staywatch::clock::Clock;
use staywatch::config::Ground;
use staywatch::notice::words::Words;
use staywatch::schedule::{
    Audit, Auditor, Scope, Weighed, after_restore, load_fresh, load_weighed, refresh, tell_weighed, tick, weigh,
};
use staywatch::store::{self, Store, StoreKey};

use super::{House, channels};

impl House {
    /// Writes a case file, or takes it away, and reads again as the daemon's loop does: weighed against what is in force.
    pub async fn saves(&mut self, name: &str, text: Option<&str>) {
        let path = self.folder.path().join("config/watchlist").join(name);
        match text {
            Some(text) => fs::write(path, text).unwrap(),
            None => fs::remove_file(path).unwrap(),
        }
        let (config, now) = (self.folder.path().join("config"), self.clock.now());
        let mut change = load_fresh(&config, &self.store, now).unwrap();
        change.setup.known_as_entered();
        let old = self.announce.borrow().setup.clone();
        let weighed = weigh(change, &old, &config, &self.store, now).unwrap();
        self.puts_into_force(weighed, Scope::Changed).await;
    }

    /// Starts anew over whatever stands on the disk, as the daemon does that did not run meanwhile.
    pub async fn starts_again(&mut self) {
        let now = self.clock.now();
        let weighed = load_weighed(&self.folder.path().join("config"), &self.store, now).unwrap();
        self.puts_into_force(weighed, Scope::All).await;
    }

    async fn puts_into_force(&mut self, Weighed { mut change, dropped, waits }: Weighed, scope: Scope) {
        let now = self.clock.now();
        change.setup.known_as_entered();
        let ground = Ground { setup: Arc::new(change.setup), words: Arc::new(Words::default()) };
        refresh(&self.store, &ground, change.errors, scope, now).await.unwrap();
        self.store.write_now(|tx| tell_weighed(tx, &ground, (&dropped, waits), now)).unwrap();
        self.announce.send_replace(ground);
    }

    /// Compares what should have been told with what was, as an auditor who has watched since a moment.
    pub async fn audits(&mut self, auditor: &mut Auditor, awake: &str) -> Audit {
        let (ground, clock): (_, Arc<dyn Clock>) = (self.announce.subscribe(), Arc::new(self.clock.clone()));
        auditor.pass(&ground, &Arc::default(), &clock, awake.parse().unwrap(), Duration::ZERO).await.unwrap()
    }

    /// A tool at work in the store that does not know what belongs together.
    pub fn without_foreign_keys(&self, statements: &str) {
        let key = fs::read_to_string(self.folder.path().join("staywatch.key")).unwrap();
        let tool = rusqlite::Connection::open(self.folder.path().join("staywatch.db")).unwrap();
        tool.pragma_update(None, "key", format!("x'{key}'")).unwrap();
        tool.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        tool.execute_batch(statements).unwrap();
    }

    /// Where the store is, and its key.
    pub fn place(&self) -> (std::path::PathBuf, StoreKey) {
        let path = self.folder.path().join("staywatch.db");
        let key = StoreKey::read(&path.with_extension("key")).unwrap();
        (path, key)
    }

    /// Puts a copy in place of the store, as the command does beside no daemon, and starts again. The replaced store.
    pub async fn restores(&mut self, copy: &std::path::Path) -> Option<std::path::PathBuf> {
        let (path, key) = self.place();
        self.store = Store::in_memory().unwrap();
        let (_, kept) = store::put_back(copy, &path, &key, self.clock.now()).unwrap();
        self.store = Store::open(&path, &key).unwrap();
        let ground = self.announce.borrow().clone();
        refresh(&self.store, &ground, Vec::new(), Scope::All, self.clock.now()).await.unwrap();
        tick(&self.store, &ground, self.clock.now()).await.unwrap();
        let now = self.clock.now();
        self.store.write_now(|tx| after_restore(tx, &ground, now)).unwrap();
        kept
    }

    /// From here on mail goes out over connections that are protected like this.
    pub fn mails_over(&mut self, tls: Tls) {
        self.channels = Arc::new(channels(&self.mail, &self.bot, tls));
    }

    /// Sends what is due, though the mail server falls silent: so many conversations at a time wait for it in vain.
    pub async fn sends_into_silence(&mut self, together: &[usize]) {
        let outbox = self.outbox();
        let sending = tokio::spawn(async move { outbox.flush().await });
        for conversations in together {
            for _ in 0..*conversations {
                self.mail.reached().await;
            }
            // Only the letters' own patience runs out: with the clock stopped for good, it would for whatever follows, too.
            tokio::time::pause();
            tokio::time::advance(SmtpSettings::TIMEOUT + Duration::from_secs(1)).await;
            tokio::time::resume();
        }
        sending.await.unwrap().unwrap();
    }

    /// Nothing happens until the next letter is to be tried again.
    pub async fn waits_for_the_next_try(&mut self) {
        let next = self.store.write(store::next_try).await.unwrap().unwrap();
        self.clock.set(next);
    }

    /// The bot listens no longer.
    pub fn hears_nothing_more(&mut self) {
        self.deaf_when_left.take();
    }

    /// Looks whenever something is due until a moment, and sends nothing.
    pub async fn only_looks_until(&mut self, moment: &str) {
        let (end, ground) = (moment.parse().unwrap(), self.ground());
        while let Some(next) =
            tick(&self.store, &ground, self.clock.now()).await.unwrap().next.filter(|next| *next <= end)
        {
            self.clock.set(next.max(self.clock.now()));
        }
        self.clock.set(end);
    }
}
