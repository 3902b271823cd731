//! A full disk: alerts still go out and say that they could not be recorded; with room again, everything is.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use staywatch::store;

use crate::GRANTED;
use crate::house::House;

/// The database may not grow by one page from here on: what a full disk does to it.
fn fill_the_disk(house: &House) {
    let fill = |tx: &rusqlite::Transaction<'_>| {
        let pages: i64 = tx.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        Ok(tx.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
    };
    house.store().write_now(fill).unwrap();
}

#[tokio::test]
async fn on_a_full_disk_alerts_go_out_once_and_are_recorded_when_there_is_room() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    house.chats();
    let before = house.store().write_now(store::counts).unwrap();
    fill_the_disk(&house);

    // Weeks of reminders, on a disk that takes nothing.
    house.until("2026-03-13T10:00:00Z").await;
    assert!(house.store().unrecorded().is_some_and(|state| state.complete), "{:?}", house.store().unrecorded());
    let texts: Vec<String> = house.mail.mails().iter().map(|mail| mail.data.clone()).collect();
    let unrecorded = texts.iter().filter(|text| text.contains("you may get it again")).count();
    let keys = |text: &String| text.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned);
    let mut ids: Vec<_> = texts.iter().filter_map(keys).collect();
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "nothing comes twice");
    let appeal = house.mails().into_iter().filter(|mail| mail.contains("Appeal against the decision")).count();
    assert!(appeal >= 7, "every rung and both ends: {appeal}");
    assert!(unrecorded >= 6, "{unrecorded} of {} say so", texts.len());

    assert!(house.store().return_to_disk().unwrap(), "there is room again");
    assert_eq!(house.store().unrecorded(), None);
    let after = house.store().write_now(store::counts).unwrap();
    assert!(after.1 > before.1 + 6 && after.0 == 0, "{before:?} -> {after:?}");
    house.until("2026-03-13T11:00:00Z").await;
    house.reloads().await;
    house.until("2026-03-13T12:00:00Z").await;
    assert_eq!(house.mails(), Vec::<String>::new(), "nothing is told again once it is recorded");
    house.ignores_the_rest();
}
