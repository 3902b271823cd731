//! Reminder ladders: how long before a deadline people are told, longest first.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use crate::ids::lead;

/// Ladders by name.
#[derive(Clone, Debug)]
pub struct Ladders(BTreeMap<String, Vec<SignedDuration>>);

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
        Self(BUILT_IN.iter().filter_map(|(name, text)| Some(((*name).to_owned(), parse(text).ok()?))).collect())
    }
}

impl Ladders {
    /// A ladder by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[SignedDuration]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Sets a ladder.
    pub fn set(&mut self, name: String, steps: Vec<SignedDuration>) {
        self.0.insert(name, steps);
    }

    /// All names.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
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
