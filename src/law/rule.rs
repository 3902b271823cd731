//! One rule of a pack: which event starts which term, who must act, and where that is written.

use std::ops::Range;

use jiff::{SignedDuration, civil::Date};

use super::counting::{parsed, word};
use super::grounds::duration;
use super::term::Term;
use super::words::Words;
use crate::form::{Form, Spot, nearest};
use crate::ids::{RuleId, Text};
use crate::watchlist::{Body, Gravity, Kind, Stage};

/// What a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duty {
    /// A paper must be in.
    FileBy,
    /// Something else must be done.
    ActBy,
    /// The person must be freed.
    ReleaseBy,
    /// The person must have left.
    LeaveBy,
    /// A protection ends.
    Lapses,
    /// From here on something becomes possible.
    Opens,
}

impl Duty {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("file-by", Self::FileBy),
        ("act-by", Self::ActBy),
        ("release-by", Self::ReleaseBy),
        ("leave-by", Self::LeaveBy),
        ("lapses", Self::Lapses),
        ("opens", Self::Opens),
    ];
}

/// Who must act, or lets it lapse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Counsel.
    Defence,
    /// The person.
    Person,
    /// The host state.
    State,
    /// A court.
    Court,
    /// An international body.
    Body,
}

impl Whose {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("defence", Self::Defence),
        ("person", Self::Person),
        ("state", Self::State),
        ("court", Self::Court),
        ("body", Self::Body),
    ];
}

/// What missing it can cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Normal,
    /// A remedy or liberty.
    High,
    /// It can end in a plane.
    Critical,
}

impl Severity {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] =
        &[("normal", Self::Normal), ("high", Self::High), ("critical", Self::Critical)];
}

/// How sure the source makes us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// Old, indirect or cut off.
    Low,
    /// Seen once, or in a secondary source.
    Medium,
    /// The operative words were read.
    High,
}

impl Confidence {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[("high", Self::High), ("medium", Self::Medium), ("low", Self::Low)];
}

/// Which date of the event starts the term, or is the deadline itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum From {
    /// When it happened.
    On,
    /// When it was served.
    Notified,
    /// The date the order names.
    Until,
    /// The date the letter sets.
    AnswerBy,
    /// The term the order sets.
    Within,
}

impl From {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("on", Self::On),
        ("notified", Self::Notified),
        ("until", Self::Until),
        ("answer_by", Self::AnswerBy),
        ("within", Self::Within),
    ];
}

/// The word of a closed list for a value of it.
#[must_use]
pub fn word_of<T: Copy + PartialEq>(value: T, words: &[(&'static str, T)]) -> &'static str {
    words.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

/// Which events start a rule.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Any of these kinds.
    pub kinds: Vec<Kind>,
    /// The same as a set of bits: most rules wait for an event that a case does not have.
    pub bits: u64,
    /// Which of the event's dates counts.
    pub from: From,
    /// Only events of that stage.
    pub stage: Vec<Stage>,
    /// Only events of that body.
    pub body: Option<Body>,
    /// Only events that say this.
    pub what: Option<String>,
    /// Also when the agreed contact is overdue by so much.
    pub overdue: Option<SignedDuration>,
}

/// A stop of the clock between events.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The clock stops at one of these.
    pub from: Vec<Kind>,
    /// It runs on at one of these.
    pub until: Vec<Kind>,
    /// Only events of that body.
    pub body: Option<Body>,
}

/// One version of one rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name; versions share it.
    pub id: RuleId,
    /// A few words.
    pub title: Words,
    /// What the deadline is.
    pub duty: Duty,
    /// Who must act.
    pub whose: Whose,
    /// What starts it.
    pub on: Trigger,
    /// How long; `None` when the order or letter says.
    pub term: Option<Term>,
    /// Name of the counting, `NAME` or `PACK.NAME`; a date that an order names itself needs none.
    pub counting: Option<Spot<String>>,
    /// Only cases of this gravity; empty: all.
    pub gravity: Vec<Gravity>,
    /// Kinds that meet it.
    pub met_by: Vec<Kind>,
    /// Kinds that withdraw it.
    pub void_by: Vec<Kind>,
    /// Stops of its clock.
    pub stops: Option<Stop>,
    /// It can still be done when the person is gone.
    pub after_removal: bool,
    /// It counts only where no other rule counts from the same date of the same event.
    pub fallback: bool,
    /// What missing it can cost.
    pub severity: Severity,
    /// Name of the ladder of reminders.
    pub remind: Text,
    /// First and last day on which this version was law.
    pub in_force: (Date, Option<Date>),
    /// The article.
    pub cite: Text,
    /// Where it can be read.
    pub source: Text,
    /// The edition that was read.
    pub as_of: Option<Date>,
    /// How sure the source makes us.
    pub confidence: Confidence,
    /// What to do.
    pub advice: Words,
    /// Where it stands in its file.
    pub span: Range<usize>,
}

/// Event kinds by their words; unknown ones are noted.
pub(super) fn kinds(form: &Form<'_>, spots: Vec<Spot<String>>) -> Vec<Kind> {
    let one = |spot: Spot<String>| {
        let kind = Kind::parse(&spot.value);
        if kind.is_none() {
            let help = nearest(&spot.value, Kind::ALL.iter().map(|(word, ..)| *word))
                .map(|near| format!("did you mean `{near}`?"))
                .unwrap_or_default();
            form.notes.error(spot.span, format!("there is no event kind `{}`", spot.value), "unknown kind", help);
        }
        kind
    };
    spots.into_iter().filter_map(one).collect()
}

/// Words of a closed list; unknown ones are noted.
pub(super) fn words_of<T: Copy>(form: &Form<'_>, spots: Vec<Spot<String>>, words: &[(&'static str, T)]) -> Vec<T> {
    spots.into_iter().filter_map(|spot| parsed(form, Some(spot), |text| word(text, words))).collect()
}

impl Trigger {
    fn read(mut form: Form<'_>) -> Self {
        let spots = form.texts("event");
        if spots.is_empty() {
            form.notes.error(form.at(), "`on` needs `event`", "", "write: on = { event = \"arrest\" }");
        }
        let kinds = kinds(&form, spots);
        let text = form.text("from");
        let from = parsed(&form, text, |text| word(text, From::WORDS)).unwrap_or(From::On);
        let spots = form.texts("stage");
        let stage = words_of(&form, spots, Stage::WORDS);
        let text = form.text("body");
        let body = parsed(&form, text, |text| word(text, Body::WORDS));
        let what = form.text("what").map(|spot| spot.value);
        let overdue = duration(&mut form, "check_in_overdue");
        form.close();
        let bits = kinds.iter().fold(0, |all, kind| all | kind.bit());
        Self { kinds, bits, from, stage, body, what, overdue }
    }
}

impl Stop {
    fn read(mut form: Form<'_>) -> Self {
        let spots = form.texts("from");
        let from = kinds(&form, spots);
        let spots = form.texts("until");
        let until = kinds(&form, spots);
        let text = form.text("body");
        let body = parsed(&form, text, |text| word(text, Body::WORDS));
        form.close();
        Self { from, until, body }
    }
}

impl Rule {
    pub(super) fn read(mut form: Form<'_>) -> Option<Self> {
        let span = form.at();
        let text = form.required_text("id", "id = \"ru-cpc-463-appeal\"");
        let id = parsed(&form, text, |text| RuleId::parse(text).map_err(|bad| bad.to_string()));
        let title =
            form.required("title", "title = { en = \"…\" }").and_then(|f| f.table("title")).and_then(Words::read);
        let text = form.required_text("kind", "kind = \"file-by\"");
        let duty = parsed(&form, text, |text| word(text, Duty::WORDS));
        let text = form.required_text("whose", "whose = \"defence\"");
        let whose = parsed(&form, text, |text| word(text, Whose::WORDS));
        let on = form.required("on", "on = { event = \"arrest\" }").and_then(|f| f.table("on")).map(Trigger::read);
        let text = form.text("term");
        let has_term = text.is_some();
        let term = parsed(&form, text, |text| Term::parse(text).map_err(|bad| bad.to_string()));
        let counting = form.text("counting");
        if has_term && counting.is_none() {
            form.notes.error(
                form.at(),
                "this rule does not say how its term is counted",
                "",
                "add: counting = \"NAME\"",
            );
        }
        let spots = form.texts("gravity");
        let gravity = words_of(&form, spots, Gravity::WORDS);
        let spots = form.texts("met_by");
        let met_by = kinds(&form, spots);
        let spots = form.texts("void_by");
        let void_by = kinds(&form, spots);
        let stops = form.table("stops", "stops").map(Stop::read);
        let after_removal = form.flag("after_removal").unwrap_or(false);
        let fallback = form.flag("fallback").unwrap_or(false);
        let text = form.required_text("severity", "severity = \"critical\"");
        let severity = parsed(&form, text, |text| word(text, Severity::WORDS));
        let remind = form.required_text("remind", "remind = \"short\"").map(|spot| Text::from(&*spot.value));
        let in_force = form.required("in_force", "in_force = { from = 2003-07-04 }").and_then(|f| f.table("in_force"));
        let in_force = in_force.and_then(span_of_days);
        let cite = form.required_text("cite", "cite = \"CPC RF art. 463(1)\"").map(|spot| Text::from(&*spot.value));
        let source = form.required_text("source", "source = \"https://…\"").map(|spot| Text::from(&*spot.value));
        let as_of = form.day("as_of").map(|spot| spot.value);
        let text = form.required_text("confidence", "confidence = \"high\"");
        let confidence = parsed(&form, text, |text| {
            if text == "unverified" {
                return Err("an unverified rule never loads: leave it out, or write it as a [[gap]]".to_owned());
            }
            word(text, Confidence::WORDS)
        });
        let advice = form.table("advice", "advice").and_then(Words::read).unwrap_or_default();
        let names_date = on.as_ref().is_some_and(|on| matches!(on.from, From::Until | From::AnswerBy | From::Within));
        if !has_term && !names_date {
            form.notes.error(
                form.at(),
                "this rule has no `term`",
                "",
                "add: term = \"10 days\"; only `until`, `answer_by` and `within` name the date themselves",
            );
        }
        form.close();
        Some(Self {
            id: id?,
            title: title?,
            duty: duty?,
            whose: whose?,
            on: on?,
            term,
            counting,
            gravity,
            met_by,
            void_by,
            stops,
            after_removal,
            fallback,
            severity: severity?,
            remind: remind?,
            in_force: in_force?,
            cite: cite?,
            source: source?,
            as_of,
            confidence: confidence?,
            advice,
            span,
        })
    }

    /// True when this version was law on a day.
    #[must_use]
    pub fn in_force_on(&self, day: Date) -> bool {
        self.in_force.0 <= day && self.in_force.1.is_none_or(|until| day <= until)
    }
}

fn span_of_days(mut form: Form<'_>) -> Option<(Date, Option<Date>)> {
    let from = form.required("from", "from = 2003-07-04").and_then(|field| field.day());
    let until = form.day("until");
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        form.notes.error(until.span.clone(), "this version ends before it begins", "", "exchange `from` and `until`");
    }
    form.close();
    Some((from?.value, until.map(|spot| spot.value)))
}
