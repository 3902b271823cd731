//! What people were told of and that no longer runs: each term by itself, or all of them, because the case has ended.

use jiff::tz::TimeZone;

use super::compose::{Hand, Written};
use super::message::Block;
use super::plan::{Fallen, ToldDate};
use super::words::{number, text};
use crate::law::count::Reading;
use crate::watchlist::{Case, Kind};

impl Hand<'_> {
    pub(super) fn old(&self, old: &ToldDate) -> String {
        let zone = TimeZone::get(&old.zone).unwrap_or(TimeZone::UTC);
        self.speaker.end(Reading { last_day: old.earliest_day, end: old.earliest }, &zone)
    }

    fn titled(&self, one: &Fallen) -> String {
        let named = one.deadline.as_ref().map(|deadline| &deadline.title).or(one.title.as_ref());
        let named = named.map(|title| title.get(self.speaker.language).to_owned());
        // Where the law has no such rule any more, its id is the only name there is.
        named.unwrap_or_else(|| one.subject.split('/').next().unwrap_or_default().to_owned())
    }

    pub(super) fn withdrawn(&self, fallen: &[Fallen]) -> Written {
        let cause = |one: &Fallen| match one.deadline.as_ref().and_then(|deadline| deadline.ended_by) {
            Some(kind) => {
                let event = self.say(&format!("event-{}", kind.word()));
                self.speaker.say("line-cause-withdrawn", &[text("event", &event)])
            }
            None => self.say("line-cause-gone"),
        };
        if let [one] = fallen {
            let (title, before) = (self.titled(one), self.old(&one.old));
            let args = [text("case", self.case.as_str()), text("title", &title), text("old", &before)];
            return (self.speaker.say("subject-withdrawn", &args), vec![Block::Line(cause(one))]);
        }
        let count = i64::try_from(fallen.len()).unwrap_or_default();
        let subject =
            self.speaker.say("subject-withdrawn-many", &[text("case", self.case.as_str()), number("count", count)]);
        let item = |one: &Fallen| {
            let (title, before, cause) = (self.titled(one), self.old(&one.old), cause(one));
            self.speaker
                .say("line-withdrawn-item", &[text("title", &title), text("old", &before), text("cause", &cause)])
        };
        let items = fallen.iter().map(item).collect();
        let title = self.say("line-no-longer-running");
        (subject, vec![Block::List { title, items }])
    }

    /// The end of a case: for a second pair of eyes, for with it all reminders end.
    pub(super) fn ended(&self, by: Option<Kind>, fallen: &[Fallen], case: &Case) -> Written {
        let day = |kind: Kind| {
            let last = case.events.iter().rev().find(|event| event.kind == kind && event.exists_at(self.now));
            last.map(|event| self.speaker.when(&event.on, &case.zone)).unwrap_or_default()
        };
        let ended_by = by.map_or_else(|| self.say("line-ended-by-status"), |kind| self.fact(kind.word(), &day(kind)));
        let count = i64::try_from(fallen.len()).unwrap_or_default();
        let args = [text("case", self.case.as_str()), text("cause", &ended_by), number("count", count)];
        let mut blocks = vec![Block::Strong(self.say("line-ended"))];
        if !fallen.is_empty() {
            let item = |one: &Fallen| {
                let (title, moment) = (self.titled(one), self.old(&one.old));
                self.speaker.say("line-met-item", &[text("title", &title), text("moment", &moment)])
            };
            let title = self.say("line-no-longer-running");
            blocks.push(Block::List { title, items: fallen.iter().map(item).collect() });
        }
        blocks.push(Block::Strong(self.say("line-ended-check")));
        (self.speaker.say("subject-ended", &args), blocks)
    }
}
