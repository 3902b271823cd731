//! Reminder ladders, how long before a deadline people are told, longest first; and the pace at which the next people
//! are asked when nobody answers.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::ids::lead;
use crate::law::rule::Severity;

/// Ladders by name, and the pace of escalation.
#[derive(Clone, Debug)]
pub struct Ladders {
    by_name: BTreeMap<String, Vec<SignedDuration>>,
    /// How fast the next people are asked.
    pub escalation: Escalation,
}

/// How fast the next people are asked when nobody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// About what can end in a plane.
    pub critical: Pace,
    /// About a remedy or liberty.
    pub high: Pace,
}

/// The pace for one severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The longest pause before the next people are asked.
    pub after: SignedDuration,
    /// The pause is never longer than this part of the time left.
    pub share: i32,
    /// Nor shorter than this, so that people can answer at all.
    pub least: SignedDuration,
    /// That nobody has confirmed is an alert of its own so long before the end.
    pub unconfirmed: SignedDuration,
}

impl Default for Escalation {
    fn default() -> Self {
        let (minutes, hours) = (SignedDuration::from_mins, SignedDuration::from_hours);
        Self {
            critical: Pace { after: minutes(30), share: 10, least: minutes(5), unconfirmed: hours(6) },
            high: Pace { after: hours(4), share: 8, least: minutes(30), unconfirmed: hours(24) },
        }
    }
}

impl Escalation {
    /// The pace of a severity; nobody is pressed about what is for information.
    #[must_use]
    pub fn of(&self, severity: Severity) -> Option<Pace> {
        match severity {
            Severity::Critical => Some(self.critical),
            Severity::High => Some(self.high),
            Severity::Normal => None,
        }
    }
}

impl Pace {
    /// How long people have to answer before the next are asked.
    #[must_use]
    pub fn pause(&self, left: SignedDuration) -> SignedDuration {
        self.after.min(left / self.share).max(self.least)
    }

    /// When it is cried out that nobody has confirmed what was first told at `asked` and ends at `end`.
    #[must_use]
    pub fn last_call(&self, asked: Timestamp, end: Timestamp) -> Timestamp {
        let before = self.unconfirmed.min(end.duration_since(asked) / 2);
        end.checked_sub(before.max(SignedDuration::ZERO)).unwrap_or(end)
    }
}

const BUILT_IN: &[(&str, &str)] = &[
    ("short", "7d 3d 1d 6h 1h"),
    ("long", "30d 7d 3d 1d 6h"),
    ("hours", "24h 6h 1h"),
    ("custody", "14d 3d 1d"),
    ("gate", "12h 2h"),
    ("once", "1d"),
];

impl Default for Ladders {
    fn default() -> Self {
        let by_name =
            BUILT_IN.iter().filter_map(|(name, text)| Some(((*name).to_owned(), parse(text).ok()?))).collect();
        Self { by_name, escalation: Escalation::default() }
    }
}

impl Ladders {
    /// A ladder by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[SignedDuration]> {
        self.by_name.get(name).map(Vec::as_slice)
    }

    /// True for the name of the last step of a ladder.
    #[must_use]
    pub fn is_last(&self, ladder: &str, step: &str) -> bool {
        let last = self.get(ladder).and_then(<[SignedDuration]>::last);
        last.is_some_and(|lead| super::plan::step(*lead) == step)
    }

    /// Sets a ladder.
    pub fn set(&mut self, name: String, steps: Vec<SignedDuration>) {
        self.by_name.insert(name, steps);
    }

    /// All names.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.by_name.keys().map(String::as_str).collect()
    }
}

/// Reads a ladder such as `7d 3d 1d 6h 1h`.
///
/// # Errors
/// When a step is not a length of time, or the steps do not become shorter.
pub fn parse(text: &str) -> Result<Vec<SignedDuration>, String> {
    let steps: Option<Vec<SignedDuration>> = text.split_whitespace().map(lead).collect();
    let steps = steps.filter(|steps| !steps.is_empty()).ok_or_else(|| {
        format!("`{text}` is not a ladder: write lengths of time, longest first, such as \"7d 3d 1d 6h 1h\"")
    })?;
    if steps.windows(2).any(|pair| pair[0] <= pair[1]) {
        return Err(format!("the steps of `{text}` must become shorter: longest first"));
    }
    Ok(steps)
}
