//! The schema of a calendar file.

use serde_json::Value;

use super::parts::{Table, day, matching, number, one_or_many, slug, tables, text, word};
use crate::law::calendar::WEEKDAYS;

pub(super) fn schema() -> Value {
    Table::new("On which days an office that counts is open.")
        .must("calendar", head())
        .may("year", tables("One year; one [[year]] each.", &year()))
        .file("staywatch: a calendar")
}

fn head() -> Value {
    Table::new("What the calendar is, and how far it reaches.")
        .must("id", slug("The file's name without .toml.", ["ru-courts"]))
        .must("title", text("Its name for people.", ["Russian courts"]))
        .must("from", day("The first day it speaks of.", "2013-01-01"))
        .must(
            "until",
            day(
                "The last day it speaks of. Beyond it only weekends are known, and every answer says so.",
                "2027-12-31",
            ),
        )
        .may("provisional_from", day("From here on things may still change; every answer says so.", "2027-01-01"))
        .may("weekend", one_or_many(&word(WEEKDAYS, "Days of the week that are not worked.")))
        .must("cite", text("The act that says which days are off.", ["Labour Code art. 112"]))
        .must("source", text("Where that can be read.", ["https://example.org/calendar"]))
        .must("reviewed", day("The day somebody last compared it with its sources.", "2026-11-21"))
        .done()
}

fn year() -> Value {
    let days = |says: &str, example: &str| {
        let days = "^[0-9]{2}-[0-9]{2}(\\.\\.[0-9]{2}-[0-9]{2})?$";
        one_or_many(&matching(days, says, [example]))
    };
    Table::new("The days of one year that differ from its weekends.")
        .must("year", number("The year.", [2026]))
        .may("off", days("Days or ranges not worked, beyond weekends.", "01-01..01-11"))
        .may("work", days("Weekend days that are worked.", "02-20"))
        .may(
            "decree",
            days(
                "Declared non-working by decree; does not move procedural deadlines: counted as worked.",
                "05-06..05-08",
            ),
        )
        .may("maybe", days("Possibly closed: nobody could say for certain.", "12-24..12-31"))
        .done()
}
