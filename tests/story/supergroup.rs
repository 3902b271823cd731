//! A group that becomes a supergroup: it begins to count its messages anew, and no number of the old one means anything there.

use serde_json::Value;

use crate::GRANTED;
use crate::botapi::{Call, moved};
use crate::house::{House, PEOPLE};

const OLD: i64 = -2001;
const NEW: i64 = -1_000_000_002_001;

async fn desk(summary: &str) -> House {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    let group = format!("\n[[group]]\nid = \"desk\"\nmembers = [\"duty\"]\ntelegram = {OLD}\n{summary}\n");
    house.people(&format!("{}{group}", PEOPLE.replace("language = \"ru\"\n", ""))).await;
    house.edits("a.toml", &GRANTED.replace("[team]", "[team]\ncoordinators = [\"desk\"]")).await;
    house.until("2026-03-02T10:01:00Z").await;
    house
}

fn calls(house: &House, method: &str, chat: i64) -> Vec<Value> {
    let theirs = |call: &Call| call.method == method && call.body["chat_id"].as_i64() == Some(chat);
    house.bot.calls().into_iter().filter(theirs).map(|call| call.body).collect()
}

/// The group is no more: whatever is said to it is answered with where it went.
fn becomes_a_supergroup(house: &House) {
    house.bot.always(OLD, moved(NEW));
}

#[tokio::test]
async fn what_was_sent_to_the_old_one_is_not_changed_in_the_new_one() {
    for adopted_by_a_letter in [true, false] {
        let mut house = desk("").await;
        let old = calls(&house, "sendMessage", OLD).len();
        assert_eq!(old, 2);
        becomes_a_supergroup(&house);
        if adopted_by_a_letter {
            house.until("2026-03-04T21:05:00Z").await;
            assert!(!calls(&house, "sendMessage", NEW).is_empty());
        }
        let new = calls(&house, "sendMessage", NEW).len();
        // Everyone sees who has it: in the messages that stand in the chat that is there.
        house.takes("case-a", "counsel").await;
        house.until("2026-03-04T21:10:00Z").await;
        let edits = calls(&house, "editMessageText", NEW);
        let changed: Vec<i64> = edits.iter().filter_map(|body| body["message_id"].as_i64()).collect();
        assert!(
            changed.len() <= new,
            "by a letter: {adopted_by_a_letter}; {changed:?} of {new} were changed in the new one"
        );
        assert_eq!(changed.is_empty(), !adopted_by_a_letter, "{changed:?}");
        let first = i64::try_from(old).unwrap();
        assert!(changed.iter().all(|id| *id > first), "{changed:?} are numbers of the old one");
        house.ignores_the_rest();
    }
}

#[tokio::test]
async fn its_summary_is_sent_and_pinned_in_the_new_one_and_kept_there() {
    let mut house = desk("summary = \"pinned\"").await;
    assert_eq!(calls(&house, "pinChatMessage", OLD).len(), 1);
    becomes_a_supergroup(&house);
    house.until("2026-03-02T22:00:30Z").await;
    house.until("2026-03-02T22:02:00Z").await;
    let pinned = calls(&house, "pinChatMessage", NEW);
    assert_eq!(pinned.len(), 1);
    assert!(calls(&house, "editMessageText", NEW).is_empty(), "nothing of the old one is changed there");
    let sent = calls(&house, "sendMessage", NEW);
    let summaries: Vec<&str> = sent.iter().filter_map(|body| body["text"].as_str()).collect();
    let summary = summaries.iter().find(|text| text.contains("Kept up to date")).expect("a summary");
    assert!(summary.contains("if another summary stands above"), "{summary}");
    // And looked at again and again it stays the one.
    house.until("2026-03-03T22:02:00Z").await;
    let edits = calls(&house, "editMessageText", NEW);
    assert!(!edits.is_empty() && edits.iter().all(|body| body["message_id"] == pinned[0]["message_id"]), "{edits:?}");
    assert_eq!(calls(&house, "pinChatMessage", NEW).len(), 1);
    house.ignores_the_rest();
}
