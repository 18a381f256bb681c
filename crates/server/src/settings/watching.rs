//! The settings of who watches the server.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use super::{Reader, known::Setting};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 2] = [
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
];

/// How the server is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watching {
    /// Where measures are told; nowhere unless set.
    pub metrics: Option<SocketAddr>,
    /// Where copies of the database are put.
    pub backups: Option<PathBuf>,
}

impl Reader {
    /// `listen` is where everybody is served: nobody there may see the measures.
    pub(super) fn watching(&mut self, listen: Option<SocketAddr>) -> Option<Watching> {
        let set = |text: String| Some(text).filter(|text| !text.is_empty());
        let backups = set(self.text("backups")).map(PathBuf::from);
        let Some(text) = set(self.text("metrics")) else {
            return Some(Watching { metrics: None, backups });
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
        Some(Watching { metrics: Some(metrics?), backups })
    }
}
