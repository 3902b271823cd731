//! Chat markup cut into parts that Telegram takes, and markup turned back into words.
//!
//! In: HTML made by `Message::chat`. Out: parts of at most so many UTF-16 units once Telegram has read the
//! tags; each part is well formed by itself. It never cuts inside a tag, an entity or a letter, and drops
//! nothing but the white space at the cuts.

/// The most that one message may hold, in UTF-16 units after the tags are read.
pub(crate) const LIMIT: usize = 4096;

/// The smallest pieces that stay whole.
enum Piece<'a> {
    Open(&'a str),
    Close(&'a str),
    /// A letter, and how it is written here.
    Letter(char, &'a str),
}

/// Reads one piece off the front.
fn piece(html: &str) -> Option<(Piece<'_>, &str)> {
    let first = html.chars().next()?;
    let until = |end: char| html.find(end).map(|at| html.split_at(at + end.len_utf8()));
    if first == '<'
        && let Some((tag, rest)) = until('>')
    {
        return Some((if tag.starts_with("</") { Piece::Close(tag) } else { Piece::Open(tag) }, rest));
    }
    if first == '&'
        && let Some((entity, rest)) = until(';')
        && let Some(letter) = letter(entity)
    {
        return Some((Piece::Letter(letter, entity), rest));
    }
    let (raw, rest) = html.split_at(first.len_utf8());
    Some((Piece::Letter(first, raw), rest))
}

fn pieces(mut html: &str) -> impl Iterator<Item = Piece<'_>> {
    std::iter::from_fn(move || {
        let (next, rest) = piece(html)?;
        html = rest;
        Some(next)
    })
}

/// The four entities that `Html::words` writes.
fn letter(entity: &str) -> Option<char> {
    match entity {
        "&amp;" => Some('&'),
        "&lt;" => Some('<'),
        "&gt;" => Some('>'),
        "&quot;" => Some('"'),
        _ => None,
    }
}

/// A place where the text may be cut: the part up to here, its open tags, the piece to go on with.
struct Cut<'a> {
    len: usize,
    open: Vec<&'a str>,
    resume: usize,
}

/// Cuts at the last line end that fits, else at the last space, else anywhere. `limit` is at least 2.
pub(crate) fn parts(html: &str, limit: usize) -> Vec<String> {
    let pieces: Vec<Piece<'_>> = pieces(html).collect();
    let mut parts = Vec::new();
    let (mut part, mut units, mut open) = (String::new(), 0, Vec::new());
    let (mut line, mut space): (Option<Cut<'_>>, Option<Cut<'_>>) = (None, None);
    let mut at = 0;
    while let Some(next) = pieces.get(at) {
        match *next {
            Piece::Open(tag) => {
                part.push_str(tag);
                open.push(tag);
            }
            Piece::Close(tag) => {
                part.push_str(tag);
                open.pop();
            }
            // White space at the start of a message is not shown.
            Piece::Letter(c, _) if units == 0 && c.is_whitespace() => {}
            Piece::Letter(c, _) if units + c.len_utf16() > limit => {
                let here = Cut { len: part.len(), open: open.clone(), resume: at };
                let cut = line.or(space).unwrap_or(here);
                part.truncate(cut.len);
                push(&mut parts, &part, &cut.open);
                (part, units, open, at) = (cut.open.concat(), 0, cut.open, cut.resume);
                (line, space) = (None, None);
                continue;
            }
            Piece::Letter(c, raw) => {
                part.push_str(raw);
                units += c.len_utf16();
                let after = || Some(Cut { len: part.len(), open: open.clone(), resume: at + 1 });
                match c {
                    '\n' => line = after(),
                    ' ' => space = after(),
                    _ => {}
                }
            }
        }
        at += 1;
    }
    push(&mut parts, &part, &open);
    parts
}

/// Adds a part, its tags closed, unless it says nothing: Telegram refuses an empty message.
fn push(parts: &mut Vec<String>, part: &str, open: &[&str]) {
    if words(part).trim().is_empty() {
        return;
    }
    let mut part = part.trim_end().to_owned();
    for tag in open.iter().rev() {
        let name = tag.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        part.extend(["</", name, ">"]);
    }
    parts.push(part);
}

/// The words without the markup.
pub(crate) fn words(html: &str) -> String {
    pieces(html).filter_map(|piece| if let Piece::Letter(c, _) = piece { Some(c) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_message_is_one_part() {
        assert_eq!(parts("<b>kudin</b>\n\na &lt; b\n", LIMIT), ["<b>kudin</b>\n\na &lt; b"]);
        assert_eq!(parts("<b>\n</b>\n", LIMIT), Vec::<String>::new());
    }

    #[test]
    fn cuts_fall_on_line_ends_and_tags_are_reopened() {
        assert_eq!(parts("<b>one\ntwo</b>\nthree", 6), ["<b>one</b>", "<b>two</b>", "three"]);
        assert_eq!(parts("one two three", 8), ["one two", "three"]);
        assert_eq!(parts("abcdefgh", 3), ["abc", "def", "gh"]);
        let quoted = parts("<blockquote expandable>one\ntwo</blockquote>", 4);
        assert_eq!(quoted, ["<blockquote expandable>one</blockquote>", "<blockquote expandable>two</blockquote>"]);
    }

    #[test]
    fn an_entity_counts_as_one_and_stays_whole_and_an_emoji_counts_as_two() {
        assert_eq!(parts("&amp;&amp;&amp;", 2), ["&amp;&amp;", "&amp;"]);
        assert_eq!(parts("🚨🚨🚨", 5), ["🚨🚨", "🚨"]);
    }

    #[test]
    fn words_are_the_markup_read() {
        assert_eq!(words("<b>a &amp;&lt;&gt;&quot; &nbsp;</b> & b"), "a &<>\" &nbsp; & b");
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost_and_no_part_is_too_long(text in "[a-z&<é🚨 \n]{0,60}", strong: bool) {
            let mut html = crate::notice::message::Html::default();
            if strong { html.tag("<b>"); }
            html.words(&text);
            if strong { html.tag("</b>"); }
            let parts = parts(html.as_str(), 7);
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            let together: String = parts.iter().map(|part| squeeze(&words(part))).collect();
            proptest::prop_assert_eq!(together, squeeze(&text));
            for part in parts {
                proptest::prop_assert!(words(&part).encode_utf16().count() <= 7, "{}", part);
                proptest::prop_assert_eq!(part.matches("<b>").count(), part.matches("</b>").count());
            }
        }
    }
}
