//! People answer: by the button of a chat, by the code or the link of a mail, at once, late, two at a time, and to what is
//! over.
//!
//! In: what arrived. Out: answers as the daemon takes them, and what the oracle hears of them.

use staywatch::clock::Clock as _;
use staywatch::ids::PersonId;
use staywatch::notice::answered::Act as Does;
use staywatch::outbox::{Outcome, Reply, Target, answer};
use staywatch::store::{self, Via};

use crate::heard::Came;
use crate::oracle::kind;
use crate::post::{Arrival, lock};
use crate::readers::READERS;
use crate::world::{DAY, World};

impl World {
    /// Somebody answers something that they read.
    pub async fn answers(&mut self) {
        // Nobody hears while nothing runs; while the clock is wrong it is wrong for all.
        if !self.awake || self.offset != 0 {
            return;
        }
        let Some(letter) = self.letter() else { return };
        let by = match letter.person {
            // A button in a group is pressed by one of its members.
            "desk" => *self.dice.pick(&["duty", "night"]),
            person => person,
        };
        self.gives(&letter, by).await;
        if self.dice.once_in(4) {
            let other = *self.dice.pick(&["counsel", "duty", "night", "only-chat"]);
            if other != by {
                self.gives(&letter, other).await;
            }
        }
        self.look().await;
    }

    /// A letter about one term, mostly of the last days, sometimes of long ago.
    fn letter(&mut self) -> Option<Arrival> {
        let post = lock(&self.post);
        let all = &post.arrived;
        let late = self.dice.once_in(5);
        let from = if late { 0 } else { all.partition_point(|arrival| arrival.at < self.now - 2 * DAY) };
        for _ in 0..20 {
            if from == all.len() {
                return None;
            }
            let width = i64::try_from(all.len() - from).unwrap_or_default();
            let place = from + usize::try_from(self.dice.between(0, width)).unwrap_or_default();
            let arrival = &all[place];
            let case = arrival.subject.split(':').next().unwrap_or_default();
            let fits = matches!(kind(&arrival.key, case), "reminder" | "escalation")
                && arrival.subject.contains(" left: ")
                && self.gone != Some(arrival.person)
                && self.lives.iter().any(|life| life.id == case && !life.ended);
            if fits {
                self.late_answers += usize::from(late);
                return Some(arrival.clone());
            }
        }
        None
    }

    async fn gives(&mut self, letter: &Arrival, by: &'static str) {
        let case = letter.subject.split(':').next().unwrap_or_default().to_owned();
        let clock = self.shown();
        let mut about = self.oracle.speaks_of(&case, letter, clock.as_second());
        if about.len() > 1 || self.oracle.is_of_two(&case, letter) {
            return;
        }
        let about = about.pop();
        let own = by == letter.person || letter.person == "desk";
        let via = match (letter.channel, own) {
            (1, _) => Via::Telegram,
            (_, true) => Via::Link,
            _ => Via::Code,
        };
        // Whoever knows the code or the link of a mail speaks for its reader.
        let whose = if via == Via::Telegram { by } else { letter.person };
        let snooze = self.dice.once_in(5);
        let act = if snooze { Does::Snoozed } else { Does::Taken };
        let ground = self.announce.borrow().clone();
        let (key, now) = (letter.key.clone(), self.clock.now());
        let given = self.store.write(move |tx| {
            let id = PersonId::parse(by).expect("a name");
            let Some(by) = ground.setup.people.person(&id) else { return Ok(None) };
            // Strangers to a case are told nothing; that is told in stories.
            let theirs = ground.setup.cases_of(by).any(|place| case == place.id.as_str());
            let Some(letter) = store::letter_of_key(tx, &key)?.filter(|_| theirs) else { return Ok(None) };
            let reply = Reply { by, via, act, pause: None, target: Target::Letter(letter) };
            answer(tx, &ground, &reply, now).map(Some)
        });
        let case = letter.subject.split(':').next().unwrap_or_default();
        let Some(said) = given.await.expect("the store answers") else { return };
        let outcome = match said {
            Outcome::Taken { .. } if snooze => Came::Snoozed,
            Outcome::Taken { .. } => Came::Taken,
            Outcome::Already { .. } => Came::Already,
            // Too little time is left to put it off.
            Outcome::Refused("answer-no-snooze") => return,
            Outcome::Refused(_) => Came::Refused,
        };
        let whose = READERS.iter().find(|reader| reader.name == whose).expect("a reader").name;
        let arrived = std::mem::take(&mut lock(&self.post).arrived);
        let when = (self.now, clock.as_second());
        self.oracle.answered(case, about, whose, outcome, &letter.subject, when, &self.reach, READERS, &arrived);
        lock(&self.post).arrived = arrived;
    }
}
