//! A mail server and a Bot API server that say anything at all, at any moment: what they say is never taken for more than
//! it is.
//!
//! A letter counts as sent only when the final dot was answered by 2xx, or Telegram said ok; it counts as unknown only when
//! it can have arrived.

use std::cell::RefCell;
use std::time::Duration;

use bolero::check;
use staywatch::channel::email::{Email, SmtpSettings, Tls};
use staywatch::channel::telegram::{Telegram, TelegramSettings};
use staywatch::channel::{Address, Answer, Letter};
use staywatch::notice::message::{Block, Message};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

const SAID: &[&[u8]] = &[
    b"220 hello\r\n",
    b"250 ok\r\n",
    b"250-a\r\n250-SIZE 1\r\n250 SMTPUTF8\r\n",
    b"354 go\r\n",
    b"421 busy\r\n",
    b"450 later\r\n",
    b"550 no\r\n",
    b"552 full\r\n",
    b"999 what\r\n",
    b"25",
    b"250",
    b"250-never\r\n",
    b"\r\n",
    b"\xff\xfe\x00",
    b"221 bye\r\n",
    b"354 go\r\n250 ok\r\n",
    b"250 \xd0\x9f\r\n",
    b"HTTP/1.1 200 OK\r\n\r\n",
    b"000 \r\n",
    b"250 ok\n",
];

const PAGES: &[&str] = &[
    r#"{"ok":true,"result":{"message_id":7,"date":1772431200,"chat":{"id":1,"type":"private","first_name":"p"},"text":"t"}}"#,
    r#"{"ok":true,"result":{"message_id":7}}"#,
    r#"{"ok":true}"#,
    r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}"#,
    r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":99999999999999}}"#,
    r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#,
    r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001}}"#,
    r#"{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: x"}"#,
    r#"{"ok":false}"#,
    r#"{"ok":"true","result":{}}"#,
    "null",
    "[]",
    "<html><h1>502 Bad Gateway</h1></html>",
    "",
    "{\"ok\":true,\"result\":",
    "\u{0}\u{0}",
];

fn letter(to: Address) -> Letter {
    Letter {
        key: "fuzz-reminder-1".into(),
        thread: "fuzz".into(),
        dated: "2026-03-02T06:00:00Z".parse().unwrap(),
        to,
        message: Message {
            subject: "fuzz".into(),
            blocks: vec![Block::Line("a line".into())],
            language: "en".into(),
            ..Message::default()
        },
        repeat: false,
        buttons: Vec::new(),
        seal: None,
    }
}

/// What the server did in one conversation: what it said last, and whether the mail was whole.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    dot: bool,
    accepted: bool,
}

/// Says one piece for each command, in this order, then hangs up.
async fn says(listener: &TcpListener, script: &[u8]) -> Seen {
    let mut seen = Seen::default();
    let Ok((stream, _)) = listener.accept().await else { return seen };
    let mut stream = BufReader::new(stream);
    let (mut announced, mut line) = (false, String::new());
    for piece in script {
        let words = SAID[usize::from(*piece) % SAID.len()];
        // After DATA only 354 opens the mail; anything else leaves the conversation where it is.
        let inside = std::mem::take(&mut announced) && words.starts_with(b"354");
        if stream.get_mut().write_all(words).await.is_err() {
            return seen;
        }
        seen.accepted = seen.dot && words.starts_with(b"2");
        if seen.dot {
            return seen;
        }
        loop {
            line.clear();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return seen;
            }
            if inside && line == ".\r\n" {
                seen.dot = true;
                break;
            }
            if !inside {
                announced = line.starts_with("DATA");
                break;
            }
        }
    }
    seen
}

#[test]
fn no_answer_of_a_mail_server_is_taken_for_more_than_it_is() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let runtime = std::panic::AssertUnwindSafe(&runtime);
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let email = Email::new(SmtpSettings {
        host: "127.0.0.1".into(),
        port: Some(listener.local_addr().unwrap().port()),
        tls: Tls::Plain,
        user: None,
        password: None,
        from: "a@b.example".into(),
        ca_file: None,
        hello_name: None,
        timeout: Duration::from_millis(400),
    })
    .unwrap();
    let (listener, email) = (std::panic::AssertUnwindSafe(&listener), std::panic::AssertUnwindSafe(&email));
    let letter = letter(Address::Email("c@d.example".into()));
    check!().with_iterations(crate::times(150)).with_type::<(bool, Vec<u8>)>().for_each(|(well, script)| {
        // Half of the servers behave well until the end of the mail, or nothing would ever come so far.
        let mut said: Vec<u8> = if *well { vec![0, 1, 1, 1, 3] } else { Vec::new() };
        said.extend(script.iter().take(8));
        let (answer, seen) = runtime.block_on(async {
            let server = async { says(&listener, &said).await };
            tokio::join!(email.send(&letter), server)
        });
        match &answer {
            Answer::Sent(_) => assert!(seen.accepted, "{said:?}: {answer:?}, {seen:?}"),
            Answer::Unknown { .. } => assert!(seen.dot, "{said:?}: {answer:?}, {seen:?}"),
            Answer::Temporary { .. } | Answer::Permanent { .. } => {
                assert!(!seen.accepted, "{said:?}: {answer:?}, {seen:?}");
            }
            Answer::Moved(_) => panic!("{said:?}: {answer:?}"),
        }
    });
}

#[test]
fn no_answer_of_a_bot_api_server_is_taken_for_more_than_it_is() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let token = secrecy::SecretString::from("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0".to_owned());
    let timeout = Duration::from_millis(300);
    let telegram = Telegram::new(TelegramSettings { token, api_url: Some(url.parse().unwrap()), timeout }).unwrap();
    let letter = letter(Address::Telegram(1));
    let page = std::sync::Arc::new(std::sync::Mutex::new((200_u16, String::new())));
    let serves = std::sync::Arc::clone(&page);
    runtime.spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (status, body) = serves.lock().unwrap().clone();
            let mut asked = vec![0; 4096];
            let _read = stream.read(&mut asked).await;
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _sent = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    let world = std::panic::AssertUnwindSafe(RefCell::new((runtime, telegram, page)));
    check!().with_iterations(crate::times(100)).with_type::<(u8, u8, u16)>().for_each(|(which, status, cut)| {
        let world = world.borrow();
        let (runtime, telegram, page) = &*world;
        let whole = PAGES[usize::from(*which) % PAGES.len()];
        let body = if cut % 4 == 0 { &whole[..usize::from(*cut) % (whole.len() + 1)] } else { whole };
        let status = [200, 400, 403, 404, 409, 429][usize::from(*status) % 6];
        *page.lock().unwrap() = (status, body.to_owned());
        let answer = runtime.block_on(telegram.send(&letter));
        let json: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
        if let Answer::Sent(_) = answer {
            assert!(json["ok"] == true, "{status} {body}: {answer:?}");
        }
        if json["ok"] == true && json["result"]["message_id"] == 7 {
            assert!(matches!(answer, Answer::Sent(_) | Answer::Unknown { .. }), "{status} {body}: {answer:?}");
        }
        if let Answer::Permanent { .. } = answer {
            assert!(body.contains("Forbidden"), "{status} {body}: {answer:?}");
        }
    });
}
