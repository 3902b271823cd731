//! The schema of a case file.

use serde_json::{Map, Value, json};

use super::parts::{Table, country, lead, one_or_many, slug, tables, term, text, when, word, zone};
use crate::watchlist::{Body, Gravity, Kind, SIGNALS, Stage, Status};

pub(super) fn schema() -> Value {
    Table::new("One case: who holds the person, who asked for them, who works on it, and what happened.")
        .must("id", slug("The code used in every message; never a person's name.", ["kudin"]))
        .must("host", country("The state that holds, or may seize, the person.", ["RU", "KG"]))
        .may("requested_by", country("The state that asks for the person.", ["BY"]))
        .may("zone", zone("IANA zone of the place where the person is; left out: the host's.", ["Europe/Moscow"]))
        .may(
            "gravity",
            word(Gravity::WORDS, "How grave the charge is in the host's own terms; selects a custody ceiling."),
        )
        .may(
            "laws",
            one_or_many(&slug("A law pack; left out: the host's packs and the mechanisms open against it.", ["ru"])),
        )
        .may("check_in", lead("Contact with the person is expected at least this often.", ["3d", "12h"]))
        .may(
            "status",
            word(
                Status::WORDS,
                "Whether the person is held or hunted, free while a warrant stands, or nothing is counted any more.",
            ),
        )
        .showing("team", team())
        .may("event", tables("What happened, or is listed to happen; one [[event]] each.", &event()))
        .file("staywatch: a case")
}

fn team() -> Value {
    let names = |says: &str, example: &str| one_or_many(&slug(says, [example]));
    Table::new("Who works on the case: persons or groups of people.toml. A case that is not closed needs somebody.")
        .showing("lawyers", names("Defence lawyers, in the order they are told.", "counsel"))
        .showing("coordinators", names("Coordinators.", "duty"))
        .may("advocacy", names("People who speak to the public or to states.", "press"))
        .done()
}

fn event() -> Value {
    let needs = |test: fn(Kind) -> bool, then: Value| {
        let kinds: Vec<&str> = Kind::ALL.iter().filter(|(_, kind, _)| test(*kind)).map(|(word, ..)| *word).collect();
        json!({ "if": { "properties": { "kind": { "enum": kinds } }, "required": ["kind"] }, "then": then })
    };
    let needed = json!([
        needs(Kind::needs_body, json!({ "required": ["body"] })),
        needs(Kind::needs_stage, json!({ "required": ["stage"] })),
        needs(Kind::needs_until, json!({ "anyOf": [{ "required": ["until"] }, { "required": ["within"] }] })),
        needs(
            |kind| kind == Kind::Signal,
            json!({ "properties": { "what": { "enum": SIGNALS } }, "required": ["what"] })
        ),
    ]);
    Table::new("Something that happened, or is listed to happen.")
        .must("kind", kind("What happened."))
        .must("on", when("When it happened; for a hearing, when it is listed."))
        .may("known", when("When the team learned of it; left out: `on`. A day without a clock time means noon in the case's zone."))
        .may("notified", when("When the person or counsel was served, where a term runs from that."))
        .may("until", until())
        .may("answer_by", when("The date a letter sets for the answer."))
        .may("within", term("The term an order sets, as it is written there:"))
        .may("body", word(Body::WORDS, "The body it concerns."))
        .may("stage", word(Stage::WORDS, "What a hearing is about."))
        .may("what", what())
        .may("id", text("Your own name for the event, unlike that of any other event of the case.", ["order-2"]))
        .may("note", text("For the team's own eyes; never leaves the machine.", ["letter of the prosecutor"]))
        .may("source", text("Where the fact comes from.", ["defence file"]))
        .and("allOf", needed)
        .done()
}

/// An event kind, with a sentence for each.
pub(super) fn kind(says: &str) -> Value {
    let words: Vec<&str> = Kind::ALL.iter().map(|(word, ..)| *word).collect();
    let sentences: Vec<&str> = Kind::ALL.iter().map(|(.., says)| *says).collect();
    let list: Vec<String> = Kind::ALL.iter().map(|(word, _, says)| format!("- `{word}`: {says}")).collect();
    json!({
        "enum": words,
        "description": format!("{says}\n\n{}", list.join("\n")),
        "examples": [words.first(), words.get(1)],
        "x-taplo": { "docs": { "enumValues": sentences } },
    })
}

fn what() -> Value {
    let says = format!(
        "For a signal what it says, one of: {}. For facility-changed the place, or `unknown`.",
        SIGNALS.join(", ")
    );
    text(&says, ["moved", "unknown"])
}

fn until() -> Value {
    let date = when("How long it lasts, or for when it is fixed: a day means its end.");
    let open = ["further-notice", "proceedings"];
    let mut out = Map::new();
    let says = format!("{} Or: {}.", date["description"].as_str().unwrap_or_default(), open.join(", "));
    out.insert("description".to_owned(), says.into());
    out.insert("examples".to_owned(), json!(["2022-02-25", "2022-02-25T17:00[Europe/Paris]", open[0], open[1]]));
    out.insert("anyOf".to_owned(), json!([{ "type": "string", "pattern": date["pattern"] }, { "enum": open }]));
    out.into()
}
