//! A sheet as PDF: A4, two faces of one embedded font, page numbers.
//!
//! In: a sheet. Out: the bytes of a file, the same for the same sheet: no date and no name of a machine or person
//! is written into it. Only the glyphs that are used are embedded.

mod font;
mod layout;
mod picture;

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::Sheet;
use font::Font;
use layout::{HEIGHT, Mark, WIDTH};

/// Why no file could be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A font file that ships with the program cannot be read.
    #[error("the font `{0}` cannot be read")]
    Font(&'static str),
    /// The glyphs in use cannot be cut out of it.
    #[error("the font `{0}` cannot be cut down to what is used")]
    Subset(&'static str),
}

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf");

/// How hard streams are compressed.
const EFFORT: u8 = 8;

/// Hands out object numbers.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Writes a sheet as PDF.
///
/// # Errors
///
/// When a font that ships with the program is broken.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, PdfError> {
    let mut regular = Font::new("NotoSans-Regular", REGULAR)?;
    let mut bold = Font::new("NotoSans-Bold", BOLD)?;
    let pages = layout::pages(sheet, &regular, &bold);
    let mut numbers = Numbers(0);
    let mut pdf = Pdf::new();
    let (catalog, tree, info) = (numbers.next(), numbers.next(), numbers.next());
    let (plain, strong) = (numbers.next(), numbers.next());
    let ids: Vec<(Ref, Ref)> = pages.iter().map(|_| (numbers.next(), numbers.next())).collect();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(sheet.language));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info).title(TextStr(&format!("{}: {}", sheet.case, sheet.title))).producer(TextStr("staywatch"));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(ids.iter().map(|(page, _)| *page)).count(count);
    for ((page, content), marks) in ids.into_iter().zip(pages) {
        let mut written = pdf.page(page);
        written.parent(tree).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(content);
        written.resources().fonts().pair(Name(b"R"), plain).pair(Name(b"B"), strong);
        written.finish();
        let drawn = compress_to_vec_zlib(&draw(sheet, &marks, &mut regular, &mut bold), EFFORT);
        pdf.stream(content, &drawn).filter(Filter::FlateDecode);
    }
    regular.write(&mut pdf, plain, &mut numbers)?;
    bold.write(&mut pdf, strong, &mut numbers)?;
    Ok(pdf.finish())
}

fn draw(sheet: &Sheet, marks: &[Mark], regular: &mut Font, bold: &mut Font) -> Vec<u8> {
    let mut content = Content::new();
    for mark in marks {
        match mark {
            Mark::Text { x, y, size, strong, text } => {
                let (name, font) = if *strong { (Name(b"B"), &mut *bold) } else { (Name(b"R"), &mut *regular) };
                let glyphs = font.encode(text);
                content.begin_text().set_font(name, *size).next_line(*x, *y).show(Str(&glyphs)).end_text();
            }
            Mark::Rule { x, y, length } => {
                content.set_line_width(0.5).set_stroke_gray(0.6);
                content.move_to(*x, *y).line_to(x + length, *y).stroke();
            }
            Mark::Picture { x, y, scale } => {
                if let Some(drawing) = &sheet.picture {
                    picture::draw(&mut content, drawing, (*x, *y), *scale, (&mut *regular, &mut *bold));
                }
            }
        }
    }
    content.finish().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::words::{Language, Words};
    use crate::law::{Law, OwnLaw};

    #[test]
    fn every_letter_of_the_law_and_of_the_sentences_has_a_glyph() {
        let law = Law::load(OwnLaw::default()).0;
        let each = |words: &Words| {
            Language::WORDS.iter().map(|(_, language)| words.get(*language)).collect::<Vec<_>>().concat()
        };
        let mut text = [
            include_str!("../../../config/locales/en.ftl"),
            include_str!("../../../config/locales/ru.ftl"),
            include_str!("../../../config/locales/be.ftl"),
        ]
        .concat();
        for (_, rule) in law.rules() {
            text += &each(&rule.title);
            text += &rule.cite;
            text += &rule.source;
        }
        text.extend(law.packs().flat_map(|pack| &pack.grounds).map(|ground| each(&ground.reason)));
        let spoken: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let text = layout::printable(&spoken.concat());
        for font in [Font::new("regular", REGULAR).unwrap(), Font::new("bold", BOLD).unwrap()] {
            let missing: std::collections::BTreeSet<char> = text.chars().filter(|c| !font.has(*c)).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }
}
