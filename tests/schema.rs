//! The shipped schemas are what the program writes, every shipped file fits them, and they say no where the loader does.
//!
//! In: `config/`, the documented cases, and the program itself. The judge is a validator that was not written here.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use rstest::rstest;
use serde_json::{Value, json};
use staywatch::config::Settings;
use staywatch::form::{Sheet, Weight};
use staywatch::law::calendar::Calendar;
use staywatch::law::pack::Pack;
use staywatch::people::People;
use staywatch::watchlist::Case;

const NAMES: [&str; 5] = ["case", "people", "staywatch", "pack", "calendar"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn printed(args: &[&str]) -> Value {
    let run = Command::new(env!("CARGO_BIN_EXE_staywatch")).arg("schema").args(args).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

/// The schemas, compiled.
struct Judge {
    schemas: Schemas,
    index: BTreeMap<&'static str, SchemaIndex>,
}

impl Judge {
    fn new() -> Self {
        let (mut schemas, mut compiler, mut index) = (Schemas::new(), Compiler::new(), BTreeMap::new());
        for name in NAMES {
            let address = format!("urn:schema:{name}");
            compiler.add_resource(&address, printed(&[name])).unwrap();
            index.insert(name, compiler.compile(&address, &mut schemas).unwrap());
        }
        Self { schemas, index }
    }

    fn takes(&self, name: &str, value: &Value) -> Result<(), String> {
        self.schemas.validate(value, self.index[name]).map_err(|error| format!("{error:#}"))
    }
}

/// TOML as editors show it to a schema: a date is the text it is written as.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, item)| (key, as_json(item))).collect(),
    }
}

fn parsed(text: &str) -> Value {
    as_json(toml::Value::Table(text.parse().unwrap()))
}

/// The loader's first error, if it has one.
fn loader(name: &str, text: &str) -> Result<(), String> {
    let sheet = Sheet::new("file.toml", text);
    let notes = match name {
        "case" => Case::read(sheet, &BTreeMap::new()).2,
        "people" => People::read(sheet).1,
        "staywatch" => Settings::read(sheet).1,
        "pack" => Pack::read(sheet).1,
        _ => Calendar::read(sheet).1,
    };
    let error = notes.finish().into_iter().find(|problem| problem.weight == Weight::Error);
    error.map_or(Ok(()), |problem| Err(problem.line()))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ext| ext == "toml"));
    files.sort();
    files
}

#[test]
fn the_shipped_schemas_are_what_the_program_writes() {
    let all = printed(&[]);
    for name in NAMES {
        let path = root().join(format!("config/schema/{name}.json"));
        let shipped: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(shipped, all[name], "run: staywatch schema --out config/schema");
    }
    assert_eq!(all.as_object().unwrap().len(), NAMES.len());
}

#[test]
fn every_shipped_file_fits() {
    let judge = Judge::new();
    let mut shipped =
        vec![("people", root().join("config/people.toml")), ("staywatch", root().join("config/staywatch.toml"))];
    for (name, folder) in [
        ("case", "config/watchlist"),
        ("case", "tests/cases"),
        ("pack", "config/law"),
        ("calendar", "config/calendars"),
    ] {
        shipped.extend(files(folder).into_iter().map(|path| (name, path)));
    }
    assert!(shipped.len() > 60, "the folders have moved");
    let refused: Vec<String> = shipped
        .iter()
        .filter_map(|(name, path)| {
            let value = parsed(&fs::read_to_string(path).unwrap());
            Some(format!("{}: {}", path.display(), judge.takes(name, &value).err()?))
        })
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n\n"));
}

/// A file of each kind that both take.
fn sound(name: &str) -> &'static str {
    match name {
        "case" => {
            "id = \"x\"\nhost = \"RU\"\nzone = \"Europe/Moscow\"\n[[event]]\nkind = \"arrest\"\non = 2026-03-02\n"
        }
        "people" => "[[person]]\nid = \"a\"\nrole = \"admin\"\nemail = \"a@example.org\"\n",
        "staywatch" => {
            "[digest]\nat = \"08:00\"\n[smtp]\nhost = \"localhost\"\nfrom = \"a@example.org\"\ntls = \"none\"\n"
        }
        "calendar" => concat!(
            "[calendar]\nid = \"x\"\ntitle = \"\"\nfrom = 2021-01-01\nuntil = 2021-12-31\nweekend = \"sunday\"\n",
            "cite = \"\"\nsource = \"\"\nreviewed = 2021-01-01\n[[year]]\nyear = 2021\noff = [\"01-01..01-11\"]\n"
        ),
        _ => concat!(
            "[pack]\nid = \"x\"\ntitle = \"X\"\nhost = \"RU\"\nzone = \"Europe/Moscow\"\nreviewed = 2026-01-01\n",
            "[counting.days]\nstart_day = \"excluded\"\n",
            "[[rule]]\nid = \"x-1\"\ntitle = { en = \"T\" }\nkind = \"file-by\"\nwhose = \"defence\"\n",
            "on = { event = \"arrest\", from = \"notified\" }\nterm = \"10 days\"\ncounting = \"days\"\nmet_by = [\"released\"]\n",
            "severity = \"high\"\nremind = \"short\"\nin_force = { from = 2003-07-04 }\ncite = \"c\"\nsource = \"s\"\n",
            "confidence = \"high\"\n",
            "[[risk]]\nid = \"r\"\nlevel = \"high\"\nfrom = { event = \"arrest\", for = \"14d\" }\nreason = { en = \"R\" }\n"
        ),
    }
}

/// Both take `text`.
fn both_take(judge: &Judge, name: &str, text: &str) {
    assert_eq!(loader(name, text), Ok(()), "{text}");
    assert_eq!(judge.takes(name, &parsed(text)), Ok(()), "{text}");
}

/// Both refuse `text`.
fn both_refuse(judge: &Judge, name: &str, text: &str) {
    assert!(loader(name, text).is_err(), "the loader takes: {text}");
    assert!(judge.takes(name, &parsed(text)).is_err(), "the schema takes: {text}");
}

#[test]
fn what_both_take() {
    let judge = Judge::new();
    for name in NAMES {
        both_take(&judge, name, sound(name));
    }
}

#[test]
fn an_unknown_key_is_refused_at_every_depth() {
    let judge = Judge::new();
    for name in NAMES {
        let sound = sound(name);
        both_refuse(&judge, name, &format!("surprise = 1\n{sound}"));
        both_refuse(&judge, name, &format!("{sound}surprise = 1\n"));
    }
    let nested = sound("pack").replace("event = \"arrest\", from", "surprise = 1, event = \"arrest\", from");
    both_refuse(&judge, "pack", &nested);
    both_refuse(&judge, "pack", &sound("pack").replace("for = \"14d\"", "surprise = \"14d\""));
}

#[rstest]
#[case::kind("case", "\"arrest\"", "\"arested\"")]
#[case::country("case", "\"RU\"", "\"Russia\"")]
#[case::id("case", "\"x\"", "\"Ivan Ivanov\"")]
#[case::day("case", "2026-03-02", "\"02.03.2026\"")]
#[case::missing("case", "on = 2026-03-02", "note = \"\"")]
#[case::hearing_without_stage("case", "\"arrest\"", "\"hearing\"")]
#[case::measure_without_body("case", "\"arrest\"", "\"measure-granted\"")]
#[case::extension_without_end("case", "\"arrest\"", "\"custody-extended\"")]
#[case::signal_without_what("case", "\"arrest\"", "\"signal\"")]
#[case::unknown_signal("case", "\"arrest\"", "\"signal\"\nwhat = \"mooved\"")]
#[case::check_in("case", "[[event]]", "check_in = \"weekly\"\n[[event]]")]
#[case::role("people", "\"admin\"", "\"boss\"")]
#[case::mailbox("people", "a@example.org", "Anna <a@example.org>")]
#[case::nowhere("people", "email = \"a@example.org\"", "quiet = \"22:00-07:00\"")]
#[case::quiet("people", "email", "quiet = \"at night\"\nemail")]
#[case::full_without_key("people", "email", "detail = \"full\"\nemail")]
#[case::tls("staywatch", "\"none\"", "\"maybe\"")]
#[case::port("staywatch", "tls", "port = 70000\ntls")]
#[case::digest("staywatch", "08:00", "25:00")]
#[case::plain_secret("staywatch", "tls", "password = \"x\"\ntls")]
#[case::ladder("staywatch", "[digest]", "[ladders]\nshort = \"a week\"\n[digest]")]
#[case::rule_kind("pack", "\"file-by\"", "\"file\"")]
#[case::event_kind("pack", "[\"released\"]", "[\"released\", \"let-go\"]")]
#[case::unit("pack", "10 days", "2 weeks")]
#[case::term_without_counting("pack", "counting = \"days\"\n", "")]
#[case::no_term("pack", "term = \"10 days\"\n", "")]
#[case::unverified("pack", "confidence = \"high\"", "confidence = \"unverified\"")]
#[case::no_english("pack", "{ en = \"T\" }", "{ ru = \"T\" }")]
#[case::roll_without_calendar("pack", "\"excluded\"", "\"excluded\"\nroll = \"forward\"")]
#[case::condition("pack", "{ event = \"arrest\", for = \"14d\" }", "{ kind = \"release-by\" }")]
#[case::weekday("calendar", "\"sunday\"", "\"sun\"")]
#[case::range("calendar", "01-01..01-11", "January")]
fn what_both_refuse(#[case] name: &str, #[case] sound_part: &str, #[case] broken: &str) {
    assert!(sound(name).contains(sound_part));
    both_refuse(&Judge::new(), name, &sound(name).replacen(sound_part, broken, 1));
}

#[rstest]
#[case("2026-03-01T14:30:00+03:00")]
#[case("2026-03-01 14:30:00Z")]
#[case("2026-03-01T14:30")]
#[case("2026-03-01T17:00[Europe/Paris]")]
#[case("2026-01-28..2026-02-01")]
#[case("2026-07")]
fn every_form_of_a_date(#[case] date: &str) {
    both_take(&Judge::new(), "case", &sound("case").replace("2026-03-02", &format!("\"{date}\"")));
}

/// Walks a schema: every key of every table has a sentence and an example, and every table is closed.
fn walk(schema: &Value, path: &str, complaints: &mut Vec<String>) {
    if let Some(properties) = schema["properties"].as_object()
        && schema["type"] == "object"
    {
        for (key, part) in properties {
            let path = format!("{path}/{key}");
            if part["description"].as_str().is_none_or(str::is_empty) {
                complaints.push(format!("{path} has no description"));
            }
            if part["examples"].as_array().is_none_or(Vec::is_empty) {
                complaints.push(format!("{path} has no example"));
            }
            walk(part, &path, complaints);
        }
        if schema["additionalProperties"] != json!(false) {
            complaints.push(format!("{path} takes any key"));
        }
    }
    for inner in ["items", "additionalProperties"] {
        walk_if(&schema[inner], path, complaints);
    }
    for form in schema["anyOf"].as_array().into_iter().flatten() {
        walk_if(form, path, complaints);
    }
}

fn walk_if(schema: &Value, path: &str, complaints: &mut Vec<String>) {
    if schema.is_object() {
        walk(schema, path, complaints);
    }
}

#[test]
fn every_key_is_described_and_every_table_closed() {
    let mut complaints = Vec::new();
    for name in NAMES {
        walk(&printed(&[name]), name, &mut complaints);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_examples_fit_their_own_schemas() {
    let judge = Judge::new();
    for name in NAMES {
        let schema = printed(&[name]);
        for example in schema["examples"].as_array().unwrap() {
            assert_eq!(judge.takes(name, example), Ok(()), "{example:#}");
        }
        // Every key's own examples, in a file of otherwise sound keys, would need a file each: their parts are judged here.
        let mut parts = Vec::new();
        examples(&schema, &schema["$defs"], &mut parts);
        for (part, example) in parts {
            let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
            compiler.add_resource("urn:part", part.clone()).unwrap();
            let index = compiler.compile("urn:part", &mut schemas).unwrap();
            if let Err(error) = schemas.validate(&example, index) {
                panic!("{name}: {example} against {part}: {error:#}");
            }
        }
    }
}

/// Every part of a schema with each of its examples.
fn examples(schema: &Value, definitions: &Value, out: &mut Vec<(Value, Value)>) {
    if !schema.is_object() {
        return;
    }
    for example in schema["examples"].as_array().into_iter().flatten() {
        let mut part = schema.clone();
        part["$defs"] = json!(definitions.as_object().cloned().unwrap_or_default());
        out.push((part, example.clone()));
    }
    let properties = schema["properties"].as_object().into_iter().flatten().map(|(_, part)| part);
    let forms = schema["anyOf"].as_array().into_iter().flatten();
    let inner = [&schema["items"], &schema["additionalProperties"]];
    for part in properties.chain(forms).chain(inner) {
        examples(part, definitions, out);
    }
}
