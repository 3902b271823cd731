//! One answer of one person, and all that follows from it, in the caller's transaction.
//!
//! In: who answers what. Out: what came of it. The answer is recorded, letters that would now only be noise are
//! withdrawn, the messages in the chats are to be changed, and the case is looked at again. Whatever cannot be answered
//! changes nothing: a forged press, one on a case of somebody else, one on what is over.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use super::contacts;
use super::overtake::taken_in_part;
use super::owe::zone_of;
use crate::config::Ground;
use crate::docket::{Deadline, Docket, Status, docket};
use crate::ids::PersonId;
use crate::law::grounds::Level;
use crate::law::rule::Severity;
use crate::law::rule::word_of;
use crate::notice::answered::{Act, Answered, Held, Matter, RISK, Who, snooze_until};
use crate::notice::message::{Block, Message};
use crate::notice::plan::{Mark, Told};
use crate::notice::words::text;
use crate::people::{Person, Role};
use crate::risk::{Assessment, assess};
use crate::store::{self, Open, StoreError, Via};
use crate::watchlist::Case;

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Everything that a letter asks.
    Letter(i64),
    /// One matter.
    Matter(i64),
}

/// Somebody's answer.
#[derive(Clone, Debug)]
pub struct Reply<'a> {
    /// Who enters it.
    pub by: &'a Person,
    /// How it came.
    pub via: Via,
    /// What they do.
    pub act: Act,
    /// For a snooze: how long; never more than the time allows.
    pub pause: Option<SignedDuration>,
    /// What it is about.
    pub target: Target,
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It counts.
    Taken {
        /// The case.
        case: String,
        /// Who has it now, as others are told.
        held: Held,
        /// Put off until then.
        until: Option<Timestamp>,
    },
    /// Somebody has it already; nothing was changed.
    Already {
        /// The case.
        case: String,
        /// Who.
        held: Held,
    },
    /// It cannot be answered; the id of the sentence that says why.
    Refused(&'static str),
}

/// Takes an answer.
///
/// # Errors
/// When the database says no.
pub fn answer(tx: &Transaction<'_>, ground: &Ground, reply: &Reply<'_>, now: Timestamp) -> Result<Outcome, StoreError> {
    let (asked, letter) = match reply.target {
        Target::Letter(letter) => (store::matters_of_letter(tx, letter)?, Some(letter)),
        Target::Matter(id) => (store::matter_by_id(tx, id)?.into_iter().collect(), None),
    };
    let case = asked.first().and_then(|open| ground.setup.case(&open.case));
    let Some(case) = case.as_deref() else { return Ok(Outcome::Refused("answer-unknown")) };
    if !may(ground, case, reply) {
        // A letter came to somebody who sees it. The number of a matter can be made up, and must not tell whether it is one.
        let made_up = matches!(reply.target, Target::Matter(_));
        return Ok(Outcome::Refused(if made_up { "answer-unknown" } else { "answer-not-yours" }));
    }
    let docket = docket(case, &ground.setup.law, now);
    let assessment = assess(case, &ground.setup.law, &docket, now);
    let open: Vec<Open> = asked.into_iter().filter(|open| runs(&open.matter, &docket, &assessment, now)).collect();
    if open.is_empty() {
        return Ok(Outcome::Refused("answer-over"));
    }
    let told = held_now(tx, ground, case, &assessment)?;
    let reader = letter.map(|letter| store::reader_of(tx, letter)).transpose()?.flatten();
    let asked_at = reader.as_ref().map(|(_, owed)| *owed);
    // What was asked after somebody took it may be answered again; the same message may not.
    let held = |open: &Open| {
        let holding = told.holding(&open.matter, now).filter(|answer| answer.act == Act::Taken);
        holding.filter(|answer| asked_at.is_none_or(|asked| asked <= answer.at)).map(Answered::held)
    };
    let free: Vec<&Open> = open.iter().filter(|open| held(open).is_none()).collect();
    let Some(first) = free.first() else {
        let held = open.iter().find_map(held).unwrap_or(Held { who: Who::Chat, since: now });
        return Ok(Outcome::Already { case: case.id.to_string(), held });
    };
    let mut until = None;
    if reply.act == Act::Snoozed {
        let imminent = |open: &&Open| open.matter.subject == RISK && open.severity == Severity::Critical;
        let ends = free.iter().filter_map(|open| open.matter.ends).min();
        until = snooze_until(ends.or(first.matter.ends), reply.pause, now);
        if free.iter().any(imminent) || until.is_none() {
            return Ok(Outcome::Refused("answer-no-snooze"));
        }
    }
    let person = whose(ground, reply, reader.map(|(person, _)| person));
    let held = Held { who: Who::of(person, &ground.setup.people), since: now };
    let mut ids = Vec::new();
    for open in free {
        let given = Answered {
            subject: open.matter.subject.clone(),
            revision: open.matter.revision,
            act: reply.act,
            person: person.id.clone(),
            who: held.who,
            at: now,
            until,
        };
        store::add_answer(tx, open, &given, (reply.via, reply.by.id.as_str()), letter)?;
        fail::fail_point!("acknowledge.inside");
        ids.push(open.id);
    }
    if reply.act == Act::Taken {
        // The last step of a ladder is for everybody, also while somebody has it.
        let ladders = &ground.setup.settings.ladders;
        let last = |mark: &Mark| {
            let about = docket.deadlines.iter().find(|deadline| deadline.key.subject() == mark.subject);
            about.is_some_and(|deadline| ladders.is_last(&deadline.remind, &mark.step))
        };
        store::withdraw(tx, &ids, &person.id, last, now)?;
        taken_in_part(tx, ground, case, &ids)?;
    }
    for (letter, reader, message) in store::chats_about(tx, &ids)? {
        show(tx, ground, (case, &assessment), (letter, &reader, &message), now)?;
    }
    store::wake_by(tx, case.id.as_str(), Some(now))?;
    fail::fail_point!("acknowledge.before-commit");
    Ok(Outcome::Taken { case: case.id.to_string(), held, until })
}

/// What was told, with the answers that still count: what anybody took who is not there any more is with nobody.
fn held_now(tx: &Transaction<'_>, ground: &Ground, case: &Case, assessment: &Assessment) -> Result<Told, StoreError> {
    let mut answers = store::answers(tx, &case.id)?;
    if answers.is_empty() {
        return Ok(Told::default());
    }
    let people = &ground.setup.people;
    let told = Told { unreachable: contacts::unreachable(tx, people)?, ..store::told(tx, &case.id)? };
    answers.retain(|answer| answer.counts(&told, case, people, assessment));
    Ok(Told { answers, ..told })
}

/// A matter that waits, or that somebody has.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its row.
    pub open: Open,
    /// The deadline; `None` for the level of the case.
    pub deadline: Option<Deadline>,
    /// The level of the case.
    pub level: Level,
    /// Who has it; `None`: nobody has confirmed, or not since half of the time went by.
    pub held: Option<Held>,
    /// How many people were told, by receipts.
    pub told: i64,
}

/// Everything of a case that people were told of and that somebody has to see to, soonest first.
///
/// # Errors
/// When the database says no.
pub fn standing(
    tx: &Transaction<'_>,
    ground: &Ground,
    case: &Case,
    now: Timestamp,
) -> Result<Vec<Standing>, StoreError> {
    let docket = docket(case, &ground.setup.law, now);
    let assessment = assess(case, &ground.setup.law, &docket, now);
    standing_in(tx, ground, case, (&docket, &assessment), now)
}

/// The same for a case that was judged.
///
/// # Errors
/// When the database says no.
pub fn standing_in(
    tx: &Transaction<'_>,
    ground: &Ground,
    case: &Case,
    (docket, assessment): (&Docket, &Assessment),
    now: Timestamp,
) -> Result<Vec<Standing>, StoreError> {
    let matters = store::matters_of_case(tx, &case.id)?;
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    let told = held_now(tx, ground, case, assessment)?;
    let mut found = Vec::new();
    for open in matters {
        let deadline = docket.deadlines.iter().find(|deadline| deadline.key.is(&open.matter.subject));
        let known = deadline.is_some() || open.matter.subject == RISK;
        if !known || assessment.ended || !runs(&open.matter, docket, assessment, now) {
            continue;
        }
        let holding = told.holding(&open.matter, now).filter(|answer| answer.act == Act::Taken);
        found.push(Standing {
            deadline: deadline.cloned(),
            level: assessment.level,
            held: holding.map(Answered::held),
            told: store::told_of_matter(tx, open.id)?,
            open,
        });
    }
    Ok(found)
}

/// The team of a case and the admins; the code of a mail also by any coordinator, who was told it.
fn may(ground: &Ground, case: &Case, reply: &Reply<'_>) -> bool {
    let any = matches!(reply.via, Via::Code) && matches!(reply.by.role, Role::Coordinator | Role::Admin);
    any || ground.setup.sees(reply.by, case.id.as_str())
}

/// Whose answer it is: whoever knows the code of a mail speaks for its reader.
fn whose<'a>(ground: &'a Ground, reply: &Reply<'a>, reader: Option<PersonId>) -> &'a Person {
    let for_reader = matches!(reply.via, Via::Code | Via::Link);
    let reader = reader.filter(|_| for_reader).and_then(|reader| ground.setup.people.person(&reader));
    reader.unwrap_or(reply.by)
}

/// True while there is something to see to.
fn runs(matter: &Matter, docket: &Docket, assessment: &Assessment, now: Timestamp) -> bool {
    if matter.subject == RISK {
        return Matter::of_level(assessment).is_some_and(|level| level.revision <= matter.revision);
    }
    let Some(ends) = matter.ends else { return true };
    let found = docket.deadlines.iter().find(|deadline| deadline.key.is(&matter.subject));
    found.is_some_and(|deadline| {
        // Once the earlier reading has passed people are asked about the later.
        let later = deadline.later_only(now).map(|later| later.earliest);
        let same = |end: Timestamp| end.as_second() == matter.revision;
        let asked = same(deadline.earliest.end) || later.is_some_and(|later| same(later.end));
        deadline.status == Status::Pending && asked && ends > now
    })
}

/// Shows a chat message's readers who has it, once everything that it asks is answered.
pub(super) fn show(
    tx: &Transaction<'_>,
    ground: &Ground,
    (case, assessment): (&Case, &Assessment),
    (letter, reader, message): (i64, &PersonId, &str),
    now: Timestamp,
) -> Result<(), StoreError> {
    let told = held_now(tx, ground, case, assessment)?;
    let matters = store::matters_of_letter(tx, letter)?;
    let answers: Option<Vec<&Answered>> = matters.iter().map(|open| told.holding(&open.matter, now)).collect();
    let last = answers.and_then(|answers| answers.into_iter().max_by_key(|answer| answer.at));
    let (Some(answer), Some(reader)) = (last, ground.setup.people.person(reader)) else { return Ok(()) };
    let Ok(message) = serde_json::from_str::<Message>(message) else { return Ok(()) };
    store::owe_edit(tx, letter, &taken(ground, case, reader, message, answer), now)
}

/// The message as it reads once somebody has answered.
fn taken(ground: &Ground, case: &Case, reader: &Person, mut message: Message, answer: &Answered) -> Message {
    let speaker = ground.words.speak(reader.language);
    let zone = if reader.zone.is_some() { zone_of(reader) } else { case.zone.clone() };
    let who = speaker.say(&format!("who-{}", word_of(answer.who, Who::WORDS)), &[]);
    let since = speaker.moment(answer.at, &zone);
    let (id, moment) = match answer.until {
        Some(until) => ("line-edit-snoozed", speaker.moment(until, &zone)),
        None => ("line-edit-taken", since),
    };
    let says = speaker.say(id, &[text("who", &who), text("moment", &moment)]);
    let says = if answer.act == Act::Taken { format!("{} {says}", super::send::TAKEN) } else { says };
    let subject = std::mem::replace(&mut message.subject, says);
    message.blocks.insert(0, Block::Strong(subject));
    message
}
