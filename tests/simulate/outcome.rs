//! What a world came to: the oracle's findings, and what arrived more often than anything explains.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::post::{Arrival, lock};
use crate::readers::READERS;
use crate::world::World;

/// What a world came to.
#[derive(Debug, Default)]
pub struct Outcome {
    pub cases: usize,
    pub edits: usize,
    pub looks: usize,
    pub deaths: usize,
    pub differences: usize,
    pub letters: usize,
    pub arrivals: usize,
    pub repeats: usize,
    pub unmarked: Vec<String>,
    pub too_often: Vec<String>,
    pub noisy: Vec<String>,
    pub broken: usize,
    pub people: usize,
    pub late_answers: usize,
    pub trace: Vec<String>,
    pub found: crate::oracle::Findings,
}

impl World {
    pub fn outcome(mut self, cases: usize) -> Outcome {
        let post = lock(&self.post);
        let arrived = &post.arrived;
        self.oracle.ends(self.now, &self.reach, READERS, arrived);
        let mut outcome = Outcome {
            cases,
            edits: self.edits,
            looks: self.looks,
            deaths: self.deaths,
            differences: self.differences,
            broken: self.breaks,
            people: self.moves,
            late_answers: self.late_answers,
            arrivals: arrived.len(),
            found: std::mem::take(&mut self.oracle.found),
            ..Outcome::default()
        };
        if let Ok(traced) = std::env::var("SIM_TRACE") {
            let prefixes: Vec<String> = traced.split(',').map(|case| format!("{case}-")).collect();
            let of = |arrival: &&Arrival| prefixes.iter().any(|prefix| arrival.key.starts_with(prefix));
            for arrival in arrived.iter().filter(of) {
                let at = Timestamp::from_second(arrival.at).unwrap_or_default();
                let text = arrival.text.replace('\n', " / ");
                outcome.trace.push(format!("{at} {} {} {} // {text}", arrival.person, arrival.key, arrival.subject));
            }
        }
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        for arrival in arrived {
            let time = times.entry(&arrival.key).or_default();
            *time += 1;
            if *time > 1 {
                outcome.repeats += 1;
                if !arrival.repeat {
                    outcome.unmarked.push(arrival.key.clone());
                }
            }
        }
        outcome.letters = times.len();
        for (key, times) in &times {
            let unknown = post.unknown.get(*key).copied().unwrap_or_default();
            if *times > 1 + unknown {
                outcome.too_often.push(format!("{key}: {times} times, {unknown} unknown"));
            }
        }
        for ((name, channel), since) in std::mem::take(&mut self.refusals) {
            self.reach.closed(name, channel, since, self.now);
        }
        outcome.noisy = self.oracle.noise.found(arrived, &self.reach);
        drop(post);
        outcome
    }
}
