//! Words of a pack in the languages people read.

use crate::form::{Form, Spot};
use crate::ids::Text;

/// A language a person can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
    /// Belarusian.
    Be,
}

impl Language {
    /// All words of the files: BCP 47 tags.
    pub const WORDS: &[(&'static str, Self)] = &[("en", Self::En), ("ru", Self::Ru), ("be", Self::Be)];

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        Self::WORDS.iter().find(|(_, language)| *language == self).map_or("en", |(tag, _)| tag)
    }

    /// The language that its reader reads as well, for what it lacks; `None`: there is nothing below English.
    #[must_use]
    pub fn stands_in(self) -> Option<Self> {
        match self {
            Self::En => None,
            Self::Ru => Some(Self::En),
            Self::Be => Some(Self::Ru),
        }
    }

    /// The language and what stands in for it, best first.
    pub fn and_below(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |language| language.stands_in())
    }
}

/// A text in one or more languages. English is always there. Every deadline has its own: copying one costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: Text,
    ru: Option<Text>,
    be: Option<Text>,
}

impl Words {
    /// The text in a language, or in the nearest one that stands in for it.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        language.and_below().find_map(|language| self.only(language)).unwrap_or(&self.en)
    }

    /// The text in this very language, where it has been translated.
    #[must_use]
    pub fn only(&self, language: Language) -> Option<&str> {
        match language {
            Language::En => Some(&self.en),
            Language::Ru => self.ru.as_deref(),
            Language::Be => self.be.as_deref(),
        }
    }

    /// A text in English only.
    #[must_use]
    pub fn english(text: &str) -> Self {
        Self { en: text.into(), ..Self::default() }
    }

    pub(super) fn read(mut form: Form<'_>) -> Option<Self> {
        let trimmed = |spot: Spot<String>| Text::from(spot.value.trim());
        let en = form.required_text("en", "en = \"…\"").map(trimmed);
        let [ru, be] = [Language::Ru, Language::Be].map(|other| form.text(other.tag()).map(trimmed));
        form.close();
        Some(Self { en: en?, ru, be })
    }
}
