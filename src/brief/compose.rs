//! Puts a sheet together: its head, why it is urgent, what is asked, the law it rests on.

use jiff::{Timestamp, tz::TimeZone};

use super::{Block, Detail, Item, Purpose, Sheet, asks, proceedings, record};
use crate::chart::{View, timeline};
use crate::docket::custody::{Custody, custody};
use crate::docket::{Deadline, Docket, docket};
use crate::law::Law;
use crate::law::grounds::Level;
use crate::law::rule::{Confidence, word_of};
use crate::notice::custody::{flags, lines};
use crate::notice::words::{Speaker, number, text};
use crate::risk::{Assessment, assess};
use crate::watchlist::{Body, Case, Event};

/// Reasons beyond this many are only counted: the page is read by somebody with an hour.
const REASONS: usize = 8;

/// How wide the time line is drawn: its words stand beside it and are still read on paper.
const PICTURE: u32 = 900;

/// What a sheet is made of.
pub(super) struct Matter<'a> {
    pub(super) case: &'a Case,
    pub(super) law: &'a Law,
    pub(super) now: Timestamp,
    /// Facts known at that moment.
    pub(super) facts: Vec<&'a Event>,
    pub(super) docket: &'a Docket,
    pub(super) custody: Custody<'a>,
    pub(super) risk: Assessment,
    pub(super) purpose: Purpose,
    pub(super) detail: Detail,
    pub(super) speaker: Speaker<'a>,
}

impl<'a> Matter<'a> {
    pub(super) fn new(
        case: &'a Case,
        law: &'a Law,
        now: Timestamp,
        docket: &'a Docket,
        (purpose, detail): (Purpose, Detail),
        speaker: Speaker<'a>,
    ) -> Self {
        Self {
            case,
            law,
            now,
            facts: case.events.iter().filter(|event| event.exists_at(now)).collect(),
            custody: custody(case, law, docket, now),
            risk: assess(case, law, docket, now),
            docket,
            purpose,
            detail,
            speaker,
        }
    }

    pub(super) fn say(&self, id: &str) -> String {
        self.speaker.say(id, &[])
    }

    pub(super) fn today(&self) -> jiff::civil::Date {
        self.case.zone.to_datetime(self.now).date()
    }

    /// The seat of the body that is asked, and its zone.
    pub(super) fn seat(&self) -> Option<(String, TimeZone)> {
        let body = self.purpose.body()?;
        let zone = self.law.packs().find(|pack| pack.body == Some(body)).map(|pack| pack.zone.clone())?;
        let place = if body == Body::Echr { "place-strasbourg" } else { "place-geneva" };
        Some((self.say(place), zone))
    }
}

/// The sheet of a case, from the facts known at `now`.
#[must_use]
pub fn sheet(
    case: &Case,
    law: &Law,
    now: Timestamp,
    (purpose, detail): (Purpose, Detail),
    speaker: Speaker<'_>,
) -> Sheet {
    let docket = docket(case, law, now);
    let matter = Matter::new(case, law, now, &docket, (purpose, detail), speaker);
    let mut blocks = head(&matter);
    blocks.extend(urgent(&matter));
    blocks.push(Block::Heading(matter.say("brief-timeline")));
    blocks.push(record::timeline(&matter));
    blocks.push(Block::Heading(matter.say("brief-proceedings")));
    let (standing, shown) = proceedings::standing(&matter);
    blocks.extend(standing);
    blocks.push(Block::Heading(matter.say("custody-title")));
    // What does not fit is the team's to act on; a public sheet says only what was counted.
    let flagged = if purpose == Purpose::Public { Vec::new() } else { flags(&matter.custody, speaker) };
    blocks.push(Block::Items(lines(&matter.custody, speaker).into_iter().chain(flagged).map(Item::plain).collect()));
    blocks.extend(asked(&matter));
    blocks.extend(asks::holds(&matter));
    let references = references(&matter, shown);
    if !references.is_empty() {
        blocks.push(Block::Heading(matter.say("brief-law")));
        blocks.push(Block::Small(references));
    }
    blocks.push(Block::Text(matter.say("line-legal")));
    let picture = (purpose != Purpose::Public).then(|| {
        let view = View { case, docket: &docket, custody: &matter.custody, now, speaker };
        timeline(view, PICTURE)
    });
    let numbered = speaker.say("page-of", &[text("page", "{page}"), text("pages", "{pages}")]);
    Sheet {
        case: case.id.to_string(),
        language: speaker.language.tag(),
        title: matter.say(&format!("brief-title-{}", purpose.word())),
        blocks,
        picture,
        foot: format!("{} · {}", case.id, speaker.moment(now, &case.zone)),
        numbered,
    }
}

pub(super) fn head(matter: &Matter<'_>) -> Vec<Block> {
    let (case, now, speaker) = (matter.case, matter.now, matter.speaker);
    let mut fields =
        vec![(matter.say("brief-case"), case.id.to_string()), (matter.say("brief-host"), case.host.to_string())];
    fields.extend(case.requested_by.map(|state| (matter.say("brief-requested-by"), state.to_string())));
    let utc = now.strftime("%Y-%m-%d %H:%M UTC");
    fields.push((matter.say("brief-as-of"), format!("{} = {utc}", speaker.moment(now, &case.zone))));
    if let Some((place, zone)) = matter.seat() {
        let label = speaker.say("brief-as-of-body", &[text("place", &place)]);
        fields.push((label, speaker.moment(now, &zone)));
    }
    let notice = match matter.detail {
        Detail::Code => Block::Text(matter.say("brief-code-only")),
        Detail::Full => Block::Strong(matter.say("brief-full")),
    };
    vec![Block::Fields(fields), notice]
}

pub(super) fn urgent(matter: &Matter<'_>) -> Vec<Block> {
    let (case, risk, speaker) = (matter.case, &matter.risk, matter.speaker);
    let mut blocks = vec![Block::Heading(matter.say("brief-urgent"))];
    if risk.ended {
        let end = matter.facts.iter().rev().find(|event| event.kind.ends_case());
        let event = end.map(|end| matter.say(&format!("event-{}", end.kind.word()))).unwrap_or_default();
        let day = end.map(|end| speaker.when(&end.on, &case.zone)).unwrap_or_default();
        blocks.push(Block::Strong(speaker.say("brief-over", &[text("event", &event), text("day", &day)])));
        return blocks;
    }
    let level = |level| matter.say(&format!("level-{}", word_of(level, Level::WORDS)));
    let named = level(risk.level);
    blocks.push(Block::Strong(match risk.since {
        Some(since) => {
            let since = speaker.day(case.zone.to_datetime(since).date());
            speaker.say("brief-level-since", &[text("level", &named), text("since", &since)])
        }
        None => speaker.say("brief-level", &[text("level", &named)]),
    }));
    let reasons: Vec<_> = risk.reasons.iter().filter(|reason| !reason.quiet).collect();
    if reasons.is_empty() {
        blocks.push(Block::Text(matter.say("brief-no-reason")));
    }
    let mut items: Vec<Item> = reasons
        .iter()
        .take(REASONS)
        .map(|reason| {
            // A fact without a clock time counts from noon: the day is all that can be sworn to.
            let since = speaker.day(case.zone.to_datetime(reason.since).date());
            let says = reason.says.get(speaker.language);
            let line = speaker.say("line-risk-since", &[text("reason", says), text("moment", &since)]);
            // A case is no precedent for itself.
            let others = reason.precedent.iter().filter(|code| *code != case.id.as_str());
            let codes = others.cloned().collect::<Vec<_>>().join(", ");
            let precedent = (!codes.is_empty()).then(|| speaker.say("brief-came-before", &[text("codes", &codes)]));
            let tail = precedent.map(|precedent| format!(" [{precedent}]")).unwrap_or_default();
            Item::plain(format!("{}: {line}{tail}", level(reason.level)))
        })
        .collect();
    let more = reasons.len().saturating_sub(REASONS);
    if more > 0 {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        items.push(Item::plain(speaker.say("brief-more", &[number("count", more)])));
    }
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    blocks
}

fn asked(matter: &Matter<'_>) -> Vec<Block> {
    let state = matter.case.requested_by.map(|state| state.to_string());
    let state = state.unwrap_or_else(|| matter.say("brief-state-unknown"));
    let host = matter.case.host.to_string();
    let id = format!("brief-ask-{}", matter.purpose.word());
    let asks = matter.speaker.say(&id, &[text("host", &host), text("state", &state)]);
    vec![Block::Heading(matter.say("brief-asked")), Block::Text(asks)]
}

/// The articles behind what is shown, each once, with where it can be read and how sure the source makes us.
pub(super) fn references(matter: &Matter<'_>, shown: Vec<&Deadline>) -> Vec<String> {
    let custody = &matter.custody;
    let mut lines: Vec<String> = Vec::new();
    for deadline in shown.into_iter().chain(custody.ceiling).chain(custody.next) {
        let doubt = if deadline.confidence == Confidence::High {
            String::new()
        } else {
            let id = format!("confidence-{}", word_of(deadline.confidence, Confidence::WORDS));
            format!(" ({})", matter.say(&id))
        };
        let line = format!("{} — {}{doubt}", deadline.cite, deadline.source);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}
