//! A drawing on paper: the shapes of a picture as strokes and fills, in black and greys as a printer has them.
//!
//! In: a drawing, a place and a scale. Out: what a page draws. It shows what the SVG file of the same drawing shows when it
//! is printed, and adds nothing.

use pdf_writer::{Content, Name, Str};

use super::font::Font;
use crate::chart::{Anchor, Drawing, Shape};

/// How a class looks on paper: the grey of what is filled, the grey and width of what is stroked, and dashes.
#[derive(Clone, Copy, Default)]
struct Look {
    fill: Option<f32>,
    stroke: Option<(f32, f32)>,
    dashed: bool,
}

fn look(class: &str) -> Look {
    let filled = |grey| Look { fill: Some(grey), ..Look::default() };
    let stroked = |grey, width| Look { stroke: Some((grey, width)), ..Look::default() };
    match class {
        "fact" | "held" => filled(0.25),
        "runs" => filled(0.0),
        "maybe" => filled(0.6),
        "free" => Look { fill: Some(0.93), ..stroked(0.35, 1.0) },
        "grid" => stroked(0.85, 1.0),
        "track" => stroked(0.65, 1.0),
        "now" => Look { dashed: true, ..stroked(0.0, 2.0) },
        "ceiling" => stroked(0.0, 3.0),
        // What is over, what was met, and whatever a later drawing brings.
        _ => stroked(0.0, 2.0),
    }
}

/// The size of words, and whether they are bold.
fn words(class: Option<&str>) -> (f32, bool) {
    match class {
        Some("head") => (14.0, true),
        Some("strong" | "now-word") => (13.0, true),
        _ => (13.0, false),
    }
}

/// A control point of a quarter of a circle.
const ROUND: f32 = 0.5523;

#[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more than a hundredth of a point")]
fn point((x, y): (f64, f64)) -> (f32, f32) {
    (x as f32, y as f32)
}

/// Draws it with its upper left corner at a place, so much smaller.
pub(super) fn draw(
    content: &mut Content,
    drawing: &Drawing,
    (left, top): (f32, f32),
    scale: f32,
    (regular, bold): (&mut Font, &mut Font),
) {
    content.save_state().transform([scale, 0.0, 0.0, -scale, left, top]);
    for shape in drawing.shapes() {
        match shape {
            Shape::Text { class, at, anchor, words: text } => {
                let text = super::layout::printable(text);
                let (size, strong) = words(*class);
                let (name, font) = if strong { (Name(b"B"), &mut *bold) } else { (Name(b"R"), &mut *regular) };
                let ((x, y), width) = (point(*at), font.width(&text, size));
                let x = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - width / 2.0,
                    Anchor::End => x - width,
                };
                let glyphs = font.encode(&text);
                content.set_fill_gray(if *class == Some("faint") { 0.35 } else { 0.0 });
                // The page stands on its head here; letters must not.
                content.begin_text().set_font(name, size).set_text_matrix([1.0, 0.0, 0.0, -1.0, x, y]);
                content.show(Str(&glyphs)).end_text();
            }
            Shape::Line { class, from, to } => {
                let ((x1, y1), (x2, y2)) = (point(*from), point(*to));
                content.move_to(x1, y1).line_to(x2, y2);
                paint(content, look(class));
            }
            Shape::Rect { class, at, size, round } => {
                bar(content, point(*at), point(*size), point((*round, 0.0)).0);
                paint(content, look(class));
            }
            Shape::Strokes { class, strokes } => {
                for points in strokes {
                    for (n, at) in points.iter().enumerate() {
                        let (x, y) = point(*at);
                        if n == 0 {
                            content.move_to(x, y)
                        } else {
                            content.line_to(x, y)
                        };
                    }
                }
                paint(content, look(class));
            }
        }
    }
    content.restore_state();
}

/// A box whose corners may be round.
fn bar(content: &mut Content, (x, y): (f32, f32), (width, height): (f32, f32), round: f32) {
    let r = round.min(width / 2.0).min(height / 2.0);
    if r <= 0.0 {
        content.rect(x, y, width, height);
        return;
    }
    let (right, bottom, k) = (x + width, y + height, r * (1.0 - ROUND));
    content.move_to(x + r, y).line_to(right - r, y);
    content.cubic_to(right - k, y, right, y + k, right, y + r).line_to(right, bottom - r);
    content.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom).line_to(x + r, bottom);
    content.cubic_to(x + k, bottom, x, bottom - k, x, bottom - r).line_to(x, y + r);
    content.cubic_to(x, y + k, x + k, y, x + r, y).close_path();
}

fn paint(content: &mut Content, look: Look) {
    content.set_dash_pattern(if look.dashed { [5.0, 3.0].as_slice() } else { &[] }.iter().copied(), 0.0);
    if let Some(grey) = look.fill {
        content.set_fill_gray(grey);
    }
    if let Some((grey, width)) = look.stroke {
        content.set_stroke_gray(grey).set_line_width(width);
    }
    match (look.fill, look.stroke) {
        (Some(_), Some(_)) => content.fill_nonzero_and_stroke(),
        (Some(_), None) => content.fill_nonzero(),
        (None, _) => content.stroke(),
    };
}
