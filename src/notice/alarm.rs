//! Notices about the level: when it rises, when a new reason appears, when it stays, when it falls.
//!
//! A level that stays is told at a sinking rate, so that nobody learns to ignore it.

use jiff::{SignedDuration, Timestamp};

use super::answered::{Act, Matter};
use super::listed::Said;
use super::plan::{Content, Kind, Mark, Notice, Plan, Told, View, appointed};
use super::recipients::{self, Circle};
use crate::docket::{Deadline, Status};
use crate::ids::PersonId;
use crate::law::grounds::Level;
use crate::law::rule::{Severity, Whose};
use crate::risk::Reason;

/// Hours after which an imminent level that nobody confirmed is told again; then daily, and later weekly.
const IMMINENT_AGAIN: &[i64] = &[1, 2, 4, 8, 16];
/// Days after which a high level that stays is told again; then every 28.
const HIGH_AGAIN: &[i64] = &[7, 28];
/// For so many days an imminent level is told daily, confirmed or not; then weekly.
const DAILY: i64 = 14;
const DAY: i64 = 24;

pub(crate) fn severity(level: Level) -> Severity {
    match level {
        Level::Imminent => Severity::Critical,
        Level::High => Severity::High,
        _ => Severity::Normal,
    }
}

const HOLDS: &str = "holds";

fn holds(reason: &Reason) -> Mark {
    let facts = if reason.facts > 1 { format!("-{}", reason.facts) } else { String::new() };
    let listed = reason.listed.map(|at| format!("@{}", at.as_second())).unwrap_or_default();
    let step = format!("{HOLDS}{facts}{listed}");
    Mark { subject: format!("risk/{}", reason.id), revision: reason.latest.as_second(), step }
}

/// The mark by which people were told of a reason: with as many facts of its kind, or with more, some of which were taken
/// back; and with no later a hearing.
pub(super) fn told_of<'t>(told: &'t Told, reason: &Reason) -> Option<&'t Mark> {
    let first = Mark { step: String::new(), ..holds(reason) };
    let says_it = |mark: &Mark| {
        let said = mark.step.strip_prefix(HOLDS)?;
        let (facts, listed) = said.split_once('@').unwrap_or((said, ""));
        let facts = if facts.is_empty() { 1 } else { facts.strip_prefix('-')?.parse::<usize>().ok()? };
        // What was told before hearings stood in marks said nothing of a day.
        let sooner = |at: Timestamp| listed.parse::<i64>().is_ok_and(|told| told > at.as_second());
        Some(facts >= reason.facts && !reason.listed.is_some_and(sooner))
    };
    let same = |mark: &&Mark| mark.subject == first.subject && mark.revision == first.revision;
    let mut of = told.marks.range(&first..).map(|(mark, _)| mark).take_while(same);
    of.find(|mark| says_it(mark).unwrap_or(false))
}

/// True for a mark by which people were told that a reason holds.
pub(crate) fn is_told(mark: &Mark) -> bool {
    mark.step.starts_with(HOLDS)
}

pub(super) fn alarms(view: &View<'_>, plan: &mut Plan) {
    let assessment = view.assessment;
    // Below `elevated` the morning's list is enough.
    let telling = |reason: &&Reason| reason.level >= Level::Elevated && !reason.quiet;
    let new: Vec<Reason> = assessment
        .reasons
        .iter()
        .filter(telling)
        .filter(|reason| told_of(view.told, reason).is_none())
        .cloned()
        .collect();
    let fell = view.told.level.filter(|told| *told > assessment.level && *told >= Level::Elevated);
    if !new.is_empty() {
        let highest = new.iter().map(|reason| reason.level).max().unwrap_or(Level::None);
        let due = new.iter().map(|reason| reason.since).max().unwrap_or(view.now);
        let mut marks: Vec<Mark> = new.iter().map(holds).collect();
        marks.extend(again_settled(view));
        again_due(view, plan);
        push(view, plan, severity(highest), marks, due, fell.filter(|_| highest < assessment.level), new);
    } else if let Some(told) = fell {
        let mark = Mark { subject: "risk/level".to_owned(), revision: view.now.as_second(), step: "fell".to_owned() };
        // What is at the top now may have held for long: that it still does is said by this.
        let marks = again_settled(view).chain([mark]).collect();
        push(view, plan, Severity::Normal, marks, view.now, Some(told), Vec::new());
        again_due(view, plan);
    } else if risen(view) {
        // Called off, and then it turned out not to be: what was said of a lower level no longer holds.
        let mark = Mark { subject: "risk/level".to_owned(), revision: view.now.as_second(), step: "rose".to_owned() };
        let marks = again_settled(view).chain([mark]).collect();
        push(view, plan, severity(assessment.level), marks, view.now, None, Vec::new());
        again_due(view, plan);
    } else {
        let due = again_due(view, plan);
        let said = Said::now(view);
        if !due.iter().all(|mark| view.told.marks.contains_key(mark)) {
            push(view, plan, severity(assessment.level), again_settled(view).collect(), view.now, None, Vec::new());
        } else if !said.moved.is_empty() {
            let severity = if said.sooner(view.case) { Severity::High } else { Severity::Normal };
            push(view, plan, severity, Vec::new(), view.now, None, Vec::new());
            // Nobody else has heard of the day.
            plan.notices.last_mut().into_iter().for_each(|notice| notice.to.clone_from(&said.to));
        }
    }
}

/// True when people were last told of a lower level than the one that loud reasons hold up.
fn risen(view: &View<'_>) -> bool {
    let loud = view.assessment.reasons.iter().filter(|reason| !reason.quiet).map(|reason| reason.level).max();
    loud.is_some_and(|loud| loud >= Level::Elevated && view.told.level.is_some_and(|told| told < loud))
}

/// The repeats of a level that stays whose day has come, for the reason that has held longest.
fn again_due(view: &View<'_>, plan: &mut Plan) -> Vec<Mark> {
    let oldest = at_the_top(view).min_by_key(|reason| (reason.since, reason.id.clone()));
    let Some(reason) = oldest else { return Vec::new() };
    let (passed, next) = repeats(reason, view);
    if let Some(next) = next {
        plan.again(next, view.now);
    }
    passed
}

/// Every repeat whose day has come, for all reasons at the top: what is told now settles them, so that the end of
/// one reason does not bring back the repeats of another.
fn again_settled<'v>(view: &'v View<'_>) -> impl Iterator<Item = Mark> + 'v {
    at_the_top(view).flat_map(|reason| repeats(reason, view).0)
}

fn at_the_top<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Reason> {
    view.assessment.reasons.iter().filter(|reason| reason.level == view.assessment.level && !reason.quiet)
}

/// The repeats of a reason that have come, and the moment of the next.
fn repeats(reason: &Reason, view: &View<'_>) -> (Vec<Mark>, Option<Timestamp>) {
    let matter = Matter::of_level(view.assessment);
    let answer = matter.as_ref().and_then(|matter| view.told.holding(matter, view.now));
    let taken = answer.filter(|answer| answer.act == Act::Taken && reason.level == Level::Imminent);
    let weekly = (1..).map(|week| (DAILY + 7 * week) * DAY);
    let daily = (1..=DAILY).map(|day| day * DAY).chain(weekly);
    if let Some(answer) = taken {
        return come(("risk/taken", answer.at), daily, view);
    }
    let subject = format!("risk/again/{}", reason.id);
    match reason.level {
        Level::Imminent => come((&subject, reason.since), IMMINENT_AGAIN.iter().copied().chain(daily), view),
        Level::High => {
            let later = (2..).map(|month| 28 * month);
            let days = HIGH_AGAIN.iter().copied().chain(later);
            come((&subject, reason.since), days.map(|day| day * DAY), view)
        }
        _ => (Vec::new(), None),
    }
}

/// Of moments that many hours after another those that have come, and the next one.
fn come(
    (subject, since): (&str, Timestamp),
    hours: impl Iterator<Item = i64>,
    view: &View<'_>,
) -> (Vec<Mark>, Option<Timestamp>) {
    let mut marks = Vec::new();
    for hour in hours {
        let at = since.checked_add(SignedDuration::from_hours(hour)).unwrap_or(Timestamp::MAX);
        if at > view.now {
            return (marks, Some(at));
        }
        let step = if hour % DAY == 0 { format!("{}d", hour / DAY) } else { format!("{hour}h") };
        marks.push(Mark { subject: subject.to_owned(), revision: since.as_second(), step });
    }
    (marks, None)
}

/// What messages about the level are called.
pub(crate) const KINDS: [Kind; 3] = [Kind::Risk, Kind::Signal, Kind::CheckIn];

/// What a message about the level is called: by what set it off.
fn kind_of(new: &[Reason]) -> Kind {
    let rests_on = |words: &[&str]| new.iter().any(|reason| words.contains(&&*reason.event));
    if rests_on(&["signal", "contact-lost", "disappeared", "abducted"]) {
        Kind::Signal
    } else if rests_on(&["contact"]) {
        Kind::CheckIn
    } else {
        Kind::Risk
    }
}

fn push(
    view: &View<'_>,
    plan: &mut Plan,
    severity: Severity,
    marks: Vec<Mark>,
    due: Timestamp,
    fell_from: Option<Level>,
    new: Vec<Reason>,
) {
    let said = Said::now(view);
    let signal = kind_of(&new) == Kind::Signal;
    let circle = if severity == Severity::Critical || signal { Circle::Everyone } else { Circle::Working };
    let running = |deadline: &&Deadline| {
        let own = matches!(deadline.whose, Whose::Defence | Whose::Person) && deadline.severity > Severity::Normal;
        let open = deadline.open() && deadline.severity == Severity::Critical;
        open || ((own || appointed(deadline)) && deadline.status == Status::Pending)
    };
    let mut to = recipients::ids(recipients::team(view, circle, severity));
    if !said.moved.is_empty() {
        let others: Vec<PersonId> = said.to.into_iter().filter(|id| !to.contains(id)).collect();
        to.extend(others);
    }
    plan.notices.push(Notice {
        case: view.case.id.clone(),
        kind: kind_of(&new),
        severity,
        marks: marks.into_iter().chain(said.marks).collect(),
        to,
        due: due.min(view.now),
        lead: None,
        moot: None,
        content: Content::Risk {
            level: view.assessment.level,
            fell_from,
            new,
            all: view.assessment.reasons.clone(),
            running: view.docket.deadlines.iter().filter(running).cloned().collect(),
            matter: Matter::of_level(view.assessment).filter(|_| fell_from.is_none()),
            moved: said.moved,
        },
    });
}
