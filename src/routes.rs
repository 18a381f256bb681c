//! Every page's address: the routes of the router, and the functions that build links to them.

use contract::{
    paths,
    problem::Code,
    session::{Device, SignInLevel},
};
use locale::Language;

use crate::platform::http::Failure;

/// The front page.
pub const HOME: &str = "/";

/// Search and browse.
pub const SERVICES: &str = "/tjenester";

/// Going on with a form by its code.
pub const GO_ON: &str = "/fortsett";

/// The person's own page.
pub const MINSIDE: &str = "/minside";

/// Where the person is signed in.
pub const SESSIONS: &str = "/minside/innlogginger";

/// What is kept of the person.
pub const DATA: &str = "/minside/data";

/// Sign-in, and where to go afterwards.
pub fn sign_in(then: &str) -> String {
    ["/logg-inn?til=", &escape(then)].concat()
}

/// Sign-in once more, at a higher level.
pub fn sign_in_higher(then: &str) -> String {
    ["/logg-inn?niva=hoyt&til=", &escape(then)].concat()
}

/// Where a call that needs another sign-in leads; nothing where the failure is another one.
pub fn sign_in_after(failure: &Failure, then: &str) -> Option<String> {
    match failure.code() {
        Some(Code::LevelRequired) => Some(sign_in_higher(then)),
        _ => failure.is_signed_out().then(|| sign_in(then)),
    }
}

/// Out to the provider; no page of the app.
pub fn provider(then: &str, language: Language, level: Option<SignInLevel>, device: Device) -> String {
    paths::sign_in(&escape(then), language, level, device)
}

/// What a search found.
pub fn search(query: &str) -> String {
    ["/tjenester?q=", &escape(query)].concat()
}

/// The services of a theme.
pub fn theme(id: &str) -> String {
    ["/tjenester?tema=", id].concat()
}

/// A service.
pub fn service(id: &str) -> String {
    ["/tjenester/", id].concat()
}

/// Where a form starts or goes on.
pub fn form(id: &str) -> String {
    ["/skjema/", id].concat()
}

/// A page of a form.
pub fn form_page(id: &str, page: &str) -> String {
    ["/skjema/", id, "/", page].concat()
}

/// The last step of a form before it is sent.
pub fn form_summary(id: &str) -> String {
    form_page(id, SUMMARY)
}

/// That a form has been received.
pub fn receipt(id: &str, reference: &str) -> String {
    ["/skjema/", id, "/", RECEIPT, "/", reference].concat()
}

/// A case.
pub fn case(reference: &str) -> String {
    ["/minside/saker/", reference].concat()
}

/// The page part of a form's summary; no page of a form can have this id.
pub const SUMMARY: &str = "oppsummering";

/// The page part of a form's receipt; no page of a form can have this id.
pub const RECEIPT: &str = "kvittering";

/// An address of this site that a sign-in may return to: a path, never another site.
pub fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

/// Percent-encoding of a query value (RFC 3986: everything but unreserved characters).
fn escape(value: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{is_own_path, sign_in};

    #[test]
    fn sign_in_returns_only_to_this_site() {
        assert_eq!(
            sign_in("/skjema/meld-feil/sted#felt-sted"),
            "/logg-inn?til=/skjema/meld-feil/sted%23felt-sted"
        );
        assert!(is_own_path("/minside"));
        for foreign in ["//ond.example", "https://ond.example", "/\\ond.example", "", "/a\nb"] {
            assert!(!is_own_path(foreign), "{foreign:?}");
        }
    }
}
