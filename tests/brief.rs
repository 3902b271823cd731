//! The fact sheet: two documented cases as a lawyer would hold them, and what must never stand in one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;
use rstest::rstest;
use staywatch::brief::{Detail, Purpose, markdown, sheet};
use staywatch::form::Sheet;
use staywatch::law::words::Language;
use staywatch::law::{Law, OwnLaw};
use staywatch::notice::words::Words;
use staywatch::watchlist::Case;

fn law() -> Law {
    Law::load(OwnLaw::default()).0
}

fn documented(code: &str) -> Case {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cases/{code}.toml"));
    read(&fs::read_to_string(file).unwrap())
}

fn read(text: &str) -> Case {
    Case::read(Sheet::new("case.toml", text), &BTreeMap::new()).0.unwrap()
}

fn written(case: &Case, at: &str, what: (Purpose, Detail), language: Language) -> staywatch::brief::Sheet {
    let (words, now): (_, Timestamp) = (Words::default(), at.parse().unwrap());
    sheet(case, &law(), now, what, words.speak(language))
}

/// The morning after the measure, before the court sat.
const KUDIN: &str = "2021-07-21T09:00:00+03:00";
/// The Sunday on which the defence learned of him.
const PADLOBNIKAU: &str = "2021-12-19T15:00:00+03:00";

#[rstest]
#[case::kudin_for_strasbourg("kudin", KUDIN, Purpose::Rule39, Language::En)]
#[case::kudin_for_the_public("kudin", KUDIN, Purpose::Public, Language::Ru)]
#[case::padlobnikau_for_strasbourg("padlobnikau", PADLOBNIKAU, Purpose::Rule39, Language::En)]
#[case::padlobnikau_for_the_disappeared("padlobnikau", PADLOBNIKAU, Purpose::Ced, Language::Ru)]
#[case::padlobnikau_for_geneva("padlobnikau", PADLOBNIKAU, Purpose::Hrc, Language::En)]
fn the_sheet_as_it_is_filed(
    #[case] code: &str,
    #[case] at: &str,
    #[case] purpose: Purpose,
    #[case] language: Language,
) {
    let text = markdown(&written(&documented(code), at, (purpose, Detail::Code), language), None);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(format!("brief_{code}_{}_{}", purpose.word(), language.tag()), text);
    });
}

/// Free text in every field that takes some, each with a mark.
const MARKED: &str = r#"
id = "marked"
host = "RU"
requested_by = "BY"
zone = "Europe/Moscow"
[[event]]
id = "SECRET-id"
kind = "arrest"
on = 2026-03-01
note = "SECRET-note"
source = "SECRET-source"
[[event]]
kind = "facility-changed"
on = 2026-03-02
what = "SECRET-place"
note = "SECRET-note"
[[event]]
id = "SECRET-id"
kind = "extradition-granted"
on = 2026-03-03
note = "SECRET-note\n# SECRET"
source = "SECRET-source"
[[event]]
kind = "leave-ordered"
on = 2026-03-04
within = "SECRET-term"
"#;

const LATER: &str = "2026-03-05T12:00:00Z";

#[test]
fn free_text_never_stands_in_a_sheet_at_code_level() {
    let case = read(MARKED);
    for (_, purpose) in Purpose::WORDS {
        for language in [Language::En, Language::Ru] {
            let sheet = written(&case, LATER, (*purpose, Detail::Code), language);
            assert!(!markdown(&sheet, None).contains("SECRET"), "{}", markdown(&sheet, None));
            assert!(!format!("{sheet:?}").contains("SECRET"));
        }
    }
}

#[test]
fn a_full_sheet_holds_notes_and_sources_and_says_so_first() {
    let text = markdown(&written(&read(MARKED), LATER, (Purpose::Rule39, Detail::Full), Language::En), None);
    for held in ["SECRET-note", "SECRET-source", "SECRET-place"] {
        assert!(text.contains(held), "{held}");
    }
    assert!(text.find("never mail it unencrypted").unwrap() < text.find("SECRET").unwrap());
    assert!(!text.contains("\n# SECRET"), "a note must not become a heading");
}

#[test]
fn a_case_that_is_over_is_not_called_urgent() {
    let text = markdown(
        &written(&documented("kudin"), "2021-07-25T09:00:00Z", (Purpose::Rule39, Detail::Code), Language::En),
        None,
    );
    assert!(text.contains("On record as over"), "{text}");
    assert!(!text.contains("Transfer risk"), "{text}");
}

#[cfg(feature = "pdf")]
mod pdf {
    use super::*;
    use staywatch::brief::pdf::pdf;
    use staywatch::chart::Shape;

    /// The objects of a file by number: dictionary, and stream if there is one.
    fn objects(file: &[u8]) -> BTreeMap<u32, (String, Vec<u8>)> {
        let mut objects = BTreeMap::new();
        let mut at = 0;
        while let Some(head) = find(file, b" 0 obj", at) {
            let start = file[..head].iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
            let number = std::str::from_utf8(&file[start..head]).unwrap().parse().unwrap();
            let end = find(file, b"endobj", head).unwrap();
            let stream = find(file, b"stream\n", head).filter(|stream| *stream < end);
            let dictionary = String::from_utf8_lossy(&file[head + 6..stream.unwrap_or(end)]).into_owned();
            let mut bytes = Vec::new();
            at = end;
            if let Some(stream) = stream {
                let length = number_after(&dictionary, "/Length ");
                bytes = file[stream + 7..stream + 7 + length].to_vec();
                at = find(file, b"endobj", stream + 7 + length).unwrap();
                if dictionary.contains("/FlateDecode") {
                    bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&bytes).unwrap();
                }
            }
            objects.insert(number, (dictionary, bytes));
        }
        objects
    }

    fn find(file: &[u8], what: &[u8], from: usize) -> Option<usize> {
        file[from..].windows(what.len()).position(|window| window == what).map(|place| place + from)
    }

    fn number_after(text: &str, key: &str) -> usize {
        let rest = &text[text.find(key).unwrap_or_else(|| panic!("{key} in {text}")) + key.len()..];
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
    }

    /// Which code stands for which letter, from a font's own table.
    fn letters(table: &str) -> BTreeMap<u16, char> {
        let pairs = table.lines().filter_map(|line| {
            let (code, letter) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
            let letter = char::from_u32(u32::from_str_radix(letter, 16).ok()?)?;
            Some((u16::from_str_radix(code, 16).ok()?, letter))
        });
        pairs.collect()
    }

    /// The bytes of the strings that a page shows, with the font of each.
    fn shown(content: &[u8]) -> Vec<(char, Vec<u8>)> {
        let (mut out, mut font, mut at) = (Vec::new(), ' ', 0);
        while at < content.len() {
            match content[at] {
                b'/' => font = char::from(content[at + 1]),
                b'<' => {
                    let end = find(content, b">", at).unwrap();
                    let hex = std::str::from_utf8(&content[at + 1..end]).unwrap();
                    let byte = |i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap();
                    out.push((font, (0..hex.len()).step_by(2).map(byte).collect()));
                    at = end;
                }
                b'(' => {
                    let mut bytes = Vec::new();
                    let mut depth = 0;
                    loop {
                        at += 1;
                        match content[at] {
                            b'\\' => {
                                at += 1;
                                let plain = match content[at] {
                                    b'n' => b'\n',
                                    b'r' => b'\r',
                                    b't' => b'\t',
                                    b'b' => 8,
                                    b'f' => 12,
                                    b'0'..=b'7' => {
                                        let octal = std::str::from_utf8(&content[at..at + 3]).unwrap();
                                        at += 2;
                                        u8::from_str_radix(octal, 8).unwrap()
                                    }
                                    other => other,
                                };
                                bytes.push(plain);
                            }
                            b')' if depth == 0 => break,
                            byte => {
                                depth += i32::from(byte == b'(') - i32::from(byte == b')');
                                bytes.push(byte);
                            }
                        }
                    }
                    out.push((font, bytes));
                }
                _ => {}
            }
            at += 1;
        }
        out
    }

    /// The text of every page, as a reader would copy it.
    fn pages(file: &[u8]) -> Vec<String> {
        let objects = objects(file);
        let pages = objects.values().filter(|(dictionary, _)| dictionary.contains("/Type /Page\n"));
        pages
            .map(|(page, _)| {
                let table = |name: &str| {
                    let font = u32::try_from(number_after(page, name)).unwrap();
                    let table = u32::try_from(number_after(&objects[&font].0, "/ToUnicode ")).unwrap();
                    letters(&String::from_utf8_lossy(&objects[&table].1))
                };
                let (plain, bold) = (table("/R "), table("/B "));
                let content = u32::try_from(number_after(page, "/Contents ")).unwrap();
                let runs = shown(&objects[&content].1).into_iter().map(|(font, bytes)| {
                    let table = if font == 'B' { &bold } else { &plain };
                    let codes = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                    codes.map(|code| table.get(&code).copied().unwrap_or('\u{fffd}')).collect::<String>()
                });
                runs.collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    fn words(text: &str) -> String {
        text.split_whitespace().collect()
    }

    #[rstest]
    #[case("kudin", KUDIN, Language::En)]
    #[case("padlobnikau", PADLOBNIKAU, Language::Ru)]
    fn one_or_two_pages_that_hold_the_whole_sheet_and_one_with_its_time_line(
        #[case] code: &str,
        #[case] at: &str,
        #[case] language: Language,
    ) {
        let sheet = written(&documented(code), at, (Purpose::Rule39, Detail::Code), language);
        let file = pdf(&sheet).unwrap();
        assert!(file.starts_with(b"%PDF-1."));
        let xref = find(&file, b"startxref\n", 0).unwrap();
        let offset = number_after(std::str::from_utf8(&file[xref..]).unwrap(), "startxref\n");
        assert!(file[offset..].starts_with(b"xref\n"));
        assert!(file.len() < 60_000, "{} bytes", file.len());
        assert_eq!(file, pdf(&sheet).unwrap(), "the same sheet is the same file");
        let pages = pages(&file);
        let (picture, sheets) = pages.split_last().unwrap();
        assert!((1..=2).contains(&sheets.len()), "{} pages", sheets.len());
        // The page behind them holds every word of the time line.
        let drawn = words(picture);
        for shape in sheet.picture.as_ref().unwrap().shapes() {
            if let Shape::Text { words: said, .. } = shape {
                assert!(drawn.contains(&words(said)), "{said} is not in {drawn}");
            }
        }
        let all = words(&pages.concat());
        for line in markdown(&sheet, None).lines() {
            let line = words(line.trim_start_matches(['#', '-', ' ']).replace(['*', '\\', '_'], "").as_str());
            // A line may go on over the page, behind the foot.
            let head: String = line.chars().take(60).collect();
            assert!(all.contains(&head), "{head}");
        }
        assert!(!all.contains('\u{fffd}'), "every code has its letter");
    }

    #[test]
    fn free_text_never_stands_in_a_pdf_at_code_level() {
        let sheet = written(&read(MARKED), LATER, (Purpose::Rule39, Detail::Code), Language::Ru);
        let file = pdf(&sheet).unwrap();
        let text = pages(&file).concat();
        assert!(text.contains("marked") && !text.contains("SECRET"), "{text}");
        assert!(find(&file, b"SECRET", 0).is_none());
    }
}

/// What the defence still means to do is nobody else's to see.
#[test]
fn only_a_sheet_for_the_public_has_no_time_line() {
    let has_picture =
        |purpose| written(&documented("kudin"), KUDIN, (purpose, Detail::Code), Language::En).picture.is_some();
    let with: Vec<bool> = Purpose::WORDS.iter().map(|(_, purpose)| has_picture(*purpose)).collect();
    assert_eq!(with, [true, true, true, false]);
}
