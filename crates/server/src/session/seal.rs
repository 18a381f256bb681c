//! Seals the ID token with the secret in the cookie (AES-256-GCM): who reads the database alone cannot read it, and
//! there is no key to look after.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest::{Context, SHA256},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use super::cookie::SessionSecret;
use crate::randomness::{NoRandomness, Randomness};

/// Sets this use of the secret apart from its hash, which is the key of the row.
const PURPOSE: &[u8] = b"servicetorg: ID token of a session\0";

/// Seals it.
///
/// # Errors
/// Where there is no randomness.
pub(crate) fn seal(
    secret: &SessionSecret,
    text: &str,
    randomness: &dyn Randomness,
) -> Result<Option<String>, NoRandomness> {
    let mut nonce = [0; NONCE_LEN];
    randomness.fill(&mut nonce)?;
    let mut sealed = text.as_bytes().to_vec();
    let is_sealed = key(secret).is_some_and(|key| {
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed).is_ok()
    });
    Ok(is_sealed.then(|| BASE64_STANDARD.encode([nonce.as_slice(), &sealed].concat())))
}

/// What was sealed, where it was with this secret.
pub(crate) fn unseal(secret: &SessionSecret, sealed: &str) -> Option<String> {
    let mut bytes = BASE64_STANDARD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let text = key(secret)?.open_in_place(nonce, Aad::empty(), sealed).ok()?;
    String::from_utf8(text.to_vec()).ok()
}

fn key(secret: &SessionSecret) -> Option<LessSafeKey> {
    let mut digest = Context::new(&SHA256);
    digest.update(PURPOSE);
    digest.update(secret.bytes());
    UnboundKey::new(&AES_256_GCM, digest.finish().as_ref()).ok().map(LessSafeKey::new)
}

#[cfg(test)]
mod tests {
    use super::{SessionSecret, seal, unseal};
    use crate::randomness::SystemRandomness;

    #[test]
    fn only_the_secret_opens_it() {
        let [mine, other] = [(); 2].map(|()| SessionSecret::new(&SystemRandomness).unwrap());
        let sealed = seal(&mine, "eyJ", &SystemRandomness).unwrap().unwrap();
        assert_eq!(unseal(&mine, &sealed).as_deref(), Some("eyJ"));
        assert_eq!(unseal(&other, &sealed), None);
        for broken in ["", "AAAA", "å", &sealed[4..]] {
            assert_eq!(unseal(&mine, broken), None);
        }
        assert_ne!(Some(sealed), seal(&mine, "eyJ", &SystemRandomness).unwrap());
    }
}
