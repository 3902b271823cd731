//! One law pack: a state's law, a treaty, or an international mechanism.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::{civil::Date, tz::TimeZone};

use super::counting::{Counting, parsed, word, zone};
use super::grounds::Ground;
use super::reception::Reception;
use super::rule::{Confidence, Rule};
use super::words::Words;
use crate::form::{Form, Notes, Sheet, Spot, read};
use crate::ids::{PackId, RuleId};
use crate::watchlist::{Body, Country};

/// Which hosts a pack speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// Every state.
    All,
    /// These.
    These(Vec<Country>),
}

impl Hosts {
    /// True when a state is among them.
    #[must_use]
    pub fn has(&self, country: Country) -> bool {
        match self {
            Self::All => true,
            Self::These(list) => list.iter().any(|its| its.number() == country.number()),
        }
    }
}

/// A mechanism that is, or was, open against a state.
#[derive(Clone, Debug)]
pub struct Mechanism {
    /// Against which state.
    pub host: Country,
    /// Which body.
    pub body: Body,
    /// First day, where a source gives one.
    pub from: Option<Date>,
    /// Last day; `None` while open.
    pub until: Option<Date>,
    /// The article.
    pub cite: String,
}

impl Mechanism {
    /// True when it was open on a day.
    #[must_use]
    pub fn open_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Whether a state has honoured interim measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Honours {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// Sometimes.
    Mixed,
}

impl Honours {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[("yes", Self::Yes), ("no", Self::No), ("mixed", Self::Mixed)];
}

/// What a host does with interim measures.
#[derive(Clone, Debug)]
pub struct Conduct {
    /// Which state.
    pub host: Country,
    /// Towards which body; `None`: all.
    pub body: Option<Body>,
    /// What it does.
    pub honours: Honours,
    /// Since when.
    pub from: Option<Date>,
    /// In words.
    pub says: Words,
    /// Where that can be read.
    pub source: String,
}

/// Something nobody could source.
#[derive(Clone, Debug)]
pub struct Gap {
    /// What is not known.
    pub what: String,
    /// Where to look.
    pub look_for: String,
    /// Where it stands in its file.
    pub span: Range<usize>,
}

/// A law pack as read.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Its name.
    pub id: PackId,
    /// Its name for people.
    pub title: String,
    /// Where it applies by default.
    pub hosts: Hosts,
    /// For a treaty: which requesting states; `None`: any.
    pub requesters: Option<Vec<Country>>,
    /// For a mechanism: which body.
    pub body: Option<Body>,
    /// When that body takes urgent requests.
    pub reception: Option<Reception>,
    /// The zone of the place that counts.
    pub zone: TimeZone,
    /// When it was last compared with its sources.
    pub reviewed: Date,
    /// Ways of counting by name.
    pub countings: BTreeMap<String, Counting>,
    /// Rules, all versions.
    pub rules: Vec<Rule>,
    /// Mechanisms open against states.
    pub mechanisms: Vec<Mechanism>,
    /// What states do with interim measures.
    pub conducts: Vec<Conduct>,
    /// What is not known.
    pub gaps: Vec<Gap>,
    /// Reasons for which a transfer may be near.
    pub grounds: Vec<Ground>,
    /// The file.
    pub sheet: Sheet,
    /// Where `reviewed` stands.
    pub reviewed_span: Range<usize>,
}

impl Pack {
    /// Reads a pack file; `None` when it cannot be used.
    #[must_use]
    pub fn read(sheet: Sheet) -> (Option<Self>, Notes) {
        let notes = Notes::new(sheet);
        let pack = read(&notes, fill);
        if let Some(pack) = &pack {
            versions(pack, &notes);
        }
        let usable = !notes.failed();
        (pack.filter(|_| usable), notes)
    }
}

fn fill(mut root: Form<'_>) -> Option<Pack> {
    let head = root.required("pack", "[pack]").and_then(|field| field.table("[pack]"));
    let named = root.named_tables("counting", "[counting]");
    let countings: BTreeMap<String, Counting> =
        named.into_iter().filter_map(|(name, form)| Some((name.value, Counting::read(form)?))).collect();
    let rules = root.tables("rule", "[[rule]]").into_iter().filter_map(Rule::read).collect();
    let mechanisms = root.tables("mechanism", "[[mechanism]]").into_iter().filter_map(mechanism).collect();
    let conducts = root.tables("conduct", "[[conduct]]").into_iter().filter_map(conduct).collect();
    let gaps = root.tables("gap", "[[gap]]").into_iter().filter_map(gap).collect();
    let grounds = root.tables("risk", "[[risk]]").into_iter().filter_map(Ground::read).collect();
    let reception = root.table("reception", "[reception]").and_then(Reception::read);
    let sheet = root.notes.sheet().clone();
    root.close();

    let mut head = head?;
    let text = head.required_text("id", "id = \"ru\"");
    let id = parsed(&head, text, |text| PackId::parse(text).map_err(|bad| bad.to_string()));
    let title = head.required_text("title", "title = \"Russian Federation\"").map(|spot| spot.value);
    let mut hosts = head.texts("hosts");
    hosts.extend(head.text("host"));
    let hosts =
        if hosts.iter().any(|spot| spot.value == "*") { Hosts::All } else { Hosts::These(countries(&head, hosts)) };
    let requesters = head.field("requesters").map(|field| countries(&head, field.texts()));
    let text = head.text("body");
    let body = parsed(&head, text, |text| word(text, Body::WORDS));
    let text = head.required_text("zone", "zone = \"Europe/Moscow\"");
    let zone = parsed(&head, text, zone);
    let reviewed = head.required("reviewed", "reviewed = 2026-11-21").and_then(|field| field.day());
    head.close();
    let reviewed = reviewed?;
    Some(Pack {
        id: id?,
        title: title?,
        hosts,
        requesters,
        body,
        reception,
        zone: zone?,
        reviewed: reviewed.value,
        countings,
        rules,
        mechanisms,
        conducts,
        gaps,
        grounds,
        sheet,
        reviewed_span: reviewed.span,
    })
}

fn country(text: &str) -> Result<Country, String> {
    Country::parse(text).ok_or_else(|| format!("`{text}` is not a country code: two capital letters, ISO 3166"))
}

fn countries(form: &Form<'_>, spots: Vec<Spot<String>>) -> Vec<Country> {
    spots.into_iter().filter_map(|spot| parsed(form, Some(spot), country)).collect()
}

fn mechanism(mut form: Form<'_>) -> Option<Mechanism> {
    let text = form.required_text("host", "host = \"RU\"");
    let host = parsed(&form, text, country);
    let text = form.required_text("body", "body = \"echr\"");
    let body = parsed(&form, text, |text| word(text, Body::WORDS));
    let from = form.day("from").map(|spot| spot.value);
    let until = form.day("until").map(|spot| spot.value);
    let cite = form.required_text("cite", "cite = \"…\"").map(|spot| spot.value);
    form.required_text("source", "source = \"https://…\"");
    sourced(&mut form);
    form.close();
    Some(Mechanism { host: host?, body: body?, from, until, cite: cite? })
}

fn sourced(form: &mut Form<'_>) {
    let text = form.required_text("confidence", "confidence = \"high\"");
    parsed(form, text, |text| word(text, Confidence::WORDS));
}

fn conduct(mut form: Form<'_>) -> Option<Conduct> {
    let text = form.required_text("host", "host = \"RU\"");
    let host = parsed(&form, text, country);
    let text = form.text("body");
    let body = parsed(&form, text, |text| word(text, Body::WORDS));
    let text = form.required_text("honours", "honours = \"no\"");
    let honours = parsed(&form, text, |text| word(text, Honours::WORDS));
    let from = form.day("from").map(|spot| spot.value);
    let says = form.required("says", "says = { en = \"…\" }").and_then(|f| f.table("says")).and_then(Words::read);
    let source = form.required_text("source", "source = \"https://…\"").map(|spot| spot.value);
    form.texts("precedent");
    form.close();
    Some(Conduct { host: host?, body, honours: honours?, from, says: says?, source: source? })
}

fn gap(mut form: Form<'_>) -> Option<Gap> {
    let span = form.at();
    let what = form.required_text("what", "what = \"…\"").map(|spot| spot.value);
    let look_for = form.text("look_for").map(|spot| spot.value).unwrap_or_default();
    form.close();
    Some(Gap { what: what?, look_for, span })
}

/// Versions of a rule may neither overlap nor leave a gap between them.
fn versions(pack: &Pack, notes: &Notes) {
    let mut by_id: BTreeMap<&RuleId, Vec<&Rule>> = BTreeMap::new();
    for rule in &pack.rules {
        by_id.entry(&rule.id).or_default().push(rule);
    }
    for (id, mut rules) in by_id {
        rules.sort_by_key(|rule| rule.in_force.0);
        for pair in rules.windows(2) {
            let (before, after) = (pair[0], pair[1]);
            let next = after.in_force.0;
            let expected = before.in_force.1.and_then(|until| until.tomorrow().ok());
            if expected.is_none_or(|expected| expected > next) {
                let says = format!("two versions of `{id}` are in force on {next}");
                let help = format!("end the earlier one with until = {}", next.yesterday().unwrap_or(next));
                notes.error(after.span.clone(), says, "overlaps an earlier version", help);
            } else if expected.is_some_and(|expected| expected < next) {
                let says = format!("no version of `{id}` is in force between {} and {next}", before.in_force.0);
                notes.error(
                    after.span.clone(),
                    says,
                    "a gap before this version",
                    "make the spans meet, or use another id",
                );
            }
        }
    }
}
