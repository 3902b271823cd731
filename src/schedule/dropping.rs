//! An edit that takes away reminders that people would have had: found before it comes into force, told, and, where it is
//! set so, held back until somebody accepts it.
//!
//! In: the configuration in force and the one just read. Out: what would be lost, by whose file; and which of those files
//! are to be counted as they were. Law that ships with a new program is never held back: the old one is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Transaction;

use super::missing::missing;
use super::refresh::{Change, load_fresh, load_held};
use super::retention::is_over;
use super::trouble::{Item, Said, Trouble, settle_trouble, tell_event};
use crate::config::{Dropping, Ground, Setup};
use crate::docket::{Deadline, docket};
use crate::law::grounds::Level;
use crate::notice::ahead::{Loss, losses};
use crate::notice::plan::{Told, View};
use crate::risk::{Assessment, Reason, assess};
use crate::store::{self, Store, StoreError, text_hash};
use crate::watchlist::{Case, Status};

/// What an edit would take away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// What is lost, as sentences for people.
    pub lost: Vec<Item>,
    /// The files it is due to, each with the hash of its text now; a file that is gone has none.
    pub files: BTreeMap<String, String>,
    /// Those that also say what is an alarm: they never wait.
    alarming: BTreeSet<String>,
}

/// The memo of the files that wait, each with the hash of the text that waits.
const WAITING: &str = "edit-waiting";
/// The memo of the texts that were accepted.
const ACCEPTED: &str = "edit-accepted";
/// The kind of trouble that a waiting edit is.
const WAITS: &str = "edit-waits";

/// What the new configuration takes away from the reminders of the cases in force.
#[must_use]
pub fn dropped(old: &Setup, new: &Setup, now: Timestamp) -> Dropped {
    let shared = shared_changes(old, new);
    let mut found = Dropped::default();
    for place in old.cases.places() {
        let Some(after) = new.cases.place(place.id.as_str()) else {
            if old.cases.whole(place).is_some_and(|case| !is_over(&case, now)) {
                found.lost.push(("drop-case", vec![("case", place.id.to_string().into())]));
                found.files.insert(place.file.to_string(), String::new());
            }
            continue;
        };
        let untouched = new.cases.touched().is_some_and(|touched| !touched.contains(&place.id));
        // Where a place is the very same, so are its texts.
        if shared.is_empty() && (untouched || Arc::ptr_eq(&place.file, &after.file)) {
            continue;
        }
        let (Some(before), Some(after)) = (old.cases.whole(place), new.cases.whole(after)) else { continue };
        let own = before.sheet.text != after.sheet.text;
        let reported =
            before.reports.as_ref().map(|sheet| &sheet.text) != after.reports.as_ref().map(|sheet| &sheet.text);
        if shared.is_empty() && !own && !reported {
            continue;
        }
        if reported && let Some(lost) = taken_back(&before, &after) {
            found.lost.push(lost);
            let (name, hash) = match (&after.reports, &before.reports) {
                (Some(sheet), _) => (&sheet.name, text_hash(&sheet.text)),
                (None, Some(sheet)) => (&sheet.name, String::new()),
                (None, None) => continue,
            };
            found.files.insert(name.to_string(), hash);
        }
        let (lost, alarms) = of_case(old, &before, new, &after, now);
        if lost.is_empty() {
            continue;
        }
        found.lost.extend(lost);
        if own {
            found.files.insert(after.sheet.name.to_string(), text_hash(&after.sheet.text));
            found.alarming.extend(alarms.then(|| after.sheet.name.to_string()));
        } else {
            found.files.extend(shared.clone());
        }
    }
    found
}

/// Reports that no longer stand in their file. They are only ever appended: an older copy may have been put back.
fn taken_back(before: &Case, after: &Case) -> Option<Item> {
    let reported = |case: &Case| -> Vec<_> {
        let events = case.events.iter().filter(|event| event.by.is_some());
        events.map(|event| (event.kind, event.on.clone(), event.what.clone(), event.until.clone())).collect()
    };
    let mut left = reported(after);
    let mut gone = reported(before);
    gone.retain(|event| match left.iter().position(|other| other == event) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    });
    let count = gone.len().to_string();
    (!gone.is_empty()).then(|| ("drop-reports", vec![("case", before.id.to_string().into()), ("what", count.into())]))
}

/// People, settings and law of one's own that are not what they were.
fn shared_changes(old: &Setup, new: &Setup) -> BTreeMap<String, String> {
    let texts = |setup: &Setup| -> BTreeMap<String, String> {
        let own = setup.law.own_files().map(|sheet| (sheet.name.to_string(), sheet.text.to_string()));
        setup.texts.iter().cloned().chain(own).collect()
    };
    let (before, after) = (texts(old), texts(new));
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    for name in before.keys().chain(after.keys()) {
        if before.get(name) != after.get(name) {
            changed.insert(name.clone(), after.get(name).map(|text| text_hash(text)).unwrap_or_default());
        }
    }
    changed
}

/// What is lost of one case, and whether the edit says of it what nobody must wait to hear.
fn of_case(old: &Setup, before: &Case, new: &Setup, after: &Case, now: Timestamp) -> (Vec<Item>, bool) {
    let told = Told::default();
    let (docket_before, docket_after) = (docket(before, &old.law, now), docket(after, &new.law, now));
    let assessed = [assess(before, &old.law, &docket_before, now), assess(after, &new.law, &docket_after, now)];
    let first = View {
        case: before,
        docket: &docket_before,
        assessment: &assessed[0],
        people: &old.people,
        ladders: &old.settings.ladders,
        told: &told,
        now,
    };
    let second = View {
        case: after,
        docket: &docket_after,
        assessment: &assessed[1],
        people: &new.people,
        ladders: &new.settings.ladders,
        ..first
    };
    let silence = less_contact(before, after).filter(|_| !assessed.iter().any(|one| one.ended));
    let lost = losses(&first, &second).into_iter().map(|(deadline, loss)| item(deadline, &loss)).chain(silence);
    (lost.collect(), alarms(&assessed[0], &assessed[1]))
}

/// True when a grave reason is new, or rests on more facts than before. That a date moved is no fact more.
fn alarms(before: &Assessment, after: &Assessment) -> bool {
    let mut grave = after.reasons.iter().filter(|reason| reason.level >= Level::High && !reason.quiet);
    let known = |reason: &Reason| before.reasons.iter().any(|old| old.id == reason.id && old.facts >= reason.facts);
    grave.any(|reason| !known(reason))
}

/// Silence is to alarm later than it did, or never.
fn less_contact(before: &Case, after: &Case) -> Option<Item> {
    let was = before.check_in?;
    if after.status == Status::Closed || after.check_in.is_some_and(|every| every <= was) {
        return None;
    }
    let mut variables = vec![("case", before.id.to_string().into()), ("old", Said::Leads(vec![was]))];
    let Some(every) = after.check_in else { return Some(("drop-check-in", variables)) };
    variables.push(("new", Said::Leads(vec![every])));
    Some(("drop-check-in-later", variables))
}

fn item(deadline: &Deadline, loss: &Loss) -> Item {
    let (case, title) = (deadline.key.case.to_string(), Said::Title(deadline.title.clone()));
    let end = |at| Said::End(at, deadline.zone.clone());
    let mut variables = vec![("case", case.into()), ("title", title)];
    let id = match loss {
        Loss::Gone => {
            variables.push(("old", end(deadline.earliest.end)));
            "drop-gone"
        }
        Loss::Later(new) => {
            variables.extend([("old", end(deadline.earliest.end)), ("new", end(*new))]);
            "drop-later"
        }
        Loss::Rungs(leads) => {
            variables.push(("what", Said::Leads(leads.clone())));
            "drop-rungs"
        }
        Loss::People(people) => {
            let people: Vec<String> = people.iter().map(ToString::to_string).collect();
            variables.push(("what", people.join(", ").into()));
            "drop-person"
        }
    };
    (id, variables)
}

impl Dropped {
    /// True when nothing is lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lost.is_empty()
    }

    /// The lines for the admins: the files, then what is lost.
    fn items(&self) -> Vec<Item> {
        let files = self.files.keys().map(|file| ("drop-file", vec![("file", file.clone().into())]));
        files.chain(self.lost.iter().cloned()).collect()
    }
}

/// The files that wait, each with the hash of the text that waits.
///
/// # Errors
/// When the database says no.
pub fn waiting(tx: &Transaction<'_>) -> Result<BTreeMap<String, String>, StoreError> {
    Ok(read(store::memo(tx, WAITING)?))
}

fn read(memo: Option<String>) -> BTreeMap<String, String> {
    memo.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Those of an edit's files whose text, as it is now, nobody accepted.
///
/// # Errors
/// When the database says no.
fn unaccepted(tx: &Transaction<'_>, found: &Dropped) -> Result<BTreeSet<String>, StoreError> {
    let accepted = read(store::memo(tx, ACCEPTED)?);
    let open = found.files.iter().filter(|(file, hash)| accepted.get(*file) != Some(*hash));
    Ok(open.map(|(file, _)| file.clone()).collect())
}

/// Remembers which files wait, and tells the admins; an edit that no longer waits is told, too.
///
/// # Errors
/// When the database says no.
fn keep_waiting(tx: &Transaction<'_>, ground: &Ground, found: &Dropped, now: Timestamp) -> Result<(), StoreError> {
    let text = serde_json::to_string(&found.files).map_err(|error| StoreError::Letter(0, error))?;
    store::set_memo(tx, WAITING, &text)?;
    let trouble = Trouble { items: found.items(), ..Trouble::new(WAITS, "", "") };
    let all: &[Trouble] = if found.is_empty() { &[] } else { &[trouble] };
    settle_trouble(tx, ground, &[WAITS], all, now)?;
    Ok(())
}

/// Tells the admins of an edit that is in force and takes reminders away.
///
/// # Errors
/// When the database says no.
fn announce_dropped(tx: &Transaction<'_>, ground: &Ground, found: &Dropped, now: Timestamp) -> Result<(), StoreError> {
    let event = Trouble { items: found.items(), ..Trouble::new("edit-drops", "", "") };
    tracing::warn!(files = ?found.files.keys().collect::<Vec<_>>(), "An edit takes {} reminders away", found.lost.len());
    tell_event(tx, ground, &event, now)?;
    Ok(())
}

/// Accepts everything that waits. The running daemon puts it into force within seconds. Returns the files.
///
/// # Errors
/// When the database says no.
pub fn accept_waiting(tx: &Transaction<'_>, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let waits = waiting(tx)?;
    if waits.is_empty() {
        return Ok(Vec::new());
    }
    let mut accepted = read(store::memo(tx, ACCEPTED)?);
    accepted.extend(waits.clone());
    let text = serde_json::to_string(&accepted).map_err(|error| StoreError::Letter(0, error))?;
    store::set_memo(tx, ACCEPTED, &text)?;
    store::set_memo(tx, WAITING, "{}")?;
    store::enter(tx, "accepted", &serde_json::json!({ "files": waits.len() }), now);
    Ok(waits.into_keys().collect())
}

/// What becomes of a reading of the files.
#[derive(Debug)]
pub struct Weighed {
    /// What comes into force.
    pub change: Change,
    /// What the edit takes away, if it takes anything.
    pub dropped: Dropped,
    /// True when that waits: the change holds those files as they were.
    pub waits: bool,
}

/// Weighs what was just read against what is in force. Files whose edit would drop a reminder stay as they were, if it is
/// set so and nobody accepted it.
///
/// # Errors
/// When the folder cannot be read, or the store.
pub fn weigh(mut change: Change, old: &Setup, folder: &Path, store: &Store, now: Timestamp) -> anyhow::Result<Weighed> {
    change.setup.keep(old);
    let mut dropped = dropped(old, &change.setup, now);
    if dropped.is_empty() || old.settings.dropping == Dropping::Announce {
        return Ok(Weighed { change, dropped, waits: false });
    }
    let mut open = store.write_now(|tx| unaccepted(tx, &dropped))?;
    if open.is_empty() {
        return Ok(Weighed { change, dropped: Dropped::default(), waits: false });
    }
    // Reminders that are lost are told of; an alarm that waits for somebody asleep would be heard by nobody.
    open.retain(|file| !dropped.alarming.contains(file));
    if open.is_empty() {
        return Ok(Weighed { change, dropped, waits: false });
    }
    dropped.files.retain(|file, _| open.contains(file));
    let mut held = load_held(folder, store, &open, now)?;
    held.setup.keep(old);
    Ok(Weighed { change: held, dropped, waits: true })
}

/// The first reading of a run, weighed against what was in force when the last one ended: an edit made while nothing ran
/// takes reminders away as silently as any other. A store that knows no file yet has nothing to lose.
///
/// # Errors
/// When the folder cannot be read, or the store.
pub fn load_weighed(folder: &Path, store: &Store, now: Timestamp) -> anyhow::Result<Weighed> {
    let mut change = load_fresh(folder, store, now)?;
    let mut known = store.write_now(store::good_file_names)?;
    // What the admins were told is watched no more is lost already.
    for one in store.write_now(|tx| missing(tx, folder, &change.setup.law.zones()))? {
        if !one.watched {
            known.remove(&one.file);
        }
    }
    if known.is_empty() {
        return Ok(Weighed { change, dropped: Dropped::default(), waits: false });
    }
    let mut old = load_held(folder, store, &known, now)?.setup;
    old.known_as_entered();
    change.setup.known_as_entered();
    weigh(change, &old, folder, store, now)
}

/// After a configuration came into force: what waits, or what is lost, is told.
///
/// # Errors
/// When the database says no.
pub fn tell_weighed(
    tx: &Transaction<'_>,
    ground: &Ground,
    (found, waits): (&Dropped, bool),
    now: Timestamp,
) -> Result<(), StoreError> {
    if waits {
        return keep_waiting(tx, ground, found, now);
    }
    keep_waiting(tx, ground, &Dropped::default(), now)?;
    if found.is_empty() { Ok(()) } else { announce_dropped(tx, ground, found, now) }
}
