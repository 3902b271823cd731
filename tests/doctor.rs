//! `doctor`, run as people run it: it names what is missing, and what to do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use staywatch::store::{self, Store, StoreKey};
use tempfile::TempDir;

fn doctor(config: &Path) -> (Option<i32>, Vec<serde_json::Value>) {
    let run = Command::new(env!("CARGO_BIN_EXE_staywatch"))
        .args(["--config", config.to_str().unwrap(), "--format", "json", "doctor"])
        .env_remove("CREDENTIALS_DIRECTORY")
        .output()
        .unwrap();
    let findings = serde_json::from_slice(&run.stdout).unwrap_or_default();
    (run.status.code(), findings)
}

fn state<'f>(findings: &'f [serde_json::Value], what: &str) -> Vec<&'f str> {
    let of = findings.iter().filter(|finding| finding["what"] == what);
    of.filter_map(|finding| finding["state"].as_str()).collect()
}

#[test]
fn each_trouble_is_named_with_what_to_do() {
    let home = TempDir::new().unwrap();
    let config = home.path().join("config");
    fs::create_dir_all(config.join("watchlist")).unwrap();
    fs::write(config.join("people.toml"), "[[person]]\nid = \"admin\"\nrole = \"admin\"\nemail = \"a@example.org\"\n")
        .unwrap();
    // A port on which nobody listens, and a token that others can read.
    let settings = "[store]\npath = \"../s.db\"\n[smtp]\nhost = \"127.0.0.1\"\nport = 1\ntls = \"none\"\nfrom = \"w@example.org\"\n\
                    [backup]\nfolder = \"../backups\"\n[heartbeat]\nurl_file = \"url\"\n";
    fs::write(config.join("staywatch.toml"), settings).unwrap();
    fs::write(config.join("url"), "https://hc.example.org/x").unwrap();
    fs::set_permissions(config.join("url"), fs::Permissions::from_mode(0o644)).unwrap();
    let database = home.path().join("s.db");
    let key = StoreKey::create(&database.with_extension("key")).unwrap();
    drop(Store::open(&database, &key).unwrap());

    let (code, findings) = doctor(&config);
    assert_eq!(code, Some(1), "{findings:?}");
    assert_eq!(state(&findings, "configuration"), ["ok"]);
    assert_eq!(state(&findings, "mail"), ["fail"], "{findings:?}");
    assert_eq!(state(&findings, "secret"), ["fail"], "{findings:?}");
    assert_eq!(state(&findings, "backups"), ["fail"], "{findings:?}");
    assert_eq!(state(&findings, "store"), ["ok", "ok"], "{findings:?}");
    assert_eq!(state(&findings, "modes"), ["ok"], "{findings:?}");
    for finding in findings.iter().filter(|finding| finding["state"] != "ok") {
        assert!(finding["help"].as_str().is_some_and(|help| !help.is_empty()), "{finding}");
    }
    assert!(!findings.iter().any(|finding| finding.to_string().contains("hc.example.org")), "it tells a secret");

    fs::set_permissions(config.join("people.toml"), fs::Permissions::from_mode(0o666)).unwrap();
    let (_, findings) = doctor(&config);
    assert_eq!(state(&findings, "modes"), ["fail"], "anybody could add themselves: {findings:?}");
    fs::set_permissions(config.join("people.toml"), fs::Permissions::from_mode(0o640)).unwrap();

    store::back_up(&database, &key, &home.path().join("backups"), "2020-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let (_, findings) = doctor(&config);
    assert_eq!(state(&findings, "backups"), ["fail"], "it is old: {findings:?}");
    fs::remove_file(database.with_extension("key")).unwrap();
    let (code, findings) = doctor(&config);
    assert_eq!((code, state(&findings, "key")), (Some(1), vec!["fail"]), "{findings:?}");
}

#[test]
fn without_a_configuration_it_cannot_begin() {
    let home = TempDir::new().unwrap();
    assert_eq!(doctor(&home.path().join("nowhere")).0, Some(3));
}

#[test]
fn an_address_that_was_refused_is_named_until_it_is_another_one() {
    use sha2::Digest as _;

    let home = TempDir::new().unwrap();
    let config = home.path().join("config");
    fs::create_dir_all(config.join("watchlist")).unwrap();
    let people = |mailbox: &str| format!("[[person]]\nid = \"admin\"\nrole = \"admin\"\nemail = \"{mailbox}\"\n");
    fs::write(config.join("people.toml"), people("gone@example.org")).unwrap();
    fs::write(config.join("staywatch.toml"), "[store]\npath = \"../s.db\"\n").unwrap();
    let database = home.path().join("s.db");
    let key = StoreKey::create(&database.with_extension("key")).unwrap();
    let open = Store::open(&database, &key).unwrap();
    let hash = sha2::Sha256::digest("gone@example.org");
    let address = store::hex(&hash[..16]);
    let refused = store::Refused { address, why: "550 no such user".into(), since: jiff::Timestamp::UNIX_EPOCH };
    open.write_now(|tx| store::refuse_contact(tx, "admin", "email", &refused)).unwrap();
    drop(open);

    let (_, findings) = doctor(&config);
    assert_eq!(state(&findings, "address"), ["warn"], "{findings:?}");
    let check = || {
        let mut run = Command::new(env!("CARGO_BIN_EXE_staywatch"));
        let out = run.args(["--config", config.to_str().unwrap(), "check"]).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    let said = check();
    assert!(said.contains("what was sent to `admin` by email was refused: 550 no such user"), "{said}");
    assert!(said.contains("people.toml:1:1") && said.contains("send-test admin"), "{said}");
    assert!(said.contains("0 errors, 2 warnings, 0 notes"), "{said}");
    assert!(said.contains("no case can be read here"), "{said}");
    // Another mailbox was never refused.
    fs::write(config.join("people.toml"), people("new@example.org")).unwrap();
    assert_eq!(state(&doctor(&config).1, "address"), Vec::<&str>::new());
    assert!(!check().contains("was refused"));
}
