//! staywatch counts the clocks that run for a person held on an extradition request, and tells the
//! people who can act before each one ends, until one of them answers.
//!
//! Facts go one way: case files and law packs become a docket of deadlines, docket and clock become
//! notices, notices are owed in the store and carried out by the outbox. The first half is pure; only
//! the second half touches time, disk and network. A module names only modules above it in this list;
//! `tests/layering.rs` keeps it so.
#![warn(missing_docs)]

pub mod ids;
pub mod form;
// ── core ──
pub mod watchlist;
pub mod law;
pub mod people;
pub mod docket;
pub mod risk;
pub mod notice;
pub mod chart;
pub mod brief;
// ── shell ──
pub mod clock;
pub mod openpgp;
pub mod config;
pub mod store;
pub mod channel;
pub mod outbox;
pub mod schedule;
pub mod telemetry;
pub mod bot;
pub mod web;
pub mod daemon;
pub mod cli;
