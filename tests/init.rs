//! Setting up: a configuration from defaults that `check` takes, completions that a shell takes, manual pages.
//!
//! In: the program. Out: its files, their modes and its exit status.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn staywatch(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_staywatch")).args(args).stdin(Stdio::null()).output().unwrap()
}

fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(everything(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn what_init_writes_is_sound_and_closed_to_others() {
    let place = tempfile::tempdir().unwrap();
    for (name, more) in [("bare", vec![]), ("mail", vec!["--smtp", "mail.example.org", "--language", "be"])] {
        let folder = place.path().join(name);
        let path = folder.to_str().unwrap();
        let made = staywatch(
            &[&["init", path, "--yes", "--email", "me@example.org", "--zone", "Asia/Almaty"], &more[..]].concat(),
        );
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let check = || staywatch(&["--config", path, "--format", "json", "--at", "2026-11-21T12:00:00Z", "check"]);
        if name == "mail" {
            // The password is for the admin to write; until then the daemon does not start, and `check` says so.
            let secret = folder.join("secrets/smtp_password");
            let before = check();
            assert_eq!(before.status.code(), Some(1));
            assert!(String::from_utf8_lossy(&before.stdout).contains("smtp_password"));
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder.join("secrets")).unwrap();
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(secret).unwrap();
        }
        let checked = check();
        assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
        let findings: Vec<Value> = serde_json::from_slice(&checked.stdout).unwrap();
        assert!(findings.iter().all(|finding| finding["severity"] == "note"));
        for path in everything(&folder) {
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, wanted, "{}", path.display());
        }
    }
}

#[test]
fn init_writes_over_nothing() {
    let place = tempfile::tempdir().unwrap();
    let (folder, mine) = (place.path().to_str().unwrap(), place.path().join("people.toml"));
    fs::write(&mine, "mine").unwrap();
    let refused = staywatch(&["init", folder, "--yes"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("people.toml would be overwritten"));
    assert_eq!(everything(place.path()), [place.path().to_owned(), mine.clone()]);
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
}

#[test]
fn init_asks_nobody_and_takes_no_wrong_answer() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("new");
    let path = folder.to_str().unwrap();
    assert_eq!(staywatch(&["init", path]).status.code(), Some(2), "without a terminal and without --yes");
    assert_eq!(staywatch(&["init", path, "--yes", "--email", "me"]).status.code(), Some(3));
    assert_eq!(staywatch(&["init", path, "--yes", "--zone", "Europe/Wilna"]).status.code(), Some(3));
    assert!(!folder.exists());
}

#[test]
fn a_page_for_every_command() {
    let place = tempfile::tempdir().unwrap();
    assert!(staywatch(&["man", "--out", place.path().to_str().unwrap()]).status.success());
    for page in ["staywatch.1", "staywatch-run.1", "staywatch-check.1", "staywatch-init.1", "staywatch-schema.1"] {
        assert!(fs::read_to_string(place.path().join(page)).unwrap().contains(".TH"), "{page}");
    }
    assert!(String::from_utf8_lossy(&staywatch(&["man"]).stdout).contains(".TH staywatch 1"));
}

#[test]
fn bash_reads_the_completions() {
    let script = staywatch(&["completions", "bash"]);
    assert!(script.status.success());
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("staywatch.bash");
    fs::write(&file, &script.stdout).unwrap();
    let read = Command::new("bash").arg("-n").arg(&file).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    assert!(String::from_utf8_lossy(&script.stdout).contains("send-test"));
}

#[test]
fn what_belongs_to_a_rehearsal_never_starts_the_daemon() {
    for args in [&["run", "--speed", "60"][..], &["run", "--folder", "elsewhere"]] {
        let refused = staywatch(&[&["--config", "/nonexistent"], args].concat());
        assert_eq!(refused.status.code(), Some(2), "{args:?}");
        let says = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(says.contains("--at"), "{says}");
    }
}
