//! The key of the audit log's chain: kept sealed in the database, so that the keys which seal can be changed.

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use uuid::Uuid;

use crate::randomness::to_hex;

/// Signs entries of the audit log.
pub struct ChainKey {
    id: Uuid,
    key: hmac::Key,
}

impl ChainKey {
    /// Of its secret: as long as what the hash gives.
    pub const BYTES: usize = 32;

    /// Of a secret in hexadecimal; nothing where it is none.
    #[must_use]
    pub fn new(id: Uuid, secret: &str) -> Option<Self> {
        let is_secret =
            secret.len() == 2 * Self::BYTES && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        // The digits themselves are the key: HMAC takes any bytes, and there are as many random bits in them.
        is_secret.then(|| Self { id, key: hmac::Key::new(HMAC_SHA256, secret.as_bytes()) })
    }

    /// What names it.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// HMAC-SHA-256 in hexadecimal.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        to_hex(hmac::sign(&self.key, text.as_bytes()).as_ref())
    }
}
