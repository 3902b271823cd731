//! The loops of the daemon, and who notices when one of them stands still.
//!
//! In: what the loops are given. Out: each of them started with a pulse of its own. The minder tells the admins of a pulse
//! that does not beat, the outside monitor hears nothing meanwhile, and systemd's watchdog is not patted where a new start
//! is the best that can be done. A loop that ends stops the daemon.

use std::time::Duration;

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::auditing::{audits, watchdog};
use super::backups::backs_up;
use super::common::Common;
use super::heartbeat::{Line, beats};
use super::minder::{OUTBOX, minds};
use super::notify_systemd;
use super::planner::plans;
use crate::config::Settings;
use crate::outbox::Outbox;
use crate::telemetry::{Health, Pulse};

/// The pulses of the loops. Not the bot's ears: a poll is held for longer, and a silent Telegram must not restart the rest.
pub(super) struct Pulses {
    pub sending: Pulse,
    pub planning: Pulse,
    pub reading: Pulse,
    /// On a clock that runs faster than the wall every loop is late: a rehearsal has none of these.
    upkeep: Option<Upkeep>,
}

struct Upkeep {
    minding: Pulse,
    auditing: Pulse,
    backups: Pulse,
    heartbeat: Option<Pulse>,
}

impl Pulses {
    /// Every loop that will be started, with how long one turn of it may take.
    pub(super) fn of(health: &Health, settings: &Settings, rehearsal: bool) -> Self {
        let pulse = |name, minutes| health.pulse(name, Duration::from_mins(minutes));
        let heartbeat = settings.heartbeat.as_ref().map(|heartbeat| {
            let patience = Duration::try_from(heartbeat.every).unwrap_or_default() + Duration::from_mins(15);
            health.pulse("heartbeat", patience)
        });
        let upkeep = || Upkeep {
            minding: pulse("minder", 5),
            auditing: pulse("auditor", 45),
            backups: pulse("backups", 120),
            heartbeat,
        };
        Self {
            sending: pulse(OUTBOX, 5),
            planning: pulse("planner", 5),
            reading: pulse("reload", 15),
            upkeep: (!rehearsal).then(upkeep),
        }
    }

    /// Those without which nobody is alerted, or nobody hears that they are not.
    fn vital(&self) -> Vec<Pulse> {
        let minding = self.upkeep.as_ref().map(|upkeep| upkeep.minding.clone());
        [self.sending.clone(), self.planning.clone()].into_iter().chain(minding).collect()
    }
}

/// Whoever starts the daemon anew unless it is patted once in a while.
pub(super) struct Dog<Pat> {
    pub every: Duration,
    pub pat: Pat,
}

/// systemd's watchdog, where there is one.
pub(super) fn systemd() -> Option<Dog<impl Fn() + Send + Sync + 'static>> {
    let pat = || notify_systemd(&[sd_notify::NotifyState::Watchdog]);
    sd_notify::watchdog_enabled().map(|every| Dog { every, pat })
}

/// Starts the loops that send, plan, mind, audit, back up and tell the outside monitor.
pub(super) fn start_loops(
    tracker: &TaskTracker,
    common: &Common,
    settings: &Settings,
    pulses: &Pulses,
    dog: Option<Dog<impl Fn() + Send + Sync + 'static>>,
) -> anyhow::Result<()> {
    let stop = &common.stop;
    let outbox = Outbox {
        store: common.store.clone(),
        channels: common.channels.clone(),
        ground: common.ground.clone(),
        clock: common.run.clock.clone(),
        sent: common.run.sent.clone(),
    };
    let beat = pulses.sending.clone();
    guarded(tracker, stop, outbox.run(common.sending.clone(), move || beat.beat(), stop.clone()));
    guarded(tracker, stop, plans(common.clone(), pulses.planning.clone()));
    let Some(upkeep) = &pulses.upkeep else { return Ok(()) };
    guarded(tracker, stop, minds(common.clone(), upkeep.minding.clone()));
    guarded(tracker, stop, audits(common.clone(), upkeep.auditing.clone()));
    guarded(tracker, stop, backs_up(common.clone(), upkeep.backups.clone()));
    if let Some((heartbeat, pulse)) = settings.heartbeat.as_ref().zip(upkeep.heartbeat.as_ref()) {
        let line = Line::new(heartbeat, &common.run.folder)?;
        guarded(tracker, stop, beats(common.clone(), line, pulse.clone()));
    }
    if let Some(dog) = dog {
        tracker.spawn(watchdog(common.clone(), pulses.vital(), dog));
    }
    Ok(())
}

/// A loop that ends, for whatever reason, stops the daemon: systemd starts it anew, and nothing runs half.
pub(super) fn guarded(
    tracker: &TaskTracker,
    stop: &CancellationToken,
    work: impl Future<Output = ()> + Send + 'static,
) {
    let guard = stop.clone().drop_guard();
    tracker.spawn(async move {
        let _a_dead_loop_stops_the_daemon = guard;
        work.await;
    });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use tokio::time::sleep;

    use super::*;
    use crate::channel::{Answer, Channels, hand::Hand};
    use crate::daemon::{common, heartbeat};

    /// Subjects in which the admin was told of a loop that stands still.
    type Told = Arc<Mutex<Vec<String>>>;

    /// A watch with one admin and an outside monitor, whose letters arrive here.
    fn watch(home: &Path) -> (Common, Told) {
        let person = "[[person]]\nid = \"admin\"\nrole = \"admin\"\nemail = \"admin@example.org\"\n";
        std::fs::write(home.join("people.toml"), person).unwrap();
        let settings = "[digest]\nat = \"never\"\n[heartbeat]\nurl_file = \"url\"\n";
        std::fs::write(home.join("staywatch.toml"), settings).unwrap();
        // Nobody listens there.
        std::fs::write(home.join("url"), "http://127.0.0.1:1/x").unwrap();
        std::fs::set_permissions(home.join("url"), std::fs::Permissions::from_mode(0o600)).unwrap();
        let (hand, mut letters) = Hand::new();
        let told = Told::default();
        let arrived = Arc::clone(&told);
        tokio::spawn(async move {
            while let Some((letter, answer)) = letters.recv().await {
                arrived
                    .lock()
                    .unwrap()
                    .extend(Some(letter.message.subject).filter(|told| told.contains("stands still")));
                let _gone = answer.send(Answer::Sent("receipt".into()));
            }
        });
        let channels = Arc::new(Channels { hand: Some(hand), ..Channels::default() });
        let now = "2026-03-03T10:00:00Z".parse().unwrap();
        (Common { channels, ..common::tests::common(home, now) }, told)
    }

    fn settings(common: &Common) -> Settings {
        common.ground.borrow().setup.settings.clone()
    }

    fn still(common: &Common) -> BTreeSet<&'static str> {
        common.health.still().into_iter().map(|(name, _)| name).collect()
    }

    /// Pats once a minute, counted.
    fn dog() -> (Arc<AtomicUsize>, Dog<impl Fn() + Send + Sync + 'static>) {
        let pats = Arc::<AtomicUsize>::default();
        let patted = Arc::clone(&pats);
        let pat = move || {
            patted.fetch_add(1, Ordering::Relaxed);
        };
        (pats, Dog { every: Duration::from_mins(3), pat })
    }

    const ALL: [&str; 7] = ["auditor", "backups", "heartbeat", "minder", "outbox", "planner", "reload"];

    #[tokio::test(start_paused = true)]
    async fn every_loop_has_a_pulse_that_it_beats_and_a_held_turn_is_seen() {
        let home = tempfile::tempdir().unwrap();
        let (common, told) = watch(home.path());
        let (settings, (pats, dog)) = (settings(&common), dog());
        let pulses = Pulses::of(&common.health, &settings, false);
        let tracker = TaskTracker::new();
        start_loops(&tracker, &common, &settings, &pulses, Some(dog)).unwrap();
        let hours = async |hours: u64| {
            for _ in 0..hours * 60 {
                // Started elsewhere.
                pulses.reading.beat();
                sleep(Duration::from_mins(1)).await;
            }
        };
        hours(4).await;
        assert_eq!(still(&common), BTreeSet::new(), "all of them move");
        assert_eq!(*told.lock().unwrap(), Vec::<String>::new());
        assert!(pats.load(Ordering::Relaxed) > 200, "{pats:?}");
        assert!(heartbeat::all_well(&common));

        let turn = common.turn.lock().await;
        hours(1).await;
        assert_eq!(still(&common), BTreeSet::from(["auditor", "planner"]));
        assert!(!heartbeat::all_well(&common));
        let heard = told.lock().unwrap().clone();
        assert!(["planner", "auditor"].iter().all(|name| heard.iter().any(|told| told.contains(name))), "{heard:?}");
        assert_eq!(heard.len(), 2, "{heard:?}");
        let before = pats.load(Ordering::Relaxed);
        hours(1).await;
        assert_eq!(pats.load(Ordering::Relaxed), before, "patted while a loop stood still");
        drop(turn);
        hours(1).await;
        assert_eq!(still(&common), BTreeSet::new());
        assert!(heartbeat::all_well(&common) && pats.load(Ordering::Relaxed) > before);

        common.stop.cancel();
        tracker.close();
        tracker.wait().await;
        // What beat last, after it was looked at last, is seen to stand from here on.
        still(&common);
        sleep(Duration::from_hours(4)).await;
        assert_eq!(still(&common), BTreeSet::from(ALL), "a loop that nobody would miss");
    }

    #[tokio::test(start_paused = true)]
    async fn each_loop_that_stands_still_is_noticed_by_whoever_can() {
        // How many letters are owed to the admin, how many arrive past the store; and whether the watchdog is patted.
        let table = [
            ("outbox", (1, 1), false),
            ("planner", (1, 0), false),
            ("minder", (0, 0), false),
            ("auditor", (1, 0), true),
            ("backups", (1, 0), true),
            ("heartbeat", (1, 0), true),
            ("reload", (1, 0), true),
        ];
        assert_eq!(BTreeSet::from(table.map(|(name, ..)| name)), BTreeSet::from(ALL));
        for (left_out, letters, patted) in table {
            let home = tempfile::tempdir().unwrap();
            let (common, told) = watch(home.path());
            let (settings, (pats, dog)) = (settings(&common), dog());
            let pulses = Pulses::of(&common.health, &settings, false);
            let upkeep = pulses.upkeep.as_ref().unwrap();
            let beating = [
                ("outbox", &pulses.sending),
                ("planner", &pulses.planning),
                ("reload", &pulses.reading),
                ("auditor", &upkeep.auditing),
                ("backups", &upkeep.backups),
                ("heartbeat", upkeep.heartbeat.as_ref().unwrap()),
                ("minder", &upkeep.minding),
            ];
            tokio::spawn(watchdog(common.clone(), pulses.vital(), dog));
            if left_out != "minder" {
                tokio::spawn(minds(common.clone(), Pulse::default()));
            }
            for _ in 0..6 * 60 {
                beating.iter().filter(|(name, _)| *name != left_out).for_each(|(_, pulse)| pulse.beat());
                common.health.audited(true);
                sleep(Duration::from_secs(30)).await;
            }
            assert_eq!(still(&common), BTreeSet::from([left_out]));
            let owed = common.store.write_now(|tx| {
                let like = format!("%({left_out})%");
                Ok(tx.query_row("SELECT count(*) FROM letter WHERE message LIKE ?1", [like], |row| {
                    row.get::<_, i64>(0)
                })?)
            });
            let cried = told.lock().unwrap().iter().filter(|told| told.contains(left_out)).count();
            assert_eq!((owed.unwrap(), cried), letters, "{left_out}: {told:?}");
            assert_eq!(pats.load(Ordering::Relaxed) > 100, patted, "{left_out}: {pats:?}");
            assert!(!heartbeat::all_well(&common), "{left_out}: the outside monitor hears that all is well");
            common.stop.cancel();
        }
    }
}
