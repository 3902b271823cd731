//! From case files on disk to all deadlines and reminders, on two cores, and how much memory that takes.
//!
//! `cargo bench --bench planning` writes 10,000 and 100,000 files of five to eight events and plans each folder in a process
//! of its own; with a number, that many. `benches/peers/planning` does the same beside what people would use instead.
//! Nothing is asserted.

#![expect(clippy::print_stdout, reason = "a bench speaks on standard output")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should stop")]

#[path = "shared/mod.rs"]
mod shared;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use shared::{clock, write_cases};
use staywatch::docket::{Deadline, Status, docket};
use staywatch::form::Sheet;
use staywatch::law::{Law, OwnLaw};
use staywatch::notice::ladder::Ladders;
use staywatch::watchlist::Case;

/// The moment as of which everything is counted; the peers have the same.
const NOW: &str = "2026-11-24T12:00:00Z";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["write", folder, count] => write_cases(Path::new(folder), count.parse().unwrap()),
        ["plan", folder] => plan(Path::new(folder), None),
        ["plan", folder, out] => plan(Path::new(folder), Some(Path::new(out))),
        [count] => bench(count.parse().unwrap()),
        _ => [10_000, 100_000].into_iter().for_each(bench),
    }
}

fn bench(count: usize) {
    let home = tempfile::tempdir().unwrap();
    write_cases(home.path(), count);
    for _ in 0..3 {
        let status = Command::new(std::env::current_exe().unwrap()).arg("plan").arg(home.path()).status().unwrap();
        assert!(status.success());
    }
}

/// Plans a folder; with `out`, every deadline becomes a line there, to be compared with what others say.
fn plan(folder: &Path, out: Option<&Path>) {
    let began = clock();
    let law = Law::load(OwnLaw::default()).0;
    let read_law = began.elapsed();
    let before = memory("VmHWM");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let (zones, ladders, now) = (law.zones(), Ladders::default(), NOW.parse::<Timestamp>().unwrap());
    let one = |path: &PathBuf, lines: Option<&mut String>| {
        let text = std::fs::read_to_string(path).unwrap();
        let case = Case::read(Sheet::new(&path.to_string_lossy(), &text), &zones).0.unwrap();
        let deadlines = docket(&case, &law, now).deadlines;
        let mut reminders = 0;
        let mut ring = |deadline: &Deadline| {
            let ladder = ladders.get(&deadline.remind).filter(|_| deadline.status == Status::Pending);
            let rings = ladder.unwrap_or_default().iter().map(|lead| deadline.earliest.end.checked_sub(*lead).unwrap());
            let rings: Vec<i64> = rings.map(Timestamp::as_second).collect();
            reminders += rings.len();
            rings
        };
        match lines {
            None => deadlines.iter().for_each(|deadline| drop(std::hint::black_box(ring(deadline)))),
            Some(lines) => deadlines.iter().for_each(|deadline| line(lines, deadline, &ring(deadline))),
        }
        (deadlines.len(), reminders)
    };
    let halves: Vec<(usize, usize, String)> = std::thread::scope(|scope| {
        let work = |half: &[PathBuf]| {
            let mut lines = String::new();
            let sums = half.iter().fold((0, 0), |sums, path| {
                let (deadlines, reminders) = one(path, out.is_some().then_some(&mut lines));
                (sums.0 + deadlines, sums.1 + reminders)
            });
            (sums.0, sums.1, lines)
        };
        let halves = files.chunks(files.len().div_ceil(2)).map(|half| scope.spawn(move || work(half)));
        halves.collect::<Vec<_>>().into_iter().map(|half| half.join().unwrap()).collect()
    });
    let took = began.elapsed();
    let (deadlines, reminders): (usize, usize) = halves.iter().fold((0, 0), |a, half| (a.0 + half.0, a.1 + half.1));
    if let Some(out) = out {
        std::fs::write(out, halves.into_iter().map(|half| half.2).collect::<String>()).unwrap();
    }
    let bytes = (memory("VmHWM") - before) * 1024 / files.len();
    println!(
        "{{\"cases\": {}, \"seconds\": {:.4}, \"law\": {:.4}, \"deadlines\": {deadlines}, \"reminders\": {reminders}, \
         \"bytes_a_case\": {bytes}}}",
        files.len(),
        took.as_secs_f64(),
        read_law.as_secs_f64(),
    );
}

/// A line of /proc/self/status, in kilobytes.
fn memory(line: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|each| each.strip_prefix(line)).unwrap();
    found.trim_matches([':', ' ', '\t', 'k', 'B']).trim().parse().unwrap()
}

fn line(lines: &mut String, deadline: &Deadline, rings: &[i64]) {
    let (key, status) = (&deadline.key, deadline.status.word());
    let (earliest, latest) = (deadline.earliest.end.as_second(), deadline.latest.end.as_second());
    let rings: Vec<String> = rings.iter().map(i64::to_string).collect();
    writeln!(lines, "{}\t{}\t{}\t{status}\t{earliest}\t{latest}\t{}", key.case, key.rule, key.trigger, rings.join(","))
        .unwrap();
}
