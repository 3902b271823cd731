//! What an act does to a deadline: done on the last day it is in time, a day later it is not, and a body's rules
//! listen to that body.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rstest::rstest;
use staywatch::docket::{Deadline, Status, docket};
use staywatch::form::Sheet;
use staywatch::watchlist::Case;

use super::table::LAW;

/// A case of these events, each `KIND ON` and then words of a body or a stage, or a date for `until`.
fn case(host: &str, zone: &str, laws: &str, events: &[&str]) -> Case {
    let mut lines = vec![format!("id = \"acts\"\nhost = \"{host}\"\nzone = \"{zone}\"\nlaws = [\"{laws}\"]")];
    for event in events {
        let mut words = event.split(' ');
        let (kind, on) = (words.next().unwrap(), words.next().unwrap());
        lines.push(format!("[[event]]\nkind = \"{kind}\"\non = \"{on}\""));
        let key = |word: &str| match word {
            "echr" | "hrc" => "body",
            "extradition-final" => "stage",
            _ => "until",
        };
        lines.extend(words.map(|word| format!("{} = \"{word}\"", key(word))));
    }
    Case::read(Sheet::new("acts.toml", &lines.join("\n")), &BTreeMap::new()).0.unwrap()
}

/// A deadline of a case, long after all its events.
fn deadline(case: &Case, rule: &str) -> Option<Deadline> {
    let now: Timestamp = "2150-01-01T00:00:00Z".parse().unwrap();
    docket(case, &LAW, now).deadlines.into_iter().find(|deadline| deadline.key.rule.as_str() == rule)
}

fn status(host: &str, zone: &str, laws: &str, rule: &str, events: &[&str]) -> Option<Status> {
    deadline(&case(host, zone, laws, events), rule).map(|deadline| deadline.status)
}

// CPC RF 463(1): ten days from Friday 5 June 2026 end on Monday 15 June at 24:00.
#[rstest]
#[case::on_the_first_day("extradition-appeal-filed 2026-06-06", Status::Met)]
#[case::on_the_last_day("extradition-appeal-filed 2026-06-15", Status::Met)]
#[case::in_its_last_minute("extradition-appeal-filed 2026-06-15T23:59", Status::Met)]
#[case::on_the_first_instant_after("extradition-appeal-filed 2026-06-16T00:00", Status::Lapsed)]
#[case::a_day_late("extradition-appeal-filed 2026-06-16", Status::Lapsed)]
#[case::some_day_in_time("extradition-appeal-filed 2026-06-14..2026-06-15", Status::Met)]
#[case::some_day_that_may_be_late("extradition-appeal-filed 2026-06-14..2026-06-18", Status::Lapsed)]
#[case::withdrawn_on_the_last_day("extradition-refused 2026-06-15", Status::Withdrawn)]
#[case::withdrawn_too_late("extradition-refused 2026-06-16", Status::Lapsed)]
#[case::another_act("contact 2026-06-10", Status::Lapsed)]
fn an_appeal(#[case] act: &str, #[case] expected: Status) {
    let events = ["arrest 2026-05-01", "extradition-granted 2026-06-05", act];
    assert_eq!(status("RU", "Europe/Moscow", "ru", "ru-cpc-463-appeal", &events), Some(expected));
}

// The Committee's three years run from the end of the other procedure, and only a communication to it meets them.
#[rstest]
#[case::unmet("contact 2020-06-01", Status::Lapsed)]
#[case::filed_with_the_committee("application-filed 2020-06-01 hrc", Status::Met)]
#[case::filed_with_the_court("application-filed 2020-06-01 echr", Status::Lapsed)]
fn a_communication_after_the_court(#[case] act: &str, #[case] expected: Status) {
    let events = ["arrest 2019-01-01", "application-inadmissible 2020-03-11 echr", act];
    let found = status("RU", "Europe/Moscow", "hrc", "hrc-communication-three-years", &events);
    assert_eq!(found, Some(expected));
}

// A measure of one body says nothing of another's.
#[rstest]
#[case::of_the_court("echr-measure-lapse", "echr", true)]
#[case::of_the_committee("hrc-measure-lapse", "hrc", true)]
#[case::not_of_the_court("echr-measure-lapse", "hrc", false)]
#[case::not_of_the_committee("hrc-measure-lapse", "echr", false)]
fn a_measure(#[case] rule: &str, #[case] body: &str, #[case] follows: bool) {
    let laws = rule.split('-').next().unwrap();
    let granted = format!("measure-granted 2022-02-01 {body} 2022-02-25");
    assert_eq!(status("RU", "Europe/Moscow", laws, rule, &[&granted]).is_some(), follows);
}

// Czech law stops the clock while a measure of the Court stands: three months from 10 January 2020.
#[rstest]
#[case::no_stop(&[], "2020-04-09", "2020-04-10")]
#[case::ten_days(&["measure-granted 2020-01-20 echr", "measure-lifted 2020-01-30 echr"], "2020-04-19", "2020-04-20")]
#[case::of_another_body(&["measure-granted 2020-01-20 hrc", "measure-lifted 2020-01-30 hrc"], "2020-04-09", "2020-04-10")]
#[case::twice(
    &["measure-granted 2020-01-20 echr", "measure-lifted 2020-01-30 echr", "measure-granted 2020-02-01 echr",
      "application-inadmissible 2020-02-06 echr"],
    "2020-04-24",
    "2020-04-25"
)]
#[case::still_standing(&["measure-granted 2020-01-20 echr"], "2020-04-09", "2020-04-10")]
#[case::after_the_end(&["measure-granted 2020-06-01 echr", "measure-lifted 2020-06-11 echr"], "2020-04-09", "2020-04-10")]
#[case::stood_before(&["measure-granted 2019-12-20 echr", "measure-lifted 2020-01-30 echr"], "2020-04-29", "2020-04-30")]
fn a_stop_of_the_clock(#[case] stop: &[&str], #[case] earliest: &str, #[case] latest: &str) {
    let mut events = vec!["arrest 2019-12-01", "custody-ordered 2020-01-10 extradition-final"];
    events.extend(stop);
    let found = deadline(&case("CZ", "Europe/Prague", "cz", &events), "cz-101-5-surrender-custody").unwrap();
    let days = [found.earliest, found.latest].map(|reading| reading.last_day.to_string());
    assert_eq!(days, [earliest, latest]);
    // Both ends are midnight in Prague, whatever clock change lies between.
    for reading in [found.earliest, found.latest] {
        assert!(
            reading.end.to_zoned(jiff::tz::TimeZone::get("Europe/Prague").unwrap()).time()
                == jiff::civil::Time::midnight()
        );
    }
}

#[test]
fn nobody_is_out_of_time_while_the_clock_stands_still() {
    let events =
        ["arrest 2019-12-01", "custody-ordered 2020-01-10 extradition-final", "measure-granted 2020-01-20 echr"];
    let found = deadline(&case("CZ", "Europe/Prague", "cz", &events), "cz-101-5-surrender-custody").unwrap();
    assert_eq!(found.status, staywatch::docket::Status::Pending);
}

#[test]
fn an_earlier_chapter_of_a_case_ends_no_deadline_of_this_one() {
    let events = ["arrest 2025-03-01", "freed 2025-06-01", "arrest 2026-11-01", "hearing 2026-11-27 extradition-final"];
    let found = deadline(&case("UA", "Europe/Kyiv", "echr", &events), "echr-rule39-before-hearing").unwrap();
    assert_ne!(found.status, staywatch::docket::Status::Withdrawn);
}

// What may have been before the second arrest is no release from it; what cannot have been is one.
#[rstest]
#[case::from_the_first("released 2026-01-20..2026-02-04", Status::Lapsed)]
#[case::from_the_second("released 2026-02-03T11:00", Status::Withdrawn)]
fn a_second_arrest(#[case] release: &str, #[case] expected: Status) {
    let case = case("RU", "Europe/Moscow", "ru", &["arrest 2026-01-05", release, "arrest 2026-02-03T10:00"]);
    let second = |found: &Deadline| found.key.rule.as_str() == "ru-cpc-48h" && found.trigger_on.month() == 2;
    let now: Timestamp = "2150-01-01T00:00:00Z".parse().unwrap();
    let found = docket(&case, &LAW, now).deadlines.into_iter().find(second);
    assert_eq!(found.map(|deadline| deadline.status), Some(expected));
}

#[test]
fn with_one_arrest_a_release_of_some_day_is_from_it() {
    let events = ["arrest 2026-02-03", "released 2026-01-20..2026-02-04"];
    assert_eq!(status("RU", "Europe/Moscow", "ru", "ru-cpc-48h", &events), Some(Status::Withdrawn));
}

// ECHR art. 35(1): six months until 31 January 2022, four since. On either side of the change each version counts its own days.
#[test]
fn a_decision_on_either_side_of_a_change_of_the_law() {
    let case =
        case("RS", "Europe/Belgrade", "echr", &["arrest 2021-12-01", "extradition-final 2022-01-20..2022-02-10"]);
    let found = deadline(&case, "echr-art35-application").unwrap();
    let days = [found.earliest.last_day, found.latest.last_day].map(|day| day.to_string());
    assert_eq!(days, ["2022-06-01", "2022-07-31"]);
}
