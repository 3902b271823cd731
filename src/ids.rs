//! The names of things, one newtype each, with one door in.
//!
//! A value of these types has been checked: it is a slug that is safe in a file name, a mail header,
//! a Telegram message and a log line. Nothing here reads a file or knows what the name stands for.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::fmt;
use std::ops::Deref;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A text of the law, kept for as long as the program runs: each deadline of each case points at it, and pointing costs
/// nothing, neither a copy nor a count of who points. Read again it is the same text, so a reload keeps only what is new.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(&'static str);

impl Text {
    /// A text of the program itself.
    #[must_use]
    pub const fn fixed(text: &'static str) -> Self {
        Self(text)
    }
}

impl From<&RuleId> for Text {
    fn from(id: &RuleId) -> Self {
        id.0.clone()
    }
}

impl From<&CalendarId> for Text {
    fn from(id: &CalendarId) -> Self {
        id.0.clone()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        static KEPT: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(text) {
            return Self(known);
        }
        let new: &'static str = Box::leak(text.into());
        kept.insert(new);
        Self(new)
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.0
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

/// What a name must look like; the text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a usable id: use 1 to 64 of a-z, 0-9 and `-`, starting with a letter or digit")]
pub struct BadId(pub String);

fn slug(text: &str) -> Result<&str, BadId> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (1..=64).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('-') {
        Ok(text)
    } else {
        Err(BadId(text.to_owned()))
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $text:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name($text);
        impl $name {
            /// The only door in.
            ///
            /// # Errors
            /// When the text is not a slug.
            pub fn parse(text: &str) -> Result<Self, BadId> { slug(text).map(|text| Self(text.into())) }
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(&self.0) }
        }
    };
}

id!(
    /// Names a case in files, messages, logs and rows: the code, never a person's name.
    CaseId, String
);
id!(
    /// Names a rule of a law pack.
    RuleId, Text
);
id!(
    /// Names a law pack.
    PackId, Text
);
id!(
    /// Names a calendar of working days.
    CalendarId, Text
);
id!(
    /// Names a person, or a group, of `people.toml`.
    PersonId, String
);

/// A length of time as ladders write it: `7d`, `6h`, `30m`. A day is 24 hours.
#[must_use]
pub fn lead(text: &str) -> Option<jiff::SignedDuration> {
    let unit = text.chars().last()?;
    let number: i64 = text[..text.len() - unit.len_utf8()].parse().ok().filter(|n| (0..=10_000).contains(n))?;
    match unit {
        'd' => Some(jiff::SignedDuration::from_hours(24 * number)),
        'h' => Some(jiff::SignedDuration::from_hours(number)),
        'm' => Some(jiff::SignedDuration::from_mins(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_read_again_is_the_same_text() {
        let (one, again) = (Text::from("CPC RF art. 463(1)"), Text::from(String::from("CPC RF art. 463(1)").as_str()));
        assert_eq!(one.as_ptr(), again.as_ptr());
        assert_eq!(one, Text::fixed("CPC RF art. 463(1)"), "where it is kept makes no difference");
        assert_ne!(one, Text::from("CPC RF art. 463(2)"));
    }
}
