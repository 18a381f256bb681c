//! The words of the shell: the interface's own, from `locales/`, so that nothing changes when the app
//! takes over.

use std::sync::LazyLock;

use locale::Language;
use toml::Table;

/// The words of one language, by slice and key.
pub(crate) struct Words(Vec<(&'static str, Table)>);

macro_rules! sources {
    ($language:literal) => {
        [
            ("channels", include_str!(concat!("../../../../locales/", $language, "/channels.toml"))),
            ("forms", include_str!(concat!("../../../../locales/", $language, "/forms.toml"))),
            ("frame", include_str!(concat!("../../../../locales/", $language, "/frame.toml"))),
            ("home", include_str!(concat!("../../../../locales/", $language, "/home.toml"))),
            ("jobs", include_str!(concat!("../../../../locales/", $language, "/jobs.toml"))),
            ("minside", include_str!(concat!("../../../../locales/", $language, "/minside.toml"))),
            ("services", include_str!(concat!("../../../../locales/", $language, "/services.toml"))),
            ("session", include_str!(concat!("../../../../locales/", $language, "/session.toml"))),
            ("sign_in", include_str!(concat!("../../../../locales/", $language, "/sign_in.toml"))),
        ]
    };
}

static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| {
    [sources!("nb"), sources!("nn"), sources!("en")].map(|slices| {
        // A test holds that every file can be read.
        Words(slices.map(|(slice, source)| (slice, source.parse().unwrap_or_default())).into())
    })
});

/// The words of a language.
pub(crate) fn words(language: Language) -> &'static Words {
    &WORDS[language as usize]
}

impl Words {
    /// A text as it stands.
    pub(crate) fn get(&self, slice: &str, key: &str) -> &str {
        let table = self.0.iter().find(|(name, _)| *name == slice).map(|(_, table)| table);
        table.and_then(|table| table.get(key)?.as_str()).unwrap_or_default()
    }

    /// A text with its parameters.
    pub(crate) fn with(&self, slice: &str, key: &str, parameters: &[(&str, &str)]) -> String {
        parameters.iter().fold(self.get(slice, key).to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}
