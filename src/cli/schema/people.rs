//! The schema of `people.toml`.

use serde_json::{Value, json};

use super::parts::{Table, hours, matching, number, one_or_many, slug, tables, text, word, zone};
use crate::law::words::Language;
use crate::people::{Detail, Role, SUMMARY};

/// One mailbox without a name: `name@example.org`.
const MAILBOX: &str = "^[^@\\s<>,;\"]+@(localhost|[^@\\s<>,;\".]+(\\.[^@\\s<>,;\".]+)+)$";

pub(super) fn schema() -> Value {
    Table::new("Who can be told, and how. Each name, mailbox and chat stands once.")
        .showing("person", tables("Somebody who can be told; one [[person]] each.", &person()))
        .may("group", tables("Persons who are told together; one [[group]] each.", &group()))
        .file("staywatch: people")
}

fn person() -> Value {
    let keyed = json!([
        {
            "if": { "properties": { "detail": { "const": "full" } }, "required": ["detail"] },
            "then": { "required": ["pgp"] },
        },
    ]);
    Table::new("Somebody who can be told: by e-mail, by Telegram, or both.")
        .must("id", slug("The name used in case files.", ["counsel"]))
        .must("role", word(Role::WORDS, "What they do. An admin is told when staywatch itself has trouble."))
        .showing("email", matching(MAILBOX, "Mailbox.", ["counsel@example.org"]))
        .may("telegram", chat())
        .may("language", word(Language::WORDS, "The language they read."))
        .may("zone", zone("IANA zone they live in; left out: the case's.", ["Europe/Vilnius"]))
        .may(
            "detail",
            word(
                Detail::WORDS,
                "How much they may be sent: code, deadline and time left, or everything, by encrypted mail only.",
            ),
        )
        .may("pgp", text("Key file for encrypted mail.", ["keys/counsel.asc"]))
        .may("quiet", hours("The hours in which they are not woken for what can wait, in their zone."))
        .and("anyOf", json!([{ "required": ["email"] }, { "required": ["telegram"] }]))
        .and("allOf", keyed)
        .done()
}

fn chat() -> Value {
    json!({
        "description": "Telegram chat id; or \"invited\" until the person has used the code of `staywatch invite`.",
        "examples": [123_456_789, "invited"],
        "anyOf": [{ "type": "integer" }, { "const": "invited" }],
    })
}

fn group() -> Value {
    Table::new("Persons who are told together, and perhaps a chat of their own.")
        .must("id", slug("The name used in case files.", ["duty"]))
        .showing("members", one_or_many(&slug("Names of persons.", ["coordinator"])))
        .may("telegram", number("Chat id of the group; negative for groups.", [-1_002_000]))
        .may(
            "summary",
            word(
                SUMMARY,
                "One message in the group's chat, pinned by the bot and changed in place: the level of each case, its next terms, who has them.",
            ),
        )
        .and("anyOf", json!([{ "required": ["members"] }, { "required": ["telegram"] }]))
        .and("dependentRequired", json!({ "summary": ["telegram"] }))
        .done()
}
