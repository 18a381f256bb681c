//! The settings of a demo, and how it is kept from the world.

use std::net::SocketAddr;

use content::DemoMode;
use locale::Timestamp;

use super::{
    Reader,
    known::{SWITCH, Setting},
};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 3] = [
    Setting {
        name: "demo",
        variable: "SERVICETORG_DEMO",
        value: SWITCH,
        default: "false",
        means: "Made-up people instead of real sign-in",
    },
    Setting {
        name: "demo_anywhere",
        variable: "SERVICETORG_DEMO_ANYWHERE",
        value: SWITCH,
        default: "false",
        means: "Lets a demo listen outside this computer",
    },
    Setting {
        name: "demo_clock",
        variable: "SERVICETORG_DEMO_CLOCK",
        value: "TIME",
        default: "",
        means: "Lets the clock of a demo start at a point in time, such as 2026-11-24T09:03:00Z",
    },
];

/// How a demo is kept from the world.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DemoReach {
    ThisComputer,
    Anywhere,
}

impl Reader {
    pub(super) fn demo(&mut self) -> Option<DemoMode> {
        self.choice("demo", &[("true", DemoMode::On), ("false", DemoMode::Off)])
    }

    /// Anyone can sign in as anyone in a demo.
    pub(super) fn keep_demo_here(&mut self, demo: Option<DemoMode>, listen: Option<SocketAddr>) {
        let reaches = [("true", DemoReach::Anywhere), ("false", DemoReach::ThisComputer)];
        let reach = self.choice("demo_anywhere", &reaches);
        let is_open = listen.is_some_and(|listen| !listen.ip().is_loopback());
        if is_open && demo == Some(DemoMode::On) && reach == Some(DemoReach::ThisComputer) {
            self.fault(
                "listen",
                "an address of this computer only, such as 127.0.0.1:8080, since anyone can sign in as \
                 anyone in a demo; --demo-anywhere allows it all the same",
            );
        }
    }

    pub(super) fn demo_clock(&mut self, demo: Option<DemoMode>) -> Option<Timestamp> {
        let text = self.text("demo_clock");
        if text.is_empty() {
            return None;
        }
        let start = Timestamp::parse(&text);
        if start.is_none() {
            self.fault("demo_clock", "a point in time in UTC, such as 2026-11-24T09:03:00Z");
        } else if demo == Some(DemoMode::Off) {
            self.fault("demo_clock", "nothing without --demo: real sessions need the real time");
        }
        start
    }
}
