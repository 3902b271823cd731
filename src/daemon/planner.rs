//! The planning loop: looks at every case whose moment has come.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::sleep;

use super::common::Common;
use crate::clock;
use crate::schedule::{Look, Tick};
use crate::store::StoreError;
use crate::telemetry::Pulse;

/// Looks until told to stop.
pub(super) async fn plans(common: Common, pulse: Pulse) {
    let (stop, mut looked, mut look) = (&common.stop, Tick::default(), Look::default());
    while !stop.is_cancelled() {
        let nap = match one(&common, &mut look).await {
            Ok(batch) => {
                pulse.beat();
                if batch.owed > 0 {
                    common.sending.notify_one();
                }
                looked = Tick { owed: looked.owed + batch.owed, looked: looked.looked + batch.looked, ..batch };
                if looked.more {
                    continue;
                }
                if looked.owed > 0 {
                    tracing::info!(letters = looked.owed, cases = looked.looked, "Owed {} letters", looked.owed);
                }
                nap(&common, std::mem::take(&mut looked).next)
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "Could not look at the cases; trying again");
                Duration::from_secs(1)
            }
        };
        tokio::select! { () = stop.cancelled() => {}, () = common.planning.notified() => {}, () = sleep(nap) => {} }
    }
}

/// One batch, on the configuration in force by then; whoever waits for the turn gets it before the next.
async fn one(common: &Common, look: &mut Look) -> Result<Tick, StoreError> {
    let _turn = common.turn.lock().await;
    let ground = common.ground.borrow().clone();
    look.batch(&common.store, &ground, common.now()).await
}

/// Until the next case wants to be looked at, in real time. Whoever changes something wakes it; a clock that jumped is seen
/// by the minder.
fn nap(common: &Common, next: Option<Timestamp>) -> Duration {
    let now = common.now();
    let longest = clock::nap(now);
    let until = next.map_or(SignedDuration::MAX, |next| next.duration_since(now));
    let real = common.run.clock.in_real_time(until.max(SignedDuration::ZERO)).min(longest);
    Duration::try_from(real).unwrap_or(Duration::from_secs(1)).max(Duration::from_millis(5))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use tokio::sync::watch;

    use super::*;
    use crate::config::{Ground, Setup};
    use crate::ids::CaseId;
    use crate::notice::words::Words;
    use crate::schedule::{Scope, refresh};
    use crate::store::{self, Store};

    /// More than two batches.
    const CASES: usize = 40;

    fn ground(home: &std::path::Path, now: Timestamp) -> Ground {
        let (setup, problems) = Setup::load(home, now).unwrap();
        assert!(problems.iter().all(|found| found.weight != crate::form::Weight::Error), "{problems:?}");
        Ground { setup: Arc::new(setup), words: Arc::new(Words::default()) }
    }

    fn write(home: &std::path::Path, case: usize, served: &str) {
        let text = format!(
            "id = \"c{case:02}\"\nhost = \"RU\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n[[event]]\n\
             kind = \"extradition-granted\"\non = 2026-03-02\nnotified = {served}\n"
        );
        std::fs::write(home.join(format!("watchlist/c{case:02}.toml")), text).unwrap();
    }

    fn due(store: &Store, now: Timestamp) -> usize {
        store.write_now(|tx| store::due_cases(tx, now, CASES)).unwrap().len()
    }

    #[tokio::test]
    async fn a_save_gets_in_between_two_batches_and_what_it_woke_is_looked_at_on_what_it_says() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path();
        let now: Timestamp = "2026-03-03T10:00:00Z".parse().unwrap();
        let mut people = String::new();
        for role in ["lawyer", "admin"] {
            let id = if role == "admin" { "admin" } else { "counsel" };
            let person = format!("[[person]]\nid = \"{id}\"\nrole = \"{role}\"\nemail = \"{id}@example.org\"\n");
            writeln!(people, "{person}").unwrap();
        }
        std::fs::create_dir(home.join("watchlist")).unwrap();
        std::fs::write(home.join("people.toml"), people).unwrap();
        std::fs::write(home.join("staywatch.toml"), "[digest]\nat = \"never\"\n").unwrap();
        for case in 0..CASES {
            write(home, case, "2026-03-02");
        }
        let store = Store::in_memory().unwrap();
        let first = ground(home, now);
        refresh(&store, &first, Vec::new(), Scope::All, now).await.unwrap();
        assert_eq!(due(&store, now), CASES);

        let (announce, in_force) = watch::channel(first);
        let common =
            Common { store: store.clone(), ground: in_force, ..crate::daemon::common::tests::common(home, now) };
        let held = common.turn.lock().await;
        let planning = tokio::spawn(plans(common.clone(), Pulse::default()));
        // The planner stands in line now; whoever asks after this comes between its first batch and its second.
        tokio::task::yield_now().await;
        drop(held);
        let turn = common.turn.lock().await;
        let left = due(&store, now);
        assert!((1..CASES).contains(&left), "{left} of {CASES} wait after the first batch");
        // What has been looked at already, and what still waits.
        let edited = [0, CASES - 1];
        for case in edited {
            write(home, case, "2026-03-03");
        }
        let second = ground(home, now);
        refresh(&store, &second, Vec::new(), Scope::Changed, now).await.unwrap();
        announce.send_replace(second);
        drop(turn);
        while due(&store, now) > 0 {
            drop(common.turn.lock().await);
        }
        common.stop.cancel();
        planning.await.unwrap();
        for case in 0..CASES {
            let id = CaseId::parse(&format!("c{case:02}")).unwrap();
            let seen = store.write_now(|tx| store::seen_docket(tx, &id)).unwrap();
            let appeal = seen.iter().find(|(subject, _)| subject.starts_with("ru-cpc-463-appeal")).unwrap().1;
            let last = if edited.contains(&case) { "2026-03-13T21:00:00Z" } else { "2026-03-12T21:00:00Z" };
            assert_eq!(appeal.latest, last.parse().unwrap(), "{id}");
        }
    }
}
