//! Would the suite notice? The law is changed on purpose, and the vectors of every rule concerned must change.
//!
//! In: the text of the shipped packs, edited in memory. Every rule's vectors depend on that rule and its way of
//! counting alone, so that one edit of all rules tries each of them.

use std::collections::BTreeMap;

use staywatch::form::{Sheet, Weight};
use staywatch::law::counting::{Counting, MonthEnd, Roll, StartDay};
use staywatch::law::rule::Rule;
use staywatch::law::term::{Direction, Term, Unit};
use staywatch::law::{Law, OwnLaw};

use super::table::LAW;
use super::vectors::{Vectors, all};

/// The shipped law with every line of every pack edited; lines the edit has nothing to say about stay.
fn edited(edit: impl Fn(&str, &str) -> Option<String>) -> Law {
    let line = |line: &str| {
        let (key, value) = line.split_once('=')?;
        edit(key.trim(), value.trim().trim_matches('"'))
    };
    let sheet = |sheet: &Sheet| {
        let lines = sheet.text.lines().map(|text| line(text).unwrap_or_else(|| text.to_owned()));
        Sheet::new(&sheet.name, &lines.collect::<Vec<_>>().join("\n"))
    };
    let packs = LAW.packs().map(|pack| sheet(&pack.sheet)).collect();
    let (law, problems) = Law::load(OwnLaw { packs, calendars: Vec::new() });
    let errors = problems.iter().filter(|problem| problem.weight == Weight::Error);
    let lines: Vec<String> = errors.map(staywatch::form::Problem::line).collect();
    assert!(lines.is_empty(), "{lines:#?}");
    assert_eq!(law.rules().count(), LAW.rules().count());
    law
}

/// A line of a pack.
fn set(key: &str, value: &str) -> String {
    format!("{key} = \"{value}\"")
}

/// A term so many units longer.
fn longer(text: &str, by: i32) -> Option<String> {
    let (number, rest) = text.split_once(' ')?;
    let number: i32 = number.parse().ok()?;
    Some(set("term", &format!("{} {rest}", (number + by).max(0))))
}

/// Tries a changed law on the rules that the change concerns, and says how many of them it moved.
#[expect(clippy::print_stdout, reason = "the counts are what the check is asked for")]
fn tried(what: &str, law: &Law, concerns: impl Fn(&Rule, Option<&Counting>) -> bool) {
    let vectors: Vec<(Vectors, &Rule, Option<&Counting>)> = all(&LAW)
        .into_iter()
        .zip(LAW.rules())
        .map(|(vectors, (pack, rule))| {
            let name = rule.counting.as_ref().map(|name| name.value.as_str());
            (vectors, rule, name.and_then(|name| LAW.counting(name, Some(pack))).map(|(_, counting)| counting))
        })
        .collect();
    let (mut mutated, mut missed) = (0, Vec::new());
    for (vectors, ..) in vectors.iter().filter(|(_, rule, counting)| concerns(rule, *counting)) {
        mutated += 1;
        if vectors.table(law) == vectors.table(&LAW) {
            missed.push(vectors.head.as_str());
        }
    }
    println!("{what}: {mutated} rules mutated, {} caught", mutated - missed.len());
    assert!(mutated > 0 && missed.is_empty(), "{what}: nobody would notice: {missed:#?}");
}

fn count(rule: &Rule) -> u16 {
    rule.term.map_or(0, |term| term.count)
}

/// True for terms that run from a day rather than from a moment.
fn by_day(term: Option<Term>, counting: Option<&Counting>) -> bool {
    term.is_some_and(|term| term.unit != Unit::Hours) && counting.is_some_and(|how| how.start_day != StartDay::Moment)
}

#[test]
fn a_term_one_unit_longer_is_noticed() {
    let law = edited(|key, value| (key == "term").then(|| longer(value, 1)).flatten());
    let terms = |law: &Law| -> BTreeMap<_, _> {
        law.rules().map(|(pack, rule)| ((pack.id.clone(), rule.id.clone(), rule.in_force.0), rule.term)).collect()
    };
    let (before, after) = (terms(&LAW), terms(&law));
    for (key, term) in &before {
        let longer = term.map(|term| Term { count: term.count + 1, ..term });
        assert_eq!(after[key], longer, "{key:?}: the edit missed this term");
    }
    tried("one longer", &law, |rule, _| rule.term.is_some());
}

#[test]
fn a_term_one_unit_shorter_is_noticed() {
    let law = edited(|key, value| (key == "term").then(|| longer(value, -1)).flatten());
    tried("one shorter", &law, |rule, _| count(rule) > 0);
}

#[test]
fn another_first_day_is_noticed() {
    let law = edited(|key, value| match (key, value) {
        ("start_day", "excluded" | "disputed") => Some(set(key, "included")),
        ("start_day", "included") => Some(set(key, "excluded")),
        _ => None,
    });
    tried("another first day", &law, |rule, counting| by_day(rule.term, counting) && count(rule) > 0);
}

#[test]
fn a_roll_left_out_is_noticed() {
    let law = edited(|key, _| (key == "roll").then(|| set(key, "none")));
    let rolls = |counting: Option<&Counting>| counting.is_some_and(|how| how.roll != Roll::None);
    tried("roll left out", &law, |rule, counting| rule.term.is_some() && rolls(counting));
}

#[test]
fn a_roll_put_in_is_noticed() {
    let law = edited(|key, value| match key {
        "start_day" => Some([set(key, value), set("roll", "forward"), set("calendar", "ru-courts")].join("\n")),
        "roll" | "calendar" => Some(String::new()),
        _ => None,
    });
    let plain =
        |counting: Option<&Counting>| counting.is_some_and(|how| how.roll == Roll::None && how.calendar.is_none());
    tried("roll put in", &law, |rule, counting| rule.term.is_some_and(|term| term.count > 1) && plain(counting));
}

#[test]
fn another_month_end_is_noticed() {
    let other = |value: &str| if value == "next" { "last" } else { "next" };
    let law = edited(|key, value| (key == "month_end").then(|| set(key, other(value))));
    let matters = |rule: &Rule| {
        rule.term.is_some_and(|term| term.months().is_some() && term.count > 0 && term.direction == Direction::After)
    };
    let says = |how: &Counting| how.start_day != StartDay::Included && how.month_end != Some(MonthEnd::Next);
    tried("another month end", &law, |rule, counting| matters(rule) && counting.is_some_and(says));
}

#[test]
fn another_hour_of_closing_is_noticed() {
    let law = edited(|key, value| (key == "ends" && value != "24:00").then(|| set(key, "12:00")));
    let closes = |how: &Counting| how.ends != staywatch::law::counting::Ends::Midnight;
    tried("another hour of closing", &law, |_, counting| counting.is_some_and(closes));
}
