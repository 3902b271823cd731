//! The words for what nobody confirmed, and for who has it: by role, never by name.

use super::answered::Held;
use super::compose::{Hand, Written, first_sentence};
use super::message::Block;
use super::plan::{Alarmed, Waiting};
use super::words::{number, text};

impl Hand<'_> {
    /// Who has it, since when.
    pub(super) fn held(&self, held: Held) -> Block {
        let who = self.say(&format!("who-{}", crate::law::rule::word_of(held.who, super::answered::Who::WORDS)));
        let moment = self.speaker.moment(held.since, &self.zone);
        Block::Strong(self.speaker.say("line-held", &[text("who", &who), text("moment", &moment)]))
    }

    pub(super) fn unanswered(&self, waiting: &[Waiting], risk: Option<&Alarmed>) -> Written {
        let last = waiting.iter().any(|one| one.last) || risk.is_some_and(|risk| risk.last);
        let since = waiting.iter().map(|one| one.since).chain(risk.map(|risk| risk.since)).min();
        let mut blocks = Vec::new();
        if let Some(since) = since {
            let moment = self.speaker.moment(since, &self.zone);
            blocks.push(Block::Strong(self.speaker.say("line-unanswered", &[text("moment", &moment)])));
        }
        if last {
            blocks.push(Block::Strong(self.say("line-unanswered-last")));
        }
        if let Some(risk) = risk {
            return self.unanswered_level(risk, blocks);
        }
        let subject = if let [one] = waiting {
            self.subject("subject-unanswered", &one.deadline, one.deadline.earliest)
        } else {
            let first = waiting.first().map(|one| self.item(&one.deadline)).unwrap_or_default();
            let count = i64::try_from(waiting.len()).unwrap_or_default();
            let args = [text("case", self.case.as_str()), number("count", count), text("first", &first)];
            self.speaker.say("subject-unanswered-many", &args)
        };
        if let [one] = waiting {
            blocks.extend(self.later_only(&one.deadline));
            blocks.extend(one.held.map(|held| self.held(held)));
            blocks.extend(self.your_time(one.deadline.earliest.end, &one.deadline).map(Block::Line));
            blocks.extend(self.advice(&one.deadline));
            blocks.extend(self.why(&one.deadline));
        } else {
            let items = waiting.iter().map(|one| self.item(&one.deadline)).collect();
            blocks.push(Block::List { title: self.say("line-still-running"), items });
            blocks.extend(self.advices(waiting.iter().map(|one| &one.deadline)));
        }
        (subject, blocks)
    }

    fn unanswered_level(&self, risk: &Alarmed, mut blocks: Vec<Block>) -> Written {
        let level = self.level(risk.level);
        let lead = risk.reasons.iter().find(|reason| reason.level == risk.level);
        let lead = lead.map(|reason| first_sentence(reason.says.get(self.speaker.language))).unwrap_or_default();
        let args = [text("case", self.case.as_str()), text("level", &level), text("reason", lead)];
        let subject = self.speaker.say("subject-unanswered-risk", &args);
        let items = risk.reasons.iter().map(|reason| reason.says.get(self.speaker.language).to_owned()).collect();
        blocks.push(Block::List { title: self.say("line-risk-reasons"), items });
        (subject, blocks)
    }
}
