//! What was reported stays reported: a file of reports that is gone or cannot be read calms nobody.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::PathBuf;

use crate::house::House;
use crate::{GRANTED, about};

fn moved(hour: u8) -> String {
    format!(
        "\n[[event]]\nkind  = \"signal\"\non    = \"2026-03-10T0{hour}:00:00Z\"\nknown = 2026-03-10T0{hour}:01:00Z\n\
         what  = \"moved\"\nby    = \"duty\"\nvia   = \"telegram\"\n"
    )
}

fn file(house: &House, code: &str) -> PathBuf {
    let folder = house.ground().setup.reports_folder();
    fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{code}.toml"))
}

/// Somebody was reported moved, and everybody knows.
async fn reported() -> House {
    let mut house = House::at("2026-03-10T06:10:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-10T06:20:00Z").await;
    fs::write(file(&house, "case-a"), moved(6)).unwrap();
    house.reloads().await;
    house.until("2026-03-10T06:30:00Z").await;
    assert!(!about(&house.mails(), "IMMINENT").is_empty());
    house
}

#[tokio::test]
async fn reports_whose_file_is_deleted_go_on_counting_and_the_next_one_brings_them_back() {
    let mut house = reported().await;
    fs::remove_file(file(&house, "case-a")).unwrap();
    house.reloads().await;
    house.until("2026-03-10T06:40:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "is now"), Vec::<String>::new(), "no all-clear");
    assert_eq!(about(&mails, "configuration has 1 error").len(), 1, "{mails:?}");
    assert!(house.mail.mails().iter().any(|mail| mail.data.contains("reports/case-a.toml:1:1")));
    // A restart does not lose them either: people are asked on, and nothing else is said.
    house.starts_again().await;
    house.until("2026-03-10T06:50:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "NOBODY CONFIRMED"), mails);
    // The next report is put on record with what was there.
    let setup = house.ground().setup.clone();
    let case = setup.case("case-a").unwrap();
    staywatch::config::record(&setup, &house.config(), &case, &moved(7)).unwrap();
    assert_eq!(fs::read_to_string(file(&house, "case-a")).unwrap(), format!("{}{}", moved(6), moved(7)));
    house.reloads().await;
    house.until("2026-03-10T07:20:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "configuration is in order again").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "is now"), Vec::<String>::new(), "no all-clear");
    house.ignores_the_rest();
}

#[tokio::test]
async fn reports_that_cannot_be_read_go_on_counting() {
    let not_text = [moved(6).as_bytes(), &[0xff, 0xfe]].concat();
    let torn = format!("{}\n[[event]\nkind", moved(6)).into_bytes();
    for text in [not_text, torn] {
        let mut house = reported().await;
        fs::write(file(&house, "case-a"), text).unwrap();
        house.reloads().await;
        house.until("2026-03-10T07:00:00Z").await;
        let mails = house.mails();
        assert_eq!(about(&mails, "is now"), Vec::<String>::new(), "no all-clear");
        assert_eq!(about(&mails, "configuration has ").len(), 1, "{mails:?}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn reports_of_which_an_older_copy_is_put_back_are_taken_back_in_sight_of_the_admin() {
    for (settings, says, calm) in [
        ("[digest]\nat = \"never\"\n", "staywatch: an edit takes reminders away", true),
        ("[digest]\nat = \"never\"\n[reload]\ndropping = \"wait\"\n", "staywatch: an edit waits to be accepted", false),
    ] {
        let mut house = House::with("2026-03-10T06:10:00Z", &[("a.toml", GRANTED)], settings).await;
        fs::write(file(&house, "case-a"), moved(6)).unwrap();
        house.reloads().await;
        house.until("2026-03-10T06:30:00Z").await;
        house.mails();
        fs::write(file(&house, "case-a"), "").unwrap();
        house.starts_again().await;
        house.until("2026-03-10T07:00:00Z").await;
        let mails = house.mails();
        assert_eq!(about(&mails, "staywatch: "), [says]);
        assert!(house.mail.mails().iter().any(|mail| mail.data.contains("reports taken back")));
        assert_eq!(!about(&mails, "is now").is_empty(), calm, "{mails:?}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn a_case_keeps_its_code_until_its_reports_have_gone_along() {
    let mut house = reported().await;
    house.edits("a.toml", &GRANTED.replace("case-a", "case-b")).await;
    house.until("2026-03-10T07:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "configuration has 1 error").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "no longer watched"), Vec::<String>::new());
    assert!(house.ground().setup.case("case-a").unwrap().reports.is_some());
    fs::rename(file(&house, "case-a"), file(&house, "case-b")).unwrap();
    house.reloads().await;
    house.until("2026-03-10T07:10:00Z").await;
    let mails = house.mails();
    assert!(!about(&mails, "case-b: transfer risk IMMINENT").is_empty(), "{mails:?}");
    house.ignores_the_rest();
}
