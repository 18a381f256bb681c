//! The settings: what each is called, where it comes from, and what is accepted.
//!
//! A flag wins over the environment, the environment over the file of `--config`, the file over the
//! default. Every wrong setting is named at once, with its value, its source and what is accepted. To add one:
//! a row in the file of its group, a line where the group is read, `cargo xtask settings`.

mod defence;
mod demo;
mod files;
mod flags;
mod known;
mod log;
mod outside;
mod places;
mod reader;
mod reference;
mod retention;
mod s3;
mod serving;
mod sessions;
mod sign_in;
mod watching;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use content::DemoMode;
use locale::Timestamp;
use tracing::Level;

use self::reader::Reader;
pub use self::{
    defence::Defence,
    flags::Flags,
    known::{GROUPS, Group, Setting},
    log::LogFormat,
    outside::{OrganisationSetting, ScannerSetting},
    reader::WrongSetting,
    reference::reference,
    s3::FilesSetting,
    serving::Ending,
    watching::Watching,
};
use crate::{
    oidc::BaseUrl, session::CookiePolicy, sign_in::ProviderSettings, storage::DatabaseUrl,
    uploads::UploadRules,
};

/// All settings, read and checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The database.
    pub database: DatabaseUrl,
    /// The keys of what is sealed in it; nothing where it has not been told.
    pub keys_file: Option<PathBuf>,
    /// The municipality's content.
    pub content: PathBuf,
    /// The built site.
    pub site: PathBuf,
    /// The files that people attach.
    pub files: FilesSetting,
    /// The e-mails that a demo would send.
    pub mail: PathBuf,
    /// Whom e-mails are from.
    pub mail_from: String,
    /// How large and how many they may be.
    pub uploads: UploadRules,
    /// Whether the made-up people can be signed in as.
    pub demo: DemoMode,
    /// How the session cookie is set.
    pub cookies: CookiePolicy,
    /// Where the clock of a demo starts; nothing where it shows the time.
    pub demo_clock: Option<Timestamp>,
    /// Where names of organisations are looked up.
    pub organisations: OrganisationSetting,
    /// What looks for harmful files.
    pub scanner: ScannerSetting,
    /// How log lines are written.
    pub log: LogFormat,
    /// From which level on.
    pub log_level: Level,
    /// Without a sign of life, a session ends after this.
    pub session_idle: Duration,
    /// A session ends in any case after this.
    pub session_absolute: Duration,
    /// This site as browsers know it; nothing where it has not been told.
    pub base: Option<BaseUrl>,
    /// Who is asked who somebody is.
    pub providers: ProviderSettings,
    /// How long a call may take.
    pub timeout: Duration,
    /// How much time it has to end.
    pub ending: Ending,
    /// How it is kept from too much.
    pub defence: Defence,
    /// Who watches it.
    pub watching: Watching,
    /// For how many years entries of the audit log are kept.
    pub audit_years: u32,
}

impl Settings {
    /// Reads them all. `environment` gives a variable, as [`std::env::var`] does.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn resolve(
        flags: &Flags,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Vec<WrongSetting>> {
        let mut reader = Reader::new(flags, environment).map_err(|fault| vec![fault])?;
        match reader.settings() {
            Some(settings) if reader.faults.is_empty() => Ok(settings),
            _ => Err(reader.faults),
        }
    }
}

impl Reader {
    /// All are read before the first that is wrong ends it, so that all faults are told.
    fn settings(&mut self) -> Option<Settings> {
        let listening = self.listening();
        let database =
            self.parse("database", "sqlite://<file>?mode=rwc or postgres://<user>@<host>/<database>");
        let keys_file = Some(self.text("keys_file")).filter(|text| !text.is_empty()).map(PathBuf::from);
        let mail_from = self.mail_from();
        let uploads = self.upload_rules();
        let files = self.files();
        let session_ends = self.session_ends();
        let log = self.log();
        let defence = self.defence();
        let watching = self.watching(listening.as_ref().map(|listening| listening.listen));
        let audit_years = self.audit_years();
        let demo = self.demo();
        self.keep_demo_here(demo, listening.as_ref().map(|listening| listening.listen));
        let demo_clock = self.demo_clock(demo);
        let (base, providers) = self.providers(demo);
        let organisations = self.organisations(demo);
        let scanner = self.scanner(demo);

        let listening = listening?;
        let (session_idle, session_absolute) = session_ends?;
        let (log, log_level) = log?;
        Some(Settings {
            listen: listening.listen,
            database: database?,
            keys_file,
            content: self.text("content").into(),
            site: self.text("site").into(),
            files: files?,
            mail: self.text("mail").into(),
            mail_from,
            uploads: uploads?,
            demo: demo?,
            cookies: listening.cookies,
            demo_clock,
            organisations: organisations?,
            scanner: scanner?,
            log,
            log_level,
            session_idle,
            session_absolute,
            base,
            providers,
            timeout: listening.timeout,
            ending: listening.ending,
            defence: defence?,
            watching: watching?,
            audit_years: audit_years?,
        })
    }
}

#[cfg(test)]
mod tests;
