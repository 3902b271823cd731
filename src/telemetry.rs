//! Logs, and the pulse by which systemd sees that every loop moves.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging to standard error. systemd adds the time; a terminal reader gets it from us.
///
/// `STAYWATCH_LOG` chooses what is logged, in the usual filter syntax; without it `usual` is.
pub fn start(usual: &str) {
    let filter = EnvFilter::try_from_env("STAYWATCH_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    // Colours are for eyes: in a file or a journal they are noise that no search gets past.
    let colours = std::io::stderr().is_terminal();
    let layer = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).with_target(false);
    // A second start in one process (a test) keeps the first.
    let _already =
        if std::env::var_os("JOURNAL_STREAM").is_some() { layer.without_time().try_init() } else { layer.try_init() };
}

/// A loop's heartbeat.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<AtomicU64>);

impl Pulse {
    /// The loop moved.
    pub fn beat(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How often it has moved.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
