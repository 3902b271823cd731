//! The facts of a case as known at a moment, in the order they happened, since it last ended.

use jiff::{Timestamp, civil::Date};

use crate::watchlist::{Case, Event, Kind};

/// Known facts of the present chapter of a case.
pub(super) struct Facts<'a> {
    pub(super) case: &'a Case,
    pub(super) now: Timestamp,
    events: Vec<&'a Event>,
    ended: bool,
    /// The kinds of these facts, and whether any concerns a body: most reasons rest on something that is not on record.
    kinds: u64,
    of_a_body: bool,
}

impl<'a> Facts<'a> {
    /// The facts known at `now`. What lies before the end of an earlier chapter no longer counts.
    pub(super) fn known(case: &'a Case, now: Timestamp) -> Self {
        let all: Vec<&Event> = case.events.iter().filter(|event| event.exists_at(now)).collect();
        let last_end = all.iter().rposition(|event| event.kind.ends_case());
        let chapter = match last_end {
            Some(end) => {
                // On one day, without clock times, the order in which they were entered decides.
                let later = |event: &Event| {
                    let (same, untimed) =
                        (event.on.days(&case.zone).1 >= all[end].on.days(&case.zone).0, |e: &Event| {
                            e.on.moment(&case.zone).is_none()
                        });
                    same && (untimed(event) || untimed(all[end])) && event.order > all[end].order
                };
                all.iter().enumerate().position(|(place, event)| event.kind.reopens() && (place > end || later(event)))
            }
            None => Some(0),
        };
        let mut events = chapter.map(|first| all[first..].to_vec()).unwrap_or_default();
        events.retain(|event| !event.kind.ends_case());
        let kinds = events.iter().fold(0, |all, event| all | event.kind.bit());
        let of_a_body = events.iter().any(|event| event.body.is_some());
        Self { case, now, ended: chapter.is_none(), kinds, of_a_body, events }
    }

    /// True when a fact of one of these kinds is known.
    pub(super) fn any_of(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.kinds & kind.bit() != 0)
    }

    /// True when a fact that concerns a body is known.
    pub(super) fn any_of_a_body(&self) -> bool {
        self.of_a_body
    }

    /// True when the case ended and has not begun again.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a Event> + '_ {
        self.events.iter().copied()
    }

    /// When the next fact that is on record becomes known: a replay must look then.
    pub(super) fn next_known(&self) -> Option<Timestamp> {
        self.case.events.iter().filter_map(|event| event.known).filter(|known| *known > self.now).min()
    }

    /// True when an event of one of these kinds follows another.
    pub(super) fn any_after(&self, event: &Event, kinds: &[Kind]) -> bool {
        if !self.any_of(kinds) {
            return false;
        }
        // A listed hearing lies ahead of what is known: its outcome may be dated on any day since it was listed.
        let scheduled = event.kind.is_scheduled();
        let day = event.on.days(&self.case.zone).0;
        self.events.iter().any(|other| {
            let listed = scheduled && !std::ptr::eq(*other, event) && other.on.days(&self.case.zone).1 >= day;
            kinds.contains(&other.kind)
                && (listed || self.case.comes_after(event, other))
                && other.body.is_none_or(|body| event.body.is_none_or(|its| its == body))
        })
    }

    /// True when another event of one of these kinds stands on the same day or later.
    pub(super) fn any_on_or_after(&self, event: &Event, kinds: &[Kind]) -> bool {
        if !self.any_of(kinds) {
            return false;
        }
        let day = event.on.days(&self.case.zone).0;
        let stands = |other: &Event| {
            !std::ptr::eq(other, event) && kinds.contains(&other.kind) && other.on.days(&self.case.zone).1 >= day
        };
        self.events.iter().any(|other| stands(other))
    }

    /// True when an event of one of these kinds lies on or after a day, and after an instant if it has a clock time.
    pub(super) fn any_since_day(&self, day: Date, after: Timestamp, kinds: &[Kind]) -> bool {
        if !self.any_of(kinds) {
            return false;
        }
        self.events.iter().any(|event| {
            let zone = &self.case.zone;
            kinds.contains(&event.kind) && event.on.days(zone).1 >= day && self.latest_moment(event) >= after
        })
    }

    fn latest_moment(&self, event: &Event) -> Timestamp {
        event.on.moment(&self.case.zone).unwrap_or_else(|| {
            let last = event.on.days(&self.case.zone).1;
            let next = last.tomorrow().unwrap_or(last).to_zoned(self.case.zone.clone());
            next.map_or(Timestamp::MAX, |at| at.timestamp())
        })
    }

    /// When the team learned of an event. A hearing known from the start is known since the case is, as far as its file
    /// tells: never only since the moment of asking, or it would be news at every look.
    pub(super) fn learned(&self, event: &Event) -> Timestamp {
        event.known.unwrap_or_else(|| {
            let first = self.iter().filter_map(|other| other.known).min().unwrap_or(Timestamp::MIN);
            self.moment(event).min(first)
        })
    }

    /// When an event was: its clock time, else noon of its last possible day.
    pub(super) fn moment(&self, event: &Event) -> Timestamp {
        event.on.known(&self.case.zone).unwrap_or(Timestamp::MIN)
    }

    /// The last time anybody had contact; without one, when the case first became known.
    pub(super) fn last_contact(&self) -> Option<Timestamp> {
        let contacts = self.iter().filter(|event| event.kind == Kind::Contact);
        let contact = contacts.map(|event| self.case.heard_at(event)).max();
        contact.or_else(|| self.case.first_known(self.iter(), self.now))
    }
}
