//! When something was, as exactly as the file knows it.
//!
//! In: a TOML date, a date-time with or without offset, a range, a month, a date-time in a named zone.
//! Out: the first and last it can have been. A day is never turned into an invented moment.

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone},
};
use toml::de::DeValue;
use toml::value::{Datetime, Offset as Away};

use crate::form::Field;

/// The hour at which a fact without a clock time is taken to have become known.
pub const NOON: Time = Time::constant(12, 0, 0, 0);

/// When something was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Some time on a day.
    Day(Date),
    /// A clock time in the case's zone.
    Local(DateTime),
    /// A moment: the file gave an offset or a zone.
    At(Timestamp),
    /// Some time between two days, both included.
    Between(Date, Date),
}

const EXAMPLES: &str = "write 2026-03-01, 2026-03-01T14:30, 2026-03-01T14:30:00+03:00, \"2026-03-01T17:00[Europe/Paris]\", \
                        \"2026-01-28..2026-02-01\" or \"2026-07\"";

impl When {
    /// Reads a field; a mistake is noted at its place.
    #[must_use]
    pub fn read(field: &Field<'_>) -> Option<Self> {
        let read = match field.value {
            // Most are days.
            DeValue::Datetime(Datetime { date: Some(day), time: None, offset: None }) => {
                civil(day.year, day.month, day.day).map(Self::Day)
            }
            DeValue::Datetime(written) if written.date.is_some() => {
                clock(written).or_else(|| Self::parse(&written.to_string()))
            }
            DeValue::String(text) => Self::parse(text),
            _ => None,
        };
        match &read {
            None => field.wrong_date("a date", EXAMPLES),
            Some(Self::Between(first, last)) if last < first => {
                field.wrong("a range that runs forward", "the later day comes second");
                return None;
            }
            Some(_) => {}
        }
        read
    }

    /// Reads the text forms.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((first, last)) = text.split_once("..") {
            return Some(Self::Between(whole_day(first)?, whole_day(last)?));
        }
        if text.len() == 7 {
            let first = whole_day(&format!("{text}-01"))?;
            return Some(Self::Between(first, first.last_of_month()));
        }
        if let Some(day) = whole_day(text) {
            return Some(Self::Day(day));
        }
        if text.ends_with(']') {
            let zoned: Zoned = text.parse().ok()?;
            zoned.time_zone().iana_name()?;
            return Some(Self::At(zoned.timestamp()));
        }
        if !text.contains(['T', 't', ' ']) {
            return None;
        }
        text.parse::<Timestamp>().map(Self::At).or_else(|_| text.parse::<DateTime>().map(Self::Local)).ok()
    }

    /// First and last day, in a zone.
    #[must_use]
    pub fn days(&self, zone: &TimeZone) -> (Date, Date) {
        match self {
            Self::Day(day) => (*day, *day),
            Self::Local(at) => (at.date(), at.date()),
            Self::At(at) => {
                let day = zone.to_datetime(*at).date();
                (day, day)
            }
            Self::Between(first, last) => (*first, *last),
        }
    }

    /// The moment, when it is known to the clock.
    #[must_use]
    pub fn moment(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(*at),
            // A skipped hour means the moment after the gap, a repeated one its first occurrence.
            Self::Local(at) => zone.to_timestamp(*at).ok(),
            Self::Day(_) | Self::Between(..) => None,
        }
    }

    /// The moment it is taken to have become known: noon of the last possible day when no clock time is given.
    #[must_use]
    pub fn known(&self, zone: &TimeZone) -> Option<Timestamp> {
        self.moment(zone).or_else(|| {
            let (_, last) = self.days(zone);
            zone.to_timestamp(last.to_datetime(NOON)).ok()
        })
    }
}

/// A date with a clock time as its numbers say; `None` leaves it to be read as text.
fn clock(written: &Datetime) -> Option<When> {
    let (day, time) = (written.date?, written.time?);
    let part = |part: u8| i8::try_from(part).ok();
    let second = part(time.second.unwrap_or_default())?;
    let nanosecond = i32::try_from(time.nanosecond.unwrap_or_default()).ok()?;
    let time = Time::new(part(time.hour)?, part(time.minute)?, second, nanosecond).ok()?;
    let at = civil(day.year, day.month, day.day)?.to_datetime(time);
    let minutes = match written.offset {
        None => return Some(When::Local(at)),
        Some(Away::Z) => 0,
        Some(Away::Custom { minutes }) => i32::from(minutes),
    };
    Offset::from_seconds(minutes * 60).ok()?.to_timestamp(at).ok().map(When::At)
}

fn civil(year: u16, month: u8, day: u8) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// `YYYY-MM-DD` and nothing else, in the years that a living person's case can be in.
fn whole_day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok().filter(|_| text.len() == 10)?;
    (1900..=2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::day("2021-07-21", When::Day(date(2021, 7, 21)))]
    #[case::local("2021-07-21T18:00:00", When::Local(date(2021, 7, 21).at(18, 0, 0, 0)))]
    #[case::local_without_seconds("2021-07-21T18:00", When::Local(date(2021, 7, 21).at(18, 0, 0, 0)))]
    #[case::offset("2021-07-21T18:00:00+03:00", When::At("2021-07-21T15:00:00Z".parse().unwrap()))]
    #[case::space("2021-07-21 18:00:00Z", When::At("2021-07-21T18:00:00Z".parse().unwrap()))]
    #[case::named_zone("2022-02-25T17:00[Europe/Paris]", When::At("2022-02-25T16:00:00Z".parse().unwrap()))]
    #[case::range("2022-01-28..2022-02-01", When::Between(date(2022, 1, 28), date(2022, 2, 1)))]
    #[case::month("2021-07", When::Between(date(2021, 7, 1), date(2021, 7, 31)))]
    #[case::leap_month("2024-02", When::Between(date(2024, 2, 1), date(2024, 2, 29)))]
    fn the_forms_of_the_contract(#[case] text: &str, #[case] when: When) {
        assert_eq!(When::parse(text), Some(when));
    }

    #[rstest]
    #[case("2021-02-30")]
    #[case("21-07-2021")]
    #[case("2021-13")]
    #[case("yesterday")]
    #[case("2021")]
    #[case("0021-07-21")]
    #[case("2022-02-25T17:00[Europe/Pariss]")]
    #[case("2022-02-25T25:00")]
    fn what_is_not_a_date(#[case] text: &str) {
        assert_eq!(When::parse(text), None);
    }

    #[rstest]
    #[case("2021-07-21T18:00:00")]
    #[case("2021-07-21T18:00")]
    #[case("2021-07-21 18:00:07.25")]
    #[case("2021-07-21T18:00:00.123456789+03:00")]
    #[case("2024-02-29T23:59:59Z")]
    #[case("2021-07-21t18:00:59-11:30")]
    #[case("2021-01-01T00:00+14:00")]
    #[case("0001-01-01T00:00:00+23:59")]
    #[case("9999-12-31T23:59:59-23:59")]
    fn numbers_say_what_the_text_does(#[case] text: &str) {
        let written: Datetime = text.parse().unwrap();
        let by_text = When::parse(&written.to_string());
        assert_eq!(clock(&written).or_else(|| by_text.clone()), by_text);
        let usual = (1900..=2200).contains(&written.date.unwrap().year);
        assert!(clock(&written).is_some() || !usual);
    }

    #[test]
    fn a_leap_second_is_left_to_be_read_as_text() {
        let written: Datetime = "2016-12-31T23:59:60Z".parse().unwrap();
        assert_eq!(clock(&written), None);
        assert_eq!(When::parse(&written.to_string()), Some(When::At("2016-12-31T23:59:59Z".parse().unwrap())));
    }

    #[test]
    fn a_day_becomes_known_at_noon_of_the_cases_zone() {
        let moscow = TimeZone::get("Europe/Moscow").unwrap();
        assert_eq!(When::Day(date(2021, 4, 24)).known(&moscow), Some("2021-04-24T09:00:00Z".parse().unwrap()));
    }
}
