//! What is owed, as facts: the notice, what it settles, and what was told before. The words come later.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::answered::{Answered, Held, Matter};
use crate::docket::{Deadline, NoDate, Status, Uncounted};
use crate::ids::{CaseId, PersonId};
use crate::law::grounds::Level;
use crate::law::rule::Severity;
use crate::law::words::Words;
use crate::risk::Reason;
use crate::watchlist::{Stage, When};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A deadline nears.
    Reminder,
    /// A deadline passed.
    Lapsed,
    /// A deadline that people were told of moved.
    Changed,
    /// A deadline that people were told of fell away.
    Withdrawn,
    /// The level or a reason changed.
    Risk,
    /// Somebody reported something.
    Signal,
    /// Contact is overdue.
    CheckIn,
    /// New facts: what follows from them.
    Entry,
    /// Nobody confirmed: the next people are asked.
    Escalation,
    /// The morning's list.
    Digest,
    /// Trouble of staywatch itself.
    System,
}

/// What a notice is about that says that its case has ended.
pub const ENDED: &str = "case";

impl Kind {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Reminder,
        Self::Lapsed,
        Self::Changed,
        Self::Withdrawn,
        Self::Risk,
        Self::Signal,
        Self::CheckIn,
        Self::Entry,
        Self::Escalation,
        Self::Digest,
        Self::System,
    ];

    /// The word of JSON and rows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reminder => "reminder",
            Self::Lapsed => "lapsed",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
            Self::Risk => "risk",
            Self::Signal => "signal",
            Self::CheckIn => "check-in",
            Self::Entry => "entry",
            Self::Escalation => "escalation",
            Self::Digest => "digest",
            Self::System => "system",
        }
    }
}

/// The natural key of something told: what, in which revision, at which step.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    /// The deadline (`rule/trigger`), or `risk/reason`.
    pub subject: String,
    /// Unix second of the date it speaks of: a moved deadline is a new revision.
    pub revision: i64,
    /// The step of the ladder, or `entry`, `passed-earlier`, `passed`, `holds` …
    pub step: String,
}

/// A deadline as people were last told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldDate {
    /// End of the earliest reading.
    pub earliest: Timestamp,
    /// Last day of the earliest reading.
    pub earliest_day: Date,
    /// The zone it is written in.
    pub zone: String,
}

/// What was told about one case before.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Every mark with everyone who was told.
    pub marks: BTreeMap<Mark, BTreeSet<PersonId>>,
    /// Running deadlines as last told, by subject.
    pub dates: BTreeMap<String, ToldDate>,
    /// The level last told.
    pub level: Option<Level>,
    /// When each mark was first told to anybody.
    pub since: BTreeMap<Mark, Timestamp>,
    /// Every answer, oldest first.
    pub answers: Vec<Answered>,
    /// People whose every address was refused for good.
    pub unreachable: BTreeSet<PersonId>,
}

impl Told {
    pub(super) fn has(&self, mark: &Mark, person: &PersonId) -> bool {
        self.marks.get(mark).is_some_and(|people| people.contains(person))
    }

    pub(super) fn anyone(&self, mark: &Mark) -> bool {
        self.marks.contains_key(mark)
    }

    /// Everyone who was told anything about a subject.
    pub(super) fn audience(&self, subject: &str) -> BTreeSet<PersonId> {
        self.about(subject).flat_map(|(_, people)| people.iter().cloned()).collect()
    }

    /// Every mark of a subject, with everyone who was told.
    pub(super) fn about<'a>(&'a self, subject: &'a str) -> impl Iterator<Item = (&'a Mark, &'a BTreeSet<PersonId>)> {
        let first = Mark { subject: subject.to_owned(), revision: i64::MIN, step: String::new() };
        self.marks.range(first..).take_while(move |(mark, _)| mark.subject == subject)
    }
}

/// A deadline that people were told of and that no longer runs.
#[derive(Clone, Debug)]
pub struct Fallen {
    /// As it is now; `None` when nothing on record gives it any more.
    pub deadline: Option<Deadline>,
    /// The subject it was told under.
    pub subject: String,
    /// As it was told.
    pub old: ToldDate,
    /// What its rule is called, where nothing on record gives the deadline any more.
    pub title: Option<Words>,
}

/// What a notice says, as facts; the words come later.
#[derive(Clone, Debug)]
pub enum Content {
    /// One deadline nears.
    Reminder {
        /// Which.
        deadline: Box<Deadline>,
        /// How much later than due this is said.
        late: Option<SignedDuration>,
        /// Who has it, when somebody does.
        held: Option<Held>,
        /// True when half of the time has gone since, and the thing is not done.
        again: bool,
    },
    /// One deadline passed, on the earlier reading or on both.
    Lapsed {
        /// Which.
        deadline: Box<Deadline>,
        /// True when the later reading still runs.
        earlier_only: bool,
        /// As it was told, where that was another date.
        old: Option<ToldDate>,
    },
    /// One deadline moved.
    Changed {
        /// As it is now.
        deadline: Box<Deadline>,
        /// As it was told.
        old: ToldDate,
    },
    /// Deadlines fell away.
    Withdrawn {
        /// Which.
        fallen: Vec<Fallen>,
    },
    /// The case has ended, and people were told of something that nobody is reminded of any more.
    Ended {
        /// The event that ended it; `None`: its file says that it is closed.
        by: Option<crate::watchlist::Kind>,
        /// Deadlines that people were told of.
        fallen: Vec<Fallen>,
    },
    /// The level or its reasons changed.
    Risk {
        /// The level now.
        level: Level,
        /// The level last told, when it fell.
        fell_from: Option<Level>,
        /// What is new, highest first.
        new: Vec<Reason>,
        /// Everything that holds.
        all: Vec<Reason>,
        /// What still runs, soonest first.
        running: Vec<Deadline>,
        /// What can be answered; `None` for a level that nobody has to see to.
        matter: Option<Matter>,
        /// Hearings that people were told of by a day that holds no more.
        moved: Vec<Moved>,
    },
    /// New facts.
    Entry {
        /// Terms that were over before anybody here knew of them.
        lapsed: Vec<Deadline>,
        /// Terms that run.
        running: Vec<Deadline>,
    },
    /// Terms that run and to which the law gives no date, and decisions for which it knows no term.
    Undated {
        /// Which.
        terms: Vec<NoDate>,
        /// The decisions.
        decisions: Vec<Uncounted>,
    },
    /// Terms that people were told of and that were met in time, by what is on record now.
    Met {
        /// Which.
        met: Vec<Deadline>,
    },
    /// Nobody confirmed, or whoever did has let half of the time pass.
    Unanswered {
        /// Deadlines that wait, soonest first.
        waiting: Vec<Waiting>,
        /// The level, when that is what nobody confirmed.
        risk: Option<Alarmed>,
    },
}

/// A hearing that is on another day than people were told, or no longer listed.
#[derive(Clone, Debug)]
pub struct Moved {
    /// At which stage.
    pub stage: Option<Stage>,
    /// As it was told.
    pub old: When,
    /// As it is on record now.
    pub now: Option<When>,
}

/// A deadline that nobody confirmed.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which.
    pub deadline: Deadline,
    /// When people were asked.
    pub since: Timestamp,
    /// Who had it before.
    pub held: Option<Held>,
    /// True when this is the last call: everybody and the admins.
    pub last: bool,
}

/// A level that nobody confirmed.
#[derive(Clone, Debug)]
pub struct Alarmed {
    /// What can be answered.
    pub matter: Matter,
    /// The level.
    pub level: Level,
    /// Everything that holds it up.
    pub reasons: Vec<Reason>,
    /// When people were asked.
    pub since: Timestamp,
    /// True when this is the last call.
    pub last: bool,
}

/// A notice that is owed.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The case.
    pub case: CaseId,
    /// What it is about.
    pub kind: Kind,
    /// How much hangs on it.
    pub severity: Severity,
    /// What it settles, for each person it goes to.
    pub marks: Vec<Mark>,
    /// Who is told.
    pub to: Vec<PersonId>,
    /// When it fell due.
    pub due: Timestamp,
    /// How long before the deadline the step lies.
    pub lead: Option<SignedDuration>,
    /// When it becomes moot.
    pub moot: Option<Timestamp>,
    /// What it says.
    pub content: Content,
}

impl Notice {
    /// The same with the names of what is no longer counted, as `titles` knows them by their rules; `None`: it says nothing of
    /// such.
    #[must_use]
    pub fn titled(&self, titles: impl Fn(&str) -> Option<Words>) -> Option<Self> {
        let mut named = self.clone();
        let (Content::Withdrawn { fallen } | Content::Ended { fallen, .. }) = &mut named.content else { return None };
        for one in fallen.iter_mut().filter(|one| one.deadline.is_none()) {
            one.title = titles(one.subject.split('/').next().unwrap_or_default());
        }
        Some(named)
    }

    /// The dates as people know them once this is told; `None` for one that no longer runs.
    #[must_use]
    pub fn dates(&self) -> Vec<(String, Option<ToldDate>)> {
        // What is said of the later reading alone changes nothing about the earlier, by which a date is known.
        let date = |deadline: &Deadline| {
            let told = ToldDate {
                earliest: deadline.earliest.end,
                earliest_day: deadline.earliest.last_day,
                zone: deadline.zone.iana_name().unwrap_or("UTC").to_owned(),
            };
            let told = (deadline.status == Status::Pending).then_some(told);
            deadline.passed.is_none().then(|| (deadline.key.subject(), told))
        };
        match &self.content {
            Content::Reminder { deadline, .. }
            | Content::Lapsed { deadline, .. }
            | Content::Changed { deadline, .. } => date(deadline).into_iter().collect(),
            Content::Entry { running, lapsed } => running.iter().chain(lapsed).filter_map(date).collect(),
            Content::Met { met } => met.iter().filter_map(date).collect(),
            Content::Unanswered { waiting, .. } => waiting.iter().filter_map(|one| date(&one.deadline)).collect(),
            Content::Withdrawn { fallen } | Content::Ended { fallen, .. } => {
                fallen.iter().map(|one| (one.subject.clone(), None)).collect()
            }
            Content::Risk { .. } | Content::Undated { .. } => Vec::new(),
        }
    }
}

impl Told {
    /// What is remembered once a notice is told at a moment.
    pub fn remember(&mut self, notice: &Notice, at: Timestamp) {
        for mark in &notice.marks {
            self.since.entry(mark.clone()).or_insert(at);
            self.marks.entry(mark.clone()).or_default().extend(notice.to.iter().cloned());
        }
        for (subject, date) in notice.dates() {
            match date {
                Some(date) => self.dates.insert(subject, date),
                None => self.dates.remove(&subject),
            };
        }
        match notice.content {
            Content::Risk { level, .. } => self.level = Some(level),
            Content::Ended { .. } => self.level = None,
            _ => {}
        }
    }
}
