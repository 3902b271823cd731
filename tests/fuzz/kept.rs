//! What is read back from disks and spreadsheets: sealed files, the ledger, codes of mails, tables to import.

use std::fs;
use std::path::Path;
use std::process::Command;

use bolero::check;
use jiff::{SignedDuration, Timestamp};
use staywatch::config::Setup;
use staywatch::form::Weight;
use staywatch::ids::{CaseId, PersonId};
use staywatch::law::rule::Severity;
use staywatch::notice::message::Message;
use staywatch::notice::plan::Mark;
use staywatch::store::{self, Owed, Settlement, Store};

use crate::mutate::{Change, changed};

/// A code is read back in its one form or not at all, and no mail is found by what is none.
#[test]
fn what_is_typed_as_a_code_is_a_code_or_nothing() {
    const SIGNS: &[&str] =
        &["A7K", "4QX", "-", "a", "0", "Ж", " ", "\u{0}", "'", ";", "--", "\n", "🚨", "z9", "\u{301}"];
    let store = Store::in_memory().unwrap();
    let store = std::panic::AssertUnwindSafe(&store);
    check!().with_iterations(crate::times(3_000)).with_type::<Vec<u8>>().for_each(|draw| {
        let typed: String = draw.iter().take(8).map(|one| SIGNS[usize::from(*one) % SIGNS.len()]).collect();
        if let Some(code) = store::answer_code(&typed) {
            assert_eq!(code.len(), 7, "{typed:?}");
            assert_eq!(store::answer_code(&code).as_ref(), Some(&code), "{typed:?}");
        }
        let found = store.write_now(|tx| store::letter_of_code(tx, &typed)).unwrap();
        assert_eq!(found, None);
    });
}

#[cfg(feature = "pgp")]
#[test]
fn a_sealed_file_that_was_changed_opens_as_it_was_or_not_at_all() {
    use staywatch::openpgp::{Form, OwnKey, encrypt};
    let moment: Timestamp = "2026-03-02T06:00:00Z".parse().unwrap();
    let (own, _) = OwnKey::create(moment).unwrap();
    let text = "id = \"linden\"\nhost = \"RU\"\nnote = \"what must not be changed unseen\"\n".repeat(8);
    let usable = || own.certificate().usable(moment).unwrap();
    let sealed = [Form::Binary, Form::Armored].map(|form| encrypt(text.as_bytes(), &[usable()], form).unwrap());
    let (own, sealed) = (std::panic::AssertUnwindSafe(&own), &sealed);
    check!().with_iterations(crate::times(400)).with_type::<(bool, Vec<(u16, u8, u8)>)>().for_each(
        |(form, changes)| {
            let whole = &sealed[usize::from(*form)];
            let mut bytes = whole.clone();
            for (place, what, byte) in changes.iter().take(6) {
                let at = usize::from(*place) % bytes.len().max(1);
                match what % 5 {
                    _ if bytes.is_empty() => {}
                    0 | 1 => bytes[at] ^= byte,
                    2 => bytes.truncate(at),
                    3 => bytes.insert(at, *byte),
                    _ => {
                        bytes.remove(at);
                    }
                }
            }
            if let Ok(opened) = own.open(&bytes, 1 << 16) {
                assert_eq!(opened.as_slice(), text.as_bytes(), "{changes:?}");
            }
        },
    );
}

fn owed(step: &str) -> Owed {
    let message = Message { subject: "s".into(), blocks: Vec::new(), language: "en".into(), ..Message::default() };
    Owed {
        case: Some(CaseId::parse("a").unwrap()),
        key: format!("a-reminder-{step}"),
        thread: "a".into(),
        kind: "reminder",
        severity: Severity::High,
        person: PersonId::parse("counsel").unwrap(),
        channel: "email",
        message,
        moot: None,
        marks: vec![Mark { subject: "rule/arrest-1".into(), revision: 1, step: step.into() }],
        matters: Vec::new(),
        code: None,
        not_before: None,
    }
}

/// A ledger of three letters, owed and sent.
fn ledger() -> Store {
    let store = Store::in_memory().unwrap();
    let at = |second| Timestamp::from_second(second).unwrap();
    let enter = |tx: &rusqlite::Transaction<'_>| {
        for step in ["7d", "3d", "1d"] {
            store::owe(tx, &owed(step), at(0))?;
        }
        for letter in store::claim(tx, "email", at(100), SignedDuration::from_secs(60), 10)? {
            let end = Ok("250 queued".to_owned());
            store::settle(tx, &[Settlement { id: letter.id, attempt: 1, outcome: "sent", why: None, end }], at(101))?;
        }
        Ok(())
    };
    store.write_now(enter).unwrap();
    store
}

/// Takes away what forbids changes; returns what puts it back.
fn guards(tx: &rusqlite::Transaction<'_>) -> rusqlite::Result<String> {
    let mut all = String::new();
    for name in ["chain_in_order", "chain_no_update", "chain_no_delete"] {
        let of = "SELECT sql FROM sqlite_schema WHERE name = ?1";
        all += &tx.query_row(of, [name], |row| row.get::<_, String>(0))?;
        all.push(';');
        tx.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(all)
}

#[test]
fn a_ledger_that_was_changed_is_read_to_its_end_and_found_broken() {
    let store = ledger();
    let before = store.write_now(|tx| store::verify(tx, &[])).unwrap();
    assert!(before.broken.is_empty() && before.entries == 7, "{before:?}");
    let store = std::panic::AssertUnwindSafe(&store);
    let draws = check!().with_iterations(crate::times(400)).with_type::<(u8, u8, u8, Vec<u8>)>();
    draws.for_each(|(entry, column, kind, bytes)| {
        let column = ["at", "kind", "body", "salt", "sum", "prev", "hash"][usize::from(*column) % 7];
        let text = String::from_utf8_lossy(bytes).into_owned();
        let value = match kind % 5 {
            0 => rusqlite::types::Value::Blob(bytes.clone()),
            1 => rusqlite::types::Value::Integer(
                bytes.iter().fold(0_i64, |sum, byte| sum.wrapping_mul(256).wrapping_add(i64::from(*byte) % 97)),
            ),
            2 => rusqlite::types::Value::Null,
            3 => rusqlite::types::Value::Text(format!("{{\"case\":{text}")),
            _ => rusqlite::types::Value::Text(text),
        };
        let seq = i64::from(*entry) % 7;
        let look = |tx: &rusqlite::Transaction<'_>| {
            // Nothing of it is kept: the next draw begins with the whole ledger.
            tx.execute_batch("SAVEPOINT whole")?;
            let is = format!("SELECT {column} IS ?2 FROM chain WHERE seq = ?1");
            let same: bool = tx.query_row(&is, rusqlite::params![seq, value], |row| row.get(0))?;
            let change = format!("UPDATE chain SET {column} = ?2 WHERE seq = ?1");
            let guards = guards(tx)?;
            let changed = tx.execute(&change, rusqlite::params![seq, value]).is_ok() && !same;
            tx.execute_batch(&guards)?;
            let read = store::entries(tx, None, |entry| {
                let _says = (entry.says(), entry.leaf());
                Ok(())
            });
            let broken = store::verify(tx, &[]).map_or(1, |verdict| verdict.broken.len());
            tx.execute_batch("ROLLBACK TO whole; RELEASE whole")?;
            Ok((changed, read.is_ok(), broken))
        };
        let (changed, _read, broken) = store.write_now(look).unwrap();
        assert_eq!(changed, broken > 0, "entry {seq}, {column} = {value:?}");
    });
}

/// A spreadsheet as it is kept, with what is odd in it.
const TABLE: &str = "code,event,date,notified,until,host,requested by,lawyers,note\n\
    kudin,arrest,2026-02-01,,,RU,BY,counsel,\"a, \"\"b\"\"\"\n\
    kudin,extradition-granted,2026-03-01,2026-03-02,,RU,BY,counsel,\n\
    linden,arrest,01.02.2026,,,PL,BY,counsel,ё\n\
    linden,custody-ordered,2026-02-02,,2026-04-02,PL,BY,counsel;duty,x\n";

const PEOPLE: &str = "[[person]]\nid = \"counsel\"\nrole = \"lawyer\"\nemail = \"counsel@example.org\"\n\
    [[person]]\nid = \"duty\"\nrole = \"coordinator\"\ntelegram = 1001\n\
    [[person]]\nid = \"admin\"\nrole = \"admin\"\nemail = \"admin@example.org\"\n";

/// The program itself reads the table; what it writes is what the loader accepts.
#[test]
fn any_table_is_imported_or_refused_row_by_row() {
    check!().with_iterations(crate::times(6)).with_type::<(u8, Vec<Change>)>().for_each(|(form, changes)| {
        let folder = tempfile::TempDir::new().unwrap();
        let config = folder.path();
        fs::create_dir(config.join("watchlist")).unwrap();
        fs::write(config.join("people.toml"), PEOPLE).unwrap();
        let table = changed(TABLE, &changes[..changes.len().min(12)]);
        let table = match form % 4 {
            0 => table.replace(',', ";").into_bytes(),
            1 => {
                [b"\xff\xfe".as_slice(), &table.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat()
            }
            2 => table.chars().map(|sign| u8::try_from(u32::from(sign) % 256).unwrap_or_default()).collect(),
            _ => table.into_bytes(),
        };
        let file = config.join("table.csv");
        fs::write(&file, &table).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
        command.arg("--config").arg(config).args(["--at", "2026-04-01", "import"]).arg(&file).arg("--write");
        let run = command.output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        let ended = matches!(run.status.code(), Some(0..=3));
        assert!(ended && !said.contains("panicked"), "{:?}: {said}\n{}", run.status, String::from_utf8_lossy(&table));
        loads(config, &table);
    });
}

fn loads(config: &Path, table: &[u8]) {
    let (_, problems) = Setup::load(config, "2026-04-01T00:00:00Z".parse().unwrap()).unwrap();
    let errors: Vec<String> =
        problems.iter().filter(|one| one.weight == Weight::Error).map(|one| one.line().clone()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", String::from_utf8_lossy(table));
}
