//! From a notice to letters: one for each person and channel, named so that a repeat is recognisable.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use rusqlite::Transaction;

use super::contacts;
use super::overtake::{Said, overtake, overtake_plain, waits, with_unheard};
use crate::brief::facts;
use crate::config::{ANSWER, Ground};
use crate::docket;
use crate::law::rule::Severity;
use crate::notice::answered::matters;
use crate::notice::compose::compose;
use crate::notice::invite::entries;
use crate::notice::message::{Block, Message};
use crate::notice::plan::{Content, Mark, Notice, held_until, held_with_news, persons};
use crate::notice::steps::add_windows;
use crate::notice::words::text;
use crate::people::{Detail, Person, Role};
use crate::store::{self, Owed, StoreError};
use crate::watchlist::Case;

/// Owes every letter of a notice, and remembers what people are told by it. Returns how many letters are new.
///
/// # Errors
/// When the database says no.
pub fn owe_notice(
    tx: &Transaction<'_>,
    ground: &Ground,
    case: &Case,
    notice: &Notice,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let law = &ground.setup.law;
    let title = |rule: &str| law.rules().find(|(_, its)| its.id.as_str() == rule).map(|(_, its)| its.title.clone());
    let titled = notice.titled(title);
    let notice = titled.as_ref().unwrap_or(notice);
    let said = Said { notice, case, ground };
    let mut new = 0;
    let grave = notice.severity > Severity::Normal;
    let windows = if grave { docket::windows(case, &ground.setup.law, now) } else { Vec::new() };
    let mut corrected = BTreeMap::new();
    for (subject, _) in notice.dates() {
        let before = store::corrections(tx, &case.id, &subject)?;
        corrected.insert(subject, before);
    }
    let matters = matters(notice);
    let closed = contacts::closed(tx, &ground.setup.people, now)?;
    for person in persons(notice, &ground.setup.people) {
        let with_news = held_with_news(notice, person, &case.zone, now);
        let with_news = match (with_news, notice.marks.first()) {
            (Some(awake), Some(mark)) => {
                store::sleeps_on(tx, &case.id, &person.id, &mark.subject, awake)?.then_some(awake)
            }
            _ => None,
        };
        let not_before = with_news.or_else(|| held_until(notice, person, &case.zone, now));
        let read_at = not_before.unwrap_or(now);
        let bare = |notice: &Notice| {
            let mut bare = compose(notice, case, person, &ground.words, read_at);
            add_windows(&mut bare, &windows, case, person, &ground.words, read_at);
            bare
        };
        let usual = bare(notice);
        for channel in contacts::ways(person, notice.severity, &closed) {
            let fuller = with_unheard(tx, notice, (&person.id, channel), now)?;
            let mut message = fuller.as_ref().map_or_else(|| usual.clone(), bare);
            if channel == "email" {
                let before = |subject: &str| corrected.get(subject).copied().unwrap_or_default();
                message.calendar = entries(notice, ground.words.speak(person.language), before, now);
            }
            if channel == "email" && person.detail == Detail::Full && person.pgp.is_some() {
                let speaker = ground.words.speak(person.language);
                message.blocks.push(Block::Sealed(facts(case, &ground.setup.law, now, speaker)));
            }
            // A chat has buttons; a mail is answered by its code.
            let code = if channel == "email" && !matters.is_empty() { Some(new_code(tx)?) } else { None };
            if let Some(code) = &code {
                answerable(tx, &mut message, code, ground, person)?;
            }
            let mut owed = Owed {
                case: Some(case.id.clone()),
                key: key_of(tx, case.id.as_str(), notice.kind.word(), &notice.marks, person, channel)?,
                thread: case.id.to_string(),
                kind: notice.kind.word(),
                severity: notice.severity,
                person: person.id.clone(),
                channel,
                message,
                moot: notice.moot,
                marks: notice.marks.clone(),
                matters: matters.clone(),
                code,
                not_before,
            };
            if owed.not_before.is_some() && with_news.is_none() && !waits(tx, said, &owed, now)? {
                owed.not_before = None;
            }
            if store::owe(tx, &owed, now)? {
                new += 1;
                overtake(tx, said, &owed, ground.words.speak(person.language), now)?;
            }
            fail::fail_point!("owe.inside");
        }
    }
    let empty =
        matches!(&notice.content, Content::Entry { lapsed, running } if lapsed.is_empty() && running.is_empty());
    if new == 0 && notice.to.is_empty() && !empty {
        // Nothing is marked as told that was told to nobody.
        tracing::error!(case = case.id.as_str(), "There is nobody to tell");
        return Ok(0);
    }
    if notice.to.is_empty() {
        for mark in &notice.marks {
            store::settle_silently(tx, &case.id, mark)?;
        }
    }
    for (subject, date) in notice.dates() {
        store::set_told_date(tx, &case.id, &subject, date.as_ref())?;
    }
    Ok(new)
}

/// How a mail says that it can be answered: by its code, and by a link where the board has a public address.
pub(super) fn answerable(
    tx: &Transaction<'_>,
    message: &mut Message,
    code: &str,
    ground: &Ground,
    person: &Person,
) -> Result<(), StoreError> {
    let speaker = ground.words.speak(person.language);
    let mut says = speaker.say("line-answer-code", &[text("code", code)]);
    let public = ground.setup.settings.web.as_ref().and_then(|web| web.public_url.as_deref());
    if let Some(public) = public {
        let link = format!("{}{ANSWER}{}", public.trim_end_matches('/'), store::answer_token(tx, code)?);
        says = format!("{} {says}", speaker.say("line-answer-link", &[text("link", &link)]));
    }
    // Before the small print, after what has to be done.
    let small = |block: &Block| matches!(block, Block::Small(_));
    let place = message.blocks.iter().position(small).unwrap_or(message.blocks.len());
    message.blocks.insert(place, Block::Strong(says));
    Ok(())
}

/// Letters and digits that nobody takes for one another, also when read out on the telephone.
const SIGNS: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/// A code that no other mail bears: six signs, `A7K-4QX`.
pub(super) fn new_code(tx: &Transaction<'_>) -> Result<String, StoreError> {
    loop {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|error| StoreError::Random(error.to_string()))?;
        // What does not divide evenly is thrown away: every sign is as likely as every other.
        let even = 256 / SIGNS.len() * SIGNS.len();
        let signs = bytes.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < even);
        let signs: Vec<char> = signs.map(|byte| char::from(SIGNS[byte % SIGNS.len()])).take(6).collect();
        if signs.len() < 6 {
            continue;
        }
        let code = format!("{}-{}", signs[..3].iter().collect::<String>(), signs[3..].iter().collect::<String>());
        if store::code_is_free(tx, &code)? {
            return Ok(code);
        }
    }
}

/// The channels a person is told on: all of them when much hangs on it, else the one that suits their work.
pub(crate) fn channels(person: &Person, severity: Severity) -> Vec<&'static str> {
    let mail = person.email.is_some().then_some("email");
    let chat = person.telegram.is_some().then_some("telegram");
    let both = match person.role {
        Role::Coordinator | Role::Advocacy => [chat, mail],
        Role::Lawyer | Role::Admin => [mail, chat],
    };
    let wanted = if severity > Severity::Normal { 2 } else { 1 };
    both.into_iter().flatten().take(wanted).collect()
}

/// A name that is the same for the same notice, person and channel, and tells an outsider nothing. What is said once more is
/// another letter: to somebody at whose addresses another read before, and in its hour after a clock ahead of time.
pub(super) fn key_of(
    tx: &Transaction<'_>,
    thread: &str,
    kind: &str,
    marks: &[Mark],
    person: &Person,
    channel: &str,
) -> Result<String, StoreError> {
    let anew = [store::reads_since(tx, person.id.as_str())?, store::times_put_back(tx)?];
    // FNV-1a, twice with different offsets: 128 bits that stay the same across versions and machines.
    let mut hash = [0xcbf2_9ce4_8422_2325_u64, 0x6c62_272e_07bb_0142];
    let mut feed = |text: &str| {
        for byte in text.bytes().chain([0]) {
            for half in &mut hash {
                *half = (*half ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    };
    feed(person.id.as_str());
    for (what, anew) in ["since", "back"].iter().zip(anew) {
        if let Some(anew) = anew {
            feed(&format!("{what} {anew}"));
        }
    }
    feed(channel);
    for mark in marks {
        feed(&mark.subject);
        feed(&mark.revision.to_string());
        feed(&mark.step);
    }
    Ok(format!("{thread}-{kind}-{:016x}{:016x}", hash[0], hash[1]))
}

/// Owes a message that belongs to no case.
pub(crate) fn owe_plain(
    tx: &Transaction<'_>,
    person: &Person,
    (thread, kind): (&str, &'static str),
    severity: Severity,
    mark: &Mark,
    message: &Message,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut new = 0;
    for channel in channels(person, severity) {
        let owed = Owed {
            case: None,
            key: key_of(tx, thread, kind, std::slice::from_ref(mark), person, channel)?,
            thread: thread.to_owned(),
            kind,
            severity,
            person: person.id.clone(),
            channel,
            message: message.clone(),
            moot: None,
            marks: vec![mark.clone()],
            matters: Vec::new(),
            code: None,
            not_before: None,
        };
        if store::owe(tx, &owed, now)? {
            new += 1;
            overtake_plain(tx, &owed, now)?;
        }
    }
    Ok(new)
}

/// The zone a person lives in, for messages that belong to no case.
pub(crate) fn zone_of(person: &Person) -> TimeZone {
    person.zone.clone().unwrap_or(TimeZone::UTC)
}
