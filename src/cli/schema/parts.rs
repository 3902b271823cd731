//! What schemas are made of: texts, words of a closed list, dates, tables.
//!
//! In: the program's own word tables, a sentence and examples. Out: JSON Schema values. A part is never made without
//! a sentence and an example: they are what an editor shows.

use serde_json::{Map, Value, json};

/// Ids, as `ids.rs` reads them.
const SLUG: &str = "^[a-z0-9][a-z0-9-]{0,63}$";
/// ISO 3166 alpha-2.
const COUNTRY: &str = "^[A-Z]{2}$";
/// An IANA name; whether there is such a zone only the loader knows.
const ZONE: &str = "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$";
/// A calendar day.
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
/// A day, a date-time with or without offset or zone, a range of days, a month.
const WHEN: &str = "^[0-9]{4}-[0-9]{2}(-[0-9]{2}(\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2}|[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?(\\[[^\\]]+\\])?)?)?$";
/// A length of time: days, hours, minutes.
const LEAD: &str = "^[0-9]{1,5}[dhm]$";
/// Lengths of time, longest first.
const LADDER: &str = "^[0-9]{1,5}[dhm]( +[0-9]{1,5}[dhm])*$";
/// A term as a law words it.
const TERM: &str = "^[0-9]{1,5} +(hours?|(working +)?days?|months?|years?)( +before)?$";
/// A clock time.
const CLOCK: &str = "([01][0-9]|2[0-3]):[0-5][0-9]";

fn shown<const N: usize>(examples: [&str; N]) -> Value {
    examples.iter().map(|example| Value::from(*example)).collect()
}

/// Any text.
pub(super) fn text<const N: usize>(says: &str, examples: [&str; N]) -> Value {
    json!({ "type": "string", "description": says, "examples": shown(examples) })
}

/// A text of a certain form.
pub(super) fn matching<const N: usize>(pattern: &str, says: &str, examples: [&str; N]) -> Value {
    json!({ "type": "string", "pattern": pattern, "description": says, "examples": shown(examples) })
}

/// An id.
pub(super) fn slug<const N: usize>(says: &str, examples: [&str; N]) -> Value {
    matching(SLUG, &format!("{says} 1 to 64 of a-z, 0-9 and `-`."), examples)
}

/// A country.
pub(super) fn country<const N: usize>(says: &str, examples: [&str; N]) -> Value {
    matching(COUNTRY, &format!("{says} ISO 3166, two capital letters."), examples)
}

/// A time zone.
pub(super) fn zone<const N: usize>(says: &str, examples: [&str; N]) -> Value {
    matching(ZONE, says, examples)
}

/// A calendar day.
pub(super) fn day(says: &str, example: &str) -> Value {
    matching(DAY, says, [example])
}

/// When something was.
pub(super) fn when(says: &str) -> Value {
    let forms = "A day, a date-time (with an offset, or in the case's zone), a range of days, a month.";
    let examples = [
        "2022-02-25",
        "2022-02-25T17:00:00+01:00",
        "2022-02-25T17:00[Europe/Paris]",
        "2022-01-28..2022-02-01",
        "2022-02",
    ];
    matching(WHEN, &format!("{says} {forms}"), examples)
}

/// A length of time.
pub(super) fn lead<const N: usize>(says: &str, examples: [&str; N]) -> Value {
    matching(LEAD, says, examples)
}

/// A ladder of reminders.
pub(super) fn ladder(says: &str) -> Value {
    matching(LADDER, says, ["7d 3d 1d 6h 1h"])
}

/// A term.
pub(super) fn term(says: &str) -> Value {
    let units = "hours, days, working days, months or years; `before` counts back.";
    matching(TERM, &format!("{says} {units}"), ["10 days", "48 hours", "5 working days", "2 months", "7 days before"])
}

/// A clock time, or a word in its place.
pub(super) fn clock<const N: usize>(or: &str, says: &str, examples: [&str; N]) -> Value {
    matching(&format!("^({CLOCK}|{or})$"), says, examples)
}

/// A span of hours.
pub(super) fn hours(says: &str) -> Value {
    matching(&format!("^{CLOCK}-{CLOCK}$"), says, ["22:00-07:00"])
}

/// Yes or no.
pub(super) fn flag(says: &str) -> Value {
    json!({ "type": "boolean", "description": says, "examples": [true] })
}

/// A whole number.
pub(super) fn number<const N: usize>(says: &str, examples: [i64; N]) -> Value {
    json!({ "type": "integer", "description": says, "examples": examples.to_vec() })
}

/// A word of a closed list.
pub(super) fn word<T>(words: &[(&'static str, T)], says: &str) -> Value {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    json!({ "enum": words, "description": format!("{says} One of: {}.", words.join(", ")), "examples": words.first().into_iter().collect::<Vec<_>>() })
}

/// One of these, or a list of them.
pub(super) fn one_or_many(item: &Value) -> Value {
    let example = example_of(item);
    json!({
        "anyOf": [item, { "type": "array", "items": item }],
        "description": format!("{} One, or a list.", item["description"].as_str().unwrap_or_default()),
        "examples": [[example]],
    })
}

/// `[[key]]`: any number of tables.
pub(super) fn tables(says: &str, item: &Value) -> Value {
    json!({ "type": "array", "items": item, "description": says, "examples": [[example_of(item)]] })
}

/// Tables or texts under names of the writer's choice.
pub(super) fn named(says: &str, name: &str, item: &Value) -> Value {
    json!({
        "type": "object",
        "propertyNames": { "pattern": "^[A-Za-z0-9_-]+$" },
        "additionalProperties": item,
        "description": says,
        "examples": [{ name: example_of(item) }],
    })
}

/// A part that stands in `$defs`, said and shown anew where it is used.
pub(super) fn defined(name: &str, says: &str, example: &Value) -> Value {
    json!({ "$ref": format!("#/$defs/{name}"), "description": says, "examples": [example] })
}

/// Its first example.
fn example_of(part: &Value) -> Value {
    part["examples"][0].clone()
}

/// A table being put together: its keys, and no others.
pub(super) struct Table {
    says: String,
    properties: Map<String, Value>,
    required: Vec<&'static str>,
    shown: Vec<&'static str>,
    further: Map<String, Value>,
}

impl Table {
    /// A table without keys.
    pub(super) fn new(says: &str) -> Self {
        let (properties, further) = (Map::new(), Map::new());
        Self { says: says.to_owned(), properties, required: Vec::new(), shown: Vec::new(), further }
    }

    /// A key that must be there.
    pub(super) fn must(mut self, key: &'static str, part: Value) -> Self {
        self.required.push(key);
        self.shown.push(key);
        self.may(key, part)
    }

    /// A key that may be there.
    pub(super) fn may(mut self, key: &'static str, part: Value) -> Self {
        self.properties.insert(key.to_owned(), part);
        self
    }

    /// A key that may be there, and stands in the example.
    pub(super) fn showing(mut self, key: &'static str, part: Value) -> Self {
        self.shown.push(key);
        self.may(key, part)
    }

    /// One more condition on the whole table.
    pub(super) fn and(mut self, keyword: &str, value: Value) -> Self {
        self.further.insert(keyword.to_owned(), value);
        self
    }

    /// The table as a part.
    pub(super) fn done(self) -> Value {
        let example: Map<String, Value> =
            self.shown.iter().map(|key| ((*key).to_owned(), example_of(&self.properties[*key]))).collect();
        let mut out = json!({
            "type": "object",
            "description": self.says,
            "examples": [example],
            "properties": self.properties,
            "additionalProperties": false,
        });
        if !self.required.is_empty() {
            out["required"] = json!(self.required);
        }
        for (keyword, value) in self.further {
            out[keyword] = value;
        }
        out
    }

    /// The table as a whole file.
    pub(super) fn file(self, title: &str) -> Value {
        let mut out = self.done();
        out["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        out["title"] = json!(title);
        out
    }
}
