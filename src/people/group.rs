//! A group: its members, and perhaps a chat of its own.
//!
//! In: one `[[group]]`. Out: the group, and for its chat one more reader under the group's name.

use super::{Detail, People, Person, Role, number_of_chat, once};
use crate::form::{Form, nearest};
use crate::ids::PersonId;
use crate::law::counting::{parsed, word};

/// The words of `summary`: how a group wants to see how its cases stand.
pub const SUMMARY: &[(&str, ())] = &[("pinned", ())];

/// A group.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) members: Vec<PersonId>,
    pub(super) telegram: Option<i64>,
    /// True when its chat wants a pinned summary that is kept up to date.
    pub(super) summary: bool,
}

pub(super) fn read(mut form: Form<'_>, people: &mut People, seen: &mut Vec<(String, String)>) {
    let name = form.required_text("id", "id = \"duty\"");
    once(&form, seen, "name", name.as_ref());
    let id = parsed(&form, name, |text| PersonId::parse(text).map_err(|bad| bad.to_string()));
    let mut members = Vec::new();
    for spot in form.texts("members") {
        let known = PersonId::parse(&spot.value).ok().filter(|id| people.persons.contains_key(id));
        if known.is_none() {
            let help = nearest(&spot.value, people.persons.keys().map(PersonId::as_str))
                .map(|near| format!("did you mean `{near}`?"))
                .unwrap_or_default();
            form.notes.error(spot.span, format!("no [[person]] is called `{}`", spot.value), "unknown person", help);
        }
        members.extend(known);
    }
    let telegram = form.field("telegram").and_then(|field| number_of_chat(&field));
    once(&form, seen, "chat", telegram.as_ref());
    let text = form.text("summary");
    let asked = text.as_ref().map(|spot| spot.span.clone());
    let summary = parsed(&form, text, |text| word(text, SUMMARY)).is_some();
    if let (Some(span), None) = (asked, &telegram) {
        form.notes.error(
            span,
            "a summary is pinned in a chat, and this group has none",
            "",
            "add: telegram = -1002000",
        );
    }
    let span = form.at();
    if members.is_empty() && telegram.is_none() {
        form.notes.error(form.at(), "this group has neither members nor a chat", "", "add: members = [\"…\"]");
    }
    form.close();
    let Some(id) = id else { return };
    let telegram = telegram.map(|spot| spot.value);
    if let Some(chat) = telegram {
        // A group's chat is one more reader, under the group's own name.
        let reader = Person {
            id: id.clone(),
            role: Role::Coordinator,
            email: None,
            telegram: Some(chat),
            invited: false,
            language: members
                .first()
                .and_then(|first| people.persons.get(first))
                .map(|first| first.language)
                .unwrap_or_default(),
            zone: members.first().and_then(|first| people.persons.get(first)).and_then(|first| first.zone.clone()),
            detail: Detail::Code,
            pgp: None,
            quiet: None,
            span: span.clone(),
        };
        people.persons.insert(id.clone(), reader);
    }
    people.groups.insert(id, Group { members, telegram, summary });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Sheet;
    use rstest::rstest;

    const MILA: &str = "[[person]]\nid = \"mila\"\nrole = \"coordinator\"\ntelegram = 1\n";

    #[rstest]
    #[case::wanted("telegram = -2\nsummary = \"pinned\"", Some(vec!["desk"]))]
    #[case::not_wanted("telegram = -2", Some(vec![]))]
    #[case::no_chat_to_pin_it_in("summary = \"pinned\"", None)]
    #[case::mistyped("telegram = -2\nsummary = \"pined\"", None)]
    fn a_group_has_a_summary_where_it_has_a_chat_and_wants_one(#[case] more: &str, #[case] wanted: Option<Vec<&str>>) {
        let text = format!("{MILA}[[group]]\nid = \"desk\"\nmembers = [\"mila\"]\n{more}\n");
        let people = People::read(Sheet::new("people.toml", &text)).0;
        let found = people.map(|people| people.summarised().map(|group| group.id.to_string()).collect::<Vec<_>>());
        assert_eq!(found, wanted.map(|names| names.into_iter().map(str::to_owned).collect()));
    }
}
