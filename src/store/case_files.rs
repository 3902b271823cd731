//! What each case file looked like when it was last read and found good.
//!
//! In: what a reading of the folder saw. Out: the same, at the next start. A row is no fact about a case: it only says
//! that the text kept of its file is still the text on disk.

use rusqlite::{Transaction, params};

use super::StoreError;

/// One case file from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The code of the case.
    pub case: String,
    /// The name of its file.
    pub file: String,
    /// What the file looked like.
    pub looked: String,
    /// The name of its file of reports and what that looked like, if there is one.
    pub reports: Option<(String, String)>,
    /// The names of people.toml that work on it, with spaces between.
    pub team: String,
}

/// All case files, by code.
///
/// # Errors
/// When the database says no.
pub fn case_files(tx: &Transaction<'_>) -> Result<Vec<CaseFile>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT case_id, file, looked, reports, reports_looked, team FROM case_file ORDER BY case_id",
    )?;
    let rows = select.query_map([], |row| {
        let reports: (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
        Ok(CaseFile {
            case: row.get(0)?,
            file: row.get(1)?,
            looked: row.get(2)?,
            reports: reports.0.zip(reports.1),
            team: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Remembers what a case file looks like.
///
/// # Errors
/// When the database says no.
pub fn keep_case_file(tx: &Transaction<'_>, file: &CaseFile) -> Result<(), StoreError> {
    let (reports, reports_looked) = file.reports.as_ref().map(|(name, looked)| (name, looked)).unzip();
    tx.prepare_cached("INSERT OR REPLACE INTO case_file VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        file.case,
        file.file,
        file.looked,
        reports,
        reports_looked,
        file.team
    ])?;
    Ok(())
}

/// Forgets one: it must be read before it is trusted again.
///
/// # Errors
/// When the database says no.
pub fn forget_case_file(tx: &Transaction<'_>, case: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM case_file WHERE case_id = ?1")?.execute([case])?;
    Ok(())
}
