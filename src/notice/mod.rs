//! Who is told what, and when, and in which words.
pub mod message;
pub mod words;
