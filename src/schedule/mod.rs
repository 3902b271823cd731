//! When to look, and turning what is due into letters on disk.
//!
//! In: the configuration, the store, the moment. Out: letters owed in the transaction that decided them, and the
//! next moment to look. It is level-triggered: a wake-up carries no knowledge, and one too many costs nothing.

mod audit;
mod digest;
mod dropping;
mod in_force;
mod judge;
mod ledger;
mod minding;
mod missing;
mod refresh;
mod retention;
mod returned;
mod sound;
mod successor;
mod summary;
mod tick;
mod trouble;
mod trust;
mod waking;

pub use audit::{Audit, Auditor};
pub use dropping::{Dropped, Weighed, accept_waiting, dropped, load_weighed, tell_weighed, waiting, weigh};
pub use minding::{
    after_restore, begin_run, calendars_that_end, clock_back, clock_jumped, end_run, is_restored, keep_alive,
    little_room,
};
pub use refresh::{Change, Scope, load_fresh, load_good, refresh};
pub use retention::is_over;
pub use tick::{Look, Tick, tick};
pub use trouble::{Item, Trouble, message as trouble_message, settle_trouble, tell_event, told_of};
pub use trust::trusted;
pub use waking::start as start_waking;

use jiff::Timestamp;

/// Instants are compared in whole seconds, as the store keeps them.
pub(crate) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
