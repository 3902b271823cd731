//! What one more fact does to the level of a case: bad news must not lower it, and what was set aside must not raise it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::Timestamp;
use staywatch::docket::docket;
use staywatch::form::Sheet;
use staywatch::law::grounds::Level;
use staywatch::law::{Law, OwnLaw};
use staywatch::risk::{Assessment, assess};
use staywatch::watchlist::Case;

fn event(kind: &str, rest: &str) -> String {
    format!("[[event]]\nkind = \"{kind}\"\n{rest}\n")
}

fn weighed(host: &str, events: &str, now: &str) -> Assessment {
    let (law, now): (Law, Timestamp) = (Law::load(OwnLaw::default()).0, now.parse().unwrap());
    let text =
        format!("id = \"case-a\"\nhost = \"{host}\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n{events}");
    let case = Case::read(Sheet::new("a.toml", &text), &law.zones()).0.unwrap();
    assess(&case, &law, &docket(&case, &law, now), now)
}

fn holds(assessment: &Assessment, id: &str) -> bool {
    assessment.reasons.iter().any(|reason| reason.id.as_str() == id)
}

#[test]
fn a_decision_that_was_quashed_within_its_term_does_not_come_into_force() {
    let granted = event("arrest", "on = 2026-02-01") + &event("extradition-granted", "on = 2026-03-02");
    let quashed = granted.clone() + &event("extradition-quashed", "on = 2026-03-05");
    assert!(holds(&weighed("RU", &granted, "2026-03-20T12:00:00Z"), "ru-extradition-unappealed"));
    assert!(!holds(&weighed("RU", &quashed, "2026-03-20T12:00:00Z"), "ru-extradition-unappealed"));
}

#[test]
fn a_measure_that_falls_with_its_application_is_lifted() {
    let granted = event("extradition-granted", "on = 2026-04-01")
        + &event("extradition-appeal-filed", "on = 2026-04-02")
        + &event("measure-granted", "body = \"echr\"\non = 2026-05-01\nuntil = 2026-05-20T17:00");
    for fell in ["application-inadmissible", "measure-lifted"] {
        let fallen = granted.clone() + &event(fell, "body = \"echr\"\non = 2026-05-18T12:00");
        let after = weighed("RS", &fallen, "2026-05-18T13:00:00Z");
        assert!(after.level >= Level::High && holds(&after, "measure-lifted"), "{fell}: {:?}", after.reasons);
        // Asking again protects nobody yet.
        let asked = fallen + &event("measure-requested", "body = \"echr\"\non = 2026-05-18T14:00");
        assert!(holds(&weighed("RS", &asked, "2026-05-18T15:00:00Z"), "measure-lifted"), "{fell}");
    }
}

#[test]
fn papers_that_arrive_say_nothing_of_where_somebody_is_whose_custody_has_run_out() {
    let over = event("arrest", "on = 2026-02-01") + &event("custody-ordered", "on = 2026-02-02\nuntil = 2026-03-01");
    let papers = over.clone() + &event("request-received", "on = 2026-03-10");
    for events in [over, papers] {
        assert!(holds(&weighed("RU", &events, "2026-03-11T12:00:00Z"), "custody-end-passed"));
    }
}
