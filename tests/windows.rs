//! Until when Strasbourg takes an urgent request, as every message of high and above says it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::Timestamp;
use rstest::rstest;
use staywatch::docket::{Window, windows};
use staywatch::form::Sheet;
use staywatch::law::words::Language;
use staywatch::law::{Law, OwnLaw};
use staywatch::notice::steps;
use staywatch::notice::words::Words;
use staywatch::watchlist::Case;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn case(host: &str, law: &Law) -> Case {
    let text = format!("id = \"linden\"\nhost = \"{host}\"\n[team]\nlawyers = [\"counsel\"]\n");
    Case::read(Sheet::new("linden.toml", &text), &law.zones()).0.unwrap()
}

fn seen(host: &str, now: &str) -> Vec<Window> {
    let law = Law::load(OwnLaw::default()).0;
    windows(&case(host, &law), &law, at(now))
}

// Hours: Practice Direction, 08:00-16:00 in Strasbourg, Monday to Friday; summer time is UTC+2, winter time UTC+1.
#[rstest]
#[case::within_hours(
    "2021-07-20T12:00:00+03:00",
    "2021-07-20T08:00:00+02:00",
    "2021-07-20T16:00:00+02:00",
    true,
    false
)]
#[case::last_second("2021-07-20T15:59:59+02:00", "2021-07-20T08:00:00+02:00", "2021-07-20T16:00:00+02:00", true, false)]
#[case::closed_for_the_day(
    "2021-07-20T16:00:00+02:00",
    "2021-07-21T08:00:00+02:00",
    "2021-07-21T16:00:00+02:00",
    false,
    false
)]
#[case::before_opening(
    "2021-07-21T07:59:59+02:00",
    "2021-07-21T08:00:00+02:00",
    "2021-07-21T16:00:00+02:00",
    false,
    false
)]
#[case::friday_evening(
    "2021-07-23T18:00:00+02:00",
    "2021-07-26T08:00:00+02:00",
    "2021-07-26T16:00:00+02:00",
    false,
    false
)]
#[case::over_the_clock_change(
    "2021-03-26T17:00:00+01:00",
    "2021-03-29T08:00:00+02:00",
    "2021-03-29T16:00:00+02:00",
    false,
    false
)]
#[case::new_years_eve(
    "2021-12-31T09:00:00+01:00",
    "2021-12-31T08:00:00+01:00",
    "2021-12-31T16:00:00+01:00",
    true,
    true
)]
fn the_window_that_is_open_or_the_next(
    #[case] now: &str,
    #[case] opens: &str,
    #[case] closes: &str,
    #[case] open: bool,
    #[case] doubtful: bool,
) {
    let found = seen("RU", now);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].opens, found[0].closes), (at(opens), at(closes)));
    assert_eq!((found[0].is_open(at(now)), found[0].doubtful), (open, doubtful));
}

#[test]
fn a_body_that_is_closed_against_the_host_is_not_named() {
    assert_eq!(seen("RU", "2022-09-16T10:00:00+02:00").len(), 1);
    assert_eq!(seen("RU", "2022-09-17T10:00:00+02:00"), []);
    assert_eq!(seen("KG", "2021-07-20T10:00:00+02:00"), []);
}

#[test]
fn it_is_said_on_both_clocks() {
    let words = Words::default();
    let moscow = jiff::tz::TimeZone::get("Europe/Moscow").unwrap();
    let said = |now: &str, language| steps::lines(&seen("RU", now), words.speak(language), &moscow, at(now)).join("\n");
    insta::assert_snapshot!(said("2021-07-20T12:00:00+03:00", Language::En), @"European Court of Human Rights: takes them until Tue 2021-07-20 16:00 (Europe/Paris) = Tue 2021-07-20 17:00 (Europe/Moscow), 5 hours left");
    insta::assert_snapshot!(said("2021-12-31T21:00:00+03:00", Language::Ru), @"Европейский суд по правам человека: сейчас не принимает; приём с Пн 2022-01-03 08:00 (Europe/Paris) = Пн 2022-01-03 10:00 (Europe/Moscow) до Пн 2022-01-03 16:00 (Europe/Paris)");
}
