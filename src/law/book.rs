//! The whole law as loaded: every pack and calendar, checked against each other.
//!
//! In: the packs shipped in the program and the admin's own files, which win by name. Out: a [`Law`] in which
//! every name that one record uses stands in another, or the findings that say where it does not.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::Calendar;
use super::counting::{Counting, Ends, Zone};
use super::grounds::{Condition, Which};
use super::pack::{Conduct, Hosts, Mechanism, Pack};
use super::rule::Rule;
use crate::form::{Notes, Problem, Sheet, Weight, nearest};
use crate::ids::{CalendarId, PackId, RuleId};
use crate::watchlist::{Body, Case, Country};

mod shipped {
    //! What ships inside the program; written by the build from `config/`.
    include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
}

/// How the names of shipped files begin.
const SHIPPED: &str = "(shipped) ";

/// Every pack and calendar.
#[derive(Clone, Debug)]
pub struct Law {
    packs: BTreeMap<PackId, Pack>,
    calendars: BTreeMap<CalendarId, Calendar>,
    /// The mechanisms of all packs, by host: asked for at every rule of every case.
    mechanisms: BTreeMap<Country, Vec<Mechanism>>,
}

/// Files of the admin that replace or add to what ships.
#[derive(Clone, Debug, Default)]
pub struct OwnLaw {
    /// Pack files.
    pub packs: Vec<Sheet>,
    /// Calendar files.
    pub calendars: Vec<Sheet>,
}

impl OwnLaw {
    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty() && self.calendars.is_empty()
    }
}

impl Law {
    /// The shipped law alone, with what there is to say of it: the same for as long as the program runs.
    #[must_use]
    pub fn shipped() -> (Arc<Self>, Vec<Problem>) {
        static READ: OnceLock<(Arc<Law>, Vec<Problem>)> = OnceLock::new();
        let read = || {
            let (law, found) = Self::load(OwnLaw::default());
            (Arc::new(law), found)
        };
        READ.get_or_init(read).clone()
    }

    /// The shipped law with the admin's own files over it, and everything wrong in them.
    #[must_use]
    pub fn load(own: OwnLaw) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let weekends = Calendar::weekends();
        let mut calendars = BTreeMap::from([(weekends.id.clone(), weekends)]);
        for sheet in merged("calendars", shipped::CALENDARS, own.calendars) {
            let file = sheet.name.rsplit('/').next().unwrap_or_default().to_owned();
            let (mut calendar, notes) = Calendar::read(sheet);
            problems.extend(notes.finish());
            if calendar.is_none() {
                // Better the shipped calendar of that name than rules that give no date at all.
                let shipped = shipped::CALENDARS.iter().find(|(name, _)| *name == file);
                calendar = shipped
                    .and_then(|(_, text)| Calendar::read(Sheet::new(&format!("{SHIPPED}calendars/{file}"), text)).0);
            }
            calendars.extend(calendar.map(|calendar| (calendar.id.clone(), calendar)));
        }
        let mut packs = BTreeMap::new();
        for sheet in merged("law", shipped::PACKS, own.packs) {
            let file = sheet.name.rsplit('/').next().unwrap_or_default().to_owned();
            let (mut pack, notes) = Pack::read(sheet);
            problems.extend(notes.finish());
            if pack.is_none() {
                // An admin's own pack that cannot be used: better the shipped one of that name than no law at all.
                let shipped = shipped::PACKS.iter().find(|(name, _)| *name == file);
                pack = shipped.and_then(|(name, text)| Pack::read(Sheet::new(&format!("{SHIPPED}law/{name}"), text)).0);
            }
            let Some(pack) = pack else { continue };
            let notes = Notes::new(pack.sheet.clone());
            if format!("{}.toml", pack.id) != file {
                let says = format!("the pack `{}` stands in a file called {file}", pack.id);
                notes.error(
                    pack.reviewed_span.clone(),
                    says,
                    "",
                    format!("call the file {}.toml: a file replaces the shipped one of its name", pack.id),
                );
                problems.extend(notes.finish());
                continue;
            }
            packs.insert(pack.id.clone(), pack);
        }
        rules_stand_once(&mut packs, &mut problems);
        let mut mechanisms: BTreeMap<Country, Vec<Mechanism>> = BTreeMap::new();
        for mechanism in packs.values().flat_map(|pack: &Pack| &pack.mechanisms) {
            mechanisms.entry(mechanism.host).or_default().push(mechanism.clone());
        }
        let law = Self { packs, calendars, mechanisms };
        for pack in law.packs.values() {
            let notes = Notes::new(pack.sheet.clone());
            law.cross_check(pack, &notes);
            problems.extend(notes.finish());
        }
        (law, problems)
    }

    /// A pack by name.
    #[must_use]
    pub fn pack(&self, id: &PackId) -> Option<&Pack> {
        self.packs.get(id)
    }

    /// All packs, by name.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.values()
    }

    /// A calendar by name.
    #[must_use]
    pub fn calendar(&self, id: &CalendarId) -> Option<&Calendar> {
        self.calendars.get(id)
    }

    /// All calendars, by name.
    pub fn calendars(&self) -> impl Iterator<Item = &Calendar> {
        self.calendars.values()
    }

    /// The zone of each host that has a pack of its own.
    #[must_use]
    pub fn zones(&self) -> BTreeMap<Country, TimeZone> {
        let own = |pack: &Pack| match &pack.hosts {
            Hosts::These(list) if list.len() == 1 && pack.body.is_none() => Some((list[0], pack.zone.clone())),
            _ => None,
        };
        self.packs.values().filter_map(own).collect()
    }

    /// The packs that speak of a case: those it names, or the host's, its treaties' and its mechanisms'.
    #[must_use]
    pub fn for_case(&self, case: &Case) -> Vec<&Pack> {
        let against: Vec<Body> = self.mechanisms(case.host).map(|mechanism| mechanism.body).collect();
        let named = |pack: &Pack| match &case.laws {
            // General reasons hold everywhere: no list of laws can leave them out.
            Some(laws) => {
                laws.iter().any(|law| law.value == pack.id) || (pack.hosts == Hosts::All && pack.body.is_none())
            }
            None => applies(pack, case, &against),
        };
        self.packs.values().filter(|pack| named(pack)).collect()
    }

    /// Every mechanism that is, or was, open against a host.
    pub fn mechanisms(&self, host: Country) -> impl Iterator<Item = &Mechanism> {
        self.mechanisms.get(&host).into_iter().flatten()
    }

    /// True when a body could be asked for help against a host on a day.
    #[must_use]
    pub fn open_against(&self, host: Country, body: Body, day: Date) -> bool {
        self.mechanisms(host).any(|mechanism| mechanism.body == body && mechanism.open_on(day))
    }

    /// What a host does with the interim measures of a body, the latest word first.
    #[must_use]
    pub fn conduct(&self, host: Country, body: Body, day: Date) -> Option<&Conduct> {
        let speaks = |conduct: &&Conduct| {
            conduct.host == host
                && conduct.body.is_none_or(|its| its == body)
                && conduct.from.is_none_or(|from| from <= day)
        };
        self.packs.values().flat_map(|pack| &pack.conducts).filter(speaks).max_by_key(|conduct| conduct.from)
    }

    /// A way of counting by `NAME` within a pack, or `PACK.NAME`; with the pack it stands in.
    #[must_use]
    pub fn counting<'a>(&'a self, name: &str, within: Option<&'a Pack>) -> Option<(&'a Pack, &'a Counting)> {
        let (pack, name) = match name.split_once('.') {
            Some((pack, name)) => (self.packs.get(pack)?, name),
            None => (within?, name),
        };
        Some((pack, pack.countings.get(name)?))
    }

    /// Every rule with its pack.
    pub fn rules(&self) -> impl Iterator<Item = (&Pack, &Rule)> {
        self.packs.values().flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)))
    }

    /// The name of each pack and calendar with the text it was read from: what a changed date can be due to.
    pub fn texts(&self) -> impl Iterator<Item = (String, &str)> {
        let packs = self.packs.values().map(|pack| (format!("pack {}", pack.id), &*pack.sheet.text));
        packs
            .chain(self.calendars.values().map(|calendar| (format!("calendar {}", calendar.id), &*calendar.sheet.text)))
    }

    /// The admin's own files by name, as they were read: the last good ones, should an edit break them.
    pub fn own_files(&self) -> impl Iterator<Item = &Sheet> {
        let packs = self.packs.values().map(|pack| &pack.sheet);
        let all = packs.chain(self.calendars.values().map(|calendar| &calendar.sheet));
        all.filter(|sheet| !sheet.name.starts_with(SHIPPED) && !sheet.text.is_empty())
    }

    fn has_rule(&self, id: &RuleId) -> bool {
        self.rules().any(|(_, rule)| rule.id == *id)
    }

    fn cross_check(&self, pack: &Pack, notes: &Notes) {
        for counting in pack.countings.values() {
            if let Some(calendar) = &counting.calendar
                && !self.calendars.contains_key(calendar)
            {
                let help = nearest(calendar.as_str(), self.calendars.keys().map(CalendarId::as_str))
                    .map(|near| format!("did you mean `{near}`?"))
                    .unwrap_or_default();
                notes.error(
                    pack.reviewed_span.clone(),
                    format!("a counting of this pack uses the calendar `{calendar}`, which does not exist"),
                    "",
                    help,
                );
            }
        }
        for rule in &pack.rules {
            let Some(name) = &rule.counting else { continue };
            if self.counting(&name.value, Some(pack)).is_none() {
                let help = format!(
                    "countings of this pack: {}",
                    pack.countings.keys().cloned().collect::<Vec<_>>().join(", ")
                );
                notes.error(name.span.clone(), format!("there is no counting `{}`", name.value), "", help);
            }
        }
        if let Some(reception) = &pack.reception {
            let office = self.counting(&reception.counting.value, Some(pack)).is_some_and(|(_, hours)| {
                hours.calendar.is_some() && matches!((&hours.zone, hours.ends), (Zone::Place(_), Ends::At(_)))
            });
            if !office || pack.body.is_none() {
                notes.error(
                    reception.counting.span.clone(),
                    "office hours need a `body` in [pack] and a counting with a calendar, a closing hour and a zone of its own",
                    "",
                    "name such a [counting.NAME] of this pack",
                );
            }
        }
        for ground in &pack.grounds {
            let (Condition::Nears { which, .. } | Condition::Lapsed { which }) = &ground.from else { continue };
            if let Which::Rule(rule) = which
                && !self.has_rule(rule)
            {
                let says = format!("the reason `{}` speaks of the rule `{rule}`, which does not exist", ground.id);
                notes.add(Weight::Error, pack.reviewed_span.clone(), says, "", "correct the id");
            }
        }
    }
}

/// True for a pack of the host, of a treaty, or of a body that has a mechanism against the host.
fn applies(pack: &Pack, case: &Case, against: &[Body]) -> bool {
    if let Some(body) = pack.body {
        return against.contains(&body);
    }
    let asked = |requesters: &Vec<Country>| {
        case.requested_by.is_some_and(|state| state != case.host && requesters.contains(&state))
    };
    pack.hosts.has(case.host) && pack.requesters.as_ref().is_none_or(asked)
}

/// Shipped files with the admin's own over them, by file name.
fn merged(folder: &str, shipped: &[(&str, &str)], own: Vec<Sheet>) -> Vec<Sheet> {
    let stem = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let mut sheets: BTreeMap<String, Sheet> = shipped
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Sheet::new(&format!("{SHIPPED}{folder}/{name}"), text)))
        .collect();
    sheets.extend(own.into_iter().map(|sheet| (stem(&sheet.name), sheet)));
    sheets.into_values().collect()
}
/// What people were told is kept by the rule's id: one that stands in two packs is two terms of one name, which would correct
/// each other for ever. The one that is not shipped is left out.
fn rules_stand_once(packs: &mut BTreeMap<PackId, Pack>, problems: &mut Vec<Problem>) {
    let ours = |pack: &Pack| !pack.sheet.name.starts_with(SHIPPED);
    let mut order: Vec<PackId> = packs.keys().cloned().collect();
    order.sort_by_key(|id| packs.get(id).is_some_and(ours));
    let mut first: BTreeMap<RuleId, PackId> = BTreeMap::new();
    for id in order {
        let Some(pack) = packs.get_mut(&id) else { continue };
        let notes = Notes::new(pack.sheet.clone());
        pack.rules.retain(|rule| {
            let before = first.entry(rule.id.clone()).or_insert_with(|| id.clone());
            if *before != id {
                let says = format!("the rule `{}` stands in the pack `{before}` too", rule.id);
                let help =
                    format!("give it an id of its own, or call the file {before}.toml to take that pack's place");
                notes.error(rule.span.clone(), says, "used before", help);
            }
            *before == id
        });
        problems.extend(notes.finish());
    }
}
