//! A sheet as Markdown.

use std::fmt::Write as _;

use super::{Block, Sheet};

/// Writes a sheet out, with its picture from a file beside it, if there is one.
#[must_use]
pub fn markdown(sheet: &Sheet, picture: Option<&str>) -> String {
    let mut out = format!("# {}\n", plain(&sheet.title));
    for block in &sheet.blocks {
        out.push('\n');
        // Writing to a string cannot fail.
        let _ = match block {
            Block::Heading(text) => writeln!(out, "## {}", plain(text)),
            Block::Text(text) => writeln!(out, "{}", plain(text)),
            Block::Strong(text) => writeln!(out, "**{}**", plain(text)),
            Block::Items(items) => items.iter().try_for_each(|item| {
                writeln!(out, "- {}", plain(&item.text))?;
                item.more.iter().try_for_each(|more| writeln!(out, "  - {}", plain(more)))
            }),
            Block::Fields(fields) => {
                fields.iter().try_for_each(|(name, value)| writeln!(out, "- **{}:** {}", plain(name), plain(value)))
            }
            Block::Small(lines) => lines.iter().try_for_each(|line| writeln!(out, "- {}", plain(line))),
        };
    }
    if let (Some(file), Some(drawing)) = (picture, &sheet.picture) {
        let _ = write!(out, "\n![{}](<{file}>)\n", plain(drawing.title()));
    }
    out
}

/// One line in which nothing is a mark.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '*' | '<' | '`' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
