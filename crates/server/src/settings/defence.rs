//! The settings of defence: whom the server believes, and how much one may ask for. Why each limit is as it is
//! stands in `docs/limits.md`.

use super::{Reader, known::Setting};
use crate::tries::{CallRates, TrustedProxies};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 7] = [
    Setting {
        name: "trusted_proxies",
        variable: "SERVICETORG_TRUSTED_PROXIES",
        value: "ADDRESS,NETWORK,…",
        default: "",
        means: "Addresses and networks of your own proxies, such as `127.0.0.1, 10.20.0.0/16`: what they write into X-Forwarded-For is believed, and they must all write it",
    },
    Setting {
        name: "connections",
        variable: "SERVICETORG_CONNECTIONS",
        value: "COUNT",
        default: "800",
        means: "The most connections at once; others wait until one ends. With files and database they must fit into what the system lets a process open, often 1024",
    },
    Setting {
        name: "address_connections",
        variable: "SERVICETORG_ADDRESS_CONNECTIONS",
        value: "COUNT",
        default: "250",
        means: "The most connections of one address at once, trusted proxies excepted",
    },
    Setting {
        name: "address_calls",
        variable: "SERVICETORG_ADDRESS_CALLS",
        value: "COUNT",
        default: "12000",
        means: "The most calls of an address in a minute",
    },
    Setting {
        name: "session_calls",
        variable: "SERVICETORG_SESSION_CALLS",
        value: "COUNT",
        default: "600",
        means: "The most personal calls of a session in a minute",
    },
    Setting {
        name: "person_calls",
        variable: "SERVICETORG_PERSON_CALLS",
        value: "COUNT",
        default: "1200",
        means: "The most personal calls of a person in a minute",
    },
    Setting {
        name: "person_day_megabytes",
        variable: "SERVICETORG_PERSON_DAY_MEGABYTES",
        value: "MEGABYTES",
        default: "1000",
        means: "The most megabytes of files that a person may send in a day",
    },
];

/// How the server is kept from too much.
#[derive(Clone, Debug)]
pub struct Defence {
    /// Whom we believe when they say for whom they speak.
    pub proxies: TrustedProxies,
    /// The most connections at once.
    pub connections: usize,
    /// The most of one address.
    pub address_connections: usize,
    /// The most calls.
    pub rates: CallRates,
}

impl Reader {
    pub(super) fn defence(&mut self) -> Option<Defence> {
        let proxies = self.parse(
            "trusted_proxies",
            "addresses and networks with commas between, such as 127.0.0.1, 10.20.0.0/16",
        );
        let connections = self.count("connections");
        let address_connections = self.count("address_connections");
        let address = self.count("address_calls");
        let session = self.count("session_calls");
        let person = self.count("person_calls");
        let person_megabytes = self.count("person_day_megabytes");
        Some(Defence {
            proxies: proxies?,
            connections: usize::try_from(connections?).ok()?,
            address_connections: usize::try_from(address_connections?).ok()?,
            rates: CallRates {
                address: address?,
                session: session?,
                person: person?,
                person_megabytes: person_megabytes?,
            },
        })
    }

    fn count(&mut self, name: &'static str) -> Option<u32> {
        u32::try_from(self.whole(name, 1..=1_000_000)?).ok()
    }
}
