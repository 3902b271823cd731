//! One update: who it is from, what it leads to, what is said back.
//!
//! Everything that changes is kept before anything is said. An answer that cannot be worked out (a fault in this
//! program) is said to be so, and costs nobody else theirs.

use teloxide::types::Update;
use tokio_util::sync::CancellationToken;

use super::answer::{Desk, Given, Reply, plain};
use super::ask::{self, Outcome, Presser};
use super::command::parse;
use super::heard::{Heard, Pressed, Said, heard};
use super::limit::{Ear, masked};
use super::listen::{Ears, Listener};
use super::taken;
use super::wire::Outgoing;
use crate::config::{Ground, record};
use crate::notice::message::Message;
use crate::people::{Person, Role};
use crate::store::{self, Ask, AskState};

impl Listener {
    /// Handles one update. False when the daemon stops before it was kept.
    pub(super) async fn hear(&self, ears: &mut Ears, update: Update, stop: &CancellationToken) -> bool {
        let id = update.id.0;
        match heard(update) {
            Heard::Nothing => self.pass(id).await,
            Heard::Moved { from, to } => return self.moved(id, from, to, stop).await,
            Heard::Said(said) => return self.said(ears, id, said, stop).await,
            Heard::Pressed(press) => return self.pressed(ears, id, press, stop).await,
        }
        true
    }

    /// The person or group of a chat, if it may speak here.
    async fn seat(&self, ground: &Ground, chat: i64) -> Option<Person> {
        let people = &ground.setup.people;
        let person = if let Some(person) = people.by_chat(chat) {
            person
        } else {
            let before = self.store.write(move |tx| store::moved_from(tx, chat)).await.ok().flatten()?;
            people.by_chat(before)?
        };
        matches!(person.role, Role::Lawyer | Role::Coordinator | Role::Admin).then(|| person.clone())
    }

    /// Silence, and at most one line an hour about it.
    fn stranger(&self, ears: &mut Ears, chat: i64) {
        ears.strangers.count(chat);
        if let Some(count) = ears.limits.stranger(chat, self.clock.now()) {
            tracing::warn!(
                chat = masked(chat),
                strangers.total = count,
                "A chat that is not in people.toml, or has no say, spoke to the bot; it got no answer"
            );
        }
    }

    async fn moved(&self, id: u32, from: i64, to: i64, stop: &CancellationToken) -> bool {
        let ground = self.ground.borrow().clone();
        if ground.setup.people.by_chat(from).is_none() {
            self.pass(id).await;
            return true;
        }
        tracing::warn!("The chat of a group moved; adopting its new id");
        self.keep(id, stop, move |tx| store::set_memo(tx, &format!("chat/{from}"), &to.to_string())).await.is_some()
    }

    async fn said(&self, ears: &mut Ears, id: u32, said: Said, stop: &CancellationToken) -> bool {
        let ground = self.ground.borrow().clone();
        let Some(reader) = self.seat(&ground, said.chat).await else {
            if let Some(kept) = self.invited(ears, (id, &said), &ground, stop).await {
                return kept;
            }
            self.stranger(ears, said.chat);
            self.pass(id).await;
            return true;
        };
        let Some(command) = parse(&said.text, &ears.me, said.private) else {
            self.pass(id).await;
            return true;
        };
        let now = self.clock.now();
        let reply = match ears.limits.listen(said.chat, now) {
            Ear::Closed => None,
            Ear::Closing => {
                tracing::warn!(
                    chat = masked(said.chat),
                    "A chat sends too many commands; it waits for the next minute"
                );
                Some(bare(&ground, &reader, "bot-too-many"))
            }
            Ear::Open => {
                let mut taken = self.takes_by_code((id, &ground, &reader), &command, stop).await;
                if taken.is_none() {
                    taken = self.opens_board((id, &ground, &reader), (&said, &command), stop).await;
                }
                if let Some(taken) = taken {
                    let Some(Reply { message, buttons, .. }) = taken else { return false };
                    let say = Outgoing::Say { chat: said.chat, thread: said.thread, message, buttons };
                    self.send(ears, vec![say]).await;
                    return true;
                }
                let given = Given { id, chat: said.chat, at: said.at };
                let standing = self.standings(&ground, &reader, &command).await;
                let (desk_ground, desk_reader) = (ground.clone(), reader.clone());
                // Counting may take a while over many cases; and a fault in it must not end the loop.
                let worked_out = tokio::task::spawn_blocking(move || {
                    Desk { standing, ..desk(&desk_ground, &desk_reader, now) }.answer(&command, given)
                });
                Some(worked_out.await.unwrap_or_else(|error| {
                    tracing::error!(error = &error as &dyn std::error::Error, "A command could not be answered");
                    bare(&ground, &reader, "bot-broken")
                }))
            }
        };
        match reply.as_ref().and_then(|reply| reply.ask.clone()) {
            Some(ask) => {
                let kept = self.keep(id, stop, move |tx| {
                    // The same command read once more must not open again what was answered.
                    let same = |old: &Ask| (old.chat, old.on, &old.case) == (ask.chat, ask.on, &ask.case);
                    if store::ask(tx, id)?.as_ref().is_some_and(same) { Ok(()) } else { store::set_ask(tx, id, &ask) }
                });
                if kept.await.is_none() {
                    return false;
                }
            }
            None => self.pass(id).await,
        }
        if let Some(Reply { message, buttons, .. }) = reply {
            let say = Outgoing::Say { chat: said.chat, thread: said.thread, message, buttons };
            self.send(ears, vec![say]).await;
        }
        true
    }

    async fn pressed(&self, ears: &mut Ears, id: u32, press: Pressed, stop: &CancellationToken) -> bool {
        let ground = self.ground.borrow().clone();
        let now = self.clock.now();
        let reader = match press.chat {
            Some(chat) => self.seat(&ground, chat).await,
            None => None,
        };
        let (Some(chat), Some(reader)) = (press.chat, reader) else {
            self.stranger(ears, press.chat.unwrap_or(press.user));
            self.pass(id).await;
            // Ends the waiting circle under their finger, and tells them nothing.
            self.send(ears, vec![Outgoing::Pop { id: press.id, words: None }]).await;
            return true;
        };
        if let Some(press_on) = taken::parse(&press.data)
            && ears.limits.listen(chat, now) == Ear::Open
        {
            return self.pressed_notice(ears, (id, &ground, &reader), (press_on, &press), stop).await;
        }
        let words = |sentence| Some(ground.words.speak(reader.language).say(sentence, &[]));
        let pop = |words| Outgoing::Pop { id: press.id.clone(), words };
        let choice = ask::parse(&press.data);
        let refused = match (ears.limits.listen(chat, now), choice) {
            (Ear::Open, Some(_)) => None,
            (Ear::Open, None) => Some("bot-press-unknown"),
            _ => Some("bot-too-many"),
        };
        let (None, Some((question, choice))) = (refused, choice) else {
            self.pass(id).await;
            self.send(ears, vec![pop(refused.and_then(words))]).await;
            return true;
        };
        // A user who stands in people.toml answers in person; anybody else in a group answers for the group.
        let people = &ground.setup.people;
        let by = people.by_chat(press.user).unwrap_or(&reader).id.to_string();
        let who = Presser { chat, by, message: press.message, now };
        let (setup, seat) = (ground.setup.clone(), reader.clone());
        let judged = self.keep(id, stop, move |tx| {
            let may = |code: &str| setup.cases.place(code).is_some_and(|place| setup.works_on(&seat, place));
            let outcome = ask::press(store::ask(tx, question)?, choice, &who, may);
            if let Outcome::Becomes(ask) = &outcome {
                store::set_ask(tx, question, ask)?;
            }
            Ok(outcome)
        });
        let Some(judged) = judged.await else { return false };
        let all = match judged {
            Outcome::Refused(sentence) => vec![pop(words(sentence))],
            Outcome::Becomes(ask) => {
                let taken = matches!(ask.state, AskState::Taken(_));
                let written = !taken || self.write(question, &ask).await;
                let (message, buttons) = match ask.state {
                    AskState::Open => desk(&ground, &reader, now).question(question, &ask),
                    _ => (desk(&ground, &reader, now).settled(&ask, written), Vec::new()),
                };
                if !written {
                    ears.unfinished = true;
                    ears.told.insert(question);
                }
                let alarm = if written { None } else { words("bot-not-yet-line") };
                vec![pop(alarm), Outgoing::Edit { chat, id: press.message, message, buttons }]
            }
        };
        self.send(ears, all).await;
        true
    }

    /// Appends the report of a question that was answered with Yes, and remembers that it stands.
    async fn write(&self, question: u32, ask: &Ask) -> bool {
        let AskState::Taken(taken) = ask.state.clone() else { return true };
        let setup = self.ground.borrow().setup.clone();
        let (folder, asked, by) = (self.folder.clone(), ask.clone(), taken.clone());
        let written = tokio::task::spawn_blocking(move || {
            let case = setup.case(&asked.case).ok_or_else(|| "the case is not on the watch list now".to_owned())?;
            let text = ask::report(&asked, &by).ok_or_else(|| "the question cannot be read".to_owned())?;
            record(&setup, &folder, &case, &text).map_err(|error| match std::error::Error::source(&error) {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            })
        });
        let (case, kind) = (ask.case.as_str(), ask.kind.as_str());
        match written.await.unwrap_or_else(|error| Err(error.to_string())) {
            Ok(()) => tracing::info!(case, kind, "A report from a chat is on record: {kind} for {case}"),
            Err(why) => {
                tracing::error!(case, kind, why, "A report from a chat could not be put on record; trying again");
                return false;
            }
        }
        self.changed.notify_one();
        let recorded = Ask { state: AskState::Recorded(taken), ..ask.clone() };
        if let Err(error) = self.store.write(move |tx| store::set_ask(tx, question, &recorded)).await {
            // It is appended again after the next start, and found to stand there.
            tracing::error!(error = &error as &dyn std::error::Error, "Could not keep that a report is on record");
        }
        true
    }

    /// Puts on record what was pressed and does not yet stand there: after a crash, or when the disk was full.
    pub(super) async fn finish(&self, ears: &mut Ears) {
        let Ok(taken) = self.store.write(store::taken_asks).await else { return };
        let mut left = false;
        for (question, ask) in taken {
            let written = self.write(question, &ask).await;
            left |= !written;
            // What has been said once is not said every half minute.
            if !written && !ears.told.insert(question) {
                continue;
            }
            let ground = self.ground.borrow().clone();
            let AskState::Taken(by) = &ask.state else { continue };
            if let Some(reader) = self.seat(&ground, ask.chat).await {
                let message = desk(&ground, &reader, self.clock.now()).settled(&ask, written);
                let edit = Outgoing::Edit { chat: ask.chat, id: by.message, message, buttons: Vec::new() };
                self.send(ears, vec![edit]).await;
            }
        }
        ears.unfinished = left;
    }
}

pub(super) fn desk<'a>(ground: &'a Ground, reader: &'a Person, now: jiff::Timestamp) -> Desk<'a> {
    Desk { setup: &ground.setup, words: &ground.words, reader, now, standing: Vec::new() }
}

/// A sentence that needs nothing worked out.
pub(super) fn bare(ground: &Ground, reader: &Person, sentence: &str) -> Reply {
    let subject = ground.words.speak(reader.language).say(sentence, &[]);
    plain(Message { subject, language: reader.language.tag().to_owned(), ..Message::default() })
}
