//! How far long work has come, for somebody who waits at a terminal.
//!
//! It draws on standard error, only on a terminal, and only when there is enough to do that somebody would wait.

use indicatif::{ProgressBar, ProgressStyle};

use super::Format;

/// Fewer than this are done before a bar could be read.
const WORTH_IT: usize = 200;

/// A bar, or none.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    /// For `count` things. Programs that ask for JSON are shown nothing.
    pub(super) fn new(format: Format, count: usize, what: &'static str) -> Self {
        let shown = format == Format::Text && count >= WORTH_IT && std::io::IsTerminal::is_terminal(&std::io::stderr());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}, {eta} left");
        let bar = || Some(ProgressBar::new(count.try_into().ok()?).with_style(style.ok()?).with_message(what));
        Self(shown.then(bar).flatten())
    }

    /// One more is done.
    pub(super) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Takes the bar away.
    pub(super) fn done(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}
