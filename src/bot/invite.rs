//! How somebody new comes in: a code from the admin, sent to the bot once, from the chat that will be theirs.
//!
//! In: what a chat that is not known wrote. Out: a chat that is, a word of welcome, and a line for the admins. To every
//! other text of a stranger, and to every wrong code, the answer is silence.

use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::heard::Said;
use super::listen::{Ears, Listener};
use super::wire::Outgoing;
use crate::config::Ground;
use crate::law::rule::Severity;
use crate::notice::daily::system;
use crate::notice::message::{Block, Message};
use crate::notice::plan::Mark;
use crate::notice::words::text;
use crate::outbox::owe_plain;
use crate::people::Role;
use crate::store::{self, StoreError};

/// Letters and digits that nobody mistakes for one another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// So many of them are eighty bits.
const LENGTH: usize = 16;

/// A new code.
///
/// # Errors
/// When the system has no randomness.
pub fn new_code() -> Result<Zeroizing<String>, getrandom::Error> {
    let mut bytes = Zeroizing::new([0_u8; LENGTH]);
    getrandom::fill(&mut *bytes)?;
    let mut code = Zeroizing::new(String::with_capacity(LENGTH));
    code.extend(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])));
    Ok(code)
}

/// A code as it is handed over: in groups of four.
#[must_use]
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The code in `/start CODE`, however it is typed.
fn code(said: &str) -> Option<String> {
    let mut words = said.split_whitespace();
    if !words.next()?.eq_ignore_ascii_case("/start") {
        return None;
    }
    let typed: String = words.flat_map(str::chars).filter(|c| *c != '-').take(LENGTH + 1).collect();
    let read: String = typed
        .to_ascii_uppercase()
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    (read.len() == LENGTH && read.bytes().all(|c| ALPHABET.contains(&c))).then_some(read)
}

impl Listener {
    /// Lets a new chat in, if it has a code. `None`: this is a stranger. False when the daemon stops before it was kept.
    pub(super) async fn invited(
        &self,
        ears: &mut Ears,
        (id, said): (u32, &Said),
        ground: &Ground,
        stop: &CancellationToken,
    ) -> Option<bool> {
        let typed = code(&said.text).filter(|_| said.private)?;
        let now = self.clock.now();
        if !ears.limits.may_try(said.chat, now) {
            return None;
        }
        let (in_force, chat) = (ground.clone(), said.chat);
        let kept = self.keep(id, stop, move |tx| {
            let people = &in_force.setup.people;
            let may = |person: &str| people.all().any(|known| known.invited && known.id.as_str() == person);
            let person = store::adopt(tx, &typed, chat, may, now)?;
            if let Some(person) = &person {
                tell_admins(tx, &in_force, person, chat, now)?;
            }
            Ok(person)
        });
        let Some(kept) = kept.await else { return Some(false) };
        let person = kept?;
        tracing::info!("An invitation was used; the chat is adopted");
        self.changed.notify_one();
        let reader = ground.setup.people.all().find(|known| known.id.as_str() == person)?;
        let speaker = ground.words.speak(reader.language);
        let message = Message {
            subject: speaker.say("bot-welcome", &[]),
            blocks: vec![Block::Line(speaker.say("bot-welcome-line", &[]))],
            language: reader.language.tag().to_owned(),
            ..Message::default()
        };
        let say = Outgoing::Say { chat, thread: said.thread, message, buttons: Vec::new() };
        self.send(ears, vec![say]).await;
        Some(true)
    }
}

/// The one message that holds a chat id: whoever keeps people.toml has to write it there.
fn tell_admins(
    tx: &rusqlite::Transaction<'_>,
    ground: &Ground,
    person: &str,
    chat: i64,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    let line = format!("telegram = {chat}");
    for admin in ground.setup.people.with_role(Role::Admin) {
        let args = [text("person", person), text("line", &line)];
        let message = system(admin, &ground.words, "adopted", &args, Vec::new());
        let mark =
            Mark { subject: format!("system/adopted/{person}"), revision: now.as_second(), step: "told".to_owned() };
        owe_plain(tx, admin, ("system", "system"), Severity::High, &mark, &message, now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let made = new_code().unwrap();
        assert_eq!(made.len(), LENGTH);
        for text in [
            format!("/start {}", *made),
            format!("/START {}", grouped(&made).to_lowercase()),
            format!(" /start\n{}", grouped(&made).replace('-', " ")),
        ] {
            assert_eq!(code(&text).as_deref(), Some(made.as_str()), "{text}");
        }
        assert_eq!(code("/start O0IL-O0IL-O0IL-O0IL"), Some("0011001100110011".to_owned()));
    }

    #[test]
    fn anything_else_is_no_code() {
        let long = format!("/start {}", "A".repeat(17));
        for text in [
            "",
            "/start",
            "/start AAAA",
            "AAAAAAAAAAAAAAAA",
            "/help AAAAAAAAAAAAAAAA",
            "/start AAAAAAAAAAAAAAAU",
            "/start ЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖ",
            &long,
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn no_two_codes_are_alike() {
        let codes: std::collections::BTreeSet<String> = (0..1000).map(|_| new_code().unwrap().to_string()).collect();
        assert_eq!(codes.len(), 1000);
    }
}
