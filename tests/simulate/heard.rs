//! What the oracle hears of people: reports, answers, who left; and what follows.
//!
//! In: who did what, when. Out: what is owed further, and what no more.

use jiff::Timestamp;

use crate::holds::Hold;
use crate::later::term;
use crate::oracle::{Duty, Oracle, Reader, SLEEP, Standing, Step, What, kind, length};
use crate::post::Arrival;
use crate::reach::Reach;

/// What came of an answer, as far as the oracle can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    Taken,
    Snoozed,
    Already,
    Refused,
}

impl Oracle {
    /// Somebody reported something that everyone on the case must hear of.
    pub fn signal(&mut self, case: &str, everyone: &[Reader], now: i64, clock: Timestamp) {
        self.noise.signal(case, clock.as_second());
        for reader in everyone {
            self.found.signals += 1;
            self.news(case, What::Signal, reader.name, now, clock);
        }
    }

    /// A file was saved that cannot be read: the admin must hear where.
    pub fn broken(&mut self, file: &str, now: i64, clock: Timestamp) {
        self.news("system", What::Broken { file: file.to_owned() }, "admin", now, clock);
    }

    fn news(&mut self, case: &str, what: What, person: &'static str, now: i64, clock: Timestamp) {
        let until = clock.as_second() + 3 * 86_400;
        let case = case.to_owned();
        self.open.push(Duty {
            case,
            what,
            person,
            opened: now,
            since: now,
            until,
            moot: until + 4 * 86_400,
            quiet: false,
        });
    }

    /// Steps to come that somebody who sleeps may have been told of already, before an edit moves them.
    pub(crate) fn moved_by_sleep(&mut self, case: &str, clock: i64) {
        let steps = self.steps.get(case).into_iter().flatten();
        for step in steps.filter(|step| !step.wakes && step.due - SLEEP <= clock && step.until > clock) {
            for reader in step.people.iter().filter(|reader| reader.quiet) {
                if !self.seen.contains_key(&step.seen(case, step.lead, reader.name)) {
                    self.noise.step(case, step, reader.name);
                }
            }
        }
    }

    /// True for a letter about one of two terms of one name and day, of which one may be gone by now: a reader cannot tell them
    /// apart, and neither can the oracle.
    pub fn is_of_two(&self, case: &str, arrival: &Arrival) -> bool {
        let named = |title: &str, day: &str| arrival.subject.contains(title) && arrival.subject.contains(day);
        self.doubled.iter().any(|(of, title, day)| of == case && named(title, day))
    }

    /// The terms that still run and that this letter speaks of.
    pub fn speaks_of(&self, case: &str, arrival: &Arrival, clock: i64) -> Vec<(String, Standing)> {
        let of_case = self.standing.iter().filter(|((of, _), stands)| of == case && stands.until > clock);
        // A letter with the later day is of an older state of the file while the earlier one still runs.
        let early = |subject: &str| {
            let earlier = (case.to_owned(), term(subject).to_owned());
            earlier.1 != subject && self.standing.get(&earlier).is_some_and(|stands| stands.until > clock)
        };
        let of_case = of_case.filter(|((_, subject), _)| !early(subject));
        let named =
            |stands: &Standing| arrival.subject.contains(&stands.title) && arrival.subject.contains(&stands.day);
        let found = of_case.filter(|(_, stands)| named(stands));
        found.map(|((_, subject), stands)| (subject.clone(), stands.clone())).collect()
    }

    /// Somebody answered the one term that a letter speaks of, or one that no longer runs.
    #[expect(clippy::too_many_arguments, reason = "who answered what, when, and what came of it")]
    pub fn answered(
        &mut self,
        case: &str,
        about: Option<(String, Standing)>,
        person: &'static str,
        outcome: Came,
        letter: &str,
        (now, clock): (i64, i64),
        reach: &Reach,
        readers: &[Reader],
        arrived: &[Arrival],
    ) {
        let Some((subject, of)) = about else {
            if outcome != Came::Refused {
                self.found.misheard.push(format!("{person} answered {letter}, which runs no more: {outcome:?}"));
            }
            return;
        };
        let held = self.holds.iter().any(|hold| hold.is_of(case, &subject, of.until) && hold.holds(clock));
        match outcome {
            Came::Refused => self.found.misheard.push(format!("{person} answered {letter}, which runs: refused")),
            Came::Already if !held => {
                self.found.misheard.push(format!("{person} answered {letter}, which nobody has: already taken"));
            }
            Came::Already => {}
            Came::Snoozed => {
                self.noise.answered(case, &of.title, &of.day, person);
                self.snoozes.push(Hold::snoozed(case, &subject, person, of, clock));
            }
            Came::Taken => {
                self.found.answers += 1;
                self.noise.answered(case, &of.title, &of.day, person);
                // What was still on its way to the others is called back.
                let theirs = |duty: &Duty| {
                    let about = matches!(&duty.what, What::Step { subject: on, .. } if *on == subject);
                    about && duty.case == case && duty.until == of.until && duty.person != person
                };
                let closing: Vec<Duty> = self.open.extract_if(.., |duty| theirs(duty)).collect();
                for duty in closing {
                    if Self::told(&duty, now, arrived).is_some() {
                        self.close(&duty, now, reach, readers, arrived);
                    } else {
                        self.found.excused += 1;
                    }
                }
                self.holds.push(Hold::new(case, &subject, person, of, clock));
            }
        }
    }

    /// Half of the time has gone: whoever has it must be asked again, if nobody else took it meanwhile.
    pub(crate) fn asks_again(&mut self, now: i64, clock: i64, readers: &[Reader]) {
        for place in 0..self.holds.len() {
            let hold = &self.holds[place];
            // Who wants to be asked later is asked then.
            let put_off = self.snoozes.iter().filter(|snooze| snooze.is_of(&hold.case, &hold.subject, hold.of.until));
            let put_off = put_off.filter(|snooze| snooze.holds(hold.ends)).map(|snooze| snooze.ends).max();
            let due = put_off.unwrap_or(hold.ends);
            if hold.asked.is_some() || due > clock {
                continue;
            }
            let hold = hold.clone();
            self.holds[place].asked = Some(clock);
            let runs = self.standing.get(&(hold.case.clone(), hold.subject.clone()));
            let runs = runs.is_some_and(|stands| stands.until == hold.of.until && stands.asks);
            // Then, or now: nobody may have looked in between, and whoever took it after them is asked by now.
            let others = self.holds.iter().any(|other| {
                other.is_of(&hold.case, &hold.subject, hold.of.until) && (other.holds(due) || other.holds(clock))
            });
            let reader = readers.iter().find(|reader| reader.name == hold.by);
            if let Some(reader) = reader.filter(|_| runs && !others && hold.of.until > clock) {
                self.found.asked += 1;
                let Standing { until, moot, title, day, .. } = hold.of;
                let step = Step {
                    due: hold.ends,
                    until,
                    moot,
                    lead: until - hold.ends,
                    after: i64::MIN,
                    last: false,
                    subject: hold.subject,
                    title,
                    day,
                    people: vec![*reader],
                    instead: Vec::new(),
                    wakes: true,
                };
                let duty = Self::duty(&hold.case, step, reader, now, clock);
                self.open.push(duty);
            }
        }
    }

    /// The clock was put back to this moment: what came later by it comes again in its hour.
    pub fn put_back(&mut self, (before, clock): (i64, i64)) {
        let cases: Vec<String> = self.steps.keys().cloned().collect();
        for case in cases {
            self.moved_by_sleep(&case, before);
        }
        self.seen.retain(|_, came| *came <= clock);
        self.excused.retain(|(_, step, _)| step.due <= clock);
        let early = |duty: &Duty| matches!(duty.what, What::Step { lead, .. } if duty.until - lead > clock);
        self.open.retain(|duty| !early(duty));
        for hold in &mut self.holds {
            if hold.asked.take_if(|asked| *asked > clock).is_some() {
                self.noise.asks_anew(&hold.case, &hold.of.title, &hold.of.day);
            }
        }
        for snooze in self.snoozes.iter().filter(|snooze| (clock..before).contains(&snooze.ends)) {
            self.noise.asks_anew(&snooze.case, &snooze.of.title, &snooze.of.day);
        }
        self.noise.put_back(clock);
    }

    /// Somebody left: nothing is owed to them, and what they had is with nobody.
    pub fn left(&mut self, person: &'static str, now: i64, clock: i64) {
        self.gone.insert(person);
        self.open.retain(|duty| duty.person != person);
        self.let_go(person, now, clock);
    }

    /// Nobody reads any more where somebody read: it may be another, who has nothing, and hears of what runs once more.
    pub fn another(&mut self, person: &'static str, now: i64, clock: i64) {
        self.noise.anew(person);
        self.snoozes.retain(|snooze| snooze.by != person);
        self.let_go(person, now, clock);
    }

    /// What somebody had is with nobody.
    fn let_go(&mut self, person: &'static str, now: i64, clock: i64) {
        let gone: Vec<Hold> = self.holds.extract_if(.., |hold| hold.by == person).collect();
        let mut owed: Vec<(String, Step, Reader)> = Vec::new();
        for (case, step, reader) in std::mem::take(&mut self.excused) {
            let was = |hold: &&Hold| hold.is_of(&case, &step.subject, step.until) && hold.holds(step.due);
            let runs = self.standing.get(&(case.clone(), step.subject.clone()));
            let runs = runs.is_some_and(|stands| stands.until == step.until) && step.until > clock;
            if !gone.iter().any(|hold| was(&hold)) || !runs || reader.name == person {
                continue;
            }
            self.noise.step(&case, &step, reader.name);
            // A step that came later says all that this one would have said.
            let later = |other: &(String, Step, Reader)| {
                other.0 == case && other.1.subject == step.subject && other.2.name == reader.name
            };
            let nearer = step.seen(&case, i64::MIN, "")..step.seen(&case, step.lead, "");
            let passed = self.seen.range(nearer).any(|(later, _)| later.4 == reader.name);
            if !passed && self.seen.contains_key(&step.seen(&case, step.lead, reader.name)) && !reader.quiet {
                owed.retain(|other| !later(other));
                owed.push((case, step, reader));
            }
        }
        for (case, step, reader) in owed {
            let duty = Self::duty(&case, step, &reader, now, clock);
            self.open.push(duty);
        }
    }
}

impl Duty {
    /// True when this is what the person had to read.
    pub(crate) fn answered(&self, arrival: &Arrival, slack: i64) -> bool {
        let kind = kind(&arrival.key, &self.case);
        match &self.what {
            What::Step { title, day, lead, .. } => {
                // A title may hold lengths of its own.
                let Some((before, after)) = arrival.subject.split_once(title.as_str()) else { return false };
                let rest = [before, after].join(" ");
                // What is left by its own account shows that it speaks of this step or a nearer one.
                let steps = kind == "reminder" && length(&rest).is_some_and(|left| left <= lead + slack);
                // That the earlier reading has passed says until when the later runs.
                rest.contains(day.as_str()) && (steps || kind == "lapsed")
            }
            What::Moved { title, day } => {
                let all = [arrival.subject.as_str(), arrival.text.as_str()];
                all.iter().any(|text| text.contains(day.as_str()))
                    && all.iter().any(|text| text.contains(title.as_str()))
            }
            // Said again of the level, when its day came before the way was free, it is the same word.
            What::Signal => kind == "signal" || (kind == "risk" && arrival.reported()),
            What::Broken { file } => arrival.text.contains(file.as_str()) || arrival.subject.contains(file.as_str()),
        }
    }
}
