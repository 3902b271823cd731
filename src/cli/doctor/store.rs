//! The store: its key, its mode, whether it is whole, what the daemon has on its mind, and its backups.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::Finding;
use crate::cli::Call;
use crate::cli::render::counted;
use crate::config::Setup;
use crate::daemon::{peek_store, store_place};
use crate::outbox::still_refused;
use crate::store::{self, StoreKey};

pub(super) fn look(setup: &Setup, call: &Call<'_>) -> Vec<Finding> {
    let database = call.folder.join(&setup.settings.store);
    if !database.exists() {
        let says = format!("there is none yet at {}", database.display());
        return vec![Finding::warn("store", says, "it is made when the daemon first runs: systemctl start staywatch")];
    }
    let (_, key) = match store_place(setup, &call.folder) {
        Ok(place) => place,
        Err(error) => {
            let help = "put the key back, mode 600; without it neither the store nor its backups can be read";
            return vec![Finding::fail("key", format!("{error:#}"), help)];
        }
    };
    let mut found = vec![Finding::ok("key", "it can be read, by the service alone"), mode(&database)];
    match peek_store(setup, &call.folder) {
        Ok(Some(open)) => found.extend(inside(&open, setup)),
        Ok(None) => {}
        Err(error) => {
            let help = "stop the daemon and put a backup back: staywatch restore FILE; what is there now is kept";
            found.push(Finding::fail("store", format!("{error:#}"), help));
        }
    }
    found.extend(backups(setup, &key, call));
    found
}

fn mode(database: &Path) -> Finding {
    let mode = fs::metadata(database).map(|about| about.permissions().mode() & 0o777);
    match mode {
        Ok(mode) if mode.trailing_zeros() >= 6 => Finding::ok("store", format!("open to its owner alone ({mode:o})")),
        Ok(mode) => {
            let help = format!("chmod 600 {}", database.display());
            Finding::warn("store", format!("its mode is {mode:o}: others can read it"), help)
        }
        Err(error) => Finding::fail("store", error.to_string(), "look at its owner and mode"),
    }
}

fn inside(open: &store::Store, setup: &Setup) -> Vec<Finding> {
    let read = open.write_now(|tx| {
        let told = store::memos(tx, "trouble/")?;
        let errors = store::memo(tx, "config-errors")?.filter(|errors| !errors.is_empty());
        Ok((store::counts(tx)?, told, errors, still_refused(tx, &setup.people)?))
    });
    let ((owed, sent, refused), told, errors, unreached) = match read {
        Ok(read) => read,
        Err(error) => return vec![Finding::fail("store", error.to_string(), "see the log of the daemon")],
    };
    let holds = format!(
        "whole and of this version: {} sent, {owed} owed, {refused} refused",
        counted(sent, "letter", "letters")
    );
    let mut found = vec![Finding::ok("store", holds)];
    if let Some(errors) = errors {
        let says = format!("the daemon runs on earlier versions of files with errors:\n{errors}");
        found.push(Finding::warn("files", says.replace('\n', "\n                     "), "staywatch check"));
    }
    for (person, channel, why) in unreached {
        let says = format!("what was sent to {person} by {channel} was refused: {why}");
        found.push(Finding::warn("address", says, format!("correct people.toml; then: staywatch send-test {person}")));
    }
    for name in told.keys() {
        let name = name.trim_end_matches('/').replace('/', ": ");
        found.push(Finding::warn(
            "daemon",
            format!("it told the admins of this, and it is not over: {name}"),
            "see the message, or the log",
        ));
    }
    found
}

fn backups(setup: &Setup, key: &StoreKey, call: &Call<'_>) -> Vec<Finding> {
    let Some(settings) = &setup.settings.backup else {
        let help = "set [backup] folder = \"…\", on another disk if you can";
        return vec![Finding::warn("backups", "none are made", help)];
    };
    let folder = call.folder.join(&settings.folder);
    let Some((made, path)) = store::backups(&folder).pop() else {
        let says = format!("there is none in {}", folder.display());
        return vec![Finding::fail("backups", says, "staywatch backup; and see the log why the daemon made none")];
    };
    if let Err(error) = store::verify_backup(&path, key) {
        let says = format!("{} is of no use: {error}", path.display());
        return vec![Finding::fail("backups", says, "staywatch backup makes a new one")];
    }
    let age = call.now.duration_since(made);
    let says = format!("{} opens and is whole, {} old", path.display(), counted(age.as_hours(), "hour", "hours"));
    if age > settings.every.saturating_mul(2) {
        return vec![Finding::fail("backups", says, "the daemon makes none: see its log")];
    }
    vec![Finding::ok("backups", says)]
}
