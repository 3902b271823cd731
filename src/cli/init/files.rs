//! The files of a new configuration.
//!
//! In: answers that were checked. Out: folders of mode 0700 and files of mode 0600, none of which was there before.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::ask::Answers;
use crate::cli::schema;
use crate::store::StoreKey;

/// Where a packaged staywatch keeps its configuration and its state.
const SYSTEM: (&str, &str) = ("/etc/staywatch", "/var/lib/staywatch");

/// Whether this is where the service looks.
pub(super) fn is_system(folder: &Path) -> bool {
    folder == Path::new(SYSTEM.0)
}

/// What `init` would make and is there already.
pub(super) fn in_the_way(folder: &Path) -> Vec<PathBuf> {
    let names = ["people.toml", "staywatch.toml", "watchlist", "schema", "secrets"];
    names.iter().map(|name| folder.join(name)).filter(|path| path.symlink_metadata().is_ok()).collect()
}

/// Writes everything.
pub(super) fn write(answers: &Answers) -> anyhow::Result<()> {
    let folder = &answers.folder;
    make(folder, Parents::Make)?;
    for name in ["watchlist", "schema", "secrets"] {
        make(&folder.join(name), Parents::AreThere)?;
    }
    for (name, text) in schema::texts(None) {
        create(&folder.join("schema").join(name), &text)?;
    }
    create(&folder.join("watchlist/example.toml"), include_str!("example.toml"))?;
    create(&folder.join("people.toml"), &people(answers))?;
    create(&folder.join("staywatch.toml"), &settings(answers))?;
    StoreKey::create(&folder.join("secrets/store_key"))?;
    Ok(())
}

/// Whether the folders above a folder are made too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parents {
    Make,
    AreThere,
}

fn make(folder: &Path, parents: Parents) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(parents == Parents::Make).mode(0o700).create(folder);
    made.with_context(|| format!("cannot make {}", folder.display()))
}

fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    let write = || -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(text.as_bytes())
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// `people.toml` for these answers.
pub(super) fn people(answers: &Answers) -> String {
    include_str!("people.toml")
        .replace("{language}", &quoted(answers.language.tag()))
        .replace("{zone}", &quoted(&answers.zone))
        .replace("{email}", &quoted(&answers.email))
}

/// `staywatch.toml` for these answers.
pub(super) fn settings(answers: &Answers) -> String {
    let (store, messages) = if is_system(&answers.folder) {
        let state = SYSTEM.1;
        (format!("{state}/staywatch.db"), format!("{state}/messages"))
    } else {
        ("state/staywatch.db".to_owned(), "messages".to_owned())
    };
    let head =
        include_str!("staywatch.toml").replace("{store}", &quoted(&store)).replace("{messages}", &quoted(&messages));
    let smtp = match &answers.smtp {
        Some(host) => include_str!("smtp.toml").replace("{host}", &quoted(host)),
        None => include_str!("no-smtp.toml").to_owned(),
    };
    head + &smtp.replace("{email}", &quoted(&answers.email)) + include_str!("telegram.toml")
}

/// Any text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
