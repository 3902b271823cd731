//! The morning digest: a row of the watch table for each person, woken at their hour.
//!
//! A list over thousands of cases is judged in batches, each in a transaction of its own, and owed in the last of them:
//! until then the row stays due. Whatever ends before that, with it or without, begins anew, and owes it once.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Transaction;

use crate::config::{Basis, Ground, Place};
use crate::docket::{Deadline, NoDate, docket};
use crate::ids::{CaseId, PersonId};
use crate::law::rule::Severity;
use crate::notice::daily::{Glance, add_waiting, digest, soon};
use crate::notice::message::Block;
use crate::notice::plan::Mark;
use crate::notice::undated::add_undated;
use crate::notice::words::text;
use crate::outbox::{MORNING, owe_plain, standing_in, zone_of};
use crate::people::{Person, Role};
use crate::risk::{Assessment, assess};
use crate::store::{self, StoreError};
use crate::watchlist::Case;

/// Marks the rows of the watch table that are people's mornings. No case id can start with it.
pub(super) const PREFIX: &str = "@";

/// True for a row of the watch table that is somebody's morning.
pub(super) fn is_morning(row: &str) -> bool {
    row.starts_with(PREFIX)
}

/// The row of a person's mornings.
pub(super) fn row(person: &Person) -> String {
    format!("{PREFIX}{}", person.id)
}

/// Sets the next morning of everyone who has cases, if it is not set.
pub(super) fn wake_people(tx: &Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    let known = store::known_cases(tx)?;
    for person in ground.setup.people.all() {
        let row = row(person);
        let next = next_morning(ground, person, now);
        if known.contains(&row) {
            // The hour may have changed, or mornings may have been switched on again.
            store::wake_by(tx, &row, next)?;
        } else {
            store::wake(tx, &row, next, None)?;
        }
    }
    Ok(())
}

/// The next time it is the digest's hour where the person lives: computed day by day, so that a clock change moves nothing.
pub(super) fn next_morning(ground: &Ground, person: &Person, now: Timestamp) -> Option<Timestamp> {
    let at = ground.setup.settings.digest?.at;
    let zone = zone_of(person);
    let mut day = zone.to_datetime(now).date();
    for _ in 0..3 {
        let rings = zone.to_ambiguous_zoned(day.to_datetime(at)).compatible().ok()?.timestamp();
        if rings > now {
            return Some(rings);
        }
        day = day.tomorrow().ok()?;
    }
    None
}

/// Cases of a list that are judged in one transaction: whoever wants the store waits for no more.
const BATCH: usize = 64;

/// Somebody's list while it is written.
#[derive(Debug)]
pub(super) struct List {
    person: PersonId,
    /// As of when it is written.
    now: Timestamp,
    /// On another basis everything may be otherwise, and it begins anew.
    basis: Option<Basis>,
    /// Up to which code cases were judged.
    judged: Option<CaseId>,
    of: BTreeMap<CaseId, Entry>,
}

/// What a list says of a case.
#[derive(Debug)]
struct Entry {
    /// The very name of its file: with another reading it is another.
    file: Arc<str>,
    read: bool,
    says: Option<Box<Says>>,
}

#[derive(Debug)]
struct Says {
    glance: Option<(Arc<Case>, Vec<Deadline>, Assessment)>,
    waits: Vec<Option<Deadline>>,
    undated: Vec<NoDate>,
}

impl List {
    /// The list of a row, not begun yet; `None`: nobody bears that name.
    pub(super) fn of(row: &str, now: Timestamp) -> Option<Self> {
        let person = PersonId::parse(row.strip_prefix(PREFIX)?).ok()?;
        Some(Self { person, now, basis: None, judged: None, of: BTreeMap::new() })
    }

    /// The row that it is written for.
    pub(super) fn row(&self) -> String {
        format!("{PREFIX}{}", self.person)
    }

    /// Judges a batch of the cases, and owes the list with the last of them: then it is known how many letters are new.
    pub(super) fn go_on(
        &mut self,
        tx: &Transaction<'_>,
        ground: &Ground,
        now: Timestamp,
    ) -> Result<Option<usize>, StoreError> {
        let Some(person) = ground.setup.people.person(&self.person) else {
            store::forget_case(tx, &self.row())?;
            return Ok(Some(0));
        };
        let basis = Some(ground.setup.basis.clone());
        if self.basis != basis {
            (self.basis, self.judged) = (basis, None);
            self.of.clear();
        }
        let places = ground.setup.cases.places();
        let mut left = BATCH;
        let from = self.judged.as_ref().map_or(0, |judged| places.partition_point(|place| place.id <= *judged));
        for place in places.iter().skip(from).filter(|place| ground.setup.works_on(person, place)) {
            if left == 0 {
                return Ok(None);
            }
            left -= 1;
            self.judge(tx, ground, place)?;
        }
        // Files may have been read again since the first of them was judged.
        self.of.retain(|id, _| ground.setup.cases.place(id.as_str()).is_some());
        for place in places.iter().filter(|place| ground.setup.works_on(person, place)) {
            if self.of.get(&place.id).is_some_and(|entry| Arc::ptr_eq(&entry.file, &place.file)) {
                continue;
            }
            if left == 0 {
                return Ok(None);
            }
            left -= 1;
            self.judge(tx, ground, place)?;
        }
        self.owe(tx, ground, person, now).map(Some)
    }

    fn judge(&mut self, tx: &Transaction<'_>, ground: &Ground, place: &Place) -> Result<(), StoreError> {
        let now = self.now;
        let mut entry = Entry { file: Arc::clone(&place.file), read: false, says: None };
        if let Some(case) = ground.setup.cases.whole(place) {
            let mut docket = docket(&case, &ground.setup.law, now);
            let assessment = assess(&case, &ground.setup.law, &docket, now);
            let open = standing_in(tx, ground, &case, (&docket, &assessment), now)?;
            // What is for information needs nobody's answer.
            let open = open.into_iter().filter(|one| one.held.is_none() && one.open.severity > Severity::Normal);
            let waits: Vec<_> = open.map(|one| one.deadline).collect();
            let mut undated = std::mem::take(&mut docket.refused);
            undated.retain(|term| !term.done && !assessment.ended);
            docket.deadlines.retain(|deadline| soon(deadline, now));
            // Of thousands of cases no more is held than the list speaks of.
            let quiet = Glance { case: &case, deadlines: &docket.deadlines, assessment: &assessment }.is_quiet(now);
            docket.deadlines.shrink_to_fit();
            let glance = (!quiet).then_some((case, docket.deadlines, assessment));
            let silent = quiet && waits.is_empty() && undated.is_empty();
            entry.read = true;
            entry.says = (!silent).then(|| Box::new(Says { glance, waits, undated }));
        }
        self.of.insert(place.id.clone(), entry);
        self.judged = self.judged.take().max(Some(place.id.clone()));
        Ok(())
    }

    fn owe(&self, tx: &Transaction<'_>, ground: &Ground, person: &Person, now: Timestamp) -> Result<usize, StoreError> {
        store::wake(tx, &self.row(), next_morning(ground, person, now), None)?;
        if !self.of.values().any(|entry| entry.read) {
            return Ok(0);
        }
        let says = || self.of.iter().filter_map(|(id, entry)| Some((id, entry.says.as_deref()?)));
        let glances = says().filter_map(|(_, says)| says.glance.as_ref());
        let glances: Vec<Glance<'_>> =
            glances.map(|(case, deadlines, assessment)| Glance { case, deadlines, assessment }).collect();
        let mut message = digest(person, &glances, &ground.words, self.now);
        let waits: Vec<_> =
            says().flat_map(|(id, says)| says.waits.iter().map(|one| (id.clone(), one.clone()))).collect();
        let undated: Vec<_> =
            says().flat_map(|(id, says)| says.undated.iter().map(|one| (id.clone(), one.clone()))).collect();
        add_waiting(&mut message, &waits, ground.words.speak(person.language));
        add_undated(&mut message, &undated, ground.words.speak(person.language));
        if person.role == Role::Admin
            && let Some(head) = store::head(tx)?
        {
            // In mailboxes elsewhere it outlives whoever rewrites the store here.
            let head = format!("{}:{}", head.seq, &store::hex(&head.hash)[..32]);
            let line = ground.words.speak(person.language).say("line-digest-ledger", &[text("head", &head)]);
            message.blocks.push(Block::Small(line));
        }
        let day = zone_of(person).to_datetime(self.now).date();
        let mark = Mark { subject: MORNING.to_owned(), revision: 0, step: day.to_string() };
        owe_plain(tx, person, ("digest", "digest"), Severity::Normal, &mark, &message, now)
    }
}
