//! The cookie that carries the session's secret.
//!
//! Its name is `__Host-session`: browsers then insist on `Secure`, on `Path=/` and on no `Domain`, so that
//! no other host can plant one. Plain http is the exception: on `http://localhost` Chromium (tried with
//! 156, by both name and number) and Firefox keep such a cookie, Safari does not. Where the server listens
//! on loopback and the browser itself is on the same computer, without a proxy between, the policy `auto`
//! therefore uses a cookie named `session` without `Secure`. Nothing travels over a network there.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use http::{HeaderMap, header::HOST};

use crate::{
    extract::header_text,
    problem::Failure,
    randomness::{self, Randomness},
};

const SECRET_BYTES: usize = 32;

/// How the cookie is set, for the whole server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookiePolicy {
    /// Always `__Host-session`.
    Secure,
    /// Always `session`, without `Secure`. Only on loopback.
    Plain,
    /// `session` for browsers on this computer that ask without a proxy, `__Host-session` for all others.
    /// Only on loopback; elsewhere there are no such browsers.
    PlainForThisComputer,
}

/// How the cookie is set, for one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieKind {
    /// `__Host-session`.
    Secure,
    /// `session`.
    Plain,
}

/// What a secret in a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieUse {
    /// The session of a person.
    Session,
    /// The session of a member of staff: one browser may have both.
    Staff,
    /// Sign-ins under way at a provider.
    SignIn,
}

/// The secret that the cookie carries; the database has its hash only.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret(String);

impl CookiePolicy {
    /// The kind for a request.
    #[must_use]
    pub fn kind(self, request: &HeaderMap) -> CookieKind {
        match self {
            Self::Secure => CookieKind::Secure,
            Self::Plain => CookieKind::Plain,
            Self::PlainForThisComputer if is_from_this_computer(request) => CookieKind::Plain,
            Self::PlainForThisComputer => CookieKind::Secure,
        }
    }
}

impl CookieKind {
    const fn name(self, purpose: CookieUse) -> &'static str {
        match (self, purpose) {
            (Self::Secure, CookieUse::Session) => "__Host-session",
            (Self::Secure, CookieUse::Staff) => "__Host-staff",
            (Self::Secure, CookieUse::SignIn) => "__Host-sign-in",
            (Self::Plain, CookieUse::Session) => "session",
            (Self::Plain, CookieUse::Staff) => "staff",
            (Self::Plain, CookieUse::SignIn) => "sign-in",
        }
    }

    /// The secret that the request carries, if it has the form of one.
    #[must_use]
    pub fn read(self, purpose: CookieUse, request: &HeaderMap) -> Option<SessionSecret> {
        let value = CookieJar::from_headers(request).get(self.name(purpose))?.value().to_owned();
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (value.len() == 2 * SECRET_BYTES && value.bytes().all(is_hex)).then_some(SessionSecret(value))
    }

    /// Hands the secret out, for as long as the browser runs.
    pub fn give(self, purpose: CookieUse, secret: &SessionSecret) -> CookieJar {
        CookieJar::new().add(self.cookie(purpose, secret.0.clone()))
    }

    /// Takes the secret back.
    pub fn take_back(self, purpose: CookieUse) -> CookieJar {
        let mut cookie = self.cookie(purpose, String::new());
        cookie.make_removal();
        CookieJar::new().add(cookie)
    }

    /// The name of the cookie with the code of a draft; each form has its own.
    #[must_use]
    pub fn draft_name(self, form: &str) -> String {
        match self {
            Self::Secure => format!("__Host-draft-{form}"),
            Self::Plain => format!("draft-{form}"),
        }
    }

    /// That cookie. Nothing but this site's own calls needs it, so no other site's link carries it.
    #[must_use]
    pub fn draft_cookie(self, form: &str, value: String) -> Cookie<'static> {
        Cookie::build((self.draft_name(form), value))
            .http_only(true)
            .secure(self == Self::Secure)
            .same_site(SameSite::Strict)
            .path("/")
            .build()
    }

    fn cookie(self, purpose: CookieUse, value: String) -> Cookie<'static> {
        Cookie::build((self.name(purpose), value))
            .http_only(true)
            .secure(self == Self::Secure)
            .same_site(SameSite::Lax)
            .path("/")
            .build()
    }
}

impl SessionSecret {
    /// A new one.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn new(randomness: &dyn Randomness) -> Result<Self, Failure> {
        Ok(Self(randomness::hex(randomness, SECRET_BYTES)?))
    }

    /// What the database knows it by.
    #[must_use]
    pub fn hash(&self) -> String {
        randomness::sha256(self.0.as_bytes())
    }

    /// What seals with it.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Whether the address in the browser is this computer's own; a proxy says that it is one.
fn is_from_this_computer(request: &HeaderMap) -> bool {
    let host = header_text(request, HOST.as_str()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    let is_proxied = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"]
        .into_iter()
        .any(|header| request.contains_key(header));
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") && !is_proxied
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::{CookieKind, CookiePolicy};

    fn kind(headers: &[(&'static str, &str)]) -> CookieKind {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        CookiePolicy::PlainForThisComputer.kind(&headers)
    }

    #[test]
    fn plain_only_for_a_browser_on_this_computer() {
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost"] {
            assert_eq!(kind(&[("host", host)]), CookieKind::Plain, "{host}");
        }
        for host in ["servicetorg.example", "localhost.example:8080", "192.0.2.7:8080", ""] {
            assert_eq!(kind(&[("host", host)]), CookieKind::Secure, "{host}");
        }
        assert_eq!(kind(&[("host", "localhost"), ("x-forwarded-proto", "https")]), CookieKind::Secure);
        assert_eq!(kind(&[]), CookieKind::Secure);
    }
}
