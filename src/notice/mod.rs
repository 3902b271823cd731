//! Who is told what, and when, and in which words.
//!
//! In: a case's docket and assessment, the people, and what was told before. Out: notices that are due, and the
//! messages they become. It sends nothing and reads no clock.

pub mod ahead;
pub(crate) mod alarm;
pub mod answered;
pub mod calendar;
pub mod compose;
mod corrected;
pub mod custody;
pub mod daily;
mod ended;
pub mod entered;
mod escalate;
mod fallen;
pub mod invite;
pub mod ladder;
mod listed;
pub mod message;
mod owed;
mod unanswered;
pub mod undated;
pub mod plan;
mod recipients;
pub mod replay;
pub mod steps;
pub mod summary;
pub mod words;
