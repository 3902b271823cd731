//! Strangers, forgers and newcomers at the bot's door: who gets in, who is counted, and that nothing else happens.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};
use std::sync::Arc;

use rstest::rstest;
use serde_json::{Value, json};
use staywatch::clock::Clock;
use staywatch::config::Ground;
use staywatch::notice::words::Words;
use staywatch::schedule::load_good;
use staywatch::store;

#[path = "support/botapi.rs"]
mod botapi;
#[path = "support/chats.rs"]
mod chats;
use botapi::TOKEN;
use chats::{COUNSEL, Chats, DESK, DUTY, PEOPLE, STRANGER, first_line};

fn user(id: i64) -> Value {
    json!({ "id": id, "is_bot": false, "first_name": "Marked Name", "username": "marked_name" })
}

fn a_bot(id: i64) -> Value {
    json!({ "id": id, "is_bot": true, "first_name": "bot", "username": "other_bot" })
}

fn private(id: i64) -> Value {
    json!({ "id": id, "type": "private", "first_name": "x" })
}

fn channel() -> Value {
    json!({ "id": -1_009_999, "type": "channel", "title": "news" })
}

fn desk() -> Value {
    json!({ "id": DESK, "type": "group", "title": "desk" })
}

/// A command of the coordinator, as it would be obeyed.
fn command(more: &Value) -> Value {
    let mut message = json!({
        "message_id": 5, "date": 1_772_431_200, "text": "/signal case-a moved", "chat": private(DUTY), "from": user(DUTY),
    });
    for (key, value) in more.as_object().unwrap() {
        message[key] = value.clone();
    }
    message
}

fn press(more: &Value) -> Value {
    let under = json!({ "message_id": 77, "date": 1_772_431_200, "text": "…", "chat": private(DUTY) });
    let mut press = json!({ "id": "p1", "from": user(DUTY), "message": under, "chat_instance": "1", "data": "yes:1" });
    for (key, value) in more.as_object().unwrap() {
        press[key] = value.clone();
    }
    press
}

#[rstest]
#[case::edited(json!({ "edited_message": command(&json!({ "edit_date": 1_772_431_260 })) }))]
#[case::of_a_channel(json!({ "channel_post": command(&json!({ "chat": channel(), "sender_chat": channel() })) }))]
#[case::edited_in_a_channel(json!({ "edited_channel_post": command(&json!({ "chat": channel(), "sender_chat": channel(), "edit_date": 1_772_431_260 })) }))]
#[case::forwarded_from_a_person(json!({ "message": command(&json!({ "forward_origin": { "type": "user", "date": 1_772_431_100, "sender_user": user(STRANGER) } })) }))]
#[case::forwarded_from_somebody_hidden(json!({ "message": command(&json!({ "forward_origin": { "type": "hidden_user", "date": 1_772_431_100, "sender_user_name": "x" } })) }))]
#[case::put_there_by_a_bot(json!({ "message": command(&json!({ "via_bot": a_bot(3) })) }))]
#[case::of_a_bot(json!({ "message": command(&json!({ "from": a_bot(DUTY) })) }))]
#[case::of_a_channel_in_the_group(json!({ "message": command(&json!({ "chat": desk(), "from": a_bot(136_817_688), "sender_chat": channel(), "text": "/signal@staywatch_bot case-a moved" })) }))]
#[case::inline(json!({ "inline_query": { "id": "1", "from": user(DUTY), "query": "/signal case-a moved", "offset": "" } }))]
#[case::somebody_elses_private_chat(json!({ "callback_query": press(&json!({ "from": user(STRANGER) })) }))]
#[case::pressed_by_a_bot(json!({ "callback_query": press(&json!({ "from": a_bot(DUTY) })) }))]
#[case::under_no_message(json!({ "callback_query": press(&json!({ "message": null, "inline_message_id": "7" })) }))]
#[case::unreadable(json!({ "message": { "text": "/signal case-a moved", "chat": private(DUTY) } }))]
#[case::of_a_kind_to_come(json!({ "telepathy": { "from": user(DUTY), "text": "/signal case-a moved" } }))]
#[tokio::test]
async fn what_only_looks_like_a_command_or_a_press_leads_to_nothing(#[case] update: Value) {
    let mut chats = Chats::open().await;
    // There is a question that a press could answer.
    let question = chats.asked().await;
    let number = question[0].strip_prefix("yes:").unwrap().to_owned();
    let before = chats.store.write(|tx| store::memos(tx, "ask/")).await.unwrap();
    let mut update = update;
    if update["callback_query"].is_object() {
        update["callback_query"]["data"] = format!("yes:{number}").into();
    }
    chats.api.update(update);
    chats.closes().await;
    assert_eq!(chats.api.sent().len(), 1, "only the question was sent");
    assert_eq!(chats.called("editMessageText"), Vec::<Value>::new());
    assert_eq!(chats.reports("case-a"), "");
    assert_eq!(chats.store.write(|tx| store::memos(tx, "ask/")).await.unwrap(), before);
}

#[tokio::test]
async fn the_same_command_and_press_written_openly_are_obeyed() {
    // Without this the table above could pass because nothing is ever heard.
    let mut chats = Chats::open().await;
    chats.api.update(json!({ "message": command(&json!({})) }));
    chats.answer(1).await;
    chats.api.update(json!({ "message": command(&json!({
        "chat": desk(), "from": a_bot(1_087_968_824), "sender_chat": desk(), "text": "/signal@staywatch_bot case-a moved",
    })) }));
    chats.answer(2).await;
    chats.api.update(json!({ "callback_query": press(&json!({})) }));
    chats.edited(1).await;
    chats.closes().await;
    assert!(chats.reports("case-a").contains("moved"));
}

#[tokio::test]
async fn what_is_huge_or_hidden_is_cut_and_cleaned() {
    let mut chats = Chats::open().await;
    chats.api.says(DUTY, DUTY, &format!("/case {}", "\u{202e}я".repeat(200_000)));
    chats.api.says(DUTY, DUTY, "/ca\u{200b}se case-a\u{202e}\u{2066}\u{feff}");
    chats.api.says(DUTY, DUTY, "/signal case-a mo\u{200d}ved\u{0}");
    chats.answer(3).await;
    chats.closes().await;
    let sent = chats.api.sent();
    let text = |nth: usize| sent[nth]["text"].as_str().unwrap();
    assert!(text(0).chars().count() < 200, "{}", text(0));
    assert!(text(1).starts_with("<b>case-a: transfer risk"), "{}", text(1));
    assert_eq!(first_line(&sent[2]), "case-a: put on record: moved, or taken away?");
    for sent in &sent {
        let text = sent["text"].as_str().unwrap();
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}']), "{text:?}");
    }
}

#[tokio::test]
async fn presses_and_groups_have_a_limit_too() {
    let mut chats = Chats::open().await;
    let question = chats.asked().await;
    // The question was one of twenty.
    for nth in 0..25 {
        chats.api.press(DUTY, DUTY, 77, &format!("no:{}", 900 + nth));
    }
    chats.api.press(DUTY, DUTY, 77, &question[0]);
    for _ in 0..30 {
        chats.api.says(DESK, STRANGER, "/help@staywatch_bot");
    }
    chats.closes().await;
    assert_eq!(chats.reports("case-a"), "", "the press that came too often did nothing");
    let too_many = chats.called("answerCallbackQuery");
    let too_many = too_many.iter().filter(|pop| pop["text"].as_str().unwrap_or_default().starts_with("Too many"));
    assert_eq!(too_many.count(), 7);
    let to_the_group = chats.api.sent().iter().filter(|sent| sent["chat_id"] == DESK).count();
    assert_eq!(to_the_group, 21, "twenty answers and one word about it");
}

async fn letters(chats: &Chats) -> Vec<(String, String, String)> {
    let read = chats.store.write(|tx| {
        let mut select = tx.prepare("SELECT person, kind, message FROM letter ORDER BY id")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    });
    read.await.unwrap()
}

#[tokio::test]
async fn strangers_are_counted_by_the_day_and_nothing_they_said_is_kept() {
    let mut chats = Chats::open().await;
    for nth in 0..3 {
        for _ in 0..=nth {
            chats.api.says(STRANGER + nth, STRANGER + nth, "/case case-a Marked Words");
        }
    }
    chats.api.press(STRANGER, STRANGER, 5, "yes:1");
    chats.closes().await;
    assert_eq!(letters(&chats).await, []);
    // A restart within the day, one more stranger, and the day is over.
    chats.listens();
    chats.api.says(STRANGER + 9, STRANGER + 9, "Marked Words");
    chats.closes().await;
    chats.clock.set("2026-03-03T00:00:10Z".parse().unwrap());
    chats.listens();
    chats.api.says(DUTY, DUTY, "/help");
    chats.answer(1).await;
    chats.closes().await;
    chats.listens();
    chats.closes().await;
    let letters = letters(&chats).await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let (person, kind, message) = &letters[0];
    assert_eq!((person.as_str(), kind.as_str()), ("admin", "system"));
    assert!(message.contains("4 chats that nobody knows wrote to the bot, 8 times"), "{message}");
    let everything: String = chats.store.write(|tx| Ok(format!("{:?}", store::memos(tx, "")?))).await.unwrap();
    for marked in ["Marked", "666042", "666043", "666051"] {
        assert!(!message.contains(marked) && !everything.contains(marked), "{marked}");
    }
}

fn invite(chats: &Chats, person: &str) -> Output {
    let config = chats.folder.path();
    let token = config.join("token");
    fs::write(&token, TOKEN).unwrap();
    fs::set_permissions(&token, fs::Permissions::from_mode(0o600)).unwrap();
    let settings =
        format!("[store]\nkey_file = \"key\"\n[telegram]\ntoken_file = \"token\"\napi_url = \"{}\"\n", chats.api.url());
    fs::write(config.join("staywatch.toml"), settings).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
    command
        .arg("--config")
        .arg(config)
        .args(["--at", &chats.clock.now().to_string(), "invite", person])
        .output()
        .unwrap()
}

fn start(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said.lines().find_map(|line| line.trim().strip_prefix("/start ")).map(|code| format!("/start {code}")).unwrap()
}

fn reads(chats: &Chats) {
    let change = load_good(chats.folder.path(), &chats.store, chats.clock.now()).unwrap();
    assert!(change.errors.is_empty(), "{:?}", change.errors);
    chats.ground.send_replace(Ground { setup: Arc::new(change.setup), words: Arc::new(Words::default()) });
}

const NEW: i64 = 5005;

#[tokio::test]
async fn a_newcomer_comes_in_by_a_code_once() {
    let mut chats = Chats::quiet().await;
    let asked_in = "\n[[person]]\nid = \"newcomer\"\nrole = \"admin\"\ntelegram = \"invited\"\nlanguage = \"ru\"\n";
    fs::write(chats.folder.path().join("people.toml"), format!("{PEOPLE}{asked_in}")).unwrap();
    reads(&chats);
    // Somebody who has a chat is not asked in, and somebody who does not exist neither.
    for (person, says) in [("duty", "duty is not asked in"), ("newcomar", "did you mean `newcomer`?")] {
        let refused = invite(&chats, person);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(3) && said.contains(says), "{said}");
    }
    let code = start(&invite(&chats, "newcomer"));
    chats.listens();
    // Wrong codes are met with silence, in a group the right one too, and a known chat does not use it up.
    for wrong in ["/start", "/start AAAA-AAAA-AAAA-AAAA", "/start AAAA-AAAA-AAAA-AAAB", "AAAA-AAAA-AAAA-AAAA"] {
        chats.api.says(NEW, NEW, wrong);
    }
    chats.api.says(-STRANGER, STRANGER, &code);
    chats.api.says(DUTY, DUTY, &code);
    assert_eq!(chats.answer(1).await["chat_id"], DUTY);
    // Whoever guesses is not listened to for a while.
    for nth in 0..6 {
        chats.api.says(STRANGER, STRANGER, &format!("/start AAAA-AAAA-AAAA-AAA{nth}"));
    }
    chats.api.says(STRANGER, STRANGER, &code);
    chats.api.says(NEW, NEW, &code.to_lowercase().replace('-', ""));
    let welcome = chats.answer(2).await;
    assert_eq!(
        (&welcome["chat_id"], first_line(&welcome).as_str()),
        (&json!(NEW), "Добро пожаловать: теперь этот чат известен.")
    );
    chats.changed.notified().await;
    reads(&chats);
    chats.api.says(NEW, NEW, "/risk");
    assert_eq!(chats.answer(3).await["chat_id"], NEW);
    chats.api.says(STRANGER + 1, STRANGER + 1, &code);
    chats.closes().await;
    assert_eq!(chats.api.sent().len(), 3, "everybody else heard nothing");
    let told: Vec<_> = letters(&chats).await.into_iter().filter(|(person, ..)| person == "admin").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].2.contains("telegram = 5005") && told[0].2.contains("newcomer"), "{told:?}");
    let code = code.strip_prefix("/start ").unwrap().replace('-', "");
    let kept = chats.store.write(|tx| Ok(format!("{:?}", store::memos(tx, "")?))).await.unwrap();
    assert!(!kept.contains(&code) && kept.contains("adopted/newcomer"), "{kept}");
}

#[tokio::test]
async fn a_lost_phone_is_out_as_soon_as_a_new_code_is_made_and_an_old_code_is_no_code() {
    let mut chats = Chats::quiet().await;
    let people = PEOPLE.replace("telegram = 1001", "telegram = \"invited\"");
    fs::write(chats.folder.path().join("people.toml"), &people).unwrap();
    reads(&chats);
    let first = start(&invite(&chats, "duty"));
    chats.listens();
    chats.api.says(NEW, NEW, &first);
    chats.answer(1).await;
    chats.changed.notified().await;
    reads(&chats);
    chats.api.says(NEW, NEW, "/help");
    chats.answer(2).await;
    // The phone is lost.
    let second = start(&invite(&chats, "duty"));
    reads(&chats);
    chats.api.says(NEW, NEW, "/help");
    chats.api.says(NEW, NEW, &first);
    chats.closes().await;
    assert_eq!(chats.api.sent().len(), 2, "the lost phone hears nothing more");
    // A day later the second code is too old.
    chats.clock.set("2026-03-03T06:00:31Z".parse().unwrap());
    chats.listens();
    chats.api.says(DUTY, DUTY, &second);
    chats.closes().await;
    assert_eq!(chats.api.sent().len(), 2);
    let third = start(&invite(&chats, "duty"));
    chats.listens();
    chats.api.says(DUTY, DUTY, &third);
    assert_eq!(chats.answer(3).await["chat_id"], DUTY);
    chats.closes().await;
    let told = letters(&chats).await;
    assert!(told.iter().all(|(person, ..)| person == "admin"), "{told:?}");
}

/// Who writes or presses, what, and whether anything comes back.
enum Line {
    Says(&'static str, i64, String),
    Presses(&'static str, i64, i64, String),
    Update(&'static str, &'static str, Value),
}

/// The session that docs/security.md shows: a stranger's and a forger's, and what each of them got to see.
#[tokio::test]
async fn a_strangers_and_a_forgers_session_as_the_documentation_shows_it() {
    let mut chats = Chats::open().await;
    let question = chats.asked().await;
    let yes = question[0].clone();
    let (stranger, forger, lawyer) = ("stranger", "forger, from a known chat", "lawyer of another case");
    let lines = [
        Line::Says(stranger, STRANGER, "/start".into()),
        Line::Says(stranger, STRANGER, "/case case-a".into()),
        Line::Says(stranger, STRANGER, "/start AAAA-AAAA-AAAA-AAAA".into()),
        Line::Presses(stranger, STRANGER, STRANGER, yes.clone()),
        Line::Presses("stranger, as if in the coordinator's chat", DUTY, STRANGER, yes.clone()),
        Line::Update(
            forger,
            "(edited) /signal case-a moved",
            json!({ "edited_message": command(&json!({ "edit_date": 1_772_431_260 })) }),
        ),
        Line::Update(
            forger,
            "(forwarded) /signal case-a moved",
            json!({ "message": command(&json!({ "forward_origin": { "type": "user", "date": 1_772_431_100, "sender_user": user(STRANGER) } })) }),
        ),
        Line::Presses(forger, DUTY, DUTY, "yes:999".into()),
        Line::Presses(forger, DUTY, DUTY, "ack:1".into()),
        Line::Presses(lawyer, COUNSEL, COUNSEL, yes.clone()),
        Line::Says(lawyer, COUNSEL, "/case case-a".into()),
        Line::Says(lawyer, COUNSEL, "/case no-such-case".into()),
    ];
    let mut session = String::new();
    let (mut said, mut popped) = (1, 0);
    for line in lines {
        let (who, what, back) = match line {
            Line::Says(who, chat, text) => {
                chats.api.says(chat, chat, &text);
                let known = chat != STRANGER;
                said += usize::from(known);
                let back = if known { first_line(&chats.answer(said).await) } else { SILENCE.to_owned() };
                (who, text, back)
            }
            Line::Presses(who, chat, user, data) => {
                chats.api.press(chat, user, 77, &data);
                popped += 1;
                let pop = chats.popped(popped).await;
                let back = pop["text"].as_str().map_or_else(|| "(the circle ends, no words)".to_owned(), str::to_owned);
                (who, format!("presses {}", data.split(':').next().unwrap()), back)
            }
            Line::Update(who, what, update) => {
                chats.api.update(update);
                (who, what.to_owned(), SILENCE.to_owned())
            }
        };
        let back = back.lines().next().unwrap_or_default().to_owned();
        let _infallible = writeln!(session, "{who}: {what}\n    {back}");
    }
    chats.closes().await;
    // Silence was silence: nothing else went out, and nothing was put on record.
    assert_eq!(chats.api.sent().len(), said);
    assert_eq!(chats.called("answerCallbackQuery").len(), popped);
    assert_eq!(chats.called("editMessageText"), Vec::<Value>::new());
    assert_eq!(chats.reports("case-a"), "");
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/security.md")).unwrap();
    assert!(page.contains(&session), "docs/security.md shows another session than:\n{session}");
}

const SILENCE: &str = "(silence)";
