//! Connections that are kept while letters follow one another.
//!
//! In: a connection over which a mail was just delivered. Out: the same one for the next mail, if that comes at once.
//! It keeps none for long (a mail server hangs up on the idle, and lettre finds out only by speaking into it) and none
//! for many mails (some servers count them).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use tokio::time::{Instant, timeout};

/// The longest a connection waits for its next mail. Servers wait for minutes, the strictest for ten seconds.
const WAITS: Duration = Duration::from_secs(4);

/// The most mails over one connection.
const MAILS: u32 = 100;

/// How long a QUIT may take. The mail is delivered by then; this is politeness.
pub(super) const GOODBYE: Duration = Duration::from_secs(2);

/// A connection with its history.
pub(super) struct Open {
    pub talk: AsyncSmtpConnection,
    mails: u32,
    since: Instant,
}

impl Open {
    /// A connection that has just been made.
    pub fn fresh(talk: AsyncSmtpConnection) -> Self {
        Self { talk, mails: 0, since: Instant::now() }
    }

    /// Says goodbye; nothing depends on how that goes.
    pub async fn goodbye(mut self) {
        let _said = timeout(GOODBYE, self.talk.quit()).await;
    }
}

/// The connections that wait.
#[derive(Default)]
pub(super) struct Kept(Mutex<Vec<Open>>);

impl Kept {
    fn all(&self) -> MutexGuard<'_, Vec<Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One that can be used now, if there is one. What has waited too long is dropped, which ends it.
    pub fn take(&self) -> Option<Open> {
        let mut all = self.all();
        all.retain(|open| open.since.elapsed() < WAITS && !open.talk.has_broken());
        all.pop()
    }

    /// Keeps a connection over which a mail was delivered; gives it back when it has carried enough.
    pub fn put(&self, mut open: Open) -> Option<Open> {
        open.mails += 1;
        open.since = Instant::now();
        if open.mails >= MAILS {
            return Some(open);
        }
        self.all().push(open);
        None
    }

    /// Everything that waits, to say goodbye to.
    pub fn drain(&self) -> Vec<Open> {
        std::mem::take(&mut *self.all())
    }
}
