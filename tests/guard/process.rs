//! The running program as others on the machine see it: its arguments, its environment, its limits, its memory.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Office;

const SETTINGS: &str = "[smtp]\nhost = \"127.0.0.1\"\nport = 1\ntls = \"none\"\nuser = \"watch\"\n\
    password_file = \"password\"\nfrom = \"w@example.org\"\n[heartbeat]\nurl_file = \"url\"\n";

/// Secrets of the configuration; a whole word of each.
const SECRETS: [(&str, &str); 2] =
    [("password", "marked-password-7f31"), ("url", "https://127.0.0.1:1/marked-secret-path")];

/// Somebody who is not root, as the service is.
const NOBODY: u32 = 65534;

#[test]
fn nothing_of_a_secret_is_seen_from_outside() {
    let office = Office::new(SETTINGS);
    for (name, secret) in SECRETS {
        fs::write(office.path("config").join(name), secret).unwrap();
        fs::set_permissions(office.path("config").join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    let mut command = office.command(&["run"]);
    let root = rustix::process::geteuid().is_root();
    if root {
        // Root's own processes belong to root in any case: whether the memory is shut shows on somebody else's.
        let program = office.path("staywatch");
        // By another process: what this one has open for writing a child of another test may hold for a moment, and what is
        // open for writing cannot be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_staywatch")).arg(&program).status().unwrap();
        assert!(copied.success());
        own(office.home.path());
        let mut same = Command::new(program);
        same.args(command.get_args()).env_clear().uid(NOBODY).gid(NOBODY);
        command = same;
    }
    let mut daemon = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(daemon.stderr.take().unwrap()).lines();
    let watching = log.any(|line| line.unwrap().contains("Watching;"));
    let of = |name: &str| fs::read(format!("/proc/{}/{name}", daemon.id())).unwrap();
    let seen = [of("cmdline"), of("environ"), of("limits"), of("status")]
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let owner = fs::metadata(format!("/proc/{}/environ", daemon.id())).unwrap().uid();
    daemon.kill().unwrap();
    daemon.wait().unwrap();
    assert!(watching, "the daemon did not start");
    let key = fs::read_to_string(office.path("s.key")).unwrap();
    let secrets = SECRETS.iter().map(|(_, secret)| *secret).chain([key.trim()]);
    for secret in secrets {
        assert!(!seen.iter().any(|text| text.contains(secret)), "{secret}");
    }
    let core = seen[2].lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().filter(|word| *word == "0").count(), 2, "{core}");
    // What belongs to root although the process does not is a process that nobody may look into.
    let uid = if root { NOBODY } else { rustix::process::getuid().as_raw() };
    assert!(owner == 0 && uid != 0, "{owner} may look into the process of {uid}");
}

/// Gives a folder and all in it to nobody.
fn own(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            own(&entry.unwrap().path());
        }
    }
}

#[test]
fn no_command_takes_a_secret_as_a_word_and_none_is_taken_from_the_environment() {
    let office = Office::new("");
    let help = |words: &[&str]| office.says(0, &[words, &["--help"]].concat());
    let all = help(&[]);
    let commands = all.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let names: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        for line in help(&[name]).lines().filter(|line| line.trim_start().starts_with('-')) {
            let option = line.split_whitespace().find(|word| word.starts_with("--")).unwrap_or_default();
            for secret in ["password", "token", "secret", "passphrase", "pin", "key"] {
                assert!(!option.contains(secret), "{name}: {line}");
            }
        }
    }
}
