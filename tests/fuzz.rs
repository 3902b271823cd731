//! Everything that comes from outside, as it should never come: files, words, answers of servers.
//!
//! In: nothing; each target draws a few hundred inputs. For a long run: `FUZZ_TIMES=100` draws that many times as many, and
//! `BOLERO_RANDOM_TEST_TIME_MS` ends each target after so long. A failure prints the seed that repeats it
//! (`BOLERO_RANDOM_SEED`). Inputs that once failed become tables in the tests of the room they belong to.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/botapi.rs"]
mod botapi;
#[path = "support/chats.rs"]
mod chats;
#[path = "fuzz/files.rs"]
mod files;
#[path = "fuzz/chats.rs"]
mod heard;
#[path = "fuzz/kept.rs"]
mod kept;
#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/wires.rs"]
mod wires;
#[path = "fuzz/words.rs"]
mod words;

/// How many inputs a target draws.
fn times(usual: usize) -> usize {
    let factor = std::env::var("FUZZ_TIMES").ok().map_or(1, |text| text.parse::<usize>().unwrap());
    usual * factor
}
