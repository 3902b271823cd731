//! Owe, claim, send, settle.
//!
//! In: notices; letters that are due. Out: letters on disk, and a recorded outcome for every attempt. Delivery is at
//! least once: a letter is owed in the transaction that decided it, claimed before it is sent, and sent again when
//! nobody can say whether it arrived. A transaction is never held across a send, and one letter never waits for
//! another's recipient.

mod answer;
mod contacts;
mod edits;
mod late;
mod lost;
mod overtake;
mod owe;
mod pinned;
mod record;
mod sealing;
mod send;
mod verdict;

pub use answer::{Outcome, Reply, Standing, Target, answer, standing, standing_in};
pub(crate) use contacts::{hashed, place_of};
pub use contacts::{mended, still_refused, unreachable};
pub use lost::{Missing, find_lost};
pub(crate) use overtake::MORNING;
pub use owe::owe_notice;
pub(crate) use owe::{owe_plain, zone_of};
pub use send::Outbox;
pub use verdict::verdict;
