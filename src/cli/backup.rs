//! `backup` and `restore`: a copy of the store, and a copy in place of it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

use super::render::counted;
use super::{Call, Exit, Format, act};
use crate::config::Setup;
use crate::daemon::store_place;
use crate::store::{self, Backup, Lock};

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// Where to put it [default: the folder of [backup] in staywatch.toml]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The copy that takes the store's place
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Beside a running daemon or without one.
pub(super) fn back_up(call: &mut Call<'_>, args: &BackupArgs) -> anyhow::Result<Exit> {
    let setup = settings(call)?;
    let (database, key) = store_place(&setup, &call.folder)?;
    anyhow::ensure!(database.exists(), "there is no store at {} yet: nothing to copy", database.display());
    let kept = setup.settings.backup.as_ref().map(|backup| (call.folder.join(&backup.folder), backup.keep));
    let folder = match (&args.folder, &kept) {
        (Some(folder), _) | (None, Some((folder, _))) => folder.clone(),
        (None, None) => anyhow::bail!("where to? `staywatch backup DIR`, or set [backup] folder in staywatch.toml"),
    };
    let backup = store::back_up(&database, &key, &folder, call.now)?;
    owned_like(&folder, &[&backup.path])?;
    // Only a folder that is kept in order is put in order: elsewhere older copies are somebody's own.
    let gone = match &kept {
        Some((own, keep)) if *own == folder => store::rotate_backups(&folder, *keep, &backup)?,
        _ => 0,
    };
    act::enter(call, &setup, "backup", &json!({ "file": file_name(&backup.path), "letters": backup.letters }));
    if call.format == Format::Json {
        let made = json!({
            "file": backup.path, "letters": backup.letters, "notices": backup.notices,
            "knows_until": backup.knows_until.map(|at| at.to_string()), "deleted": gone,
        });
        serde_json::to_writer_pretty(&mut *call.out, &made)?;
        writeln!(call.out)?;
        return Ok(Exit::Fine);
    }
    writeln!(call.out, "{}", backup.path.display())?;
    writeln!(call.out, "Opened with the key and checked: {}.", holds(&backup))?;
    writeln!(call.out, "It is of no use without the key of the store: keep that elsewhere, too.")?;
    Ok(Exit::Fine)
}

/// Never beside a running daemon.
pub(super) fn restore(call: &mut Call<'_>, args: &RestoreArgs) -> anyhow::Result<Exit> {
    let setup = settings(call)?;
    let (database, key) = store_place(&setup, &call.folder)
        .context("a backup can only be read with the key of the store it was made of: put the key back first")?;
    let _lock = Lock::take(&database).context("stop the daemon first: systemctl stop staywatch")?;
    let (backup, kept) = store::put_back(&args.file, &database, &key, call.now)
        .with_context(|| format!("{} was not put back; the store is as it was", args.file.display()))?;
    let folder = database.parent().unwrap_or(Path::new("."));
    owned_like(folder, &[&database, &database.with_extension("lock")])?;
    act::enter(call, &setup, "restore", &json!({ "file": file_name(&args.file), "letters": backup.letters }));
    if call.format == Format::Json {
        let done = json!({
            "store": database, "kept": kept, "letters": backup.letters, "notices": backup.notices,
            "knows_until": backup.knows_until.map(|at| at.to_string()),
        });
        serde_json::to_writer_pretty(&mut *call.out, &done)?;
        writeln!(call.out)?;
        return Ok(Exit::Fine);
    }
    writeln!(call.out, "{} was put back: {}.", database.display(), holds(&backup))?;
    if let Some(kept) = kept {
        writeln!(call.out, "The store that was there is kept: {}", kept.display())?;
    }
    writeln!(call.out, "It knows nothing of what happened after {}:", until(&backup))?;
    writeln!(call.out, "  messages sent since then may come again, and say so;")?;
    writeln!(call.out, "  answers given since then are lost: whoever has a task should confirm it again.")?;
    writeln!(call.out, "Case files and reports are not in it. Start the daemon: it catches up at once.")?;
    Ok(Exit::Fine)
}

/// The last part of a path: the folder it lies in is nobody's business.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn settings(call: &Call<'_>) -> anyhow::Result<Setup> {
    Ok(Setup::without_cases(&call.folder, call.now)?.0)
}

fn holds(backup: &Backup) -> String {
    let (letters, notices) =
        (counted(backup.letters, "letter", "letters"), counted(backup.notices, "notice", "notices"));
    format!("{letters}, {notices}, up to {}", until(backup))
}

fn until(backup: &Backup) -> String {
    let shown = |at: Timestamp| at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string();
    backup.knows_until.map_or_else(|| "its beginning".to_owned(), shown)
}

/// What root writes for the daemon must be the daemon's to read.
fn owned_like(folder: &Path, files: &[&Path]) -> anyhow::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, chown};
    if rustix::process::geteuid().is_root() {
        let owner = std::fs::metadata(folder)?;
        for file in files.iter().filter(|file| file.exists()) {
            chown(file, Some(owner.uid()), Some(owner.gid()))?;
        }
    }
    Ok(())
}
