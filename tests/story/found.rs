//! Stories of what simulations and deaths at every point have found. Each was red once.

use crate::botapi::forbidden;
use crate::house::House;
use crate::smtp::{Act, Stage};
use crate::{GRANTED, about};

const APPEAL: &str = "Appeal against the decision to extradite";

#[tokio::test]
async fn a_term_that_was_told_to_be_over_and_runs_after_all_is_told_at_once() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-13T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "is OVER").len(), 1);
    // It had been served ten days later than was thought; the next step is two days away.
    house.edits("a.toml", &GRANTED.replace("notified = 2026-03-02", "notified = 2026-03-12")).await;
    house.until("2026-03-13T10:10:00Z").await;
    let mails = house.mails();
    assert!(about(&mails, APPEAL).iter().any(|mail| mail.contains("2026-03-23")), "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_a_clock_that_ran_ahead_declared_over_is_taken_back() {
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", GRANTED)]).await;
    house.until("2026-03-10T10:00:00Z").await;
    house.until("2026-03-13T10:00:00Z").await;
    assert_eq!(about(&house.mails(), "is OVER").len(), 1);
    house.sleeps_until("2026-03-10T10:00:00Z");
    house.edits("a.toml", &format!("{GRANTED}# a remark\n")).await;
    house.until("2026-03-10T10:10:00Z").await;
    let mails = about(&house.mails(), APPEAL);
    // To the lawyer, and to the admin, who had been told that nobody had confirmed.
    assert_eq!(mails.len(), 2, "{mails:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_goes_out_on_one_way_only_takes_the_other_when_that_one_stays_closed() {
    let filed = format!("{GRANTED}\n[[event]]\nkind = \"extradition-appeal-filed\"\non = 2026-03-03\n");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &filed)]).await;
    let counsel = "email = \"counsel@example.org\"";
    house.people(&crate::house::PEOPLE.replace(counsel, &format!("{counsel}\ntelegram = 1003"))).await;
    house.until("2026-04-01T10:00:00Z").await;
    house.chats();
    house.mail.always(Some((Stage::Greeting, Act::Drop)));
    house.until("2026-04-03T10:00:00Z").await;
    let chats = house.chats();
    assert_eq!(about(&chats, "Court reviews the decision to extradite").len(), 1, "{chats:?}");
    house.ignores_the_rest();
}

/// A case with one coordinator, who has one chat, and who was told of everything up to the evening before the last day.
async fn with_one_chat_only() -> House {
    let case = GRANTED.replace("lawyers = [\"counsel\"]", "coordinators = [\"duty\"]");
    let mut house = House::at("2026-03-02T10:00:00Z", &[("a.toml", &case)]).await;
    house.until("2026-03-10T20:00:00Z").await;
    house.mails();
    house.chats();
    house.bot.always(1001, forbidden("bot was blocked by the user"));
    house.until("2026-03-10T22:00:00Z").await;
    house.bot.opens(1001);
    house.chats();
    house
}

#[tokio::test]
async fn a_chat_that_refused_and_is_open_again_before_the_last_day_ends_gets_what_it_missed() {
    let mut house = with_one_chat_only().await;
    // Between the step of one day and that of six hours.
    house.until("2026-03-11T12:00:00Z").await;
    let chats = house.chats();
    assert_eq!(
        about(&chats, "остаётся 18 ч: Жалоба на решение о выдаче")
            .iter()
            .filter(|line| !line.contains("НИКТО"))
            .count(),
        1,
        "{chats:?}"
    );
    house.ignores_the_rest();
}

#[tokio::test]
async fn what_an_address_refused_goes_to_the_one_that_takes_its_place_at_once() {
    let mut house = with_one_chat_only().await;
    house.people(&crate::house::PEOPLE.replace("telegram = 1001", "telegram = 1002")).await;
    house.until("2026-03-10T22:00:01Z").await;
    let chats = house.chats();
    assert!(!about(&chats, "Жалоба на решение о выдаче").is_empty(), "{chats:?}");
    house.ignores_the_rest();
}

#[tokio::test]
async fn without_lawyers_a_term_of_little_weight_is_for_the_coordinators_and_nobody_else() {
    let filed = format!("{GRANTED}\n[[event]]\nkind = \"extradition-appeal-filed\"\non = 2026-03-03\n");
    let team = "coordinators = [\"duty\"]\nadvocacy = [\"counsel\"]";
    let mut house =
        House::at("2026-03-02T10:00:00Z", &[("a.toml", &filed.replace("lawyers = [\"counsel\"]", team))]).await;
    house.until("2026-04-03T10:00:00Z").await;
    assert!(!about(&house.chats(), "Суд проверяет решение о выдаче").is_empty(), "the coordinator hears of it");
    let mails = house.mails();
    assert_eq!(about(&mails, "Court reviews the decision to extradite"), Vec::<String>::new(), "advocacy does not");
    house.ignores_the_rest();
}
