//! What was entered and what follows from it, for a second pair of eyes.
//!
//! In: deadlines that new facts gave, or ended. Out: a message that says both, so that a mistyped day is seen by somebody
//! else than whoever typed it. Kinds and days only: no note, no source, and not who entered it.

use super::compose::{Hand, Written, foremost};
use super::message::Block;
use super::words::{number, text};
use crate::docket::Deadline;
use crate::watchlist::Case;

impl Hand<'_> {
    pub(super) fn entry(&self, lapsed: &[Deadline], running: &[Deadline]) -> Written {
        let subject = if lapsed.is_empty() {
            let first = running.first().map(|deadline| self.item(deadline)).unwrap_or_default();
            let count = i64::try_from(running.len()).unwrap_or_default();
            let args = [text("case", self.case.as_str()), number("count", count), text("first", &first)];
            self.speaker.say("subject-entry", &args)
        } else {
            let count = i64::try_from(lapsed.len()).unwrap_or_default();
            self.speaker.say("subject-found-lapsed", &[text("case", self.case.as_str()), number("count", count)])
        };
        let mut blocks = Vec::new();
        if !lapsed.is_empty() {
            blocks.push(Block::Strong(self.say("line-found-lapsed")));
            let items = lapsed.iter().map(|deadline| {
                let moment = self.end(deadline.latest, deadline);
                self.speaker.say("line-lapsed-item", &[text("moment", &moment), text("title", self.title(deadline))])
            });
            blocks.push(Block::List { title: self.say("line-already-over"), items: items.collect() });
        }
        if running.is_empty() {
            blocks.push(Block::Line(self.say("line-nothing-running")));
        } else {
            let items = running.iter().map(|deadline| self.item(deadline)).collect();
            blocks.push(Block::List { title: self.say("line-still-running"), items });
            blocks.extend(self.advices(foremost(running)));
        }
        let entered = self.entered(lapsed.iter().chain(running));
        if !entered.is_empty() {
            blocks.push(Block::List { title: self.say("line-entered"), items: entered });
            blocks.push(Block::Line(self.say("line-entry-check")));
        }
        if let ([], [one]) = (lapsed, running) {
            blocks.extend(self.why(one));
        }
        (subject, blocks)
    }

    /// The events that deadlines run from, each once.
    fn entered<'d>(&self, deadlines: impl Iterator<Item = &'d Deadline>) -> Vec<String> {
        let mut facts: Vec<_> = deadlines.map(|deadline| (deadline.trigger_on, deadline.trigger)).collect();
        facts.sort_unstable();
        facts.dedup();
        facts.iter().map(|(day, kind)| self.fact(kind.word(), &self.speaker.day(*day))).collect()
    }

    pub(super) fn fact(&self, kind: &str, day: &str) -> String {
        let event = self.say(&format!("event-{kind}"));
        self.speaker.say("line-entered-item", &[text("event", &event), text("day", day)])
    }

    /// Terms that an entry ended: nobody is reminded of them any more, rightly or not.
    pub(super) fn met(&self, met: &[Deadline], case: &Case) -> Written {
        let (code, count) = (text("case", self.case.as_str()), i64::try_from(met.len()).unwrap_or_default());
        let subject = match met {
            [one] => self.speaker.say("subject-met", &[code, text("title", self.title(one))]),
            _ => self.speaker.say("subject-met-many", &[code, number("count", count)]),
        };
        let items = met.iter().map(|deadline| {
            let moment = self.end(deadline.earliest, deadline);
            self.speaker.say("line-met-item", &[text("title", self.title(deadline)), text("moment", &moment)])
        });
        let items = items.collect();
        let mut by: Vec<String> = Vec::new();
        for kind in met.iter().filter_map(|deadline| deadline.ended_by) {
            let last = case.events.iter().rev().find(|event| event.kind == kind && event.exists_at(self.now));
            let day = last.map(|event| self.speaker.when(&event.on, &case.zone)).unwrap_or_default();
            let fact = self.fact(kind.word(), &day);
            if !by.contains(&fact) {
                by.push(fact);
            }
        }
        let blocks = vec![
            Block::List { title: self.say("line-entered"), items: by },
            Block::List { title: self.say("line-met"), items },
            Block::Strong(self.say("line-met-check")),
        ];
        (subject, blocks)
    }
}
