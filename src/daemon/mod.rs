//! The daemon: configuration, store, loops, signals.
//!
//! In: a folder and a clock. Out: an exit when it was told to stop, or when a loop died. It puts the rooms together
//! and decides nothing about cases.

mod board;
mod auditing;
mod backups;
mod common;
mod cry;
mod files;
mod heartbeat;
mod loops;
mod minder;
mod opening;
mod planner;
mod saves;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::sync::{mpsc, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use heartbeat::monitor;
pub use opening::{bot_settings, channels, open_store, peek_store, store_place};

use crate::bot::{Listener, Wire};
use crate::clock::Clock;
use crate::config::{Ground, Settings, Setup};
use crate::form::{Problem, Weight};
use crate::notice::words::Words;
use crate::schedule::{
    Change, Dropped, Scope, Weighed, begin_run, end_run, load_good, load_weighed, start_waking, tell_weighed, trusted,
};
use crate::store::{self, Claimed};
use crate::telemetry::Health;
use common::{Awake, Common};
use files::{Files, watch_files};
use loops::{Pulses, guarded, start_loops, systemd};
use saves::Saves;

/// How the daemon runs.
#[derive(Clone, Debug)]
pub struct Run {
    /// The configuration folder.
    pub folder: PathBuf,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// A rehearsal: a store of its own in this folder, and messages go to files only.
    pub rehearsal: Option<PathBuf>,
    /// Told of every letter that went out.
    pub sent: Option<mpsc::UnboundedSender<Claimed>>,
}

/// Runs until a signal, or until a loop dies.
///
/// # Errors
/// When it cannot start, or a loop died.
pub async fn run(run: Run, stop: CancellationToken) -> anyhow::Result<()> {
    let folder = run.folder.clone();
    let (mut first, found) = Setup::without_cases(&folder, run.clock.now())?;
    let broken = |problem: &Problem| problem.weight == Weight::Error && problem.sheet.name.ends_with("staywatch.toml");
    if found.iter().any(broken) && run.rehearsal.is_none() && !folder.join(&first.settings.store).exists() {
        anyhow::bail!(
            "staywatch.toml cannot be used, so nobody knows which store it names: `staywatch check` shows what is wrong"
        );
    }
    if let Some(apart) = &run.rehearsal {
        first.settings.store = std::path::absolute(apart)?.join("rehearsal.db");
        first.settings.key.file = None;
    }
    let (_, store, _lock) = match open_store(&first, &folder) {
        Ok(opened) => opened,
        Err(error) => {
            opening::cry_refused(&first, &folder, &error, run.clock.now()).await;
            return Err(error);
        }
    };
    let started = run.clock.now();
    let cut_off = opening::insist(&store, move |tx| store::close_cut_off(tx, started)).await?;
    fail::fail_point!("start.after-cut-off");
    if cut_off > 0 {
        tracing::warn!(attempts = cut_off, "{cut_off} sends were cut off last time; they are sent again and say so");
    }
    // With nothing changed on disk watching begins at once, and the files are read again while it runs.
    let known = trusted(&folder, &store, started)?;
    let first_reading = if known.is_some() { Scope::All } else { Scope::Changed };
    let unweighed = |change| Weighed { change, dropped: Dropped::default(), waits: false };
    let Weighed { change, dropped, waits } = match known {
        Some(setup) => unweighed(Change { setup, errors: Vec::new() }),
        // A rehearsal has nobody to accept anything.
        None if run.rehearsal.is_some() => unweighed(load_good(&folder, &store, started)?),
        None => load_weighed(&folder, &store, started)?,
    };
    for problem in &change.errors {
        tracing::error!("{}", problem.told());
    }
    let mut setup = change.setup;
    // Without people nobody can be told anything, not even that.
    if setup.people.all().next().is_none() && !setup.cases.is_empty()
        || change.errors.iter().any(|problem| problem.sheet.name.ends_with("people.toml"))
            && setup.people.all().next().is_none()
    {
        anyhow::bail!(
            "people.toml cannot be used, and there is no earlier version of it: `staywatch check` shows what is wrong"
        );
    }
    in_rehearsal(&run, &mut setup);
    let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
    let channels = Arc::new(channels(&ground.setup, &folder)?);
    let clean = change.errors.is_empty();
    if first_reading == Scope::Changed {
        opening::put_into_force(&store, &ground, &change.errors, started).await?;
        let last = ground.clone();
        let tell = move |tx: &rusqlite::Transaction<'_>| tell_weighed(tx, &last, (&dropped, waits), started);
        opening::insist(&store, tell).await?;
    }
    opening::look_after_restore(&store, &ground, started).await?;
    let last = ground.clone();
    opening::insist(&store, move |tx| begin_run(tx, &last, started)).await?;

    let (announce, in_force) = watch::channel(ground);
    let common = Common {
        run: run.clone(),
        store: store.clone(),
        channels,
        ground: in_force,
        turn: Arc::default(),
        health: Health::default(),
        planning: Arc::default(),
        sending: Arc::default(),
        changed: Arc::default(),
        audit: Arc::default(),
        awake: Awake::since(started),
        stop: stop.clone(),
    };
    let tracker = TaskTracker::new();
    let settings = announce.borrow().setup.settings.clone();
    listen(&tracker, &common, &announce, &settings)?;
    let pulses = Pulses::of(&common.health, &settings, run.rehearsal.is_some());
    start_loops(&tracker, &common, &settings, &pulses, systemd())?;
    board::start(&run, &store, &announce, (&pulses, &common.health), (&tracker, &stop)).await;
    let mut scheduler = start_waking(common.planning.clone()).await.context("the wake-ups cannot be started")?;
    let reports = folder.join(settings.reports());
    let saves = Arc::new(Saves::default());
    let watcher = watch_files(&folder, &reports, saves.clone());
    if first_reading == Scope::All {
        common.changed.notify_one();
    }
    let files = Files { common: common.clone(), announce, saves, watcher, pulse: pulses.reading.clone() };
    guarded(&tracker, &stop, files.reloads((first_reading, clean)));
    tracker.spawn(opening::prove(Arc::new(first), folder.clone(), run.clock.now(), stop.clone()));
    tracing::info!("Watching; the store is open and the first look is under way");
    notify_systemd(&[sd_notify::NotifyState::Ready]);
    signals(&common).await?;
    notify_systemd(&[sd_notify::NotifyState::Stopping]);
    tracker.close();
    tracker.wait().await;
    // Its wake-ups do nothing any more; it has nothing left to lose.
    let _ended = scheduler.shutdown().await;
    say_goodbye(&store, run.clock.now()).await;
    Ok(())
}

/// The ears of the bot, where one is set.
fn listen(
    tracker: &TaskTracker,
    common: &Common,
    announce: &watch::Sender<Ground>,
    settings: &Settings,
) -> anyhow::Result<()> {
    let Some(bot) = &settings.telegram else { return Ok(()) };
    let folder = &common.run.folder;
    let bot = opening::bot_settings(bot, folder)?;
    let claimed = opening::claim_bot(&bot)?;
    let listener = Listener {
        wire: Wire::new(&bot).context("Telegram cannot be set up")?,
        store: common.store.clone(),
        ground: announce.subscribe(),
        clock: common.run.clock.clone(),
        folder: folder.clone(),
        changed: common.changed.clone(),
    };
    let stop = common.stop.clone();
    guarded(tracker, &common.stop, async move {
        let _ours_while_we_listen = claimed;
        listener.run(stop).await;
    });
    Ok(())
}

async fn say_goodbye(store: &store::Store, now: jiff::Timestamp) {
    let goodbye = store.write(move |tx| end_run(tx, now)).await;
    if store.unrecorded().is_some() || goodbye.is_err() {
        tracing::error!("Stopped without a record of what went out last; it may go out again");
    } else {
        tracing::info!("Stopped; everything that is owed stands in the store");
    }
}

fn in_rehearsal(run: &Run, setup: &mut Setup) {
    if let Some(apart) = &run.rehearsal {
        setup.settings.smtp = None;
        setup.settings.telegram = None;
        setup.settings.folder = std::path::absolute(apart).unwrap_or_else(|_| apart.clone()).join("messages");
    } else {
        setup.known_as_entered();
    }
}

/// Waits for the signal to stop; SIGHUP reads the files again, and is entered: somebody asked for it.
async fn signals(common: &Common) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    let stop = &common.stop;
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hang_up.recv() => {
                let now = common.now();
                let entered = common.store.write(move |tx| store::enter_act(tx, "reload", "signal", &serde_json::Value::Null, now));
                if let Err(error) = entered.await {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "That the files are read again at somebody's wish does not stand in the ledger");
                }
                common.changed.notify_one();
            }
            () = stop.cancelled() => anyhow::bail!("a loop ended by itself; see the log above"),
        }
    }
    stop.cancel();
    Ok(())
}

fn notify_systemd(states: &[sd_notify::NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "systemd does not listen");
    }
}
