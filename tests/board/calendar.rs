//! The private calendar, read by a parser that was not written here.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use icalendar::Component as _;
use reqwest::StatusCode;
use staywatch::clock::Clock as _;
use staywatch::config::Ground;
use staywatch::ids::PersonId;
use staywatch::notice::words::Words;
use staywatch::schedule::{Scope, refresh, tick};
use staywatch::store;
use staywatch::web::FEED;

use crate::house::{House, alpha, setup};

/// The address of somebody's calendar.
async fn calendar(house: &House, person: &str) -> String {
    let (id, now) = (PersonId::parse(person).unwrap(), house.clock.now());
    let token = house.store.write(move |tx| store::renew_feed(tx, &id, now)).await.unwrap();
    format!("{FEED}{}.ics", token.reveal())
}

/// What a parser that was not written here finds in a calendar: the properties of each entry.
fn entries(text: &str) -> Vec<BTreeMap<String, String>> {
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let events = calendar.components.iter().filter_map(|component| component.as_event());
    let properties = |event: &icalendar::Event| {
        event.properties().iter().map(|(name, property)| (name.clone(), property.value().to_owned())).collect()
    };
    events.map(properties).collect()
}

#[tokio::test]
async fn a_calendar_is_the_same_until_something_changes() {
    let house = House::open().await;
    let address = calendar(&house, "counsel").await;
    let first = house.get(&address, "").await;
    assert_eq!(first.headers()["content-type"], "text/calendar; charset=utf-8");
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let text = first.text().await.unwrap();
    let found = entries(&text);
    let appeal = found.iter().find(|entry| entry["SUMMARY"].contains("Appeal against the decision")).unwrap();
    // The last moment is 24:00 of 5 March in Moscow on the cautious reading.
    assert_eq!((appeal["DTEND"].as_str(), appeal["SEQUENCE"].as_str()), ("20260305T210000Z", "0"));
    assert!(appeal["DESCRIPTION"].contains("2026-03-05 24:00") && appeal["DESCRIPTION"].contains("2026-03-06 24:00"));
    assert!(text.contains("BEGIN:VALARM") && !text.contains("MARKED") && !text.contains("beta"), "{text}");
    house.clock.set("2026-03-02T10:00:00Z".parse().unwrap());
    assert_eq!(house.get(&address, "").await.text().await.unwrap(), text);
    let again =
        house.browser.get(format!("{}{address}", house.url)).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!((again.status(), again.text().await.unwrap().len()), (StatusCode::NOT_MODIFIED, 0));
}

#[tokio::test]
async fn what_fell_away_after_it_was_told_stands_there_as_cancelled() {
    let house = House::open().await;
    let address = calendar(&house, "counsel").await;
    let before = entries(&house.get(&address, "").await.text().await.unwrap());
    let refused = "\n[[event]]\nkind = \"extradition-refused\"\non = 2026-03-02T09:30:00Z\n";
    fs::write(house.folder.path().join("watchlist/alpha.toml"), alpha("counsel") + refused).unwrap();
    house.clock.set("2026-03-02T10:00:00Z".parse().unwrap());
    let next = Ground { setup: Arc::new(setup(&house.folder, house.clock.now())), words: Arc::new(Words::default()) };
    refresh(&house.store, &next, Vec::new(), Scope::Changed, house.clock.now()).await.unwrap();
    tick(&house.store, &next, house.clock.now()).await.unwrap();
    house.announce.send_replace(next);
    let after = entries(&house.get(&address, "").await.text().await.unwrap());
    let of = |all: &[BTreeMap<String, String>]| {
        all.iter().find(|entry| entry["SUMMARY"].contains("Appeal against the decision")).cloned().unwrap()
    };
    let (old, new) = (of(&before), of(&after));
    assert_eq!((old.get("STATUS"), new["STATUS"].as_str()), (Some(&"CONFIRMED".to_owned()), "CANCELLED"));
    assert_eq!(old["UID"], new["UID"]);
    assert!(new["SEQUENCE"] > old["SEQUENCE"] && new["DTSTAMP"] > old["DTSTAMP"], "{old:?} {new:?}");
}

#[tokio::test]
async fn an_address_that_was_renewed_or_belongs_to_nobody_is_no_calendar() {
    let house = House::open().await;
    let old = calendar(&house, "counsel").await;
    let new = calendar(&house, "counsel").await;
    let press = calendar(&house, "press").await;
    let bare = new.replace(".ics", "");
    for wrong in [&old, &press, &bare, "/feed/.ics", "/feed/0123.ics"] {
        assert_eq!(house.get(wrong, "").await.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
    assert_eq!(house.get(&new, "").await.status(), StatusCode::OK);
}
