//! The settings of what others do for us: names of organisations, the look for harmful files, e-mail.

use content::DemoMode;

use super::{Reader, known::Setting};
use crate::{
    organisations::RegisterUrl,
    uploads::{ClamdAddress, DEFAULT_CLAMD},
};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 3] = [
    Setting {
        name: "organisations",
        variable: "SERVICETORG_ORGANISATIONS",
        value: "auto|off|demo|URL",
        default: "auto",
        means: "Where names of organisations are looked up: `auto` is Enhetsregisteret or, in a demo, made-up ones",
    },
    Setting {
        name: "scanner",
        variable: "SERVICETORG_SCANNER",
        value: "auto|demo|unix:/PATH|tcp://HOST:PORT",
        default: "auto",
        means: "What looks for harmful files: `auto` is Debian's clamd or, in a demo, an example",
    },
    Setting {
        name: "mail_from",
        variable: "SERVICETORG_MAIL_FROM",
        value: "ADDRESS",
        default: "ikke-svar@example.no",
        means: "The address that e-mails are from",
    },
];

/// What looks for harmful files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerSetting {
    /// What knows one harmless example; of a demo only.
    Example,
    /// A clamd.
    Clamd(ClamdAddress),
}

/// Where names of organisations are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganisationSetting {
    /// Nowhere.
    Off,
    /// Among made-up ones.
    MadeUp,
    /// In the register with this address.
    Register(RegisterUrl),
}

impl Reader {
    pub(super) fn scanner(&mut self, demo: Option<DemoMode>) -> Option<ScannerSetting> {
        let text = self.text("scanner");
        let is_demo = demo == Some(DemoMode::On);
        let place = match text.as_str() {
            "auto" | "demo" if is_demo => return Some(ScannerSetting::Example),
            "auto" => DEFAULT_CLAMD,
            place => place,
        };
        let clamd = place.parse().ok().map(ScannerSetting::Clamd);
        if clamd.is_none() {
            self.fault("scanner", "auto, unix:/path or tcp://host:port of a clamd, or demo with --demo");
        }
        clamd
    }

    pub(super) fn organisations(&mut self, demo: Option<DemoMode>) -> Option<OrganisationSetting> {
        let text = self.text("organisations");
        let is_demo = demo == Some(DemoMode::On);
        match text.as_str() {
            "off" => return Some(OrganisationSetting::Off),
            "auto" if !is_demo => return Some(OrganisationSetting::Register(RegisterUrl::default())),
            "auto" => return Some(OrganisationSetting::MadeUp),
            "demo" if is_demo => return Some(OrganisationSetting::MadeUp),
            _ => {}
        }
        let register = text.parse().ok().map(OrganisationSetting::Register);
        if register.is_none() {
            self.fault(
                "organisations",
                "auto, off, an address that starts with https://, or demo with --demo",
            );
        }
        register
    }

    pub(super) fn mail_from(&mut self) -> String {
        let address = self.text("mail_from");
        if !is_address(&address) {
            self.fault("mail_from", "an e-mail address, such as ikke-svar@example.no");
        }
        address
    }
}

/// Good enough to write into a message: a name, an @ and a domain, in plain characters.
fn is_address(text: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty() && part.chars().all(|each| each.is_ascii_alphanumeric() || ".-_+".contains(each))
    };
    text.split_once('@').is_some_and(|(name, domain)| is_plain(name) && is_plain(domain))
}
