//! Hearings ahead, as messages about the level name them by their days, and what of that holds no more.
//!
//! In: the hearings on record, and what was named before. Out: a list for every such message; and for a day that was put off,
//! put back or struck out a correction, to those who were told. A day that nobody was told is no news here.

use jiff::Timestamp;

use super::compose::{Hand, Written};
use super::corrected;
use super::message::Block;
use super::owed::{Mark, Moved};
use super::plan::View;
use super::words::text;
use crate::ids::PersonId;
use crate::law::rule::word_of;
use crate::watchlist::{Case, Event, Kind, Stage, When};

/// The subject of what was named by its day.
const LISTED: &str = "risk/listed";
/// How the step ends of a hearing without a clock time.
const DAY: &str = "-day";

fn ahead<'c>(case: &'c Case, now: Timestamp) -> Vec<&'c Event> {
    let ahead =
        |event: &&'c Event| event.kind == Kind::Hearing && event.exists_at(now) && still_ahead(&event.on, case, now);
    let mut hearings: Vec<&Event> = case.events.iter().filter(ahead).collect();
    hearings.sort_by_key(|event| event.on.days(&case.zone));
    hearings
}

fn still_ahead(on: &When, case: &Case, now: Timestamp) -> bool {
    let today = || case.zone.to_datetime(now).date();
    on.moment(&case.zone).map_or_else(|| on.days(&case.zone).1 >= today(), |at| at > now)
}

/// True when both can be the same hearing time: without a clock time on one side the day decides.
fn same(one: &When, other: &When, case: &Case) -> bool {
    match (one.moment(&case.zone), other.moment(&case.zone)) {
        (Some(one), Some(other)) => one == other,
        _ => one.days(&case.zone).1 == other.days(&case.zone).1,
    }
}

/// A day as it was last spoken of.
struct Named {
    on: When,
    stage: Option<Stage>,
    /// How often it was named and taken back, in turn.
    times: usize,
    revision: i64,
}

impl Named {
    fn stands(&self) -> bool {
        self.times % 2 == 1
    }
}

fn step(times: usize, stage: Option<Stage>, on: &When) -> String {
    let day = if matches!(on, When::Day(_) | When::Between(..)) { DAY } else { "" };
    format!("{times}-{}{day}", stage.map_or("", |stage| word_of(stage, Stage::WORDS)))
}

/// Every day that was named, as its last mark has it.
fn named(view: &View<'_>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for (mark, _) in view.told.about(LISTED) {
        let read = || {
            let (times, rest) = mark.step.split_once('-')?;
            let (stage, by_clock) = rest.strip_suffix(DAY).map_or((rest, true), |stage| (stage, false));
            let at = Timestamp::from_second(mark.revision).ok()?;
            let on = if by_clock { When::At(at) } else { When::Day(view.case.zone.to_datetime(at).date()) };
            let stage = Stage::WORDS.iter().find(|(word, _)| *word == stage).map(|(_, stage)| *stage);
            Some(Named { on, stage, times: times.parse::<usize>().ok()? + 1, revision: mark.revision })
        };
        let Some(read) = read() else { continue };
        match all.iter_mut().find(|known| known.revision == read.revision) {
            Some(known) if known.times < read.times => *known = read,
            Some(_) => {}
            None => all.push(read),
        }
    }
    all
}

/// Under which second a day is remembered: its clock time, or noon.
fn second(on: &When, case: &Case) -> i64 {
    on.known(&case.zone).unwrap_or(Timestamp::MIN).as_second()
}

/// What a message about the level says of hearings besides its list, and by which marks that is remembered.
pub(super) struct Said {
    pub(super) moved: Vec<Moved>,
    pub(super) marks: Vec<Mark>,
    /// Who was told of days before.
    pub(super) to: Vec<PersonId>,
}

impl Said {
    pub(super) fn now(view: &View<'_>) -> Self {
        let hearings = ahead(view.case, view.now);
        let spoken = named(view);
        let mark = |revision, step| Mark { subject: LISTED.to_owned(), revision, step };
        let (mut moved, mut marks) = (Vec::new(), Vec::new());
        let to = corrected::audience(view, LISTED);
        let fresh = |event: &&&Event| !spoken.iter().any(|one| one.stands() && same(&one.on, &event.on, view.case));
        let mut fresh: Vec<&Event> = hearings.iter().filter(fresh).copied().collect();
        for event in &fresh {
            let revision = second(&event.on, view.case);
            let times = spoken.iter().find(|one| one.revision == revision).map_or(0, |one| one.times);
            marks.push(mark(revision, step(times, event.stage, &event.on)));
        }
        for one in spoken.iter().filter(|one| one.stands() && still_ahead(&one.on, view.case, view.now)) {
            if to.is_empty() || hearings.iter().any(|event| same(&one.on, &event.on, view.case)) {
                continue;
            }
            let now =
                fresh.iter().position(|event| event.stage == one.stage).map(|place| fresh.remove(place).on.clone());
            marks.push(mark(one.revision, step(one.times, one.stage, &one.on)));
            moved.push(Moved { stage: one.stage, old: one.on.clone(), now });
        }
        Self { moved, marks, to }
    }

    /// True when one of them comes earlier than people believe.
    pub(super) fn sooner(&self, case: &Case) -> bool {
        let sooner = |one: &Moved| one.now.as_ref().is_some_and(|now| second(now, case) < second(&one.old, case));
        self.moved.iter().any(sooner)
    }
}

/// True when a notice says nothing else than that a hearing moved. Its reader may not have heard what came before.
pub(super) fn alone(marks: &[Mark]) -> bool {
    marks.iter().all(|mark| mark.subject == LISTED)
}

impl Hand<'_> {
    /// Hearings that lie ahead: a reason says that there is one, and not when.
    pub(super) fn listed(&self, case: &Case) -> Option<Block> {
        let item = |event: &&Event| {
            let hearing = self.fact(event.kind.word(), &self.speaker.when(&event.on, &case.zone));
            event.stage.map_or_else(|| hearing.clone(), |stage| format!("{hearing} ({})", self.stage(stage)))
        };
        let items: Vec<String> = ahead(case, self.now).iter().map(item).collect();
        (!items.is_empty()).then(|| Block::List { title: self.say("line-listed"), items })
    }

    fn stage(&self, stage: Stage) -> String {
        self.say(&format!("stage-{}", word_of(stage, Stage::WORDS)))
    }

    /// Puts before everything else what was said of days and holds no more.
    pub(super) fn with_moved(
        &self,
        (subject, mut blocks): Written,
        (moved, alone): (&[Moved], bool),
        case: &Case,
    ) -> Written {
        let Some(first) = moved.first() else { return (subject, blocks) };
        let items = moved.iter().map(|one| self.moved("line-moved-item", "line-struck-item", one, case)).collect();
        blocks.insert(0, Block::List { title: self.say("line-moved"), items });
        let subject = if alone { self.moved("subject-changed", "subject-struck", first, case) } else { subject };
        (subject, blocks)
    }

    fn moved(&self, moved: &str, struck: &str, one: &Moved, case: &Case) -> String {
        let hearing = self.say(&format!("event-{}", Kind::Hearing.word()));
        let title = one.stage.map_or_else(|| hearing.clone(), |stage| format!("{hearing} ({})", self.stage(stage)));
        let when = |on: &When| self.speaker.when(on, &case.zone);
        let (now, old) = (one.now.as_ref().map(when), when(&one.old));
        let args = [
            text("case", self.case.as_str()),
            text("title", &title),
            text("moment", now.as_deref().unwrap_or_default()),
            text("old", &old),
        ];
        self.speaker.say(if now.is_some() { moved } else { struck }, &args)
    }
}
