//! Deadlines as the last look found them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Transaction, params};

use super::StoreError;
use crate::docket::{Deadline, Status};
use crate::ids::CaseId;

/// A deadline as the last look found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// End of the earliest reading.
    pub earliest: Timestamp,
    /// End of the latest reading.
    pub latest: Timestamp,
    /// Where it stood.
    pub status: String,
}

impl Seen {
    fn of(deadline: &Deadline) -> Self {
        let second = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
        let (earliest, latest) = (second(deadline.earliest.end), second(deadline.latest.end));
        Self { earliest, latest, status: deadline.status.word().to_owned() }
    }

    /// True when it ran.
    #[must_use]
    pub fn was_pending(&self) -> bool {
        self.status == Status::Pending.word()
    }
}

/// The deadlines of a case as the last look found them, by subject.
///
/// # Errors
/// When the database says no.
pub fn seen_docket(tx: &Transaction<'_>, case: &CaseId) -> Result<BTreeMap<String, Seen>, StoreError> {
    let mut select = tx.prepare_cached("SELECT subject, earliest, latest, status FROM docket WHERE case_id = ?1")?;
    let mut rows = select.query([case.as_str()])?;
    let mut seen = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let instant = |second: i64| Timestamp::from_second(second).unwrap_or(Timestamp::MIN);
        let found = Seen { earliest: instant(row.get(1)?), latest: instant(row.get(2)?), status: row.get(3)? };
        seen.insert(row.get(0)?, found);
    }
    Ok(seen)
}

/// Keeps the deadlines of a case as this look found them; writes only what changed.
///
/// # Errors
/// When the database says no.
pub fn keep_docket(tx: &Transaction<'_>, case: &CaseId, deadlines: &[Deadline]) -> Result<(), StoreError> {
    let mut before = seen_docket(tx, case)?;
    for deadline in deadlines {
        let subject = deadline.key.subject();
        let now = Seen::of(deadline);
        if before.remove(&subject).as_ref() == Some(&now) {
            continue;
        }
        let (earliest, latest) = (now.earliest.as_second(), now.latest.as_second());
        tx.prepare_cached(
            "INSERT INTO docket VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET earliest = ?3, latest = ?4, status = ?5",
        )?
        .execute(params![case.as_str(), subject, earliest, latest, now.status])?;
    }
    for subject in before.keys() {
        tx.prepare_cached("DELETE FROM docket WHERE case_id = ?1 AND subject = ?2")?
            .execute(params![case.as_str(), subject])?;
    }
    Ok(())
}
