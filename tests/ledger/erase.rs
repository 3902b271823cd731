//! Erasing: a purged case leaves no word behind, nothing brings it back, and the commands say what they did.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rusqlite::types::ValueRef;
use staywatch::store::{self, Store};
use tempfile::TempDir;

use crate::machine::Machine;
use crate::{broken, forge, verdict};

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
                            value => write!(out, "{value:?}").unwrap(),
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
    let mut machine = Machine::at("2026-03-02T06:00:00Z");
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
    let mut machine = Machine::at("2026-03-02T06:00:00Z");
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
    let mut machine = Machine::at("2026-03-02T06:00:00Z");
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
    let mut machine = Machine::at("2026-03-02T06:00:00Z");
    machine.writes(&format!("watchlist/{OTHER}.toml"), &case(OTHER, ""));
    machine.writes(&format!("watchlist/{CODE}.toml"), &case(CODE, ""));
    machine.until("2026-03-09T06:00:00Z").await;
    let whole = audit(&machine, &["audit"]);
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    assert!(said(&whole).starts_with("The ledger is whole: "), "{}", said(&whole));

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
fn checks_out(file: &Path) {
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

#[test]
fn a_pinned_summary_that_names_a_purged_case_is_worded_anew() {
    let store = Store::in_memory().unwrap();
    let now = "2026-03-02T06:00:00Z".parse().unwrap();
    let wants = |group: &'static str, case: &str| {
        let message = staywatch::notice::message::Message { subject: format!("{case}: HIGH"), ..Default::default() };
        store.write_now(|tx| store::want_summary(tx, group, "chat", &message, now)).unwrap()
    };
    assert!(wants("desk", CODE) && wants("other", OTHER));
    store.write_now(|tx| store::purge(tx, CODE, "test", now)).unwrap();
    assert!(!dump(&store).contains(CODE));
    // Nothing is carried out before somebody knows what to say; the other group's summary goes its way.
    let lease = jiff::SignedDuration::from_mins(10);
    let claimed = store.write_now(|tx| store::claim_summaries(tx, now, lease)).unwrap();
    assert_eq!(claimed.iter().map(|one| one.person.as_str()).collect::<Vec<_>>(), ["other"]);
    assert!(wants("desk", OTHER));
}
