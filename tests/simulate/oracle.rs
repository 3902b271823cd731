//! What must have reached whom, found out without asking the planner.
//!
//! In: the dockets of the cases after every edit, the ladders, the teams; the hours in which somebody could be reached;
//! what arrived. Out: what was lost, late, said too often, or not marked as a repeat. It knows nothing of notices, marks
//! and letters: only of steps that fell due, of people, and of what they read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use staywatch::docket::{Deadline, Status};
use staywatch::law::rule::Severity;

use crate::post::Arrival;

/// A way out that is open for so long is found by any retry; what still comes later is late.
const OPEN: i64 = 20 * 60;
/// The same after hours in which nobody said what arrived: what may have arrived is repeated at a sinking rate.
const OPEN_AFTER_MURK: i64 = 5 * 3600;
/// Who sleeps is told up to this much earlier.
const SLEEP: i64 = 11 * 3600;

/// Somebody who can be told.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub name: &'static str,
    pub channels: [bool; 2],
    pub quiet: bool,
}

/// A step that fell due for one person.
#[derive(Clone, Debug)]
struct Duty {
    case: String,
    what: What,
    person: &'static str,
    /// In true time.
    opened: i64,
    /// As the daemon's clock shows it.
    until: i64,
    quiet: bool,
}

#[derive(Clone, Debug)]
enum What {
    Step { subject: String, title: String, day: String, lead: i64 },
    Moved { title: String, day: String },
    Signal,
}

/// A step to come, or that came.
#[derive(Clone, Debug)]
struct Step {
    due: i64,
    until: i64,
    lead: i64,
    subject: String,
    title: String,
    day: String,
    people: Vec<Reader>,
    wakes: bool,
}

/// What went wrong, or only late.
#[derive(Debug, Default)]
pub struct Findings {
    pub steps: usize,
    pub signals: usize,
    pub moves: usize,
    pub lost: Vec<String>,
    /// Nobody could be reached between the step and the deadline.
    pub unreachable: usize,
    pub late: Vec<String>,
    pub worst: i64,
}

#[derive(Debug, Default)]
pub struct Oracle {
    steps: BTreeMap<String, Vec<Step>>,
    /// Deadlines as they stood after the last edit: end and day by case and subject.
    standing: BTreeMap<(String, String), (i64, String)>,
    seen: BTreeSet<(String, String, i64, i64, &'static str)>,
    open: Vec<Duty>,
    pub found: Findings,
}

/// The hours in which each person could be reached, in true time, by channel.
#[derive(Debug, Default)]
pub struct Reach {
    spans: BTreeMap<(&'static str, usize), Vec<(i64, i64)>>,
    since: BTreeMap<(&'static str, usize), i64>,
    /// Hours in which nobody said what arrived, by channel.
    murky: [Vec<(i64, i64)>; 2],
    /// When an address began or ceased to refuse.
    refused: BTreeMap<(&'static str, usize), Vec<(i64, i64)>>,
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

    /// An address refused everything in these hours.
    pub fn refused(&mut self, person: &'static str, channel: usize, from: i64, to: i64) {
        self.refused.entry((person, channel)).or_default().push((from, to));
    }

    /// When, within these hours, somebody was first reachable for long enough that any retry must have found it.
    fn open(&self, reader: &Reader, (from, to): (i64, i64), slack: i64) -> Option<i64> {
        let mut first: Option<i64> = None;
        for channel in (0..2).filter(|channel| reader.channels[*channel]) {
            let key = (reader.name, channel);
            // What an address refused once is not tried there again.
            if self.refused.get(&key).into_iter().flatten().any(|(f, t)| *f < to && *t > from - slack) {
                continue;
            }
            let now = self.since.get(&key).map(|since| (*since, i64::MAX));
            for (began, ended) in self.spans.get(&key).into_iter().flatten().copied().chain(now) {
                let (began, ended) = (began.max(from), ended.min(to));
                let murky = self.murky[channel].iter().any(|(f, t)| *f < began && *t > from);
                let (open, part) = if murky { (OPEN_AFTER_MURK, 2) } else { (OPEN, 4) };
                let enough = open.min(((to - began) / part).max(60));
                if ended - began >= enough {
                    first = Some(first.map_or(began, |known| known.min(began)));
                    break;
                }
            }
        }
        first
    }
}

fn seconds(lead: SignedDuration) -> i64 {
    lead.as_secs()
}

/// Reads "7 days", "5 hours 58 minutes" and the like; `None` when there is no length of time.
pub fn length(text: &str) -> Option<i64> {
    let mut total = None;
    let words: Vec<&str> = text.split([' ', ',', ':']).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let Ok(count) = pair[0].parse::<i64>() else { continue };
        let unit = match pair[1] {
            word if word.starts_with("day") => 86_400,
            word if word.starts_with('h') => 3_600,
            word if word.starts_with("min") => 60,
            _ => continue,
        };
        *total.get_or_insert(0) += count * unit;
    }
    total
}

/// The word in a letter's name that says what kind it is.
fn kind<'k>(key: &'k str, case: &str) -> &'k str {
    let rest = key.strip_prefix(case).and_then(|rest| rest.strip_prefix('-')).unwrap_or(key);
    rest.rsplit_once('-').map_or(rest, |(kind, _)| kind)
}

impl Oracle {
    /// A case as it stands after an edit.
    #[expect(clippy::too_many_arguments, reason = "the whole state of one case at one moment")]
    pub fn stands(
        &mut self,
        case: &str,
        deadlines: &[Deadline],
        ended: bool,
        ladder: impl Fn(&str) -> Vec<SignedDuration>,
        people: impl Fn(Severity) -> Vec<Reader>,
        (now, clock): (i64, Timestamp),
        reach: &Reach,
        readers: &[Reader],
        arrived: &[Arrival],
    ) {
        let clock = clock.as_second();
        let live: Vec<&Deadline> = deadlines
            .iter()
            .filter(|deadline| deadline.status == Status::Pending && (!ended || deadline.after_removal))
            .collect();
        let ends: BTreeMap<String, i64> =
            live.iter().map(|deadline| (deadline.key.subject(), deadline.earliest.end.as_second())).collect();
        // What no longer runs, or runs to another day, is owed no further.
        let stale = |duty: &Duty| match &duty.what {
            What::Step { subject, .. } => duty.case == case && ends.get(subject) != Some(&duty.until),
            What::Moved { .. } => duty.case == case,
            What::Signal => duty.case == case && ended,
        };
        let closing: Vec<Duty> = self.open.extract_if(.., |duty| stale(duty)).collect();
        for duty in closing {
            self.close(&duty, now, reach, readers, arrived);
        }
        let mut steps = Vec::new();
        for deadline in live {
            let (subject, title) = (deadline.key.subject(), deadline.title.en.clone());
            let (until, day) = (deadline.earliest.end.as_second(), deadline.earliest.last_day.to_string());
            let before = self.standing.insert((case.to_owned(), subject.clone()), (until, day.clone()));
            if let Some((_, old)) = before.filter(|(end, _)| *end != until && until > clock) {
                self.moved(case, &title, &old, &day, until, now, readers, arrived);
            }
            for lead in ladder(&deadline.remind) {
                steps.push(Step {
                    due: until - seconds(lead),
                    until,
                    lead: seconds(lead),
                    subject: subject.clone(),
                    title: title.to_string(),
                    day: day.clone(),
                    people: people(deadline.severity),
                    wakes: deadline.severity == Severity::Critical,
                });
            }
        }
        self.standing.retain(|(of, subject), _| of != case || ends.contains_key(subject));
        self.steps.insert(case.to_owned(), steps);
        self.passes(now, clock, reach, readers, arrived);
    }

    /// Who had read of the old day must read of the new one.
    #[expect(clippy::too_many_arguments, reason = "an old day, a new day, and who read what")]
    fn moved(
        &mut self,
        case: &str,
        title: &str,
        old: &str,
        day: &str,
        until: i64,
        now: i64,
        readers: &[Reader],
        arrived: &[Arrival],
    ) {
        if old == day {
            return;
        }
        for reader in readers {
            let read = arrived.iter().any(|arrival| {
                arrival.person == reader.name
                    && kind(&arrival.key, case) == "reminder"
                    && arrival.key.starts_with(&format!("{case}-"))
                    && arrival.subject.contains(old)
                    && arrival.subject.contains(title)
            });
            if read {
                self.found.moves += 1;
                let what = What::Moved { title: title.to_owned(), day: day.to_owned() };
                let until = until.min(now + 3 * 86_400 + (until - now).min(0));
                self.open.push(Duty {
                    case: case.to_owned(),
                    what,
                    person: reader.name,
                    opened: now,
                    until,
                    quiet: false,
                });
            }
        }
    }

    /// Somebody reported something that everyone on the case must hear of.
    pub fn signal(&mut self, case: &str, everyone: &[Reader], now: i64, clock: Timestamp) {
        for reader in everyone {
            self.found.signals += 1;
            self.open.push(Duty {
                case: case.to_owned(),
                what: What::Signal,
                person: reader.name,
                opened: now,
                until: clock.as_second() + 3 * 86_400,
                quiet: false,
            });
        }
    }

    /// Time has passed: steps fall due, and what is over is judged.
    pub fn passes(&mut self, now: i64, clock: i64, reach: &Reach, readers: &[Reader], arrived: &[Arrival]) {
        let closing: Vec<Duty> = self.open.extract_if(.., |duty| duty.until <= clock).collect();
        for duty in closing {
            self.close(&duty, now, reach, readers, arrived);
        }
        for (case, steps) in &mut self.steps {
            // Of several steps that passed unseen only the last is owed: it says all the others would have said.
            let mut last: BTreeMap<(String, i64, &'static str), (Step, Reader)> = BTreeMap::new();
            for step in steps.extract_if(.., |step| step.due <= clock) {
                for reader in &step.people {
                    let seen = (case.clone(), step.subject.clone(), step.until, step.lead, reader.name);
                    if self.seen.insert(seen) && step.until > clock {
                        last.insert((step.subject.clone(), step.until, reader.name), (step.clone(), *reader));
                    }
                }
            }
            for (_, (step, reader)) in last {
                self.found.steps += 1;
                let Step { subject, title, day, lead, until, wakes, .. } = step;
                let what = What::Step { subject, title, day, lead };
                let quiet = reader.quiet && !wakes;
                self.open.push(Duty { case: case.clone(), what, person: reader.name, opened: now, until, quiet });
            }
        }
    }

    /// Everything still open at the end of the world.
    pub fn ends(&mut self, now: i64, reach: &Reach, readers: &[Reader], arrived: &[Arrival]) {
        for duty in std::mem::take(&mut self.open) {
            self.close(&duty, now, reach, readers, arrived);
        }
    }

    fn close(&mut self, duty: &Duty, now: i64, reach: &Reach, readers: &[Reader], arrived: &[Arrival]) {
        let reader = readers.iter().find(|reader| reader.name == duty.person).expect("duties are to readers");
        let slack = if duty.quiet { SLEEP } else { 0 };
        let from = duty.opened - slack;
        let here = arrived.partition_point(|arrival| arrival.at < from);
        let told = arrived[here..]
            .iter()
            .take_while(|arrival| arrival.at <= now)
            .filter(|arrival| arrival.person == duty.person && arrival.key.starts_with(&format!("{}-", duty.case)))
            .find(|arrival| duty.answered(arrival, slack));
        let could = reach.open(reader, (duty.opened, now), slack);
        match (told, could) {
            (Some(arrival), Some(could)) => {
                let late = arrival.at - could.max(duty.opened);
                self.found.worst = self.found.worst.max(late);
                if late > OPEN {
                    let (what, case, when) = (&duty.what, &duty.case, at(duty.opened));
                    let line =
                        format!("{} heard {} min late of {what:?} in {case}, due {when}", duty.person, late / 60);
                    self.found.late.push(line);
                }
            }
            (Some(_), None) => {}
            (None, None) => self.found.unreachable += 1,
            (None, Some(could)) => {
                self.found.lost.push(format!(
                    "{} was not told of {:?} in {}: due {}, reachable {}, closed {}",
                    duty.person,
                    duty.what,
                    duty.case,
                    at(duty.opened),
                    at(could),
                    at(now)
                ));
            }
        }
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or_default()
}

impl Duty {
    /// True when this is what the person had to read.
    fn answered(&self, arrival: &Arrival, slack: i64) -> bool {
        let kind = kind(&arrival.key, &self.case);
        match &self.what {
            What::Step { title, day, lead, .. } => {
                // A title may hold lengths of its own.
                let Some((before, after)) = arrival.subject.split_once(title.as_str()) else { return false };
                let rest = [before, after].join(" ");
                // What is left by its own account shows that it speaks of this step or a nearer one.
                kind == "reminder"
                    && rest.contains(day.as_str())
                    && length(&rest).is_some_and(|left| left <= lead + slack)
            }
            What::Moved { title, day } => {
                let all = [arrival.subject.as_str(), arrival.text.as_str()];
                all.iter().any(|text| text.contains(day.as_str()))
                    && all.iter().any(|text| text.contains(title.as_str()))
            }
            What::Signal => kind == "signal",
        }
    }
}
