//! What a look with one due notice costs while a thousand, a hundred thousand or a million others wait.
//!
//! `cargo bench --bench tick` prints a line for each number; `cargo bench --bench tick -- 1000` measures one. What waits is a
//! case asleep and a letter that waits for a later try, for each. Nothing is asserted.

#![expect(clippy::print_stdout, reason = "a bench speaks on standard output")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should stop")]

#[path = "shared/mod.rs"]
mod shared;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use shared::{clock, write_cases};
use staywatch::config::{Ground, Setup};
use staywatch::notice::words::Words;
use staywatch::schedule::tick;
use staywatch::store::{self, Settlement, Store, StoreKey};

/// Looks measured for each number.
const LOOKS: usize = 40;

const PEOPLE: &str = "[[person]]\nid = \"counsel\"\nrole = \"lawyer\"\nemail = \"counsel@example.org\"\n\
    [[person]]\nid = \"duty\"\nrole = \"coordinator\"\nemail = \"duty@example.org\"\n\
    [[person]]\nid = \"admin\"\nrole = \"admin\"\nemail = \"admin@example.org\"\n";

fn main() {
    let asked = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let numbers = asked.map_or_else(|| vec![1_000, 100_000, 1_000_000], |one| vec![one]);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    for waiting in numbers {
        let home = tempfile::tempdir().unwrap();
        runtime.block_on(measure(home.path(), waiting));
    }
}

/// Fills a store with what waits: for each number one case asleep and one letter whose next try lies ahead.
fn fill(store: &Store, waiting: i64, now: Timestamp) {
    let now = now.as_second();
    let numbers = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?1)";
    let asleep = format!("{numbers} INSERT INTO watch (case_id, wake_at) SELECT 'w' || n, ?2 + 86400 + n FROM number");
    let letters = format!(
        "{numbers} INSERT INTO letter (key, thread, kind, severity, person, channel, message, owed_at, next_try)
         SELECT 'k' || n, 'w' || n, 'reminder', n % 3, 'counsel', iif(n % 2, 'email', 'telegram'), '{{}}', ?2, ?2 + 86400 + n
         FROM number"
    );
    store
        .write_now(|tx| {
            tx.execute(&asleep, [waiting, now])?;
            tx.execute(&letters, [waiting, now])?;
            Ok(())
        })
        .unwrap();
}

async fn measure(home: &Path, waiting: i64) {
    let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    std::fs::write(home.join("people.toml"), PEOPLE).unwrap();
    write_cases(&home.join("watchlist"), LOOKS);
    let mut setup = Setup::load(home, now).unwrap().0;
    setup.known_as_entered();
    let ground = Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) };
    let store = Store::open(&home.join("bench.db"), &StoreKey::create(&home.join("bench.key")).unwrap()).unwrap();
    fill(&store, waiting, now);
    // What the filling left behind must not be measured: neither in the log nor on its way to the disk.
    store.settle_log().unwrap();
    assert!(std::process::Command::new("sync").status().unwrap().success());
    let (mut looks, mut sends) = (Vec::new(), Vec::new());
    for place in ground.setup.cases.places() {
        let id = place.id.to_string();
        store.write(move |tx| store::wake(tx, &id, Some(now), None)).await.unwrap();
        let began = clock();
        let looked = tick(&store, &ground, now).await.unwrap();
        looks.push(began.elapsed());
        assert!(looked.looked == 1 && looked.owed > 0, "{looked:?}");
        let began = clock();
        let lease = SignedDuration::from_mins(10);
        let claimed = store.write(move |tx| store::claim(tx, "email", now, lease, 100)).await.unwrap();
        assert_eq!(claimed.len(), looked.owed);
        let settled = claimed.iter().map(|letter| Settlement {
            id: letter.id,
            attempt: letter.attempt,
            outcome: "sent",
            why: None,
            end: Ok("250 taken".to_owned()),
        });
        let settled: Vec<Settlement> = settled.collect();
        store.write(move |tx| store::settle(tx, &settled, now)).await.unwrap();
        store.write(store::next_try).await.unwrap();
        sends.push(began.elapsed());
    }
    let size = std::fs::metadata(home.join("bench.db")).unwrap().len() / 1024 / 1024;
    println!(
        "{{\"waiting\": {waiting}, \"look_ms\": {:.3}, \"claim_and_settle_ms\": {:.3}, \"store_mb\": {size}}}",
        median(&mut looks),
        median(&mut sends)
    );
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
