//! The configuration files while the daemon runs: noticing a save, and putting it into force.

use std::collections::BTreeSet;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::common::Common;
use super::in_rehearsal;
use super::saves::{FOLDERS, Saved, Saves};
use crate::config::Ground;
use crate::schedule::{Change, Dropped, Scope, Weighed, load_fresh, refresh, tell_weighed, trusted, waiting, weigh};
use crate::telemetry::Pulse;

/// An editor's save may be several events: unless its file was closed, read it once they have stopped.
const SETTLE: Duration = Duration::from_millis(250);

/// Without any notice of a change the files are looked at again after this long.
const ANYWAY: Duration = Duration::from_mins(5);

/// Between two looks at whether somebody accepted what waits.
const LOOK: Duration = Duration::from_secs(2);

/// What reading the files again needs.
pub(super) struct Files {
    pub common: Common,
    pub announce: watch::Sender<Ground>,
    pub saves: Arc<Saves>,
    /// The kernel's word of every change; `None`: it gives none.
    pub watcher: Option<notify::RecommendedWatcher>,
    /// Beats before each wait for a change.
    pub pulse: Pulse,
}

impl Files {
    /// Reads the files again whenever they change, or when asked by a signal. `scope`: how much the first reading looks
    /// at. `clean`: what is in force was read without an error.
    pub(super) async fn reloads(mut self, (mut scope, mut clean): (Scope, bool)) {
        let (changed, stop) = (Arc::clone(&self.common.changed), self.common.stop.clone());
        let mut waits = self.common.store.write(waiting).await.is_ok_and(|files| !files.is_empty());
        loop {
            self.pulse.beat();
            // A change that was not noticed (a folder put in place of another, a full queue of the kernel) is found anyway.
            let asked = tokio::select! {
                () = stop.cancelled() => return,
                () = self.saves.told.notified() => false,
                () = changed.notified() => true,
                () = sleep(ANYWAY) => {
                    self.saves.doubt();
                    true
                }
                () = self.accepted(waits) => {
                    self.saves.doubt();
                    true
                }
            };
            self.settle().await;
            let saved = self.saves.take();
            // A folder that was put in place of another is not the one that is watched.
            if saved.in_doubt() {
                let reports = self.common.run.folder.join(self.announce.borrow().setup.settings.reports());
                self.watcher = watch_files(&self.common.run.folder, &reports, Arc::clone(&self.saves));
            }
            // What the kernel told late of a save that is in force already asks for nothing.
            if !asked && saved.is_empty() {
                continue;
            }
            let read = match self.read(&saved, scope, clean && !waits).await {
                Ok(change) => self.weigh(change).await,
                Err(error) => Err(error),
            };
            let Weighed { change, dropped, waits: held } = match read {
                Ok(weighed) => weighed,
                Err(error) => {
                    let error = format!("{error:#}");
                    tracing::error!(error, "Could not read the configuration; the one in force stays");
                    self.soon(&stop).await;
                    continue;
                }
            };
            for problem in &change.errors {
                tracing::error!("{}", problem.told());
            }
            let (mut setup, now) = (change.setup, self.common.run.clock.now());
            if setup.people.all().next().is_none() {
                tracing::error!("There is nobody in people.toml to tell anything; the configuration in force stays");
                continue;
            }
            in_rehearsal(&self.common.run, &mut setup);
            let words = self.announce.borrow().words.clone();
            let ground = Ground { setup: Arc::new(setup), words };
            let sound = change.errors.is_empty();
            let _turn = self.common.turn.lock().await;
            if let Err(error) = refresh(&self.common.store, &ground, change.errors, scope, now).await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "Could not put the configuration into force; the one before stays"
                );
                self.soon(&stop).await;
                continue;
            }
            fail::fail_point!("reload.after-commit");
            waits = held;
            let told = ground.clone();
            let tell = move |tx: &rusqlite::Transaction<'_>| tell_weighed(tx, &told, (&dropped, held), now);
            if let Err(error) = self.common.store.write(tell).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "Could not tell of an edit that takes reminders away");
            }
            (scope, clean) = (Scope::Changed, sound);
            let (cases, read) = (ground.setup.cases.len(), ground.setup.cases.touched().map(<[_]>::len));
            tracing::info!(cases, read = read.unwrap_or(cases), "The configuration was read again");
            self.announce.send_replace(ground);
            // The planner for what the cases say now, the outbox for what the admins are told of the files.
            for sleeper in [&self.common.planning, &self.common.sending, &self.common.audit] {
                sleeper.notify_one();
            }
        }
    }

    /// Weighs what was read against what is in force. A rehearsal has nobody to accept anything.
    async fn weigh(&self, change: Change) -> anyhow::Result<Weighed> {
        if self.common.run.rehearsal.is_some() {
            return Ok(Weighed { change, dropped: Dropped::default(), waits: false });
        }
        let (old, store, folder) = (self.announce.borrow().setup.clone(), &self.common.store, &self.common.run.folder);
        let (store, folder, now) = (store.clone(), folder.clone(), self.common.now());
        // Moments are compared as those in force are: a fact counts from when it was entered.
        tokio::task::spawn_blocking(move || {
            let mut change = change;
            change.setup.known_as_entered();
            weigh(change, &old, &folder, &store, now)
        })
        .await?
    }

    /// Until what waits is accepted; for ever when nothing does.
    async fn accepted(&self, waits: bool) {
        loop {
            if !waits {
                std::future::pending::<()>().await;
            }
            sleep(LOOK).await;
            if self.common.store.write(waiting).await.is_ok_and(|files| files.is_empty()) {
                return;
            }
        }
    }

    /// Waits until whoever saves has finished: not at all for a file that was closed or put in place whole, and not for
    /// ever for somebody who never stops.
    async fn settle(&self) {
        for _ in 0..20 {
            if self.saves.whole() || timeout(SETTLE, self.saves.told.notified()).await.is_err() {
                return;
            }
        }
    }

    /// What could not be read now is tried again soon: the change that asked for it is used up.
    async fn soon(&self, stop: &CancellationToken) {
        self.saves.doubt();
        tokio::select! { () = stop.cancelled() => {}, () = sleep(Duration::from_secs(5)) => self.common.changed.notify_one() }
    }

    /// The configuration as it is now, read no further than what may have changed.
    async fn read(&self, saved: &Saved, scope: Scope, clean: bool) -> anyhow::Result<Change> {
        // A rehearsal's clock is no measure for what stands on disk.
        let quick = scope == Scope::Changed && clean && self.common.run.rehearsal.is_none();
        let (folder, store, now) =
            (self.common.run.folder.clone(), self.common.store.clone(), self.common.run.clock.now());
        let in_force = self.announce.borrow().setup.clone();
        match saved.files().map(|files| files.cloned().collect::<BTreeSet<PathBuf>>()).filter(|_| quick) {
            Some(files) => {
                let amended = tokio::task::spawn_blocking(move || in_force.amended(&files, now)).await?;
                if let Some(setup) = amended {
                    return Ok(Change { setup, errors: Vec::new() });
                }
                // Before anybody is told of a mistake: it may be a save in several steps.
                for _ in 0..20 {
                    if timeout(SETTLE, self.saves.told.notified()).await.is_err() {
                        break;
                    }
                }
            }
            None if quick => {
                let trusting = (folder.clone(), store.clone());
                let trusting = tokio::task::spawn_blocking(move || trusted(&trusting.0, &trusting.1, now)).await??;
                if let Some(setup) = trusting {
                    return Ok(Change { setup, errors: Vec::new() });
                }
            }
            None => {}
        }
        self.saves.take();
        tokio::task::spawn_blocking(move || load_fresh(&folder, &store, now)).await?
    }
}

/// Watches the folder and the folders in it; without a watch, SIGHUP still works.
pub(super) fn watch_files(folder: &Path, reports: &Path, saves: Arc<Saves>) -> Option<notify::RecommendedWatcher> {
    let on_event = move |event: notify::Result<notify::Event>| {
        if saves.note(event) {
            saves.told.notify_one();
        }
    };
    let watcher = notify::recommended_watcher(on_event).and_then(|mut watcher| {
        // It must be there to be watched; the first report may come any moment.
        if let Err(error) = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(reports) {
            tracing::error!(%error, "Reports cannot be kept: name a folder that can be written, [reports] folder = …");
        }
        let parts = FOLDERS.map(|part| folder.join(part));
        for path in
            [folder].into_iter().chain(parts.iter().map(PathBuf::as_path)).chain([reports]).filter(|path| path.is_dir())
        {
            watcher.watch(path, RecursiveMode::NonRecursive)?;
        }
        Ok(watcher)
    });
    watcher.map_err(|error| tracing::warn!(%error, "The files cannot be watched; send SIGHUP after a change")).ok()
}
