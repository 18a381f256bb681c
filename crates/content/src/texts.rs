//! Texts in every language, and what is demanded of them.

use locale::Language;
use serde::Deserialize;

use crate::{finding::Report, rules};

/// As written: a language may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Localised<T> {
    nb: Option<T>,
    nn: Option<T>,
    en: Option<T>,
}

/// Complete: there is something in every language.
#[derive(Clone, Debug, Default)]
pub(crate) struct PerLanguage<T> {
    nb: T,
    nn: T,
    en: T,
}

/// What can be checked for emptiness and readability.
pub(crate) trait Words: Default {
    /// Each text with its key; lists as their items in a row.
    fn check(&self, key: &str, report: &mut Report<'_>);
}

impl<T> Default for Localised<T> {
    fn default() -> Self {
        Self { nb: None, nn: None, en: None }
    }
}

impl<T> PerLanguage<T> {
    pub(crate) fn get(&self, language: Language) -> &T {
        match language {
            Language::Nb => &self.nb,
            Language::Nn => &self.nn,
            Language::En => &self.en,
        }
    }
}

impl<T: Words> Localised<T> {
    /// Reports languages that are missing and what is wrong with the others.
    pub(crate) fn complete(self, key: &str, report: &mut Report<'_>) -> PerLanguage<T> {
        let mut take = |words: Option<T>, language: Language| {
            let key = join(key, language.code());
            match words {
                Some(words) => {
                    words.check(&key, report);
                    words
                }
                None => {
                    report.add(
                        key,
                        "the language is missing",
                        "Write it: every text comes in nb, nn and en.",
                    );
                    T::default()
                }
            }
        };
        PerLanguage {
            nb: take(self.nb, Language::Nb),
            nn: take(self.nn, Language::Nn),
            en: take(self.en, Language::En),
        }
    }
}

impl<T> Localised<T> {
    pub(crate) fn from_parts(nb: Option<T>, nn: Option<T>, en: Option<T>) -> Self {
        Self { nb, nn, en }
    }
}

impl Words for String {
    fn check(&self, key: &str, report: &mut Report<'_>) {
        check_text(self, key, report);
    }
}

/// `a.b`, or the one part that is not empty.
pub(crate) fn join(before: &str, after: &str) -> String {
    if before.is_empty() { after.to_owned() } else { format!("{before}.{after}") }
}

pub(crate) fn check_text(text: &str, key: &str, report: &mut Report<'_>) {
    if text.trim().is_empty() {
        report.add(key, "the text is empty or missing", "Write it.");
    } else if text.trim() != text {
        report.add(key, "the text begins or ends with a space", "Remove the space.");
    }
    check_readability(text, key, report);
}

/// Every item a text; the items together must be readable. An empty list is for the caller to judge.
pub(crate) fn check_list(items: &[String], key: &str, report: &mut Report<'_>) {
    for (index, item) in items.iter().enumerate() {
        if item.trim().is_empty() {
            report.add(format!("{key}[{index}]"), "the text is empty", "Write it, or remove the item.");
        }
    }
    check_readability(&items.join("\n"), key, report);
}

fn check_readability(text: &str, key: &str, report: &mut Report<'_>) {
    if let Some(lix) = rules::lix(text)
        && lix > rules::MAX_LIX
    {
        report.add(
            key,
            format!("LIX is {lix}, above {}", rules::MAX_LIX),
            "Use shorter sentences and shorter words.",
        );
    }
}
