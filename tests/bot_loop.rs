//! The loop of the bot: nothing lost, nothing twice, and patience with Telegram.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use staywatch::clock::Clock;
use staywatch::store::{self, Ask, AskState, Taken};

#[path = "support/botapi.rs"]
mod botapi;
#[path = "support/chats.rs"]
mod chats;
use botapi::{Reply, TOKEN};
use chats::{COUNSEL, Chats, DESK, DUTY, PEOPLE, STRANGER, buttons, case, first_line};

#[tokio::test]
async fn the_twenty_first_command_of_a_minute_is_the_last_one_answered() {
    let mut chats = Chats::open().await;
    for _ in 0..30 {
        chats.api.says(DUTY, DUTY, "/help");
    }
    chats.api.says(COUNSEL, COUNSEL, "/help");
    chats.closes().await;
    let sent = chats.api.sent();
    let too_many = sent.iter().filter(|sent| first_line(sent).starts_with("Too many commands")).count();
    assert_eq!((sent.len(), too_many), (22, 1));
    // A minute later the chat is heard again.
    chats.clock.set("2026-03-02T06:01:31Z".parse().unwrap());
    chats.listens();
    chats.api.says(DUTY, DUTY, "/help");
    chats.answer(23).await;
    chats.closes().await;
}

#[tokio::test]
async fn an_update_is_answered_once_across_restarts_and_replays() {
    let mut chats = Chats::quiet().await;
    let again = json!({ "ok": true, "result": [{ "update_id": 1, "message": {
        "message_id": 1, "date": 1_772_431_200, "text": "/help",
        "chat": { "id": DUTY, "type": "private", "first_name": "x" },
        "from": { "id": DUTY, "is_bot": false, "first_name": "x" },
    } }] });
    chats.api.script("getUpdates", None, 3, Reply::Odd(again));
    chats.listens();
    chats.answer(1).await;
    chats.api.once(|calls| calls.iter().filter(|call| call.method == "getUpdates").count() >= 4).await;
    chats.stops().await;
    let polls = chats.called("getUpdates").len();
    chats.listens();
    chats.api.once(|calls| calls.iter().filter(|call| call.method == "getUpdates").count() > polls).await;
    chats.stops().await;
    assert_eq!(chats.called("getUpdates")[polls]["offset"], 2);
    assert_eq!(chats.api.sent().len(), 1);
    // Every call says what is wanted: another program may have asked for something else.
    for poll in chats.called("getUpdates") {
        assert_eq!(poll["allowed_updates"], json!(["message", "callback_query"]));
    }
    // Another bot counts its own updates: this offset would hide them.
    let other = format!("2 {} 999", chats.clock.now().as_second());
    chats.store.write(move |tx| store::set_memo(tx, "telegram-offset", &other)).await.unwrap();
    let polls = chats.called("getUpdates").len();
    chats.listens();
    chats.api.once(|calls| calls.iter().filter(|call| call.method == "getUpdates").count() > polls).await;
    chats.stops().await;
    assert_eq!(chats.called("getUpdates")[polls]["offset"], Value::Null);
    // After days of silence Telegram may count from anywhere: an old offset would hide what comes.
    let ours = format!("2 {} 110201543", chats.clock.now().as_second());
    chats.store.write(move |tx| store::set_memo(tx, "telegram-offset", &ours)).await.unwrap();
    chats.clock.set("2026-03-05T06:00:00Z".parse().unwrap());
    let polls = chats.called("getUpdates").len();
    chats.listens();
    chats.api.once(|calls| calls.iter().filter(|call| call.method == "getUpdates").count() > polls).await;
    chats.stops().await;
    assert_eq!(chats.called("getUpdates")[polls]["offset"], Value::Null);
}

#[tokio::test]
async fn a_yes_that_was_cut_off_is_put_on_record_at_the_next_start() {
    let mut chats = Chats::quiet().await;
    let taken = Taken { by: "duty".into(), at: chats.clock.now().as_second(), message: 77 };
    let ask = Ask {
        chat: DUTY,
        case: "case-a".into(),
        kind: "signal".into(),
        what: Some("moved".into()),
        on: taken.at,
        asked: taken.at,
        state: AskState::Taken(taken),
    };
    // Cut off before the append, and then after it, before that could be remembered.
    for round in 1..=2 {
        let ask = ask.clone();
        chats.store.write(move |tx| store::set_ask(tx, 41, &ask)).await.unwrap();
        chats.listens();
        assert_eq!(first_line(&chats.edited(round).await), "case-a: on record: moved, or taken away");
        chats.stops().await;
        assert_eq!(chats.reports("case-a").matches("[[event]]").count(), 1);
    }
    let left = chats.store.write(store::taken_asks).await.unwrap();
    assert_eq!(left, []);
}

#[tokio::test]
async fn a_report_that_cannot_be_written_is_said_so_and_written_later() {
    let mut chats = Chats::open().await;
    let reports = chats.folder.path().join("reports");
    fs::write(&reports, "in the way").unwrap();
    let question = chats.asked().await;
    chats.api.press(DUTY, DUTY, 77, &question[0]);
    assert_eq!(first_line(&chats.edited(1).await), "case-a: NOT YET on record: moved, or taken away");
    assert_eq!(chats.popped(1).await["show_alert"], true);
    chats.api.heard().await;
    fs::remove_file(&reports).unwrap();
    chats.api.says(DUTY, DUTY, "/help");
    assert_eq!(first_line(&chats.edited(2).await), "case-a: on record: moved, or taken away");
    assert_eq!(chats.reports("case-a").matches("[[event]]").count(), 1);
    chats.closes().await;
}

#[tokio::test]
async fn a_group_that_moved_is_still_the_group() {
    let mut chats = Chats::open().await;
    let supergroup = -1_000_000_002_001;
    chats.api.says(supergroup, STRANGER, "/due");
    chats.api.update(json!({ "message": {
        "message_id": 9, "date": 1_772_431_200, "chat": { "id": DESK, "type": "group", "title": "x" },
        "from": { "id": STRANGER, "is_bot": false, "first_name": "x" }, "migrate_to_chat_id": supergroup,
    } }));
    chats.api.says(supergroup, STRANGER, "/due");
    assert_eq!(chats.answer(1).await["chat_id"], supergroup);
    chats.closes().await;
    assert_eq!(chats.api.sent().len(), 1);
}

#[tokio::test]
async fn a_slow_answer_holds_up_nobody() {
    let mut chats = Chats::open().await;
    chats.api.always(COUNSEL, Reply::Hang);
    chats.api.says(COUNSEL, COUNSEL, "/help");
    chats.api.reached().await;
    let question = chats.asked().await;
    chats.api.press(DUTY, DUTY, 77, &question[0]);
    chats.edited(1).await;
    chats.api.heard().await;
    tokio::time::pause();
    chats.stops().await;
}

#[tokio::test(start_paused = true)]
async fn a_conflict_and_a_broken_proxy_are_waited_out() {
    let mut chats = Chats::quiet().await;
    chats.api.script("getUpdates", None, 3, conflict());
    chats.api.script("getUpdates", None, 2, Reply::Page(502));
    let began = tokio::time::Instant::now();
    chats.listens();
    chats.api.says(DUTY, DUTY, "/help");
    chats.answer(1).await;
    chats.closes().await;
    // 1 + 2 + 4 + 8 + 16 seconds, and twice the ten of the library after an error of the server.
    assert!(began.elapsed().as_secs() >= 51, "{:?}", began.elapsed());
    assert_eq!(chats.api.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_second_gives_way_and_says_so() {
    let mut chats = Chats::quiet().await;
    chats.api.script("getUpdates", None, 40, conflict());
    chats.listens();
    for _ in 0..6 {
        chats.api.reached().await;
    }
    // An hour later it has not asked again.
    tokio::time::sleep(std::time::Duration::from_hours(1)).await;
    assert_eq!(chats.called("getUpdates").len(), 6);
    let told = chats.store.write_now(|tx| store::memos(tx, "trouble/bot-conflict/")).unwrap();
    assert_eq!(told.len(), 1, "the admins are told");
    chats.stops().await;
}

#[tokio::test(start_paused = true)]
async fn ten_minutes_of_silence_are_told_to_the_admins_and_so_is_their_end() {
    let mut chats = Chats::quiet().await;
    chats.api.script("getUpdates", None, 18, Reply::Refused(500, json!({ "description": "Internal Server Error" })));
    chats.listens();
    let deaf = |chats: &Chats| chats.store.write_now(|tx| store::memos(tx, "trouble/bot-deaf/")).unwrap().len();
    for _ in 0..11 {
        chats.api.reached().await;
    }
    assert_eq!(deaf(&chats), 0, "five minutes may be anything");
    for _ in 11..18 {
        chats.api.reached().await;
    }
    assert_eq!(deaf(&chats), 1);
    chats.api.says(DUTY, DUTY, "/help");
    chats.answer(1).await;
    chats.closes().await;
    assert_eq!(deaf(&chats), 0, "it hears again");
}

fn conflict() -> Reply {
    let text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    Reply::Refused(409, json!({ "description": text }))
}

/// The program itself, until it is left.
struct Daemon(std::process::Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
async fn the_daemon_itself_listens_and_its_log_gives_nobody_away() {
    let chats = Chats::quiet().await;
    let config = chats.folder.path().join("of-its-own");
    fs::create_dir_all(config.join("watchlist")).unwrap();
    fs::write(config.join("people.toml"), PEOPLE).unwrap();
    fs::write(config.join("watchlist/case-a.toml"), case("case-a", "\"desk\"")).unwrap();
    let token = config.join("token");
    fs::write(&token, TOKEN).unwrap();
    fs::set_permissions(&token, fs::Permissions::from_mode(0o600)).unwrap();
    let settings =
        format!("[telegram]\ntoken_file = \"token\"\napi_url = \"{}\"\n[digest]\nat = \"never\"\n", chats.api.url());
    fs::write(config.join("staywatch.toml"), settings).unwrap();
    let log = config.join("log");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_staywatch"));
    command.arg("--config").arg(&config).arg("run").env("STAYWATCH_LOG", "staywatch=debug,teloxide=trace");
    let _daemon = Daemon(command.stderr(fs::File::create(&log).unwrap()).spawn().unwrap());
    chats.api.says(STRANGER, STRANGER, "/case case-a of Ivan Marked-Name");
    chats.api.press(STRANGER, STRANGER, 5, "yes:1");
    chats.api.says(DUTY, DUTY, "/signal case-a moved");
    // An alarm has buttons of its own.
    let question = |call: &botapi::Call| buttons(&call.body).iter().any(|data| data.starts_with("yes:"));
    chats.api.once(|calls| calls.iter().any(question)).await;
    let data = buttons(&chats.api.calls().into_iter().find(question).unwrap().body);
    chats.api.press(DUTY, DUTY, 77, &data[0]);
    assert_eq!(first_line(&chats.edited(1).await), "case-a: on record: moved, or taken away");
    let report = fs::read_to_string(config.join("reports/case-a.toml")).unwrap();
    assert_eq!(report.matches("[[event]]").count(), 1);
    chats.api.heard().await;
    assert!(chats.api.sent().iter().all(|sent| sent["chat_id"] != STRANGER));
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("…42"), "{log}");
    for marked in [TOKEN, "666042", "Ivan", "Marked-Name", "user 1001", "/signal"] {
        assert!(!log.contains(marked), "{marked}: {log}");
    }
}

#[tokio::test]
async fn a_command_read_again_does_not_open_what_was_answered() {
    let mut chats = Chats::open().await;
    let question = chats.asked().await;
    chats.api.press(DUTY, DUTY, 77, &question[0]);
    chats.edited(1).await;
    chats.closes().await;
    // A store from before, a day of updates from Telegram.
    chats.store.write(|tx| store::set_memo(tx, "telegram-offset", "0 0 0")).await.unwrap();
    let command = json!({ "update_id": 1, "message": {
        "message_id": 1, "date": 1_772_431_200, "text": "/signal case-a moved",
        "chat": { "id": DUTY, "type": "private", "first_name": "x" },
        "from": { "id": DUTY, "is_bot": false, "first_name": "x" },
    } });
    chats.api.script("getUpdates", None, 1, Reply::Odd(json!({ "ok": true, "result": [command] })));
    chats.listens();
    assert_eq!(buttons(&chats.answer(2).await), question);
    chats.clock.set("2026-03-02T06:05:00Z".parse().unwrap());
    chats.api.press(DUTY, DUTY, 78, &question[0]);
    assert_eq!(chats.popped(2).await["text"], "This is on record already. Nothing was changed.");
    chats.closes().await;
    assert_eq!(chats.reports("case-a").matches("[[event]]").count(), 1);
}
