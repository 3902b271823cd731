//! Years of cases in which everything goes wrong that can, checked against an oracle that never asks the planner.
//!
//! In: nothing; from the environment `SIM_CASES` (a world each hundred), `SIM_DAYS`, `SIM_SEED`. Out: a line of figures;
//! a failure names each step that did not reach somebody who could be reached. `SIM_TRACE=sim-3,sim-7` prints what arrived of
//! these cases. It waits for nothing: time is an argument.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "simulate/answers.rs"]
mod answers;
#[path = "simulate/closing.rs"]
mod closing;
#[path = "simulate/dice.rs"]
mod dice;
#[path = "simulate/facts.rs"]
mod facts;
#[path = "simulate/heard.rs"]
mod heard;
#[path = "simulate/holds.rs"]
mod holds;
#[path = "simulate/later.rs"]
mod later;
#[path = "simulate/noise.rs"]
mod noise;
#[path = "simulate/oracle.rs"]
mod oracle;
#[path = "simulate/outcome.rs"]
mod outcome;
#[path = "simulate/post.rs"]
mod post;
#[path = "simulate/reach.rs"]
mod reach;
#[path = "simulate/readers.rs"]
mod readers;
#[path = "simulate/saved.rs"]
mod saved;
#[path = "simulate/troubles.rs"]
mod troubles;
#[path = "simulate/world.rs"]
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use outcome::Outcome;
use world::World;

fn asked(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().map_or(usual, |text| text.parse().unwrap())
}

/// One world on its own runtime. One thread does what blocks, so that it is done in the order it was asked for.
fn live(seed: u64, cases: usize, days: i64) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).enable_all().build().unwrap();
    runtime.block_on(async { World::new(seed).runs(cases, days).await })
}

#[test]
fn every_due_step_reaches_everybody_who_can_be_reached() {
    let (cases, days) = (asked("SIM_CASES", 16), asked("SIM_DAYS", 150));
    let (seed, crowd) = (asked("SIM_SEED", 1) as u64, asked("SIM_CROWD", 100).min(cases));
    let worlds = cases.div_ceil(crowd);
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..asked("SIM_THREADS", 2) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= worlds {
                        return;
                    }
                    let outcome = live(seed * 1_000 + number as u64, crowd, i64::try_from(days).unwrap());
                    outcomes.lock().unwrap().push((number, outcome));
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap();
    outcomes.sort_by_key(|(number, _)| *number);
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(|(_, outcome)| of(outcome)).sum::<usize>();
    let report = format!(
        "{} cases, {days} days, seed {seed}: {} edits, {} files broken, {} changes of people, {} looks, {} deaths, {} differences \
         audited; {} answers ({} tried late), {} asked again, {} steps left out for them; {} steps, {} signals, {} moved dates; \
         {} letters arrived {} times; lost {}, repeated {}, of these unmarked {}, too often {}, noisy {}, misheard {}, late {} \
         (worst {} min), unreachable {}",
        sum(|o| o.cases),
        sum(|o| o.edits),
        sum(|o| o.broken),
        sum(|o| o.people),
        sum(|o| o.looks),
        sum(|o| o.deaths),
        sum(|o| o.differences),
        sum(|o| o.found.answers),
        sum(|o| o.late_answers),
        sum(|o| o.found.asked),
        sum(|o| o.found.excused),
        sum(|o| o.found.steps),
        sum(|o| o.found.signals),
        sum(|o| o.found.moves),
        sum(|o| o.letters),
        sum(|o| o.arrivals),
        sum(|o| o.found.lost.len()),
        sum(|o| o.repeats),
        sum(|o| o.unmarked.len()),
        sum(|o| o.too_often.len()),
        sum(|o| o.noisy.len()),
        sum(|o| o.found.misheard.len()),
        sum(|o| o.found.late.len()),
        outcomes.iter().map(|(_, o)| o.found.worst).max().unwrap_or_default() / 60,
        sum(|o| o.found.unreachable),
    );
    #[expect(clippy::print_stdout, reason = "the figures are what the run is for")]
    {
        println!("{report}");
    }
    let all = |of: fn(&Outcome) -> &Vec<String>| -> Vec<String> {
        outcomes
            .iter()
            .flat_map(|(number, o)| of(o).iter().map(move |line| format!("world {number}: {line}")))
            .collect()
    };
    let wrong: Vec<String> = [
        all(|o| &o.found.lost),
        all(|o| &o.unmarked),
        all(|o| &o.too_often),
        all(|o| &o.found.misheard),
        all(|o| &o.found.late),
        all(|o| &o.noisy),
    ]
    .concat();
    #[expect(clippy::print_stdout, reason = "a trace is asked for by name")]
    for line in all(|o| &o.trace) {
        println!("{line}");
    }
    assert!(wrong.is_empty(), "{report}\n{:#?}", &wrong[..wrong.len().min(asked("SIM_SHOW", 12))]);
    assert!(sum(|o| o.found.steps) > cases, "too little happened: {report}");
}
