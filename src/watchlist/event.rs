//! One event of a case.

use std::ops::Range;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::kind::Kind;
use super::when::When;
use crate::form::{Field, Form, Notes, Spot, nearest};

/// A body that takes urgent requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Body {
    /// European Court of Human Rights.
    Echr,
    /// UN Human Rights Committee.
    Hrc,
    /// UN Committee against Torture.
    Cat,
    /// UN Committee on Enforced Disappearances.
    Ced,
    /// UN Working Group on Arbitrary Detention.
    Wgad,
}

impl Body {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] =
        &[("echr", Self::Echr), ("hrc", Self::Hrc), ("cat", Self::Cat), ("ced", Self::Ced), ("wgad", Self::Wgad)];

    /// The word of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, body)| *body == self).map_or("", |(word, _)| word)
    }
}

/// What a hearing is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Custody.
    Custody,
    /// The first court on extradition.
    Extradition,
    /// The last court on extradition.
    ExtraditionFinal,
    /// Expulsion.
    Expulsion,
    /// Asylum.
    Asylum,
}

impl Stage {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("custody", Self::Custody),
        ("extradition", Self::Extradition),
        ("extradition-final", Self::ExtraditionFinal),
        ("expulsion", Self::Expulsion),
        ("asylum", Self::Asylum),
    ];

    /// The word of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, stage)| *stage == self).map_or("", |(word, _)| word)
    }
}

/// What a signal may say.
pub const SIGNALS: &[&str] = &[
    "moved",
    "told-to-pack",
    "lawyer-turned-away",
    "papers-collected",
    "transfer-being-agreed",
    "deportation-requested",
    "other",
];

/// How long an order or a measure lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until a day (its end) or a moment.
    Date(When),
    /// Until the body says otherwise.
    FurtherNotice,
    /// For the proceedings before the body.
    Proceedings,
}

/// Who put a report on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporter {
    /// A name of `people.toml`, or the login that ran the command.
    pub who: String,
    /// `command-line` or `telegram`.
    pub via: String,
}

/// Reports come after everything in the case file.
pub(super) const REPORTED: usize = 1 << 40;

/// Something that happened, or is listed to happen.
#[derive(Clone, Debug)]
pub struct Event {
    /// The admin's own name for it.
    pub id: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// When it was.
    pub on: When,
    /// When the team learned of it. `None`: as far back as anyone asks (a hearing entered without `known`).
    pub known: Option<Timestamp>,
    /// The first day it can have been known, when `known` is a day or several: in a replay it counts from noon of the last.
    pub known_by_day: Option<Date>,
    /// When the person or counsel was served.
    pub notified: Option<When>,
    /// How long it lasts, or for when it is fixed.
    pub until: Option<Until>,
    /// The date a letter sets for the answer.
    pub answer_by: Option<When>,
    /// The term an order sets, as written.
    pub within: Option<String>,
    /// Which body it concerns.
    pub body: Option<Body>,
    /// What a hearing is about.
    pub stage: Option<Stage>,
    /// What a signal says, or where a person was moved.
    pub what: Option<String>,
    /// For the team's own eyes; never leaves the machine.
    pub note: Option<String>,
    /// Where the fact comes from.
    pub source: Option<String>,
    /// Who reported it, and through what; `None` for the case file itself.
    pub by: Option<Reporter>,
    /// Its place in the order of what was entered: the case file first, then reports as they came.
    pub order: usize,
    /// Further fields that only some kinds have a use for, as far as they were written, and where.
    pub fields: Vec<(&'static str, Range<usize>)>,
    /// Where it stands in its file.
    pub span: Range<usize>,
    /// Where its `on` stands.
    pub on_span: Range<usize>,
    /// Where its `known` stands, if it was written.
    pub known_span: Option<Range<usize>>,
    /// It was known before the clock was put back: see [`super::Case::stays_known`].
    pub stays_known: bool,
}

impl Event {
    /// True when the team knew of it at a moment.
    #[must_use]
    pub fn exists_at(&self, now: Timestamp) -> bool {
        self.stays_known || self.known.is_none_or(|known| known <= now)
    }

    /// The day from which it counts, when it lies ahead of what can be known: a slip of the year or of the month, most likely.
    #[must_use]
    pub fn ahead(&self, zone: &TimeZone, now: Timestamp) -> Option<Date> {
        let today = zone.to_datetime(now).date();
        let first = self.on.days(zone).0;
        if first > today && !self.kind.is_scheduled() {
            return Some(first);
        }
        let known = self.known_by_day.or_else(|| Some(zone.to_datetime(self.known?).date()));
        known.filter(|day| *day > today && self.known_span.is_some())
    }

    /// `reported`: a line of a report file, which says who put it there.
    pub(super) fn read(mut form: Form<'_>, zone: Option<&TimeZone>, reported: bool) -> Option<Self> {
        let span = form.at();
        let by = if reported { reporter(&mut form) } else { None };
        let order = span.start + if reported { REPORTED } else { 0 };
        let kind = form.required_text("kind", "kind = \"arrest\"").and_then(|spot| kind(&form, &spot));
        let on_field = form.required("on", "on = 2026-03-01");
        let on_span = on_field.as_ref().map_or(span.clone(), |field| field.span.clone());
        let on = on_field.and_then(|field| When::read(&field));
        let known_field = form.field("known");
        let known_span = known_field.as_ref().map(|field| field.span.clone());
        let known = known_field.and_then(|field| When::read(&field));
        let [served, ends, answer] = ["notified", "until", "answer_by"].map(|key| form.field(key));
        let notified = served.as_ref().and_then(When::read);
        let until = ends.as_ref().and_then(until);
        let answer_by = answer.as_ref().and_then(When::read);
        let within = form.text("within");
        if let Some(spot) = within.as_ref().filter(|spot| !is_term(&spot.value)) {
            let help = "write a number and a unit: \"10 days\", \"48 hours\", \"5 working days\" or \"2 months\"";
            form.notes.error(spot.span.clone(), format!("`{}` is not a term", spot.value), "", help);
        }
        let [body_text, stage_text, what] = ["body", "stage", "what"].map(|key| form.text(key));
        let spots = [("within", &within), ("body", &body_text), ("stage", &stage_text), ("what", &what)];
        let texts = spots.into_iter().filter_map(|(key, spot)| Some((key, spot.as_ref()?.span.clone())));
        let dates = [("until", &ends), ("answer_by", &answer)];
        let dates = dates.into_iter().filter_map(|(key, field)| Some((key, field.as_ref()?.span.clone())));
        let fields = texts.chain(dates).collect();
        let body = closed(&form, body_text, Body::WORDS);
        let stage = closed(&form, stage_text, Stage::WORDS);
        let id = form.text("id").map(|spot| spot.value);
        let note = form.text("note").map(|spot| spot.value);
        let source = form.text("source").map(|spot| spot.value);
        if let Some(kind) = kind {
            fits(&form, kind, [body.is_some(), stage.is_some(), until.is_some() || within.is_some()], what.as_ref());
        }
        let notes = form.notes;
        form.close();
        let (kind, on, zone) = (kind?, on?, zone?);
        let place = |field: Option<Field<'_>>| field.map_or(span.clone(), |field| field.span);
        let ends_on = until.as_ref().and_then(|until| if let Until::Date(when) = until { Some(when) } else { None });
        let further = [
            ("notified", notified.as_ref(), place(served)),
            ("until", ends_on, place(ends)),
            ("answer_by", answer_by.as_ref(), place(answer)),
        ];
        let knew = known.as_ref().zip(known_span.clone()).filter(|_| !kind.is_scheduled());
        // A case file with such a mistake is not used. Of the reports only this one is left out, never the case.
        if !in_order(notes, zone, (kind, &on), knew, further) && reported {
            return None;
        }
        let knew_on = known.as_ref().unwrap_or(&on);
        let known_by_day = knew_on.moment(zone).is_none().then(|| knew_on.days(zone).0);
        let known = match known {
            Some(when) => when.known(zone),
            None if kind.is_scheduled() => None,
            None => on.known(zone),
        };
        let what = what.map(|spot| spot.value);
        Some(Self {
            id,
            kind,
            on,
            known,
            known_by_day,
            notified,
            until,
            answer_by,
            within: within.map(|spot| spot.value),
            body,
            stage,
            what,
            note,
            source,
            by,
            order,
            fields,
            span,
            on_span,
            known_span,
            stays_known: false,
        })
    }
}

/// Dates that cannot be: nothing is known, served, ended or answered before it happens. True when all of them can.
fn in_order(
    notes: &Notes,
    zone: &TimeZone,
    (kind, on): (Kind, &When),
    known: Option<(&When, Range<usize>)>,
    further: [(&str, Option<&When>, Range<usize>); 3],
) -> bool {
    let first = on.days(zone).0;
    let mut right = true;
    if let Some((known, span)) = known {
        // Within a day only clock times can be compared.
        let moments = on.moment(zone).zip(known.moment(zone));
        if known.days(zone).1 < first || moments.is_some_and(|(on, known)| known < on) {
            let says = format!("`known` lies before `on`: nobody can learn of `{}` before it happens", kind.word());
            notes.error(span, says, "earlier than `on`", "exchange the two, or correct the mistyped one");
            right = false;
        }
    }
    for (key, when, span) in further {
        let early = |when: &When| match key {
            "notified" => when.days(zone).0 < first,
            _ => when.days(zone).1 < first,
        };
        if when.is_some_and(early) {
            let why = if key == "notified" { ": a decision is served after it is made" } else { "" };
            // A month of which only a part can have been: the part can be said.
            let part = when.map(|when| when.days(zone).1).filter(|last| *last >= first);
            let help = part
                .map_or_else(|| "correct the mistyped one".to_owned(), |last| format!("write `\"{first}..{last}\"`"));
            notes.error(span, format!("`{key}` lies before `on`{why}"), "", help);
            right = false;
        }
    }
    right
}

/// A number and a unit, as the schema has it.
fn is_term(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [number, unit @ ..] = words.as_slice() else { return false };
    let unit = unit.strip_suffix(&["before"]).unwrap_or(unit);
    let counts = (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    counts
        && matches!(
            unit,
            ["hour" | "hours" | "day" | "days" | "month" | "months" | "year" | "years"] | ["working", "day" | "days"]
        )
}

fn reporter(form: &mut Form<'_>) -> Option<Reporter> {
    let who = form.required_text("by", "by = \"duty\"")?.value;
    let via = form.required_text("via", "via = \"command-line\"")?.value;
    Some(Reporter { who, via })
}

fn kind(form: &Form<'_>, spot: &Spot<String>) -> Option<Kind> {
    let kind = Kind::parse(&spot.value);
    if kind.is_none() {
        let help = nearest(&spot.value, Kind::ALL.iter().map(|(word, ..)| *word)).map_or_else(
            || "`staywatch schema case` lists every kind".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        form.notes.error(spot.span.clone(), format!("there is no event kind `{}`", spot.value), "unknown kind", help);
    }
    kind
}

/// Fields that a kind cannot do without.
fn fits(form: &Form<'_>, kind: Kind, [body, stage, until]: [bool; 3], what: Option<&Spot<String>>) {
    let missing = |key: &str, help: &str| {
        form.notes.error(form.at(), format!("`{}` needs `{key}`", kind.word()), "in this event", help);
    };
    if kind.needs_body() && !body {
        missing("body", "add: body = \"echr\" (or hrc, cat, ced, wgad)");
    }
    if kind.needs_stage() && !stage {
        missing("stage", "add: stage = \"custody\" (or extradition, extradition-final, expulsion, asylum)");
    }
    if kind.needs_until() && !until {
        missing("until", "add the date that the order or letter names: until = 2026-03-01");
    }
    match (kind, what) {
        (Kind::Signal, None) => missing("what", &format!("add: what = \"moved\" (or {})", SIGNALS[1..].join(", "))),
        (Kind::Signal, Some(spot)) if !SIGNALS.contains(&spot.value.as_str()) => {
            let help = nearest(&spot.value, SIGNALS.iter().copied())
                .map_or_else(|| format!("one of: {}", SIGNALS.join(", ")), |near| format!("did you mean `{near}`?"));
            form.notes.error(spot.span.clone(), format!("there is no signal `{}`", spot.value), "unknown signal", help);
        }
        _ => {}
    }
}

fn until(field: &Field<'_>) -> Option<Until> {
    if let toml::de::DeValue::String(text) = field.value {
        match text.as_ref() {
            "further-notice" => return Some(Until::FurtherNotice),
            "proceedings" => return Some(Until::Proceedings),
            _ => {}
        }
    }
    When::read(field).map(Until::Date)
}

/// A word of a closed list; a mistake is noted with the nearest word.
pub(super) fn closed<T: Copy>(form: &Form<'_>, spot: Option<Spot<String>>, words: &[(&'static str, T)]) -> Option<T> {
    let spot = spot?;
    let found = words.iter().find(|(word, _)| *word == spot.value).map(|(_, value)| *value);
    if found.is_none() {
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let help = nearest(&spot.value, all.iter().copied())
            .map_or_else(|| format!("one of: {}", all.join(", ")), |near| format!("did you mean `{near}`?"));
        form.notes.error(spot.span, format!("`{}` is not known here", spot.value), "unknown value", help);
    }
    found
}
