//! What comes from Telegram: updates of any shape, and presses that hold any data.
//!
//! A whole listener hears them over a socket. It goes on listening, says nothing to strangers, and puts nothing on record
//! that nobody asked it to.

use std::panic::AssertUnwindSafe;

use bolero::check;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::chats::{ADMIN, COUNSEL, Chats, DESK, DUTY, STRANGER};

const CHATS: &[i64] = &[DUTY, COUNSEL, ADMIN, DESK, STRANGER, 0, -1, i64::MAX, i64::MIN, -1_002_003_004_005];

const WORDS: &[&str] = &[
    "/due",
    "/case",
    "/case case-a",
    "/ack",
    "/who",
    "/help",
    "/start",
    "/start A7K-4QX",
    "case-a",
    "@staywatch_bot",
    "\u{202e}",
    "\u{0}",
    "🚨",
    "/signal",
    "nonsense",
    " ",
    "\n",
    "/contact",
    "9223372036854775807",
    "A7K-4QX",
    "/ack A7K-4QX",
    "-",
    ":",
];

/// What a button may be said to hold.
const DATA: &[&str] = &[
    "ack",
    "later",
    "case",
    "todo",
    "yes",
    "no",
    "is",
    ":",
    "1",
    "0",
    "-1",
    "4294967295",
    "4294967296",
    "9223372036854775808",
    "moved",
    "told-to-pack",
    "case-a",
    "",
    " ",
    "ё",
    "\u{0}",
    "🚨",
    "ack:1",
    "later:1:60",
    "yes:1",
    "is:1:moved",
    "a7k",
];

fn words(from: &[&str], draw: &[u8]) -> String {
    draw.iter().take(6).map(|one| from[usize::from(*one) % from.len()]).collect()
}

/// One value of an update, as it should be or as it should never be.
fn odd(draw: u8, usual: Value) -> Value {
    match draw {
        0..=199 => usual,
        200..=207 => Value::Null,
        208..=215 => json!(-1),
        216..=223 => json!("text"),
        224..=231 => json!([]),
        232..=239 => json!({}),
        240..=247 => json!(1e300),
        _ => json!({ "id": DUTY, "type": "private", "first_name": [] }),
    }
}

/// Something that Telegram might send, and much that it never would.
fn update(draw: &[u8]) -> Value {
    let at = |place: usize| draw.get(place).copied().unwrap_or_default();
    let chat = CHATS[usize::from(at(0)) % CHATS.len()];
    let place = if chat > 0 {
        json!({ "id": chat, "type": "private", "first_name": "p" })
    } else {
        json!({ "id": chat, "type": "group", "title": "g" })
    };
    let from = json!({ "id": odd(at(1), json!(chat.unsigned_abs())), "is_bot": at(2) > 200, "first_name": odd(at(3), json!("p")) });
    let text = words(WORDS, &draw[draw.len().min(8)..]);
    let message = json!({
        "message_id": odd(at(4), json!(7)), "date": odd(at(5), json!(1_772_431_200)), "chat": odd(at(6), place), "from": from,
        "text": odd(at(7), json!(text)),
    });
    match at(2) % 8 {
        0 => json!({ "edited_message": message }),
        1 => {
            json!({ "callback_query": { "id": odd(at(5), json!("p")), "from": from, "message": message, "chat_instance": "1", "data": text } })
        }
        2 => {
            json!({ "message": { "migrate_to_chat_id": odd(at(5), json!(-100)), "message_id": 7, "date": 1, "chat": message["chat"] } })
        }
        3 => json!({ "my_chat_member": message }),
        4 => json!({ words(WORDS, draw): message }),
        _ => json!({ "message": message }),
    }
}

/// Hears a few hundred of them in one house, then another house is built: what was called is remembered for ever.
struct Hearing {
    runtime: Runtime,
    chats: Option<Chats>,
    heard: usize,
}

impl Hearing {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { runtime, chats: None, heard: 0 }
    }

    fn hears(&mut self, tell: impl FnOnce(&Chats)) {
        if self.heard.is_multiple_of(200) {
            self.ends();
            self.chats = Some(self.runtime.block_on(Chats::open()));
        }
        self.heard += 1;
        let chats = self.chats.as_ref().unwrap();
        tell(chats);
        self.runtime.block_on(chats.api.heard());
    }

    /// It still listens, and nothing came of all that.
    fn ends(&mut self) {
        let Some(mut chats) = self.chats.take() else { return };
        self.runtime.block_on(async {
            // Another minute: nobody's limit is used up.
            chats.clock.set("2026-03-02T06:10:00Z".parse().unwrap());
            let before = chats.api.sent().len();
            chats.api.says(ADMIN, ADMIN, "/help");
            chats.api.once(|calls| calls.iter().filter(|call| call.method == "sendMessage").count() > before).await;
            chats.closes().await;
            // A known group that moved is heard and answered where it moved to: the two ids that the draws move one to.
            let known = |chat: &Value| [DUTY, COUNSEL, ADMIN, DESK, -1, -100].iter().any(|known| *chat == json!(known));
            for sent in chats.api.sent() {
                assert!(known(&sent["chat_id"]), "said to a stranger: {sent}");
            }
            assert_eq!(chats.reports("case-a") + &chats.reports("case-b"), "", "put on record by nobody");
            let answers = |tx: &rusqlite::Transaction<'_>| {
                Ok(tx.query_row("SELECT count(*) FROM answer", [], |row| row.get::<_, i64>(0))?)
            };
            assert_eq!(chats.store.write(answers).await.unwrap(), 0, "answered by nobody");
        });
    }
}

#[test]
fn updates_of_any_shape_are_heard_or_passed_over() {
    let hearing = AssertUnwindSafe(std::cell::RefCell::new(Hearing::new()));
    check!().with_iterations(crate::times(300)).with_type::<Vec<u8>>().for_each(|draw| {
        let update = update(draw);
        hearing.borrow_mut().hears(|chats| chats.api.update(update));
    });
    hearing.borrow_mut().ends();
}

#[test]
fn presses_that_hold_anything_change_nothing() {
    let hearing = AssertUnwindSafe(std::cell::RefCell::new(Hearing::new()));
    check!().with_iterations(crate::times(300)).with_type::<(u8, u8, Vec<u8>)>().for_each(|(chat, message, draw)| {
        let chat = [DUTY, COUNSEL, ADMIN, DESK, STRANGER][usize::from(*chat) % 5];
        let data = words(DATA, draw);
        hearing.borrow_mut().hears(|chats| chats.api.press(chat, DUTY.max(chat), i64::from(*message), &data));
    });
    hearing.borrow_mut().ends();
}
