//! `[[risk]]` records: the reasons for which a transfer may be near, as a closed grammar.

use jiff::SignedDuration;

use super::counting::{parsed, word};
use super::rule::{Duty, kinds, words_of};
use super::words::Words;
use crate::form::{Form, Spot};
use crate::ids::{CalendarId, RuleId, Text, lead};
use crate::watchlist::{Body, Kind, Stage};

/// How near a transfer is held to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing speaks for one.
    None,
    /// Keep an eye on it.
    Watch,
    /// It has come nearer.
    Elevated,
    /// It may happen any day.
    High,
    /// It may happen any hour.
    Imminent,
}

impl Level {
    /// All words.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("none", Self::None),
        ("watch", Self::Watch),
        ("elevated", Self::Elevated),
        ("high", Self::High),
        ("imminent", Self::Imminent),
    ];
}

/// The state of an interim measure that a reason speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MeasureState {
    /// Asked for and not answered.
    Requested,
    /// Refused.
    Refused,
    /// In force.
    Granted,
    /// In force and not acknowledged by the host.
    Unacknowledged,
    /// In force and about to end.
    Lapsing,
    /// Ended by its date.
    Lapsed,
    /// Lifted.
    Lifted,
    /// In force against a host that does not honour such measures.
    Disregarded,
    /// Acted against.
    Breached,
}

impl MeasureState {
    /// All words.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("requested", Self::Requested),
        ("refused", Self::Refused),
        ("granted", Self::Granted),
        ("unacknowledged", Self::Unacknowledged),
        ("lapsing", Self::Lapsing),
        ("lapsed", Self::Lapsed),
        ("lifted", Self::Lifted),
        ("disregarded", Self::Disregarded),
        ("breached", Self::Breached),
    ];
}

/// Which deadlines a reason speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// One rule's.
    Rule(RuleId),
    /// All of a kind.
    Duty(Duty),
}

/// When a reason holds.
#[derive(Clone, Debug)]
pub enum Condition {
    /// After an event.
    Event {
        /// Any of these kinds.
        kinds: Vec<Kind>,
        /// Only of that stage.
        stage: Vec<Stage>,
        /// Only of that body.
        body: Option<Body>,
        /// Only those that say this.
        what: Option<String>,
        /// For so long; without it until one of the ends.
        lasts: Option<SignedDuration>,
        /// Not if one of these stands at or after it.
        unless: Vec<Kind>,
    },
    /// So long before a listed hearing.
    Hearing {
        /// Of one of these stages.
        stage: Vec<Stage>,
        /// So long before it.
        within: SignedDuration,
    },
    /// A deadline nears.
    Nears {
        /// Which.
        which: Which,
        /// So long before its earliest reading.
        within: SignedDuration,
    },
    /// A deadline passed unmet.
    Lapsed {
        /// Which.
        which: Which,
    },
    /// An interim measure is in a state.
    Measure {
        /// The state.
        state: MeasureState,
        /// Only of that body.
        body: Option<Body>,
        /// For `lapsing`: so long before its end.
        within: SignedDuration,
    },
    /// Contact is overdue by so much.
    CheckIn {
        /// Overdue by.
        after: SignedDuration,
    },
    /// The day before a closing day of a calendar, when the level is already so high.
    Eve {
        /// The calendar.
        calendar: CalendarId,
        /// At least.
        level: Level,
    },
}

/// A reason for which a transfer may be near.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Its name.
    pub id: RuleId,
    /// How near it makes a transfer.
    pub level: Level,
    /// When it holds.
    pub from: Condition,
    /// Kinds that end it.
    pub until: Vec<Kind>,
    /// The sentence people argue with.
    pub reason: Words,
    /// What would lower it.
    pub lower: Words,
    /// Documented cases in which this came before a transfer.
    pub precedent: Vec<Text>,
    /// Where that can be read.
    pub source: Option<String>,
}

impl Ground {
    pub(super) fn read(mut form: Form<'_>) -> Option<Self> {
        let text = form.required_text("id", "id = \"final-decision\"");
        let id = parsed(&form, text, |text| RuleId::parse(text).map_err(|bad| bad.to_string()));
        let text = form.required_text("level", "level = \"high\"");
        let level = parsed(&form, text, |text| word(text, Level::WORDS));
        let from = form.required("from", "from = { event = \"extradition-final\" }").and_then(|f| f.table("from"));
        let from = from.and_then(Condition::read);
        let spots = form.texts("until");
        let until = kinds(&form, spots);
        let reason =
            form.required("reason", "reason = { en = \"…\" }").and_then(|f| f.table("reason")).and_then(Words::read);
        let lower = form.table("lower", "lower").and_then(Words::read).unwrap_or_default();
        let precedent = form.texts("precedent").into_iter().map(|spot| Text::from(&*spot.value)).collect();
        let source = form.text("source").map(|spot| spot.value);
        form.close();
        Some(Self { id: id?, level: level?, from: from?, until, reason: reason?, lower, precedent, source })
    }
}

impl Condition {
    fn read(mut form: Form<'_>) -> Option<Self> {
        let events = form.texts("event");
        let hearing = form.texts("hearing");
        let rule = form.text("deadline");
        let duty = form.text("kind");
        let measure = form.text("measure");
        let check_in = form.text("check_in");
        let eve = form.text("eve");
        let spots = form.texts("stage");
        let stage = words_of(&form, spots, Stage::WORDS);
        let text = form.text("body");
        let body = parsed(&form, text, |text| word(text, Body::WORDS));
        let what = form.text("what").map(|spot| spot.value);
        let spots = form.texts("unless");
        let unless = kinds(&form, spots);
        let lasts = duration(&mut form, "for");
        let within = duration(&mut form, "within");
        let nears = duration(&mut form, "nears");
        let after = duration(&mut form, "after");
        let lapsed = form.flag("lapsed").unwrap_or(false);
        let text = form.text("level");
        let level = parsed(&form, text, |text| word(text, Level::WORDS));
        let which = match (rule, duty) {
            (Some(rule), _) => {
                parsed(&form, Some(rule), |text| RuleId::parse(text).map(Which::Rule).map_err(|bad| bad.to_string()))
            }
            (None, Some(duty)) => parsed(&form, Some(duty), |text| word(text, Duty::WORDS).map(Which::Duty)),
            (None, None) => None,
        };
        let read = if !events.is_empty() {
            Some(Self::Event { kinds: kinds(&form, events), stage, body, what, lasts, unless })
        } else if !hearing.is_empty() {
            Some(Self::Hearing {
                stage: words_of(&form, hearing, Stage::WORDS),
                within: within.unwrap_or(SignedDuration::from_hours(24 * 7)),
            })
        } else if let Some(which) = which {
            match (nears, lapsed) {
                (Some(within), _) => Some(Self::Nears { which, within }),
                (None, true) => Some(Self::Lapsed { which }),
                (None, false) => None,
            }
        } else if measure.is_some() {
            let parsed = parsed(&form, measure, |text| word(text, MeasureState::WORDS));
            parsed.map(|state| Self::Measure { state, body, within: within.unwrap_or(SignedDuration::from_hours(72)) })
        } else if check_in.is_some() {
            Some(Self::CheckIn { after: after.unwrap_or(SignedDuration::ZERO) })
        } else if let Some(Spot { value, span }) = eve {
            let calendar =
                CalendarId::parse(&value).map_err(|bad| form.notes.error(span, bad.to_string(), "", "")).ok();
            calendar.map(|calendar| Self::Eve { calendar, level: level.unwrap_or(Level::Elevated) })
        } else {
            None
        };
        if read.is_none() {
            let help =
                "see docs/rules.md: event, hearing, deadline or kind with nears or lapsed, measure, check_in, eve";
            form.notes.error(form.at(), "this is not a condition that is known", "", help);
        }
        form.close();
        read
    }
}

pub(super) fn duration(form: &mut Form<'_>, key: &'static str) -> Option<SignedDuration> {
    let text = form.text(key);
    parsed(form, text, |text| {
        lead(text).ok_or_else(|| format!("`{text}` is not a length of time: write \"7d\" or \"6h\""))
    })
}
