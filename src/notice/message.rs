//! A message as people will read it, before any channel has dressed it.
//!
//! In: finished sentences in the reader's language. Out: plain text, or HTML in which every character
//! that came from outside is escaped by construction. It never holds a name or an address, and what goes beyond the code
//! of the case stands in [`Block::Sealed`], which no rendering shows: only [`Message::opened`], for encrypted mail, does.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::calendar::Entry;

/// One message: a subject that is enough on a locked phone, and blocks in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Mail subject and first line in a chat: code, what, last moment, time left.
    pub subject: String,
    /// What follows, in reading order.
    pub blocks: Vec<Block>,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    /// What a mail brings along for the reader's calendar. Chats leave it out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendar: Vec<Entry>,
    /// The moment as of which it was written. What has none speaks of no case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Timestamp>,
    /// The moment that the subject counts down to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph that matters.
    Strong(String),
    /// A plain paragraph.
    Line(String),
    /// A heading over a list.
    List {
        /// The heading.
        title: String,
        /// The items, in order.
        items: Vec<String>,
    },
    /// The same for what few read: a chat shows its beginning, and the rest when it is touched.
    Folded {
        /// The heading.
        title: String,
        /// The items, in order.
        items: Vec<String>,
    },
    /// A footnote.
    Small(String),
    /// For encrypted mail alone. Plain text, page and chat leave it out, whoever asks.
    Sealed(Vec<Block>),
}

impl Message {
    /// The message with what is sealed opened. Only what is encrypted before it leaves may be made from it.
    #[must_use]
    pub fn opened(&self) -> Self {
        let mut blocks = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Sealed(inner) => blocks.extend(inner.iter().cloned()),
                block => blocks.push(block.clone()),
            }
        }
        Self { blocks, ..self.clone() }
    }

    /// The message as plain text. The subject is not repeated: a mail shows it already.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            match block {
                Block::Strong(line) | Block::Line(line) | Block::Small(line) => {
                    out.push_str(line);
                    out.push_str("\n\n");
                }
                Block::List { title, items } | Block::Folded { title, items } => {
                    out.push_str(title);
                    out.push('\n');
                    for item in items {
                        out.push_str("  - ");
                        out.push_str(item);
                        out.push('\n');
                    }
                    out.push('\n');
                }
                Block::Sealed(_) => {}
            }
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    /// The message as a small HTML page for a mail: no scripts, no images, nothing fetched.
    #[must_use]
    pub fn page(&self) -> Html {
        let mut html = Html::default();
        html.tag("<!DOCTYPE html><html lang=\"");
        html.words(&self.language);
        html.tag("\"><head><meta charset=\"utf-8\"><title>");
        html.words(&self.subject);
        html.tag("</title></head><body style=\"font:16px/1.5 sans-serif;max-width:40em;margin:1em\">");
        for block in &self.blocks {
            match block {
                Block::Strong(line) => html.wrapped("<p><b>", line, "</b></p>"),
                Block::Line(line) => html.wrapped("<p>", line, "</p>"),
                Block::Small(line) => html.wrapped("<p style=\"font-size:13px\">", line, "</p>"),
                Block::List { title, items } | Block::Folded { title, items } => {
                    html.wrapped("<p>", title, "</p><ul>");
                    for item in items {
                        html.wrapped("<li>", item, "</li>");
                    }
                    html.tag("</ul>");
                }
                Block::Sealed(_) => {}
            }
        }
        html.tag("</body></html>\n");
        html
    }

    /// The message for a chat, in the few tags that Telegram knows. The subject comes first, in bold.
    #[must_use]
    pub fn chat(&self) -> Html {
        let mut html = Html::default();
        html.wrapped("<b>", &self.subject, "</b>\n");
        for block in &self.blocks {
            match block {
                Block::Strong(line) => html.wrapped("\n<b>", line, "</b>\n"),
                Block::Line(line) => html.wrapped("\n", line, "\n"),
                Block::Small(line) => html.wrapped("\n<i>", line, "</i>\n"),
                Block::List { title, items } => {
                    html.wrapped("\n", title, "\n");
                    for item in items {
                        html.wrapped("• ", item, "\n");
                    }
                }
                Block::Folded { title, items } => {
                    html.wrapped("\n<blockquote expandable>", title, "");
                    for item in items {
                        html.wrapped("\n• ", item, "");
                    }
                    html.tag("</blockquote>\n");
                }
                Block::Sealed(_) => {}
            }
        }
        html
    }
}

/// HTML that cannot hold an unescaped foreign character: tags are literals of this program, words are escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Adds a literal piece of markup. Only text written in this program's source can come in here.
    pub fn tag(&mut self, literal: &'static str) {
        self.0.push_str(literal);
    }

    /// Adds words from anywhere.
    pub fn words(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // Control characters have no place in a message and break some clients.
                c if c.is_control() && c != '\n' => self.0.push(' '),
                c => self.0.push(c),
            }
        }
    }

    fn wrapped(&mut self, before: &'static str, text: &str, after: &'static str) {
        self.tag(before);
        self.words(text);
        self.tag(after);
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Message {
        Message {
            subject: "kudin <script>".into(),
            blocks: vec![
                Block::Strong("a & b".into()),
                Block::List { title: "t".into(), items: vec!["<b>\u{7}".into()] },
            ],
            language: "en".into(),
            ..Message::default()
        }
    }

    #[test]
    fn foreign_markup_is_words_everywhere() {
        for html in [hostile().page(), hostile().chat()] {
            assert!(!html.as_str().contains("<script>"), "{html:?}");
            assert!(html.as_str().contains("&lt;b&gt; "), "{html:?}");
            assert!(html.as_str().contains("a &amp; b"), "{html:?}");
        }
    }

    #[test]
    fn what_is_sealed_shows_nowhere_until_it_is_opened() {
        let mut message = hostile();
        message.blocks.push(Block::Sealed(vec![Block::Line("MARKED".into())]));
        for shown in [message.text(), message.page().as_str().to_owned(), message.chat().as_str().to_owned()] {
            assert!(!shown.contains("MARKED"), "{shown}");
        }
        assert!(message.opened().text().contains("MARKED"));
        // It lies in the store as it is, and comes back as it was.
        let kept = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&kept).unwrap(), message);
    }

    #[test]
    fn what_is_folded_is_a_list_in_a_mail_and_a_quotation_in_a_chat() {
        let (title, items) = ("why".to_owned(), vec!["<one>".to_owned(), "two".to_owned()]);
        let of = |block| Message { blocks: vec![block], ..hostile() };
        let folded = of(Block::Folded { title: title.clone(), items: items.clone() });
        let list = of(Block::List { title, items });
        assert_eq!((folded.text(), folded.page()), (list.text(), list.page()));
        let chat = "<blockquote expandable>why\n• &lt;one&gt;\n• two</blockquote>\n";
        assert!(folded.chat().as_str().ends_with(chat), "{}", folded.chat().as_str());
    }

    #[test]
    fn text_has_one_blank_line_between_blocks_and_none_at_the_end() {
        assert_eq!(hostile().text(), "a & b\n\nt\n  - <b>\u{7}\n");
    }
}
