//! The minding loop: loops that stand still, the clock, the disk, the calendars, and a store that went into memory.
//!
//! In: what machine and loops show. Out: trouble told to the admins on whatever works. What it finds it leaves as it
//! is, but for the store, which it brings back to the disk as soon as the disk takes it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::{Instant, sleep};

use super::common::Common;
use super::cry::cry;
use crate::channel::certificate;
use crate::clock::{self, Jump, Reading};
use crate::schedule::{
    Trouble, calendars_that_end, clock_back, clock_jumped, keep_alive, little_room, settle_trouble, tell_event, told_of,
};
use crate::store::{StoreError, Unrecorded};
use crate::telemetry::Pulse;

/// Between two looks at the disk, and two attempts to come back to it.
const DISK: Duration = Duration::from_mins(1);
/// Between two looks at the calendars.
const CALENDARS: Duration = Duration::from_hours(6);
/// The store may refuse for this long before the admins are told past it.
const REFUSES: Duration = Duration::from_mins(2);

/// Between two looks at the certificate of the mail server.
const CERTIFICATE: Duration = Duration::from_hours(24);
/// One that ends sooner is told of.
const ENDS_SOON: SignedDuration = SignedDuration::from_hours(24 * 14);

struct Minder {
    common: Common,
    clock: Reading,
    disk: Option<Instant>,
    calendars: Option<Instant>,
    certificate: Option<Instant>,
    /// Loops that the admins were told of past the store.
    cried: BTreeSet<&'static str>,
    /// Since when the store has refused.
    refused: Option<Instant>,
    /// False while the store is in memory, as far as the last look knew.
    recorded: bool,
    /// Loops were found standing still by the last look, or it is not known whether the last run told of any.
    still: bool,
}

/// Minds until told to stop.
pub(super) async fn minds(common: Common, pulse: Pulse) {
    let clock = common.run.clock.reading();
    let cried = BTreeSet::new();
    let (disk, calendars, certificate, refused) = (None, None, None, None);
    let mut minder =
        Minder { common, clock, disk, calendars, certificate, cried, refused, recorded: true, still: true };
    loop {
        match minder.look().await {
            Ok(()) => minder.refused = None,
            Err(error) => minder.store_refuses(&error).await,
        }
        pulse.beat();
        let stop = &minder.common.stop;
        let nap = Duration::try_from(clock::nap(minder.common.now())).unwrap_or_default();
        tokio::select! { () = stop.cancelled() => return, () = sleep(nap) => {} }
    }
}

impl Minder {
    async fn look(&mut self) -> Result<(), StoreError> {
        self.clock().await?;
        self.loops().await?;
        let due = |last: Option<Instant>, every| last.is_none_or(|last: Instant| last.elapsed() >= every);
        // That nothing can be recorded is told at once.
        let recorded = self.common.store.unrecorded().is_none();
        if due(self.disk, DISK) || recorded != self.recorded {
            self.recorded = recorded;
            self.disk = Some(Instant::now());
            self.disk().await?;
        }
        if due(self.calendars, CALENDARS) {
            self.calendars = Some(Instant::now());
            self.settle(&["calendar-ends"], |common| calendars_that_end(&common.ground.borrow(), common.now())).await?;
        }
        if due(self.certificate, CERTIFICATE) {
            self.certificate = Some(Instant::now());
            // A mail server that does not answer must not keep the rest from being minded.
            tokio::spawn(look_at_certificate(self.common.clone()));
        }
        Ok(())
    }

    async fn settle(
        &self,
        kinds: &'static [&'static str],
        find: impl FnOnce(&Common) -> Vec<Trouble> + Send + 'static,
    ) -> Result<(), StoreError> {
        let common = self.common.clone();
        let settle = move |tx: &rusqlite::Transaction<'_>| {
            let found = find(&common);
            let ground = common.ground.borrow().clone();
            settle_trouble(tx, &ground, kinds, &found, common.now())
        };
        if self.common.store.write(settle).await? > 0 {
            self.common.sending.notify_one();
        }
        Ok(())
    }

    async fn clock(&mut self) -> Result<(), StoreError> {
        let reading = self.common.run.clock.reading();
        let Some(jump) = self.clock.jump(reading) else {
            self.clock = reading;
            return Ok(());
        };
        tracing::error!(?jump, "The clock of this machine jumped");
        let (ground, now) = (self.common.ground.borrow().clone(), self.common.now());
        let tell = move |tx: &rusqlite::Transaction<'_>| {
            if let Jump::Back(by) = jump {
                clock_back(tx, &ground, now.checked_add(by).unwrap_or(now), now)?;
            }
            tell_event(tx, &ground, &clock_jumped(jump), now)
        };
        self.common.store.write(tell).await?;
        self.clock = reading;
        // What fell due while nobody could look was not missed by anybody.
        self.common.awake.again(now);
        for sleeper in [&self.common.planning, &self.common.sending, &self.common.audit] {
            sleeper.notify_one();
        }
        Ok(())
    }

    async fn loops(&mut self) -> Result<(), StoreError> {
        let still = self.common.health.still();
        let trouble = |(name, idle): &(&'static str, Duration)| Trouble {
            time: SignedDuration::try_from(*idle).ok(),
            ..Trouble::new("loop-still", name, "")
        };
        // The loop that sends cannot say of itself that it does not.
        let names: BTreeSet<&str> = still.iter().map(|(name, _)| *name).collect();
        self.cried.retain(|name| names.contains(name));
        if let Some(outbox) = still.iter().find(|(name, _)| *name == OUTBOX)
            && self.cried.insert(OUTBOX)
        {
            let ground = self.common.ground.borrow().clone();
            cry(&self.common.channels, &ground, &trouble(outbox), self.common.now()).await;
        }
        let found: Vec<Trouble> = still.iter().map(trouble).collect();
        // The store is not asked every few seconds whether all is still well.
        if std::mem::replace(&mut self.still, !found.is_empty()) || self.still {
            self.settle(&["loop-still"], move |_| found).await.inspect_err(|_| self.still = true)?;
        }
        Ok(())
    }

    /// Whether anything can be recorded, and whether there is room for more.
    async fn disk(&mut self) -> Result<(), StoreError> {
        let state = self.common.store.unrecorded();
        let records = state.is_none();
        if let Some(state) = state {
            self.memory(state).await?;
        }
        let common = self.common.clone();
        // In one transaction: each wakes threads.
        let settle = move |tx: &rusqlite::Transaction<'_>| {
            let (ground, now) = (common.ground.borrow().clone(), common.now());
            let mut owed = 0;
            if records {
                keep_alive(tx, now)?;
                owed += settle_trouble(tx, &ground, &["cannot-record"], &[], now)?;
            }
            let found = little_room(&folders(&common), &told_of(tx, "disk-low")?);
            Ok(owed + settle_trouble(tx, &ground, &["disk-low"], &found, now)?)
        };
        if self.common.store.write(settle).await? > 0 {
            self.common.sending.notify_one();
        }
        Ok(())
    }

    /// What is recorded is so only in memory: back to the disk when it takes it.
    async fn memory(&mut self, state: Unrecorded) -> Result<(), StoreError> {
        if !state.complete {
            // Nothing is known of what was told: every case is looked at anew.
            self.common.changed.notify_one();
        }
        self.settle(&["cannot-record"], move |_| vec![Trouble::new("cannot-record", "", &state.why)]).await?;
        let store = self.common.store.clone();
        match tokio::task::spawn_blocking(move || store.return_to_disk()).await {
            Ok(Ok(true)) => {
                tracing::info!("The store is on its disk again; what went out meanwhile is recorded");
                self.common.audit.notify_one();
                self.settle(&["cannot-record"], |_| Vec::new()).await
            }
            Ok(Err(error)) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "The disk still takes nothing");
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The admins are told past a store that takes nothing, not even in memory.
    async fn store_refuses(&mut self, error: &StoreError) {
        tracing::error!(error = error as &dyn std::error::Error, "Could not mind the watch; trying again");
        let since = *self.refused.get_or_insert_with(Instant::now);
        if since.elapsed() > REFUSES && self.cried.insert("store") {
            let ground = self.common.ground.borrow().clone();
            let trouble = Trouble::new("cannot-record", "", &error.to_string());
            cry(&self.common.channels, &ground, &trouble, self.common.now()).await;
        }
    }
}

/// The name of the loop that sends.
pub(super) const OUTBOX: &str = "outbox";

/// Where the daemon writes: each is watched for room.
fn folders(common: &Common) -> Vec<PathBuf> {
    let ground = common.ground.borrow().clone();
    let settings = &ground.setup.settings;
    let folder = |path: PathBuf| path.parent().map(PathBuf::from).unwrap_or_default();
    let mut folders = vec![folder(common.run.folder.join(&settings.store))];
    let beside = [common.run.folder.join(settings.reports())];
    let messages = settings.smtp.is_none() || settings.telegram.is_none();
    let backups = settings.backup.as_ref().map(|backup| common.run.folder.join(&backup.folder));
    folders.extend(beside.into_iter().chain(messages.then(|| common.run.folder.join(&settings.folder))).chain(backups));
    // One file system is told of once, by the first folder on it.
    let mut seen = BTreeSet::new();
    folders.retain(|folder| {
        let on = rustix::fs::stat(if folder.as_os_str().is_empty() { ".".as_ref() } else { folder.as_path() });
        on.is_ok_and(|on| seen.insert(on.st_dev))
    });
    folders
}

/// When the certificate of the mail server ends, told in time. A server that lets nobody in is told of by its letters.
async fn look_at_certificate(common: Common) {
    let Some(email) = &common.channels.email else { return };
    let tried = tokio::select! { () = common.stop.cancelled() => return, tried = email.try_out() => tried };
    let ends = match tried {
        Ok(shown) => shown.as_deref().and_then(certificate::ends),
        Err(why) => return tracing::warn!(why, "The mail server could not be tried"),
    };
    let ground = common.ground.borrow().clone();
    let host = ground.setup.settings.smtp.as_ref().map(|smtp| smtp.host.clone()).unwrap_or_default();
    let now = common.now();
    let soon = ends.filter(|ends| ends.duration_since(now) < ENDS_SOON);
    let day = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let found: Vec<Trouble> = soon.map(|at| Trouble::new("certificate-ends", &host, &day(at))).into_iter().collect();
    let tell = move |tx: &rusqlite::Transaction<'_>| settle_trouble(tx, &ground, &["certificate-ends"], &found, now);
    match common.store.write(tell).await {
        Ok(_) => common.sending.notify_one(),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "Could not tell of the mail server's certificate");
        }
    }
}
