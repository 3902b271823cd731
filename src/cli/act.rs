//! Who works the command line, and what they did: an entry of the ledger for every act of an admin.
//!
//! In: the name of an act and what it is about. Out: an entry in the store, if there is one. What was done is done: an entry
//! that cannot be made is said aloud and undoes nothing.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use super::{Call, complain};
use crate::clock::{Clock as _, WallClock};
use crate::config::Setup;
use crate::daemon::store_place;
use crate::store::{self, Store};

/// The login of whoever asks, for the ledger. Whoever may open the store could enter any name: it is a memory aid among
/// honest people, and no proof.
pub(super) fn operator() -> String {
    let named = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

/// Enters what was done. The moment is the present, whatever `--at` says.
pub(super) fn enter(call: &Call<'_>, setup: &Setup, action: &str, about: &Value) {
    if let Err(error) = entered(&call.folder, setup, action, about) {
        complain(&format!("warning: this does not stand in the ledger ({action}): {error:#}"));
    }
}

fn entered(folder: &Path, setup: &Setup, action: &str, about: &Value) -> anyhow::Result<()> {
    let path = folder.join(&setup.settings.store);
    // Before its first run there is nothing to enter it in.
    if !path.exists() {
        return Ok(());
    }
    let (path, key) = store_place(setup, folder)?;
    let store = Store::open_at_once(&path, &key)?;
    let now = WallClock.now();
    store.write_now(|tx| store::enter_act(tx, action, &operator(), about, now)).context("the store cannot be written")
}
