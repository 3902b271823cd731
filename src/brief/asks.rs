//! What a request must hold for the body it goes to. What this program does not hold, or must not say, is a blank.

use super::compose::Matter;
use super::{Block, Purpose};
use crate::notice::words::text;
use crate::watchlist::{Kind, Until};

/// The fields of a request, in the order in which it is read.
fn fields(purpose: Purpose) -> &'static [&'static str] {
    match purpose {
        Purpose::Rule39 => &[
            "removal",
            "place",
            "destination",
            "number",
            "person",
            "contact",
            "authority",
            "risk",
            "exhausted",
            "decisions",
        ],
        Purpose::Hrc => &[
            "removal",
            "place",
            "destination",
            "number",
            "person",
            "contact",
            "authority",
            "risk",
            "exhausted",
            "other-body",
            "decisions",
        ],
        Purpose::Ced => {
            &["last-seen", "place", "destination", "person", "asked", "relation", "contact", "other-body", "removal"]
        }
        Purpose::Public => &["removal", "place", "destination", "act", "consent", "contact"],
    }
}

pub(super) fn holds(matter: &Matter<'_>) -> Vec<Block> {
    let blank = matter.say("brief-blank");
    let filled = |field: &&str| {
        let value = match *field {
            "removal" => removal(matter),
            "destination" => matter.case.requested_by.map(|state| state.to_string()),
            "last-seen" => last_seen(matter).map(|day| format!("{day}; {blank}")),
            _ => None,
        };
        (matter.say(&format!("brief-field-{field}")), value.unwrap_or_else(|| blank.clone()))
    };
    vec![
        Block::Heading(matter.say("brief-holds")),
        Block::Fields(fields(matter.purpose).iter().map(filled).collect()),
        Block::Text(matter.say(&format!("brief-how-{}", matter.purpose.word()))),
    ]
}

/// The date and time fixed for the handover: the last one on record, unless it is over.
fn removal(matter: &Matter<'_>) -> Option<String> {
    let set = matter.facts.iter().rev().find(|event| event.kind == Kind::SurrenderDateSet)?;
    let Some(Until::Date(when)) = &set.until else { return None };
    let zone = &matter.case.zone;
    if when.days(zone).1 < matter.today() {
        return None;
    }
    let here = matter.speaker.when(when, zone);
    let there = matter.seat().zip(when.moment(zone)).map(|((place, zone), at)| {
        let moment = matter.speaker.moment(at, &zone);
        matter.speaker.say("brief-elsewhere", &[text("place", &place), text("moment", &moment)])
    });
    Some(there.map_or(here.clone(), |there| format!("{here}; {there}")))
}

fn last_seen(matter: &Matter<'_>) -> Option<String> {
    let seen = matter.facts.iter().rev().find(|event| event.kind == Kind::Contact)?;
    Some(matter.speaker.when(&seen.on, &matter.case.zone))
}
