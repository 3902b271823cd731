//! The Telegram channel against a Bot API inside the test: what every answer means, and what is sent.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::sync::Arc;

use rstest::rstest;
use serde_json::json;
use staywatch::{
    channel::{
        Address, Answer, Letter,
        telegram::{Telegram, TelegramSettings},
    },
    notice::message::{Block, Message},
};

#[path = "support/botapi.rs"]
mod botapi;
use botapi::{BotApi, Reply, TOKEN, bad_request, flood, forbidden, moved};

const ANNA: i64 = 4242;

fn settings(url: &str) -> TelegramSettings {
    TelegramSettings {
        token: TOKEN.to_owned().into(),
        api_url: Some(url.parse().unwrap()),
        timeout: TelegramSettings::TIMEOUT,
    }
}

fn telegram(api: &BotApi) -> Telegram {
    Telegram::new(settings(api.url())).unwrap()
}

fn letter() -> Letter {
    Letter {
        key: "kudin-463-2-72h-anna".into(),
        thread: "kudin".into(),
        dated: "2026-03-02T06:00:00Z".parse().unwrap(),
        to: Address::Telegram(ANNA),
        message: Message {
            subject: "kudin: appeal by Thu 5 March 24:00".into(),
            blocks: vec![
                Block::Strong("Lodge it <now> & say so".into()),
                Block::List { title: "Why".into(), items: vec!["served on 23 February".into()] },
                Block::Small("This is no legal advice.".into()),
            ],
            language: "en".into(),
            ..Message::default()
        },
        repeat: false,
        buttons: vec![("I have it".into(), "ack:1".into()), ("Not mine".into(), "pass:1".into())],
        seal: None,
    }
}

/// A letter of this many lines of a hundred letters each.
fn long(lines: usize) -> Letter {
    let mut letter = letter();
    letter.message.blocks = vec![Block::Line(format!("{}\n", "x".repeat(99)).repeat(lines))];
    letter
}

#[tokio::test]
async fn the_message_on_the_wire() {
    let api = BotApi::start().await;
    assert_eq!(telegram(&api).send(&letter()).await, Answer::Sent("1".into()));
    insta::assert_snapshot!(format!("{:#}", api.sent()[0]), @r#"
{
  "chat_id": 4242,
  "link_preview_options": {
    "is_disabled": true
  },
  "parse_mode": "HTML",
  "reply_markup": {
    "inline_keyboard": [
      [
        {
          "callback_data": "ack:1",
          "text": "I have it"
        }
      ],
      [
        {
          "callback_data": "pass:1",
          "text": "Not mine"
        }
      ]
    ]
  },
  "text": "<b>kudin: appeal by Thu 5 March 24:00</b>\n\n<b>Lodge it &lt;now&gt; &amp; say so</b>\n\nWhy\n• served on 23 February\n\n<i>This is no legal advice.</i>"
}
"#);
}

#[rstest]
// The chat is of no use any more.
#[case::blocked(forbidden("bot was blocked by the user"), "permanent")]
#[case::deactivated(forbidden("user is deactivated"), "permanent")]
#[case::kicked(forbidden("bot was kicked from the supergroup chat"), "permanent")]
#[case::kicked_from_a_group(forbidden("bot was kicked from the group chat"), "permanent")]
#[case::never_started(forbidden("bot can't initiate conversation with a user"), "permanent")]
#[case::deleted(forbidden("the group chat was deleted"), "permanent")]
#[case::chat_not_found(bad_request("chat not found"), "permanent")]
#[case::muted(bad_request("not enough rights to send text messages to the chat"), "permanent")]
#[case::upgraded_without_a_new_id(bad_request("group chat was upgraded to a supergroup chat"), "permanent")]
// Ours to mend, or nobody's: the chat is fine.
#[case::bad_token(Reply::Refused(401, json!({ "description": "Unauthorized" })), "temporary")]
#[case::token_revoked(Reply::Refused(404, json!({ "description": "Not Found" })), "temporary")]
#[case::our_mistake(bad_request("BUTTON_DATA_INVALID"), "temporary")]
#[case::unheard_of(bad_request("PHASE_OF_THE_MOON"), "temporary")]
#[case::flood_without_a_number(Reply::Refused(429, json!({ "description": "Too Many Requests" })), "temporary")]
// It may have arrived.
#[case::reply_lost(Reply::Drop, "unknown")]
#[case::a_page_instead_of_json(Reply::Page(200), "unknown")]
#[case::garbage(Reply::Odd(json!([1, 2])), "unknown")]
#[tokio::test]
async fn every_answer_has_one_meaning(#[case] reply: Reply, #[case] meaning: &str) {
    let api = BotApi::start().await;
    api.next(reply);
    let answer = telegram(&api).send(&letter()).await;
    let (kind, why) = match &answer {
        Answer::Temporary { why, after: None } => ("temporary", why),
        Answer::Permanent { why } => ("permanent", why),
        Answer::Unknown { why } => ("unknown", why),
        other => panic!("{other:?}"),
    };
    assert_eq!(kind, meaning, "{why}");
    assert!(!why.contains("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0") && !why.contains("4242"), "{why}");
    assert_eq!(api.sent().len(), 1, "it was tried again");
}

#[rstest]
#[case::a_page_of_a_proxy(Reply::Page(502))]
#[case::words_of_telegram(Reply::Refused(500, json!({ "description": "Internal Server Error" })))]
#[case::silence(Reply::Hang)]
#[tokio::test]
async fn a_broken_server_may_have_kept_the_message(#[case] reply: Reply) {
    let api = BotApi::start().await;
    api.next(reply);
    let telegram = telegram(&api);
    let sending = tokio::spawn(async move { telegram.send(&letter()).await });
    api.reached().await;
    // From here only time passes: the library's nap of ten seconds, or our patience.
    tokio::time::pause();
    let answer = sending.await.unwrap();
    assert!(matches!(answer, Answer::Unknown { .. }), "{answer:?}");
}

#[tokio::test]
async fn one_chat_told_to_wait_makes_no_other_wait() {
    let api = BotApi::start().await;
    api.always(ANNA, flood(600));
    let telegram = Arc::new(telegram(&api));
    let mut noisy = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let telegram = Arc::clone(&telegram);
        noisy.spawn(async move { telegram.send(&letter()).await });
    }
    let wait = Some(std::time::Duration::from_mins(10));
    for answer in noisy.join_all().await {
        assert_eq!(answer, Answer::Temporary { why: "Telegram asks to wait".into(), after: wait });
    }
    // If anything were frozen now it would stay so for ten minutes, and these would run out of time.
    for chat in 1..=10 {
        let letter = Letter { to: Address::Telegram(chat), ..letter() };
        let answer = telegram.send(&letter).await;
        assert!(matches!(answer, Answer::Sent(_)), "{answer:?}");
    }
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_reported_with_its_new_id() {
    let api = BotApi::start().await;
    api.next(moved(-1_001_234_567_890));
    assert_eq!(telegram(&api).send(&letter()).await, Answer::Moved(-1_001_234_567_890));
}

#[tokio::test]
async fn markup_that_telegram_cannot_read_goes_out_once_more_as_words() {
    let api = BotApi::start().await;
    api.next(bad_request("can't parse entities: Unsupported start tag \"now\" at byte offset 50"));
    assert_eq!(telegram(&api).send(&letter()).await, Answer::Sent("1".into()));
    let [html, words] = &api.sent()[..] else { panic!("not twice") };
    assert_eq!(html["parse_mode"], "HTML");
    assert!(words.get("parse_mode").is_none(), "{words}");
    assert!(words["text"].as_str().unwrap().contains("Lodge it <now> & say so"), "{words}");
    assert_eq!(words["reply_markup"], html["reply_markup"]);

    let refused = bad_request("can't parse entities: byte offset 50");
    api.next(refused.clone());
    api.next(refused);
    let answer = telegram(&api).send(&letter()).await;
    assert!(matches!(answer, Answer::Temporary { .. }), "{answer:?}");
    assert_eq!(api.sent().len(), 4);
}

#[tokio::test]
async fn a_long_letter_goes_out_in_parts_and_the_first_carries_subject_and_buttons() {
    let api = BotApi::start().await;
    assert_eq!(telegram(&api).send(&long(100)).await, Answer::Sent("1,2,3".into()));
    let sent = api.sent();
    assert!(sent.iter().all(|part| part["text"].as_str().unwrap().encode_utf16().count() <= 4096));
    assert!(sent[0]["text"].as_str().unwrap().starts_with("<b>kudin: appeal"), "{}", sent[0]);
    let with_buttons: Vec<_> = sent.iter().map(|part| part.get("reply_markup").is_some()).collect();
    assert_eq!(with_buttons, [true, false, false]);
}

#[rstest]
#[case::told_to_wait_for_long(flood(61), "unknown")]
#[case::lost(Reply::Drop, "unknown")]
#[case::blocked_between(forbidden("bot was blocked by the user"), "permanent")]
#[tokio::test]
async fn a_letter_that_breaks_off_after_its_first_part(#[case] reply: Reply, #[case] meaning: &str) {
    let api = BotApi::start().await;
    api.next(Reply::Fine);
    api.next(reply);
    match telegram(&api).send(&long(50)).await {
        Answer::Unknown { why } => assert!(meaning == "unknown" && why.starts_with("part 2 of 2: "), "{why}"),
        Answer::Permanent { .. } => assert_eq!(meaning, "permanent"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_pause_between_two_parts_is_waited_for_and_the_beginning_does_not_come_again() {
    let api = BotApi::start().await;
    for reply in [Reply::Fine, flood(0), Reply::Fine, flood(0)] {
        api.next(reply);
    }
    assert!(matches!(telegram(&api).send(&long(100)).await, Answer::Sent(_)));
    let sent = api.sent();
    let texts: Vec<&str> = sent.iter().map(|part| part["text"].as_str().unwrap()).collect();
    assert_eq!(texts.len(), 5, "three parts, and two of them twice");
    assert!(texts[1] == texts[2] && texts[3] == texts[4] && texts[0] != texts[1] && texts[2] != texts[3]);
    // Asked again and again it is not waited for for ever.
    for reply in [Reply::Fine, flood(0), flood(0)] {
        api.next(reply);
    }
    let answer = telegram(&api).send(&long(50)).await;
    assert!(matches!(answer, Answer::Unknown { .. }), "{answer:?}");
    // The first part has not begun: the outbox waits, and nobody's place is held meanwhile.
    api.next(flood(0));
    assert!(matches!(telegram(&api).send(&long(50)).await, Answer::Temporary { after: Some(_), .. }));
}

#[tokio::test]
async fn a_success_with_details_from_the_future_is_a_success() {
    let api = BotApi::start().await;
    api.next(Reply::Odd(json!({ "ok": true, "result": { "message_id": 77, "hologram": true } })));
    assert_eq!(telegram(&api).send(&letter()).await, Answer::Sent("77".into()));
}

#[tokio::test]
async fn a_button_that_telegram_would_refuse_is_left_out() {
    let api = BotApi::start().await;
    let mut letter = letter();
    letter.buttons[0].1 = "x".repeat(65);
    telegram(&api).send(&letter).await;
    let keyboard = &api.sent()[0]["reply_markup"]["inline_keyboard"];
    assert_eq!(keyboard, &json!([[{ "text": "Not mine", "callback_data": "pass:1" }]]));
}

#[tokio::test]
async fn a_letter_that_says_nothing_is_not_called_sent() {
    let api = BotApi::start().await;
    let mut letter = letter();
    letter.message.subject = " ".into();
    letter.message.blocks.clear();
    let answer = telegram(&api).send(&letter).await;
    assert!(matches!(answer, Answer::Temporary { .. }), "{answer:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let url = BotApi::start().await.url().to_owned();
    tokio::task::yield_now().await;
    let answer = Telegram::new(settings(&url)).unwrap().send(&letter()).await;
    let Answer::Temporary { why, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(why, "connecting to Telegram: Connection refused (os error 111)");
}

#[tokio::test]
async fn another_token_is_ours_to_mend() {
    let api = BotApi::start().await;
    let settings = TelegramSettings { token: "1:wrong".to_owned().into(), ..settings(api.url()) };
    let answer = Telegram::new(settings).unwrap().send(&letter()).await;
    let Answer::Temporary { why, .. } = answer else { panic!("{answer:?}") };
    assert!(why.contains("does not accept our bot token"), "{why}");
}

#[test]
fn nothing_shows_the_token() {
    let settings = settings("http://localhost:1/");
    let shown = format!("{settings:?} {:?}", Telegram::new(settings.clone()).unwrap());
    assert!(!shown.contains("AAHdq"), "{shown}");
}

#[rstest]
#[case::clear_to_elsewhere(settings("http://api.example/"), "https")]
#[case::no_place(settings("mailto:a@b.test"), "https")]
#[case::empty(TelegramSettings { token: String::new().into(), ..settings("https://api.example/") }, "BotFather")]
#[case::line_end(TelegramSettings { token: format!("{TOKEN}\n").into(), ..settings("https://api.example/") }, "BotFather")]
fn settings_that_cannot_work_are_refused(#[case] settings: TelegramSettings, #[case] says: &str) {
    let refused = Telegram::new(settings).unwrap_err().to_string();
    assert!(refused.contains(says) && !refused.contains("AAHdq"), "{refused}");
}
