//! The settings of who watches the server.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use super::{Reader, known::Setting};
use crate::traces::TracesSetting;

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 4] = [
    Setting {
        name: "metrics",
        variable: "SERVICETORG_METRICS",
        value: "PORT|ADDRESS",
        default: "",
        means: "Where Prometheus asks for `/metrics`: a port of this computer alone, such as `9464`, or an address of a network of your own with its port. Nothing else answers there, and nobody is asked who they are",
    },
    Setting {
        name: "backups",
        variable: "SERVICETORG_BACKUPS",
        value: "FOLDER",
        default: "",
        means: "Where copies of the database are put: the age of the newest file there is told to Prometheus",
    },
    Setting {
        name: "traces_endpoint",
        variable: "SERVICETORG_TRACES_ENDPOINT",
        value: "URL",
        default: "",
        means: "The collector that traces are told to, over OTLP by HTTP, such as `http://127.0.0.1:4318/v1/traces`; plain http only to this computer. Only in a server that is built with the feature `otel`",
    },
    Setting {
        name: "traces_percent",
        variable: "SERVICETORG_TRACES_PERCENT",
        value: "PERCENT",
        default: "100",
        means: "Of a hundred traces that begin in the server, so many are told. Where one of your proxies has begun it, the proxy decides",
    },
];

/// How the server is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watching {
    /// Where measures are told; nowhere unless set.
    pub metrics: Option<SocketAddr>,
    /// Where copies of the database are put.
    pub backups: Option<PathBuf>,
    /// Where traces are told; nowhere unless set.
    pub traces: Option<TracesSetting>,
}

impl Reader {
    /// `listen` is where everybody is served: nobody there may see the measures.
    pub(super) fn watching(&mut self, listen: Option<SocketAddr>) -> Option<Watching> {
        let set = |text: String| Some(text).filter(|text| !text.is_empty());
        let backups = set(self.text("backups")).map(PathBuf::from);
        let traces = self.traces();
        let Some(text) = set(self.text("metrics")) else {
            return Some(Watching { metrics: None, backups, traces });
        };
        let here = |port: u16| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        let metrics = text.parse().ok().or_else(|| text.parse().ok().map(here));
        if metrics.is_none() {
            self.fault("metrics", "a port, such as 9464, or an address and a port, such as 10.20.0.5:9464");
        }
        let is_same = |metrics: SocketAddr| {
            listen.is_some_and(|listen| metrics.port() == listen.port() && metrics.port() != 0)
        };
        if metrics.is_some_and(is_same) {
            self.fault(
                "metrics",
                "another port than that of `listen`: what is measured is for nobody outside",
            );
            return None;
        }
        Some(Watching { metrics: Some(metrics?), backups, traces })
    }

    /// A build that can tell none says so, and does not begin in silence.
    fn traces(&mut self) -> Option<TracesSetting> {
        let percent = self.whole("traces_percent", 0..=100).and_then(|percent| u8::try_from(percent).ok());
        if self.text("traces_endpoint").is_empty() {
            return None;
        }
        if !cfg!(feature = "otel") {
            self.fault("traces_endpoint", "nothing: this server is built without the feature `otel`");
            return None;
        }
        let accepted = "an address that starts with https://, or http:// and this computer, such as http://127.0.0.1:4318/v1/traces";
        Some(TracesSetting { endpoint: self.parse("traces_endpoint", accepted)?, percent: percent? })
    }
}
