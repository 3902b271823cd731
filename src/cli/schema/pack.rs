//! The schema of a law pack.

use serde_json::{Value, json};

use super::case::kind;
use super::parts::{
    Table, clock, country, day, defined, flag, named, one_or_many, slug, tables, term, text, word, zone,
};
use super::risk::risk;
use crate::law::counting::{MonthEnd, Roll, StartDay};
use crate::law::pack::Honours;
use crate::law::rule::{Confidence, Duty, From, Severity, Whose};
use crate::law::words::Language;
use crate::notice::ladder::Ladders;
use crate::watchlist::{Body, Gravity, Stage};

pub(super) fn schema() -> Value {
    let one = kind("An event kind.");
    let many = json!({
        "anyOf": [{ "$ref": "#/$defs/kind" }, { "type": "array", "items": { "$ref": "#/$defs/kind" } }],
        "description": "An event kind, or a list of them.",
        "examples": [one["examples"]],
    });
    let mut out = Table::new("A law pack: a state's law, a treaty, or an international mechanism. See docs/rules.md.")
        .must("pack", head())
        .may("counting", named("Ways of counting by name.", "cpc-days", &counting()))
        .may("rule", tables("A deadline that the law sets; one [[rule]] each version.", &rule()))
        .may("reception", reception())
        .may("mechanism", tables("A mechanism that is, or was, open against a state.", &mechanism()))
        .may("conduct", tables("What a state does with interim measures.", &conduct()))
        .may("gap", tables("Something nobody could source; `check` names it.", &gap()))
        .may("risk", tables("A reason for which a transfer may be near.", &risk()))
        .file("staywatch: a law pack");
    out["$defs"] = json!({ "kind": one, "kinds": many });
    out
}

/// One or more event kinds.
pub(super) fn kinds(says: &str, example: &str) -> Value {
    defined("kinds", &format!("{says} An event kind, or a list of them."), &json!([example]))
}

/// A text in the languages people read.
pub(super) fn words(says: &str, example: &str) -> Value {
    Language::WORDS
        .iter()
        .fold(Table::new(says), |table, (tag, language)| match language {
            Language::En => table.must(tag, text("English; stands in for the others.", [example])),
            _ => table.may(tag, text("The same in this language.", ["…"])),
        })
        .done()
}

pub(super) fn body(says: &str) -> Value {
    word(Body::WORDS, says)
}

pub(super) fn stages(says: &str) -> Value {
    one_or_many(&word(Stage::WORDS, says))
}

fn source() -> Value {
    text("Where that can be read: an address, or a path in the repository.", ["https://example.org/law"])
}

fn confidence() -> Value {
    word(Confidence::WORDS, "How sure the source makes us. What is unverified never loads: write a [[gap]].")
}

fn head() -> Value {
    let hosts = json!({ "pattern": "^([A-Z]{2}|\\*)$", "type": "string" });
    let hosts = json!({
        "anyOf": [hosts, { "type": "array", "items": hosts }],
        "description": "The states whose cases this pack applies to by default, ISO 3166; \"*\": every state.",
        "examples": [["RU"], ["*"]],
    });
    Table::new("What the pack is.")
        .must("id", slug("The file's name without .toml.", ["ru"]))
        .must("title", text("Its name for people.", ["Russian Federation"]))
        .showing("host", json!({ "type": "string", "pattern": "^([A-Z]{2}|\\*)$", "description": "Short for `hosts` with one state.", "examples": ["RU"] }))
        .may("hosts", hosts)
        .may("requesters", one_or_many(&country("For a treaty: the requesting state must be one of these.", ["BY"])))
        .may("body", body("For a mechanism: which one."))
        .must("zone", zone("IANA zone of the place that counts when a counting says no other.", ["Europe/Moscow"]))
        .must("reviewed", day("The day somebody last compared the pack with its sources.", "2026-11-21"))
        .done()
}

fn counting() -> Value {
    let rolls: Vec<&str> = Roll::WORDS.iter().filter(|(_, roll)| *roll != Roll::None).map(|(word, _)| *word).collect();
    Table::new("How this law turns a term into a date.")
        .must("start_day", word(StartDay::WORDS, "Whether the day of the event is counted; `disputed` keeps both readings, `moment` runs from the clock time."))
        .may("month_end", word(MonthEnd::WORDS, "A term in months whose last month has no corresponding date: its last day, the first day after it, or no date at all. Left out: refused where it would matter."))
        .may("roll", word(Roll::WORDS, "What happens when the last day is not worked."))
        .may("calendar", slug("Calendar of working days; `weekends` is built in.", ["ru-courts", "weekends"]))
        .may("ends", clock("24:00", "The hour at which the last day ends.", ["24:00", "16:00"]))
        .may("zone", zone("Whose clock is looked at: `case`, or an IANA zone.", ["case", "Europe/Paris"]))
        .may("cite", text("The article on counting; shown with the step.", ["CPC RF art. 128"]))
        .and("if", json!({ "properties": { "roll": { "enum": rolls } }, "required": ["roll"] }))
        .and("then", json!({ "required": ["calendar"] }))
        .done()
}

fn rule() -> Value {
    let ladders = format!("A ladder of staywatch.toml; built in: {}.", Ladders::default().names().join(", "));
    let dated: Vec<&str> = From::WORDS
        .iter()
        .filter(|(_, from)| matches!(from, From::Until | From::AnswerBy | From::Within))
        .map(|(word, _)| *word)
        .collect();
    let names_date =
        json!({ "properties": { "on": { "properties": { "from": { "enum": dated } }, "required": ["from"] } } });
    Table::new("One version of one rule: which event starts which term, who must act, and where that is written.")
        .must("id", slug("Its name; versions share it.", ["ru-cpc-463-appeal"]))
        .must("title", words("A few words.", "Appeal against the decision to extradite"))
        .must("kind", word(Duty::WORDS, "What the deadline is: a paper is in, something else is done, the person is freed, the person has left, a protection ends, something becomes possible."))
        .must("whose", word(Whose::WORDS, "Who must act, or lets it lapse."))
        .must("on", trigger())
        .showing("term", term("How long: "))
        .showing("counting", text("A [counting.NAME] of this pack, or PACK.NAME; needed with `term`.", ["cpc-days", "ru.cpc-days"]))
        .may("gravity", one_or_many(&word(Gravity::WORDS, "Only cases of this gravity.")))
        .may("met_by", kinds("A later event of that kind, up to the latest reading, meets it.", "extradition-appeal-filed"))
        .may("void_by", kinds("A later event of that kind withdraws it.", "extradition-refused"))
        .may("stops", stops())
        .may("after_removal", flag("It can still be done when the person is gone."))
        .may("fallback", flag("It counts only where no other rule counts from the same date of the same event."))
        .must("severity", word(Severity::WORDS, "What missing it can cost: `critical` can end in a plane, `high` costs a remedy or liberty."))
        .must("remind", text(&ladders, ["short"]))
        .must("in_force", in_force())
        .must("cite", text("The article.", ["CPC RF art. 463(1)"]))
        .must("source", source())
        .may("as_of", day("The edition that was read, or the day the source speaks of.", "2023-08-04"))
        .must("confidence", confidence())
        .may("advice", words("What to do, and where: one or two sentences.", "File through the prison administration."))
        .and("dependentRequired", json!({ "term": ["counting"] }))
        .and("if", names_date)
        .and("else", json!({ "required": ["term"] }))
        .done()
}

fn trigger() -> Value {
    Table::new("What starts it.")
        .must("event", kinds("Any of these.", "extradition-granted"))
        .may(
            "from",
            word(From::WORDS, "Which date of the event starts the term, or is the deadline itself; left out: `on`."),
        )
        .may("stage", stages("Only hearings about this."))
        .may("body", body("Only events of that body."))
        .may("what", text("Only events that say this.", ["moved"]))
        .may(
            "check_in_overdue",
            text("Also when the agreed contact (`check_in` of the case) is overdue by so much.", ["2d"]),
        )
        .done()
}

fn stops() -> Value {
    Table::new("Between such events the clock stands still.")
        .showing("from", kinds("The clock stops at one of these.", "measure-granted"))
        .showing("until", kinds("It runs on at one of these.", "measure-lifted"))
        .may("body", body("Only events of that body."))
        .done()
}

fn in_force() -> Value {
    Table::new("The days on which this version was law; the one in force on the day of the event applies.")
        .must("from", day("The first day.", "2003-07-04"))
        .may("until", day("The last day; left out while in force.", "2014-12-31"))
        .done()
}

fn reception() -> Value {
    Table::new("For a mechanism: when its body takes urgent requests.")
        .must(
            "counting",
            text("A [counting.NAME] with a calendar, a closing hour and a zone of its own.", ["registry-hours"]),
        )
        .must("opens", text("The hour at which the office opens, in that zone.", ["08:00"]))
        .must("source", source())
        .must("confidence", confidence())
        .done()
}

fn mechanism() -> Value {
    Table::new("A mechanism that is, or was, open against a state.")
        .must("host", country("Against which state.", ["RU"]))
        .must("body", body("Which body."))
        .may("from", day("The first day, where a source gives one.", "1998-05-05"))
        .may("until", day("The last day; left out while open.", "2022-09-16"))
        .must("cite", text("The article.", ["Protocol No. 11"]))
        .must("source", source())
        .must("confidence", confidence())
        .done()
}

fn conduct() -> Value {
    Table::new("What a state does with interim measures.")
        .must("host", country("Which state.", ["RU"]))
        .may("body", body("Towards which body; left out: all."))
        .must("honours", word(Honours::WORDS, "Whether it has honoured them."))
        .may("from", day("Since when.", "2022-04-01"))
        .must("says", words("In a sentence.", "Extradited over a measure of this body"))
        .must("source", source())
        .may("precedent", one_or_many(&text("Code of a documented case.", ["pinchuk"])))
        .done()
}

fn gap() -> Value {
    Table::new("Something nobody could source.")
        .must("what", text("What is not known.", ["Maximum custody after the request has arrived"]))
        .may("look_for", text("Where to look.", ["CPC art. 589 in the edition now in force"]))
        .done()
}
