//! `plan`: what would change against the running store if this configuration were loaded.
//!
//! It reads the store and writes nothing: a daemon may be running on it.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json::instant;
use super::render::{colour_of, counted, styled};
use super::{Call, Exit, Format, act, findings, load};
use crate::config::Setup;
use crate::daemon::peek_store;
use crate::docket::{Deadline, Status, docket};
use crate::form::Colour;
use crate::notice::compose::compose;
use crate::notice::plan::{View, persons, plan};
use crate::notice::words::{Speaker, Words};
use crate::risk::assess;
use crate::schedule::{accept_waiting, waiting};
use crate::store::{self, Seen, StoreError};
use crate::watchlist::Case;

const ADDED: Style = AnsiColor::Green.on_default();
const MOVED: Style = AnsiColor::Yellow.on_default();
/// What is no longer told.
const LOST: Style = AnsiColor::Red.on_default();

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
    let colour = colour_of(&std::io::stdout());
    for one in &answer.deadlines {
        writeln!(call.out, "{}", said(one, colour))?;
    }
    if !answer.notices.is_empty() {
        writeln!(call.out, "\nMessages that would go out at once, as their readers will see them:")?;
    }
    for notice in &answer.notices {
        let readers = styled(&format!("[{}]", notice.to.join(", ")), Style::new().dimmed(), colour);
        writeln!(call.out, "  {}  {readers}", styled(&notice.subject, Style::new().bold(), colour))?;
    }
    for file in &answer.waiting {
        let waits = styled("waits, because it takes reminders away:", LOST.bold(), colour);
        writeln!(call.out, "\n{waits} {file}\n  put it into force: staywatch plan --accept")?;
    }
    let changes = counted(answer.deadlines.len(), "deadline changes", "deadlines change");
    let messages = counted(answer.notices.len(), "message", "messages");
    writeln!(call.out, "\n{changes}, {messages} would go out at once")?;
    Ok(findings(&errors))
}

/// One difference as a line. What somebody may miss because of it is red.
fn said(one: &Difference, colour: Colour) -> String {
    let title = one.title.as_deref().unwrap_or(&one.rule);
    let [old, new] = &one.said;
    let dates = match (old, new) {
        (Some(old), Some(new)) => format!("{old} -> {new}"),
        (old, new) => old.iter().chain(new).cloned().collect(),
    };
    let cause = if one.cause.is_empty() { String::new() } else { format!(" (changed: {})", one.cause.join(", ")) };
    let style = match one.change {
        "added" => ADDED,
        "moved" => MOVED,
        "met" => Style::new().dimmed(),
        _ => LOST,
    };
    let (change, cause) =
        (styled(&format!("{:<10}", one.change), style, colour), styled(&cause, Style::new().dimmed(), colour));
    let code = styled(&one.case, Style::new().bold(), colour);
    format!("{change} {code}: {title}: {dates}{cause}")
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
            // Each reads it in a language of their own: the words are shown once for all who read the same.
            let mut worded: Vec<Message> = Vec::new();
            for reader in persons(&notice, &setup.people) {
                let subject = compose(&notice, &case, reader, words, call.now).subject;
                let to = reader.id.to_string();
                match worded.iter_mut().find(|one| one.subject == subject) {
                    Some(one) => one.to.push(to),
                    None => worded.push(Message {
                        case: case.id.to_string(),
                        kind: notice.kind.word(),
                        subject,
                        to: vec![to],
                    }),
                }
            }
            answer.notices.extend(worded);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_sees_what_is_lost_in_red_and_a_file_sees_plain_words() {
        let moved = |change| Difference {
            case: "linden".into(),
            change,
            rule: "ru-cpc-463-appeal".into(),
            title: None,
            old: None,
            new: None,
            cause: Vec::new(),
            said: [Some("Mon 2026-03-09 24:00".into()), Some("Tue 2026-03-10 24:00".into())],
        };
        let plain = said(&moved("withdrawn"), Colour::No);
        assert_eq!(plain, "withdrawn  linden: ru-cpc-463-appeal: Mon 2026-03-09 24:00 -> Tue 2026-03-10 24:00");
        let red = said(&moved("withdrawn"), Colour::Yes);
        assert!(red.starts_with("\u{1b}[31mwithdrawn "), "{red:?}");
        assert!(said(&moved("added"), Colour::Yes).starts_with("\u{1b}[32madded "));
    }
}
