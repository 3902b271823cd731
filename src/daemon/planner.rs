//! The planning loop: looks at every case whose moment has come.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::sleep;

use super::common::Common;
use crate::schedule::tick;
use crate::telemetry::Pulse;

/// The longest nap of the planning loop.
const NAP: SignedDuration = SignedDuration::from_secs(5);

/// Looks until told to stop.
pub(super) async fn plans(common: Common, pulse: Pulse) {
    let stop = &common.stop;
    while !stop.is_cancelled() {
        let turn = common.turn.lock().await;
        let ground = common.ground.borrow().clone();
        let now = common.now();
        let looked = tick(&common.store, &ground, now).await;
        drop(turn);
        let nap = match looked {
            Ok(tick) => {
                pulse.beat();
                if tick.owed > 0 {
                    tracing::info!(letters = tick.owed, cases = tick.looked, "Owed {} letters", tick.owed);
                    common.sending.notify_one();
                }
                nap(&common, tick.next)
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "Could not look at the cases; trying again");
                Duration::from_secs(1)
            }
        };
        tokio::select! { () = stop.cancelled() => {}, () = common.planning.notified() => {}, () = sleep(nap) => {} }
    }
}

/// Until the next case wants to be looked at, in real time.
fn nap(common: &Common, next: Option<Timestamp>) -> Duration {
    let until = next.map_or(NAP, |next| next.duration_since(common.now()));
    let real = common.run.clock.in_real_time(until.max(SignedDuration::ZERO)).min(NAP);
    Duration::try_from(real).unwrap_or(Duration::from_secs(1)).max(Duration::from_millis(5))
}
