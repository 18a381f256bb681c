//! Whom we believe when they say for whom they speak: the proxies in front of the server.

use std::{net::IpAddr, str::FromStr};

use ipnet::IpNet;

/// The addresses and networks of our own proxies; none unless set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Whether the address is one of them.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// Addresses and networks with commas between, such as `127.0.0.1, 10.20.0.0/16, fd00::/8`.
impl FromStr for TrustedProxies {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let network = |part: &str| match part.parse::<IpNet>() {
            // All the world would be believed.
            Ok(network) => Some(network.trunc()).filter(|network| network.prefix_len() > 0),
            Err(_) => part.parse::<IpAddr>().ok().map(IpNet::from),
        };
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(network).collect::<Option<_>>().map(Self).ok_or(())
    }
}
