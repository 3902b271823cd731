//! The way from a moment to a place on a drawing, and the days that are written below it.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// From when to when, and between which places.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    from: i64,
    to: i64,
    left: f64,
    right: f64,
}

/// Without less than this no axis is drawn: a single day would fill it.
const LEAST: i64 = 14 * 86_400;

/// How much room a written day wants.
const TICK: f64 = 82.0;

impl Axis {
    /// An axis that shows all these moments, with a little room on both sides.
    pub(super) fn over(moments: impl Iterator<Item = Timestamp>, left: u32, right: u32) -> Self {
        let seconds: Vec<i64> = moments.map(Timestamp::as_second).collect();
        let first = seconds.iter().copied().min().unwrap_or(0);
        let last = seconds.iter().copied().max().unwrap_or(0);
        let room = ((last - first) / 25).max((LEAST - (last - first)).max(0) / 2).max(86_400);
        Self { from: first - room, to: last + room, left: f64::from(left), right: f64::from(right) }
    }

    /// The place of a moment. What lies outside is drawn at the edge.
    #[expect(clippy::cast_precision_loss, reason = "a pixel is worth hours; seconds of a lifetime fit 52 bits")]
    pub(super) fn x(&self, at: Timestamp) -> f64 {
        let part = (at.as_second() - self.from) as f64 / (self.to - self.from) as f64;
        let x = self.left + part.clamp(0.0, 1.0) * (self.right - self.left);
        (x * 10.0).round() / 10.0
    }

    /// The days to write, with their places.
    pub(super) fn ticks(&self, zone: &TimeZone) -> Vec<(f64, String)> {
        let day = |second: i64| {
            let at = Timestamp::from_second(second).unwrap_or(Timestamp::MIN);
            zone.to_datetime(at).date()
        };
        let (first, last) = (day(self.from), day(self.to));
        let most = ((self.right - self.left) / TICK).max(2.0);
        let days = f64::from(i32::try_from(first.duration_until(last).as_hours() / 24).unwrap_or(i32::MAX)).max(1.0);
        // The finest step whose days do not run into each other.
        let steps =
            [(0, 1), (0, 2), (0, 7), (0, 14), (1, 0), (2, 0), (3, 0), (6, 0), (12, 0), (24, 0), (60, 0), (240, 0)];
        let fits = |(months, its): &&(i32, i32)| days / (f64::from(*months) * 30.4 + f64::from(*its)) <= most;
        let (months, step) = steps.iter().find(fits).copied().unwrap_or((240, 0));
        // Half a day at the edge would stand in the way of the next.
        let whole = first.tomorrow().unwrap_or(first);
        let mut at = if months > 0 { start(first, months) } else { whole };
        let mut ticks = Vec::new();
        while at <= last {
            let x = at.to_zoned(zone.clone()).map(|zoned| self.x(zoned.timestamp()));
            let word = if months > 0 { at.strftime("%Y-%m").to_string() } else { at.to_string() };
            ticks.extend(x.ok().map(|x| (x, word)));
            match at.checked_add(months.months().days(step)) {
                Ok(next) => at = next,
                Err(_) => break,
            }
        }
        ticks
    }
}

/// The next first of a month, on whole steps of the year: quarters begin in January.
fn start(day: Date, months: i32) -> Date {
    let step = months.min(12);
    let back = (i32::from(day.month()) - 1) % step;
    let before = day.first_of_month().checked_sub(back.months()).unwrap_or(day);
    if before < day { before.checked_add(step.months()).unwrap_or(before) } else { before }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_written_in_every_second_month() {
        let axis = Axis::over([at("2021-01-21T00:00:00Z"), at("2022-01-21T00:00:00Z")].into_iter(), 0, 600);
        let words: Vec<String> = axis.ticks(&TimeZone::UTC).into_iter().map(|(_, word)| word).collect();
        assert_eq!(words, ["2021-03", "2021-05", "2021-07", "2021-09", "2021-11", "2022-01"]);
    }

    proptest! {
        #[test]
        fn ticks_run_forward_and_never_into_each_other(days in 0i64..20_000, width in 200u32..1_500) {
            let from = at("1990-03-30T00:00:00Z");
            let to = Timestamp::from_second(from.as_second() + days * 86_400).unwrap();
            let axis = Axis::over([from, to].into_iter(), 10, width);
            let ticks = axis.ticks(&TimeZone::get("Europe/Minsk").unwrap());
            prop_assert!(!ticks.is_empty());
            for pair in ticks.windows(2) {
                prop_assert!(pair[1].0 - pair[0].0 > 60.0, "{:?}", pair);
            }
            prop_assert!(axis.x(from) >= 10.0 && axis.x(from) < axis.x(to) + 0.1 && axis.x(to) <= f64::from(width));
        }
    }
}
