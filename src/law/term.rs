//! How long a term is, as the law words it: a number, a unit, and whether it counts back.
//!
//! Units are not interchangeable: 48 hours are not 2 days, 30 days are not a month.

use std::fmt;

/// The unit a law counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Sixty minutes each, from the moment of the event.
    Hours,
    /// Calendar days.
    Days,
    /// Days on which the office of the calendar is open.
    WorkingDays,
    /// Calendar months, to the corresponding date.
    Months,
    /// Calendar years, to the corresponding date.
    Years,
}

/// Whether a term runs on from its event or back from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// After the event.
    After,
    /// Before the event.
    Before,
}

/// A length of time as written in a rule: `10 days`, `8 hours before`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// How many units.
    pub count: u16,
    /// Which unit.
    pub unit: Unit,
    /// On from the event or back from it.
    pub direction: Direction,
}

/// Why a text is not a term.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a term: write a number and a unit, such as `10 days`, `48 hours`, `2 months` or `7 days before`")]
pub struct BadTerm(pub String);

/// The longest term that is believed, in units: sixty years in months, far more than any law here knows.
const MOST: u16 = 20_000;

impl Term {
    /// Reads `10 days`, `1 month`, `5 working days`, `48 hours before`.
    ///
    /// # Errors
    /// When number, unit or the word after it is not one of these.
    pub fn parse(text: &str) -> Result<Self, BadTerm> {
        let bad = || BadTerm(text.to_owned());
        let words: Vec<&str> = text.split_whitespace().collect();
        let (words, direction) = match words.as_slice() {
            [rest @ .., "before"] => (rest, Direction::Before),
            all => (all, Direction::After),
        };
        let [number, unit @ ..] = words else { return Err(bad()) };
        let unit = match unit {
            ["hour" | "hours"] => Unit::Hours,
            ["day" | "days"] => Unit::Days,
            ["working", "day" | "days"] => Unit::WorkingDays,
            ["month" | "months"] => Unit::Months,
            ["year" | "years"] => Unit::Years,
            _ => return Err(bad()),
        };
        let plain = number.bytes().all(|b| b.is_ascii_digit());
        let count = number.parse().ok().filter(|n| plain && *n <= MOST).ok_or_else(bad)?;
        Ok(Self { count, unit, direction })
    }

    /// Months in this term, for months and years.
    #[must_use]
    pub fn months(self) -> Option<i32> {
        match self.unit {
            Unit::Months => Some(i32::from(self.count)),
            Unit::Years => Some(i32::from(self.count) * 12),
            _ => None,
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Hours => "hour",
            Unit::Days => "day",
            Unit::WorkingDays => "working day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        let back = if self.direction == Direction::Before { " before" } else { "" };
        write!(f, "{} {unit}{plural}{back}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_read_back_as_written() {
        for text in
            ["10 days", "1 month", "48 hours", "5 working days", "7 days before", "2 years", "0 working days before"]
        {
            assert_eq!(Term::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_term_is_refused() {
        for text in
            ["", "days", "ten days", "-3 days", "+3 days", "3", "3 weeks", "3 days after", "999999 days", "1.5 days"]
        {
            assert!(Term::parse(text).is_err(), "{text}");
        }
    }
}
