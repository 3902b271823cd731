//! Telling an outside monitor that all is well, which raises an alarm when it no longer hears so.
//!
//! In: clean and fresh audits. Out: a request that says nothing but that it was made. After a difference, while a
//! loop stands still, or while nothing can be recorded or nothing gets out, it is silent. Its address is a secret and comes into no log.

use std::time::Duration;

use anyhow::Context as _;
use jiff::SignedDuration;
use reqwest::{Client, Url, redirect};
use secrecy::ExposeSecret as _;
use tokio::time::{Instant, sleep};

use super::auditing::FRESH;
use super::common::Common;
use crate::config::Heartbeat;
use crate::schedule::{Trouble, settle_trouble};
use crate::store;
use crate::telemetry::Pulse;

/// Letters of weight that waited for so long in vain are trouble for the monitor, too.
const IN_VAIN: SignedDuration = SignedDuration::from_hours(1);
/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// After a failure it is tried again this soon, and after a difference looked again.
const AGAIN: Duration = Duration::from_mins(1);
/// The first audit comes soon after the start.
const FIRST: Duration = Duration::from_secs(5);
/// Failures are told to the admins after this long.
const TELL: Duration = Duration::from_hours(1);

/// The line to the monitor.
pub(super) struct Line {
    client: Client,
    url: Url,
    every: Duration,
}

impl Line {
    /// Reads the address; connects to nobody.
    pub(super) fn new(settings: &Heartbeat, folder: &std::path::Path) -> anyhow::Result<Self> {
        let secret = settings.url.read(folder).context("the address of [heartbeat] cannot be read")?;
        Self::to(address(secret.expose_secret())?, Duration::try_from(settings.every).unwrap_or(AGAIN))
    }

    fn to(url: Url, every: Duration) -> anyhow::Result<Self> {
        // Whoever answers with another address does not get the call: it could go anywhere, and in the clear.
        let client = Client::builder().timeout(PATIENCE).redirect(redirect::Policy::none()).user_agent("staywatch");
        let client = client.https_only(url.scheme() == "https");
        let client = client.build().context("the outside monitor cannot be called")?;
        Ok(Self { client, url, every })
    }

    /// One call; the error says nothing of the address.
    pub(super) async fn call(&self) -> Result<(), String> {
        let answer = self.client.get(self.url.clone()).send().await.map_err(|error| plainly(&error.without_url()))?;
        if answer.status().is_success() { Ok(()) } else { Err(format!("it answered {}", answer.status())) }
    }
}

/// Whether the outside monitor could be called: its address can be read, and may be called. It is not called.
///
/// # Errors
/// When it cannot; the text does not hold the address.
pub fn monitor(settings: &Heartbeat, folder: &std::path::Path) -> anyhow::Result<()> {
    Line::new(settings, folder).map(drop)
}

/// The address, if it may be called: encrypted on the way, or on this very machine.
fn address(text: &str) -> anyhow::Result<Url> {
    let url: Url = text.trim().parse().ok().context("what stands in the file of [heartbeat] is not an address")?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    anyhow::ensure!(
        url.scheme() == "https" || (url.scheme() == "http" && here),
        "the outside monitor is called over https; http only on this very machine"
    );
    Ok(url)
}

/// The causes of an error, innermost last.
fn plainly(error: &reqwest::Error) -> String {
    let mut says = if error.is_timeout() { "no answer in time".to_owned() } else { "no connection".to_owned() };
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        if deeper.source().is_none() {
            says = format!("{says}: {deeper}");
        }
        cause = deeper.source();
    }
    says
}

/// Whether the last audit was clean and is fresh, everything is recorded, and every loop moves.
pub(super) fn all_well(common: &Common) -> bool {
    let still = common.health.still();
    if !still.is_empty() {
        tracing::error!(?still, "Parts of the daemon stand still");
    }
    still.is_empty() && common.health.well(FRESH) && common.store.unrecorded().is_none()
}

/// False while letters of weight wait for longer than can be explained and nothing arrives: whoever watches from outside may be
/// the only one who can still be told. A restart mends no mail server, so the watchdog is patted all the same.
async fn gets_out(common: &Common) -> bool {
    let now = common.now();
    let before = now.checked_sub(IN_VAIN).unwrap_or(now);
    let dead = common.store.write(move |tx| store::dead_channels(tx, before, now)).await;
    match &dead {
        Ok(dead) if dead.is_empty() => true,
        Ok(dead) => {
            tracing::error!(?dead, "Nothing gets out");
            false
        }
        Err(error) => {
            tracing::error!(error = error as &dyn std::error::Error, "Nobody can say whether anything gets out");
            false
        }
    }
}

/// Calls until told to stop.
pub(super) async fn beats(common: Common, line: Line, pulse: Pulse) {
    let mut failing: Option<Instant> = None;
    loop {
        pulse.beat();
        let pause = tokio::select! { () = common.stop.cancelled() => return, pause = turn(&common, &line, &mut failing) => pause };
        tokio::select! { () = common.stop.cancelled() => return, () = sleep(pause) => {} }
    }
}

/// Calls once, if all is well, and tells of calls that have failed for long. Returns how long to wait for the next turn.
async fn turn(common: &Common, line: &Line, failing: &mut Option<Instant>) -> Duration {
    if !all_well(common) || !gets_out(common).await {
        if common.health.last_audit().is_none() {
            return FIRST;
        }
        tracing::warn!("The outside monitor is not told that all is well, because it is not");
        return AGAIN.min(line.every);
    }
    let mut trouble = Vec::new();
    let pause = match line.call().await {
        Ok(()) => {
            *failing = None;
            line.every
        }
        Err(why) => {
            tracing::warn!(why, "The outside monitor could not be told that all is well");
            if failing.get_or_insert_with(Instant::now).elapsed() >= TELL {
                trouble.push(Trouble::new("heartbeat-fails", "", &why));
            }
            AGAIN.min(line.every)
        }
    };
    if failing.is_none() || !trouble.is_empty() {
        let (ground, now) = (common.ground.borrow().clone(), common.now());
        let settle =
            move |tx: &rusqlite::Transaction<'_>| settle_trouble(tx, &ground, &["heartbeat-fails"], &trouble, now);
        if let Err(error) = common.store.write(settle).await {
            tracing::error!(error = &error as &dyn std::error::Error, "Could not tell of the outside monitor");
        }
    }
    pause
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::ids::PersonId;
    use crate::law::rule::Severity;
    use crate::notice::message::Message;
    use crate::notice::plan::Mark;
    use crate::store::{Owed, Settlement};

    /// A letter of weight that was tried once, in vain.
    fn in_vain(common: &Common, at: Timestamp) {
        let owed = Owed {
            case: None,
            key: "k".to_owned(),
            thread: "system".to_owned(),
            kind: "system",
            severity: Severity::High,
            person: PersonId::parse("counsel").unwrap(),
            channel: "email",
            message: Message::default(),
            moot: None,
            marks: vec![Mark { subject: "s".to_owned(), revision: 0, step: "x".to_owned() }],
            matters: Vec::new(),
            code: None,
            not_before: None,
        };
        let again = at.checked_add(SignedDuration::from_mins(15)).unwrap();
        let failed = |letter: &store::Claimed| Settlement {
            id: letter.id,
            attempt: letter.attempt,
            outcome: "temporary",
            why: Some("hung up".to_owned()),
            end: Err(Some(again)),
        };
        common
            .store
            .write_now(|tx| {
                store::owe(tx, &owed, at)?;
                let claimed = store::claim(tx, "email", at, SignedDuration::from_mins(10), 1)?;
                store::settle(tx, &claimed.iter().map(failed).collect::<Vec<_>>(), at)
            })
            .unwrap();
    }

    /// Whether a turn called the monitor.
    async fn calls(common: &Common) -> bool {
        let monitor = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = address(&format!("http://{}/x", monitor.local_addr().unwrap())).unwrap();
        let line = Line::to(url, Duration::from_mins(10)).unwrap();
        let answer = async {
            let (mut socket, _) = monitor.accept().await.unwrap();
            let mut request = [0; 256];
            let _read = socket.read(&mut request).await.unwrap();
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
            // The turn goes on to its end; it is the one that is waited for.
            std::future::pending::<()>().await;
        };
        let mut failing = None;
        let pause =
            tokio::select! { () = answer => unreachable!(), pause = turn(common, &line, &mut failing) => pause };
        pause == line.every
    }

    #[tokio::test]
    async fn the_monitor_hears_of_a_clean_audit_and_of_nothing_else() {
        let now: Timestamp = "2026-03-03T10:00:00Z".parse().unwrap();
        let home = tempfile::tempdir().unwrap();
        let common = super::super::common::tests::common(home.path(), now);
        assert!(!calls(&common).await, "before the first audit");
        common.health.audited(false);
        assert!(!calls(&common).await, "after a difference");
        common.health.audited(true);
        assert!(calls(&common).await, "after a clean audit");
        in_vain(&common, now.checked_sub(SignedDuration::from_mins(59)).unwrap());
        assert!(calls(&common).await, "what waits for less than an hour");
        common.store.write_now(|tx| Ok(tx.execute("UPDATE letter SET owed_at = owed_at - 120", [])?)).unwrap();
        assert!(!calls(&common).await, "while nothing gets out");
    }

    #[test]
    fn the_monitor_is_called_over_https_or_on_this_machine() {
        for fits in
            ["https://hc.example.org/ping/x\n", "http://127.0.0.1:8000/x", "http://localhost/x", "http://[::1]/x"]
        {
            assert!(address(fits).is_ok(), "{fits}");
        }
        for refused in ["http://hc.example.org/ping/x", "ftp://localhost/x", "hc.example.org", ""] {
            let says = format!("{:#}", address(refused).unwrap_err());
            assert!(refused.is_empty() || !says.contains("hc.example.org"), "it tells the address: {says}");
        }
    }
}
