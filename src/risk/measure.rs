//! The state of interim measures, body by body. A measure is a state, not a shield.

use jiff::{SignedDuration, Timestamp};

use super::Finding;
use super::facts::Facts;
use crate::ids::Text;
use crate::law::Law;
use crate::law::grounds::MeasureState;
use crate::law::pack::Honours;
use crate::watchlist::{Body, Case, Event, Kind, Until, When};

/// Where the measure of one body stands.
struct Standing<'a> {
    /// The event that put it there.
    by: &'a Event,
    body: Body,
    state: State,
    acknowledged: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Requested,
    Refused,
    Granted { until: Option<Timestamp> },
    Lifted,
    Breached,
}

pub(super) fn hold(
    facts: &Facts<'_>,
    law: &Law,
    wanted: MeasureState,
    body: Option<Body>,
    within: SignedDuration,
    until: &[Kind],
) -> Finding {
    if !facts.any_of_a_body() {
        return Finding::default();
    }
    let bodies = Body::WORDS.iter().map(|(_, its)| *its).filter(|its| body.is_none_or(|body| body == *its));
    let standings = bodies.flat_map(|body| standings(facts, body)).flatten();
    let standings = standings.filter(|standing| !facts.any_after(standing.by, until));
    standings.fold(Finding::default(), |finding, standing| finding.or(one(facts, law, wanted, within, &standing)))
}

fn one(facts: &Facts<'_>, law: &Law, wanted: MeasureState, within: SignedDuration, standing: &Standing<'_>) -> Finding {
    let now = facts.now;
    let since = facts.learned(standing.by);
    let word = || Text::fixed(standing.by.kind.word());
    let plain = |holds: bool| if holds { Finding::since(since, word()) } else { Finding::default() };
    let day = facts.case.zone.to_datetime(now).date();
    match (wanted, standing.state) {
        (MeasureState::Requested, state) => plain(state == State::Requested),
        (MeasureState::Refused, state) => plain(state == State::Refused),
        (MeasureState::Lifted, state) => plain(state == State::Lifted),
        (MeasureState::Breached, state) => plain(state == State::Breached),
        (MeasureState::Lapsed, State::Granted { until: Some(end) }) => Finding::from(end.max(since), word(), now),
        (MeasureState::Lapsing, State::Granted { until: Some(end) }) if now < end => {
            let from = end.checked_sub(within).unwrap_or(Timestamp::MIN).max(since);
            Finding::from(from, word(), now).again_at(end)
        }
        (wanted, State::Granted { until }) if until.is_none_or(|end| now < end) => {
            let honoured = law.conduct(facts.case.host, standing.body, day).map(|conduct| conduct.honours);
            let holds = match wanted {
                MeasureState::Granted => true,
                MeasureState::Unacknowledged => !standing.acknowledged,
                MeasureState::Disregarded => honoured.is_some_and(|honours| honours != Honours::Yes),
                _ => false,
            };
            let finding = plain(holds);
            until.map_or(Finding { ..plain(holds) }, |end| finding.again_at(end))
        }
        _ => Finding::default(),
    }
}

/// Where the interim measure of a body stands, for people to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The body.
    pub body: Body,
    /// Where it stands.
    pub stands: Stands,
    /// The event that put it there.
    pub since: When,
    /// When it ends by its own date.
    pub until: Option<Timestamp>,
    /// The host confirmed that it knows of it.
    pub acknowledged: bool,
    /// What the host has done with such measures; `None`: nothing is on record.
    pub honours: Option<Honours>,
}

/// The state of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Asked for and not answered.
    Requested,
    /// Refused.
    Refused,
    /// In force.
    Granted,
    /// Ended by its date.
    Lapsed,
    /// Lifted.
    Lifted,
    /// Acted against.
    Breached,
}

impl Stands {
    /// All words.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("requested", Self::Requested),
        ("refused", Self::Refused),
        ("granted", Self::Granted),
        ("lapsed", Self::Lapsed),
        ("lifted", Self::Lifted),
        ("breached", Self::Breached),
    ];
}

/// The measure of each body that was asked for one, from the facts known at `now`.
#[must_use]
pub fn measures(case: &Case, law: &Law, now: Timestamp) -> Vec<Measure> {
    let facts = Facts::known(case, now);
    let day = case.zone.to_datetime(now).date();
    // What was asked for since matters to a reader once the measure itself has ended.
    let runs = |standing: &Standing<'_>| matches!(standing.state, State::Granted { until } if until.is_none_or(|end| now < end));
    let bodies = Body::WORDS.iter().filter_map(|(_, body)| {
        let [measure, asked] = standings(&facts, *body);
        if measure.as_ref().is_some_and(runs) { measure } else { asked.or(measure) }
    });
    let told = |standing: Standing<'_>| {
        let until = if let State::Granted { until } = standing.state { until } else { None };
        Measure {
            body: standing.body,
            stands: match standing.state {
                State::Requested => Stands::Requested,
                State::Refused => Stands::Refused,
                State::Granted { until: Some(end) } if end <= now => Stands::Lapsed,
                State::Granted { .. } => Stands::Granted,
                State::Lifted => Stands::Lifted,
                State::Breached => Stands::Breached,
            },
            since: standing.by.on.clone(),
            until,
            acknowledged: standing.acknowledged,
            honours: law.conduct(case.host, standing.body, day).map(|conduct| conduct.honours),
        }
    };
    bodies.map(told).collect()
}

/// Where the measure of a body stands, and beside it what was asked for since it was granted: a request to prolong it, or
/// the refusal, takes nothing away from a measure that runs, nor from the alarm about one that has ended.
fn standings<'a>(facts: &Facts<'a>, body: Body) -> [Option<Standing<'a>>; 2] {
    let mut standing: Option<Standing<'a>> = None;
    let mut beside: Option<Standing<'a>> = None;
    for event in facts.iter().filter(|event| event.body == Some(body)) {
        let state = match event.kind {
            Kind::MeasureRequested => Some(State::Requested),
            Kind::MeasureRefused => Some(State::Refused),
            Kind::MeasureGranted | Kind::MeasureExtended => Some(State::Granted { until: end(facts, event) }),
            Kind::MeasureLifted => Some(State::Lifted),
            Kind::MeasureBreached => Some(State::Breached),
            // An application that falls takes its measure with it.
            Kind::ApplicationInadmissible => {
                standing.as_ref().filter(|its| matches!(its.state, State::Granted { .. })).map(|_| State::Lifted)
            }
            Kind::MeasureAcknowledged => {
                if let Some(standing) = &mut standing {
                    standing.acknowledged = true;
                }
                None
            }
            _ => None,
        };
        // Of a day without clock times it is not known which came first: a shield that may have fallen counts as fallen.
        let stands = |its: &Standing<'_>| {
            let fallen = matches!(its.state, State::Lifted | State::Refused | State::Breached);
            fallen && !facts.case.comes_after(its.by, event)
        };
        // A request for another protects nobody yet from that the measure was lifted.
        let granted = standing.as_ref().is_some_and(|its| matches!(its.state, State::Granted { .. } | State::Lifted));
        if granted && let Some(asked @ (State::Requested | State::Refused)) = state {
            beside = Some(Standing { by: event, body, state: asked, acknowledged: false });
        } else if let Some(state) = state.filter(|_| !standing.as_ref().is_some_and(stands)) {
            beside = None;
            let acknowledged =
                event.kind == Kind::MeasureExtended && standing.as_ref().is_some_and(|its| its.acknowledged);
            standing = Some(Standing { by: event, body, state, acknowledged });
        }
    }
    [standing, beside]
}

/// When a measure ends by its own date: a bare day ends at 24:00 in the case's zone.
fn end(facts: &Facts<'_>, event: &Event) -> Option<Timestamp> {
    let Some(Until::Date(when)) = &event.until else { return None };
    let zone = &facts.case.zone;
    when.moment(zone).or_else(|| {
        let next = when.days(zone).0.tomorrow().ok()?;
        next.to_zoned(zone.clone()).ok().map(|at| at.timestamp())
    })
}
