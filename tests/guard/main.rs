//! What keeps others out, looked at from outside: the acts of admins on record, names that would be mistaken, the process
//! as other programs of the machine see it, and doors that must never be built in.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use staywatch::store::{Store, StoreKey};
use tempfile::TempDir;

mod acts;
mod codes;
mod entered;
mod process;
mod sound;
mod source;

const CASE: &str = r#"
id = "linden"
host = "RU"
laws = ["ru"]
[team]
lawyers = ["counsel"]
[[event]]
kind = "extradition-granted"
on = 2026-11-20
"#;

const PEOPLE: &str = r#"
[[person]]
id = "counsel"
role = "lawyer"
telegram = "invited"
[[person]]
id = "admin"
role = "admin"
email = "admin@example.org"
"#;

/// A configuration folder, with a store beside it.
struct Office {
    home: TempDir,
}

impl Office {
    fn new(settings: &str) -> Self {
        let office = Self { home: TempDir::new().unwrap() };
        for folder in ["config/watchlist", "home"] {
            fs::create_dir_all(office.path(folder)).unwrap();
        }
        fs::write(office.path("config/people.toml"), PEOPLE).unwrap();
        fs::write(office.path("config/watchlist/linden.toml"), CASE).unwrap();
        let settings = format!("[store]\npath = \"../s.db\"\n[file]\nfolder = \"../messages\"\n{settings}");
        fs::write(office.path("config/staywatch.toml"), settings).unwrap();
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn store(&self) -> Store {
        let key = self.path("s.key");
        let key = if key.exists() { StoreKey::read(&key) } else { StoreKey::create(&key) };
        Store::open(&self.path("s.db"), &key.unwrap()).unwrap()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_staywatch"));
        command.arg("--config").arg(self.path("config")).args(words).stdin(Stdio::null());
        command.env("HOME", self.path("home")).env("USER", "somebody");
        for name in ["SUDO_USER", "VISUAL", "CREDENTIALS_DIRECTORY"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Runs a command that must end so; what it said.
    fn says(&self, code: i32, words: &[&str]) -> String {
        let output = self.run(words);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
        said
    }
}
