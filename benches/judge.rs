//! How long it takes to judge a hundred thousand cases on two cores: deadlines and transfer risk, from facts in memory.
//!
//! `cargo bench --bench judge` prints the figures; `cargo bench --bench judge -- 1000` runs it small. Nothing is asserted.

#![expect(clippy::print_stdout, reason = "a bench speaks on standard output")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should stop")]

use std::collections::BTreeMap;
use std::time::Instant;

use jiff::Timestamp;
use staywatch::docket::docket;
use staywatch::form::Sheet;
use staywatch::law::{Law, OwnLaw};
use staywatch::risk::assess;
use staywatch::watchlist::{Case, Country};

const GRAVITIES: [&str; 4] = ["minor", "medium", "grave", "especially-grave"];

fn text(number: usize) -> String {
    let (day, gravity) = (number % 28 + 1, GRAVITIES[number % 4]);
    let (month, later) = (number % 9 + 1, (number * 7) % 20 + 1);
    format!(
        "id = \"c{number}\"\nhost = \"RU\"\nrequested_by = \"BY\"\ngravity = \"{gravity}\"\n\
         [team]\nlawyers = [\"counsel\"]\n\
         [[event]]\nkind = \"arrest\"\non = 2026-0{month}-{day:02}\n\
         [[event]]\nkind = \"custody-ordered\"\non = 2026-10-{day:02}\nuntil = 2026-12-{day:02}\n\
         [[event]]\nkind = \"request-received\"\non = 2026-10-{later:02}\n\
         [[event]]\nkind = \"extradition-granted\"\non = 2026-11-{later:02}\n\
         [[event]]\nkind = \"hearing\"\non = 2026-12-{later:02}T10:00:00\nknown = 2026-11-20\nstage = \"extradition\"\n\
         [[event]]\nkind = \"measure-requested\"\non = 2026-11-{later:02}\nbody = \"hrc\"\n"
    )
}

#[expect(clippy::disallowed_methods, reason = "a bench measures the wall")]
fn clock() -> Instant {
    Instant::now()
}

fn main() {
    let asked = std::env::args().skip(1).find_map(|word| word.parse::<usize>().ok());
    let count = asked.unwrap_or(100_000);
    let law = Law::load(OwnLaw::default()).0;
    let zones: BTreeMap<Country, _> = law.zones();
    let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();

    let began = clock();
    let cases: Vec<Case> = (0..count).map(|n| Case::read(Sheet::new("c.toml", &text(n)), &zones).0.unwrap()).collect();
    println!("read   {count} cases in {:?} on one core", began.elapsed());

    let began = clock();
    let judged: usize = std::thread::scope(|scope| {
        let halves = cases.chunks(count.div_ceil(2)).map(|half| {
            let law = &law;
            scope.spawn(move || {
                let one = |case: &Case| {
                    let docket = docket(case, law, now);
                    let assessment = assess(case, law, &docket, now);
                    docket.deadlines.len() + assessment.reasons.len()
                };
                half.iter().map(one).sum::<usize>()
            })
        });
        let running: Vec<_> = halves.collect();
        running.into_iter().map(|half| half.join().unwrap()).sum()
    });
    println!("judged {count} cases in {:?} on two cores: {judged} deadlines and reasons", began.elapsed());
}
