//! One case as every look at it sees it: what it is, how near a transfer is, and what was told of it.

use jiff::Timestamp;
use rusqlite::Transaction;

use crate::config::Ground;
use crate::docket::{Docket, docket};
use crate::notice::plan::{Plan, Told, View, plan};
use crate::outbox::unreachable;
use crate::risk::{Assessment, assess};
use crate::store::{self, StoreError};
use crate::watchlist::Case;

/// A case, judged.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub docket: Docket,
    pub assessment: Assessment,
    pub told: Told,
}

/// Judges a case from what is on record and what the store says was told.
pub(crate) fn judge(tx: &Transaction<'_>, ground: &Ground, case: &Case, now: Timestamp) -> Result<Judged, StoreError> {
    let docket = docket(case, &ground.setup.law, now);
    let assessment = assess(case, &ground.setup.law, &docket, now);
    let unreachable = unreachable(tx, &ground.setup.people)?;
    Ok(Judged { docket, assessment, told: Told { unreachable, ..store::told(tx, &case.id)? } })
}

impl Judged {
    /// What is owed by it now.
    pub(crate) fn plan(&self, ground: &Ground, case: &Case, now: Timestamp) -> Plan {
        plan(View {
            case,
            docket: &self.docket,
            assessment: &self.assessment,
            people: &ground.setup.people,
            ladders: &ground.setup.settings.ladders,
            told: &self.told,
            now,
        })
    }
}
