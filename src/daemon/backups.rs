//! The loop that makes backups.
//!
//! In: how often, where, how many. Out: copies that were opened and checked; the admins hear when none was made. A copy
//! that is missing (the machine slept, the folder was away) is made as soon as it is noticed.

use std::path::Path;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::sleep;

use super::common::Common;
use super::opening::store_place;
use crate::config::Backup;
use crate::schedule::{Trouble, settle_trouble};
use crate::store;
use crate::telemetry::Pulse;

/// Between two looks at whether one is due.
const LOOK: Duration = Duration::from_mins(10);
/// After one that failed.
const AGAIN: Duration = Duration::from_hours(1);

/// Makes backups until told to stop.
pub(super) async fn backs_up(common: Common, pulse: Pulse) {
    loop {
        pulse.beat();
        let settings = common.ground.borrow().setup.settings.backup.clone();
        let pause = match settings {
            Some(settings) if is_due(&common, &settings) => back_up(&common, settings).await,
            _ => LOOK,
        };
        tokio::select! { () = common.stop.cancelled() => return, () = sleep(pause) => {} }
    }
}

fn is_due(common: &Common, settings: &Backup) -> bool {
    let last = store::backups(&common.run.folder.join(&settings.folder)).pop();
    // One from a time to come was made by a clock that was wrong; it says nothing about when the next is due.
    let age = |(at, _)| common.now().duration_since(at);
    last.map(age).is_none_or(|age| age >= settings.every || age < SignedDuration::ZERO)
}

/// Makes one, and tells the admins what came of it. Returns how long to wait.
async fn back_up(common: &Common, settings: Backup) -> Duration {
    let (run, setup, now) = (common.run.clone(), common.ground.borrow().setup.clone(), common.now());
    let unrecorded = common.store.unrecorded().map(|state| state.why);
    let made = tokio::task::spawn_blocking(move || {
        anyhow::ensure!(unrecorded.is_none(), "the store cannot be written: {}", unrecorded.unwrap_or_default());
        let (database, key) = store_place(&setup, &run.folder)?;
        let folder = run.folder.join(&settings.folder);
        let backup = store::back_up(&database, &key, &folder, now)?;
        store::rotate_backups(&folder, settings.keep, &backup)?;
        Ok(backup)
    });
    let made = made.await.unwrap_or_else(|broken| Err(broken.into()));
    let folder = common.ground.borrow().setup.settings.backup.as_ref().map(|backup| backup.folder.clone());
    let about = folder.as_deref().unwrap_or(Path::new("")).display().to_string();
    let (trouble, pause) = match made {
        Ok(backup) => {
            tracing::info!(letters = backup.letters, "A backup was made, opened and checked");
            (Vec::new(), LOOK)
        }
        Err(error) => {
            let why = format!("{error:#}");
            tracing::error!(why, "No backup was made");
            (vec![Trouble::new("backup-fails", &about, &why)], AGAIN)
        }
    };
    let ground = common.ground.borrow().clone();
    let settle = move |tx: &rusqlite::Transaction<'_>| settle_trouble(tx, &ground, &["backup-fails"], &trouble, now);
    match common.store.write(settle).await {
        Ok(_) => common.sending.notify_one(),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "Could not tell of the backup"),
    }
    pause
}
