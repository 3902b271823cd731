//! Custody against its ceiling, as a bar.

use super::{Drawing, Shape};
use crate::docket::custody::Custody;
use crate::notice::custody::{ceiling, consumed_of};
use crate::notice::words::{Speaker, text};

const HEIGHT: u32 = 46;
const EDGE: f64 = 4.0;

/// A bar of what was consumed, as long as the time until the ceiling; `None` without custody or without a ceiling.
/// What is certain is full, what only one reading says is paler, and the ceiling of the earlier reading is a line.
#[must_use]
pub fn custody_bar(custody: &Custody<'_>, case: &str, speaker: Speaker<'_>, width: u32) -> Option<Drawing> {
    let end = custody.ceiling?;
    let consumed = (custody.consumed.least, custody.consumed.most.unwrap_or(custody.consumed.least));
    let left = custody.left(end);
    // On each reading: the days until now and those that are left.
    let whole = ((consumed.0 + left.0).max(1), (consumed.1 + left.1).max(1));
    let longest = consumed.1.max(whole.1);
    let x = |days: i64| place(days, longest, width);
    let (least, most, ceiling_at) = (x(consumed.0), x(consumed.1), x(whole.0));
    let says = consumed_of(custody, whole, speaker);
    let bar = |class, from: f64, to: f64| Shape::rect(class, (from, 24.0), (to - from, 14.0));
    let shapes = vec![
        Shape::words(Some("strong"), (EDGE, 14.0), says.as_str()),
        bar("free", EDGE, x(longest)),
        bar("held", EDGE, least),
        bar("maybe", least, most),
        Shape::line("ceiling", (ceiling_at, 20.0), (ceiling_at, 42.0)),
    ];
    Some(Drawing {
        width,
        height: HEIGHT,
        name: format!("custody-{case}-{width}"),
        title: speaker.say("chart-custody-title", &[text("case", case)]),
        says: [says, ceiling(custody, speaker).unwrap_or_default()].join(". "),
        shapes,
    })
}

#[expect(clippy::cast_precision_loss, reason = "days of a lifetime fit 52 bits")]
fn place(days: i64, longest: i64, width: u32) -> f64 {
    let part = days.max(0) as f64 / longest as f64;
    ((EDGE + part * (f64::from(width) - 2.0 * EDGE)) * 10.0).round() / 10.0
}
