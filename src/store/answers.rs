//! What was answered, by whom, and what can be answered: matters, answers, the codes of mails.
//!
//! Answers are only ever added. A letter that an answer made needless is withdrawn in the same transaction.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde_json::json;

use super::StoreError;
use super::chain::enter;
use super::contacts::SINCE;
use super::letters::{Owed, instant, rank, severity};
use super::overtaken::take_back;
use crate::ids::{CaseId, PersonId};
use crate::law::counting::word;
use crate::law::rule::{Severity, word_of};
use crate::notice::answered::{Act, Answered, Matter, Who};
use crate::notice::plan::Mark;

/// A matter as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its row.
    pub id: i64,
    /// The code of its case.
    pub case: String,
    /// What it is.
    pub matter: Matter,
    /// How much hangs on it.
    pub severity: Severity,
}

/// How an answer came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A button or a command in a chat.
    Telegram,
    /// The code of a mail.
    Code,
    /// The link of a mail.
    Link,
    /// The command line.
    CommandLine,
    /// The board.
    Board,
}

impl Via {
    /// The word of rows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Code => "code",
            Self::Link => "link",
            Self::CommandLine => "command-line",
            Self::Board => "board",
        }
    }
}

fn open(row: &Row<'_>) -> rusqlite::Result<Open> {
    let matter =
        Matter { subject: row.get(2)?, revision: row.get(3)?, ends: row.get::<_, Option<i64>>(4)?.map(instant) };
    Ok(Open { id: row.get(0)?, case: row.get(1)?, matter, severity: severity(row.get(5)?) })
}

const COLUMNS: &str = "matter.id, case_id, subject, revision, ends_at, matter.severity";

/// The row of a matter, made if it is not there.
///
/// # Errors
/// When the database says no.
pub fn matter(tx: &Transaction<'_>, case: &str, matter: &Matter, severity: Severity) -> Result<i64, StoreError> {
    let values = params![case, matter.subject, matter.revision, matter.ends.map(Timestamp::as_second), rank(severity)];
    let id = tx
        .prepare_cached(
            "INSERT INTO matter (case_id, subject, revision, ends_at, severity) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (case_id, subject, revision) DO UPDATE SET severity = max(severity, ?5) RETURNING id",
        )?
        .query_row(values, |row| row.get(0))?;
    Ok(id)
}

/// Remembers what a new letter asks its reader to answer.
pub(super) fn bind(tx: &Transaction<'_>, letter: i64, case: &str, owed: &Owed) -> Result<(), StoreError> {
    // A number that an erased letter had must not bring back what that one asked.
    tx.prepare_cached("DELETE FROM letter_matter WHERE letter = ?1")?.execute([letter])?;
    for one in &owed.matters {
        let id = matter(tx, case, one, owed.severity)?;
        tx.prepare_cached("INSERT INTO letter_matter VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
            .execute(params![letter, id])?;
    }
    Ok(())
}

pub(super) fn keep_code(tx: &Transaction<'_>, letter: i64, code: Option<&str>) -> Result<(), StoreError> {
    if let Some(code) = code {
        tx.prepare_cached("INSERT INTO answer_code VALUES (?1, ?2) ON CONFLICT (letter) DO UPDATE SET code = ?1")?
            .execute(params![code, letter])?;
    }
    Ok(())
}

/// The code of a mail as it is stored, however it was typed; `None` for what cannot be one.
#[must_use]
pub fn answer_code(typed: &str) -> Option<String> {
    let signs: String = typed.chars().filter(|c| *c != '-').collect::<String>().to_ascii_uppercase();
    let fits = signs.len() == 6 && signs.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    fits.then(|| format!("{}-{}", &signs[..3], &signs[3..]))
}

/// True when no mail bears this code.
///
/// # Errors
/// When the database says no.
pub fn code_is_free(tx: &Transaction<'_>, code: &str) -> Result<bool, StoreError> {
    let known = tx.query_row("SELECT 1 FROM answer_code WHERE code = ?1", [code], |_| Ok(())).optional()?;
    Ok(known.is_none())
}

/// The letter that bears a code.
///
/// # Errors
/// When the database says no.
pub fn letter_of_code(tx: &Transaction<'_>, code: &str) -> Result<Option<i64>, StoreError> {
    Ok(tx.query_row("SELECT letter FROM answer_code WHERE code = ?1", [code], |row| row.get(0)).optional()?)
}

/// The code that a letter bears.
///
/// # Errors
/// When the database says no.
pub fn code_of_letter(tx: &Transaction<'_>, letter: i64) -> Result<Option<String>, StoreError> {
    Ok(tx.query_row("SELECT code FROM answer_code WHERE letter = ?1", [letter], |row| row.get(0)).optional()?)
}

/// The letter of a name, as it stands in Message-ID and file name.
///
/// # Errors
/// When the database says no.
pub fn letter_of_key(tx: &Transaction<'_>, key: &str) -> Result<Option<i64>, StoreError> {
    Ok(tx.query_row("SELECT id FROM letter WHERE key = ?1", [key], |row| row.get(0)).optional()?)
}

/// To whom a letter was owed, and when.
///
/// # Errors
/// When the database says no.
pub fn reader_of(tx: &Transaction<'_>, letter: i64) -> Result<Option<(PersonId, Timestamp)>, StoreError> {
    let found = tx
        .query_row("SELECT person, owed_at FROM letter WHERE id = ?1", [letter], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(found.and_then(|(person, owed)| Some((PersonId::parse(&person).ok()?, instant(owed)))))
}

/// To whom a letter went in a chat, and the ids of its messages there once they are known.
///
/// # Errors
/// When the database says no.
pub fn chat_letter(tx: &Transaction<'_>, letter: i64) -> Result<Option<(PersonId, Option<String>)>, StoreError> {
    let found = tx
        .query_row("SELECT person, receipt FROM letter WHERE id = ?1 AND channel = 'telegram'", [letter], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(found.and_then(|(person, receipt)| Some((PersonId::parse(&person).ok()?, receipt))))
}

/// A letter of a case as it was owed, to be owed once more elsewhere; `None` for one that belongs to no case.
///
/// # Errors
/// When the database says no.
pub fn marks_of_letter(tx: &Transaction<'_>, letter: i64) -> Result<(Option<CaseId>, Vec<Mark>), StoreError> {
    let mut select = tx.prepare_cached("SELECT case_id, subject, revision, step FROM notice WHERE letter = ?1")?;
    let rows = select.query_map([letter], |row| {
        let mark = Mark { subject: row.get(1)?, revision: row.get(2)?, step: row.get(3)? };
        Ok((row.get::<_, String>(0)?, mark))
    })?;
    let rows: Vec<(String, Mark)> = rows.collect::<Result<_, _>>()?;
    let case = rows.first().and_then(|(case, _)| CaseId::parse(case).ok());
    Ok((case, rows.into_iter().map(|(_, mark)| mark).collect()))
}

/// What a letter asks its reader to answer.
///
/// # Errors
/// When the database says no.
pub fn matters_of_letter(tx: &Transaction<'_>, letter: i64) -> Result<Vec<Open>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM matter JOIN letter_matter ON matter.id = matter WHERE letter = ?1 ORDER BY revision, subject"
    );
    let mut select = tx.prepare_cached(&sql)?;
    Ok(select.query_map([letter], open)?.collect::<Result<_, _>>()?)
}

/// Everything of a case that could ever be answered, soonest first.
///
/// # Errors
/// When the database says no.
pub fn matters_of_case(tx: &Transaction<'_>, case: &CaseId) -> Result<Vec<Open>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM matter WHERE case_id = ?1 ORDER BY ends_at IS NOT NULL, revision, subject");
    let mut select = tx.prepare_cached(&sql)?;
    Ok(select.query_map([case.as_str()], open)?.collect::<Result<_, _>>()?)
}

/// The cases in which something may wait for an answer: a term that has not ended, or a level that is high now.
///
/// # Errors
/// When the database says no.
pub fn cases_with_matters(tx: &Transaction<'_>, now: Timestamp) -> Result<Vec<String>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT DISTINCT case_id FROM matter LEFT JOIN watch USING (case_id)
         WHERE ends_at > ?1 OR (ends_at IS NULL AND (watch.level IS NULL OR watch.level IN ('high', 'imminent')))
         ORDER BY case_id",
    )?;
    Ok(select.query_map([now.as_second()], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// How many people were told of a matter, by receipts.
///
/// # Errors
/// When the database says no.
pub fn told_of_matter(tx: &Transaction<'_>, matter: i64) -> Result<i64, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT count(DISTINCT person) FROM letter JOIN letter_matter ON letter.id = letter
         WHERE matter = ?1 AND state = 'sent'",
    )?;
    Ok(select.query_row([matter], |row| row.get(0))?)
}

/// A matter by its row.
///
/// # Errors
/// When the database says no.
pub fn matter_by_id(tx: &Transaction<'_>, id: i64) -> Result<Option<Open>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM matter WHERE id = ?1");
    Ok(tx.prepare_cached(&sql)?.query_row([id], open).optional()?)
}

/// What a subject is about: behind the slash may stand the admin's own name for an event.
pub(super) fn rule_of(subject: &str) -> &str {
    subject.split('/').next().unwrap_or_default()
}

/// Adds one answer, and enters it in the ledger.
///
/// # Errors
/// When the database says no.
pub fn add_answer(
    tx: &Transaction<'_>,
    about: &Open,
    answer: &Answered,
    (via, entered_by): (Via, &str),
    letter: Option<i64>,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO answer (matter, act, person, who, via, at, until, letter, entered_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        about.id,
        word_of(answer.act, Act::WORDS),
        answer.person.as_str(),
        word_of(answer.who, Who::WORDS),
        via.word(),
        answer.at.as_second(),
        answer.until.map(Timestamp::as_second),
        letter,
        entered_by,
    ])?;
    let body = json!({
        "case": about.case, "subject": rule_of(&answer.subject), "revision": answer.revision, "act": word_of(answer.act, Act::WORDS),
        "person": answer.person.as_str(), "via": via.word(), "by": entered_by,
        "until": answer.until.map(Timestamp::as_second),
    });
    enter(tx, "answered", &body, answer.at);
    Ok(())
}

/// Every answer about a case, oldest first, but for those of somebody who had the name before.
///
/// # Errors
/// When the database says no.
pub fn answers(tx: &Transaction<'_>, case: &CaseId) -> Result<Vec<Answered>, StoreError> {
    let mut select = tx.prepare_cached(
        "SELECT subject, revision, act, person, who, at, until FROM answer JOIN matter ON matter.id = answer.matter
         WHERE case_id = ?1 AND at >= coalesce((SELECT CAST(value AS INTEGER) FROM memo WHERE name = ?2 || person), at)
         ORDER BY at, answer.id",
    )?;
    let mut rows = select.query([case.as_str(), SINCE])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (act, who): (String, String) = (row.get(2)?, row.get(4)?);
        let person = PersonId::parse(&row.get::<_, String>(3)?);
        let (Ok(act), Ok(who), Ok(person)) = (word(&act, Act::WORDS), word(&who, Who::WORDS), person) else { continue };
        found.push(Answered {
            subject: row.get(0)?,
            revision: row.get(1)?,
            act,
            person,
            who,
            at: instant(row.get(5)?),
            until: row.get::<_, Option<i64>>(6)?.map(instant),
        });
    }
    Ok(found)
}

/// Withdraws letters that are still owed and speak of nothing but these matters, except those for one person, and those
/// with a mark that is for everybody: what would now only be noise. Facts that are new to their readers (`entry`,
/// `changed`, `risk`) still go out.
///
/// # Errors
/// When the database says no.
pub fn withdraw(
    tx: &Transaction<'_>,
    matters: &[i64],
    except: &PersonId,
    for_everybody: impl Fn(&Mark) -> bool,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let list = matters.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let sql = format!(
        "SELECT id FROM letter
         WHERE state = 'owed' AND person <> ?1 AND kind IN ('reminder', 'escalation')
         AND id IN (SELECT letter FROM letter_matter WHERE matter IN ({list}))
         AND id NOT IN (SELECT letter FROM letter_matter WHERE matter NOT IN ({list}))"
    );
    let mut select = tx.prepare(&sql)?;
    let noise: Vec<i64> = select.query_map([except.as_str()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut withdrawn = 0;
    for letter in noise {
        if !marks_of_letter(tx, letter)?.1.iter().any(&for_everybody) {
            take_back(tx, letter, now)?;
            withdrawn += 1;
        }
    }
    Ok(withdrawn)
}

/// Chat messages that were sent about these matters, with what they said.
///
/// # Errors
/// When the database says no.
pub fn chats_about(tx: &Transaction<'_>, matters: &[i64]) -> Result<Vec<(i64, PersonId, String)>, StoreError> {
    let list = matters.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let sql = format!(
        "SELECT DISTINCT id, person, message FROM letter JOIN letter_matter ON letter.id = letter
         WHERE matter IN ({list}) AND channel = 'telegram' AND state = 'sent'"
    );
    let mut select = tx.prepare(&sql)?;
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let person: String = row.get(1)?;
        found.extend(PersonId::parse(&person).ok().map(|person| Ok((row.get(0)?, person, row.get(2)?))));
    }
    found.into_iter().collect::<Result<_, rusqlite::Error>>().map_err(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["a7k-4qx", "A7K4QX", "a7k4-qx"] {
            assert_eq!(answer_code(typed).as_deref(), Some("A7K-4QX"), "{typed}");
        }
        for typed in ["", "kudin", "a7k-4q", "a7k-4qxx", "ж7k-4qx", "a7k 4qx"] {
            assert_eq!(answer_code(typed), None, "{typed}");
        }
    }
}
