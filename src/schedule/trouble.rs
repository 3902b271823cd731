//! Trouble of staywatch itself: told to the admins once when it begins, and once when it is over.
//!
//! In: everything of certain kinds that is wrong now. Out: letters owed for what is new, and for what is over. It is
//! level-triggered: asked again it says nothing, and a restart forgets nothing, because what was told stands in the store.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use rusqlite::Transaction;

use crate::config::Ground;
use crate::law::rule::Severity;
use crate::law::{self, words::Language};
use crate::notice::daily::system;
use crate::notice::plan::Mark;
use crate::notice::words::{Speaker, text};
use crate::outbox::owe_plain;
use crate::people::Role;
use crate::store::{self, StoreError};
use crate::watchlist::Kind;

/// Something wrong that lasts until it is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its kind: the end of the sentences' names, `line-system-…`.
    pub what: &'static str,
    /// Which of its kind: a folder, a calendar, a loop.
    pub about: String,
    /// The variable `why` of its sentences: a reason, a date, a number.
    pub why: String,
    /// How long it lasted or was: the variable `why` in the reader's words, in place of the above.
    pub time: Option<SignedDuration>,
    /// Lines under it.
    pub items: Vec<Item>,
}

/// A line under a trouble: a sentence and its variables.
pub type Item = (&'static str, Vec<(&'static str, Said)>);

/// A variable of a sentence, said in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The same in every language: a code, a file, an id.
    Text(String),
    /// A title of the law.
    Title(law::words::Words),
    /// The last moment of a term, where it counts.
    End(Timestamp, TimeZone),
    /// Times before a deadline.
    Leads(Vec<SignedDuration>),
    /// What happened.
    Event(Kind),
    /// A day.
    Day(Date),
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Said {
    fn by(&self, speaker: &Speaker<'_>, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Title(title) => title.get(language).to_owned(),
            Self::End(at, zone) => speaker.end_elsewhere(*at, zone),
            Self::Event(kind) => speaker.say(&format!("event-{}", kind.word()), &[]),
            Self::Day(day) => speaker.day(*day),
            Self::Leads(leads) => leads.iter().map(|lead| speaker.left(*lead)).collect::<Vec<_>>().join(", "),
        }
    }
}

impl Trouble {
    /// Trouble without lines under it.
    #[must_use]
    pub fn new(what: &'static str, about: &str, why: &str) -> Self {
        Self { what, about: about.to_owned(), why: why.to_owned(), time: None, items: Vec::new() }
    }
}

const PREFIX: &str = "trouble/";

/// Compares all trouble of some kinds as it is now with what the admins know. Returns how many letters are new.
///
/// # Errors
/// When the database says no.
pub fn settle_trouble(
    tx: &Transaction<'_>,
    ground: &Ground,
    kinds: &[&'static str],
    found: &[Trouble],
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut new = 0;
    for what in kinds {
        let mut known = store::memos(tx, &format!("{PREFIX}{what}/"))?;
        for trouble in found.iter().filter(|trouble| trouble.what == *what) {
            // What is listed is part of the state; a reason in words may change from one look to the next.
            let state = format!("{:?}", trouble.items);
            if known.remove(&trouble.about).is_some_and(|before| before == state) {
                continue;
            }
            store::set_memo(tx, &format!("{PREFIX}{what}/{}", trouble.about), &state)?;
            tracing::error!(about = trouble.about, why = trouble.why, "Trouble: {what}");
            new += tell(tx, ground, trouble, what, now)?;
        }
        for about in known.into_keys() {
            store::forget_memo(tx, &format!("{PREFIX}{what}/{about}"))?;
            tracing::info!(about, "No longer: {what}");
            new += tell(tx, ground, &Trouble::new(what, &about, ""), &format!("{what}-over"), now)?;
        }
    }
    Ok(new)
}

/// What the admins know of one kind of trouble: which of its kind.
///
/// # Errors
/// When the database says no.
pub fn told_of(tx: &Transaction<'_>, what: &str) -> Result<Vec<String>, StoreError> {
    Ok(store::memos(tx, &format!("{PREFIX}{what}/"))?.into_keys().collect())
}

/// Tells of something that happened and is over: once for each moment at which it happened.
///
/// # Errors
/// When the database says no.
pub fn tell_event(
    tx: &Transaction<'_>,
    ground: &Ground,
    event: &Trouble,
    happened: Timestamp,
) -> Result<usize, StoreError> {
    tell(tx, ground, event, event.what, happened)
}

fn tell(
    tx: &Transaction<'_>,
    ground: &Ground,
    trouble: &Trouble,
    sentence: &str,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut new = 0;
    for admin in ground.setup.people.with_role(Role::Admin) {
        let message = message(ground, admin, trouble, sentence);
        let subject = format!("system/{}/{}", trouble.what, trouble.about);
        let mark = Mark { subject, revision: now.as_second(), step: sentence.to_owned() };
        new += owe_plain(tx, admin, ("system", "system"), Severity::High, &mark, &message, now)?;
    }
    Ok(new)
}

/// What an admin is told of it, in their language.
#[must_use]
pub fn message(
    ground: &Ground,
    admin: &crate::people::Person,
    trouble: &Trouble,
    sentence: &str,
) -> crate::notice::message::Message {
    let speaker = ground.words.speak(admin.language);
    let why = trouble.time.map_or_else(|| trouble.why.clone(), |time| speaker.left(time));
    let args = [text("about", &trouble.about), text("why", &why)];
    let items = trouble.items.iter().take(MOST).map(|(id, variables)| {
        let said: Vec<_> = variables.iter().map(|(name, said)| (name, said.by(&speaker, admin.language))).collect();
        let variables: Vec<_> = said.iter().map(|(name, said)| text(name, said)).collect();
        speaker.say(id, &variables)
    });
    let mut items: Vec<String> = items.collect();
    if trouble.items.len() > MOST {
        items.push(format!("… +{}", trouble.items.len() - MOST));
    }
    system(admin, &ground.words, sentence, &args, items)
}

/// Lines under one trouble; the log has them all.
const MOST: usize = 20;
