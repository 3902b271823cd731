//! A mail server that falls silent before anything is encrypted: its letters are neither lost nor waited for.

use rstest::rstest;
use staywatch::channel::email::Tls;

use crate::house::House;
use crate::smtp::{Act, Stage};

/// Whoever has a mailbox has a chat, too; the admin only that.
const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
telegram = 1002

[[person]]
id = "admin"
role = "admin"
telegram = 1003
"#;

/// A State owes a committee an answer: worth a message, not worth two.
const ASKED: &str = r#"
id = "case-a"
host = "AM"
gravity = "grave"
[team]
lawyers = ["counsel"]
[[event]]
kind = "arrest"
on = 2026-03-01T10:00
[[event]]
kind = "measure-granted"
body = "ced"
on = 2026-03-02
answer_by = 2026-03-20
"#;

#[rstest]
#[case::at_starttls(Tls::StartTls, Stage::StartTls)]
#[case::inside_the_handshake(Tls::StartTls, Stage::Handshake)]
#[case::before_the_handshake(Tls::Implicit, Stage::Greeting)]
#[tokio::test]
async fn its_letters_are_tried_again_and_go_the_other_way(#[case] tls: Tls, #[case] at: Stage) {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(PEOPLE).await;
    house.edits("a.toml", ASKED).await;
    house.until("2026-03-19T19:59:00Z").await;
    assert_eq!((house.mails().len(), house.chats().len()), (2, 1));
    // Time that passes for the mail alone would pass for the bot's ears, too.
    house.hears_nothing_more();
    house.mails_over(tls);
    house.mail.offers("STARTTLS");
    house.mail.always(Some((at, Act::Hang)));
    let conversations = house.mail.connections();
    house.sleeps_until("2026-03-19T20:00:00Z");
    house.looks().await;
    for _ in 1..6 {
        house.sends_into_silence(&[1]).await;
        assert_eq!(house.chats(), Vec::<String>::new(), "the way it should go is tried again first");
        house.waits_for_the_next_try().await;
    }
    house.sends_into_silence(&[1]).await;
    let mut told = house.chats();
    told.sort();
    let reminder =
        "case-a: 1 day left: State's answer to the CED urgent action, by Fri 2026-03-20 24:00 (Asia/Yerevan)";
    assert_eq!(told, [reminder, "staywatch: a message could not be delivered so far"]);
    let sent = house.bot.sent();
    let told = sent.iter().find(|told| told["text"].to_string().contains("delivered so far")).unwrap().to_string();
    assert!(told.contains("connecting to the mail server: no answer within 120 s"), "{told}");
    // And so on, until the term is over.
    house.waits_for_the_next_try().await;
    house.sends_into_silence(&[1]).await;
    assert_eq!(house.mail.connections() - conversations, 7);
    let begun = house.mail.heard().iter().filter(|line| *line == "STARTTLS").count();
    assert_eq!(begun, if tls == Tls::StartTls { 7 } else { 0 });
    // Nothing else was said in the clear.
    let last = house.mail.heard();
    assert!(last.iter().rev().take(2 * begun).all(|line| line == "STARTTLS" || line.starts_with("EHLO")), "{last:?}");
}
