//! Headers that every answer carries.

use axum::response::Response;
use http::{
    HeaderName, HeaderValue,
    header::{CACHE_CONTROL, VARY},
};

/// Set on every answer. Scripts, styles and calls come from this site alone; nothing is inline, and only
/// wasm may be compiled; text becomes markup only by the policy of `src/platform/markup.js`, and never script. No site
/// may frame this one, get hold of its window, or share a process with it.
pub const SECURITY_HEADERS: [(&str, &str); 9] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("origin-agent-cluster", "?1"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    // `no-referrer` would make browsers send `Origin: null` with forms, which counts as another site.
    ("referrer-policy", "same-origin"),
    // Browsers heed it over https only.
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

/// Of an answer that other sites may show in a frame; its own policy says which.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framed;

/// Adds those that an answer does not bring itself. An answer that does not say how long it may be kept is
/// not kept: it may be personal.
pub(super) fn secure(response: &mut Response) {
    let is_framed = response.extensions().get::<Framed>().is_some();
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        if is_framed && name == "x-frame-options" {
            continue;
        }
        // A file that people have sent has a stricter policy.
        headers.entry(HeaderName::from_static(name)).or_insert_with(|| HeaderValue::from_static(value));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.append(VARY, HeaderValue::from_static("cookie"));
    }
}
