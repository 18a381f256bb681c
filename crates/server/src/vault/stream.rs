//! Seals the bytes of files, each file with a key of its own that its row holds, sealed as other values are.
//!
//! So a key that seals rows is changed without touching a file, and of a file whose row is gone nobody reads what may
//! be left. A sealed object is a mark, a salt, and segments of 64 KiB, each sealed with AES-256-GCM under a key made of
//! the file's by HKDF-SHA256 with the salt. The nonce of a segment is its number and whether it is the last: the STREAM
//! construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
//! Misuse-Resistance, 2015). The tags also cover the name of the object. What is cut, changed, put in another order or
//! in another place does not open.

use std::fmt;

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
};
use bytes::{Bytes, BytesMut};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::VaultError;
use crate::randomness::{NoRandomness, Randomness, to_hex};

/// What a sealed object begins with.
const MARK: &[u8; 4] = b"STF1";
const SALT_BYTES: usize = 32;
const HEAD: usize = MARK.len() + SALT_BYTES;

/// Bytes of a segment, and what they are sealed.
const SEGMENT: usize = 64 * 1024;
const TAG: usize = 16;
const SEALED_SEGMENT: usize = SEGMENT + TAG;

const ID_BYTES: usize = 16;
const SECRET_BYTES: usize = 32;

/// Sets the keys of files apart from others.
const PURPOSE: &[u8] = b"servicetorg: file";

/// The key of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct FileKey {
    id: Uuid,
    secret: Zeroizing<[u8; SECRET_BYTES]>,
}

/// The bytes of an object, sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Bytes);

/// An object is not as it was sealed: it was changed, cut, or moved from another place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes of a file are not as they were sealed")]
pub struct Damaged;

/// Opens an object piece by piece.
pub struct Opener {
    key: FileKey,
    name: String,
    body: Option<LessSafeKey>,
    /// The next segment.
    number: u32,
    buffer: BytesMut,
}

impl fmt::Debug for FileKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FileKey({})", self.id)
    }
}

impl Sealed {
    /// To be written.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl FileKey {
    /// A new one.
    ///
    /// # Errors
    /// Where there are no random bytes.
    pub fn new(randomness: &dyn Randomness) -> Result<Self, NoRandomness> {
        let mut id = [0; ID_BYTES];
        randomness.fill(&mut id)?;
        let mut secret = Zeroizing::new([0; SECRET_BYTES]);
        randomness.fill(secret.as_mut())?;
        Ok(Self { id: Uuid::from_bytes(id), secret })
    }

    /// What names it, which is no secret.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// As it is kept: name and secret in hexadecimal.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(to_hex(self.id.as_bytes()) + &to_hex(self.secret.as_ref()))
    }

    /// One that was kept; nothing where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (id, secret) = text.split_at_checked(2 * ID_BYTES)?;
        let digits = secret.as_bytes();
        if digits.len() != 2 * SECRET_BYTES {
            return None;
        }
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self { id: Uuid::try_parse(id).ok()?, secret: bytes })
    }

    /// Seals the bytes of the object of that name.
    ///
    /// # Errors
    /// Where there are no random bytes, or the library refuses: of more than 2^32 segments.
    pub fn seal(&self, name: &str, bytes: &[u8], randomness: &dyn Randomness) -> Result<Sealed, VaultError> {
        let refused = || VaultError::Refused("a file".to_owned());
        let mut salt = [0; SALT_BYTES];
        randomness.fill(&mut salt)?;
        let key = self.body_key(&salt).ok_or_else(refused)?;
        let segments = bytes.len().div_ceil(SEGMENT).max(1);
        let mut sealed = BytesMut::with_capacity(HEAD + bytes.len() + segments * TAG);
        sealed.extend_from_slice(MARK);
        sealed.extend_from_slice(&salt);
        for number in 0..segments {
            let from = number * SEGMENT;
            let segment = bytes.get(from..bytes.len().min(from + SEGMENT)).ok_or_else(refused)?;
            let end = if number + 1 == segments { End::Here } else { End::Later };
            let nonce = nonce(u32::try_from(number).map_err(|_| refused())?, end);
            let start = sealed.len();
            sealed.extend_from_slice(segment);
            let written = sealed.get_mut(start..).ok_or_else(refused)?;
            let tag = key.seal_in_place_separate_tag(nonce, Aad::from(name.as_bytes()), written);
            sealed.extend_from_slice(tag.map_err(|_| refused())?.as_ref());
        }
        Ok(Sealed(sealed.freeze()))
    }

    /// Opens the object of that name.
    #[must_use]
    pub fn opener(&self, name: &str) -> Opener {
        Opener { key: self.clone(), name: name.to_owned(), body: None, number: 0, buffer: BytesMut::new() }
    }

    fn body_key(&self, salt: &[u8]) -> Option<LessSafeKey> {
        let mut key = Zeroizing::new([0; SECRET_BYTES]);
        let source = Salt::new(HKDF_SHA256, salt).extract(self.secret.as_ref());
        source.expand(&[PURPOSE], HKDF_SHA256).ok()?.fill(key.as_mut()).ok()?;
        Some(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_ref()).ok()?))
    }
}

impl Opener {
    /// Takes what has been read, as it comes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// A segment that is not the last; nothing where more must be read first.
    ///
    /// # Errors
    /// Where it is not as it was sealed.
    pub fn next_segment(&mut self) -> Result<Option<Bytes>, Damaged> {
        self.read_head()?;
        // Where there is nothing behind a segment yet, it may be the last.
        if self.body.is_none() || self.buffer.len() <= SEALED_SEGMENT {
            return Ok(None);
        }
        let segment = self.buffer.split_to(SEALED_SEGMENT);
        self.open(segment, End::Later).map(Some)
    }

    /// The last segment, when all has been read.
    ///
    /// # Errors
    /// Where it is not as it was sealed, or is not the last.
    pub fn last_segment(mut self) -> Result<Bytes, Damaged> {
        self.read_head()?;
        let segment = std::mem::take(&mut self.buffer);
        self.open(segment, End::Here)
    }

    fn read_head(&mut self) -> Result<(), Damaged> {
        if self.body.is_none() && self.buffer.len() >= HEAD {
            let head = self.buffer.split_to(HEAD);
            let salt = head.strip_prefix(MARK).ok_or(Damaged)?;
            self.body = Some(self.key.body_key(salt).ok_or(Damaged)?);
        }
        Ok(())
    }

    fn open(&mut self, mut segment: BytesMut, end: End) -> Result<Bytes, Damaged> {
        let key = self.body.as_ref().ok_or(Damaged)?;
        let opened = key
            .open_in_place(nonce(self.number, end), Aad::from(self.name.as_bytes()), &mut segment)
            .map_err(|_| Damaged)?
            .len();
        self.number = self.number.checked_add(1).ok_or(Damaged)?;
        segment.truncate(opened);
        Ok(segment.freeze())
    }
}

/// Where the object ends.
#[derive(Clone, Copy)]
enum End {
    /// With this segment.
    Here,
    /// With one after it.
    Later,
}

fn nonce(number: u32, end: End) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    let (count, last) = bytes.split_at_mut(NONCE_LEN - 1);
    for (byte, value) in count.iter_mut().rev().zip(number.to_le_bytes()) {
        *byte = value;
    }
    last.fill(u8::from(matches!(end, End::Here)));
    Nonce::assume_unique_for_key(bytes)
}

#[cfg(test)]
mod tests;
