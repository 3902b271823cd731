//! What a hand took out of the store, and only the ledger still knows of: it is found, and said again where it must be.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use staywatch::schedule::{Auditor, clock_back};
use staywatch::store;

use crate::audit::{found_in_order, ids};
use crate::house::House;
use crate::smtp::{Act, Stage};
use crate::{GRANTED, about};

const START: &str = "2026-03-02T10:00:00Z";
const APPEAL: &str = "1 day left: Appeal against";

/// A lawyer who is told by mail and in a chat, and a coordinator.
const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
telegram = 1002
[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

/// A house a moment before the last reminder but two, and an auditor who found all in order.
async fn house() -> (House, Auditor) {
    let mut house = House::at(START, &[]).await;
    house.people(PEOPLE).await;
    house.edits("a.toml", &GRANTED.replace("[team]", "[team]\ncoordinators = [\"duty\"]")).await;
    house.until("2026-03-10T20:59:00Z").await;
    let auditor = found_in_order(&mut house, START).await;
    (house, auditor)
}

/// The letter to the lawyer on one way, and what is left of it.
fn last_reminder(way: &str) -> String {
    format!(
        "SELECT letter FROM notice WHERE step = '1440m' AND subject LIKE 'ru-cpc-463-appeal%' AND person = 'counsel' AND channel = '{way}'"
    )
}

fn count(house: &House, question: &str) -> i64 {
    house.store().write_now(|tx| Ok(tx.query_row(question, [], |row| row.get(0))?)).unwrap()
}

/// Takes a letter with everything that refers to it, or only what it settles.
fn takes_out(house: &House, way: &str, whole: bool) {
    let letter = last_reminder(way);
    let mut statements =
        format!("CREATE TEMP TABLE gone AS {letter}; DELETE FROM notice WHERE letter IN (SELECT letter FROM gone);");
    if whole {
        statements += "DELETE FROM attempt WHERE letter IN (SELECT letter FROM gone);
            DELETE FROM letter WHERE id IN (SELECT letter FROM gone);";
    }
    house.store().write_now(|tx| Ok(tx.execute_batch(&(statements + "DROP TABLE gone"))?)).unwrap();
}

/// The audit is clean from now on; all that it brings is the news of that.
async fn is_over(house: &mut House, auditor: &mut Auditor) {
    let audit = house.audits(auditor, START).await;
    assert!(audit.clean(), "{audit:?}");
    house.until("2026-03-10T21:30:00Z").await;
    assert_eq!(house.mails(), ["staywatch: the audit is clean again"]);
    assert_eq!(house.chats(), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_letter_settles_on_one_of_two_ways_stands_there_again() {
    for way in ["email", "telegram"] {
        let (mut house, mut auditor) = house().await;
        house.until("2026-03-10T21:00:00Z").await;
        assert_eq!((about(&house.mails(), APPEAL).len(), about(&house.chats(), APPEAL).len()), (1, 2), "{way}");
        takes_out(&house, way, false);
        assert_eq!(count(&house, &format!("SELECT count(*) FROM ({})", last_reminder(way))), 0);
        assert_eq!(ids(&house.audits(&mut auditor, START).await), ["audit-notice-gone"], "{way}");
        assert_eq!(count(&house, &format!("SELECT count(*) FROM ({})", last_reminder(way))), 1);
        house.until("2026-03-10T21:10:00Z").await;
        assert_eq!(
            house.mails(),
            ["staywatch: the audit found what was not told"],
            "it was told, and is not told again"
        );
        is_over(&mut house, &mut auditor).await;
    }
}

#[tokio::test]
async fn a_letter_that_has_not_gone_out_on_one_of_two_ways_goes_out_all_the_same() {
    let (mut house, mut auditor) = house().await;
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.until("2026-03-10T21:00:00Z").await;
    assert_eq!(about(&house.chats(), APPEAL).len(), 2);
    let name = count(&house, &format!("SELECT count(*) FROM letter WHERE id IN ({})", last_reminder("email")));
    assert_eq!(name, 1);
    takes_out(&house, "email", true);
    // Nobody but the ledger knows that the lawyer was to have a mail: the plan has told them, in the chat.
    assert_eq!(ids(&house.audits(&mut auditor, START).await), ["audit-letter-gone"]);
    house.mail.always(None);
    house.until("2026-03-10T21:10:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, APPEAL).len(), 1, "{mails:?}");
    let mail = house.mail.mails().into_iter().find(|mail| mail.data.contains("1 day left")).unwrap();
    assert!(mail.to[0].contains("counsel@"), "{mail:?}");
    assert!(
        mail.data.contains("Reply with the code") || mail.data.contains("code"),
        "it can be answered: {}",
        mail.data
    );
    is_over(&mut house, &mut auditor).await;
}

#[tokio::test]
async fn a_letter_that_is_gone_and_has_gone_out_is_told_of_once_and_not_sent_again() {
    let (mut house, mut auditor) = house().await;
    house.until("2026-03-10T21:00:00Z").await;
    house.mails();
    house.chats();
    takes_out(&house, "email", true);
    assert_eq!(ids(&house.audits(&mut auditor, START).await), ["audit-letter-gone"]);
    house.until("2026-03-10T21:10:00Z").await;
    assert_eq!(house.mails(), ["staywatch: the audit found what was not told"]);
    is_over(&mut house, &mut auditor).await;
    // As evidence the ledger stays broken: what it speaks of is not there.
    let verdict = house.store().write_now(|tx| store::verify(tx, &[])).unwrap();
    assert!(verdict.broken.iter().any(|broken| broken.what.contains("is gone from the store")), "{verdict:?}");
}

#[tokio::test]
async fn what_a_wrong_clock_had_said_too_early_is_not_missing() {
    let (mut house, mut auditor) = house().await;
    house.until("2026-03-10T21:00:00Z").await;
    assert_eq!((about(&house.mails(), APPEAL).len(), about(&house.chats(), APPEAL).len()), (1, 2));
    let before = house.moment();
    house.sleeps_until("2026-03-10T12:00:00Z");
    let (ground, now) = (house.ground(), house.moment());
    assert!(house.store().write_now(|tx| clock_back(tx, &ground, before, now)).unwrap() > 0);
    house.until("2026-03-10T12:01:00Z").await;
    let audit = house.audits(&mut auditor, "2026-03-10T12:00:00Z").await;
    assert!(audit.clean(), "{audit:?}");
    house.until("2026-03-10T21:00:00Z").await;
    assert_eq!((about(&house.mails(), APPEAL).len(), about(&house.chats(), APPEAL).len()), (1, 2));
    let audit = house.audits(&mut auditor, "2026-03-10T12:00:00Z").await;
    assert!(audit.clean(), "{audit:?}");
}
