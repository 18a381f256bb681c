//! The keys of a database as their file has them: secrets by their ids, and which of them seals from now on.

use std::{collections::BTreeMap, fmt, str::FromStr};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

use crate::randomness::{self, NoRandomness, Randomness};

/// As long as the key of AES-256.
pub(super) const SECRET_BYTES: usize = 32;

/// Random bytes of a new id: enough that no two keys of a municipality are ever called the same.
const ID_BYTES: usize = 4;

const LONGEST_ID: usize = 32;

const EXPLANATION: &str = "\
# The keys of Servicetorg's database. Who has them and the database reads what people have told;
# who has lost them reads none of it. Keep them apart from copies of the database: docs/operations.md.
";

/// What a key is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(String);

/// Why a text holds no keys. Never tells a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongKeys {
    /// Not as such a file is written.
    #[error("it is not a keys file: expected `active = \"<id>\"` and, under `[keys]`, `<id> = \"<base64>\"`")]
    Shape,
    /// Not what a key can be called.
    #[error("a key is called by 1 to 32 letters without accents, digits, hyphens and underscores")]
    Id,
    /// Not 32 bytes.
    #[error("the key `{0}` is not 32 bytes in base64")]
    Secret(KeyId),
    /// There is none of that name.
    #[error("there is no key `{0}`")]
    Unknown(KeyId),
    /// It seals.
    #[error("the key `{0}` is the one that seals; choose another first")]
    Active(KeyId),
}

/// The keys of a database.
#[derive(Clone)]
pub struct Keys {
    active: KeyId,
    secrets: BTreeMap<KeyId, Zeroizing<[u8; SECRET_BYTES]>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    active: String,
    keys: BTreeMap<String, String>,
}

impl KeyId {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyId {
    type Err = WrongKeys;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let fits = (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(is_plain);
        if fits { Ok(Self(text.to_owned())) } else { Err(WrongKeys::Id) }
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Keys {
    /// One new key.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn new(randomness: &dyn Randomness) -> Result<Self, NoRandomness> {
        let (id, secret) = new_key(randomness)?;
        Ok(Self { active: id.clone(), secrets: BTreeMap::from([(id, secret)]) })
    }

    /// Adds a new key. It seals nothing until it is chosen.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn add(&mut self, randomness: &dyn Randomness) -> Result<KeyId, NoRandomness> {
        let (id, secret) = new_key(randomness)?;
        self.secrets.insert(id.clone(), secret);
        Ok(id)
    }

    /// Lets a key seal from now on.
    ///
    /// # Errors
    /// Where there is none of that name.
    pub fn choose(&mut self, id: &KeyId) -> Result<(), WrongKeys> {
        if !self.secrets.contains_key(id) {
            return Err(WrongKeys::Unknown(id.clone()));
        }
        self.active = id.clone();
        Ok(())
    }

    /// Takes a key out, unless it seals.
    ///
    /// # Errors
    /// Where it seals, or there is none of that name.
    pub fn remove(&mut self, id: &KeyId) -> Result<(), WrongKeys> {
        if *id == self.active {
            return Err(WrongKeys::Active(id.clone()));
        }
        self.secrets.remove(id).map(drop).ok_or_else(|| WrongKeys::Unknown(id.clone()))
    }

    /// The one that seals from now on.
    #[must_use]
    pub const fn active(&self) -> &KeyId {
        &self.active
    }

    /// What all are called.
    pub fn ids(&self) -> impl Iterator<Item = &KeyId> {
        self.secrets.keys()
    }

    pub(super) fn secrets(&self) -> impl Iterator<Item = (&KeyId, &Zeroizing<[u8; SECRET_BYTES]>)> {
        self.secrets.iter()
    }

    /// As the file is written.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        // Long enough for all of it: a text that grows leaves copies behind.
        let mut text = Zeroizing::new(String::with_capacity(1024 + 128 * self.secrets.len()));
        text.push_str(EXPLANATION);
        text.push_str("\nactive = \"");
        text.push_str(self.active.as_str());
        text.push_str("\"\n\n[keys]\n");
        for (id, secret) in &self.secrets {
            text.push_str(id.as_str());
            text.push_str(" = \"");
            BASE64_STANDARD.encode_string(secret.as_slice(), &mut text);
            text.push_str("\"\n");
        }
        text
    }
}

impl FromStr for Keys {
    type Err = WrongKeys;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // What the parser would tell shows the line, and with it a secret.
        let mut written: Written = toml::from_str(text).map_err(|_| WrongKeys::Shape)?;
        let secrets = written.keys.iter_mut().map(|(id, secret)| {
            let id: KeyId = id.parse()?;
            let bytes = BASE64_STANDARD.decode(secret.as_bytes()).map(Zeroizing::new);
            secret.zeroize();
            let bytes = bytes.ok().and_then(|bytes| bytes.as_slice().try_into().ok().map(Zeroizing::new));
            Ok((id.clone(), bytes.ok_or(WrongKeys::Secret(id))?))
        });
        let secrets: BTreeMap<_, _> = secrets.collect::<Result<_, WrongKeys>>()?;
        let active: KeyId = written.active.parse()?;
        if !secrets.contains_key(&active) {
            return Err(WrongKeys::Unknown(active));
        }
        Ok(Self { active, secrets })
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.ids().map(KeyId::as_str).collect();
        formatter
            .debug_struct("Keys")
            .field("active", &self.active.0)
            .field("ids", &ids)
            .finish_non_exhaustive()
    }
}

fn new_key(randomness: &dyn Randomness) -> Result<(KeyId, Zeroizing<[u8; SECRET_BYTES]>), NoRandomness> {
    let id = KeyId(format!("k{}", randomness::hex(randomness, ID_BYTES)?));
    let mut secret = Zeroizing::new([0; SECRET_BYTES]);
    randomness.fill(secret.as_mut())?;
    Ok((id, secret))
}
