//! Reading the configuration into force, and never letting a broken edit take anything out of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::dropping::waiting;
use super::in_force::InForce;
use super::minding::keep_known;
use super::missing::{Missing, dark, forget_renamed, tell_gone};
use super::retention::is_over;
use super::returned::begin_anew;
use super::tick::{BATCH, look_at};
use super::trouble::{Item, Said, Trouble, tell_event};
use super::{digest, ledger, retention, successor, summary, whole_second};
use crate::config::{Ground, Place, Setup, Texts};
use crate::form::{Problem, Weight};
use crate::ids::PersonId;
use crate::law::rule::Severity;
use crate::notice::daily::system;
use crate::notice::plan::Mark;
use crate::notice::words::number;
use crate::outbox::{mended, owe_plain};
use crate::people::Role;
use crate::store::{self, CaseFile, Store, StoreError};
use crate::watchlist::Case;

/// Which errors stood in the files when they were last read.
pub(super) const CONFIG_ERRORS: &str = "config-errors";

/// What a reading of the folder came to.
#[derive(Debug)]
pub struct Change {
    /// The configuration in force now.
    pub setup: Setup,
    /// Errors in the files as they are on disk.
    pub errors: Vec<Problem>,
}

/// Reads the folder; a file that cannot be used, or that waits to be accepted, is replaced by its last usable text from
/// the store. Chats that were
/// adopted by a code are theirs who have no other.
///
/// # Errors
/// When the folder cannot be read, or the store.
pub fn load_good(folder: &Path, store: &Store, now: Timestamp) -> anyhow::Result<Change> {
    load_held(folder, store, &store.write_now(waiting)?.into_keys().collect(), now)
}

/// The same with some files as they last were in force, whatever stands on the disk.
pub(super) fn load_held(
    folder: &Path,
    store: &Store,
    files: &BTreeSet<String>,
    now: Timestamp,
) -> anyhow::Result<Change> {
    let held: Vec<String> = files.iter().cloned().collect();
    let mut change = load_mended(folder, store, &good_texts(store, &held)?, now)?;
    adopt(&mut change.setup, store)?;
    Ok(change)
}

/// The same with every file as it stands on the disk, also one that waits to be accepted.
///
/// # Errors
/// When the folder cannot be read, or the store.
pub fn load_fresh(folder: &Path, store: &Store, now: Timestamp) -> anyhow::Result<Change> {
    load_held(folder, store, &BTreeSet::new(), now)
}

/// People whose chat was let in by a code have it from the store.
pub(super) fn adopt(setup: &mut Setup, store: &Store) -> Result<(), StoreError> {
    for (person, chat) in store.write_now(store::adopted)? {
        if let Ok(person) = PersonId::parse(&person) {
            setup.people.adopt(&person, chat);
        }
    }
    Ok(())
}

fn load_mended(folder: &Path, store: &Store, held: &[(String, String)], now: Timestamp) -> anyhow::Result<Change> {
    let texts: Arc<dyn Texts> = Arc::new(InForce(store.clone()));
    let load = |instead: &[(String, String)]| {
        let instead = [held, instead].concat();
        Setup::load_with(folder, now, &instead, Some(&texts))
    };
    let (setup, problems) = load(&[])?;
    let mut errors: Vec<Problem> = problems.into_iter().filter(|problem| problem.weight == Weight::Error).collect();
    if errors.is_empty() {
        return Ok(Change { setup, errors });
    }
    // The same folder again, with the last usable text in place of every file that is broken. If that is not enough,
    // people and settings as they were too: a case can break because somebody it names was taken out.
    // What was reported is kept by the reading itself: there a bad line does not take the good ones with it.
    let reports = setup.reports_folder();
    let broken = errors.iter().map(|problem| problem.sheet.name.to_string());
    let broken: Vec<String> = broken.filter(|name| !Path::new(name).starts_with(&reports)).collect();
    let shared = ["people.toml", "staywatch.toml"].map(|name| folder.join(name).display().to_string());
    let mut instead = good_texts(store, &broken)?;
    let mut mended = load(&instead)?;
    let reports = folder.join(mended.0.settings.reports());
    let elsewhere = |problem: &Problem| !Path::new(&*problem.sheet.name).starts_with(&reports);
    if mended.1.iter().any(|problem| problem.weight == Weight::Error && elsewhere(problem)) {
        let wider: Vec<String> = broken.into_iter().chain(shared).collect();
        instead = good_texts(store, &wider)?;
        mended = load(&instead)?;
    }
    let dark = dark(folder, store, &mended.0)?;
    if !dark.is_empty() {
        errors.extend(dark.iter().map(Missing::problem));
        instead.extend(dark.into_iter().map(|one| (one.file, one.text)));
        mended = load(&instead)?;
    }
    Ok(Change { setup: mended.0, errors })
}

fn good_texts(store: &Store, names: &[String]) -> Result<Vec<(String, String)>, StoreError> {
    store.write_now(|tx| {
        let mut texts = Vec::new();
        for name in names {
            texts.extend(store::good_file(tx, name)?.map(|text| (name.clone(), text)));
        }
        Ok(texts)
    })
}

/// How much is looked at when a configuration comes into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every case: at start, when the program itself may have changed.
    All,
    /// The cases whose file or reports changed; all of them when law, people or settings did.
    Changed,
}

/// Puts a configuration into force: cases are looked at, good files are kept, admins hear of errors and of cases
/// whose file is gone.
///
/// # Errors
/// When the store cannot be written.
pub async fn refresh(
    store: &Store,
    ground: &Ground,
    errors: Vec<Problem>,
    scope: Scope,
    now: Timestamp,
) -> Result<(), StoreError> {
    // Rounded up, as the store does, a case would be looked at up to a second later.
    let now = whole_second(now);
    let (ground, setup) = (ground.clone(), Arc::clone(&ground.setup));
    let (erased, left_out) = store
        .write(move |tx| {
            keep_known(tx, &ground, now)?;
            if let Some(touched) = ground.setup.cases.touched() {
                let few = touched.len() <= BATCH;
                for id in touched {
                    let Some(place) = ground.setup.cases.place(id.as_str()) else { continue };
                    let new = !store::is_known(tx, id.as_str())?;
                    if new {
                        begin_anew(tx, &ground, place, now)?;
                    }
                    if keep_case(tx, &ground, place, true, now)? || new {
                        store::wake(tx, id.as_str(), Some(now), None)?;
                        if few {
                            // What somebody has just entered does not stand behind thousands that woke by themselves.
                            look_at(tx, &ground, id.as_str(), now)?;
                        }
                    }
                    keep_looks(tx, &ground, place, now)?;
                    fail::fail_point!("reload.inside");
                }
                fail::fail_point!("reload.before-commit");
                tell_admins(tx, &ground, &errors, now)?;
                return Ok((0, Vec::new()));
            }
            let good = |name: &str| !errors.iter().any(|problem| *problem.sheet.name == *name);
            let mut all = scope == Scope::All;
            let mut shared = ledger::Changed::default();
            for (name, text) in &ground.setup.texts {
                all |= store::good_file(tx, name)?.is_none_or(|kept| kept != *text);
                // People and settings are kept only when every case could live with them.
                if errors.is_empty() {
                    shared.keep(tx, name, text)?;
                }
            }
            for (name, text) in ground.setup.law.texts() {
                all |= shared.keep(tx, &name, text)?;
            }
            shared.enter(tx, now);
            for sheet in ground.setup.law.own_files() {
                store::keep_good_file(tx, &sheet.name, &sheet.text)?;
            }
            let erased = retention::purge(tx, &ground, errors.is_empty(), now)?;
            if erased > 0 {
                tell_purged(tx, &ground, now)?;
            }
            let purged = !store::memos(tx, store::PURGED)?.is_empty();
            let mut known = store::known_cases(tx)?;
            // What was erased must not come back with its text: such a case is known from its file alone.
            let mut left_out = Vec::new();
            for place in ground.setup.cases.places() {
                let id = place.id.as_str();
                if purged && store::was_purged(tx, id)? {
                    if ground.setup.cases.whole(place).is_some_and(|case| is_over(&case, now)) {
                        left_out.push(Arc::clone(&place.file));
                        left_out.extend(place.reports.clone());
                        continue;
                    }
                    store::forget_purge(tx, id)?;
                }
                let mut changed = !known.remove(id);
                if changed {
                    begin_anew(tx, &ground, place, now)?;
                }
                changed |= keep_case(tx, &ground, place, good(&place.file), now)?;
                keep_looks(tx, &ground, place, now)?;
                if all || changed {
                    store::wake(tx, id, Some(now), None)?;
                }
            }
            fail::fail_point!("reload.inside");
            known.retain(|row| !digest::is_morning(row));
            // While a file is broken nobody can say which case it was: it is counted as it was meanwhile.
            for case in known.into_iter().filter(|_| errors.is_empty()) {
                store::forget_case(tx, &case)?;
                store::enter(tx, "gone", &json!({ "case": case }), now);
                store::forget_case_file(tx, &case)?;
                tell_gone(tx, &ground, &case, now)?;
            }
            if errors.is_empty() {
                forget_renamed(tx, &ground.setup)?;
                forget_adopted(tx, &ground)?;
            }
            successor::look_over(tx, &ground, now)?;
            mended(tx, &ground.setup.people, now)?;
            digest::wake_people(tx, &ground, now)?;
            summary::wake_groups(tx, &ground, now)?;
            tell_admins(tx, &ground, &errors, now)?;
            fail::fail_point!("reload.before-commit");
            Ok((erased, left_out))
        })
        .await?;
    setup.cases.in_force_but(&left_out);
    if erased > 0
        && let Err(error) = store.settle_log()
    {
        tracing::warn!(error = &error as &dyn std::error::Error, "What was erased still stands in the write-ahead log");
    }
    Ok(())
}

/// Keeps the texts of a case that are new; true when one differs from what was kept. `good`: its file has no error.
fn keep_case(
    tx: &rusqlite::Transaction<'_>,
    ground: &Ground,
    place: &Place,
    good: bool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let new = ground.setup.cases.new_texts(place);
    let Some(case) = (!new.is_empty()).then(|| ground.setup.cases.whole(place)).flatten() else { return Ok(false) };
    let file = good && new.iter().any(|(name, _)| *name == place.file);
    let changed = file && ledger::keep_case(tx, &case, &ground.setup.law.zones(), now)?;
    let reported = new.iter().any(|(name, _)| *name != place.file) && ledger::keep_reports(tx, &case, now)?;
    tell_ahead(tx, ground, &case, now)?;
    Ok(changed || reported)
}

/// What is dated ahead by a slip counts for nothing until then, and nothing else would say so. Told once, and again when
/// another fact is. In a rehearsal facts lie ahead that nobody mistyped.
fn tell_ahead(tx: &rusqlite::Transaction<'_>, ground: &Ground, case: &Case, now: Timestamp) -> Result<(), StoreError> {
    if !ground.setup.cases.are_of_the_present() {
        return Ok(());
    }
    let ahead = case.events.iter().filter_map(|event| Some((event.kind, event.ahead(&case.zone, now)?)));
    let item = |(kind, day)| ("line-entered-item", vec![("event", Said::Event(kind)), ("day", Said::Day(day))]);
    let items: Vec<Item> = ahead.map(item).collect();
    let (memo, state) = (format!("{AHEAD}{}", case.id), format!("{items:?}"));
    if items.is_empty() {
        store::forget_memo(tx, &memo)?;
    } else if store::memo(tx, &memo)?.is_none_or(|told| told != state) {
        store::set_memo(tx, &memo, &state)?;
        tell_event(tx, ground, &Trouble { items, ..Trouble::new("fact-ahead", case.id.as_str(), "") }, now)?;
    }
    Ok(())
}

/// Memos of the facts ahead that the admins were told of.
const AHEAD: &str = "fact-ahead/";

/// Remembers what the files of a case look like, once they have come to rest.
fn keep_looks(
    tx: &rusqlite::Transaction<'_>,
    ground: &Ground,
    place: &Place,
    now: Timestamp,
) -> Result<(), StoreError> {
    let [file, reports] = ground.setup.cases.looks(place).map(|stamp| stamp.filter(|stamp| stamp.rested(now)));
    let Some(looked) = file.filter(|_| place.reports.is_none() || reports.is_some()) else {
        return store::forget_case_file(tx, place.id.as_str());
    };
    let team: Vec<&str> = place.team.iter().map(crate::ids::PersonId::as_str).collect();
    let reports = place.reports.as_ref().zip(reports).map(|(name, stamp)| (name.to_string(), stamp.to_string()));
    let (case, file, looked, team) = (place.id.to_string(), place.file.to_string(), looked.to_string(), team.join(" "));
    let file = CaseFile { case, file, looked, reports, team };
    if store::case_file(tx, place.id.as_str())?.as_ref() == Some(&file) {
        Ok(())
    } else {
        store::keep_case_file(tx, &file)
    }
}

/// A chat that was adopted counts only as long as nothing else stands in people.toml.
fn forget_adopted(tx: &rusqlite::Transaction<'_>, ground: &Ground) -> Result<(), StoreError> {
    for person in store::adopted(tx)?.into_keys() {
        if !ground.setup.people.all().any(|known| known.id.as_str() == person && known.invited) {
            store::forget_adopted(tx, &person)?;
        }
    }
    Ok(())
}

/// Without the codes: what was erased must not come back in a message about it.
fn tell_purged(tx: &rusqlite::Transaction<'_>, ground: &Ground, now: Timestamp) -> Result<(), StoreError> {
    for admin in ground.setup.people.with_role(Role::Admin) {
        let message = system(admin, &ground.words, "purged", &[], Vec::new());
        let mark = Mark { subject: "system/purged".to_owned(), revision: now.as_second(), step: "told".to_owned() };
        owe_plain(tx, admin, ("system", "system"), Severity::Normal, &mark, &message, now)?;
    }
    Ok(())
}

/// Once for each state of the files: which errors stand where, or that they are gone.
fn tell_admins(
    tx: &rusqlite::Transaction<'_>,
    ground: &Ground,
    errors: &[Problem],
    now: Timestamp,
) -> Result<(), StoreError> {
    let state = errors.iter().map(Problem::line).collect::<Vec<_>>().join("\n");
    let before = store::memo(tx, CONFIG_ERRORS)?.unwrap_or_default();
    if before == state {
        return Ok(());
    }
    store::set_memo(tx, CONFIG_ERRORS, &state)?;
    let what = if errors.is_empty() { "config-mended" } else { "config-broken" };
    let count = i64::try_from(errors.len()).unwrap_or(i64::MAX);
    for admin in ground.setup.people.with_role(Role::Admin) {
        let items = errors.iter().take(20).map(Problem::told).collect();
        let message = system(admin, &ground.words, what, &[number("count", count)], items);
        let mark = Mark { subject: "system/config".to_owned(), revision: now.as_second(), step: what.to_owned() };
        owe_plain(tx, admin, ("system", "system"), Severity::High, &mark, &message, now)?;
    }
    Ok(())
}
