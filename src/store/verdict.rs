//! Is the ledger whole, and do the letters agree with it?
//!
//! In: the chain and the letters. Out: what stands in it, and the first thing that is wrong. It changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Transaction};
use serde_json::Value;

use super::StoreError;
use super::chain::{ERASED, Entry, GENESIS, Hash, Head, entries, link, sum, text_hash};

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries there are.
    pub entries: i64,
    /// How many bodies were erased, as the ledger itself says.
    pub erased: i64,
    /// When the first was made, in Unix seconds.
    pub first_at: Option<i64>,
    /// When the last was made.
    pub last_at: Option<i64>,
    /// The last entry.
    pub head: Option<Head>,
    /// Letters that were held against the ledger.
    pub letters: usize,
    /// Everything that is wrong, in the order of the chain.
    pub broken: Vec<Broken>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The entry; `None`: not one entry but the ledger or a letter.
    pub seq: Option<i64>,
    /// What.
    pub what: String,
}

/// More than this is not listed: the first is what counts.
const LISTED: usize = 20;

/// What the ledger says about one letter.
#[derive(Default)]
struct Said {
    owed: bool,
    /// The hash of the text that was taken by the other side.
    sent: Option<String>,
}

struct Look {
    verdict: Verdict,
    last: Hash,
    bare: BTreeSet<i64>,
    accounted: Vec<(i64, i64)>,
    letters: BTreeMap<i64, Said>,
    purged: BTreeSet<i64>,
}

/// Checks every entry, and every letter against the entries about it. `known` are heads that were written down
/// elsewhere: number, and the first digits of the hash.
///
/// # Errors
/// When the database says no.
pub fn verify(tx: &Transaction<'_>, known: &[(i64, String)]) -> Result<Verdict, StoreError> {
    let mut look = Look {
        verdict: Verdict::default(),
        last: [0; 32],
        bare: BTreeSet::new(),
        accounted: Vec::new(),
        letters: BTreeMap::new(),
        purged: BTreeSet::new(),
    };
    let mut met = BTreeSet::new();
    entries(tx, None, |entry| {
        for (seq, digits) in known.iter().filter(|(seq, _)| *seq == entry.seq) {
            met.insert(*seq);
            if !super::chain::hex(&entry.hash).starts_with(&digits.to_lowercase()) {
                look.broken(Some(*seq), "its hash is not the one that was written down".to_owned());
            }
        }
        look.entry(&entry);
        Ok(())
    })?;
    for (seq, _) in known.iter().filter(|(seq, _)| !met.contains(seq)) {
        look.broken(Some(*seq), "it was written down and is not there: the end of the ledger was cut off".to_owned());
    }
    look.erasures();
    look.guards(tx)?;
    look.letters(tx)?;
    Ok(look.verdict)
}

/// The text of a letter as it was sent, as JSON; `None`: it was purged.
///
/// # Errors
/// When the database says no.
pub fn letter_text(tx: &Transaction<'_>, letter: i64) -> Result<Option<String>, StoreError> {
    let mut select = tx.prepare_cached("SELECT message FROM letter WHERE id = ?1")?;
    Ok(select.query_row([letter], |row| row.get(0)).optional()?)
}

impl Look {
    fn broken(&mut self, seq: Option<i64>, what: String) {
        if self.verdict.broken.len() < LISTED {
            self.verdict.broken.push(Broken { seq, what });
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let expected = self.verdict.head.map_or(0, |head| head.seq + 1);
        if entry.seq != expected {
            self.broken(Some(expected), "it is missing".to_owned());
        }
        if (entry.seq == 0) != (entry.kind == GENESIS) {
            self.broken(Some(entry.seq), "a ledger has one beginning".to_owned());
        }
        if entry.prev != self.last {
            self.broken(Some(entry.seq), "it does not follow from the entry before it".to_owned());
        }
        match (&entry.body, &entry.salt) {
            (Some(body), Some(salt)) => {
                if entry.sum != sum(salt, body) {
                    self.broken(Some(entry.seq), "its body was changed".to_owned());
                }
            }
            _ => {
                self.bare.insert(entry.seq);
            }
        }
        if entry.hash != link(&entry.prev, &entry.leaf()) {
            self.broken(Some(entry.seq), "its number, moment, kind, sum or hash was changed".to_owned());
        }
        self.remember(entry);
        // Goes on from what stands there: one change is one finding, not one for every entry after it.
        self.last = entry.hash.clone().try_into().unwrap_or([0; 32]);
        let verdict = &mut self.verdict;
        verdict.entries += 1;
        verdict.first_at = verdict.first_at.or(Some(entry.at));
        verdict.last_at = Some(entry.at);
        verdict.head = Some(Head { seq: entry.seq, hash: self.last });
    }

    fn remember(&mut self, entry: &Entry) {
        let says = entry.says();
        let numbers = |key: &str| says[key].as_array().cloned().unwrap_or_default();
        if entry.kind == ERASED {
            let pair = |range: &Value| Some((range[0].as_i64()?, range[1].as_i64()?));
            self.accounted.extend(numbers("entries").iter().filter_map(pair));
            self.purged.extend(numbers("letters").iter().filter_map(Value::as_i64));
        }
        let Some(letter) = says["letter"].as_i64() else { return };
        let said = self.letters.entry(letter).or_default();
        match entry.kind.as_str() {
            "owed" => said.owed = true,
            "sent" => said.sent = says["message"].as_str().map(str::to_owned),
            _ => {}
        }
    }

    /// A body that is gone must be one that the ledger says was erased.
    fn erasures(&mut self) {
        let bare = std::mem::take(&mut self.bare);
        for seq in &bare {
            if !self.accounted.iter().any(|(first, last)| (first..=last).contains(&seq)) {
                self.broken(Some(*seq), "its body is gone, and no entry says that it was erased".to_owned());
            }
        }
        self.verdict.erased = i64::try_from(bare.len()).unwrap_or(i64::MAX);
    }

    fn guards(&mut self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'chain'";
        let guards: i64 = tx.query_row(sql, [], |row| row.get(0))?;
        if guards != 3 {
            self.broken(None, "the triggers that forbid changes to the ledger were taken away".to_owned());
        }
        Ok(())
    }

    fn letters(&mut self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let mut letters = std::mem::take(&mut self.letters);
        // Letters of a store from before the ledger stand in no entry.
        let first = letters.iter().find(|(_, said)| said.owed).map_or(i64::MAX, |(id, _)| *id);
        let mut select = tx.prepare("SELECT id, state, message FROM letter ORDER BY id")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (id, state, message): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let said = letters.remove(&id).unwrap_or_default();
            self.verdict.letters += usize::from(said.owed);
            if !said.owed && id >= first {
                self.broken(None, format!("letter {id} stands in the store, and no entry says that it was owed"));
            }
            if state == "sent" && said.sent.is_none() && id >= first {
                self.broken(None, format!("letter {id} counts as sent, and no entry says so"));
            }
            if state != "sent" && said.sent.is_some() {
                self.broken(None, format!("letter {id} was sent by its entry, and the store says otherwise"));
            }
            if said.sent.is_some_and(|sent| sent != text_hash(&message)) {
                self.broken(None, format!("the text of letter {id} is not the one that was sent"));
            }
        }
        for (id, said) in letters {
            if said.owed && !self.purged.contains(&id) {
                self.broken(None, format!("letter {id} was owed by its entry, and is gone from the store"));
            }
        }
        Ok(())
    }
}
