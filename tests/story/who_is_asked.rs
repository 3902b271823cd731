//! Stories of who is asked: whoever works on the case now, about what holds now.

use crate::house::{House, PEOPLE};
use crate::{GRANTED, about};

const APPEAL: &str = "Appeal against the decision to extradite";

const TWO: &str = r#"
[[person]]
id = "first"
role = "lawyer"
email = "first@example.org"
zone = "Europe/Moscow"

[[person]]
id = "second"
role = "lawyer"
email = "second@example.org"
zone = "Europe/Moscow"

[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

const INVITED: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
telegram = "invited"

[[person]]
id = "press"
role = "advocacy"
email = "press@example.org"

[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

fn with(lawyers: &str) -> String {
    GRANTED.replace("\"counsel\"", lawyers)
}

/// Mails to somebody, the first of them left out.
fn to(house: &House, person: &str, from: usize) -> Vec<String> {
    let mine = |data: &str| data.contains(&format!("To: {person}@")) || data.contains(&format!("To: <{person}@"));
    let all = house.mail.mails();
    all[from..].iter().filter(|mail| mine(&mail.data)).map(|mail| mail.data.clone()).collect()
}

#[tokio::test]
async fn while_the_lawyer_is_only_invited_the_rest_of_the_team_is_told() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(INVITED).await;
    house.edits("a.toml", &with("\"counsel\"").replace("[[event]]", "advocacy = [\"press\"]\n[[event]]")).await;
    let from = house.mail.mails().len();
    house.until("2026-03-14T10:00:00Z").await;
    let press = to(&house, "press", from);
    assert!(press.iter().any(|mail| mail.contains("7 days left")), "{press:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn while_nobody_of_the_team_can_be_reached_the_admins_are_told() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(INVITED).await;
    house.edits("a.toml", &with("\"counsel\"")).await;
    let from = house.mail.mails().len();
    house.until("2026-03-14T10:00:00Z").await;
    let admin = to(&house, "admin", from);
    for step in ["7 days left", "1 h left", "term is OVER"] {
        assert!(admin.iter().any(|mail| mail.contains(step)), "{step}");
    }
    assert!(to(&house, "press", from).is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_answer_to_what_was_told_before_silences_nothing_that_is_told_later() {
    let mut house = House::at("2026-03-10T07:00:00Z", &[]).await;
    house.people(TWO).await;
    let base = with("\"first\", \"second\"").replace("2026-03-02", "2026-01-02");
    let signal = "[[event]]\nkind = \"signal\"\nwhat = \"lawyer-turned-away\"\non = 2026-03-10T10:00\n";
    let one = format!("{base}{signal}");
    house.edits("a.toml", &one).await;
    house.until("2026-03-10T07:10:00Z").await;
    house.takes("case-a", "first").await;
    house.until("2026-03-10T09:00:00Z").await;
    house.mails();
    // Typed in with its day, as most facts are: it counts from midnight, before the answer.
    house.edits("a.toml", &format!("{one}[[event]]\nkind = \"consented\"\non = 2026-03-10\n")).await;
    house.until("2026-03-10T12:00:00Z").await;
    let seen = house.mails();
    assert!(!about(&seen, "IMMINENT").is_empty(), "{seen:?}");
    assert!(!about(&seen, "NOBODY CONFIRMED").is_empty(), "nobody is pressed about the higher level: {seen:?}");
    let outcomes = house.takes("case-a", "second").await;
    assert!(outcomes.iter().any(|one| matches!(one, staywatch::outbox::Outcome::Taken { .. })), "{outcomes:?}");
    house.until("2026-03-10T20:00:00Z").await;
    assert_eq!(about(&house.mails(), "NOBODY CONFIRMED"), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn whoever_was_taken_off_the_case_has_nothing_of_it_any_more() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(TWO).await;
    house.edits("a.toml", &with("\"first\"")).await;
    house.until("2026-03-05T00:00:00Z").await;
    house.takes("case-a", "first").await;
    house.until("2026-03-05T06:00:00Z").await;
    house.edits("a.toml", &with("\"second\"")).await;
    let from = house.mail.mails().len();
    house.until("2026-03-05T12:00:00Z").await;
    let asked = |mails: &[String]| mails.iter().any(|mail| mail.contains("NOBODY CONFIRMED"));
    assert!(asked(&to(&house, "second", from)), "what somebody took who left is with nobody");
    house.until("2026-03-09T00:00:00Z").await;
    house.edits("a.toml", &with("\"second\"").replace("notified = 2026-03-02", "notified = 2026-03-03")).await;
    house.until("2026-03-09T00:10:00Z").await;
    assert_eq!(to(&house, "first", from), Vec::<String>::new());
    assert!(to(&house, "second", from).iter().any(|mail| mail.contains("date CHANGED")));
    house.ignores_the_rest();
}

#[tokio::test]
async fn whoever_comes_in_their_place_hears_of_the_date_that_moved_in_the_same_save() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(TWO).await;
    house.edits("a.toml", &with("\"first\"")).await;
    house.until("2026-03-03T12:00:00Z").await;
    let from = house.mail.mails().len();
    house.edits("a.toml", &with("\"second\"").replace("notified = 2026-03-02", "notified = 2026-03-12")).await;
    house.until("2026-03-12T13:00:00Z").await;
    assert!(to(&house, "second", from).iter().any(|mail| mail.contains("date CHANGED")));
    assert_eq!(to(&house, "first", from), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn another_ladder_stops_no_asking_that_has_begun() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(TWO).await;
    house.edits("a.toml", &with("\"first\", \"second\"")).await;
    house.until("2026-03-04T21:10:00Z").await;
    assert!(!about(&house.mails(), "7 days left").is_empty());
    let settings = "[digest]\nat = \"never\"\n[ladders]\nshort = \"2d 6h\"\n";
    std::fs::write(house.config().join("staywatch.toml"), settings).unwrap();
    house.reloads().await;
    house.until("2026-03-09T20:00:00Z").await;
    let seen = about(&house.mails(), APPEAL);
    assert!(!about(&seen, "NOBODY CONFIRMED").is_empty(), "nobody answered, and nobody else is asked: {seen:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_answer_takes_the_last_step_from_nobody() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(TWO).await;
    house.edits("a.toml", &with("\"first\", \"second\"")).await;
    house.until("2026-03-11T19:59:00Z").await;
    // The step of one hour is owed; `first` answers before the mail to `second` is out.
    house.sleeps_until("2026-03-11T20:00:00Z");
    house.looks().await;
    house.sleeps_until("2026-03-11T20:31:00Z");
    house.takes("case-a", "first").await;
    let from = house.mail.mails().len();
    house.until("2026-03-11T20:59:00Z").await;
    let second = to(&house, "second", from);
    assert!(second.iter().any(|mail| mail.contains("29 min left")), "{second:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_code_used_again_tells_the_new_team_everything_and_the_old_one_nothing() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(TWO).await;
    house.edits("a.toml", &with("\"first\"")).await;
    house.until("2026-03-05T00:00:00Z").await;
    house.loses("a.toml").await;
    house.until("2026-03-20T00:00:00Z").await;
    let from = house.mail.mails().len();
    house.edits("b.toml", &with("\"second\"").replace("2026-03-02", "2026-03-19")).await;
    house.until("2026-03-20T01:00:00Z").await;
    assert_eq!(to(&house, "first", from), Vec::<String>::new());
    let second = to(&house, "second", from);
    assert!(second.iter().any(|mail| mail.contains("1 new term")), "{second:?}");
    assert!(second.iter().all(|mail| !mail.contains("date CHANGED")), "{second:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_file_that_was_away_for_a_while_repeats_nothing() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(TWO).await;
    house.edits("a.toml", &with("\"first\"")).await;
    house.until("2026-03-03T00:00:00Z").await;
    house.loses("a.toml").await;
    house.until("2026-03-03T01:00:00Z").await;
    let from = house.mail.mails().len();
    house.edits("a.toml", &with("\"first\"")).await;
    house.until("2026-03-03T12:00:00Z").await;
    let first = to(&house, "first", from);
    assert!(first.iter().all(|mail| !mail.contains("new term")), "{first:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn another_person_under_an_old_name_has_confirmed_nothing_and_is_reminded_of_what_runs() {
    let people = |counsel: &str| PEOPLE.replace("counsel@example.org", counsel);
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-05T10:00:00Z").await;
    house.takes("case-a", "counsel").await;
    house.people(&format!("{}\n# a remark\n", people("counsel@example.org"))).await;
    house.until("2026-03-05T10:30:00Z").await;
    house.mails();
    house.people(&people("successor@example.org")).await;
    house.until("2026-03-05T11:10:00Z").await;
    let theirs = |house: &House| {
        let mails = house.mail.mails();
        mails.into_iter().filter(|mail| mail.to[0].contains("successor@")).map(|mail| mail.data).collect::<Vec<_>>()
    };
    let told = theirs(&house);
    assert!(told.iter().any(|mail| mail.contains("left: Appeal")), "{:?}", house.mails());
    house.until("2026-03-05T13:00:00Z").await;
    let all = house.mails();
    assert!(!about(&all, "NOBODY CONFIRMED").is_empty(), "{all:?}");
    assert_eq!(about(&all, "counsel has no address left of those before").len(), 1, "{all:?}");
    // What the new one confirms counts, and a second address takes nothing away.
    house.takes("case-a", "counsel").await;
    house.people(&people("successor@example.org\"\ntelegram = 1009\nlanguage = \"en")).await;
    house.until("2026-03-05T20:00:00Z").await;
    assert_eq!(about(&house.mails(), "case-a"), Vec::<String>::new());
    house.ignores_the_rest();
}
