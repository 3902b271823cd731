//! Custody as a sum of parts: what was consumed, what is left, and what does not fit.
//!
//! In: a case, the law, its docket and the moment. Out: the periods in custody, the ceiling, the next end, the end
//! of the order in force, and what a lawyer should be told about them. A ceiling is an end counted in months that no
//! extension moves. Both readings throughout; it never says that custody is lawful.

mod parts;

pub use parts::{Days, Held, Length, Part};

use jiff::{Timestamp, civil::Date};

use super::Docket;
use super::deadline::{Deadline, Status};
use crate::law::Law;
use crate::law::rule::{Duty, Rule};
use crate::law::step::Says;
use crate::watchlist::{Case, Event, Kind, Until};
use parts::days;

/// An order on custody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The day it was made.
    pub on: Days,
    /// The last day it names; `None` when the record does not say.
    pub until: Option<Days>,
}

/// What a lawyer should be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flag {
    /// The order in force names a day beyond the ceiling.
    OrderPastCeiling {
        /// So many days, least and most.
        by: (i64, i64),
    },
    /// The ceiling has passed and no release is on record; `false`: on one reading only.
    CeilingPassed(bool),
    /// A term that only an order could prolong has passed, and no order is on record.
    NoOrder {
        /// The last day of that term, on the later reading.
        since: Date,
    },
    /// The last order on record has ended, and neither an extension nor a release is on record.
    OrderOver {
        /// The last day it named.
        since: Date,
    },
    /// There was custody before this one: it may count towards the ceiling.
    Earlier(Length),
    /// Without the gravity of the charge the law here gives no ceiling.
    GravityMissing,
}

impl Flag {
    /// The word of the JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::OrderPastCeiling { .. } => "order-past-ceiling",
            Self::CeilingPassed(_) => "ceiling-passed",
            Self::NoOrder { .. } => "no-order",
            Self::OrderOver { .. } => "order-over",
            Self::Earlier(_) => "earlier-custody",
            Self::GravityMissing => "gravity-missing",
        }
    }
}

/// The custody of one case at a moment.
#[derive(Clone, Debug)]
pub struct Custody<'a> {
    /// The day it is where the person is.
    pub today: Date,
    /// Every period, in order.
    pub parts: Vec<Part>,
    /// Days of the present, or the last, criminal custody.
    pub consumed: Length,
    /// Days of criminal custody and house arrest before it.
    pub earlier: Length,
    /// Days of administrative custody.
    pub administrative: Length,
    /// The latest end that no extension moves.
    pub ceiling: Option<&'a Deadline>,
    /// The last day of the ceiling if all earlier custody counts, least and most credit; `None`: nothing earlier, or
    /// its length is not known.
    pub credited: Option<Days>,
    /// The end that comes next.
    pub next: Option<&'a Deadline>,
    /// The order in force, or the last one.
    pub order: Option<Order>,
    /// What does not fit.
    pub flags: Vec<Flag>,
}

impl Custody<'_> {
    /// The part that lasts.
    #[must_use]
    pub fn present(&self) -> Option<&Part> {
        self.parts.last().filter(|part| part.last.is_none())
    }

    /// Days left until the last day of an end, on both readings; negative when it is over.
    #[must_use]
    pub fn left(&self, end: &Deadline) -> (i64, i64) {
        (days(self.today, end.earliest.last_day), days(self.today, end.latest.last_day))
    }
}

/// Adds the custody of a case up, from the facts known at `now`.
#[must_use]
pub fn custody<'a>(case: &Case, law: &Law, docket: &'a Docket, now: Timestamp) -> Custody<'a> {
    let zone = &case.zone;
    let today = zone.to_datetime(now).date();
    let facts: Vec<&Event> =
        case.events.iter().filter(|event| event.exists_at(now) && event.on.days(zone).0 <= today).collect();
    let parts = parts::parts(&facts, zone, today);
    let sum = |wanted: &dyn Fn(usize, &Part) -> bool| {
        let lengths = parts.iter().enumerate().filter(|(i, part)| wanted(*i, part)).map(|(_, part)| part.length(today));
        lengths.fold(Length::NONE, Length::plus)
    };
    // House arrest is counted like custody in most codes; the present part is what the ceiling is held against.
    let counts = |part: &Part| part.held != Held::Administrative;
    let main = parts.iter().rposition(counts);
    let consumed = sum(&|i, _| Some(i) == main);
    let earlier = sum(&|i, part| Some(i) < main && counts(part));
    let administrative = sum(&|_, part| !counts(part));
    let mut out = Custody {
        today,
        consumed,
        earlier,
        administrative,
        ceiling: None,
        credited: None,
        next: None,
        order: None,
        flags: Vec::new(),
        parts,
    };
    if earlier != Length::NONE {
        out.flags.push(Flag::Earlier(earlier));
    }
    let Some(present) = out.present().cloned() else { return out };
    let begun = present.first.map_or(Date::MIN, |(first, _)| first);
    let ends: Vec<&Deadline> = docket
        .deadlines
        .iter()
        .filter(|deadline| deadline.duty == Duty::ReleaseBy && deadline.trigger_on >= begun)
        .filter(|deadline| matches!(deadline.status, Status::Pending | Status::Lapsed))
        .collect();
    out.next = ends.iter().copied().find(|deadline| deadline.status == Status::Pending);
    if !counts(&present) {
        return out;
    }
    let base: Vec<&Deadline> = ends.iter().copied().filter(|end| extendable(law, end)).collect();
    out.ceiling =
        ends.iter().copied().filter(|end| in_months(end) && !extendable(law, end)).max_by_key(|end| end.latest.end);
    out.order = order(&facts, case, begun);
    out.credited = out.ceiling.and_then(|ceiling| credited(ceiling, earlier));
    let flags = flags(&out, &base);
    out.flags.extend(flags);
    if out.ceiling.is_none() && case.gravity.is_none() && asks_gravity(case, law) {
        out.flags.push(Flag::GravityMissing);
    }
    out
}

fn credited(ceiling: &Deadline, earlier: Length) -> Option<Days> {
    let most = earlier.most.filter(|most| *most > 0)?;
    let back = |day: Date, days: i64| day.checked_sub(jiff::SignedDuration::from_hours(24 * days)).ok();
    Some((back(ceiling.earliest.last_day, most)?, back(ceiling.latest.last_day, earlier.least)?))
}

fn flags(custody: &Custody<'_>, base: &[&Deadline]) -> Vec<Flag> {
    let mut flags = Vec::new();
    let today = custody.today;
    if let Some(ceiling) = custody.ceiling {
        let (earliest, latest) = (ceiling.earliest.last_day, ceiling.latest.last_day);
        if let Some((first, last)) = custody.order.as_ref().and_then(|order| order.until)
            && last > earliest
        {
            flags.push(Flag::OrderPastCeiling { by: (days(latest, first).max(0), days(earliest, last)) });
        }
        if earliest < today {
            flags.push(Flag::CeilingPassed(latest < today));
        }
    }
    match &custody.order {
        None => {
            let passed = base.iter().filter(|end| end.status == Status::Lapsed && end.trigger == Kind::Arrest);
            flags.extend(passed.map(|end| end.latest.last_day).max().map(|since| Flag::NoOrder { since }));
        }
        Some(Order { until: Some((_, last)), .. }) if *last < today => flags.push(Flag::OrderOver { since: *last }),
        Some(_) => {}
    }
    flags
}

/// The last order on custody since a day. A court's word to hold somebody in the police cell is not one.
fn order(facts: &[&Event], case: &Case, begun: Date) -> Option<Order> {
    let mut orders = facts.iter().filter(|event| {
        matches!(event.kind, Kind::CustodyOrdered | Kind::CustodyExtended)
            && event.on.days(&case.zone).1 >= begun
            && event.what.as_deref() != Some("detention")
    });
    let last = orders.next_back()?;
    let until = match &last.until {
        Some(Until::Date(when)) => Some(when.days(&case.zone)),
        _ => None,
    };
    Some(Order { on: last.on.days(&case.zone), until })
}

/// Counted in months or years.
fn in_months(deadline: &Deadline) -> bool {
    let months = |says: &Says| matches!(says, Says::Counted { term } if term.months().is_some());
    deadline.steps.iter().any(|step| months(&step.says))
}

/// True when an order or an extension takes the place of an end: then it is no ceiling.
fn extendable(law: &Law, deadline: &Deadline) -> bool {
    let same = |rule: &&Rule| rule.id == deadline.key.rule && rule.in_force_on(deadline.trigger_on);
    let rule = law.pack(&deadline.pack).and_then(|pack| pack.rules.iter().find(same));
    rule.is_none_or(|rule| {
        rule.void_by.contains(&Kind::CustodyExtended) || rule.void_by.contains(&Kind::CustodyOrdered)
    })
}

fn asks_gravity(case: &Case, law: &Law) -> bool {
    law.for_case(case)
        .iter()
        .flat_map(|pack| &pack.rules)
        .any(|rule| rule.duty == Duty::ReleaseBy && !rule.gravity.is_empty())
}

#[cfg(test)]
mod tests;
