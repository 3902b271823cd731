//! Stories of the summary that a group keeps pinned: there once, changed in place, silent, and never a lie.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::SignedDuration;
use serde_json::Value;
use staywatch::store;

use crate::GRANTED;
use crate::botapi::{Call, Reply, bad_request, flood, forbidden};
use crate::house::House;

const DESK: i64 = -2001;
const START: &str = "2026-03-02T10:00:00Z";

fn people(summary: &str) -> String {
    format!(
        r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"

[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
zone = "Europe/Vilnius"

[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"

[[group]]
id = "desk"
members = ["duty"]
telegram = {DESK}
{summary}
"#
    )
}

fn case() -> String {
    GRANTED.replace("lawyers = [\"counsel\"]", "lawyers = [\"counsel\"]\ncoordinators = [\"desk\"]")
}

async fn desk() -> House {
    let mut house = House::at(START, &[]).await;
    house.people(&people("summary = \"pinned\"")).await;
    house.edits("a.toml", &case()).await;
    house.until("2026-03-02T10:01:00Z").await;
    house
}

fn to_desk(house: &House, method: &str) -> Vec<Value> {
    let theirs = |call: &Call| call.method == method && call.body["chat_id"].as_i64() == Some(DESK);
    house.bot.calls().into_iter().filter(theirs).map(|call| call.body).collect()
}

/// The messages that were pinned, by number.
fn pinned(house: &House) -> Vec<i64> {
    to_desk(house, "pinChatMessage").iter().map(|body| body["message_id"].as_i64().unwrap()).collect()
}

/// What the pinned message says now.
fn shown(house: &House) -> String {
    let id = *pinned(house).last().unwrap();
    let edits = to_desk(house, "editMessageText");
    let last = edits.iter().rfind(|body| body["message_id"].as_i64() == Some(id));
    let sent = house.bot.sent();
    let first = &sent[usize::try_from(id).unwrap() - 1];
    last.unwrap_or(first)["text"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_group_sees_each_case_with_its_level_its_next_terms_and_who_has_them() {
    let mut house = desk().await;
    insta::assert_snapshot!(shown(&house), @r"
    <b>Mon 2026-03-02: 1 case</b>

    case-a: HIGH
    • Extradition is granted and no appeal is on record: when the term ends the decision takes effect without any further notice. — NOBODY HAS CONFIRMED
    • Wed 2026-03-11 24:00 (Europe/Moscow): Decision to extradite enters into force if not appealed
    • Wed 2026-03-11 24:00 (Europe/Moscow): Appeal against the decision to extradite — NOBODY HAS CONFIRMED

    <i>Kept up to date by itself. The day at the top changes every night; if it is not today's, call your admin. /case CODE tells the rest.</i>
    ");
    // Its chat is not woken by it.
    assert_eq!(to_desk(&house, "pinChatMessage")[0]["disable_notification"], true);
    // Somebody takes it: everyone sees who and since when, in the same message.
    house.takes("case-a", "duty").await;
    house.until("2026-03-02T10:05:00Z").await;
    let says = shown(&house);
    assert!(!says.contains("NOBODY"), "{says}");
    let held =
        "Appeal against the decision to extradite — A coordinator has this since Mon 2026-03-02 12:01 (Europe/Vilnius)";
    assert!(says.contains(held), "{says}");
    assert_eq!(pinned(&house).len(), 1);
    house.ignores_the_rest();
}

#[tokio::test]
async fn it_changes_with_what_happens_and_with_the_day_and_never_with_the_minute() {
    let mut house = desk().await;
    let before = to_desk(&house, "editMessageText").len();
    for hour in 11..21 {
        house.until(&format!("2026-03-02T{hour}:30:00Z")).await;
    }
    assert_eq!(to_desk(&house, "editMessageText").len(), before, "nothing happened");
    // Midnight in Vilnius.
    house.until("2026-03-02T22:00:30Z").await;
    assert_eq!(to_desk(&house, "editMessageText").len(), before + 1);
    assert!(shown(&house).starts_with("<b>Tue 2026-03-03: 1 case</b>"), "{}", shown(&house));
    // The appeal is in: its term is gone from the list.
    let filed = format!("{}\n[[event]]\nkind = \"extradition-appeal-filed\"\non = 2026-03-03\n", case());
    assert!(shown(&house).contains("Appeal against the decision to extradite"));
    house.until("2026-03-03T10:00:00Z").await;
    house.edits("a.toml", &filed).await;
    house.until("2026-03-03T10:01:00Z").await;
    assert!(!shown(&house).contains("Appeal against the decision to extradite"), "{}", shown(&house));
    // A case that is gone is gone here, too.
    house.loses("a.toml").await;
    house.until("2026-03-03T10:02:00Z").await;
    assert!(shown(&house).contains("No case runs."), "{}", shown(&house));
    assert_eq!(pinned(&house).len(), 1, "one message all along");
    house.ignores_the_rest();
}

#[tokio::test]
async fn one_that_was_deleted_comes_back_and_a_restart_brings_no_second() {
    let mut house = desk().await;
    house.starts_again().await;
    house.until("2026-03-02T12:00:00Z").await;
    assert_eq!(pinned(&house).len(), 1);
    house.bot.script("editMessageText", Some(DESK), 1, bad_request("message to edit not found"));
    house.until("2026-03-02T22:00:30Z").await;
    let [first, second] = pinned(&house)[..] else { panic!("{:?}", pinned(&house)) };
    assert_ne!(first, second);
    assert!(shown(&house).starts_with("<b>Tue 2026-03-03: 1 case</b>"), "{}", shown(&house));
    house.ignores_the_rest();
}

#[tokio::test]
async fn trouble_on_the_way_is_waited_out_and_only_the_last_words_count() {
    let mut house = desk().await;
    house.bot.script("editMessageText", Some(DESK), 1, flood(40));
    house.bot.script("editMessageText", Some(DESK), 1, Reply::Drop);
    // A page of a proxy is no change of a message.
    house.bot.script("editMessageText", Some(DESK), 1, Reply::Page(200));
    house.until("2026-03-02T22:00:30Z").await;
    let tried = to_desk(&house, "editMessageText").len();
    // Told to wait: nothing is tried before the time is over.
    house.until("2026-03-02T22:00:35Z").await;
    assert_eq!(to_desk(&house, "editMessageText").len(), tried);
    house.until("2026-03-02T22:01:00Z").await;
    // The answer was lost: the same words once more, which changes nothing.
    house.until("2026-03-02T22:05:00Z").await;
    house.until("2026-03-02T22:06:00Z").await;
    house.until("2026-03-02T22:20:00Z").await;
    let edits = to_desk(&house, "editMessageText");
    assert_eq!(edits.len(), tried + 3);
    assert_eq!(edits[tried]["text"], edits[tried + 1]["text"]);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_bot_that_may_not_pin_says_so_once_to_the_admins_and_tries_again() {
    let mut house = House::at(START, &[]).await;
    let no = bad_request("not enough rights to manage pinned messages in the chat");
    house.bot.script("pinChatMessage", Some(DESK), 1, no.clone());
    house.bot.script("pinChatMessage", Some(DESK), 1, no);
    house.people(&people("summary = \"pinned\"")).await;
    house.edits("a.toml", &case()).await;
    house.until("2026-03-02T12:00:00Z").await;
    let told = |house: &mut House| {
        house.mails().iter().filter(|mail| mail.contains("the summary of desk cannot be pinned")).count()
    };
    assert_eq!(told(&mut house), 1);
    // The text is there all the same, and what changes is tried again: refused once more, then allowed.
    assert_eq!(pinned(&house).len(), 2);
    house.until("2026-03-04T12:00:00Z").await;
    assert_eq!(pinned(&house).len(), 3);
    assert_eq!(told(&mut house), 0);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_chat_that_put_the_bot_out_gets_it_once_it_is_let_in_again() {
    let mut house = desk().await;
    house.bot.script("editMessageText", Some(DESK), 1, forbidden("bot was kicked from the group chat"));
    house.until("2026-03-02T22:00:30Z").await;
    assert!(to_desk(&house, "editMessageText").last().unwrap()["text"].as_str().unwrap().contains("2026-03-03"));
    house.until("2026-03-03T04:30:00Z").await;
    house.until("2026-03-03T04:31:00Z").await;
    let edits = to_desk(&house, "editMessageText");
    assert_eq!(edits[edits.len() - 2]["text"], edits[edits.len() - 1]["text"]);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_group_that_wants_none_any_more_is_left_with_no_stale_one() {
    let mut house = desk().await;
    house.people(&people("")).await;
    house.until("2026-03-02T10:10:00Z").await;
    assert_eq!(shown(&house), "<b>This summary is no longer kept. Ask /due and /risk.</b>");
    // And back.
    house.people(&people("summary = \"pinned\"")).await;
    house.until("2026-03-02T10:20:00Z").await;
    assert!(shown(&house).starts_with("<b>Mon 2026-03-02: 1 case</b>"), "{}", shown(&house));
    assert_eq!(pinned(&house).len(), 1);
    house.ignores_the_rest();
}

/// The copies that were sent, and which of them say that they may be one of several.
fn copies(house: &House) -> Vec<bool> {
    let sent = to_desk(house, "sendMessage");
    let summaries =
        sent.iter().map(|body| body["text"].as_str().unwrap()).filter(|text| text.contains("Kept up to date"));
    summaries.map(|text| text.contains("This may be a repeat")).collect()
}

#[tokio::test]
async fn a_copy_of_which_nobody_knows_whether_it_is_the_first_says_so() {
    let mut house = House::at(START, &[]).await;
    // The chat took it, and the answer was lost.
    house.bot.script("sendMessage", Some(DESK), 1, Reply::Drop);
    house.people(&people("summary = \"pinned\"")).await;
    house.until("2026-03-02T10:01:00Z").await;
    assert_eq!(copies(&house), [false, true]);
    assert_eq!(pinned(&house).len(), 1, "the one that is kept");
    // From then on its place is known: it is changed there, and says nothing of repeats any more.
    house.until("2026-03-02T22:00:30Z").await;
    assert_eq!(copies(&house), [false, true]);
    assert!(shown(&house).starts_with("<b>Tue 2026-03-03") && !shown(&house).contains("repeat"), "{}", shown(&house));
    house.bot.script("editMessageText", Some(DESK), 1, bad_request("message to edit not found"));
    house.until("2026-03-03T22:00:30Z").await;
    assert_eq!(copies(&house), [false, true, false], "one that was deleted leaves none behind");
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_death_while_it_is_sent_is_made_good_at_the_next_start() {
    let mut house = House::at(START, &[]).await;
    house.people(&people("summary = \"pinned\"")).await;
    house.looks().await;
    let now = house.moment();
    let claim = |tx: &rusqlite::Transaction<'_>| store::claim_summaries(tx, now, SignedDuration::from_mins(10));
    assert_eq!(house.store().write_now(claim).unwrap().len(), 1);
    house.store().write_now(|tx| store::close_cut_off(tx, now)).unwrap();
    house.until(START).await;
    assert_eq!(copies(&house), [true], "at once, not when the claim would have run out");
    house.ignores_the_rest();
}

#[tokio::test]
async fn one_that_the_chat_refused_for_a_while_is_no_repeat() {
    let mut house = House::at(START, &[]).await;
    house.bot.script("sendMessage", Some(DESK), 1, flood(20));
    house.people(&people("summary = \"pinned\"")).await;
    house.until("2026-03-02T10:01:00Z").await;
    assert_eq!(copies(&house), [false, false]);
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_pin_that_has_to_wait_or_whose_answer_is_lost_is_made_again_and_nothing_is_sent_again() {
    for trouble in [flood(40), Reply::Drop, Reply::Page(200)] {
        let mut house = House::at(START, &[]).await;
        house.bot.script("pinChatMessage", Some(DESK), 1, trouble.clone());
        house.people(&people("summary = \"pinned\"")).await;
        house.until(START).await;
        assert_eq!((copies(&house).len(), pinned(&house).len()), (1, 1), "{trouble:?}");
        house.until("2026-03-02T10:05:00Z").await;
        assert_eq!((copies(&house), pinned(&house).len()), (vec![false], 2), "{trouble:?}");
        // And it is done.
        house.until("2026-03-02T12:00:00Z").await;
        assert_eq!(pinned(&house).len(), 2, "{trouble:?}");
        house.ignores_the_rest();
    }
}
