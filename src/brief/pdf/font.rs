//! One face of the embedded font: how wide a text is, which glyphs it uses, and the font file cut down to those.

use std::collections::BTreeMap;

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use subsetter::{GlyphRemapper, subset};
use ttf_parser::{Face, GlyphId};

use super::{EFFORT, Numbers, PdfError};

/// Codes are glyph numbers.
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

pub(super) struct Font {
    name: &'static str,
    file: &'static [u8],
    face: Face<'static>,
    used: GlyphRemapper,
    /// New glyph number → what it stands for, and how wide it is.
    glyphs: BTreeMap<u16, (char, f32)>,
}

impl Font {
    pub(super) fn new(name: &'static str, file: &'static [u8]) -> Result<Self, PdfError> {
        let face = Face::parse(file, 0).map_err(|_| PdfError::Font(name))?;
        Ok(Self { name, file, face, used: GlyphRemapper::new(), glyphs: BTreeMap::new() })
    }

    /// True when the font has a letter.
    pub(super) fn has(&self, c: char) -> bool {
        self.face.glyph_index(c).is_some()
    }

    /// The glyph of a letter; what the font lacks is shown as a question mark, never left out.
    fn glyph(&self, c: char) -> GlyphId {
        self.face.glyph_index(c).or_else(|| self.face.glyph_index('?')).unwrap_or_default()
    }

    /// In thousandths of the size.
    fn advance(&self, glyph: GlyphId) -> f32 {
        let units = self.face.glyph_hor_advance(glyph).unwrap_or_default();
        f32::from(units) * 1000.0 / f32::from(self.face.units_per_em())
    }

    /// How wide a text is at a size.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.advance(self.glyph(c))).sum::<f32>() * size / 1000.0
    }

    /// The codes of a text; its glyphs are in use from now on.
    pub(super) fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut codes = Vec::with_capacity(text.len() * 2);
        for c in text.chars() {
            let old = self.glyph(c);
            let new = self.used.remap(old.0);
            let (shown, width) = (if self.has(c) { c } else { '?' }, self.advance(old));
            self.glyphs.entry(new).or_insert((shown, width));
            codes.extend(new.to_be_bytes());
        }
        codes
    }

    /// Writes the font as far as it is in use.
    pub(super) fn write(self, pdf: &mut Pdf, id: Ref, numbers: &mut Numbers) -> Result<(), PdfError> {
        let file = subset(self.file, 0, &self.used).map_err(|_| PdfError::Subset(self.name))?;
        let [descendant, descriptor, map, stream] = [(); 4].map(|()| numbers.next());
        // The six letters mark a font that was cut down; the font is never installed from here.
        let base = format!("SHEETS+{}", self.name);
        let name = Name(base.as_bytes());
        pdf.type0_font(id)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(map);
        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2).base_font(name).system_info(IDENTITY).font_descriptor(descriptor);
        cid.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for (glyph, (_, width)) in &self.glyphs {
            widths.same(*glyph, *glyph, *width);
        }
        widths.finish();
        cid.finish();
        let scaled = |units: i16| f32::from(units) * 1000.0 / f32::from(self.face.units_per_em());
        let bounds = self.face.global_bounding_box();
        let bounds = Rect::new(scaled(bounds.x_min), scaled(bounds.y_min), scaled(bounds.x_max), scaled(bounds.y_max));
        let capital = self.face.capital_height().unwrap_or_else(|| self.face.ascender());
        pdf.font_descriptor(descriptor)
            .name(name)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(bounds)
            .italic_angle(0.0)
            .ascent(scaled(self.face.ascender()))
            .descent(scaled(self.face.descender()))
            .cap_height(scaled(capital))
            .stem_v(80.0)
            .font_file2(stream);
        let mut unicode = UnicodeCmap::new(Name(b"Custom"), IDENTITY);
        for (glyph, (c, _)) in &self.glyphs {
            unicode.pair(*glyph, *c);
        }
        pdf.cmap(map, &unicode.finish());
        let length = i32::try_from(file.len()).unwrap_or(i32::MAX);
        let packed = compress_to_vec_zlib(&file, EFFORT);
        pdf.stream(stream, &packed).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
        Ok(())
    }
}
