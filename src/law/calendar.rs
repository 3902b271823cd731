//! On which days an office that counts is open.
//!
//! In: a calendar file, or the built-in `weekends`. Out: the state of a day, and what is not known about it.
//! A day beyond the calendar's horizon is answered by its weekday, and the answer says that holidays are unknown.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use crate::form::{Field, Form, Notes, Sheet, Spot};
use crate::ids::{CalendarId, Text};

/// What is known about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Worked.
    Open,
    /// Not worked.
    Closed,
    /// Possibly not worked: nobody could say for certain.
    Maybe,
}

/// How far a calendar's word about a day can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The calendar covers the day.
    Known,
    /// Covered, but it may still change.
    Provisional,
    /// Outside the calendar: only the weekday is known. Holds the calendar's nearest day.
    Beyond(Date),
}

/// The days of the week as a file names them.
pub const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// A calendar of working days.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Its name in countings.
    pub id: CalendarId,
    /// Its name for people.
    pub title: String,
    /// The act that says which days are off.
    pub cite: Text,
    /// Where that can be read.
    pub source: String,
    /// First and last day it speaks of; `None` for a calendar that knows weekdays only.
    pub horizon: Option<(Date, Date)>,
    /// The file.
    pub sheet: Sheet,
    provisional_from: Option<Date>,
    weekend: Vec<Weekday>,
    off: BTreeSet<Date>,
    work: BTreeSet<Date>,
    maybe: BTreeSet<Date>,
    /// The states of the days of its own years, looked up at every term that rolls.
    table: Vec<State>,
}

/// Days of a month and months of a year in [`Calendar::table`]: with gaps, so that no calendar has to be asked.
const MONTH: usize = 31;
const YEAR: usize = 12 * MONTH;
/// Calendars of more years than this are asked day by day.
const LONGEST: i16 = 200;

impl Calendar {
    /// Saturday and Sunday off, no holidays known.
    #[must_use]
    pub fn weekends() -> Self {
        Self {
            id: CalendarId::parse("weekends").unwrap_or_else(|_| unreachable!("a literal slug")),
            title: "Saturdays and Sundays; no holidays known".into(),
            cite: Text::default(),
            source: String::new(),
            horizon: None,
            sheet: Sheet::new("weekends", ""),
            provisional_from: None,
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            off: BTreeSet::new(),
            work: BTreeSet::new(),
            maybe: BTreeSet::new(),
            table: Vec::new(),
        }
    }

    /// Whether the office is open on a day.
    #[must_use]
    pub fn state(&self, day: Date) -> State {
        self.place(day).and_then(|place| self.table.get(place)).copied().unwrap_or_else(|| self.state_by_sets(day))
    }

    fn place(&self, day: Date) -> Option<usize> {
        let year = usize::try_from(day.year() - self.horizon?.0.year()).ok()?;
        let (month, day) = (usize::try_from(day.month()).ok()?, usize::try_from(day.day()).ok()?);
        Some(year * YEAR + (month - 1) * MONTH + day - 1)
    }

    fn tabulate(&mut self) {
        let short = self.horizon.filter(|(from, until)| until.year() - from.year() < LONGEST);
        let Some((from, until)) = short else { return };
        let months = || (from.year()..=until.year()).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let closed = |day: Date| self.weekend.contains(&day.weekday());
        let plain = |day: Date| if closed(day) { State::Closed } else { State::Open };
        let days = months().flat_map(|(year, month)| (1..=31).map(move |day| Date::new(year, month, day)));
        let mut table: Vec<State> = days.map(|day| day.map_or(State::Closed, plain)).collect();
        // As the sets are asked: what is worked is not off, and only what is not off can be in doubt.
        for (set, state) in [(&self.off, State::Closed), (&self.work, State::Open), (&self.maybe, State::Maybe)] {
            for place in set.iter().filter_map(|day| self.place(*day)) {
                if let Some(known) = table.get_mut(place)
                    && (state != State::Maybe || *known == State::Open)
                {
                    *known = state;
                }
            }
        }
        self.table = table;
    }

    fn state_by_sets(&self, day: Date) -> State {
        let worked = self.work.contains(&day);
        // A doubtful range may run over a weekend, and that one is not in doubt.
        if !worked && (self.off.contains(&day) || self.weekend.contains(&day.weekday())) {
            State::Closed
        } else if self.maybe.contains(&day) {
            State::Maybe
        } else {
            State::Open
        }
    }

    /// How far [`Calendar::state`] can be trusted for a day.
    #[must_use]
    pub fn trust(&self, day: Date) -> Trust {
        match (self.horizon, self.provisional_from) {
            (None, _) => Trust::Known,
            (Some((from, _)), _) if day < from => Trust::Beyond(from),
            (Some((_, until)), _) if day > until => Trust::Beyond(until),
            (_, Some(provisional)) if day >= provisional => Trust::Provisional,
            _ => Trust::Known,
        }
    }

    /// Reads a calendar file; `None` when it cannot be used. Everything wrong is in `notes`.
    #[must_use]
    pub fn read(sheet: Sheet) -> (Option<Self>, Notes) {
        let notes = Notes::new(sheet);
        let calendar = crate::form::read(&notes, fill);
        let usable = !notes.failed();
        (calendar.filter(|_| usable), notes)
    }
}

fn fill(mut root: Form<'_>) -> Option<Calendar> {
    let head = root.table("calendar", "[calendar]");
    let years = root.tables("year", "[[year]]");
    root.close();
    let mut head = head?;
    let id = head.required_text("id", "id = \"ru-courts\"")?;
    let title = head.required_text("title", "title = \"…\"")?.value;
    let from = head.required("from", "from = 2013-01-01")?.day()?;
    let until = head.required("until", "until = 2027-12-31")?.day()?;
    let provisional_from = head.day("provisional_from").map(|d| d.value);
    let weekend = head.texts("weekend").into_iter().filter_map(|word| weekday(&head, &word)).collect();
    let cite = Text::from(&*head.required_text("cite", "cite = \"Labour Code art. 112\"")?.value);
    let source = head.required_text("source", "source = \"https://…\"")?.value;
    head.required("reviewed", "reviewed = 2026-11-21")?.day()?;
    if until.value < from.value {
        head.notes.error(until.span, "the calendar ends before it begins", "", "exchange `from` and `until`");
    }
    let id = match CalendarId::parse(&id.value) {
        Ok(name) => name,
        Err(bad) => {
            head.notes.error(id.span, bad.to_string(), "", "");
            return None;
        }
    };
    let sheet = head.notes.sheet().clone();
    head.close();
    let mut calendar = Calendar {
        id,
        title,
        cite,
        source,
        horizon: Some((from.value, until.value)),
        sheet,
        provisional_from,
        weekend,
        off: BTreeSet::new(),
        work: BTreeSet::new(),
        maybe: BTreeSet::new(),
        table: Vec::new(),
    };
    for form in years {
        year(form, &mut calendar);
    }
    calendar.tabulate();
    Some(calendar)
}

fn weekday(head: &Form<'_>, word: &Spot<String>) -> Option<Weekday> {
    let day = WEEKDAYS.iter().find(|(name, _)| *name == word.value).map(|(_, day)| *day);
    if day.is_none() {
        head.notes.error(word.span.clone(), "this is not a day of the week", "", "write saturday, sunday …");
    }
    day
}

fn year(mut form: Form<'_>, calendar: &mut Calendar) {
    let number = form.required("year", "year = 2026").and_then(|f| f.number());
    for (key, set) in [("off", &mut calendar.off), ("work", &mut calendar.work), ("maybe", &mut calendar.maybe)] {
        let Some(field) = form.field(key) else { continue };
        let Some(number) = &number else { continue };
        set.extend(days(&field, number.value));
    }
    // Decree days are read, so that a typing error in them is found, and then counted as worked.
    if let (Some(field), Some(number)) = (form.field("decree"), &number) {
        let _checked = days(&field, number.value);
    }
    form.close();
}

/// `"01-01..01-11"` and `"02-23"` in a given year.
fn days(field: &Field<'_>, year: i64) -> Vec<Date> {
    let mut out = Vec::new();
    for item in field.texts() {
        let (first, last) = item.value.split_once("..").unwrap_or((&item.value, &item.value));
        let date = |text: &str| format!("{year:04}-{text}").parse::<Date>().ok().filter(|_| text.len() == 5);
        match (date(first), date(last)) {
            (Some(first), Some(last)) if first <= last => {
                out.extend(first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last));
            }
            _ => field.notes.error(
                item.span,
                format!("`{}` is not a day or a range of days of {year}", item.value),
                "",
                "write \"02-23\" or \"01-01..01-08\"",
            ),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn sample() -> Calendar {
        let text = r#"
            [calendar]
            id = "x"
            title = "X"
            from = 2021-01-01
            until = 2022-12-31
            provisional_from = 2022-01-01
            weekend = ["saturday", "sunday"]
            cite = "c"
            source = "s"
            reviewed = 2022-01-01
            [[year]]
            year = 2021
            off = ["01-01..01-10", "02-23"]
            work = ["02-20"]
            decree = ["05-04..05-07"]
            maybe = ["12-24..12-26"]
        "#;
        let (calendar, notes) = Calendar::read(Sheet::new("x.toml", text));
        assert!(notes.finish().is_empty());
        calendar.unwrap()
    }

    #[test]
    fn decree_days_are_worked_and_a_worked_saturday_is_open() {
        let calendar = sample();
        assert_eq!(calendar.state(date(2021, 5, 5)), State::Open);
        assert_eq!(calendar.state(date(2021, 2, 20)), State::Open);
        assert_eq!(calendar.state(date(2021, 2, 21)), State::Closed);
        assert_eq!(calendar.state(date(2021, 1, 4)), State::Closed);
        assert_eq!(calendar.state(date(2021, 12, 24)), State::Maybe);
        assert_eq!(calendar.state(date(2021, 12, 25)), State::Closed, "a Saturday is closed, whatever else it may be");
    }

    #[test]
    fn the_table_says_what_the_days_say() {
        let calendar = sample();
        assert!(!calendar.table.is_empty());
        for day in date(2020, 1, 1).series(jiff::Span::new().days(1)).take(1500) {
            assert_eq!(calendar.state(day), calendar.state_by_sets(day), "{day}");
        }
    }

    #[test]
    fn a_day_outside_the_horizon_says_so() {
        let calendar = sample();
        assert_eq!(calendar.trust(date(2021, 6, 1)), Trust::Known);
        assert_eq!(calendar.trust(date(2022, 6, 1)), Trust::Provisional);
        assert_eq!(calendar.trust(date(2023, 1, 1)), Trust::Beyond(date(2022, 12, 31)));
        assert_eq!(calendar.trust(date(2020, 12, 31)), Trust::Beyond(date(2021, 1, 1)));
    }

    #[test]
    fn the_thirtieth_of_february_is_a_mistake() {
        let text = "[calendar]\nid=\"x\"\ntitle=\"\"\nfrom=2021-01-01\nuntil=2021-12-31\ncite=\"\"\nsource=\"\"\nreviewed=2021-01-01\n[[year]]\nyear=2021\noff=[\"02-30\"]\n";
        let (calendar, notes) = Calendar::read(Sheet::new("x.toml", text));
        assert!(calendar.is_none());
        assert_eq!(notes.finish()[0].place(), "x.toml:11:6");
    }
}
