//! The worked examples of the law notes, against the ways of counting that ship in the packs.
//!
//! The number in front of each source is the example's own: `S`, `D` of the statutes, `A`, `C` of Russia and the CIS,
//! `W` of the international mechanisms. Where a source gives one date and the law is argued, its date is one of two.

use jiff::civil::{Date, date};
use rstest::rstest;
use staywatch::ids::CalendarId;
use staywatch::law::calendar::State;
use staywatch::watchlist::{Body, Country};

use super::table::{How, LAW};

#[rstest]
// Russia: criminal procedure.
#[case::a1("ru.cpc-days", "2016-07-15", "10 days", "2016-07-25", "A1: to 24:00 of 25 July; the year is ours")]
#[case::a3("ru.cpc-custody", "2020-12-30", "2 months", "2021-02-28", "A3, S1: 28 February, both ways of counting")]
#[case::a8_common("ru.cpc-months", "2026-08-30", "6 months", "2027-03-01", "A8: 28 Feb 2027, a Sunday, moves")]
#[case::a8_leap("ru.cpc-custody", "2023-08-30", "6 months", "2024-02-29", "A8: no 30 February in a leap year")]
#[case::a11("ru.cpc-days", "2026-04-25", "15 days", "2026-05-12", "A11: 9 and 10 May 2026 both move")]
#[case::s3("ru.cpc-days", "2016-04-01", "10 days", "2016-04-11", "S3: counted from 2 April")]
#[case::c1_d1("ru.cpc-days", "2026-06-05", "10 days", "2026-06-15", "C1, D1: the counted-in reading rolls there too")]
#[case::c7_d2("ru.cpc-days", "2026-04-20", "15 days", "2026-05-04..2026-05-05", "C7, D2: 5 May with the day left out")]
#[case::c8("ru.cpc-days", "2026-10-30", "10 days", "2026-11-09", "C8: 4 November inside")]
#[case::d3("ru.cpc-plain", "2026-03-20", "7 days before", "2026-03-13", "D3: CPC RF 109(8)")]
#[case::c5("ru.cpc-custody", "2026-01-21", "12 months", "2027-01-20..2027-01-21", "C5: the tier of twelve months")]
#[case::c6("ru.cpc-custody", "2026-01-21", "6 months", "2026-07-20..2026-07-21", "C6: the tier of six months")]
#[case::c9_may("ru.cpc-custody", "2026-03-02", "15 days", "2026-03-16..2026-03-17", "C9: CPC RF 467, may")]
#[case::c9_must("ru.cpc-custody", "2026-03-02", "30 days", "2026-03-31..2026-04-01", "C9: CPC RF 467, must")]
#[case::d4_may("ru.cpc-custody", "2026-10-01", "15 days", "2026-10-15..2026-10-16", "D4: MAY be released")]
#[case::d4_must("ru.cpc-custody", "2026-10-01", "30 days", "2026-10-30..2026-10-31", "D4: MUST be released")]
#[case::a4("ru.cpc-hours", "2020-11-28T23:35", "48 hours", "2020-11-30", "A4: 23:35, from the factual detention")]
// Russia: administrative procedure.
#[case::c2("ru.koap-days", "2026-05-01", "10 days", "2026-05-12", "C2, A10: days move from 29 Oct 2024")]
#[case::c3("ru.koap-sutki", "2024-04-30", "10 days", "2024-05-10", "C3, A9: sutki do not move")]
#[case::d5("ru.kas-days", "2026-04-29", "10 days", "2026-05-12", "D5: 298(4), calendar days")]
#[case::d6_90("ru.koap-special", "2026-01-21", "90 days", "2026-04-20..2026-04-21", "D6: the first ninety days")]
#[case::d6_2y("ru.koap-special", "2026-01-21", "2 years", "2028-01-20..2028-01-21", "D6: the cap")]
#[case::a2("ru.kas-months", "2012-12-25", "1 year", "2013-12-25", "A2: VAS Plenum N 99, applied to KAS 93")]
// Treaties.
#[case::c4("minsk.custody-days", "2008-08-05", "40 days", "2008-09-13..2008-09-14", "C4: Minsk 62")]
#[case::w3("echr.application", "2015-10-08", "3 months", "2016-01-08", "W3: Tselovalnik v. Russia 28333/13")]
#[case::w4("echr.application", "2012-01-17", "3 months", "2012-04-17", "W4: 17 April was in time")]
#[case::w12("echr.application", "2022-03-16", "6 months", "2022-09-16", "W12: Russia and the Convention")]
#[case::w1("echr.application", "2005-11-28", "6 months", "2006-05-28", "W1: Sabri Gunes, a Sunday, not extended")]
#[case::w5("echr.application", "2021-01-05", "1 month", "2021-02-05", "W5: ETS 76")]
#[case::w6("echr.application", "2021-04-30", "1 month", "2021-05-30", "W6: ETS 76, not 31 May")]
#[case::w7_30("echr.application", "2021-05-30", "1 month", "2021-06-30", "W7: ETS 76")]
#[case::w7_31("echr.application", "2021-05-31", "1 month", "2021-06-30", "W7: ETS 76")]
#[case::w8_common("echr.application", "2021-01-31", "1 month", "2021-02-28", "W8: ETS 76")]
#[case::w8_leap("echr.application", "2024-01-31", "1 month", "2024-02-29", "W8: ETS 76")]
#[case::w16("echr.registry-hours", "2026-03-13T16:01", "0 working days before", "2026-03-13", "W16: 16:00 has passed")]
#[case::w16_next("echr.registry-hours", "2026-03-16T10:00", "0 working days before", "2026-03-13", "W16: not Monday")]
#[case::w17(
    "echr.registry-hours",
    "2021-05-15T12:00",
    "0 working days before",
    "2021-05-12",
    "W17: 13 and 14 May closed"
)]
// Other hosts.
#[case::d7_40("kz.custody", "2026-01-21", "40 days", "2026-03-01", "D7: the first day is counted (48(5))")]
#[case::d7_12m("kz.custody", "2026-01-21", "12 months", "2027-01-20", "D7: the day before the corresponding date")]
#[case::d8_40("by.custody", "2026-01-21", "40 days", "2026-03-01..2026-03-02", "D8: 513 against 158")]
#[case::d8_2m("by.custody", "2026-01-21", "2 months", "2026-03-20..2026-03-21", "D8: 513 against 158")]
#[case::d9_30("kg.custody", "2026-01-21", "30 days", "2026-02-19..2026-02-20", "D9: 528 against 137")]
#[case::d9_1y("kg.custody", "2026-01-21", "1 year", "2027-01-20..2027-01-21", "D9: 529 against 137")]
#[case::d10(
    "ae.terms",
    "2026-03-02",
    "30 days",
    "2026-03-31..2026-04-01",
    "D10: 1 April; the closing hour was not read"
)]
#[case::w15("rs.custody", "2016-11-30", "12 months", "2017-11-29..2017-11-30", "W15: unlawful after 30 November")]
fn packs_count(
    #[case] counting: &str,
    #[case] start: &str,
    #[case] term: &str,
    #[case] expected: &str,
    #[case] source: &str,
) {
    assert_eq!(How::shipped(counting).days(start, term), expected, "{source}");
}

// Dates that treaties and statutes themselves came to, by the plain conventions.
#[rstest]
#[case::s5("included", "2004-03-29", "30 days", "2004-04-27", "S5: Chisinau, the thirtieth day counts the deposit")]
#[case::d11("excluded", "2023-09-29", "60 days", "2023-11-28", "D11: UAE, sixty days after publication")]
#[case::w9a("excluded", "2009-09-25", "3 months", "2009-12-25", "W9a: OP1, Brazil")]
#[case::w9b("excluded", "2013-09-24", "3 months", "2013-12-24", "W9b: OP1, Guinea-Bissau")]
#[case::w10("excluded", "2022-11-08", "3 months", "2023-02-08", "W10: OP1, Belarus leaves")]
#[case::w11a("excluded", "1998-05-19", "90 days", "1998-08-17", "W11a: ETS 86, Albania")]
#[case::w11b("excluded", "2003-12-18", "90 days", "2004-03-17", "W11b: ETS 86, Armenia, over a leap day")]
#[case::w11c("excluded", "2001-06-15", "90 days", "2001-09-13", "W11c: ETS 86, Georgia")]
#[case::w11d("excluded", "2005-04-25", "90 days", "2005-07-24", "W11d: ETS 86, Bosnia")]
#[case::w18("excluded", "2012-08-17", "45 days", "2012-10-01", "W18: CCPR/C/123/D/2189/2012")]
fn sources_counted(
    #[case] how: &str,
    #[case] start: &str,
    #[case] term: &str,
    #[case] expected: &str,
    #[case] source: &str,
) {
    assert_eq!(How::of(how).days(start, term), expected, "{source}");
}

// Which version of a rule speaks of an event on a day.
#[rstest]
#[case::before_protocol_15("echr-art35-application", date(2022, 1, 31), Some("6 months"), "W2")]
#[case::from_protocol_15("echr-art35-application", date(2022, 2, 1), Some("4 months"), "W2")]
#[case::before_364_fz("ru-koap-30-3-appeal", date(2024, 10, 28), Some("10 days by koap-sutki"), "A19: 364-FZ")]
#[case::from_364_fz("ru-koap-30-3-appeal", date(2024, 10, 29), Some("10 days by koap-days"), "A19: 364-FZ")]
#[case::minsk_between_russia_and_belarus("minsk-62-40d", date(2023, 6, 27), Some("40 days"), "A21: Chisinau")]
#[case::chisinau_for_russia("minsk-62-40d", date(2023, 6, 28), None, "A21: Chisinau")]
#[case::before_the_expulsion_regime("ru-police-expulsion-48h", date(2025, 2, 4), None, "A20: 260-FZ")]
#[case::expulsion_regime("ru-police-expulsion-48h", date(2025, 2, 5), Some("48 hours"), "A20: 260-FZ")]
#[case::before_the_uae_decree("ae-39-22-appeal", date(2023, 11, 27), None, "D11")]
#[case::uae_decree("ae-39-22-appeal", date(2023, 11, 28), Some("30 days"), "D11")]
fn the_version_in_force(#[case] id: &str, #[case] day: Date, #[case] expected: Option<&str>, #[case] source: &str) {
    let versions: Vec<String> = LAW
        .rules()
        .filter(|(_, rule)| rule.id.as_str() == id && rule.in_force_on(day))
        .map(|(_, rule)| {
            let counting = rule.counting.as_ref().map_or("", |name| name.value.as_str());
            format!("{} by {counting}", rule.term.unwrap())
        })
        .collect();
    assert_eq!(versions.len(), usize::from(expected.is_some()), "{source}: {versions:?}");
    assert!(versions.first().is_none_or(|version| version.starts_with(expected.unwrap())), "{source}: {versions:?}");
}

// Until when a body can be asked for help against a state.
#[rstest]
#[case::russia_last_day("RU", Body::Echr, date(2022, 9, 16), true, "W12")]
#[case::russia_after("RU", Body::Echr, date(2022, 9, 17), false, "W12")]
#[case::belarus_last_day("BY", Body::Hrc, date(2023, 2, 7), true, "W10: the earlier of two days leads")]
#[case::belarus_after("BY", Body::Hrc, date(2023, 2, 8), false, "W10")]
#[case::belarus_never("BY", Body::Echr, date(2015, 1, 1), false, "international 2.8: not a party")]
fn a_mechanism_is_open(
    #[case] host: &str,
    #[case] body: Body,
    #[case] day: Date,
    #[case] open: bool,
    #[case] source: &str,
) {
    assert_eq!(LAW.open_against(Country::parse(host).unwrap(), body, day), open, "{source}");
}

// A12-A16 and section 10 of the notes: the days off of a year beyond ordinary weekends, and weekend days worked.
#[rstest]
#[case::a15_2021(
    2021,
    "01-01..01-10 02-21..02-23 03-06..03-08 05-01..05-03 05-08..05-10 06-12..06-14 11-04..11-07 12-31",
    "02-20"
)]
#[case::a12_2024(
    2024,
    "01-01..01-08 02-23..02-25 03-08..03-10 04-28..05-01 05-09..05-12 06-12 11-03..11-04 12-29..12-31",
    "04-27 11-02 12-28"
)]
#[case::a13_2025(
    2025,
    "01-01..01-08 02-22..02-23 03-08..03-09 05-01..05-04 05-08..05-11 06-12..06-15 11-02..11-04 12-31",
    "11-01"
)]
#[case::a14_2026(2026, "01-01..01-11 02-21..02-23 03-07..03-09 05-01..05-03 05-09..05-11 06-12..06-14 11-04 12-31", "")]
#[case::section_10_2027(
    2027,
    "01-01..01-10 02-21..02-23 03-06..03-08 05-01..05-03 05-08..05-10 06-12..06-14 11-04..11-07 12-31",
    "02-20"
)]
fn the_days_off_of_a_year(#[case] year: i16, #[case] off: &str, #[case] worked: &str) {
    let courts = LAW.calendar(&CalendarId::parse("ru-courts").unwrap()).unwrap();
    let day = |text: &str| -> Date { format!("{year}-{text}").parse().unwrap() };
    let blocks: Vec<(Date, Date)> = off
        .split(' ')
        .map(|block| block.split_once("..").unwrap_or((block, block)))
        .map(|(first, last)| (day(first), day(last)))
        .collect();
    let worked: Vec<Date> = worked.split_whitespace().map(day).collect();
    for day in date(year, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() == year) {
        let weekend = day.weekday().to_monday_zero_offset() >= 5 && !worked.contains(&day);
        let closed = weekend || blocks.iter().any(|(first, last)| (*first..=*last).contains(&day));
        assert_eq!(courts.state(day), if closed { State::Closed } else { State::Open }, "{day}");
    }
}
