//! What people would have to hear of and that no other message says.

use crate::about;
use staywatch::outbox::Outcome;

use crate::house::House;

const HELD: &str = r#"
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

fn event(kind: &str, rest: &str) -> String {
    format!("[[event]]\nkind = \"{kind}\"\n{rest}\n")
}

/// The texts of the mails from one on, unfolded.
fn texts(house: &House, from: usize) -> Vec<String> {
    house.mail.mails()[from..].iter().map(|mail| mail.data.replace("=\r\n", "").replace("=\n", "")).collect()
}

#[tokio::test]
async fn the_urgent_actions_that_a_disappearance_opens_are_told_at_once_and_once() {
    let held = HELD.replace("host = \"RU\"", "host = \"AM\"").replace("laws = [\"ru\"]\n", "");
    let mut house = House::at("2026-03-10T07:00:00Z", &[("a.toml", &held)]).await;
    house.until("2026-03-10T07:10:00Z").await;
    house.mails();
    let from = house.mail.mails().len();
    house.edits("a.toml", &format!("{held}{}", event("disappeared", "on = 2026-03-10T11:15"))).await;
    house.until("2026-03-10T07:20:00Z").await;
    let said = texts(&house, from);
    let alarm = said.iter().find(|mail| mail.contains("IMMINENT")).expect("an alarm");
    for way in ["CED urgent action", "(WGEID)"] {
        assert!(alarm.contains(way), "the alarm lists {way}: {alarm}");
    }
    assert_eq!(about(&house.mails(), "new terms").len(), 1);
    house.until("2026-03-12T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "new term"), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_term_that_outlives_the_handover_is_said_to_be_over() {
    let text = "id = \"case-a\"\nhost = \"RS\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n".to_owned()
        + &event("extradition-final", "on = 2026-01-20")
        + &event("surrendered", "on = 2026-01-25");
    let mut house = House::at("2026-05-19T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-05-21T10:00:00Z").await;
    let over = about(&house.mails(), "is OVER");
    assert_eq!(over.len(), 1, "{over:?}");
    assert!(over[0].contains("2026-05-20"), "{over:?}");
}

/// A case with a running appeal that the lawyer was told of.
async fn appeal_runs() -> House {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", crate::GRANTED)]).await;
    house.until("2026-03-05T10:00:00Z").await;
    house.mails();
    house
}

#[tokio::test]
async fn that_a_case_has_ended_is_told_once_to_whoever_was_told_of_it() {
    let ends = [
        (crate::GRANTED.replace("laws =", "status = \"closed\"\nlaws ="), "its file says that it is closed"),
        (format!("{}{}", crate::GRANTED, event("freed", "on = 2026-03-05")), "freed"),
        (format!("{}{}", crate::GRANTED, event("closed", "on = 2026-03-05")), "case closed"),
    ];
    for (text, cause) in ends {
        let mut house = appeal_runs().await;
        house.saves("a.toml", Some(&text)).await;
        house.until("2026-03-14T10:00:00Z").await;
        let mails = house.mails();
        let ended = about(&mails, "the case has ENDED");
        assert_eq!(ended.len(), 1, "{cause}: {mails:?}");
        assert!(ended[0].contains(cause) && ended[0].contains("no longer run"), "{cause}: {ended:?}");
        assert_eq!(about(&mails, "left"), Vec::<String>::new(), "{cause}");
        // Terms have names, also where the closed file gives none any more.
        let ended = texts(&house, 0).into_iter().find(|mail| mail.contains("No longer running")).expect("a list");
        assert!(ended.contains("- Appeal against the decision to extradite"), "{cause}: {ended}");
        assert!(!ended.contains("ru-cpc-"), "{cause}: {ended}");
    }
}

#[tokio::test]
async fn what_is_taken_out_of_a_file_is_called_by_its_name() {
    let mut house = appeal_runs().await;
    house.edits("a.toml", crate::GRANTED.split("[[event]]").next().unwrap_or_default()).await;
    house.until("2026-03-05T10:10:00Z").await;
    let mails = house.mails();
    assert!(!about(&mails, "no longer run").is_empty(), "{mails:?}");
    let from = house.mail.mails().len() - mails.len();
    assert!(texts(&house, from).iter().all(|mail| !mail.contains("ru-cpc-")), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn closed_by_mistake_and_put_right_everything_is_told_again() {
    let mut house = appeal_runs().await;
    house.edits("a.toml", &crate::GRANTED.replace("laws =", "status = \"closed\"\nlaws =")).await;
    house.until("2026-03-05T12:00:00Z").await;
    house.mails();
    house.edits("a.toml", crate::GRANTED).await;
    house.until("2026-03-05T12:10:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "Appeal against the decision to extradite").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "transfer risk HIGH").len(), 1, "{mails:?}");
    house.until("2026-03-08T22:00:00Z").await;
    assert!(!about(&house.mails(), "3 days left").is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_alarm_about_a_case_that_had_ended_is_told() {
    let alarms = [
        event("signal", "what = \"moved\"\non = 2026-03-07T12:00"),
        event("disappeared", "on = 2026-03-07"),
        event("contact-lost", "on = 2026-03-07T12:00"),
        event("abducted", "on = 2026-03-07"),
        event("expulsion-ordered", "on = 2026-03-07"),
        event("extradition-final", "on = 2026-03-07"),
    ];
    for (place, end) in ["freed", "left-country", "closed"].into_iter().enumerate() {
        // After each of the ends a signal; every alarm after the first.
        for alarm in &alarms[..if place == 0 { alarms.len() } else { 1 }] {
            let ended = format!("{HELD}{}", event(end, "on = 2026-03-05"));
            let mut house = House::at("2026-03-06T10:00:00Z", &[("a.toml", &ended)]).await;
            house.until("2026-03-07T11:00:00Z").await;
            assert_eq!(house.mails(), Vec::<String>::new(), "an ended case is quiet");
            house.edits("a.toml", &format!("{ended}{alarm}")).await;
            house.until("2026-03-07T11:05:00Z").await;
            let mails = house.mails();
            assert!(!about(&mails, "transfer risk").is_empty(), "{end}, then {alarm}: {mails:?}");
            assert_eq!(house.mails(), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn what_may_still_be_done_on_a_reading_far_off_is_reminded_of_to_its_end() {
    let text =
        crate::GRANTED.replace("on = 2026-03-02\nnotified = 2026-03-02", "on = \"2026-03\"\nknown = 2026-03-31T12:00");
    let mut house = House::at("2026-03-31T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-04-01T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "earlier reading PASSED: Appeal against").len(), 1);
    let from = house.mail.mails().len();
    house.until("2026-04-06T22:00:00Z").await;
    assert!(house.mail.mails()[from..].iter().any(|mail| mail.data.contains("The earlier reading has passed")));
    house.until("2026-04-20T10:00:00Z").await;
    let appeal = about(&house.mails(), "Appeal against the decision to extradite");
    insta::assert_snapshot!(appeal.join("\n"), @r"
    case-a: 7 days left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: NOBODY CONFIRMED, 6 days 23 h left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: 3 days left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: 1 day left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: 6 h left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: NOBODY CONFIRMED, 6 h left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: NOBODY CONFIRMED, 6 h left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: 1 h left: Appeal against the decision to extradite, by Fri 2026-04-10 24:00 (Europe/Moscow)
    case-a: term is OVER: Appeal against the decision to extradite, since Fri 2026-04-10 24:00 (Europe/Moscow)
    ");
    house.ignores_the_rest();
}

#[tokio::test]
async fn somebody_can_take_what_may_still_be_done_on_the_later_reading() {
    let text =
        crate::GRANTED.replace("on = 2026-03-02\nnotified = 2026-03-02", "on = \"2026-03\"\nknown = 2026-03-31T12:00");
    let mut house = House::at("2026-03-31T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-04-05T00:00:00Z").await;
    let outcomes = house.takes("case-a", "counsel").await;
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Outcome::Taken { .. })), "{outcomes:?}");
    house.mails();
    house.until("2026-04-06T00:00:00Z").await;
    assert_eq!(about(&house.mails(), "NOBODY CONFIRMED"), Vec::<String>::new());
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_date_that_turns_out_to_be_over_is_corrected_and_leaves_the_calendar() {
    let mut house = appeal_runs().await;
    let from = house.mail.mails().len();
    house.edits("a.toml", &crate::GRANTED.replace("2026-03-02", "2026-02-10")).await;
    house.until("2026-03-05T10:10:00Z").await;
    let said = texts(&house, from);
    let over = said.iter().find(|mail| mail.contains("is OVER")).expect("that it is over");
    assert!(over.contains("Before: Wed 2026-03-11 24:00"), "{over}");
    assert!(over.contains("METHOD:CANCEL") || over.contains("method=CANCEL"), "{over}");
    assert_eq!(about(&house.mails(), "is OVER").len(), 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_case_that_was_erased_and_begins_again_is_told_of() {
    let settings = "[digest]\nat = \"never\"\n[retention]\nclosed = \"30d\"\n";
    let closed = HELD.to_owned() + &event("closed", "on = 2026-03-05");
    let mut house = House::with("2026-03-04T10:00:00Z", &[("a.toml", &closed)], settings).await;
    house.until("2026-03-06T10:00:00Z").await;
    house.sleeps_until("2026-05-10T10:00:00Z");
    house.reloads().await;
    house.until("2026-05-10T11:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "erased").len(), 1, "{mails:?}");
    let again = event("arrest", "on = 2026-05-10T13:30") + &event("extradition-final", "on = 2026-05-10T13:40");
    house.edits("a.toml", &(closed + &again)).await;
    house.until("2026-05-10T11:10:00Z").await;
    assert_eq!(about(&house.mails(), "IMMINENT").len(), 1);
    house.ignores_the_rest();
}
