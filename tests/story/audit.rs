//! The auditor: it finds what a hand took out of the store, mends it, says so, and has nothing to say otherwise.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, Setup};
use staywatch::notice::words::Words;
use staywatch::schedule::{Audit, Auditor, Scope, refresh, tick};
use staywatch::store::Store;
use tokio::sync::watch;

use crate::house::House;
use crate::smtp::{Act, Stage};

const START: &str = "2026-03-02T10:00:00Z";

const GRANTED: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
[[event]]
kind = "extradition-granted"
on = 2026-03-02
notified = 2026-03-02
"#;

const MORNINGS: &str = "[digest]\nat = \"08:00\"\n";

/// A house that told everything it had to by the evening before the last day, and an auditor who found that in order.
async fn told_house(settings: &str) -> (House, Auditor) {
    let mut house = House::with(START, &[("a.toml", GRANTED)], settings).await;
    house.until("2026-03-11T02:00:00Z").await;
    let auditor = found_in_order(&mut house, START).await;
    (house, auditor)
}

/// An auditor who found all in order.
pub(crate) async fn found_in_order(house: &mut House, start: &str) -> Auditor {
    // It spares whatever it can, as among thousands of cases.
    let mut auditor = Auditor::planning(house.store().clone(), 0);
    let audit = house.audits(&mut auditor, start).await;
    assert!(audit.clean(), "{audit:?}");
    house.mails();
    house.chats();
    auditor
}

pub(crate) fn ids(audit: &Audit) -> Vec<&str> {
    audit.differences.iter().map(|(id, _)| *id).collect()
}

fn reach_in(house: &House, statements: &str) {
    house.store().write_now(|tx| Ok(tx.execute_batch(statements)?)).unwrap();
}

#[tokio::test]
async fn a_notice_and_its_letter_deleted_by_hand_are_told_again_and_shouted_about() {
    let (mut house, mut auditor) = told_house("[digest]\nat = \"never\"\n").await;
    // The last reminder, one day before the end: nobody would ever know that it was not sent.
    reach_in(
        &house,
        "DELETE FROM attempt WHERE letter IN (SELECT letter FROM notice WHERE step = '1440m');
         CREATE TEMP TABLE gone AS SELECT letter FROM notice WHERE step = '1440m';
         DELETE FROM notice WHERE letter IN (SELECT letter FROM gone);
         DELETE FROM letter WHERE id IN (SELECT letter FROM gone);",
    );
    let audit = house.audits(&mut auditor, START).await;
    // The ledger knows how many letters there were, the plan that one is due.
    assert_eq!(ids(&audit), ["audit-letter-gone", "audit-unsaid"]);
    house.until("2026-03-11T02:05:00Z").await;
    let mails = house.mails();
    let appeal: Vec<&String> = mails.iter().filter(|mail| mail.contains("Appeal against")).collect();
    assert_eq!(appeal.len(), 1, "{mails:?}");
    assert!(mails.contains(&"staywatch: the audit found what was not told".to_owned()), "{mails:?}");
    let audit = house.audits(&mut auditor, START).await;
    assert!(audit.clean(), "{audit:?}");
    house.until("2026-03-11T02:10:00Z").await;
    assert_eq!(house.mails(), ["staywatch: the audit is clean again"]);
}

#[tokio::test]
async fn a_letter_deleted_by_hand_is_owed_again() {
    let (mut house, mut auditor) = told_house("[digest]\nat = \"never\"\n").await;
    house.without_foreign_keys("DELETE FROM attempt; DELETE FROM letter");
    let audit = house.audits(&mut auditor, START).await;
    assert!(ids(&audit).contains(&"audit-letter-gone"), "{audit:?}");
    house.until("2026-03-11T02:05:00Z").await;
    let mails = house.mails();
    assert!(mails.iter().any(|mail| mail.contains("Appeal against")), "{mails:?}");
    assert!(house.audits(&mut auditor, START).await.clean());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_case_that_nobody_would_have_looked_at_again_is_woken() {
    for (statement, found) in [
        ("DELETE FROM watch WHERE case_id = 'case-a'", "audit-no-row"),
        ("UPDATE watch SET wake_at = 9223372036854775807 WHERE case_id = 'case-a'", "audit-oversleeps"),
    ] {
        let (mut house, mut auditor) = told_house("[digest]\nat = \"never\"\n").await;
        reach_in(&house, statement);
        let audit = house.audits(&mut auditor, START).await;
        assert_eq!(ids(&audit), [found], "{statement}");
        house.until("2026-03-11T20:30:00Z").await;
        let mails = house.mails();
        assert!(
            mails.iter().any(|mail| mail.contains(": 1 h") && mail.contains("Appeal against")),
            "{statement}: {mails:?}"
        );
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn a_case_in_order_is_spared_until_a_hand_touches_it_through_the_daemon_or_past_it() {
    for past in [false, true] {
        let mut house = House::with(START, &[("a.toml", GRANTED)], "[digest]\nat = \"never\"\n").await;
        house.until("2026-03-05T12:00:00Z").await;
        let mut auditor = Auditor::planning(house.store().clone(), 0);
        for planned in [1, 0, 0] {
            let audit = house.audits(&mut auditor, START).await;
            assert!(audit.clean(), "{audit:?}");
            assert_eq!((audit.cases, audit.planned), (1, planned), "nothing has changed, and nothing is near");
        }
        let hand = if past {
            house.without_foreign_keys("DELETE FROM attempt; DELETE FROM letter");
            "audit-letter-gone"
        } else {
            reach_in(&house, "DELETE FROM told_date; UPDATE watch SET wake_at = 9223372036854775807");
            "audit-oversleeps"
        };
        let audit = house.audits(&mut auditor, START).await;
        assert_eq!((ids(&audit), audit.planned), (vec![hand], 1));
        house.until("2026-03-05T12:05:00Z").await;
        assert!(house.audits(&mut auditor, START).await.clean());
        // The same reading of the files stands for nothing once there is another.
        house.reloads().await;
        assert_eq!(house.audits(&mut auditor, START).await.planned, 1);
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn a_loop_that_stands_still_is_noticed_but_a_night_of_sleep_is_no_fault() {
    let (mut house, mut auditor) = told_house("[digest]\nat = \"never\"\n").await;
    house.sleeps_until("2026-03-11T20:00:00Z");
    let audit = house.audits(&mut auditor, "2026-03-11T20:00:00Z").await;
    assert!(audit.clean(), "nobody was awake to look: {audit:?}");
    let audit = house.audits(&mut auditor, START).await;
    assert_eq!(ids(&audit), ["audit-not-looked"]);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_letter_that_waits_for_ever_is_sent_at_once_and_one_that_nobody_takes_is_named() {
    let mut house = House::at(START, &[("a.toml", GRANTED)]).await;
    house.looks().await;
    let mut auditor = Auditor::new(house.store().clone());
    reach_in(&house, "UPDATE letter SET next_try = 99999999999");
    assert_eq!(ids(&house.audits(&mut auditor, START).await), ["audit-letter-far"]);
    house.sleeps_until("2026-03-02T10:05:00Z");
    assert!(house.audits(&mut auditor, START).await.clean());
    house.sleeps_until("2026-03-02T10:25:00Z");
    let audit = house.audits(&mut auditor, START).await;
    assert!(ids(&audit).contains(&"audit-letter-stuck"), "{audit:?}");
    house.until("2026-03-02T10:26:00Z").await;
    assert!(house.mails().iter().any(|mail| mail.contains("1 new term")));
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_morning_that_would_not_come_is_set_again() {
    let (mut house, mut auditor) = told_house(MORNINGS).await;
    reach_in(
        &house,
        "DELETE FROM watch WHERE case_id = '@counsel'; UPDATE watch SET wake_at = 9000000000 WHERE case_id = '@admin'",
    );
    let audit = house.audits(&mut auditor, START).await;
    assert_eq!(ids(&audit), ["audit-morning", "audit-morning"]);
    assert!(house.audits(&mut auditor, START).await.clean());
    house.until("2026-03-11T09:00:00Z").await;
    assert_eq!(house.mails().iter().filter(|mail| mail.contains("this week")).count(), 2);
    house.ignores_the_rest();
}

/// The planner and the auditor agree at any moment of every documented case: the wake table never says "nothing yet"
/// when a plan made then would speak.
#[tokio::test]
async fn at_no_moment_of_the_documented_cases_does_the_auditor_find_anything() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let start: Timestamp = "2021-03-01T00:00:00Z".parse().unwrap();
    let (setup, _) = Setup::load(&folder, start).unwrap();
    let ground = Ground { setup: std::sync::Arc::new(setup), words: std::sync::Arc::new(Words::default()) };
    let store = Store::in_memory().unwrap();
    refresh(&store, &ground, Vec::new(), Scope::All, start).await.unwrap();
    let (_announce, in_force) = watch::channel(ground.clone());
    let clock = HandClock::at(start);
    let shown: std::sync::Arc<dyn Clock> = std::sync::Arc::new(clock.clone());
    // One that plans everything, and one that spares what it can.
    let mut auditors = [500, 0].map(|at_least| Auditor::planning(store.clone(), at_least));
    let mut planned = [0, 0];
    let (mut now, mut step) = (start, 7919_i64);
    let end: Timestamp = "2021-09-01T00:00:00Z".parse().unwrap();
    let mut audits = 0;
    while now < end {
        let looked = tick(&store, &ground, now).await.unwrap();
        let next = looked.next.unwrap_or(end);
        // Somewhere before the next look, at a different place each time, and a second before it.
        step = step * 48_271 % 2_147_483_647;
        let span = next.duration_since(now).as_secs();
        for at in [now, now + SignedDuration::from_secs(step % span.max(1)), next - SignedDuration::from_secs(1)] {
            clock.set(at.max(now));
            store.write_now(|tx| Ok(tx.execute_batch("UPDATE letter SET state = 'refused', settled_at = 0")?)).unwrap();
            for (auditor, planned) in auditors.iter_mut().zip(&mut planned) {
                let audit =
                    auditor.pass(&in_force, &std::sync::Arc::default(), &shown, now, Duration::ZERO).await.unwrap();
                assert!(audit.clean(), "{at}: {:?}", audit.differences);
                *planned += audit.planned;
            }
            audits += 1;
        }
        now = next;
    }
    assert!(audits > 300, "{audits}");
    assert!(planned[1] * 2 < planned[0], "{planned:?}");
}

#[tokio::test]
async fn while_nothing_gets_out_on_a_way_that_is_known() {
    let mut house = House::with(START, &[], "[digest]\nat = \"never\"\n").await;
    let dead = |house: &House| {
        let now = house.moment();
        let before = now.checked_sub(SignedDuration::from_hours(1)).unwrap();
        house.store().write_now(|tx| staywatch::store::dead_channels(tx, before, now)).unwrap()
    };
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", GRANTED).await;
    house.until("2026-03-02T10:50:00Z").await;
    assert_eq!(dead(&house), Vec::<String>::new(), "it may be over in a moment");
    house.until("2026-03-02T11:30:00Z").await;
    assert_eq!(dead(&house), ["email"]);
    house.mail.always(None);
    house.until("2026-03-02T15:00:00Z").await;
    assert_eq!(dead(&house), Vec::<String>::new());
    assert!(!house.mails().is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_case_that_is_to_be_looked_at_and_stands_in_no_file_is_named() {
    let (mut house, mut auditor) = told_house("[digest]\nat = \"never\"\n").await;
    reach_in(&house, "INSERT INTO watch (case_id, wake_at) VALUES ('case-x', 9223372036854775807)");
    assert_eq!(ids(&house.audits(&mut auditor, START).await), ["audit-no-case"]);
    house.ignores_the_rest();
}
