//! When a body takes urgent requests.
//!
//! In: a `[reception]` table of a mechanism's pack. Out: the counting whose office hours, calendar and zone it has, and the
//! hour at which it opens. The next window is worked out where the case is.

use jiff::civil::Time;

use super::counting::{parsed, word};
use super::rule::Confidence;
use crate::form::{Form, Spot};

/// The office hours of a body.
#[derive(Clone, Debug)]
pub struct Reception {
    /// Name of a counting of the same pack: its closing hour, calendar and zone.
    pub counting: Spot<String>,
    /// The hour at which the office opens.
    pub opens: Time,
}

impl Reception {
    pub(super) fn read(mut form: Form<'_>) -> Option<Self> {
        let counting = form.required_text("counting", "counting = \"registry-hours\"");
        let text = form.required_text("opens", "opens = \"08:00\"");
        let opens = parsed(&form, text, |text| {
            format!("{text}:00").parse::<Time>().map_err(|_| format!("`{text}` is not a clock time: write \"08:00\""))
        });
        form.required_text("source", "source = \"https://…\"");
        let text = form.required_text("confidence", "confidence = \"medium\"");
        parsed(&form, text, |text| word(text, Confidence::WORDS));
        form.close();
        Some(Self { counting: counting?, opens: opens? })
    }
}
