//! Keys of the client and the provider, made when a test asks for them.

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};

/// A key, in the forms that the tests need.
pub(super) struct Key {
    /// The private half.
    pub(super) pem: String,
    /// The public half: `n`, as a key set has it; `e` is 65537.
    pub(super) modulus: String,
}

/// Ours.
pub(super) static CLIENT: LazyLock<Key> = LazyLock::new(Key::new);

/// The provider's.
pub(super) static PROVIDER: LazyLock<Key> = LazyLock::new(Key::new);

/// The provider's next one, or somebody else's.
pub(super) static OTHER: LazyLock<Key> = LazyLock::new(Key::new);

impl Key {
    fn new() -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
        let body = BASE64_STANDARD.encode(der.as_ref());
        let modulus = pair.public_key().modulus().big_endian_without_leading_zero().to_vec();
        Self {
            pem: format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"),
            modulus: BASE64_URL_SAFE_NO_PAD.encode(modulus),
        }
    }
}
