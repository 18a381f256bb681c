//! Addresses: what a path and a pattern have to do with each other.

/// Path and query of a page's address; the fragment is the browser's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub path: String,
    /// With its question mark, or empty.
    pub query: String,
}

impl Address {
    /// Reads `/path?query#fragment`.
    pub fn parse(text: &str) -> Self {
        let text = text.split('#').next().unwrap_or_default();
        let at = text.find('?').unwrap_or(text.len());
        Self { path: text[..at].to_owned(), query: text[at..].to_owned() }
    }
}

/// Whether a path fits a pattern such as `/skjema/:form/:page?`: a part with a colon stands for any text,
/// and one that ends with a question mark may be left out.
pub fn fits(pattern: &str, path: &str) -> bool {
    let mut path = parts(path);
    for wanted in parts(pattern) {
        match (wanted.strip_prefix(':'), path.next()) {
            (None, Some(part)) if part == wanted => {}
            (Some(_), Some(_)) => {}
            (Some(name), None) if name.ends_with('?') => {}
            _ => return false,
        }
    }
    path.next().is_none()
}

/// The text that stands in a path where the pattern has `:name`.
pub fn parameter<'a>(pattern: &str, path: &'a str, name: &str) -> Option<&'a str> {
    let place = parts(pattern)
        .position(|part| part.strip_prefix(':').map(|own| own.trim_end_matches('?')) == Some(name))?;
    parts(path).nth(place)
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Address, fits, parameter};

    #[test]
    fn an_address_has_path_and_query() {
        let address = Address::parse("/tjenester?q=a/b#treff");
        assert_eq!((address.path.as_str(), address.query.as_str()), ("/tjenester", "?q=a/b"));
        assert_eq!(Address::parse("/").query, "");
    }

    #[test]
    fn patterns_name_parts() {
        let pattern = "/skjema/:form/:page?/:reference?";
        for path in ["/skjema/a", "/skjema/a/", "/skjema/a/b", "/skjema/a/kvittering/2026-1"] {
            assert!(fits(pattern, path), "{path}");
        }
        for path in ["/", "/skjema", "/skjema/a/b/c/d", "/skjemaer/a"] {
            assert!(!fits(pattern, path), "{path}");
        }
        assert!(fits("/", "/"));
        assert!(!fits("/", "/minside"));
        assert_eq!(parameter(pattern, "/skjema/a/b", "form"), Some("a"));
        assert_eq!(parameter(pattern, "/skjema/a/b", "page"), Some("b"));
        assert_eq!(parameter(pattern, "/skjema/a/b", "reference"), None);
        assert_eq!(parameter(pattern, "/skjema/a/b", "other"), None);
    }
}
