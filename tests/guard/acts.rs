//! Every act of an admin is an entry of the ledger, with who did it; `audit` shows them, and finds one that was changed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use staywatch::store;

use crate::{CASE, Office};

const SETTINGS: &str = "[config]\nkey_file = \"config_key\"\n[backup]\nfolder = \"../backups\"\n\
    [telegram]\ntoken_file = \"token\"\napi_url = \"http://127.0.0.1:1\"\n[web]\n[reload]\ndropping = \"wait\"\n";

fn office() -> Office {
    let office = Office::new(SETTINGS);
    fs::write(office.path("config/token"), "1:x").unwrap();
    fs::set_permissions(office.path("config/token"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(office.path("script"), "#!/bin/sh\nsed -i 's/2026-11-20/2026-11-19/' \"$1\"\n").unwrap();
    // By another process: what this one has open for writing, and a child of another test with it, cannot be run.
    let mut install = Command::new("install");
    install.args(["-m", "700"]).args([office.path("script"), office.path("editor")]);
    assert!(install.status().unwrap().success());
    drop(office.store());
    office
}

/// The acts that `audit` shows, without moments and numbers.
fn acts(office: &Office) -> Vec<String> {
    let said = office.says(0, &["audit", "--acts"]);
    let lines = said.lines().skip_while(|line| !line.starts_with("Acts of admins")).skip(1);
    lines.map(|line| line.split_whitespace().skip(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn every_act_is_on_record_with_who_did_it() {
    let office = office();
    assert_eq!(acts(&office), Vec::<String>::new());
    let rows = "code,host,event,date\nmaple,RU,arrest,2026-11-01\n";
    fs::write(office.path("cases.csv"), rows).unwrap();
    let csv = office.path("cases.csv");
    let edit = |words: &[&str]| {
        let mut command = office.command(&[&["edit"], words].concat());
        let output = command.env("EDITOR", office.path("editor")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    office.says(0, &["key", "new"]);
    office.says(0, &["invite", "counsel"]);
    office.says(0, &["login", "admin"]);
    office.says(0, &["login", "--feed", "admin"]);
    office.says(0, &["login", "--revoke", "admin"]);
    // Nobody has an address there: what was tried is an act all the same.
    office.says(3, &["send-test", "counsel"]);
    office.says(0, &["report", "linden", "signal", "--what", "moved", "--by", "counsel"]);
    office.says(0, &["import", csv.to_str().unwrap(), "--lawyers", "counsel", "--write"]);
    edit(&["linden"]);
    edit(&["--encrypt", "linden"]);
    edit(&["--decrypt", "linden"]);
    office.says(0, &["backup"]);
    let shown = acts(&office);
    let expected = [
        "key-new by somebody; fingerprint: ",
        "invite by somebody; person: counsel; replaced: false",
        "login by somebody; person: admin",
        "board: did: link; person: admin",
        "login-feed by somebody; person: admin",
        "board: did: calendar; person: admin",
        "login-revoke by somebody; person: admin",
        "board: did: shut-out; person: admin",
        "send-test by somebody; person: counsel",
        "report by somebody; as: counsel; case: linden; kind: signal",
        "import by somebody; case: maple",
        "edit by somebody; case: linden; file: linden.toml",
        "encrypt by somebody; case: linden",
        "decrypt by somebody; case: linden",
        "backup by somebody; file: staywatch-",
    ];
    assert_eq!(shown.len(), expected.len(), "{shown:#?}");
    for (shown, expected) in shown.iter().zip(expected) {
        assert!(shown.starts_with(expected), "{shown} is not {expected}");
    }
    // Put back over itself: the copy knows of everything before it.
    let copy = fs::read_dir(office.path("backups")).unwrap().next().unwrap().unwrap().path();
    office.says(0, &["restore", copy.to_str().unwrap()]);
    let again = acts(&office);
    let (restored, by) = (&again[again.len() - 2], &again[again.len() - 1]);
    assert!(
        restored.starts_with("restored: by: command") && by.starts_with("restore by somebody; file: "),
        "{again:#?}"
    );
    // What was closed is erased; that it was stays on record, without its name.
    fs::write(office.path("config/watchlist/linden.toml"), CASE.replace("host", "status = \"closed\"\nhost")).unwrap();
    office.says(0, &["purge", "linden", "--yes", "linden"]);
    let left = acts(&office);
    assert!(left.last().unwrap().starts_with("erased: by: somebody"), "{left:#?}");
    assert!(!left.iter().any(|act| act.contains("linden")), "{left:#?}");
}

#[test]
fn an_edit_that_waits_is_accepted_by_somebody() {
    let office = office();
    let waits = r#"{"/somewhere/watchlist/linden.toml":"0"}"#;
    office.store().write_now(|tx| store::set_memo(tx, "edit-waiting", waits)).unwrap();
    office.says(0, &["plan", "--accept"]);
    assert_eq!(acts(&office), ["accepted: files: 1", "accept by somebody; file: linden.toml"]);
}

#[test]
fn one_changed_byte_is_found_and_named() {
    let office = office();
    office.says(0, &["login", "admin"]);
    assert!(office.says(0, &["audit"]).contains("The ledger is whole: 3 entries"));
    let forged = office.store().write_now(|tx| {
        let guard: String =
            tx.query_row("SELECT sql FROM sqlite_schema WHERE name = 'chain_no_update'", [], |row| row.get(0))?;
        tx.execute_batch("DROP TRIGGER chain_no_update")?;
        let changed = tx.execute("UPDATE chain SET body = replace(body, 'somebody', 'somebodz') WHERE seq = 1", [])?;
        tx.execute_batch(&guard)?;
        Ok(changed)
    });
    assert_eq!(forged.unwrap(), 1);
    let said = office.says(1, &["audit"]);
    assert!(said.contains("entry 1: its body was changed") && said.contains("THE LEDGER IS BROKEN"), "{said}");
}
