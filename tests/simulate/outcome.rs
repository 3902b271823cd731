//! What a world came to: the oracle's findings, and what arrived more often than anything explains.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::post::lock;
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
            arrivals: arrived.len(),
            found: std::mem::take(&mut self.oracle.found),
            ..Outcome::default()
        };
        if let Ok(traced) = std::env::var("SIM_TRACE") {
            let prefix = format!("{traced}-");
            for arrival in arrived.iter().filter(|arrival| arrival.key.starts_with(&prefix)) {
                let at = Timestamp::from_second(arrival.at).unwrap_or_default();
                outcome.trace.push(format!("{at} {} {} {}", arrival.person, arrival.key, arrival.subject));
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
        let mut said: BTreeMap<(&str, usize, &str, &str), BTreeSet<&str>> = BTreeMap::new();
        for arrival in arrived.iter().filter(|arrival| arrival.key.contains("-reminder-")) {
            let (case, rest) = arrival.subject.split_once(':').unwrap_or_default();
            // The same deadline in the same words, without what is left of it.
            let title = rest.rsplit(": ").next().unwrap_or_default();
            let day = rest.split(" 20").nth(1).and_then(|rest| rest.get(..8)).unwrap_or_default();
            let about = [case, title, day].join("|");
            let about: &'static str = Box::leak(about.into_boxed_str());
            said.entry((arrival.person, arrival.channel, case, about)).or_default().insert(&arrival.key);
        }
        // Two events of one day may start the same term twice; each has a ladder of at most five steps.
        outcome.noisy = said
            .into_iter()
            .filter(|(_, keys)| keys.len() > 12)
            .map(|((person, _, _, about), keys)| format!("{person} {about}: {} reminders", keys.len()))
            .collect();
        drop(post);
        outcome
    }
}
