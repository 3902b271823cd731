//! The auditing loop, and the watchdog that is patted only while its audits are clean.

use std::time::Duration;

use tokio::time::sleep;

use super::common::Common;
use super::loops::Dog;
use crate::schedule::Auditor;
use crate::telemetry::{Health, Pulse};

/// Between two audits.
const EVERY: Duration = Duration::from_mins(5);
/// After a difference, or a change of the files: soon enough to know whether all is well now.
const SOON: Duration = Duration::from_secs(15);
/// An audit is fresh for this long: two that are missing are too many.
pub(super) const FRESH: Duration = Duration::from_mins(15);
/// From this many cases on a pass rests after each batch, so that nobody waits for the store.
const MANY: usize = 500;
/// All rests of one pass: with the work itself it must end well before it counts as missing.
const RESTS: Duration = Duration::from_mins(2);

/// Audits until told to stop.
pub(super) async fn audits(common: Common, pulse: Pulse) {
    let mut auditor = Auditor::new(common.store.clone());
    let mut pause = SOON;
    let mut clock = common.run.clock.reading();
    loop {
        tokio::select! {
            () = common.stop.cancelled() => return,
            () = common.audit.notified() => {
                // Whatever asked for it needs a moment to be carried out.
                tokio::select! { () = common.stop.cancelled() => return, () = sleep(SOON) => {} }
            }
            () = sleep(pause) => {}
        }
        // After a jump of the clock the other loops need a moment, too; the minder may not have noticed yet.
        let reading = common.run.clock.reading();
        if clock.jump(reading).is_some() {
            common.awake.again(common.now());
        }
        clock = reading;
        let rests = if common.ground.borrow().setup.cases.len() > MANY { RESTS } else { Duration::ZERO };
        let pass = auditor.pass(&common.ground, &common.turn, &common.run.clock, common.awake.get(), rests);
        let audit = tokio::select! { () = common.stop.cancelled() => return, audit = pass => audit };
        pulse.beat();
        match audit {
            Ok(audit) => {
                common.health.audited(audit.clean());
                tracing::debug!(
                    cases = audit.cases,
                    planned = audit.planned,
                    differences = audit.differences.len(),
                    "Audited {} cases, {} of them planned anew",
                    audit.cases,
                    audit.planned
                );
                pause = if audit.clean() { EVERY } else { SOON };
                if !audit.clean() {
                    common.planning.notify_one();
                    common.sending.notify_one();
                }
            }
            Err(error) => {
                common.health.audited(false);
                tracing::error!(error = &error as &dyn std::error::Error, "Could not audit; trying again");
                pause = SOON;
            }
        }
    }
}

/// Pats systemd's watchdog only if every pulse has moved since the last time, and the last audit was clean and fresh.
/// Before the first audit the start itself is fresh.
pub(super) async fn watchdog(common: Common, pulses: Vec<Pulse>, dog: Dog<impl Fn()>) {
    let began = tokio::time::Instant::now();
    let mut before: Vec<Option<u64>> = vec![None; pulses.len()];
    loop {
        tokio::select! { () = common.stop.cancelled() => return, () = sleep(dog.every / 3) => {} }
        let now: Vec<Option<u64>> = pulses.iter().map(|pulse| Some(pulse.count())).collect();
        let moved = now.iter().zip(&before).all(|(now, before)| now != before);
        if moved && sound(&common.health, began.elapsed()) {
            (dog.pat)();
            before = now;
        }
    }
}

/// Whether the last audit was clean and is fresh; before the first, whether the start is.
fn sound(health: &Health, running: Duration) -> bool {
    health.well(FRESH) || (health.last_audit().is_none() && running < FRESH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_watchdog_is_patted_after_a_clean_audit_and_for_a_while_before_the_first() {
        let health = Health::default();
        assert!(sound(&health, Duration::ZERO) && !sound(&health, FRESH));
        health.audited(false);
        assert!(!sound(&health, Duration::ZERO));
        health.audited(true);
        assert!(sound(&health, FRESH * 2));
    }
}
