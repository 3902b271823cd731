//! The machine: clock, zones, calendars, room on the disk, secrets.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::tz::TimeZone;

use super::Finding;
use crate::cli::Call;
use crate::config::{Ground, Secret, Setup};
use crate::notice::words::Words;
use crate::schedule::{calendars_that_end, little_room};

pub(super) fn look(setup: &Setup, call: &Call<'_>) -> Vec<Finding> {
    let mut found = vec![clock(), zones()];
    found.extend(open_to_others(setup, &call.folder));
    found.extend(secrets(setup, &call.folder));
    found.extend(calendars(setup, call));
    found.extend(room(setup, &call.folder));
    found
}

/// Whether the system says that its clock is set by a time service. Nothing is asked of the network.
fn clock() -> Finding {
    let asked = Command::new("timedatectl").args(["show", "--property=NTPSynchronized", "--value"]).output();
    let answer = asked.ok().filter(|asked| asked.status.success());
    match answer.map(|asked| String::from_utf8_lossy(&asked.stdout).trim().to_owned()).as_deref() {
        Some("yes") => Finding::ok("clock", "set by a time service"),
        Some("no") => Finding::fail(
            "clock",
            "not set by a time service: every deadline is as wrong as the clock",
            "timedatectl set-ntp true (Debian: apt install systemd-timesyncd)",
        ),
        _ => Finding::warn(
            "clock",
            "nobody here can say whether it is set by a time service",
            "compare it with a clock that you trust: date -u",
        ),
    }
}

fn zones() -> Finding {
    let missing: Vec<&str> = ["Europe/Moscow", "Europe/Minsk", "Europe/Paris", "Asia/Almaty"]
        .into_iter()
        .filter(|zone| TimeZone::get(zone).is_err())
        .collect();
    if !missing.is_empty() {
        let says = format!("zones that nobody knows: {}", missing.join(", "));
        return Finding::fail("zone data", says, "apt install tzdata");
    }
    if Path::new("/usr/share/zoneinfo/Europe/Moscow").exists() {
        Finding::ok("zone data", "from the system")
    } else {
        let says = "the system has none: those shipped with the program are used";
        Finding::warn("zone data", says, "apt install tzdata, which is kept up to date")
    }
}

/// Files that decide who is told, and that anybody on the machine could change.
fn open_to_others(setup: &Setup, folder: &Path) -> Vec<Finding> {
    let names = ["", "people.toml", "staywatch.toml", "watchlist", "law", "calendars", "keys"];
    let own = names.iter().map(|name| folder.join(name));
    let cases = setup.cases.places().iter().map(|place| PathBuf::from(&*place.file));
    let open = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o002 != 0);
    let found: Vec<String> = own.chain(cases).filter(open).map(|path| path.display().to_string()).collect();
    let Some(first) = found.first() else {
        return vec![Finding::ok("modes", "nobody else can change whom staywatch tells, and of what")];
    };
    let says =
        format!("{} files or folders can be changed by anybody on this machine, {first} among them", found.len());
    vec![Finding::fail("modes", says, "chmod -R o-w the configuration folder")]
}

fn secrets(setup: &Setup, folder: &Path) -> Vec<Finding> {
    let settings = &setup.settings;
    let mut wanted: Vec<&Secret> = Vec::new();
    wanted.extend(settings.smtp.as_ref().filter(|smtp| smtp.user.is_some()).map(|smtp| &smtp.password));
    wanted.extend(settings.telegram.as_ref().map(|bot| &bot.token));
    wanted.extend(settings.heartbeat.as_ref().map(|heartbeat| &heartbeat.url));
    let look = |secret: &Secret| match secret.read(folder) {
        Ok(_) => Finding::ok("secret", format!("{} can be read, by the service alone", secret.credential)),
        Err(error) => {
            let help = format!("put it into a file of mode 600, or give the systemd credential {}", secret.credential);
            Finding::fail("secret", error.to_string(), help)
        }
    };
    wanted.into_iter().map(look).collect()
}

fn calendars(setup: &Setup, call: &Call<'_>) -> Vec<Finding> {
    let ground = Ground { setup: std::sync::Arc::new(setup.clone()), words: std::sync::Arc::new(Words::default()) };
    let ending = calendars_that_end(&ground, call.now);
    if ending.is_empty() {
        return vec![Finding::ok("calendars", "those of the cases in force reach far enough")];
    }
    let line = |trouble: &crate::schedule::Trouble| {
        let says = format!("{} ends on {}: holidays after that are not known", trouble.about, trouble.why);
        Finding::warn("calendars", says, "add the next year in your own calendars folder, or install a newer staywatch")
    };
    ending.iter().map(line).collect()
}

fn room(setup: &Setup, folder: &Path) -> Vec<Finding> {
    let store = folder.join(&setup.settings.store);
    let store = store.parent().map(PathBuf::from).unwrap_or_default();
    let backups = setup.settings.backup.as_ref().map(|backup| folder.join(&backup.folder));
    let folders: Vec<PathBuf> = [Some(store), Some(folder.join(&setup.settings.folder)), backups]
        .into_iter()
        .flatten()
        .filter(|folder| folder.is_dir())
        .collect();
    let little = little_room(&folders, &[]);
    if little.is_empty() {
        return vec![Finding::ok("disk", "there is room")];
    }
    let line = |trouble: &crate::schedule::Trouble| {
        Finding::warn("disk", format!("only {} MB are free at {}", trouble.why, trouble.about), "make room")
    };
    little.iter().map(line).collect()
}
