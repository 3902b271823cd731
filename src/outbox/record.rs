//! What attempts came to, and what follows: all in the transaction that records them.
//!
//! Refused for good: the address is marked, the same message is owed on the person's other way at once, the case is
//! looked at again so that the next person is asked, and the admins hear of it once. When no other way is left, the address
//! is tried again now and then until the deadline: somebody may mend it. Told to wait: the letters of that
//! chat wait, and nobody else's.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use super::overtake::UNDELIVERED;
use super::owe::{channels, key_of, owe_plain};
use super::send::MOVED;
use super::verdict::knock;
use super::{answer, contacts};
use crate::channel::Answer;
use crate::config::Ground;
use crate::docket::docket;
use crate::ids::{CaseId, PersonId};
use crate::law::rule::Severity;
use crate::notice::daily::system;
use crate::notice::message::{Block, Message};
use crate::notice::plan::Mark;
use crate::notice::words::text;
use crate::people::{Person, Reach, Role};
use crate::risk::assess;
use crate::store::{self, Claimed, Owed, Settlement, StoreError};

/// Attempts after which a channel is held to be out of order.
const STUCK: u32 = 6;
/// How long what is critical waits because somebody asks for patience, before the other way is taken.
const PATIENCE_CRITICAL: SignedDuration = SignedDuration::from_mins(15);

pub(super) fn record(
    tx: &Transaction<'_>,
    ground: &Ground,
    settled: &[(Claimed, Answer, Settlement)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut settlements: Vec<Settlement> = Vec::new();
    for (letter, answer, settlement) in settled {
        let mut settlement = settlement.clone();
        if let (Answer::Permanent { why }, Some(person)) = (answer, person_of(ground, letter))
            && !refused(tx, ground, letter, person, why, now)?
        {
            settlement.end = Err(knock(letter, now));
        }
        settlements.push(settlement);
    }
    store::settle(tx, &settlements, now)?;
    fail::fail_point!("settle.inside");
    for ((letter, answer, _), settlement) in settled.iter().zip(&settlements) {
        let person = person_of(ground, letter);
        match (answer, person) {
            (Answer::Moved(to), Some(Person { telegram: Some(chat), .. })) => {
                store::set_memo(tx, &format!("{MOVED}{chat}"), &to.to_string())?;
            }
            (Answer::Sent(_), Some(person)) => arrived(tx, ground, letter, person, now)?,
            (Answer::Temporary { after: Some(after), .. }, Some(person)) => {
                let until = SignedDuration::try_from(*after).ok().and_then(|after| now.checked_add(after).ok());
                // A mail server speaks for itself, not for one mailbox; a chat speaks for itself.
                if let Some(until) = until.filter(|_| letter.channel == "telegram") {
                    let address = contacts::hashed(person, &letter.channel);
                    store::set_wait(tx, (person.id.as_str(), address.as_deref()), &letter.channel, until)?;
                }
            }
            _ => {}
        }
        // Refused, or given up because the deadline passed: either way this person was not told.
        let given_up = matches!(settlement.end, Err(None)) || matches!(answer, Answer::Permanent { .. });
        // A channel that stays down (a changed password, a lost token) must not wait for a deadline to be noticed.
        let next = settlement.end.as_ref().err().copied().flatten();
        // Nor must a wish for patience that goes past the point of the message.
        let asked = matches!(answer, Answer::Temporary { after: Some(_), .. });
        let far = asked && next.is_some_and(|next| too_far(letter, next, now));
        let stuck = settlement.end.is_err() && (letter.attempt == STUCK || far);
        // Nor may the person: what goes out on one way only would wait for that way while the other stands open.
        if let Some(person) = person.filter(|_| stuck && !matches!(answer, Answer::Permanent { .. })) {
            other_way(tx, ground, letter, person, now)?;
        }
        if let Answer::Permanent { why } | Answer::Temporary { why, .. } | Answer::Unknown { why } = answer
            && (given_up || stuck)
        {
            let marked = matches!(answer, Answer::Permanent { .. }) && person.is_some();
            undelivered(tx, ground, letter, (why, marked, next.is_some()), now)?;
        }
    }
    fail::fail_point!("settle.before-commit");
    Ok(())
}

/// True when a letter would wait past its deadline, or for longer than its weight allows.
fn too_far(letter: &Claimed, next: Timestamp, now: Timestamp) -> bool {
    let patience = if letter.severity == Severity::Critical { PATIENCE_CRITICAL } else { contacts::PATIENCE };
    letter.moot_at.is_some_and(|moot| next >= moot) || next.duration_since(now) > patience
}

/// Something arrived: the address works. If somebody answered while the message was under way, its readers see that.
fn arrived(
    tx: &Transaction<'_>,
    ground: &Ground,
    letter: &Claimed,
    person: &Person,
    now: Timestamp,
) -> Result<(), StoreError> {
    contacts::works(tx, person, &letter.channel, now)?;
    if let Some(place) = contacts::place_of(tx, person)?.filter(|_| letter.channel == "telegram") {
        store::stands_in(tx, letter.id, &place)?;
    }
    if !letter.answerable || letter.channel != "telegram" {
        return Ok(());
    }
    // Reading a case costs more than asking whether anybody answered.
    let Ok(id) = CaseId::parse(&letter.thread) else { return Ok(()) };
    if store::answers(tx, &id)?.is_empty() {
        return Ok(());
    }
    let Some(case) = ground.setup.case(&letter.thread) else { return Ok(()) };
    let text = serde_json::to_string(&letter.message).map_err(|error| StoreError::Letter(letter.id, error))?;
    let assessment = assess(&case, &ground.setup.law, &docket(&case, &ground.setup.law, now), now);
    answer::show(tx, ground, (&case, &assessment), (letter.id, &person.id, &text), now)
}

fn person_of<'g>(ground: &'g Ground, letter: &Claimed) -> Option<&'g Person> {
    PersonId::parse(&letter.person).ok().and_then(|id| ground.setup.people.person(&id))
}

/// Marks the address and takes the other way. False when nothing says that the person can be reached on another way.
fn refused(
    tx: &Transaction<'_>,
    ground: &Ground,
    letter: &Claimed,
    person: &Person,
    why: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    contacts::mark(tx, person, &letter.channel, why, now)?;
    let other = other_way(tx, ground, letter, person, now)?;
    if ground.setup.people.is_group(&person.id) {
        in_place_of(tx, ground, letter, person, now)?;
    }
    // Whoever is asked next is asked now.
    if let (Some(case), _) = store::marks_of_letter(tx, letter.id)? {
        store::wake_by(tx, case.as_str(), Some(now))?;
    }
    match other {
        Some(Other { marked: false, .. }) => Ok(true),
        // That one refused before. Whichever of the two is mended first is to be found.
        Some(Other { channel, .. }) => {
            store::reopen(tx, letter.id, channel, knock(letter, now))?;
            store::was_sent(tx, letter.id, channel)
        }
        None => Ok(false),
    }
}

/// The other way to somebody, on which a message is owed now.
struct Other {
    channel: &'static str,
    /// Its address refused before.
    marked: bool,
}

/// Owes the same message on the person's other way, if there is one, and if it is not owed there already. One that refused
/// before is tried once, too: it may have been mended since.
fn other_way(
    tx: &Transaction<'_>,
    ground: &Ground,
    letter: &Claimed,
    person: &Person,
    now: Timestamp,
) -> Result<Option<Other>, StoreError> {
    let other = channels(person, Severity::Critical).into_iter().find(|way| *way != letter.channel);
    let Some(channel) = other else { return Ok(None) };
    again_for(tx, letter, person, channel, now)?;
    let marked = contacts::refused(tx, &ground.setup.people)?.contains(&(person.id.clone(), channel.to_owned()));
    Ok(Some(Other { channel, marked }))
}

/// Owes the same message to somebody on another way, if it is not owed there already.
fn again_for(
    tx: &Transaction<'_>,
    letter: &Claimed,
    person: &Person,
    channel: &'static str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (case, marks) = store::marks_of_letter(tx, letter.id)?;
    let matters = store::matters_of_letter(tx, letter.id)?;
    let owed = Owed {
        key: key_of(tx, &letter.thread, &letter.kind, &marks, person, channel)?,
        case,
        thread: letter.thread.clone(),
        kind: store::known_kind(&letter.kind),
        severity: letter.severity,
        person: person.id.clone(),
        channel,
        message: fit_for(channel, &letter.message),
        moot: letter.moot_at,
        marks,
        matters: matters.into_iter().map(|open| open.matter).collect(),
        code: None,
        not_before: None,
    };
    store::owe(tx, &owed, now)?;
    Ok(())
}

/// A group's chat is closed to us: what it was to hear now, each of its members hears for themselves.
fn in_place_of(
    tx: &Transaction<'_>,
    ground: &Ground,
    letter: &Claimed,
    group: &Person,
    now: Timestamp,
) -> Result<(), StoreError> {
    let members = ground.setup.people.resolve(std::iter::once(&group.id), Reach::Everybody);
    for member in members.into_iter().filter(|member| member.id != group.id) {
        for channel in channels(member, letter.severity) {
            again_for(tx, letter, member, channel, now)?;
        }
    }
    Ok(())
}

/// A chat gets neither what is for encrypted mail alone nor the entry for a calendar.
pub(super) fn fit_for(channel: &str, message: &Message) -> Message {
    if channel != "telegram" {
        return message.clone();
    }
    let blocks = message.blocks.iter().filter(|block| !matches!(block, Block::Sealed(_))).cloned().collect();
    let (subject, language) = (message.subject.clone(), message.language.clone());
    Message { subject, blocks, language, calendar: Vec::new(), ..message.clone() }
}

/// Admins hear that messages do not reach somebody: once for each refused address, else once a day.
fn undelivered(
    tx: &Transaction<'_>,
    ground: &Ground,
    letter: &Claimed,
    (why, marked, again): (&str, bool, bool),
    now: Timestamp,
) -> Result<(), StoreError> {
    // A message about an undeliverable message about an undeliverable message would go round in circles.
    if letter.kind == "system" {
        tracing::error!(letter.id = letter.id, "A message to an admin cannot be delivered");
        return Ok(());
    }
    let since = store::refused_contacts(tx)?.get(&(letter.person.clone(), letter.channel.clone())).map(|r| r.since);
    let (revision, step) = match since.filter(|_| marked) {
        Some(since) => (since.as_second(), "refused"),
        None => (now.as_second().div_euclid(86_400), if again { "stuck" } else { "given-up" }),
    };
    let what = if again { "undelivered-yet" } else { "undelivered" };
    for admin in ground.setup.people.with_role(Role::Admin) {
        let args = [text("person", &letter.person), text("channel", &letter.channel), text("why", why)];
        let message = system(admin, &ground.words, what, &args, Vec::new());
        let subject = format!("{UNDELIVERED}{}/{}", letter.person, letter.channel);
        let mark = Mark { subject, revision, step: step.to_owned() };
        owe_plain(tx, admin, ("system", "system"), Severity::High, &mark, &message, now)?;
    }
    Ok(())
}
