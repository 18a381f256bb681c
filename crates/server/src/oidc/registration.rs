//! What has been agreed with a provider: who it is, who we are, and how we prove it.

use std::{fmt, str::FromStr};

use jsonwebtoken::EncodingKey;
use openidconnect::url::{Host, Url};

/// An address that nobody listens in on: https, or this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

/// The address of this site, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

/// An address that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an address that starts with https://")]
pub struct WrongAddress;

/// A file that holds no private key for RSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a private RSA key in PEM")]
pub struct WrongKey;

/// How we prove to the provider who we are.
#[derive(Clone)]
pub enum Proof {
    /// By a private key (`private_key_jwt`).
    Key {
        /// For RS256.
        key: EncodingKey,
        /// What the provider calls it.
        id: String,
    },
    /// By a shared secret (`client_secret_basic`).
    Secret(String),
}

/// What has been agreed with a provider.
#[derive(Clone, Debug)]
pub struct Registration {
    /// What it calls itself.
    pub issuer: Address,
    /// What we are called there.
    pub client_id: String,
    /// How we prove it.
    pub proof: Proof,
    /// Where people come back to with a code.
    pub callback: String,
    /// Where they come back to after they have signed out.
    pub after_sign_out: String,
}

impl Proof {
    /// A key from a file in PEM.
    ///
    /// # Errors
    /// Where there is none in it.
    pub fn key(pem: &[u8], id: String) -> Result<Self, WrongKey> {
        let key = EncodingKey::from_rsa_pem(pem).map_err(|_| WrongKey)?;
        Ok(Self::Key { key, id })
    }
}

/// Never the key or the secret.
impl fmt::Debug for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Key { .. } => "Key",
            Self::Secret(_) => "Secret",
        })
    }
}

impl Address {
    /// As it was written: providers compare it letter by letter.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }
}

impl FromStr for Address {
    type Err = WrongAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| WrongAddress)?;
        let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if is_plain && is_safe(&url) { Ok(Self(text.to_owned())) } else { Err(WrongAddress) }
    }
}

impl BaseUrl {
    /// The address of a path, which starts with a slash.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl FromStr for BaseUrl {
    type Err = WrongAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address: Address = text.parse()?;
        // A path would not be that of the cookies.
        if text.trim_end_matches('/') == address.origin() {
            Ok(Self(address.origin()))
        } else {
            Err(WrongAddress)
        }
    }
}

/// Whether nobody can listen in: https, or this computer.
pub(super) fn is_safe(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

#[cfg(test)]
mod tests {
    use super::{Address, BaseUrl, Proof};

    #[test]
    fn only_addresses_that_nobody_listens_in_on() {
        for good in [
            "https://idporten.no",
            "https://x.example/tenant/v2.0",
            "http://127.0.0.1:1",
            "http://localhost:1",
        ] {
            assert!(good.parse::<Address>().is_ok(), "{good}");
        }
        for wrong in
            ["", "idporten.no", "http://idporten.no", "https://a?b", "https://a#b", "https://a@b", "ftp://a"]
        {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_site_is_at_the_root_of_its_host() {
        let base: BaseUrl = "https://tjenester.example.no/".parse().unwrap();
        assert_eq!(base.at("/auth/callback"), "https://tjenester.example.no/auth/callback");
        assert!("https://example.no/sub".parse::<BaseUrl>().is_err());
    }

    #[test]
    fn what_proves_who_we_are_is_never_shown() {
        assert_eq!(format!("{:?}", Proof::Secret("hemmelig".into())), "Secret");
        assert!(Proof::key(b"not a key", "1".into()).is_err());
    }
}
