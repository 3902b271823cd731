//! Telling an outside monitor that all is well, which raises an alarm when it no longer hears so.
//!
//! In: clean and fresh audits. Out: a request that says nothing but that it was made. After a difference, or while nothing
//! can be recorded or nothing gets out, it is silent. Its address is a secret and comes into no log.

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
        let url = address(secret.expose_secret())?;
        // Whoever answers with another address does not get the call: it could go anywhere, and in the clear.
        let client = Client::builder().timeout(PATIENCE).redirect(redirect::Policy::none()).user_agent("staywatch");
        let client = client.https_only(url.scheme() == "https");
        let client = client.build().context("the outside monitor cannot be called")?;
        Ok(Self { client, url, every: Duration::try_from(settings.every).unwrap_or(AGAIN) })
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
        let sound = common.health.well(FRESH) && common.store.unrecorded().is_none();
        let well = sound && gets_out(&common).await;
        let mut pause = AGAIN.min(line.every);
        let mut trouble = Vec::new();
        if well {
            let called = tokio::select! { () = common.stop.cancelled() => return, called = line.call() => called };
            match called {
                Ok(()) => (failing, pause) = (None, line.every),
                Err(why) => {
                    tracing::warn!(why, "The outside monitor could not be told that all is well");
                    let since = *failing.get_or_insert_with(Instant::now);
                    if since.elapsed() >= TELL {
                        trouble.push(Trouble::new("heartbeat-fails", "", &why));
                    }
                }
            }
        } else if common.health.last_audit().is_none() {
            pause = FIRST;
        } else {
            tracing::warn!("The outside monitor is not told that all is well, because it is not");
        }
        if well && (failing.is_none() || !trouble.is_empty()) {
            let (ground, now) = (common.ground.borrow().clone(), common.now());
            let settle =
                move |tx: &rusqlite::Transaction<'_>| settle_trouble(tx, &ground, &["heartbeat-fails"], &trouble, now);
            if let Err(error) = common.store.write(settle).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "Could not tell of the outside monitor");
            }
        }
        tokio::select! { () = common.stop.cancelled() => return, () = sleep(pause) => {} }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
