//! How a law counts: the conventions that turn a term into a date.
//!
//! In: a `[counting.NAME]` table, or the same words on the command line. It holds no numbers of days.

use jiff::{civil::Time, tz::TimeZone};

use crate::form::{Form, Spot, nearest};
use crate::ids::{CalendarId, Text};

/// Whether the day of the event is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StartDay {
    /// Day 1 is the next day.
    Excluded,
    /// The day of the event is day 1.
    Included,
    /// From the clock time of the event.
    Moment,
    /// Included and excluded are both argued: two readings.
    Disputed,
}

/// What a term in months does when its last month has no corresponding date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MonthEnd {
    /// Its last day.
    Last,
    /// The first day after it.
    Next,
    /// No date is given.
    Reject,
}

/// What happens when the last day is not a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Roll {
    /// Nothing.
    None,
    /// The next working day.
    Forward,
    /// The working day before.
    Backward,
}

/// The hour at which the last day ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ends {
    /// 24:00, the first instant of the next day.
    Midnight,
    /// When the office closes.
    At(Time),
}

/// Whose clock is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The case's.
    Case,
    /// A fixed place's.
    Place(TimeZone),
}

/// A law's way of counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// Is the day of the event counted?
    pub start_day: StartDay,
    /// Months without the corresponding date; `None` refuses when it would matter.
    pub month_end: Option<MonthEnd>,
    /// Last days that are not worked.
    pub roll: Roll,
    /// The calendar for rolling and for working days.
    pub calendar: Option<CalendarId>,
    /// The hour at which the last day ends.
    pub ends: Ends,
    /// The clock that counts.
    pub zone: Zone,
    /// The article on counting.
    pub cite: Text,
}

impl StartDay {
    /// All words, for error texts and schemas.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("excluded", Self::Excluded),
        ("included", Self::Included),
        ("moment", Self::Moment),
        ("disputed", Self::Disputed),
    ];
}

impl MonthEnd {
    /// All words.
    pub const WORDS: &[(&'static str, Self)] = &[("last", Self::Last), ("next", Self::Next), ("reject", Self::Reject)];
}

impl Roll {
    /// All words.
    pub const WORDS: &[(&'static str, Self)] =
        &[("none", Self::None), ("forward", Self::Forward), ("backward", Self::Backward)];
}

/// Looks a word up in a closed list.
///
/// # Errors
/// A sentence that names the words there are, and the nearest.
pub fn word<T: Copy>(text: &str, words: &[(&'static str, T)]) -> Result<T, String> {
    words.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
        let all: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let hint =
            nearest(text, all.iter().copied()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("`{text}` is not one of: {}{hint}", all.join(", "))
    })
}

/// Reads the hour at which a day ends.
///
/// # Errors
/// When it is neither `24:00` nor a clock time.
pub fn ends(text: &str) -> Result<Ends, String> {
    if text == "24:00" {
        return Ok(Ends::Midnight);
    }
    let wrong = || format!("`{text}` is not a clock time: write \"24:00\" or \"16:00\"");
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let number = |part: &str| part.parse::<i8>().ok().filter(|_| part.len() == 2);
    let (hour, minute) = number(hour).zip(number(minute)).ok_or_else(wrong)?;
    Time::new(hour, minute, 0, 0).map(Ends::At).map_err(|_| wrong())
}

/// Reads an IANA zone.
///
/// # Errors
/// When the name is unknown.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name)
        .ok()
        .filter(|zone| zone.iana_name().is_some())
        .ok_or_else(|| format!("`{name}` is not an IANA time zone: write a name such as \"Europe/Moscow\""))
}

/// A text field read through one of the functions above; a mistake is noted at its place.
pub fn parsed<T>(form: &Form<'_>, spot: Option<Spot<String>>, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
    let spot = spot?;
    match parse(&spot.value) {
        Ok(value) => Some(value),
        Err(says) => {
            form.notes.error(spot.span, says, "", "");
            None
        }
    }
}

impl Counting {
    /// For a date that an order names itself: it ends at 24:00 where the person is.
    #[must_use]
    pub fn as_named() -> Self {
        Self {
            start_day: StartDay::Excluded,
            month_end: None,
            roll: Roll::None,
            calendar: None,
            ends: Ends::Midnight,
            zone: Zone::Case,
            cite: Text::default(),
        }
    }

    /// Reads a `[counting.NAME]` table.
    #[must_use]
    pub fn read(mut form: Form<'_>) -> Option<Self> {
        let start = form.required_text("start_day", "start_day = \"excluded\"");
        let start_day = parsed(&form, start, |text| word(text, StartDay::WORDS));
        let text = form.text("month_end");
        let month_end = parsed(&form, text, |text| word(text, MonthEnd::WORDS));
        let text = form.text("roll");
        let roll = parsed(&form, text, |text| word(text, Roll::WORDS)).unwrap_or(Roll::None);
        let text = form.text("calendar");
        let calendar = parsed(&form, text, |text| CalendarId::parse(text).map_err(|bad| bad.to_string()));
        let text = form.text("ends");
        let ends = parsed(&form, text, ends).unwrap_or(Ends::Midnight);
        let text = form.text("zone");
        let place = |text: &str| if text == "case" { Ok(Zone::Case) } else { zone(text).map(Zone::Place) };
        let zone = parsed(&form, text, place).unwrap_or(Zone::Case);
        let cite = form.text("cite").map(|spot| Text::from(&*spot.value)).unwrap_or_default();
        if roll != Roll::None && calendar.is_none() {
            form.notes.error(
                form.at(),
                "rolling needs a calendar",
                "",
                "add: calendar = \"weekends\", or one of config/calendars",
            );
        }
        form.close();
        Some(Self { start_day: start_day?, month_end, roll, calendar, ends, zone, cite })
    }
}
