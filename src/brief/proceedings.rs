//! Where the proceedings stand: the last word in each, what is open until when, what has lapsed.

use jiff::tz::TimeZone;

use super::compose::Matter;
use super::record::named;
use super::{Block, Item, Purpose};
use crate::docket::{Deadline, Status};
use crate::law::rule::{Duty, Whose};
use crate::notice::words::text;
use crate::watchlist::{Body, Event, Kind};

/// A line of proceedings: its sentence, and the kinds of events that belong to it.
const TRACKS: &[(&str, &[Kind])] = &[
    (
        "brief-track-extradition",
        &[
            Kind::RequestReceived,
            Kind::ExtraditionGranted,
            Kind::ExtraditionRefused,
            Kind::ExtraditionAppealFiled,
            Kind::ExtraditionUpheld,
            Kind::SecondAppealFiled,
            Kind::ExtraditionFinal,
            Kind::ExtraditionQuashed,
            Kind::Consented,
        ],
    ),
    (
        "brief-track-asylum",
        &[
            Kind::AsylumClaimed,
            Kind::AsylumRefused,
            Kind::AsylumAppealFiled,
            Kind::AsylumUpheld,
            Kind::AsylumFinal,
            Kind::ProtectionGranted,
        ],
    ),
    (
        "brief-track-expulsion",
        &[
            Kind::ExpulsionOrdered,
            Kind::ExpulsionAppealFiled,
            Kind::ExpulsionUpheld,
            Kind::ExpulsionFinal,
            Kind::ExpulsionQuashed,
            Kind::LeaveOrdered,
            Kind::ResidenceRefused,
            Kind::ResidenceAppealFiled,
        ],
    ),
    ("brief-track-surrender", &[Kind::SurrenderDateSet, Kind::Surrendered, Kind::Removed, Kind::LeftCountry]),
];

/// What happened before a body.
const MEASURES: &[Kind] = &[
    Kind::MeasureRequested,
    Kind::MeasureDocumentsDue,
    Kind::MeasureGranted,
    Kind::MeasureExtended,
    Kind::MeasureRefused,
    Kind::MeasureLifted,
    Kind::MeasureAcknowledged,
    Kind::MeasureBreached,
    Kind::ApplicationFiled,
    Kind::ApplicationInadmissible,
];

/// The section, and the deadlines it shows.
pub(super) fn standing<'a>(matter: &Matter<'a>) -> (Vec<Block>, Vec<&'a Deadline>) {
    let mut items = tracks(matter);
    items.extend(body(matter));
    items.extend(conduct(matter));
    let mut blocks = Vec::new();
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    if matter.purpose == Purpose::Public {
        blocks.push(Block::Text(matter.say("brief-not-public")));
        return (blocks, Vec::new());
    }
    let defence = |deadline: &&Deadline| {
        matches!(deadline.whose, Whose::Defence | Whose::Person) && deadline.duty != Duty::ReleaseBy
    };
    // What has become possible stays possible.
    let is_open = |deadline: &&Deadline| match deadline.status {
        Status::Pending => true,
        Status::Lapsed => deadline.duty == Duty::Opens,
        Status::Met | Status::Withdrawn => false,
    };
    let all = || matter.docket.deadlines.iter().filter(defence);
    let open: Vec<&Deadline> = all().filter(is_open).collect();
    let lapsed: Vec<&Deadline> =
        all().filter(|deadline| deadline.status == Status::Lapsed && deadline.duty != Duty::Opens).collect();
    blocks.push(Block::Strong(matter.say("brief-open")));
    if open.is_empty() {
        blocks.push(Block::Text(matter.say("brief-nothing-open")));
    } else {
        blocks.push(Block::Items(open.iter().map(|deadline| remedy(matter, deadline)).collect()));
    }
    if !lapsed.is_empty() {
        blocks.push(Block::Strong(matter.say("brief-lapsed")));
        blocks.push(Block::Items(lapsed.iter().map(|deadline| over(matter, deadline)).collect()));
    }
    (blocks, open.into_iter().chain(lapsed).collect())
}

fn tracks(matter: &Matter<'_>) -> Vec<Item> {
    let dated =
        |event: &Event| format!("{}, {}", named(matter, event), matter.speaker.when(&event.on, &matter.case.zone));
    let last = |kinds: &[Kind]| matter.facts.iter().rev().find(|event| kinds.contains(&event.kind));
    let mut items: Vec<Item> = TRACKS
        .iter()
        .filter_map(|(id, kinds)| Some(matter.speaker.say(id, &[text("last", &dated(last(kinds)?))])))
        .map(Item::plain)
        .collect();
    let ahead = |event: &&&Event| event.kind == Kind::Hearing && event.on.days(&matter.case.zone).1 >= matter.today();
    let hearings = matter.facts.iter().filter(ahead);
    items.extend(
        hearings.map(|event| Item::plain(matter.speaker.say("brief-track-hearing", &[text("last", &dated(event))]))),
    );
    for (word, body) in Body::WORDS {
        let of_body = |event: &&&Event| event.body == Some(*body) && MEASURES.contains(&event.kind);
        let Some(event) = matter.facts.iter().rev().find(of_body) else { continue };
        let name = matter.say(&format!("body-{word}"));
        let kind = matter.say(&format!("event-{}", event.kind.word()));
        let last = format!("{kind}, {}", matter.speaker.when(&event.on, &matter.case.zone));
        let line = matter.speaker.say("brief-track-measure", &[text("body", &name), text("last", &last)]);
        items.push(Item::plain(line));
    }
    items
}

/// Whether the body that is asked can be asked.
fn body(matter: &Matter<'_>) -> Option<Item> {
    let body = matter.purpose.body()?;
    let today = matter.today();
    let on_record: Vec<_> = matter.law.mechanisms(matter.case.host).filter(|its| its.body == body).collect();
    let open = on_record.iter().find(|mechanism| mechanism.open_on(today));
    let past = on_record.iter().filter(|mechanism| mechanism.until.is_some_and(|until| until < today));
    let (id, mechanism) = match (open, past.max_by_key(|mechanism| mechanism.until)) {
        (Some(open), _) if open.until.is_some() => ("brief-open-until", Some(open)),
        (Some(open), _) => ("brief-open-to", Some(open)),
        (None, Some(past)) => ("brief-open-no-longer", Some(past)),
        (None, None) => ("brief-open-unknown", None),
    };
    let name = matter.say(&format!("body-{}", body.word()));
    let host = matter.case.host.to_string();
    let mut args = vec![text("body", &name), text("host", &host)];
    let day = mechanism.and_then(|mechanism| mechanism.until).map(|day| matter.speaker.day(day));
    args.extend(day.as_deref().map(|day| text("day", day)));
    args.extend(mechanism.map(|mechanism| text("cite", &mechanism.cite)));
    Some(Item::plain(matter.speaker.say(id, &args)))
}

fn conduct(matter: &Matter<'_>) -> Option<Item> {
    let body = matter.purpose.body().unwrap_or(Body::Echr);
    let conduct = matter.law.conduct(matter.case.host, body, matter.today())?;
    let (host, says) = (matter.case.host.to_string(), conduct.says.get(matter.speaker.language));
    Some(Item::plain(matter.speaker.say("brief-conduct", &[text("host", &host), text("says", says)])))
}

fn remedy(matter: &Matter<'_>, deadline: &Deadline) -> Item {
    let speaker = matter.speaker;
    let id = match deadline.duty {
        Duty::Lapses => "brief-runs-until",
        Duty::Opens => "brief-possible-from",
        Duty::FileBy | Duty::ActBy | Duty::ReleaseBy | Duty::LeaveBy => "brief-by",
    };
    let moment = speaker.end(deadline.earliest, &deadline.zone);
    let title = deadline.title.get(speaker.language);
    let mut more = Vec::new();
    if deadline.disputed() {
        let latest = speaker.end(deadline.latest, &deadline.zone);
        more.push(speaker.say("line-two-readings", &[text("earliest", &moment), text("latest", &latest)]));
    }
    let mut parts = elsewhere(matter, deadline);
    parts.push(deadline.cite.to_string());
    more.push(parts.join("; "));
    Item { text: speaker.say(id, &[text("title", title), text("moment", &moment)]), more }
}

/// The same moment where the body sits and where the person is, when the term is counted elsewhere.
fn elsewhere(matter: &Matter<'_>, deadline: &Deadline) -> Vec<String> {
    let name = |zone: &TimeZone| zone.iana_name().map(str::to_owned);
    let home = (matter.case.host.to_string(), matter.case.zone.clone());
    matter
        .seat()
        .into_iter()
        .chain([home])
        .filter(|(_, zone)| name(zone) != name(&deadline.zone))
        .map(|(place, zone)| {
            let moment = matter.speaker.end_elsewhere(deadline.earliest.end, &zone);
            matter.speaker.say("brief-elsewhere", &[text("place", &place), text("moment", &moment)])
        })
        .collect()
}

fn over(matter: &Matter<'_>, deadline: &Deadline) -> Item {
    let moment = matter.speaker.end(deadline.latest, &deadline.zone);
    let title = deadline.title.get(matter.speaker.language);
    let line = matter.speaker.say("brief-ended", &[text("title", title), text("moment", &moment)]);
    Item { text: line, more: vec![deadline.cite.to_string()] }
}
