//! A table of a TOML file as a form to be filled in: asked field by field, unknown keys reported at the end.

use std::{cell::RefCell, ops::Range};

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::dates::{date_hint, value_at};
use super::pieces::{sound_pieces, syntax};
use super::problem::{Problem, Sheet, Weight};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<T> {
    /// What was read.
    pub value: T,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// Where findings about one file are gathered.
#[derive(Debug)]
pub struct Notes {
    sheet: Sheet,
    found: RefCell<Vec<Problem>>,
    quotes: bool,
}

impl Notes {
    /// An empty gathering for a file.
    #[must_use]
    pub fn new(sheet: Sheet) -> Self {
        Self { sheet, found: RefCell::default(), quotes: true }
    }

    /// The same for findings that quote nothing of the file, and so may be shown even when it is an encrypted one.
    #[must_use]
    pub fn quoting_nothing(sheet: Sheet) -> Self {
        Self { quotes: false, ..Self::new(sheet) }
    }

    /// The file it is about.
    #[must_use]
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Notes a finding.
    pub fn add(
        &self,
        weight: Weight,
        span: Range<usize>,
        says: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (mut says, mut label, mut help) = (says.into(), label.into(), help.into());
        // A value that is already known to be wrong is wrong in one way at a time.
        let again = |known: &Problem| known.span == span && known.weight == Weight::Error && weight == Weight::Error;
        if !span.is_empty() && self.found.borrow().iter().any(again) {
            return;
        }
        if self.quotes && self.sheet.is_sealed() {
            // What is wrong is nearly always said by quoting it.
            says = match weight {
                Weight::Error => "there is a mistake at this place of the encrypted file".to_owned(),
                _ => "this place of the encrypted file is probably not what was meant".to_owned(),
            };
            label.clear();
            "what it is, `staywatch edit` shows: nothing of an encrypted file is quoted".clone_into(&mut help);
        }
        self.found.borrow_mut().push(Problem { sheet: self.sheet.clone(), span, weight, says, label, help });
    }

    /// Notes an error.
    pub fn error(
        &self,
        span: Range<usize>,
        says: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Weight::Error, span, says, label, help);
    }

    /// True when a finding makes the file unusable.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.found.borrow().iter().any(|p| p.weight == Weight::Error)
    }

    /// Everything found, in the order of the file.
    #[must_use]
    pub fn finish(self) -> Vec<Problem> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|p| (p.span.start, p.weight));
        found
    }
}

/// Reads a file and hands its root table to `fill`. Syntax errors are noted, all of them, and what could be
/// read is still handed on.
pub fn read<T>(notes: &Notes, fill: impl FnOnce(Form<'_>) -> T) -> T {
    let text = notes.sheet.text.clone();
    let (root, errors) = DeTable::parse_recoverable(&text);
    syntax(notes, &text, errors);
    fill(Form::root(root.get_ref(), notes))
}

/// The same for a file to which pieces are only ever added, each below a line `head`: what cannot be read of one takes none
/// of the others with it.
pub fn read_pieces<T>(notes: &Notes, head: &str, fill: impl FnOnce(Form<'_>) -> T) -> T {
    let text = notes.sheet.text.clone();
    let (root, errors) = DeTable::parse_recoverable(&text);
    if errors.is_empty() {
        return fill(Form::root(root.get_ref(), notes));
    }
    syntax(notes, &text, errors);
    let sound = sound_pieces(&text, head);
    fill(Form::root(DeTable::parse_recoverable(&sound).0.get_ref(), notes))
}

/// As many keys as most tables are asked for.
const MANY: usize = 16;

/// One table being read.
pub struct Form<'a> {
    table: &'a DeTable<'a>,
    /// Keys and values: a table has few, and is asked for many.
    entries: Vec<(&'a str, &'a toml::Spanned<DeValue<'a>>)>,
    at: Range<usize>,
    what: &'static str,
    known: Vec<&'static str>,
    /// Where findings go.
    pub notes: &'a Notes,
}

/// One value being read.
#[derive(Clone)]
pub struct Field<'a> {
    /// The value.
    pub value: &'a DeValue<'a>,
    /// Its place.
    pub span: Range<usize>,
    /// Its key.
    pub key: &'static str,
    /// Where findings go.
    pub notes: &'a Notes,
}

impl<'a> Form<'a> {
    fn root(table: &'a DeTable<'a>, notes: &'a Notes) -> Self {
        Self::of(table, 0..0, "this file", notes)
    }

    fn of(table: &'a DeTable<'a>, at: Range<usize>, what: &'static str, notes: &'a Notes) -> Self {
        let entries = table.iter().map(|(key, value)| (&**key.get_ref(), value)).collect();
        Self { table, entries, at, what, known: Vec::with_capacity(MANY), notes }
    }

    /// The place of the table's head.
    #[must_use]
    pub fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// Asks for a field; from now on its key is known.
    pub fn field(&mut self, key: &'static str) -> Option<Field<'a>> {
        self.known.push(key);
        let (_, value) = self.entries.iter().find(|(name, _)| *name == key)?;
        Some(Field { value: value.get_ref(), span: value.span(), key, notes: self.notes })
    }

    /// Asks for a field that must be there.
    pub fn required(&mut self, key: &'static str, example: &str) -> Option<Field<'a>> {
        let field = self.field(key);
        if field.is_none() {
            self.notes.error(
                self.at(),
                format!("{} has no `{key}`", self.what),
                "missing here",
                format!("add a line such as: {example}"),
            );
        }
        field
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str, example: &str) -> Option<Spot<String>> {
        self.required(key, example)?.text()
    }

    /// A text that may be there.
    pub fn text(&mut self, key: &'static str) -> Option<Spot<String>> {
        self.field(key)?.text()
    }

    /// A list of texts; a single text is a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spot<String>> {
        self.field(key).map(|f| f.texts()).unwrap_or_default()
    }

    /// Yes or no.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.field(key)?.flag()
    }

    /// A whole number.
    pub fn number(&mut self, key: &'static str) -> Option<Spot<i64>> {
        self.field(key)?.number()
    }

    /// A calendar day.
    pub fn day(&mut self, key: &'static str) -> Option<Spot<Date>> {
        self.field(key)?.day()
    }

    /// A table inside this one.
    pub fn table(&mut self, key: &'static str, what: &'static str) -> Option<Form<'a>> {
        self.field(key)?.table(what)
    }

    /// The tables of `[[key]]`.
    pub fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Form<'a>> {
        let Some(field) = self.field(key) else { return Vec::new() };
        let DeValue::Array(items) = field.value else {
            field.wrong("a list of tables", &format!("write [[{key}]] above each entry"));
            return Vec::new();
        };
        let notes = self.notes;
        let one = |item: &'a toml::Spanned<DeValue<'a>>| {
            Field { value: item.get_ref(), span: item.span(), key, notes }.table(what)
        };
        items.iter().filter_map(one).collect()
    }

    /// The named tables of `[key.NAME]`.
    pub fn named_tables(&mut self, key: &'static str, what: &'static str) -> Vec<(Spot<String>, Form<'a>)> {
        let Some(inner) = self.table(key, what) else { return Vec::new() };
        let mut out = Vec::new();
        for (name, value) in inner.table {
            let field = Field { value: value.get_ref(), span: value.span(), key, notes: self.notes };
            if let Some(mut form) = field.table(what) {
                form.at = name.span();
                out.push((Spot { value: name.get_ref().to_string(), span: name.span() }, form));
            }
        }
        out
    }

    /// Every key and value of this table, for tables whose keys are free.
    pub fn entries(&mut self) -> Vec<(Spot<String>, Field<'a>)> {
        let notes = self.notes;
        let entry = |(name, value): (&'a toml::Spanned<toml::de::DeString<'a>>, &'a toml::Spanned<DeValue<'a>>)| {
            let field = Field { value: value.get_ref(), span: value.span(), key: "entry", notes };
            (Spot { value: name.get_ref().to_string(), span: name.span() }, field)
        };
        self.table.iter().map(entry).collect()
    }

    /// Ends the reading: every key that was not asked for is an error, with the nearest one that was.
    pub fn close(self) {
        for (name, _) in self.table {
            if self.known.contains(&&**name.get_ref()) {
                continue;
            }
            let help = nearest(name.get_ref(), self.known.iter().copied()).map_or_else(
                || format!("known keys here: {}", self.known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            self.notes.error(
                name.span(),
                format!("{} knows no key `{}`", self.what, name.get_ref()),
                "unknown key",
                help,
            );
        }
    }
}

impl<'a> Field<'a> {
    /// Notes that the value is not what was asked for.
    pub fn wrong(&self, wanted: &str, help: &str) {
        self.notes.error(
            self.span.clone(),
            format!("`{}` must be {wanted}", self.key),
            format!("this is {}", kind(self.value)),
            help,
        );
    }

    /// The same for a date: with what was meant, if that can be seen.
    pub fn wrong_date(&self, wanted: &str, help: &str) {
        let hint = date_hint(value_at(&self.notes.sheet.text, self.span.start));
        self.wrong(wanted, hint.as_deref().unwrap_or(help));
    }

    /// The value as text.
    #[must_use]
    pub fn text(&self) -> Option<Spot<String>> {
        if let DeValue::String(text) = self.value {
            return Some(Spot { value: text.to_string(), span: self.span.clone() });
        }
        self.wrong("text", &format!("put it in quotation marks: {} = \"…\"", self.key));
        None
    }

    /// The value as a list of texts; a single text is a list of one.
    #[must_use]
    pub fn texts(&self) -> Vec<Spot<String>> {
        match self.value {
            DeValue::String(_) => self.text().into_iter().collect(),
            DeValue::Array(items) => {
                let one = |item: &'a toml::Spanned<DeValue<'a>>| {
                    Field { value: item.get_ref(), span: item.span(), key: self.key, notes: self.notes }.text()
                };
                items.iter().filter_map(one).collect()
            }
            _ => {
                self.wrong("a list of texts", &format!("write: {} = [\"…\", \"…\"]", self.key));
                Vec::new()
            }
        }
    }

    /// The value as yes or no.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        if let DeValue::Boolean(flag) = self.value {
            return Some(*flag);
        }
        self.wrong("true or false", "write it without quotation marks");
        None
    }

    /// The value as a whole number.
    #[must_use]
    pub fn number(&self) -> Option<Spot<i64>> {
        if let DeValue::Integer(number) = self.value
            && let Ok(value) = i64::from_str_radix(number.as_str(), number.radix())
        {
            return Some(Spot { value, span: self.span.clone() });
        }
        self.wrong("a whole number", "write it without quotation marks");
        None
    }

    /// The value as a calendar day.
    #[must_use]
    pub fn day(&self) -> Option<Spot<Date>> {
        let written = match self.value {
            DeValue::Datetime(d) if d.time.is_none() => d.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        match written.parse::<Date>() {
            Ok(value) if written.len() == 10 => Some(Spot { value, span: self.span.clone() }),
            _ => {
                self.wrong_date("a calendar day", "write year, month and day: 2026-03-01");
                None
            }
        }
    }

    /// The value as a table.
    #[must_use]
    pub fn table(&self, what: &'static str) -> Option<Form<'a>> {
        if let DeValue::Table(table) = self.value {
            return Some(Form::of(table, self.span.clone(), what, self.notes));
        }
        self.wrong("a table", &format!("write: {} = {{ … }}", self.key));
        None
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The known word that a mistyped one was probably meant to be.
#[must_use]
pub fn nearest<'k>(typed: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known
        .map(|word| (strsim::damerau_levenshtein(typed, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .min()
        .map(|(_, word)| word)
}
