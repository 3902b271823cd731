//! Every rule of every shipped pack: complete on paper, and with an answer for every kind of day.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use staywatch::form::{Sheet, Weight};
use staywatch::law::rule::Rule;
use staywatch::law::words::Language;
use staywatch::law::{Law, OwnLaw};

use super::table::LAW;
use super::vectors::{Asked, all, case};

/// Set to write the table anew, after reading every line that moved.
const UPDATE: &str = "UPDATE_VECTORS";

/// How many lines of a difference are shown.
const SHOWN: usize = 60;

#[test]
fn the_shipped_law_loads_without_a_problem() {
    let (_, problems) = Law::load(OwnLaw::default());
    let lines: Vec<String> = problems.iter().map(staywatch::form::Problem::line).collect();
    assert!(problems.iter().all(|problem| problem.weight != Weight::Error), "{lines:#?}");
}

#[test]
fn a_rule_that_stands_in_two_packs_is_an_error_and_counts_once() {
    let text = include_str!("../../config/law/lt.toml").replacen("\"lt\"", "\"aa-mine\"", 1);
    let rules = |law: &Law| law.rules().map(|(pack, rule)| (rule.id.to_string(), pack.id.to_string())).collect();
    let before: Vec<(String, String)> = rules(&LAW);
    let (law, problems) =
        Law::load(OwnLaw { packs: vec![Sheet::new("law/aa-mine.toml", &text)], calendars: Vec::new() });
    let after: Vec<(String, String)> = rules(&law);
    assert_eq!(before, after, "the shipped ones stay");
    let says: Vec<String> = problems.iter().map(staywatch::form::Problem::line).collect();
    let twice = says.iter().filter(|line| line.contains("stands in the pack `lt` too")).count();
    assert_eq!(twice, after.iter().filter(|(_, pack)| pack == "lt").count(), "{says:?}");
}

fn complain(wrong: impl Fn(&Rule) -> bool) {
    let found: Vec<&str> =
        LAW.rules().map(|(_, rule)| rule).filter(|rule| wrong(rule)).map(|r| r.id.as_str()).collect();
    assert!(found.is_empty(), "{found:?}");
}

fn is_russian(text: &str) -> bool {
    text.chars().any(|c| ('а'..='я').contains(&c))
}

#[test]
fn every_rule_says_where_it_is_written() {
    complain(|rule| rule.cite.trim().is_empty() || !(rule.source.contains("://") || rule.source.contains('/')));
}

#[test]
fn every_rule_has_a_russian_title_and_advice() {
    complain(|rule| !is_russian(rule.title.get(Language::Ru)) || rule.title.en.trim().is_empty());
    complain(|rule| !rule.advice.en.is_empty() && !is_russian(rule.advice.get(Language::Ru)));
}

#[test]
fn every_rule_id_belongs_to_one_pack() {
    let mut seen = BTreeSet::new();
    for pack in LAW.packs() {
        let ids: BTreeSet<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
        for id in ids {
            assert!(seen.insert(id), "{id} stands in two packs");
        }
    }
}

#[test]
fn every_way_of_counting_that_counts_has_an_article() {
    for (pack, rule) in LAW.rules().filter(|(_, rule)| rule.term.is_some()) {
        let name = &rule.counting.as_ref().unwrap().value;
        let (_, counting) = LAW.counting(name, Some(pack)).unwrap();
        assert!(!counting.cite.is_empty(), "{}: {name}", rule.id);
    }
}

// A rule that several kinds of events start must answer each of them.
#[test]
fn every_kind_that_starts_a_rule_gives_an_answer() {
    for (pack, rule) in LAW.rules() {
        let day = rule.in_force.1.unwrap_or(jiff::civil::date(2026, 3, 11)).max(rule.in_force.0);
        for kind in &rule.on.kinds {
            let asked = Asked::on(case(pack, rule, *kind, &day.to_string()), day);
            assert!(!asked.answer(&LAW, &rule.id).is_empty());
        }
    }
}

#[test]
fn no_rule_has_moved() {
    let mut table = String::from(
        "# What every rule answers: the event's day, why that day, the earliest and the latest last day.\n\
         # `?`: a step warns. Written by tests/law/packs.rs; read every line that moves before it is written anew:\n\
         # UPDATE_VECTORS=1 cargo test --test law no_rule_has_moved\n\n",
    );
    for vectors in all(&LAW) {
        table += &vectors.table(&LAW);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/law/vectors.txt");
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = difference(&kept, &table);
    assert!(
        difference.is_empty(),
        "rules moved; {UPDATE}=1 writes the table anew once each line is right:\n{difference}"
    );
}

/// The lines that differ, under the rule they belong to.
fn difference(kept: &str, now: &str) -> String {
    let lines = |text: &str| -> Vec<(String, String)> {
        let mut head = String::new();
        let of = |line: &str| {
            if !line.starts_with(' ') {
                line.clone_into(&mut head);
            }
            (head.clone(), line.to_owned())
        };
        text.lines().map(of).collect()
    };
    let (kept, now) = (lines(kept), lines(now));
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (kept.iter().collect(), now.iter().collect());
    let gone = kept.iter().filter(|line| !new.contains(line)).map(|line| ('-', line));
    let come = now.iter().filter(|line| !old.contains(line)).map(|line| ('+', line));
    let mut differ: Vec<_> = gone.chain(come).collect();
    differ.sort_by(|(_, a), (_, b)| a.0.cmp(&b.0));
    let mut out = String::new();
    for (sign, (head, line)) in differ.iter().take(SHOWN) {
        let _ = writeln!(out, "{sign} {head}: {}", line.trim());
    }
    if differ.len() > SHOWN {
        let _ = writeln!(out, "… and {} more lines", differ.len() - SHOWN);
    }
    out
}
