//! The configuration files while the daemon runs: noticing a save, and putting it into force.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher};
use tokio::sync::{Mutex, Notify, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::{Run, in_rehearsal};
use crate::config::Ground;
use crate::schedule::{Scope, load_good, refresh};
use crate::store::Store;

/// An editor's save is several events: read the files once they have stopped.
const SETTLE: Duration = Duration::from_millis(250);

/// Without any notice of a change the files are read again after this long.
const ANYWAY: Duration = Duration::from_mins(5);

/// What could not be read now is tried again soon: the change that asked for it is used up.
async fn soon(stop: &CancellationToken, changed: &Notify) {
    tokio::select! { () = stop.cancelled() => {}, () = sleep(Duration::from_secs(5)) => changed.notify_one() }
}

/// Reads the files again whenever they change, or when asked by a signal.
pub(super) async fn reloads(
    run: Run,
    store: Store,
    (announce, turn): (watch::Sender<Ground>, Arc<Mutex<()>>),
    changed: Arc<Notify>,
    wake: [Arc<Notify>; 2],
    stop: CancellationToken,
) {
    loop {
        // A change that was not noticed (a folder put in place of another, a full queue of the kernel) is found anyway.
        tokio::select! { () = stop.cancelled() => return, () = changed.notified() => {}, () = sleep(ANYWAY) => {} }
        // Waits for the last event of a save, but not for ever for somebody who never stops saving.
        for _ in 0..20 {
            if timeout(SETTLE, changed.notified()).await.is_err() {
                break;
            }
        }
        let (folder, opened, now) = (run.folder.clone(), store.clone(), run.clock.now());
        let read = tokio::task::spawn_blocking(move || load_good(&folder, &opened, now)).await;
        let change = match read {
            Ok(Ok(change)) => change,
            Ok(Err(error)) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "Could not read the configuration; the one in force stays"
                );
                soon(&stop, &changed).await;
                continue;
            }
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "Reading the configuration broke off; the one in force stays"
                );
                soon(&stop, &changed).await;
                continue;
            }
        };
        for problem in &change.errors {
            tracing::error!("{}", problem.line());
        }
        let mut setup = change.setup;
        if setup.people.all().next().is_none() {
            tracing::error!("There is nobody in people.toml to tell anything; the configuration in force stays");
            continue;
        }
        in_rehearsal(&run, &mut setup);
        let words = announce.borrow().words.clone();
        let ground = Ground { setup: Arc::new(setup), words };
        let _turn = turn.lock().await;
        if let Err(error) = refresh(&store, &ground, change.errors, Scope::Changed, now).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "Could not put the configuration into force; the one before stays"
            );
            soon(&stop, &changed).await;
            continue;
        }
        fail::fail_point!("reload.after-commit");
        tracing::info!(cases = ground.setup.cases.len(), "The configuration was read again");
        announce.send_replace(ground);
        // The planner for what the cases say now, the outbox for what the admins are told of the files.
        for sleeper in &wake {
            sleeper.notify_one();
        }
    }
}

/// Watches the folder and the folders in it; without a watch, SIGHUP still works.
pub(super) fn watch_files(folder: &Path, reports: &Path, changed: Arc<Notify>) -> Option<notify::RecommendedWatcher> {
    let on_event = move |event: notify::Result<notify::Event>| {
        let read = |event: notify::Event| {
            event.need_rescan() || (!event.kind.is_access() && event.paths.iter().any(|path| is_read(path)))
        };
        // An error means that events were lost: read, to be sure.
        if event.map_or(true, read) {
            changed.notify_one();
        }
    };
    let watcher = notify::recommended_watcher(on_event).and_then(|mut watcher| {
        // It must be there to be watched; the first report may come any moment.
        if let Err(error) = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(reports) {
            tracing::error!(%error, "Reports cannot be kept: name a folder that can be written, [reports] folder = …");
        }
        let parts = ["", "watchlist", "law", "calendars"].map(|part| folder.join(part));
        for path in parts.iter().map(PathBuf::as_path).chain([reports]).filter(|path| path.is_dir()) {
            watcher.watch(path, RecursiveMode::NonRecursive)?;
        }
        Ok(watcher)
    });
    watcher.map_err(|error| tracing::warn!(%error, "The files cannot be watched; send SIGHUP after a change")).ok()
}

/// True for what a reading of the folder looks at. The store may lie in the same folder, and every reading writes to it:
/// without this, one reading would be the reason for the next, for ever.
fn is_read(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".toml") && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_is_watched() {
        for name in ["staywatch.toml", "watchlist/kudin.toml", "law/ru.toml"] {
            assert!(is_read(Path::new(name)), "{name}");
        }
        for name in ["staywatch.db", "staywatch.db-wal", "staywatch.lock", "watchlist/.kudin.toml", "kudin.toml~", ""] {
            assert!(!is_read(Path::new(name)), "{name}");
        }
    }
}
