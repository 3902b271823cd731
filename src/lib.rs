//! staywatch counts the clocks that run for a person held on an extradition request, and tells the
//! people who can act before each one ends, until one of them answers.
//!
//! Facts go one way: case files and law packs become a docket of deadlines, docket and clock become
//! notices, notices are owed in the store and carried out by the outbox. The first half is pure; only
//! the second half touches time, disk and network. `tests/layering.rs` keeps it so.
#![warn(missing_docs)]

pub mod form;
pub mod ids;
// ── core ──
pub mod docket;
pub mod law;
pub mod notice;
pub mod people;
pub mod risk;
pub mod watchlist;
// ── shell ──
pub mod channel;
pub mod cli;
pub mod clock;
pub mod config;
pub mod schedule;
pub mod store;
