//! The cron that wakes the loops. It holds no knowledge: what is due stands in the store.
//!
//! It is used for wake-ups in UTC only. Its zones are fixed offsets and its repeated jobs stop after a stall, so
//! no date and no hour of anybody's morning is ever given to it.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Every half minute a look, whatever else happens; and one at the start of every quarter hour, when mornings begin.
const LOOKS: &[&str] = &["*/30 * * * * *", "1 */15 * * * *"];

/// Starts the wake-ups.
///
/// # Errors
/// When the scheduler does not take a job.
pub async fn start(wake: Arc<Notify>) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    for look in LOOKS {
        let wake = Arc::clone(&wake);
        let job = Job::new(*look, move |_, _| wake.notify_one())?;
        scheduler.add(job).await?;
    }
    scheduler.start().await?;
    Ok(scheduler)
}
