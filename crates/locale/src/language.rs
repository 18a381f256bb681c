//! The languages of the interface.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language the whole product is written in; the codes are BCP 47.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Bokmål.
    #[default]
    Nb,
    /// Nynorsk.
    Nn,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which the switch shows them.
    pub const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    /// The BCP 47 code, as `lang` attributes and queries carry it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Nb => "Bokmål",
            Self::Nn => "Nynorsk",
            Self::En => "English",
        }
    }

    /// Reads a BCP 47 tag by its first part: `nn-NO` is nynorsk, `no` counts as bokmål.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "nb" | "no" => Some(Self::Nb),
            "nn" => Some(Self::Nn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first supported language of an `Accept-Language` header, by its order of preference.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut ranked: Vec<(u16, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let language = Self::from_tag(pieces.next()?)?;
                let weight = pieces
                    .find_map(|piece| piece.trim().strip_prefix("q="))
                    .and_then(|quality| quality.parse::<f32>().ok())
                    .unwrap_or(1.0);
                // Thousandths: RFC 9110 allows three decimals.
                Some(((weight.clamp(0.0, 1.0) * 1000.0) as u16, language))
            })
            .filter(|(weight, _)| *weight > 0)
            .collect();
        ranked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        ranked.first().map(|(_, language)| *language)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn accept_language_follows_the_weights() {
        assert_eq!(Language::from_accept_language("de, en;q=0.5, nn-NO;q=0.8"), Some(Language::Nn));
        assert_eq!(Language::from_accept_language("no"), Some(Language::Nb));
        assert_eq!(Language::from_accept_language("se, de;q=0.3, en;q=0"), None);
    }
}
