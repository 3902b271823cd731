//! The store: what its schema forbids, what opening refuses, and that nothing in it can be read without the key.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use staywatch::ids::{CaseId, PersonId};
use staywatch::law::rule::Severity;
use staywatch::notice::message::{Block, Message};
use staywatch::notice::plan::Mark;
use staywatch::store::{self, Lock, Owed, Settlement, Store, StoreError, StoreKey};
use tempfile::TempDir;

const WORD: &str = "MARKED-WORD-THAT-MUST-NOT-BE-READABLE";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn owed(step: &str) -> Owed {
    Owed {
        case: Some(CaseId::parse("a").unwrap()),
        key: format!("a-reminder-{step}"),
        thread: "a".into(),
        kind: "reminder",
        severity: Severity::High,
        person: PersonId::parse("counsel").unwrap(),
        channel: "email",
        message: Message {
            subject: WORD.into(),
            blocks: vec![Block::Line(WORD.into())],
            language: "en".into(),
            ..Message::default()
        },
        moot: None,
        marks: vec![Mark { subject: "rule/arrest-1".into(), revision: 1, step: step.into() }],
        matters: Vec::new(),
        code: None,
        not_before: None,
    }
}

fn house() -> (TempDir, Store) {
    let folder = TempDir::new().unwrap();
    let key = StoreKey::create(&folder.path().join("key")).unwrap();
    let store = Store::open(&folder.path().join("s.db"), &key).unwrap();
    (folder, store)
}

fn reopen(folder: &Path) -> Result<Store, StoreError> {
    Store::open(&folder.join("s.db"), &StoreKey::read(&folder.join("key")).unwrap())
}

#[test]
fn owing_twice_owes_once() {
    let (_folder, store) = house();
    store
        .write_now(|tx| {
            assert!(store::owe(tx, &owed("7d"), at(0))?);
            assert!(!store::owe(tx, &owed("7d"), at(5))?);
            assert!(store::owe(tx, &owed("3d"), at(5))?);
            assert_eq!(store::counts(tx)?, (2, 0, 0));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_claimed_letter_is_not_claimed_again_until_its_lease_runs_out() {
    let (_folder, store) = house();
    let lease = SignedDuration::from_secs(60);
    store
        .write_now(|tx| {
            store::owe(tx, &owed("7d"), at(0))?;
            assert_eq!(store::claim(tx, "email", at(0), lease, 10)?.len(), 1);
            assert_eq!(store::claim(tx, "email", at(59), lease, 10)?.len(), 0);
            let again = store::claim(tx, "email", at(60), lease, 10)?;
            assert_eq!(again[0].attempt, 2);
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_a_transaction_decided_is_gone_with_it() {
    let (folder, store) = house();
    let failed = store.write_now(|tx| {
        store::owe(tx, &owed("7d"), at(0))?;
        Err::<(), _>(StoreError::Stopping)
    });
    assert!(failed.is_err());
    drop(store);
    let counted = reopen(folder.path()).unwrap().write_now(store::counts).unwrap();
    assert_eq!(counted, (0, 0, 0));
}

#[test]
fn a_cut_off_attempt_makes_its_letter_due_and_uncertain() {
    let (folder, store) = house();
    store
        .write_now(|tx| {
            store::owe(tx, &owed("7d"), at(0))?;
            store::claim(tx, "email", at(0), SignedDuration::from_secs(600), 10)
        })
        .unwrap();
    drop(store);
    let claimed = reopen(folder.path())
        .unwrap()
        .write_now(|tx| {
            assert_eq!(store::close_cut_off(tx, at(10))?, 1);
            store::claim(tx, "email", at(10), SignedDuration::from_secs(600), 10)
        })
        .unwrap();
    assert!(claimed[0].uncertain);
}

#[test]
fn a_settled_letter_is_never_claimed() {
    let (_folder, store) = house();
    store
        .write_now(|tx| {
            store::owe(tx, &owed("7d"), at(0))?;
            let claimed = store::claim(tx, "email", at(0), SignedDuration::from_secs(1), 10)?;
            let sent = Settlement { id: claimed[0].id, attempt: 1, outcome: "sent", why: None, end: Ok("250".into()) };
            store::settle(tx, &[sent], at(1))?;
            assert_eq!(store::claim(tx, "email", at(100), SignedDuration::from_secs(1), 10)?.len(), 0);
            assert_eq!(store::counts(tx)?, (0, 1, 0));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_letter_that_cannot_be_read_stalls_nobody() {
    let (_folder, store) = house();
    store
        .write_now(|tx| {
            store::owe(tx, &owed("7d"), at(0))?;
            tx.execute("UPDATE letter SET message = '{\"odd\": 1}'", [])?;
            store::owe(tx, &owed("3d"), at(0))?;
            let claimed = store::claim(tx, "email", at(0), SignedDuration::from_secs(60), 10)?;
            assert_eq!(claimed.len(), 1);
            assert_eq!(store::counts(tx)?, (1, 0, 1));
            Ok(())
        })
        .unwrap();
}

#[test]
fn impossible_states_are_refused() {
    let (_folder, store) = house();
    let impossible = [
        "UPDATE letter SET state = 'sent'",
        "UPDATE letter SET receipt = 'x'",
        "UPDATE letter SET severity = 3",
        "UPDATE letter SET channel = 'pigeon'",
        "UPDATE letter SET message = 'not json'",
        "INSERT INTO notice VALUES ('a', 's', 1, 'x', 'p', 'email', NULL)",
        "INSERT INTO notice VALUES ('a', 's', 1, 'x', 'p', 'email', 999)",
        "INSERT INTO attempt VALUES (999, 1, 0, NULL, NULL)",
        "INSERT INTO told_date VALUES ('a', 's', 0, 'yesterday', 'UTC')",
        "INSERT INTO docket VALUES ('a', 's', 2, 1, 'pending')",
        "INSERT INTO watch VALUES ('a', 'soon', NULL)",
        "INSERT INTO watch VALUES ('a', 0, 'dreadful')",
    ];
    for statement in impossible {
        let done = store.write_now(|tx| {
            store::owe(tx, &owed("7d"), at(0))?;
            tx.execute_batch(statement)?;
            // What refers to a row that is not there is found when the transaction ends.
            Ok(())
        });
        assert!(done.is_err(), "{statement}");
    }
}

#[test]
fn another_key_opens_nothing_and_changes_nothing() {
    let (folder, store) = house();
    drop(store);
    let before = fs::read(folder.path().join("s.db")).unwrap();
    let other = StoreKey::create(&folder.path().join("other")).unwrap();
    let refused = Store::open(&folder.path().join("s.db"), &other).unwrap_err();
    assert!(matches!(refused, StoreError::WrongKey(_)), "{refused}");
    assert_eq!(fs::read(folder.path().join("s.db")).unwrap(), before);
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let (folder, _store) = house();
    let path = folder.path().join("key");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let refused = StoreKey::read(&path).unwrap_err().to_string();
    assert!(refused.contains("640") && refused.contains("600"), "{refused}");
}

#[test]
fn a_newer_database_is_refused() {
    let (folder, store) = house();
    let newer = "INSERT INTO refinery_schema_history VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')";
    store.write_now(|tx| Ok(tx.execute_batch(newer)?)).unwrap();
    drop(store);
    let refused = reopen(folder.path()).unwrap_err();
    assert!(matches!(refused, StoreError::Newer { .. }), "{refused}");
}

#[test]
fn a_second_daemon_on_the_store_is_refused() {
    let (folder, _store) = house();
    let path = folder.path().join("s.db");
    let first = Lock::take(&path).unwrap();
    assert!(matches!(Lock::take(&path), Err(StoreError::InUse(_))));
    drop(first);
    assert!(Lock::take(&path).is_ok());
}

#[test]
fn nothing_that_was_written_can_be_read_from_the_disk() {
    let (folder, store) = house();
    store.write_now(|tx| store::owe(tx, &owed("7d"), at(0))).unwrap();
    let mut read = 0;
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let found = bytes.windows(WORD.len()).any(|window| window == WORD.as_bytes());
        assert!(!found, "{} holds the word", path.display());
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{} has mode {mode:o}", path.display());
        read += bytes.len();
    }
    assert!(read > 10_000, "database and write-ahead log were looked at");
    // The file is no plain database either.
    assert!(
        Connection::open(folder.path().join("s.db"))
            .unwrap()
            .query_row("SELECT 1 FROM letter", [], |_| Ok(()))
            .is_err()
    );
}
