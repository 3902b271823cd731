//! Of which cases anything has changed that a plan rests on: so that the auditor need not plan the others anew.
//!
//! In: every write of this connection, by triggers that end with it; and whether anybody else has written. Out: the codes of
//! those cases, or that it may be any. It is asked by one alone, and remembers from one time to the next.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use super::StoreError;

/// Stands for all cases at once. No code is written so.
const ALL: &str = "*";

/// What a plan rests on: table, what happens to a row, and whose row it is.
const MARKS: [(&str, &[&str], &str); 7] = [
    ("watch", &["INSERT", "UPDATE", "DELETE"], "SELECT ROW.case_id AS code"),
    ("notice", &["INSERT", "UPDATE", "DELETE"], "SELECT ROW.case_id AS code"),
    ("told_date", &["INSERT", "UPDATE", "DELETE"], "SELECT ROW.case_id AS code"),
    // Of a letter is asked whether it is there, and since when.
    (
        "letter",
        &["UPDATE OF id, owed_at", "DELETE"],
        "SELECT DISTINCT case_id AS code FROM notice WHERE letter = ROW.id",
    ),
    ("matter", &["UPDATE", "DELETE"], "SELECT ROW.case_id AS code"),
    ("answer", &["INSERT", "UPDATE", "DELETE"], "SELECT case_id AS code FROM matter WHERE id = ROW.matter"),
    // Whoever cannot be reached is told of nothing, in no case.
    ("refused_contact", &["INSERT", "UPDATE", "DELETE"], "SELECT '*' AS code"),
];

/// The cases of which anything was written since it was asked last; `None`: any may have changed. Somebody else has
/// written, or it is asked for the first time, or the store has been in memory since.
///
/// # Errors
/// When the database says no.
pub fn touched(tx: &Transaction<'_>) -> Result<Option<BTreeSet<String>>, StoreError> {
    // It changes when another connection has written, and with no word of ours.
    let version: i64 = tx.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
    let armed = tx.prepare_cached("SELECT 1 FROM sqlite_temp_schema WHERE name = 'touched'")?.exists([])?;
    if !armed {
        tx.execute_batch(&arms())?;
    }
    let alone = tx.execute("UPDATE seen SET version = ?1 WHERE version = ?1", [version])? > 0;
    tx.execute("UPDATE seen SET version = ?1", [version])?;
    let mut select = tx.prepare_cached("SELECT case_id FROM touched")?;
    let cases = select.query_map([], |row| row.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
    tx.execute("DELETE FROM touched", [])?;
    Ok(Some(cases).filter(|cases| alone && !cases.contains(ALL)))
}

/// A table of codes that lives as long as the connection, and what writes into it.
fn arms() -> String {
    // Without any constraint: what watches a write must never be why it fails, and how a conflict is settled is not for it
    // to say but for the statement that it watches.
    let mut arms = "CREATE TEMP TABLE touched (case_id TEXT); CREATE INDEX temp.touched_case ON touched (case_id);
        CREATE TEMP TABLE seen (version INTEGER); INSERT INTO seen VALUES (NULL);"
        .to_owned();
    for (table, events, whose) in MARKS {
        for event in events {
            let sides: &[&str] = match &event[..6] {
                "INSERT" => &["NEW"],
                "UPDATE" => &["OLD", "NEW"],
                _ => &["OLD"],
            };
            let note = |side: &&str| {
                let whose = whose.replace("ROW", side);
                format!(
                    "INSERT INTO touched SELECT code FROM ({whose}) WHERE code NOT IN (SELECT case_id FROM touched);"
                )
            };
            let notes: String = sides.iter().map(note).collect();
            let name = format!("touched_{table}_{}", &event[..6]);
            let trigger = format!("CREATE TEMP TRIGGER {name} AFTER {event} ON main.{table} BEGIN {notes} END;");
            arms.push_str(&trigger);
        }
    }
    arms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, StoreKey};

    const FILLED: &str = "
        INSERT INTO watch VALUES ('a', 100, 'none'), ('b', 100, 'high');
        INSERT INTO letter (id, key, thread, kind, severity, person, channel, message, owed_at, next_try)
            VALUES (1, 'k', 'b', 'entry', 1, 'counsel', 'email', '{}', 50, 50);
        INSERT INTO notice VALUES ('b', 'rule/x', 7, 'entry', 'counsel', 'email', 1);
        INSERT INTO told_date VALUES ('b', 'rule/x', 7, '2026-03-02', 'UTC');
        INSERT INTO matter VALUES (1, 'b', 'rule/x', 7, 900, 2);
        INSERT INTO answer VALUES (1, 1, 'snoozed', 'counsel', 'lawyer', 'counsel', 'code', 60, 70, 1);
        INSERT INTO refused_contact VALUES ('counsel', 'email', 'hash', 'why', 5);";

    fn filled() -> Store {
        let store = Store::in_memory().unwrap();
        store.write_now(|tx| Ok(tx.execute_batch(FILLED)?)).unwrap();
        // A hand in the store does not keep to its rules.
        let loose = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; DROP TRIGGER answer_stays;";
        store.connection.lock().execute_batch(loose).unwrap();
        assert_eq!(store.write_now(touched).unwrap(), None, "nobody has watched yet");
        assert_eq!(store.write_now(touched).unwrap(), Some(BTreeSet::new()));
        store
    }

    fn set(codes: &[&str]) -> BTreeSet<String> {
        codes.iter().copied().map(str::to_owned).collect()
    }

    /// Every column there is, also one that a later migration adds.
    #[test]
    fn a_change_of_any_column_and_a_row_that_is_gone_touch_their_case_alone() {
        let mut seen = 0;
        for (table, ..) in MARKS {
            let columns = filled().write_now(|tx| {
                let mut names = tx.prepare("SELECT name FROM pragma_table_info(?1)")?;
                Ok(names.query_map([table], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?)
            });
            let (of_b, of_a) = if table == "watch" { ("case_id = 'b'", "case_id = 'a'") } else { ("true", "false") };
            let changes = columns.unwrap().into_iter().map(|column| {
                let other = format!(
                    "CASE typeof({column}) WHEN 'integer' THEN {column} + 7 WHEN 'text' THEN {column} || 'x' END"
                );
                (format!("UPDATE {table} SET {column} = coalesce({other}, 8) WHERE {of_b}"), column)
            });
            let gone = (format!("DELETE FROM {table} WHERE {of_b}"), "gone".to_owned());
            for (change, column) in changes.chain([gone]) {
                // Of a letter a plan asks only whether it is there, and since when.
                if table == "letter" && !["id", "owed_at", "gone"].contains(&&*column) {
                    continue;
                }
                let store = filled();
                assert_eq!(store.write_now(|tx| Ok(tx.execute(&change, [])?)).unwrap(), 1, "{change}");
                match (store.write_now(touched).unwrap(), table) {
                    (None, "refused_contact") => {}
                    (Some(cases), _) => assert!(cases.contains("b") && !cases.contains("a"), "{change}: {cases:?}"),
                    (None, _) => panic!("{change}: no case is named"),
                }
                assert_eq!(store.write_now(touched).unwrap(), Some(BTreeSet::new()), "{change}: told once");
                let none = change.replace(of_b, of_a);
                if table == "watch" {
                    store.write_now(|tx| Ok(tx.execute(&none, [])?)).unwrap();
                    assert!(store.write_now(touched).unwrap().unwrap().contains("a"), "{none}");
                }
                seen += 1;
            }
        }
        assert!(seen > 35, "{seen}");
    }

    #[test]
    fn what_is_added_touches_its_case_and_what_is_taken_back_does_not() {
        let store = filled();
        for added in [
            "INSERT INTO watch VALUES ('c', 100, NULL)",
            "INSERT INTO notice VALUES ('c', 'rule/x', 7, 'passed', '', 'none', NULL)",
            "INSERT OR REPLACE INTO told_date VALUES ('c', 'rule/x', 7, '2026-03-02', 'UTC')",
        ] {
            store.write_now(|tx| Ok(tx.execute(added, [])?)).unwrap();
            assert_eq!(store.write_now(touched).unwrap(), Some(set(&["c"])), "{added}");
        }
        // Whatever the statement does with a conflict, and however often the case was touched.
        for statement in [
            "INSERT INTO watch VALUES ('a', 7, NULL) ON CONFLICT (case_id) DO UPDATE SET wake_at = 7",
            "UPDATE OR FAIL watch SET wake_at = 8 WHERE case_id = 'a'",
            "UPDATE OR ROLLBACK watch SET wake_at = 9 WHERE case_id = 'a'",
            "INSERT OR REPLACE INTO watch VALUES ('a', 10, NULL)",
        ] {
            for _ in 0..2 {
                store.write_now(|tx| Ok(tx.execute(statement, [])?)).unwrap();
            }
            store.write_now(|tx| Ok(tx.execute_batch(&[statement; 2].join(";"))?)).unwrap();
            assert_eq!(store.write_now(touched).unwrap(), Some(set(&["a"])), "{statement}");
        }
        let again =
            "INSERT INTO answer SELECT 2, matter, act, person, who, entered_by, via, at, until, letter FROM answer";
        store.write_now(|tx| Ok(tx.execute(again, [])?)).unwrap();
        assert_eq!(store.write_now(touched).unwrap(), Some(set(&["b"])));
        let failed = store.write_now(|tx| {
            tx.execute("UPDATE watch SET wake_at = 5", [])?;
            Err::<(), _>(StoreError::Stopping)
        });
        assert!(failed.is_err());
        assert_eq!(store.write_now(touched).unwrap(), Some(BTreeSet::new()));
    }

    #[test]
    fn after_a_write_of_anybody_else_it_may_be_any() {
        let home = tempfile::tempdir().unwrap();
        let (path, key) = (home.path().join("s.db"), StoreKey::create(&home.path().join("s.key")).unwrap());
        let [ours, other] = [(); 2].map(|()| Store::open(&path, &key).unwrap());
        assert_eq!(ours.write_now(touched).unwrap(), None);
        ours.write_now(|tx| Ok(tx.execute_batch(FILLED)?)).unwrap();
        ours.read_now(|tx| Ok(tx.query_row("SELECT count(*) FROM watch", [], |row| row.get::<_, i64>(0))?)).unwrap();
        ours.settle_log().unwrap();
        // A reader, the board's or a command's, changes nothing.
        other.read_now(|tx| Ok(tx.query_row("SELECT count(*) FROM watch", [], |row| row.get::<_, i64>(0))?)).unwrap();
        assert!(ours.write_now(touched).unwrap().is_none(), "the refused address");
        ours.write_now(|tx| Ok(tx.execute("UPDATE watch SET wake_at = 5 WHERE case_id = 'a'", [])?)).unwrap();
        assert_eq!(ours.write_now(touched).unwrap(), Some(set(&["a"])));
        other.write_now(|tx| Ok(tx.execute("DELETE FROM notice", [])?)).unwrap();
        ours.write_now(|tx| Ok(tx.execute("UPDATE watch SET wake_at = 6 WHERE case_id = 'a'", [])?)).unwrap();
        assert_eq!(ours.write_now(touched).unwrap(), None);
        assert_eq!(ours.write_now(touched).unwrap(), Some(BTreeSet::new()));
    }
}
