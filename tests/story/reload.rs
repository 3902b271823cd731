//! An edit that takes reminders away: told at once, or held back until somebody accepts it.

use staywatch::schedule::accept_waiting;

use crate::GRANTED;
use crate::house::House;

const WAIT: &str = "[digest]\nat = \"never\"\n[reload]\ndropping = \"wait\"\n";

/// The mails to the admin about staywatch itself.
fn told(house: &mut House) -> Vec<String> {
    house.mails().into_iter().filter(|mail| mail.starts_with("staywatch: ")).collect()
}

async fn house(settings: &str) -> House {
    let mut house = House::with("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)], settings).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    house
}

#[tokio::test]
async fn an_edit_that_takes_reminders_away_is_told_with_what_is_lost() {
    let served_later = GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-05");
    let without = GRANTED.split("[[event]]").next().unwrap().to_owned();
    let nobody = GRANTED.replace("[\"counsel\"]", "[\"admin\"]");
    for (edit, says) in
        [(served_later, "later: Appeal"), (without, "no longer counted: Appeal"), (nobody, "counsel is no")]
    {
        let mut house = house("[digest]\nat = \"never\"\n").await;
        house.saves("a.toml", Some(&edit)).await;
        house.until("2026-03-02T11:01:00Z").await;
        let texts: String = house.mail.mails().iter().map(|mail| mail.data.replace("=\r\n", "")).collect();
        assert!(texts.contains(says), "{says}: {texts}");
        assert_eq!(told(&mut house), ["staywatch: an edit takes reminders away"], "{says}");
        house.saves("a.toml", Some(&edit)).await;
        house.until("2026-03-02T11:02:00Z").await;
        assert_eq!(told(&mut house), Vec::<String>::new(), "once");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn silence_that_is_to_alarm_later_or_never_is_an_edit_that_takes_away() {
    let every = |every: &str| GRANTED.replace("host =", &format!("check_in = \"{every}\"\nhost ="));
    let rows = [
        (GRANTED.to_owned(), Some("contact is no longer expected (was: every 3 days)")),
        (every("30d"), Some("contact is expected less often: every 3 days =E2=86=92 30 days")),
        (every("2d"), None),
    ];
    for (edit, says) in rows {
        let mut house =
            House::with("2026-03-02T10:00:00Z", &[("a.toml", &every("3d"))], "[digest]\nat = \"never\"\n").await;
        house.until("2026-03-02T11:00:00Z").await;
        house.mails();
        house.saves("a.toml", Some(&edit)).await;
        house.until("2026-03-02T11:01:00Z").await;
        let texts: String = house.mail.mails().iter().map(|mail| mail.data.replace("=\r\n", "")).collect();
        let told = told(&mut house);
        assert_eq!(!told.is_empty(), says.is_some(), "{edit}: {told:?}");
        assert!(says.is_none_or(|says| texts.contains(says)), "{edit}: {texts}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn what_an_event_met_or_brought_nearer_is_no_loss() {
    let met = format!("{GRANTED}[[event]]\nkind = \"extradition-appeal-filed\"\non = 2026-03-02\n");
    let earlier = GRANTED.replace("2026-03-02", "2026-03-01");
    for edit in [met, earlier] {
        let mut house = house(WAIT).await;
        house.saves("a.toml", Some(&edit)).await;
        house.until("2026-03-02T11:01:00Z").await;
        assert_eq!(told(&mut house), Vec::<String>::new(), "{edit}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn an_edit_that_also_says_what_is_an_alarm_does_not_wait() {
    let mut house = house(WAIT).await;
    let gone = "[[event]]\nkind = \"disappeared\"\non = 2026-03-02T13:30\n";
    let edit = format!("{}{gone}", GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-05"));
    house.saves("a.toml", Some(&edit)).await;
    house.until("2026-03-02T11:05:00Z").await;
    let mails = house.mails();
    assert!(mails.iter().any(|mail| mail.contains("IMMINENT: Nobody knows where")), "{mails:?}");
    assert!(mails.contains(&"staywatch: an edit takes reminders away".to_owned()), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn where_it_is_set_so_the_edit_waits_also_across_a_restart_until_it_is_accepted() {
    let mut house = house(WAIT).await;
    let edit = GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-05");
    house.saves("a.toml", Some(&edit)).await;
    house.until("2026-03-02T12:00:00Z").await;
    assert_eq!(told(&mut house), ["staywatch: an edit waits to be accepted"]);
    // A restart reads with the last good text in place of what waits.
    house.reloads().await;
    house.until("2026-03-08T21:01:00Z").await;
    let mails = house.mails();
    let nearer = |mail: &&String| mail.contains("Wed 2026-03-11 24:00") && mail.contains("Appeal against");
    assert!(mails.iter().any(|mail| nearer(&mail)), "people are still warned of the date that was in force: {mails:?}");
    assert!(!mails.iter().any(|mail| mail.contains("2026-03-16")), "{mails:?}");
    let now = house.moment();
    let files = house.store().write_now(|tx| accept_waiting(tx, now)).unwrap();
    assert_eq!(files.len(), 1);
    house.saves("a.toml", Some(&edit)).await;
    house.until("2026-03-08T21:10:00Z").await;
    let mails = house.mails();
    assert!(mails.iter().any(|mail| mail.contains("2026-03-16")), "the new date is in force and told: {mails:?}");
    assert!(mails.contains(&"staywatch: no edit waits any more".to_owned()), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_case_file_that_goes_away_waits_too() {
    let mut house = house(WAIT).await;
    house.saves("a.toml", None).await;
    house.until("2026-03-11T20:30:00Z").await;
    let mails = house.mails();
    assert!(mails.contains(&"staywatch: an edit waits to be accepted".to_owned()), "{mails:?}");
    assert!(mails.iter().any(|mail| mail.contains("Appeal against")), "the case is watched on: {mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_edit_made_while_nothing_ran_is_weighed_at_the_start() {
    let later = GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-05");
    for (settings, says, warned) in [
        ("[digest]\nat = \"never\"\n", "staywatch: an edit takes reminders away", "Mon 2026-03-16 24:00"),
        (WAIT, "staywatch: an edit waits to be accepted", "Wed 2026-03-11 24:00"),
    ] {
        let mut house = house(settings).await;
        let file = house.config().join("watchlist/a.toml");
        std::fs::write(&file, &later).unwrap();
        house.starts_again().await;
        house.until("2026-03-02T11:30:00Z").await;
        let mut mails = house.mails();
        house.starts_again().await;
        house.until("2026-03-09T12:00:00Z").await;
        mails.extend(house.mails());
        let told = mails.iter().filter(|mail| mail.starts_with("staywatch: ")).collect::<Vec<_>>();
        assert_eq!(told, [says], "once");
        assert!(mails.iter().any(|mail| mail.contains(warned)), "{warned}: {mails:?}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn a_file_that_went_away_while_nothing_ran_and_an_unchanged_folder_are_told_apart() {
    let mut house = house(WAIT).await;
    house.starts_again().await;
    house.until("2026-03-02T11:30:00Z").await;
    assert_eq!(told(&mut house), Vec::<String>::new(), "nothing changed");
    std::fs::remove_file(house.config().join("watchlist/a.toml")).unwrap();
    house.starts_again().await;
    house.until("2026-03-11T20:30:00Z").await;
    let mails = house.mails();
    assert!(mails.contains(&"staywatch: an edit waits to be accepted".to_owned()), "{mails:?}");
    assert!(mails.iter().any(|mail| mail.contains("Appeal against")), "the case is watched on: {mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_is_lost_is_said_in_the_language_of_the_admin() {
    let mut house = house("[digest]\nat = \"never\"\n").await;
    let people = std::fs::read_to_string(house.config().join("people.toml")).unwrap();
    house.people(&people.replace("role = \"admin\"", "role = \"admin\"\nlanguage = \"ru\"\ntelegram = 1009")).await;
    house.saves("a.toml", Some(&GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-05"))).await;
    house.until("2026-03-02T11:01:00Z").await;
    let sent: Vec<String> = house.bot.sent().iter().map(ToString::to_string).collect();
    let text = sent.iter().find(|text| text.contains("a.toml")).unwrap();
    assert!(text.contains("Жалоба") && text.contains("Ср 2026-03-11 24:00"), "{text}");
    assert!(!text.contains("Appeal") && !text.contains("Wed"), "{text}");
    house.ignores_the_rest();
}
