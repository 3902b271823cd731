//! The folder of the configuration: files as they are saved, broken, mended, and read again.
//!
//! In: what people save. Out: what is in force, as the daemon reads it, and what the oracle must know of it. A file that
//! is saved while nothing runs takes effect at the next start.

use std::path::PathBuf;
use std::sync::Arc;

use staywatch::clock::Clock as _;
use staywatch::config::{Cases, Ground, record};
use staywatch::form::Sheet;
use staywatch::law::rule::Severity;
use staywatch::notice::words::Words;
use staywatch::schedule::{Scope, load_good, refresh};
use staywatch::watchlist::{Case, Kind, Reporter, report_line};

use crate::facts::Edit;
use crate::post::lock;
use crate::readers::{READERS, everyone, members, people};
use crate::troubles::Act;
use crate::world::{DAY, World};

/// How a hurried hand leaves a file.
const BROKEN: &[&str] = &[
    "\n[[event]]\nkind = \"arrst\"\non = 2026-01-01\n",
    "\n[[event",
    "\nhost = \"RU\"\n",
    "\n[team]\nlawyers = [\"nobody\"]\n",
];

impl World {
    pub fn path(&self, number: usize) -> PathBuf {
        self.folder.path().join("watchlist").join(format!("{}.toml", self.lives[number].id))
    }

    /// A case file is saved, as it should be.
    pub fn saves(&mut self, number: usize) {
        std::fs::write(self.path(number), self.lives[number].text()).expect("it can be written");
        self.broken.remove(&Some(number));
    }

    /// Reads one case that was saved: what a reading of the whole folder would make of it.
    pub async fn takes_effect(&mut self, number: usize) {
        self.edits += 1;
        self.saves(number);
        if !self.errors.is_empty() || self.lives[number].reported {
            self.reads(Scope::Changed).await;
            return self.consult(number);
        }
        let now = self.clock.now();
        let (name, text) = (self.path(number).display().to_string(), self.lives[number].text());
        let (case, _, notes) = Case::read(Sheet::new(&name, &text), &self.zones);
        let problems: Vec<String> =
            notes.finish().iter().map(|problem| format!("{} {}", problem.line(), problem.help)).collect();
        let mut case = case.unwrap_or_else(|| panic!("{problems:#?}\n{text}"));
        case.known_as_entered();
        self.cases.insert(number, case);
        self.announce.send_modify(|ground| {
            Arc::make_mut(&mut ground.setup).cases = Cases::held(self.cases.values().cloned().collect());
        });
        let ground = self.announce.borrow().clone();
        refresh(&self.store, &ground, Vec::new(), Scope::Changed, now).await.expect("the store answers");
        self.consult(number);
    }

    /// Reads the whole folder again, as the daemon does: what is broken stays as it was.
    pub async fn reads(&mut self, scope: Scope) {
        let now = self.clock.now();
        let change = load_good(self.folder.path(), &self.store, now).expect("the folder is there");
        let mut setup = change.setup;
        setup.known_as_entered();
        for (number, life) in self.lives.iter().enumerate() {
            if let Some(case) = setup.case(&life.id) {
                self.cases.insert(number, Case::clone(&case));
            }
        }
        setup.cases = Cases::held(self.cases.values().cloned().collect());
        self.errors = change.errors;
        let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
        refresh(&self.store, &ground, self.errors.clone(), scope, now).await.expect("the store answers");
        self.announce.send_replace(ground);
    }

    /// Somebody saves a file that cannot be read: a case, or `people.toml`. It is mended hours or days later.
    pub async fn breaks_file(&mut self) {
        let live: Vec<usize> = (0..self.lives.len()).filter(|number| !self.lives[*number].ended).collect();
        if live.is_empty() || !self.awake || self.offset != 0 || !self.unread.is_empty() {
            return;
        }
        let number = *self.dice.pick(&live);
        let people = self.dice.once_in(4);
        let (place, path, text) = if people {
            (None, self.folder.path().join("people.toml"), self.people())
        } else {
            (Some(number), self.path(number), self.lives[number].text())
        };
        // What is broken already was told; the same mistake once more is nothing new.
        if self.broken.contains(&place) {
            return;
        }
        let text = format!("{text}{}", self.dice.pick(BROKEN));
        // Cut off in the middle, by half of those who save too early.
        std::fs::write(&path, text).expect("it can be written");
        self.broken.insert(place);
        self.breaks += 1;
        self.reads(Scope::Changed).await;
        assert!(!self.errors.is_empty(), "it was meant to be broken: {}", path.display());
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        self.oracle.broken(&name, self.now, self.shown());
        let until = self.now + self.dice.between(1800, 3 * DAY);
        self.plan_act(until, Act::Repair(place));
    }

    /// The broken file is saved again as it should be.
    pub async fn repairs(&mut self, place: Option<usize>) {
        if !self.broken.contains(&place) {
            return;
        }
        match place {
            Some(number) => self.saves(number),
            None => self.saves_people(),
        }
        if self.awake {
            self.reads(Scope::Changed).await;
        }
    }

    pub fn people(&self) -> String {
        people(&self.turns, self.gone)
    }

    pub fn saves_people(&mut self) {
        std::fs::write(self.folder.path().join("people.toml"), self.people()).expect("it can be written");
        self.broken.remove(&None);
    }

    /// What was saved while nothing ran takes effect.
    pub async fn catches_up(&mut self, scope: Scope) {
        let unread = std::mem::take(&mut self.unread);
        if unread.is_empty() {
            return;
        }
        self.reads(scope).await;
        for (number, edit) in unread {
            self.edits += 1;
            self.consult(number);
            self.hears(number, edit);
        }
    }

    /// A report of the bot or the command line, in a file of its own.
    pub async fn reports(&mut self, number: usize) {
        let signal = self.dice.once_in(2);
        let what = *self.dice.pick(&["moved", "told-to-pack", "papers-collected", "transfer-being-agreed"]);
        let by = Reporter { who: "duty".to_owned(), via: "telegram".to_owned() };
        let now = self.clock.now();
        let on = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let (kind, fields) = if signal { (Kind::Signal, vec![("what", what)]) } else { (Kind::Contact, Vec::new()) };
        let text = report_line(kind, &on, now, &by, &fields);
        let setup = Arc::clone(&self.announce.borrow().setup);
        record(&setup, self.folder.path(), &self.cases[&number], &text).expect("it can be put on record");
        self.lives[number].reported = true;
        self.edits += 1;
        self.reads(Scope::Changed).await;
        self.consult(number);
        if signal {
            self.everyone_hears(number);
        }
    }

    /// What follows for the team from an edit that took effect.
    pub fn hears(&mut self, number: usize, edit: Edit) {
        if self.lives[number].ended {
            return;
        }
        match edit {
            Edit::Usual => {}
            Edit::Signal => self.everyone_hears(number),
            Edit::Again => self.oracle.noise.signal(&self.lives[number].id, self.now + self.offset),
        }
    }

    fn everyone_hears(&mut self, number: usize) {
        let team = everyone(&self.cases[&number], Severity::High, true);
        let id = self.lives[number].id.clone();
        self.oracle.signal(&id, &team, self.now, self.shown());
    }

    /// Somebody leaves, and another takes every case over: files and people are saved at one time.
    pub async fn leaves(&mut self) {
        if self.gone.is_some() {
            return;
        }
        if !self.awake || self.offset != 0 || !self.broken.is_empty() || !self.unread.is_empty() {
            return self.plan_act(self.now + DAY, Act::Leave);
        }
        self.gone = Some("second");
        self.moves += 1;
        for number in 0..self.lives.len() {
            self.lives[number].goes_to("second", "third");
            self.saves(number);
        }
        self.saves_people();
        self.reads(Scope::Changed).await;
        assert!(self.errors.is_empty(), "{:?}", self.errors);
        let shown = self.shown().as_second();
        self.oracle.left("second", self.now, shown);
        for number in 0..self.lives.len() {
            self.consult(number);
        }
    }

    /// Somebody has another address from now on.
    pub async fn has_moved(&mut self, name: &'static str, channel: usize) {
        if self.gone == Some(name) {
            return;
        }
        self.moves += 1;
        *self.turns.entry((name, channel)).or_default() += 1;
        let refused = self.store.write(staywatch::store::refused_contacts).await.expect("the store answers");
        self.saves_people();
        let place = crate::readers::address(name, channel, self.turns[&(name, channel)]);
        {
            let mut post = lock(&self.post);
            let was = post.place(name, channel);
            post.refusing.retain(|other| *other != was);
            for known in &mut post.places {
                if (known.0, known.1) == (name, channel) {
                    known.2 = place.clone();
                }
            }
        }
        self.reads(Scope::Changed).await;
        let ways = READERS.iter().find(|reader| reader.name == name).map_or(0, |reader| ways(reader.channels));
        let steady = refused.keys().all(|(person, _)| person != name);
        if ways == 1 && steady && members(name).is_empty() {
            let shown = self.shown().as_second();
            self.oracle.another(name, self.now, shown);
            for number in 0..self.lives.len() {
                self.consult(number);
            }
        }
    }
}

fn ways(channels: [bool; 2]) -> usize {
    channels.into_iter().filter(|has| *has).count()
}
