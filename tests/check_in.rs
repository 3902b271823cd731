//! A missed check-in on a moved clock: the coordinator is asked, the level rises, the protocol starts by itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::{SignedDuration, Timestamp};
use staywatch::config::Setup;
use staywatch::docket::{Deadline, Status, docket};
use staywatch::form::Sheet;
use staywatch::law::grounds::Level;
use staywatch::law::{Law, OwnLaw};
use staywatch::risk::assess;
use staywatch::watchlist::Case;

const CASE: &str = r#"
id = "linden"
host = "BR"
zone = "Europe/Moscow"
laws = ["general", "ced"]
requested_by = "BY"
check_in = "3d"
[team]
coordinators = ["duty"]
[[event]]
kind = "arrest"
on = 2026-03-02T12:00:00+03:00
"#;

const PEOPLE: &str = "[[person]]\nid = \"duty\"\nrole = \"coordinator\"\ntelegram = 1\n";

fn setup(events: &str) -> (Setup, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("watchlist")).unwrap();
    std::fs::write(folder.path().join("people.toml"), PEOPLE).unwrap();
    std::fs::write(folder.path().join("staywatch.toml"), "").unwrap();
    std::fs::write(folder.path().join("watchlist/linden.toml"), format!("{CASE}{events}")).unwrap();
    let (setup, problems) = Setup::load(folder.path(), at("2026-03-01T00:00:00Z")).unwrap();
    assert!(problems.iter().all(|problem| problem.weight != staywatch::form::Weight::Error), "{problems:?}");
    (setup, folder)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The level and the terms of the protocol at a moment.
fn protocol(setup: &Setup, now: &str) -> (Level, Vec<(String, Status)>) {
    let (case, now) = (&*setup.case("linden").unwrap(), at(now));
    let docket = docket(case, &setup.law, now);
    let level = assess(case, &setup.law, &docket, now).level;
    let of_protocol = |deadline: &&Deadline| {
        deadline.key.rule.as_str().contains("disappearance") || deadline.key.rule.as_str() == "ced-urgent-action"
    };
    let names = docket.deadlines.iter().filter(of_protocol).map(|deadline| {
        assert!(deadline.key.trigger.starts_with("silence-"), "{}", deadline.key);
        (deadline.key.rule.to_string(), deadline.status)
    });
    (level, names.collect())
}

#[test]
fn silence_asks_then_raises_then_starts_the_protocol() {
    let (setup, _folder) = setup("");
    // Three days were agreed from the arrest on, when the case became known: until 5 March 12:00 in Moscow.
    assert_eq!(protocol(&setup, "2026-03-05T11:59:59+03:00"), (Level::Watch, vec![]));
    assert_eq!(protocol(&setup, "2026-03-05T12:00:00+03:00"), (Level::Elevated, vec![]));
    assert_eq!(protocol(&setup, "2026-03-06T11:59:59+03:00"), (Level::Elevated, vec![]));
    let authorities = |status| ("general-disappearance-authorities".to_owned(), status);
    assert_eq!(protocol(&setup, "2026-03-06T12:00:00+03:00"), (Level::High, vec![authorities(Status::Pending)]));
    let (_, terms) = protocol(&setup, "2026-03-07T12:00:00+03:00");
    let names: Vec<&str> = terms.iter().map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(
        names,
        ["general-disappearance-authorities", "ced-urgent-action", "general-disappearance-wgeid"],
        "{terms:?}"
    );
}

#[test]
fn contact_ends_it_and_the_next_silence_is_another_matter() {
    let contact = "[[event]]\nkind = \"contact\"\non = 2026-03-06T18:00:00+03:00\n";
    let (setup, _folder) = setup(contact);
    let (level, terms) = protocol(&setup, "2026-03-06T18:00:00+03:00");
    assert_eq!(terms, vec![("general-disappearance-authorities".to_owned(), Status::Withdrawn)]);
    assert!(level < Level::Elevated, "{level:?}");
    // 6 March 18:00, three days, and one more.
    let (_, terms) = protocol(&setup, "2026-03-10T18:00:00+03:00");
    assert_eq!(terms.iter().filter(|(_, status)| *status == Status::Pending).count(), 1, "{terms:?}");
}

#[test]
fn a_recorded_disappearance_takes_the_place_of_silence() {
    let gone = "[[event]]\nkind = \"disappeared\"\non = 2026-03-04T18:00:00+03:00\n";
    let (setup, _folder) = setup(gone);
    let case = &*setup.case("linden").unwrap();
    let docket = docket(case, &setup.law, at("2026-03-09T12:00:00Z"));
    assert!(docket.deadlines.iter().any(|deadline| deadline.key.rule.as_str() == "ced-urgent-action"));
    assert!(docket.deadlines.iter().all(|deadline| !deadline.key.trigger.starts_with("silence-")));
    assert_eq!(docket.look_again, None);
}

#[test]
fn the_next_silence_is_looked_for_even_if_nothing_else_happens() {
    let (setup, _folder) = setup("");
    let case = &*setup.case("linden").unwrap();
    let look = |now: &str| docket(case, &setup.law, at(now)).look_again;
    assert_eq!(look("2026-03-03T00:00:00Z"), Some(at("2026-03-06T12:00:00+03:00")));
    assert_eq!(look("2026-03-06T12:00:00+03:00"), Some(at("2026-03-07T12:00:00+03:00")));
    assert_eq!(look("2026-03-07T12:00:00+03:00"), None);
}

#[test]
fn a_docket_stays_as_it_is_for_as_long_as_it_says() {
    let law = Law::load(OwnLaw::default()).0;
    let mut changes = 0;
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases")).unwrap() {
        let path = file.unwrap().path();
        let Some("toml") = path.extension().and_then(|ext| ext.to_str()) else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        let text = if text.contains("check_in") { text } else { format!("check_in = \"5d\"\n{text}") };
        let case = Case::read(Sheet::new("a.toml", &text), &law.zones()).0.unwrap();
        let Some(mut now) = case.events.iter().filter_map(|event| event.known).min() else { continue };
        let shown = |at: Timestamp| format!("{:?}", docket(&case, &law, at));
        loop {
            let found = docket(&case, &law, now);
            let Some(until) = found.holds_until(&case, now) else { break };
            let (before, here) = (shown(until - SignedDuration::from_secs(1)), format!("{found:?}"));
            assert_eq!(before, here, "{}: {now} to {until}", path.display());
            changes += usize::from(shown(until) != here);
            now = until;
        }
        assert_eq!(shown(now), shown(at("2100-01-01T00:00:00Z")), "{}: from {now} on", path.display());
    }
    assert!(changes > 100, "{changes}");
}
