//! Last days that are not worked: the courts' calendar of 2013-2027.
//!
//! The dates come from the official lists of days off, worked through with another program, never with the engine.

use jiff::civil::date;
use rstest::rstest;
use staywatch::ids::CalendarId;
use staywatch::law::calendar::{State, Trust};

use super::table::{How, LAW};

#[rstest]
// Plain weekends.
#[case::saturday_to_monday("2026-03-04", "10 days", "excluded forward ru-courts", "2026-03-16", "CPC RF 128(2)")]
#[case::sunday_to_monday("2026-03-05", "10 days", "excluded forward ru-courts", "2026-03-16", "CPC RF 128(2)")]
#[case::a_working_day_stays("2026-03-06", "10 days", "excluded forward ru-courts", "2026-03-16", "CPC RF 128(2)")]
#[case::custody_does_not_move(
    "2026-03-04",
    "10 days",
    "excluded",
    "2026-03-14",
    "CPC RF 128(2): custody ends on a day off too"
)]
#[case::weekends_before_do_not_matter(
    "2026-04-20",
    "15 days",
    "excluded forward ru-courts",
    "2026-05-05",
    "russia-cis C7: CPC RF 389.4"
)]
// Holidays of one day, and blocks.
#[case::a_single_midweek_holiday_inside(
    "2026-10-30",
    "10 days",
    "excluded forward ru-courts",
    "2026-11-09",
    "russia-cis C8: 4 Nov inside"
)]
#[case::a_single_midweek_holiday_at_the_end(
    "2026-10-25",
    "10 days",
    "excluded forward ru-courts",
    "2026-11-05",
    "Labour Code 112: 4 November"
)]
#[case::the_june_block(
    "2026-06-02",
    "10 days",
    "excluded forward ru-courts",
    "2026-06-15",
    "Labour Code 112: 12 June, then a weekend"
)]
#[case::the_may_block("2026-05-01", "10 days", "excluded forward ru-courts", "2026-05-12", "russia-cis C2: KoAP 30.3")]
#[case::ch_28_kas_over_may("2026-04-29", "10 days", "excluded forward ru-courts", "2026-05-12", "cis-statutes D5")]
// New Year.
#[case::last_working_day_of_2025(
    "2025-12-20",
    "10 days",
    "excluded forward ru-courts",
    "2025-12-30",
    "30 Dec 2025 is worked"
)]
#[case::new_years_eve_2025_is_off(
    "2025-12-21",
    "10 days",
    "excluded forward ru-courts",
    "2026-01-12",
    "decree N 1335: to 12 January"
)]
#[case::first_of_january(
    "2025-12-22",
    "10 days",
    "excluded forward ru-courts",
    "2026-01-12",
    "russia-cis 14: off to 11 Jan 2026"
)]
#[case::orthodox_christmas(
    "2025-12-28",
    "10 days",
    "excluded forward ru-courts",
    "2026-01-12",
    "Labour Code 112: 7 January"
)]
#[case::last_day_of_the_block(
    "2026-01-01",
    "10 days",
    "excluded forward ru-courts",
    "2026-01-12",
    "11 Jan 2026 is a Sunday"
)]
#[case::first_day_after_the_block(
    "2026-01-02",
    "10 days",
    "excluded forward ru-courts",
    "2026-01-12",
    "12 Jan 2026 is worked"
)]
#[case::new_years_eve_2022_is_a_saturday(
    "2022-12-21",
    "10 days",
    "excluded forward ru-courts",
    "2023-01-09",
    "31 Dec 2022: a Saturday"
)]
#[case::new_year_2021(
    "2020-12-22",
    "10 days",
    "excluded forward ru-courts",
    "2021-01-11",
    "russia-cis 15: off to 10 Jan 2021"
)]
#[case::a_month_into_new_year("2025-12-01", "1 month", "excluded last forward ru-courts", "2026-01-12", "KAS RF 93(2)")]
#[case::new_year_backward(
    "2025-12-31",
    "10 days",
    "excluded backward ru-courts",
    "2025-12-30",
    "9 Jan 2026 is off: back to 30 Dec"
)]
// Transferred days.
#[case::working_saturday_2021_stays(
    "2021-02-10",
    "10 days",
    "excluded forward ru-courts",
    "2021-02-20",
    "20 Feb 2021 is worked"
)]
#[case::the_monday_it_was_swapped_for(
    "2021-02-12",
    "10 days",
    "excluded forward ru-courts",
    "2021-02-24",
    "22 Feb 2021 is off: to the 24th"
)]
#[case::a_sunday_before_the_swapped_monday(
    "2021-02-11",
    "10 days",
    "excluded forward ru-courts",
    "2021-02-24",
    "21-23 Feb 2021 are off"
)]
#[case::backward_stops_on_the_working_saturday(
    "2021-02-12",
    "10 days",
    "excluded backward ru-courts",
    "2021-02-20",
    "20 Feb 2021 is worked"
)]
#[case::working_saturday_april_2024(
    "2024-04-17",
    "10 days",
    "excluded forward ru-courts",
    "2024-04-27",
    "russia-cis 12"
)]
#[case::monday_29_april_2024(
    "2024-04-19",
    "10 days",
    "excluded forward ru-courts",
    "2024-05-02",
    "russia-cis 12: off to 1 May"
)]
#[case::friday_10_may_2024_rolled(
    "2024-04-30",
    "10 days",
    "excluded forward ru-courts",
    "2024-05-13",
    "russia-cis 12: 10 May off"
)]
#[case::friday_10_may_2024_in_sutki(
    "2024-04-30",
    "10 days",
    "excluded",
    "2024-05-10",
    "russia-cis C3: sutki do not move"
)]
#[case::working_saturday_november_2024(
    "2024-10-23",
    "10 days",
    "excluded forward ru-courts",
    "2024-11-02",
    "russia-cis 12: 2 Nov worked"
)]
#[case::working_saturday_december_2024(
    "2024-12-18",
    "10 days",
    "excluded forward ru-courts",
    "2024-12-28",
    "russia-cis 12: 28 Dec worked"
)]
#[case::new_years_eve_2024(
    "2024-12-20",
    "10 days",
    "excluded forward ru-courts",
    "2025-01-09",
    "russia-cis 13: 30 Dec 2024 - 8 Jan 2025"
)]
#[case::transferred_friday_2_may_2025(
    "2025-04-22",
    "10 days",
    "excluded forward ru-courts",
    "2025-05-05",
    "russia-cis 13"
)]
#[case::transferred_thursday_8_may_2025(
    "2025-04-28",
    "10 days",
    "excluded forward ru-courts",
    "2025-05-12",
    "russia-cis 13"
)]
#[case::transferred_friday_13_june_2025(
    "2025-06-03",
    "10 days",
    "excluded forward ru-courts",
    "2025-06-16",
    "russia-cis 13"
)]
#[case::working_saturday_1_november_2025(
    "2025-10-22",
    "10 days",
    "excluded forward ru-courts",
    "2025-11-01",
    "russia-cis 13"
)]
#[case::monday_3_november_2025("2025-10-24", "10 days", "excluded forward ru-courts", "2025-11-05", "russia-cis 13")]
#[case::friday_9_january_2026("2025-12-30", "10 days", "excluded forward ru-courts", "2026-01-12", "russia-cis 14")]
#[case::friday_24_february_2023("2023-02-14", "10 days", "excluded forward ru-courts", "2023-02-27", "russia-cis 16")]
#[case::monday_8_may_2023("2023-04-28", "10 days", "excluded forward ru-courts", "2023-05-10", "russia-cis 16")]
// Decree days do not move procedural terms.
#[case::first_decree_day_2020(
    "2020-03-20",
    "10 days",
    "excluded forward ru-courts",
    "2020-03-30",
    "README of the law notes: 30 Mar 2020"
)]
#[case::middle_of_the_decree_2020("2020-04-05", "10 days", "excluded forward ru-courts", "2020-04-15", "15 Apr 2020")]
#[case::last_decree_day_of_april_2020(
    "2020-04-20",
    "10 days",
    "excluded forward ru-courts",
    "2020-04-30",
    "30 Apr 2020"
)]
#[case::a_saturday_among_decree_days(
    "2020-04-01",
    "10 days",
    "excluded forward ru-courts",
    "2020-04-13",
    "11 Apr 2020: a Saturday still moves"
)]
#[case::may_holidays_2020_move(
    "2020-04-21",
    "10 days",
    "excluded forward ru-courts",
    "2020-05-06",
    "1-5 May 2020 are holidays; the 6th is a decree day"
)]
#[case::the_vote_2020(
    "2020-06-21",
    "10 days",
    "excluded forward ru-courts",
    "2020-07-01",
    "1 Jul 2020 is a decree day"
)]
#[case::the_parade_2020(
    "2020-06-14",
    "10 days",
    "excluded forward ru-courts",
    "2020-06-24",
    "24 Jun 2020 is a decree day"
)]
#[case::may_2021_decree(
    "2021-04-24",
    "10 days",
    "excluded forward ru-courts",
    "2021-05-04",
    "4 May 2021 is a decree day"
)]
#[case::may_2021_last_decree_day(
    "2021-04-27",
    "10 days",
    "excluded forward ru-courts",
    "2021-05-07",
    "7 May 2021 is a decree day"
)]
#[case::may_2021_holiday_before(
    "2021-04-23",
    "10 days",
    "excluded forward ru-courts",
    "2021-05-04",
    "3 May 2021 is a holiday: to the 4th"
)]
#[case::november_2021_decree(
    "2021-10-22",
    "10 days",
    "excluded forward ru-courts",
    "2021-11-01",
    "1 Nov 2021 is a decree day"
)]
#[case::november_2021_last_decree_day(
    "2021-10-24",
    "10 days",
    "excluded forward ru-courts",
    "2021-11-03",
    "3 Nov 2021 is a decree day"
)]
#[case::november_2021_transferred_friday(
    "2021-10-26",
    "10 days",
    "excluded forward ru-courts",
    "2021-11-08",
    "russia-cis 15: 5 Nov 2021 off"
)]
// Both readings over a roll.
#[case::both_readings_meet_after_the_roll(
    "2026-06-05",
    "10 days",
    "disputed forward ru-courts",
    "2026-06-15",
    "russia-cis C1"
)]
#[case::the_roll_keeps_them_apart(
    "2026-06-09",
    "10 days",
    "disputed forward ru-courts",
    "2026-06-18..2026-06-19",
    "18 and 19 Jun 2026"
)]
#[case::the_roll_drives_them_apart(
    "2026-06-02",
    "10 days",
    "disputed forward ru-courts",
    "2026-06-11..2026-06-15",
    "11 Jun, and 12 Jun that moves"
)]
// Backward.
#[case::saturday_to_friday("2026-03-04", "10 days", "excluded backward ru-courts", "2026-03-13", "mirror of the roll")]
#[case::sunday_to_friday("2026-03-05", "10 days", "excluded backward ru-courts", "2026-03-13", "mirror of the roll")]
#[case::before_and_backward(
    "2026-05-17",
    "7 days before",
    "excluded backward ru-courts",
    "2026-05-08",
    "10 May 2026: back to the 8th"
)]
// 2027 by one source only.
#[case::provisional_transferred_monday(
    "2027-02-12",
    "10 days",
    "excluded forward ru-courts",
    "2027-02-24",
    "russia-cis section 10: 22 Feb 2027"
)]
#[case::provisional_working_saturday(
    "2027-02-10",
    "10 days",
    "excluded forward ru-courts",
    "2027-02-20",
    "russia-cis section 10: 20 Feb 2027"
)]
#[case::provisional_new_year(
    "2026-12-22",
    "10 days",
    "excluded forward ru-courts",
    "2027-01-11",
    "russia-cis section 10: 1-10 Jan 2027"
)]
fn rolls(#[case] start: &str, #[case] term: &str, #[case] how: &str, #[case] expected: &str, #[case] source: &str) {
    assert_eq!(How::of(how).days(start, term), expected, "{source}");
}

// Production calendars of each year: working days, decree days counted as worked.
#[rstest]
#[case::ordinary(&[2013, 2014, 2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023, 2025, 2026, 2027], 247)]
#[case::leap(&[2020, 2024], 248)]
fn a_year_has_as_many_working_days_as_its_norm(#[case] years: &[i16], #[case] norm: usize) {
    let courts = LAW.calendar(&CalendarId::parse("ru-courts").unwrap()).unwrap();
    for year in years {
        let days = date(*year, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() == *year);
        let open = days.filter(|day| courts.state(*day) == State::Open && courts.trust(*day) != Trust::Beyond(*day));
        assert_eq!(open.count(), norm, "{year}");
    }
}
