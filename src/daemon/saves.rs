//! Which files were saved, as the kernel tells it.
//!
//! In: the kernel's events. Out: the files that changed since somebody last asked, and whether whoever wrote them has
//! finished: a file that is closed, or was put in place whole, can be read at once; anything else may be half a save.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use tokio::sync::Notify;

/// The folders in the configuration folder that are read.
pub(super) const FOLDERS: [&str; 4] = ["watchlist", "law", "calendars", "keys"];

/// What was saved since it was last asked for.
#[derive(Debug, Default)]
pub(super) struct Saves {
    saved: Mutex<Saved>,
    /// Somebody told of a change.
    pub told: Notify,
}

/// What was saved.
#[derive(Debug, Default)]
pub(super) struct Saved {
    /// Files, with whether they are whole.
    files: BTreeMap<PathBuf, bool>,
    /// Something may have changed that nobody named.
    anything: bool,
}

impl Saved {
    /// True when nothing was saved.
    pub fn is_empty(&self) -> bool {
        !self.anything && self.files.is_empty()
    }

    /// True when something may have changed that nobody named.
    pub fn in_doubt(&self) -> bool {
        self.anything
    }

    /// The files that changed, if they are all that can have changed.
    pub fn files(&self) -> Option<impl Iterator<Item = &PathBuf>> {
        (!self.anything && !self.files.is_empty()).then(|| self.files.keys())
    }
}

impl Saves {
    fn lock(&self) -> MutexGuard<'_, Saved> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an event; true when it tells of a change.
    pub fn note(&self, event: notify::Result<notify::Event>) -> bool {
        let mut saved = self.lock();
        // An error means that events were lost.
        let Some(event) = event.ok().filter(|event| !event.need_rescan()) else {
            saved.anything = true;
            return true;
        };
        let closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        if event.kind.is_access() && !closed {
            return false;
        }
        let put = matches!(event.kind, EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)));
        let before = saved.files.len();
        let mut told = false;
        for path in event.paths {
            if FOLDERS.iter().any(|name| path.ends_with(name)) && !closed {
                (saved.anything, told) = (true, true);
            }
            if !is_read(&path) {
                continue;
            }
            saved.files.insert(path, closed || put);
            told = true;
        }
        told || saved.files.len() > before
    }

    /// True when every file that changed is whole, and nothing else can have changed.
    pub fn whole(&self) -> bool {
        let saved = self.lock();
        !saved.anything && !saved.files.is_empty() && saved.files.values().all(|whole| *whole)
    }

    /// Takes what was saved.
    pub fn take(&self) -> Saved {
        std::mem::take(&mut *self.lock())
    }

    /// It could not be put into force: everything is looked at next time.
    pub fn doubt(&self) {
        self.lock().anything = true;
    }
}

/// True for what a reading of the folder looks at. The store may lie in the same folder, and every reading writes to it:
/// without this, one reading would be the reason for the next, for ever.
fn is_read(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ends = [".toml", ".pgp", ".asc"];
    ends.iter().any(|end| name.ends_with(end)) && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::Event;
    use notify::event::{CreateKind, DataChange};

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

    fn event(kind: EventKind, name: &str) -> Event {
        Event::new(kind).add_path(PathBuf::from(name))
    }

    #[test]
    fn only_what_is_read_is_watched() {
        for name in
            ["staywatch.toml", "watchlist/kudin.toml", "watchlist/kudin.toml.pgp", "law/ru.toml", "keys/mila.asc"]
        {
            assert!(is_read(Path::new(name)), "{name}");
        }
        for name in ["staywatch.db", "staywatch.db-wal", "staywatch.lock", "watchlist/.kudin.toml", "kudin.toml~", ""] {
            assert!(!is_read(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn a_save_is_whole_when_its_file_is_closed_or_put_in_place() {
        let saves = Saves::default();
        assert!(saves.note(Ok(event(EventKind::Create(CreateKind::File), "a.toml"))));
        assert!(saves.note(Ok(event(WRITTEN, "a.toml"))));
        assert!(!saves.whole());
        assert!(saves.note(Ok(event(CLOSED, "a.toml"))));
        assert!(saves.whole());
        assert!(saves.note(Ok(event(EventKind::Modify(ModifyKind::Name(RenameMode::To)), "b.toml"))));
        assert!(saves.whole());
        // The same told once more, with the name before.
        let moved = event(EventKind::Modify(ModifyKind::Name(RenameMode::Both)), "part").add_path("b.toml".into());
        assert!(saves.note(Ok(moved)));
        assert!(saves.whole());
        assert!(saves.note(Ok(event(WRITTEN, "a.toml"))));
        assert!(!saves.whole());
        assert_eq!(saves.take().files().map(Iterator::count), Some(2));
        let nothing = saves.take();
        assert!(nothing.is_empty() && nothing.files().is_none());
    }

    #[test]
    fn a_folder_that_comes_or_goes_leaves_everything_in_doubt() {
        let saves = Saves::default();
        assert!(saves.note(Ok(event(EventKind::Modify(ModifyKind::Name(RenameMode::To)), "config/watchlist"))));
        assert!(saves.take().in_doubt());
        assert!(saves.note(Ok(event(EventKind::Create(CreateKind::Folder), "config/law"))));
        assert!(saves.take().in_doubt());
        assert!(!saves.note(Ok(event(EventKind::Create(CreateKind::Folder), "config/elsewhere"))));
        assert!(!saves.take().in_doubt());
    }

    #[test]
    fn reading_is_no_change_and_a_lost_event_is_any() {
        let saves = Saves::default();
        assert!(!saves.note(Ok(event(EventKind::Access(AccessKind::Open(AccessMode::Any)), "a.toml"))));
        assert!(!saves.note(Ok(event(CLOSED, "staywatch.db"))));
        assert!(saves.note(Err(notify::Error::generic("lost"))));
        assert!(saves.note(Ok(event(CLOSED, "a.toml"))));
        assert!(!saves.whole());
        let anything = saves.take();
        assert!(!anything.is_empty() && anything.files().is_none());
    }
}
