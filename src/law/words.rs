//! Words of a pack in the languages people read.

use std::sync::Arc;

use crate::form::{Form, Spot};

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
    /// All words of the files.
    pub const WORDS: &[(&'static str, Self)] = &[("en", Self::En), ("ru", Self::Ru), ("be", Self::Be)];

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Be => "be",
        }
    }
}

/// A text in one or more languages. English is always there. Every deadline has its own: copying one costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: Arc<str>,
    ru: Option<Arc<str>>,
    be: Option<Arc<str>>,
}

impl Words {
    /// The text in a language; Belarusian falls back to Russian, everything to English.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        let found = match language {
            Language::En => None,
            Language::Ru => self.ru.as_ref(),
            Language::Be => self.be.as_ref().or(self.ru.as_ref()),
        };
        found.map_or(&self.en, |text| text)
    }

    /// A text in English only.
    #[must_use]
    pub fn english(text: &str) -> Self {
        Self { en: text.into(), ..Self::default() }
    }

    pub(super) fn read(mut form: Form<'_>) -> Option<Self> {
        let take = |spot: Option<Spot<String>>| spot.map(|spot| Arc::<str>::from(spot.value.trim()));
        let en = take(form.required_text("en", "en = \"…\""));
        let (ru, be) = (take(form.text("ru")), take(form.text("be")));
        form.close();
        Some(Self { en: en?, ru, be })
    }
}
