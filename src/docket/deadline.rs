//! One deadline of one case.

use std::fmt;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::state;
use crate::ids::{CaseId, PackId, RuleId, Text};
use crate::law::count::{Counted, Reading};
use crate::law::pack::Pack;
use crate::law::rule::{Confidence, Duty, Rule, Severity, Whose};
use crate::law::step::Step;
use crate::law::words::Words;
use crate::watchlist::{Case, Event, Kind};

/// What names a deadline for as long as its case lives: its date may move under the same name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The case.
    pub case: CaseId,
    /// The rule.
    pub rule: RuleId,
    /// The event that started it: its id in the file, or its kind and its number among events of that kind.
    pub trigger: String,
}

impl Key {
    /// The name within its case: rule and trigger.
    #[must_use]
    pub fn subject(&self) -> String {
        [self.rule.as_str(), "/", &self.trigger].concat()
    }

    /// True when it has this name within its case.
    #[must_use]
    pub fn is(&self, subject: &str) -> bool {
        let trigger = subject.strip_prefix(self.rule.as_str()).and_then(|rest| rest.strip_prefix('/'));
        trigger == Some(&self.trigger)
    }

    pub(super) fn of(case: &Case, rule: &Rule, trigger: &Event) -> Self {
        let named = trigger.id.clone().unwrap_or_else(|| {
            let before =
                |event: &&Event| event.kind == trigger.kind && event.id.is_none() && event.order <= trigger.order;
            let nth = case.events.iter().filter(before).count();
            let word = trigger.kind.word();
            let mut name = String::with_capacity(word.len() + 3);
            name.push_str(word);
            name.push('-');
            match u32::try_from(nth).ok().and_then(|nth| char::from_digit(nth, 10)) {
                Some(digit) => name.push(digit),
                None => name.push_str(&nth.to_string()),
            }
            name
        });
        Self { case: case.id.clone(), rule: rule.id.clone(), trigger: named }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.case, self.rule, self.trigger)
    }
}

/// Where a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It runs.
    Pending,
    /// The act was done in time.
    Met,
    /// It ended unmet.
    Lapsed,
    /// It fell away.
    Withdrawn,
}

impl Status {
    /// The word of the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Met => "met",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A deadline with its reasons.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// Its name.
    pub key: Key,
    /// The pack its rule stands in.
    pub pack: PackId,
    /// A few words.
    pub title: Words,
    /// What it is.
    pub duty: Duty,
    /// Who must act.
    pub whose: Whose,
    /// What missing it can cost.
    pub severity: Severity,
    /// Name of its ladder of reminders.
    pub remind: Text,
    /// The kind of the event that started it.
    pub trigger: Kind,
    /// The first day that event can have been.
    pub trigger_on: Date,
    /// Where it stands.
    pub status: Status,
    /// The kind of the event that met or withdrew it.
    pub ended_by: Option<Kind>,
    /// The defence is warned against this.
    pub earliest: Reading,
    /// Only after this is the state out of time.
    pub latest: Reading,
    /// How the dates came about.
    pub steps: Vec<Step>,
    /// The article.
    pub cite: Text,
    /// Where it can be read.
    pub source: Text,
    /// How sure the source makes us.
    pub confidence: Confidence,
    /// What to do.
    pub advice: Words,
    /// It can still be done when the person is gone.
    pub after_removal: bool,
    /// Since when the team can know of it; `None`: as far back as anyone asks.
    pub known: Option<Timestamp>,
    /// The earlier reading, where it has passed and only the later one still counts: see [`Deadline::later_only`].
    pub passed: Option<Reading>,
    /// The zone of the place that counts.
    pub zone: TimeZone,
}

/// Readings no further apart than this are a dispute over one day: when the earlier passes, its message says all there is to
/// say of the rest.
const ONE_DAY: SignedDuration = SignedDuration::from_hours(26);

impl Deadline {
    /// A deadline of the defence by its later reading alone, once the earlier has passed long before: by then it may still be
    /// done.
    #[must_use]
    pub fn later_only(&self, now: Timestamp) -> Option<Self> {
        let own = matches!(self.whose, Whose::Defence | Whose::Person) && self.duty != Duty::Opens;
        let between = self.status == Status::Pending && self.earliest.end <= now && now < self.latest.end;
        let apart = self.latest.end.duration_since(self.earliest.end) > ONE_DAY;
        (own && between && apart).then(|| Self { earliest: self.latest, passed: Some(self.earliest), ..self.clone() })
    }

    /// True when the two readings differ.
    #[must_use]
    pub fn disputed(&self) -> bool {
        self.earliest.end != self.latest.end
    }

    /// The reading that still lies ahead: the earlier one, and once it has passed the later.
    #[must_use]
    pub fn ahead(&self, now: Timestamp) -> Option<Reading> {
        [self.earliest, self.latest].into_iter().find(|reading| reading.end > now)
    }

    /// True for a weighty way that stands open to the defence now.
    #[must_use]
    pub fn open(&self) -> bool {
        let own = matches!(self.whose, Whose::Defence | Whose::Person);
        own && self.duty == Duty::Opens && self.status == Status::Lapsed && self.severity > Severity::Normal
    }

    /// True when it was already over when the team learned of it.
    #[must_use]
    pub fn found_lapsed(&self) -> bool {
        self.status == Status::Lapsed && self.known.is_some_and(|known| known >= self.latest.end)
    }
}

#[expect(clippy::too_many_arguments, reason = "one place puts the parts of a deadline together")]
pub(super) fn build(
    case: &Case,
    facts: &[&Event],
    pack: &Pack,
    rule: &Rule,
    trigger: &Event,
    mut counted: Counted,
    zone: TimeZone,
    now: Timestamp,
) -> Deadline {
    let standing =
        rule.stops.as_ref().is_some_and(|stop| state::stand_still(case, facts, stop, trigger, &zone, &mut counted));
    let (mut status, ended_by) = state::of(case, facts, pack, rule, trigger, &counted, now);
    if standing && status == Status::Lapsed {
        status = Status::Pending;
    }
    Deadline {
        key: Key::of(case, rule, trigger),
        pack: pack.id.clone(),
        title: rule.title.clone(),
        duty: rule.duty,
        whose: rule.whose,
        severity: rule.severity,
        remind: rule.remind.clone(),
        trigger: trigger.kind,
        trigger_on: trigger.on.days(&case.zone).0,
        status,
        ended_by,
        earliest: counted.earliest,
        latest: counted.latest,
        steps: counted.steps,
        cite: rule.cite.clone(),
        source: rule.source.clone(),
        confidence: rule.confidence,
        advice: rule.advice.clone(),
        after_removal: rule.after_removal,
        known: trigger.known,
        passed: None,
        zone,
    }
}
