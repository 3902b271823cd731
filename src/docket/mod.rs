//! Case × law → deadlines.
//!
//! In: one case, the law, and the moment up to which facts are known. Out: every deadline that follows, each
//! with two readings, its state and its reasons. It reads no clock and tells nobody.

mod change;
pub mod custody;
mod deadline;
mod reception;
mod silence;
mod state;

pub use deadline::{Deadline, Key, Status};
pub use reception::{Window, windows};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::law::Law;
use crate::law::count::{Counted, Refused, Start, count, stated};
use crate::law::counting::{Counting, Zone};
use crate::law::pack::Pack;
use crate::law::rule::{From as Since, Rule, Severity};
use crate::law::step::{Says, Side, Step};
use crate::law::term::Term;
use crate::law::words::Words;
use crate::watchlist::{Case, Event, Kind, Until, When};

/// All deadlines of a case, soonest first, and what could not be counted.
#[derive(Clone, Debug, Default)]
pub struct Docket {
    /// Deadlines, by earliest reading.
    pub deadlines: Vec<Deadline>,
    /// Rules that would apply and give no date.
    pub refused: Vec<NoDate>,
    /// Decisions against the person from which no rule counts anything, and that nothing on record has answered.
    pub uncounted: Vec<Uncounted>,
    /// When to look again although nothing new is on record: silence itself starts a term.
    pub look_again: Option<Timestamp>,
}

/// A decision from which no rule of the host's law counts anything: no sign that no term runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    /// Its kind.
    pub kind: Kind,
    /// The first day it can have been.
    pub on: Date,
}

/// A rule that would apply but gives no date.
#[derive(Clone, Debug)]
pub struct NoDate {
    /// The rule.
    pub rule: crate::ids::RuleId,
    /// What it would be named by, if it had a date.
    pub key: Key,
    /// A few words.
    pub title: Words,
    /// What missing it can cost.
    pub severity: Severity,
    /// The kind of the event that started it.
    pub trigger: Kind,
    /// The first day that event can have been.
    pub trigger_on: Date,
    /// True when something on record ended it, in time or not.
    pub done: bool,
    /// The event's place in the case file.
    pub span: std::ops::Range<usize>,
    /// Why.
    pub why: NotCounted,
}

/// Why a rule gives no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCounted {
    /// The law does not say which day it is.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// What should be counted cannot be read.
    #[error("{0}")]
    Unreadable(String),
}

impl From<String> for NotCounted {
    fn from(says: String) -> Self {
        Self::Unreadable(says)
    }
}

impl Docket {
    /// Until when it stays as it is, looked at `now`: before that no fact becomes known, no term ends and no silence has
    /// lasted long enough. `None`: for good.
    #[must_use]
    pub fn holds_until(&self, case: &Case, now: Timestamp) -> Option<Timestamp> {
        // A hearing that does not say since when it is known is a fact like others once it is over.
        let known = case.events.iter().filter_map(|event| event.known.or_else(|| event.on.known(&case.zone)));
        let running = self.deadlines.iter().filter(|deadline| deadline.status == Status::Pending);
        let ends = running.map(|deadline| deadline.latest.end);
        known.chain(ends).chain(self.look_again).filter(|at| *at > now).min()
    }
}

/// Computes the docket of a case from the facts known at `now`.
#[must_use]
pub fn docket(case: &Case, law: &Law, now: Timestamp) -> Docket {
    let mut out = Docket::default();
    let facts: Vec<&Event> = case.events.iter().filter(|event| event.exists_at(now)).collect();
    if case.closed_at(now) {
        return out;
    }
    let packs = law.for_case(case);
    // Most rules wait for an event that this case does not have.
    let present = facts.iter().fold(0_u64, |all, event| all | event.kind.bit());
    // Which dates of which events a rule of the place already counts from.
    let mut counted_from: Vec<(usize, Since)> = Vec::new();
    out.deadlines.reserve(16);
    // What holds only where nothing more particular does comes last.
    let rules = [false, true].into_iter().flat_map(|fallback| {
        let waits =
            move |rule: &&Rule| rule.fallback == fallback && (present & rule.on.bits != 0 || rule.on.overdue.is_some());
        packs.iter().flat_map(move |pack| pack.rules.iter().filter(waits).map(move |rule| (*pack, rule)))
    });
    for (pack, rule) in rules {
        if !rule.gravity.is_empty() && !case.gravity.is_some_and(|gravity| rule.gravity.contains(&gravity)) {
            continue;
        }
        let silences = rule.on.overdue.map(|after| silence::silences(case, &facts, after, now)).unwrap_or_default();
        out.look_again = [out.look_again, silences.next].into_iter().flatten().min();
        let recorded = facts.iter().copied().filter(|event| starts(rule, event));
        for trigger in recorded.chain(&silences.past) {
            let day = trigger.on.days(&case.zone).0;
            let spoken_for = rule.fallback && counted_from.contains(&(trigger.order, rule.on.from));
            if spoken_for
                || !change::leads(case, pack, rule, trigger)
                || !mechanism_open(case, law, (pack, rule), trigger, day)
            {
                continue;
            }
            match change::counted(case, law, pack, rule, trigger) {
                Ok(None) => {}
                Ok(Some((counted, zone))) => {
                    if !rule.fallback {
                        counted_from.push((trigger.order, rule.on.from));
                    }
                    out.deadlines.push(deadline::build(case, &facts, pack, rule, trigger, counted, zone, now));
                }
                Err(why) => out.refused.push(NoDate {
                    rule: rule.id.clone(),
                    key: Key::of(case, rule, trigger),
                    title: rule.title.clone(),
                    severity: rule.severity,
                    trigger: trigger.kind,
                    trigger_on: day,
                    done: state::done(case, &facts, rule, trigger),
                    span: trigger.span.clone(),
                    why,
                }),
            }
        }
    }
    out.deadlines.sort_by(|a, b| (a.earliest.end, &a.key).cmp(&(b.earliest.end, &b.key)));
    if CONTESTED.iter().any(|kind| present & kind.bit() != 0) {
        let open = facts.iter().filter(|event| CONTESTED.contains(&event.kind) && !counts(&packs, event));
        let open = open.filter(|event| !answered(&facts, case, event));
        out.uncounted = open.map(|event| Uncounted { kind: event.kind, on: event.on.days(&case.zone).0 }).collect();
    }
    out
}

/// Decisions from which the law usually gives a term to whoever is against them.
const CONTESTED: [Kind; 5] =
    [Kind::ExtraditionGranted, Kind::ExpulsionOrdered, Kind::AsylumRefused, Kind::AsylumUpheld, Kind::ResidenceRefused];

/// Decisions on record from which no rule of the host's law counts anything.
pub fn uncounted<'a>(case: &'a Case, law: &Law) -> impl Iterator<Item = &'a Event> {
    let packs = law.for_case(case);
    case.events.iter().filter(move |event| CONTESTED.contains(&event.kind) && !counts(&packs, event))
}

fn counts(packs: &[&Pack], event: &Event) -> bool {
    let national = packs.iter().filter(|pack| pack.body.is_none());
    national.flat_map(|pack| &pack.rules).any(|rule| starts(rule, event))
}

/// True when something on record shows that a decision was contested, or that it went on to the next court or is gone.
fn answered(facts: &[&Event], case: &Case, decision: &Event) -> bool {
    let by: &[Kind] = match decision.kind {
        Kind::ExtraditionGranted => {
            &[Kind::ExtraditionAppealFiled, Kind::ExtraditionUpheld, Kind::ExtraditionFinal, Kind::ExtraditionQuashed]
        }
        Kind::ExpulsionOrdered => {
            &[Kind::ExpulsionAppealFiled, Kind::ExpulsionUpheld, Kind::ExpulsionFinal, Kind::ExpulsionQuashed]
        }
        Kind::AsylumRefused => &[Kind::AsylumAppealFiled, Kind::AsylumUpheld, Kind::ProtectionGranted],
        Kind::AsylumUpheld => &[Kind::ProtectionGranted],
        _ => &[Kind::ResidenceAppealFiled],
    };
    facts.iter().any(|event| by.contains(&event.kind) && case.comes_after(decision, event))
}

/// True when an event starts a rule's term.
fn starts(rule: &Rule, event: &Event) -> bool {
    let on = &rule.on;
    on.bits & event.kind.bit() != 0
        && (on.stage.is_empty() || event.stage.is_some_and(|stage| on.stage.contains(&stage)))
        && (on.body.is_none() || on.body == event.body)
        && (on.what.is_none() || on.what == event.what)
}

/// A mechanism's rules speak only of events on days when it was open against the host.
fn mechanism_open(case: &Case, law: &Law, (pack, rule): (&Pack, &Rule), trigger: &Event, day: Date) -> bool {
    let Some(body) = pack.body else { return true };
    // A rule may be started by what another body did; one that names no body means its own.
    if rule.on.body.is_none() && trigger.body.is_some_and(|its| its != body) {
        return false;
    }
    // A case may name a mechanism against a host that no pack has a record of: the admin knows better.
    let on_record = law.mechanisms(case.host).any(|mechanism| mechanism.body == body);
    !on_record || law.open_against(case.host, body, day)
}

fn one(
    case: &Case,
    law: &Law,
    pack: &Pack,
    rule: &Rule,
    trigger: &Event,
) -> Result<Option<(Counted, TimeZone)>, NotCounted> {
    let named = Counting::as_named();
    let how = match &rule.counting {
        Some(name) => {
            law.counting(&name.value, Some(pack)).ok_or_else(|| format!("there is no counting `{}`", name.value))?.1
        }
        None => &named,
    };
    let zone = match &how.zone {
        Zone::Case => &case.zone,
        Zone::Place(zone) => zone,
    };
    let mut steps = Vec::with_capacity(8);
    let mut note = |day: Date, says: Says| {
        steps.push(Step { day, says, cite: (&rule.cite).into(), side: Side::Both });
    };
    let day = trigger.on.days(zone).0;
    let start = match rule.on.from {
        Since::On | Since::Within => {
            note(day, silence::says(trigger));
            range(&trigger.on, case)
        }
        Since::Notified => {
            let served = trigger.notified.as_ref();
            let from = served.unwrap_or(&trigger.on);
            note(from.days(zone).0, Says::Starts { event: trigger.kind });
            if served.is_none() {
                note(day, Says::NotServed);
            }
            range(from, case)
        }
        Since::Until => {
            let Some(Until::Date(when)) = &trigger.until else { return Ok(None) };
            note(when.days(zone).0, Says::Starts { event: trigger.kind });
            range(when, case)
        }
        Since::AnswerBy => {
            let Some(when) = &trigger.answer_by else { return Ok(None) };
            note(when.days(zone).0, Says::Starts { event: trigger.kind });
            range(when, case)
        }
    };
    let term = match (rule.term, rule.on.from, &trigger.within) {
        (Some(term), ..) => Some(term),
        (None, Since::Within, Some(text)) => {
            note(day, Says::OrderedTerm);
            Some(Term::parse(text).map_err(|bad| bad.to_string())?)
        }
        (None, Since::Within, None) => return Ok(None),
        (None, ..) => None,
    };
    let calendar = how.calendar.as_ref().and_then(|id| law.calendar(id));
    let counted = match term {
        Some(term) => count(start, term, how, calendar, zone),
        None => stated(start, how, zone),
    };
    let mut counted = counted?;
    steps.append(&mut counted.steps);
    // What a counting says without an article of its own stands on the rule's.
    for step in &mut steps {
        if step.cite.is_empty() && matches!(step.says, Says::Counted { .. } | Says::Stated) {
            step.cite = (&rule.cite).into();
        }
    }
    Ok(Some((Counted { steps, ..counted }, zone.clone())))
}

/// The earliest and latest an event's date can have been, as starts of a count.
fn range(when: &When, case: &Case) -> (Start, Start) {
    if let Some(at) = when.moment(&case.zone) {
        return (Start::At(at), Start::At(at));
    }
    let (first, last) = when.days(&case.zone);
    (Start::Day(first), Start::Day(last))
}
