//! The entry in the lawyer's calendar: it appears with the first mail, moves with the date, and disappears with it.
//!
//! In: a case that is edited while the daemon runs. Out: what a calendar makes of the mails, read by a parser that was
//! not written here and kept as RFC 5546 tells a calendar to keep it: one entry a UID, the higher SEQUENCE wins.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/botapi.rs"]
mod botapi;
#[path = "support/house.rs"]
mod house;
#[path = "support/smtp.rs"]
mod smtp;

use std::collections::BTreeMap;

use house::House;
use icalendar::parser::{read_calendar, unfold};
use jiff::Timestamp;

const GRANTED: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
[[event]]
id = "granted"
kind = "extradition-granted"
on = 2026-03-02
notified = 2026-03-02
"#;

/// What a calendar program knows of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    method: String,
    sequence: u32,
    end: Timestamp,
    summary: String,
    alarms: usize,
}

/// A calendar that takes in every invitation of a mailbox.
#[derive(Default)]
struct Reader {
    entries: BTreeMap<String, Held>,
    read: usize,
}

impl Reader {
    fn takes_in(&mut self, house: &House) {
        let mails = house.mail.mails();
        for mail in &mails[self.read..] {
            for text in invitations(&mail.data) {
                self.takes(&text);
            }
        }
        self.read = mails.len();
    }

    fn takes(&mut self, text: &str) {
        let unfolded = unfold(text);
        let calendar = read_calendar(&unfolded).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let method = calendar.properties.iter().find(|property| property.name == "METHOD").map(|p| p.val.to_string());
        let [event] = calendar.components.as_slice() else { panic!("an invitation is one entry: {text}") };
        let value = |name: &str| event.find_prop(name).unwrap_or_else(|| panic!("no {name}: {text}")).val.to_string();
        for must in ["DTSTAMP", "ORGANIZER", "ATTENDEE"] {
            value(must);
        }
        let held = Held {
            method: method.unwrap(),
            sequence: value("SEQUENCE").parse().unwrap(),
            end: instant(&value("DTEND")),
            summary: value("SUMMARY"),
            alarms: event.components.len(),
        };
        let known = self.entries.get(&value("UID"));
        if known.is_none_or(|known| known.sequence <= held.sequence) {
            self.entries.insert(value("UID"), held);
        }
    }

    /// The appeal, which must be one entry and not two.
    fn appeal(&self) -> Held {
        let found: Vec<&Held> = self.entries.values().filter(|held| held.summary.contains("Appeal against")).collect();
        assert_eq!(found.len(), 1, "{:?}", self.entries);
        found[0].clone()
    }
}

fn instant(text: &str) -> Timestamp {
    jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).unwrap().to_zoned(jiff::tz::TimeZone::UTC).unwrap().into()
}

/// Every calendar part of a raw mail, decoded.
fn invitations(mail: &str) -> Vec<String> {
    let parts = mail.split("Content-Type: text/calendar").skip(1);
    parts
        .map(|part| {
            let (headers, body) = part.split_once("\r\n\r\n").unwrap();
            assert!(headers.contains("base64"), "{headers}");
            let body = body.split("\r\n--").next().unwrap();
            String::from_utf8(base64(body)).unwrap()
        })
        .collect()
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0_u32;
    let mut held = 0;
    let mut out = Vec::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '=') {
        bits = (bits << 6) | u32::try_from(LETTERS.find(c).unwrap()).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).unwrap());
        }
    }
    out
}

#[tokio::test]
async fn an_entry_appears_moves_and_disappears() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    let mut calendar = Reader::default();
    house.until("2026-03-02T11:00:00Z").await;
    calendar.takes_in(&house);
    let first = calendar.appeal();
    assert_eq!((first.method.as_str(), first.sequence), ("REQUEST", 0));
    // 24:00 in Moscow on 11 March: the entry ends there, and is on that day.
    assert_eq!(first.end, "2026-03-11T21:00:00Z".parse().unwrap());
    assert_eq!(first.alarms, 2);

    house.edits("a.toml", &GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-04")).await;
    house.until("2026-03-02T12:00:00Z").await;
    calendar.takes_in(&house);
    let moved = calendar.appeal();
    assert_eq!((moved.method.as_str(), moved.sequence), ("REQUEST", 1));
    assert_eq!(moved.end, "2026-03-13T21:00:00Z".parse().unwrap());

    // The reminders that follow repeat the entry as it is, and must not turn it back.
    house.until("2026-03-07T12:00:00Z").await;
    calendar.takes_in(&house);
    assert_eq!(calendar.appeal(), moved);

    let quashed = "[[event]]\nkind = \"extradition-refused\"\non = 2026-03-07\n";
    house
        .edits("a.toml", &format!("{}{quashed}", GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-04")))
        .await;
    house.until("2026-03-07T13:00:00Z").await;
    calendar.takes_in(&house);
    let gone = calendar.appeal();
    assert_eq!((gone.method.as_str(), gone.sequence, gone.alarms), ("CANCEL", 2, 0));

    house.edits("a.toml", &GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-04")).await;
    house.until("2026-03-07T14:00:00Z").await;
    calendar.takes_in(&house);
    let back = calendar.appeal();
    assert_eq!((back.method.as_str(), back.sequence, back.end), ("REQUEST", 3, moved.end));
    house.ignores_the_rest();
}

#[tokio::test]
async fn nobody_else_stands_in_an_entry() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-10T11:00:00Z").await;
    let texts: Vec<String> = house.mail.mails().iter().flat_map(|mail| invitations(&mail.data)).collect();
    assert!(texts.len() >= 3, "{texts:?}");
    for text in texts {
        let text = text.replace("\r\n ", "");
        assert_eq!(text.matches("ATTENDEE").count(), 1, "{text}");
        for line in text.lines().filter(|line| line.contains('@')) {
            let fits = line.starts_with("UID:") && line.ends_with("@staywatch.invalid")
                || line.ends_with("mailto:staywatch@example.org")
                || line.ends_with("mailto:counsel@example.org");
            assert!(fits, "{line}");
        }
    }
    house.ignores_the_rest();
}
