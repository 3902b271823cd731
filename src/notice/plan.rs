//! What is owed to whom, now, for one case.
//!
//! In: a case with its docket and assessment, the people, the ladders, what was told before, and the moment.
//! Out: the notices that are due and not yet told, and when to look again. It decides from the whole state:
//! asked twice it answers the same, asked a week late it says in one message what five would have said.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::answered::{Act, Answered, Matter};
use super::corrected;
use super::ladder::Ladders;
pub use super::owed::{Alarmed, Content, ENDED, Fallen, Kind, Mark, Moved, Notice, Told, ToldDate, Waiting};
use super::recipients;
pub use super::recipients::{held_until, held_with_news};
use crate::docket::{Deadline, Docket, Key, Status};
use crate::ids::PersonId;
use crate::law::rule::{Duty, Severity, Whose};
use crate::people::{People, Person};
use crate::risk::Assessment;
use crate::watchlist::{Case, Kind as EventKind};

/// What one look at a case gives.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is owed, most severe first.
    pub notices: Vec<Notice>,
    /// When to look again.
    pub look_again: Option<Timestamp>,
}

/// Everything one look at a case needs.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its deadlines.
    pub docket: &'a Docket,
    /// How near a transfer is.
    pub assessment: &'a Assessment,
    /// Everybody.
    pub people: &'a People,
    /// The reminder ladders.
    pub ladders: &'a Ladders,
    /// What was told before.
    pub told: &'a Told,
    /// The moment.
    pub now: Timestamp,
}

/// A reminder that comes later than this says so.
const LATE: SignedDuration = SignedDuration::from_mins(15);

/// Looks at a case.
#[must_use]
pub fn plan(view: View<'_>) -> Plan {
    let mut plan = heeding(view);
    if !plan.notices.is_empty() {
        let mut told = view.told.clone();
        for notice in &plan.notices {
            told.remember(notice, view.now);
        }
        plan.after_telling(View { told: &told, ..view });
    }
    plan
}

/// A look that heeds only the answers that still count.
pub(super) fn heeding(view: View<'_>) -> Plan {
    let counts = |answer: &Answered| answer.counts(view.told, view.case, view.people, view.assessment);
    if view.told.answers.iter().all(counts) {
        return look(view);
    }
    let answers = view.told.answers.iter().filter(|answer| counts(answer)).cloned().collect();
    look(View { told: &Told { answers, ..view.told.clone() }, ..view })
}

fn look(view: View<'_>) -> Plan {
    let mut plan = Plan { notices: Vec::new(), look_again: view.assessment.look_again };
    let ended = view.assessment.ended;
    if let Some(silent) = view.docket.look_again {
        plan.again(silent, view.now);
    }
    let live: Vec<&Deadline> = view.docket.deadlines.iter().filter(|d| !ended || d.after_removal).collect();
    corrected::corrections(&view, &mut plan);
    corrected::restored(&view, &live, &mut plan);
    // People are reminded of the earlier reading, and once it has passed of the later.
    let later: Vec<Deadline> = live.iter().filter_map(|deadline| deadline.later_only(view.now)).collect();
    corrected::later_moved(&view, &later, &mut plan);
    let asked: Vec<&Deadline> = live.iter().copied().chain(&later).collect();
    for deadline in asked.iter().filter(|deadline| deadline.status == Status::Pending) {
        reminders(&view, deadline, &mut plan);
    }
    let entered = entry(&view, &live, &mut plan);
    // What the entry message tells of needs no message of its own.
    for deadline in live.iter().filter(|deadline| !entered.contains(&deadline.key)) {
        lapses(&view, deadline, &mut plan);
    }
    super::undated::told(&view, &mut plan);
    if !ended {
        super::alarm::alarms(&view, &mut plan);
    }
    super::escalate::escalations(&view, &asked, &mut plan);
    plan.notices.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.due.cmp(&b.due)));
    plan
}

impl Plan {
    /// What is told now decides when the next people are asked: `view` sees it as told.
    pub(super) fn after_telling(&mut self, view: View<'_>) {
        if let Some(again) = heeding(view).look_again {
            self.again(again, view.now);
        }
    }

    pub(super) fn again(&mut self, at: Timestamp, now: Timestamp) {
        if at > now {
            self.look_again = Some(self.look_again.map_or(at, |known| known.min(at)));
        }
    }
}

pub(super) fn mark(deadline: &Deadline, step: &str) -> Mark {
    Mark { subject: deadline.key.subject(), revision: deadline.earliest.end.as_second(), step: step.to_owned() }
}

/// The steps of a ladder that have come for one person, most urgent first, and the next that will.
fn reminders(view: &View<'_>, deadline: &Deadline, plan: &mut Plan) {
    let ladder = view.ladders.get(&deadline.remind).unwrap_or_default();
    let mut due: BTreeMap<SignedDuration, (Timestamp, Vec<PersonId>)> = BTreeMap::new();
    let matter = Matter::of(deadline);
    let holding = view.told.holding(&matter, view.now).filter(|answer| answer.act == Act::Taken);
    let mut people = recipients::of_deadline(view, deadline);
    // Whoever has it is reminded, also when the reminders would not have come to them.
    let taker = holding.and_then(|answer| view.people.person(&answer.person));
    people.extend(taker.filter(|taker| people.iter().all(|person| person.id != taker.id)));
    let last = ladder.last();
    // That the earlier reading has passed says what steps of the later one that came before would say.
    let heard = deadline.passed.map(|passed| {
        let mark = Mark { revision: passed.end.as_second(), ..mark(deadline, "passed-earlier") };
        view.told.since.get(&mark).copied().unwrap_or(Timestamp::MAX)
    });
    for person in people {
        let rings = |lead: &SignedDuration| {
            let at = deadline.earliest.end.checked_sub(*lead).unwrap_or(Timestamp::MIN);
            recipients::before_sleep(person, &view.case.zone, deadline.severity, at)
        };
        for lead in ladder {
            plan.again(rings(lead), view.now);
        }
        let Some(lead) = ladder.iter().rev().find(|lead| rings(lead) <= view.now) else { continue };
        let said = deadline.earliest.end <= view.now || heard.is_some_and(|heard| rings(lead) <= heard);
        if said || view.told.has(&mark(deadline, &step(*lead)), &person.id) {
            continue;
        }
        // While somebody has it the others are left in peace, except at the last step.
        if last != Some(lead) && view.told.excuses(&matter, &person.id, rings(lead)) {
            continue;
        }
        let entry = due.entry(*lead).or_insert_with(|| (rings(lead), Vec::new()));
        entry.0 = entry.0.min(rings(lead));
        entry.1.push(person.id.clone());
    }
    for (lead, (rang, to)) in due {
        let known = deadline.known.unwrap_or(Timestamp::MIN);
        let late = view.now.duration_since(rang.max(known));
        let skipped = ladder.iter().filter(|other| **other >= lead);
        plan.notices.push(Notice {
            case: view.case.id.clone(),
            kind: Kind::Reminder,
            severity: deadline.severity,
            marks: skipped.map(|lead| mark(deadline, &step(*lead))).collect(),
            to,
            due: rang.max(known),
            lead: Some(lead),
            moot: Some(deadline.latest.end),
            content: Content::Reminder {
                deadline: Box::new(deadline.clone()),
                late: Some(late).filter(|late| *late > LATE),
                held: holding.map(Answered::held),
                again: false,
            },
        });
    }
}

pub(super) fn step(lead: SignedDuration) -> String {
    format!("{}m", lead.as_mins())
}

/// True for the name of a step of any ladder.
pub(super) fn is_step(name: &str) -> bool {
    name.strip_suffix('m').is_some_and(|minutes| minutes.parse::<i64>().is_ok())
}

/// Deadlines that passed while people knew of them.
fn lapses(view: &View<'_>, deadline: &Deadline, plan: &mut Plan) {
    plan.again(deadline.earliest.end, view.now);
    plan.again(deadline.latest.end, view.now);
    let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
    let passed_both = deadline.status == Status::Lapsed;
    let passed_one = deadline.status == Status::Pending && deadline.earliest.end <= view.now && deadline.disputed();
    let step = if passed_both { "passed" } else { "passed-earlier" };
    // That the state is late is said once, when it is certain; the level says before that what it means.
    let worth = passed_both || own;
    if !(passed_both || passed_one) || !worth || view.told.anyone(&mark(deadline, step)) {
        return;
    }
    let due = if passed_both { deadline.latest.end } else { deadline.earliest.end };
    let mut marks = vec![mark(deadline, "passed-earlier")];
    marks.extend(passed_both.then(|| mark(deadline, "passed")));
    // A date that people were told turns out to be another, and over.
    let old = view.told.dates.get(&deadline.key.subject());
    let old = old.filter(|old| old.earliest != deadline.earliest.end).cloned();
    marks.extend(old.as_ref().map(|_| mark(deadline, &corrected::changed(view.now))));
    let mut to = recipients::ids(recipients::of_deadline(view, deadline));
    let told = old.iter().flat_map(|_| corrected::audience(view, &deadline.key.subject()));
    let told: Vec<PersonId> = told.filter(|person| !to.contains(person)).collect();
    to.extend(told);
    plan.notices.push(Notice {
        case: view.case.id.clone(),
        kind: Kind::Lapsed,
        severity: if deadline.duty == Duty::Opens { deadline.severity.min(Severity::High) } else { deadline.severity },
        marks,
        to,
        due,
        lead: None,
        moot: None,
        content: Content::Lapsed { deadline: Box::new(deadline.clone()), earlier_only: !passed_both, old },
    });
}

/// True for the moment that the authorities have set for the handover.
pub(super) fn appointed(deadline: &Deadline) -> bool {
    deadline.duty == Duty::Opens && deadline.trigger == EventKind::SurrenderDateSet
}

/// Deadlines that nobody was told of yet: one message for all of them. Returns which they are.
fn entry(view: &View<'_>, live: &[&Deadline], plan: &mut Plan) -> BTreeSet<Key> {
    let weighty = |d: &&&Deadline| d.severity > Severity::Normal && d.duty != Duty::Opens;
    // A moment that is set for the handover is news with its day, and told again when it moves.
    let worth = |d: &&&Deadline| weighty(d) || appointed(d);
    // What may still be done on the later reading is no news among others: that the earlier has passed says so.
    let between = |d: &&&Deadline| {
        let own = matches!(d.whose, Whose::Defence | Whose::Person);
        own && d.status == Status::Pending && d.earliest.end <= view.now
    };
    let fresh: Vec<&Deadline> = live
        .iter()
        .filter(|d| matches!(d.status, Status::Pending | Status::Lapsed) && !between(d))
        .filter(|d| view.told.about(&d.key.subject()).next().is_none())
        .copied()
        .collect();
    let over = |d: &&&Deadline| d.status == Status::Lapsed;
    let lapsed: Vec<Deadline> = fresh.iter().filter(over).filter(weighty).map(|d| (*d).clone()).collect();
    // A reminder that goes out at this very look says all there is to say.
    let reminded = |d: &&&Deadline| {
        let subject = d.key.subject();
        plan.notices.iter().any(|notice| notice.marks.iter().any(|mark| mark.subject == subject))
    };
    // What opens at once is open when it is first seen: nothing else would say so.
    let running = fresh.iter().filter(|d| d.open() || (!over(d) && worth(d) && !reminded(d)));
    let running: Vec<Deadline> = running.map(|d| (*d).clone()).collect();
    if lapsed.is_empty() && running.is_empty() {
        // Nothing worth a message; what is over must not be told one by one either.
        settle_silently(view, &fresh, plan);
        return entered(&fresh, view);
    }
    let mut marks = Vec::new();
    for deadline in &fresh {
        marks.push(mark(deadline, "entry"));
        if deadline.status == Status::Lapsed {
            marks.extend([mark(deadline, "passed-earlier"), mark(deadline, "passed")]);
        } else if deadline.earliest.end <= view.now {
            marks.push(mark(deadline, "passed-earlier"));
        }
    }
    let open = running.iter().filter(|deadline| deadline.open()).map(|deadline| deadline.severity);
    let severity = open.fold(Severity::High, Severity::max);
    plan.notices.push(Notice {
        case: view.case.id.clone(),
        kind: Kind::Entry,
        severity,
        marks,
        to: recipients::ids(recipients::team(view, recipients::Circle::Working, severity)),
        due: view.now,
        lead: None,
        moot: None,
        content: Content::Entry { lapsed, running },
    });
    entered(&fresh, view)
}

/// Deadlines whose passing the entry message covers. What still runs may pass, and be told, later.
fn entered(fresh: &[&Deadline], view: &View<'_>) -> BTreeSet<Key> {
    fresh.iter().filter(|deadline| deadline.earliest.end <= view.now).map(|deadline| deadline.key.clone()).collect()
}

/// Old terms of little weight are marked without a message, by a notice that goes to nobody.
fn settle_silently(view: &View<'_>, fresh: &[&Deadline], plan: &mut Plan) {
    let over: Vec<Mark> = fresh
        .iter()
        .filter(|deadline| deadline.status == Status::Lapsed)
        .flat_map(|deadline| ["entry", "passed-earlier", "passed"].map(|step| mark(deadline, step)))
        .collect();
    if over.is_empty() {
        return;
    }
    plan.notices.push(Notice {
        case: view.case.id.clone(),
        kind: Kind::Entry,
        severity: Severity::Normal,
        marks: over,
        to: Vec::new(),
        due: view.now,
        lead: None,
        moot: None,
        content: Content::Entry { lapsed: Vec::new(), running: Vec::new() },
    });
}

/// Everyone a notice goes to, as persons.
#[must_use]
pub fn persons<'a>(notice: &Notice, people: &'a People) -> Vec<&'a Person> {
    notice.to.iter().filter_map(|id| people.person(id)).collect()
}
