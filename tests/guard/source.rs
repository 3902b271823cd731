//! Doors that must never be built in, looked for in the source: the tests with bad servers find the ways in that exist today,
//! this one the words with which a new one would begin.

use std::fs;
use std::path::{Path, PathBuf};

/// Words that switch off what protects a connection, in the libraries that make them.
const NEVER: &[(&str, &str)] = &[
    ("danger", "a certificate is verified, always"),
    ("Opportunistic", "STARTTLS is demanded, not tried"),
    ("starttls_relay", "lettre's own transports hide how far a mail came"),
    ("builder_dangerous", "a connection without TLS is made in channel/smtp.rs alone"),
    ("with_root_certificates", "whom to trust is decided in channel/email.rs alone"),
    ("tls_built_in_root_certs(false)", "the authorities of the system count"),
    ("set_dangerous", "a certificate is verified, always"),
];

/// All that is read of the environment. Nothing in this list is a secret; a new name needs a reason beside it.
const ENVIRONMENT: &[&str] = &[
    "CREDENTIALS_DIRECTORY", // where systemd lays secrets, not a secret itself
    "STAYWATCH_LOG",
    "JOURNAL_STREAM",
    "SUDO_USER", // who asks, for the ledger and reports
    "USER",
    "LOGNAME",
    "NO_COLOR", // no-color.org
    "VISUAL",   // editors
    "EDITOR",
    "PATH",
    "XDG_RUNTIME_DIR",
    "NO_COLOR",           // how a terminal is written to
    "CARGO_MANIFEST_DIR", // tests
];

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 100, "the source files were not found");
    found
}

#[test]
fn no_word_switches_off_what_protects_a_connection() {
    for (path, text) in sources() {
        for (word, why) in NEVER {
            assert!(!text.contains(word), "{}: `{word}`: {why}", path.display());
        }
    }
}

#[test]
fn every_client_for_the_web_refuses_redirects_and_the_clear() {
    let mut clients = 0;
    for (path, text) in sources() {
        let made = text.matches("Client::builder()").count() + text.matches("default_reqwest_settings()").count();
        assert!(!text.contains("Client::new()"), "{}: a client with everything as it comes", path.display());
        for word in ["https_only(", "Policy::none()"] {
            assert_eq!(text.matches(word).count(), made, "{}: `{word}` for each client", path.display());
        }
        clients += made;
    }
    assert!(clients >= 2, "{clients}");
}

#[test]
fn nothing_is_read_of_the_environment_but_what_is_listed() {
    for (path, text) in sources() {
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let reads = ["env::var", "env::vars", "try_from_env", "from_env"].iter().any(|word| text.contains(word));
        if !reads {
            continue;
        }
        // Every word in capitals between quotation marks could be a name.
        let shouted = text
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|word| word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
        let tools = ["HOME", "TMPDIR", "TEMP", "VIMINIT", "GVIMINIT", "EXINIT", "MYVIMRC", "NONE"];
        for word in shouted.filter(|word| !word.starts_with("XDG_") && !tools.contains(word)) {
            assert!(ENVIRONMENT.contains(&word), "{}: `{word}` is read of the environment", path.display());
        }
        assert!(!text.contains("env::vars"), "{}: everything is read of the environment", path.display());
    }
}
