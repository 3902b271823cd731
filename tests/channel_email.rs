//! The e-mail channel against a mail server inside the test: what every ending of a conversation means,
//! and what the mail looks like on the wire.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::time::Duration;

use rstest::rstest;
use staywatch::{
    channel::{
        Address, Answer, Channels, Letter,
        email::{Email, EmailSetup, SmtpSettings, Tls},
    },
    notice::message::{Block, Message},
};

#[path = "channel_email/connections.rs"]
mod connections;
#[path = "support/smtp.rs"]
mod smtp;
use smtp::{Act, SmtpServer, Stage};

const ANNA: &str = "anna.petrova@chambers.example";

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".into(),
        port: Some(port),
        tls: Tls::Plain,
        user: None,
        password: None,
        from: "staywatch <watch@alarm.example>".into(),
        ca_file: None,
        hello_name: None,
        timeout: SmtpSettings::TIMEOUT,
    }
}

fn with_login(port: u16) -> SmtpSettings {
    SmtpSettings { user: Some("watch".into()), password: Some("hunter2".to_owned().into()), ..settings(port) }
}

fn letter() -> Letter {
    Letter {
        key: "kudin-463-2-72h-anna".into(),
        thread: "kudin".into(),
        dated: "2026-03-02T06:00:00Z".parse().unwrap(),
        to: Address::Email(ANNA.into()),
        message: Message {
            subject: "kudin: appeal by Thu 5 March 24:00, 3 days left".into(),
            blocks: vec![
                Block::Strong("The appeal must be lodged by the end of Thursday 5 March.".into()),
                Block::List {
                    title: "Why".into(),
                    items: vec!["served on 23 February".into(), ". dots <stay>".into()],
                },
                Block::Small("This is no legal advice.".into()),
            ],
            language: "en".into(),
            ..Message::default()
        },
        repeat: false,
        buttons: vec![("I have it".into(), "ack:1".into())],
        seal: None,
    }
}

/// One send against one script.
async fn send(at: Stage, act: Act) -> Answer {
    let server = SmtpServer::start().await;
    server.offers("AUTH PLAIN LOGIN");
    server.next(at, act);
    Email::new(with_login(server.port())).unwrap().send(&letter()).await
}

#[tokio::test]
async fn the_mail_on_the_wire() {
    let server = SmtpServer::start().await;
    let email = Email::new(settings(server.port())).unwrap();
    assert_eq!(email.send(&letter()).await, Answer::Sent("250 2.0.0 queued as 1".into()));
    let mail = &server.mails()[0];
    assert_eq!(mail.hello, "alarm.example");
    assert_eq!(mail.from, "MAIL FROM:<watch@alarm.example>");
    assert_eq!(mail.to, [format!("RCPT TO:<{ANNA}>")]);
    insta::assert_snapshot!(mail.data.replace("\r\n", "\n"), @r#"
From: staywatch <watch@alarm.example>
To: anna.petrova@chambers.example
Subject: kudin: appeal by Thu 5 March 24:00, 3 days left
Date: Mon, 02 Mar 2026 06:00:00 +0000
Message-ID: <kudin-463-2-72h-anna@alarm.example>
In-Reply-To: <case-kudin@alarm.example>
References: <case-kudin@alarm.example>
Auto-Submitted: auto-generated
Content-Language: en
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_staywatch_f6b51a0ee96970cc"

--=_staywatch_f6b51a0ee96970cc
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

The appeal must be lodged by the end of Thursday 5 March.

Why
  - served on 23 February
  - . dots <stay>

This is no legal advice.

--=_staywatch_f6b51a0ee96970cc
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<!DOCTYPE html><html lang=3D"en"><head><meta charset=3D"utf-8"><title>kudin=
: appeal by Thu 5 March 24:00, 3 days left</title></head><body style=3D"fon=
t:16px/1.5 sans-serif;max-width:40em;margin:1em"><p><b>The appeal must be l=
odged by the end of Thursday 5 March.</b></p><p>Why</p><ul><li>served on 23=
 February</li><li>. dots &lt;stay&gt;</li></ul><p style=3D"font-size:13px">=
This is no legal advice.</p></body></html>

--=_staywatch_f6b51a0ee96970cc--
"#);
}

#[tokio::test]
async fn a_second_attempt_is_the_same_mail_and_a_repeat_says_so() {
    let server = SmtpServer::start().await;
    let email = Email::new(settings(server.port())).unwrap();
    for repeat in [false, false, true] {
        assert!(matches!(email.send(&Letter { repeat, ..letter() }).await, Answer::Sent(_)));
    }
    let [first, second, third] = &server.mails()[..] else { panic!("not three mails") };
    assert_eq!(first.data, second.data);
    assert_eq!(third.data.replace("X-Staywatch-Repeat: yes\r\n", ""), first.data);
    assert_ne!(third.data, first.data);
}

#[tokio::test]
async fn words_in_another_alphabet_arrive_whole() {
    let server = SmtpServer::start().await;
    let mut letter = letter();
    letter.message.subject = "kudin: жалоба до чт 5 марта 24:00, осталось 3 дня\r\nBcc: all@evil.example".into();
    letter.message.blocks = vec![Block::Line("Подать жалобу до конца четверга.".repeat(20))];
    letter.message.language = "ru".into();
    Email::new(settings(server.port())).unwrap().send(&letter).await;
    let data = &server.mails()[0].data;
    assert!(data.is_ascii() && data.lines().all(|line| line.len() <= 998), "{data}");
    assert!(!data.contains("\r\nBcc"), "{data}");
    assert!(data.contains("Content-Transfer-Encoding: base64"), "{data}");
}

#[rstest]
// Nothing can have been accepted before the final dot.
#[case::greeting_lost(Stage::Greeting, Act::Drop, "temporary")]
#[case::not_today(Stage::Greeting, Act::Say("554 no service"), "temporary")]
#[case::busy(Stage::Greeting, Act::Say("421 too many connections"), "temporary")]
#[case::not_smtp(Stage::Greeting, Act::Say("SSH-2.0-OpenSSH"), "temporary")]
#[case::hello_refused(Stage::Hello, Act::Say("550 go away"), "temporary")]
#[case::greylisted(Stage::Rcpt, Act::Say("450 4.2.0 greylisted, come back"), "temporary")]
#[case::mailbox_full(Stage::Rcpt, Act::Say("452 4.2.2 mailbox full"), "temporary")]
#[case::hung_up_at_the_recipient(Stage::Rcpt, Act::Drop, "temporary")]
#[case::no_space(Stage::Data, Act::Say("452 no space"), "temporary")]
#[case::data_without_354(Stage::Data, Act::Say("250 ok"), "temporary")]
#[case::sender_odd(Stage::Mail, Act::Say("354 what"), "temporary")]
// The login is ours to mend; the letter is fine. lettre calls these permanent.
#[case::bad_password(Stage::Auth, Act::Say("535 5.7.8 AUTH PLAIN AHdhdGNoAGh1bnRlcjI= is wrong"), "temporary")]
#[case::login_first(Stage::Mail, Act::Say("530 5.7.0 authentication required"), "temporary")]
#[case::login_later(Stage::Auth, Act::Say("454 4.7.0 try later"), "temporary")]
#[case::login_drop(Stage::Auth, Act::Drop, "temporary")]
#[case::login_echoed(Stage::Auth, Act::Say("AUTH PLAIN AHdhdGNoAGh1bnRlcjI="), "temporary")]
// Refused, and refused again tomorrow.
#[case::no_such_user(Stage::Rcpt, Act::Say("550 5.1.1 <anna.petrova@chambers.example> unknown"), "permanent")]
#[case::domain_takes_no_mail(Stage::Rcpt, Act::Say("556 5.1.10 null MX"), "permanent")]
#[case::sender_refused(Stage::Mail, Act::Say("553 sender refused"), "temporary")]
#[case::spam(Stage::Verdict, Act::Say("554 5.7.1 looks like spam"), "temporary")]
// The server saw the dot and said no for now.
#[case::scanner_down(Stage::Verdict, Act::Say("451 scanner down"), "temporary")]
// It may have been accepted.
#[case::dropped_inside_the_mail(Stage::Content, Act::Drop, "unknown")]
#[case::reply_lost(Stage::Verdict, Act::Drop, "unknown")]
#[case::reply_unreadable(Stage::Verdict, Act::Say("queued as 17, thanks"), "unknown")]
#[case::reply_means_nothing(Stage::Verdict, Act::Say("354 more"), "unknown")]
#[tokio::test]
async fn every_ending_has_one_meaning(#[case] at: Stage, #[case] act: Act, #[case] meaning: &str) {
    let answer = send(at, act).await;
    let (kind, why) = match &answer {
        Answer::Temporary { why, after: None } => ("temporary", why),
        Answer::Permanent { why } => ("permanent", why),
        Answer::Unknown { why } => ("unknown", why),
        other => panic!("{other:?}"),
    };
    assert_eq!(kind, meaning, "{why}");
    for secret in ["hunter2", "AHdhdGNoAGh1bnRlcjI", "petrova", "chambers"] {
        assert!(!why.contains(secret), "{why}");
    }
}

#[tokio::test]
async fn what_an_admin_reads() {
    let whys = [
        send(Stage::Greeting, Act::Say("554 5.3.2 not today")).await,
        send(Stage::Greeting, Act::Drop).await,
        send(Stage::Auth, Act::Say("535 5.7.8 no")).await,
        send(Stage::Mail, Act::Say("530 5.7.0 log in first")).await,
        send(Stage::Rcpt, Act::Say("550-5.1.1 The account anna.petrova\r\n550 5.1.1 does not exist")).await,
        send(Stage::Verdict, Act::Drop).await,
    ];
    insta::assert_debug_snapshot!(whys, @r#"
[
    Temporary {
        why: "connecting to the mail server: it answered 554: 5.3.2 not today",
        after: None,
    },
    Temporary {
        why: "connecting to the mail server: it hung up",
        after: None,
    },
    Temporary {
        why: "the mail server does not accept our user name or password (it answered 535)",
        after: None,
    },
    Temporary {
        why: "naming the sender to the mail server: it answered 530: 5.7.0 log in first",
        after: None,
    },
    Permanent {
        why: "naming the recipient to the mail server: it answered 550: 5.1.1 The account … does not exist",
    },
    Unknown {
        why: "waiting for the mail server to confirm the mail: it hung up",
    },
]
"#);
}

#[rstest] // Each with whether it may have arrived.
#[case::at_the_greeting(Stage::Greeting, false)]
#[case::at_hello(Stage::Hello, false)]
#[case::at_the_login(Stage::Auth, false)]
#[case::at_the_recipient(Stage::Rcpt, false)]
#[case::at_data(Stage::Data, false)]
#[case::after_the_dot(Stage::Verdict, true)]
#[tokio::test]
async fn hanging_costs_one_timeout(#[case] at: Stage, #[case] late: bool, #[values(Act::Hang, Act::Drip)] how: Act) {
    let server = SmtpServer::start().await;
    server.offers("AUTH PLAIN LOGIN");
    server.next(at, how);
    let email = Email::new(with_login(server.port())).unwrap();
    let sending = tokio::spawn(async move { email.send(&letter()).await });
    server.reached().await;
    // Nothing can happen any more except that time passes; stopped, the clock jumps to the timeout.
    tokio::time::pause();
    match sending.await.unwrap() {
        Answer::Unknown { why } => assert!(late && why.contains("120 s"), "{why}"),
        Answer::Temporary { why, .. } => assert!(!late && why.contains("120 s"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_that_stops_reading_cannot_have_accepted() {
    let server = SmtpServer::start().await;
    server.next(Stage::Content, Act::Hang);
    let email = Email::new(settings(server.port())).unwrap();
    let mut letter = letter();
    // More than any socket holds: the dot is never written.
    letter.message.blocks = vec![Block::Line("x".repeat(8_000_000))];
    let sending = tokio::spawn(async move { email.send(&letter).await });
    server.reached().await;
    tokio::time::pause();
    let answer = sending.await.unwrap();
    assert!(matches!(answer, Answer::Temporary { .. }), "{answer:?}");
}

#[rstest]
#[case::to_data(
    Stage::Data,
    "354 go on\r\n250 taken",
    "announcing the mail to the mail server: it answered before it was asked"
)]
#[case::to_hello(
    Stage::Hello,
    "250 hello\r\n250 ok",
    "naming the sender to the mail server: it answered before it was asked"
)]
#[case::as_a_greeting(
    Stage::Greeting,
    "354 go on\r\n250 ok",
    "connecting to the mail server: it does not greet as a mail server does"
)]
#[tokio::test]
async fn an_answer_given_before_the_mail_is_no_receipt_for_it(
    #[case] at: Stage,
    #[case] says: &'static str,
    #[case] why: &str,
) {
    let server = SmtpServer::start().await;
    server.next(at, Act::Say(says));
    let answer = Email::new(settings(server.port())).unwrap().send(&letter()).await;
    assert_eq!(answer, Answer::Temporary { why: why.to_owned(), after: None });
}

#[tokio::test]
async fn nobody_listens() {
    let port = SmtpServer::start().await.port();
    tokio::task::yield_now().await;
    let answer = Email::new(settings(port)).unwrap().send(&letter()).await;
    let Answer::Temporary { why, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(why, "connecting to the mail server: Connection refused (os error 111)");
}

#[rstest]
// A man in the middle strips the offer, or answers in the clear.
#[case::not_offered(Tls::StartTls, None)]
#[case::answered_in_the_clear(Tls::StartTls, Some("220 go ahead\r\n250-test\r\n250 AUTH PLAIN\r\n235 ok"))]
#[case::refused(Tls::StartTls, Some("454 no TLS now"))]
#[case::no_tls_at_all(Tls::Implicit, None)]
#[tokio::test]
async fn without_tls_neither_password_nor_recipient_is_said(#[case] tls: Tls, #[case] said: Option<&'static str>) {
    let server = SmtpServer::start().await;
    server.offers("AUTH PLAIN");
    if let Some(said) = said {
        server.offers("STARTTLS");
        server.next(Stage::StartTls, Act::Say(said));
    }
    let email = Email::new(SmtpSettings { tls, timeout: Duration::from_secs(5), ..with_login(server.port()) }).unwrap();
    let answer = email.send(&letter()).await;
    assert!(matches!(answer, Answer::Temporary { .. }), "{answer:?}");
    let heard = server.heard();
    assert!(!heard.iter().any(|line| line.starts_with("AUTH") || line.starts_with("RCPT")), "{heard:?}");
}

#[tokio::test]
async fn an_address_outside_ascii_needs_a_server_that_takes_it() {
    let server = SmtpServer::start().await;
    let email = Email::new(settings(server.port())).unwrap();
    let letter = Letter { to: Address::Email("анна@защита.бел".into()), ..letter() };
    let answer = email.send(&letter).await;
    assert!(matches!(answer, Answer::Permanent { .. }), "{answer:?}");
    server.offers("SMTPUTF8");
    let answer = email.send(&letter).await;
    assert!(matches!(answer, Answer::Sent(_)), "{answer:?}");
    let mail = &server.mails()[0];
    assert_eq!(mail.to, ["RCPT TO:<анна@xn--80aatf4czb.xn--90ais>"]);
    assert!(mail.from.ends_with(" SMTPUTF8 BODY=8BITMIME"), "{}", mail.from);
}

#[tokio::test]
async fn what_is_no_address_is_permanent() {
    let email = Email::new(settings(1)).unwrap();
    let letter = Letter { to: Address::Email("anna at chambers".into()), ..letter() };
    assert_eq!(email.send(&letter).await, Answer::Permanent { why: "not an e-mail address".into() });
}

#[rstest]
#[case::plain_to_elsewhere(SmtpSettings { host: "mail.example".into(), ..settings(25) }, "without TLS")]
#[case::half_a_login(SmtpSettings { user: Some("watch".into()), ..settings(25) }, "needs a password")]
#[case::sender(SmtpSettings { from: "staywatch".into(), ..settings(25) }, "the sender `staywatch`")]
#[case::hello(SmtpSettings { hello_name: Some("a b".into()), ..settings(25) }, "hello name")]
#[case::no_ca(SmtpSettings { tls: Tls::Implicit, ca_file: Some("/nonexistent".into()), ..settings(25) }, "cannot be read")]
#[case::empty_ca(SmtpSettings { tls: Tls::StartTls, ca_file: Some("/dev/null".into()), ..settings(25) }, "no certificate")]
fn settings_that_cannot_work_are_refused(#[case] settings: SmtpSettings, #[case] says: &str) {
    let refused: EmailSetup = Email::new(settings).unwrap_err();
    assert!(refused.to_string().contains(says), "{refused}");
}

#[tokio::test]
async fn a_letter_finds_its_way_or_says_why_not() {
    let server = SmtpServer::start().await;
    let home = tempfile::tempdir().unwrap();
    let mut channels = Channels::default();
    let answer = channels.send(&letter()).await;
    let Answer::Temporary { why, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(why, "no mail server is configured, and no folder to write to instead");
    channels.folder = Some(staywatch::channel::file::Folder::new(home.path()));
    assert_eq!(channels.send(&letter()).await, Answer::Sent("20260302T060000Z-kudin-463-2-72h-anna.eml".into()));
    channels.email = Some(Email::new(settings(server.port())).unwrap());
    channels.send(&letter()).await;
    assert_eq!(server.mails().len(), 1);
}
