//! The pinned summaries: a row of the watch table for each group that wants one.
//!
//! In: the cases of the group as they stand. Out: the words that its chat should show. The row is woken when one of its
//! cases was looked at, when a reading passes and at midnight, when the day at the top changes: that day is how the group
//! sees that the summary lives.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use super::digest::PREFIX;
use crate::channel::split;
use crate::config::{Ground, Place};
use crate::docket::docket;
use crate::ids::PersonId;
use crate::law::grounds::Level;
use crate::notice::answered::RISK;
use crate::notice::message::Message;
use crate::notice::summary::{Care, Standing, changes_at, ended, next_terms, summary};
use crate::outbox::{Standing as Open, place_of, standing_in, zone_of};
use crate::people::Person;
use crate::risk::assess;
use crate::store::{self, StoreError};
use crate::watchlist::{Case, Status};

/// Between a look at a case and the summary that shows it: many cases are looked at in one go.
const GATHER: SignedDuration = SignedDuration::from_secs(10);

/// The row of a group, among those of people's mornings.
fn row(group: &str) -> String {
    format!("{PREFIX}~{group}")
}

/// The group whose summary a row is.
pub(super) fn group_of(row: &str) -> Option<&str> {
    row.strip_prefix(PREFIX)?.strip_prefix('~')
}

/// Has every summary looked at soon: cases, people or words may have changed, or a group may no longer want one.
pub(super) fn wake_groups(tx: &Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    let known = store::known_cases(tx)?;
    for group in ground.setup.people.summarised().filter(|group| !known.contains(&row(group.id.as_str()))) {
        store::wake(tx, &row(group.id.as_str()), Some(now), None)?;
    }
    for known in known.iter().filter(|known| group_of(known).is_some()) {
        store::wake_by(tx, known, now.checked_add(GATHER).ok())?;
    }
    Ok(())
}

/// Has the summaries that show a case looked at soon.
pub(super) fn stir(tx: &Transaction<'_>, ground: &Ground, case: &str, now: Timestamp) -> Result<(), StoreError> {
    let Some(place) = ground.setup.cases.place(case) else { return Ok(()) };
    for group in ground.setup.people.summarised().filter(|group| shows(ground, group, place)) {
        store::wake_by(tx, &row(group.id.as_str()), now.checked_add(GATHER).ok())?;
    }
    Ok(())
}

fn shows(ground: &Ground, group: &Person, place: &Place) -> bool {
    ground.setup.works_on(group, place)
}

/// Groups whose summary nobody would look at again in time; each is woken.
pub(super) fn asleep(
    tx: &Transaction<'_>,
    ground: &Ground,
    now: Timestamp,
    overdue: impl Fn(Timestamp) -> bool,
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for group in ground.setup.people.summarised() {
        let wake = store::wake_of(tx, &row(group.id.as_str()))?;
        let next = midnight(group, now).unwrap_or(Timestamp::MAX);
        let wake = wake.map(|wake| wake.unwrap_or(Timestamp::MAX));
        if wake.is_none_or(|wake| wake > next || overdue(wake)) {
            store::wake(tx, &row(group.id.as_str()), Some(now), None)?;
            found.push(group.id.to_string());
        }
    }
    Ok(found)
}

/// Says what the summary of a group should say now, and when to look again.
pub(super) fn look(tx: &Transaction<'_>, ground: &Ground, group: &str, now: Timestamp) -> Result<(), StoreError> {
    let people = &ground.setup.people;
    let reader = PersonId::parse(group).ok().and_then(|id| people.person(&id));
    let chat = reader.map(|reader| place_of(tx, reader)).transpose()?.flatten();
    let wanted = people.summarised().find(|wanted| wanted.id.as_str() == group);
    match (wanted, reader, chat) {
        (Some(group), _, Some(chat)) => {
            let cases = standings(tx, ground, group, now)?;
            let message = fitting(ground, group, &cases, now);
            store::want_summary(tx, group.id.as_str(), &chat, &message, now)?;
            let next = [midnight(group, now), changes_at(&cases, now)].into_iter().flatten().min();
            store::wake(tx, &row(group.id.as_str()), next.map(|at| at.max(now + SignedDuration::from_secs(1))), None)?;
        }
        // What stands in the chat must not pass for the state of things.
        (None, Some(reader), Some(chat)) if store::has_summary(tx, group)? => {
            store::want_summary(tx, group, &chat, &ended(reader, &ground.words), now)?;
            store::forget_case(tx, &row(group))?;
        }
        _ => {
            store::forget_summary(tx, group)?;
            store::forget_case(tx, &row(group))?;
        }
    }
    Ok(())
}

/// As many cases as one message holds: it is changed in place, and cannot become two.
fn fitting(ground: &Ground, group: &Person, cases: &[Standing], now: Timestamp) -> Message {
    let fits = |message: &Message| split::parts(message.chat().as_str(), split::LIMIT).len() <= 1;
    let write = |most| summary(group, cases, most, &ground.words, now);
    let all = write(cases.len());
    if fits(&all) {
        return all;
    }
    let (mut fit, mut too_many) = (0, cases.len());
    while too_many - fit > 1 {
        let middle = usize::midpoint(fit, too_many);
        if fits(&write(middle)) { fit = middle } else { too_many = middle }
    }
    write(fit)
}

fn standings(
    tx: &Transaction<'_>,
    ground: &Ground,
    group: &Person,
    now: Timestamp,
) -> Result<Vec<Standing>, StoreError> {
    let mut found = Vec::new();
    for case in ground.setup.cases_of(group).filter(|case| case.status != Status::Closed) {
        found.extend(standing(tx, ground, &case, group, now)?);
    }
    Ok(found)
}

fn standing(
    tx: &Transaction<'_>,
    ground: &Ground,
    case: &Case,
    group: &Person,
    now: Timestamp,
) -> Result<Option<Standing>, StoreError> {
    let docket = docket(case, &ground.setup.law, now);
    let assessment = assess(case, &ground.setup.law, &docket, now);
    if assessment.ended {
        return Ok(None);
    }
    let open = standing_in(tx, ground, case, (&docket, &assessment), now)?;
    let seen_to = |subject: &str| {
        // The newest matter of a name is the one that holds.
        let newest = open.iter().filter(|one| one.open.matter.subject == subject);
        newest.max_by_key(|one| one.open.matter.revision).map_or(Care::NotAsked, cared_for)
    };
    let terms = next_terms(&docket.deadlines, now);
    let terms = terms.into_iter().map(|deadline| (deadline.clone(), seen_to(&deadline.key.subject()))).collect();
    let reason = assessment.reasons.first().map(|reason| reason.says.get(group.language).to_owned());
    let level = if assessment.level >= Level::Elevated { seen_to(RISK) } else { Care::NotAsked };
    let undated = docket.refused.into_iter().filter(|term| !term.done).collect();
    Ok(Some(Standing { case: case.id.clone(), level: assessment.level, reason, care: level, terms, undated }))
}

fn cared_for(open: &Open) -> Care {
    match open.held {
        Some(held) => Care::Held(held),
        None => Care::Nobody,
    }
}

/// When the day changes where the group lives.
fn midnight(group: &Person, now: Timestamp) -> Option<Timestamp> {
    let zone = zone_of(group);
    let day = zone.to_datetime(now).date().tomorrow().ok()?;
    Some(day.to_zoned(zone).ok()?.timestamp())
}
