//! The hours in which each person could be reached, in true time, by channel.
//!
//! In: what the weather and the addresses did. Out: when somebody was first reachable for so long that whoever keeps
//! trying must have found it, and how late that may be noticed.

use std::collections::BTreeMap;

use crate::oracle::Reader;

/// A way out that is open for so long is found by any retry; what still comes later is late.
pub const OPEN: i64 = 20 * 60;
/// The same after hours in which nobody said what arrived: what may have arrived is repeated at a sinking rate.
const OPEN_AFTER_MURK: i64 = 5 * 3600;
/// The same after hours in which the address refused for good: nobody knocks there every minute.
const OPEN_AFTER_REFUSAL: i64 = 8 * 3600;

#[derive(Debug, Default)]
pub struct Reach {
    spans: BTreeMap<(&'static str, usize), Vec<(i64, i64)>>,
    since: BTreeMap<(&'static str, usize), i64>,
    /// Hours in which nobody said what arrived, by channel.
    murky: [Vec<(i64, i64)>; 2],
    /// When an address began and ceased to refuse.
    refused: BTreeMap<(&'static str, usize), Vec<(i64, i64)>>,
    closed: Vec<(&'static str, usize, i64, i64)>,
}

impl Reach {
    /// From now on this person can be reached there, or cannot.
    pub fn set(&mut self, person: &'static str, channel: usize, open: bool, now: i64) {
        let key = (person, channel);
        if open {
            self.since.entry(key).or_insert(now);
        } else if let Some(since) = self.since.remove(&key) {
            self.spans.entry(key).or_default().push((since, now));
        }
    }

    /// On this channel nobody said what arrived in these hours.
    pub fn murky(&mut self, channel: usize, from: i64, to: i64) {
        self.murky[channel].push((from, to));
    }

    /// An address refused everything in these hours, and takes letters again of itself.
    pub fn refused(&mut self, person: &'static str, channel: usize, from: i64, to: i64) {
        self.refused.entry((person, channel)).or_default().push((from, to));
    }

    /// True when an address of this person ever refused: what they took may have been with nobody.
    pub fn ever_refused(&self, person: &str) -> bool {
        self.refused.keys().any(|(name, _)| *name == person)
    }

    /// An address refused everything in these hours, whatever opened the way again.
    pub fn closed(&mut self, person: &'static str, channel: usize, from: i64, to: i64) {
        self.closed.push((person, channel, from, to));
    }

    /// True when an address of this person refused at some time within these hours, or was held to until it was tried again.
    pub fn refused_within(&self, person: &str, span: (i64, i64)) -> bool {
        (0..2).any(|channel| self.shut(person, channel, span))
    }

    /// True when every address of somebody did.
    pub fn shut_within(&self, reader: &Reader, span: (i64, i64)) -> bool {
        (0..2).filter(|channel| reader.channels[*channel]).all(|channel| self.shut(reader.name, channel, span))
    }

    fn shut(&self, person: &str, channel: usize, (from, to): (i64, i64)) -> bool {
        let known = |ended: i64| ended.saturating_add(OPEN_AFTER_REFUSAL);
        let theirs = self.closed.iter().filter(|(name, way, ..)| (*name, *way) == (person, channel));
        theirs.into_iter().any(|(.., began, ended)| *began <= to && known(*ended) >= from)
    }

    /// When, within these hours, somebody was first reachable for long enough that any retry must have found it, and how
    /// long that may have taken. `moot` is when telling of it becomes pointless: retries come closer towards it.
    pub fn open(&self, reader: &Reader, (from, to): (i64, i64), slack: i64, moot: i64) -> Option<(i64, i64)> {
        let mut first: Option<(i64, i64)> = None;
        for channel in (0..2).filter(|channel| reader.channels[*channel]) {
            let key = (reader.name, channel);
            let now = self.since.get(&key).map(|since| (*since, i64::MAX));
            for (began, ended) in self.spans.get(&key).into_iter().flatten().copied().chain(now) {
                let (began, ended) = (began.max(from), ended.min(to));
                let before = |(f, t): &&(i64, i64)| *f < began && *t > from - slack;
                let murky = self.murky[channel].iter().any(|span| before(&span));
                let refused = self.refused.get(&key).into_iter().flatten().any(|span| before(&span));
                let mut open = OPEN.min((to - began) / 4);
                if murky {
                    open = open.max(OPEN_AFTER_MURK.min((to - began) / 2));
                }
                if refused {
                    open = open.max(OPEN_AFTER_REFUSAL.min((moot - began) / 4));
                }
                let open = open.max(60);
                if ended - began >= open {
                    let late = if murky || refused { open.max(OPEN) } else { OPEN };
                    first = Some(first.map_or((began, late), |known| known.min((began, late))));
                    break;
                }
            }
        }
        first
    }
}
