//! Notices about the level: when it rises, when a new reason appears, when it stays, when it falls.
//!
//! A level that stays is told at a sinking rate, so that nobody learns to ignore it.

use jiff::SignedDuration;

use super::plan::{Content, Kind, Mark, Notice, Plan, View};
use super::recipients::{self, Circle};
use crate::docket::{Deadline, Status};
use crate::law::grounds::Level;
use crate::law::rule::{Severity, Whose};
use crate::risk::Reason;

/// Days after which an imminent level that stays is told again; then every 28.
const IMMINENT_AGAIN: &[i64] = &[1, 2, 3, 7, 14, 28];
/// The same for a high one.
const HIGH_AGAIN: &[i64] = &[7, 28];

fn severity(level: Level) -> Severity {
    match level {
        Level::Imminent => Severity::Critical,
        Level::High => Severity::High,
        _ => Severity::Normal,
    }
}

fn holds(reason: &Reason) -> Mark {
    Mark { subject: format!("risk/{}", reason.id), revision: reason.since.as_second(), step: "holds".to_owned() }
}

pub(super) fn alarms(view: &View<'_>, plan: &mut Plan) {
    let assessment = view.assessment;
    // Below `elevated` the morning's list is enough.
    let telling = |reason: &&Reason| reason.level >= Level::Elevated;
    let new: Vec<Reason> = assessment
        .reasons
        .iter()
        .filter(telling)
        .filter(|reason| !view.told.marks.contains_key(&holds(reason)))
        .cloned()
        .collect();
    let fell = view.told.level.filter(|told| *told > assessment.level && *told >= Level::Elevated);
    if !new.is_empty() {
        let highest = new.iter().map(|reason| reason.level).max().unwrap_or(Level::None);
        let due = new.iter().map(|reason| reason.since).max().unwrap_or(view.now);
        let mut marks: Vec<Mark> = new.iter().map(holds).collect();
        marks.extend(again_marks(view, plan));
        push(view, plan, severity(highest), marks, due, fell.filter(|_| highest < assessment.level), new);
    } else if let Some(told) = fell {
        let mark = Mark { subject: "risk/level".to_owned(), revision: view.now.as_second(), step: "fell".to_owned() };
        push(view, plan, Severity::Normal, vec![mark], view.now, Some(told), Vec::new());
    } else {
        let due = again_marks(view, plan);
        if !due.is_empty() && !due.iter().all(|mark| view.told.marks.contains_key(mark)) {
            push(view, plan, severity(assessment.level), due, view.now, None, Vec::new());
        }
    }
}

/// The repeats of a level that stays whose day has come.
fn again_marks(view: &View<'_>, plan: &mut Plan) -> Vec<Mark> {
    let days = match view.assessment.level {
        Level::Imminent => IMMINENT_AGAIN,
        Level::High => HIGH_AGAIN,
        _ => return Vec::new(),
    };
    let Some(since) = view.assessment.since else { return Vec::new() };
    let mut marks = Vec::new();
    let later = (2..).map(|month| 28 * month);
    for day in days.iter().copied().chain(later) {
        let at = since.checked_add(SignedDuration::from_hours(24 * day)).unwrap_or(view.now);
        if at > view.now {
            plan.again(at, view.now);
            break;
        }
        marks.push(Mark { subject: "risk/again".to_owned(), revision: since.as_second(), step: format!("{day}d") });
    }
    marks
}

fn push(
    view: &View<'_>,
    plan: &mut Plan,
    severity: Severity,
    marks: Vec<Mark>,
    due: jiff::Timestamp,
    fell_from: Option<Level>,
    new: Vec<Reason>,
) {
    let circle = if severity == Severity::Critical { Circle::Everyone } else { Circle::Working };
    let running = |deadline: &&Deadline| {
        deadline.status == Status::Pending
            && matches!(deadline.whose, Whose::Defence | Whose::Person)
            && deadline.severity > Severity::Normal
    };
    plan.notices.push(Notice {
        case: view.case.id.clone(),
        kind: Kind::Risk,
        severity,
        marks,
        to: recipients::ids(recipients::team(view, circle, severity)),
        due: due.min(view.now),
        lead: None,
        moot: None,
        content: Content::Risk {
            level: view.assessment.level,
            fell_from,
            new,
            all: view.assessment.reasons.clone(),
            running: view.docket.deadlines.iter().filter(running).cloned().collect(),
        },
    });
}
