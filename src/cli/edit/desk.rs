//! A place in memory where a text can lie while an editor has it open.
//!
//! In: nothing. Out: a folder of mode 0700 on a file system that lives in memory, taken away when it is dropped. It is
//! never made on a disk: where there is no such file system, there is no desk.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// What another one looks like that lies beside it.
pub(super) const BESIDE: &str = "meanwhile.toml";

/// File systems that live in memory, by the numbers the kernel gives them: tmpfs and ramfs.
const IN_MEMORY: [i64; 2] = [0x0102_1994, 0x8584_58f6];

pub(super) struct Desk {
    folder: PathBuf,
    /// What is being edited.
    pub(super) file: PathBuf,
}

impl Desk {
    /// A desk with room for a file of this name.
    pub(super) fn set_up(name: &str) -> anyhow::Result<Self> {
        let own = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let places = own.into_iter().chain([PathBuf::from("/dev/shm"), PathBuf::from("/run")]);
        let mut number = [0_u8; 8];
        getrandom::fill(&mut number)?;
        for place in places.filter(|place| in_memory(place)) {
            let folder = place.join(format!("staywatch-edit-{:016x}", u64::from_be_bytes(number)));
            if DirBuilder::new().mode(0o700).create(&folder).is_ok() {
                let file = folder.join(name);
                return Ok(Self { folder, file });
            }
        }
        anyhow::bail!(
            "there is no file system in memory to edit on (XDG_RUNTIME_DIR and /dev/shm are none, or cannot be \
             written), and the text must not touch a disk"
        )
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lays a text on the desk.
    pub(super) fn lay(&self, text: &str) -> io::Result<()> {
        lay(&self.file, text)
    }

    /// Lays another beside it, to be looked at. Returns where.
    pub(super) fn lay_beside(&self, text: &str) -> io::Result<PathBuf> {
        let path = self.folder.join(BESIDE);
        lay(&path, text)?;
        Ok(path)
    }

    /// What the editor left there.
    pub(super) fn take(&self) -> io::Result<Zeroizing<String>> {
        let mut file = fs::File::open(&self.file)?;
        // With room for all of it: a text that grows leaves pieces of itself behind.
        let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
        let mut text = Zeroizing::new(String::with_capacity(length + 1024));
        file.read_to_string(&mut text)?;
        Ok(text)
    }
}

fn lay(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Memory that is given back is not wiped by itself.
        wipe(&self.folder);
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            crate::cli::complain(&format!("{} could not be taken away: {error}", self.folder.display()));
        }
    }
}

fn wipe(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => wipe(&entry.path()),
            Ok(kind) if kind.is_file() => {
                let length = entry.metadata().map_or(0, |file| file.len());
                let zeros = vec![0; usize::try_from(length).unwrap_or_default()];
                let opened = OpenOptions::new().write(true).open(entry.path());
                // It is taken away in any case.
                let _wiped = opened.and_then(|mut file| file.write_all(&zeros));
            }
            _ => {}
        }
    }
}

fn in_memory(place: &Path) -> bool {
    rustix::fs::statfs(place).is_ok_and(|system| IN_MEMORY.contains(&system.f_type))
}

/// True when what lies in memory may be written to a disk all the same.
pub(super) fn swaps() -> bool {
    fs::read_to_string("/proc/swaps").is_ok_and(|swaps| swaps.lines().skip(1).any(|line| !line.contains("zram")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_is_in_memory_and_leaves_nothing() {
        let desk = Desk::set_up("a.toml").unwrap();
        assert!(in_memory(desk.folder()));
        desk.lay("MARKED").unwrap();
        fs::write(desk.folder().join("a.toml~"), "MARKED").unwrap();
        assert_eq!(&**desk.take().unwrap(), "MARKED");
        let folder = desk.folder().to_owned();
        drop(desk);
        assert!(!folder.exists());
        assert!(!in_memory(Path::new("/proc")));
    }
}
