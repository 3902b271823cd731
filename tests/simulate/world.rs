//! A world of cases and people over years, in which everything goes wrong that can.
//!
//! In: a seed, how many cases, how many years. Out: what the oracle found. The daemon's own code plans and sends; only
//! the clock and the ways out belong to the world. True time runs forward; what the daemon's clock shows may jump.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use staywatch::channel::Channels;
use staywatch::channel::hand::Hand;
use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, Setup};
use staywatch::docket::docket;
use staywatch::form::{Problem, Weight};
use staywatch::law::rule::Severity;
use staywatch::notice::words::Words;
use staywatch::outbox::Outbox;
use staywatch::risk::assess;
use staywatch::schedule::{Auditor, Scope, refresh, tick};
use staywatch::store::{self, Store};
use staywatch::watchlist::{Case, Country};
use tokio::sync::{Notify, watch};

use crate::dice::Dice;
use crate::facts::{Edit, Life};
use crate::oracle::Oracle;
use crate::outcome::Outcome;
use crate::post::{Post, Shared, Weather, lock, takes};
use crate::reach::Reach;
use crate::readers::{READERS, address, everyone, people};
use crate::troubles::Act;

const SETTINGS: &str = "[digest]\nat = \"never\"\n[store]\npath = \"staywatch.db\"\n";
pub const DAY: i64 = 86_400;
/// 1 January 2026, 09:00 UTC.
pub const BEGIN: i64 = 1_767_258_000;

pub struct World {
    pub dice: Dice,
    pub now: i64,
    pub offset: i64,
    pub awake: bool,
    pub clock: HandClock,
    pub store: Store,
    pub outbox: Outbox,
    pub announce: watch::Sender<Ground>,
    pub zones: BTreeMap<Country, TimeZone>,
    pub lives: Vec<Life>,
    /// As the files stand, by number.
    pub cases: BTreeMap<usize, Case>,
    pub acts: BinaryHeap<Reverse<(i64, usize, Act)>>,
    pub number: usize,
    pub post: Shared,
    pub died: Arc<Notify>,
    pub auditor: Auditor,
    /// Since when the daemon has run without a break.
    pub up: i64,
    pub turn: std::sync::Arc<tokio::sync::Mutex<()>>,
    pub reach: Reach,
    pub oracle: Oracle,
    /// The configuration as it is saved.
    pub folder: tempfile::TempDir,
    /// Case files, or `people.toml`, that cannot be read as they were saved last.
    pub broken: BTreeSet<Option<usize>>,
    /// What the last reading found wrong.
    pub errors: Vec<Problem>,
    /// What the daemon's clock showed when it last looked.
    pub last: i64,
    /// What was on record by then is known, whatever the clock shows since.
    pub known_until: i64,
    /// Cases that were saved while nothing ran.
    pub unread: Vec<(usize, Edit)>,
    /// How often somebody moved to another address.
    pub turns: BTreeMap<(&'static str, usize), i64>,
    pub gone: Option<&'static str>,
    /// Since when addresses refuse.
    pub refusals: BTreeMap<(&'static str, usize), i64>,
    pub looks: usize,
    pub edits: usize,
    pub deaths: usize,
    pub differences: usize,
    pub breaks: usize,
    pub moves: usize,
    pub late_answers: usize,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let (hand, letters) = Hand::new();
        let store = Store::in_memory().expect("memory is there");
        let clock = HandClock::at(Timestamp::from_second(BEGIN).expect("a moment"));
        let folder = tempfile::TempDir::new().expect("a folder");
        std::fs::create_dir(folder.path().join("watchlist")).expect("it can be made");
        for (name, text) in [("people.toml", people(&BTreeMap::new(), None)), ("staywatch.toml", SETTINGS.to_owned())] {
            std::fs::write(folder.path().join(name), text).expect("it can be written");
        }
        let (setup, problems) = Setup::load(folder.path(), clock.now()).expect("the folder is there");
        let wrong: Vec<String> =
            problems.iter().filter(|problem| problem.weight == Weight::Error).map(Problem::line).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let zones = setup.law.zones();
        let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
        let places = READERS.iter().flat_map(|reader| {
            let at = |channel: usize| {
                reader.channels[channel].then(|| (reader.name, channel, address(reader.name, channel, 0)))
            };
            [at(0), at(1)].into_iter().flatten()
        });
        let post = Post {
            seed,
            now: BEGIN,
            weather: [Weather::Fair; 2],
            refusing: Vec::new(),
            dies_in: None,
            tried: BTreeMap::new(),
            unknown: BTreeMap::new(),
            under_way: Vec::new(),
            arrived: Vec::new(),
            places: places.collect(),
        };
        let post = Arc::new(std::sync::Mutex::new(post));
        let died = Arc::new(Notify::new());
        tokio::spawn(takes(Arc::clone(&post), letters, Arc::clone(&died)));
        let (announce, in_force) = watch::channel(ground);
        let store_again = store.clone();
        let channels = Channels { hand: Some(hand), ..Channels::default() };
        let outbox = Outbox {
            store: store.clone(),
            channels: Arc::new(channels),
            ground: in_force,
            clock: Arc::new(clock.clone()),
            sent: None,
        };
        let mut world = Self {
            dice: Dice::new(seed),
            now: BEGIN,
            offset: 0,
            awake: true,
            clock,
            store,
            outbox,
            announce,
            zones,
            lives: Vec::new(),
            cases: BTreeMap::new(),
            acts: BinaryHeap::new(),
            number: 0,
            post,
            died,
            auditor: Auditor::new(store_again),
            up: BEGIN,
            last: BEGIN,
            known_until: BEGIN,
            turn: std::sync::Arc::default(),
            reach: Reach::default(),
            oracle: Oracle::default(),
            folder,
            broken: BTreeSet::new(),
            errors: Vec::new(),
            unread: Vec::new(),
            turns: BTreeMap::new(),
            gone: None,
            refusals: BTreeMap::new(),
            looks: 0,
            edits: 0,
            deaths: 0,
            differences: 0,
            breaks: 0,
            moves: 0,
            late_answers: 0,
        };
        world.reachable();
        world
    }

    pub fn plan_act(&mut self, at: i64, act: Act) {
        self.number += 1;
        self.acts.push(Reverse((at, self.number, act)));
    }

    pub fn shown(&self) -> Timestamp {
        Timestamp::from_second(self.now + self.offset).expect("within the simulated years")
    }

    /// Runs so many cases over so many days.
    pub async fn runs(mut self, cases: usize, days: i64) -> Outcome {
        let end = BEGIN + days * DAY;
        let span = (end - BEGIN - 60 * DAY).max(DAY);
        for _ in 0..cases {
            let at = BEGIN + self.dice.between(0, span);
            self.plan_act(at, Act::NewCase);
        }
        self.plan_troubles(end);
        loop {
            let scripted = self.acts.peek().map_or(i64::MAX, |Reverse((at, ..))| *at);
            let woken =
                if self.awake { self.next_wake().await.map_or(i64::MAX, |at| at - self.offset) } else { i64::MAX };
            let next = scripted.min(woken).max(self.now);
            if next >= end {
                break;
            }
            self.now = next;
            self.clock.set(self.shown());
            lock(&self.post).now = next;
            while self.acts.peek().is_some_and(|Reverse((at, ..))| *at <= self.now) {
                let Some(Reverse((_, _, act))) = self.acts.pop() else { break };
                self.carry_out(act, end).await;
            }
            if self.awake {
                self.look().await;
                self.last = self.now + self.offset;
            }
            self.judge();
        }
        self.now = end;
        self.outcome(cases)
    }

    async fn next_wake(&self) -> Option<i64> {
        let asked =
            self.store.write(|tx| Ok((store::next_wake(tx)?, store::next_try(tx)?))).await.expect("the store answers");
        let (look, retry) = asked;
        look.into_iter().chain(retry).min().map(Timestamp::as_second)
    }

    /// What the daemon does when it is woken.
    pub async fn look(&mut self) {
        self.looks += 1;
        lock(&self.post).under_way.clear();
        let ground = self.announce.borrow().clone();
        tick(&self.store, &ground, self.clock.now()).await.expect("the store answers");
        drop(ground);
        let died = Arc::clone(&self.died);
        let dead = tokio::select! {
            biased;
            done = self.outbox.flush() => { done.expect("the store answers"); false }
            () = died.notified() => true,
        };
        if dead {
            self.deaths += 1;
            // What the dead daemon had begun to write is written before anything else is.
            tokio::task::spawn_blocking(|| ()).await.expect("it does nothing");
            lock(&self.post).cut_off();
            self.starts().await;
        }
    }

    /// The daemon starts over the same store.
    pub async fn starts(&mut self) {
        lock(&self.post).dies_in = None;
        self.up = self.now;
        let now = self.clock.now();
        self.store.write(move |tx| store::close_cut_off(tx, now)).await.expect("the store answers");
        let ground = self.announce.borrow().clone();
        refresh(&self.store, &ground, self.errors.clone(), Scope::All, now).await.expect("the store answers");
    }

    pub async fn enters(&mut self) {
        let number = self.lives.len();
        let zone = TimeZone::UTC;
        let today = zone.to_datetime(self.shown()).date();
        let mut life = Life::begins(number, &mut self.dice, today);
        if self.gone == Some("second") {
            life.goes_to("second", "third");
        }
        self.lives.push(life);
        if self.awake {
            self.takes_effect(number).await;
        } else {
            self.saves(number);
            self.unread.push((number, Edit::Usual));
        }
        self.goes_on(number);
    }

    fn goes_on(&mut self, number: usize) {
        let wait = self.dice.between(2, 15) * DAY + self.dice.between(0, DAY);
        self.plan_act(self.now + wait, Act::Edit(number));
    }

    pub async fn edits_case(&mut self, number: usize) {
        // Nobody enters facts while the clock is wrong by a day. Half of them wait until the machine runs again.
        if self.offset != 0 || !self.awake && self.dice.once_in(2) {
            let again = self.now + 3 * 3600;
            return self.plan_act(again, Act::Edit(number));
        }
        if self.awake && !self.lives[number].ended && self.dice.once_in(12) {
            self.reports(number).await;
            return self.goes_on(number);
        }
        let zone = TimeZone::get(self.lives[number].zone()).expect("a zone");
        let today = zone.to_datetime(self.shown()).date();
        let edit = self.lives[number].goes_on(&mut self.dice, today);
        let ended = self.lives[number].ended;
        if self.awake {
            self.takes_effect(number).await;
            self.hears(number, edit);
        } else {
            self.saves(number);
            self.unread.push((number, edit));
        }
        if !ended {
            self.goes_on(number);
        }
    }

    /// What the oracle has to know of a case after an edit.
    pub fn consult(&mut self, number: usize) {
        self.oracle.noise.edited(&self.lives[number].id);
        self.recount(number);
    }

    /// The same after what changes no fact.
    pub fn recount(&mut self, number: usize) {
        let ground = self.announce.borrow().clone();
        let setup = &ground.setup;
        let id = self.lives[number].id.as_str();
        let case = &self.cases[&number];
        let mut case = case.clone();
        let shown = self.shown();
        case.stays_known(Timestamp::from_second(self.known_until).expect("within the simulated years"));
        let case = &case;
        let docket = docket(case, &setup.law, shown);
        let ended = assess(case, &setup.law, &docket, shown).ended;
        let ladder = |name: &str| setup.settings.ladders.get(name).unwrap_or_default().to_vec();
        let people = |severity: Severity| everyone(case, severity, false);
        let all = everyone(case, Severity::Critical, true);
        let arrived = std::mem::take(&mut lock(&self.post).arrived);
        let when = (self.now, self.shown());
        self.oracle.stands(id, &docket.deadlines, ended, ladder, people, &all, when, &self.reach, READERS, &arrived);
        lock(&self.post).arrived = arrived;
    }

    fn judge(&mut self) {
        if !self.awake {
            return;
        }
        let arrived = std::mem::take(&mut lock(&self.post).arrived);
        self.oracle.passes(self.now, self.shown().as_second(), &self.reach, READERS, &arrived);
        lock(&self.post).arrived = arrived;
    }
}
