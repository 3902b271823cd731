//! A burst of letters to as many mailboxes over a real mail server with TLS: the outbox beside a bare lettre loop; or to as many
//! chats over a real Bot API server, beside a bare teloxide loop.
//!
//! `benches/peers/mail_server start FOLDER PORT`, then `cargo bench --bench burst -- FOLDER/ca.pem PORT [COUNT [ROUNDS]]`; or
//! `node tests/real/bot_server.js [MESSAGES_A_SECOND]`, then `cargo bench --bench burst -- telegram URL [COUNT [ROUNDS]]`.
//! Each round sends the same mails twice, one way after the other. The outbox owes, claims and settles every letter on disk;
//! the loop remembers nothing. Both speak over three connections. Nothing is asserted; without arguments nothing is sent.

#![expect(clippy::print_stdout, reason = "a bench speaks on standard output")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should stop")]

#[path = "shared/clock.rs"]
mod shared;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, address::Envelope};
use secrecy::SecretString;
use shared::clock;
use staywatch::channel::Channels;
use staywatch::channel::email::{Email, SmtpSettings, Tls};
use staywatch::channel::file::Folder;
use staywatch::channel::telegram::{Telegram, TelegramSettings};
use staywatch::clock::{Clock as _, WallClock};
use staywatch::config::{Ground, Setup};
use staywatch::ids::PersonId;
use staywatch::law::rule::Severity;
use staywatch::notice::message::{Block, Message};
use staywatch::notice::plan::Mark;
use staywatch::notice::words::Words;
use staywatch::outbox::Outbox;
use staywatch::store::{self, Owed, Store, StoreKey};
use teloxide::payloads::SendMessageSetters as _;
use teloxide::requests::Requester as _;
use teloxide::types::{ChatId, ParseMode};
use teloxide::{Bot, RequestError};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use url::Url;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [first, second, rest @ ..] = args.as_slice() else {
        println!("no server is named: nothing is sent");
        return;
    };
    let count = rest.first().map_or(1000, |count| count.parse().unwrap());
    let rounds = rest.get(1).map_or(3, |rounds| rounds.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if first == "telegram" {
        runtime.block_on(chats(&second.parse().unwrap(), count, rounds));
        return;
    }
    let (cert, port) = (PathBuf::from(first), second.parse().unwrap());
    runtime.block_on(async {
        let mails = Arc::new(written(count).await);
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            ours.push(outbox(count, "email", channels(&cert, port)).await.0);
            bare.push(lettre_loop(&mails, &cert, port).await);
        }
        let (ours, bare) = (rate(count, &mut ours), rate(count, &mut bare));
        println!(
            "{{\"mails\": {count}, \"outbox_per_s\": {ours:.1}, \"bare_lettre_per_s\": {bare:.1}, \"ratio\": {:.2}}}",
            ours / bare
        );
    });
}

/// The same to as many chats.
async fn chats(url: &Url, count: usize, rounds: usize) {
    let (mut ours, mut bare, mut refused) = (Vec::new(), Vec::new(), [0, 0]);
    for _ in 0..rounds {
        let token = SecretString::from("1:bench");
        let settings = TelegramSettings { token, api_url: Some(url.clone()), timeout: TelegramSettings::TIMEOUT };
        let telegram = Some(Telegram::new(settings).unwrap());
        let (took, attempts) = outbox(count, "telegram", Channels { telegram, ..Channels::default() }).await;
        ours.push(took);
        refused[0] += attempts - count;
        let (took, again) = teloxide_loop(url, count).await;
        bare.push(took);
        refused[1] += again;
    }
    let (ours, bare) = (rate(count, &mut ours), rate(count, &mut bare));
    println!(
        "{{\"messages\": {count}, \"outbox_per_s\": {ours:.1}, \"bare_teloxide_per_s\": {bare:.1}, \"ratio\": {:.2}, \
         \"refused\": {refused:?}}}",
        ours / bare
    );
}

/// Eight tasks, as the outbox has; told to wait, each does, and tries again.
async fn teloxide_loop(url: &Url, count: usize) -> (Duration, usize) {
    let bot = Bot::new("1:bench").set_api_url(url.clone());
    let (next, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let texts: Arc<Vec<String>> =
        Arc::new((0..count).map(|number| letter(number, "telegram").message.chat().as_str().to_owned()).collect());
    let began = clock();
    let tasks = (0..8).map(|_| {
        let (bot, next, refused, texts) = (bot.clone(), Arc::clone(&next), Arc::clone(&refused), Arc::clone(&texts));
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(text) = texts.get(number) else { return };
                let chat = ChatId(1_000_000 + i64::try_from(number).unwrap());
                while let Err(error) = bot.send_message(chat, text).parse_mode(ParseMode::Html).await {
                    let RequestError::RetryAfter(wait) = error else { panic!("{error}") };
                    refused.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(wait.duration()).await;
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    (began.elapsed(), refused.load(Ordering::Relaxed))
}

#[expect(clippy::cast_precision_loss, reason = "thousands")]
fn rate(count: usize, times: &mut [Duration]) -> f64 {
    times.sort();
    count as f64 / times[times.len() / 2].as_secs_f64()
}

fn channels(cert: &Path, port: u16) -> Channels {
    let settings = SmtpSettings {
        host: "localhost".into(),
        port: Some(port),
        tls: Tls::Implicit,
        user: None,
        password: None,
        from: "staywatch@bench.example".into(),
        ca_file: Some(cert.to_owned()),
        hello_name: None,
        timeout: SmtpSettings::TIMEOUT,
    };
    Channels { email: Some(Email::new(settings).unwrap()), ..Channels::default() }
}

/// A letter as a reminder is.
fn letter(number: usize, channel: &'static str) -> Owed {
    let items = (0..6).map(|step| format!("2026-11-{:02}: step {step} of the count (CPC RF art. 128(1))", 10 + step));
    Owed {
        case: None,
        key: format!("bench-{number}"),
        thread: "bench".into(),
        kind: "reminder",
        severity: [Severity::Normal, Severity::High, Severity::Critical][number % 3],
        person: PersonId::parse(&format!("p{number}")).unwrap(),
        channel,
        message: Message {
            subject: format!("c{number}: by Thu 2026-11-26 24:00 (Europe/Moscow), 2 days left: appeal"),
            blocks: vec![
                Block::Strong("The appeal must be lodged by the end of Thursday.".into()),
                Block::List { title: "How the date was reached".into(), items: items.collect() },
                Block::Small("This is no legal advice.".into()),
            ],
            language: "en".into(),
            ..Message::default()
        },
        moot: None,
        marks: vec![Mark { subject: format!("bench/{number}"), revision: 1, step: "1d".into() }],
        matters: Vec::new(),
        code: None,
        not_before: None,
    }
}

/// Owes so many letters and carries them out: every claim and every receipt is on disk before the next step. How long that
/// took, in how many attempts.
async fn outbox(count: usize, channel: &'static str, channels: Channels) -> (Duration, usize) {
    let (home, store, ground) = house(count);
    let now = WallClock.now();
    store
        .write(move |tx| {
            for number in 0..count {
                store::owe(tx, &letter(number, channel), now)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let (_announce, ground) = tokio::sync::watch::channel(ground);
    let (tell, mut sent) = tokio::sync::mpsc::unbounded_channel();
    let (channels, wall) = (Arc::new(channels), Arc::new(WallClock));
    let outbox = Outbox { store: store.clone(), channels, ground, clock: wall, sent: Some(tell) };
    let stop = CancellationToken::new();
    let began = clock();
    let running = tokio::spawn(outbox.run(Arc::default(), || (), stop.clone()));
    for _ in 0..count {
        sent.recv().await.unwrap();
    }
    let took = began.elapsed();
    stop.cancel();
    running.await.unwrap();
    let sent = "SELECT count(*) FROM letter WHERE state = 'sent'";
    let sent: i64 = store.write_now(|tx| Ok(tx.query_row(sent, [], |row| row.get(0))?)).unwrap();
    assert_eq!(usize::try_from(sent), Ok(count));
    let attempts = "SELECT count(*) FROM attempt";
    let attempts: i64 = store.write_now(|tx| Ok(tx.query_row(attempts, [], |row| row.get(0))?)).unwrap();
    drop(home);
    (took, usize::try_from(attempts).unwrap())
}

fn house(count: usize) -> (TempDir, Store, Ground) {
    let home = TempDir::new().unwrap();
    let mut people = String::new();
    for number in 0..count {
        let chat = 1_000_000 + number;
        writeln!(people, "[[person]]\nid = \"p{number}\"\nrole = \"lawyer\"\nemail = \"u{number}@bench.example\"")
            .unwrap();
        writeln!(people, "telegram = {chat}").unwrap();
    }
    std::fs::write(home.path().join("people.toml"), people).unwrap();
    let setup = Setup::load(home.path(), WallClock.now()).unwrap().0;
    let key = StoreKey::create(&home.path().join("key")).unwrap();
    let store = Store::open(&home.path().join("bench.db"), &key).unwrap();
    (home, store, Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) })
}

/// The same mails as bytes, through the channel that writes them into a folder.
async fn written(count: usize) -> Vec<Vec<u8>> {
    let folder = TempDir::new().unwrap();
    let channels = Channels { folder: Some(Folder::new(folder.path().to_owned())), ..Channels::default() };
    outbox(count, "email", channels).await;
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|ext| ext == "eml"))
        .map(|file| std::fs::read(file).unwrap())
        .collect()
}

/// Three tasks with a connection each, that is kept for all mails; nothing is remembered.
async fn lettre_loop(mails: &Arc<Vec<Vec<u8>>>, cert: &Path, port: u16) -> Duration {
    let authority = Certificate::from_pem(&std::fs::read(cert).unwrap()).unwrap();
    let tls = TlsParameters::builder("localhost".to_owned()).certificate_store(CertificateStore::None);
    let tls = tls.add_root_certificate(authority).build().unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let began = clock();
    let tasks = (0..3).map(|_| {
        let (mails, tls, next) = (Arc::clone(mails), tls.clone(), Arc::clone(&next));
        tokio::spawn(async move {
            let (hello, server) = (ClientId::Domain("bench.example".to_owned()), ("localhost", port));
            let mut talk = AsyncSmtpConnection::connect_tokio1(server, None, &hello, Some(tls), None).await.unwrap();
            while let Some(mail) = mails.get(next.fetch_add(1, Ordering::Relaxed)) {
                let address = |text: &str| text.parse::<Address>().unwrap();
                let to = vec![address("u1@bench.example")];
                let envelope = Envelope::new(Some(address("staywatch@bench.example")), to).unwrap();
                talk.send(&envelope, mail).await.unwrap();
            }
            let _goodbye = talk.quit().await;
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    began.elapsed()
}
