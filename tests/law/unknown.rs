//! What a calendar does not know, and how an answer says so.
//!
//! A year by one source only, days beyond the horizon, weekends that may be worked, holidays that are assumptions:
//! each widens the answer to the cautious side and leaves a step.

use jiff::civil::date;
use rstest::rstest;
use staywatch::ids::CalendarId;
use staywatch::law::step::{Says, Side};

use super::table::How;

fn warnings(how: &str, start: &str, term: &str) -> Vec<Says> {
    let counted = How::of(how).count(start, term).unwrap();
    let warns = counted.steps.into_iter().filter(|step| step.says.warns());
    warns.map(|step| step.says).collect()
}

fn courts() -> CalendarId {
    CalendarId::parse("ru-courts").unwrap()
}

#[test]
fn a_known_day_carries_no_warning() {
    assert_eq!(warnings("excluded forward ru-courts", "2026-06-05", "10 days"), []);
}

#[test]
fn the_calendar_of_2027_is_provisional_and_says_so() {
    let provisional = Says::Provisional { calendar: courts() };
    assert_eq!(warnings("excluded forward ru-courts", "2027-02-12", "10 days"), std::slice::from_ref(&provisional));
    // 31 December 2026 is known to be off; where the roll ends is not.
    assert_eq!(warnings("excluded forward ru-courts", "2026-12-21", "10 days"), [provisional]);
}

#[rstest]
#[case::after_its_last_day("2028-01-11", "10 days", date(2027, 12, 31), "2028-01-21")]
#[case::before_its_first_day("2012-10-01", "10 days", date(2013, 1, 1), "2012-10-11")]
fn beyond_the_calendar_is_never_silent(
    #[case] start: &str,
    #[case] term: &str,
    #[case] until: jiff::civil::Date,
    #[case] expected: &str,
) {
    let how = "excluded forward ru-courts";
    assert_eq!(How::of(how).days(start, term), expected);
    assert_eq!(warnings(how, start, term), [Says::BeyondCalendar { calendar: courts(), until }]);
}

// A Saturday nobody vouches for may be worked: it stays in the earliest reading and moves in the latest.
#[rstest]
#[case::beyond_the_courts_calendar("2028-01-12", "excluded forward ru-courts", "2028-01-22..2028-01-24")]
#[case::weekends_only("2026-03-04", "excluded forward weekends", "2026-03-14..2026-03-16")]
#[case::weekends_only_on_a_working_day("2026-03-06", "excluded forward weekends", "2026-03-16")]
#[case::weekends_only_backward("2026-03-04", "excluded backward weekends", "2026-03-13..2026-03-14")]
fn an_unknown_weekend_keeps_both_readings(#[case] start: &str, #[case] how: &str, #[case] expected: &str) {
    assert_eq!(How::of(how).days(start, "10 days"), expected);
    let unsure = |says: &Says| matches!(says, Says::BeyondCalendar { .. } | Says::WeekendsOnly);
    assert!(warnings(how, start, "10 days").iter().any(unsure));
}

// Closing days of the Registry are assumptions but for 2021: the cautious side leads.
#[rstest]
#[case::back_over_a_possible_holiday("2026-05-04T12:00:00", "0 working days before", "2026-04-30..2026-05-01")]
#[case::back_over_ascension("2026-05-18T10:00:00", "0 working days before", "2026-05-13..2026-05-15")]
#[case::back_over_the_closure_of_2021("2021-05-17T10:00:00", "0 working days before", "2021-05-12")]
#[case::forward_over_a_possible_holiday("2026-04-30", "1 working day", "2026-05-01..2026-05-04")]
fn a_possible_closing_day_widens_the_answer(#[case] start: &str, #[case] term: &str, #[case] expected: &str) {
    let how = "moment echr-registry 16:00 Europe/Paris";
    let how = if term.ends_with("before") { how } else { "excluded echr-registry Europe/Paris" };
    assert_eq!(How::of(how).days(start, term), expected);
}

#[test]
fn a_roll_says_from_where_and_by_which_calendar() {
    let counted = How::of("excluded forward ru-courts").count("2026-06-02", "10 days").unwrap();
    let rolled = Says::Rolled { from: date(2026, 6, 12), calendar: courts() };
    let step = counted.steps.iter().find(|step| step.says == rolled).unwrap();
    assert_eq!((step.day, step.side), (date(2026, 6, 15), Side::Both));
    assert!(step.cite.to_string().contains("Labour Code RF art. 112"), "{}", step.cite);
}

#[test]
fn the_steps_of_disputed_readings_are_told_apart() {
    let counted = How::of("disputed forward ru-courts").count("2026-06-02", "10 days").unwrap();
    let sides: Vec<Side> = counted.steps.iter().map(|step| step.side).collect();
    assert!(sides.contains(&Side::Earliest) && sides.contains(&Side::Latest) && !sides.contains(&Side::Both));
    let rolled = counted.steps.iter().find(|step| matches!(step.says, Says::Rolled { .. })).unwrap();
    assert_eq!(rolled.side, Side::Latest);
}
