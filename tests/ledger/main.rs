//! The ledger: nothing in it can be changed unseen, a purged case leaves nothing behind, and no alert waits for it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use staywatch::ids::{CaseId, PersonId};
use staywatch::law::rule::Severity;
use staywatch::notice::message::{Block, Message};
use staywatch::notice::plan::Mark;
use staywatch::store::{self, Broken, Owed, Settlement, Store, StoreError, Verdict};

#[path = "../support/machine.rs"]
mod machine;

mod erase;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn owed(case: &str, step: &str) -> Owed {
    Owed {
        case: Some(CaseId::parse(case).unwrap()),
        key: format!("{case}-reminder-{step}"),
        thread: case.into(),
        kind: "reminder",
        severity: Severity::High,
        person: PersonId::parse("counsel").unwrap(),
        channel: "email",
        message: Message {
            subject: "s".into(),
            blocks: vec![Block::Line("words".into())],
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

fn send_all(tx: &rusqlite::Transaction<'_>) -> Result<(), StoreError> {
    for letter in store::claim(tx, "email", at(100), SignedDuration::from_secs(60), 10)? {
        let end = Ok("250 2.0.0 queued".to_owned());
        let sent = Settlement { id: letter.id, attempt: 1, outcome: "sent", why: None, end };
        store::settle(tx, &[sent], at(101))?;
    }
    Ok(())
}

/// A store with three letters that were sent: entries 0 to 6.
fn three_letters() -> Store {
    let store = Store::in_memory().unwrap();
    store
        .write_now(|tx| {
            for (case, step) in [("a", "7d"), ("b", "7d"), ("a", "3d")] {
                assert!(store::owe(tx, &owed(case, step), at(0))?);
            }
            send_all(tx)
        })
        .unwrap();
    store
}

fn verdict(store: &Store, known: &[(i64, String)]) -> Verdict {
    store.write_now(|tx| store::verify(tx, known)).unwrap()
}

fn broken(store: &Store) -> Vec<Broken> {
    verdict(store, &[]).broken
}

/// Does to the store what its guards forbid, and puts the guards back.
fn forge(store: &Store, sql: &str) {
    let names = ["chain_in_order", "chain_no_update", "chain_no_delete"];
    store
        .write_now(|tx| {
            let mut guards = Vec::new();
            for name in names {
                let of = "SELECT sql FROM sqlite_schema WHERE name = ?1";
                guards.push(tx.query_row(of, [name], |row| row.get::<_, String>(0))?);
                tx.execute_batch(&format!("DROP TRIGGER {name}"))?;
            }
            tx.execute_batch(sql)?;
            Ok(tx.execute_batch(&guards.join(";"))?)
        })
        .unwrap();
}

#[test]
fn every_letter_is_entered_when_it_is_owed_and_when_it_is_settled() {
    let store = three_letters();
    let found = verdict(&store, &[]);
    assert_eq!((found.entries, found.letters, found.erased, found.broken), (7, 3, 0, vec![]));
    let mut kinds = Vec::new();
    let read = store.write_now(|tx| {
        store::entries(tx, Some("a"), |entry| {
            kinds.push((entry.seq, entry.kind.clone(), entry.says()["channel"].clone()));
            Ok(())
        })
    });
    read.unwrap();
    let kinds: Vec<(i64, &str)> = kinds.iter().map(|(seq, kind, _)| (*seq, kind.as_str())).collect();
    assert_eq!(kinds, [(1, "owed"), (3, "owed"), (4, "sent"), (6, "sent")]);
}

#[rstest]
#[case::a_body("UPDATE chain SET body = replace(body, 'counsel', 'counsek') WHERE seq = 4", 4, "its body was changed")]
#[case::a_receipt("UPDATE chain SET body = replace(body, '250', '251') WHERE seq = 5", 5, "its body was changed")]
#[case::a_salt("UPDATE chain SET salt = zeroblob(16) WHERE seq = 4", 4, "its body was changed")]
#[case::a_moment("UPDATE chain SET at = at + 1 WHERE seq = 4", 4, "its number, moment")]
#[case::a_kind("UPDATE chain SET kind = 'refused' WHERE seq = 4", 4, "its number, moment")]
#[case::a_sum("UPDATE chain SET sum = zeroblob(32) WHERE seq = 4", 4, "its body was changed")]
#[case::a_hash("UPDATE chain SET hash = zeroblob(32) WHERE seq = 4", 4, "its number, moment")]
#[case::a_link("UPDATE chain SET prev = zeroblob(32) WHERE seq = 4", 4, "it does not follow")]
#[case::one_is_missing("DELETE FROM chain WHERE seq = 4", 4, "it is missing")]
#[case::the_beginning_is_missing("DELETE FROM chain WHERE seq = 0", 0, "it is missing")]
#[case::two_change_places(
    "UPDATE chain SET seq = 99 WHERE seq = 4; UPDATE chain SET seq = 4 WHERE seq = 5; UPDATE chain SET seq = 5 WHERE seq = 99",
    4,
    "it does not follow"
)]
#[case::a_body_is_gone("UPDATE chain SET body = NULL, salt = NULL WHERE seq = 4", 4, "its body is gone")]
fn one_change_is_found_where_it_was_made(#[case] sql: &str, #[case] seq: i64, #[case] what: &str) {
    let store = three_letters();
    forge(&store, sql);
    let found = broken(&store);
    let first = found.first().unwrap_or_else(|| panic!("nothing was found"));
    assert!(first.seq == Some(seq) && first.what.starts_with(what), "{found:?}");
}

#[test]
fn every_single_byte_of_every_body_counts() {
    let store = three_letters();
    let mut tried = 0;
    for seq in 0..7 {
        let of = "SELECT body FROM chain WHERE seq = ?1";
        let body: String = store.write_now(|tx| Ok(tx.query_row(of, [seq], |row| row.get(0))?)).unwrap();
        for place in 0..body.len() {
            let mut changed = body.clone().into_bytes();
            // Digits and letters stay what they are, so that it is JSON still.
            let Some(other) = (match changed[place] {
                digit @ b'1'..=b'8' => Some(digit + 1),
                letter @ b'a'..=b'y' => Some(letter + 1),
                _ => None,
            }) else {
                continue;
            };
            changed[place] = other;
            let changed = String::from_utf8(changed).unwrap();
            if serde_json::from_str::<serde_json::Value>(&changed).is_err() {
                continue;
            }
            let quoted = |text: &str| text.replace('\'', "''");
            forge(&store, &format!("UPDATE chain SET body = '{}' WHERE seq = {seq}", quoted(&changed)));
            assert_eq!(broken(&store).first().and_then(|broken| broken.seq), Some(seq), "{changed}");
            forge(&store, &format!("UPDATE chain SET body = '{}' WHERE seq = {seq}", quoted(&body)));
            tried += 1;
        }
    }
    assert_eq!(broken(&store), []);
    assert!(tried > 500, "{tried}");
}

#[test]
fn whoever_rewrites_all_of_it_is_given_away_by_a_head_that_was_written_down() {
    let honest = three_letters();
    let head = verdict(&honest, &[]).head.unwrap();
    // The same acts a second later: a whole ledger, and another one.
    let forged = three_letters();
    assert_eq!(broken(&forged), []);
    let known = [(head.seq, store::hex(&head.hash)[..32].to_owned())];
    assert_eq!(verdict(&honest, &known).broken, []);
    let found = verdict(&forged, &known).broken;
    assert_eq!((found[0].seq, found[0].what.as_str()), (Some(6), "its hash is not the one that was written down"));
    forge(&honest, "DELETE FROM chain WHERE seq = 6");
    let found = verdict(&honest, &known).broken;
    assert!(found[0].what.contains("cut off"), "{found:?}");
}

#[rstest]
#[case::change("UPDATE chain SET body = '{}' WHERE seq = 2")]
#[case::change_when_erasing("UPDATE chain SET body = NULL, salt = NULL, at = 5 WHERE seq = 2")]
#[case::delete("DELETE FROM chain WHERE seq = 6")]
#[case::put_in_place_of(
    "INSERT OR REPLACE INTO chain (seq, at, kind, body, salt, sum, prev, hash) SELECT seq, at, kind, '{}', salt, sum, prev, hash FROM chain WHERE seq = 2"
)]
#[case::leave_a_gap(
    "INSERT INTO chain (seq, at, kind, body, salt, sum, prev, hash) SELECT seq + 2, at, kind, body, salt, sum, hash, hash FROM chain WHERE seq = 6"
)]
#[case::begin_a_branch(
    "INSERT INTO chain (seq, at, kind, body, salt, sum, prev, hash) SELECT seq + 1, at, kind, body, salt, sum, prev, hash FROM chain WHERE seq = 6"
)]
fn the_database_itself_refuses(#[case] sql: &str) {
    let store = three_letters();
    let refused = store.write_now(|tx| Ok(tx.execute_batch(sql)?)).unwrap_err();
    assert!(std::error::Error::source(&refused).unwrap().to_string().contains("ledger"), "{refused:?}");
    assert_eq!(broken(&store), []);
}

#[rstest]
#[case::text("UPDATE letter SET message = replace(message, 'words', 'wards') WHERE id = 2", "the text of letter 2")]
#[case::gone(
    "DELETE FROM notice; DELETE FROM attempt WHERE letter = 2; DELETE FROM letter WHERE id = 2",
    "letter 2 was owed"
)]
#[case::never_sent(
    "UPDATE letter SET state = 'owed', receipt = NULL, settled_at = NULL WHERE id = 2",
    "letter 2 was sent by its entry"
)]
#[case::made_up(
    "INSERT INTO letter (key, thread, kind, severity, person, channel, message, owed_at, next_try) VALUES ('k', 'a', 'risk', 1, 'x', 'email', '{}', 5, 5)",
    "letter 4 stands in the store"
)]
#[case::guards_gone("DROP TRIGGER chain_no_update", "the triggers")]
fn letters_are_held_against_it(#[case] sql: &str, #[case] what: &str) {
    let store = three_letters();
    store.write_now(|tx| Ok(tx.execute_batch(sql)?)).unwrap();
    let found = broken(&store);
    assert!(found.len() == 1 && found[0].what.starts_with(what), "{found:?}");
}

#[test]
fn an_alert_outranks_the_ledger() {
    let store = three_letters();
    let stuck = "CREATE TRIGGER stuck BEFORE INSERT ON chain BEGIN SELECT RAISE(ABORT, 'no'); END";
    store.write_now(|tx| Ok(tx.execute_batch(stuck)?)).unwrap();
    store
        .write_now(|tx| {
            assert!(store::owe(tx, &owed("a", "1d"), at(50))?);
            send_all(tx)
        })
        .unwrap();
    let counts = store.write_now(store::counts).unwrap();
    assert_eq!(counts, (0, 4, 0));
    store.write_now(|tx| Ok(tx.execute_batch("DROP TRIGGER stuck")?)).unwrap();
    let found = broken(&store);
    assert!(found[0].what.starts_with("letter 4 stands in the store"), "{found:?}");
}
