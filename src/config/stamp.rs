//! What a file looks like from outside: enough to know, without reading it, that it is still what it was.
//!
//! In: a file's metadata. Out: a value that differs after any change that the system knows of. The moment of the last
//! change of the inode cannot be set back by any program, so a copied date deceives nobody.

use std::fmt;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

use jiff::Timestamp;

/// A file from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// From what the system says of an open file, taken before it is read: what changes in between shows.
    #[must_use]
    pub fn of(file: &Metadata) -> Self {
        Self {
            inode: file.ino(),
            size: file.size(),
            modified: (file.mtime(), file.mtime_nsec()),
            changed: (file.ctime(), file.ctime_nsec()),
        }
    }

    /// True when the file has rested for a while: the system's clock ticks coarsely, and two changes within one tick
    /// look the same.
    #[must_use]
    pub fn rested(&self, now: Timestamp) -> bool {
        self.changed.0 + 2 < now.as_second()
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { inode, size, modified, changed } = self;
        write!(f, "{inode} {size} {}.{:09} {}.{:09}", modified.0, modified.1, changed.0, changed.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_shows() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.toml");
        let stamp = || Stamp::of(&std::fs::metadata(&path).unwrap());
        std::fs::write(&path, "one").unwrap();
        let before = stamp();
        assert_eq!(before, stamp());
        std::fs::write(&path, "three").unwrap();
        let longer = stamp();
        assert_ne!(before, longer);
        // Another file in its place, of the same length and with the same date.
        let other = home.path().join("b");
        std::fs::write(&other, "eight").unwrap();
        let date = std::fs::metadata(&path).unwrap().modified().unwrap();
        std::fs::File::options().write(true).open(&other).unwrap().set_modified(date).unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert_ne!(longer, stamp());
    }

    #[test]
    fn a_file_that_has_just_changed_has_not_rested() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.toml");
        std::fs::write(&path, "one").unwrap();
        let stamp = Stamp::of(&std::fs::metadata(&path).unwrap());
        let at = |seconds| Timestamp::from_second(stamp.changed.0 + seconds).unwrap();
        assert!(!stamp.rested(at(0)));
        assert!(!stamp.rested(at(2)));
        assert!(stamp.rested(at(3)));
    }
}
