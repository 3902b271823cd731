//! What an act does to a deadline: done on the last day it is in time, a day later it is not, and a body's rules
//! listen to that body.

use jiff::Timestamp;
use rstest::rstest;
use staywatch::docket::{Status, docket};
use staywatch::form::Sheet;
use staywatch::watchlist::Case;

use super::table::LAW;

/// Where a deadline stands in a case of these events, each `KIND ON [BODY] [UNTIL]`, long after all of them.
fn status(host: &str, zone: &str, laws: &str, rule: &str, events: &[&str]) -> Option<Status> {
    let mut text = format!("id = \"acts\"\nhost = \"{host}\"\nzone = \"{zone}\"\nlaws = [\"{laws}\"]\n");
    for event in events {
        let mut words = event.split(' ');
        let (kind, on) = (words.next().unwrap(), words.next().unwrap());
        text += &format!("[[event]]\nkind = \"{kind}\"\non = \"{on}\"\n");
        for word in words {
            let key = if word.starts_with(|c: char| c.is_ascii_digit()) { "until" } else { "body" };
            text += &format!("{key} = \"{word}\"\n");
        }
    }
    let case = Case::read(Sheet::new("acts.toml", &text), &std::collections::BTreeMap::new()).0.unwrap();
    let now: Timestamp = "2150-01-01T00:00:00Z".parse().unwrap();
    let found = docket(&case, &LAW, now);
    found.deadlines.iter().find(|deadline| deadline.key.rule.as_str() == rule).map(|deadline| deadline.status)
}

// CPC RF 463(1): ten days from Friday 5 June 2026 end on Monday 15 June at 24:00.
#[rstest]
#[case::on_the_first_day("extradition-appeal-filed 2026-06-06", Status::Met)]
#[case::on_the_last_day("extradition-appeal-filed 2026-06-15", Status::Met)]
#[case::in_its_last_minute("extradition-appeal-filed 2026-06-15T23:59", Status::Met)]
#[case::on_the_first_instant_after("extradition-appeal-filed 2026-06-16T00:00", Status::Lapsed)]
#[case::a_day_late("extradition-appeal-filed 2026-06-16", Status::Lapsed)]
#[case::a_range_that_began_in_time("extradition-appeal-filed 2026-06-14..2026-06-18", Status::Met)]
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
