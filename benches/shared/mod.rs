//! What the benches share: cases as a seed gives them, the wall's clock, the process's memory.
//!
//! In: a number. Out: the same files on every machine. It asserts nothing and measures nothing by itself.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should stop")]

mod clock;

use std::fmt::Write as _;
use std::path::Path;

pub use clock::clock;
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};

/// Writes so many case files.
pub fn write_cases(folder: &Path, count: usize) {
    std::fs::create_dir_all(folder).unwrap();
    for number in 0..count {
        std::fs::write(folder.join(format!("c{number:06}.toml")), case(number)).unwrap();
    }
}

/// A number that looks like chance and is the same everywhere (splitmix64).
fn chance(seed: usize, below: u64) -> u64 {
    let mut z = (seed as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % below
}

const GRAVITIES: [&str; 4] = ["minor", "medium", "grave", "especially-grave"];

/// One case of five to eight events, held in Russia on a request of Belarus, somewhere in 2026.
fn case(number: usize) -> String {
    let roll = |which: usize, below: u64| chance(number * 16 + which, below);
    let mut day: Date = date(2026, 5, 4) + Span::new().days(i64::try_from(roll(0, 180)).unwrap());
    let mut out = format!(
        "id = \"c{number:06}\"\nhost = \"RU\"\nrequested_by = \"BY\"\ngravity = \"{}\"\n\n\
         [team]\nlawyers = [\"counsel\"]\ncoordinators = [\"duty\"]\n",
        GRAVITIES[usize::try_from(roll(1, 4)).unwrap()],
    );
    let mut event =
        |kind: &str, on: &str, more: &str| write!(out, "\n[[event]]\nkind = \"{kind}\"\non = {on}\n{more}").unwrap();
    let later = |day: Date, which: usize, least: i64, below: u64| {
        day + Span::new().days(least + i64::try_from(roll(which, below)).unwrap())
    };
    let (hour, minute) = (8 + roll(2, 12), roll(3, 60));
    event("arrest", &format!("{day}T{hour:02}:{minute:02}:00+03:00"), "source = \"defence file\"\n");
    day += 1.day();
    let mut until = later(day, 4, 50, 12);
    event("custody-ordered", &day.to_string(), &format!("until = {until}\n"));
    day = later(day, 5, 3, 30);
    event("request-received", &day.to_string(), "");
    if roll(6, 2) == 0 {
        let extended = until - Span::new().days(2 + i64::try_from(roll(7, 8)).unwrap());
        until = later(until, 8, 60, 90);
        event("custody-extended", &extended.to_string(), &format!("until = {until}\n"));
    }
    day = later(day, 9, 20, 60);
    let served = later(day, 10, 0, 6);
    event("extradition-granted", &day.to_string(), &format!("known = {served}\nnotified = {served}\n"));
    match roll(11, 3) {
        0 => {}
        1 => event("extradition-appeal-filed", &later(served, 12, 1, 8).to_string(), ""),
        _ => {
            let filed = later(served, 12, 1, 8);
            event("extradition-appeal-filed", &filed.to_string(), "note = \"by post\"\n");
            event("extradition-upheld", &later(filed, 13, 20, 15).to_string(), "");
        }
    }
    event("contact", &later(served, 14, 2, 9).to_string(), "");
    if roll(15, 2) == 0 {
        let heard = later(served, 15, 30, 20);
        event("hearing", &format!("{heard}T10:00:00"), &format!("known = {served}\nstage = \"extradition\"\n"));
    }
    out
}
