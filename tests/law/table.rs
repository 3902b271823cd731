//! The words of a table row, and what the engine makes of them.
//!
//! A way of counting is written as in a pack, without the keys: `disputed last forward ru-courts 16:00 Europe/Paris`.
//! What is left out is as in a pack that leaves it out; the zone is UTC.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use staywatch::ids::CalendarId;
use staywatch::law::count::{Counted, Refused, Start, count};
use staywatch::law::counting::{Counting, MonthEnd, Roll, StartDay, Zone, ends, word, zone};
use staywatch::law::term::Term;
use staywatch::law::{Law, OwnLaw};
use staywatch::watchlist::When;

/// The law as it ships.
pub static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(OwnLaw::default()).0);

/// A way of counting and the zone it counts in.
#[derive(Debug)]
pub struct How {
    /// The way of counting.
    pub counting: Counting,
    /// The zone.
    pub zone: TimeZone,
}

impl How {
    /// Reads `disputed last forward ru-courts 16:00 Europe/Paris`.
    pub fn of(words: &str) -> Self {
        let mut how = Self { counting: Counting::as_named(), zone: TimeZone::UTC };
        for text in words.split_whitespace() {
            if let Ok(start_day) = word(text, StartDay::WORDS) {
                how.counting.start_day = start_day;
            } else if let Ok(month_end) = word(text, MonthEnd::WORDS) {
                how.counting.month_end = Some(month_end);
            } else if let Ok(roll) = word(text, Roll::WORDS) {
                how.counting.roll = roll;
            } else if let Ok(place) = zone(text) {
                how.zone = place;
            } else if let Ok(hour) = ends(text) {
                how.counting.ends = hour;
            } else {
                how.counting.calendar = Some(CalendarId::parse(text).unwrap());
            }
        }
        how
    }

    /// A shipped way of counting, `ru.cpc-days`. Without a zone of its own it counts in its pack's.
    pub fn shipped(name: &str) -> Self {
        let (pack, counting) = LAW.counting(name, None).unwrap_or_else(|| panic!("no counting `{name}`"));
        let zone = if let Zone::Place(place) = &counting.zone { place } else { &pack.zone };
        Self { counting: counting.clone(), zone: zone.clone() }
    }

    /// Counts from what a case file may say.
    pub fn count(&self, start: &str, term: &str) -> Result<Counted, Refused> {
        let when = When::parse(start).unwrap_or_else(|| panic!("`{start}` is not a date"));
        let (first, last) = when.days(&self.zone);
        let range =
            when.moment(&self.zone).map_or((Start::Day(first), Start::Day(last)), |at| (Start::At(at), Start::At(at)));
        self.between(range, Term::parse(term).unwrap())
    }

    /// Counts from an event between two starts.
    pub fn between(&self, range: (Start, Start), term: Term) -> Result<Counted, Refused> {
        let calendar = self.counting.calendar.as_ref().and_then(|id| LAW.calendar(id));
        count(range, term, &self.counting, calendar, &self.zone)
    }

    /// The last days, `2026-06-14..2026-06-15` or one day where the readings agree; `refused` without a date.
    pub fn days(&self, start: &str, term: &str) -> String {
        self.count(start, term).map_or_else(
            |_| "refused".to_owned(),
            |counted| both(counted.earliest.last_day.to_string(), &counted.latest.last_day.to_string()),
        )
    }

    /// The instants at which the readings end, in UTC.
    pub fn ends(&self, start: &str, term: &str) -> String {
        self.count(start, term).map_or_else(
            |_| "refused".to_owned(),
            |counted| both(counted.earliest.end.to_string(), &counted.latest.end.to_string()),
        )
    }
}

fn both(earliest: String, latest: &str) -> String {
    if earliest == latest { earliest } else { format!("{earliest}..{latest}") }
}
