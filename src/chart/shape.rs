//! What drawings are made of: a handful of shapes, which whoever puts a drawing on paper can draw as well.
//!
//! In: a shape. Out: its SVG. How it looks is said by its class in `chart.css`; no shape holds a colour.

use maud::{Markup, html};

/// A shape, in units of the drawing, counted from its upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Words on a base line.
    Text {
        /// How they look.
        class: Option<&'static str>,
        /// Where they are anchored.
        at: (f64, f64),
        /// Which part of them stands there.
        anchor: Anchor,
        /// The words.
        words: String,
    },
    /// A straight line.
    Line {
        /// How it looks.
        class: &'static str,
        /// From here.
        from: (f64, f64),
        /// To here.
        to: (f64, f64),
    },
    /// A box.
    Rect {
        /// How it looks.
        class: &'static str,
        /// Its upper left corner.
        at: (f64, f64),
        /// Width and height.
        size: (f64, f64),
        /// How round its corners are.
        round: f64,
    },
    /// Strokes from point to point.
    Strokes {
        /// How they look.
        class: &'static str,
        /// The points of each stroke.
        strokes: Vec<Vec<(f64, f64)>>,
    },
}

/// Which part of words stands at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Their beginning.
    Start,
    /// Their middle.
    Middle,
    /// Their end.
    End,
}

/// A tenth of a unit is as exact as a drawing needs to be.
pub(super) fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

impl Shape {
    /// A straight line.
    pub(super) fn line(class: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Self {
        Self::Line { class, from: (tenth(x1), tenth(y1)), to: (tenth(x2), tenth(y2)) }
    }

    /// A box with sharp corners.
    pub(super) fn rect(class: &'static str, (x, y): (f64, f64), (width, height): (f64, f64)) -> Self {
        Self::Rect { class, at: (tenth(x), tenth(y)), size: (tenth(width), tenth(height)), round: 0.0 }
    }

    /// Words that begin at their place.
    pub(super) fn words(class: Option<&'static str>, at: (f64, f64), words: impl Into<String>) -> Self {
        Self::Text { class, at, anchor: Anchor::Start, words: words.into() }
    }

    pub(super) fn svg(&self) -> Markup {
        html! {
            @match self {
                Self::Text { class, at, anchor, words } => {
                    @let anchor = match anchor { Anchor::Start => None, Anchor::Middle => Some("middle"), Anchor::End => Some("end") };
                    text class=[class] x=(at.0) y=(at.1) text-anchor=[anchor] { (words) }
                }
                Self::Line { class, from, to } => line class=(class) x1=(from.0) y1=(from.1) x2=(to.0) y2=(to.1) {},
                Self::Rect { class, at, size, round } => {
                    @let round = (*round > 0.0).then_some(round);
                    rect class=(class) x=(at.0) y=(at.1) width=(size.0) height=(size.1) rx=[round] {}
                }
                Self::Strokes { class, strokes } => path class=(class) d=(path(strokes)) {},
            }
        }
    }
}

fn path(strokes: &[Vec<(f64, f64)>]) -> String {
    let stroke = |points: &Vec<(f64, f64)>| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{} {}", tenth(*x), tenth(*y))).collect();
        format!("M{}", points.join(" L"))
    };
    strokes.iter().map(stroke).collect::<Vec<_>>().join(" ")
}
