//! How often somebody may try what must not be tried too often: each source so many times in a while.
//!
//! Counts live in memory only and are forgotten after their while: an address on the network is somebody's.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use axum::extract::{ConnectInfo, FromRequestParts};
use contract::problem::Code;
use http::request::Parts;
use locale::Timestamp;

use crate::{extract::header_text, problem::Answer, state::AppState};

/// Milliseconds that tries are counted for.
const WHILE_MILLIS: i64 = 10 * 60 * 1000;

/// So many sources are told apart; those that come on top share one count.
const SOURCES: usize = 10_000;

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tried {
    /// A code of a draft that does not exist.
    Code,
    /// Beginning a draft without sign-in. A school or a library has one address for all its computers.
    Draft,
    /// Asking the register of organisations.
    Organisation,
    /// Going out to sign in: an office has one address for all its people.
    SignIn,
    /// Telling of steps in forms: a call or two a form.
    Steps,
    /// Files of people who are not signed in, in megabytes: each draft may have some, and an address many drafts.
    OpenMegabyte,
}

impl Tried {
    const fn most(self) -> u32 {
        match self {
            Self::Code => 10,
            Self::Draft | Self::Organisation => 100,
            Self::SignIn => 300,
            Self::Steps => 600,
            Self::OpenMegabyte => 1000,
        }
    }
}

/// Where calls come from; nothing where it is not known, or no longer told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source(Option<IpAddr>);

/// The counts of the server.
#[derive(Debug, Default)]
pub struct Tries(Mutex<HashMap<(Tried, Source), Count>>);

#[derive(Clone, Copy, Debug)]
struct Count {
    since: Timestamp,
    tries: u32,
}

impl Tries {
    /// Whether one more may be tried.
    ///
    /// # Errors
    /// [`Code::TooManyTries`] with the seconds until it may.
    pub fn check(&self, tried: Tried, source: Source, now: Timestamp) -> Answer<()> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = counts.get(&(tried, source)).or_else(|| counts.get(&(tried, Source(None))));
        let spent = spent.filter(|count| !count.is_over(now) && count.tries >= tried.most());
        spent.map_or(Ok(()), |count| {
            let millis = count.since.0 + WHILE_MILLIS - now.0;
            let seconds = u32::try_from(millis.max(0) / 1000).unwrap_or(u32::MAX).saturating_add(1);
            Err(Code::TooManyTries { seconds }.into())
        })
    }

    /// Counts one.
    pub fn count(&self, tried: Tried, source: Source, now: Timestamp) {
        self.count_many(tried, 1, source, now);
    }

    /// Counts so many.
    pub fn count_many(&self, tried: Tried, number: u32, source: Source, now: Timestamp) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= SOURCES {
            counts.retain(|_, count| !count.is_over(now));
        }
        let is_known = counts.contains_key(&(tried, source)) || counts.len() < SOURCES;
        let source = if is_known { source } else { Source(None) };
        let count = counts.entry((tried, source)).or_insert(Count { since: now, tries: 0 });
        if count.is_over(now) {
            *count = Count { since: now, tries: 0 };
        }
        count.tries = count.tries.saturating_add(number);
    }
}

impl Count {
    const fn is_over(&self, now: Timestamp) -> bool {
        now.0 >= self.since.0 + WHILE_MILLIS
    }
}

impl FromRequestParts<AppState> for Source {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        // A proxy beside us has added whom it speaks for at the end; what stands before is hearsay.
        let spoken_for = header_text(&parts.headers, "x-forwarded-for")
            .and_then(|all| all.rsplit(',').next()?.trim().parse().ok())
            .filter(|_| peer.is_none_or(is_beside_us));
        Ok(Self(spoken_for.or(peer).map(network)))
    }
}

/// Whether nobody on the internet can have this address.
const fn is_beside_us(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

/// An address of version 6 stands for the network of a household, which has 2⁶⁴ of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use locale::Timestamp;

    use super::{SOURCES, Source, Tried, Tries, WHILE_MILLIS, network};

    fn source(number: u32) -> Source {
        Source(Some(std::net::Ipv4Addr::from(number).into()))
    }

    #[test]
    fn a_source_that_has_tried_too_often_waits_and_others_do_not() {
        let tries = Tries::default();
        for _ in 0..10 {
            assert!(tries.check(Tried::Code, source(1), Timestamp(0)).is_ok());
            tries.count(Tried::Code, source(1), Timestamp(0));
        }
        assert!(tries.check(Tried::Code, source(1), Timestamp(WHILE_MILLIS - 1)).is_err());
        assert!(tries.check(Tried::Code, source(2), Timestamp(0)).is_ok());
        assert!(tries.check(Tried::Draft, source(1), Timestamp(0)).is_ok());
        assert!(tries.check(Tried::Code, source(1), Timestamp(WHILE_MILLIS)).is_ok());
    }

    #[test]
    fn a_flood_of_sources_shares_one_count_and_fills_no_memory() {
        let tries = Tries::default();
        let flood = u32::try_from(SOURCES).unwrap() + 100;
        for number in 0..flood {
            tries.count(Tried::Code, source(number), Timestamp(0));
        }
        assert!(tries.0.lock().unwrap().len() <= SOURCES + 1);
        assert!(tries.check(Tried::Code, source(flood + 1), Timestamp(0)).is_err());
        assert!(tries.check(Tried::Code, source(flood + 1), Timestamp(WHILE_MILLIS)).is_ok());
    }

    #[test]
    fn a_household_is_one_source() {
        let [one, other] =
            ["2001:db8:1:2::3", "2001:db8:1:2:ffff::4"].map(|address| network(address.parse().unwrap()));
        assert_eq!(one, other);
    }
}
