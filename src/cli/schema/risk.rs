//! The schema of `[[risk]]`: the closed grammar of reasons.

use serde_json::{Value, json};

use super::pack::{body, kinds, stages, words};
use super::parts::{Table, lead, one_or_many, slug, text, word};
use crate::law::grounds::{Level, MeasureState};
use crate::law::rule::Duty;

pub(super) fn risk() -> Value {
    Table::new("A reason for which a transfer may be near.")
        .must("id", slug("Its name.", ["final-decision"]))
        .must("level", level("How near it makes a transfer."))
        .must("from", condition())
        .may("until", kinds("A later event of that kind ends it.", "extradition-quashed"))
        .must("reason", words("The sentence people argue with.", "The decision to extradite is final"))
        .may("lower", words("What would end this reason.", "An interim measure that the host honours"))
        .may(
            "precedent",
            one_or_many(&text("Code of a documented case in which this came before a transfer.", ["kudin"])),
        )
        .may("source", text("Where that can be read.", ["https://example.org/report"]))
        .done()
}

/// A reason of level `none` is no reason.
fn level(says: &str) -> Value {
    word(Level::WORDS.split_at(1).1, says)
}

fn condition() -> Value {
    let forms = [event(), hearing(), deadline(), measure(), check_in(), eve()];
    let list: Vec<String> =
        forms.iter().map(|form| format!("- {}", form["description"].as_str().unwrap_or_default())).collect();
    json!({
        "type": "object",
        "anyOf": forms,
        "description": format!("When it holds; one of these forms:\n\n{}", list.join("\n")),
        "examples": [{ "event": "extradition-final" }],
    })
}

fn event() -> Value {
    Table::new("`event`: after an event of that kind.")
        .must("event", kinds("Any of these.", "extradition-final"))
        .may("stage", stages("Only hearings about this."))
        .may("body", body("Only events of that body."))
        .may("what", text("Only events that say this.", ["moved"]))
        .may("for", lead("For so long; left out: until one of `until`.", ["14d"]))
        .may("unless", kinds("Not if one of these stands on the same day or later.", "measure-granted"))
        .done()
}

fn hearing() -> Value {
    Table::new("`hearing`: from so long before a listed hearing.")
        .must("hearing", stages("What the hearing is about."))
        .may("within", lead("So long before it; left out: 7d.", ["7d"]))
        .done()
}

fn deadline() -> Value {
    let which = json!([{ "required": ["deadline"] }, { "required": ["kind"] }]);
    let when = json!([{ "anyOf": [{ "required": ["nears"] }, { "required": ["lapsed"] }] }]);
    Table::new("`deadline` or `kind`: a deadline nears, or has passed unmet.")
        .showing("deadline", slug("The rule.", ["ru-cpc-463-appeal"]))
        .may("kind", word(Duty::WORDS, "Every rule of this kind."))
        .showing("nears", lead("So long before its earliest reading.", ["7d"]))
        .may(
            "lapsed",
            json!({ "const": true, "description": "Once its earliest reading has passed unmet.", "examples": [true] }),
        )
        .and("anyOf", which)
        .and("allOf", when)
        .done()
}

fn measure() -> Value {
    Table::new("`measure`: an interim measure is in a state.")
        .must("measure", word(MeasureState::WORDS, "The state."))
        .may("body", body("Only of that body."))
        .may("within", lead("For `lapsing`: so long before its end; left out: 72h.", ["3d"]))
        .done()
}

fn check_in() -> Value {
    let missed = json!({ "const": "missed", "description": "Contact is overdue.", "examples": ["missed"] });
    Table::new("`check_in`: contact is overdue.")
        .must("check_in", missed)
        .may("after", lead("Overdue by so much; left out: 0d.", ["0d", "1d"]))
        .done()
}

fn eve() -> Value {
    Table::new("`eve`: the next day is not worked, and the level is already so high.")
        .must("eve", slug("The calendar.", ["ru-courts"]))
        .may("level", level("At least; left out: elevated."))
        .done()
}
