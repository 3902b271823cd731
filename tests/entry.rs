//! The entry protocol: what was entered and what follows from it reaches a second pair of eyes, who can say that they saw.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/botapi.rs"]
mod botapi;
#[path = "support/house.rs"]
mod house;
#[path = "support/smtp.rs"]
mod smtp;

use house::{House, PEOPLE};
use staywatch::ids::CaseId;
use staywatch::notice::answered::{Act, Who};
use staywatch::store;

const GRANTED: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
coordinators = ["duty"]
[[event]]
id = "granted"
kind = "extradition-granted"
on = 2026-03-02
notified = 2026-03-02
note = "NEVER-LEAVES"
"#;

fn filed() -> String {
    format!("{GRANTED}[[event]]\nkind = \"extradition-appeal-filed\"\non = 2026-03-05\n")
}

fn about(all: &[String], words: &str) -> Vec<String> {
    all.iter().filter(|subject| subject.contains(words)).cloned().collect()
}

/// The newest mail about something, as it went over the wire.
fn newest(house: &House, words: &str) -> String {
    let mails = house.mail.mails();
    mails.iter().rev().map(|mail| mail.data.replace("=\r\n", "")).find(|data| data.contains(words)).unwrap()
}

#[tokio::test]
async fn the_team_gets_what_was_entered_and_what_follows() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    let mail = newest(&house, "What was entered");
    assert!(mail.contains("decision to extradite: Mon 2026-03-02"), "{mail}");
    assert!(mail.contains("Have a second pair of eyes check these days"), "{mail}");
    assert!(!mail.contains("NEVER-LEAVES"), "{mail}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_entry_that_silences_reminders_is_checked_and_the_check_is_on_record() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-05T10:00:00Z").await;
    house.mails();
    house.chats();
    house.edits("a.toml", &filed()).await;
    house.until("2026-03-05T11:00:00Z").await;
    let done = about(&house.mails(), "entered as done");
    assert_eq!(done, ["case-a: entered as done, please check: Appeal against the decision to extradite"]);
    let mail = newest(&house, "entered as done");
    assert!(mail.contains("appeal against extradition: Thu 2026-03-05"), "{mail}");
    assert!(mail.contains("METHOD=3DCANCEL") || mail.contains("method=CANCEL"), "the calendar lets it go: {mail}");
    let code = mail.split("/ack ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    house.hears(1001, &format!("/ack {code}")).await;
    let case = CaseId::parse("case-a").unwrap();
    let answers = house.store().write(move |tx| store::answers(tx, &case)).await.unwrap();
    let on_record: Vec<_> = answers.iter().map(|answer| (answer.subject.as_str(), answer.act, answer.who)).collect();
    assert_eq!(on_record, [("entry/ru-cpc-463-appeal/granted", Act::Taken, Who::Lawyer)]);
    // It is said once.
    house.until("2026-03-20T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "Appeal against"), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_term_that_was_not_met_after_all_runs_again_and_says_so() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-05T10:00:00Z").await;
    house.edits("a.toml", &filed()).await;
    house.until("2026-03-05T11:00:00Z").await;
    assert_eq!(about(&house.mails(), "entered as done").len(), 1);
    house.edits("a.toml", GRANTED).await;
    house.until("2026-03-05T12:00:00Z").await;
    assert_eq!(about(&house.mails(), "Appeal against").len(), 1, "told that it runs");
    house.until("2026-03-09T10:00:00Z").await;
    assert!(!about(&house.mails(), "left: Appeal against").is_empty(), "and reminded");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_term_that_the_law_gives_no_date_is_told_once_and_stands_in_the_mornings_list() {
    let upheld = r#"
id = "case-d"
host = "DE"
[team]
lawyers = ["counsel"]
coordinators = ["duty"]
[[event]]
id = "upheld"
kind = "extradition-upheld"
on = 2026-01-31
notified = 2026-01-31
"#;
    let mut house = House::with("2026-02-02T10:00:00Z", &[("d.toml", upheld)], "[digest]\nat = \"08:00\"\n").await;
    house.until("2026-02-02T11:00:00Z").await;
    let subjects = house.mails();
    let told = about(&subjects, "WITHOUT A DATE");
    assert!(!told.is_empty(), "{subjects:?}");
    let mail = newest(&house, "could not count its end").replace("\r\n", " ");
    assert!(mail.contains("the month 2026-02 has no day 31"), "{mail}");
    house.until("2026-02-04T11:00:00Z").await;
    assert_eq!(about(&house.mails(), "WITHOUT A DATE"), Vec::<String>::new(), "once");
    let morning = newest(&house, "This message comes every morning");
    assert!(morning.contains("Terms without a date"), "{morning}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_decision_for_which_the_host_knows_no_term_is_told_once_and_not_when_it_was_contested() {
    let held = "id = \"case-k\"\nhost = \"KZ\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n\
                [[event]]\nkind = \"arrest\"\non = 2026-03-01T10:00\n";
    let event = |kind: &str, day: &str| format!("[[event]]\nkind = \"{kind}\"\non = {day}\n");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("k.toml", held)]).await;
    house.until("2026-03-02T11:00:00Z").await;
    house.mails();
    let refused = format!("{held}{}", event("asylum-refused", "2026-03-02"));
    house.edits("k.toml", &refused).await;
    house.until("2026-03-02T12:00:00Z").await;
    let told = about(&house.mails(), "NO TERM IS COUNTED");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].ends_with("refusal of protection: Mon 2026-03-02"), "{told:?}");
    house.reloads().await;
    house.until("2026-03-20T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "NO TERM IS COUNTED"), Vec::<String>::new(), "once");
    let contested = event("residence-refused", "2026-03-19") + &event("residence-appeal-filed", "2026-03-20");
    house.edits("k.toml", &format!("{refused}{contested}")).await;
    house.until("2026-03-20T11:00:00Z").await;
    assert_eq!(about(&house.mails(), "NO TERM IS COUNTED"), Vec::<String>::new(), "contested");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_term_without_a_date_stands_in_what_the_bot_says_is_due_and_in_the_summary_of_a_group() {
    let upheld = "id = \"case-d\"\nhost = \"DE\"\n[team]\nlawyers = [\"counsel\"]\ncoordinators = [\"desk\"]\n\
                  [[event]]\nid = \"upheld\"\nkind = \"extradition-upheld\"\non = 2026-01-31\nnotified = 2026-01-31\n";
    let group = "[[group]]\nid = \"desk\"\nmembers = [\"duty\"]\ntelegram = -1002000\nsummary = \"pinned\"\n";
    let mut house = House::at("2026-02-02T10:00:00Z", &[]).await;
    house.people(&format!("{}{group}", PEOPLE.replace("language = \"ru\"", "language = \"en\""))).await;
    house.edits("d.toml", upheld).await;
    house.until("2026-02-02T11:00:00Z").await;
    house.hears(1001, "/due").await;
    house.hears(1001, "/case case-d").await;
    let sent = house.bot.sent();
    let texts: Vec<&str> = sent.iter().filter_map(|one| one["text"].as_str()).collect();
    let says = texts.iter().filter(|text| text.contains("no date could be counted: the month 2026-02 has no day 31"));
    let says: Vec<_> = says.collect();
    for from in ["Today and this week", "case-d: transfer risk", "1 case"] {
        let found = says.iter().any(|text| text.lines().next().is_some_and(|first| first.contains(from)));
        assert!(found, "{from}: {texts:#?}");
    }
    house.ignores_the_rest();
}
