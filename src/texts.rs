//! The words of the interface, made from `locales/` at build time: one module a slice, one item a key.

use locale::Language;

use crate::platform::i18n;

/// A text in every language of the product, one after the other with a unit separator between; the value of a parameter goes
/// where the control character of its number is, from one.
///
/// One literal and one function instead of three literals and a concatenation of their own: texts were a tenth of
/// the code of a form (`docs/decisions/0014`).
#[derive(Clone, Copy, Debug)]
pub struct Text(&'static str);

impl Text {
    /// The text in one language.
    #[must_use]
    #[inline(never)]
    pub fn in_language(self, language: Language) -> &'static str {
        self.0.split('\u{1f}').nth(language as usize).unwrap_or_default()
    }

    /// The text in the language of the interface; within a view or an effect, it follows the language.
    #[must_use]
    pub fn get(self) -> &'static str {
        self.in_language(i18n::language())
    }

    /// The text with its values; at most eight.
    #[inline(never)]
    fn filled(self, language: Language, values: &[&str]) -> String {
        let mut out = String::new();
        for character in self.in_language(language).chars() {
            match (character as usize).checked_sub(1).and_then(|number| values.get(number)) {
                Some(value) => out.push_str(value),
                None => out.push(character),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use locale::Language;

    use super::{Text, forms};

    #[test]
    fn a_text_has_three_languages_and_takes_its_values() {
        const TEXT: Text = Text("\u{2} på \u{1}\u{1f}\u{1}\u{1f}");
        assert_eq!(TEXT.filled(Language::Nb, &["én", "to"]), "to på én");
        assert_eq!(TEXT.filled(Language::Nn, &["én", "to"]), "én");
        assert_eq!(TEXT.in_language(Language::En), "");
        assert_eq!(forms::step(Language::Nb, "2", "5"), "Steg 2 av 5");
        assert_eq!(forms::weeks(Language::En, 1), "one week");
        assert_eq!(forms::weeks(Language::En, 2), "2 weeks");
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
