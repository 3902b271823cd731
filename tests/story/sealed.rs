//! Encrypted mail from end to end: what stands outside, what stands inside, and what is left when a key is dead.
//!
//! In: a case with facts, people with and without keys. Out: the mails a real server received, opened with the reader's
//! key. What is for encrypted mail alone must be found there and nowhere else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;

use staywatch::config::Setup;
use staywatch::openpgp::{Form, OwnKey, encrypt};
use tempfile::TempDir;

use crate::house::{self, House};
use crate::smtp;

const CASE: &str = r#"
id = "case-a"
host = "RU"
requested_by = "BY"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
coordinators = ["duty"]
[[event]]
kind = "arrest"
on = 2026-02-20
note = "NOTE-OF-THE-TEAM"
source = "SOURCE-OF-IT"
[[event]]
kind = "extradition-granted"
on = 2026-03-02
notified = 2026-03-02
"#;

/// What only stands in the full account.
const FULL: &[&str] =
    &["The case in full", "Gravity of the charge: grave", "Timeline", "Fri 2026-02-20", "Requested by"];

struct Reader {
    keys: TempDir,
    own: OwnKey,
}

impl Reader {
    fn with_a_key() -> Self {
        let keys = TempDir::new().unwrap();
        let (own, _) = OwnKey::create("2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
        fs::write(keys.path().join("counsel.asc"), own.certificate().armored().unwrap()).unwrap();
        Self { keys, own }
    }

    fn people(&self, detail: &str) -> String {
        let pgp = self.keys.path().join("counsel.asc");
        let ours = format!("role = \"lawyer\"\ndetail = \"{detail}\"\npgp = \"{}\"\n", pgp.display());
        house::PEOPLE.replacen("role = \"lawyer\"\n", &ours, 1)
    }

    /// What stands inside an encrypted mail.
    fn opens(&self, mail: &str) -> String {
        let start = mail.find("-----BEGIN PGP MESSAGE-----").expect("an encrypted mail");
        let inside = self.own.open(&mail.as_bytes()[start..], 1_000_000).unwrap();
        decoded(std::str::from_utf8(&inside).unwrap())
    }
}

/// Quoted-printable undone, as far as English needs it.
fn decoded(text: &str) -> String {
    text.replace("=\r\n", "").replace("=3D", "=").replace("\r\n", "\n")
}

async fn day(reader: &Reader, detail: &str) -> (House, Vec<smtp::Received>, Vec<String>) {
    let mut house = House::at("2026-03-02T10:00:00Z", &[]).await;
    house.people(&reader.people(detail)).await;
    house.edits("a.toml", CASE).await;
    house.until("2026-03-02T12:00:00Z").await;
    let chats = house.bot.sent().iter().map(ToString::to_string).collect();
    let mails = house.mail.mails();
    (house, mails, chats)
}

fn to<'a>(mails: &'a [smtp::Received], who: &str) -> Vec<&'a smtp::Received> {
    mails.iter().filter(|mail| mail.to[0].contains(who)).collect()
}

#[tokio::test]
async fn a_lawyer_with_a_key_reads_the_case_in_full_and_nobody_else_does() {
    let reader = Reader::with_a_key();
    let (house, mails, chats) = day(&reader, "full").await;
    let ours = to(&mails, "counsel");
    assert!(!ours.is_empty() && !chats.is_empty(), "{} mails, {} chats", ours.len(), chats.len());
    for mail in &ours {
        assert_eq!(mail.to.len(), 1);
        assert!(mail.data.contains("\r\nSubject: case-a [...]\r\n"), "{}", mail.data);
        let kind = "Content-Type: multipart/encrypted; boundary=";
        assert!(mail.data.contains(kind) && mail.data.contains("protocol=\"application/pgp-encrypted\""));
        for word in FULL.iter().chain(&["Appeal", "2026", "Extradition"]) {
            let outside = mail.data.replace("02 Mar 2026", "");
            assert!(!outside.contains(word), "{word} stands outside: {}", mail.data);
        }
        let inside = reader.opens(&mail.data);
        assert!(inside.contains("protected-headers=\"v1\"") && inside.contains("hp=\"cipher\""), "{inside}");
        assert!(
            inside.starts_with("HP-Outer: From: ") && inside.contains("HP-Outer: Subject: case-a [...]"),
            "{inside}"
        );
        assert!(inside.contains("\nSubject: case-a: "), "{inside}");
        for word in FULL {
            assert!(inside.contains(word), "{word} is missing inside: {inside}");
        }
        for word in ["NOTE-OF-THE-TEAM", "SOURCE-OF-IT"] {
            assert!(!inside.contains(word), "{word} left the machine: {inside}");
        }
    }
    let of_admin = to(&mails, "admin").iter().map(|mail| mail.data.clone()).collect::<Vec<_>>();
    for text in chats.iter().chain(&of_admin) {
        assert!(FULL.iter().all(|word| !text.contains(word)), "{text}");
    }
    house.ignores_the_rest();
}

#[tokio::test]
async fn with_code_detail_the_mail_is_encrypted_and_says_no_more() {
    let reader = Reader::with_a_key();
    let (house, mails, _) = day(&reader, "code").await;
    for mail in to(&mails, "counsel") {
        let inside = reader.opens(&mail.data);
        assert!(inside.contains("Appeal against the decision to extradite"), "{inside}");
        assert!(!inside.contains("The case in full"), "{inside}");
    }
    house.ignores_the_rest();
}

/// The key of tests/keys that ended in June 2026, and how its trouble is told.
#[tokio::test]
async fn a_dead_key_silences_nobody_and_lets_nothing_out() {
    let reader = Reader::with_a_key();
    fs::copy("tests/keys/expired.asc", reader.keys.path().join("counsel.asc")).unwrap();
    let mut house = House::at("2026-11-24T10:00:00Z", &[]).await;
    house.people(&reader.people("full")).await;
    house.edits("a.toml", &CASE.replace("2026-03-02", "2026-11-23").replace("2026-02-20", "2026-11-10")).await;
    house.until("2026-12-06T10:00:00Z").await;
    let mails = house.mail.mails();
    let ours = to(&mails, "counsel");
    assert!(ours.len() > 3, "{}", ours.len());
    for mail in &ours {
        let text = decoded(&mail.data);
        assert!(text.contains("Subject: case-a: ") && text.contains("This mail is not encrypted"), "{text}");
        assert!(FULL.iter().all(|word| !text.contains(word)), "{text}");
    }
    let told: Vec<_> =
        to(&mails, "admin").into_iter().filter(|mail| mail.data.contains("the key of counsel")).collect();
    assert_eq!(told.len(), 1, "the admins are told once");
    assert!(decoded(&told[0].data).contains("this key expired on 2026-06-01"), "{}", told[0].data);
    // A key that is in order again is used for the very next mail.
    let fresh = reader.own.certificate().armored().unwrap();
    fs::write(reader.keys.path().join("counsel.asc"), fresh).unwrap();
    house.reloads().await;
    let before = house.mail.mails().len();
    house.edits("b.toml", &CASE.replace("case-a", "case-b").replace("2026-03-02", "2026-12-05")).await;
    house.until("2026-12-06T12:00:00Z").await;
    let after = house.mail.mails();
    let fresh: Vec<_> =
        to(&after[before..], "counsel").into_iter().filter(|mail| mail.data.contains("case-b")).collect();
    assert!(!fresh.is_empty());
    assert!(fresh.iter().all(|mail| reader.opens(&mail.data).contains("The case in full")));
    house.ignores_the_rest();
}

#[tokio::test]
async fn a_sealed_case_counts_and_goes_on_when_its_file_can_no_longer_be_opened() {
    let home = TempDir::new().unwrap();
    let (own, text) = OwnKey::create("2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let key = home.path().join("key");
    fs::write(&key, text.as_bytes()).unwrap();
    fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let settings = format!("[digest]\nat = \"never\"\n[config]\nkey_file = \"{}\"\n", key.display());
    let to = [own.certificate().usable("2026-03-01T00:00:00Z".parse().unwrap()).unwrap()];
    let sealed = |text: &str| String::from_utf8(encrypt(text.as_bytes(), &to, Form::Armored).unwrap()).unwrap();
    let mut house = House::with("2026-03-02T10:00:00Z", &[("a.toml.asc", &sealed(CASE))], &settings).await;
    house.until("2026-03-02T12:00:00Z").await;
    assert!(house.mails().iter().any(|subject| subject.starts_with("case-a: ")), "a sealed case is counted");
    // A mistake inside, then a file that nobody can open: the last good text goes on, and nothing of it is told.
    for text in [sealed(&CASE.replace("extradition-granted", "MARKED-KIND")), "no message at all".to_owned()] {
        let before = house.mail.mails().len();
        house.edits("a.toml.asc", &text).await;
        house.until(if text.starts_with('-') { "2026-03-02T13:00:00Z" } else { "2026-03-02T14:00:00Z" }).await;
        let told = house.mail.mails()[before..].iter().map(|mail| decoded(&mail.data)).collect::<String>();
        assert!(told.contains("a.toml.asc:"), "the admins hear where: {told}");
        assert!(!told.contains("MARKED"), "{told}");
    }
    house.mails();
    house.until("2026-03-11T22:00:00Z").await;
    assert!(house.mails().iter().any(|subject| subject.contains("Appeal against")), "the case went dark");
    house.ignores_the_rest();
}

#[test]
fn check_says_what_is_wrong_with_a_key_and_where() {
    let reader = Reader::with_a_key();
    let config = TempDir::new().unwrap();
    fs::write(config.path().join("people.toml"), reader.people("full")).unwrap();
    let file = reader.keys.path().join("counsel.asc");
    let says = |moment: &str| {
        let (_, problems) = Setup::load(config.path(), moment.parse().unwrap()).unwrap();
        let found = problems.iter().find(|problem| problem.span.start > 0).map(|problem| {
            let (line, column) = problem.sheet.place(problem.span.start);
            format!("{line}:{column} {}: {}", problem.weight.word(), problem.says)
        });
        found.unwrap_or_default().replace(&format!("{}/", reader.keys.path().display()), "")
    };
    let mut all = Vec::new();
    for (key, moment) in [
        ("good", "2026-11-24T10:00:00Z"),
        ("good", "2035-12-15T00:00:00Z"),
        ("expired", "2026-11-24T10:00:00Z"),
        ("revoked", "2026-11-24T10:00:00Z"),
        ("sign-only", "2026-11-24T10:00:00Z"),
        ("weak", "2026-11-24T10:00:00Z"),
    ] {
        fs::copy(format!("tests/keys/{key}.asc"), &file).unwrap();
        all.push(says(moment));
    }
    fs::write(&file, "not a key").unwrap();
    all.push(says("2026-11-24T10:00:00Z"));
    fs::remove_file(&file).unwrap();
    all.push(says("2026-11-24T10:00:00Z"));
    insta::assert_snapshot!(all.join("\n"), @r"

    6:7 warning: the key in counsel.asc expires on 2036-01-01
    6:7 warning: counsel.asc: this key expired on 2026-06-01
    6:7 warning: counsel.asc: this key was revoked
    6:7 error: counsel.asc: no part of this key is for encrypting messages
    6:7 error: counsel.asc: this key is too weak (RSA with 1024 bits)
    6:7 error: counsel.asc: this is not an OpenPGP public key
    6:7 error: the key file counsel.asc cannot be read: No such file or directory (os error 2)
    ");
}
