//! What people can answer, and for how long an answer holds.
//!
//! In: answers as they were given. Out: who has a matter now, and when they are asked again. An answer stops the
//! asking, never the ladder: only the event that meets a deadline does that.

use jiff::{SignedDuration, Timestamp};

use super::alarm::told_of;
use super::owed::{Content, Notice, Told};
use super::recipients::works_on;
use crate::docket::{Deadline, Status};
use crate::ids::PersonId;
use crate::law::grounds::Level;
use crate::people::{People, Person, Role};
use crate::risk::Assessment;
use crate::watchlist::Case;

/// The subject of a matter that is the level of a case.
pub const RISK: &str = "risk";

/// What can be answered, within one case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Matter {
    /// The deadline (`rule/trigger`), or [`RISK`].
    pub subject: String,
    /// Unix second of the date it speaks of, or of the newest reason: what moved is answered anew.
    pub revision: i64,
    /// When what it is about ends, as far as that is known.
    pub ends: Option<Timestamp>,
}

impl Matter {
    /// A deadline in its present revision.
    #[must_use]
    pub fn of(deadline: &Deadline) -> Self {
        let ends = deadline.earliest.end;
        Self { subject: deadline.key.subject(), revision: ends.as_second(), ends: Some(ends) }
    }

    /// That an entry ended a deadline: to be checked, at any time.
    #[must_use]
    pub fn of_entry(deadline: &Deadline) -> Self {
        let subject = format!("entry/{}", deadline.key.subject());
        Self { subject, revision: deadline.earliest.end.as_second(), ends: None }
    }

    /// The level of a case, when it is one that somebody must see to.
    #[must_use]
    pub fn of_level(assessment: &Assessment) -> Option<Self> {
        let loud = assessment.reasons.iter().filter(|reason| reason.level >= Level::High && !reason.quiet);
        let newest = loud.map(|reason| reason.latest).max()?;
        (!assessment.ended).then(|| Self { subject: RISK.to_owned(), revision: newest.as_second(), ends: None })
    }
}

/// What a notice asks its readers to answer.
#[must_use]
pub fn matters(notice: &Notice) -> Vec<Matter> {
    let pending = |deadline: &&Deadline| deadline.status == Status::Pending;
    match &notice.content {
        Content::Reminder { deadline, .. } | Content::Changed { deadline, .. } => {
            Some(&**deadline).filter(pending).map(Matter::of).into_iter().collect()
        }
        Content::Entry { running, .. } => running.iter().filter(pending).map(Matter::of).collect(),
        // That something was done is no matter to see to; that the entry was checked can be put on record.
        Content::Met { met } => met.iter().map(Matter::of_entry).collect(),
        Content::Unanswered { waiting, risk } => {
            let level = risk.iter().map(|alarmed| alarmed.matter.clone());
            waiting.iter().map(|one| Matter::of(&one.deadline)).chain(level).collect()
        }
        Content::Risk { matter, .. } => matter.iter().cloned().collect(),
        Content::Lapsed { .. } | Content::Withdrawn { .. } | Content::Ended { .. } | Content::Undated { .. } => {
            Vec::new()
        }
    }
}

/// What somebody did about a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Sees to it.
    Taken,
    /// Wants to be asked again later.
    Snoozed,
}

impl Act {
    /// All words of rows.
    pub const WORDS: &[(&'static str, Self)] = &[("taken", Self::Taken), ("snoozed", Self::Snoozed)];
}

/// What somebody is, as others are told: never who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A lawyer.
    Lawyer,
    /// A coordinator.
    Coordinator,
    /// An admin.
    Admin,
    /// Somebody of advocacy.
    Advocacy,
    /// Somebody in the chat of a group.
    Chat,
}

impl Who {
    /// All words of rows and sentences.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("lawyer", Self::Lawyer),
        ("coordinator", Self::Coordinator),
        ("admin", Self::Admin),
        ("advocacy", Self::Advocacy),
        ("chat", Self::Chat),
    ];

    /// What a person is.
    #[must_use]
    pub fn of(person: &Person, people: &People) -> Self {
        if people.is_group(&person.id) {
            return Self::Chat;
        }
        match person.role {
            Role::Lawyer => Self::Lawyer,
            Role::Coordinator => Self::Coordinator,
            Role::Admin => Self::Admin,
            Role::Advocacy => Self::Advocacy,
        }
    }
}

/// One answer to one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What it is about.
    pub subject: String,
    /// In which revision.
    pub revision: i64,
    /// What they did.
    pub act: Act,
    /// The name in `people.toml`.
    pub person: PersonId,
    /// What they are, for others to read.
    pub who: Who,
    /// When.
    pub at: Timestamp,
    /// Snoozed until then.
    pub until: Option<Timestamp>,
}

/// Who has something, and since when, as others are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// What they are.
    pub who: Who,
    /// Since when.
    pub since: Timestamp,
}

impl Answered {
    /// True while an answer counts: whoever gave it works on the case and can be reached. One about the level answers
    /// what had been told by then, and no reason that was told later, whenever that began.
    #[must_use]
    pub fn counts(&self, told: &Told, case: &Case, people: &People, assessment: &Assessment) -> bool {
        let there = people.person(&self.person).is_some_and(|person| works_on(person, case, people));
        let there = there && !told.unreachable.contains(&self.person);
        there && (self.subject != RISK || told.level_asked(assessment).is_none_or(|asked| asked <= self.at))
    }

    fn covers(&self, matter: &Matter) -> bool {
        // An answer to the newest reason answers the older ones too.
        let same = self.revision == matter.revision || (self.subject == RISK && self.revision > matter.revision);
        self.subject == matter.subject && same
    }

    /// Until when nobody is asked again: half of the time that was left when it was given.
    #[must_use]
    pub fn holds_until(&self, matter: &Matter) -> Timestamp {
        match (self.act, self.until, matter.ends) {
            (Act::Snoozed, until, _) => until.unwrap_or(self.at),
            (Act::Taken, _, None) => Timestamp::MAX,
            (Act::Taken, _, Some(end)) => {
                let half = end.duration_since(self.at) / 2;
                if half < LEAST { end } else { self.at.checked_add(half).unwrap_or(end) }
            }
        }
    }

    /// Who has it, as others are told.
    #[must_use]
    pub fn held(&self) -> Held {
        Held { who: self.who, since: self.at }
    }
}

/// So close to its end nobody who has something is asked again.
const LEAST: SignedDuration = SignedDuration::from_mins(15);

/// Longest snooze.
const LONGEST_SNOOZE: SignedDuration = SignedDuration::from_hours(12);
/// What a snooze comes to when nothing limits it further.
const SNOOZE: SignedDuration = SignedDuration::from_hours(4);

/// Until when something may be put off: never past half of the time left. `None`: not at all.
#[must_use]
pub fn snooze_until(ends: Option<Timestamp>, wanted: Option<SignedDuration>, now: Timestamp) -> Option<Timestamp> {
    let wanted = wanted.unwrap_or(SNOOZE).min(LONGEST_SNOOZE);
    let most = ends.map_or(wanted, |end| wanted.min(end.duration_since(now) / 2));
    (most >= LEAST).then(|| now.checked_add(most).ok()).flatten()
}

impl Told {
    /// When the newest of the reasons that somebody must see to was told; `None` before all of them were.
    pub(super) fn level_asked(&self, assessment: &Assessment) -> Option<Timestamp> {
        let loud = assessment.reasons.iter().filter(|reason| reason.level >= Level::High && !reason.quiet);
        let told: Option<Vec<Timestamp>> = loud.map(|reason| self.since.get(told_of(self, reason)?).copied()).collect();
        // What was called off and rises again is asked anew.
        let rose = self.about("risk/level").filter(|(mark, _)| mark.step == "rose");
        let rose = rose.filter_map(|(mark, _)| self.since.get(mark).copied()).max();
        told?.into_iter().chain(rose).max()
    }

    fn answers_to<'t>(&'t self, matter: &Matter) -> std::vec::IntoIter<&'t Answered> {
        let covering: Vec<&Answered> = self.answers.iter().filter(|answer| answer.covers(matter)).collect();
        covering.into_iter()
    }

    /// The answer that holds at a moment. Whoever has it counts more than whoever put it off.
    #[must_use]
    pub fn holding(&self, matter: &Matter, at: Timestamp) -> Option<&Answered> {
        let holds = self.answers_to(matter).filter(|answer| answer.at <= at && at < answer.holds_until(matter));
        holds.max_by_key(|answer| (answer.act == Act::Taken, answer.at))
    }

    /// The last answer that no longer holds at a moment, and when it ended.
    #[must_use]
    pub fn expired(&self, matter: &Matter, at: Timestamp) -> Option<(&Answered, Timestamp)> {
        let ended = self.answers_to(matter).map(|answer| (answer, answer.holds_until(matter)));
        ended.filter(|(_, until)| *until <= at).max_by_key(|(answer, until)| (*until, answer.at))
    }

    /// True when a step that came at a moment need not be told to somebody, because another had the matter then.
    #[must_use]
    pub fn excuses(&self, matter: &Matter, person: &PersonId, at: Timestamp) -> bool {
        let holds = |answer: &&Answered| answer.act == Act::Taken && answer.at <= at && at < answer.holds_until(matter);
        let holding: Vec<&Answered> = self.answers_to(matter).filter(holds).collect();
        !holding.is_empty() && holding.iter().all(|answer| answer.person != *person)
    }

    /// Who took it last, whether or not that still holds.
    #[must_use]
    pub fn taken(&self, matter: &Matter) -> Option<&Answered> {
        self.answers_to(matter).filter(|answer| answer.act == Act::Taken).max_by_key(|answer| answer.at)
    }
}
