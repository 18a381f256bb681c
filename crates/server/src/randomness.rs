//! Randomness, as a parameter: the system's when serving, a repeatable one for demo data and tests.

use std::sync::atomic::{AtomicU64, Ordering};

use locale::Timestamp;
use rand::{TryRng, rngs::SysRng};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Gives bytes that nobody can guess.
pub trait Randomness: Send + Sync {
    /// Fills the bytes.
    ///
    /// # Errors
    /// Where the operating system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The operating system has no randomness to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// The operating system's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

/// The same bytes for the same seed, in the same order. Never for what must stay secret.
#[derive(Debug)]
pub struct SeededRandomness {
    seed: String,
    count: AtomicU64,
}

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        SysRng.try_fill_bytes(bytes).map_err(|_| NoRandomness)
    }
}

impl SeededRandomness {
    /// Starts from the seed.
    #[must_use]
    pub fn new(seed: impl Into<String>) -> Self {
        Self { seed: seed.into(), count: AtomicU64::new(0) }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in bytes.chunks_mut(32) {
            let count = self.count.fetch_add(1, Ordering::SeqCst);
            let block = Sha256::new().chain_update(&self.seed).chain_update(count.to_le_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

/// That many random bytes in hexadecimal.
///
/// # Errors
/// Where there is no randomness.
pub fn hex(randomness: &dyn Randomness, bytes: usize) -> Result<String, NoRandomness> {
    let mut buffer = vec![0; bytes];
    randomness.fill(&mut buffer)?;
    Ok(to_hex(&buffer))
}

/// A number from `least` to `most`, both included, near enough evenly for pauses.
///
/// # Errors
/// Where there is no randomness.
pub fn between(randomness: &dyn Randomness, least: u64, most: u64) -> Result<u64, NoRandomness> {
    let mut bytes = [0; 8];
    randomness.fill(&mut bytes)?;
    let span = most.saturating_sub(least).saturating_add(1);
    Ok(least + u64::from_le_bytes(bytes) % span)
}

/// An id that sorts by time (UUID version 7).
///
/// # Errors
/// Where there is no randomness.
pub fn id(randomness: &dyn Randomness, now: Timestamp) -> Result<Uuid, NoRandomness> {
    let mut random = [0; 10];
    randomness.fill(&mut random)?;
    let millis = u64::try_from(now.0).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// The SHA-256 of the bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    to_hex(&Sha256::digest(bytes))
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use locale::Timestamp;

    use super::{SeededRandomness, SystemRandomness, between, hex, id, sha256};

    #[test]
    fn ids_sort_by_time() {
        let earlier = id(&SystemRandomness, Timestamp(1_000)).unwrap();
        let later = id(&SystemRandomness, Timestamp(2_000)).unwrap();
        assert!(earlier < later);
        assert_eq!(earlier.get_version_num(), 7);
    }

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        let seeded = || hex(&SeededRandomness::new("seed"), 40).unwrap();
        assert_eq!(seeded(), seeded());
        assert_ne!(hex(&SystemRandomness, 32).unwrap(), hex(&SystemRandomness, 32).unwrap());
    }

    #[test]
    fn a_number_lies_between() {
        for (least, most) in [(0, 0), (5, 10), (7, u64::MAX)] {
            for _ in 0..100 {
                let number = between(&SystemRandomness, least, most).unwrap();
                assert!((least..=most).contains(&number), "{least} {most} {number}");
            }
        }
    }

    #[test]
    fn sha256_of_the_standard() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
