//! `/board`: a link for one person, in their own chat and nowhere else.

use std::sync::Arc;

use staywatch::clock::Clock as _;
use staywatch::config::{Ground, SIGN_IN, Web};
use staywatch::store;

#[path = "support/botapi.rs"]
mod botapi;
#[expect(dead_code, reason = "other stories use the rest of it")]
#[path = "support/chats.rs"]
mod chats;
use chats::{COUNSEL, Chats, DESK, DUTY, PRESS, STRANGER, first_line};

/// Chats of a staywatch with a board.
async fn with_board(web: Web) -> Chats {
    let mut chats = Chats::quiet().await;
    let before = chats.ground.borrow().clone();
    let mut setup = (*before.setup).clone();
    setup.settings.web = Some(web);
    chats.ground.send_replace(Ground { setup: Arc::new(setup), ..before });
    chats.listens();
    chats
}

fn text(sent: &serde_json::Value) -> String {
    sent["text"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_person_gets_a_link_that_opens_for_them_alone() {
    let web = Web { public_url: Some("https://board.example.org".to_owned()), ..Web::default() };
    let mut chats = with_board(web).await;
    chats.api.says(DUTY, DUTY, "/board");
    chats.answer(1).await;
    chats.closes().await;
    let said = text(&chats.api.sent()[0]);
    let (_, rest) = said.split_once(&format!("https://board.example.org{SIGN_IN}")).unwrap();
    let token: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    let now = chats.clock.now();
    let person = chats.store.write(move |tx| store::take_sign_in(tx, &token, now)).await.unwrap();
    assert_eq!(person.unwrap().as_str(), "duty");
}

#[tokio::test]
async fn a_group_gets_none_and_a_stranger_no_answer() {
    let mut chats = with_board(Web::default()).await;
    chats.api.says(DESK, DUTY, "/board");
    chats.answer(1).await;
    for nobody in [STRANGER, PRESS] {
        chats.api.says(nobody, nobody, "/board");
    }
    chats.api.says(COUNSEL, COUNSEL, "/board");
    chats.answer(2).await;
    chats.closes().await;
    let sent = chats.api.sent();
    assert_eq!(sent.len(), 2);
    assert!(!text(&sent[0]).contains(SIGN_IN), "{}", text(&sent[0]));
    assert!(text(&sent[1]).contains(&format!("http://127.0.0.1:8477{SIGN_IN}")), "{}", text(&sent[1]));
}

#[tokio::test]
async fn without_a_board_there_is_a_word_and_no_link() {
    let mut chats = Chats::open().await;
    chats.api.says(DUTY, DUTY, "/board");
    chats.answer(1).await;
    chats.closes().await;
    assert_eq!(first_line(&chats.api.sent()[0]), "There is no board here. Your admin can switch it on.");
}
