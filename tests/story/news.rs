//! What is news about a level, and what is not.

use crate::GRANTED;
use crate::house::House;

fn with(event: &str) -> String {
    let head = GRANTED.find("[[event]]").map_or(GRANTED, |at| &GRANTED[..at]);
    format!("{head}{event}")
}

fn event(kind: &str, more: &str) -> String {
    format!("[[event]]\nkind = \"{kind}\"\n{more}\n")
}

#[tokio::test]
async fn a_second_report_of_the_same_day_is_told() {
    let mut house = House::at("2026-03-10T07:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-10T07:10:00Z").await;
    let mut text = format!("{GRANTED}{}", event("extradition-final", "on = 2026-03-09"));
    let signals = |house: &House| {
        let mails = house.mail.mails();
        mails.iter().filter(|mail| mail.data.contains("Message-ID: <case-a-signal-")).count()
    };
    let mut told = Vec::new();
    for (more, until) in [
        (event("signal", "what = \"moved\"\non = 2026-03-10"), "2026-03-10T07:20:00Z"),
        (event("facility-changed", "what = \"sizo-2\"\non = 2026-03-10"), "2026-03-10T07:30:00Z"),
        (event("signal", "what = \"moved\"\non = 2026-03-10"), "2026-03-10T07:40:00Z"),
        // Entered late: it was before what is known.
        (event("signal", "what = \"moved\"\non = 2026-03-08"), "2026-03-10T07:50:00Z"),
        ("# a comment\n".to_owned(), "2026-03-10T07:55:00Z"),
    ] {
        text.push_str(&more);
        house.edits("a.toml", &text).await;
        house.until(until).await;
        told.push(signals(&house));
    }
    house.ignores_the_rest();
    assert!(told[0] > 0 && told[1] == told[0], "{told:?}");
    assert!(told[2] > told[1] && told[3] > told[2] && told[4] == told[3], "{told:?}");
}

#[tokio::test]
async fn a_fact_that_was_entered_ahead_of_its_day_is_told_once() {
    let text = with(&event("consented", "on = 2026-03-11"));
    let mut house = House::at("2026-03-10T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-03-11T09:30:00Z").await;
    let about = |mails: Vec<String>| mails.into_iter().filter(|mail| mail.contains("transfer risk")).count();
    assert!(about(house.mails()) > 0);
    house.edits("a.toml", &format!("{text}# a comment\n")).await;
    house.until("2026-03-11T09:40:00Z").await;
    let again = about(house.mails());
    house.ignores_the_rest();
    assert_eq!(again, 0);
}

#[tokio::test]
async fn a_level_that_fell_onto_an_old_reason_is_told_once() {
    let custody = event("custody-ordered", "on = 2026-01-05\nuntil = 2026-03-05");
    let text = format!("{GRANTED}{custody}");
    let mut house = House::at("2026-03-20T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-03-20T10:10:00Z").await;
    let before = house.mails();
    assert!(before.iter().any(|mail| mail.contains("IMMINENT")), "{before:?}");
    let filed = event("extradition-appeal-filed", "on = 2026-03-05");
    house.edits("a.toml", &format!("{text}{filed}")).await;
    house.until("2026-03-20T10:20:00Z").await;
    let mut auditor = staywatch::schedule::Auditor::new(house.store().clone());
    let audit = house.audits(&mut auditor, "2026-03-20T10:00:00Z").await;
    let after: Vec<String> = house.mails().into_iter().filter(|mail| mail.contains("transfer risk")).collect();
    house.ignores_the_rest();
    assert!(audit.clean(), "{audit:?}");
    assert!(after.len() == 1 && after[0].contains("now HIGH (was IMMINENT)"), "{after:?}");
}
