//! The morning digest: a row of the watch table for each person, woken at their hour.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Transaction;

use crate::config::Ground;
use crate::docket::{Deadline, docket};
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::notice::daily::{Glance, add_waiting, digest, soon};
use crate::notice::message::Block;
use crate::notice::plan::Mark;
use crate::notice::undated::add_undated;
use crate::notice::words::text;
use crate::outbox::{owe_plain, standing_in, zone_of};
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

pub(super) fn owe(tx: &Transaction<'_>, ground: &Ground, person: &str, now: Timestamp) -> Result<usize, StoreError> {
    let row = format!("{PREFIX}{person}");
    let found = PersonId::parse(person).ok().and_then(|id| ground.setup.people.person(&id));
    let Some(person) = found else {
        store::forget_case(tx, &row)?;
        return Ok(0);
    };
    store::wake(tx, &row, next_morning(ground, person, now), None)?;
    // Of thousands of cases no more is held than the list speaks of.
    let mut judged: Vec<(Arc<Case>, Vec<Deadline>, Assessment)> = Vec::new();
    let (mut waits, mut undated, mut none) = (Vec::new(), Vec::new(), true);
    for case in ground.setup.cases_of(person) {
        none = false;
        let mut docket = docket(&case, &ground.setup.law, now);
        let assessment = assess(&case, &ground.setup.law, &docket, now);
        let open = standing_in(tx, ground, &case, (&docket, &assessment), now)?;
        // What is for information needs nobody's answer.
        let open = open.into_iter().filter(|one| one.held.is_none() && one.open.severity > Severity::Normal);
        waits.extend(open.map(|one| (case.id.clone(), one.deadline)));
        if !assessment.ended {
            let run = docket.refused.drain(..).filter(|term| !term.done);
            undated.extend(run.map(|term| (case.id.clone(), term)));
        }
        docket.deadlines.retain(|deadline| soon(deadline, now));
        let glance = Glance { case: &case, deadlines: &docket.deadlines, assessment: &assessment };
        if !glance.is_quiet(now) {
            docket.deadlines.shrink_to_fit();
            judged.push((case, docket.deadlines, assessment));
        }
    }
    if none {
        return Ok(0);
    }
    let glances: Vec<Glance<'_>> =
        judged.iter().map(|(case, deadlines, assessment)| Glance { case, deadlines, assessment }).collect();
    let mut message = digest(person, &glances, &ground.words, now);
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
    let day = zone_of(person).to_datetime(now).date();
    let mark = Mark { subject: "digest".to_owned(), revision: 0, step: day.to_string() };
    owe_plain(tx, person, ("digest", "digest"), Severity::Normal, &mark, &message, now)
}
