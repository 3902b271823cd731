//! Files that go away, come twice or cannot be read: nobody's case goes dark because of them, and nobody is calmed.

use std::sync::Arc;

use staywatch::config::{Ground, Setup};
use staywatch::schedule::{Scope, refresh};

use crate::house::House;
use crate::{GRANTED, about};

async fn house(cases: &[(&str, &str)]) -> House {
    let mut house = House::at("2026-03-02T10:00:00Z", cases).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    house
}

fn broken(code: &str) -> String {
    GRANTED.replace("case-a", code).replace("2026-03-02", "2026-02-30")
}

#[tokio::test]
async fn a_case_whose_file_is_gone_while_another_is_broken_is_counted_on_and_the_admin_hears_of_it() {
    let mut house = house(&[("a.toml", GRANTED), ("c.toml", &broken("case-c"))]).await;
    house.loses("a.toml").await;
    house.until("2026-03-12T10:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "configuration has 3 errors").len(), 1, "{mails:?}");
    assert!(!about(&mails, "1 day left: Appeal against").is_empty(), "{mails:?}");
    assert_eq!(about(&mails, "no longer watched"), Vec::<String>::new());
    // Once the other is mended it is as with every file that is gone.
    house.edits("c.toml", &GRANTED.replace("case-a", "case-c")).await;
    house.until("2026-03-12T10:10:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "the case case-a is no longer watched").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_case_whose_file_is_renamed_by_a_save_with_a_mistake_is_counted_on() {
    let mut house = house(&[("a.toml", GRANTED)]).await;
    std::fs::write(house.config().join("watchlist/b.toml"), broken("case-a")).unwrap();
    house.loses("a.toml").await;
    house.until("2026-03-08T22:00:00Z").await;
    let mails = house.mails();
    assert!(!about(&mails, "3 days left: Appeal against").is_empty(), "{mails:?}");
    // Mended, the file of the new name counts, with what is in it.
    house.edits("b.toml", &GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-03")).await;
    house.until("2026-03-08T22:10:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "case-a: date CHANGED").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "no longer watched"), Vec::<String>::new());
    // Another mistake elsewhere does not bring the text of the old name back.
    house.edits("c.toml", &broken("case-c")).await;
    house.until("2026-03-08T22:20:00Z").await;
    assert_eq!(about(&house.mails(), "CHANGED"), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_case_that_was_given_up_is_not_told_again_at_every_start_nor_brought_back_by_a_mistake_elsewhere() {
    let mut house = house(&[("a.toml", GRANTED), ("c.toml", &GRANTED.replace("case-a", "case-c"))]).await;
    house.saves("a.toml", None).await;
    house.until("2026-03-02T11:10:00Z").await;
    assert_eq!(about(&house.mails(), "case-a is no longer watched").len(), 1);
    house.starts_again().await;
    house.until("2026-03-02T11:20:00Z").await;
    assert_eq!(house.mails(), Vec::<String>::new());
    house.edits("c.toml", &broken("case-c")).await;
    house.until("2026-03-12T10:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "case-a"), Vec::<String>::new());
    assert!(!about(&mails, "case-c").is_empty(), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_older_copy_beside_a_case_file_does_not_take_its_place() {
    let older = GRANTED.split("[[event]]").next().unwrap();
    for copy in ["a-copy.toml", "b.toml"] {
        let mut house = house(&[("a.toml", GRANTED)]).await;
        house.edits(copy, older).await;
        house.until("2026-03-02T12:00:00Z").await;
        let mails = house.mails();
        assert_eq!(about(&mails, "configuration has 1 error").len(), 1, "{mails:?}");
        assert!(house.mail.mails().last().unwrap().data.contains(&format!("watchlist/{copy}:")), "the copy is named");
        // An edit of the case, a mistake in it and a restart change nothing about which of them counts.
        house.edits("a.toml", &GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-03")).await;
        house.until("2026-03-02T12:10:00Z").await;
        assert_eq!(about(&house.mails(), "date CHANGED").len(), 1);
        house.edits("a.toml", "id = ").await;
        house.starts_again().await;
        house.until("2026-03-10T10:00:00Z").await;
        let mails = house.mails();
        assert!(!about(&mails, "3 days left: Appeal against").is_empty(), "{mails:?}");
        assert_eq!(about(&mails, "no longer run"), Vec::<String>::new());
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn a_case_file_that_is_taken_away_is_told_once_to_those_of_the_team_who_wait_for_its_reminders() {
    let team = GRANTED.replace("[\"counsel\"]", "[\"counsel\", \"admin\"]\ncoordinators = [\"duty\"]");
    let over = format!("{}[[event]]\nkind = \"freed\"\non = 2026-03-02\n", GRANTED.replace("case-a", "case-c"));
    let mut house = house(&[("a.toml", &team), ("c.toml", &GRANTED.replace("case-a", "case-c"))]).await;
    house.edits("c.toml", &over).await;
    house.until("2026-03-02T11:05:00Z").await;
    assert_eq!(about(&house.mails(), "case-c: the case has ENDED").len(), 1);
    house.chats();
    let before = house.mail.mails().len();
    house.saves("a.toml", None).await;
    house.saves("c.toml", None).await;
    house.until("2026-03-02T11:10:00Z").await;
    let mails: Vec<String> = house.mail.mails()[before..].iter().map(|mail| mail.data.replace("=\r\n", "")).collect();
    let gone: Vec<&String> = mails.iter().filter(|mail| mail.contains("To: counsel@")).collect();
    assert_eq!(gone.len(), 1, "{mails:?}");
    assert!(gone[0].contains("The file of the case case-a is gone. From now on nobody is reminded"), "{gone:?}");
    let subjects = house.mails();
    // To whoever looks after the files it is said once, also where they are of the team.
    assert_eq!(about(&subjects, "case-a is no longer watched").len(), 1, "{subjects:?}");
    assert_eq!(about(&house.chats(), "case-a: файла больше нет").len(), 1);
    // Neither a restart nor another reading says it again.
    house.starts_again().await;
    house.reloads().await;
    house.until("2026-03-02T12:00:00Z").await;
    assert_eq!(house.mails(), Vec::<String>::new());
    assert_eq!(house.chats(), Vec::<String>::new());
}

#[tokio::test]
async fn a_fact_that_is_dated_ahead_by_a_slip_is_told_to_the_admins_once() {
    let held = GRANTED.replace("extradition-granted", "arrest").replace("notified = 2026-03-02\n", "");
    let event = |kind: &str, rest: &str| format!("[[event]]\nkind = \"{kind}\"\n{rest}\n");
    let rows = [
        (event("extradition-final", "on = 2026-12-02"), true),
        (event("contact", "on = 2026-03-02\nknown = 2027-03-02"), true),
        (event("hearing", "stage = \"extradition\"\non = 2026-12-02\nknown = 2026-03-02"), false),
        (event("hearing", "stage = \"extradition\"\non = 2026-12-02\nknown = 2026-11-02"), true),
    ];
    for (fact, told) in rows {
        let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &held)]).await;
        house.until("2026-03-02T11:00:00Z").await;
        house.mails();
        house.saves("a.toml", Some(&format!("{held}{fact}"))).await;
        house.until("2026-03-02T11:01:00Z").await;
        let mails = house.mails();
        assert_eq!(about(&mails, "case-a: a fact is dated ahead").len(), usize::from(told), "{fact}: {mails:?}");
        house.saves("a.toml", Some(&format!("{held}{fact}# a remark\n"))).await;
        house.until("2026-03-02T12:00:00Z").await;
        assert!(about(&house.mails(), "dated ahead").is_empty(), "once: {fact}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn in_a_rehearsal_a_fact_that_is_still_to_come_is_no_slip() {
    let mut house = house(&[("a.toml", GRANTED)]).await;
    let whole = format!("{GRANTED}[[event]]\nkind = \"extradition-final\"\non = 2026-12-02\n");
    std::fs::write(house.config().join("watchlist/a.toml"), whole).unwrap();
    let setup = Setup::load(&house.config(), house.moment()).unwrap().0;
    let ground = Ground { setup: Arc::new(setup), ..house.ground() };
    refresh(house.store(), &ground, Vec::new(), Scope::All, house.moment()).await.unwrap();
    house.until("2026-03-02T11:05:00Z").await;
    assert_eq!(about(&house.mails(), "dated ahead"), Vec::<String>::new());
}
