//! What people were told and that no longer holds: it moved, fell away, was done, or runs after all.
//!
//! In: what was told, and the docket now. Out: corrections, to those who were told.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::owed::{Content, Fallen, Kind, Mark, Notice, ToldDate};
use super::plan::{Plan, View, is_step, mark};
use super::recipients;
use crate::docket::{Deadline, Status};
use crate::ids::PersonId;
use crate::law::rule::{Severity, Whose};

/// What was told and then changed is told again, to those who were told. What fell away by one and the same
/// change of facts is one message.
pub(super) fn corrections(view: &View<'_>, plan: &mut Plan) {
    let mut fallen: Vec<(Vec<PersonId>, Fallen)> = Vec::new();
    let mut done: Vec<(Vec<PersonId>, Deadline)> = Vec::new();
    let mut over: Vec<Fallen> = Vec::new();
    for (subject, old) in &view.told.dates {
        let found = view.docket.deadlines.iter().find(|deadline| deadline.key.is(subject));
        let gone = found.is_none_or(|deadline| deadline.status == Status::Withdrawn);
        let met = found.filter(|deadline| deadline.status == Status::Met);
        // The end of a case takes everything away that needs the person: one message for all of it.
        if view.assessment.ended && found.is_none_or(|deadline| !deadline.after_removal) {
            over.push(Fallen { deadline: found.cloned(), subject: subject.clone(), old: old.clone(), title: None });
            continue;
        }
        let mut to = audience(view, subject);
        if to.is_empty() {
            // Whoever was told works on it no more; whoever does now must know what holds.
            to = recipients::ids(recipients::team(view, recipients::Circle::Working, Severity::High));
        }
        let moved = found.filter(|deadline| {
            let other = deadline.earliest.end.as_second() != old.earliest.as_second();
            deadline.status == Status::Pending && other && !told_as_passed(view, deadline)
        });
        if let Some(deadline) = moved.filter(|deadline| !to.is_empty() && !view.told.anyone(&mark(deadline, "changed")))
        {
            let content = Content::Changed { deadline: Box::new(deadline.clone()), old: old.clone() };
            let severity = deadline.severity.max(Severity::High);
            let changed = mark(deadline, &changed(view.now));
            push_correction(view, plan, Kind::Changed, severity, vec![changed], to, content);
        } else if gone && !to.is_empty() {
            let fell = Fallen { deadline: found.cloned(), subject: subject.clone(), old: old.clone(), title: None };
            fallen.push((to, fell));
        } else if let Some(deadline) = met.filter(|_| !to.is_empty()) {
            done.push((to, deadline.clone()));
        }
    }
    super::ended::told(view, over, plan);
    // An entry that silences reminders is the one that a second pair of eyes must see.
    for (to, met) in by_reader(done) {
        let marks = met.iter().map(|deadline| mark(deadline, &format!("{MET}{}", view.now.as_second()))).collect();
        push_correction(view, plan, Kind::Entry, Severity::Normal, marks, to, Content::Met { met });
    }
    for (to, fallen) in by_reader(fallen) {
        // What an event on record ended is expected; what is simply gone may be a mistake.
        let expected =
            fallen.iter().all(|one| one.deadline.as_ref().is_some_and(|deadline| deadline.ended_by.is_some()));
        let severity = if expected { Severity::Normal } else { Severity::High };
        let marks = fallen.iter().map(|one| withdrawn(&one.subject, view.now)).collect();
        push_correction(view, plan, Kind::Withdrawn, severity, marks, to, Content::Withdrawn { fallen });
    }
}

/// True when the earlier reading of a term, moved to the past, is told at this look: that message names what it was before.
fn told_as_passed(view: &View<'_>, deadline: &Deadline) -> bool {
    let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
    let passed = deadline.earliest.end <= view.now && deadline.disputed();
    own && passed && !view.told.anyone(&mark(deadline, "passed-earlier"))
}

/// One message for each reader, whatever others were told besides: those who read the same share a notice.
fn by_reader<T: Clone>(told: Vec<(Vec<PersonId>, T)>) -> impl Iterator<Item = (Vec<PersonId>, Vec<T>)> {
    let mut reads: BTreeMap<PersonId, Vec<usize>> = BTreeMap::new();
    for (place, (to, _)) in told.iter().enumerate() {
        for person in to {
            reads.entry(person.clone()).or_default().push(place);
        }
    }
    let mut readers: BTreeMap<Vec<usize>, Vec<PersonId>> = BTreeMap::new();
    for (person, places) in reads {
        readers.entry(places).or_default().push(person);
    }
    readers.into_iter().map(move |(places, to)| (to, places.iter().map(|place| told[*place].1.clone()).collect()))
}

/// Everyone who was told of a subject and works on the case now.
pub(super) fn audience(view: &View<'_>, subject: &str) -> Vec<PersonId> {
    let told = view.told.audience(subject).into_iter();
    told.filter(|id| view.people.person(id).is_some_and(|person| recipients::works_on(person, view.case, view.people)))
        .collect()
}

/// The step of a date that moved.
pub(super) fn changed(now: Timestamp) -> String {
    format!("changed-{}", now.as_second())
}

pub(super) fn withdrawn(subject: &str, now: Timestamp) -> Mark {
    Mark { subject: subject.to_owned(), revision: now.as_second(), step: WITHDRAWN.to_owned() }
}

const WITHDRAWN: &str = "withdrawn";
const MET: &str = "met-";

/// What people were told had fallen away or was over, and runs after all: a withdrawal was a mistake, the date of a term
/// that had passed was put right, or the clock had been wrong.
pub(super) fn restored(view: &View<'_>, live: &[&Deadline], plan: &mut Plan) {
    let mut again: Vec<(Vec<PersonId>, Deadline)> = Vec::new();
    for deadline in live.iter().filter(|deadline| deadline.status == Status::Pending) {
        let subject = deadline.key.subject();
        let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
        let fell = |(mark, _): (&Mark, _)| {
            let taken = mark.step == WITHDRAWN || mark.step.starts_with(MET);
            // Between the readings it runs for those who may still act; that the earlier has passed is no end of it.
            let over = taken || ["passed", "passed-earlier"].contains(&mark.step.as_str());
            if deadline.earliest.end > view.now { over } else { own && taken }
        };
        if view.told.dates.contains_key(&subject) || !view.told.about(&subject).any(fell) {
            continue;
        }
        let to = audience(view, &subject);
        if !to.is_empty() {
            again.push((to, (*deadline).clone()));
        }
    }
    // A locked phone shows the first: what the defence can act by.
    again.sort_by_key(|(_, one)| (!matches!(one.whose, Whose::Defence | Whose::Person), one.earliest.end));
    for (to, running) in by_reader(again) {
        let step = format!("restored-{}", view.now.as_second());
        let marks = running.iter().map(|deadline| mark(deadline, &step)).collect();
        let content = Content::Entry { lapsed: Vec::new(), running };
        push_correction(view, plan, Kind::Entry, Severity::High, marks, to, content);
    }
}

/// Later readings that people were reminded of and that have moved since: the earlier, by which a date is known, has passed.
pub(super) fn later_moved(view: &View<'_>, later: &[Deadline], plan: &mut Plan) {
    for deadline in later {
        let Some(passed) = deadline.passed else { continue };
        let subject = deadline.key.subject();
        let dated = |mark: &Mark| is_step(&mark.step) || mark.step.starts_with("changed-");
        let since = |(mark, _): (&Mark, _)| Some((*view.told.since.get(mark)?, mark.revision)).filter(|_| dated(mark));
        // What was said before that spoke of the earlier one, and a correction may have since.
        let of_later = |(at, told): &(Timestamp, i64)| *at >= passed.end && *told != passed.end.as_second();
        let last = view.told.about(&subject).filter_map(since).filter(of_later).max();
        let now = deadline.earliest.end.as_second();
        let Some(old) = last.filter(|(_, told)| *told != now) else { continue };
        let Ok(earliest) = Timestamp::from_second(old.1) else { continue };
        let last_moment = earliest.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(earliest);
        let old = ToldDate {
            earliest,
            earliest_day: deadline.zone.to_datetime(last_moment).date(),
            zone: deadline.zone.iana_name().unwrap_or("UTC").to_owned(),
        };
        let to = audience(view, &subject);
        if !to.is_empty() {
            let severity = deadline.severity.max(Severity::High);
            let moved = mark(deadline, &changed(view.now));
            let content = Content::Changed { deadline: Box::new(deadline.clone()), old };
            push_correction(view, plan, Kind::Changed, severity, vec![moved], to, content);
        }
    }
}

fn push_correction(
    view: &View<'_>,
    plan: &mut Plan,
    kind: Kind,
    severity: Severity,
    marks: Vec<Mark>,
    to: Vec<PersonId>,
    content: Content,
) {
    let case = view.case.id.clone();
    plan.notices.push(Notice { case, kind, severity, marks, to, due: view.now, lead: None, moot: None, content });
}
