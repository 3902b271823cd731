//! Where everything stands: lines broken to the width of the page, pages broken so that no heading stands alone.

use super::font::Font;
use crate::brief::{Block, Sheet};
use crate::chart::Drawing;

/// A4, in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

const MARGIN: f32 = 48.0;
const BOTTOM: f32 = 52.0;
const FOOT: f32 = 30.0;
const TITLE: f32 = 14.0;
const HEADING: f32 = 10.5;
const BODY: f32 = 8.8;
const SMALL: f32 = 7.2;
/// From one line to the next, as a share of the size.
const LEADING: f32 = 1.34;
/// How far a list is set in.
const INDENT: f32 = 10.0;
/// A line to write on has at least so many strokes.
const BLANK: &str = "______";

/// Something drawn at a place, counted from the lower left corner.
#[derive(Debug)]
pub(super) enum Mark {
    /// A run of text on its base line.
    Text { x: f32, y: f32, size: f32, strong: bool, text: String },
    /// A thin line.
    Rule { x: f32, y: f32, length: f32 },
    /// The picture of the sheet, its upper left corner here, so much smaller.
    Picture { x: f32, y: f32, scale: f32 },
}

struct Pen<'f> {
    regular: &'f Font,
    bold: &'f Font,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

/// How a paragraph is set.
#[derive(Clone, Copy)]
struct Set {
    size: f32,
    strong: bool,
    /// From the left margin.
    inset: f32,
    /// What the first line leaves free beyond that.
    first: f32,
}

impl Set {
    fn body(inset: f32) -> Self {
        Self { size: BODY, strong: false, inset, first: 0.0 }
    }
}

/// The pages of a sheet.
pub(super) fn pages(sheet: &Sheet, regular: &Font, bold: &Font) -> Vec<Vec<Mark>> {
    let mut pen = Pen { regular, bold, pages: vec![Vec::new()], y: HEIGHT - MARGIN };
    pen.paragraph(&sheet.title, Set { size: TITLE, strong: true, inset: 0.0, first: 0.0 });
    for block in &sheet.blocks {
        pen.block(block);
    }
    if let Some(picture) = &sheet.picture {
        pen.picture(picture);
    }
    let pages = pen.pages.len();
    for number in 0..pages {
        let numbered =
            sheet.numbered.replace("{pages}", &pages.to_string()).replace("{page}", &(number + 1).to_string());
        let x = WIDTH - MARGIN - regular.width(&numbered, SMALL);
        let foot = |x, text: &str| Mark::Text { x, y: FOOT, size: SMALL, strong: false, text: text.to_owned() };
        pen.pages[number].extend([foot(MARGIN, &sheet.foot), foot(x, &numbered)]);
    }
    pen.pages
}

impl Pen<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Text(text) => {
                self.space(2.0);
                self.paragraph(text, Set::body(0.0));
            }
            Block::Strong(text) => {
                self.space(2.0);
                self.keep(BODY * LEADING * 2.0);
                self.paragraph(text, Set { strong: true, ..Set::body(0.0) });
            }
            Block::Items(items) => {
                for item in items {
                    self.bullet();
                    self.paragraph(&item.text, Set::body(INDENT));
                    for more in &item.more {
                        self.paragraph(more, Set { size: SMALL + 0.6, ..Set::body(INDENT) });
                    }
                }
            }
            Block::Fields(fields) => {
                for (name, value) in fields {
                    self.field(name, value);
                }
            }
            Block::Small(lines) => {
                for line in lines {
                    self.space(1.5);
                    self.paragraph(line, Set { size: SMALL, ..Set::body(0.0) });
                }
            }
        }
    }

    /// A page of its own, on which all of it stands.
    fn picture(&mut self, picture: &Drawing) {
        self.pages.push(Vec::new());
        self.y = HEIGHT - MARGIN;
        self.heading(picture.title());
        let (width, height) = (unit(picture.width), unit(picture.height));
        let scale = ((WIDTH - 2.0 * MARGIN) / width).min((self.y - BOTTOM) / height);
        let y = self.y;
        self.mark(Mark::Picture { x: MARGIN, y, scale });
    }

    fn heading(&mut self, text: &str) {
        self.space(7.0);
        // A heading stays with at least two lines of what it heads.
        self.keep(HEADING * LEADING + BODY * LEADING * 2.0 + 4.0);
        self.paragraph(text, Set { size: HEADING, strong: true, inset: 0.0, first: 0.0 });
        self.y -= 1.5;
        let (y, length) = (self.y + HEADING * 0.1, WIDTH - 2.0 * MARGIN);
        self.mark(Mark::Rule { x: MARGIN, y, length });
        self.y -= 2.0;
    }

    fn bullet(&mut self) {
        self.keep(BODY * LEADING);
        let y = self.y - BODY;
        self.mark(Mark::Text { x: MARGIN + 2.0, y, size: BODY, strong: false, text: "•".to_owned() });
    }

    /// A bold name, then its value; a blank at the end becomes a line to write on.
    fn field(&mut self, name: &str, value: &str) {
        let label = format!("{name}: ");
        let taken = self.bold.width(&label, BODY);
        let (room, stroke) = (WIDTH - 2.0 * MARGIN - taken, self.regular.width("_", BODY));
        let mut value = value.to_owned();
        if value.ends_with(BLANK) {
            let mut width = self.regular.width(&value, BODY) + stroke;
            while width < room {
                value.push('_');
                width += stroke;
            }
            self.space(5.0);
        }
        self.keep(BODY * LEADING);
        let y = self.y - BODY;
        self.mark(Mark::Text { x: MARGIN, y, size: BODY, strong: true, text: label });
        self.paragraph(&value, Set { first: taken - INDENT, ..Set::body(INDENT) });
    }

    fn paragraph(&mut self, text: &str, set: Set) {
        for (number, line) in self.lines(text, set).into_iter().enumerate() {
            self.keep(set.size * LEADING);
            let x = MARGIN + set.inset + if number == 0 { set.first } else { 0.0 };
            let y = self.y - set.size;
            if !line.is_empty() {
                self.mark(Mark::Text { x, y, size: set.size, strong: set.strong, text: line });
            }
            self.y -= set.size * LEADING;
        }
    }

    /// Breaks a text at spaces; a word wider than the page is broken where it must be.
    fn lines(&self, text: &str, set: Set) -> Vec<String> {
        let font = if set.strong { self.bold } else { self.regular };
        let room = WIDTH - 2.0 * MARGIN - set.inset;
        let mut lines = vec![String::new()];
        for word in printable(text).split_whitespace() {
            let free = if lines.len() == 1 { room - set.first } else { room };
            let line = lines.last().map_or("", String::as_str);
            let wider = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if font.width(&wider, set.size) <= free {
                lines.pop();
                lines.push(wider);
                continue;
            }
            if !line.is_empty() || lines.len() == 1 && font.width(word, set.size) <= room {
                lines.push(String::new());
            }
            for c in word.chars() {
                let line = lines.last().map_or("", String::as_str);
                let wider = format!("{line}{c}");
                if !line.is_empty() && font.width(&wider, set.size) > room {
                    lines.push(c.to_string());
                } else {
                    lines.pop();
                    lines.push(wider);
                }
            }
        }
        lines
    }

    fn space(&mut self, by: f32) {
        self.y -= by;
    }

    /// Begins a page when so much does not fit on this one.
    fn keep(&mut self, height: f32) {
        if self.y - height < BOTTOM {
            self.pages.push(Vec::new());
            self.y = HEIGHT - MARGIN;
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture fit 24 bits")]
fn unit(pixels: u32) -> f32 {
    pixels as f32
}

/// What the font has no glyph for, in letters that it has.
pub(super) fn printable(text: &str) -> String {
    text.replace('→', "->").chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
