//! Pictures of a case: a time line, and custody against its ceiling, as SVG.
//!
//! In: a case as counted, and a speaker. Out: drawings whose text is text, with a title and a description for those who
//! do not see them. No colour says anything that a shape or a word does not say too. It counts nothing, and shows
//! codes, dates and kinds: neither notes nor names.

mod axis;
mod custody;
mod rows;
mod shape;
mod text;
mod timeline;

pub use custody::custody_bar;
pub use shape::{Anchor, Shape};
pub use timeline::{View, timeline};

use maud::{Markup, PreEscaped, html};

/// How drawings look, on light and dark grounds and on paper.
pub const STYLE: &str = include_str!("chart.css");

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Its width, in units that are pixels unless it is scaled.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Tells its title and description from those of other drawings on a page.
    name: String,
    title: String,
    says: String,
    shapes: Vec<Shape>,
}

impl Drawing {
    fn svg(&self, style: Option<&str>) -> Markup {
        let (title, says) = (format!("{}-title", self.name), format!("{}-says", self.name));
        html! {
            svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby=(title) aria-describedby=(says)
                viewBox=(format!("0 0 {} {}", self.width, self.height)) width=(self.width) height=(self.height) {
                title id=(title) { (self.title) }
                desc id=(says) { (self.says) }
                @if let Some(style) = style { style { (PreEscaped(style)) } }
                rect class="ground" width=(self.width) height=(self.height) {}
                @for shape in &self.shapes { (shape.svg()) }
            }
        }
    }

    /// What it is made of, the lowest first.
    #[must_use]
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// What it is called, for those who do not see it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// For a page that has [`STYLE`] among its own styles.
    #[must_use]
    pub fn inline(&self) -> Markup {
        self.svg(None)
    }

    /// A file of its own.
    #[must_use]
    pub fn file(&self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", self.svg(Some(STYLE)).into_string())
    }
}
