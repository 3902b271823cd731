//! Stories of answers: who is asked, who takes it, who is asked next, and what happens when nobody does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use serde_json::Value;

use crate::botapi::{Reply, bad_request, flood, forbidden};
use crate::house::House;
use crate::smtp::{Act, Stage};
use crate::{GRANTED, about};

const START: &str = "2026-03-02T10:00:00Z";
/// The step of seven days before the appeal's last day, 24:00 in Moscow.
const SEVEN_DAYS: &str = "2026-03-04T21:00:00Z";

/// How a message about a deadline that nobody confirmed begins; one about the level has a colon.
const UNCONFIRMED: &str = "NOBODY CONFIRMED, ";

const TEAM: &str = r#"
[[person]]
id = "first"
role = "lawyer"
email = "first@example.org"
zone = "Europe/Moscow"

[[person]]
id = "second"
role = "lawyer"
email = "second@example.org"

[[person]]
id = "duty"
role = "coordinator"
telegram = 1001

[[person]]
id = "press"
role = "advocacy"
email = "press@example.org"

[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

fn case(team: &str) -> String {
    GRANTED.replace("lawyers = [\"counsel\"]", team)
}

/// Lawyer and coordinator, both told of the step of seven days.
async fn asked() -> House {
    let case = case("lawyers = [\"counsel\"]\ncoordinators = [\"duty\"]");
    let mut house = House::at(START, &[("a.toml", &case)]).await;
    house.until(SEVEN_DAYS).await;
    house.mails();
    house.chats();
    house
}

/// The whole team of `TEAM`.
async fn team() -> House {
    let mut house = House::at(START, &[]).await;
    house.people(TEAM).await;
    let team = "lawyers = [\"first\", \"second\"]\ncoordinators = [\"duty\"]\nadvocacy = [\"press\"]";
    house.edits("a.toml", &case(team)).await;
    house
}

/// The buttons of the last message about the appeal, and the number of that message.
fn notice(house: &House) -> (i64, Vec<String>) {
    let sent = house.bot.sent();
    let place = sent.iter().rposition(|sent| sent["text"].as_str().unwrap().contains("Жалоба на решение о выдаче"));
    let place = place.unwrap();
    let rows = sent[place]["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    let buttons = rows.iter().map(|row| row[0]["callback_data"].as_str().unwrap().to_owned()).collect();
    (i64::try_from(place).unwrap() + 1, buttons)
}

fn edited(house: &House) -> Vec<Value> {
    let calls = house.bot.calls().into_iter().filter(|call| call.method == "editMessageText");
    calls.map(|call| call.body).collect()
}

fn addressed(house: &House, words: &str) -> Vec<String> {
    let mails = house.mail.mails();
    let mails = mails.iter().filter(|mail| mail.data.replace("\r\n ", " ").contains(words));
    mails.flat_map(|mail| mail.to.clone()).collect()
}

/// The last morning's list, without the folds of its lines.
fn morning(house: &House) -> String {
    let mails = house.mail.mails();
    let mut all = mails.iter().map(|mail| mail.data.replace("=\r\n", ""));
    all.rfind(|text| text.contains("This message comes every morning")).unwrap()
}

#[tokio::test]
async fn whoever_presses_the_button_has_it_and_everybody_sees_that() {
    let mut house = asked().await;
    let (message, buttons) = notice(&house);
    assert!(buttons.iter().all(|data| data.len() <= 64), "{buttons:?}");
    assert!(buttons[0].starts_with("ack:"), "{buttons:?}");
    let popped = house.presses(1001, message, &buttons[0]).await;
    assert!(popped.starts_with("Теперь это за вами"), "{popped}");
    house.until("2026-03-04T21:01:00Z").await;
    // The message with the button, and the one that first told of the term.
    let edits = edited(&house);
    assert_eq!(edits.len(), 2, "{edits:?}");
    let edit = edits.iter().find(|edit| edit["message_id"] == message).unwrap();
    let text = edit["text"].as_str().unwrap();
    insta::assert_snapshot!(text.lines().next().unwrap(), @"<b>✅ Координатор занимается этим с Чт 2026-03-05 00:00 (Europe/Moscow)</b>");
    // Nobody is pressed any more, and the next step comes to whoever has it.
    house.until("2026-03-08T08:59:00Z").await;
    assert_eq!(about(&house.mails(), "Appeal"), Vec::<String>::new());
    house.until("2026-03-08T09:00:00Z").await;
    let asked_again = about(&house.mails(), "done?");
    assert_eq!(asked_again.len(), 1, "half of the time has gone: {asked_again:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn only_doing_it_ends_the_reminders() {
    let mut house = asked().await;
    let (message, buttons) = notice(&house);
    house.presses(1001, message, &buttons[0]).await;
    house.until("2026-03-11T20:30:00Z").await;
    let last = about(&house.chats(), "Жалоба на решение о выдаче");
    assert!(last.iter().any(|line| line.contains("1 ч")), "the last step comes to all: {last:?}");
    assert!(!about(&house.mails(), "1 h left").is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn the_same_press_twice_and_a_press_after_another_change_nothing() {
    let mut house = asked().await;
    let (message, buttons) = notice(&house);
    house.presses(1001, message, &buttons[0]).await;
    let popped = house.presses(1001, message, &buttons[0]).await;
    assert!(popped.contains("Ничего не изменено"), "{popped}");
    let popped = house.presses(1001, message, &buttons[1]).await;
    assert!(popped.contains("Ничего не изменено"), "{popped}");
    house.until("2026-03-04T21:05:00Z").await;
    assert_eq!(edited(&house).len(), 2);
}

#[tokio::test]
async fn a_press_that_was_made_up_changes_nothing() {
    let mut house = asked().await;
    let (message, buttons) = notice(&house);
    // The right number under another message, other numbers, and a matter of nobody.
    for (under, data) in [(message + 500, buttons[0].as_str()), (message, "ack:9999"), (message, "take:9999")] {
        let popped = house.presses(1001, under, data).await;
        assert!(popped.contains("Ничего не сделано"), "{data}: {popped}");
    }
    house.until("2026-03-04T22:05:00Z").await;
    assert_eq!(edited(&house), Vec::<Value>::new());
    assert!(!about(&house.mails(), UNCONFIRMED).is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_is_put_off_comes_back_and_the_others_are_asked_after_that() {
    let mut house = asked().await;
    let (message, buttons) = notice(&house);
    let later = buttons.iter().find(|data| data.starts_with("later:")).unwrap();
    let popped = house.presses(1001, message, later).await;
    assert!(popped.contains("04:00"), "{popped}");
    house.until("2026-03-05T00:59:00Z").await;
    assert_eq!(about(&house.mails(), UNCONFIRMED), Vec::<String>::new());
    house.chats();
    house.until("2026-03-05T01:00:00Z").await;
    assert_eq!(house.chats().len(), 1, "whoever put it off is reminded");
    house.until("2026-03-05T02:00:00Z").await;
    assert!(!about(&house.mails(), UNCONFIRMED).is_empty());
    house.ignores_the_rest();
}

#[tokio::test]
async fn the_code_of_a_mail_speaks_for_its_reader() {
    let mut house = asked().await;
    let mails = house.mail.mails();
    let mail = mails.iter().rfind(|mail| mail.data.contains("/ack ")).unwrap();
    let code: String = mail.data.split("/ack ").nth(1).unwrap().chars().take(7).collect();
    house.hears(1001, "/ack ZZZ-ZZ2").await;
    assert!(house.chats()[0].contains("больше нельзя ответить"), "a code that no mail bears");
    house.hears(1001, &format!("/ack {}", code.to_lowercase())).await;
    house.chats();
    house.hears(1001, "/who case-a").await;
    let sent = house.bot.sent();
    let who = sent.last().unwrap()["text"].as_str().unwrap().to_owned();
    assert!(who.contains("Адвокат занимается этим с"), "{who}");
    house.chats();
    house.until("2026-03-05T02:00:00Z").await;
    assert_eq!(about(&house.mails(), UNCONFIRMED), Vec::<String>::new());
}

#[tokio::test]
async fn when_nobody_answers_the_next_are_asked_in_order_and_at_last_everybody() {
    let mut house = team().await;
    house.until(SEVEN_DAYS).await;
    assert_eq!(addressed(&house, UNCONFIRMED), Vec::<String>::new());
    let mut seen = 0;
    let mut story = Vec::new();
    for moment in [
        "2026-03-04T21:30:00Z",
        "2026-03-04T22:00:00Z",
        "2026-03-04T22:30:00Z",
        "2026-03-11T14:59:00Z",
        "2026-03-11T15:00:00Z",
    ] {
        house.until(moment).await;
        let chats = house.chats().into_iter().filter(|line| line.contains(UNCONFIRMED)).map(|_| "chat".to_owned());
        let all = addressed(&house, UNCONFIRMED);
        let new = all[seen..].iter().map(|to| to.replace("RCPT TO:<", "").replace("@example.org>", ""));
        let mut told: Vec<String> = new.chain(chats).collect();
        told.sort();
        seen = all.len();
        story.push(format!("{moment}: {}", told.join(", ")));
    }
    insta::assert_snapshot!(story.join("\n"), @r"
    2026-03-04T21:30:00Z: second
    2026-03-04T22:00:00Z: chat
    2026-03-04T22:30:00Z: chat, first, press, second
    2026-03-11T14:59:00Z: 
    2026-03-11T15:00:00Z: admin, chat, first, press, second
    ");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_was_missed_while_the_machine_slept_is_one_message() {
    let mut house = team().await;
    house.until(SEVEN_DAYS).await;
    house.sleeps_until("2026-03-05T09:00:00Z");
    house.until("2026-03-05T09:00:00Z").await;
    let mut told = addressed(&house, UNCONFIRMED);
    told.sort();
    assert_eq!(told.len(), 3, "each once: {told:?}");
    // What was told then is not told again after a restart of the plan.
    house.reloads().await;
    house.until("2026-03-05T12:00:00Z").await;
    assert_eq!(addressed(&house, UNCONFIRMED).len(), 3);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_lawyer_who_cannot_be_reached_does_not_cost_the_pause() {
    let mut house = team().await;
    house.until("2026-03-04T20:59:00Z").await;
    // The first mail of the step goes to the first lawyer.
    house.mail.next(Stage::Rcpt, Act::Say("550 5.1.1 no such mailbox"));
    house.until("2026-03-04T21:01:00Z").await;
    let told = addressed(&house, UNCONFIRMED);
    assert_eq!(told.len(), 1, "the next person, at once: {told:?}");
    assert_eq!(about(&house.mails(), "a message could not be delivered").len(), 1, "the admins, once");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_blocked_chat_sends_the_same_message_to_the_mailbox() {
    let people = TEAM.replace("telegram = 1001", "telegram = 1001\nemail = \"duty@example.org\"");
    let mut house = House::at(START, &[]).await;
    house.people(&people).await;
    house.bot.always(1001, forbidden("bot was blocked by the user"));
    house.edits("a.toml", &case("coordinators = [\"duty\"]")).await;
    house.until("2026-03-02T10:05:00Z").await;
    let to_duty = house.mail.mails().iter().filter(|mail| mail.to[0].contains("duty@")).count();
    assert!(to_duty > 0);
    assert_eq!(about(&house.mails(), "a message could not be delivered").len(), 1, "the admins hear of it once");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_message_that_is_gone_or_already_says_so_is_not_changed_for_ever() {
    let mut house = asked().await;
    let (message, buttons) = notice(&house);
    house.bot.script("editMessageText", None, 9, bad_request("message to edit not found"));
    house.presses(1001, message, &buttons[0]).await;
    house.until("2026-03-05T12:00:00Z").await;
    assert_eq!(edited(&house).len(), 2, "each message once");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_change_that_has_to_wait_or_whose_answer_is_lost_is_made_again_and_holds_up_no_letter() {
    for trouble in [flood(600), Reply::Drop, Reply::Page(200)] {
        let mut house = asked().await;
        let (message, buttons) = notice(&house);
        // One of the two messages.
        house.bot.script("editMessageText", Some(1001), 1, trouble.clone());
        house.presses(1001, message, &buttons[0]).await;
        house.until("2026-03-04T21:01:00Z").await;
        let tried = edited(&house).len();
        assert!((2..=3).contains(&tried), "{trouble:?}: {tried}");
        house.until("2026-03-04T21:30:00Z").await;
        let edits = edited(&house);
        assert_eq!(edits.len(), 3, "{trouble:?}: the other once, this one twice");
        let again = edits.iter().filter(|edit| **edit == edits[2]).count();
        assert_eq!(again, 2, "{trouble:?}: {edits:?}");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn the_morning_says_what_nobody_has_confirmed() {
    let waits = "- case-a: Appeal against the decision to extradite, by Wed 2026-03-11 24:00";
    let case = case("lawyers = [\"counsel\"]");
    let mut house = House::with(START, &[("a.toml", &case)], "[digest]\nat = \"08:00\"\n").await;
    house.until("2026-03-05T05:00:00Z").await;
    let morning = self::morning(&house);
    assert!(morning.contains(waits), "{morning}");
    house.takes("case-a", "counsel").await;
    house.until("2026-03-06T05:00:00Z").await;
    let morning = self::morning(&house);
    assert!(!morning.contains(waits), "{morning}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_somebody_took_who_was_then_taken_out_can_be_taken_by_another() {
    let mut house = team().await;
    house.until(SEVEN_DAYS).await;
    house.takes("case-a", "second").await;
    house.until("2026-03-04T22:30:00Z").await;
    assert_eq!(addressed(&house, UNCONFIRMED), Vec::<String>::new());
    let without = "lawyers = [\"first\"]\ncoordinators = [\"duty\"]\nadvocacy = [\"press\"]";
    house.edits("a.toml", &case(without)).await;
    house.people(&TEAM.replace("id = \"second\"", "id = \"third\"")).await;
    house.until("2026-03-04T22:31:00Z").await;
    assert!(!addressed(&house, UNCONFIRMED).is_empty(), "it is with nobody");
    let outcomes = house.takes("case-a", "first").await;
    assert!(outcomes.iter().any(|outcome| matches!(outcome, staywatch::outbox::Outcome::Taken { .. })), "{outcomes:?}");
    house.ignores_the_rest();
}
