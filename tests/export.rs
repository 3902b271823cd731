//! `export`: what leaves the machine for a calendar, a spreadsheet or a program, and what must not.
//!
//! In: a configuration and a store in which people were told things. Out: what the program prints.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::process::{Command, Output};
use std::sync::Arc;

use icalendar::parser::{read_calendar, unfold};
use jiff::Timestamp;
use rstest::rstest;
use serde_json::Value;
use staywatch::config::Ground;
use staywatch::notice::words::Words;
use staywatch::schedule::{Scope, load_good, refresh, tick};
use staywatch::store::{Store, StoreKey};
use tempfile::TempDir;

const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "SECRET-ADDRESS@example.org"
zone = "Europe/Moscow"
[[person]]
id = "duty"
role = "coordinator"
telegram = 1001
language = "ru"
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

const CASE: &str = r#"
id = "CODE"
host = "RU"
requested_by = "BY"
gravity = "grave"
laws = ["ru"]
[team]
lawyers = ["counsel"]
TEAM
[[event]]
kind = "extradition-granted"
on = 2026-03-02
notified = 2026-03-02
note = "SECRET-NOTE"
source = "SECRET-SOURCE"
"#;

const NOW: &str = "2026-03-02T10:00:00Z";

async fn told() -> TempDir {
    let folder = TempDir::new().unwrap();
    let config = folder.path();
    fs::create_dir(config.join("watchlist")).unwrap();
    fs::write(config.join("people.toml"), PEOPLE).unwrap();
    fs::write(config.join("staywatch.toml"), "[store]\npath = \"staywatch.db\"\n").unwrap();
    let case = |code: &str, team| CASE.replace("CODE", code).replace("TEAM", team);
    fs::write(config.join("watchlist/alpha.toml"), case("alpha", "coordinators = [\"duty\"]")).unwrap();
    fs::write(config.join("watchlist/beta.toml"), case("beta", "")).unwrap();
    let now: Timestamp = NOW.parse().unwrap();
    let key = StoreKey::create(&config.join("staywatch.key")).unwrap();
    let store = Store::open(&config.join("staywatch.db"), &key).unwrap();
    let change = load_good(config, &store, now).unwrap();
    assert!(change.errors.is_empty());
    let ground = Ground { setup: Arc::new(change.setup), words: Arc::new(Words::default()) };
    refresh(&store, &ground, Vec::new(), Scope::All, now).await.unwrap();
    tick(&store, &ground, now).await.unwrap();
    folder
}

fn export(folder: &TempDir, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
    command.arg("--config").arg(folder.path()).args(["--at", NOW, "export"]).args(args).output().unwrap()
}

fn text(folder: &TempDir, args: &[&str]) -> String {
    let run = export(folder, args);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[tokio::test]
async fn a_calendar_that_a_foreign_parser_reads() {
    let folder = told().await;
    let ics = unfold(&text(&folder, &["ics"]));
    let calendar = read_calendar(&ics).unwrap();
    let summaries: Vec<String> =
        calendar.components.iter().map(|event| event.find_prop("SUMMARY").unwrap().val.to_string()).collect();
    for code in ["alpha", "beta"] {
        let appeal = format!("{code}: Appeal against the decision to extradite");
        assert!(summaries.contains(&appeal), "{summaries:?}");
    }
    let theirs = text(&folder, &["ics", "--for", "duty"]);
    assert!(theirs.contains("SUMMARY:alpha: ") && !theirs.contains("SUMMARY:beta: "), "{theirs}");
    assert!(unfold(&theirs).contains("Решение о выдаче вступает в силу"), "in the language of the person: {theirs}");
}

#[tokio::test]
async fn tables_for_a_spreadsheet() {
    let folder = told().await;
    let cases = text(&folder, &["csv", "--what", "cases"]);
    assert_eq!(cases.lines().count(), 3, "{cases}");
    assert!(cases.lines().nth(1).unwrap().starts_with("alpha,RU,BY,Europe/Moscow,grave,active,high,"), "{cases}");
    let notices = text(&folder, &["csv", "--what", "notices", "--case", "alpha"]);
    assert!(notices.contains("counsel,email,owed") && notices.contains("duty,telegram,owed"), "{notices}");
    assert!(!notices.contains("beta"), "{notices}");
    let theirs = text(&folder, &["csv", "--what", "notices", "--for", "duty"]);
    assert!(theirs.lines().count() > 1 && !theirs.contains("counsel"), "{theirs}");
}

#[tokio::test]
async fn everything_for_a_program() {
    let folder = told().await;
    let all: Value = serde_json::from_str(&text(&folder, &["json", "--case", "beta"])).unwrap();
    assert_eq!(all["cases"].as_array().unwrap().len(), 1);
    assert!(all["deadlines"].as_array().unwrap().iter().all(|deadline| deadline["case"] == "beta"));
    assert!(!all["notices"].as_array().unwrap().is_empty());
    let one: Value = serde_json::from_str(&text(&folder, &["json", "--what", "cases"])).unwrap();
    assert!(one.get("deadlines").is_none() && one.get("notices").is_none(), "{one}");
}

#[tokio::test]
async fn no_note_no_source_no_address_in_any_form() {
    let folder = told().await;
    for args in [&["ics"][..], &["json"], &["csv"], &["csv", "--what", "cases"], &["csv", "--what", "notices"]] {
        let text = text(&folder, args);
        assert!(!text.contains("SECRET"), "{args:?}: {text}");
    }
}

#[tokio::test]
async fn a_file_that_is_there_is_not_overwritten() {
    let folder = told().await;
    let path = folder.path().join("out.csv");
    let path = path.to_str().unwrap();
    assert!(export(&folder, &["csv", "--out", path]).status.success());
    let before = fs::read_to_string(path).unwrap();
    let again = export(&folder, &["json", "--out", path]);
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&again.stderr).contains("choose a file that is not there yet"));
    assert_eq!(fs::read_to_string(path).unwrap(), before);
}

#[rstest]
#[case::two_tables(&["csv", "--what", "all"], 2, "one CSV file holds one table")]
#[case::no_deadlines(&["ics", "--what", "cases"], 2, "a calendar holds deadlines")]
#[case::nobody(&["csv", "--for", "dutty"], 3, "did you mean `duty`?")]
#[case::no_case(&["csv", "--case", "alfa"], 3, "did you mean `alpha`?")]
#[tokio::test]
async fn what_cannot_be_done_says_what_can(#[case] args: &[&str], #[case] status: i32, #[case] says: &str) {
    let folder = told().await;
    let run = export(&folder, args);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(status), "{said}");
    assert!(said.contains(says), "{said}");
}
