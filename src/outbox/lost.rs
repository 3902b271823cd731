//! Letters that a hand took out of the store, and notices that it took from a letter: the ledger knows of both.
//!
//! In: a case, and what says the same on the person's other way. Out: what a letter settles stands in the store again; a
//! letter that is gone before anything is known to have become of it is owed again under its name. What is gone and was
//! settled cannot be brought back: it is only told of, once.

use jiff::Timestamp;
use rusqlite::Transaction;

use super::owe::{answerable, channels, new_code};
use super::record::fit_for;
use crate::config::Ground;
use crate::ids::{CaseId, PersonId};
use crate::law::rule::Severity;
use crate::notice::message::Message;
use crate::store::{self, Lost, Owed, StoreError, Twin};

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Letters that are gone.
    pub letters: usize,
    /// Letters of which nothing said what they settle.
    pub notices: usize,
}

/// Finds what is missing of a case, and brings back what can be.
///
/// # Errors
/// When the database says no.
pub fn find_lost(tx: &Transaction<'_>, ground: &Ground, case: &CaseId, now: Timestamp) -> Result<Missing, StoreError> {
    let mut missing = Missing::default();
    for lost in store::lost_letters(tx, case)? {
        let twins = store::twins(tx, case, &lost)?;
        if lost.there {
            // That nothing says the same on another way may be as it should be; if not, the plan says it again.
            if let Some(twin) = its_twin(tx, &lost, &twins)? {
                store::settles_the_same(tx, &lost, twin.id)?;
                missing.notices += 1;
            }
            continue;
        }
        missing.letters += 1;
        store::enter_lost(tx, case, &lost, now);
        for twin in twins.iter().filter(|twin| !lost.settled && twin.moot.is_none_or(|moot| moot > now)) {
            owe_again(tx, ground, (case, &lost), twin, now)?;
        }
    }
    Ok(missing)
}

/// Of several letters the one that says the same.
fn its_twin<'t>(tx: &Transaction<'_>, lost: &Lost, twins: &'t [Twin]) -> Result<Option<&'t Twin>, StoreError> {
    if let [twin] = twins {
        return Ok(Some(twin));
    }
    let text = store::letter_text(tx, lost.letter)?;
    let ours: Option<Message> = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(twins.iter().find(|twin| ours.as_ref().is_some_and(|ours| ours.subject == twin.message.subject)))
}

fn owe_again(
    tx: &Transaction<'_>,
    ground: &Ground,
    (case, lost): (&CaseId, &Lost),
    twin: &Twin,
    now: Timestamp,
) -> Result<(), StoreError> {
    let person = PersonId::parse(&lost.person).ok().and_then(|id| ground.setup.people.person(&id));
    let Some(person) = person else { return Ok(()) };
    let ways = channels(person, Severity::Critical);
    let Some(channel) = ways.into_iter().find(|way| *way == lost.channel) else { return Ok(()) };
    let matters = store::matters_of_letter(tx, twin.id)?;
    let mut message = fit_for(channel, &twin.message);
    let code = if channel == "email" && !matters.is_empty() { Some(new_code(tx)?) } else { None };
    if let Some(code) = &code {
        answerable(tx, &mut message, code, ground, person)?;
    }
    let owed = Owed {
        case: Some(case.clone()),
        key: lost.key.clone(),
        thread: case.to_string(),
        kind: store::known_kind(&lost.kind),
        severity: twin.severity,
        person: person.id.clone(),
        channel,
        message,
        moot: twin.moot,
        marks: store::marks_of_letter(tx, twin.id)?.1,
        matters: matters.into_iter().map(|open| open.matter).collect(),
        code,
        not_before: None,
    };
    store::owe(tx, &owed, now)?;
    Ok(())
}
