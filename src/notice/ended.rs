//! The end of a case, told once: whoever was told of its terms or its level hears that nobody is reminded any more.
//!
//! In: what people were told and a case that has ended. Out: one notice, or none. Whether it has ended is not decided here.

use super::corrected::{audience, withdrawn};
use super::owed::{Content, ENDED, Fallen, Kind, Mark, Notice};
use super::plan::{Plan, View};
use super::recipients::{self, Circle};
use crate::law::grounds::Level;
use crate::law::rule::Severity;
use crate::watchlist::Status;

/// `fallen`: what people were told of and that is counted no more.
pub(super) fn told(view: &View<'_>, fallen: Vec<Fallen>, plan: &mut Plan) {
    let raised = view.told.level.is_some_and(|level| level >= Level::Elevated);
    if !view.assessment.ended || (fallen.is_empty() && !raised) {
        return;
    }
    let case = view.case;
    let known = || case.events.iter().rev().filter(|event| event.exists_at(view.now));
    let by = known().map(|event| event.kind).find(|kind| kind.ends_case() && case.status != Status::Closed);
    let mut to = recipients::ids(recipients::team(view, Circle::Working, Severity::High));
    for person in fallen.iter().flat_map(|one| audience(view, &one.subject)) {
        if !to.contains(&person) {
            to.push(person);
        }
    }
    let over = Mark { subject: ENDED.to_owned(), revision: view.now.as_second(), step: "ended".to_owned() };
    plan.notices.push(Notice {
        case: case.id.clone(),
        kind: Kind::Withdrawn,
        severity: Severity::High,
        marks: fallen.iter().map(|one| withdrawn(&one.subject, view.now)).chain([over]).collect(),
        to,
        due: view.now,
        lead: None,
        moot: None,
        content: Content::Ended { by, fallen },
    });
}
