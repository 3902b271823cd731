//! What a command is answered with.
//!
//! In: a command, the configuration in force, who reads, the moment. Out: a message, its buttons, and the question
//! to remember, if it is one. Pure. Only codes, titles of rules, sentences of the packs, dates and numbers go in.
//! A case that the reader does not work on is answered as one that does not exist.

use std::sync::Arc;

use jiff::Timestamp;

use super::ask;
use super::command::Command;
use crate::config::Setup;
use crate::docket::{Deadline, NoDate, Status, docket};
use crate::form::nearest;
use crate::law::count::Reading;
use crate::law::grounds::Level;
use crate::law::rule::word_of;
use crate::notice::daily::{Glance, due};
use crate::notice::message::{Block, Message};
use crate::notice::undated::{add_undated, in_summary};
use crate::notice::words::{Arg, Speaker, Words, number, text};
use crate::outbox::Standing;
use crate::people::Person;
use crate::risk::{Assessment, assess};
use crate::store::{Ask, AskState};
use crate::watchlist::{Case, Kind, SIGNALS};

/// The most lines of one list. A chat is no place for more; the command line has them all.
const LINES: usize = 40;

/// Who asks, and against what.
pub(super) struct Desk<'a> {
    pub(super) setup: &'a Setup,
    pub(super) words: &'a Words,
    /// The person or group of the chat.
    pub(super) reader: &'a Person,
    pub(super) now: Timestamp,
    /// What somebody has to see to in the case that is asked about.
    pub(super) standing: Vec<Standing>,
}

/// Where and when a command was given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    /// The number of its update.
    pub(super) id: u32,
    /// The chat, by the id it has now.
    pub(super) chat: i64,
    /// When it was written, in Unix seconds.
    pub(super) at: i64,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) message: Message,
    pub(super) buttons: Vec<(String, String)>,
    /// A question to remember before it is asked.
    pub(super) ask: Option<Ask>,
}

/// A message and nothing more.
pub(super) fn plain(message: Message) -> Reply {
    Reply { message, buttons: Vec::new(), ask: None }
}

struct Judged {
    case: Arc<Case>,
    deadlines: Vec<Deadline>,
    /// Terms that run and to which the law gives no date.
    undated: Vec<NoDate>,
    assessment: Assessment,
}

impl Desk<'_> {
    pub(super) fn speaker(&self) -> Speaker<'_> {
        self.words.speak(self.reader.language)
    }

    pub(super) fn say(&self, id: &str, args: &[Arg<'_>]) -> String {
        self.speaker().say(id, args)
    }

    pub(super) fn message(&self, subject: String, blocks: Vec<Block>) -> Message {
        Message { subject, blocks, language: self.reader.language.tag().to_owned(), ..Message::default() }
    }

    /// A sentence alone, and what may help.
    pub(super) fn short(&self, subject: String, help: Option<String>) -> Reply {
        let blocks = help.map(Block::Line).into_iter().collect();
        plain(self.message(subject, blocks))
    }

    fn theirs(&self) -> Vec<Arc<Case>> {
        self.setup.cases_of(self.reader).collect()
    }

    fn judge(&self, case: &Arc<Case>) -> Judged {
        let docket = docket(case, &self.setup.law, self.now);
        let assessment = assess(case, &self.setup.law, &docket, self.now);
        let runs = |term: &NoDate| !term.done && !assessment.ended;
        let undated = docket.refused.into_iter().filter(runs).collect();
        Judged { case: Arc::clone(case), deadlines: docket.deadlines, undated, assessment }
    }

    /// Answers a command.
    pub(super) fn answer(&self, command: &Command, given: Given) -> Reply {
        match command {
            // A link is made where it can be remembered, not here.
            Command::Help | Command::Board => plain(self.help()),
            Command::Unknown(near) => {
                let near = near.map(|near| self.say("bot-did-you-mean", &[text("near", &format!("/{near}"))]));
                self.short(self.say("bot-unknown", &[]), near.or_else(|| Some(self.say("bot-see-help", &[]))))
            }
            Command::CodeMissing(word) => {
                let codes = self.codes();
                self.short(self.say("bot-code-missing", &[text("command", word)]), codes)
            }
            Command::Due => {
                let judged: Vec<Judged> = self.theirs().iter().map(|case| self.judge(case)).collect();
                let glances: Vec<Glance<'_>> = judged
                    .iter()
                    .map(|one| Glance { case: &one.case, deadlines: &one.deadlines, assessment: &one.assessment })
                    .collect();
                let mut message = due(self.reader, &glances, self.words, self.now);
                let undated =
                    judged.iter().flat_map(|one| one.undated.iter().map(|term| (one.case.id.clone(), term.clone())));
                add_undated(&mut message, &undated.collect::<Vec<_>>(), self.speaker());
                plain(message)
            }
            Command::Risk => plain(self.risk()),
            Command::Case(code) => self.on_case(code, |case| plain(self.case(&self.judge(case)))),
            Command::Who(code) => self.on_case(code, |case| plain(self.who(case))),
            Command::Ack(code) => self.on_case(code, |case| self.open_matters(case)),
            Command::Contact(code) => self.on_case(code, |case| self.ask(case, Kind::Contact, None, given)),
            Command::Signal { case, what } => self.on_case(case, |case| self.signal(case, what.as_deref(), given)),
        }
    }

    pub(super) fn on_case(&self, code: &str, answer: impl FnOnce(&Arc<Case>) -> Reply) -> Reply {
        let theirs = self.theirs();
        if let Some(case) = theirs.iter().find(|case| case.id.as_str() == code) {
            return answer(case);
        }
        let near = nearest(code, theirs.iter().map(|case| case.id.as_str()));
        let near = near.map(|near| self.say("bot-did-you-mean", &[text("near", near)]));
        self.short(self.say("bot-no-case", &[text("typed", code)]), near.or_else(|| self.codes()))
    }

    /// The codes the reader may ask about, as far as they fit a line.
    fn codes(&self) -> Option<String> {
        let theirs = self.theirs();
        let codes: Vec<&str> = theirs.iter().take(LINES).map(|case| case.id.as_str()).collect();
        (!codes.is_empty()).then(|| self.say("bot-your-cases", &[text("codes", &codes.join(", "))]))
    }

    fn help(&self) -> Message {
        let items = super::command::WORDS.iter().map(|word| self.say(&format!("bot-help-{word}"), &[])).collect();
        let blocks = vec![
            Block::List { title: self.say("bot-help", &[]), items },
            Block::Line(self.codes().unwrap_or_else(|| self.say("bot-no-cases", &[]))),
            Block::Small(self.say("line-legal", &[])),
        ];
        self.message(self.say("bot-help-subject", &[]), blocks)
    }

    pub(super) fn level(&self, level: Level) -> String {
        self.say(&format!("level-{}", word_of(level, Level::WORDS)), &[])
    }

    fn risk(&self) -> Message {
        let mut judged: Vec<Judged> = self.theirs().iter().map(|case| self.judge(case)).collect();
        judged.retain(|one| !one.assessment.ended);
        judged.sort_by(|a, b| b.assessment.level.cmp(&a.assessment.level).then(a.case.id.cmp(&b.case.id)));
        let item = |one: &Judged| {
            let level = self.level(one.assessment.level);
            let case = text("case", one.case.id.as_str());
            match one.assessment.reasons.first() {
                Some(reason) => {
                    let says = reason.says.get(self.reader.language);
                    self.say("line-digest-risk-item", &[case, text("level", &level), text("reason", says)])
                }
                None => self.say("bot-risk-item", &[case, text("level", &level)]),
            }
        };
        let mut blocks = Vec::new();
        if judged.is_empty() {
            blocks.push(Block::Line(self.say("bot-no-cases", &[])));
        } else {
            let mut items: Vec<String> = judged.iter().take(LINES).map(item).collect();
            let rest = judged.len().saturating_sub(LINES);
            if rest > 0 {
                items.push(self.say("bot-more", &[number("count", i64::try_from(rest).unwrap_or(i64::MAX))]));
            }
            blocks.push(Block::List { title: self.say("bot-risk-list", &[]), items });
        }
        self.message(self.say("line-digest-risk", &[]), blocks)
    }

    fn case(&self, judged: &Judged) -> Message {
        let Judged { case, deadlines, undated, assessment } = judged;
        let code = text("case", case.id.as_str());
        let speaker = self.speaker();
        let subject = if assessment.ended {
            self.say("bot-case-ended", &[code])
        } else {
            self.say("bot-case", &[code, text("level", &self.level(assessment.level))])
        };
        let mut blocks = Vec::new();
        let reasons: Vec<String> = assessment
            .reasons
            .iter()
            .map(|reason| format!("{}: {}", self.level(reason.level), reason.says.get(speaker.language)))
            .collect();
        if !reasons.is_empty() {
            blocks.push(Block::List { title: self.say("line-risk-reasons", &[]), items: reasons });
        }
        let mut running: Vec<(Reading, &Deadline)> =
            deadlines.iter().filter_map(|deadline| Some((self.ahead(deadline, assessment)?, deadline))).collect();
        running.sort_by_key(|(reading, _)| reading.end);
        if running.is_empty() {
            blocks.push(Block::Line(self.say("line-nothing-running", &[])));
        } else {
            let item = |(reading, deadline): &(Reading, &Deadline)| {
                let moment = speaker.end(*reading, &deadline.zone);
                let left = speaker.left(reading.end.duration_since(self.now));
                let title = deadline.title.get(speaker.language);
                let args = [text("moment", &moment), text("title", title), text("left", &left)];
                self.say("line-deadline-item", &args)
            };
            let items = running.iter().take(LINES).map(item).collect();
            blocks.push(Block::List { title: self.say("line-still-running", &[]), items });
        }
        if !undated.is_empty() {
            let items = undated.iter().map(|term| in_summary(term, speaker)).collect();
            blocks.push(Block::List { title: self.say("line-undated-list", &[]), items });
        }
        let mut lower: Vec<String> = Vec::new();
        for reason in assessment.reasons.iter().filter(|reason| reason.level >= Level::Elevated) {
            let text = reason.lower.get(speaker.language).to_owned();
            if !text.is_empty() && !lower.contains(&text) {
                lower.push(text);
            }
        }
        if !lower.is_empty() {
            blocks.push(Block::List { title: self.say("line-risk-lower", &[]), items: lower });
        }
        blocks.push(Block::Small(self.say("line-legal", &[])));
        self.message(subject, blocks)
    }

    /// The reading that still lies ahead, of what runs.
    fn ahead(&self, deadline: &Deadline, assessment: &Assessment) -> Option<Reading> {
        let live = deadline.status == Status::Pending && (!assessment.ended || deadline.after_removal);
        deadline.ahead(self.now).filter(|_| live)
    }

    fn signal(&self, case: &Case, typed: Option<&str>, given: Given) -> Reply {
        let Some(typed) = typed else { return self.ask(case, Kind::Signal, None, given) };
        if SIGNALS.contains(&typed) {
            return self.ask(case, Kind::Signal, Some(typed), given);
        }
        // A word nobody knows still is a signal: the buttons under it are.
        let mut reply = self.ask(case, Kind::Signal, None, given);
        let near = nearest(typed, SIGNALS.iter().copied());
        let near = near.map(|near| self.say("bot-did-you-mean", &[text("near", near)]));
        let says = self.say("bot-no-signal", &[text("typed", typed)]);
        reply.message.blocks.insert(0, Block::Line(near.map_or(says.clone(), |near| format!("{says} {near}"))));
        reply
    }

    fn ask(&self, case: &Case, kind: Kind, what: Option<&str>, given: Given) -> Reply {
        let now = self.now.as_second();
        let ask = Ask {
            chat: given.chat,
            case: case.id.to_string(),
            kind: kind.word().to_owned(),
            what: what.map(str::to_owned),
            // A message that waited while nobody listened speaks of the moment it was written.
            on: given.at.min(now),
            asked: now,
            state: AskState::Open,
        };
        let (message, buttons) = self.question(given.id, &ask);
        Reply { message, buttons, ask: Some(ask) }
    }

    /// What a question is about, in the reader's words.
    fn about(&self, ask: &Ask) -> String {
        match &ask.what {
            Some(what) => self.say(&format!("signal-{what}"), &[]),
            None => self.say(&format!("event-{}", ask.kind), &[]),
        }
    }

    /// A question as it is asked: which signal, or Yes or No.
    pub(super) fn question(&self, id: u32, ask: &Ask) -> (Message, Vec<(String, String)>) {
        let case = text("case", &ask.case);
        if ask.kind == Kind::Signal.word() && ask.what.is_none() {
            let buttons =
                SIGNALS.iter().map(|signal| (self.say(&format!("signal-{signal}"), &[]), ask::is(id, signal)));
            return (self.message(self.say("bot-which-signal", &[case]), Vec::new()), buttons.collect());
        }
        let what = self.about(ask);
        let then = if ask.kind == Kind::Signal.word() { "bot-question-signal" } else { "bot-question-contact" };
        let subject = self.say("bot-question", &[case, text("what", &what)]);
        let buttons = vec![(self.say("bot-yes", &[]), ask::yes(id)), (self.say("bot-no", &[]), ask::no(id))];
        (self.message(subject, vec![Block::Line(self.say(then, &[]))]), buttons)
    }

    /// What takes the place of a question that was answered. `written`: the report stands in the file.
    pub(super) fn settled(&self, ask: &Ask, written: bool) -> Message {
        let (case, what) = (text("case", &ask.case), self.about(ask));
        let what = text("what", &what);
        let (AskState::Taken(taken) | AskState::Recorded(taken)) = &ask.state else {
            return self.message(self.say("bot-declined", &[case, what]), Vec::new());
        };
        if !written {
            let help = Block::Strong(self.say("bot-not-yet-line", &[]));
            return self.message(self.say("bot-not-yet", &[case, what]), vec![help]);
        }
        let zone = self.reader.zone.clone().or_else(|| Some(self.setup.case(&ask.case)?.zone.clone()));
        let at = Timestamp::from_second(taken.at).unwrap_or(self.now);
        let moment = self.speaker().moment(at, &zone.unwrap_or(jiff::tz::TimeZone::UTC));
        let by = crate::ids::PersonId::parse(&taken.by).ok();
        let role = match by.as_ref().filter(|by| !self.setup.people.is_group(by)) {
            Some(by) => self.setup.people.person(by).map_or("bot-by-chat", by_role),
            None => "bot-by-chat",
        };
        let who = self.say(role, &[]);
        let mut blocks = vec![
            Block::Line(self.say("bot-recorded-by", &[text("who", &who), text("moment", &moment)])),
            Block::Line(self.say("bot-recorded-line", &[])),
        ];
        // Nothing that is reported makes a case go on whose file says that it is closed.
        if self.setup.case(&ask.case).is_some_and(|case| case.status == crate::watchlist::Status::Closed) {
            blocks.push(Block::Strong(self.say("bot-recorded-closed", &[])));
        }
        self.message(self.say("bot-recorded", &[case, what]), blocks)
    }
}

/// Who it was, without a name: a chat is read on lost phones too. The record holds the id.
fn by_role(person: &Person) -> &'static str {
    use crate::people::Role;
    match person.role {
        Role::Lawyer => "bot-by-lawyer",
        Role::Coordinator => "bot-by-coordinator",
        Role::Admin => "bot-by-admin",
        Role::Advocacy => "bot-by-chat",
    }
}
