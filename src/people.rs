//! Who can be told, and how.
//!
//! In: `people.toml`. Out: persons and groups whose every name is unique, and whose every member exists.
//! Addresses live here and nowhere else in the core; `Debug` does not print them.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::form::{Field, Form, Notes, Sheet, Spot, Weight, nearest, read};
use crate::ids::PersonId;
use crate::law::counting::{parsed, word, zone};
use crate::law::words::Language;
use crate::watchlist::Team;

mod group;

use group::Group;
pub use group::SUMMARY;

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Defends.
    Lawyer,
    /// Coordinates.
    Coordinator,
    /// Runs the machine.
    Admin,
    /// Speaks to the public and to states.
    Advocacy,
}

impl Role {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[
        ("lawyer", Self::Lawyer),
        ("coordinator", Self::Coordinator),
        ("admin", Self::Admin),
        ("advocacy", Self::Advocacy),
    ];
}

/// How much a person may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    /// Code, deadline and time left.
    Code,
    /// Everything, by encrypted mail only.
    Full,
}

impl Detail {
    /// All words of the file.
    pub const WORDS: &[(&'static str, Self)] = &[("code", Self::Code), ("full", Self::Full)];
}

/// The hours in which a person is not woken for what can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// From this hour.
    pub from: Time,
    /// To this hour.
    pub to: Time,
}

/// How deep a group is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The chats of groups that have one, the members of those that have none.
    Chats,
    /// Chats and members.
    Everybody,
}

/// Somebody who can be told.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The name used in the files.
    pub id: PersonId,
    /// What they do.
    pub role: Role,
    /// Mailbox.
    pub email: Option<String>,
    /// Telegram chat id.
    pub telegram: Option<i64>,
    /// True while the chat is still to be made known by a code.
    pub invited: bool,
    /// The language they read.
    pub language: Language,
    /// The zone they live in; `None`: the case's.
    pub zone: Option<TimeZone>,
    /// How much they may be sent.
    pub detail: Detail,
    /// Key file for encrypted mail.
    pub pgp: Option<Spot<String>>,
    /// When they sleep.
    pub quiet: Option<Quiet>,
    /// Where they stand in people.toml.
    pub span: std::ops::Range<usize>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// Everybody.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct People {
    persons: BTreeMap<PersonId, Person>,
    groups: BTreeMap<PersonId, Group>,
}

impl People {
    /// Takes out the addresses for which there is no way out: what is sent there is read by nobody, and whoever has no
    /// other must not count as told.
    pub fn keep_ways(&mut self, mail: bool, chat: bool) {
        for person in self.persons.values_mut() {
            person.email = person.email.take().filter(|_| mail);
            person.telegram = person.telegram.filter(|_| chat);
        }
    }

    /// Reads `people.toml`.
    #[must_use]
    pub fn read(sheet: Sheet) -> (Option<Self>, Notes) {
        let notes = Notes::new(sheet);
        let people = read(&notes, fill);
        let usable = !notes.failed();
        (Some(people).filter(|_| usable), notes)
    }

    /// A person by name.
    #[must_use]
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.persons.get(id)
    }

    /// Everybody with a role, in the order of their names.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Person> {
        self.persons.values().filter(move |person| person.role == role)
    }

    /// All persons.
    pub fn all(&self) -> impl Iterator<Item = &Person> {
        self.persons.values()
    }

    /// The persons behind names of persons and groups, each once, in order. A group with a chat of its own
    /// counts as a person of that name.
    #[must_use]
    pub fn resolve<'a>(&'a self, names: impl Iterator<Item = &'a PersonId>, reach: Reach) -> Vec<&'a Person> {
        let mut out: Vec<&Person> = Vec::new();
        let mut add = |person: &'a Person| {
            if !out.iter().any(|known| known.id == person.id) {
                out.push(person);
            }
        };
        for name in names {
            if let Some(person) = self.persons.get(name) {
                add(person);
            }
            if let Some(group) = self.groups.get(name)
                && (reach == Reach::Everybody || group.telegram.is_none())
            {
                group.members.iter().filter_map(|member| self.persons.get(member)).for_each(&mut add);
            }
        }
        out
    }

    /// True for the name of a group.
    #[must_use]
    pub fn is_group(&self, id: &PersonId) -> bool {
        self.groups.contains_key(id)
    }

    /// The chats of groups that want a pinned summary.
    pub fn summarised(&self) -> impl Iterator<Item = &Person> {
        let wanted = self.groups.iter().filter(|(_, group)| group.summary);
        wanted.filter_map(|(id, _)| self.persons.get(id))
    }

    /// The person or group behind a Telegram chat.
    #[must_use]
    pub fn by_chat(&self, chat: i64) -> Option<&Person> {
        self.persons.values().find(|person| person.telegram == Some(chat))
    }

    /// Adopts a chat for a person who is asked in, unless it is somebody's already.
    pub fn adopt(&mut self, id: &PersonId, chat: i64) {
        let free = self.by_chat(chat).is_none();
        if let Some(person) = self.persons.get_mut(id).filter(|person| free && person.invited) {
            person.telegram = Some(chat);
        }
    }

    /// Names in a case's team that nobody bears.
    pub fn look_over(&self, team: &Team, notes: &Notes) {
        for name in team.everyone() {
            if self.persons.contains_key(&name.value) || self.groups.contains_key(&name.value) {
                continue;
            }
            let known = self.persons.keys().chain(self.groups.keys()).map(PersonId::as_str);
            let help = nearest(name.value.as_str(), known).map_or_else(
                || "add a [[person]] or a [[group]] of that name".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            notes.error(
                name.span.clone(),
                format!("nobody in people.toml is called `{}`", name.value),
                "unknown person",
                help,
            );
        }
    }
}

fn fill(mut root: Form<'_>) -> People {
    let mut people = People::default();
    let mut seen: Vec<(String, String)> = Vec::new();
    let persons = root.tables("person", "[[person]]");
    let groups = root.tables("group", "[[group]]");
    for form in persons {
        if let Some(person) = person(form, &mut seen) {
            people.persons.insert(person.id.clone(), person);
        }
    }
    for form in groups {
        group::read(form, &mut people, &mut seen);
    }
    root.close();
    people
}

/// Notes a value that stands in two places: a name, an address, a chat.
fn once<T: fmt::Display>(form: &Form<'_>, seen: &mut Vec<(String, String)>, what: &str, spot: Option<&Spot<T>>) {
    let Some(spot) = spot else { return };
    let entry = (what.to_owned(), spot.value.to_string().to_lowercase());
    if seen.contains(&entry) {
        form.notes.error(
            spot.span.clone(),
            format!("this {what} stands in two places"),
            "used before",
            "each person and each chat stands once",
        );
    }
    seen.push(entry);
}

fn person(mut form: Form<'_>, seen: &mut Vec<(String, String)>) -> Option<Person> {
    let name = form.required_text("id", "id = \"counsel\"");
    once(&form, seen, "name", name.as_ref());
    let id = parsed(&form, name, |text| PersonId::parse(text).map_err(|bad| bad.to_string()));
    let text = form.required_text("role", "role = \"lawyer\"");
    let role = parsed(&form, text, |text| word(text, Role::WORDS));
    let email = form.text("email");
    once(&form, seen, "mailbox", email.as_ref());
    let has_email = email.is_some();
    let email = parsed(&form, email, mailbox);
    let (telegram, invited) = chat(&mut form);
    once(&form, seen, "chat", telegram.as_ref());
    let text = form.text("language");
    let language = parsed(&form, text, |text| word(text, Language::WORDS)).unwrap_or_default();
    let text = form.text("zone");
    let zone = parsed(&form, text, zone);
    let text = form.text("detail");
    let detail_span = text.as_ref().map(|spot| spot.span.clone());
    let detail = parsed(&form, text, |text| word(text, Detail::WORDS)).unwrap_or(Detail::Code);
    let pgp = form.text("pgp");
    let text = form.text("quiet");
    let quiet = parsed(&form, text, quiet);
    if !has_email && telegram.is_none() && !invited {
        form.notes.error(form.at(), "this person cannot be reached", "", "add: email = \"…\" or telegram = 123456789");
    }
    if let (Detail::Full, Some(span)) = (detail, detail_span) {
        if pgp.is_none() {
            form.notes.error(
                span,
                "full detail goes out only encrypted",
                "needs a key",
                "add: pgp = \"keys/….asc\", or write detail = \"code\"",
            );
        } else if !has_email {
            let help = "add: email = \"…\"; a chat is never told more than code, deadline and time left";
            form.notes.add(
                Weight::Warning,
                span,
                "full detail goes out by encrypted mail only",
                "needs a mailbox",
                help,
            );
        }
    }
    let span = form.at();
    form.close();
    Some(Person {
        span,
        id: id?,
        role: role?,
        email,
        telegram: telegram.map(|spot| spot.value),
        invited,
        language,
        zone,
        detail,
        pgp,
        quiet,
    })
}

/// A chat id, or the word for one that is still to be made known.
fn chat(form: &mut Form<'_>) -> (Option<Spot<i64>>, bool) {
    let Some(field) = form.field("telegram") else { return (None, false) };
    if matches!(field.value, toml::de::DeValue::String(word) if word == "invited") {
        let help = "run `staywatch invite NAME`, and write the number that the admins are sent";
        field.notes.add(
            Weight::Warning,
            field.span.clone(),
            "nobody is reached here before the code was used",
            "",
            help,
        );
        return (None, true);
    }
    (number_of_chat(&field), false)
}

/// A chat's number: those of people are above zero, those of groups below.
fn number_of_chat(field: &Field<'_>) -> Option<Spot<i64>> {
    let chat = field.number();
    if chat.as_ref().is_some_and(|chat| chat.value == 0) {
        let help = "`staywatch invite NAME` makes the number known, or write telegram = \"invited\"";
        field.notes.error(field.span.clone(), "no chat has the number 0", "", help);
    }
    chat
}

fn mailbox(text: &str) -> Result<String, String> {
    let fits = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && (host.contains('.') || host == "localhost")
            && !host.starts_with('.')
            && !host.ends_with('.')
    });
    let clean = text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>,;\"".contains(c));
    if fits && clean && text.matches('@').count() == 1 {
        Ok(text.to_owned())
    } else {
        Err("this is not a mailbox: write name@example.org".to_owned())
    }
}

fn quiet(text: &str) -> Result<Quiet, String> {
    let wrong = || format!("`{text}` is not a span of hours: write \"22:00-07:00\"");
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let time = |part: &str| format!("{part}:00").parse::<Time>().map_err(|_| wrong());
    Ok(Quiet { from: time(from)?, to: time(to)? })
}

impl fmt::Debug for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chats = self.groups.values().filter(|group| group.telegram.is_some()).count();
        write!(f, "People({} persons, {} groups, {chats} group chats)", self.persons.len(), self.groups.len())
    }
}
