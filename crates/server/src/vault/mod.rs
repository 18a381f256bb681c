//! Seals what people tell, so that who reads the database alone cannot read it, and hashes what is looked up.
//!
//! A sealed value is base64 of a version, the id of its key, a nonce, and AES-256-GCM-SIV's ciphertext with its tag.
//! The tag also covers the head and the place of the value: it opens in no other table, column or row. GCM-SIV, since
//! a nonce that comes twice then tells no more than that the same was sealed twice in the same place.

mod chain;
mod file;
mod keys;
mod stream;

use std::{collections::BTreeMap, fmt, sync::Arc};

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
    hmac::{self, HMAC_SHA256},
};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use uuid::Uuid;
use zeroize::Zeroizing;

use self::keys::SECRET_BYTES;
pub use self::{
    chain::ChainKey,
    file::{KeysFileError, add_key, create, read, remove_key, use_key, without},
    keys::{KeyId, Keys, WrongKeys},
    stream::{Damaged, FileKey, Opener, Sealed},
};
use crate::randomness::{NoRandomness, Randomness, to_hex};

/// How sealed values are written.
const VERSION: u8 = 1;

/// Sets the keys that are made of each secret apart.
const TO_SEAL: &[u8] = b"servicetorg: seal";
const TO_LOOK_UP: &[u8] = b"servicetorg: look up";

/// Where a value belongs; it opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// Its column.
    pub column: &'a str,
    /// What names the row, for as long as it lives.
    pub row: Uuid,
}

/// Why a value is not sealed or opened. Never tells what is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// This program has been given no keys.
    #[error("there are no keys")]
    NoKeys,
    /// The keys file is older than the value, or of another database.
    #[error(
        "{0} is sealed with the key `{1}`, which is not in the keys file; give this server the newer file and start it again"
    )]
    UnknownKey(String, KeyId),
    /// Changed since it was sealed, moved from another place, or never sealed.
    #[error("{0} is not as it was sealed: it has been changed, or moved from another place")]
    Damaged(String),
    /// It is too long, or the library refuses.
    #[error("{0} cannot be sealed")]
    Refused(String),
    /// No random bytes for a nonce.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// The keys, ready for use.
pub struct Vault {
    keys: BTreeMap<KeyId, Derived>,
    active: Option<KeyId>,
    randomness: Arc<dyn Randomness>,
}

/// What is made of a secret.
struct Derived {
    seal: LessSafeKey,
    look_up: hmac::Key,
}

/// What is looked up, hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// As it is kept from now on.
    pub active: String,
    /// As it may have been kept, that of now included.
    pub all: Vec<String>,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{} of {}", self.table, self.column, self.row)
    }
}

impl Vault {
    /// One that seals and opens nothing, for what needs no sealed value, such as a copy of the database.
    #[must_use]
    pub fn without_keys(randomness: Arc<dyn Randomness>) -> Self {
        Self { keys: BTreeMap::new(), active: None, randomness }
    }

    /// One with these keys. `randomness` gives the nonces.
    ///
    /// # Errors
    /// Where the library refuses a key.
    pub fn new(keys: &Keys, randomness: Arc<dyn Randomness>) -> Result<Self, VaultError> {
        let derive = |(id, secret): (&KeyId, &Zeroizing<[u8; SECRET_BYTES]>)| {
            let derived =
                Derived::of(secret).ok_or_else(|| VaultError::Refused(format!("the key `{id}`")))?;
            Ok((id.clone(), derived))
        };
        let active = Some(keys.active().clone());
        Ok(Self { keys: keys.secrets().map(derive).collect::<Result<_, VaultError>>()?, active, randomness })
    }

    /// The key that seals from now on.
    ///
    /// # Errors
    /// [`VaultError::NoKeys`].
    pub fn active(&self) -> Result<&KeyId, VaultError> {
        self.active.as_ref().ok_or(VaultError::NoKeys)
    }

    /// Where nonces come from.
    pub fn randomness(&self) -> &dyn Randomness {
        self.randomness.as_ref()
    }

    /// Those that open, the active one among them.
    pub fn ids(&self) -> impl Iterator<Item = &KeyId> {
        self.keys.keys()
    }

    /// Seals a text with the active key.
    ///
    /// # Errors
    /// Where there are no keys or no randomness.
    pub fn seal(&self, place: Place<'_>, text: &str) -> Result<String, VaultError> {
        self.seal_with(self.active()?, place, text)
    }

    /// Seals a text with one of the keys.
    ///
    /// # Errors
    /// Where there is no such key or no randomness.
    pub fn seal_with(&self, id: &KeyId, place: Place<'_>, text: &str) -> Result<String, VaultError> {
        let key = self.keys.get(id).ok_or_else(|| VaultError::UnknownKey(place.to_string(), id.clone()))?;
        let mut nonce = [0; NONCE_LEN];
        self.randomness.fill(&mut nonce)?;
        let head = head(id);
        let mut body = text.as_bytes().to_vec();
        key.seal
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound(&head, place), &mut body)
            .map_err(|_| VaultError::Refused(place.to_string()))?;
        Ok(BASE64_STANDARD_NO_PAD.encode([head.as_slice(), &nonce, &body].concat()))
    }

    /// What was sealed in this place.
    ///
    /// # Errors
    /// Where it is not there as it was sealed, or its key is not among these.
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<String, VaultError> {
        let damaged = || VaultError::Damaged(place.to_string());
        if self.keys.is_empty() {
            return Err(VaultError::NoKeys);
        }
        let mut bytes = BASE64_STANDARD_NO_PAD.decode(sealed).map_err(|_| damaged())?;
        let id = key_of(&bytes).ok_or_else(damaged)?;
        let key = self.keys.get(&id).ok_or_else(|| VaultError::UnknownKey(place.to_string(), id.clone()))?;
        let head = head(&id);
        let rest = bytes.get_mut(head.len()..).ok_or_else(damaged)?;
        let (nonce, body) = rest.split_at_mut_checked(NONCE_LEN).ok_or_else(damaged)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged())?;
        let opened = key.seal.open_in_place(nonce, bound(&head, place), body).map_err(|_| damaged())?;
        String::from_utf8(opened.to_vec()).map_err(|_| damaged())
    }

    /// A text that is looked up, hashed with each key. `purpose` keeps what is hashed for one column apart from others.
    ///
    /// # Errors
    /// Where there are no keys.
    pub fn hashes(&self, purpose: &str, text: &str) -> Result<Hashes, VaultError> {
        let hash = |key: &Derived| {
            let mut context = hmac::Context::with_key(&key.look_up);
            context.update(purpose.as_bytes());
            context.update(&[0]);
            context.update(text.as_bytes());
            to_hex(context.sign().as_ref())
        };
        let active = self.keys.get(self.active()?).ok_or(VaultError::NoKeys)?;
        Ok(Hashes { active: hash(active), all: self.keys.values().map(hash).collect() })
    }
}

impl Derived {
    fn of(secret: &[u8; SECRET_BYTES]) -> Option<Self> {
        let source = Salt::new(HKDF_SHA256, &[]).extract(secret);
        let derive = |purpose: &'static [u8]| {
            let mut key = Zeroizing::new([0; SECRET_BYTES]);
            source.expand(&[purpose], HKDF_SHA256).ok()?.fill(key.as_mut()).ok()?;
            Some(key)
        };
        let seal = UnboundKey::new(&AES_256_GCM_SIV, derive(TO_SEAL)?.as_ref()).ok()?;
        Some(Self {
            seal: LessSafeKey::new(seal),
            look_up: hmac::Key::new(HMAC_SHA256, derive(TO_LOOK_UP)?.as_ref()),
        })
    }
}

/// What a sealed value begins with.
fn head(id: &KeyId) -> Vec<u8> {
    let id = id.as_str().as_bytes();
    // An id is 32 characters at the most.
    let length = u8::try_from(id.len()).unwrap_or(u8::MAX);
    [&[VERSION, length], id].concat()
}

fn key_of(sealed: &[u8]) -> Option<KeyId> {
    let (&version, rest) = sealed.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let id = rest.get(..usize::from(length))?;
    if version != VERSION {
        return None;
    }
    str::from_utf8(id).ok()?.parse().ok()
}

fn bound(head: &[u8], place: Place<'_>) -> Aad<Vec<u8>> {
    let Place { table, column, row } = place;
    Aad::from([head, format!("{table}:{column}:{row}").as_bytes()].concat())
}

#[cfg(test)]
mod tests;
