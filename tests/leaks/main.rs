//! Nothing that could name somebody leaves the machine: cases full of marked strings, through every way out.
//!
//! In: files with a mark in every field (files.rs), half a year of a hand-moved clock, trouble of every kind, strangers.
//! Out: every text that left, by surface, and a list of marks that were found where they do not belong: empty. What may
//! show what is the table `MAY`. The count at the end is what docs/security.md quotes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use jiff::Timestamp;
use serde_json::Value;
use staywatch::channel::file::Folder;
use staywatch::channel::{Address, Answer, Letter};
use staywatch::clock::Clock;
use staywatch::notice::message::Message;
use staywatch::openpgp::OwnKey;
use staywatch::schedule::load_good;
use staywatch::store::{self, StoreKey};

mod asked;
#[path = "../support/botapi.rs"]
mod botapi;
mod files;
#[path = "../support/house.rs"]
mod house;
#[path = "../support/log.rs"]
mod log;
mod marks;
#[path = "../support/smtp.rs"]
mod smtp;
use asked::{board, cli};
use botapi::TOKEN;
use files::{
    BROKEN_PEOPLE, BROKEN_SETTINGS, CASES, GROUP, PEOPLE, SETTINGS, STRANGER, broken, case, mailbox, mark_case, people,
};
use house::House;
use log::Log;
use marks::{Class, Search};
use smtp::{Act, Stage};

/// What a surface may show besides codes, titles, dates and role words. Everything that is not here may show none.
const MAY: &[(&str, &[Class], &str)] = &[
    ("mail about staywatch itself", &[Class::Person], "an admin must know whom a message did not reach"),
    ("chat about staywatch itself", &[Class::Person], "the same"),
    ("log", &[Class::Person, Class::Path], "stays on the machine; ids are the admin's own names"),
    (
        "cli: explain",
        &[Class::What, Class::Facility],
        "the facts as the files have them; read by whoever has the files",
    ),
    ("cli: plan, replay", &[Class::Person], "says who is told; read by whoever has the files"),
    ("cli: evidence", &[Class::Person], "says who was told; that is its purpose"),
    ("cli: export", &[Class::Person, Class::Path], "the same; made on request from the files"),
    (
        "cli: doctor",
        &[Class::Person, Class::Path],
        "says whose address was refused and which folder has no room; read by whoever has the files",
    ),
    ("board", &[Class::Person], "signed in, to the people of the case"),
];

fn may(surface: &str) -> &'static [Class] {
    MAY.iter().find(|(name, ..)| *name == surface).map_or(&[], |(_, classes, _)| classes)
}

fn marked() -> Search {
    let mut search = Search::default();
    for (code, _) in CASES {
        mark_case(&mut search, code);
    }
    for word in ["zqmistyped", "zqmistyped_key"] {
        search.mark(Class::Typo, word);
    }
    for word in [TOKEN, TOKEN.split(':').nth(1).unwrap(), "zqpassword", "zqbottoken"] {
        search.mark(Class::Secret, word);
    }
    for word in ["zqstranger", &STRANGER.to_string()] {
        search.mark(Class::Stranger, word);
    }
    search
}

/// The mails and chat messages since the last look, by surface.
fn look_at_letters(search: &mut Search, house: &House, seen: &mut (usize, usize)) {
    let (mails, calls) = (house.mail.mails(), house.bot.calls());
    for mail in &mails[seen.0..] {
        let about_us = mail.data.contains("<case-system@");
        let surface = if about_us { "mail about staywatch itself" } else { "mail" };
        let to = mail.to.join(" ");
        // The address that it goes to is known to whoever carries it.
        let own: Vec<String> = PEOPLE.iter().map(|(id, ..)| mailbox(id)).filter(|own| to.contains(own)).collect();
        assert_eq!(own.len(), 1, "one recipient a mail: {to}");
        search.look(surface, may(surface), &[&own[0]], &mail.data);
    }
    for call in &calls[seen.1..] {
        let text = call.body["text"].as_str().unwrap_or_default();
        let surface = if call.method == "answerCallbackQuery" {
            "popup"
        } else if text.contains("staywatch: ") && !text.contains("/help") {
            "chat about staywatch itself"
        } else {
            "chat"
        };
        // Whom Telegram carries it to is known to Telegram.
        let mut body = call.body.clone();
        for address in ["chat_id", "message_id", "callback_query_id"] {
            body[address] = Value::Null;
        }
        search.look_json(surface, may(surface), &[], &body);
    }
    *seen = (mails.len(), calls.len());
}

/// Every letter as the store keeps it: also those that were refused, and what is shown only in encrypted mail.
fn look_at_store(search: &mut Search, house: &House) {
    let letters = house.store().write_now(|tx| {
        let mut select = tx.prepare("SELECT kind, message, key FROM letter")?;
        let rows = select
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    });
    for (kind, text, key) in letters.unwrap() {
        let message: Message = serde_json::from_str(&text).unwrap();
        let classes = if kind == "system" { may("mail about staywatch itself") } else { &[] };
        search.look("letter in the store", classes, &[], &message.text());
        search.look("letter in the store", classes, &[], message.page().as_str());
        search.look("letter, opened for encrypted mail", classes, &[], &message.opened().text());
        search.look("Message-ID and file name", &[], &[], &key);
        for entry in &message.calendar {
            search.look_json("calendar entry", &[], &[], &serde_json::to_value(entry).unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_marked_string_is_found_where_it_does_not_belong() {
    let log = Log::default();
    let writer = log.clone();
    let logging = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::TRACE);
    tracing::subscriber::set_global_default(logging.with_writer(move || writer.clone()).finish()).unwrap();
    let mut search = marked();
    let mut seen = (0, 0);
    let mut house = House::with("2026-03-02T05:00:00Z", &[], SETTINGS).await;
    let config = house.config();
    search.mark(Class::Path, config.parent().unwrap().file_name().unwrap().to_str().unwrap());
    search.mark(Class::Secret, fs::read_to_string(config.parent().unwrap().join("staywatch.key")).unwrap().trim());
    fs::create_dir(config.join("zq-keys")).unwrap();
    let (own, _) = OwnKey::create("2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
    fs::write(config.join("zq-keys/zq-sealed.asc"), own.certificate().armored().unwrap()).unwrap();
    let good_people = people(&mut search);
    search.assert_never_by_chance();
    house.people(&good_people).await;

    // Somebody's mailbox is refused, with words of the server's own; another chat has blocked the bot.
    house.mail.next(Stage::Rcpt, Act::Say("550 5.1.1 <zq-anna.box@zq-anna-host.example>: user zq-anna.box unknown"));
    house.bot.always(7_770_177_700_003, botapi::forbidden("bot was blocked by the user"));
    for turn in 0..2 {
        for (code, host) in CASES {
            let path = config.join("watchlist").join(format!("{code}.toml"));
            fs::write(path, case(code, host, turn)).unwrap();
        }
        house.reloads().await;
        let end = format!("2026-03-{:02}T05:30:00Z", 3 + turn * 4);
        house.until(&end).await;
        look_at_letters(&mut search, &house, &mut seen);
        let loaded = load_good(&config, house.store(), house.clock.now()).unwrap();
        assert_eq!(
            loaded.setup.cases.len(),
            CASES.len(),
            "{:?}",
            loaded.errors.iter().map(staywatch::form::Problem::line).collect::<Vec<_>>()
        );
        look_at_bot(&mut search, &mut house, &mut seen).await;
    }
    assert!(search.surfaces["mail"].0 > 200 && search.surfaces["chat"].0 > 100, "{:?}", search.surfaces);
    cli(&mut search, &config);
    board(&mut search, &house).await;

    // Every mistake in turn, and its end; then a file that is gone.
    let (code, host) = CASES[0];
    let good = case(code, host, 1);
    for text in broken(code, host) {
        house.edits(&format!("{code}.toml"), &text).await;
        let errors = load_good(&config, house.store(), house.clock.now()).unwrap().errors;
        assert!(!errors.is_empty(), "this is no mistake: {text}");
        tidy(&mut house, 1).await;
    }
    house.edits(&format!("{code}.toml"), &good).await;
    for text in BROKEN_PEOPLE {
        house.people(text).await;
        tidy(&mut house, 1).await;
    }
    search.assert_never_by_chance();
    house.people(&good_people).await;
    for text in BROKEN_SETTINGS {
        fs::write(config.join("staywatch.toml"), text).unwrap();
        house.reloads().await;
        tidy(&mut house, 1).await;
    }
    fs::write(config.join("staywatch.toml"), SETTINGS).unwrap();
    house.loses("basil.toml").await;
    tidy(&mut house, 60).await;
    look_at_letters(&mut search, &house, &mut seen);
    assert!(search.surfaces["mail about staywatch itself"].0 > 20, "{:?}", search.surfaces);
    look_at_store(&mut search, &house);
    look_at_sealed(&mut search, &house, &own);
    files_channel(&mut search, &house).await;
    look_at_disk(&mut search, &house);
    house.ignores_the_rest();
    let logged = log.take();
    assert!(logged.len() > 100_000, "the log was captured: {}", logged.len());
    for line in logged.lines() {
        search.look("log", may("log"), &[], line);
    }
    report(search);
}

async fn tidy(house: &mut House, minutes: i64) {
    let then = house.clock.now().checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap();
    house.until(&then.to_string()).await;
}

/// Every command, by everybody, and what strangers say.
async fn look_at_bot(search: &mut Search, house: &mut House, seen: &mut (usize, usize)) {
    // A minute for each, or the limit would answer for them.
    let commands = [
        "/help",
        "/due",
        "/risk",
        "/case amber",
        "/who amber",
        "/signal amber moved",
        "/contact amber",
        "/nonsense",
        "/case",
        "/signal amber zqnotmarked",
        "/case no-such-case",
        "/ack",
        "/ack amber",
        "/ack AAA-AAA",
        "/board",
        "/due tomorrow",
    ];
    for chat in [7_770_177_700_001, 7_770_177_700_002, 7_770_177_700_005] {
        let minute = house.clock.now().checked_add(jiff::SignedDuration::from_secs(61)).unwrap();
        house.clock.set(minute);
        for command in commands {
            let buttons = house.hears(chat, command).await;
            if let Some(no) = buttons.get(1).filter(|data| data.starts_with("no:")) {
                house.bot.press(chat, chat, 77, no);
            }
        }
    }
    house.bot.says(GROUP, 7_770_177_700_002, "/case@staywatch_bot amber");
    for text in ["/start zqstranger", "/case amber zqstranger", "zqstranger"] {
        house.bot.says(STRANGER, STRANGER, text);
    }
    house.bot.press(STRANGER, STRANGER, 5, "zqstranger:1");
    house.bot.heard().await;
    look_at_letters(search, house, seen);
}

/// What lies on the disk beside the configuration: the store as it is used, its log, a copy. Every mark was in it in clear
/// words a moment ago.
fn look_at_disk(search: &mut Search, house: &House) {
    let folder = house.config().parent().unwrap().to_owned();
    let key = StoreKey::read(&folder.join("staywatch.key")).unwrap();
    let backup = store::back_up(&folder.join("staywatch.db"), &key, &folder.join("copies"), house.clock.now()).unwrap();
    let names = ["staywatch.db", "staywatch.db-wal", "staywatch.db-shm", "staywatch.lock"];
    let files = names.iter().map(|name| folder.join(name)).chain([backup.path]);
    for file in files.filter(|file| file.exists()) {
        search.look_at_bytes("store, log and copy on the disk", &fs::read(&file).unwrap());
    }
    // Without this the store could be free of marks because none was ever in it.
    let kept = house.store().write_now(|tx| {
        let count = "SELECT count(*) FROM good_file WHERE instr(text, 'zqname-amber') AND instr(text, 'Жмыхов')";
        Ok(tx.query_row(count, [], |row| row.get::<_, i64>(0))?)
    });
    assert!(kept.unwrap() > 0);
    let (texts, bytes) = search.surfaces["store, log and copy on the disk"];
    assert!(texts >= 4 && bytes > 1_000_000, "{texts} files, {bytes} bytes");
}

/// The mails to whoever has a key, opened with it.
fn look_at_sealed(search: &mut Search, house: &House, own: &OwnKey) {
    let mut opened = 0;
    for mail in house.mail.mails() {
        let Some(at) = mail.data.find("-----BEGIN PGP MESSAGE-----") else { continue };
        let end = mail.data.find("-----END PGP MESSAGE-----").unwrap();
        let text = own.open(format!("{}-----END PGP MESSAGE-----\n", &mail.data[at..end]).as_bytes(), 1 << 20).unwrap();
        // Names of the team, notes and sources stay on the machine even then.
        let address = mailbox("zq-sealed");
        search.look("encrypted mail, opened", &[], &[&address], &String::from_utf8_lossy(&text));
        opened += 1;
    }
    assert!(opened > 20, "{opened} mails were encrypted");
}

fn letters(house: &House) -> Vec<Letter> {
    let read = house.store().write_now(|tx| {
        let mut select = tx.prepare("SELECT key, thread, person, channel, message, owed_at FROM letter")?;
        let rows = select.query_map([], |row| {
            let (person, channel): (String, String) = (row.get(2)?, row.get(3)?);
            let chat = PEOPLE.iter().find(|(id, ..)| *id == person).map_or(GROUP, |(_, _, chat, _)| *chat);
            let mail = channel == "email";
            Ok(Letter {
                key: row.get(0)?,
                thread: row.get(1)?,
                dated: Timestamp::from_second(row.get(5)?).unwrap(),
                to: if mail { Address::Email(mailbox(&person)) } else { Address::Telegram(chat) },
                message: serde_json::from_str(&row.get::<_, String>(4)?).unwrap(),
                repeat: false,
                buttons: Vec::new(),
                seal: None,
            })
        })?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    });
    read.unwrap()
}

/// Every letter once more as a file in a folder, for machines without a mail server and a bot.
async fn files_channel(search: &mut Search, house: &House) {
    let folder = house.config().join("messages");
    let channel = Folder::new(&folder);
    for letter in letters(house) {
        let person = match &letter.to {
            Address::Email(mailbox) => mailbox.clone(),
            _ => String::new(),
        };
        let about_us = letter.thread == "system";
        let Answer::Sent(name) = channel.send(&letter).await else { panic!("not written") };
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        assert_eq!(fs::metadata(folder.join(&name)).unwrap().permissions().mode() & 0o777, 0o600);
        let classes: &[Class] = if about_us { &[Class::Person, Class::Chat] } else { &[Class::Chat] };
        search.look("message as a file", classes, &[&person], &text);
        search.look("Message-ID and file name", &[], &[], &name);
    }
}

#[expect(clippy::print_stdout, reason = "the count is what the test is asked for")]
fn report(search: Search) {
    let texts: usize = search.surfaces.values().map(|(texts, _)| texts).sum();
    let bytes: usize = search.surfaces.values().map(|(_, bytes)| bytes).sum();
    for (surface, (texts, bytes)) in &search.surfaces {
        println!("{surface:<45} {texts:>7} texts {bytes:>10} bytes");
    }
    let (strings, surfaces) = (search.marks.len(), search.surfaces.len());
    println!(
        "{strings} marked strings, {surfaces} surfaces, {} cases: {texts} texts, {bytes} bytes searched",
        CASES.len()
    );
    let mut found = search.found;
    found.sort();
    found.dedup_by_key(|line| line.split(" in: ").next().unwrap().to_owned());
    assert!(found.is_empty(), "{} leaks\n{}", found.len(), found.join("\n"));
}
