//! The words of the interface, made from `locales/` at build time: one module a slice, one item a key.

use locale::Language;

use crate::platform::i18n;

/// A text in every language of the product.
#[derive(Clone, Copy, Debug)]
pub struct Text([&'static str; 3]);

impl Text {
    /// The text in one language.
    #[must_use]
    pub const fn in_language(self, language: Language) -> &'static str {
        self.0[language as usize]
    }

    /// The text in the language of the interface; within a view or an effect, it follows the language.
    #[must_use]
    pub fn get(self) -> &'static str {
        self.in_language(i18n::language())
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
