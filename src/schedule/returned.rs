//! A code that is on the watch list again: the same case, or another under its code.
//!
//! In: a case that nothing looked at a moment ago. Out: when none of its dates was ever told, everything that was told
//! under its code is forgotten: it was somebody else's, and must neither silence nor correct anything of this one.

use jiff::Timestamp;
use rusqlite::Transaction;

use crate::config::{Ground, Place};
use crate::docket::{Deadline, docket};
use crate::notice::answered::RISK;
use crate::notice::plan::Mark;
use crate::store::{self, StoreError};

pub(super) fn begin_anew(
    tx: &Transaction<'_>,
    ground: &Ground,
    place: &Place,
    now: Timestamp,
) -> Result<(), StoreError> {
    let told = store::told(tx, &place.id)?;
    // Without a deadline that was told nothing shows that it is another.
    let level = |subject: &str| subject == RISK || subject.starts_with("risk/");
    let dates: Vec<&Mark> = told.marks.keys().filter(|mark| !level(&mark.subject)).collect();
    if dates.is_empty() {
        return Ok(());
    }
    let Some(case) = ground.setup.cases.whole(place) else { return Ok(()) };
    let mut deadlines = docket(&case, &ground.setup.law, now).deadlines.into_iter();
    let told = |deadline: &Deadline| {
        let (subject, end) = (deadline.key.subject(), deadline.earliest.end.as_second());
        dates.iter().any(|mark| mark.subject == subject && mark.revision == end)
    };
    if !deadlines.any(|deadline| told(&deadline)) {
        tracing::warn!(case = place.id.as_str(), "This code was another case's: everything is told anew");
        store::forget_told(tx, &place.id, now)?;
    }
    Ok(())
}
