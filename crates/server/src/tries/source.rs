//! Where a call comes from: the right-most hop that is not a proxy of ours.
//!
//! Only `X-Forwarded-For` is read, and only from our proxies, who must all write it: with a second header to
//! read, a proxy that writes one would pass on what anybody has written into the other.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::Once,
};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::{HeaderMap, request::Parts};
use tracing::warn;

use super::{TrustedProxies, Whose};
use crate::state::AppState;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Where calls come from; nothing where it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(pub Option<IpAddr>);

impl Source {
    /// Where a call from this peer comes from. What cannot be read is the peer's own.
    #[must_use]
    pub fn of(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &TrustedProxies) -> Self {
        let Some(peer) = peer.map(|peer| peer.to_canonical()) else { return Self(None) };
        if !proxies.contains(peer) {
            return Self(Some(network(peer)));
        }
        // Each proxy adds at the end for whom it speaks, in a line of its own or in the last one.
        let lines = headers.get_all(FORWARDED_FOR).iter().rev();
        let hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        let mut source = peer;
        for hop in hops {
            let Some(address) = address(hop) else { break };
            source = address;
            if !proxies.contains(address) {
                break;
            }
        }
        Self(Some(network(source)))
    }
}

impl From<Source> for Whose {
    fn from(source: Source) -> Self {
        source.0.map_or(Self::Others, Self::Address)
    }
}

impl FromRequestParts<AppState> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        static TOLD: Once = Once::new();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let proxies = &app.serving.proxies;
        if parts.headers.contains_key(FORWARDED_FOR) && peer.is_some_and(|peer| !proxies.contains(peer)) {
            TOLD.call_once(|| {
                warn!(
                    "a call came with X-Forwarded-For from an address that is not among `trusted_proxies`: if a \
                     proxy of yours sent it, limits count all its people as one"
                );
            });
        }
        Ok(Self::of(peer, &parts.headers, proxies))
    }
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let address = text.parse().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip())).or_else(bare)?;
    Some(address.to_canonical())
}

/// An address of version 6 stands for the network of a household, which has 2⁶⁴ of them.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address => address,
    }
}
