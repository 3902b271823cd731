//! The ledger: nothing in it can be changed unseen, a purged case leaves nothing behind, and no alert waits for it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use rusqlite::types::ValueRef;
use staywatch::ids::{CaseId, PersonId};
use staywatch::law::rule::Severity;
use staywatch::notice::message::{Block, Message};
use staywatch::notice::plan::Mark;
use staywatch::store::{self, Broken, Owed, Settlement, Store, StoreError, Verdict};
use tempfile::TempDir;

#[path = "support/machine.rs"]
mod machine;
use machine::Machine;

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
        message: Message { subject: "s".into(), blocks: vec![Block::Line("words".into())], language: "en".into() },
        moot: None,
        marks: vec![Mark { subject: "rule/arrest-1".into(), revision: 1, step: step.into() }],
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

/// Every value of every table, as text.
fn dump(store: &Store) -> String {
    store
        .write_now(|tx| {
            let mut tables = tx.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
            let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut out = String::new();
            for table in tables {
                let mut select = tx.prepare(&format!("SELECT * FROM \"{table}\""))?;
                let columns = select.column_count();
                let mut rows = select.query([])?;
                while let Some(row) = rows.next()? {
                    for column in 0..columns {
                        match row.get_ref(column)? {
                            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => out += &String::from_utf8_lossy(bytes),
                            value => out += &format!("{value:?}"),
                        }
                        out.push('\n');
                    }
                }
            }
            Ok(out)
        })
        .unwrap()
}

const CODE: &str = "marked-quartz";
const OTHER: &str = "marked-basalt";

fn case(code: &str, more: &str) -> String {
    format!(
        "id = \"{code}\"\nhost = \"RU\"\ngravity = \"grave\"\nlaws = [\"ru\"]\n{more}\n[team]\nlawyers = [\"counsel\"]\ncoordinators = [\"duty\"]\n\
         [[event]]\nkind = \"extradition-granted\"\non = 2026-02-27\nnotified = 2026-02-27\nnote = \"marked note of {code}\"\n"
    )
}

#[tokio::test]
async fn a_purged_case_leaves_no_word_behind_and_the_chain_still_holds() {
    let mut machine = Machine::at("2026-03-02T06:00:00Z").await;
    machine.writes(&format!("watchlist/{OTHER}.toml"), &case(OTHER, ""));
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, ""));
    machine.until("2026-03-09T06:00:00Z").await;
    machine.report(CODE, "signal", &[("what", "moved")]);
    machine.until("2026-03-12T06:00:00Z").await;
    let said = dump(&machine.store);
    assert!(said.matches(CODE).count() > 50 && said.contains("marked note"), "the case left traces to begin with");
    let before = verdict(&machine.store, &[]);
    assert_eq!(before.broken, []);
    let head = before.head.unwrap();
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, "status = \"closed\""));
    machine.until("2026-03-14T06:00:00Z").await;

    let purged = machine.store.purge_now(CODE, "test", machine.now()).unwrap();
    assert!(purged.letters > 5 && purged.entries > 10 && purged.left == 0, "{purged:?}");
    let said = dump(&machine.store);
    let left: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("marked-quartz") || line.contains(&format!("note of {CODE}")))
        .collect();
    assert_eq!(left, Vec::<&str>::new());
    assert!(said.contains(&format!("marked note of {OTHER}")), "the other case is untouched");
    let after = verdict(&machine.store, &[(head.seq, store::hex(&head.hash))]);
    assert_eq!((after.broken, after.erased), (vec![], i64::try_from(purged.entries).unwrap()));

    // The file is still there, and must not bring it back: not the next reading, not the next start.
    machine.until("2026-03-16T06:00:00Z").await;
    machine.restarts().await;
    assert_eq!(machine.differences().await, 0);
    assert!(!dump(&machine.store).contains(CODE));
    assert_eq!(broken(&machine.store), []);
    // Watched again, it is a case like any other.
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, ""));
    machine.until("2026-03-17T06:00:00Z").await;
    assert!(dump(&machine.store).contains(CODE));
    assert_eq!(broken(&machine.store), []);
}

#[tokio::test]
async fn a_closed_case_goes_when_its_time_is_up_and_not_a_day_before() {
    let mut machine = Machine::at("2026-03-02T06:00:00Z").await;
    machine.writes("staywatch.toml", "[retention]\nclosed = \"40d\"\n[digest]\nat = \"never\"\n");
    machine.writes(&format!("watchlist/{OTHER}.toml"), &case(OTHER, ""));
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, ""));
    machine.until("2026-03-05T06:00:00Z").await;
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, "status = \"closed\""));
    machine.until("2026-03-06T06:00:00Z").await;
    machine.until("2026-04-13T06:00:00Z").await;
    assert!(dump(&machine.store).contains(CODE));
    // While a file is broken nobody can say what it was about.
    machine.writes(&format!("watchlist/{OTHER}.toml"), "id =");
    machine.until("2026-04-20T06:00:00Z").await;
    assert!(dump(&machine.store).contains(CODE));
    machine.writes(&format!("watchlist/{OTHER}.toml"), &case(OTHER, ""));
    machine.until("2026-04-22T06:00:00Z").await;
    let said = dump(&machine.store);
    assert!(!said.contains(CODE) && said.contains(OTHER));
    assert_eq!(broken(&machine.store), []);
    assert!(machine.subjects("admin").iter().any(|subject| subject.contains("closed cases were erased")));
}

#[tokio::test]
async fn the_morning_list_of_the_admins_names_the_head() {
    let mut machine = Machine::at("2026-03-02T06:00:00Z").await;
    machine.writes(&format!("watchlist/{OTHER}.toml"), &case(OTHER, ""));
    machine.until("2026-03-03T12:00:00Z").await;
    let named: Vec<(i64, String)> = machine.lines("admin", "Head of the ledger: ");
    assert!(!named.is_empty());
    assert_eq!(verdict(&machine.store, &named).broken, []);
    assert_eq!(machine.lines("counsel", "Head of the ledger: "), []);
}

fn audit(machine: &Machine, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
    command.arg("--config").arg(machine.config()).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[tokio::test]
async fn the_command_line_audits_exports_and_purges() {
    let mut machine = Machine::at("2026-03-02T06:00:00Z").await;
    machine.writes(&format!("watchlist/{OTHER}.toml"), &case(OTHER, ""));
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, ""));
    machine.until("2026-03-09T06:00:00Z").await;
    let fine = audit(&machine, &["audit"]);
    assert_eq!(fine.status.code(), Some(0), "{}", said(&fine));
    assert!(said(&fine).starts_with("The ledger is whole: "), "{}", said(&fine));

    let file = machine.config().join("evidence.jsonl");
    let export = ["audit", "--case", CODE, "--export", file.to_str().unwrap()];
    assert_eq!(audit(&machine, &export).status.code(), Some(0));
    assert_eq!(audit(&machine, &export).status.code(), Some(3), "what is there is not overwritten");
    checks_out(&file);
    let page = fs::read_to_string(machine.config().join("evidence.jsonl.md")).unwrap();
    for expected in
        [CODE, "| counsel | email | ", "decided to tell counsel by email", "added extradition-granted 2026-02-27"]
    {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(!page.contains(OTHER) && !page.contains("marked note") && !page.contains("@example.org"), "{page}");

    let refused = audit(&machine, &["purge", CODE, "--yes", CODE]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(said(&refused).contains("is still watched"), "{}", said(&refused));
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, "status = \"closed\""));
    machine.until("2026-03-10T06:00:00Z").await;
    assert_eq!(audit(&machine, &["purge", CODE, "--yes", OTHER]).status.code(), Some(3));
    let purged = audit(&machine, &["purge", CODE, "--yes", CODE]);
    assert_eq!(purged.status.code(), Some(0), "{}", said(&purged));
    assert!(said(&purged).contains(&format!("{CODE}.toml")), "{}", said(&purged));
    assert_eq!(audit(&machine, &["audit"]).status.code(), Some(0));

    forge(&machine.store, "UPDATE chain SET at = at + 1 WHERE seq = 5");
    let found = audit(&machine, &["--format", "json", "audit"]);
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!((&found["whole"], &found["broken"][0]["seq"]), (&false.into(), &5.into()));
}

/// Checks an export with nothing but a hash function, as somebody else would.
fn checks_out(file: &PathBuf) {
    let text = fs::read_to_string(file).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let word = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let mut before = word(&lines[1], "prev");
    let mut shown = 0;
    for line in &lines[1..] {
        if line["body"].is_string() {
            let sum = store::text_hash(&format!("{}\n{}", word(line, "salt"), word(line, "body")));
            let (seq, at, kind) = (&line["seq"], &line["at"], word(line, "kind"));
            let leaf = store::text_hash(&format!("staywatch-ledger-1\n{seq}\n{at}\n{kind}\n{sum}\n"));
            assert_eq!((leaf, &before), (word(line, "leaf"), &word(line, "prev")));
            shown += 1;
        }
        before = store::text_hash(&format!("{before}\n{}\n", word(line, "leaf")));
    }
    assert_eq!(before, lines[0]["head"]["hash"].as_str().unwrap());
    assert!(shown > 5 && shown < lines.len() - 1, "some entries are shown, some are not: {shown}");
}

#[test]
fn a_store_that_is_not_there_cannot_be_audited() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("people.toml"), "").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
    let output = command.arg("--config").arg(folder.path()).arg("audit").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("there is no store at"), "{}", said(&output));
}
