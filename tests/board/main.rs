//! The board over a real socket: who gets in, what they see, and what no answer may lack.
//!
//! In: a configuration as text and a clock that is moved by hand. Out: answers as a browser gets them. No page may show a
//! word that is marked in the cases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod answers;
mod calendar;
mod door;
mod house;
mod pages;
