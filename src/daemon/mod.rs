//! The daemon: configuration, store, loops, signals.
//!
//! In: a folder and a clock. Out: an exit when it was told to stop, or when a loop died. It puts the rooms together
//! and decides nothing about cases.

mod board;
mod files;
mod opening;
mod saves;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, Notify, mpsc, watch};
use tokio::time::sleep;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use opening::{channels, open_store, peek_store};

use crate::bot::{Listener, Wire};
use crate::clock::Clock;
use crate::config::{Ground, Setup};
use crate::form::{Problem, Weight};
use crate::notice::words::Words;
use crate::outbox::Outbox;
use crate::schedule::{Change, Scope, load_good, refresh, start_waking, tick, trusted};
use crate::store::{self, Claimed, Store};
use crate::telemetry::Pulse;
use files::{Files, watch_files};
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

/// The longest nap of the planning loop.
const NAP: SignedDuration = SignedDuration::from_secs(5);

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
    let (_, store, _lock) = open_store(&first, &folder)?;
    let started = run.clock.now();
    let cut_off = store.write(move |tx| store::close_cut_off(tx, started)).await?;
    fail::fail_point!("start.after-cut-off");
    if cut_off > 0 {
        tracing::warn!(attempts = cut_off, "{cut_off} sends were cut off last time; they are sent again and say so");
    }
    // With nothing changed on disk watching begins at once, and the files are read again while it runs.
    let known = trusted(&folder, &store, started)?;
    let first_reading = if known.is_some() { Scope::All } else { Scope::Changed };
    let change = match known {
        Some(setup) => Change { setup, errors: Vec::new() },
        None => load_good(&folder, &store, started)?,
    };
    for problem in &change.errors {
        tracing::error!("{}", problem.line());
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
        refresh(&store, &ground, change.errors, Scope::All, started).await?;
    }

    let (planning, sending, changed) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (announce, in_force) = watch::channel(ground);
    let pulses = [Pulse::default(), Pulse::default()];
    let tracker = TaskTracker::new();
    let outbox = Outbox {
        store: store.clone(),
        channels,
        ground: in_force.clone(),
        clock: run.clock.clone(),
        sent: run.sent.clone(),
    };
    let beat = pulses[0].clone();
    guarded(&tracker, &stop, outbox.run(sending.clone(), move || beat.beat(), stop.clone()));
    let turn = Arc::new(Mutex::new(()));
    let planner = Planner { store: store.clone(), ground: in_force, turn: turn.clone(), clock: run.clock.clone() };
    guarded(&tracker, &stop, planner.run(planning.clone(), sending.clone(), pulses[1].clone(), stop.clone()));
    // Not among the watchdog's pulses: a poll is held for longer, and a silent Telegram must not restart the rest.
    if let Some(bot) = &announce.borrow().setup.settings.telegram {
        let listener = Listener {
            wire: Wire::new(&opening::bot_settings(bot, &folder)?).context("Telegram cannot be set up")?,
            store: store.clone(),
            ground: announce.subscribe(),
            clock: run.clock.clone(),
            folder: folder.clone(),
            changed: changed.clone(),
        };
        guarded(&tracker, &stop, listener.run(stop.clone()));
    }
    board::start(&run, &store, &announce, &pulses, (&tracker, &stop)).await;
    let mut scheduler = start_waking(planning.clone()).await.context("the wake-ups cannot be started")?;
    let reports = folder.join(announce.borrow().setup.settings.reports());
    let saves = Arc::new(Saves::default());
    let _watcher = watch_files(&folder, &reports, changed.clone(), saves.clone());
    if first_reading == Scope::All {
        changed.notify_one();
    }
    let wake = [planning.clone(), sending.clone()];
    let files = Files { run: run.clone(), store: store.clone(), announce, turn, changed: changed.clone(), saves };
    let reloads = files.reloads((first_reading, clean), wake, stop.clone());
    guarded(&tracker, &stop, reloads);
    tracker.spawn(watchdog(pulses, stop.clone()));
    tracing::info!("Watching; the store is open and the first look is under way");
    notify_systemd(&[sd_notify::NotifyState::Ready]);
    signals(&stop, &changed).await?;
    notify_systemd(&[sd_notify::NotifyState::Stopping]);
    tracker.close();
    tracker.wait().await;
    // Its wake-ups do nothing any more; it has nothing left to lose.
    let _ended = scheduler.shutdown().await;
    tracing::info!("Stopped; everything that is owed stands in the store");
    Ok(())
}

fn in_rehearsal(run: &Run, setup: &mut Setup) {
    if let Some(apart) = &run.rehearsal {
        setup.settings.smtp = None;
        setup.settings.telegram = None;
        setup.settings.folder = std::path::absolute(apart).unwrap_or_else(|_| apart.clone()).join("messages");
    } else {
        setup.known_as_entered(run.clock.now());
    }
}

/// A loop that ends, for whatever reason, stops the daemon: systemd starts it anew, and nothing runs half.
fn guarded(tracker: &TaskTracker, stop: &CancellationToken, work: impl Future<Output = ()> + Send + 'static) {
    let guard = stop.clone().drop_guard();
    tracker.spawn(async move {
        let _a_dead_loop_stops_the_daemon = guard;
        work.await;
    });
}

struct Planner {
    store: Store,
    ground: watch::Receiver<Ground>,
    /// Held for a whole look, and for a whole change of the ground: a look on the old ground must not use up the
    /// wake-ups that the new one gave its cases.
    turn: Arc<Mutex<()>>,
    clock: Arc<dyn Clock>,
}

impl Planner {
    async fn run(self, wake: Arc<Notify>, sending: Arc<Notify>, pulse: Pulse, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let turn = self.turn.lock().await;
            let ground = self.ground.borrow().clone();
            let now = self.clock.now();
            let looked = tick(&self.store, &ground, now).await;
            drop(turn);
            let nap = match looked {
                Ok(tick) => {
                    pulse.beat();
                    if tick.owed > 0 {
                        tracing::info!(letters = tick.owed, cases = tick.looked, "Owed {} letters", tick.owed);
                        sending.notify_one();
                    }
                    self.nap(tick.next)
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "Could not look at the cases; trying again"
                    );
                    Duration::from_secs(1)
                }
            };
            tokio::select! { () = stop.cancelled() => {}, () = wake.notified() => {}, () = sleep(nap) => {} }
        }
    }

    /// Until the next case wants to be looked at, in real time.
    fn nap(&self, next: Option<Timestamp>) -> Duration {
        let until = next.map_or(NAP, |next| next.duration_since(self.clock.now()));
        let real = self.clock.in_real_time(until.max(SignedDuration::ZERO)).min(NAP);
        Duration::try_from(real).unwrap_or(Duration::from_secs(1)).max(Duration::from_millis(5))
    }
}

/// Waits for the signal to stop; SIGHUP reads the files again.
async fn signals(stop: &CancellationToken, changed: &Notify) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hang_up.recv() => changed.notify_one(),
            () = stop.cancelled() => anyhow::bail!("a loop ended by itself; see the log above"),
        }
    }
    stop.cancel();
    Ok(())
}

/// Pats systemd's watchdog only if every loop has moved since the last time.
async fn watchdog(pulses: [Pulse; 2], stop: CancellationToken) {
    let Some(every) = sd_notify::watchdog_enabled() else { return };
    let mut before: Vec<Option<u64>> = vec![None; pulses.len()];
    loop {
        tokio::select! { () = stop.cancelled() => return, () = sleep(every / 3) => {} }
        let now: Vec<Option<u64>> = pulses.iter().map(|pulse| Some(pulse.count())).collect();
        if now.iter().zip(&before).all(|(now, before)| now != before) {
            notify_systemd(&[sd_notify::NotifyState::Watchdog]);
            before = now;
        }
    }
}

fn notify_systemd(states: &[sd_notify::NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "systemd does not listen");
    }
}
