//! The code by which somebody who is not signed in goes on with a draft, and the cookie that carries it.
//!
//! The code is the only key to the draft. The browser keeps it in a cookie of its own for each form, which
//! scripts cannot read and which goes when the browser is closed; the database keeps its hash.

use axum_extra::extract::cookie::CookieJar;
use http::HeaderMap;

use crate::{
    problem::Answer,
    randomness::{self, Randomness},
    session::CookieKind,
};

/// Letters and digits that are not mistaken for each other, in print or read aloud: none of 0 and O, 1 and I,
/// 2 and Z, 5 and S, 6 and G, 8 and B, U and V but for U.
const ALPHABET: &[u8; 23] = b"3479ACDEFHJKLMNPQRTUWXY";

/// So many of them hold 72 random bits.
const LENGTH: usize = 16;

/// Shown in groups of so many.
const GROUP: usize = 4;

/// A code: capital letters and digits, without hyphens.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftCode(String);

impl DraftCode {
    /// A new one.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn new(randomness: &dyn Randomness) -> Answer<Self> {
        // What is left over of 256 is not used: it would favour some of the letters.
        let fair = 256 / ALPHABET.len() * ALPHABET.len();
        let mut code = String::with_capacity(LENGTH);
        while code.len() < LENGTH {
            let mut bytes = [0; LENGTH];
            randomness.fill(&mut bytes)?;
            let chosen = bytes.into_iter().map(usize::from).filter(|byte| *byte < fair);
            code.extend(
                chosen.take(LENGTH - code.len()).map(|byte| char::from(ALPHABET[byte % ALPHABET.len()])),
            );
        }
        Ok(Self(code))
    }

    /// The code that somebody has typed; nothing where it cannot be one.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let code: String = typed
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '\u{2010}'..='\u{2015}'))
            .take(LENGTH + 1)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let is_known = |byte: u8| ALPHABET.contains(&byte);
        (code.len() == LENGTH && code.bytes().all(is_known)).then_some(Self(code))
    }

    /// As people see it: `C7KA-QX4M-3TRH-9WNE`.
    #[must_use]
    pub fn shown(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }

    /// What the database knows it by.
    #[must_use]
    pub fn hash(&self) -> String {
        randomness::sha256(self.0.as_bytes())
    }

    /// The code that the browser carries for this form.
    #[must_use]
    pub fn read(kind: CookieKind, request: &HeaderMap, form: &str) -> Option<Self> {
        Self::parse(CookieJar::from_headers(request).get(&kind.draft_name(form))?.value())
    }

    /// Lets the browser carry it for as long as it runs.
    pub fn give(&self, kind: CookieKind, form: &str) -> CookieJar {
        CookieJar::new().add(kind.draft_cookie(form, self.0.clone()))
    }

    /// Lets the browser forget it.
    pub fn take_back(kind: CookieKind, form: &str) -> CookieJar {
        let mut cookie = kind.draft_cookie(form, String::new());
        cookie.make_removal();
        CookieJar::new().add(cookie)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALPHABET, DraftCode, LENGTH};
    use crate::randomness::SystemRandomness;

    #[test]
    fn a_code_is_read_however_it_is_written() {
        for _ in 0..200 {
            let code = DraftCode::new(&SystemRandomness).unwrap();
            let shown = code.shown();
            assert_eq!(shown.len(), 19, "{shown}");
            assert!(shown.bytes().all(|byte| byte == b'-' || ALPHABET.contains(&byte)), "{shown}");
            for typed in [
                shown.to_lowercase(),
                shown.replace('-', ""),
                shown.replace('-', " "),
                format!(" {} ", shown.replace('-', "–")),
            ] {
                assert!(DraftCode::parse(&typed) == Some(code.clone()), "{typed}");
            }
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        let long = "A".repeat(LENGTH + 1);
        for typed in ["", "AAAA", "AAAA-AAAA-AAAA-AAA0", "AAAA-AAAA-AAAA-AAÅ", &long, &"-".repeat(100_000)] {
            assert!(DraftCode::parse(typed).is_none(), "{}", typed.len());
        }
    }
}
