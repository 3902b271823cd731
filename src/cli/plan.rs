//! `plan`: what would change against the running store if this configuration were loaded.
//!
//! It reads the store and writes nothing: a daemon may be running on it.

use serde::Serialize;

use super::json::instant;
use super::{Call, Exit, Format, act, findings, load};
use crate::config::Setup;
use crate::daemon::peek_store;
use crate::docket::{Deadline, Status, docket};
use crate::notice::compose::compose;
use crate::notice::plan::{View, persons, plan};
use crate::notice::words::{Speaker, Words};
use crate::risk::assess;
use crate::schedule::{accept_waiting, waiting};
use crate::store::{self, Seen, StoreError};
use crate::watchlist::Case;

/// One difference.
#[derive(Serialize)]
struct Difference {
    case: String,
    change: &'static str,
    rule: String,
    title: Option<String>,
    old: Option<String>,
    new: Option<String>,
    cause: Vec<String>,
    /// The same dates as people read them.
    #[serde(skip)]
    said: [Option<String>; 2],
}

/// A message that would go out at once.
#[derive(Serialize)]
struct Message {
    case: String,
    kind: &'static str,
    subject: String,
    to: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    deadlines: Vec<Difference>,
    notices: Vec<Message>,
    /// Files whose edit waits to be accepted.
    waiting: Vec<String>,
}

pub(super) fn run(call: &mut Call<'_>, accepts: bool) -> anyhow::Result<Exit> {
    let (setup, errors) = load(call)?;
    if accepts {
        return accept(call, &setup);
    }
    let words = Words::default();
    let speaker = words.speak(call.language);
    let mut answer = Answer { deadlines: Vec::new(), notices: Vec::new(), waiting: Vec::new() };
    if let Some(store) = peek_store(&setup, &call.folder)? {
        store.write_now(|tx| compare(tx, &setup, call, &words, speaker, &mut answer))?;
    } else {
        super::complain("no store yet: everything below would be new");
        let nothing = store::Store::in_memory()?;
        nothing.write_now(|tx| compare(tx, &setup, call, &words, speaker, &mut answer))?;
    }
    if call.format == Format::Json {
        serde_json::to_writer_pretty(&mut *call.out, &answer)?;
        writeln!(call.out)?;
        return Ok(findings(&errors));
    }
    for one in &answer.deadlines {
        let title = one.title.as_deref().unwrap_or(&one.rule);
        let [old, new] = &one.said;
        let dates = match (old, new) {
            (Some(old), Some(new)) => format!("{old} -> {new}"),
            (old, new) => old.iter().chain(new).cloned().collect(),
        };
        let cause = if one.cause.is_empty() { String::new() } else { format!(" (changed: {})", one.cause.join(", ")) };
        writeln!(call.out, "{:<10} {}: {title}: {dates}{cause}", one.change, one.case)?;
    }
    if !answer.notices.is_empty() {
        writeln!(call.out, "\nMessages that would go out at once:")?;
    }
    for notice in &answer.notices {
        writeln!(call.out, "  {}  [{}]", notice.subject, notice.to.join(", "))?;
    }
    for file in &answer.waiting {
        writeln!(
            call.out,
            "\nwaits, because it takes reminders away: {file}\n  put it into force: staywatch plan --accept"
        )?;
    }
    let (changes, messages) = (answer.deadlines.len(), answer.notices.len());
    writeln!(call.out, "\n{changes} deadlines change, {messages} messages would go out at once")?;
    Ok(findings(&errors))
}

/// Accepts what waits; the running daemon takes it up within seconds.
fn accept(call: &mut Call<'_>, setup: &Setup) -> anyhow::Result<Exit> {
    let Some(store) = peek_store(setup, &call.folder)? else { anyhow::bail!("there is no store yet: nothing waits") };
    let now = call.now;
    let files = store.write_now(|tx| {
        let files = accept_waiting(tx, now)?;
        for file in &files {
            let name = file.rsplit('/').next().unwrap_or(file);
            store::enter_act(tx, "accept", &act::operator(), &serde_json::json!({ "file": name }), now)?;
        }
        Ok(files)
    })?;
    if files.is_empty() {
        writeln!(call.out, "Nothing waits to be accepted.")?;
    }
    for file in files {
        writeln!(call.out, "accepted: {file}")?;
    }
    Ok(Exit::Fine)
}

fn compare(
    tx: &rusqlite::Transaction<'_>,
    setup: &Setup,
    call: &Call<'_>,
    words: &Words,
    speaker: Speaker<'_>,
    answer: &mut Answer,
) -> Result<(), StoreError> {
    answer.waiting = waiting(tx)?.into_keys().collect();
    let law_changed = changed_law(tx, setup)?;
    for case in &setup.cases {
        let docket = docket(&case, &setup.law, call.now);
        let assessment = assess(&case, &setup.law, &docket, call.now);
        let before = store::seen_docket(tx, &case.id)?;
        let mut cause = law_changed.clone();
        let kept = store::good_file(tx, &case.sheet.name)?;
        if kept.is_some_and(|kept| *kept != *case.sheet.text) {
            cause.insert(0, case.sheet.name.to_string());
        }
        answer.deadlines.extend(differences(&case, &docket.deadlines, &before, &cause, speaker));
        let told = store::told(tx, &case.id)?;
        let view = View {
            case: &case,
            docket: &docket,
            assessment: &assessment,
            people: &setup.people,
            ladders: &setup.settings.ladders,
            told: &told,
            now: call.now,
        };
        for notice in plan(view).notices {
            let readers = persons(&notice, &setup.people);
            let Some(reader) = readers.first().copied() else { continue };
            let mut reader = reader.clone();
            reader.language = call.language;
            let subject = compose(&notice, &case, &reader, words, call.now).subject;
            let to = notice.to.iter().map(ToString::to_string).collect();
            answer.notices.push(Message { case: case.id.to_string(), kind: notice.kind.word(), subject, to });
        }
    }
    Ok(())
}

/// Packs and calendars whose text differs from what is in force.
fn changed_law(tx: &rusqlite::Transaction<'_>, setup: &Setup) -> Result<Vec<String>, StoreError> {
    let mut changed = Vec::new();
    for (name, text) in setup.law.texts() {
        if store::good_file(tx, &name)?.is_some_and(|kept| kept != text) {
            changed.push(name);
        }
    }
    Ok(changed)
}

fn differences<'d>(
    case: &'d Case,
    now: &'d [Deadline],
    before: &'d std::collections::BTreeMap<String, Seen>,
    due_to: &'d [String],
    speaker: Speaker<'d>,
) -> impl Iterator<Item = Difference> + 'd {
    let difference = move |change, deadline: &Deadline, old: Option<&Seen>, new: bool| Difference {
        case: case.id.to_string(),
        change,
        rule: deadline.key.rule.to_string(),
        title: Some(deadline.title.get(speaker.language).to_owned()),
        old: old.map(|old| instant(old.earliest, &deadline.zone)),
        new: new.then(|| instant(deadline.earliest.end, &deadline.zone)),
        cause: if old.is_some() { due_to.to_vec() } else { Vec::new() },
        said: [
            old.map(|old| speaker.end_elsewhere(old.earliest, &deadline.zone)),
            new.then(|| speaker.end(deadline.earliest, &deadline.zone)),
        ],
    };
    let found = now.iter().filter_map(move |deadline| {
        let old = before.get(&deadline.key.subject());
        let pending = deadline.status == Status::Pending;
        let same = |old: &Seen| {
            old.earliest.as_second() == deadline.earliest.end.as_second()
                && old.latest.as_second() == deadline.latest.end.as_second()
        };
        match old {
            None if pending => Some(difference("added", deadline, None, true)),
            Some(old) if old.was_pending() && !pending && deadline.status != Status::Lapsed => {
                Some(difference(deadline.status.word(), deadline, Some(old), false))
            }
            Some(old) if pending && !same(old) => Some(difference("moved", deadline, Some(old), true)),
            _ => None,
        }
    });
    let gone = before.iter().filter(move |(subject, seen)| {
        seen.was_pending() && !now.iter().any(|deadline| deadline.key.subject() == **subject)
    });
    let gone = gone.map(move |(subject, seen)| Difference {
        case: case.id.to_string(),
        change: "withdrawn",
        rule: subject.split('/').next().unwrap_or_default().to_owned(),
        title: None,
        old: Some(instant(seen.earliest, &case.zone)),
        new: None,
        cause: due_to.to_vec(),
        said: [Some(speaker.end_elsewhere(seen.earliest, &case.zone)), None],
    });
    found.chain(gone)
}
