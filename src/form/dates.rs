//! What a mistyped date may have meant: a day that its month does not have, day and month exchanged, the way of writing of
//! another country.
//!
//! In: what stands in the file. Out: what to write in its place. Where it can be read in two ways both are shown: a day is
//! never chosen for anybody.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What to write in place of something that looks like a date and is none.
#[must_use]
pub fn date_hint(written: &str) -> Option<String> {
    let written = written.trim().trim_matches(['"', '\'']);
    if let Some((first, last)) = written.split_once("..") {
        return date_hint(first).or_else(|| date_hint(last));
    }
    let day = written.split([' ', 'T', 't', '[']).next()?;
    let mark = day.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = day.split(mark).filter(|part| !part.is_empty()).collect();
    let [first, middle, last] = parts[..] else { return None };
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.chars().all(|c| c.is_ascii_digit()));
    let (a, b, c) = (number(first)?, number(middle)?, number(last)?);
    if !['-', '.', '/'].contains(&mark) {
        return None;
    }
    match (first.len(), last.len()) {
        (4, _) => year_first((a, b, c), (mark, day)),
        (_, 4) => year_last((a, b, c), mark),
        _ => None,
    }
}

/// What stands to the right of the equals sign in the line of a place, up to a remark.
pub(super) fn value_at(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let from = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(from..).unwrap_or_default().lines().next().unwrap_or_default();
    // In an inline table the value of the place is the last one that begins before it.
    let place = at.saturating_sub(from).min(line.len());
    let equals = line.get(..place).and_then(|before| before.rfind('=')).or_else(|| line.find('='));
    let value = equals.and_then(|equals| line.get(equals + 1..)).unwrap_or_default();
    value.split(['#', ',', '}']).next().unwrap_or_default()
}

fn year_first((year, month, day): (i16, i16, i16), (mark, written): (char, &str)) -> Option<String> {
    if let Some(date) = date(year, month, day) {
        // The day exists; only the way of writing does not.
        let right = date.to_string();
        return (mark != '-' || right != written).then(|| format!("write {right}"));
    }
    if let Some(first) = date(year, month, 1).filter(|_| day > 28) {
        let (last, name) = (first.last_of_month(), MONTHS[usize::try_from(month - 1).ok()?]);
        return Some(format!(
            "{name} {year} has {} days: the last one is {last}; if only the month is known, write \"{year}-{month:02}\"",
            last.day()
        ));
    }
    date(year, day, month).map(|meant| format!("year, month, day: was {meant} meant?"))
}

fn year_last((first, middle, year): (i16, i16, i16), mark: char) -> Option<String> {
    let (day_first, month_first) = (date(year, middle, first), date(year, first, middle));
    match (day_first, month_first) {
        (Some(day_first), Some(month_first)) if mark == '/' && day_first != month_first => {
            let names = [day_first, month_first].map(|date| {
                let name = usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
                format!("{date} for {} {name}", date.day())
            });
            Some(format!("year, month, day: write {}", names.join(", or ")))
        }
        (Some(date), _) | (None, Some(date)) => Some(format!("year, month, day: write {date}")),
        (None, None) if (1..=12).contains(&middle) => year_first((year, middle, first), ('-', "")),
        (None, None) => None,
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok().filter(|_| (1900..=2200).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::no_such_day(
        "2026-02-30",
        "February 2026 has 28 days: the last one is 2026-02-28; if only the month is known, write \"2026-02\""
    )]
    #[case::leap_year(
        "2024-02-30",
        "February 2024 has 29 days: the last one is 2024-02-29; if only the month is known, write \"2024-02\""
    )]
    #[case::with_a_clock_time(
        "2026-04-31T10:00:00+03:00",
        "April 2026 has 30 days: the last one is 2026-04-30; if only the month is known, write \"2026-04\""
    )]
    #[case::quoted(
        "\"2026-06-31\"",
        "June 2026 has 30 days: the last one is 2026-06-30; if only the month is known, write \"2026-06\""
    )]
    #[case::in_a_range(
        "2026-02-25..2026-02-30",
        "February 2026 has 28 days: the last one is 2026-02-28; if only the month is known, write \"2026-02\""
    )]
    #[case::exchanged("2026-31-12", "year, month, day: was 2026-12-31 meant?")]
    #[case::with_dots("04.03.2026", "year, month, day: write 2026-03-04")]
    #[case::with_dots_and_no_such_day(
        "30.02.2026",
        "February 2026 has 28 days: the last one is 2026-02-28; if only the month is known, write \"2026-02\""
    )]
    #[case::with_strokes("3/4/2026", "year, month, day: write 2026-04-03 for 3 April, or 2026-03-04 for 4 March")]
    #[case::with_strokes_and_one_reading("12/31/2026", "year, month, day: write 2026-12-31")]
    #[case::short("2026-3-4", "write 2026-03-04")]
    #[case::other_strokes("2026/03/04", "write 2026-03-04")]
    fn what_was_meant(#[case] written: &str, #[case] hint: &str) {
        assert_eq!(date_hint(written).as_deref(), Some(hint));
    }

    #[rstest]
    #[case("2026-03-04")]
    #[case("tomorrow")]
    #[case("10.5.1")]
    #[case("2026-40-50")]
    #[case("")]
    #[case("1.2.3.2026")]
    #[case("99999999999-1-1")]
    fn nothing_is_guessed(#[case] written: &str) {
        assert_eq!(date_hint(written), None);
    }
}
