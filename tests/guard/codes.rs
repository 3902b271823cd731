//! Names that would be mistaken for something else, and files that lie where nobody looks: said by `check`, at their place.

use std::fs;

use rstest::rstest;

use crate::{CASE, Office};

/// What `check` finds in files of that name, as place, weight and words.
pub(crate) fn found(office: &Office, name: &str) -> Vec<String> {
    let output = office.run(&["--format", "json", "check"]);
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let named = findings.iter().filter(|one| one["file"].as_str().is_some_and(|file| file.ends_with(name)));
    let line = |one: &serde_json::Value| {
        let word = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        format!("{}:{} {}: {}", one["line"], one["column"], word("severity"), word("says"))
    };
    named.map(line).collect()
}

#[rstest]
#[case::staywatch_itself("system", "2:6 error: `system` is what messages about staywatch itself are filed under")]
#[case::the_morning_list("digest", "2:6 error: `digest` is what messages about staywatch itself are filed under")]
#[case::a_person("counsel", "2:6 warning: the code `counsel` is a name of people.toml too")]
#[case::a_pack("ru", "2:6 warning: the code `ru` is a law pack too")]
#[case::a_word("telegram", "2:6 warning: the code `telegram` is a word that messages use too")]
fn a_code_stands_for_one_thing(#[case] code: &str, #[case] says: &str) {
    let office = Office::new("");
    let file = format!("watchlist/{code}.toml");
    fs::write(office.path("config").join(&file), CASE.replace("linden", code)).unwrap();
    let found = found(&office, &file);
    assert!(found.iter().any(|finding| finding == says), "{found:#?}");
}

#[test]
fn a_file_is_called_like_its_case() {
    let office = Office::new("");
    assert!(!found(&office, "linden.toml").iter().any(|finding| finding.contains("is called")));
    let watchlist = office.path("config/watchlist");
    fs::rename(watchlist.join("linden.toml"), watchlist.join("oak.toml")).unwrap();
    let found = found(&office, "oak.toml");
    let says = "2:6 warning: this file is about the case `linden`, and is called oak.toml";
    assert!(found.iter().any(|finding| finding == says), "{found:#?}");
}

#[test]
#[cfg(feature = "pgp")]
fn reports_in_the_clear_beside_encrypted_ones_are_named() {
    let office = Office::new("[config]\nkey_file = \"config_key\"\n");
    office.says(0, &["key", "new"]);
    let report = |what: &str| office.says(0, &["report", "linden", "signal", "--what", what, "--by", "counsel"]);
    report("moved");
    let plain = office.path("reports/linden.toml");
    let first = fs::read_to_string(&plain).unwrap();
    office.says(0, &["edit", "--encrypt", "linden"]);
    assert_eq!(found(&office, "reports/linden.toml"), Vec::<String>::new());
    // A crash left what was taken along already.
    fs::write(&plain, &first).unwrap();
    let left = found(&office, "reports/linden.toml");
    assert!(left.len() == 1 && left[0].contains("warning") && left[0].contains("in the clear"), "{left:#?}");
    // Somebody put it there, with a report that is nowhere else: it is not counted, and that is an error.
    fs::write(&plain, first.replace("moved", "told-to-pack")).unwrap();
    let left = found(&office, "reports/linden.toml");
    assert!(left.len() == 1 && left[0].contains("error") && left[0].contains("is not read"), "{left:#?}");
}
