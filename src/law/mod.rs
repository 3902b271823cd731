//! The law: rule packs and calendars as data, and the engine that counts with them.
//!
//! In: TOML files and civil dates. Out: dates with two readings and their reasons. How many days a term has
//! stands in a pack, never here.

mod book;
pub mod calendar;
pub mod count;
pub mod counting;
pub mod grounds;
pub mod pack;
mod reading;
mod reception;
pub mod rule;
pub mod step;
pub mod term;
pub mod words;

pub use book::{Law, OwnLaw};
pub use reception::Reception;
