//! One case: who holds the person, who asked for them, who works on it, and what happened.

use std::collections::BTreeMap;
use std::fmt;

use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};

use super::event::{Event, closed};
use crate::form::{Form, Notes, Sheet, Spot, read, read_pieces};
use crate::ids::{CaseId, PackId, PersonId};

/// An ISO 3166 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads two capital letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] = text.as_bytes() else { return None };
        Some(Self([*a, *b]))
    }

    /// The two letters as a number: what compares fast in long lists.
    #[must_use]
    pub fn number(self) -> u16 {
        u16::from_be_bytes(self.0)
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How grave the charge is in the host's own terms; selects a custody ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gravity {
    /// Minor.
    Minor,
    /// Medium.
    Medium,
    /// Grave.
    Grave,
    /// Especially grave.
    EspeciallyGrave,
}

impl Gravity {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("minor", Self::Minor),
        ("medium", Self::Medium),
        ("grave", Self::Grave),
        ("especially-grave", Self::EspeciallyGrave),
    ];
}

/// Whether anybody is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Held, or hunted.
    Active,
    /// Free, but a warrant would change everything.
    AtLiberty,
    /// Nothing is counted any more.
    Closed,
}

impl Status {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] =
        &[("active", Self::Active), ("at-liberty", Self::AtLiberty), ("closed", Self::Closed)];
}

/// Who works on a case: persons or groups of `people.toml`.
#[derive(Clone, Debug, Default)]
pub struct Team {
    /// Defence lawyers, in the order they are told.
    pub lawyers: Vec<Spot<PersonId>>,
    /// Coordinators.
    pub coordinators: Vec<Spot<PersonId>>,
    /// People who speak to the public or to states.
    pub advocacy: Vec<Spot<PersonId>>,
}

impl Team {
    /// Everybody, in the order of the file.
    pub fn everyone(&self) -> impl Iterator<Item = &Spot<PersonId>> {
        self.lawyers.iter().chain(&self.coordinators).chain(&self.advocacy)
    }
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The code used in every message.
    pub id: CaseId,
    /// Where the code stands in its file.
    pub id_span: std::ops::Range<usize>,
    /// The state that holds, or may seize, the person.
    pub host: Country,
    /// The state that asks.
    pub requested_by: Option<Country>,
    /// The zone of the place where the person is.
    pub zone: TimeZone,
    /// Selects a custody ceiling.
    pub gravity: Option<Gravity>,
    /// Law packs by name; `None`: the host's and the mechanisms open against it.
    pub laws: Option<Vec<Spot<PackId>>>,
    /// Contact is expected at least this often.
    pub check_in: Option<SignedDuration>,
    /// Whether anybody is watched.
    pub status: Status,
    /// Who works on it.
    pub team: Team,
    /// What happened, in the order it happened.
    pub events: Vec<Event>,
    /// The file.
    pub sheet: Sheet,
    /// The file of reports, if there are any.
    pub reports: Option<Sheet>,
}

impl Case {
    /// Reads a case file. `zones` gives the zone of a host, for files that name none.
    ///
    /// The case is `None` when something it cannot do without is missing; it must not be used when the notes
    /// hold an error, but it can still be looked over, so that every mistake is found in one go.
    #[must_use]
    pub fn read(sheet: Sheet, zones: &BTreeMap<Country, TimeZone>) -> (Option<Self>, Team, Notes) {
        let notes = Notes::new(sheet);
        let (case, team) = read(&notes, |form| fill(form, zones));
        (case, team, notes)
    }

    /// For the present, as opposed to a replay: what stands in the file is known by whoever reads it, so a fact of
    /// today does not have to wait for noon, nor one of some days for the last of them. It is known from the beginning of the
    /// first day it can have been, also one that is still ahead: the same at every reading, or the same fact would be news
    /// twice.
    pub fn known_as_entered(&mut self) {
        for event in &mut self.events {
            let (Some(known), Some(day)) = (&mut event.known, event.known_by_day) else { continue };
            if let Ok(start) = self.zone.to_timestamp(day.to_datetime(Time::midnight())) {
                *known = start;
            }
        }
    }

    /// The clock was put back from this moment. What had become known by then is on record, whatever the clock says since: a
    /// fact is not undone because a machine has lost a day.
    pub fn stays_known(&mut self, until: Timestamp) {
        for event in &mut self.events {
            event.stays_known = event.known.is_some_and(|known| known <= until);
        }
    }

    /// Adds what was reported by command or chat, from the report file of this case. What cannot be read is noted
    /// and left out; the rest counts.
    pub fn add_reports(&mut self, sheet: Sheet) -> Notes {
        self.reports = Some(sheet.clone());
        let notes = Notes::new(sheet);
        let zone = self.zone.clone();
        let found = read_pieces(&notes, "[[event]]", |mut form| {
            let tables = form.tables("event", "[[event]]");
            form.close();
            tables.into_iter().filter_map(|table| Event::read(table, Some(&zone), true)).collect::<Vec<_>>()
        });
        for mut event in found {
            if let Some(id) = event.id.take_if(|id| self.events.iter().any(|other| other.id.as_ref() == Some(id))) {
                let help = "give each event its own id; until then this one counts without";
                notes.error(event.span.clone(), format!("the event id `{id}` is used twice"), "", help);
            }
            self.events.push(event);
        }
        self.events.sort_by_cached_key(|event| (event.on.days(&zone).0, event.on.moment(&zone), event.order));
        notes
    }
}

fn fill(mut form: Form<'_>, zones: &BTreeMap<Country, TimeZone>) -> (Option<Case>, Team) {
    let id = form.required_text("id", "id = \"kudin\"");
    let id_span = id.as_ref().map_or(0..0, |spot| spot.span.clone());
    let id = id.and_then(|spot| slug(&form, &spot, CaseId::parse));
    let host = form.required_text("host", "host = \"RU\"").and_then(|spot| country(&form, &spot));
    let asked = form.text("requested_by");
    let requested_by = asked.and_then(|spot| country(&form, &spot));
    let zone = zone(&mut form, host, zones);
    let text = form.text("gravity");
    let gravity = closed(&form, text, Gravity::WORDS);
    let laws = form.field("laws").map(|field| {
        let names = field.texts();
        names.into_iter().filter_map(|spot| spotted(&form, spot, PackId::parse)).collect()
    });
    let check_in = form.text("check_in").and_then(|spot| every(&form, &spot));
    let text = form.text("status");
    let status = closed(&form, text, Status::WORDS).unwrap_or(Status::Active);
    let team = form.table("team", "[team]").map(team).unwrap_or_default();
    let tables = form.tables("event", "[[event]]");
    let mut events: Vec<Event> =
        tables.into_iter().filter_map(|table| Event::read(table, zone.as_ref(), false)).collect();
    let sheet = form.notes.sheet().clone();
    form.close();
    let everyone = team.clone();
    let put_together = move || {
        let (id, host, zone) = (id?, host?, zone?);
        events.sort_by_cached_key(|event| (event.on.days(&zone).0, event.on.moment(&zone), event.order));
        Some(Case {
            id,
            id_span,
            host,
            requested_by,
            zone,
            gravity,
            laws,
            check_in,
            status,
            team,
            events,
            sheet,
            reports: None,
        })
    };
    (put_together(), everyone)
}

fn zone(form: &mut Form<'_>, host: Option<Country>, zones: &BTreeMap<Country, TimeZone>) -> Option<TimeZone> {
    let Some(spot) = form.text("zone") else {
        let host = host?;
        let known = zones.get(&host).cloned();
        if known.is_none() {
            form.notes.error(
                form.at(),
                format!("no law pack says which time zone {host} has"),
                "zone missing",
                "add the zone of the place where the person is: zone = \"Europe/Helsinki\"",
            );
        }
        return known;
    };
    let known = TimeZone::get(&spot.value).ok().filter(|zone| zone.iana_name().is_some());
    if known.is_none() {
        let help = "write an IANA name such as \"Europe/Moscow\", \"Asia/Almaty\"";
        form.notes.error(spot.span, format!("there is no time zone `{}`", spot.value), "unknown zone", help);
    }
    known
}

fn country(form: &Form<'_>, spot: &Spot<String>) -> Option<Country> {
    let country = Country::parse(&spot.value);
    if country.is_none() {
        let help = "write two capital letters, ISO 3166: \"RU\", \"BY\", \"KG\"";
        form.notes.error(spot.span.clone(), format!("`{}` is not a country code", spot.value), "", help);
    }
    country
}

fn slug<T>(form: &Form<'_>, spot: &Spot<String>, parse: fn(&str) -> Result<T, crate::ids::BadId>) -> Option<T> {
    parse(&spot.value).map_err(|bad| form.notes.error(spot.span.clone(), bad.to_string(), "", "")).ok()
}

fn spotted<T>(form: &Form<'_>, spot: Spot<String>, parse: fn(&str) -> Result<T, crate::ids::BadId>) -> Option<Spot<T>> {
    slug(form, &spot, parse).map(|value| Spot { value, span: spot.span })
}

fn every(form: &Form<'_>, spot: &Spot<String>) -> Option<SignedDuration> {
    let read = crate::ids::lead(&spot.value).filter(|lead| *lead > SignedDuration::ZERO);
    if read.is_none() {
        form.notes.error(
            spot.span.clone(),
            format!("`{}` is not a length of time", spot.value),
            "",
            "write \"3d\" or \"12h\"",
        );
    }
    read
}

fn team(mut form: Form<'_>) -> Team {
    let mut list = |key| -> Vec<Spot<PersonId>> {
        let names = form.texts(key);
        names.into_iter().filter_map(|spot| spotted(&form, spot, PersonId::parse)).collect()
    };
    let (lawyers, coordinators, advocacy) = (list("lawyers"), list("coordinators"), list("advocacy"));
    form.close();
    Team { lawyers, coordinators, advocacy }
}
