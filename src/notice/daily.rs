//! Messages that belong to no single case: the morning digest, the test, and trouble of staywatch itself.

use jiff::{SignedDuration, Timestamp};

use super::message::{Block, Message};
use super::words::{Arg, Speaker, Words, number, text};
use crate::docket::{Deadline, Status};
use crate::ids::CaseId;
use crate::law::grounds::Level;
use crate::law::rule::{Severity, Whose, word_of};
use crate::people::Person;
use crate::risk::Assessment;
use crate::watchlist::Case;

/// One case as the digest sees it.
#[derive(Clone, Copy, Debug)]
pub struct Glance<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its deadlines.
    pub deadlines: &'a [Deadline],
    /// How near a transfer is.
    pub assessment: &'a Assessment,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(24 * 7);

/// True for what runs and ends within a week: no list of a morning speaks of any other deadline.
#[must_use]
pub fn soon(deadline: &Deadline, now: Timestamp) -> bool {
    // Once the earlier reading has passed it is the later that falls due.
    deadline.status == Status::Pending && deadline.ahead(now).is_some_and(|ahead| ahead.end.duration_since(now) <= WEEK)
}

/// True for a case whose level a morning's list tells.
fn raised(assessment: &Assessment) -> bool {
    assessment.level >= Level::Elevated
}

impl Glance<'_> {
    /// True when a morning's list has nothing to say of the case.
    #[must_use]
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        !raised(self.assessment) && !self.deadlines.iter().any(|deadline| soon(deadline, now))
    }
}

/// What falls due today and this week over one person's cases.
#[must_use]
pub fn due(person: &Person, cases: &[Glance<'_>], words: &Words, now: Timestamp) -> Message {
    let speaker = words.speak(person.language);
    let mut due: Vec<(&Case, &Deadline)> = Vec::new();
    for glance in cases {
        let ours = |deadline: &&Deadline| {
            let own = matches!(deadline.whose, Whose::Defence | Whose::Person) || deadline.severity > Severity::Normal;
            let live = !glance.assessment.ended || deadline.after_removal;
            own && live && soon(deadline, now)
        };
        due.extend(glance.deadlines.iter().filter(ours).map(|deadline| (glance.case, deadline)));
    }
    let ahead = |deadline: &Deadline| deadline.ahead(now).unwrap_or(deadline.latest);
    due.sort_by_key(|(_, deadline)| ahead(deadline).end);
    let item = |(case, deadline): &(&Case, &Deadline)| {
        let moment = speaker.end(ahead(deadline), &deadline.zone);
        let left = speaker.left(ahead(deadline).end.duration_since(now));
        let title = deadline.title.get(speaker.language);
        let args = [text("case", case.id.as_str()), text("moment", &moment), text("title", title), text("left", &left)];
        speaker.say("line-deadline-item-case", &args)
    };
    let within_a_day = |entry: &&(&Case, &Deadline)| ahead(entry.1).end.duration_since(now) <= DAY;
    let mut blocks = Vec::new();
    let today: Vec<String> = due.iter().filter(within_a_day).map(item).collect();
    let later: Vec<String> = due.iter().filter(|entry| !within_a_day(entry)).map(item).collect();
    if due.is_empty() {
        blocks.push(Block::Line(speaker.say("line-digest-none", &[])));
    }
    for (title, items) in [("line-digest-today", today), ("line-digest-week", later)] {
        if !items.is_empty() {
            blocks.push(Block::List { title: speaker.say(title, &[]), items });
        }
    }
    let count = i64::try_from(due.len()).unwrap_or_default();
    Message {
        subject: speaker.say("subject-digest", &[number("count", count)]),
        blocks,
        language: speaker.language.tag().to_owned(),
        ..Message::default()
    }
}

/// The morning's list for one person over their cases.
#[must_use]
pub fn digest(person: &Person, cases: &[Glance<'_>], words: &Words, now: Timestamp) -> Message {
    let speaker = words.speak(person.language);
    let mut message = due(person, cases, words, now);
    let mut told: Vec<&Glance<'_>> = cases.iter().filter(|glance| raised(glance.assessment)).collect();
    told.sort_by(|a, b| b.assessment.level.cmp(&a.assessment.level).then(a.case.id.cmp(&b.case.id)));
    let risk = told.iter().filter_map(|glance| {
        let reason = glance.assessment.reasons.first()?;
        let level = speaker.say(&format!("level-{}", word_of(glance.assessment.level, Level::WORDS)), &[]);
        let says = reason.says.get(speaker.language);
        Some(speaker.say(
            "line-digest-risk-item",
            &[text("case", glance.case.id.as_str()), text("level", &level), text("reason", says)],
        ))
    });
    let risk: Vec<String> = risk.collect();
    if !risk.is_empty() {
        message.blocks.push(Block::List { title: speaker.say("line-digest-risk", &[]), items: risk });
    }
    message.blocks.push(Block::Small(speaker.say("line-digest-absence", &[])));
    message
}

/// Puts what nobody has confirmed into the morning's list, before what it says of itself: deadlines, or the level of a
/// case where there is none.
pub fn add_waiting(message: &mut Message, waits: &[(CaseId, Option<Deadline>)], speaker: Speaker<'_>) {
    if waits.is_empty() {
        return;
    }
    let item = |(case, deadline): &(CaseId, Option<Deadline>)| match deadline {
        Some(deadline) => {
            let (title, moment) =
                (deadline.title.get(speaker.language), speaker.end(deadline.earliest, &deadline.zone));
            let args = [text("case", case.as_str()), text("title", title), text("moment", &moment)];
            speaker.say("line-digest-waits-item", &args)
        }
        None => speaker.say("line-digest-waits-level", &[text("case", case.as_str())]),
    };
    let list = Block::List { title: speaker.say("line-digest-waits", &[]), items: waits.iter().map(item).collect() };
    let small = |block: &Block| matches!(block, Block::Small(_));
    let place = message.blocks.iter().position(small).unwrap_or(message.blocks.len());
    message.blocks.insert(place, list);
}

/// A test message.
#[must_use]
pub fn test(person: &Person, words: &Words) -> Message {
    let speaker = words.speak(person.language);
    let who = speaker.say("line-test-channel", &[text("person", person.id.as_str())]);
    let blocks = vec![Block::Strong(speaker.say("line-test", &[])), Block::Line(who)];
    Message {
        subject: speaker.say("subject-test", &[]),
        blocks,
        language: speaker.language.tag().to_owned(),
        ..Message::default()
    }
}

/// Trouble of staywatch itself, for an admin. `items` are lines that quote no case file.
#[must_use]
pub fn system(person: &Person, words: &Words, what: &str, args: &[Arg<'_>], items: Vec<String>) -> Message {
    let speaker = words.speak(person.language);
    let short = speaker.say(&format!("what-{what}"), args);
    let mut blocks = vec![Block::Strong(speaker.say(&format!("line-system-{what}"), args))];
    if !items.is_empty() {
        blocks.push(Block::List { title: short.clone(), items });
    }
    Message {
        subject: speaker.say("subject-system", &[text("what", &short)]),
        blocks,
        language: speaker.language.tag().to_owned(),
        ..Message::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docket::docket;
    use crate::form::Sheet;
    use crate::law::{Law, OwnLaw};
    use crate::people::People;
    use crate::risk::assess;

    #[test]
    fn a_list_is_the_same_without_quiet_cases_and_distant_deadlines() {
        let law = Law::load(OwnLaw::default()).0;
        let now: Timestamp = "2026-03-06T08:00:00Z".parse().unwrap();
        let head = "host = \"RU\"\ngravity = \"grave\"\n[team]\nlawyers = [\"counsel\"]\n";
        let granted =
            "[[event]]\nkind = \"extradition-granted\"\non = 2026-03-02\nknown = 2026-03-02\nnotified = 2026-03-02\n";
        let read = |id: &str, events: &str| {
            let text = format!("id = \"{id}\"\n{head}{events}");
            let case = Case::read(Sheet::new("a.toml", &text), &law.zones()).0.unwrap();
            let docket = docket(&case, &law, now);
            let assessment = assess(&case, &law, &docket, now);
            (case, docket.deadlines, assessment)
        };
        let people = "[[person]]\nid = \"counsel\"\nrole = \"lawyer\"\nemail = \"counsel@example.org\"\n";
        let people = People::read(Sheet::new("people.toml", people)).0.unwrap();
        let (words, person) = (Words::default(), people.all().next().unwrap());
        let list = |cases: &[(Case, Vec<Deadline>, Assessment)]| {
            let glances = cases.iter().map(|(case, deadlines, assessment)| Glance { case, deadlines, assessment });
            digest(person, &glances.collect::<Vec<_>>(), &words, now)
        };
        let custody = "[[event]]\nkind = \"custody-ordered\"\non = 2026-03-01\nuntil = 2026-05-01\n";
        let mut cases = vec![read("loud", &[granted, custody].concat()), read("quiet", "")];
        let whole = list(&cases);
        assert!(whole.blocks.iter().any(|block| matches!(block, Block::List { .. })), "{whole:?}");
        let before = cases[0].1.len();
        for (_, deadlines, _) in &mut cases {
            deadlines.retain(|deadline| soon(deadline, now));
        }
        assert!((1..before).contains(&cases[0].1.len()), "some are near, and some are not");
        cases.retain(|(case, deadlines, assessment)| !Glance { case, deadlines, assessment }.is_quiet(now));
        assert_eq!(cases.len(), 1);
        assert_eq!(list(&cases), whole);
    }
}
