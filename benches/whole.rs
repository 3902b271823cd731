//! What a whole watch list costs the daemon: reading it, its first look, an audit, a save among all the others, a start.
//!
//! `cargo bench --bench whole` does it with ten thousand cases, `-- 1000` with as many. A line for each: wall and processor
//! time, and the longest that whoever wants the turn and the store had to wait meanwhile. Nothing is asserted.

#![expect(clippy::print_stdout, reason = "a bench speaks on standard output")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should stop")]

#[path = "shared/mod.rs"]
mod shared;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use shared::{clock, write_cases};
use staywatch::clock::{Clock, HandClock};
use staywatch::config::{Ground, Setup};
use staywatch::docket::docket;
use staywatch::notice::words::Words;
use staywatch::risk::assess;
use staywatch::schedule::{Auditor, Look, Scope, load_good, refresh, trusted};
use staywatch::store::{Store, StoreKey, wake};
use tokio::sync::{Mutex, watch};

/// Saves measured.
const SAVES: usize = 60;

const PEOPLE: &str = "[[person]]\nid = \"counsel\"\nrole = \"lawyer\"\nemail = \"counsel@example.org\"\n\
    [[person]]\nid = \"duty\"\nrole = \"coordinator\"\nemail = \"duty@example.org\"\n\
    [[person]]\nid = \"admin\"\nrole = \"admin\"\nemail = \"admin@example.org\"\n";

fn main() {
    let count = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(10_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let home = tempfile::tempdir().unwrap();
    runtime.block_on(measure(home.path(), count));
}

/// Processor time of this program so far.
fn processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap(), u32::try_from(time.tv_nsec).unwrap())
}

/// Measures one thing.
struct Watch(&'static str, std::time::Instant, Duration);

impl Watch {
    fn on(what: &'static str) -> Self {
        Self(what, clock(), processor())
    }

    fn off(self, more: &str) {
        let (wall, used) = (self.1.elapsed().as_secs_f64(), processor().saturating_sub(self.2).as_secs_f64());
        println!("{{\"what\": \"{}\", \"wall_s\": {wall:.3}, \"processor_s\": {used:.3}{more}}}", self.0);
    }
}

/// Whoever wants the turn and the store again and again; the longest wait in milliseconds when it is told to stop.
async fn waits(turn: Arc<Mutex<()>>, store: Store, mut stop: watch::Receiver<bool>) -> f64 {
    let mut longest = Duration::ZERO;
    while !*stop.borrow_and_update() {
        let began = clock();
        let held = turn.lock().await;
        store.write(|_| Ok(())).await.unwrap();
        drop(held);
        longest = longest.max(began.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    longest.as_secs_f64() * 1000.0
}

async fn measure(home: &Path, count: usize) {
    let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    std::fs::write(home.join("people.toml"), PEOPLE).unwrap();
    std::fs::write(home.join("staywatch.toml"), "[digest]\nat = \"never\"\n").unwrap();
    write_cases(&home.join("watchlist"), count);
    let store = Store::open(&home.join("bench.db"), &StoreKey::create(&home.join("bench.key")).unwrap()).unwrap();

    let read = Watch::on("read the folder");
    let mut setup = load_good(home, &store, now).unwrap().setup;
    setup.known_as_entered();
    read.off("");
    let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
    let force = Watch::on("put it into force");
    // As the clock of the files says, so that they have come to rest.
    let later = staywatch::clock::Clock::now(&staywatch::clock::WallClock) + jiff::SignedDuration::from_secs(9);
    refresh(&store, &ground, Vec::new(), Scope::All, later).await.unwrap();
    store.write_now(|tx| Ok(tx.execute("UPDATE watch SET wake_at = ?1", [now.as_second()])?)).unwrap();
    force.off("");

    let turn: Arc<Mutex<()>> = Arc::default();
    let others = || {
        let (say, stop) = watch::channel(false);
        (say, tokio::spawn(waits(Arc::clone(&turn), store.clone(), stop)))
    };
    let first = Watch::on("the first look at all cases");
    let (stop, waiting) = others();
    let (mut owed, mut look) = (0, Look::default());
    loop {
        let _turn = turn.lock().await;
        let batch = look.batch(&store, &ground, now).await.unwrap();
        owed += batch.owed;
        if !batch.more {
            break;
        }
    }
    stop.send_replace(true);
    first.off(&format!(", \"letters\": {owed}, \"longest_wait_ms\": {:.1}", waiting.await.unwrap()));

    store.write_now(|tx| wake(tx, "@admin", Some(now), None)).unwrap();
    let morning = Watch::on("somebody's list of a morning over all cases");
    let (stop, waiting) = others();
    let mut batches = 0;
    loop {
        let _turn = turn.lock().await;
        batches += 1;
        if !look.batch(&store, &ground, now).await.unwrap().more {
            break;
        }
    }
    stop.send_replace(true);
    morning.off(&format!(", \"batches\": {batches}, \"longest_wait_ms\": {:.1}", waiting.await.unwrap()));

    let (announce, in_force) = watch::channel(ground.clone());
    let clock_in_hand: Arc<dyn Clock> = Arc::new(HandClock::at(now));
    let mut auditor = Auditor::new(store.clone());
    for what in ["an audit", "the next", "and one more"] {
        let audit = Watch::on(what);
        let (stop, waiting) = others();
        let found = auditor.pass(&in_force, &turn, &clock_in_hand, now, Duration::ZERO).await.unwrap();
        stop.send_replace(true);
        let wait = waiting.await.unwrap();
        let (planned, differences) = (found.planned, found.differences.len());
        audit.off(&format!(
            ", \"cases\": {}, \"planned\": {planned}, \"differences\": {differences}, \"longest_wait_ms\": {wait:.1}",
            found.cases
        ));
    }

    let start = Watch::on("a start that trusts its files");
    let known = trusted(home, &store, now).unwrap();
    start.off(&format!(", \"trusted\": {}", known.is_some()));

    let view = Watch::on("judge all cases once, as a page of all does");
    let levels = ground.setup.cases.iter().map(|case| {
        let docket = docket(&case, &ground.setup.law, now);
        assess(&case, &ground.setup.law, &docket, now).level
    });
    view.off(&format!(", \"levels\": {}", levels.collect::<BTreeSet<_>>().len()));

    let mut saves = Vec::new();
    let mut in_force: Arc<Setup> = Arc::clone(&ground.setup);
    for number in 0..SAVES.min(count) {
        let file = home.join(format!("watchlist/c{:06}.toml", number * (count / SAVES.min(count))));
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("source = \"defence file\"", &format!("source = \"file {number}\"")))
            .unwrap();
        let began = clock();
        let amended = in_force.amended(&BTreeSet::from([file]), now).unwrap();
        let next = Ground { setup: Arc::new(amended), words: Arc::clone(&ground.words) };
        refresh(&store, &next, Vec::new(), Scope::Changed, now).await.unwrap();
        saves.push(began.elapsed().as_secs_f64() * 1000.0);
        in_force = Arc::clone(&next.setup);
        announce.send_replace(next);
    }
    saves.sort_by(f64::total_cmp);
    let (median, last) = (saves[saves.len() / 2], saves[saves.len() - 1]);
    println!(
        "{{\"what\": \"a save, read, planned and committed\", \"median_ms\": {median:.2}, \"longest_ms\": {last:.2}}}"
    );
}
