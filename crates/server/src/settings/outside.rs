//! The settings of what others run: the register of organisations, and what looks for harmful files.

use content::DemoMode;

use super::{OrganisationSetting, Reader, ScannerSetting};
use crate::{organisations::RegisterUrl, uploads::DEFAULT_CLAMD};

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
}
