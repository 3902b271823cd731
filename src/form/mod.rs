//! Configuration files, read field by field so that every mistake is found in one go.
//!
//! In: the text of a TOML file. Out: fields with their place in the file, and [`Problem`]s that say where,
//! what is wrong and what to do. It knows nothing of cases or law, and it never stops at the first error.

mod dates;
mod pieces;
mod problem;
mod reader;

pub use dates::date_hint;
pub use problem::{Colour, Problem, Sheet, Weight, render};
pub use reader::{Field, Form, Notes, Spot, nearest, read, read_pieces};
