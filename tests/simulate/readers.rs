//! The people of the world, and who must hear of what: as the handbook says, not as the planner does it.
//!
//! In: a case's team and how much hangs on something. Out: persons, with the ways they can be reached.

use std::collections::BTreeMap;

use staywatch::channel::Address;
use staywatch::form::Spot;
use staywatch::ids::PersonId;
use staywatch::law::rule::Severity;
use staywatch::watchlist::Case;

use crate::oracle::Reader;

const PEOPLE: &str = include_str!("people.toml");

/// Everybody, with the channels of `people.toml` beside this file.
pub const READERS: &[Reader] = &[
    Reader { name: "counsel", channels: [true, true], quiet: false },
    Reader { name: "second", channels: [true, false], quiet: true },
    Reader { name: "duty", channels: [true, true], quiet: false },
    Reader { name: "night", channels: [true, true], quiet: true },
    Reader { name: "only-mail", channels: [true, false], quiet: false },
    Reader { name: "only-chat", channels: [false, true], quiet: false },
    Reader { name: "press", channels: [true, false], quiet: false },
    Reader { name: "desk", channels: [false, true], quiet: false },
    Reader { name: "admin", channels: [true, false], quiet: false },
    // Comes when `second` leaves.
    Reader { name: "third", channels: [true, true], quiet: false },
];

/// Everybody's entry as it stands in `people.toml`, with the addresses they have moved to.
pub fn people(turns: &BTreeMap<(&'static str, usize), i64>, without: Option<&str>) -> String {
    let mut text = format!("\n{PEOPLE}");
    for ((name, channel), turn) in turns {
        let (was, is) = (address(name, *channel, 0), address(name, *channel, *turn));
        text = match (was, is) {
            (Address::Email(was), Address::Email(is)) => text.replace(&format!("\"{was}\""), &format!("\"{is}\"")),
            (Address::Telegram(was), Address::Telegram(is)) => {
                text.replace(&format!("telegram = {was}\n"), &format!("telegram = {is}\n"))
            }
            _ => text,
        };
    }
    let gone = without.map(|name| format!("\nid = \"{name}\"\n"));
    let entries = text.split("\n[[").filter(|entry| !gone.as_ref().is_some_and(|gone| entry.contains(gone.as_str())));
    entries.collect::<Vec<_>>().join("\n[[")
}

/// Groups that have a chat of their own, and who is in them.
const GROUPS: &[(&str, &[&str])] = &[("desk", &["duty", "night"])];

/// Lawyers and coordinators; lawyers alone when little hangs on it; everybody on the case with `all`. A group is its chat;
/// its members hear besides when it is critical.
pub fn everyone(case: &Case, severity: Severity, all: bool) -> Vec<Reader> {
    let names = |spots: &[Spot<PersonId>]| -> Vec<String> { spots.iter().map(|spot| spot.value.to_string()).collect() };
    let (lawyers, coordinators) = (names(&case.team.lawyers), names(&case.team.coordinators));
    let mut found = lawyers.clone();
    if severity > Severity::Normal || lawyers.is_empty() {
        found.extend(coordinators);
    }
    if all {
        found.extend(names(&case.team.advocacy));
    }
    let mut readers: Vec<Reader> = Vec::new();
    for name in found {
        let members = GROUPS.iter().find(|(group, _)| *group == name).map_or(&[][..], |(_, members)| members);
        let deep = severity == Severity::Critical;
        let within = members.iter().copied().filter(|_| deep);
        for name in [name.as_str()].into_iter().chain(within) {
            let reader = READERS.iter().find(|reader| reader.name == name).expect("a reader");
            if !readers.iter().any(|known| known.name == name) {
                readers.push(*reader);
            }
        }
    }
    readers
}

pub fn reader_code(name: &str) -> usize {
    READERS.iter().position(|reader| reader.name == name).expect("a reader")
}

/// Where somebody is after so many moves.
pub fn address(name: &str, channel: usize, turn: i64) -> Address {
    match channel {
        0 if turn == 0 => Address::Email(format!("{name}@example.org")),
        0 => Address::Email(format!("{name}-{turn}@example.org")),
        _ if name == "desk" => Address::Telegram(-7000 - 100 * turn),
        _ => Address::Telegram(7000 + 100 * turn + i64::try_from(reader_code(name)).unwrap_or_default()),
    }
}

/// Who belongs to a group.
pub fn members(name: &str) -> &'static [&'static str] {
    GROUPS.iter().find(|(group, _)| *group == name).map_or(&[], |(_, members)| members)
}
