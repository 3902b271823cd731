//! Seeing to something from a chat: `/ack`, the buttons under a notice, and who has what.
//!
//! A button holds a word and the number of a letter or of a matter, nothing else. Whose letter it is, whether that
//! message bears it, who may answer and what is still open are looked up anew for every press; what does not fit
//! changes nothing.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Transaction;
use tokio_util::sync::CancellationToken;

use super::answer::{Desk, Reply, plain};
use super::command::Command;
use super::hear::{bare, desk};
use super::heard::Pressed;
use super::listen::{Ears, Listener};
use super::wire::Outgoing;
use crate::config::Ground;
use crate::law::rule::word_of;
use crate::notice::answered::{Act, Held, Who};
use crate::notice::message::{Block, Message};
use crate::notice::words::{number, text};
use crate::outbox::{Outcome, Reply as Answer, Standing, Target, answer, standing};
use crate::people::{Person, Reach};
use crate::store::{self, StoreError, Via};
use crate::watchlist::Case;

/// The most buttons of one list.
const BUTTONS: usize = 20;

/// What a button under a notice, or in the list of `/ack`, says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// I have it.
    Ack(i64),
    /// Later.
    Later(i64),
    /// Show the case of this letter.
    Case(i64),
    /// Say what to do about this letter.
    ToDo(i64),
    /// I have this matter.
    Take(i64),
}

/// Reads the data of a button; `None` when it is none of these.
pub(super) fn parse(data: &str) -> Option<Press> {
    let (word, id) = data.split_once(':')?;
    let digits = !id.is_empty() && id.len() <= 18 && id.bytes().all(|byte| byte.is_ascii_digit());
    let id: i64 = id.parse().ok().filter(|id| digits && *id > 0)?;
    Some(match word {
        "ack" => Press::Ack(id),
        "later" => Press::Later(id),
        "case" => Press::Case(id),
        "todo" => Press::ToDo(id),
        "take" => Press::Take(id),
        _ => return None,
    })
}

impl Desk<'_> {
    /// What came of an answer, in a sentence.
    pub(super) fn came_of(&self, outcome: &Outcome, zone: &TimeZone) -> String {
        let moment = |at: Timestamp| self.speaker().moment(at, zone);
        match outcome {
            Outcome::Taken { until: None, .. } => self.say("answer-taken", &[]),
            Outcome::Taken { until: Some(until), .. } => self.say("answer-snoozed", &[text("moment", &moment(*until))]),
            Outcome::Already { held, .. } => {
                let who = self.who_word(held.who);
                self.say("answer-already", &[text("who", &who), text("moment", &moment(held.since))])
            }
            Outcome::Refused(sentence) => self.say(sentence, &[]),
        }
    }

    fn who_word(&self, who: Who) -> String {
        self.say(&format!("who-{}", word_of(who, Who::WORDS)), &[])
    }

    /// What waits in a case, with a button for each.
    pub(super) fn open_matters(&self, case: &Case) -> Reply {
        let code = text("case", case.id.as_str());
        if self.standing.is_empty() {
            return self.short(self.say("bot-ack-nothing", &[code]), None);
        }
        let items = self.standing.iter().map(|one| self.matter(one, case)).collect();
        let free = self.standing.iter().filter(|one| one.held.is_none());
        let label = |one: &Standing| {
            let title = self.title(one);
            let short: String = title.chars().take(40).collect();
            (format!("✅ {short}"), format!("take:{}", one.open.id))
        };
        let buttons = free.take(BUTTONS).map(label).collect();
        let list = Block::List { title: self.say("bot-ack-list", &[]), items };
        Reply { message: self.message(self.say("bot-ack", &[code]), vec![list]), buttons, ask: None }
    }

    fn title(&self, one: &Standing) -> String {
        match &one.deadline {
            Some(deadline) => deadline.title.get(self.reader.language).to_owned(),
            None => self.say("bot-ack-level", &[text("level", &self.level(one.level))]),
        }
    }

    /// One matter: what, until when, who has it, how many were told.
    fn matter(&self, one: &Standing, case: &Case) -> String {
        let mut parts = vec![self.title(one)];
        if let Some(deadline) = &one.deadline {
            parts.push(self.speaker().end(deadline.earliest, &deadline.zone));
        }
        parts.push(match one.held {
            Some(held) => self.has(held, case),
            None => self.say("bot-ack-nobody", &[]),
        });
        parts.push(self.say("bot-ack-told", &[number("count", one.told)]));
        parts.join("; ")
    }

    fn has(&self, held: Held, case: &Case) -> String {
        let zone = self.reader.zone.as_ref().unwrap_or(&case.zone);
        let (who, moment) = (self.who_word(held.who), self.speaker().moment(held.since, zone));
        self.say("bot-ack-has", &[text("who", &who), text("moment", &moment)])
    }

    /// Who is told in a case, as numbers, and who has what.
    pub(super) fn who(&self, case: &Case) -> Message {
        let team = &case.team;
        let mut items = Vec::new();
        let mut chats = 0;
        for (id, names) in [
            ("bot-who-lawyers", &team.lawyers),
            ("bot-who-coordinators", &team.coordinators),
            ("bot-who-advocacy", &team.advocacy),
        ] {
            let people = self.setup.people.resolve(names.iter().map(|spot| &spot.value), Reach::Everybody);
            let (groups, persons): (Vec<_>, Vec<_>) =
                people.into_iter().partition(|person| self.setup.people.is_group(&person.id));
            chats += groups.len();
            items.push(self.counted(id, persons.len()));
        }
        items.push(self.counted("bot-who-chats", chats));
        let subject = self.say("bot-who", &[text("case", case.id.as_str())]);
        let mut blocks = vec![Block::List { title: self.say("bot-who-list", &[]), items }];
        if !self.standing.is_empty() {
            let items = self.standing.iter().map(|one| self.matter(one, case)).collect();
            blocks.push(Block::List { title: self.say("bot-who-has", &[]), items });
        }
        self.message(subject, blocks)
    }

    fn counted(&self, id: &str, count: usize) -> String {
        self.say(id, &[number("count", i64::try_from(count).unwrap_or(i64::MAX))])
    }

    /// What to do about some matters: the advice of their rules.
    fn to_do(&self, case: &Case, about: &[String]) -> Reply {
        let judged = self.standing.iter().filter(|one| about.contains(&one.open.matter.subject));
        let items: Vec<String> = judged
            .filter_map(|one| {
                let deadline = one.deadline.as_ref()?;
                let advice = deadline.advice.get(self.reader.language);
                (!advice.is_empty()).then(|| format!("{}: {advice}", self.title(one)))
            })
            .collect();
        if items.is_empty() {
            return self.answer(&Command::Case(case.id.to_string()), super::answer::Given { id: 0, chat: 0, at: 0 });
        }
        let subject = self.say("bot-todo", &[text("case", case.id.as_str())]);
        plain(self.message(subject, items.into_iter().map(Block::Line).collect()))
    }
}

/// A press, worked out in the transaction that keeps it.
enum Judged {
    /// Words for the presser.
    Pop(Outcome),
    /// A message to show: the case, or what to do.
    Show { case: String, about: Option<Vec<String>> },
}

impl Listener {
    /// What a command needs from the store before it can be answered.
    pub(super) async fn standings(&self, ground: &Ground, reader: &Person, command: &Command) -> Vec<Standing> {
        let (Command::Ack(code) | Command::Who(code)) = command else { return Vec::new() };
        let Some(case) = ground.setup.case(code) else { return Vec::new() };
        if !ground.setup.sees(reader, case.id.as_str()) {
            return Vec::new();
        }
        self.standing_of(ground, &case).await
    }

    async fn standing_of(&self, ground: &Ground, case: &Case) -> Vec<Standing> {
        let (ground, case, now) = (ground.clone(), case.clone(), self.clock.now());
        let found = self.store.write(move |tx| standing(tx, &ground, &case, now)).await;
        found.unwrap_or_else(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "Could not read who has what");
            Vec::new()
        })
    }

    /// `/ack` with the code of a mail; `None` when it is no such code. `Some(None)`: the daemon stops.
    pub(super) async fn takes_by_code(
        &self,
        (id, ground, reader): (u32, &Ground, &Person),
        command: &Command,
        stop: &CancellationToken,
    ) -> Option<Option<Reply>> {
        let Command::Ack(typed) = command else { return None };
        // A case may be called like a code; the case is meant then.
        let code = store::answer_code(typed).filter(|_| ground.setup.case(typed).is_none())?;
        let now = self.clock.now();
        let (held, by) = (ground.clone(), reader.clone());
        let taken = self.keep(id, stop, move |tx| {
            let Some(letter) = store::letter_of_code(tx, &code)? else {
                return Ok(Outcome::Refused("answer-unknown"));
            };
            let target = Target::Letter(letter);
            answer(tx, &held, &Answer { by: &by, via: Via::Code, act: Act::Taken, pause: None, target }, now)
        });
        let Some(outcome) = taken.await else { return Some(None) };
        let desk = desk(ground, reader, now);
        let zone = zone_for(ground, reader, &outcome);
        let mut reply = bare(ground, reader, "bot-broken");
        reply.message.subject = match &outcome {
            Outcome::Taken { case, .. } | Outcome::Already { case, .. } => {
                format!("{case}: {}", desk.came_of(&outcome, &zone))
            }
            Outcome::Refused(_) => desk.came_of(&outcome, &zone),
        };
        Some(Some(reply))
    }

    /// A button under a notice. False when the daemon stops before it was kept.
    pub(super) async fn pressed_notice(
        &self,
        ears: &mut Ears,
        (id, ground, reader): (u32, &Ground, &Person),
        (press, pressed): (Press, &Pressed),
        stop: &CancellationToken,
    ) -> bool {
        let now = self.clock.now();
        let (held, seat) = (ground.clone(), reader.clone());
        let (user, message) = (pressed.user, pressed.message);
        let judged = self.keep(id, stop, move |tx| judge(tx, &held, &seat, press, (user, message), now));
        let Some(judged) = judged.await else { return false };
        let pop = |words| Outgoing::Pop { id: pressed.id.clone(), words };
        let all = match judged {
            Judged::Pop(outcome) => {
                let zone = zone_for(ground, reader, &outcome);
                vec![pop(Some(desk(ground, reader, now).came_of(&outcome, &zone)))]
            }
            Judged::Show { case, about } => {
                let Some(case) = ground.setup.case(&case) else { return true };
                let standing = self.standing_of(ground, &case).await;
                let desk = Desk { standing, ..desk(ground, reader, now) };
                let given = super::answer::Given { id, chat: 0, at: now.as_second() };
                let Reply { message, buttons, .. } = match about {
                    Some(about) => desk.to_do(&case, &about),
                    None => desk.answer(&Command::Case(case.id.to_string()), given),
                };
                let chat = pressed.chat.unwrap_or_default();
                vec![pop(None), Outgoing::Say { chat, thread: None, message, buttons }]
            }
        };
        self.send(ears, all).await;
        true
    }
}

fn judge(
    tx: &Transaction<'_>,
    ground: &Ground,
    seat: &Person,
    press: Press,
    (user, message): (i64, i32),
    now: Timestamp,
) -> Result<Judged, StoreError> {
    let unknown = Ok(Judged::Pop(Outcome::Refused("bot-press-unknown")));
    let (Press::Ack(id) | Press::Later(id) | Press::Case(id) | Press::ToDo(id) | Press::Take(id)) = press;
    if !matches!(press, Press::Take(_)) {
        // The message itself must be the one that bears this letter, in the chat that it went to.
        let bears = |receipt: &Option<String>| {
            receipt.as_ref().is_none_or(|ids| ids.split(',').any(|id| id == message.to_string()))
        };
        match store::chat_letter(tx, id)? {
            Some((reader, receipt)) if reader == seat.id && bears(&receipt) => {}
            _ => return unknown,
        }
    }
    if let Press::Case(_) | Press::ToDo(_) = press {
        let matters = store::matters_of_letter(tx, id)?;
        let Some(first) = matters.first() else { return unknown };
        let case = first.case.clone();
        if !ground.setup.sees(seat, &case) {
            return Ok(Judged::Pop(Outcome::Refused("answer-not-yours")));
        }
        let about = matches!(press, Press::ToDo(_));
        let about = about.then(|| matters.into_iter().map(|open| open.matter.subject).collect());
        return Ok(Judged::Show { case, about });
    }
    // A user who stands in people.toml answers in person; anybody else in a group answers for the group.
    let by = ground.setup.people.by_chat(user).unwrap_or(seat);
    let target = if let Press::Take(id) = press { Target::Matter(id) } else { Target::Letter(id) };
    let act = if let Press::Later(_) = press { Act::Snoozed } else { Act::Taken };
    let reply = |by| Answer { by, via: Via::Telegram, act, pause: None, target };
    let outcome = answer(tx, ground, &reply(by), now)?;
    let outcome = match outcome {
        Outcome::Refused("answer-not-yours") if by.id != seat.id => answer(tx, ground, &reply(seat), now)?,
        outcome => outcome,
    };
    Ok(Judged::Pop(outcome))
}

/// The clock on which a reader is told of a case.
fn zone_for(ground: &Ground, reader: &Person, outcome: &Outcome) -> TimeZone {
    let case = match outcome {
        Outcome::Taken { case, .. } | Outcome::Already { case, .. } => Some(case),
        Outcome::Refused(_) => None,
    };
    let theirs = || Some(ground.setup.case(case?)?.zone.clone());
    reader.zone.clone().or_else(theirs).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_data_is_no_press() {
        for data in
            ["", "ack", "ack:", "ack:0", "ack:-1", "ack:+1", "ack:1:2", "ack: 1", "ack:99999999999999999999", "nack:1"]
        {
            assert_eq!(parse(data), None, "{data}");
        }
        assert_eq!(parse("ack:41"), Some(Press::Ack(41)));
        assert_eq!(parse("take:7"), Some(Press::Take(7)));
    }
}
