//! What a calm answer must not hide: an empty watch, files that are passed over, secrets that are not there, words that are
//! not heeded.

use std::fs;
use std::os::unix::fs::symlink;

use rstest::rstest;
use staywatch::clock::{Clock as _, WallClock};

use crate::codes::found;
use crate::{CASE, Office, PEOPLE};

#[test]
fn an_empty_watch_is_not_calm() {
    let office = Office::new("");
    fs::remove_file(office.path("config/watchlist/linden.toml")).unwrap();
    let says = ["1:1 warning: no case can be read here: nothing is watched"];
    assert_eq!(found(&office, "watchlist"), says);
    for command in ["due", "risk"] {
        assert!(office.says(0, &[command]).contains("nothing is watched"), "{command}");
    }
}

#[rstest]
#[case("oak.TOML")]
#[case("oak.tml")]
#[case(".oak.toml")]
fn a_file_that_looks_like_a_case_is_not_passed_over_in_silence(#[case] name: &str) {
    let office = Office::new("");
    fs::write(office.path("config/watchlist").join(name), CASE.replace("linden", "oak")).unwrap();
    assert_eq!(found(&office, name), [format!("1:1 warning: {name} is passed over: no case is read from it")]);
}

#[test]
fn a_link_to_nowhere_a_folder_and_a_pipe_are_no_files() {
    let office = Office::new("");
    let watchlist = office.path("config/watchlist");
    symlink("/nowhere/oak.toml", watchlist.join("oak.toml")).unwrap();
    fs::create_dir(watchlist.join("elm.toml")).unwrap();
    fs::create_dir(watchlist.join("older")).unwrap();
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, watchlist.join("ash.toml"), rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let link = "1:1 error: this file cannot be read: it is a link to a file that is not there";
    assert_eq!(found(&office, "oak.toml"), [link]);
    for name in ["elm.toml", "ash.toml"] {
        let none = "1:1 error: this file cannot be read: it is a folder, a pipe or a device, not a file";
        assert_eq!(found(&office, name), [none], "{name}");
    }
    assert_eq!(found(&office, "older"), ["1:1 warning: older is passed over: no case is read from it"]);
}

#[test]
fn a_secret_that_is_not_there_is_found_before_the_next_start() {
    let smtp =
        "[smtp]\nhost = \"mail.example.org\"\nfrom = \"a@example.org\"\nuser = \"a\"\npassword_file = \"nofile\"\n";
    let office = Office::new(&format!("{smtp}[telegram]\ntoken_file = \"open\"\n"));
    fs::write(office.path("config/open"), "1:a").unwrap();
    let found = found(&office, "staywatch.toml");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("9:1 error: `password_file`: cannot read"), "{found:#?}");
    assert!(
        found[1].starts_with("11:1 error: `token_file`:") && found[1].contains("others could read it"),
        "{found:#?}"
    );
}

#[test]
fn nobody_is_reached_in_the_chat_of_number_0() {
    let office = Office::new("");
    fs::write(office.path("config/people.toml"), PEOPLE.replace("\"invited\"", "0")).unwrap();
    assert!(found(&office, "people.toml").contains(&"5:12 error: no chat has the number 0".to_owned()));
}

#[rstest]
#[case(&["--at", "2026-11-21", "report", "linden", "contact"], 2, "leave out --at")]
#[case(&["term", "2021-04-28..2021-04-26", "10 days", "--counting", "ru.cpc-days"], 3, "runs backward")]
#[case(&["term", "2021-04-26", "10 days", "--counting", "ru.cpc-days", "--roll", "none"], 2, "cannot be used with")]
fn words_that_would_not_be_heeded_are_refused(#[case] words: &[&str], #[case] code: i32, #[case] says: &str) {
    let office = Office::new("");
    let said = office.says(code, words);
    assert!(said.contains(says), "{said}");
    assert!(!office.path("reports").exists());
}

#[test]
fn a_replay_takes_a_day_for_known_at_noon() {
    let office = Office::new("");
    let lines = office.says(0, &["replay", "linden", "--format", "json", "--to", "2026-11-22"]);
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["at"], "2026-11-20T12:00:00+03:00");
}

#[test]
fn a_test_to_somebody_without_an_address_is_no_success() {
    let office = Office::new("");
    let nowhere = "\n[[person]]\nid = \"newcomer\"\nrole = \"coordinator\"\ntelegram = \"invited\"\n";
    fs::write(office.path("config/people.toml"), format!("{PEOPLE}{nowhere}")).unwrap();
    let said = office.says(3, &["send-test", "newcomer"]);
    assert!(said.contains("has no address on any way that is set up (the invitation was not taken up yet)"), "{said}");
}

/// Whoever asks for one week is shown that week of the same watch, not a watch that begins in it.
#[test]
fn a_part_of_a_replay_is_a_part_of_the_whole() {
    let office = Office::new("");
    let (from, to) = ("2026-11-24T00:00:00+03:00", "2026-11-30T00:00:00+03:00");
    let whole = office.says(0, &["replay", "linden", "--format", "json", "--to", to]);
    let part = office.says(0, &["replay", "linden", "--format", "json", "--from", from, "--to", to]);
    let tail: Vec<&str> = whole.lines().filter(|line| &line[..31] >= "{\"at\":\"2026-11-24").collect();
    assert!(!tail.is_empty() && tail.len() < whole.lines().count(), "{whole}");
    assert_eq!(part.lines().collect::<Vec<_>>(), tail);
}

/// A decision of this month, whose last day lies ahead, counts for whoever reads the file today.
#[test]
fn what_was_on_some_day_of_a_range_that_is_not_over_is_known_today() {
    let office = Office::new("");
    let today = WallClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let (first, last) = (today.yesterday().unwrap(), today.tomorrow().unwrap());
    let case = CASE.replace("extradition-granted", "extradition-final");
    let case = case.replace("on = 2026-11-20", &format!("on = \"{first}..{last}\""));
    fs::write(office.path("config/watchlist/linden.toml"), case).unwrap();
    assert!(office.says(0, &["risk"]).contains("linden: IMMINENT"), "{}", office.says(0, &["risk"]));
}
