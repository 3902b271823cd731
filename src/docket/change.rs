//! One deadline from two counts: by the law before and after a change.
//!
//! In: what is to be counted. Out: one count with the earlier reading of both and the later one, and the steps of each. The
//! defence is warned against the earlier; neither is averaged away.

use jiff::tz::TimeZone;

use super::{NotCounted, one};
use crate::law::Law;
use crate::law::count::Counted;
use crate::law::pack::Pack;
use crate::law::rule::Rule;
use crate::law::step::{Side, Step};
use crate::watchlist::{Case, Event, When};

/// True for the version of a rule that an event's deadline is told under: the one in force on the first day it can have been,
/// or else on the last.
pub(super) fn leads(case: &Case, pack: &Pack, rule: &Rule, trigger: &Event) -> bool {
    let (first, last) = trigger.on.days(&case.zone);
    let before = || pack.rules.iter().any(|other| other.id == rule.id && other.in_force_on(first));
    rule.in_force_on(first) || (first != last && rule.in_force_on(last) && !before())
}

/// Counts an event's term. An event that may lie on either side of a change of the law is counted by each version, for the
/// days on which it was law.
pub(super) fn counted(
    case: &Case,
    law: &Law,
    pack: &Pack,
    rule: &Rule,
    trigger: &Event,
) -> Result<Option<(Counted, TimeZone)>, NotCounted> {
    let When::Between(first, last) = trigger.on else { return one(case, law, pack, rule, trigger) };
    let version = |version: &Rule| {
        let from = first.max(version.in_force.0);
        let to = version.in_force.1.map_or(last, |until| last.min(until));
        one(case, law, pack, version, &Event { on: When::Between(from, to), ..trigger.clone() })
    };
    let later =
        pack.rules.iter().find(|other| other.id == rule.id && other.in_force.0 > first && other.in_force_on(last));
    let found = version(rule)?;
    let Some(later) = later.filter(|later| later.in_force != rule.in_force) else { return Ok(found) };
    Ok(match (found, version(later)?) {
        (Some((before, zone)), Some((after, _))) => Some((joined(before, after), zone)),
        (before, after) => before.or(after),
    })
}

/// Two counts as one.
fn joined(one: Counted, other: Counted) -> Counted {
    let (early, late) = if other.earliest.end < one.earliest.end { (other, one) } else { (one, other) };
    let latest = if early.latest.end > late.latest.end { early.latest } else { late.latest };
    let sided = |side: Side, steps: Vec<Step>| {
        let steps = steps.into_iter().filter(move |step| step.side == Side::Both || step.side == side);
        steps.map(move |step| Step { side, ..step })
    };
    let steps = sided(Side::Earliest, early.steps).chain(sided(Side::Latest, late.steps)).collect();
    Counted { earliest: early.earliest, latest, steps }
}
