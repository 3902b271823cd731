//! Who the bot listens to, what it answers, and how a report gets on record from a chat.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use serde_json::{Value, json};
use staywatch::clock::Clock;
use staywatch::config::Setup;

#[path = "support/botapi.rs"]
mod botapi;
#[path = "support/chats.rs"]
mod chats;
use chats::{ADMIN, COUNSEL, Chats, DESK, DUTY, PRESS, STRANGER, buttons, case, first_line};

#[tokio::test]
async fn strangers_and_people_without_a_say_hear_nothing() {
    let mut chats = Chats::open().await;
    for text in ["/start", "/help", "/due", "/case case-a", "/risk", "/who case-a", "/signal case-a moved", "hello"] {
        chats.api.says(STRANGER, STRANGER, text);
        chats.api.says(-STRANGER, STRANGER, text);
        chats.api.says(PRESS, PRESS, text);
    }
    // Somebody known, in a group that is not.
    chats.api.says(-STRANGER, DUTY, "/case case-a");
    chats.api.press(STRANGER, STRANGER, 5, "yes:1");
    chats.closes().await;
    assert_eq!(chats.api.sent(), Vec::<Value>::new());
    assert_eq!(chats.called("answerCallbackQuery"), [json!({ "callback_query_id": "press-5-666042" })]);
    assert_eq!(chats.reports("case-a"), "");
}

#[tokio::test]
async fn a_forged_press_gets_a_popup_and_changes_nothing() {
    let mut chats = Chats::open().await;
    let question = chats.asked().await;
    let [yes, no] = [question[0].as_str(), question[1].as_str()];
    let long = "yes:".repeat(16);
    let forged =
        ["", "yes", "yes:999", "no:999", "is:1:other", "is:1:freed", "ack:1", "yes:1:1", "yes:-1", "\u{0}", &long];
    for (nth, data) in forged.into_iter().enumerate() {
        chats.api.press(DUTY, DUTY, 77, data);
        let popped = chats.popped(nth + 1).await;
        assert_eq!(popped["show_alert"], true, "{data}");
        assert!(popped["text"].as_str().unwrap().starts_with("This button no longer works"), "{data}: {popped}");
    }
    // True data in other chats: of a lawyer on another case, of an admin, of a group on the same case.
    for (nth, chat) in [COUNSEL, ADMIN, DESK].into_iter().enumerate() {
        chats.api.press(chat, chat.abs(), 77, yes);
        chats.api.press(chat, chat.abs(), 77, no);
        let popped = chats.popped(forged.len() + 2 * nth + 2).await;
        assert_eq!(popped["show_alert"], true, "{chat}");
    }
    chats.closes().await;
    assert_eq!(chats.reports("case-a"), "");
    assert_eq!(chats.called("editMessageText"), Vec::<Value>::new());
    // The question itself is still open.
    chats.listens();
    chats.api.press(DUTY, DUTY, 77, yes);
    chats.edited(1).await;
    assert!(chats.reports("case-a").contains("moved"));
    chats.closes().await;
}

#[tokio::test]
async fn a_press_on_a_case_that_was_taken_away_is_refused() {
    let mut chats = Chats::open().await;
    let question = chats.asked().await;
    fs::write(chats.folder.path().join("watchlist/case-a.toml"), case("case-a", "\"counsel\"")).unwrap();
    let (setup, _) = Setup::load(chats.folder.path(), chats.clock.now()).unwrap();
    chats.ground.send_modify(|ground| ground.setup = Arc::new(setup));
    chats.api.press(DUTY, DUTY, 77, &question[0]);
    let popped = chats.popped(1).await;
    assert!(popped["text"].as_str().unwrap().starts_with("This case is not yours"), "{popped}");
    chats.closes().await;
    assert_eq!(chats.reports("case-a"), "");
}

#[tokio::test]
async fn a_signal_is_chosen_confirmed_and_put_on_record_once() {
    let mut chats = Chats::open().await;
    chats.api.says(DUTY, DUTY, "/signal case-a");
    let which = chats.answer(1).await;
    assert_eq!(first_line(&which), "case-a: what happened?");
    let choices = buttons(&which);
    assert!(choices.iter().all(|data| data.len() <= 64));
    chats.api.press(DUTY, DUTY, 77, &choices[1]);
    let question = chats.edited(1).await;
    insta::assert_snapshot!(question["text"].as_str().unwrap(), @r"
    <b>case-a: put on record: told to pack?</b>

    Yes tells the whole team at once.
    ");
    assert_eq!(chats.reports("case-a"), "");
    let yes = buttons(&question)[0].clone();
    chats.api.press(DUTY, DUTY, 77, &yes);
    let settled = chats.edited(2).await;
    assert_eq!(settled["message_id"], 77);
    assert_eq!(settled["reply_markup"], Value::Null);
    insta::assert_snapshot!(settled["text"].as_str().unwrap(), @r"
    <b>case-a: on record: told to pack</b>

    Reported by: coordinator, Mon 2026-03-02 09:00 (Europe/Moscow)

    If it is wrong, tell your admin: reports are never changed in a chat.
    ");
    insta::assert_snapshot!(chats.reports("case-a"), @r#"
    [[event]]
    kind  = "signal"
    on    = "2026-03-02T06:00:00Z"
    known = 2026-03-02T06:00:30Z
    what = "told-to-pack"
    by    = "duty"
    via   = "telegram"
    "#);
    // The files have to be read again, watched or not.
    chats.changed.notified().await;
    chats.clock.set("2026-03-02T06:10:00Z".parse().unwrap());
    for _ in 0..2 {
        chats.api.press(DUTY, DUTY, 77, &yes);
    }
    let popped = chats.popped(4).await;
    assert_eq!(popped["text"], "This is on record already. Nothing was changed.");
    chats.closes().await;
    assert_eq!(chats.reports("case-a").matches("[[event]]").count(), 1);
    let path = chats.folder.path().join("reports/case-a.toml");
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_no_is_a_no() {
    let mut chats = Chats::open().await;
    chats.api.says(COUNSEL, COUNSEL, "/contact case-b");
    let question = chats.answer(1).await;
    insta::assert_snapshot!(question["text"].as_str().unwrap(), @r"
    <b>case-b: внести: контакт?</b>

    «Да» означает: человека только что видели или с ним говорили те, кому можно верить.
    ");
    chats.api.press(COUNSEL, COUNSEL, 77, &buttons(&question)[1]);
    assert_eq!(first_line(&chats.edited(1).await), "case-b: НЕ внесено: контакт");
    chats.api.press(COUNSEL, COUNSEL, 77, &buttons(&question)[0]);
    assert_eq!(chats.popped(2).await["show_alert"], true);
    chats.closes().await;
    assert_eq!(chats.reports("case-b"), "");
}

#[tokio::test]
async fn in_a_group_the_presser_is_named_if_known_and_the_group_if_not() {
    let mut chats = Chats::open().await;
    for (nth, (user, by)) in [(STRANGER, "desk"), (ADMIN, "admin")].into_iter().enumerate() {
        chats.api.says(DESK, STRANGER, "/contact@staywatch_bot case-a");
        let question = chats.answer(nth + 1).await;
        chats.api.press(DESK, user, 77, &buttons(&question)[0]);
        let settled = chats.edited(nth + 1).await;
        assert!(!settled["text"].as_str().unwrap().contains("user"), "{settled}");
        assert!(chats.reports("case-a").contains(&format!("by    = \"{by}\"")), "{}", chats.reports("case-a"));
    }
    // What people say to each other is none of our business.
    chats.api.says(DESK, STRANGER, "did anybody see them?");
    chats.api.says(DESK, STRANGER, "/due@other_bot");
    chats.closes().await;
    assert_eq!(chats.api.sent().len(), 2);
}

#[tokio::test]
async fn a_case_of_others_does_not_exist() {
    let mut chats = Chats::open().await;
    for text in ["/case case-b", "/who case-b", "/signal case-b moved", "/contact case-b", "/case case-x"] {
        chats.api.says(DUTY, DUTY, text);
    }
    chats.answer(5).await;
    chats.closes().await;
    for sent in chats.api.sent() {
        let text = sent["text"].as_str().unwrap();
        assert!(text.starts_with("<b>You have no case with the code case-"), "{text}");
        assert!(text.contains("Did you mean case-a?"), "{text}");
        assert_eq!(buttons(&sent), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_people_ask_and_what_they_hear() {
    let mut chats = Chats::open().await;
    let asked = [
        (DUTY, "/start"),
        (DUTY, "/due"),
        (DUTY, "/case case-a"),
        (DESK, "/who case-a"),
        (ADMIN, "/risk"),
        (DUTY, "/signal case-a told to pak"),
        (DUTY, "/signal"),
        (COUNSEL, "/rsik"),
    ];
    let mut heard = String::new();
    for (nth, (chat, text)) in asked.into_iter().enumerate() {
        chats.api.says(chat, chat.abs(), text);
        let sent = chats.answer(nth + 1).await;
        assert_eq!((&sent["chat_id"], &sent["parse_mode"]), (&json!(chat), &json!("HTML")));
        writeln!(heard, "── {text}\n{}", sent["text"].as_str().unwrap().trim_end()).unwrap();
    }
    insta::assert_snapshot!(heard, @r"
    ── /start
    <b>staywatch: what you can ask here</b>

    Commands
    • /help: this list
    • /due: what falls due today and this week
    • /case CODE: how near a transfer is, and why; the terms that run
    • /risk: how near a transfer is in each of your cases
    • /ack CODE: what waits in a case, with a button to take it; or the code of a mail
    • /who CODE: how many people are told
    • /signal CODE: report that a transfer may be near; staywatch tells the whole team
    • /contact CODE: report that somebody trustworthy spoke with or saw the person
    • /board: a link into the board, that works once; in a private chat only

    Your cases: case-a

    <i>staywatch counts; it gives no legal advice. A lawyer must check every date.</i>
    ── /due
    <b>Today and this week: nothing is due</b>

    Nothing is due within 7 days.
    ── /case case-a
    <b>case-a: transfer risk HIGH</b>

    Reasons
    • HIGH: Extradition is granted and no appeal is on record: when the term ends the decision takes effect without any further notice.
    • elevated: The first decision to extradite has been taken; an appeal is what holds it.

    Still running
    • Tue 2026-03-10 24:00 (Europe/Moscow): Decision to extradite enters into force if not appealed (8 days 14 hours left)
    • Tue 2026-03-10 24:00 (Europe/Moscow): Appeal against the decision to extradite (8 days 14 hours left)

    What would lower it
    • File the appeal, or ask for reinstatement of the term, and record extradition-appeal-filed
    • The decision quashed, or protection granted

    <i>staywatch counts; it gives no legal advice. A lawyer must check every date.</i>
    ── /who case-a
    <b>case-a: who is told</b>

    On the team
    • lawyers: 0
    • coordinators: 2
    • advocacy: 0
    • group chats: 1
    ── /risk
    <b>Transfer risk</b>

    Highest first
    • case-a: HIGH: Extradition is granted and no appeal is on record: when the term ends the decision takes effect without any further notice.
    • case-b: HIGH: Extradition is granted and no appeal is on record: when the term ends the decision takes effect without any further notice.
    ── /signal case-a told to pak
    <b>case-a: what happened?</b>

    There is no signal told-to-pak. Did you mean told-to-pack?
    ── /signal
    <b>Add the code of the case: /signal CODE</b>

    Your cases: case-a
    ── /rsik
    <b>Такой команды нет.</b>

    Возможно, вы имели в виду /risk?
    ");
    chats.closes().await;
}
