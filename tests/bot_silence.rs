//! What stands in the log when Telegram is not heard from. It is a program of its own: which events are logged is settled
//! once in a process, for whichever thread comes to them first, and other tests log nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use serde_json::json;

#[path = "support/botapi.rs"]
mod botapi;
#[expect(dead_code, reason = "one test needs little of it")]
#[path = "support/chats.rs"]
mod chats;
#[path = "support/log.rs"]
mod log;
use botapi::{Reply, TOKEN};
use chats::{Chats, DUTY};
use log::Log;

#[tokio::test(start_paused = true)]
async fn five_minutes_without_a_poll_are_an_error_in_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let logging = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(logging).unwrap();
    let mut chats = Chats::quiet().await;
    chats.api.script("getUpdates", None, 11, Reply::Refused(500, json!({ "description": "Internal Server Error" })));
    chats.listens();
    chats.api.says(DUTY, DUTY, "/help");
    for _ in 0..6 {
        chats.api.reached().await;
    }
    let early = log.take();
    assert!(!early.contains("Nothing was heard"), "{early}");
    // Pauses of 1, 2, 4, 8, 16, 32 and then 60 seconds: the eleventh failure comes after five minutes.
    for _ in 6..11 {
        chats.api.reached().await;
    }
    chats.answer(1).await;
    chats.closes().await;
    let log = early + &log.take();
    assert_eq!(log.matches("Nothing was heard from Telegram for").count(), 1, "{log}");
    assert!(!log.contains(TOKEN), "{log}");
}
