//! Stories of what is put forward, called off by mistake and put right: the day that holds is said, and the answer of before
//! is not taken for an answer to what came after.

use crate::GRANTED;
use crate::about;
use crate::house::House;
use crate::smtp::{Act, Stage};

const TWO: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
[[person]]
id = "second"
role = "lawyer"
email = "second@example.org"
[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

fn event(kind: &str, rest: &str) -> String {
    format!("[[event]]\nkind = \"{kind}\"\n{rest}\n")
}

/// Held on a final decision, by a state whose pack counts nothing from the day of the handover.
fn held() -> String {
    let arrest = GRANTED.replace("extradition-granted", "arrest").replace("notified = 2026-03-02\n", "");
    let there = arrest.replace("host = \"RU\"", "host = \"KZ\"").replace("laws = [\"ru\"]\n", "");
    let ordered = event("custody-ordered", "on = 2026-03-02\nuntil = 2026-08-01");
    format!("{there}{ordered}{}", event("extradition-final", "on = 2026-03-03"))
}

#[tokio::test]
async fn the_moment_set_for_the_handover_is_told_with_its_day_and_again_when_it_is_put_forward() {
    let mut house = House::at("2026-03-04T10:00:00Z", &[("a.toml", &held())]).await;
    house.until("2026-03-05T10:30:00Z").await;
    house.mails();
    let set = |until: &str| {
        format!("{}{}", held(), event("surrender-date-set", &format!("on = 2026-03-05\nuntil = {until}")))
    };
    house.edits("a.toml", &set("2026-03-30T10:00")).await;
    house.until("2026-03-05T10:35:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "1 new term, Mon 2026-03-30 10:00").len(), 1, "{mails:?}");
    house.edits("a.toml", &set("2026-03-14T10:00")).await;
    house.until("2026-03-05T10:40:00Z").await;
    let mails = house.mails();
    let moved = about(&mails, "date CHANGED");
    assert!(moved.len() == 1 && moved[0].contains("now Sat 2026-03-14 10:00"), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn an_alarm_names_the_day_of_the_hearing_and_comes_again_when_the_hearing_is_put_forward() {
    let listed = |day: &str| {
        let hearing = format!("stage = \"extradition-final\"\non = {day}T10:00\nknown = 2026-03-03");
        let appeal = event("extradition-appeal-filed", "on = 2026-03-03");
        format!("{GRANTED}{appeal}{}", event("hearing", &hearing))
    };
    let mut house = House::at("2026-03-04T10:00:00Z", &[("a.toml", &listed("2026-04-20"))]).await;
    house.until("2026-03-05T10:30:00Z").await;
    let named = |house: &House, from: usize, day: &str| {
        let mails = house.mail.mails();
        mails[from..].iter().filter(|mail| mail.data.replace("=\r\n", "").contains(day)).count()
    };
    assert!(named(&house, 0, "hearing: Mon 2026-04-20 10:00") > 0);
    house.mails();
    for (day, says) in [("2026-03-16", 1), ("2026-03-16", 0), ("2026-03-25", 0)] {
        let from = house.mail.mails().len();
        house.edits("a.toml", &listed(day)).await;
        let later = if says == 1 { "2026-03-05T10:40:00Z" } else { "2026-03-05T11:10:00Z" };
        house.until(later).await;
        let mails = house.mails();
        assert_eq!(about(&mails, "The last hearing on extradition is listed").len(), says, "{day}: {mails:?}");
        assert_eq!(named(&house, from, "hearing: Mon 2026-03-16 10:00") > 0, says == 1, "{day}");
    }
    house.ignores_the_rest();
}

#[tokio::test]
async fn that_a_case_has_ended_is_not_read_after_it_was_put_right() {
    let reported = event("signal", "what = \"papers-collected\"\non = 2026-03-02T12:00");
    for text in [format!("{}{reported}", GRANTED.split("[[event]]").next().unwrap()), GRANTED.to_owned()] {
        let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &text)]).await;
        house.until("2026-03-03T10:00:00Z").await;
        house.mails();
        house.mail.always(Some((Stage::Greeting, Act::Drop)));
        house.edits("a.toml", &format!("{text}{}", event("freed", "on = 2026-03-03"))).await;
        house.until("2026-03-03T10:10:00Z").await;
        house.edits("a.toml", &text).await;
        house.until("2026-03-03T10:20:00Z").await;
        house.mail.always(None);
        house.until("2026-03-03T11:00:00Z").await;
        let mails = house.mails();
        assert!(about(&mails, "ENDED").is_empty(), "{mails:?}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn that_a_case_has_ended_is_read_also_after_a_term_that_runs_on() {
    let last = "2026-03-03";
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-03T10:00:00Z").await;
    house.mails();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", &format!("{GRANTED}{}", event("surrendered", &format!("on = {last}")))).await;
    house.until("2026-03-04T10:10:00Z").await;
    house.mail.always(None);
    house.until("2026-03-04T11:00:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "ENDED").len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn after_called_off_and_not_after_all_an_answer_from_before_silences_nobody() {
    let team = "[\"counsel\", \"second\"]\ncoordinators = [\"duty\"]";
    let text = held().replace("[\"counsel\"]", team);
    let mut house = House::at("2026-03-03T10:00:00Z", &[]).await;
    house.people(TWO).await;
    house.edits("a.toml", &text).await;
    house.until("2026-03-03T10:10:00Z").await;
    house.takes("case-a", "counsel").await;
    house.until("2026-03-04T09:00:00Z").await;
    house.edits("a.toml", &format!("{text}{}", event("protection-granted", "on = 2026-03-04"))).await;
    house.until("2026-03-05T10:10:00Z").await;
    house.mails();
    house.edits("a.toml", &text).await;
    house.until("2026-03-05T13:00:00Z").await;
    let mails = house.mails();
    assert!(!about(&mails, "transfer risk IMMINENT").is_empty(), "{mails:?}");
    assert!(!about(&mails, "NOBODY CONFIRMED: transfer risk IMMINENT").is_empty(), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_was_closed_by_mistake_runs_again_in_one_message_to_each() {
    let text = held();
    let mut house = House::at("2026-03-04T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-03-04T11:00:00Z").await;
    house.edits("a.toml", &text.replace("host =", "status = \"closed\"\nhost =")).await;
    house.until("2026-03-04T12:00:00Z").await;
    house.mails();
    house.edits("a.toml", &text).await;
    house.until("2026-03-04T12:10:00Z").await;
    let mails = house.mails();
    let again = about(&mails, " new term");
    assert!(again.len() == 1 && !again[0].contains("1 new term"), "{mails:?}");
    house.ignores_the_rest();
}

/// Between its two readings a term is entered as met, and the entry is taken back: it runs on the later one.
#[tokio::test]
async fn what_was_entered_as_done_and_was_not_runs_again_also_on_its_later_reading() {
    let served = "on = \"2026-03\"\nknown = 2026-03-31T12:00";
    let text = GRANTED.replace("extradition-granted", "asylum-refused");
    let text = text.replace("on = 2026-03-02\nnotified = 2026-03-02", served);
    let mut house = House::at("2026-03-31T10:00:00Z", &[("a.toml", &text)]).await;
    house.until("2026-04-10T10:30:00Z").await;
    house.edits("a.toml", &format!("{text}{}", event("asylum-appeal-filed", "on = 2026-04-10"))).await;
    house.until("2026-04-10T11:00:00Z").await;
    assert!(!about(&house.mails(), "entered as done").is_empty());
    house.edits("a.toml", &text).await;
    house.until("2026-04-10T12:00:00Z").await;
    let mails = house.mails();
    // The admin was asked of the one term when nobody had confirmed it; the lawyer was told of both.
    let again = about(&mails, "Thu 2026-04-30 24:00 (Europe/Moscow): Complaint against the asylum decision");
    assert!(again.len() == 2 && about(&again, "2 new terms").len() == 1, "{mails:?}");
    house.edits("a.toml", &text).await;
    house.until("2026-04-10T13:00:00Z").await;
    assert!(about(&house.mails(), "new term").is_empty(), "once");
    house.ignores_the_rest();
}

/// Both readings end on one day, and a correction moves the earlier into the past: the day that counts stays.
#[tokio::test]
async fn an_earlier_reading_that_a_correction_moves_to_the_past_has_passed_and_is_no_new_date() {
    let served = |day: &str| GRANTED.replace("2026-03-02", day);
    let mut house = House::at("2026-02-27T09:00:00Z", &[("a.toml", &served("2026-02-26"))]).await;
    house.until("2026-03-08T10:00:00Z").await;
    assert!(!about(&house.mails(), "left: Appeal against the decision to extradite, by Tue 2026-03-10").is_empty());
    house.edits("a.toml", &served("2026-02-25")).await;
    house.until("2026-03-08T12:00:00Z").await;
    let mails = house.mails();
    let passed =
        "earlier reading PASSED: Appeal against the decision to extradite; the later ends Tue 2026-03-10 24:00";
    assert!(!about(&mails, passed).is_empty(), "{mails:?}");
    assert!(about(&mails, "date CHANGED: Appeal").is_empty(), "{mails:?}");
    house.ignores_the_rest();
}

/// The earlier reading has passed, and people were reminded of the later one; then that one moves.
#[tokio::test]
async fn a_later_reading_that_moves_is_told_with_the_old_day_and_the_new() {
    let text = |range: &str| {
        let served = format!("on = {range}\nknown = 2026-03-31T12:00");
        let refused = GRANTED.replace("extradition-granted", "asylum-refused");
        refused.replace("on = 2026-03-02\nnotified = 2026-03-02", &served)
    };
    let (short, long) = (text("\"2026-03-01..2026-03-13\""), text("\"2026-03\""));
    let mut house = House::at("2026-03-31T10:00:00Z", &[("a.toml", &short)]).await;
    house.until("2026-04-11T10:30:00Z").await;
    assert!(!about(&house.mails(), "left: Complaint against the asylum decision, by Mon 2026-04-13").is_empty());
    house.edits("a.toml", &long).await;
    house.until("2026-04-11T12:00:00Z").await;
    let moved = about(&house.mails(), "date CHANGED: Complaint against the asylum decision");
    assert!(!moved.is_empty());
    for one in &moved {
        assert!(one.contains("now Thu 2026-04-30 24:00") && one.contains("was Mon 2026-04-13 24:00"), "{moved:?}");
    }
    house.edits("a.toml", &format!("{long}# a remark\n")).await;
    house.until("2026-04-11T13:00:00Z").await;
    assert!(about(&house.mails(), "date CHANGED").is_empty(), "once");
    house.edits("a.toml", &short).await;
    house.until("2026-04-11T14:00:00Z").await;
    let back = about(&house.mails(), "date CHANGED: Complaint against the asylum decision");
    assert!(!back.is_empty() && back[0].contains("now Mon 2026-04-13"), "{back:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_hearing_that_is_put_forward_after_somebody_took_it_asks_the_next_again() {
    let second = "[[person]]\nid = \"second\"\nrole = \"lawyer\"\nemail = \"second@example.org\"\n";
    let appealed = "[[event]]\nkind = \"extradition-appeal-filed\"\non = 2026-03-03\n";
    let on = |day: &str| {
        let heard = format!("stage = \"extradition-final\"\non = {day}T10:00\nknown = 2026-03-10T09:00\n");
        let text = format!("{GRANTED}{appealed}[[event]]\nkind = \"hearing\"\n{heard}");
        text.replace("[\"counsel\"]", "[\"counsel\", \"second\"]\ncoordinators = [\"duty\"]")
    };
    let mut house = House::at("2026-03-10T06:30:00Z", &[]).await;
    house.people(&format!("{}{second}", crate::house::PEOPLE)).await;
    house.saves("a.toml", Some(&on("2026-03-16"))).await;
    house.until("2026-03-11T09:00:00Z").await;
    let unanswered = |mails: &[String]| about(mails, "NOBODY CONFIRMED").len();
    assert!(unanswered(&house.mails()) > 0);
    house.takes("case-a", "counsel").await;
    house.until("2026-03-11T09:30:00Z").await;
    assert_eq!(unanswered(&house.mails()), 0, "somebody has it");
    house.saves("a.toml", Some(&on("2026-03-13"))).await;
    house.until("2026-03-12T20:00:00Z").await;
    let mails = house.mails();
    assert!(!about(&mails, "transfer risk HIGH: The last hearing").is_empty(), "{mails:?}");
    assert!(unanswered(&mails) > 0, "{mails:?}");
    // A restart begins no other round.
    house.starts_again().await;
    house.until("2026-03-12T20:01:00Z").await;
    assert_eq!(unanswered(&house.mails()), 0);
    house.ignores_the_rest();
}

/// What was told of a hearing by its day is corrected when the day is another, to those who were told, and once.
#[tokio::test]
async fn a_hearing_that_is_put_off_or_struck_out_is_corrected_once() {
    let appealed = event("extradition-appeal-filed", "on = 2026-03-03");
    let on = |day: &str| {
        let heard = format!("stage = \"extradition-final\"\non = {day}T10:00\nknown = 2026-03-10T09:00");
        format!("{GRANTED}{appealed}{}", event("hearing", &heard))
    };
    let mut house = House::at("2026-03-10T06:30:00Z", &[("a.toml", &on("2026-03-13"))]).await;
    house.until("2026-03-11T09:00:00Z").await;
    assert!(!about(&house.mails(), "The last hearing").is_empty());
    let was = |day: &str| format!("hearing (extradition, last court): now {day} 10:00 (Europe/Moscow), was");
    for (day, says, minute) in [
        ("2026-03-16", "Mon 2026-03-16", 10),
        ("2026-03-13", "Fri 2026-03-13", 20),
        ("2026-04-13", "Mon 2026-04-13", 30),
    ] {
        house.edits("a.toml", &on(day)).await;
        house.until(&format!("2026-03-11T09:{minute}:00Z")).await;
        let told: Vec<String> = house.mail.mails().iter().map(|mail| mail.data.replace("=\r\n", "")).collect();
        let mails = house.mails();
        assert!(told.iter().any(|mail| mail.contains(&was(says))), "{day}: {mails:?}");
        house.reloads().await;
        house.until(&format!("2026-03-11T09:{}:00Z", minute + 5)).await;
        assert_eq!(about(&house.mails(), "hearing"), Vec::<String>::new(), "{day}: told twice");
    }
    house.edits("a.toml", &format!("{GRANTED}{appealed}")).await;
    house.until("2026-03-11T10:00:00Z").await;
    let mails = house.mails();
    let gone = "case-a: no longer listed: hearing (extradition, last court), was Mon 2026-04-13 10:00 (Europe/Moscow)";
    assert_eq!(about(&mails, gone).len(), 1, "{mails:?}");
    house.ignores_the_rest();
}

/// What nobody has read yet must not shrink to the day of a hearing in its subject.
#[tokio::test]
async fn a_hearing_that_is_put_forward_before_the_alarm_went_out_leaves_the_alarm_its_subject() {
    let on = |day: &str| {
        let heard = format!("stage = \"custody\"\non = {day}T10:00\nknown = 2026-03-02");
        format!("{GRANTED}{}", event("hearing", &heard))
    };
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.edits("a.toml", &on("2026-03-20")).await;
    house.until("2026-03-02T10:05:00Z").await;
    house.edits("a.toml", &on("2026-03-12")).await;
    house.until("2026-03-02T10:10:00Z").await;
    house.mail.always(None);
    house.until("2026-03-02T10:40:00Z").await;
    let mails = house.mails();
    assert_eq!(about(&mails, "transfer risk HIGH").len(), 1, "{mails:?}");
    assert_eq!(about(&mails, "hearing"), Vec::<String>::new(), "{mails:?}");
    house.ignores_the_rest();
}
