//! Short texts that people type: dates, terms, ladders, ids, bot commands, lines for the calculator.

use std::io::Write as _;
use std::process::{Command, Stdio};

use bolero::check;
use jiff::tz::TimeZone;
use staywatch::bot;
use staywatch::ids::{CaseId, PersonId, lead};
use staywatch::law::term::Term;
use staywatch::notice::ladder;
use staywatch::watchlist::When;

const PIECES: &[&str] = &[
    "2026-03-01",
    "2026-02-30",
    "..",
    "T14:30",
    "T24:00",
    "T23:59:60",
    "+03:00",
    "+99:99",
    "Z",
    "[Europe/Paris]",
    "[",
    "]",
    "10",
    " ",
    "days",
    "day",
    "hours",
    "working days",
    "months",
    "years",
    "before",
    "-",
    "0",
    "99999999999999999999",
    "7d",
    "1h",
    "6m",
    "d",
    "/case",
    "/signal",
    "@staywatch_bot",
    "@",
    "kudin",
    "moved",
    "/",
    "ё",
    "\u{0}",
    "\u{202e}",
    "🚨",
    "\n",
    "9999-12-31",
    "-9999-12-31",
    "2026-07",
    "0000-00",
];

fn text(draw: &[u8]) -> String {
    draw.iter().take(12).map(|piece| PIECES[usize::from(*piece) % PIECES.len()]).collect()
}

#[test]
fn dates_terms_ladders_and_ids_are_read_without_a_panic() {
    let zones = ["Europe/Moscow", "Europe/Warsaw", "Pacific/Apia"].map(|zone| TimeZone::get(zone).unwrap());
    check!().with_iterations(crate::times(5_000)).with_type::<Vec<u8>>().for_each(|draw| {
        let text = text(draw);
        if let Some(when) = When::parse(&text) {
            for zone in &zones {
                let (first, last) = when.days(zone);
                assert!(first <= last || text.contains(".."), "{text:?}");
                let _ = (when.moment(zone), when.known(zone));
            }
        }
        if let Ok(term) = Term::parse(&text) {
            let _ = term.months();
        }
        if let Ok(steps) = ladder::parse(&text) {
            assert!(!steps.is_empty() && steps.windows(2).all(|pair| pair[0] > pair[1]), "{text:?}");
        }
        let _ = lead(&text);
        for id in [CaseId::parse(&text).map(|id| id.to_string()), PersonId::parse(&text).map(|id| id.to_string())] {
            assert!(id.is_err() || id.is_ok_and(|id| id == text));
        }
    });
}

#[test]
fn what_is_written_to_the_bot_is_read_without_a_panic() {
    check!().with_iterations(crate::times(5_000)).with_type::<Vec<u8>>().for_each(|draw| {
        let text = text(draw);
        for private in [true, false] {
            let command = bot::parse(&text, "staywatch_bot", private);
            // In a group, words that are no command are between people.
            assert!(private || text.trim_start().starts_with('/') || command.is_none(), "{text:?}");
        }
    });
}

/// The calculator answers every line with a line, whatever stood in it.
#[test]
fn every_line_for_the_calculator_gets_one_line_back() {
    check!().with_iterations(crate::times(300)).with_type::<(u8, Vec<u8>, Vec<u8>)>().for_each(|(form, one, two)| {
        let (one, two) = (serde_json::Value::from(text(one)), serde_json::Value::from(text(two)));
        let line = match form % 6 {
            0 => serde_json::json!({ "start": one, "term": two, "counting": "ru.cpc-days" }),
            1 => serde_json::json!({ "start": one, "term": "10 days", "counting": two }),
            2 => serde_json::json!({ "start": "2026-03-01", "term": two, "start_day": one, "zone": "Europe/Moscow" }),
            3 => serde_json::json!({ "start": one, "term": "1 months", "start_day": "disputed", "month_end": "last", "calendar": two }),
            4 => serde_json::json!([one, { "term": two }]),
            _ => one,
        };
        LINES.lock().unwrap().push(line.to_string());
    });
    let mut lines = std::mem::take(&mut *LINES.lock().unwrap());
    let program = env!("CARGO_BIN_EXE_staywatch");
    let mut child = Command::new(program)
        .args(["--config", "config", "term", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Bytes that are no text spoil their own line alone; the mark before the first is what editors leave there.
    lines.insert(0, r#"{"start":"2026-03-01","term":"10 days","counting":"ru.cpc-days"}"#.to_owned());
    let mut given = b"\xef\xbb\xbf".to_vec();
    given.extend(lines.join("\n").into_bytes());
    given.extend(b"\n{\"start\":\"\xff\xfe\"}\n\n");
    lines.push("bytes that are no text".to_owned());
    let mut to = child.stdin.take().unwrap();
    let writes = std::thread::spawn(move || to.write_all(&given).unwrap());
    let out = child.wait_with_output().unwrap();
    writes.join().unwrap();
    assert!(out.status.success());
    let answers: Vec<serde_json::Value> =
        String::from_utf8(out.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), lines.len());
    assert!(answers[0]["earliest"].is_string(), "{}", answers[0]);
    for (line, answer) in lines.iter().zip(&answers) {
        let dated = answer["earliest"].as_str().zip(answer["latest"].as_str());
        assert!(answer["refused"].is_string() || dated.is_some(), "{line} -> {answer}");
    }
}

static LINES: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());
