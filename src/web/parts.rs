//! Pieces that several pages show.

use std::sync::Arc;

use jiff::Timestamp;
use maud::{Markup, html};

use crate::config::Setup;
use crate::docket::{Deadline, Docket, docket};
use crate::law::grounds::Level;
use crate::law::rule::{Severity, Whose, word_of};
use crate::notice::words::{Speaker, text};
use crate::people::Role;
use crate::risk::{Assessment, assess};
use crate::watchlist::Case;

/// A case as it stands at a moment.
pub(super) struct Judged {
    pub(super) case: Arc<Case>,
    pub(super) docket: Docket,
    pub(super) assessment: Assessment,
}

impl Judged {
    pub(super) fn of(case: Arc<Case>, setup: &Setup, now: Timestamp) -> Self {
        let docket = docket(&case, &setup.law, now);
        let assessment = assess(&case, &setup.law, &docket, now);
        Self { case, docket, assessment }
    }
}

/// True for what the people of the board act on, or are told of.
pub(super) fn is_ours(deadline: &Deadline) -> bool {
    matches!(deadline.whose, Whose::Defence | Whose::Person) || deadline.severity > Severity::Normal
}

pub(super) fn level_word(level: Level) -> &'static str {
    word_of(level, Level::WORDS)
}

pub(super) fn level_name(speaker: Speaker<'_>, level: Level) -> String {
    speaker.say(&format!("level-{}", level_word(level)), &[])
}

/// A level as a word beside as many bars as it is high, so that neither colour nor language is needed to see it.
pub(super) fn badge(speaker: Speaker<'_>, level: Level) -> Markup {
    let bars = match level {
        Level::None => "▱▱▱▱",
        Level::Watch => "▰▱▱▱",
        Level::Elevated => "▰▰▱▱",
        Level::High => "▰▰▰▱",
        Level::Imminent => "▰▰▰▰",
    };
    html! {
        span class=(format!("level level-{}", level_word(level))) {
            span aria-hidden="true" { (bars) } " " (level_name(speaker, level))
        }
    }
}

/// What a person does, in a word.
pub(super) fn role(speaker: Speaker<'_>, role: Role) -> String {
    match role {
        Role::Lawyer => speaker.say("bot-by-lawyer", &[]),
        Role::Coordinator => speaker.say("bot-by-coordinator", &[]),
        Role::Admin => speaker.say("bot-by-admin", &[]),
        Role::Advocacy => speaker.say("role-advocacy", &[]),
    }
}

/// How long something lies ahead.
pub(super) fn left(speaker: Speaker<'_>, end: Timestamp, now: Timestamp) -> String {
    speaker.say("board-left", &[text("left", &speaker.left(end.duration_since(now)))])
}

/// How long ago something was.
pub(super) fn ago(speaker: Speaker<'_>, at: Timestamp, now: Timestamp) -> String {
    speaker.left(now.duration_since(at))
}
