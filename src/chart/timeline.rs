//! The time line of a case: what happened, what runs until when in both readings, custody, and where now is.

use jiff::Timestamp;

use super::axis::Axis;
use super::rows::{Group, Mark, Row, groups};
use super::shape::tenth;
use super::text::{letters, wrap};
use super::{Anchor, Drawing, Shape};
use crate::docket::custody::Custody;
use crate::docket::{Docket, Status};
use crate::notice::words::{Speaker, number, text};
use crate::watchlist::Case;

/// What a time line is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its deadlines.
    pub docket: &'a Docket,
    /// Its custody.
    pub custody: &'a Custody<'a>,
    /// The moment.
    pub now: Timestamp,
    /// The words.
    pub speaker: Speaker<'a>,
}

/// From this width on the words stand beside the line, below it above the line.
const WIDE: u32 = 700;
const EDGE: u32 = 12;
const BESIDE: u32 = 330;
const LINE: u32 = 17;
const HEAD: u32 = 30;
const TOP: u32 = 44;

/// Where a row stands.
struct Place {
    row: Row,
    lines: Vec<(bool, String)>,
    top: u32,
    /// The height of its line.
    y: u32,
}

/// Draws the time line of a case at a width.
#[must_use]
pub fn timeline(view: View<'_>, width: u32) -> Drawing {
    let width = width.max(300);
    let wide = width >= WIDE;
    let (left, right) = (if wide { BESIDE + EDGE } else { EDGE }, width - 2 * EDGE);
    let groups = groups(&view);
    let marks = groups.iter().flat_map(|group| &group.rows).filter_map(|row| row.mark.moments());
    let axis = Axis::over(marks.flat_map(|(first, last)| [first, last]).chain([view.now]), left, right);
    let fit = letters(if wide { BESIDE - EDGE } else { width - 2 * EDGE });
    let (places, heads, height) = lay_out(groups, wide, fit);
    let ticks = axis.ticks(&view.case.zone);
    // Where the words stand above the line, what marks a day is short: it must not strike them through.
    let spans: Vec<(u32, u32)> = if wide {
        vec![(TOP - 8, height - 4)]
    } else {
        let lines = places.iter().filter(|place| place.row.mark != Mark::Nothing);
        std::iter::once((TOP - 8, TOP)).chain(lines.map(|place| (place.y - 8, place.y + 8))).collect()
    };
    let mut shapes = Vec::new();
    for (x, word) in ticks {
        shapes.extend(spans.iter().map(|(from, to)| upright("grid", x, (*from, *to))));
        let (at, anchor) = ((x, f64::from(TOP - 14)), anchor(x, right));
        shapes.push(Shape::Text { class: Some("faint"), at, anchor, words: word });
    }
    let head = |(y, head): (u32, String)| Shape::words(Some("head"), (f64::from(EDGE), f64::from(y)), head);
    shapes.extend(heads.into_iter().map(head));
    for place in &places {
        draw(place, &axis, (left, right), &mut shapes);
    }
    now(&view, &axis, &spans, (width, wide), &mut shapes);
    Drawing {
        width,
        height,
        name: format!("timeline-{}-{width}", view.case.id),
        title: view.speaker.say("chart-title", &[text("case", view.case.id.as_str())]),
        says: describe(&view),
        shapes,
    }
}

fn lay_out(groups: Vec<Group>, wide: bool, fit: usize) -> (Vec<Place>, Vec<(u32, String)>, u32) {
    let (mut places, mut heads, mut top) = (Vec::new(), Vec::new(), TOP);
    for group in groups {
        heads.push((top + HEAD - 10, group.head));
        top += HEAD;
        for row in group.rows {
            let when = row.when.split('\n').flat_map(|line| wrap(line, fit, 6));
            let mut lines: Vec<(bool, String)> = when.map(|line| (true, line)).collect();
            if !row.what.is_empty() {
                lines.extend(wrap(&row.what, fit, 3).into_iter().map(|line| (false, line)));
            }
            let words = LINE * u32::try_from(lines.len()).unwrap_or(1);
            let bare = row.mark == Mark::Nothing;
            let (y, below) = match (wide, bare) {
                (true, _) => (top + 4 + words / 2, words + 10),
                (false, true) => (top, words + 8),
                (false, false) => (top + words + 10, words + 24),
            };
            places.push(Place { row, lines, top, y });
            top += below;
        }
    }
    (places, heads, top + EDGE)
}

/// A word near the right edge ends at its place, any other has it in its middle.
fn anchor(x: f64, right: u32) -> Anchor {
    if x > f64::from(right) - 30.0 { Anchor::End } else { Anchor::Middle }
}

fn upright(class: &'static str, x: f64, (from, to): (u32, u32)) -> Shape {
    Shape::line(class, (x, f64::from(from)), (x, f64::from(to)))
}

fn draw(place: &Place, axis: &Axis, (left, right): (u32, u32), shapes: &mut Vec<Shape>) {
    let y = f64::from(place.y);
    let between = |first, last| (axis.x(first), axis.x(last));
    for (n, (strong, line)) in (1..).zip(&place.lines) {
        let at = (f64::from(EDGE), f64::from(place.top + LINE * n));
        shapes.push(Shape::words(strong.then_some("strong"), at, line.as_str()));
    }
    if place.row.mark != Mark::Nothing {
        shapes.push(Shape::line("track", (f64::from(left), y), (f64::from(right), y)));
    }
    match place.row.mark {
        Mark::Fact(first, last) => {
            let (x1, x2) = between(first, last);
            let (at, size) = ((tenth(x1 - 4.0), y - 4.0), (tenth(x2 - x1 + 8.0), 8.0));
            shapes.push(Shape::Rect { class: "fact", at, size, round: 4.0 });
        }
        Mark::End(status, first, last) => shapes.extend(end(status, between(first, last), y)),
        Mark::Held(first, last) => {
            let (x1, x2) = between(first, last);
            shapes.push(Shape::rect("held", (x1, y - 5.0), ((x2 - x1).max(2.0), 10.0)));
        }
        Mark::Ceiling(first, last) => {
            let (x1, x2) = between(first, last);
            shapes.push(Shape::rect("maybe", (x1, y - 5.0), (x2 - x1, 10.0)));
            shapes.extend([x1, x2].map(|x| Shape::line("ceiling", (x, y - 9.0), (x, y + 9.0))));
        }
        Mark::Nothing => {}
    }
}

/// A term that runs is a full bar from reading to reading, one that is over a crossed box, one that was met a tick.
fn end(status: Status, (x1, x2): (f64, f64), y: f64) -> Vec<Shape> {
    let (from, to) = (tenth(x1 - 5.0), tenth(x2 + 5.0));
    let (at, size) = ((from, y - 5.0), (tenth(to - from), 10.0));
    match status {
        Status::Pending => vec![Shape::Rect { class: "runs", at, size, round: 2.0 }],
        Status::Met => {
            let strokes = vec![vec![(from, y), (from + 4.0, y + 5.0), (from + 11.0, y - 6.0)]];
            vec![Shape::Strokes { class: "met", strokes }]
        }
        Status::Lapsed | Status::Withdrawn => {
            let strokes = vec![vec![(from, y - 5.0), (to, y + 5.0)], vec![(from, y + 5.0), (to, y - 5.0)]];
            vec![Shape::rect("over", at, size), Shape::Strokes { class: "over", strokes }]
        }
    }
}

fn now(view: &View<'_>, axis: &Axis, spans: &[(u32, u32)], (width, wide): (u32, bool), shapes: &mut Vec<Shape>) {
    let x = axis.x(view.now);
    let day = view.speaker.day(view.case.zone.to_datetime(view.now).date());
    let words = view.speaker.say("chart-now", &[text("day", &day)]);
    // The word is some 90 units to each side.
    let middle = x.clamp(90.0, f64::from(width) - 90.0);
    shapes.extend(wide.then(|| upright("now", x, (20, TOP - 8))));
    shapes.extend(spans.iter().map(|span| upright("now", x, *span)));
    shapes.push(Shape::Text { class: Some("now-word"), at: (middle, 14.0), anchor: Anchor::Middle, words });
}

fn describe(view: &View<'_>) -> String {
    let running = view.docket.deadlines.iter().filter(|deadline| deadline.status == Status::Pending);
    let next = running.clone().find(|deadline| deadline.earliest.end > view.now);
    let count = number("count", i64::try_from(running.count()).unwrap_or(i64::MAX));
    let mut says = vec![view.speaker.say("chart-says", &[count])];
    says.extend(next.map(|next| {
        let moment = view.speaker.end(next.earliest, &next.zone);
        let title = next.title.get(view.speaker.language);
        view.speaker.say("chart-says-next", &[text("moment", &moment), text("title", title)])
    }));
    says.extend(crate::notice::custody::parts(view.custody, view.speaker).pop());
    says.extend(crate::notice::custody::ceiling(view.custody, view.speaker));
    says.push(view.speaker.say("chart-says-where", &[]));
    says.join(" ")
}
