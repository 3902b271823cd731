//! The texts in force, as the store keeps them.
//!
//! In: the name of a file. Out: its last usable text. A file that is broken, half written or gone on the disk is not
//! asked: what runs is what was put into force.

use crate::config::Texts;
use crate::store::{self, Store};

/// A store as a source of texts.
#[derive(Debug)]
pub(super) struct InForce(pub(super) Store);

impl Texts for InForce {
    fn text(&self, file: &str) -> Result<Option<String>, String> {
        self.0.read_now(|tx| store::good_file(tx, file)).map_err(|error| error.to_string())
    }
}
