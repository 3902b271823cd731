//! Case files that are kept encrypted, and `edit`: what is written is read first, and nothing of it touches the disk.
//!
//! In: a folder, the built program, editors that are scripts. Out: exit statuses, what the files hold, and every file of
//! the folder looked through for marked words.

#![cfg(feature = "pgp")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use staywatch::openpgp::{Form, OwnKey, encrypt};
use tempfile::TempDir;

const CASE: &str = r#"
id = "linden"
host = "RU"
laws = ["ru"]
[team]
lawyers = ["counsel"]
[[event]]
kind = "extradition-granted"
on = 2026-11-20
note = "MARKED-NOTE"
"#;

const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
email = "counsel@example.org"
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

struct Office {
    home: TempDir,
    /// Where its desks are: in memory, and looked at afterwards.
    memory: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { home: TempDir::new().unwrap(), memory: tempfile::tempdir_in("/dev/shm").unwrap() };
        for folder in ["config/watchlist", "home", "tmp", "scripts"] {
            fs::create_dir_all(office.path(folder)).unwrap();
        }
        fs::write(office.path("config/people.toml"), PEOPLE).unwrap();
        fs::write(office.path("config/staywatch.toml"), "[config]\nkey_file = \"config_key\"\n").unwrap();
        assert_eq!(code(&office.run(&["key", "new"])), 0);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
        command.arg("--config").arg(self.path("config")).args(words).stdin(Stdio::null());
        command.env("HOME", self.path("home")).env("TMPDIR", self.path("tmp")).env_remove("VISUAL");
        command.env("XDG_RUNTIME_DIR", self.memory.path());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Edits with a script that finds the file in `$1`.
    fn edit(&self, words: &[&str], script: &str) -> Output {
        // The words of a script are no leak of the program's: it lies in memory too.
        let scripts = tempfile::tempdir_in("/dev/shm").unwrap();
        let editor = scripts.path().join("nano");
        let bare = "while [ \"${1#-}\" != \"$1\" ]; do shift; done";
        let text = scripts.path().join("script");
        fs::write(&text, format!("#!/bin/sh\nset -e\n{bare}\n{script}\n")).unwrap();
        // By another process: what this one has open for writing, and a child of another test with it, cannot be run.
        let installed = Command::new("install").args(["-m", "700"]).args([&text, &editor]).status().unwrap();
        assert!(installed.success());
        self.command(&[&["edit"], words].concat()).env("EDITOR", &editor).output().unwrap()
    }

    /// A text as another admin would encrypt it, where a script finds it.
    fn theirs(&self, text: &str) -> PathBuf {
        let path = self.path("scripts/theirs");
        fs::write(&path, self.sealed(text)).unwrap();
        path
    }

    fn keeps(&self, text: &str) {
        fs::write(self.path("config/watchlist/linden.toml.asc"), self.sealed(text)).unwrap();
    }

    fn sealed(&self, text: &str) -> Vec<u8> {
        let key = OwnKey::read(&fs::read_to_string(self.path("config/config_key")).unwrap()).unwrap();
        let to = key.certificate().usable(jiff::Timestamp::UNIX_EPOCH).unwrap();
        encrypt(text.as_bytes(), &[to], Form::Armored).unwrap()
    }

    fn watchlist(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("config/watchlist")).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Every file below the folder that holds these words.
    fn holding(&self, words: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.home.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if fs::read(&path).unwrap().windows(words.len()).any(|part| part == words.as_bytes()) {
                    found.push(path);
                }
            }
        }
        found
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_new_case_is_written_encrypted_and_counts() {
    let office = Office::new();
    let script =
        format!("cat >\"$1\" <<'END'\n{CASE}END\necho MARKED-COPY >\"$HOME/.copy\"; echo MARKED-COPY >\"$TMPDIR/x\"");
    let made = office.edit(&["--new", "linden"], &script);
    assert_eq!(code(&made), 0, "{}", said(&made));
    assert!(office.path("config/watchlist/linden.toml.pgp").exists());
    for words in ["MARKED", "extradition-granted", "linden\""] {
        assert_eq!(office.holding(words), Vec::<PathBuf>::new(), "{words} lies on the disk");
    }
    let due = office.run(&["due", "linden", "--at", "2026-11-24T12:00:00Z"]);
    assert!(said(&due).contains("Appeal against the decision to extradite"), "{}", said(&due));
    // Changed the way careful editors change: another file in the place of the first.
    let changed = office.edit(&["linden"], "sed -i 's/2026-11-20/2026-11-19/; s/MARKED-NOTE/MARKED-AGAIN/' \"$1\"");
    assert_eq!(code(&changed), 0, "{}", said(&changed));
    assert_eq!(office.holding("MARKED"), Vec::<PathBuf>::new());
    let shown = office.edit(&["linden"], "cat \"$1\"");
    assert!(said(&shown).contains("MARKED-AGAIN") && said(&shown).contains("Nothing was changed"), "{}", said(&shown));
    assert_eq!(fs::read_dir(office.memory.path()).unwrap().count(), 0, "a desk was left");
}

#[test]
fn what_cannot_be_used_is_not_saved_and_is_quoted_to_whoever_edits_alone() {
    let office = Office::new();
    office.keeps(CASE);
    let file = office.path("config/watchlist/linden.toml.asc");
    let before = fs::read(&file).unwrap();
    let broken = office.edit(&["linden"], "sed -i 's/extradition-granted/MARKED-KIND/' \"$1\"");
    assert_eq!(code(&broken), 1, "{}", said(&broken));
    assert!(said(&broken).contains("MARKED-KIND") && said(&broken).contains("linden.toml:"), "{}", said(&broken));
    assert_eq!(fs::read(&file).unwrap(), before);
    let failed = office.edit(&["linden"], "echo MARKED >\"$1\"; exit 7");
    assert_eq!(code(&failed), 3, "{}", said(&failed));
    assert_eq!(fs::read(&file).unwrap(), before);
    // The same mistake in the file itself: the place is named, the words are not.
    office.keeps(&CASE.replace("extradition-granted", "MARKED-KIND"));
    for words in [&["check"][..], &["check", "--format", "json"], &["due"], &["risk"]] {
        let output = office.run(words);
        assert!(said(&output).contains("linden.toml.asc"), "{words:?}: {}", said(&output));
        assert!(!said(&output).contains("MARKED"), "{words:?}: {}", said(&output));
    }
    let mended = office.edit(&["linden"], "sed -i 's/MARKED-KIND/extradition-granted/' \"$1\"");
    assert_eq!(code(&mended), 0, "{}", said(&mended));
    assert!(fs::read_to_string(&file).unwrap().starts_with("-----BEGIN PGP MESSAGE-----"));
}

#[test]
fn a_file_goes_from_one_form_to_the_other_with_its_reports() {
    let office = Office::new();
    let plain = office.path("config/watchlist/linden.toml");
    fs::write(&plain, CASE).unwrap();
    fs::set_permissions(&plain, fs::Permissions::from_mode(0o644)).unwrap();
    let report = |words: &str| office.run(&["report", "linden", "signal", "--what", words, "--by", "counsel"]);
    assert_eq!(code(&report("told-to-pack")), 0);
    let sheet = || said(&office.run(&["brief", "linden", "--at", "2099-01-01T00:00:00Z"]));
    let before = sheet();
    let sealed = office.edit(&["--encrypt", "linden"], "exit 1");
    assert_eq!(code(&sealed), 0, "{}", said(&sealed));
    let file = office.path("config/watchlist/linden.toml.pgp");
    assert!(!plain.exists() && fs::metadata(&file).unwrap().permissions().mode() & 0o777 == 0o644);
    assert_eq!(code(&report("papers-collected")), 0);
    for words in ["MARKED", "told-to-pack", "papers-collected"] {
        assert_eq!(office.holding(words), Vec::<PathBuf>::new(), "{words} lies on the disk");
    }
    let in_cipher = sheet();
    assert!(before.matches("signal").count() < in_cipher.matches("signal").count(), "{before}{in_cipher}");
    let open = office.edit(&["--decrypt", "linden"], "exit 1");
    assert_eq!(code(&open), 0, "{}", said(&open));
    assert_eq!(fs::read_to_string(&plain).unwrap(), CASE);
    assert_eq!(sheet(), in_cipher);
    let reports = office.holding("told-to-pack");
    assert_eq!(reports, office.holding("papers-collected"));
    assert_eq!(reports.len(), 1, "{reports:?}");
    // A case that was encrypted by hand takes the reports made before along with its next one.
    office.keeps(CASE);
    fs::remove_file(&plain).unwrap();
    assert_eq!(code(&report("moved")), 0);
    assert_eq!(office.holding("told-to-pack"), Vec::<PathBuf>::new());
}

#[test]
fn reports_made_at_one_moment_are_all_kept() {
    let office = Office::new();
    fs::write(office.path("config/watchlist/linden.toml"), CASE).unwrap();
    assert_eq!(code(&office.run(&["report", "linden", "signal", "--what", "moved", "--by", "counsel"])), 0);
    // Encrypted by hand: the reports are still in the clear, and each of these would take them along.
    office.keeps(CASE);
    fs::remove_file(office.path("config/watchlist/linden.toml")).unwrap();
    let words = ["told-to-pack", "lawyer-turned-away", "papers-collected", "transfer-being-agreed"];
    let report =
        |what: &&str| office.command(&["report", "linden", "signal", "--what", what, "--by", "counsel"]).spawn();
    let running: Vec<_> = words.iter().map(|what| report(what).unwrap()).collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(code(&office.edit(&["--decrypt", "linden"], "exit 1")), 0);
    for what in words.iter().chain(&["moved"]) {
        assert_eq!(office.holding(what).len(), 1, "{what} was lost");
    }
}

#[test]
fn without_the_right_key_a_file_is_closed_and_says_so() {
    let office = Office::new();
    office.keeps(CASE);
    let right = fs::read_to_string(office.path("config/config_key")).unwrap();
    fs::remove_file(office.path("config/config_key")).unwrap();
    let says = |words: &str| {
        let output = office.run(&["check"]);
        assert_eq!(code(&output), 1);
        assert!(said(&output).contains(words), "{}", said(&output));
    };
    says("cannot read");
    assert_eq!(code(&office.run(&["key", "new"])), 0);
    says("it was encrypted to somebody else, or was damaged");
    assert_eq!(code(&office.run(&["key", "new"])), 3, "a key is never overwritten");
    fs::set_permissions(office.path("config/config_key"), fs::Permissions::from_mode(0o644)).unwrap();
    says("make it 600");
    fs::write(office.path("config/config_key"), "no key").unwrap();
    fs::set_permissions(office.path("config/config_key"), fs::Permissions::from_mode(0o600)).unwrap();
    says("this is not a private key");
    fs::write(office.path("config/config_key"), right).unwrap();
    let due = office.run(&["due", "--at", "2026-11-24T12:00:00Z"]);
    assert!(said(&due).contains("linden"), "{}", said(&due));
    let public = said(&office.run(&["key", "show"]));
    assert!(public.contains("BEGIN PGP PUBLIC KEY BLOCK") && !public.contains("PRIVATE"), "{public}");
}

#[test]
fn a_file_that_changed_meanwhile_costs_nobody_their_words() {
    let office = Office::new();
    office.keeps(CASE);
    let file = office.path("config/watchlist/linden.toml.asc");
    let theirs = office.theirs(&CASE.replace("MARKED-NOTE", "MARKED-THEIRS"));
    let change = format!("sed -i 's/2026-11-20/2026-11-18/' \"$1\"; cp {} {}", theirs.display(), file.display());
    let refused = office.edit(&["linden"], &change);
    let says = said(&refused);
    assert!(
        code(&refused) == 1 && says.contains("changed by somebody else") && says.contains("--draft linden"),
        "{says}"
    );
    assert_eq!(office.watchlist(), [".linden.draft-pgp", "linden.toml.asc"]);
    let draft = office.path("config/watchlist/.linden.draft-pgp");
    assert_eq!(fs::metadata(&draft).unwrap().permissions().mode() & 0o777, 0o600);
    for words in ["MARKED", "2026-11-18"] {
        assert_eq!(office.holding(words), Vec::<PathBuf>::new(), "{words} lies on the disk");
    }
    // It counts for nothing: the file in force is theirs.
    assert_eq!(code(&office.run(&["check"])), 1, "warnings of the case itself");
    let shown = office.edit(&["linden"], "cat \"$1\"");
    assert!(said(&shown).contains("MARKED-THEIRS") && said(&shown).contains("there is a draft"), "{}", said(&shown));
    // Gone on with, beside theirs; both words are in what is saved.
    let merged = office.edit(&["--draft", "linden"], "grep -q 11-18 \"$1\"; sed 's/11-20/11-18/' \"$2\" >\"$1\"");
    assert_eq!(code(&merged), 0, "{}", said(&merged));
    let shown = said(&office.edit(&["linden"], "cat \"$1\""));
    assert!(shown.contains("MARKED-THEIRS") && shown.contains("2026-11-18") && !shown.contains("draft"), "{shown}");
    assert_eq!(office.watchlist(), ["linden.toml.asc"]);
    assert_eq!(code(&office.edit(&["--draft", "linden"], "true")), 3, "there is none any more");
    assert_eq!(fs::read_dir(office.memory.path()).unwrap().count(), 0, "a desk was left");
}

#[test]
fn an_editor_that_is_cut_off_and_a_text_that_cannot_be_used_leave_a_draft() {
    let office = Office::new();
    office.keeps(CASE);
    let cut = office.edit(&["linden"], "sed -i 's/MARKED-NOTE/MARKED-HALF/' \"$1\"; kill -9 $$");
    assert!(code(&cut) == 3 && said(&cut).contains("cut off"), "{}", said(&cut));
    assert_eq!(office.watchlist(), [".linden.draft-pgp", "linden.toml.asc"]);
    assert_eq!(office.holding("MARKED"), Vec::<PathBuf>::new());
    let saved = office.edit(&["--draft", "linden"], "grep -q MARKED-HALF \"$1\"");
    assert_eq!(code(&saved), 0, "{}", said(&saved));
    // Left on purpose, nothing is kept; given up after a mistake, all of it is.
    assert_eq!(code(&office.edit(&["linden"], "echo MARKED-NOT >\"$1\"; exit 1")), 3);
    assert_eq!(office.watchlist(), ["linden.toml.asc"]);
    assert_eq!(code(&office.edit(&["linden"], "sed -i 's/host/hots/' \"$1\"")), 1);
    assert_eq!(office.watchlist(), [".linden.draft-pgp", "linden.toml.asc"]);
    // A file in the clear has a draft in the clear, of the same folder and for nobody else.
    fs::write(office.path("config/watchlist/oak.toml"), CASE.replace("linden", "oak")).unwrap();
    assert_eq!(code(&office.edit(&["oak"], "sed -i 's/host/hots/' \"$1\"")), 1);
    let draft = office.path("config/watchlist/.oak.draft");
    assert_eq!(fs::metadata(&draft).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(draft).unwrap(), CASE.replace("linden", "oak").replace("host", "hots"));
}
