//! How the watch is itself watched and kept: `[heartbeat]`, `[backup]`, `[reload]`.

use std::path::PathBuf;

use jiff::SignedDuration;

use super::secret::Secret;
use super::settings::secret;
use crate::form::{Form, Spot};
use crate::ids::lead;
use crate::law::counting::{parsed, word};

/// The outside monitor, which raises an alarm when nothing comes any more.
#[derive(Clone, Debug)]
pub struct Heartbeat {
    /// Its address, which is a secret: who knows it can keep the alarm silent.
    pub url: Secret,
    /// How often it is told that all is well.
    pub every: SignedDuration,
}

/// Copies of the store.
#[derive(Clone, Debug)]
pub struct Backup {
    /// Where they are kept.
    pub folder: PathBuf,
    /// How often one is made.
    pub every: SignedDuration,
    /// How many are kept.
    pub keep: usize,
}

/// What becomes of an edit that would take away reminders that people would have had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dropping {
    /// It counts at once, and the admins are told: a correction that waits for somebody asleep can be a missed alert.
    #[default]
    Announce,
    /// It waits until somebody accepts it.
    Wait,
}

impl Dropping {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[("announce", Self::Announce), ("wait", Self::Wait)];
}

fn every(form: &mut Form<'_>, usual: SignedDuration, shortest: SignedDuration) -> SignedDuration {
    let text = form.text("every");
    let every = parsed(form, text, |text| {
        lead(text).filter(|every| *every >= shortest).ok_or_else(|| {
            format!("`{text}` is not a length of time of {} minutes or more: write 10m, 6h or 1d", shortest.as_mins())
        })
    });
    every.unwrap_or(usual)
}

pub(super) fn heartbeat(mut form: Form<'_>) -> Heartbeat {
    let url = secret(&mut form, "url_file", "url", "heartbeat_url");
    let every = every(&mut form, SignedDuration::from_mins(10), SignedDuration::from_mins(1));
    form.close();
    Heartbeat { url, every }
}

pub(super) fn backup(mut form: Form<'_>) -> Option<Backup> {
    let folder = form.required_text("folder", "folder = \"/var/lib/staywatch/backups\"");
    let every = every(&mut form, SignedDuration::from_hours(24), SignedDuration::from_mins(10));
    let keep = form.number("keep").map(|Spot { value, span }| {
        let keep = usize::try_from(value).ok().filter(|keep| (2..=1000).contains(keep));
        if keep.is_none() {
            form.notes.error(
                span,
                "fewer than two copies are none when one is bad",
                "",
                "write a number from 2 to 1000",
            );
        }
        keep
    });
    form.close();
    Some(Backup { folder: PathBuf::from(folder?.value), every, keep: keep.flatten().unwrap_or(14) })
}

pub(super) fn reload(mut form: Form<'_>) -> Dropping {
    let text = form.text("dropping");
    let dropping = parsed(&form, text, |text| word(text, Dropping::WORDS)).unwrap_or_default();
    form.close();
    dropping
}
