//! Stories of last words: what is heard last is what holds, however long it waited and whatever the clock showed.

use crate::house::House;
use crate::smtp::{Act, Stage};
use crate::{GRANTED, about};

/// Nothing but custody: the level is what is reported.
const CUSTODY: &str = r#"
id = "case-a"
host = "RU"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
[[event]]
kind = "arrest"
on = 2026-03-01T10:00
[[event]]
kind = "custody-ordered"
on = 2026-03-02T10:00
until = 2026-08-01
"#;

const APPEAL: &str = "Appeal against the decision to extradite";

fn signal(on: &str) -> String {
    format!("\n[[event]]\nkind = \"signal\"\nwhat = \"moved\"\non = {on}\n")
}

fn found(on: &str) -> String {
    format!("\n[[event]]\nkind = \"facility-changed\"\nwhat = \"sizo-2\"\non = {on}\n")
}

/// The lawyer sleeps from ten to seven.
fn asleep() -> String {
    crate::house::PEOPLE.replacen("zone = \"Europe/Moscow\"", "zone = \"Europe/Moscow\"\nquiet = \"22:00-07:00\"", 1)
}

fn served(day: &str) -> String {
    GRANTED.replace("notified = 2026-03-02", &format!("notified = {day}"))
}

#[tokio::test]
async fn an_all_clear_held_for_the_morning_is_not_read_after_the_alarm_of_the_night() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&asleep()).await;
    let mut text = format!("{CUSTODY}{}", signal("2026-03-02T12:00"));
    house.edits("a.toml", &text).await;
    house.until("2026-03-02T19:30:00Z").await;
    house.mails();
    text.push_str(&found("2026-03-02T22:35"));
    house.edits("a.toml", &text).await;
    house.until("2026-03-03T00:00:00Z").await;
    text.push_str(&signal("2026-03-03T02:55"));
    house.edits("a.toml", &text).await;
    house.until("2026-03-03T00:01:00Z").await;
    assert_eq!(about(&house.mails(), "IMMINENT: Reported moved").len(), 1);
    house.until("2026-03-03T04:01:00Z").await;
    let morning = about(&house.mails(), "transfer risk");
    assert!(morning.iter().all(|mail| mail.contains("IMMINENT")), "{morning:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_all_clear_that_takes_the_place_of_an_unsent_alarm_does_not_wait_for_the_morning() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&asleep()).await;
    let mut text = format!("{CUSTODY}{}", signal("2026-03-02T22:10"));
    house.edits("a.toml", CUSTODY).await;
    house.until("2026-03-02T19:09:00Z").await;
    house.mails();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", &text).await;
    house.until("2026-03-02T19:30:00Z").await;
    text.push_str(&found("2026-03-02T22:30"));
    house.edits("a.toml", &text).await;
    house.until("2026-03-02T19:40:00Z").await;
    house.mail.always(None);
    house.until("2026-03-02T20:30:00Z").await;
    let night: Vec<String> = about(&house.mails(), "case-a: transfer risk");
    assert!(night.len() == 1 && night[0].contains("risk elevated"), "{night:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_correction_that_waited_is_not_read_after_the_correction_of_it() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-03T10:00:00Z").await;
    house.mails();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", &served("2026-03-06")).await;
    house.until("2026-03-03T14:00:00Z").await;
    house.mail.always(None);
    house.edits("a.toml", &served("2026-03-03")).await;
    house.until("2026-03-03T16:00:00Z").await;
    let seen = about(&house.mails(), "CHANGED");
    assert!(seen.len() == 1 && seen[0].contains("now Thu 2026-03-12"), "{seen:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn new_terms_held_for_the_morning_are_not_read_with_a_date_that_was_put_right_at_night() {
    let mut house = House::at("2026-03-02T18:50:00Z", &[]).await;
    // Somebody who is awake was told at once: what moves is a correction.
    let people =
        format!("{}\n[[person]]\nid = \"second\"\nrole = \"lawyer\"\nemail = \"second@example.org\"\n", asleep());
    house.people(&people).await;
    let team = |text: &str| text.replace("[\"counsel\"]", "[\"counsel\", \"second\"]");
    house.until("2026-03-02T19:10:00Z").await;
    house.edits("a.toml", &team(GRANTED)).await;
    house.until("2026-03-02T20:00:00Z").await;
    assert_eq!(about(&house.mails(), "new term").len(), 1);
    house.edits("a.toml", &team(&served("2026-03-03"))).await;
    house.until("2026-03-03T04:10:00Z").await;
    let seen = about(&house.mails(), APPEAL);
    assert!(seen.iter().all(|mail| mail.contains("now Thu 2026-03-12")), "{seen:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn the_correction_of_a_date_that_its_reader_sleeps_on_waits_for_the_same_morning() {
    let mut house = House::at("2026-03-02T19:50:00Z", &[]).await;
    house.people(&asleep()).await;
    house.edits("a.toml", GRANTED).await;
    house.until("2026-03-02T20:05:00Z").await;
    assert_eq!(about(&house.mails(), APPEAL), Vec::<String>::new(), "held for the morning");
    for (day, until) in [("2026-03-03", "2026-03-02T20:20:00Z"), ("2026-03-04", "2026-03-03T03:50:00Z")] {
        house.edits("a.toml", &served(day)).await;
        house.until(until).await;
        assert_eq!(about(&house.mails(), "CHANGED"), Vec::<String>::new(), "{day}");
    }
    house.until("2026-03-03T04:10:00Z").await;
    let seen = about(&house.mails(), APPEAL);
    assert!(seen.len() == 1 && seen[0].contains("now Fri 2026-03-13"), "{seen:?}");
    // Once it has been read, a correction waits no more.
    house.until("2026-03-03T20:00:00Z").await;
    house.edits("a.toml", &served("2026-03-02")).await;
    house.until("2026-03-03T20:05:00Z").await;
    assert_eq!(about(&house.mails(), "CHANGED").len(), 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn of_several_new_terms_that_waited_the_one_that_moved_is_marked_as_overtaken() {
    let two = |served_second: &str| {
        let second = "\n[[event]]\nkind = \"extradition-granted\"\nid = \"second\"\non = 2026-03-01\n";
        format!("{GRANTED}{second}notified = {served_second}\n")
    };
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", &two("2026-03-02")).await;
    house.until("2026-03-02T12:00:00Z").await;
    house.edits("a.toml", &two("2026-03-03")).await;
    house.until("2026-03-02T13:00:00Z").await;
    house.mail.always(None);
    house.until("2026-03-02T14:00:00Z").await;
    let seen = house.mails();
    let entry = about(&seen, "2 new terms");
    assert!(entry.len() == 1 && entry[0].starts_with("case-a: OLDER, in part no longer true: 2 new terms"), "{seen:?}");
    assert_eq!(about(&seen, "date CHANGED").len(), 1, "{seen:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn after_the_end_no_reminder_says_what_is_left() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-11T14:00:00Z").await;
    house.mails();
    house.sleeps_until("2026-03-11T15:00:00Z");
    house.looks().await;
    // The power is gone for two days.
    house.sleeps_until("2026-03-13T15:00:00Z");
    house.until("2026-03-13T15:30:00Z").await;
    let seen = house.mails();
    assert_eq!(about(&seen, " left: "), Vec::<String>::new());
    assert_eq!(about(&seen, "term is OVER: Appeal").len(), 1, "{seen:?}");
    // Two people, one mailbox each: the admins hear of both.
    assert_eq!(about(&seen, "could not be delivered").len(), 2, "{seen:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_term_found_between_its_two_readings_is_told_as_one_that_may_still_run() {
    let text = GRANTED.replace("on = 2026-03-02", "on = 2026-03-02\nknown = 2026-03-12T09:00:00Z");
    let mut house = House::at("2026-03-12T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-03-12T20:00:00Z").await;
    let texts: String = house.mail.mails().iter().map(|mail| mail.data.clone()).collect();
    let mails = house.mails();
    assert_eq!(about(&mails, "already over"), Vec::<String>::new());
    let passed =
        "case-a: earlier reading PASSED: Appeal against the decision to extradite; the later ends Thu 2026-03-12 24:00";
    assert_eq!(about(&mails, passed).len(), 1, "{mails:?}");
    assert!(!texts.contains("0 minutes left"), "{texts}");
    house.until("2026-03-13T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "term is OVER: Appeal").len(), 1);
    house.ignores_the_rest();
}

/// Of little weight, and entered on the last day that the later reading leaves: it can still be done.
#[tokio::test]
async fn a_term_of_little_weight_found_between_its_two_readings_is_told_too() {
    let held = GRANTED.replace("extradition-granted", "arrest").replace("notified = 2026-03-02\n", "");
    let held = held.replace("laws = [\"ru\"]", "laws = [\"general\", \"echr\"]").replace("\"RU\"", "\"TR\"");
    let hearing = "[[event]]\nkind = \"hearing\"\nstage = \"extradition\"\non = 2026-03-12\nknown = 2026-03-02\n";
    let mut house = House::at("2026-03-11T16:00:00Z", &[("a.toml", &held)]).await;
    house.until("2026-03-11T16:10:00Z").await;
    house.mails();
    house.edits("a.toml", &format!("{held}{hearing}")).await;
    house.until("2026-03-11T16:20:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "earlier reading PASSED: Rule 39 request").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_clock_that_lost_a_day_undoes_no_fact() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-02T12:00:00Z").await;
    house.mails();
    let before = house.moment();
    house.sleeps_until("2026-03-01T10:00:00Z");
    let (ground, now) = (house.ground(), house.moment());
    house.store().write_now(|tx| staywatch::schedule::clock_back(tx, &ground, before, now)).unwrap();
    house.until("2026-03-01T10:30:00Z").await;
    // Nor does what is read since know less.
    house.edits("a.toml", &format!("{GRANTED}# a remark\n")).await;
    house.until("2026-03-01T11:00:00Z").await;
    let mails = house.mails();
    for calm in ["no longer runs", "transfer risk is now"] {
        assert_eq!(about(&mails, calm), Vec::<String>::new(), "{mails:?}");
    }
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_clock_that_was_years_ahead_has_no_slip_of_the_year_counted_for_good() {
    let mut house = House::at("2062-03-02T10:00:00Z", &[]).await;
    let before = house.moment();
    house.sleeps_until("2026-03-02T10:00:00Z");
    let (ground, now) = (house.ground(), house.moment());
    house.store().write_now(|tx| staywatch::schedule::clock_back(tx, &ground, before, now)).unwrap();
    house.until("2026-04-02T10:00:00Z").await;
    house.mails();
    let slip = GRANTED.replace("2026-03-02", "2027-04-02");
    house.edits("a.toml", &slip).await;
    house.until("2026-04-02T11:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "new term"), Vec::<String>::new(), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn steps_that_only_a_clock_ahead_of_time_had_passed_are_told_in_their_true_hours() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-05T10:00:00Z").await;
    house.mails();
    house.sleeps_until("2026-03-11T20:30:00Z");
    house.until("2026-03-11T20:31:00Z").await;
    assert!(!about(&house.mails(), "30 min left").is_empty());
    let ahead = house.moment();
    house.sleeps_until("2026-03-05T10:30:00Z");
    let (ground, now) = (house.ground(), house.moment());
    let early = house.store().write_now(|tx| staywatch::schedule::clock_back(tx, &ground, ahead, now)).unwrap();
    assert!(early > 0);
    house.until("2026-03-12T10:00:00Z").await;
    let seen = about(&house.mails(), APPEAL);
    for step in ["3 days left", "1 day left", "6 h left", "1 h left"] {
        assert_eq!(about(&seen, &format!("case-a: {step}")).len(), 1, "{step}: {seen:?}");
    }
    assert!(!about(&seen, "NOBODY CONFIRMED").is_empty(), "{seen:?}");
    // A mail server that has taken a letter may drop another of the same name.
    let mails = house.mail.mails();
    let name = |data: &str| data.lines().find(|line| line.starts_with("Message-ID:")).map(str::to_owned);
    let names: Vec<String> = mails.iter().filter_map(|mail| name(&mail.data)).collect();
    let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!((names.len(), distinct.len()), (mails.len(), mails.len()), "{names:?}");
    house.ignores_the_rest();
}
