//! Every language says the same things, with the same variables and all its plural forms.
//!
//! In: the locale files as they ship. Out: a list of complaints, which must be empty. It judges form, never wording,
//! and formats nothing: what a sentence looks like when filled in is for the snapshots of whole messages.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{self, CallArguments, Entry, Expression, InlineExpression, PatternElement, VariantKey};
use fluent_syntax::parser::parse;

type Message = ast::Message<&'static str>;
type Messages = BTreeMap<&'static str, Message>;
type Names = BTreeSet<&'static str>;
type Pattern = ast::Pattern<&'static str>;
type Variant = ast::Variant<&'static str>;

const EN: &str = include_str!("../config/locales/en.ftl");
/// The translations, one file each.
const TRANSLATIONS: &[(&str, &str)] =
    &[("ru", include_str!("../config/locales/ru.ftl")), ("be", include_str!("../config/locales/be.ftl"))];

/// Russian and Belarusian need each of these for every number; a missing one reads "5 день".
const PLURAL_FORMS: &[&str] = &["few", "many", "one", "other"];

/// Messages without a word of their own: nothing in them can be translated.
const WORDLESS: &[&str] = &[
    "brief-elsewhere",
    "brief-blank",
    "calendar-summary",
    "day",
    "line-digest-risk-item",
    "line-entered-item",
    "line-lapsed-item",
    "line-risk-reason-item",
    "moment",
    "step-counted",
    "subject-system",
    "summary-case",
    "summary-term",
    "term-and",
];

/// What a pattern refers to, however deeply nested.
#[derive(Default)]
struct Seen<'a> {
    variables: Names,
    choices: Vec<Choice<'a>>,
}

/// One `{ $selector -> … }`.
struct Choice<'a> {
    selector: &'a InlineExpression<&'static str>,
    variants: &'a [Variant],
}

impl<'a> Seen<'a> {
    fn of(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        let mut seen = Self::default();
        for pattern in patterns {
            seen.pattern(pattern);
        }
        seen
    }

    fn in_message(message: &'a Message) -> Self {
        Self::of(message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value)))
    }

    fn pattern(&mut self, pattern: &'a Pattern) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &'a Expression<&'static str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.pattern(&variant.value);
                }
                self.choices.push(Choice { selector, variants });
            }
        }
    }

    fn inline(&mut self, inline: &'a InlineExpression<&'static str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments, .. }
            | InlineExpression::TermReference { arguments: Some(arguments), .. } => self.arguments(arguments),
            _ => {}
        }
    }

    fn arguments(&mut self, arguments: &'a CallArguments<&'static str>) {
        for value in arguments.positional.iter().chain(arguments.named.iter().map(|argument| &argument.value)) {
            self.inline(value);
        }
    }
}

impl Choice<'_> {
    fn forms(&self) -> Names {
        self.variants.iter().filter_map(form).collect()
    }

    /// A choice between plural forms, as against one between words.
    fn is_plural(&self) -> bool {
        PLURAL_FORMS.iter().any(|form| self.forms().contains(form))
    }

    /// True when every plural form shows the number that it was chosen by.
    fn shows_its_number(&self) -> bool {
        let InlineExpression::VariableReference { id } = self.selector else { return true };
        let shows = |variant: &Variant| Seen::of([&variant.value]).variables.contains(id.name);
        self.variants.iter().filter(|variant| form(variant).is_some()).all(shows)
    }
}

fn form(variant: &Variant) -> Option<&'static str> {
    if let VariantKey::Identifier { name } = variant.key { Some(name) } else { None }
}

/// What the plural choices of a message single out: for each the exact numbers that have a wording of their own.
fn singled_out(seen: &Seen<'_>) -> Vec<Names> {
    let exact = |of: &Variant| if let VariantKey::NumberLiteral { value } = of.key { Some(value) } else { None };
    let plurals = seen.choices.iter().filter(|choice| choice.is_plural());
    plurals.map(|choice| choice.variants.iter().filter_map(exact).collect()).collect()
}

/// The messages of a file. Junk and a message that stands twice are failures.
fn messages(language: &str, text: &'static str) -> Messages {
    let resource = parse(text).unwrap_or_else(|(_, errors)| panic!("{language}.ftl: {errors:?}"));
    let mut messages = Messages::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                assert!(messages.insert(id, message).is_none(), "{language}.ftl: `{id}` stands twice");
            }
            Entry::Junk { content } => panic!("{language}.ftl: junk: {content}"),
            _ => {}
        }
    }
    messages
}

/// Sets every message of a translation beside its English and expects no complaint about any.
fn compare(complain: impl Fn(&Message, &Message) -> Option<String>) {
    let mut complaints = Vec::new();
    for (language, text) in TRANSLATIONS {
        let english = messages("en", EN);
        let translation = messages(language, text);
        for (id, translated) in &translation {
            let why = english.get(id).and_then(|english| complain(english, translated));
            complaints.extend(why.map(|why| format!("{language}.ftl: {id}: {why}")));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_language_has_the_same_messages() {
    for (language, text) in TRANSLATIONS {
        let english: Names = messages("en", EN).into_keys().collect();
        let translation: Names = messages(language, text).into_keys().collect();
        let missing: Vec<_> = english.difference(&translation).collect();
        let unknown: Vec<_> = translation.difference(&english).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "{language}.ftl: missing {missing:?}, unknown {unknown:?}");
    }
}

#[test]
fn a_message_has_the_same_variables_in_every_language() {
    compare(|english, translated| {
        let [wanted, found] = [english, translated].map(|message| Seen::in_message(message).variables);
        (wanted != found).then(|| format!("variables {found:?}, in English {wanted:?}"))
    });
}

#[test]
fn every_plural_form_is_there_and_shows_its_number() {
    let needed: Names = PLURAL_FORMS.iter().copied().collect();
    let broken = |choice: &Choice<'_>| choice.is_plural() && !(choice.forms() == needed && choice.shows_its_number());
    compare(|english, translated| {
        let (english, translated) = (Seen::in_message(english), Seen::in_message(translated));
        let wanted = singled_out(&english);
        let wrong = translated.choices.iter().any(broken) || singled_out(&translated) != wanted;
        wrong.then(|| format!("needs {needed:?}, each with its number, and exactly {wanted:?}"))
    });
}

#[test]
fn nothing_is_left_in_english() {
    compare(|english, translated| {
        let same = english.value == translated.value && english.attributes == translated.attributes;
        (same && !WORDLESS.contains(&english.id.name)).then(|| "not translated".to_owned())
    });
}
