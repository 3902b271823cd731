//! The calendar entries that a notice brings along: what appears in the reader's calendar, moves there and disappears.
//!
//! In: a notice, its reader, and how often each deadline was corrected before. Out: entries with their words. It
//! holds what the message holds and no more: code, title, dates, advice from the packs.

use jiff::{SignedDuration, Timestamp};

use super::calendar::{Entry, uid};
use super::plan::{Content, Fallen, Notice};
use super::words::{Speaker, text};
use crate::docket::{Deadline, Status};
use crate::ids::CaseId;
use crate::law::rule::{Duty, Severity, Whose};

const DAY: SignedDuration = SignedDuration::from_hours(24);
const SOON: SignedDuration = SignedDuration::from_hours(3);

/// The entries of a notice. `corrected` says how often people were sent a correction of a subject before this one.
#[must_use]
pub fn entries(notice: &Notice, speaker: Speaker<'_>, corrected: impl Fn(&str) -> u32, now: Timestamp) -> Vec<Entry> {
    let before = |subject: &str| {
        let correction =
            notice.marks.iter().any(|mark| mark.subject == subject && super::calendar::corrects(&mark.step));
        corrected(subject) + u32::from(correction)
    };
    let running = |deadline: &Deadline| {
        // The calendar keeps the cautious reading.
        let ahead = deadline.status == Status::Pending && deadline.latest.end > now && deadline.passed.is_none();
        ahead.then(|| entry(deadline, speaker, before(&deadline.key.subject()), now))
    };
    match &notice.content {
        Content::Reminder { deadline, .. } | Content::Changed { deadline, .. } => {
            running(deadline).into_iter().collect()
        }
        Content::Entry { running: all, .. } => all.iter().filter_map(running).collect(),
        Content::Unanswered { waiting, .. } => waiting.iter().filter_map(|one| running(&one.deadline)).collect(),
        Content::Withdrawn { fallen } | Content::Ended { fallen, .. } => {
            fallen.iter().map(|one| gone(&notice.case, one, speaker, before(&one.subject), now)).collect()
        }
        Content::Met { met } => met
            .iter()
            .map(|deadline| {
                let kept = entry(deadline, speaker, before(&deadline.key.subject()), now);
                Entry { cancelled: true, alarms: Vec::new(), description: speaker.say("calendar-met", &[]), ..kept }
            })
            .collect(),
        // The entry of a date that was wrong goes; what was right has passed in the calendar too.
        Content::Lapsed { deadline, old, .. } => {
            let wrong = old.iter().map(|old| {
                let subject = deadline.key.subject();
                let sequence = before(&subject);
                let fallen = Fallen { deadline: Some((**deadline).clone()), subject, old: old.clone(), title: None };
                gone(&notice.case, &fallen, speaker, sequence, now)
            });
            wrong.collect()
        }
        Content::Risk { .. } | Content::Undated { .. } => Vec::new(),
    }
}

/// A deadline as a calendar shows it: the hour that ends with its last moment on the cautious reading.
#[must_use]
pub fn entry(deadline: &Deadline, speaker: Speaker<'_>, sequence: u32, now: Timestamp) -> Entry {
    let subject = deadline.key.subject();
    let title = deadline.title.get(speaker.language);
    let (start, end) = if deadline.duty == Duty::Opens {
        Entry::after(deadline.earliest.end)
    } else {
        Entry::before(deadline.earliest.end)
    };
    let args = [text("case", deadline.key.case.as_str()), text("title", title)];
    let mut alarms = vec![DAY];
    if deadline.severity > Severity::Normal {
        alarms.push(SOON);
    }
    Entry {
        uid: uid(&deadline.key.case, &subject),
        sequence,
        cancelled: deadline.status == Status::Withdrawn,
        stamp: now,
        start,
        end,
        summary: speaker.say("calendar-summary", &args),
        description: description(deadline, speaker),
        alarms,
    }
}

fn description(deadline: &Deadline, speaker: Speaker<'_>) -> String {
    let (earliest, latest) =
        (speaker.end(deadline.earliest, &deadline.zone), speaker.end(deadline.latest, &deadline.zone));
    let own = matches!(deadline.whose, Whose::Defence | Whose::Person);
    let mut lines = Vec::new();
    if deadline.disputed() {
        let id = match deadline.duty {
            Duty::Opens => "line-two-readings-opens",
            _ if own => "line-two-readings",
            _ => "line-two-readings-state",
        };
        lines.push(speaker.say(id, &[text("earliest", &earliest), text("latest", &latest)]));
    } else {
        let id = match deadline.duty {
            Duty::Opens => "line-deadline-opens",
            _ if own => "line-deadline-defence",
            _ => "line-deadline-other",
        };
        lines.push(speaker.say(id, &[text("moment", &earliest)]));
    }
    let advice = deadline.advice.get(speaker.language);
    if !advice.is_empty() {
        lines.push(speaker.say("line-what-to-do", &[text("advice", advice)]));
    }
    lines.push(deadline.cite.to_string());
    lines.push(speaker.say("line-legal", &[]));
    lines.join("\n")
}

fn gone(case: &CaseId, fallen: &Fallen, speaker: Speaker<'_>, sequence: u32, now: Timestamp) -> Entry {
    let opens = fallen.deadline.as_ref().is_some_and(|deadline| deadline.duty == Duty::Opens);
    let (start, end) = if opens { Entry::after(fallen.old.earliest) } else { Entry::before(fallen.old.earliest) };
    // Without a rule to name it by, the id of the rule is the only name there is.
    let title = match &fallen.deadline {
        Some(deadline) => deadline.title.get(speaker.language),
        None => fallen.subject.split('/').next().unwrap_or_default(),
    };
    Entry {
        uid: uid(case, &fallen.subject),
        sequence,
        cancelled: true,
        stamp: now,
        start,
        end,
        summary: speaker.say("calendar-summary", &[text("case", case.as_str()), text("title", title)]),
        description: speaker.say("calendar-gone", &[]),
        alarms: Vec::new(),
    }
}
