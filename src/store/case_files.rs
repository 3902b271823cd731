//! What each case file looked like when it was last read and found good.
//!
//! In: what a reading of the folder saw. Out: the same, at the next start. A row is no fact about a case: it only says
//! that the text kept of its file is still the text on disk.

use rusqlite::{OptionalExtension as _, Row, Transaction, params};

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

fn of_row(row: &Row<'_>) -> rusqlite::Result<CaseFile> {
    let reports: (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
    let (case, file, looked, team) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(5)?);
    Ok(CaseFile { case, file, looked, reports: reports.0.zip(reports.1), team })
}

/// True when all case files, one after the other by code, are as they should be, and somebody looks at each of their cases.
///
/// # Errors
/// When the database says no.
pub fn all_case_files(tx: &Transaction<'_>, mut sound: impl FnMut(CaseFile) -> bool) -> Result<bool, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT case_id, file, looked, reports, reports_looked, team,
            EXISTS (SELECT 1 FROM watch WHERE watch.case_id = case_file.case_id) FROM case_file ORDER BY case_id",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        if !row.get::<_, bool>(6)? || !sound(of_row(row)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// True when a case file is known.
///
/// # Errors
/// When the database says no.
pub fn is_any_case_file(tx: &Transaction<'_>) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("SELECT 1 FROM case_file")?.exists([])?)
}

/// The file of a case.
///
/// # Errors
/// When the database says no.
pub fn case_file(tx: &Transaction<'_>, case: &str) -> Result<Option<CaseFile>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT case_id, file, looked, reports, reports_looked, team FROM case_file WHERE case_id = ?1",
    )?;
    Ok(select.query_row([case], of_row).optional()?)
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
