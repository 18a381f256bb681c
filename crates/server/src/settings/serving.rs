//! The settings of listening: where, for how long, with which cookies.

use std::{net::SocketAddr, time::Duration};

use super::{Reader, known::Setting};
use crate::session::CookiePolicy;

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 5] = [
    Setting {
        name: "listen",
        variable: "SERVICETORG_LISTEN",
        value: "ADDRESS",
        default: "127.0.0.1:8080",
        means: "Address and port to listen on; where systemd hands over a socket, that of the socket",
    },
    Setting {
        name: "cookie",
        variable: "SERVICETORG_COOKIE",
        value: "auto|secure|plain",
        default: "auto",
        means: "How the session cookie is set: `auto` is plain where only this computer can reach the server, and secure elsewhere",
    },
    Setting {
        name: "timeout",
        variable: "SERVICETORG_TIMEOUT",
        value: "SECONDS",
        default: "10",
        means: "Seconds a call may take",
    },
    Setting {
        name: "notice",
        variable: "SERVICETORG_NOTICE",
        value: "SECONDS",
        default: "2",
        means: "Seconds for which a server that is told to stop still takes calls, and says at `/health/ready` and with each answer that it is about to leave. Behind a proxy that asks for its health: longer than it takes to see that",
    },
    Setting {
        name: "drain",
        variable: "SERVICETORG_DRAIN",
        value: "SECONDS",
        default: "45",
        means: "Seconds that calls and jobs under way may take after that; those that take longer are given up, and the jobs given back. A job takes 40 at the most",
    },
];

/// How it listens.
pub(super) struct Listening {
    pub(super) listen: SocketAddr,
    pub(super) cookies: CookiePolicy,
    pub(super) timeout: Duration,
    pub(super) ending: Ending,
}

/// How much time the server has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// It says that it is about to leave.
    pub notice: Duration,
    /// It finishes what it has begun.
    pub drain: Duration,
}

impl Reader {
    pub(super) fn listening(&mut self) -> Option<Listening> {
        let listen: Option<SocketAddr> =
            self.parse("listen", "an address and a port, such as 127.0.0.1:8080");
        let is_loopback = listen.is_some_and(|listen| listen.ip().is_loopback());
        let auto = if is_loopback { CookiePolicy::PlainForThisComputer } else { CookiePolicy::Secure };
        let choices = [("auto", auto), ("secure", CookiePolicy::Secure), ("plain", CookiePolicy::Plain)];
        let cookies = self.choice("cookie", &choices);
        if listen.is_some() && !is_loopback && cookies == Some(CookiePolicy::Plain) {
            self.fault("cookie", "auto or secure: a plain cookie must not travel over a network");
        }
        let timeout = self.seconds("timeout", 1..=600);
        let notice = self.seconds("notice", 0..=600);
        let drain = self.seconds("drain", 0..=600);
        let ending = Ending { notice: notice?, drain: drain? };
        Some(Listening { listen: listen?, cookies: cookies?, timeout: timeout?, ending })
    }
}
