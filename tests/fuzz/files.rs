//! Every configuration file, changed in any way: read, judged, planned and written about without a panic, every finding
//! at a place that exists.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bolero::check;
use jiff::Timestamp;
use staywatch::config::Settings;
use staywatch::docket::docket;
use staywatch::form::{Colour, Notes, Sheet, render};
use staywatch::law::calendar::Calendar;
use staywatch::law::pack::Pack;
use staywatch::law::{Law, OwnLaw};
use staywatch::notice::compose::compose;
use staywatch::notice::plan::{Told, View, persons, plan};
use staywatch::notice::words::Words;
use staywatch::people::People;
use staywatch::risk::assess;
use staywatch::watchlist::Case;

use crate::mutate::{Change, changed};

const CASES: &[&str] = &[
    include_str!("../cases/kudin.toml"),
    include_str!("../cases/padlobnikau.toml"),
    include_str!("../cases/davidchik.toml"),
    include_str!("../cases/lapa.toml"),
    include_str!("../cases/sushchyk.toml"),
];
const PEOPLE: &[&str] = &[include_str!("../../config/people.toml"), include_str!("../simulate/people.toml")];
const SETTINGS: &[&str] = &[
    include_str!("../../config/staywatch.toml"),
    "[store]\npath = \"a.db\"\n[smtp]\nhost = \"localhost\"\nport = 25\ntls = \"none\"\nuser = \"u\"\npassword_file = \"p\"\n\
     from = \"a@b.example\"\n[telegram]\ntoken_file = \"t\"\napi_url = \"http://localhost\"\n[file]\nfolder = \"m\"\n[digest]\n\
     at = \"08:00\"\n[ladders]\nshort = \"7d 3d 1d 6h 1h\"\n[reports]\nfolder = \"r\"\n",
];
const PACKS: &[&str] = &[
    include_str!("../../config/law/ae.toml"),
    include_str!("../../config/law/mn.toml"),
    include_str!("../../config/law/echr.toml"),
    include_str!("../../config/law/minsk.toml"),
    include_str!("../../config/law/es.toml"),
];
const CALENDARS: &[&str] =
    &[include_str!("../../config/calendars/ru-courts.toml"), include_str!("../../config/calendars/echr-registry.toml")];

static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(OwnLaw::default()).0);
static WORDS: LazyLock<Words> = LazyLock::new(Words::default);

type Draw = (u8, Vec<Change>);

fn drawn(from: &[&str], (which, changes): &Draw) -> Sheet {
    let text = from[usize::from(*which) % from.len()];
    Sheet::new("fuzzed.toml", &changed(text, &changes[..changes.len().min(12)]))
}

/// Every finding can be shown, and stands where there is something.
fn shown(notes: Notes) {
    for problem in notes.finish() {
        let span = &problem.span;
        let text = &problem.sheet.text;
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} of {}", text.len());
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
        assert!(!render(&problem, Colour::No).is_empty() && !problem.line().is_empty());
    }
}

#[test]
fn a_case_is_read_judged_and_told_of_without_a_panic() {
    let people = People::read(Sheet::new("people.toml", PEOPLE[0])).0.unwrap();
    let zones = LAW.zones();
    check!().with_iterations(crate::times(300)).with_type::<Draw>().for_each(|draw| {
        let (case, _, notes) = Case::read(drawn(CASES, draw), &zones);
        let usable = !notes.failed();
        shown(notes);
        let Some(case) = case.filter(|_| usable) else { return };
        for moment in ["2021-07-12T06:00:00Z", "2022-03-27T00:30:00Z", "2031-01-01T00:00:00Z"] {
            let now: Timestamp = moment.parse().unwrap();
            let docket = docket(&case, &LAW, now);
            assert!(docket.deadlines.iter().all(|deadline| deadline.earliest.end <= deadline.latest.end));
            let assessment = assess(&case, &LAW, &docket, now);
            let (told, ladders) = (Told::default(), staywatch::notice::ladder::Ladders::default());
            let (case, docket, assessment) = (&case, &docket, &assessment);
            let view = View { case, docket, assessment, people: &people, ladders: &ladders, told: &told, now };
            for notice in plan(view).notices {
                for person in persons(&notice, &people) {
                    let message = compose(&notice, case, person, &WORDS, now);
                    assert!(!message.subject.is_empty() && !message.text().is_empty());
                }
            }
        }
    });
}

#[test]
fn people_are_read_without_a_panic() {
    check!().with_iterations(crate::times(500)).with_type::<Draw>().for_each(|draw| {
        shown(People::read(drawn(PEOPLE, draw)).1);
    });
}

#[test]
fn settings_are_read_without_a_panic() {
    check!().with_iterations(crate::times(500)).with_type::<Draw>().for_each(|draw| {
        shown(Settings::read(drawn(SETTINGS, draw)).1);
    });
}

#[test]
fn a_pack_is_read_without_a_panic() {
    check!().with_iterations(crate::times(150)).with_type::<Draw>().for_each(|draw| {
        shown(Pack::read(drawn(PACKS, draw)).1);
    });
}

#[test]
fn a_calendar_is_read_and_asked_without_a_panic() {
    check!().with_iterations(crate::times(150)).with_type::<Draw>().for_each(|draw| {
        let (calendar, notes) = Calendar::read(drawn(CALENDARS, draw));
        shown(notes);
        let Some(calendar) = calendar else { return };
        for day in ["2013-01-01", "2026-05-09", "2027-12-31", "2100-01-01", "9999-12-31"] {
            let day = day.parse().unwrap();
            let _ = (calendar.state(day), calendar.trust(day));
        }
    });
}

/// The files that were shipped are right as they are: otherwise the changes above would change nothing.
#[test]
fn unchanged_they_are_read() {
    let zones: BTreeMap<_, _> = LAW.zones();
    for text in CASES {
        assert!(Case::read(Sheet::new("case.toml", text), &zones).0.is_some());
    }
    assert!(PACKS.iter().all(|text| Pack::read(Sheet::new("pack.toml", text)).0.is_some()));
    assert!(SETTINGS.iter().all(|text| Settings::read(Sheet::new("staywatch.toml", text)).0.is_some()));
}
