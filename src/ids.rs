//! The names of things, one newtype each, with one door in.
//!
//! A value of these types has been checked: it is a slug that is safe in a file name, a mail header,
//! a Telegram message and a log line. Nothing here reads a file or knows what the name stands for.

use std::fmt;

/// What a name must look like; the text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a usable id: use 1 to 64 of a-z, 0-9 and `-`, starting with a letter or digit")]
pub struct BadId(pub String);

fn slug(text: &str) -> Result<String, BadId> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (1..=64).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('-') {
        Ok(text.to_owned())
    } else {
        Err(BadId(text.to_owned()))
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);
        impl $name {
            /// The only door in.
            ///
            /// # Errors
            /// When the text is not a slug.
            pub fn parse(text: &str) -> Result<Self, BadId> { slug(text).map(Self) }
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(&self.0) }
        }
    };
}

id!(
    /// Names a case in files, messages, logs and rows: the code, never a person's name.
    CaseId
);
id!(
    /// Names a rule of a law pack.
    RuleId
);
id!(
    /// Names a law pack.
    PackId
);
id!(
    /// Names a calendar of working days.
    CalendarId
);
id!(
    /// Names a person, or a group, of `people.toml`.
    PersonId
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
