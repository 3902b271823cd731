//! What goes wrong, and when: outages, deaths, sleep, clocks that are wrong, addresses that refuse.
//!
//! In: the dice. Out: a script for the whole of a world's time, and its carrying out.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use jiff::Timestamp;
use staywatch::clock::Clock;
use staywatch::schedule::{Scope, clock_back};

use crate::dice::Dice;
use crate::post::{Weather, lock};
use crate::readers::{READERS, reader_code};
use crate::world::{BEGIN, DAY, World};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    NewCase,
    Edit(usize),
    Fair(usize),
    Foul(usize),
    Refuse(usize),
    Accept(usize, usize),
    Die,
    Sleep,
    Wake,
    Jump,
    Mend(i64),
    Audit,
    Answer,
    Break,
    Repair(Option<usize>),
    Leave,
    /// Somebody has another address from now on.
    Move(usize, usize),
}

impl World {
    pub fn plan_troubles(&mut self, end: i64) {
        let days = (end - BEGIN) / DAY;
        let times = |per_year: i64| (days * per_year / 365).max(1);
        for channel in 0..2 {
            for _ in 0..times(24) {
                let at = self.dice.between(BEGIN, end);
                self.plan_act(at, Act::Foul(channel));
            }
        }
        let mut spread = |count: i64, act: fn(&mut Dice) -> Act| {
            for _ in 0..count {
                let (at, act) = (self.dice.between(BEGIN, end), act(&mut self.dice));
                self.number += 1;
                self.acts.push(Reverse((at, self.number, act)));
            }
        };
        spread(times(60), |_| Act::Die);
        spread(times(6), |_| Act::Sleep);
        spread(times(8), |_| Act::Jump);
        spread(times(12), |_| Act::Audit);
        spread(times(600), |_| Act::Answer);
        spread(times(10), |_| Act::Break);
        spread(1, |_| Act::Leave);
        spread(times(3), |dice| Act::Move(usize::try_from(dice.between(0, 8)).unwrap_or_default(), 0));
        spread(times(3), |dice| Act::Refuse(usize::try_from(dice.between(0, 8)).unwrap_or_default()));
        // The nights on which Europe changes its clocks: one trouble of each sort around each.
        for night in [1_774_746_000, 1_792_890_000, 1_806_195_600, 1_824_944_400, 1_837_645_200, 1_856_394_000] {
            if night < end {
                let near = |world: &mut Self| night + world.dice.between(-3 * 3600, 3 * 3600);
                for act in [Act::Die, Act::Foul(0), Act::Foul(1), Act::NewCase, Act::NewCase] {
                    let at = near(self);
                    self.plan_act(at, act);
                }
            }
        }
    }

    pub async fn carry_out(&mut self, act: Act, end: i64) {
        match act {
            Act::NewCase => self.enters().await,
            Act::Edit(number) => self.edits_case(number).await,
            Act::Foul(channel) => {
                let weather = *self.dice.pick(&[Weather::Down, Weather::Down, Weather::Murky, Weather::Flaky]);
                lock(&self.post).weather[channel] = weather;
                let longest = *self.dice.pick(&[1800, 6 * 3600, 2 * DAY, 9 * DAY]);
                let until = self.now + self.dice.between(300, longest);
                if weather == Weather::Murky {
                    self.reach.murky(channel, self.now, until);
                }
                self.plan_act(until, Act::Fair(channel));
            }
            Act::Fair(channel) => lock(&self.post).weather[channel] = Weather::Fair,
            Act::Refuse(reader) => {
                let reader = &READERS[reader];
                let channel = usize::from(!reader.channels[0] || reader.channels[1] && self.dice.once_in(2));
                if let Entry::Vacant(entry) = self.refusals.entry((reader.name, channel)) {
                    entry.insert(self.now);
                    let mut post = lock(&self.post);
                    let place = post.place(reader.name, channel);
                    post.refusing.push(place);
                    drop(post);
                    let until = self.now + self.dice.between(3600, 20 * DAY);
                    self.plan_act(until.min(end - 1), Act::Accept(reader_code(reader.name), channel));
                }
            }
            Act::Accept(reader, channel) => {
                let name = READERS[reader].name;
                if let Some(since) = self.refusals.remove(&(name, channel)) {
                    self.reach.closed(name, channel, since, self.now);
                    // Half of the time somebody mends the address; else it takes letters again of itself.
                    if self.dice.once_in(2) && self.awake && !self.broken.contains(&None) {
                        self.has_moved(name, channel).await;
                    } else {
                        let mut post = lock(&self.post);
                        let place = post.place(name, channel);
                        post.refusing.retain(|other| *other != place);
                        drop(post);
                        self.reach.refused(name, channel, since, self.now);
                    }
                }
            }
            Act::Move(reader, channel) => {
                let reader = &READERS[reader];
                let channel = if reader.channels[channel] { channel } else { 1 - channel };
                let steady = self.awake && self.offset == 0 && !self.broken.contains(&None);
                if steady && !self.refusals.contains_key(&(reader.name, channel)) {
                    self.has_moved(reader.name, channel).await;
                }
            }
            Act::Answer => self.answers().await,
            Act::Break => self.breaks_file().await,
            Act::Repair(place) => self.repairs(place).await,
            Act::Leave => self.leaves().await,
            Act::Die => {
                let letters = self.dice.between(1, 6);
                lock(&self.post).dies_in = u64::try_from(letters).ok();
            }
            Act::Sleep => {
                self.awake = false;
                let hours = *self.dice.pick(&[1, 8, 40, 24 * 7]);
                let until = self.now + self.dice.between(600, hours * 3600);
                self.plan_act(until, Act::Wake);
            }
            Act::Wake => {
                self.awake = true;
                self.up = self.now;
                self.minds_clock().await;
                // Half of the time the machine was only suspended; else it was off.
                let off = self.dice.once_in(2);
                self.catches_up(if off { Scope::All } else { Scope::Changed }).await;
                if off {
                    self.starts().await;
                }
            }
            Act::Audit => self.audits().await,
            Act::Jump if self.offset == 0 && self.unread.is_empty() => {
                self.oracle.noise.clock();
                let back = *self.dice.pick(&[120, 3600, 2 * 3600, 26 * 3600]);
                self.offset = if self.dice.once_in(2) { back } else { -back };
                self.clock.set(self.shown());
                self.minds_clock().await;
                let until = self.now + self.dice.between(1800, DAY);
                self.plan_act(until, Act::Mend(self.offset));
                self.plan_act(self.now + 300, Act::Audit);
            }
            Act::Jump => {}
            Act::Mend(by) => {
                self.oracle.noise.clock();
                self.offset -= by;
                self.clock.set(self.shown());
                self.minds_clock().await;
                self.plan_act(self.now + 300, Act::Audit);
            }
        }
        self.reachable();
    }

    /// What the minder does when it finds the clock behind what it showed.
    async fn minds_clock(&mut self) {
        let (ground, now) = (self.announce.borrow().clone(), self.clock.now());
        let (before, clock) = (self.last, now.as_second());
        if !self.awake || before - clock < 60 {
            return;
        }
        let last = Timestamp::from_second(before).expect("within the simulated years");
        self.store.write(move |tx| clock_back(tx, &ground, last, now)).await.expect("the store answers");
        (self.up, self.last) = (self.now, clock);
        self.known_until = self.known_until.max(before);
        self.oracle.put_back((before, clock));
        for number in 0..self.lives.len() {
            if self.cases.contains_key(&number) {
                self.recount(number);
            }
        }
    }

    /// The daemon's second opinion: every five minutes there, here after the clock changed and once a month besides.
    async fn audits(&mut self) {
        if !self.awake {
            return;
        }
        let (ground, clock): (_, Arc<dyn Clock>) = (self.announce.subscribe(), Arc::new(self.clock.clone()));
        let awake = Timestamp::from_second(self.up + self.offset).expect("within the simulated years");
        let rest = std::time::Duration::ZERO;
        let audit = self.auditor.pass(&ground, &self.turn, &clock, awake, rest).await.expect("the store answers");
        self.differences += audit.differences.len();
    }

    /// Who can be reached from this moment on.
    pub fn reachable(&mut self) {
        let post = lock(&self.post);
        for reader in READERS {
            for channel in (0..2).filter(|channel| reader.channels[*channel]) {
                let open = self.awake
                    && post.weather[channel] == Weather::Fair
                    && !post.refusing.contains(&post.place(reader.name, channel));
                self.reach.set(reader.name, channel, open, self.now);
            }
        }
    }
}
