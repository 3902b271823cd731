//! Trouble of staywatch itself: told once when it begins, once when it is over, and never in between.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::SignedDuration;
use staywatch::clock::Jump;
use staywatch::schedule::{
    Trouble, begin_run, calendars_that_end, clock_jumped, end_run, keep_alive, settle_trouble, tell_event,
};
use staywatch::store;

use crate::GRANTED;
use crate::house::House;

fn settle(house: &House, found: &[Trouble]) {
    let (ground, now) = (house.ground(), house.moment());
    house.store().write_now(|tx| settle_trouble(tx, &ground, &["calendar-ends", "disk-low"], found, now)).unwrap();
}

/// The mails to the admin about staywatch itself.
fn told(house: &mut House) -> Vec<String> {
    house.mails().into_iter().filter(|mail| mail.starts_with("staywatch: ")).collect()
}

#[tokio::test]
async fn a_calendar_that_ends_is_told_once_and_so_is_the_next_year() {
    let mut house =
        House::at("2027-10-25T10:00:00Z", &[("a.toml", &GRANTED.replace("2026-03-02", "2027-10-24"))]).await;
    settle(&house, &calendars_that_end(&house.ground(), house.moment()));
    house.until("2027-10-25T10:01:00Z").await;
    assert_eq!(told(&mut house), Vec::<String>::new(), "more than sixty days are left");
    house.until("2027-11-10T10:00:00Z").await;
    for _ in 0..3 {
        settle(&house, &calendars_that_end(&house.ground(), house.moment()));
        house.until("2027-11-10T11:00:00Z").await;
    }
    assert_eq!(told(&mut house), ["staywatch: the calendar ru-courts ends on 2027-12-31"]);
    let shipped = include_str!("../../config/calendars/ru-courts.toml");
    house.calendar("ru-courts.toml", &shipped.replace("= 2027-12-31", "= 2028-12-31")).await;
    settle(&house, &calendars_that_end(&house.ground(), house.moment()));
    house.until("2027-11-10T12:00:00Z").await;
    assert_eq!(told(&mut house), ["staywatch: the calendar ru-courts reaches far enough again"]);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_calendar_that_no_case_uses_troubles_nobody() {
    let elsewhere = GRANTED.replace("\"RU\"", "\"PL\"").replace("[\"ru\"]", "[\"pl\"]");
    let house = House::at("2027-11-10T10:00:00Z", &[("a.toml", &elsewhere)]).await;
    let found = calendars_that_end(&house.ground(), house.moment());
    assert!(found.iter().all(|trouble| trouble.about != "ru-courts"), "{found:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_run_that_broke_off_is_told_and_a_goodbye_is_not() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    let ground = house.ground();
    let at = |moment: &str| moment.parse().unwrap();
    let write = |house: &House, work: &dyn Fn(&rusqlite::Transaction<'_>) -> Result<(), store::StoreError>| {
        house.store().write_now(work).unwrap();
    };
    write(&house, &|tx| begin_run(tx, &ground, at("2026-03-02T10:00:00Z")));
    write(&house, &|tx| end_run(tx, at("2026-03-02T10:10:00Z")));
    write(&house, &|tx| begin_run(tx, &ground, at("2026-03-02T10:11:00Z")));
    house.until("2026-03-02T10:12:00Z").await;
    assert_eq!(told(&mut house), Vec::<String>::new());
    write(&house, &|tx| keep_alive(tx, at("2026-03-02T10:30:00Z")));
    write(&house, &|tx| begin_run(tx, &ground, at("2026-03-02T12:00:00Z")));
    house.until("2026-03-02T12:00:00Z").await;
    assert_eq!(told(&mut house), ["staywatch: the last run ended without a goodbye"]);
    let text = &house.mail.mails().iter().rfind(|mail| mail.data.contains("goodbye")).unwrap().data.clone();
    assert!(text.contains("2026-03-02 10:30 UTC"), "{text}");
    // A daemon that breaks off every minute says so once an hour.
    write(&house, &|tx| begin_run(tx, &ground, at("2026-03-02T12:01:00Z")));
    house.until("2026-03-02T12:02:00Z").await;
    assert_eq!(told(&mut house), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_jump_of_the_clock_is_told_with_its_length() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T10:01:00Z").await;
    house.mails();
    let week = SignedDuration::from_hours(24 * 7);
    house.sleeps_until("2026-03-09T10:01:00Z");
    let (ground, now) = (house.ground(), house.moment());
    for _ in 0..2 {
        let tell = |tx: &rusqlite::Transaction<'_>| tell_event(tx, &ground, &clock_jumped(Jump::Slept(week)), now);
        house.store().write_now(tell).unwrap();
    }
    house.until("2026-03-09T10:02:00Z").await;
    let texts: Vec<String> = house.mail.mails().iter().map(|mail| mail.data.clone()).collect();
    assert!(texts.iter().any(|text| text.contains("This machine slept for 7 days")), "{texts:?}");
    assert_eq!(told(&mut house), ["staywatch: the machine slept"]);
    house.ignores_the_rest();
}
