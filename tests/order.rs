//! What came first on one day, and what that does to a level: doubt keeps the alarm.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use jiff::{SignedDuration, Timestamp};
use staywatch::config::Setup;
use staywatch::docket::{Status, docket};
use staywatch::law::grounds::Level;
use staywatch::risk::{Stands, assess, measures};

const CASE: &str = "id = \"linden\"\nhost = \"RU\"\nrequested_by = \"BY\"\n[team]\ncoordinators = [\"duty\"]\n";
const PEOPLE: &str = "[[person]]\nid = \"duty\"\nrole = \"coordinator\"\ntelegram = 1\n";
const ARREST: &str = "[[event]]\nkind = \"arrest\"\non = 2026-05-01\n";

struct Files {
    setup: Setup,
    _folder: tempfile::TempDir,
}

impl Files {
    /// The case with more at its head, and what was reported about it.
    fn read(head: &str, events: &str, reports: &str) -> Self {
        Self::of(&format!("{head}{CASE}"), events, reports)
    }

    fn of(head: &str, events: &str, reports: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        for name in ["watchlist", "reports"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        write("people.toml", PEOPLE);
        write("staywatch.toml", "");
        write("watchlist/linden.toml", &format!("{head}{events}"));
        let setup = Setup::without_cases(folder.path(), at("2026-05-01T00:00:00Z")).unwrap().0;
        std::fs::create_dir_all(setup.reports_folder()).unwrap();
        std::fs::write(setup.reports_folder().join("linden.toml"), reports).unwrap();
        let (mut setup, problems) = Setup::load(folder.path(), at("2026-05-01T00:00:00Z")).unwrap();
        assert!(problems.iter().all(|problem| problem.weight != staywatch::form::Weight::Error), "{problems:?}");
        setup.known_as_entered();
        Self { setup, _folder: folder }
    }

    fn level(&self, now: &str) -> (Level, Vec<String>, Vec<Timestamp>) {
        let (case, now) = (self.setup.case("linden").unwrap(), at(now));
        let found = assess(&case, &self.setup.law, &docket(&case, &self.setup.law, now), now);
        let reasons = || found.reasons.iter();
        (found.level, reasons().map(|reason| reason.id.to_string()).collect(), reasons().map(|r| r.latest).collect())
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const CONTACT: &str =
    "[[event]]\nkind = \"contact\"\non = 2026-05-10T09:00:00+03:00\nby = \"duty\"\nvia = \"telegram\"\n";

#[test]
fn a_contact_ends_a_disappearance_only_when_it_certainly_came_later() {
    let gone = |more: &str| format!("{ARREST}[[event]]\nkind = \"disappeared\"\non = 2026-05-10{more}\n");
    let evening = CONTACT.replace("T09", "T20");
    let next_day = CONTACT.replace("05-10T09", "05-11T09");
    let in_file = |contact: &str| contact.replace("by = \"duty\"\nvia = \"telegram\"\n", "");
    for (events, reports, alarmed) in [
        (gone(""), "", true),
        (gone(""), CONTACT, true),
        (gone("\nknown = 2026-05-10T18:00:00+03:00"), CONTACT, true),
        (gone("\nknown = 2026-05-10T18:00:00+03:00"), &evening, false),
        (gone("T18:00"), CONTACT, true),
        (gone("T18:00"), &evening, false),
        (gone(""), &next_day, false),
        // One file is in the order in which things happened.
        (format!("{}{}", gone(""), in_file(CONTACT)), "", false),
        (format!("{ARREST}{}{}", in_file(CONTACT), gone("").replace(ARREST, "")), "", true),
    ] {
        let (level, reasons, _) = Files::read("", &events, reports).level("2026-05-12T00:00:00Z");
        assert_eq!(level == Level::Imminent, alarmed, "{events}{reports}{reasons:?}");
    }
}

#[test]
fn an_outcome_reported_on_the_day_of_the_decision_counts() {
    let granted =
        format!("{ARREST}[[event]]\nkind = \"extradition-granted\"\non = 2026-05-10\nnotified = 2026-05-10\n");
    let quashed = CONTACT.replace("contact", "extradition-quashed");
    let level = |reports: &str| Files::read("", &granted, reports).level("2026-05-10T20:00:00Z").1;
    assert!(level("").iter().any(|id| id == "granted"), "{:?}", level(""));
    assert!(!level(&quashed).iter().any(|id| id == "granted"), "{:?}", level(&quashed));
}

#[test]
fn a_measure_that_may_have_been_lifted_after_it_was_granted_is_no_shield() {
    let event = |kind: &str, on: &str| format!("[[event]]\nkind = \"measure-{kind}\"\nbody = \"hrc\"\non = {on}\n");
    let (granted, lifted) = (event("granted", "2026-05-10T10:00"), event("lifted", "2026-05-10"));
    let granted = granted.replace("on =", "until = \"further-notice\"\non =");
    for (events, stands) in [
        (format!("{ARREST}{granted}{lifted}"), Stands::Lifted),
        (format!("{ARREST}{lifted}{granted}"), Stands::Granted),
    ] {
        let files = Files::read("", &events, "");
        let case = files.setup.case("linden").unwrap();
        assert_eq!(measures(&case, &files.setup.law, at("2026-05-11T00:00:00Z"))[0].stands, stands, "{events}");
    }
}

#[test]
fn a_hearing_that_does_not_say_since_when_it_is_known_is_no_news_at_every_look() {
    let hearing = "[[event]]\nkind = \"hearing\"\nstage = \"extradition-final\"\non = 2026-05-20T10:00\n";
    for events in [format!("{ARREST}{hearing}"), hearing.to_owned()] {
        let files = Files::read("", &events, "");
        let looks = ["2026-05-17T00:00:00Z", "2026-05-18T07:00:00Z", "2026-05-20T06:00:00Z"];
        let latest = looks.map(|now| {
            let (_, reasons, latest) = files.level(now);
            let place = reasons.iter().position(|id| id.contains("hearing")).unwrap();
            latest[place]
        });
        assert!(latest.iter().all(|moment| *moment == latest[0] && *moment < at(looks[0])), "{latest:?}");
    }
}

#[test]
fn a_closed_case_that_begins_again_is_counted_again() {
    let event = |kind: &str, on: &str| format!("[[event]]\nkind = \"{kind}\"\non = {on}\nnotified = {on}\n");
    let closed = format!("{ARREST}[[event]]\nkind = \"closed\"\non = 2026-05-02\n");
    let again = format!(
        "{closed}[[event]]\nkind = \"arrest\"\non = 2026-05-08\n{}",
        event("extradition-granted", "2026-05-10")
    );
    let over = format!("{again}[[event]]\nkind = \"closed\"\non = 2026-05-11\n");
    let now = at("2026-05-12T00:00:00Z");
    for (events, closed, appeal) in [(&closed, true, false), (&again, false, true), (&over, true, false)] {
        let files = Files::read("", events, "");
        let case = files.setup.case("linden").unwrap();
        let docket = docket(&case, &files.setup.law, now);
        assert_eq!(case.closed_at(now), closed, "{events}");
        let runs = docket.deadlines.iter().any(|its| its.status == Status::Pending && its.title.en.contains("Appeal"));
        assert_eq!(runs, appeal, "{events}");
    }
    let files = Files::read("", &over, "");
    assert!(!files.setup.case("linden").unwrap().closed_at(at("2026-05-10T20:00:00Z")), "it was open until then");
}

#[test]
fn a_contact_of_several_days_counts_from_the_first_and_never_after_it_was_known() {
    let contact =
        |on: &str, known: &str| format!("{ARREST}[[event]]\nkind = \"contact\"\non = {on}\nknown = {known}\n");
    for (events, heard) in [
        // Noon in Moscow of the first day.
        (contact("\"2026-05-02..2026-05-12\"", "2026-05-04"), "2026-05-02T09:00:00Z"),
        (contact("2026-05-04", "2026-05-04T08:00:00+03:00"), "2026-05-04T05:00:00Z"),
        (contact("2026-05-04T20:00", "2026-05-04T20:30:00+03:00"), "2026-05-04T17:00:00Z"),
    ] {
        let files = Files::read("check_in = \"2d\"\n", &events, "");
        let due = at(heard) + SignedDuration::from_hours(48);
        let overdue = |now: Timestamp| files.level(&now.to_string()).1.contains(&"check-in-missed".to_owned());
        assert!(!overdue(due - SignedDuration::from_secs(1)), "{events}");
        assert!(overdue(due), "{events}");
    }
}

const MEASURE: &str = "[[event]]\nbody = \"echr\"\nkind = \"measure-";

fn measure(kind: &str, on: &str) -> String {
    format!("{MEASURE}{kind}\"\non = {on}\n")
}

fn granted(on: &str, until: &str) -> String {
    format!("{}until = {until}\n", measure("granted", on))
}

#[test]
fn a_request_that_came_to_nothing_meets_no_later_term() {
    let hearing =
        "[[event]]\nkind = \"hearing\"\nstage = \"extradition-final\"\non = 2026-05-20T10:00\nknown = 2026-05-02\n";
    let asked = measure("requested", "2026-04-20");
    for (before, met) in [
        (String::new(), false),
        (asked.clone(), true),
        (format!("{asked}{}", measure("refused", "2026-04-22")), false),
        (format!("{asked}{}", granted("2026-04-22", "2026-04-30")), false),
        (format!("{asked}{}", granted("2026-04-22", "2026-05-30")), true),
        (format!("{}{}", granted("2026-04-22", "2026-05-30"), granted("2026-04-25", "2026-05-05")), false),
        (format!("{asked}{}", granted("2026-04-22", "\"further-notice\"")), true),
        (format!("{}{}", granted("2026-04-22", "\"further-notice\""), measure("lifted", "2026-04-29")), false),
        // A prolongation is asked for: that is what there is to do.
        (format!("{}{}", granted("2026-04-22", "2026-05-10"), measure("requested", "2026-04-29")), true),
        // Its refusal leaves a measure that outlasts the hearing as it is.
        (format!("{asked}{}{}", granted("2026-04-22", "2026-05-30"), measure("refused", "2026-04-29")), true),
        (format!("{asked}{}{asked}", measure("refused", "2026-04-20")), true),
    ] {
        let head = CASE.replace("\"RU\"", "\"RS\"");
        let events = format!("{}{before}{hearing}", ARREST.replace("05-01", "04-01"));
        let files = Files::of(&head, &events, "");
        let case = files.setup.case("linden").unwrap();
        let docket = docket(&case, &files.setup.law, at("2026-05-05T00:00:00Z"));
        let rule = docket.deadlines.iter().find(|its| its.key.rule.as_str() == "echr-rule39-before-hearing").unwrap();
        assert_eq!(rule.status == Status::Met, met, "{before}{:?}", rule.status);
    }
}

#[test]
fn asking_to_prolong_a_measure_takes_nothing_away() {
    let head = CASE.replace("\"RU\"", "\"RS\"");
    let running = format!("{ARREST}{}", granted("2026-05-02", "2026-05-20T17:00"));
    let asked = format!("{running}{}", measure("requested", "2026-05-18T12:00"));
    let refused = format!("{asked}{}", measure("refused", "2026-05-19T12:00"));
    for (events, now, level, stands) in [
        (&running, "2026-05-19T00:00:00Z", Level::High, Stands::Granted),
        (&asked, "2026-05-19T00:00:00Z", Level::High, Stands::Granted),
        (&refused, "2026-05-19T20:00:00Z", Level::High, Stands::Granted),
        (&asked, "2026-05-21T00:00:00Z", Level::High, Stands::Requested),
        (&refused, "2026-05-21T00:00:00Z", Level::High, Stands::Refused),
    ] {
        let files = Files::of(&head, events, "");
        let case = files.setup.case("linden").unwrap();
        let found = measures(&case, &files.setup.law, at(now));
        assert_eq!((files.level(now).0, found[0].stands), (level, stands), "{now} {events}");
    }
    let reasons = Files::of(&head, &asked, "").level("2026-05-19T00:00:00Z").1;
    assert!(reasons.contains(&"measure-lapsing".to_owned()), "{reasons:?}");
    assert!(reasons.contains(&"measure-unanswered".to_owned()), "{reasons:?}");
}

#[test]
fn an_extension_does_not_meet_the_petition_for_the_next() {
    let order =
        |kind: &str, on: &str, until: &str| format!("[[event]]\nkind = \"{kind}\"\non = {on}\nuntil = {until}\n");
    let events = [
        order("custody-ordered", "2026-01-01", "2026-03-01"),
        order("custody-extended", "2026-02-20", "2026-05-01"),
        order("custody-extended", "2026-04-20", "2026-08-01"),
    ]
    .concat();
    let files = Files::of(CASE, &events, "");
    let case = files.setup.case("linden").unwrap();
    let docket = docket(&case, &files.setup.law, at("2026-05-05T00:00:00Z"));
    let petitions = docket.deadlines.iter().filter(|its| its.key.rule.as_str() == "ru-cpc-109-8-petition");
    let states: Vec<Status> = petitions.map(|its| its.status).collect();
    assert_eq!(states, [Status::Met, Status::Met, Status::Pending]);
}

#[test]
fn an_appeal_of_some_day_counts_once_a_court_has_taken_it_up() {
    let granted = "[[event]]\nkind = \"extradition-granted\"\non = 2026-05-04\nnotified = 2026-05-04\n";
    let asked = "[[event]]\nkind = \"extradition-appeal-filed\"\non = \"2026-05-05..2026-06-20\"\n";
    let upheld = "[[event]]\nkind = \"extradition-upheld\"\non = 2026-06-20\nnotified = 2026-06-20\n";
    for (events, met) in [
        (format!("{ARREST}{granted}{asked}"), false),
        (format!("{ARREST}{granted}{asked}{upheld}"), true),
        // What another court does in another matter shows nothing.
        (format!("{ARREST}{granted}{asked}{}", upheld.replace("extradition", "expulsion")), false),
        (format!("{ARREST}{granted}{}", asked.replace("06-20", "05-13")), true),
    ] {
        let files = Files::read("", &events, "");
        let case = files.setup.case("linden").unwrap();
        let now = at("2026-06-21T00:00:00Z");
        let docket = docket(&case, &files.setup.law, now);
        let appeal = docket.deadlines.iter().find(|its| its.key.rule.as_str() == "ru-cpc-463-appeal").unwrap();
        assert_eq!(appeal.status == Status::Met, met, "{events}");
        let in_force = files.level("2026-06-21T00:00:00Z").1.contains(&"ru-extradition-unappealed".to_owned());
        assert_eq!(in_force, !met, "{events}");
    }
}
