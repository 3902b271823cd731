//! What must have reached whom, found out without asking the planner.
//!
//! In: the dockets of the cases after every edit, the ladders, the teams; the hours in which somebody could be reached;
//! what arrived. Out: what was lost, late, said too often, or not marked as a repeat. It knows nothing of notices, marks
//! and letters: only of steps that fell due, of people, and of what they read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use staywatch::docket::{Deadline, Status};
use staywatch::law::rule::{Duty as Kind, Severity, Whose};

use crate::holds::{Excuse, Hold, excuse};
use crate::later::{Read, readings, term};
use crate::noise::Noise;
use crate::post::Arrival;
use crate::reach::Reach;

/// Who sleeps is told up to this much earlier.
pub const SLEEP: i64 = 11 * 3600;

/// Somebody who can be told.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub name: &'static str,
    pub channels: [bool; 2],
    pub quiet: bool,
}

/// A step that fell due for one person.
#[derive(Clone, Debug)]
pub struct Duty {
    pub case: String,
    pub what: What,
    pub person: &'static str,
    /// In true time.
    pub opened: i64,
    /// What arrived since then counts: who sleeps was told before, and by then nobody may have looked for a while.
    pub since: i64,
    /// As the daemon's clock shows it.
    pub until: i64,
    /// When retries end: the later reading.
    pub moot: i64,
    pub quiet: bool,
}

#[derive(Clone, Debug)]
pub enum What {
    Step {
        subject: String,
        title: String,
        day: String,
        lead: i64,
    },
    Moved {
        title: String,
        day: String,
    },
    Signal,
    /// The admin's file is broken: where.
    Broken {
        file: String,
    },
}

/// A step to come, or that came.
#[derive(Clone, Debug)]
pub struct Step {
    pub due: i64,
    pub until: i64,
    pub moot: i64,
    pub lead: i64,
    /// It is said by other words when it comes no later than this.
    pub after: i64,
    /// The last of its ladder.
    pub last: bool,
    pub subject: String,
    pub title: String,
    pub day: String,
    pub people: Vec<Reader>,
    /// Who hears of it when nothing reaches these: everybody else on the case.
    pub instead: Vec<Reader>,
    pub wakes: bool,
}

/// A step that came for somebody: of which case and term, ending when, how long before, for whom. By whichever reading: a
/// correction may leave but one of the two.
pub type Seen = (String, String, i64, i64, &'static str);

impl Step {
    pub fn seen(&self, case: &str, lead: i64, person: &'static str) -> Seen {
        (case.to_owned(), term(&self.subject).to_owned(), self.until, lead, person)
    }
}

/// A term as it stood after the last edit.
#[derive(Clone, Debug)]
pub struct Standing {
    pub until: i64,
    pub moot: i64,
    pub title: String,
    pub day: String,
    /// It rings at night too.
    pub wakes: bool,
    /// True when somebody here has to do something about it.
    pub asks: bool,
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
    /// Answers that counted, and steps that need not be told because of them.
    pub answers: usize,
    pub excused: usize,
    /// Times at which whoever took something had to be asked again.
    pub asked: usize,
    /// Answers that did not come to what they should have.
    pub misheard: Vec<String>,
}

#[derive(Debug, Default)]
pub struct Oracle {
    pub(crate) steps: BTreeMap<String, Vec<Step>>,
    /// By case and subject.
    pub(crate) standing: BTreeMap<(String, String), Standing>,
    /// Names and days that two terms of a case had at once.
    pub(crate) doubled: BTreeSet<(String, String, String)>,
    /// Steps that came, and when, as the clock showed it.
    pub(crate) seen: BTreeMap<Seen, i64>,
    pub(crate) open: Vec<Duty>,
    pub(crate) holds: Vec<Hold>,
    pub(crate) snoozes: Vec<Hold>,
    /// Steps that were not owed because of somebody who had the term.
    pub(crate) excused: Vec<(String, Step, Reader)>,
    pub(crate) gone: BTreeSet<&'static str>,
    /// By how much the clock ran ahead last, and until when.
    pub(crate) ahead: (i64, i64),
    pub noise: Noise,
    pub found: Findings,
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
pub fn kind<'k>(key: &'k str, case: &str) -> &'k str {
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
        everyone: &[Reader],
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
        let live = readings(&live);
        let ends: BTreeMap<String, i64> =
            live.iter().map(|read| (read.subject.clone(), read.reading.end.as_second())).collect();
        // What no longer runs, or runs to another day, is owed no further.
        let stale = |duty: &Duty| match &duty.what {
            What::Step { subject, .. } => duty.case == case && ends.get(subject) != Some(&duty.until),
            What::Moved { .. } => duty.case == case,
            What::Signal => duty.case == case && ended,
            What::Broken { .. } => false,
        };
        self.moved_by_sleep(case, clock);
        let closing: Vec<Duty> = self.open.extract_if(.., |duty| stale(duty)).collect();
        for duty in closing {
            self.close(&duty, now, reach, readers, arrived);
        }
        let (mut steps, mut named) = (Vec::new(), BTreeSet::new());
        for Read { deadline, subject, reading, after } in live {
            let title = deadline.title.en.clone();
            let (until, day) = (reading.end.as_second(), reading.last_day.to_string());
            let moot = deadline.latest.end.as_second();
            let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
            let asks = own && deadline.duty != Kind::Opens && deadline.severity > Severity::Normal;
            self.noise.stands(case, &title, &day);
            if !named.insert((title.clone(), day.clone())) {
                self.doubled.insert((case.to_owned(), title.to_string(), day.clone()));
            }
            let wakes = deadline.severity == Severity::Critical;
            let stands = Standing { until, moot, title: title.to_string(), day: day.clone(), wakes, asks };
            let before = self.standing.insert((case.to_owned(), subject.clone()), stands);
            if let Some(old) = before.filter(|old| old.until != until && until > clock) {
                self.moved(case, &title, (&old, &day), until, now, readers, arrived);
            }
            let ladder = ladder(&deadline.remind);
            let least = ladder.iter().min().copied().map(seconds);
            let (to, mut instead) = (people(deadline.severity), everyone.to_vec());
            instead.retain(|reader| to.iter().all(|other| other.name != reader.name));
            for lead in ladder {
                steps.push(Step {
                    due: until - seconds(lead),
                    until,
                    moot,
                    lead: seconds(lead),
                    after,
                    last: Some(seconds(lead)) == least,
                    subject: subject.clone(),
                    title: title.to_string(),
                    day: day.clone(),
                    people: to.clone(),
                    instead: instead.clone(),
                    wakes,
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
        (old, day): (&Standing, &str),
        until: i64,
        now: i64,
        readers: &[Reader],
        arrived: &[Arrival],
    ) {
        let wakes = old.wakes;
        let old = old.day.as_str();
        if old == day {
            return;
        }
        for reader in readers.iter().filter(|reader| !self.gone.contains(reader.name)) {
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
                    since: now,
                    until,
                    moot: until,
                    quiet: reader.quiet && !wakes,
                });
            }
        }
    }

    /// Time has passed: steps fall due, and what is over is judged.
    pub fn passes(&mut self, now: i64, clock: i64, reach: &Reach, readers: &[Reader], arrived: &[Arrival]) {
        if clock - now > 60 {
            self.ahead = (clock - now, now);
        }
        let closing: Vec<Duty> = self.open.extract_if(.., |duty| duty.until <= clock).collect();
        for duty in closing {
            self.close(&duty, now, reach, readers, arrived);
        }
        for (case, steps) in &mut self.steps {
            // Of several steps that passed unseen only the last is owed: it says all the others would have said.
            let mut last: BTreeMap<(String, i64, &'static str), (Step, Reader)> = BTreeMap::new();
            // What a clock that is wrong takes for over comes again when it is put right.
            let over = |step: &Step| step.due <= clock && (step.until > clock || step.until <= now);
            for step in steps.extract_if(.., |step| over(step)) {
                if step.due <= step.after {
                    continue;
                }
                self.noise.comes(case, &step, now);
                let of = |hold: &&Hold| hold.is_of(case, &step.subject, step.until) && hold.holds(step.due);
                // Whoever has it is reminded, also when the reminders would not have come to them.
                let has = self.holds.iter().filter(of).filter_map(|hold| readers.iter().find(|r| r.name == hold.by));
                for reader in step.people.iter().chain(has) {
                    let seen = step.seen(case, step.lead, reader.name);
                    // One that came later said all that this one would have said.
                    let nearer = step.seen(case, i64::MIN, "")..step.seen(case, step.lead, "");
                    let nearer = self.seen.range(nearer).any(|(later, _)| later.4 == reader.name);
                    let known = nearer || self.seen.contains_key(&seen);
                    self.seen.entry(seen).or_insert(clock);
                    if !known && step.until > clock {
                        last.insert((step.subject.clone(), step.until, reader.name), (step.clone(), *reader));
                    }
                }
            }
            for (_, (step, reader)) in last {
                let early = if reader.quiet && !step.wakes { SLEEP } else { 0 };
                let mut excuse = excuse(&self.holds, case, &step, &reader);
                if excuse == Excuse::None && step.due - early <= step.after {
                    excuse = Excuse::Perhaps;
                }
                let by = |hold: &Hold| hold.is_of(case, &step.subject, step.until) && reach.ever_refused(hold.by);
                if excuse != Excuse::Peace || self.holds.iter().any(by) {
                    self.noise.step(case, &step, reader.name);
                }
                if excuse != Excuse::None {
                    self.found.excused += 1;
                    self.excused.push((case.clone(), step, reader));
                    continue;
                }
                self.found.steps += 1;
                let ahead = if now - self.ahead.1 <= SLEEP + self.ahead.0 { self.ahead.0 } else { 0 };
                let mut duty = Self::duty(case, step, &reader, now, clock);
                if duty.quiet {
                    duty.since -= ahead;
                }
                self.open.push(duty);
            }
        }
        self.asks_again(now, clock, readers);
    }

    pub(crate) fn duty(case: &str, step: Step, reader: &Reader, opened: i64, clock: i64) -> Duty {
        let Step { subject, title, day, lead, until, moot, wakes, due, .. } = step;
        let what = What::Step { subject, title, day, lead };
        let quiet = reader.quiet && !wakes;
        let since = if quiet { opened - (clock - due).max(0) - SLEEP } else { opened };
        Duty { case: case.to_owned(), what, person: reader.name, opened, since, until, moot, quiet }
    }
}
