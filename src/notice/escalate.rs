//! Who is asked next when nobody answers.
//!
//! In: what was told and when, the answers, the moment. Out: notices to the next people: the second lawyer, the
//! coordinators, everyone; at last everyone with the admins. The pace is set by the time that is left. An answer ends
//! the asking for half of that time; then whoever gave it is asked again, and after that the next people. What was
//! missed while the machine slept is one message, not five.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::answered::{Act, Answered, Held, Matter};
use super::ladder::Pace;
use super::plan::{Alarmed, Content, Kind, Mark, Notice, Plan, View, Waiting};
use super::recipients::{self, Circle};
use crate::docket::{Deadline, Status};
use crate::ids::PersonId;
use crate::law::grounds::Level;
use crate::law::rule::{Duty, Severity, Whose};
use crate::people::{Person, Reach, Role};

/// Pauses after which it is cried out that nobody has confirmed a level whose end nobody knows.
const LAST_CALL: i32 = 4;

/// The time from which people have been asked, and the answer that ran out then.
struct Round<'a> {
    since: Timestamp,
    answer: Option<&'a Answered>,
    held: Option<Held>,
    /// Added to the name of each step, so that a second round is no repeat of the first.
    name: String,
}

impl Round<'_> {
    fn mark(&self, matter: &Matter, step: &str) -> Mark {
        let step = format!("{step}{}", self.name);
        Mark { subject: matter.subject.clone(), revision: matter.revision, step }
    }
}

/// One step of a round.
struct Rung<'a> {
    at: Timestamp,
    people: Vec<&'a Person>,
}

/// True for a deadline that somebody here has to see to, and that nothing on record has met or taken away.
pub(super) fn asks(deadline: &Deadline) -> bool {
    let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
    let runs = deadline.status == Status::Pending && deadline.duty != Duty::Opens;
    own && runs && deadline.severity > Severity::Normal
}

/// What is due to the same people at the same look.
struct Together {
    waiting: Vec<Waiting>,
    marks: Vec<Mark>,
    due: Timestamp,
}

/// Asks the next people about every deadline and level that nobody confirmed.
pub(super) fn escalations(view: &View<'_>, live: &[&Deadline], plan: &mut Plan) {
    // One message, however many deadlines wait.
    let mut together: BTreeMap<(Severity, Vec<PersonId>), Together> = BTreeMap::new();
    for deadline in live.iter().filter(|deadline| asks(deadline) && deadline.earliest.end > view.now) {
        let matter = Matter::of(deadline);
        let Some(pace) = view.ladders.escalation.of(deadline.severity) else { continue };
        let Some(round) = round(view, &matter, first_asked(view, deadline), plan) else { continue };
        asked_again(view, deadline, &matter, &round, plan);
        let last_call = pace.last_call(round.since, deadline.earliest.end);
        let people = circles(view, deadline.severity);
        if let Some(due) = steps(view, &matter, (deadline.severity, pace), &round, last_call, people, plan) {
            let waiting =
                Waiting { deadline: (*deadline).clone(), since: round.since, held: round.held, last: due.last };
            let severity = if due.last { Severity::Critical } else { deadline.severity };
            let empty = || Together { waiting: Vec::new(), marks: Vec::new(), due: due.at };
            let one = together.entry((severity, due.to)).or_insert_with(empty);
            one.waiting.push(waiting);
            one.marks.extend(due.marks);
            one.due = one.due.min(due.at);
        }
    }
    for ((severity, to), Together { waiting, marks, due }) in together {
        let moot = waiting.iter().map(|one| one.deadline.latest.end).max();
        push(view, plan, severity, marks, to, due, moot, Content::Unanswered { waiting, risk: None });
    }
    level(view, plan);
}

/// An answer that ran out: half of the time that was left has gone, and nothing on record says that it was done. Whoever
/// gave it is asked again, and those who relied on it with them.
fn asked_again(view: &View<'_>, deadline: &Deadline, matter: &Matter, round: &Round<'_>, plan: &mut Plan) {
    let Some(answer) = round.answer else { return };
    let mark = round.mark(matter, "asked");
    if view.told.anyone(&mark) {
        return;
    }
    let mut to = vec![answer.person.clone()];
    if answer.act == Act::Taken {
        to.extend(recipients::ids(recipients::of_deadline(view, deadline)));
    }
    let mut seen = std::collections::BTreeSet::new();
    to.retain(|id| view.people.person(id).is_some() && seen.insert(id.clone()));
    let content = Content::Reminder {
        deadline: Box::new(deadline.clone()),
        late: None,
        held: round.held,
        again: answer.act == Act::Taken,
    };
    plan.notices.push(Notice {
        case: view.case.id.clone(),
        kind: Kind::Reminder,
        severity: deadline.severity,
        marks: vec![mark],
        to,
        due: round.since,
        lead: None,
        moot: Some(deadline.latest.end),
        content,
    });
}

/// The same for the level of the case.
fn level(view: &View<'_>, plan: &mut Plan) {
    let assessment = view.assessment;
    let Some(matter) = Matter::of_level(assessment) else { return };
    let severity = if assessment.level >= Level::Imminent { Severity::Critical } else { Severity::High };
    let Some(pace) = view.ladders.escalation.of(severity) else { return };
    let asked = view.told.level_asked(assessment);
    let Some(mut round) = round(view, &matter, asked, plan) else { return };
    if let Some(asked) = asked.filter(|asked| round.answer.is_none() && came_late(view, &matter, *asked)) {
        round.name = format!("@{}", asked.as_second());
    }
    let imminent = severity == Severity::Critical;
    let last_call = if imminent { later(round.since, pace.after * LAST_CALL) } else { Timestamp::MAX };
    // At the highest level everybody was called at once: there is nobody to go to but everybody again.
    let mut people = circles(view, severity);
    if imminent {
        people.drain(..people.len() - 1);
    }
    if let Some(due) = steps(view, &matter, (severity, pace), &round, last_call, people, plan) {
        let (level, reasons) = (assessment.level, assessment.reasons.clone());
        let risk = Alarmed { matter: matter.clone(), level, reasons, since: round.since, last: due.last };
        let content = Content::Unanswered { waiting: Vec::new(), risk: Some(risk) };
        let severity = if due.last { Severity::Critical } else { severity };
        push(view, plan, severity, due.marks, due.to, due.at, None, content);
    }
}

/// When the first reminder of a deadline was told, by whatever ladder held then.
fn first_asked(view: &View<'_>, deadline: &Deadline) -> Option<Timestamp> {
    let first =
        Mark { subject: deadline.key.subject(), revision: deadline.earliest.end.as_second(), step: String::new() };
    let told = view.told.since.range(first.clone()..);
    let same = told.take_while(|(mark, _)| mark.subject == first.subject && mark.revision == first.revision);
    same.filter(|(mark, _)| super::plan::is_step(&mark.step)).map(|(_, since)| *since).min()
}

/// True when the reasons that give the matter its revision were told before the one that is asked about: it came on record
/// late, and its round is no repeat of theirs.
fn came_late(view: &View<'_>, matter: &Matter, asked: Timestamp) -> bool {
    let mut newest = view.assessment.reasons.iter().filter(|reason| reason.latest.as_second() == matter.revision);
    // By whatever mark: a hearing that was put forward is told again by another.
    newest.any(|reason| {
        let subject = format!("risk/{}", reason.id);
        let same = |mark: &Mark| mark.revision == matter.revision && super::alarm::is_told(mark);
        let mut told = view.told.about(&subject).filter(|(mark, _)| same(mark));
        told.any(|(mark, _)| view.told.since.get(mark).is_some_and(|told| *told < asked))
    })
}

/// The round that runs; `None` while somebody has the matter, or before anybody was asked.
fn round<'a>(view: &View<'a>, matter: &Matter, asked: Option<Timestamp>, plan: &mut Plan) -> Option<Round<'a>> {
    let asked = asked?;
    if let Some(answer) = view.told.holding(matter, view.now) {
        plan.again(answer.holds_until(matter), view.now);
        return None;
    }
    let Some((answer, ended)) = view.told.expired(matter, view.now) else {
        return Some(Round { since: asked, answer: None, held: None, name: String::new() });
    };
    let held = view.told.taken(matter).map(Answered::held);
    let name = format!("@{}", answer.at.as_second());
    Some(Round { since: ended, answer: Some(answer), held, name })
}

/// A step that has come.
struct Due {
    at: Timestamp,
    to: Vec<PersonId>,
    marks: Vec<Mark>,
    last: bool,
}

/// The steps of a round that have come and were not told, the furthest only; and when the next one comes.
fn steps(
    view: &View<'_>,
    matter: &Matter,
    (severity, pace): (Severity, Pace),
    round: &Round<'_>,
    last_call: Timestamp,
    circles: Vec<Vec<&Person>>,
    plan: &mut Plan,
) -> Option<Due> {
    let end = matter.ends.unwrap_or(Timestamp::MAX);
    let mut marks = Vec::new();
    let mut to: BTreeMap<PersonId, Timestamp> = BTreeMap::new();
    for (nth, rung) in rungs(view, (severity, pace), round.since, end, circles).into_iter().enumerate() {
        let mark = round.mark(matter, &format!("escalate-{}", nth + 1));
        if rung.at > view.now {
            plan.again(rung.at, view.now);
            break;
        }
        for person in rung.people {
            let due = when_awake(view, person, severity, rung.at, end);
            plan.again(due, view.now);
            if due <= view.now && !view.told.has(&mark, &person.id) {
                to.entry(person.id.clone()).or_insert(due);
            } else if view.told.has(&mark, &person.id) {
                // Told at this step; only a later one speaks to them again.
                to.remove(&person.id);
            }
        }
        marks.push(mark);
    }
    let last = last_call < end && last_call <= view.now;
    let called = round.mark(matter, "nobody");
    if last_call < end {
        plan.again(last_call, view.now);
    }
    if last && !view.told.anyone(&called) {
        let mut everyone = recipients::ids(recipients::team(view, Circle::Everyone, Severity::Critical));
        for admin in view.people.with_role(Role::Admin) {
            if !everyone.contains(&admin.id) {
                everyone.push(admin.id.clone());
            }
        }
        marks.push(called);
        return Some(Due { at: last_call, to: everyone, marks, last: true });
    }
    // Once everybody has been called, nobody is left to be asked next.
    let at = to.values().min().copied()?;
    (!last).then(|| Due { at, to: to.into_keys().collect(), marks, last: false })
}

/// When somebody is asked: those who sleep in the morning, unless too little of the time would be left by then.
fn when_awake(view: &View<'_>, person: &Person, severity: Severity, at: Timestamp, end: Timestamp) -> Timestamp {
    if severity >= Severity::Critical {
        return at;
    }
    let half = later(at, end.duration_since(at) / 2);
    recipients::asleep_until(person, &view.case.zone, at).filter(|awake| *awake <= half).unwrap_or(at)
}

/// The people of each step and when they are asked.
fn rungs<'a>(
    view: &View<'a>,
    (severity, pace): (Severity, Pace),
    since: Timestamp,
    end: Timestamp,
    circles: Vec<Vec<&'a Person>>,
) -> Vec<Rung<'a>> {
    let mut rungs: Vec<Rung<'a>> = Vec::new();
    let mut at = since;
    for people in circles {
        let first: Vec<&Person> = first_lawyer(view).into_iter().collect();
        let before = rungs.last().map_or(first.as_slice(), |rung| rung.people.as_slice());
        let lost = !before.is_empty() && before.iter().all(|person| view.told.unreachable.contains(&person.id));
        let asleep = |person: &&Person| when_awake(view, person, severity, at, end) > at;
        // Nobody waits for an answer from people who cannot be reached, or who are asked only in the morning.
        if !lost && (rungs.is_empty() || !before.iter().all(asleep)) {
            at = later(at, pace.pause(end.duration_since(at)));
        }
        if at >= end {
            break;
        }
        rungs.push(Rung { at, people });
    }
    rungs
}

fn first_lawyer<'a>(view: &View<'a>) -> Option<&'a Person> {
    individuals(view, view.case.team.lawyers.iter().map(|spot| &spot.value)).first().copied()
}

/// The persons behind names; a group's chat only where nobody stands behind it.
fn individuals<'a>(view: &View<'a>, names: impl Iterator<Item = &'a PersonId>) -> Vec<&'a Person> {
    let all = view.people.resolve(names, Reach::Everybody);
    let persons: Vec<&Person> = all.iter().filter(|person| !view.people.is_group(&person.id)).copied().collect();
    if persons.is_empty() { all } else { persons }
}

/// Who is asked after the first: the other lawyers, the coordinators, everyone. Circles without anybody new to ask are
/// left out.
fn circles<'a>(view: &View<'a>, severity: Severity) -> Vec<Vec<&'a Person>> {
    let team = &view.case.team;
    let lawyers = individuals(view, team.lawyers.iter().map(|spot| &spot.value));
    let coordinators = individuals(view, team.coordinators.iter().map(|spot| &spot.value));
    let circle = if severity >= Severity::Critical { Circle::Everyone } else { Circle::Working };
    let everyone = recipients::team(view, circle, Severity::Critical);
    let mut circles = vec![lawyers.into_iter().skip(1).collect(), coordinators];
    circles.retain(|people: &Vec<&Person>| !people.is_empty() && people.len() < everyone.len());
    circles.push(everyone);
    circles
}

fn later(at: Timestamp, pause: SignedDuration) -> Timestamp {
    at.checked_add(pause).unwrap_or(Timestamp::MAX)
}

#[expect(clippy::too_many_arguments, reason = "one place puts the parts of a notice together")]
fn push(
    view: &View<'_>,
    plan: &mut Plan,
    severity: Severity,
    marks: Vec<Mark>,
    to: Vec<PersonId>,
    due: Timestamp,
    moot: Option<Timestamp>,
    content: Content,
) {
    let case = view.case.id.clone();
    plan.notices.push(Notice { case, kind: Kind::Escalation, severity, marks, to, due, lead: None, moot, content });
}
