//! Dates as people type them into spreadsheets.
//!
//! In: a cell. Out: a date as a case file writes it, or why not and what to write instead. What can be read in two ways
//! is refused: a wrong date is worse than no date.

use jiff::civil::{Date, DateTime, Time};

use super::sheet::{Cell, serial};
use crate::watchlist::When;

/// Which of two numbers comes first where the separator does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Order {
    /// 03/04/2021 is 3 April
    Dmy,
    /// 03/04/2021 is 4 March
    Mdy,
}

/// Why a cell is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoDate {
    pub(super) says: String,
    pub(super) help: String,
}

fn no_date(says: String, help: &str) -> NoDate {
    NoDate { says, help: help.to_owned() }
}

/// Words for "nobody knows".
const UNKNOWN: &[&str] = &[
    "?",
    "-",
    "–",
    "—",
    "n/a",
    "na",
    "unknown",
    "none",
    "нет",
    "неизвестно",
    "неизв",
    "неизв.",
    "н/д",
    "няма",
    "невядома",
    "no",
];

/// A date as TOML, or `None` for a cell that says nothing.
pub(super) fn read(cell: &Cell, order: Option<Order>) -> Result<Option<String>, NoDate> {
    if let Some(why) = &cell.broken {
        return Err(no_date(why.clone(), "write the date itself into the cell"));
    }
    if let Some((at, timed)) = cell.moment {
        return sane(at.date()).map(|day| Some(if timed { local(at) } else { day.to_string() }));
    }
    if let Some(at) = cell.number.and_then(serial) {
        let timed = at.time() != Time::midnight();
        return Ok(Some(if timed { local(at) } else { at.date().to_string() }));
    }
    let text = cell.text.as_str();
    if text.is_empty() || UNKNOWN.contains(&text.to_lowercase().as_str()) {
        return Ok(None);
    }
    typed(text, order).map(Some)
}

fn local(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn typed(text: &str, order: Option<Order>) -> Result<String, NoDate> {
    if let Some(when) = When::parse(text) {
        let plain = matches!(when, When::Day(_) | When::Local(_)) && !text.contains(' ') && text.len() != 16;
        if let When::Day(day) = when {
            sane(day)?;
        }
        return Ok(if plain { text.to_owned() } else { format!("\"{text}\"") });
    }
    if let Some((first, last)) = halves(text) {
        let (first, last) = (day(first, order)?, day(last, order)?);
        if last < first {
            return Err(no_date(format!("`{text}` runs backward"), "the later day comes second"));
        }
        return Ok(format!("\"{first}..{last}\""));
    }
    if let Some(first) = month_alone(text) {
        return Ok(format!("\"{}\"", first.strftime("%Y-%m")));
    }
    let (rest, time) = clock(text);
    let day = day(rest, order)?;
    Ok(time.map_or_else(|| day.to_string(), |time| local(day.to_datetime(time))))
}

/// The two ends of a range.
fn halves(text: &str) -> Option<(&str, &str)> {
    let bare = ["с ", "со ", "з ", "from ", "between "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let split = ["..", " – ", " — ", "–", "—", " - ", " по ", " па ", " to ", " and "];
    if let Some(halves) = split.iter().find_map(|between| bare.split_once(between)) {
        return Some((halves.0.trim(), halves.1.trim()));
    }
    // A hyphen parts days that are written with dots, and parts of a day otherwise.
    bare.split_once('-').filter(|(a, b)| a.contains('.') && b.contains('.')).map(|(a, b)| (a.trim(), b.trim()))
}

/// Takes a clock time off the end.
fn clock(text: &str) -> (&str, Option<Time>) {
    let Some((rest, last)) = text.rsplit_once([' ', 'T']) else { return (text, None) };
    let rest = rest.trim_end().trim_end_matches([',', 'в', 'а']).trim_end();
    let mut parts = last.split(':').map(str::parse::<i8>);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Ok(hour)), Some(Ok(minute)), seconds, None) => {
            let second = seconds.and_then(Result::ok).unwrap_or_default();
            Time::new(hour, minute, second, 0).map_or((text, None), |time| (rest, Some(time)))
        }
        _ => (text, None),
    }
}

const FOUR_DIGITS: &str = "write the year with four digits: 2021-01-21";
const EXAMPLES: &str = "write 2021-01-21, 21.01.2021, a range 2021-01-21..2021-01-25, or a month 2021-01";

fn day(text: &str, order: Option<Order>) -> Result<Date, NoDate> {
    if let Some(When::Day(day)) = When::parse(text) {
        return sane(day);
    }
    if let Some((year, month, Some(day))) = words_of(text) {
        let day = Date::new(year, month, day).ok();
        return day.ok_or_else(|| no_date(format!("there is no day `{text}`"), EXAMPLES)).and_then(sane);
    }
    let tidy = text.trim_end_matches("года").trim_end_matches("г.").trim_end_matches('г').trim();
    let Some(separator) = ['.', '/', '-'].into_iter().find(|c| tidy.matches(*c).count() == 2) else {
        return Err(no_date(format!("`{text}` is no date"), EXAMPLES));
    };
    let parts: Vec<&str> = tidy.split(separator).map(str::trim).collect();
    let number = |place: usize| parts[place].parse::<i16>().ok().filter(|_| parts[place].len() <= 4);
    let (Some(a), Some(b), Some(c)) = (number(0), number(1), number(2)) else {
        return Err(no_date(format!("`{text}` is no date"), EXAMPLES));
    };
    let (first, second, year) = if parts[0].len() == 4 { (c, b, a) } else { (a, b, c) };
    if parts[0].len() != 4 && parts[2].len() != 4 {
        return Err(no_date(format!("`{text}` does not say which century"), FOUR_DIGITS));
    }
    let dotted = separator == '.' || parts[0].len() == 4;
    let (day, month) = match (first > 12, second > 12, order) {
        _ if dotted || first == second => (first, second),
        (true, false, _) | (false, false, Some(Order::Dmy)) => (first, second),
        (false, true, _) | (false, false, Some(Order::Mdy)) => (second, first),
        (true, true, _) => return Err(no_date(format!("there is no day `{text}`"), EXAMPLES)),
        (false, false, None) => {
            let [dmy, mdy] = [(first, second), (second, first)].map(|(day, month)| {
                whole(year, month, day).map(|day| day.strftime("%-d %B").to_string()).unwrap_or_default()
            });
            let says = format!("`{text}` can be {dmy} or {mdy}");
            let help = format!(
                "write {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}; or say for the whole file: --dates dmy"
            );
            return Err(NoDate { says, help });
        }
    };
    whole(year, month, day).ok_or_else(|| no_date(format!("there is no day `{text}`"), EXAMPLES)).and_then(sane)
}

fn whole(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// A typing mistake of a century or a decade is more likely than such a case.
fn sane(day: Date) -> Result<Date, NoDate> {
    let known = (1980..=2100).contains(&day.year());
    if known { Ok(day) } else { Err(no_date(format!("{day} cannot be meant"), "look at the year")) }
}

/// Beginnings of the months' names in English, Russian and Belarusian.
const MONTHS: &[&[&str]] = &[
    &["jan", "янв", "студз"],
    &["feb", "фев", "лют"],
    &["mar", "мар", "сак"],
    &["apr", "апр", "крас"],
    &["may", "май", "мая", "трав", "траў"],
    &["jun", "июн", "чэр"],
    &["jul", "июл", "ліп"],
    &["aug", "авг", "жні"],
    &["sep", "сен", "вер"],
    &["oct", "окт", "кас"],
    &["nov", "ноя", "ліс"],
    &["dec", "дек", "сне"],
];

fn month(word: &str) -> Option<i8> {
    let place = MONTHS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start)))?;
    i8::try_from(place + 1).ok()
}

/// Year, month and day of a date whose month is a word. `None` when there is no such word; the day may be missing.
fn words_of(text: &str) -> Option<(i16, i8, Option<i8>)> {
    let lower = text.to_lowercase();
    let mut found = (None, None, None);
    for token in lower.split([' ', ',', '\u{a0}']).filter(|token| !token.is_empty()) {
        let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
        match (digits.parse::<i16>(), month(token)) {
            (Ok(year), _) if digits.len() == 4 && found.0.is_none() => found.0 = Some(year),
            (Ok(day), _) if digits.len() <= 2 && found.2.is_none() => found.2 = i8::try_from(day).ok(),
            (Err(_), Some(month)) if found.1.is_none() => found.1 = Some(month),
            (Err(_), None) if ["г", "г.", "год", "года", "of", "the"].contains(&token) => {}
            _ => return None,
        }
    }
    Some((found.0?, found.1?, found.2))
}

fn month_alone(text: &str) -> Option<Date> {
    if let Some((year, month, None)) = words_of(text) {
        return Date::new(year, month, 1).ok();
    }
    let (month, year) = text.split_once(['.', '/'])?;
    let plain = |text: &str, most| text.len() <= most && text.chars().all(|c| c.is_ascii_digit());
    (plain(month, 2) && year.len() == 4 && plain(year, 4)).then_some(())?;
    Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2021-01-21", "2021-01-21")]
    #[case("21.01.2021", "2021-01-21")]
    #[case("1.2.2021", "2021-02-01")]
    #[case("21.01.2021 г.", "2021-01-21")]
    #[case("21.01.2021 14:30", "2021-01-21T14:30:00")]
    #[case("21/01/2021", "2021-01-21")]
    #[case("01/21/2021", "2021-01-21")]
    #[case("03/03/2021", "2021-03-03")]
    #[case("2021.01.21", "2021-01-21")]
    #[case("2021/01/21", "2021-01-21")]
    #[case("21 января 2021 года", "2021-01-21")]
    #[case("21 студзеня 2021", "2021-01-21")]
    #[case("January 21, 2021", "2021-01-21")]
    #[case("21st May 2021", "2021-05-21")]
    #[case("2 мая 2021", "2021-05-02")]
    #[case("январь 2021", "\"2021-01\"")]
    #[case("07.2021", "\"2021-07\"")]
    #[case("2021-07", "\"2021-07\"")]
    #[case("28.01.2022-01.02.2022", "\"2022-01-28..2022-02-01\"")]
    #[case("28.01.2022 – 01.02.2022", "\"2022-01-28..2022-02-01\"")]
    #[case("с 28.01.2022 по 01.02.2022", "\"2022-01-28..2022-02-01\"")]
    #[case("2021-07-21T18:00:00+03:00", "\"2021-07-21T18:00:00+03:00\"")]
    fn what_people_type(#[case] text: &str, #[case] toml: &str) {
        assert_eq!(read(&Cell::text(text), None), Ok(Some(toml.to_owned())), "{text}");
    }

    #[rstest]
    #[case("03/04/2021", "can be 3 April or 4 March")]
    #[case("03-04-2021", "can be 3 April or 4 March")]
    #[case("21.01.21", "does not say which century")]
    #[case("31.02.2021", "there is no day")]
    #[case("31 февраля 2021", "there is no day")]
    #[case("01.02.2022-28.01.2022", "runs backward")]
    #[case("21.01.1021", "cannot be meant")]
    #[case("около марта", "is no date")]
    #[case("2021", "is no date")]
    #[case("13/13/2021", "there is no day")]
    fn what_is_refused(#[case] text: &str, #[case] why: &str) {
        let refused = read(&Cell::text(text), None).unwrap_err();
        assert!(refused.says.contains(why), "{text}: {refused:?}");
        assert!(!refused.help.is_empty());
    }

    #[test]
    fn an_order_for_the_whole_file_settles_it() {
        let cell = Cell::text("03/04/2021");
        assert_eq!(read(&cell, Some(Order::Dmy)), Ok(Some("2021-04-03".to_owned())));
        assert_eq!(read(&cell, Some(Order::Mdy)), Ok(Some("2021-03-04".to_owned())));
        // What cannot be read in that order is read in the other.
        assert_eq!(read(&Cell::text("01/21/2021"), Some(Order::Dmy)), Ok(Some("2021-01-21".to_owned())));
    }

    #[rstest]
    #[case("")]
    #[case("?")]
    #[case("—")]
    #[case("неизвестно")]
    #[case("няма")]
    fn nobody_knows(#[case] text: &str) {
        assert_eq!(read(&Cell::text(text), None), Ok(None));
    }
}
