//! The cron that wakes the loops. It holds no knowledge: what is due stands in the store.
//!
//! It is used for wake-ups in UTC only. Its zones are fixed offsets and its repeated jobs stop after a stall, so
//! no date and no hour of anybody's morning is ever given to it. It is asked when its next job is due and never started:
//! started it wakes twice a second for nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Every half minute a look, whatever else happens; one of them just after the start of every minute, when mornings begin.
const LOOK: &str = "1,31 * * * * *";

/// The longest nap, whatever the cron says; the planner's own naps are shorter.
const NAP: Duration = Duration::from_mins(1);

/// Starts the wake-ups. They end with the runtime.
///
/// # Errors
/// When the scheduler does not take a job.
pub async fn start(wake: Arc<Notify>) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    let mut cron = scheduler.clone();
    let mut nap = next(&mut cron).await?;
    tokio::spawn(async move {
        loop {
            sleep(nap).await;
            wake.notify_one();
            // The loops nap no longer than they may by themselves: without the cron nothing is late.
            nap = next(&mut cron).await.unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "The cron does not answer");
                NAP
            });
        }
    });
    Ok(scheduler)
}

/// How long until the next look. A job that is not run does not move on by itself: it is given anew.
async fn next(cron: &mut JobScheduler) -> Result<Duration, JobSchedulerError> {
    let job = cron.add(Job::new(LOOK, |_, _| {})?).await?;
    let nap = cron.time_till_next_job().await?;
    cron.remove(&job).await?;
    Ok(nap.unwrap_or(NAP).clamp(Duration::from_millis(100), NAP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_next_look_is_never_further_than_half_a_minute() {
        let mut cron = JobScheduler::new().await.unwrap();
        for _ in 0..3 {
            assert!(next(&mut cron).await.unwrap() <= Duration::from_secs(30));
        }
    }
}
