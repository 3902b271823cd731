//! Custody in the JSON of `explain`. Fields may be added; these stay.

use serde::Serialize;

use crate::docket::Deadline;
use crate::docket::custody::{Custody, Days, Flag, Length, Part};
use crate::notice::custody as words;
use crate::notice::words::Speaker;

#[derive(Serialize)]
pub(super) struct CustodyJson {
    parts: Vec<PartJson>,
    held: Option<&'static str>,
    consumed: LengthJson,
    earlier: LengthJson,
    administrative: LengthJson,
    ceiling: Option<EndJson>,
    ceiling_if_credited: Option<RangeJson>,
    next_end: Option<EndJson>,
    order: Option<OrderJson>,
    flags: Vec<FlagJson>,
}

#[derive(Serialize)]
struct PartJson {
    kind: &'static str,
    first_day: Option<RangeJson>,
    last_day: Option<RangeJson>,
    days: LengthJson,
    ended_by: Option<&'static str>,
}

#[derive(Serialize)]
struct RangeJson {
    earliest: String,
    latest: String,
}

#[derive(Serialize)]
struct LengthJson {
    least: i64,
    most: Option<i64>,
}

#[derive(Serialize)]
struct EndJson {
    rule: String,
    earliest_day: String,
    latest_day: String,
    cite: String,
    days_left_least: i64,
    days_left_most: i64,
}

#[derive(Serialize)]
struct OrderJson {
    on: RangeJson,
    until: Option<RangeJson>,
}

#[derive(Serialize)]
struct FlagJson {
    id: &'static str,
    says: String,
}

fn range(days: Days) -> RangeJson {
    RangeJson { earliest: days.0.to_string(), latest: days.1.to_string() }
}

fn length(length: Length) -> LengthJson {
    LengthJson { least: length.least, most: length.most }
}

impl CustodyJson {
    pub(super) fn of(custody: &Custody<'_>, speaker: Speaker<'_>) -> Self {
        let part = |part: &Part| PartJson {
            kind: part.held.word(),
            first_day: part.first.map(range),
            last_day: part.last.map(range),
            days: length(part.length(custody.today)),
            ended_by: part.ended_by.map(crate::watchlist::Kind::word),
        };
        let end = |end: &Deadline| {
            let (least, most) = custody.left(end);
            EndJson {
                rule: end.key.rule.to_string(),
                earliest_day: end.earliest.last_day.to_string(),
                latest_day: end.latest.last_day.to_string(),
                cite: end.cite.to_string(),
                days_left_least: least,
                days_left_most: most,
            }
        };
        let says = words::flags(custody, speaker);
        let flag = |(flag, says): (&Flag, String)| FlagJson { id: flag.word(), says };
        Self {
            parts: custody.parts.iter().map(part).collect(),
            held: custody.present().map(|part| part.held.word()),
            consumed: length(custody.consumed),
            earlier: length(custody.earlier),
            administrative: length(custody.administrative),
            ceiling: custody.ceiling.map(end),
            ceiling_if_credited: custody.credited.map(range),
            next_end: custody.next.map(end),
            order: custody.order.as_ref().map(|order| OrderJson { on: range(order.on), until: order.until.map(range) }),
            flags: custody.flags.iter().zip(says).map(flag).collect(),
        }
    }
}
