//! The daemon: configuration, store, loops, signals.
//!
//! In: a folder and a clock. Out: an exit when it was told to stop, or when a loop died. It puts the rooms together
//! and decides nothing about cases.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use notify::{RecursiveMode, Watcher};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::sleep;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::bot::{Listener, Wire};
use crate::channel::Channels;
use crate::channel::email::{Email, SmtpSettings};
use crate::channel::file::Folder;
use crate::channel::telegram::{Telegram, TelegramSettings};
use crate::clock::Clock;
use crate::config::{Ground, Setup};
use crate::notice::words::Words;
use crate::outbox::Outbox;
use crate::schedule::{load_good, refresh, start_waking, tick};
use crate::store::{self, Claimed, Lock, Store, StoreKey};
use crate::telemetry::Pulse;

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
/// An editor's save is several events: read the files once they have stopped.
const SETTLE: Duration = Duration::from_millis(250);

/// Opens the store that the settings name, making a key if none is set and none was made before.
///
/// # Errors
/// When store or key cannot be used.
pub fn open_store(setup: &Setup, folder: &Path) -> anyhow::Result<(PathBuf, Store, Lock)> {
    let path = folder.join(&setup.settings.store);
    let lock = Lock::take(&path)?;
    let beside = path.with_extension("key");
    let key = if let Some(file) = setup.settings.key.path(folder) {
        StoreKey::read(&file)?
    } else if beside.exists() {
        StoreKey::read(&beside)?
    } else if path.exists() {
        let (path, key) = (path.display(), beside.display());
        anyhow::bail!("{path} is there, but its key {key} is not: put the key back, or name it with key_file");
    } else {
        let key = beside.display();
        tracing::warn!(
            "Made a key at {key}: whoever has both files can read the store. Keep it elsewhere with key_file"
        );
        StoreKey::create(&beside)?
    };
    let store = Store::open(&path, &key)?;
    Ok((path, store, lock))
}

/// The ways out that the settings describe. What is not set goes to the folder.
///
/// # Errors
/// When a setting or a secret cannot be used.
pub fn channels(setup: &Setup, folder: &Path) -> anyhow::Result<Channels> {
    let email = match &setup.settings.smtp {
        None => None,
        Some(smtp) => Some(Email::new(smtp_settings(smtp, folder)?).context("e-mail cannot be set up")?),
    };
    let telegram = match &setup.settings.telegram {
        None => None,
        Some(bot) => Some(Telegram::new(bot_settings(bot, folder)?).context("Telegram cannot be set up")?),
    };
    Ok(Channels { email, telegram, folder: Some(Folder::new(folder.join(&setup.settings.folder))) })
}

fn bot_settings(bot: &crate::config::Telegram, folder: &Path) -> anyhow::Result<TelegramSettings> {
    let api_url = bot.api_url.as_deref().map(str::parse).transpose().context("api_url is not an address")?;
    let token = bot.token.read(folder).context("the bot's token cannot be read")?;
    Ok(TelegramSettings { token, api_url, timeout: TelegramSettings::TIMEOUT })
}

fn smtp_settings(smtp: &crate::config::Smtp, folder: &Path) -> anyhow::Result<SmtpSettings> {
    use crate::channel::email::Tls as Way;
    let password = match smtp.user {
        Some(_) => Some(smtp.password.read(folder).context("the mail password cannot be read")?),
        None => None,
    };
    Ok(SmtpSettings {
        host: smtp.host.clone(),
        port: smtp.port,
        tls: match smtp.tls {
            crate::config::Tls::Implicit => Way::Implicit,
            crate::config::Tls::StartTls => Way::StartTls,
            crate::config::Tls::None => Way::Plain,
        },
        user: smtp.user.clone(),
        password,
        from: smtp.from.clone(),
        ca_file: smtp.ca_file.as_ref().map(|file| folder.join(file)),
        hello_name: None,
        timeout: SmtpSettings::TIMEOUT,
    })
}

/// Runs until a signal, or until a loop dies.
///
/// # Errors
/// When it cannot start, or a loop died.
pub async fn run(run: Run, stop: CancellationToken) -> anyhow::Result<()> {
    let folder = run.folder.clone();
    let (mut first, _) = Setup::load(&folder, run.clock.now())?;
    if let Some(apart) = &run.rehearsal {
        first.settings.store = std::path::absolute(apart)?.join("rehearsal.db");
        first.settings.key.file = None;
    }
    let (_, store, _lock) = open_store(&first, &folder)?;
    let started = run.clock.now();
    let cut_off = store.write(move |tx| store::close_cut_off(tx, started)).await?;
    if cut_off > 0 {
        tracing::warn!(attempts = cut_off, "{cut_off} sends were cut off last time; they are sent again and say so");
    }
    let change = load_good(&folder, &store, started)?;
    let mut setup = change.setup;
    in_rehearsal(&run, &mut setup);
    let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
    let channels = Arc::new(channels(&ground.setup, &folder)?);
    refresh(&store, &ground, change.errors, started).await?;

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
    let planner = Planner { store: store.clone(), ground: in_force, clock: run.clock.clone() };
    guarded(&tracker, &stop, planner.run(planning.clone(), sending.clone(), pulses[1].clone(), stop.clone()));
    // Not among the watchdog's pulses: a poll is held for longer, and a silent Telegram must not restart the rest.
    if let Some(bot) = &announce.borrow().setup.settings.telegram {
        let listener = Listener {
            wire: Wire::new(&bot_settings(bot, &folder)?).context("Telegram cannot be set up")?,
            store: store.clone(),
            ground: announce.subscribe(),
            clock: run.clock.clone(),
            folder: folder.clone(),
            changed: changed.clone(),
        };
        guarded(&tracker, &stop, listener.run(stop.clone()));
    }
    let mut scheduler = start_waking(planning.clone()).await.context("the wake-ups cannot be started")?;
    let reports = folder.join(&announce.borrow().setup.settings.reports);
    let _watcher = watch_files(&folder, &reports, changed.clone());
    let reloads = reloads(run.clone(), store.clone(), announce, changed.clone(), planning.clone(), stop.clone());
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
    clock: Arc<dyn Clock>,
}

impl Planner {
    async fn run(self, wake: Arc<Notify>, sending: Arc<Notify>, pulse: Pulse, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let ground = self.ground.borrow().clone();
            let now = self.clock.now();
            let nap = match tick(&self.store, &ground, now).await {
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

/// Reads the files again whenever they change, or when asked by a signal.
async fn reloads(
    run: Run,
    store: Store,
    announce: watch::Sender<Ground>,
    changed: Arc<Notify>,
    planning: Arc<Notify>,
    stop: CancellationToken,
) {
    loop {
        tokio::select! { () = stop.cancelled() => return, () = changed.notified() => {} }
        sleep(SETTLE).await;
        let (folder, opened, now) = (run.folder.clone(), store.clone(), run.clock.now());
        let read = tokio::task::spawn_blocking(move || load_good(&folder, &opened, now)).await;
        let change = match read {
            Ok(Ok(change)) => change,
            Ok(Err(error)) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "Could not read the configuration; the one in force stays"
                );
                continue;
            }
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "Reading the configuration broke off; the one in force stays"
                );
                continue;
            }
        };
        for problem in &change.errors {
            tracing::error!("{}", problem.line());
        }
        let mut setup = change.setup;
        in_rehearsal(&run, &mut setup);
        let words = announce.borrow().words.clone();
        let ground = Ground { setup: Arc::new(setup), words };
        if let Err(error) = refresh(&store, &ground, change.errors, now).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "Could not put the configuration into force; the one before stays"
            );
            continue;
        }
        tracing::info!(cases = ground.setup.cases.len(), "The configuration was read again");
        announce.send_replace(ground);
        planning.notify_one();
    }
}

/// Watches the folder and the folders in it; without a watch, SIGHUP still works.
fn watch_files(folder: &Path, reports: &Path, changed: Arc<Notify>) -> Option<notify::RecommendedWatcher> {
    let on_event = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            changed.notify_one();
        }
    };
    let watcher = notify::recommended_watcher(on_event).and_then(|mut watcher| {
        // It must be there to be watched; the first report may come any moment.
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(reports)?;
        let parts = ["", "watchlist", "law", "calendars"].map(|part| folder.join(part));
        for path in parts.iter().map(PathBuf::as_path).chain([reports]).filter(|path| path.is_dir()) {
            watcher.watch(path, RecursiveMode::NonRecursive)?;
        }
        Ok(watcher)
    });
    watcher.map_err(|error| tracing::warn!(%error, "The files cannot be watched; send SIGHUP after a change")).ok()
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
