//! Days, months, years and working days, under every convention on the first day and the end of a month.
//!
//! The dates were worked out by hand and with another program's calendar, never with the engine.

use rstest::rstest;

use super::table::How;

#[rstest]
// Days.
#[case::ten_days_start_left_out("2026-06-05", "10 days", "excluded", "2026-06-15", "russia-cis C1: CPC RF 128")]
#[case::ten_days_start_counted("2026-06-05", "10 days", "included", "2026-06-14", "russia-cis C1: the other reading")]
#[case::both_are_argued("2026-06-05", "10 days", "disputed", "2026-06-14..2026-06-15", "russia-cis C1")]
#[case::a_day_is_the_next_day("2026-03-31", "1 day", "excluded", "2026-04-01", "IRG 21(1)")]
#[case::the_first_day_alone("2026-03-31", "1 day", "included", "2026-03-31", "KZ CPC 48(5)")]
#[case::no_days_are_the_same_day("2026-03-31", "0 days", "excluded", "2026-03-31", "docs/rules.md")]
#[case::no_days_are_the_same_day_either_way("2026-03-31", "0 days", "disputed", "2026-03-31", "docs/rules.md")]
#[case::over_the_end_of_the_year("2025-12-25", "10 days", "excluded", "2026-01-04", "plain arithmetic")]
#[case::across_february_common("2026-02-20", "10 days", "excluded", "2026-03-02", "plain arithmetic")]
#[case::across_february_leap("2024-02-20", "10 days", "excluded", "2024-03-01", "plain arithmetic")]
#[case::from_the_leap_day("2024-02-29", "365 days", "excluded", "2025-02-28", "plain arithmetic")]
#[case::thirty_days_are_no_month("2026-01-31", "30 days", "excluded", "2026-03-02", "cis-statutes: units do not mix")]
#[case::ninety_days_are_not_three_months(
    "2003-12-18",
    "90 days",
    "excluded",
    "2004-03-17",
    "international W11b: Armenia, ETS 24"
)]
#[case::forty_days_of_a_treaty(
    "2008-08-05",
    "40 days",
    "disputed",
    "2008-09-13..2008-09-14",
    "russia-cis C4: Minsk 62"
)]
#[case::a_century_year_without_leap_day(
    "2100-02-27",
    "3 days",
    "excluded",
    "2100-03-02",
    "Gregorian rule: 2100 is common"
)]
#[case::a_century_year_with_leap_day("2000-02-27", "3 days", "excluded", "2000-03-01", "Gregorian rule: 2000 is leap")]
// Days before.
#[case::a_week_before_the_end(
    "2026-03-20",
    "7 days before",
    "excluded",
    "2026-03-13",
    "cis-statutes D3: CPC RF 109(8)"
)]
#[case::a_week_before_counting_the_end("2026-03-20", "7 days before", "included", "2026-03-14", "docs/rules.md")]
#[case::a_week_before_both_ways(
    "2026-03-20",
    "7 days before",
    "disputed",
    "2026-03-13..2026-03-14",
    "docs/rules.md: the earlier leads"
)]
#[case::no_days_before("2026-03-20", "0 days before", "disputed", "2026-03-20", "docs/rules.md")]
#[case::before_over_a_leap_day("2024-03-05", "10 days before", "excluded", "2024-02-24", "plain arithmetic")]
#[case::before_over_new_year(
    "2026-01-05",
    "10 days before",
    "disputed",
    "2025-12-26..2025-12-27",
    "KG CPC 266: custody notice"
)]
// Months before.
#[case::a_month_before_a_long_month_ends(
    "2021-03-31",
    "1 month before",
    "excluded last",
    "2021-02-28",
    "mirror of CPC RF 128(2)"
)]
#[case::a_month_before_with_next(
    "2021-03-31",
    "1 month before",
    "excluded next",
    "2021-03-01",
    "mirror of month_end = next"
)]
#[case::a_month_before_refused("2021-03-31", "1 month before", "excluded reject", "refused", "docs/rules.md")]
#[case::a_month_before_counting_the_day(
    "2021-03-15",
    "1 month before",
    "included last",
    "2021-02-16",
    "mirror of the inclusive formula"
)]
#[case::a_month_before_both_ways(
    "2021-03-15",
    "1 month before",
    "disputed last",
    "2021-02-15..2021-02-16",
    "docs/rules.md"
)]
// Working days.
#[case::three_working_days_over_a_weekend(
    "2026-03-12",
    "3 working days",
    "excluded ru-courts",
    "2026-03-17",
    "KAS RF 92(2)"
)]
#[case::working_days_start_counted(
    "2026-03-12",
    "3 working days",
    "included ru-courts",
    "2026-03-16",
    "KAS RF 92(2), the first day in"
)]
#[case::working_days_both_ways(
    "2026-03-12",
    "3 working days",
    "disputed ru-courts",
    "2026-03-16..2026-03-17",
    "Law 4528-1 art. 4(5)"
)]
#[case::included_start_on_a_closed_day_is_no_working_day(
    "2026-03-14",
    "2 working days",
    "included ru-courts",
    "2026-03-17",
    "a Saturday cannot be day 1"
)]
#[case::one_working_day_from_a_friday(
    "2026-03-13",
    "1 working day",
    "excluded ru-courts",
    "2026-03-16",
    "KAS RF 87(3)"
)]
#[case::one_working_day_before_new_year(
    "2025-12-30",
    "1 working day",
    "excluded ru-courts",
    "2026-01-12",
    "decree N 1335: 31 Dec 2025 is off"
)]
#[case::five_working_days_over_new_year(
    "2025-12-29",
    "5 working days",
    "excluded ru-courts",
    "2026-01-15",
    "decrees N 1335, N 1466"
)]
#[case::a_working_saturday_counts(
    "2024-04-26",
    "1 working day",
    "excluded ru-courts",
    "2024-04-27",
    "decree N 1314: 27 Apr 2024 is worked"
)]
#[case::a_working_saturday_before_a_long_block(
    "2024-04-26",
    "3 working days",
    "excluded ru-courts",
    "2024-05-03",
    "decree N 1314"
)]
#[case::decree_days_are_worked(
    "2020-03-27",
    "5 working days",
    "excluded ru-courts",
    "2020-04-03",
    "Supreme Court on 2020: terms ran on"
)]
#[case::two_working_days_back(
    "2026-05-12",
    "2 working days before",
    "excluded ru-courts",
    "2026-05-07",
    "9-11 May 2026 are off"
)]
#[case::two_working_days_back_counting_the_day(
    "2026-05-12",
    "2 working days before",
    "included ru-courts",
    "2026-05-08",
    "9-11 May 2026 are off"
)]
#[case::two_working_days_back_both_ways(
    "2026-05-12",
    "2 working days before",
    "disputed ru-courts",
    "2026-05-07..2026-05-08",
    "docs/rules.md"
)]
#[case::no_working_days("2026-03-14", "0 working days", "excluded ru-courts", "2026-03-14", "docs/rules.md")]
// Events whose day is known as a range or a month.
#[case::a_range_keeps_both_ends(
    "2022-01-28..2022-02-01",
    "10 days",
    "excluded",
    "2022-02-07..2022-02-11",
    "CONTRACT: ranges"
)]
#[case::a_range_both_ways(
    "2022-01-28..2022-02-01",
    "10 days",
    "disputed",
    "2022-02-06..2022-02-11",
    "CONTRACT: ranges"
)]
#[case::a_range_over_a_short_month(
    "2021-01-28..2021-01-31",
    "1 month",
    "excluded last",
    "2021-02-28",
    "CONTRACT: ranges"
)]
#[case::a_range_into_next(
    "2021-01-28..2021-01-31",
    "1 month",
    "excluded next",
    "2021-02-28..2021-03-01",
    "CONTRACT: ranges"
)]
#[case::a_range_with_one_impossible_day_is_refused(
    "2021-01-28..2021-01-31",
    "1 month",
    "excluded reject",
    "refused",
    "no rule, no date"
)]
#[case::a_whole_month("2021-07", "10 days", "excluded", "2021-07-11..2021-08-10", "CONTRACT: months")]
#[case::a_whole_leap_february("2024-02", "1 month", "disputed last", "2024-02-29..2024-03-29", "CONTRACT: months")]
#[case::a_range_counting_back(
    "2026-03-20..2026-03-25",
    "7 days before",
    "disputed",
    "2026-03-13..2026-03-19",
    "CONTRACT: ranges"
)]
#[case::a_range_within_one_roll(
    "2026-06-01..2026-06-04",
    "10 days",
    "excluded forward ru-courts",
    "2026-06-11..2026-06-15",
    "12-14 Jun 2026 are off"
)]
fn days(#[case] start: &str, #[case] term: &str, #[case] how: &str, #[case] expected: &str, #[case] source: &str) {
    assert_eq!(How::of(how).days(start, term), expected, "{source}");
}

// The four answers: month_end = last, next and reject with the day of the event left out, and the day counted in
// (the day before the corresponding date; if there is none, the last day of that month).
#[rstest]
#[case::jan_27_common("2021-01-27", "1 month", ["2021-02-27", "2021-02-27", "2021-02-27", "2021-02-26"], "the last day before February matters")]
#[case::jan_28_common("2021-01-28", "1 month", ["2021-02-28", "2021-02-28", "2021-02-28", "2021-02-27"], "the corresponding date is the last day")]
#[case::jan_29_common("2021-01-29", "1 month", ["2021-02-28", "2021-03-01", "refused", "2021-02-28"], "CPC RF 128(2); russia-cis 8")]
#[case::jan_30_common("2021-01-30", "1 month", ["2021-02-28", "2021-03-01", "refused", "2021-02-28"], "CPC RF 128(2); russia-cis 8")]
#[case::jan_31_common("2021-01-31", "1 month", ["2021-02-28", "2021-03-01", "refused", "2021-02-28"], "international W8")]
#[case::jan_28_leap("2024-01-28", "1 month", ["2024-02-28", "2024-02-28", "2024-02-28", "2024-02-27"], "not the last day of a leap February")]
#[case::jan_29_leap("2024-01-29", "1 month", ["2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28"], "the leap day corresponds")]
#[case::jan_30_leap("2024-01-30", "1 month", ["2024-02-29", "2024-03-01", "refused", "2024-02-29"], "russia-cis 8")]
#[case::jan_31_leap("2024-01-31", "1 month", ["2024-02-29", "2024-03-01", "refused", "2024-02-29"], "international W8")]
#[case::feb_28_common("2021-02-28", "1 month", ["2021-03-28", "2021-03-28", "2021-03-28", "2021-03-27"], "the corresponding date, not the month's end")]
#[case::feb_28_leap("2024-02-28", "1 month", ["2024-03-28", "2024-03-28", "2024-03-28", "2024-03-27"], "the corresponding date")]
#[case::feb_29("2024-02-29", "1 month", ["2024-03-29", "2024-03-29", "2024-03-29", "2024-03-28"], "the corresponding date")]
#[case::jan_5("2021-01-05", "1 month", ["2021-02-05", "2021-02-05", "2021-02-05", "2021-02-04"], "international W5")]
#[case::mar_31("2021-03-31", "1 month", ["2021-04-30", "2021-05-01", "refused", "2021-04-30"], "a long month into a short one")]
#[case::apr_30("2021-04-30", "1 month", ["2021-05-30", "2021-05-30", "2021-05-30", "2021-05-29"], "international W6: NOT 31 May")]
#[case::may_30("2021-05-30", "1 month", ["2021-06-30", "2021-06-30", "2021-06-30", "2021-06-29"], "international W7")]
#[case::may_31("2021-05-31", "1 month", ["2021-06-30", "2021-07-01", "refused", "2021-06-30"], "international W7")]
#[case::jul_31("2021-07-31", "1 month", ["2021-08-31", "2021-08-31", "2021-08-31", "2021-08-30"], "two long months in a row")]
#[case::oct_31("2021-10-31", "1 month", ["2021-11-30", "2021-12-01", "refused", "2021-11-30"], "a long month into a short one")]
#[case::dec_1("2021-12-01", "1 month", ["2022-01-01", "2022-01-01", "2022-01-01", "2021-12-31"], "over New Year; counted in: 31 December")]
#[case::jan_1("2021-01-01", "1 month", ["2021-02-01", "2021-02-01", "2021-02-01", "2021-01-31"], "counted in: the last day of the same month")]
#[case::dec_30_two_months("2020-12-30", "2 months", ["2021-02-28", "2021-03-01", "refused", "2021-02-28"], "cis-statutes S1: 28 February")]
#[case::dec_31_two_months_common("2021-12-31", "2 months", ["2022-02-28", "2022-03-01", "refused", "2022-02-28"], "cis-statutes S1, a day later")]
#[case::dec_31_two_months_leap("2023-12-31", "2 months", ["2024-02-29", "2024-03-01", "refused", "2024-02-29"], "into a leap February")]
#[case::aug_31_six_months_common("2021-08-31", "6 months", ["2022-02-28", "2022-03-01", "refused", "2022-02-28"], "ECHR art. 35 over February")]
#[case::aug_29_six_months_leap("2023-08-29", "6 months", ["2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28"], "the leap day corresponds")]
#[case::aug_31_six_months_leap("2023-08-31", "6 months", ["2024-02-29", "2024-03-01", "refused", "2024-02-29"], "ECHR art. 35 over a leap February")]
#[case::eighteen_months("2022-08-31", "18 months", ["2024-02-29", "2024-03-01", "refused", "2024-02-29"], "CPC RF 109(3)")]
#[case::twelve_months("2026-01-21", "12 months", ["2027-01-21", "2027-01-21", "2027-01-21", "2027-01-20"], "russia-cis C5")]
#[case::a_year("2012-12-25", "1 year", ["2013-12-25", "2013-12-25", "2013-12-25", "2013-12-24"], "russia-cis 2: VAS Plenum N 99")]
#[case::a_year_from_the_leap_day("2024-02-29", "1 year", ["2025-02-28", "2025-03-01", "refused", "2025-02-28"], "no such date in 2025")]
#[case::four_years_from_the_leap_day("2024-02-29", "4 years", ["2028-02-29", "2028-02-29", "2028-02-29", "2028-02-28"], "the leap day comes back")]
#[case::a_year_to_a_leap_year("2023-02-28", "1 year", ["2024-02-28", "2024-02-28", "2024-02-28", "2024-02-27"], "28, not 29 February 2024")]
#[case::two_years("2024-02-29", "2 years", ["2026-02-28", "2026-03-01", "refused", "2026-02-28"], "KoAP RF 31.9")]
#[case::no_months("2021-01-31", "0 months", ["2021-01-31", "2021-01-31", "2021-01-31", "2021-01-31"], "the same day, counted in or not")]
fn months(#[case] start: &str, #[case] term: &str, #[case] answers: [&str; 4], #[case] source: &str) {
    for (how, expected) in ["excluded last", "excluded next", "excluded reject", "included last"].iter().zip(answers) {
        assert_eq!(How::of(how).days(start, term), expected, "{how}: {source}");
    }
    let [last, next, reject, included] = answers;
    // A law that does not say what follows gives no date where it would matter, and the same date where it would not.
    assert_eq!(How::of("excluded").days(start, term), reject, "unset: {source}");
    // With the day counted in, the formula says what a missing date means: `next` and nothing change nothing.
    for how in ["included next", "included"] {
        assert_eq!(How::of(how).days(start, term), included, "{how}: {source}");
    }
    for (how, excluded) in [("disputed last", last), ("disputed next", next)] {
        let both = if included == excluded { included.to_owned() } else { format!("{included}..{excluded}") };
        assert_eq!(How::of(how).days(start, term), both, "{how}: {source}");
    }
    assert_eq!(How::of("disputed").days(start, term) == "refused", reject == "refused", "disputed, unset: {source}");
}

#[rstest]
#[case::no_day_31("2021-03-31", "1 month", "excluded reject", "month 4 of 2021 has no day 31")]
#[case::no_leap_day("2024-02-29", "1 year", "excluded", "month 2 of 2025 has no day 29")]
#[case::reject_speaks_for_both_readings("2021-01-31", "1 month", "disputed reject", "month 2 of 2021 has no day 31")]
#[case::no_calendar("2026-03-12", "3 working days", "excluded", "working days need a calendar")]
#[case::no_such_calendar("2026-03-12", "3 working days", "excluded mars-courts", "mars-courts")]
#[case::nothing_to_roll_over("2026-03-04", "10 days", "excluded forward mars-courts", "mars-courts")]
#[case::too_many_years("2026-03-04", "9000 years", "excluded last", "outside the years")]
#[case::too_many_months("2026-03-04", "20000 years", "excluded last", "outside the years")]
#[case::too_many_years_back("2026-03-04", "20000 years before", "excluded last", "outside the years")]
fn no_date_is_given_and_why(#[case] start: &str, #[case] term: &str, #[case] how: &str, #[case] why: &str) {
    let refused = How::of(how).count(start, term).unwrap_err().to_string();
    assert!(refused.contains(why), "{refused}");
}
