//! `/board`: a link that lets one person into the board, once.
//!
//! In: the command, from a private chat. Out: the link, in that chat and nowhere else; a group gets none, since in a group
//! nobody knows who would open it first.

use tokio_util::sync::CancellationToken;

use super::answer::{Reply, plain};
use super::command::Command;
use super::heard::Said;
use super::listen::Listener;
use crate::config::{Ground, SIGN_IN, Web};
use crate::notice::message::{Block, Message};
use crate::notice::words::number;
use crate::people::Person;
use crate::store::{self, LINK_LASTS};

impl Listener {
    /// The answer to `/board`; `None`: another command. The inner `None`: the daemon stops before it was kept.
    pub(super) async fn opens_board(
        &self,
        (id, ground, reader): (u32, &Ground, &Person),
        (said, command): (&Said, &Command),
        stop: &CancellationToken,
    ) -> Option<Option<Reply>> {
        if *command != Command::Board {
            return None;
        }
        let sorry = match &ground.setup.settings.web {
            None => "bot-board-off",
            Some(_) if !said.private || ground.setup.people.is_group(&reader.id) => "bot-board-private",
            Some(web) => return Some(self.lets_in(id, ground, reader, web, stop).await),
        };
        let speaker = ground.words.speak(reader.language);
        let message = message(reader, speaker.say(sorry, &[]), Vec::new());
        Some(self.keep(id, stop, |_| Ok(())).await.map(|()| plain(message)))
    }

    async fn lets_in(
        &self,
        id: u32,
        ground: &Ground,
        reader: &Person,
        web: &Web,
        stop: &CancellationToken,
    ) -> Option<Reply> {
        let (person, now) = (reader.id.clone(), self.clock.now());
        let token = self.keep(id, stop, move |tx| store::offer_sign_in(tx, &person, now)).await?;
        let speaker = ground.words.speak(reader.language);
        let once = speaker.say("bot-board-once", &[number("count", LINK_LASTS.as_mins())]);
        let mut blocks = vec![Block::Line(format!("{}{SIGN_IN}{}", web.address(), token.reveal())), Block::Line(once)];
        if web.public_url.is_none() {
            blocks.push(Block::Line(speaker.say("bot-board-local", &[])));
        }
        Some(plain(message(reader, speaker.say("bot-board", &[]), blocks)))
    }
}

fn message(reader: &Person, subject: String, blocks: Vec<Block>) -> Message {
    Message { subject, blocks, language: reader.language.tag().to_owned(), ..Message::default() }
}
