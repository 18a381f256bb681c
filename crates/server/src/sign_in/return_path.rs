//! Where somebody comes back to: a path of this site, with its field. Never another site.

use openidconnect::url::form_urlencoded;

/// The longest that is kept, in bytes.
const LONGEST: usize = 1000;

/// The path, where it is one of this site that a page is at.
pub(super) fn own(then: &str) -> Option<&str> {
    let is_plain = then.len() <= LONGEST && then.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_own = then.starts_with('/') && !then.starts_with("//");
    // Those are on the way, never a goal.
    let is_page = !then.starts_with("/auth/") && !then.starts_with("/api/");
    (is_plain && is_own && is_page).then_some(then)
}

/// As the value of a query parameter.
pub(super) fn escape(then: &str) -> String {
    form_urlencoded::byte_serialize(then.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn only_pages_of_this_site() {
        for good in ["/", "/minside", "/skjema/meld-feil/sted#felt-sted", "/tjenester?q=barnehage%20n%C3%A5"]
        {
            assert_eq!(own(good), Some(good));
        }
        for foreign in [
            "",
            "minside",
            "//ond.example",
            "https://ond.example",
            "/\\ond.example",
            "\\/ond.example",
            "/\t/ond.example",
            "/a\r\nset-cookie: a=b",
            "/a b",
            "/å",
            "javascript:alert(1)",
            "/auth/logout",
            "/api/v1/session",
            "/\u{0}",
        ] {
            assert_eq!(own(foreign), None, "{foreign:?}");
        }
        assert_eq!(own(&format!("/{}", "a".repeat(1000))), None);
    }
}
