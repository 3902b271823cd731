//! Clock times: hours, terms that run from a moment, the hour at which a day ends, zones and their two odd nights.
//!
//! Every instant is in UTC and was worked out with another program's zone tables, never with the engine.

use rstest::rstest;
use staywatch::law::count::{Start, stated};
use staywatch::law::step::Says;
use staywatch::watchlist::When;

use super::table::How;

#[rstest]
// Hours run from the moment, whatever `start_day` says.
#[case::from_the_seizure(
    "2020-11-28T23:35",
    "48 hours",
    "moment Europe/Moscow",
    "2020-11-30T20:35:00Z",
    "russia-cis 4"
)]
#[case::fifty_seven("2022-01-21T19:57", "57 hours", "moment Europe/Belgrade", "2022-01-24T03:57:00Z", "W13")]
#[case::start_day_means_nothing(
    "2020-11-28T23:35",
    "48 hours",
    "excluded Europe/Moscow",
    "2020-11-30T20:35:00Z",
    "docs"
)]
#[case::nor_does_a_dispute("2020-11-28T23:35", "48 hours", "disputed Europe/Moscow", "2020-11-30T20:35:00Z", "docs")]
#[case::into_march_common("2026-02-28T10:00", "48 hours", "moment Europe/Moscow", "2026-03-02T07:00:00Z", "arithmetic")]
#[case::into_march_leap("2024-02-28T10:00", "48 hours", "moment Europe/Moscow", "2024-03-01T07:00:00Z", "arithmetic")]
#[case::seventy_two("2026-03-10T15:00", "72 hours", "moment Europe/Minsk", "2026-03-13T12:00:00Z", "BY CPC 510")]
#[case::back("2026-03-20T10:00", "48 hours before", "moment Europe/Moscow", "2026-03-18T07:00:00Z", "KAS RF 267(2)")]
// Hours are hours across the two odd nights.
#[case::spring_paris(
    "2026-03-28T12:00",
    "48 hours",
    "moment Europe/Paris",
    "2026-03-30T11:00:00Z",
    "a day of 23 hours"
)]
#[case::autumn_paris(
    "2026-10-24T12:00",
    "48 hours",
    "moment Europe/Paris",
    "2026-10-26T10:00:00Z",
    "a day of 25 hours"
)]
#[case::spring_vilnius("2026-03-28T12:00", "48 hours", "moment Europe/Vilnius", "2026-03-30T10:00:00Z", "23 hours")]
#[case::autumn_vilnius("2026-10-24T12:00", "48 hours", "moment Europe/Vilnius", "2026-10-26T09:00:00Z", "25 hours")]
#[case::spring_back("2026-03-30T12:00", "48 hours before", "moment Europe/Vilnius", "2026-03-28T09:00:00Z", "23 hours")]
#[case::skipped_hour("2026-03-29T02:30", "1 hour", "moment Europe/Paris", "2026-03-29T02:30:00Z", "after the gap")]
#[case::repeated_hour(
    "2026-10-25T02:30",
    "1 hour",
    "moment Europe/Paris",
    "2026-10-25T01:30:00Z",
    "its first occurrence"
)]
// Without a clock time the whole day is possible.
#[case::day_only(
    "2026-03-18",
    "48 hours",
    "moment Europe/Moscow",
    "2026-03-19T21:00:00Z..2026-03-20T21:00:00Z",
    "docs"
)]
#[case::day_only_back(
    "2026-03-18",
    "24 hours before",
    "moment Europe/Moscow",
    "2026-03-16T21:00:00Z..2026-03-17T21:00:00Z",
    "the day may begin or end with it"
)]
#[case::short_day_only(
    "2026-03-29",
    "24 hours",
    "moment Europe/Paris",
    "2026-03-29T23:00:00Z..2026-03-30T22:00:00Z",
    "from its first instant, and from its last"
)]
#[case::range_only(
    "2022-01-28..2022-02-01",
    "48 hours",
    "moment Europe/Moscow",
    "2022-01-29T21:00:00Z..2022-02-03T21:00:00Z",
    "CONTRACT: ranges"
)]
// Whole units from a moment end at the same clock time.
#[case::a_day_of_23_hours(
    "2026-03-28T12:00",
    "1 day",
    "moment Europe/Paris",
    "2026-03-29T10:00:00Z",
    "same clock time"
)]
#[case::a_day_of_25_hours(
    "2026-10-24T12:00",
    "1 day",
    "moment Europe/Paris",
    "2026-10-25T11:00:00Z",
    "same clock time"
)]
#[case::to_a_skipped_hour("2026-03-28T02:30", "1 day", "moment Europe/Paris", "2026-03-29T01:30:00Z", "after the gap")]
#[case::to_a_repeated_hour("2026-10-24T02:30", "1 day", "moment Europe/Paris", "2026-10-25T00:30:00Z", "the first")]
#[case::a_month("2026-01-31T10:00", "1 month", "moment last Europe/Moscow", "2026-02-28T07:00:00Z", "CPC RF 128(2)")]
#[case::a_month_refused("2026-01-31T10:00", "1 month", "moment reject Europe/Moscow", "refused", "docs")]
#[case::a_year("2024-02-29T10:00", "1 year", "moment last Europe/Tallinn", "2025-02-28T08:00:00Z", "EE KrMS 447")]
// A moment that ends on a day off moves to the end of the next working day; one on a working day keeps its hour.
#[case::rolled(
    "2026-03-12T10:00",
    "48 hours",
    "moment forward ru-courts Europe/Moscow",
    "2026-03-16T21:00:00Z",
    "docs"
)]
#[case::kept("2026-03-11T10:00", "48 hours", "moment forward ru-courts Europe/Moscow", "2026-03-13T07:00:00Z", "docs")]
fn from_a_moment(
    #[case] start: &str,
    #[case] term: &str,
    #[case] how: &str,
    #[case] expected: &str,
    #[case] source: &str,
) {
    assert_eq!(How::of(how).ends(start, term), expected, "{source}");
}

#[rstest]
// 24:00 is the first instant of the next day.
#[case::midnight("2026-06-05", "10 days", "excluded Europe/Moscow", "2026-06-15T21:00:00Z")]
#[case::before_a_short_day("2026-03-27", "1 day", "excluded Europe/Paris", "2026-03-28T23:00:00Z")]
#[case::of_a_short_day("2026-03-28", "1 day", "excluded Europe/Paris", "2026-03-29T22:00:00Z")]
#[case::of_a_long_day("2026-10-24", "1 day", "excluded Europe/Paris", "2026-10-25T23:00:00Z")]
#[case::of_a_short_day_in_vilnius("2026-03-28", "1 day", "excluded Europe/Vilnius", "2026-03-29T21:00:00Z")]
#[case::of_a_long_day_in_vilnius("2026-10-24", "1 day", "excluded Europe/Vilnius", "2026-10-25T22:00:00Z")]
// Kazakhstan put its clocks back at the midnight that ended 29 February 2024: that day had 25 hours.
#[case::when_a_state_moves_its_zone("2024-02-28", "1 day", "excluded Asia/Almaty", "2024-02-29T19:00:00Z")]
#[case::where_midnight_is_skipped("2026-09-04", "1 day", "excluded America/Santiago", "2026-09-06T04:00:00Z")]
// Office hours.
#[case::sixteen("2026-03-13", "3 days", "excluded 16:00 Europe/Paris", "2026-03-16T15:00:00Z")]
#[case::sixteen_in_summer("2026-03-28", "1 day", "excluded 16:00 Europe/Paris", "2026-03-29T14:00:00Z")]
#[case::sixteen_in_winter("2026-10-24", "1 day", "excluded 16:00 Europe/Paris", "2026-10-25T15:00:00Z")]
#[case::at_a_skipped_time("2026-03-28", "1 day", "excluded 02:30 Europe/Paris", "2026-03-29T01:30:00Z")]
#[case::at_a_repeated_time("2026-10-24", "1 day", "excluded 02:30 Europe/Paris", "2026-10-25T00:30:00Z")]
#[case::both_readings_of_an_office(
    "2026-03-02",
    "30 days",
    "disputed 16:00 Asia/Dubai",
    "2026-03-31T12:00:00Z..2026-04-01T12:00:00Z"
)]
// The zone of the place that counts decides which day it was.
#[case::late_evening_in_moscow(
    "2026-06-05T23:30:00+03:00",
    "10 days",
    "excluded Europe/Moscow",
    "2026-06-15T21:00:00Z"
)]
#[case::is_the_next_day_in_almaty(
    "2026-06-05T23:30:00+03:00",
    "10 days",
    "excluded Asia/Almaty",
    "2026-06-16T19:00:00Z"
)]
#[case::a_named_zone("2026-06-05T23:30[Europe/Moscow]", "10 days", "excluded Asia/Almaty", "2026-06-16T19:00:00Z")]
#[case::the_first_instant_is_of_its_day(
    "2026-06-05T00:00",
    "10 days",
    "excluded Europe/Moscow",
    "2026-06-15T21:00:00Z"
)]
fn a_day_ends(#[case] start: &str, #[case] term: &str, #[case] how: &str, #[case] expected: &str) {
    assert_eq!(How::of(how).ends(start, term), expected);
}

#[test]
fn a_term_that_ends_at_midnight_ends_on_the_day_before() {
    assert_eq!(How::of("moment Europe/Moscow").days("2026-03-18T00:00", "48 hours"), "2026-03-19");
}

// Received Monday to Friday until 16:00 in Strasbourg: so many full working windows lie between deadline and event.
#[rstest]
#[case::monday_morning("2026-03-16T10:00", "0 working days before", "2026-03-13T15:00:00Z")]
#[case::on_the_stroke("2026-03-13T16:00", "0 working days before", "2026-03-13T15:00:00Z")]
#[case::a_minute_early("2026-03-13T15:59", "0 working days before", "2026-03-12T15:00:00Z")]
#[case::in_the_evening("2026-03-13T21:00", "0 working days before", "2026-03-13T15:00:00Z")]
#[case::on_a_sunday("2026-03-15T12:00", "0 working days before", "2026-03-13T15:00:00Z")]
#[case::over_the_autumn_night("2026-10-26T10:00", "0 working days before", "2026-10-23T14:00:00Z")]
#[case::over_the_spring_night("2026-03-30T10:00", "0 working days before", "2026-03-27T15:00:00Z")]
#[case::one_full_day("2026-03-16T10:00", "1 working day before", "2026-03-12T15:00:00Z")]
#[case::one_full_day_before_a_saturday("2026-03-14T05:00", "1 working day before", "2026-03-12T15:00:00Z")]
#[case::one_full_day_before_an_evening("2026-03-13T21:00", "1 working day before", "2026-03-12T15:00:00Z")]
#[case::another_zone("2026-03-16T01:00:00+03:00", "1 working day before", "2026-03-12T15:00:00Z")]
#[case::without_a_clock_time("2026-03-16", "0 working days before", "2026-03-13T15:00:00Z..2026-03-16T15:00:00Z")]
fn full_windows(#[case] start: &str, #[case] term: &str, #[case] expected: &str) {
    assert_eq!(How::of("moment echr-registry 16:00 Europe/Paris").ends(start, term), expected);
}

// A date that an order names itself: no roll, its own clock time if it has one.
#[rstest]
#[case::a_day("2026-03-14", "excluded Europe/Moscow", "2026-03-14T21:00:00Z..2026-03-14T21:00:00Z")]
#[case::a_range("2026-03-14..2026-03-16", "excluded Europe/Moscow", "2026-03-14T21:00:00Z..2026-03-16T21:00:00Z")]
#[case::five_pm(
    "2022-02-25T17:00[Europe/Paris]",
    "excluded Europe/Moscow",
    "2022-02-25T16:00:00Z..2022-02-25T16:00:00Z"
)]
#[case::office("2026-03-14", "excluded 16:00 Europe/Paris", "2026-03-14T15:00:00Z..2026-03-14T15:00:00Z")]
#[case::its_first_minute("2026-03-14", "excluded 00:00 Europe/Moscow", "2026-03-13T21:00:00Z..2026-03-13T21:00:00Z")]
fn a_stated_date(#[case] when: &str, #[case] how: &str, #[case] expected: &str) {
    let (how, when) = (How::of(how), When::parse(when).unwrap());
    let (first, last) = when.days(&how.zone);
    let range =
        when.moment(&how.zone).map_or((Start::Day(first), Start::Day(last)), |at| (Start::At(at), Start::At(at)));
    let counted = stated(range, &how.counting, &how.zone).unwrap();
    assert_eq!(format!("{}..{}", counted.earliest.end, counted.latest.end), expected);
    assert!(counted.steps.iter().any(|step| step.says == Says::Stated));
}

#[test]
fn a_missing_clock_time_is_said() {
    let counted = How::of("moment Europe/Moscow").count("2026-03-18", "48 hours").unwrap();
    assert!(counted.steps.iter().any(|step| step.says == Says::TimeUnknown));
}
