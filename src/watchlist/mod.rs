//! The watch list: one file a case, read into a [`Case`] that cannot hold the mistakes the file may.
//!
//! In: TOML text. Out: cases and every finding about the text. It knows no law and no clock: what day it is,
//! and which zone a host has, are arguments.

mod case;
mod clerk;
mod event;
mod kind;
mod order;
mod report;
mod when;

pub use case::{Case, Country, Gravity, Status, Team};
pub use clerk::look_over;
pub use event::{Body, Event, Reporter, SIGNALS, Stage, Until};
pub use kind::Kind;
pub use report::line as report_line;
pub use when::{NOON, When};
