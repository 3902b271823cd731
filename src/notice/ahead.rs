//! Reminders that people would get if nothing changed, and what a change of the files takes away from them.
//!
//! In: a case as it was and as it would be. Out: what would be lost. A deadline that an event on record met or ended is no
//! loss, nor is one that comes sooner. It decides nothing.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::ladder::Ladders;
use super::plan::View;
use super::recipients;
use crate::docket::{Deadline, Docket, Status};
use crate::ids::PersonId;
use crate::watchlist::Status as CaseStatus;

/// What is lost of one deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It is no longer counted, and no event says why.
    Gone,
    /// It ends later.
    Later(Timestamp),
    /// These reminders before its end would no longer come.
    Rungs(Vec<SignedDuration>),
    /// These people would no longer be told.
    People(Vec<PersonId>),
}

/// Everything that a change takes away from the reminders of one case.
#[must_use]
pub fn losses<'a>(before: &View<'a>, after: &View<'_>) -> Vec<(&'a Deadline, Loss)> {
    let runs = |deadline: &&Deadline| deadline.status == Status::Pending && deadline.earliest.end > before.now;
    let live = |deadline: &&Deadline| !before.assessment.ended || deadline.after_removal;
    let mut lost = Vec::new();
    for old in before.docket.deadlines.iter().filter(runs).filter(live) {
        match same(old, before.docket, after.docket) {
            // An event that ends a case says so; that its file calls it closed may be a slip, or meant for another.
            None if after.assessment.ended && after.case.status != CaseStatus::Closed => {}
            None => lost.push((old, Loss::Gone)),
            Some(new) if new.status == Status::Withdrawn && new.ended_by.is_none() => lost.push((old, Loss::Gone)),
            Some(new) if new.status != Status::Pending => {}
            Some(new) if new.earliest.end > old.earliest.end => lost.push((old, Loss::Later(new.earliest.end))),
            Some(new) => lost.extend(less(before, after, old, new).into_iter().map(|loss| (old, loss))),
        }
    }
    lost
}

/// The same deadline after the change: under its name, or another of its rule that was not there before.
fn same<'d>(old: &Deadline, before: &Docket, after: &'d Docket) -> Option<&'d Deadline> {
    let named = |name: &String, docket: &'d Docket| docket.deadlines.iter().find(|one| one.key.is(name));
    named(&old.key.subject(), after).or_else(|| {
        let known = |one: &&Deadline| before.deadlines.iter().any(|other| other.key == one.key);
        after
            .deadlines
            .iter()
            .filter(|one| one.key.rule == old.key.rule && !known(one))
            .min_by_key(|one| one.earliest.end)
    })
}

/// Fewer reminders, or fewer people, of a deadline that still runs.
fn less(before: &View<'_>, after: &View<'_>, old: &Deadline, new: &Deadline) -> Vec<Loss> {
    let ahead = |ladders: &Ladders, deadline: &Deadline| -> Vec<SignedDuration> {
        let ladder = ladders.get(&deadline.remind).unwrap_or_default();
        let to_come =
            |lead: &&SignedDuration| deadline.earliest.end.checked_sub(**lead).is_ok_and(|at| at > before.now);
        ladder.iter().filter(to_come).copied().collect()
    };
    let (had, has) = (ahead(before.ladders, old), ahead(after.ladders, new));
    let rungs: Vec<SignedDuration> = had.into_iter().filter(|lead| !has.contains(lead)).collect();
    let told = |view: &View<'_>, deadline: &Deadline| -> BTreeSet<PersonId> {
        recipients::ids(recipients::of_deadline(view, deadline)).into_iter().collect()
    };
    let people: Vec<PersonId> = told(before, old).difference(&told(after, new)).cloned().collect();
    let rungs = Some(Loss::Rungs(rungs.clone())).filter(|_| !rungs.is_empty());
    rungs.into_iter().chain(Some(Loss::People(people.clone())).filter(|_| !people.is_empty())).collect()
}
