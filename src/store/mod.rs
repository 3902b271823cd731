//! What is remembered: all SQL, one file a table group; synchronous inside, one asynchronous door.
//!
//! In: domain values. Out: domain values. It never reads a clock, never decides who is told, and never heals by
//! deleting: a database that fails its check stops the daemon and is kept.

mod acts;
mod ahead;
mod answers;
mod ask;
mod audit;
mod backup;
mod case_files;
mod chain;
mod contacts;
mod delivery;
mod docket;
mod door;
mod history;
mod invite;
mod edits;
mod key;
mod letters;
mod line;
mod lost;
mod open;
mod overtaken;
mod purge;
mod token;
mod touched;
mod verdict;
mod standby;
mod summary;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use line::Line;

pub use acts::{acts, enter_act};
pub use ahead::{forget_ahead, times_put_back, wake_cases};
pub use answers::{
    Open, Via, add_answer, answer_code, answers, cases_with_matters, chat_letter, chats_about, code_is_free,
    code_of_letter, letter_of_code, letter_of_key, marks_of_letter, matter, matter_by_id, matters_of_case,
    matters_of_letter, reader_of, told_of_matter, withdraw,
};
pub use ask::{Ask, AskState, Taken, ask, forget_asks, moved_from, set_ask, taken_asks};
pub use audit::{dead_channels, forget_memo, next_in_line, recall_far_letters, unsay_lost_letters, wake_of, wakes};
pub use backup::{
    Backup, RESTORED, back_up, backups, doubt_owed, finish_restore, put_back, rotate_backups, verify_backup,
};
pub use case_files::{CaseFile, all_case_files, case_file, forget_case_file, is_any_case_file, keep_case_file};
pub use chain::{Entry, Hash, Head, append, enter, entries, head, hex, link, text_hash};
pub use contacts::{
    Refused, end_wait, forget_reader, forgive_contact, reads_since, refuse_contact, refused_contacts, reopen, set_wait,
    try_now, waiting_contacts, waits, waits_elsewhere, was_sent,
};
pub use delivery::{Delivery, Told as LetterTold, delivery, subject_of, told_of, told_when};
pub use docket::{Seen, keep_docket, seen_docket};
pub use door::{
    LINK_LASTS, Token, begin_session, end_session, feed_of, offer_sign_in, renew_feed, session, shut_out, sign_in,
    take_sign_in,
};
pub use edits::{ClaimedEdit, claim_edits, owe_edit, settle_edit, stands_in};
pub use history::{Said, history};
pub use invite::{INVITED_FOR, Strangers, adopt, adopted, forget_adopted, invite, set_strangers, strangers};
pub use key::StoreKey;
pub use letters::{Claimed, Owed, Settlement, claim, close_cut_off, counts, known_kind, next_try, owe, settle};
pub use lost::{Lost, Twin, enter_lost, lost_letters, settles_the_same, twins};
pub use open::{Check, Lock};
pub use overtaken::{Older, asks_of_others_too, older, older_plain, reword, sleeps_on, take_back, unheard};
pub use purge::{PURGED, Purged, forget_purge, last_heard, purge, remembered_cases, was_purged};
pub use standby::{Unrecorded, give_up_reserve};
pub use summary::{
    Carried, Claimed as ClaimedSummary, Pin, claim_summaries, forget_summary, has_summary, settle_summary, want_summary,
};
pub use token::{answer_token, verify_token};
pub use touched::touched;
pub use verdict::{Broken, Verdict, letter_text, verify};
pub use watch::{
    corrections, due_cases, due_list, forget_case, forget_good_file, forget_told, good_file, good_file_names, is_known,
    keep_good_file, known_cases, memo, memos, next_wake, set_memo, set_told_date, settle_silently, told, wake, wake_by,
};

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder cannot be used.
    #[error("cannot use {path}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The key does not open it, or it is no database.
    #[error("{0} cannot be opened: the key is wrong, or it is not a staywatch database. It is left as it is")]
    WrongKey(PathBuf),
    /// The key file cannot be used.
    #[error("the store's key {path} cannot be used: {why}")]
    Key {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// It was written by a newer version.
    #[error("{path} was written by a newer staywatch: {why}. Install that version; nothing was changed")]
    Newer {
        /// Which.
        path: PathBuf,
        /// What the migrations say.
        why: String,
    },
    /// It fails its own check.
    #[error("{path} is damaged ({why}). It is kept as it is: restore a backup, and keep the damaged file")]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What the check says.
        why: String,
    },
    /// A setting that the promises rest on did not take.
    #[error("the database does not accept `{0}`")]
    Pragma(&'static str),
    /// The program was built against a library that cannot encrypt.
    #[error(
        "this staywatch was built without encryption (neither the feature sqlcipher-static nor sqlcipher), and a store is \
         never written in the clear: build it with the default features"
    )]
    NoCipher,
    /// Another daemon uses it.
    #[error("another staywatch is using {0}: only one may run on a store")]
    InUse(PathBuf),
    /// A migration failed; nothing of it was kept.
    #[error("the database could not be brought to this version")]
    Migration(#[source] Box<refinery::Error>),
    /// The daemon stops; nothing was written.
    #[error("stopping")]
    Stopping,
    /// The database said no.
    #[error("database")]
    Sql(#[from] rusqlite::Error),
    /// An entry of the ledger cannot be made.
    #[error("the ledger cannot be written: {0}")]
    Ledger(String),
    /// The system gives no random bytes.
    #[error("no random bytes: {0}")]
    Random(String),
    /// A stored message cannot be read back.
    #[error("letter {0} cannot be read back")]
    Letter(i64, #[source] serde_json::Error),
}

/// The one door to the database.
#[derive(Clone)]
pub struct Store {
    /// Whoever writes waits in line: nobody, however busy, writes twice while another waits.
    connection: Arc<Line<Connection>>,
    /// For short looks at what is committed, beside a transaction that writes.
    reader: Arc<Line<Connection>>,
    standby: Option<Arc<standby::Standby>>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Runs work in one immediate transaction: all of it is kept, on disk, or none.
    ///
    /// # Errors
    /// What the work returns, and what the database says on commit.
    ///
    /// # Panics
    /// Passes on a panic of the work.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.apart(move |store| store.write_now(work)).await
    }

    /// Runs work with the store on a thread that may block.
    ///
    /// # Errors
    /// What the work returns.
    ///
    /// # Panics
    /// Passes on a panic of the work.
    pub async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        match tokio::task::spawn_blocking(move || work(&store)).await {
            Ok(done) => done,
            Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
            Err(_) => Err(StoreError::Stopping),
        }
    }

    /// Looks at one state of the database, and changes nothing.
    ///
    /// # Errors
    /// What the work returns, and what the database says.
    ///
    /// # Panics
    /// Passes on a panic of the work.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let looking = move |store: &Self| {
            let mut connection = store.connection.lock();
            // Dropped, it is rolled back: whatever the work did leaves no trace.
            let transaction = connection.transaction()?;
            work(&transaction)
        };
        self.apart(looking).await
    }

    /// The same as [`Store::write`] for callers that may block.
    ///
    /// # Errors
    /// As [`Store::write`].
    ///
    /// # Panics
    /// When earlier work panicked.
    pub fn write_now<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = self.connection.lock();
        let done = in_one(&mut connection, work);
        if let (Err(error), Some(standby)) = (&done, &self.standby) {
            standby.after(error, &mut connection, &self.reader);
        }
        done
    }

    /// Empties the write-ahead log into the database: what was erased is then gone from both.
    ///
    /// # Errors
    /// When the database says no. Beside a reader that holds it the log is emptied later, by itself.
    ///
    /// # Panics
    /// When earlier work panicked.
    pub fn settle_log(&self) -> Result<(), StoreError> {
        let connection = self.connection.lock();
        Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// A short look at what is committed, also while a transaction writes. It must change nothing.
    ///
    /// # Errors
    /// What the look returns, and what the database says.
    ///
    /// # Panics
    /// When an earlier look panicked.
    pub fn read_now<T>(&self, look: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut connection = self.reader.lock();
        let transaction = connection.transaction()?;
        look(&transaction)
    }
}

fn in_one<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}
