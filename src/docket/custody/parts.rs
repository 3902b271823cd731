//! The periods a person was held, one after the other, from the events on record.
//!
//! In: the events known at a moment and the day it is. Out: parts, each with its kind and the readings of its first
//! and last day. Nothing is filled in: a start that is not on record stays open, and so does an end.

use jiff::{civil::Date, tz::TimeZone};

use crate::watchlist::{Event, Kind, Until};

/// In what kind of custody a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Held {
    /// Arrest and remand in a criminal or extradition case.
    Criminal,
    /// House arrest.
    House,
    /// Administrative arrest, or a place for people to be expelled.
    Administrative,
}

impl Held {
    /// The word of the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Criminal => "criminal",
            Self::House => "house-arrest",
            Self::Administrative => "administrative",
        }
    }

    /// What the `what` of an order says; an order that says nothing is remand.
    fn ordered(event: &Event) -> Option<Self> {
        match event.what.as_deref() {
            Some("house-arrest") => Some(Self::House),
            Some("special-institution" | "placed-by-official") => Some(Self::Administrative),
            _ => None,
        }
    }
}

/// The first and the last day that something can have been on.
pub type Days = (Date, Date);

/// How many days, in both readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// At least so many: the first day left out, the latest start, the earliest end.
    pub least: i64,
    /// At most so many: the first day counted; `None` when the start is not on record.
    pub most: Option<i64>,
}

impl Length {
    /// No time at all.
    pub const NONE: Self = Self { least: 0, most: Some(0) };

    /// Two lengths together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let most = self.most.and_then(|one| other.most.map(|two| one + two));
        Self { least: self.least + other.least, most }
    }
}

/// One unbroken period of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What kind of custody.
    pub held: Held,
    /// Its first day; `None` when only its end is on record.
    pub first: Option<Days>,
    /// Its last day; `None` while it lasts.
    pub last: Option<Days>,
    /// The event that ended it; `None` while it lasts, or when its own term ended it.
    pub ended_by: Option<Kind>,
    /// The last day that an administrative arrest names.
    ends_itself: Option<Days>,
}

impl Part {
    fn open(held: Held, first: Days) -> Self {
        Self { held, first: Some(first), last: None, ended_by: None, ends_itself: None }
    }

    fn close(&mut self, last: Days, by: Kind) {
        // What ends by its own term did so, unless a release says otherwise; then the release is the fact.
        let own = self.ends_itself.filter(|own| !by.ends_case() && by != Kind::Released && own.1 < last.0);
        let (last, by) = own.map_or((last, Some(by)), |own| (own, None));
        let (start, _) = self.first.unwrap_or(last);
        self.last = Some((last.0.max(start), last.1.max(start)));
        self.ended_by = by;
    }

    /// How long it was, or has been until today.
    #[must_use]
    pub fn length(&self, today: Date) -> Length {
        let last = self.last.unwrap_or((today, today));
        let Some(first) = self.first else { return Length { least: 1, most: None } };
        Length { least: days(first.1, last.0).max(0), most: Some(days(first.0, last.1).max(0) + 1) }
    }
}

/// Whole days from one day to another.
pub(super) fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// Every part of a case, in order.
pub(super) fn parts(facts: &[&Event], zone: &TimeZone, today: Date) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for event in facts {
        let on = event.on.days(zone);
        let open = parts.last_mut().filter(|part| part.last.is_none());
        let lasting = open.as_ref().map(|part| part.held);
        let next = match event.kind {
            Kind::Arrest => Some(Held::Criminal),
            Kind::AdministrativeArrest => Some(Held::Administrative),
            Kind::CustodyOrdered => Some(Held::ordered(event).unwrap_or(Held::Criminal)),
            // An extension goes on with what there was, unless it says otherwise.
            Kind::CustodyExtended => Held::ordered(event).or(lasting).or(Some(Held::Criminal)),
            _ => None,
        };
        let ends = event.kind == Kind::Released || event.kind.ends_case();
        match (open, next) {
            (Some(part), _) if ends => part.close(on, event.kind),
            (None, _) if event.kind == Kind::Released => {
                let part = Part { first: None, ..Part::open(Held::Criminal, on) };
                // A second word about the same release is no second custody.
                if parts.last().is_none_or(|before| before.ended_by != Some(Kind::Released)) {
                    parts.push(Part { last: Some(on), ended_by: Some(Kind::Released), ..part });
                }
            }
            (Some(part), Some(held)) if part.held == held && part.ends_itself.is_none_or(|own| on.0 <= own.1) => {}
            (Some(part), Some(held)) => {
                part.close(on, event.kind);
                parts.push(Part::open(held, on));
            }
            (None, Some(held)) => parts.push(Part::open(held, on)),
            _ => {}
        }
        if let (Kind::AdministrativeArrest, Some(Until::Date(until)), Some(part)) =
            (event.kind, &event.until, parts.last_mut().filter(|part| part.last.is_none()))
        {
            part.ends_itself = Some(until.days(zone));
        }
    }
    if let Some(part) = parts.last_mut().filter(|part| part.last.is_none())
        && let Some(own) = part.ends_itself.filter(|own| own.1 < today)
    {
        part.last = Some(own);
    }
    parts
}
