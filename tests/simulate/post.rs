//! The world outside: two ways to people that fail as the script says, and a record of everything that arrived.
//!
//! In: letters from the outbox. Out: an answer for each. Nothing is delivered anywhere. What a letter meets depends on its
//! name and on how often it was tried, never on chance that the order of tasks could change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use staywatch::channel::hand::Handed;
use staywatch::channel::{Address, Answer, Letter};
use tokio::sync::{Notify, mpsc};

use crate::dice::drawn;

/// How a way out is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    Fair,
    /// Nothing gets through, and that is said.
    Down,
    /// Half of it gets through, and nobody says which half.
    Murky,
    /// A third of the letters is put off.
    Flaky,
}

/// One letter that reached somebody.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub at: i64,
    pub person: &'static str,
    pub channel: usize,
    pub key: String,
    pub subject: String,
    pub text: String,
    pub repeat: bool,
}

#[derive(Debug)]
pub struct Post {
    pub seed: u64,
    pub now: i64,
    pub weather: [Weather; 2],
    /// Addresses that refuse.
    pub refusing: Vec<Address>,
    /// The daemon dies at this many letters from now.
    pub dies_in: Option<u64>,
    pub tried: BTreeMap<String, u64>,
    /// For each name, how many attempts ended with nobody knowing.
    pub unknown: BTreeMap<String, u64>,
    /// Names handed over since the last look began: what a crash may have cut off.
    pub under_way: Vec<String>,
    pub arrived: Vec<Arrival>,
    /// Where each person is, by channel.
    pub places: Vec<(&'static str, usize, Address)>,
}

pub type Shared = Arc<Mutex<Post>>;

pub fn lock(post: &Shared) -> MutexGuard<'_, Post> {
    post.lock().expect("nobody panics while holding it")
}

pub fn channel_of(to: &Address) -> usize {
    usize::from(matches!(to, Address::Telegram(_)))
}

/// Takes letters until the world ends.
pub async fn takes(post: Shared, mut letters: mpsc::UnboundedReceiver<Handed>, died: Arc<Notify>) {
    // Letters of a daemon that died: their answers never come.
    let mut silent = Vec::new();
    while let Some((letter, answer)) = letters.recv().await {
        let mut post = lock(&post);
        post.under_way.push(letter.key.clone());
        if let Some(left) = post.dies_in.as_mut() {
            *left = left.saturating_sub(1);
            if *left == 0 {
                // Half of what was being sent at that moment had arrived.
                if drawn(post.seed, &letter.key, 77).is_multiple_of(2) {
                    post.arrives(&letter);
                }
                silent.push(answer);
                died.notify_one();
                continue;
            }
        }
        let said = post.takes(&letter);
        // The daemon may be gone.
        let _gone = answer.send(said);
    }
}

impl Post {
    /// Where somebody is, by channel.
    pub fn place(&self, name: &str, channel: usize) -> Address {
        let place = self.places.iter().find(|(person, way, _)| *person == name && *way == channel);
        place.expect("a reader with this channel").2.clone()
    }

    fn takes(&mut self, letter: &Letter) -> Answer {
        let tried = self.tried.entry(letter.key.clone()).or_default();
        *tried += 1;
        let luck = drawn(self.seed, &letter.key, *tried);
        if self.refusing.contains(&letter.to) {
            return Answer::Permanent { why: "refused".to_owned() };
        }
        match self.weather[channel_of(&letter.to)] {
            Weather::Down => put_off(luck),
            Weather::Murky => {
                if luck.is_multiple_of(2) {
                    self.arrives(letter);
                }
                *self.unknown.entry(letter.key.clone()).or_default() += 1;
                Answer::Unknown { why: "no answer".to_owned() }
            }
            Weather::Flaky if luck.is_multiple_of(3) => put_off(luck),
            Weather::Fair | Weather::Flaky => self.sent(letter),
        }
    }

    fn sent(&mut self, letter: &Letter) -> Answer {
        self.arrives(letter);
        Answer::Sent("taken".to_owned())
    }

    fn arrives(&mut self, letter: &Letter) {
        let place = self.places.iter().find(|(.., place)| *place == letter.to);
        let person = place.expect("letters go to people only, where they are now").0;
        self.arrived.push(Arrival {
            at: self.now,
            person,
            channel: channel_of(&letter.to),
            key: letter.key.clone(),
            subject: letter.message.subject.clone(),
            text: letter.message.text(),
            repeat: letter.repeat,
        });
    }

    /// What was under way when the daemon died may come again.
    pub fn cut_off(&mut self) {
        for key in std::mem::take(&mut self.under_way) {
            *self.unknown.entry(key).or_default() += 1;
        }
    }
}

fn put_off(luck: u64) -> Answer {
    let after = luck.is_multiple_of(5).then(|| Duration::from_secs(30 + luck % 200));
    Answer::Temporary { why: "not now".to_owned(), after }
}

/// How letters begin that say what was reported.
const SIGNALS: [&str; 4] =
    ["Reported moved", "Told to pack", "Papers are being collected", "The two states are agreeing the handover"];

impl Arrival {
    /// True of a letter about the level that names what was reported, first or as new: its day came before the way was free.
    pub fn reported(&self) -> bool {
        let new = self.text.lines().filter(|line| line.contains("NEW – "));
        let mut told = new.chain([self.subject.as_str()]);
        told.any(|line| SIGNALS.iter().any(|says| line.contains(says)))
    }
}
