//! Stories of what waited: letters that a blocked way, a closed chat or a dead server kept until something newer was known.

use crate::botapi::{flood, forbidden};
use crate::house::House;
use crate::smtp::{Act, Stage};
use crate::{GRANTED, about};

const APPEAL: &str = "Appeal against the decision to extradite";

/// A lawyer with a mailbox and a chat.
const BOTH: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
telegram = 1002
zone = "Europe/Moscow"
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

/// A desk of two with a chat of its own, and chats for each.
const DESK: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
[[person]]
id = "mila"
role = "coordinator"
telegram = 1001
[[person]]
id = "olga"
role = "coordinator"
telegram = 1002
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
[[group]]
id = "desk"
members = ["mila", "olga"]
telegram = -100500
"#;

fn event(kind: &str, rest: &str) -> String {
    format!("[[event]]\nkind = \"{kind}\"\n{rest}\n")
}

#[tokio::test]
async fn an_alarm_that_waits_for_a_chat_is_taken_back_by_good_news_that_came_by_mail() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.people(BOTH).await;
    house.until("2026-03-08T10:00:00Z").await;
    house.chats();
    house.mails();
    house.bot.always(1002, flood(30));
    house.until("2026-03-08T21:05:00Z").await;
    house.edits("a.toml", &format!("{GRANTED}{}", event("extradition-appeal-filed", "on = 2026-03-08"))).await;
    // The level falls a day after an appeal is entered, when its entry has been looked at.
    house.until("2026-03-09T21:30:00Z").await;
    let mails = house.mails();
    assert_eq!((about(&mails, "entered as done").len(), about(&mails, "was HIGH").len()), (1, 1), "{mails:?}");
    // What was asked to wait counts as heard by nobody.
    house.chats();
    house.bot.opens(1002);
    house.until("2026-03-12T10:00:00Z").await;
    let chats = house.chats();
    assert!(
        about(&chats, "no appeal is on record").is_empty() && about(&chats, "days left: Appeal").is_empty(),
        "{chats:?}"
    );
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_lesser_reason_takes_back_no_alarm_that_nobody_has_heard() {
    let held = GRANTED.replace("extradition-granted", "arrest").replace("notified = 2026-03-02\n", "");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &held)]).await;
    house.until("2026-03-08T10:00:00Z").await;
    house.mails();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    let last = format!("{held}{}", event("extradition-final", "on = 2026-03-08"));
    house.edits("a.toml", &last).await;
    house.until("2026-03-08T10:02:00Z").await;
    house.edits("a.toml", &format!("{last}{}", event("entry-banned", "on = 2026-03-08"))).await;
    house.until("2026-03-08T10:04:00Z").await;
    house.mail.always(None);
    house.until("2026-03-08T10:20:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "IMMINENT: The decision to extradite is final").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_was_new_while_a_way_was_blocked_is_new_in_the_message_that_comes_through() {
    let held = GRANTED.replace("extradition-granted", "arrest").replace("notified = 2026-03-02\n", "");
    let last = format!("{held}{}", event("extradition-final", "on = 2026-03-08"));
    let mut house = House::at("2026-03-08T09:00:00Z", &[("a.toml", &last)]).await;
    house.until("2026-03-08T09:30:00Z").await;
    house.mails();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", &format!("{last}{}", event("signal", "what = \"papers-collected\"\non = 2026-03-08"))).await;
    // The level is told again meanwhile, and takes the place of what waits, twice over.
    house.until("2026-03-08T13:30:00Z").await;
    house.mail.always(None);
    house.until("2026-03-08T14:30:00Z").await;
    let mails = house.mails();
    let level: Vec<&String> =
        mails.iter().filter(|mail| mail.contains("transfer risk") && !mail.contains("NOBODY")).collect();
    let news = about(&mails, "stays IMMINENT; new: Papers are being collected");
    assert_eq!((level.len(), news.len()), (1, 1), "{mails:?}");
    // Once it is heard it is new no more.
    house.until("2026-03-08T23:30:00Z").await;
    let later = house.mails();
    assert!(about(&later, "Papers are being").is_empty() && !about(&later, "risk IMMINENT").is_empty(), "{later:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn of_several_reasons_that_nobody_heard_the_last_of_the_gravest_leads() {
    let held = GRANTED.replace("extradition-granted", "arrest").replace("notified = 2026-03-02\n", "");
    let last = format!("{held}{}", event("extradition-final", "on = 2026-03-08"));
    let mut house = House::at("2026-03-08T09:00:00Z", &[("a.toml", &held)]).await;
    house.until("2026-03-08T09:10:00Z").await;
    house.mails();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", &last).await;
    house.until("2026-03-08T09:30:00Z").await;
    house.edits("a.toml", &format!("{last}{}", event("signal", "what = \"moved\"\non = 2026-03-08T12:20"))).await;
    house.until("2026-03-08T13:30:00Z").await;
    house.mail.always(None);
    house.until("2026-03-08T14:30:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "transfer risk IMMINENT: Reported moved").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_goes_out_days_late_says_what_is_left_now_and_when_it_was_written() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-04T20:00:00Z").await;
    house.mails();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.until("2026-03-06T20:00:00Z").await;
    house.mail.always(None);
    house.until("2026-03-06T21:00:00Z").await;
    let arrived = house.mails();
    // What was tried again, and arrived, was never called refused.
    let troubles = about(&arrived, "could not be delivered");
    assert!(!troubles.is_empty() && troubles.iter().all(|one| one.ends_with("so far")), "{arrived:?}");
    let subjects = about(&arrived, "left: ");
    assert!(subjects.iter().any(|subject| subject.contains(APPEAL)), "{subjects:?}");
    assert!(subjects.iter().all(|subject| subject.contains("5 days")), "{subjects:?}");
    let mails = house.mail.mails();
    let whole = mails.iter().map(|mail| mail.data.replace("=\r\n", ""));
    let late: Vec<String> = whole.filter(|mail| mail.contains("as of then")).collect();
    assert!(!late.is_empty());
    for mail in &late {
        assert!(mail.contains("Date: Fri, 06 Mar 2026 20:") && mail.contains("Written "), "{mail}");
    }
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_a_closed_group_chat_was_to_hear_its_members_hear() {
    let text = GRANTED.replace("[team]", "[team]\ncoordinators = [\"desk\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(DESK).await;
    house.edits("a.toml", &text).await;
    house.until("2026-03-04T10:00:00Z").await;
    house.chats();
    house.bot.always(-100_500, forbidden("Forbidden: bot was kicked from the supergroup chat"));
    house.edits("a.toml", &text.replace("2026-03-02", "2026-03-01")).await;
    house.until("2026-03-04T10:10:00Z").await;
    let told = |chat: i64| {
        let sent = house.bot.sent();
        let here = sent.iter().filter(|one| one["chat_id"] == chat);
        here.filter(|one| one["text"].as_str().unwrap().contains("date CHANGED")).count()
    };
    assert_eq!((told(1001), told(1002)), (1, 1));
    house.ignores_the_rest();
}

/// "What to do" of a cassation half a year away, alone under an alarm, would read as the answer to the alarm.
#[tokio::test]
async fn advice_in_an_alarm_names_the_term_that_it_is_for() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    let held = GRANTED.replace("extradition-granted", "arrest").replace("notified = 2026-03-02\n", "");
    house.edits("a.toml", &format!("{held}{}", event("extradition-final", "on = 2026-03-02"))).await;
    house.until("2026-03-02T10:05:00Z").await;
    let mails = house.mail.mails();
    let texts = mails
        .iter()
        .map(|mail| mail.data.replace("=\r\n", ""))
        .filter(|mail| mail.contains("Subject: case-a: transfer risk"));
    let alarms: Vec<String> = texts.collect();
    assert!(!alarms.is_empty());
    for alarm in &alarms {
        assert!(alarm.contains("What to do\r\n  - Cassation"), "{alarm}");
    }
    house.ignores_the_rest();
}
