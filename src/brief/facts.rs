//! What stands behind an alert, for somebody whose mail is encrypted: the record, the proceedings, custody, the law.
//!
//! In: a case, the law, the moment. Out: blocks of a message. Kinds, dates, stages and citations, as the fact sheet has
//! them at code level: notes, sources and free text stay on the machine, whatever the mail is wrapped in.

use jiff::Timestamp;

use super::compose::{Matter, head, references, urgent};
use super::{Block, Detail, Purpose, proceedings, record};
use crate::docket::docket;
use crate::law::Law;
use crate::law::rule::word_of;
use crate::notice::custody::{flags, lines};
use crate::notice::message::Block as Said;
use crate::notice::words::{Speaker, text};
use crate::watchlist::{Case, Gravity};

/// The case in full, from the facts known at `now`.
#[must_use]
pub fn facts(case: &Case, law: &Law, now: Timestamp, speaker: Speaker<'_>) -> Vec<Said> {
    let docket = docket(case, law, now);
    let matter = Matter::new(case, law, now, &docket, (Purpose::Rule39, Detail::Code), speaker);
    let mut fields = match head(&matter).into_iter().next() {
        Some(Block::Fields(fields)) => pairs(&fields),
        _ => Vec::new(),
    };
    fields.extend(case.gravity.map(|gravity| {
        let word = word_of(gravity, Gravity::WORDS);
        speaker.say("sealed-gravity", &[text("gravity", word)])
    }));
    let mut blocks = vec![Said::List { title: matter.say("sealed-head"), items: fields }];
    blocks.extend(said(urgent(&matter)));
    blocks.extend(said(vec![Block::Heading(matter.say("brief-timeline")), record::timeline(&matter)]));
    let (standing, shown) = proceedings::standing(&matter);
    blocks.extend(said([vec![Block::Heading(matter.say("brief-proceedings"))], standing].concat()));
    let custody: Vec<String> =
        lines(&matter.custody, speaker).into_iter().chain(flags(&matter.custody, speaker)).collect();
    blocks.push(Said::List { title: matter.say("custody-title"), items: custody });
    let law = references(&matter, shown);
    if !law.is_empty() {
        blocks.push(Said::List { title: matter.say("brief-law"), items: law });
    }
    blocks
}

fn pairs(fields: &[(String, String)]) -> Vec<String> {
    fields.iter().map(|(name, value)| format!("{name}: {value}")).collect()
}

/// Blocks of a sheet as blocks of a message; a heading goes over the list that follows it.
fn said(blocks: Vec<Block>) -> Vec<Said> {
    let mut out = Vec::new();
    let mut heading: Option<String> = None;
    for block in blocks {
        let list = |title: Option<String>, items| Said::List { title: title.unwrap_or_default(), items };
        match block {
            Block::Heading(text) => heading = Some(text),
            Block::Items(items) => {
                let lines = items.into_iter().flat_map(|item| std::iter::once(item.text).chain(item.more)).collect();
                out.push(list(heading.take(), lines));
            }
            Block::Fields(fields) => out.push(list(heading.take(), pairs(&fields))),
            Block::Small(lines) => out.push(list(heading.take(), lines)),
            Block::Text(text) => {
                out.extend(heading.take().map(Said::Strong));
                out.push(Said::Line(text));
            }
            // In a message the line over a list is its title.
            Block::Strong(text) => {
                out.extend(heading.take().map(Said::Strong));
                heading = Some(text);
            }
        }
    }
    out.extend(heading.map(Said::Strong));
    out
}
