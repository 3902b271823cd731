//! What somebody enters, and what becomes of it: a mistake is named at its place, and takes nothing else with it.

use std::fs;

use rstest::rstest;

use crate::codes::found;
use crate::{CASE, Office};

/// The level that is told of the one case.
fn level(office: &Office) -> String {
    let output = office.run(&["--format", "json", "risk"]);
    let judged: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    judged.first().map_or("NOT WATCHED", |one| one["level"].as_str().unwrap()).to_owned()
}

#[rstest]
#[case::of_next_year(&["contact", "--on", "2127-01-01"], "`known` lies before `on`")]
#[case::over_before_it_began(&["custody-extended", "--until", "2020-11-20"], "`until` lies before `on`")]
#[case::a_handover_gone_by(&["surrender-date-set", "--until", "2020-11-01"], "`until` lies before `on`")]
fn a_report_that_cannot_be_is_refused_and_the_case_is_watched(#[case] words: &[&str], #[case] says: &str) {
    let office = Office::new("");
    let said = office.says(3, &[&["report", "linden"], words].concat());
    assert!(said.contains(says) && said.contains("nothing was put on record"), "{said}");
    assert!(!office.path("reports/linden.toml").exists());
    assert_eq!(level(&office), "high");
}

const BY_HAND: &str = r#"
[[event]]
kind  = "contact"
on    = 2127-01-01
known = 2026-11-21
by    = "counsel"
via   = "hand"

[[event]]
id    = "seen"
kind  = "facility-changed"
on    = 2026-11-21
by    = "counsel"
via   = "hand"

[[event]]
id    = "seen"
kind  = "extradition-final"
on    = 2026-11-22
by    = "counsel"
via   = "hand"
"#;

#[test]
fn a_mistake_in_a_report_leaves_out_that_report_alone() {
    let office = Office::new("");
    fs::create_dir_all(office.path("reports")).unwrap();
    fs::write(office.path("reports/linden.toml"), BY_HAND).unwrap();
    let found = found(&office, "reports/linden.toml");
    let early = "5:9 error: `known` lies before `on`: nobody can learn of `contact` before it happens";
    assert_eq!(found, [early, "16:1 error: the event id `seen` is used twice"]);
    assert_eq!(level(&office), "imminent");
}

#[rstest]
#[case::a_word("garbage")]
#[case::half_a_report("[[event]]\nkind=\"con")]
#[case::a_text_without_end("x = \"abc\n")]
#[case::a_long_text_without_end("[[event]]\nnote = \"\"\"\nabc\n")]
fn what_is_damaged_in_the_file_swallows_no_report(#[case] damage: &str) {
    let office = Office::new("");
    fs::create_dir_all(office.path("reports")).unwrap();
    fs::write(office.path("reports/linden.toml"), damage).unwrap();
    office.says(0, &["report", "linden", "signal", "--what", "told-to-pack"]);
    assert_eq!(level(&office), "imminent");
    assert!(found(&office, "reports/linden.toml").iter().any(|finding| finding.contains("this is not TOML")));
}

#[rstest]
#[case("notified = 2026-11-01", "10:12 error: `notified` lies before `on`: a decision is served after it is made")]
#[case("until = 2026-11-01", "10:9 error: `until` lies before `on`")]
#[case("answer_by = \"2026-10\"", "10:13 error: `answer_by` lies before `on`")]
#[case(
    "known = 2026-11-19",
    "10:9 error: `known` lies before `on`: nobody can learn of `extradition-granted` before it happens"
)]
#[case("known = 2127-11-20", "10:9 warning: `extradition-granted` becomes known only on 2127-11-20")]
#[case("within = \"15\"", "10:10 error: `15` is not a term")]
#[case(
    "within = \"3 days\"",
    "10:10 warning: no rule reads `within` of `extradition-granted`: nothing follows from it"
)]
#[case(
    "answer_by = 2026-12-01",
    "10:13 warning: no rule reads `answer_by` of `extradition-granted`: nothing follows from it"
)]
#[case("stage = \"custody\"", "10:9 warning: no rule reads `stage` of `extradition-granted`: nothing follows from it")]
#[case("what = \"x\"", "10:8 warning: no rule reads `what` of `extradition-granted`: nothing follows from it")]
fn a_field_that_is_wrong_or_leads_nowhere_is_named_at_its_place(#[case] field: &str, #[case] says: &str) {
    let office = Office::new("");
    fs::write(office.path("config/watchlist/linden.toml"), format!("{CASE}{field}\n")).unwrap();
    let found = found(&office, "linden.toml");
    assert!(found.iter().any(|finding| finding == says), "{found:#?}");
}

/// "In November" of a decision of 20 November: what can be meant is said, to be written so.
#[test]
fn a_month_that_begins_before_the_decision_is_answered_with_the_part_that_can_be() {
    let office = Office::new("");
    fs::write(office.path("config/watchlist/linden.toml"), format!("{CASE}notified = \"2026-11\"\n")).unwrap();
    let said = office.says(1, &["check"]);
    assert!(said.contains("write `\"2026-11-20..2026-11-30\"`"), "{said}");
}

#[rstest]
#[case("kind = \"registry-letter\"\nbody = \"hrc\"", "answer_by = 2026-12-01")]
#[case("kind = \"leave-ordered\"", "until = 2026-12-01")]
#[case("kind = \"leave-ordered\"", "within = \"15 days\"")]
#[case("kind = \"administrative-arrest\"", "until = 2026-12-01")]
#[case("kind = \"measure-extended\"\nbody = \"echr\"", "until = \"further-notice\"")]
#[case("kind = \"custody-extended\"\nuntil = \"further-notice\"", "")]
fn a_date_that_is_missing_is_asked_for(#[case] event: &str, #[case] date: &str) {
    let office = Office::new("");
    let asks = |date: &str| {
        let text = format!("{CASE}[[event]]\n{event}\non = 2026-11-21\n{date}\n");
        fs::write(office.path("config/watchlist/linden.toml"), text).unwrap();
        found(&office, "linden.toml").iter().any(|finding| finding.contains("no date is counted from"))
    };
    assert!(asks(""));
    assert!(date.is_empty() || !asks(date));
}

/// Where the law on record knows no term from a decision, silence about it would read as if none ran.
#[rstest]
#[case::unknown("residence-refused", true)]
#[case::known("extradition-granted", false)]
fn a_decision_from_which_nothing_is_counted_is_named(#[case] kind: &str, #[case] named: bool) {
    let office = Office::new("");
    let case = CASE.replace("extradition-granted", kind).replace("host = \"RU\"\nlaws = [\"ru\"]", "host = \"KZ\"");
    assert!(case.contains(kind) && case.contains("KZ"), "{case}");
    fs::write(office.path("config/watchlist/linden.toml"), case).unwrap();
    let output = office.run(&["check"]);
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let says = format!("no term is counted from this `{kind}`: no pack of KZ knows one");
    assert_eq!(said.contains(&says), named, "{said}");
}
