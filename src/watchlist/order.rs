//! Which of two events came first, and whether a case is closed, as far as its files can tell.
//!
//! In: two events of a case, or the moment up to which facts are known. Out: yes only where it is certain: on a day without
//! clock times the case file is in the order in which things happened, but nobody knows how it and the reports interleave.

use jiff::Timestamp;

use super::event::REPORTED;
use super::{Case, Event, Kind, Status};

impl Case {
    /// True when one event came after another. What says that somebody was seen or heard of may lie before or after an
    /// alarm of the same day; it comes after it only when that is certain.
    #[must_use]
    pub fn comes_after(&self, first: &Event, second: &Event) -> bool {
        if let (Some(before), Some(after)) = (first.on.moment(&self.zone), second.on.moment(&self.zone))
            && before != after
        {
            return before < after;
        }
        let [day, its_day] = [first, second].map(|event| event.on.days(&self.zone).0);
        if day != its_day {
            return day < its_day;
        }
        let one_file = (first.order < REPORTED) == (second.order < REPORTED);
        if one_file || !matches!(second.kind, Kind::Contact | Kind::FacilityChanged) {
            return first.order < second.order;
        }
        // One is in the case file, the other was reported: what counts is since when each was known, where that was written.
        let written = |event: &Event| event.known.filter(|_| event.known_by_day.is_none());
        written(first).zip(written(second)).is_some_and(|(before, after)| before < after)
    }

    /// When a contact was, at the latest that is certain: one of a day is taken for noon, one of several days for the first
    /// of them, and none for later than it was known.
    #[must_use]
    pub fn heard_at(&self, contact: &Event) -> Timestamp {
        let day = super::When::Day(contact.on.days(&self.zone).0);
        let at = contact.on.moment(&self.zone).or_else(|| day.known(&self.zone)).unwrap_or(Timestamp::MIN);
        let written = contact.known.filter(|_| contact.known_span.is_some());
        at.min(written.unwrap_or(Timestamp::MAX))
    }

    /// Since when there is anything to keep in contact about: the first fact that became known. A hearing that is listed and
    /// does not say since when counts once it is over.
    pub fn first_known<'a>(&self, facts: impl Iterator<Item = &'a Event>, now: Timestamp) -> Option<Timestamp> {
        let known = |event: &Event| event.known.or_else(|| event.on.known(&self.zone).filter(|at| *at <= now));
        facts.filter_map(known).min()
    }

    /// True when nothing is counted any more, as far as is known at a moment: it was closed, and has not begun again.
    #[must_use]
    pub fn closed_at(&self, now: Timestamp) -> bool {
        let known = || self.events.iter().filter(|event| event.exists_at(now));
        let reopened = |closed: &Event| known().any(|event| event.kind.reopens() && self.comes_after(closed, event));
        self.status == Status::Closed || known().any(|event| event.kind == Kind::Closed && !reopened(event))
    }
}
