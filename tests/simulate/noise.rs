//! How often one may hear of one thing: as often as steps, answers that ran out and clocks put right explain, never by a
//! number.
//!
//! In: each step that fell due for somebody, each answer, each edit. Out: reminders that nothing explains.

use std::collections::{BTreeMap, BTreeSet};

use crate::oracle::{Reader, Step, kind};
use crate::post::Arrival;
use crate::reach::Reach;
use crate::readers::members;

type About = (String, String, String);

/// Of what, of whom, when, and who hears instead.
type InPlace = (About, Vec<Reader>, (i64, i64), Vec<&'static str>);

#[derive(Debug, Default)]
pub struct Noise {
    /// Steps of a term (case, title, day) that came for each person.
    steps: BTreeMap<About, BTreeMap<&'static str, usize>>,
    /// Steps of people in whose place others are told when nothing reaches any of them, which may only show later: the members
    /// of a group whose chat is closed, everybody on a case where its lawyers alone would have heard, and the admins.
    in_place: Vec<InPlace>,
    /// Steps that came at all: whoever takes it hears all of them.
    all: BTreeMap<About, BTreeSet<(String, i64, i64)>>,
    takers: BTreeMap<About, BTreeSet<&'static str>>,
    /// Answers, each of which is asked about once.
    asks: BTreeMap<About, usize>,
    /// When what was reported was told, as the clock showed it.
    signals: BTreeMap<String, Vec<i64>>,
    edits: BTreeMap<String, usize>,
    clocks: usize,
}

fn about(case: &str, title: &str, day: &str) -> About {
    (case.to_owned(), title.to_owned(), day.to_owned())
}

impl Noise {
    /// A term that is told of from now on, if only to say that nothing explains it.
    pub fn stands(&mut self, case: &str, title: &str, day: &str) {
        self.steps.entry(about(case, title, day)).or_default();
    }

    /// A step came for somebody, in true time now.
    pub fn step(&mut self, case: &str, step: &Step, person: &'static str) {
        let about = about(case, &step.title, &step.day);
        self.all.entry(about.clone()).or_default().insert((step.subject.clone(), step.until, step.lead));
        *self.steps.entry(about).or_default().entry(person).or_default() += 1;
    }

    /// A step came, in true time now: nothing may reach those whom it is for.
    pub fn comes(&mut self, case: &str, step: &Step, now: i64) {
        let about = about(case, &step.title, &step.day);
        let span = (now, now + step.until.max(step.moot) - step.due);
        for group in step.people.iter().filter(|reader| !members(reader.name).is_empty()) {
            self.in_place.push((about.clone(), vec![*group], span, members(group.name).to_vec()));
        }
        let others = step.instead.iter().map(|reader| reader.name).collect();
        self.in_place.push((about.clone(), step.people.clone(), span, others));
        let all = step.people.iter().chain(&step.instead).copied().collect();
        self.in_place.push((about, all, span, vec!["admin"]));
    }

    /// Another reads under a name: whatever runs may be said once more.
    pub fn anew(&mut self, person: &'static str) {
        for steps in self.steps.values_mut() {
            *steps.entry(person).or_default() += 1;
        }
    }

    /// Somebody answered.
    pub fn answered(&mut self, case: &str, title: &str, day: &str, person: &'static str) {
        let about = about(case, title, day);
        self.takers.entry(about.clone()).or_default().insert(person);
        *self.asks.entry(about).or_default() += 1;
    }

    pub fn signal(&mut self, case: &str, clock: i64) {
        self.signals.entry(case.to_owned()).or_default().push(clock);
    }

    /// Whoever gave an answer is asked about it once more.
    pub fn asks_anew(&mut self, case: &str, title: &str, day: &str) {
        *self.asks.entry(about(case, title, day)).or_default() += 1;
    }

    /// What was reported while the clock was ahead of this is told once more in its hour.
    pub fn put_back(&mut self, clock: i64) {
        for times in self.signals.values_mut() {
            let anew: Vec<i64> = times.iter().copied().filter(|time| *time > clock).collect();
            times.extend(anew);
        }
    }

    /// The facts of a case changed.
    pub fn edited(&mut self, case: &str) {
        *self.edits.entry(case.to_owned()).or_default() += 1;
    }

    /// The clock was found wrong, or put right: dates may have to be corrected for that too.
    pub fn clock(&mut self) {
        self.clocks += 1;
    }

    fn explained(&self, about: &About, person: &str, reach: &Reach) -> usize {
        let own = self.steps.get(about).and_then(|steps| steps.get(person)).copied().unwrap_or_default();
        let instead = self.in_place.iter().filter(|(of, whose, span, others)| {
            let shut = || whose.iter().all(|reader| reach.shut_within(reader, *span));
            of == about && others.contains(&person) && shut()
        });
        let own = own + instead.count();
        let took = self.takers.get(about).is_some_and(|takers| takers.contains(person));
        let all = self.all.get(about).map_or(0, BTreeSet::len);
        let asks = self.asks.get(about).copied().unwrap_or_default();
        asks + if took { own.max(all) } else { own }
    }

    /// Who heard of what more often than is explained.
    pub fn found(&self, arrived: &[Arrival], reach: &Reach) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut said: BTreeMap<(&str, usize, &About), BTreeSet<&str>> = BTreeMap::new();
        let mut others: BTreeMap<(&str, usize, &str, &str), BTreeSet<&str>> = BTreeMap::new();
        for arrival in arrived {
            let Some((case, _)) = arrival.subject.split_once(':') else { continue };
            let word = kind(&arrival.key, case);
            if matches!(word, "signal" | "changed" | "withdrawn") {
                others.entry((arrival.person, arrival.channel, case, word)).or_default().insert(&arrival.key);
            }
            if word != "reminder" {
                continue;
            }
            let from = (case.to_owned(), String::new(), String::new());
            let named = self.steps.range(from..).take_while(|((of, ..), _)| of == case).map(|(about, _)| about);
            // Of two titles one of which holds the other it is the longer.
            let named =
                named.filter(|(_, title, day)| arrival.subject.contains(title) && arrival.subject.contains(day));
            match named.max_by_key(|(_, title, _)| title.len()) {
                Some(about) => {
                    said.entry((arrival.person, arrival.channel, about)).or_default().insert(&arrival.key);
                }
                None => wrong.push(format!("{}: no term stood like this: {}", arrival.person, arrival.subject)),
            }
        }
        for ((person, channel, about), keys) in said {
            let most = self.explained(about, person, reach);
            if keys.len() > most {
                wrong.push(format!(
                    "{person}, channel {channel}, {about:?}: {} reminders, {most} explained",
                    keys.len()
                ));
            }
        }
        for ((person, channel, case, word), keys) in others {
            let edits = self.edits.get(case).copied().unwrap_or_default();
            let most = if word == "signal" { self.signals.get(case).map_or(0, Vec::len) } else { edits + self.clocks };
            if keys.len() > most {
                wrong.push(format!("{person}, channel {channel}, {case}: {} {word}, {most} explained", keys.len()));
            }
        }
        wrong
    }
}
