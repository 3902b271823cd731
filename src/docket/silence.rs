//! Silence as a fact: the contact that was agreed for a case and has not come.
//!
//! In: the facts known at a moment, and how long a rule waits beyond the agreed time. Out: what such a rule starts from, and
//! when it would next start. Nobody has to put silence on record; a recorded disappearance takes its place.

use jiff::{SignedDuration, Timestamp};

use crate::law::step::Says;
use crate::watchlist::{Case, Event, Kind, When};

/// The place of silence in the order of what was entered: after all of it.
const ORDER: usize = usize::MAX;

/// Silences of a case.
#[derive(Default)]
pub(super) struct Silences {
    /// Those that have lasted long enough, each as if somebody had recorded it.
    pub(super) past: Vec<Event>,
    /// When the present one will have.
    pub(super) next: Option<Timestamp>,
}

/// What a deadline that starts from this event says of its start.
pub(super) fn says(trigger: &Event) -> Says {
    if trigger.order == ORDER { Says::Silent } else { Says::Starts { event: trigger.kind } }
}

/// The silences that lasted `after` beyond the agreed time. They are counted from each contact on record, and from when
/// the case, or its present chapter, became known.
pub(super) fn silences(case: &Case, facts: &[&Event], after: SignedDuration, now: Timestamp) -> Silences {
    let mut found = Silences::default();
    let Some(patience) = case.check_in.and_then(|every| every.checked_add(after)) else { return found };
    let chapter = match facts.iter().rposition(|event| event.kind.ends_case()) {
        None => facts,
        Some(end) => {
            let begins = facts[end..].iter().position(|event| event.kind.reopens());
            begins.map_or(&[][..], |begins| &facts[end + begins..])
        }
    };
    let moment = |event: &Event| event.on.known(&case.zone).unwrap_or(Timestamp::MIN);
    let Some(known) = case.first_known(chapter.iter().copied(), now) else { return found };
    let contacts = chapter.iter().filter(|event| event.kind == Kind::Contact).map(|event| case.heard_at(event));
    let mut heard: Vec<Timestamp> = contacts.filter(|at| *at > known).chain([known]).collect();
    heard.sort_unstable();
    let gone = |event: &&&Event| matches!(event.kind, Kind::Disappeared | Kind::Abducted | Kind::ContactLost);
    for (place, last) in heard.iter().enumerate() {
        let Ok(due) = last.checked_add(patience) else { continue };
        let heard_again = heard.get(place + 1).is_some_and(|next| *next <= due);
        // What happened before the case was known belongs to its first silence.
        let since = if place == 0 { Timestamp::MIN } else { *last };
        let recorded = chapter.iter().filter(gone).any(|event| (since..=due).contains(&moment(event)));
        if heard_again || recorded {
            continue;
        }
        if due > now {
            found.next = Some(found.next.map_or(due, |sooner| sooner.min(due)));
            continue;
        }
        found.past.push(silence(case, *last, due));
    }
    found
}

fn silence(case: &Case, last: Timestamp, due: Timestamp) -> Event {
    Event {
        // Counted from another contact it is another matter.
        id: Some(format!("silence-{}", case.zone.to_datetime(last).date())),
        kind: Kind::ContactLost,
        on: When::At(due),
        known: Some(due),
        known_by_day: None,
        notified: None,
        until: None,
        answer_by: None,
        within: None,
        body: None,
        stage: None,
        what: None,
        note: None,
        source: None,
        by: None,
        order: ORDER,
        fields: Vec::new(),
        span: 0..0,
        on_span: 0..0,
        known_span: None,
        stays_known: false,
    }
}
