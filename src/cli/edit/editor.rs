//! The editor of whoever asks, kept from leaving copies of what it edits.
//!
//! In: a file on a desk. Out: the editor's own word on how it ended. For a file that is kept encrypted the editor's home,
//! its folders for state and for temporary files all lie on the desk, and the editors that are known are told to keep no
//! swap, backup or history files besides.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::desk::Desk;
use crate::cli::complain;

/// Where editors keep what they keep.
const HOMES: [&str; 8] =
    ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR", "TMP", "TEMP"];

/// Commands from outside that a private session does without.
const INITS: [&str; 4] = ["VIMINIT", "GVIMINIT", "EXINIT", "MYVIMRC"];

/// Editors whose copies lie beside the file or in their home, and so on the desk.
const KNOWN: [&str; 11] = ["nano", "rnano", "emacs", "emacs-nox", "micro", "hx", "helix", "kak", "mcedit", "joe", "ed"];

/// Said after what the whole machine has set.
const VIM: &str = "set noundofile nobackup nowritebackup noswapfile nomodeline viminfo=";

/// Whether the file is one that must leave no copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Privacy {
    Sealed,
    Plain,
}

/// How the editor was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// By whoever edits.
    Done,
    /// By a signal.
    CutOff,
}

/// Opens the file on the desk, and another beside it to look at, and waits.
pub(super) fn open(desk: &Desk, beside: Option<&Path>, privacy: Privacy) -> anyhow::Result<Left> {
    let words = chosen();
    let mut words = words.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let mut command = Command::new(program);
    if privacy == Privacy::Sealed && real_name(program).ends_with("nano") {
        // A wish for backups cannot be taken back by a later word.
        if words.next().is_some() {
            complain("note: the words after nano in $EDITOR do not count for a file that is kept encrypted");
        }
    } else {
        command.args(words);
    }
    if privacy == Privacy::Sealed {
        private(&mut command, program, desk)?;
    }
    // Ctrl-C in the editor reaches this program too; it must live to take the text away.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let _inside = runtime.enter();
    let _deaf = deaf()?;
    let ended = command.arg(&desk.file).args(beside).status();
    let ended = ended.map_err(|error| anyhow::anyhow!("the editor `{program}` cannot be started: {error}"))?;
    if ended.code().is_none() {
        return Ok(Left::CutOff);
    }
    anyhow::ensure!(ended.success(), "the editor `{program}` ended with {ended}; nothing was changed");
    Ok(Left::Done)
}

fn chosen() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let mut named = named.filter(|editor| !editor.trim().is_empty());
    named.next().unwrap_or_else(|| if found("editor").is_some() { "editor".to_owned() } else { "vi".to_owned() })
}

fn private(command: &mut Command, program: &str, desk: &Desk) -> anyhow::Result<()> {
    command.envs(HOMES.map(|name| (name, desk.folder()))).current_dir(desk.folder());
    for name in INITS {
        command.env_remove(name);
    }
    match real_name(program).as_str() {
        "nvi" | "ex-nvi" | "view-nvi" => {
            anyhow::bail!("nvi keeps recovery files in /var/tmp: choose another editor, such as EDITOR=nano")
        }
        name if name.starts_with("vim") || name.starts_with("nvim") => {
            // No swap file, no memory of what was open; and before the file is read: no word in it is an order.
            command.args(["-n", "-i", "NONE", "--cmd", "set nomodeline", "-c", VIM]);
        }
        // What the whole machine has set may name a folder for backups.
        "nano" | "rnano" => {
            command.arg("--ignorercfiles");
        }
        "emacs" | "emacs-nox" | "emacs-gtk" => {
            command.args(["--no-init-file", "--no-site-file", "--no-splash"]);
        }
        name if KNOWN.contains(&name) => {}
        name => complain(&format!(
            "warning: nobody here knows whether `{name}` keeps copies outside its home and its temporary folder, \
             which both lie in memory now"
        )),
    }
    Ok(())
}

/// The name of the program behind a link such as `vi` or `editor`.
fn real_name(program: &str) -> String {
    let path = if program.contains('/') { Some(PathBuf::from(program)) } else { found(program) };
    let real = path.map(|path| std::fs::canonicalize(&path).unwrap_or(path));
    let name = real.as_deref().and_then(Path::file_name).map_or_else(|| program.into(), OsString::from);
    name.to_string_lossy().into_owned()
}

fn found(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// While this is held, no signal of a terminal ends the program.
fn deaf() -> std::io::Result<Vec<tokio::signal::unix::Signal>> {
    use tokio::signal::unix::{SignalKind, signal};
    [SignalKind::interrupt(), SignalKind::quit(), SignalKind::terminate(), SignalKind::hangup()]
        .into_iter()
        .map(signal)
        .collect()
}
