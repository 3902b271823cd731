//! Is a transfer likely, and why?
//!
//! In: a case, the law, its docket and the moment. Out: a level held up by named reasons, each with the sentence
//! that people argue with and the documented cases behind it. No score and no model: the level is the highest of
//! the reasons that hold, it rises with any of them and falls only when the last of that level ends.

mod facts;
mod measure;

use jiff::{SignedDuration, Timestamp};

use crate::docket::{Deadline, Docket, Status};
use crate::ids::{RuleId, Text};
use crate::law::Law;
use crate::law::grounds::{Condition, Ground, Level, Which};
use crate::law::pack::Pack;
use crate::law::words::Words;
use crate::watchlist::{Case, Event, Status as CaseStatus};
use facts::Facts;
pub use measure::{Measure, Stands, measures};

/// A reason that holds.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Its name in the pack.
    pub id: RuleId,
    /// How near it makes a transfer.
    pub level: Level,
    /// The kind of event, deadline or state it rests on.
    pub event: Text,
    /// Since when it holds, as far as the team can know.
    pub since: Timestamp,
    /// When the newest fact behind it became known: a second report is news.
    pub latest: Timestamp,
    /// How many facts of its kind are on record, ended or not: one more is news, whenever it was.
    pub facts: usize,
    /// The next hearing that it rests on: one that is put forward is news.
    pub listed: Option<Timestamp>,
    /// What it says.
    pub says: Words,
    /// What would lower it.
    pub lower: Words,
    /// Documented cases.
    pub precedent: Vec<Text>,
    /// True when it stands in the list but is no message of its own: an ordinary weekend.
    pub quiet: bool,
}

/// How near a transfer is.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The highest level of any reason.
    pub level: Level,
    /// Since when it has been that high.
    pub since: Option<Timestamp>,
    /// Every reason that holds, highest first.
    pub reasons: Vec<Reason>,
    /// True when the case is over: handed over, gone, free or closed, and not begun again.
    pub ended: bool,
    /// When it should be looked at again even if nothing is reported.
    pub look_again: Option<Timestamp>,
}

/// What one ground says at a moment: since when it holds, on what, and when to look again.
#[derive(Default)]
struct Finding {
    holds: Option<(Timestamp, Text)>,
    latest: Option<Timestamp>,
    facts: usize,
    listed: Option<Timestamp>,
    look_again: Option<Timestamp>,
    quiet: bool,
}

impl Finding {
    fn since(at: Timestamp, event: Text) -> Self {
        Self { holds: Some((at, event)), latest: Some(at), facts: 1, ..Self::default() }
    }

    /// Holds from a moment on; before it, that is when to look again.
    fn from(at: Timestamp, event: Text, now: Timestamp) -> Self {
        if at <= now { Self::since(at, event) } else { Self { look_again: Some(at), ..Self::default() } }
    }

    fn again_at(mut self, at: Timestamp) -> Self {
        self.look_again = Some(self.look_again.map_or(at, |known| known.min(at)));
        self
    }

    /// Of two findings the one that holds longer; both say when to look again.
    fn or(self, other: Self) -> Self {
        let holds = match (self.holds, other.holds) {
            (Some(one), Some(two)) => Some(if one.0 <= two.0 { one } else { two }),
            (one, two) => one.or(two),
        };
        let (latest, facts) = (self.latest.max(other.latest), self.facts + other.facts);
        let listed = soonest(self.listed, other.listed);
        Self { holds, latest, facts, listed, look_again: soonest(self.look_again, other.look_again), quiet: false }
    }
}

fn soonest(one: Option<Timestamp>, two: Option<Timestamp>) -> Option<Timestamp> {
    match (one, two) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    }
}

/// Judges a case from the facts known at `now`.
#[must_use]
pub fn assess(case: &Case, law: &Law, docket: &Docket, now: Timestamp) -> Assessment {
    let facts = Facts::known(case, now);
    let ended = case.status == CaseStatus::Closed || facts.ended();
    let mut calm =
        Assessment { level: Level::None, since: None, reasons: Vec::new(), ended, look_again: facts.next_known() };
    if ended {
        return calm;
    }
    // A mechanism's reasons speak only while it is open, or once its body has been turned to.
    let today = case.zone.to_datetime(now).date();
    let speaks = |pack: &&Pack| {
        pack.body.is_none_or(|body| {
            law.open_against(case.host, body, today) || facts.iter().any(|event| event.body == Some(body))
        })
    };
    let packs: Vec<&Pack> = law.for_case(case).into_iter().filter(speaks).collect();
    let grounds = || packs.iter().flat_map(|pack| &pack.grounds);
    let is_eve = |ground: &&Ground| matches!(ground.from, Condition::Eve { .. });
    for ground in grounds().filter(|ground| !is_eve(ground)) {
        weigh(&mut calm, ground, hold(ground, &facts, law, docket));
    }
    // An eve matters only when the level is already raised by something else.
    let before = calm.level;
    for ground in grounds().filter(is_eve) {
        weigh(&mut calm, ground, eve(ground, &facts, law, before));
    }
    calm.reasons.sort_by(|a, b| b.level.cmp(&a.level).then(a.since.cmp(&b.since)).then(a.id.cmp(&b.id)));
    calm.since = calm.reasons.iter().filter(|reason| reason.level == calm.level).map(|reason| reason.since).min();
    calm
}

fn weigh(assessment: &mut Assessment, ground: &Ground, finding: Finding) {
    assessment.look_again = soonest(assessment.look_again, finding.look_again);
    let Some((since, event)) = finding.holds else { return };
    assessment.level = assessment.level.max(ground.level);
    assessment.reasons.push(Reason {
        id: ground.id.clone(),
        level: ground.level,
        event,
        since,
        latest: finding.latest.unwrap_or(since),
        facts: finding.facts,
        listed: finding.listed,
        says: ground.reason.clone(),
        lower: ground.lower.clone(),
        precedent: ground.precedent.clone(),
        quiet: finding.quiet,
    });
}

fn hold(ground: &Ground, facts: &Facts<'_>, law: &Law, docket: &Docket) -> Finding {
    match &ground.from {
        Condition::Event { kinds, .. } if !facts.any_of(kinds) => Finding::default(),
        Condition::Event { kinds, stage, body, what, lasts, unless } => {
            let of_its_kind = |event: &&Event| {
                kinds.contains(&event.kind)
                    && (stage.is_empty() || event.stage.is_some_and(|its| stage.contains(&its)))
                    && (body.is_none() || *body == event.body)
                    && (what.is_none() || *what == event.what)
            };
            let matching = facts
                .iter()
                .filter(of_its_kind)
                .filter(|event| !facts.any_after(event, &ground.until) && !facts.any_on_or_after(event, unless));
            let found = matching.fold(Finding::default(), |finding, event| {
                let since = facts.learned(event);
                let end = lasts.and_then(|lasts| facts.moment(event).max(since).checked_add(lasts).ok());
                match end {
                    Some(end) if end <= facts.now => finding,
                    Some(end) => finding.or(Finding::since(since, Text::fixed(event.kind.word())).again_at(end)),
                    None => finding.or(Finding::since(since, Text::fixed(event.kind.word()))),
                }
            });
            Finding { facts: facts.iter().filter(of_its_kind).count(), ..found }
        }
        Condition::Hearing { stage, within } => {
            let listed = facts.iter().filter(|event| {
                event.kind == crate::watchlist::Kind::Hearing
                    && event.stage.is_some_and(|its| stage.contains(&its))
                    && !facts.any_after(event, &ground.until)
            });
            listed.fold(Finding::default(), |finding, event| {
                let held = facts.moment(event);
                let from = held.checked_sub(*within).unwrap_or(Timestamp::MIN);
                let found = Finding::from(from.max(facts.learned(event)), Text::fixed(event.kind.word()), facts.now);
                let listed = Some(held).filter(|held| found.holds.is_some() && *held > facts.now);
                finding.or(Finding { listed, ..found })
            })
        }
        Condition::Nears { which, within } => nears(docket, which, *within, facts),
        Condition::Lapsed { which } => {
            let passed =
                matching(docket, which).filter(|deadline| matches!(deadline.status, Status::Lapsed | Status::Pending));
            passed.fold(Finding::default(), |finding, deadline| {
                if facts.any_since_day(deadline.trigger_on, deadline.earliest.end, &ground.until) {
                    return finding;
                }
                let from = deadline.earliest.end.max(deadline.known.unwrap_or(Timestamp::MIN));
                finding.or(Finding::from(from, (&deadline.key.rule).into(), facts.now))
            })
        }
        Condition::Measure { state, body, within } => measure::hold(facts, law, *state, *body, *within, &ground.until),
        Condition::CheckIn { after } => check_in(facts, *after),
        Condition::Eve { .. } => Finding::default(),
    }
}

fn matching<'a>(docket: &'a Docket, which: &'a Which) -> impl Iterator<Item = &'a Deadline> {
    docket.deadlines.iter().filter(move |deadline| match which {
        Which::Rule(rule) => deadline.key.rule == *rule,
        Which::Duty(duty) => deadline.duty == *duty,
    })
}

fn nears(docket: &Docket, which: &Which, within: SignedDuration, facts: &Facts<'_>) -> Finding {
    let running = matching(docket, which).filter(|deadline| deadline.status == Status::Pending);
    running.fold(Finding::default(), |finding, deadline| {
        let from = deadline.earliest.end.checked_sub(within).unwrap_or(Timestamp::MIN);
        let from = from.max(deadline.known.unwrap_or(Timestamp::MIN));
        finding
            .or(Finding::from(from, (&deadline.key.rule).into(), facts.now).again_at_if(deadline.latest.end, facts.now))
    })
}

impl Finding {
    fn again_at_if(self, at: Timestamp, now: Timestamp) -> Self {
        if at > now { self.again_at(at) } else { self }
    }
}

/// Contact is overdue: counted from the last one, or from when the case became known.
fn check_in(facts: &Facts<'_>, after: SignedDuration) -> Finding {
    let Some(every) = facts.case.check_in else { return Finding::default() };
    let Some(last) = facts.last_contact() else { return Finding::default() };
    let due = last.checked_add(every).and_then(|at| at.checked_add(after)).unwrap_or(Timestamp::MAX);
    Finding::from(due, Text::fixed("contact"), facts.now)
}

fn eve(ground: &Ground, facts: &Facts<'_>, law: &Law, level: Level) -> Finding {
    let Condition::Eve { calendar, level: at_least } = &ground.from else { return Finding::default() };
    let Some(calendar) = law.calendar(calendar).filter(|_| level >= *at_least) else { return Finding::default() };
    let zone = &facts.case.zone;
    let today = zone.to_datetime(facts.now).date();
    let shut = |day| calendar.state(day) != crate::law::calendar::State::Open;
    let Ok(tomorrow) = today.tomorrow() else { return Finding::default() };
    let midnight = tomorrow.to_zoned(zone.clone()).map_or(Timestamp::MAX, |at| at.timestamp());
    if !shut(today) && !shut(tomorrow) {
        return Finding::default().again_at(midnight);
    }
    // One eve for the whole run of closing days: it began on the last open day before them.
    let mut first = if shut(today) { today } else { tomorrow };
    while let Ok(before) = first.yesterday()
        && shut(before)
        && first.duration_until(today) < SignedDuration::from_hours(24 * 30)
    {
        first = before;
    }
    let mut last = if shut(tomorrow) { tomorrow } else { today };
    while let Ok(after) = last.tomorrow()
        && shut(after)
        && today.duration_until(after) < SignedDuration::from_hours(24 * 30)
    {
        last = after;
    }
    let weekend = first.duration_until(last) <= SignedDuration::from_hours(24);
    let eve = first.yesterday().unwrap_or(first).to_zoned(zone.clone());
    let since = eve.map_or(facts.now, |at| at.timestamp());
    Finding { quiet: weekend, ..Finding::since(since, (&calendar.id).into()).again_at(midnight) }
}
