//! The configuration folder: cases, people, law and settings, read as one whole.
//!
//! In: a folder. Out: a [`Setup`] that can be run, and every finding in every file. `check` and the daemon
//! read with the same function. It reads files and nothing else; secrets are read only when they are used.

mod cases;
mod escalation;
mod folder;
mod keys;
mod look;
mod record;
mod reports;
mod secret;
mod settings;
mod stamp;
mod trust;
mod trial;
mod twice;
mod vault;
mod web;
mod upkeep;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};

pub use cases::{Cases, Gathering, Place, Texts};
pub use record::{RecordError, record, turn, turn_in};
pub use secret::{Secret, SecretError};
pub use settings::{Digest, Settings, Smtp, Telegram, Tls};
pub use stamp::Stamp;
pub use trial::usable;
pub use trust::{Basis, Known, Trusting};
pub use upkeep::{Backup, Dropping, Heartbeat};
pub use vault::{Sealing, Vault, VaultError, put, sealed, shred};
pub use web::{ANSWER, SIGN_IN, Web};

use look::{code_stands_alone, dates_lead_somewhere, ladders_exist, laws_exist, no_way_out};
use twice::{Turn, Twice};

use crate::form::{Notes, Problem, Sheet, Weight};
use crate::ids::PersonId;
use crate::law::{Law, OwnLaw};
use crate::notice::words::Words;
use crate::openpgp::{Certificate, Recipient};
use crate::people::{People, Person, Reach, Role};
use crate::watchlist::{Case, Country, look_over};

/// Which of the shared files could be read.
#[derive(Clone, Copy, Debug)]
struct Sound {
    people_known: bool,
    law_whole: bool,
}

/// How a case is read.
#[derive(Clone, Copy)]
struct Reading<'a> {
    zones: &'a BTreeMap<Country, TimeZone>,
    sound: Sound,
    now: Timestamp,
    /// Texts that stand in for files.
    instead: &'a [(String, String)],
    /// The texts in force.
    texts: Option<&'a dyn Texts>,
}

/// Everything a run needs to know.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folder it came from.
    pub folder: PathBuf,
    /// Packs and calendars.
    pub law: Arc<Law>,
    /// Who can be told.
    pub people: People,
    /// The keys of those who have one that could be read.
    pub keys: BTreeMap<PersonId, Certificate>,
    /// How the daemon is set.
    pub settings: Settings,
    /// What opens the files that are kept encrypted.
    pub vault: Vault,
    /// Every case that could be read, by code.
    pub cases: Cases,
    /// The texts of `people.toml` and `staywatch.toml` by name, for keeping the last good ones.
    pub texts: Vec<(String, String)>,
    /// What every case rests on: law, people and settings.
    pub basis: Basis,
}

/// The configuration in force, with the words it is told in.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The configuration in force.
    pub setup: Arc<Setup>,
    /// The words.
    pub words: Arc<Words>,
}

/// Why a folder could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The folder is not there.
    #[error("there is no configuration folder {0}: `staywatch init {0}` makes one")]
    Missing(PathBuf),
    /// A file or folder cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Setup {
    /// Reads a folder. Everything wrong is in the findings; what is wrong is left out of the setup.
    ///
    /// # Errors
    /// When the folder, or a file in it, cannot be read.
    pub fn load(folder: &Path, now: Timestamp) -> Result<(Self, Vec<Problem>), ConfigError> {
        Self::load_with(folder, now, &[], None)
    }

    /// The same, with these texts (by file name) in place of what is on disk. Cases are held whole, or found again
    /// in `texts`: then nothing less than an error is kept of what is found in them.
    ///
    /// # Errors
    /// When the folder, or a file in it, cannot be read.
    pub fn load_with(
        folder: &Path,
        now: Timestamp,
        instead: &[(String, String)],
        texts: Option<&Arc<dyn Texts>>,
    ) -> Result<(Self, Vec<Problem>), ConfigError> {
        let (mut setup, mut problems, sound) = Self::shared(folder, now, instead)?;
        let zones = Arc::new(setup.law.zones());
        let mut cases = Gathering::new(texts.cloned(), Arc::clone(&zones));
        let (texts, vault) = (texts.map(|texts| &**texts), setup.vault.clone());
        let mut twice = Twice::new(texts, &vault, &zones);
        let watchlist = folder.join("watchlist");
        let mut paths = folder::paths(&watchlist)?;
        // A file that is gone, and is to be counted as it was.
        let gone = instead.iter().map(|(name, _)| PathBuf::from(name)).filter(|path| !paths.contains(path));
        paths.extend(gone.filter(|path| path.parent() == Some(&watchlist)).collect::<Vec<_>>());
        for path in paths {
            let file = match folder::stamped(&path, Some(&setup.vault)) {
                // What stands in for a file does not look like it.
                Ok(Some((sheet, stamp))) if replaces(&sheet, instead).is_none() => (sheet, Some(stamp)),
                Ok(Some((sheet, _))) => (replaced(sheet, instead), None),
                Ok(None) => match replaces(&Sheet::new(&path.display().to_string(), ""), instead) {
                    Some((name, text)) => (Sheet::new(name, text), None),
                    None => continue,
                },
                // A key that was mislaid, or a mode that was mistyped, must not make a case go dark.
                Err(error) => {
                    if let Some((name, text)) = replaces(&Sheet::new(&path.display().to_string(), ""), instead) {
                        (Sheet::new(name, text), None)
                    } else {
                        problems.extend(folder::unread(&path, &error));
                        continue;
                    }
                }
            };
            let reading = Reading { zones: &zones, sound, now, instead, texts };
            let (case, stamps, notes) = setup.one_case(file, reading, &mut problems);
            if let Some(case) = case {
                if let Turn::Instead(found) = twice.turn(&case, &notes) {
                    cases.put_out(&case.id);
                    problems.extend(found);
                }
                if !notes.failed() {
                    cases.add(case, stamps);
                }
            }
            problems.extend(notes.finish());
            // Ten thousand warnings, each with the text of its file, are as large as everything else.
            problems.retain(|problem| texts.is_none() || problem.weight == Weight::Error);
        }
        setup.left_behind(&twice, &mut cases, &mut problems);
        setup.cases = cases.done();
        setup.no_admin(sound, &mut problems)?;
        Ok((setup, problems))
    }

    /// Everything but the cases.
    fn shared(
        folder: &Path,
        now: Timestamp,
        instead: &[(String, String)],
    ) -> Result<(Self, Vec<Problem>, Sound), ConfigError> {
        let sheet = |path: &Path| {
            // The last usable text also stands in for a file that is gone or cannot be read.
            let name = path.display().to_string();
            let kept = || instead.iter().find(|(known, _)| *known == name).map(|(known, text)| Sheet::new(known, text));
            match folder::sheet(path) {
                Ok(Some(found)) => Ok(Some(replaced(found, instead))),
                Ok(None) => Ok(kept()),
                Err(error) => kept().map(Some).ok_or(error),
            }
        };
        let mut problems = Vec::new();
        let mut sheets = |folder: &Path| {
            let (found, unreadable) = folder::sheets(folder)?;
            problems.extend(unreadable);
            Ok::<_, ConfigError>(found.into_iter().map(|sheet| replaced(sheet, instead)).collect::<Vec<_>>())
        };
        if !folder.is_dir() {
            return Err(ConfigError::Missing(folder.to_owned()));
        }
        let own = OwnLaw { packs: sheets(&folder.join("law"))?, calendars: sheets(&folder.join("calendars"))? };
        let (law, found) = if own.is_empty() {
            Law::shipped()
        } else {
            let (law, found) = Law::load(own);
            (Arc::new(law), found)
        };
        let law_whole = !found.iter().any(|problem| problem.weight == Weight::Error);
        problems.extend(found);
        let mut texts = Vec::new();
        let mut keep = |sheet: &Sheet| texts.push((sheet.name.to_string(), sheet.text.to_string()));
        let (people, notes) = match sheet(&folder.join("people.toml"))? {
            Some(sheet) => {
                keep(&sheet);
                People::read(sheet)
            }
            None => (Some(People::default()), missing(folder, "people.toml")),
        };
        let people_known = people.is_some();
        let people = people.unwrap_or_default();
        problems.extend(notes.finish());
        let (settings, notes) = match sheet(&folder.join("staywatch.toml"))? {
            Some(sheet) => {
                keep(&sheet);
                Settings::read(sheet)
            }
            None => (Some(Settings::default()), Notes::new(Sheet::new("staywatch.toml", ""))),
        };
        let settings = settings.unwrap_or_default();
        problems.extend(notes.finish());
        ladders_exist(&law, &settings, &mut problems);
        let keys = match sheet(&folder.join("people.toml"))? {
            Some(sheet) => {
                let (keys, found) = keys::read(&people, folder, now, sheet);
                problems.extend(found);
                keys
            }
            None => BTreeMap::new(),
        };
        if people_known && let Some(sheet) = sheet(&folder.join("people.toml"))? {
            problems.extend(no_way_out(&people, &settings, sheet));
        }
        // Without either, everything goes into a folder, and whoever tries the program out looks there.
        let mut people = people;
        if settings.smtp.is_some() != settings.telegram.is_some() {
            people.keep_ways(settings.smtp.is_some(), settings.telegram.is_some());
        }
        let vault = Vault::new(folder, &settings.sealing);
        let (folder, basis, cases) = (folder.to_owned(), Basis::default(), Cases::default());
        Ok((
            Self { folder, law, people, keys, settings, vault, cases, texts, basis },
            problems,
            Sound { people_known, law_whole },
        ))
    }

    /// Reads one case with its reports, and looks it over.
    fn one_case(
        &self,
        file: (Sheet, Option<Stamp>),
        Reading { zones, sound, now, instead, texts }: Reading<'_>,
        problems: &mut Vec<Problem>,
    ) -> (Option<Case>, [Option<Stamp>; 2], Notes) {
        let (case, team, notes) = Case::read(file.0, zones);
        if sound.people_known {
            self.people.look_over(&team, &notes);
        }
        let mut stamps = [file.1, None];
        let case = case.map(|mut case| {
            stamps[1] = self.add_reported(&mut case, instead, texts, problems);
            problems.extend(look_over(&case, now, &notes));
            laws_exist(&case, &self.law, !sound.law_whole, &notes);
            problems.extend(dates_lead_somewhere(&case, &self.law));
            let named = Notes::quoting_nothing(case.sheet.clone());
            code_stands_alone(&case, self, &named);
            problems.extend(named.finish());
            case
        });
        (case, stamps, notes)
    }

    /// With cases but without an admin nobody hears of trouble.
    fn no_admin(&self, sound: Sound, problems: &mut Vec<Problem>) -> Result<(), ConfigError> {
        if sound.people_known && !self.cases.is_empty() && self.people.with_role(Role::Admin).next().is_none() {
            let path = self.folder.join("people.toml");
            let sheet = folder::sheet(&path)?.unwrap_or_else(|| Sheet::new("people.toml", ""));
            let notes = Notes::new(sheet);
            let help = "add a [[person]] with role = \"admin\"";
            notes.add(Weight::Warning, 0..0, "nobody is told when staywatch itself has trouble", "", help);
            problems.extend(notes.finish());
        }
        Ok(())
    }

    /// For the present, as opposed to a replay: see [`Case::known_as_entered`].
    pub fn known_as_entered(&mut self) {
        self.cases.known_as_entered();
        self.cases.change_held(crate::watchlist::Case::known_as_entered);
    }

    /// A case by its code.
    #[must_use]
    pub fn case(&self, id: &str) -> Option<Arc<Case>> {
        self.cases.get(id)
    }

    /// Whom mail to a person is encrypted to: nobody when they have no key.
    ///
    /// # Errors
    /// Why their key cannot be used at this moment.
    pub fn recipient(&self, person: &Person, now: Timestamp) -> Result<Option<Recipient>, String> {
        match (&person.pgp, self.keys.get(&person.id)) {
            (None, _) => Ok(None),
            (Some(_), Some(key)) => key.usable(now).map(Some).map_err(|trouble| trouble.to_string()),
            (Some(_), None) => Err("the key file cannot be used".to_owned()),
        }
    }

    /// The cases a person or a group's chat works on, by code; an admin sees to all of them.
    pub fn cases_of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = Arc<Case>> + 'a {
        let theirs = self.cases.places().iter().filter(move |place| self.works_on(person, place));
        theirs.filter_map(|place| self.cases.whole(place))
    }

    /// True when a case is among those of a person or a group's chat: the same without reading any.
    #[must_use]
    pub fn sees(&self, person: &Person, case: &str) -> bool {
        self.cases.place(case).is_some_and(|place| self.works_on(person, place))
    }

    /// True when a person or a group's chat works on a case.
    #[must_use]
    pub fn works_on(&self, person: &Person, place: &Place) -> bool {
        let team = || self.people.resolve(place.team.iter(), Reach::Everybody);
        person.role == Role::Admin || team().iter().any(|member| member.id == person.id)
    }
}

fn missing(folder: &Path, name: &str) -> Notes {
    let notes = Notes::new(Sheet::new(&folder.join(name).display().to_string(), ""));
    notes.error(0..0, "this file is missing", "", "`staywatch init` writes one; docs/admins.md shows what goes in");
    notes
}

fn replaces<'a>(sheet: &Sheet, instead: &'a [(String, String)]) -> Option<&'a (String, String)> {
    instead.iter().find(|(name, _)| **name == *sheet.name)
}

fn replaced(sheet: Sheet, instead: &[(String, String)]) -> Sheet {
    replaces(&sheet, instead).map(|(name, text)| Sheet::new(name, text)).unwrap_or(sheet)
}
