//! The key files that `people.toml` names.
//!
//! In: people, the folder, a moment. Out: a key for everybody who has one, and a finding for each that cannot be used or
//! soon cannot. A key that died of age is a warning and no error: it must not keep an edit of people.toml out of force.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::form::{Notes, Problem, Sheet, Spot, Weight};
use crate::ids::PersonId;
use crate::openpgp::{Certificate, KeyTrouble};
use crate::people::{Detail, People};

/// How long before its end a key is spoken of.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A key file is some kilobytes; this much has room for many signatures, and none for somebody's mistake.
const LONGEST: u64 = 4 << 20;

/// Reads every key file. `sheet` is people.toml.
pub(super) fn read(
    people: &People,
    folder: &Path,
    now: Timestamp,
    sheet: Sheet,
) -> (BTreeMap<PersonId, Certificate>, Vec<Problem>) {
    let notes = Notes::new(sheet);
    let mut keys = BTreeMap::new();
    for person in people.all() {
        let Some(file) = &person.pgp else { continue };
        let Some(certificate) = certificate(&folder.join(&file.value), file, &notes) else { continue };
        look_over(&certificate, file, person.detail, now, &notes);
        keys.insert(person.id.clone(), certificate);
    }
    (keys, notes.finish())
}

/// Reads one key file.
fn certificate(path: &Path, file: &Spot<String>, notes: &Notes) -> Option<Certificate> {
    let error = |says: String, help: &str| notes.error(file.span.clone(), says, "", help);
    let short = std::fs::metadata(path).map(|found| found.is_file() && found.len() <= LONGEST);
    let bytes = match short.and_then(|short| if short { std::fs::read(path) } else { Ok(Vec::new()) }) {
        Ok(bytes) => bytes,
        Err(why) => {
            error(format!("the key file {} cannot be read: {why}", path.display()), "paths start at this folder");
            return None;
        }
    };
    match Certificate::read(&bytes) {
        Ok(certificate) => Some(certificate),
        Err(trouble) => {
            let help = match trouble {
                KeyTrouble::Secret => "delete it here, and ask for: gpg --export --armor THEIR-ADDRESS",
                KeyTrouble::NotBuilt => "or take the key out",
                _ => "ask its owner for: gpg --export --armor THEIR-ADDRESS",
            };
            error(format!("{}: {trouble}", file.value), help);
            None
        }
    }
}

fn look_over(certificate: &Certificate, file: &Spot<String>, detail: Detail, now: Timestamp, notes: &Notes) {
    let until_then = match detail {
        Detail::Full => "until then they are sent code, deadline and time left, in the clear",
        Detail::Code => "until then their mail goes out in the clear",
    };
    match certificate.usable(now) {
        Ok(recipient) => {
            let Some(expires) = recipient.expires.filter(|expires| expires.duration_since(now) < SOON) else { return };
            let says = format!("the key in {} expires on {}", file.value, expires.strftime("%Y-%m-%d"));
            let help = "ask its owner for the same key with a later date, and put it in the place of this file";
            notes.add(Weight::Warning, file.span.clone(), says, "", help);
        }
        Err(trouble) => {
            let weight = if trouble.of_age() { Weight::Warning } else { Weight::Error };
            let help = format!("ask its owner for a key that is in order; {until_then}");
            notes.add(weight, file.span.clone(), format!("{}: {trouble}", file.value), "", help);
        }
    }
}
