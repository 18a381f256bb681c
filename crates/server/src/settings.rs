//! The settings: what each is called, where it comes from, and what is accepted.
//!
//! A flag wins over the environment, the environment over the file of `--config`, the file over the
//! default. Every wrong setting is named at once, with its value, its source and what is accepted.

mod files;
mod outside;
mod sign_in;

use std::{
    collections::BTreeMap, fmt, net::SocketAddr, ops::RangeInclusive, path::PathBuf, str::FromStr,
    time::Duration,
};

use clap::Args;
use content::DemoMode;
use locale::Timestamp;
use tracing::Level;

pub use self::sign_in::SignInFlags;
use crate::{
    oidc::BaseUrl,
    organisations::RegisterUrl,
    session::CookiePolicy,
    sign_in::ProviderSettings,
    storage::DatabaseUrl,
    uploads::{ClamdAddress, UploadRules},
};

/// The flags of every command. Values are read as text: wrong ones are told all at once, by [`Settings`].
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// File with settings, in TOML, by the names of the flags [env: SERVICETORG_CONFIG]
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,
    /// Address and port to listen on [env: SERVICETORG_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// sqlite://… or postgres://… [env: DATABASE_URL] [default: sqlite://data/servicetorg.db?mode=rwc]
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// File with the keys of what is sealed in the database; in a demo beside it [env: SERVICETORG_KEYS_FILE]
    #[arg(long, value_name = "FILE")]
    pub keys_file: Option<String>,
    /// Folder of the municipality's content [env: SERVICETORG_CONTENT] [default: content/drammen]
    #[arg(long, value_name = "FOLDER")]
    pub content: Option<String>,
    /// Folder of the built site [env: SERVICETORG_SITE] [default: target/site]
    #[arg(long, value_name = "FOLDER")]
    pub site: Option<String>,
    /// Folder for the files that people attach [env: SERVICETORG_FILES] [default: data/files]
    #[arg(long, value_name = "FOLDER")]
    pub files: Option<String>,
    /// Folder for the e-mails that a demo would send [env: SERVICETORG_MAIL] [default: data/mail]
    #[arg(long, value_name = "FOLDER")]
    pub mail: Option<String>,
    /// The address that e-mails are from [env: SERVICETORG_MAIL_FROM] [default: ikke-svar@example.no]
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// The largest file, in megabytes [env: SERVICETORG_FILE_MEGABYTES] [default: 30]
    #[arg(long, value_name = "MEGABYTES")]
    pub file_megabytes: Option<String>,
    /// The most files of a field [env: SERVICETORG_FIELD_FILES] [default: 20]
    #[arg(long, value_name = "COUNT")]
    pub field_files: Option<String>,
    /// All files of a draft together, in megabytes [env: SERVICETORG_DRAFT_MEGABYTES] [default: 100]
    #[arg(long, value_name = "MEGABYTES")]
    pub draft_megabytes: Option<String>,
    /// All files of a person's drafts together, in megabytes [env: SERVICETORG_PERSON_MEGABYTES] [default: 300]
    #[arg(long, value_name = "MEGABYTES")]
    pub person_megabytes: Option<String>,
    /// Made-up people instead of real sign-in [env: SERVICETORG_DEMO]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub demo: Option<String>,
    /// Lets a demo listen outside this computer [env: SERVICETORG_DEMO_ANYWHERE]
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub demo_anywhere: Option<String>,
    /// Lets the clock of a demo start at a point in time, such as 2026-11-24T09:03:00Z [env: SERVICETORG_DEMO_CLOCK]
    #[arg(long, value_name = "TIME")]
    pub demo_clock: Option<String>,
    /// How the session cookie is set [env: SERVICETORG_COOKIE] [default: auto]
    #[arg(long, value_name = "auto|secure|plain")]
    pub cookie: Option<String>,
    /// Where names of organisations are looked up: in Enhetsregisteret or, in a demo, among made-up ones [env: SERVICETORG_ORGANISATIONS] [default: auto]
    #[arg(long, value_name = "auto|off|demo|URL")]
    pub organisations: Option<String>,
    /// What looks for harmful files: a clamd or, in a demo, an example [env: SERVICETORG_SCANNER] [default: auto]
    #[arg(long, value_name = "auto|demo|unix:/PATH|tcp://HOST:PORT")]
    pub scanner: Option<String>,
    /// How log lines are written [env: SERVICETORG_LOG] [default: text]
    #[arg(long, value_name = "text|json")]
    pub log: Option<String>,
    /// From which level on lines are written [env: SERVICETORG_LOG_LEVEL] [default: info]
    #[arg(long, value_name = "error|warn|info")]
    pub log_level: Option<String>,
    /// Seconds without a sign of life after which a session ends [env: SERVICETORG_SESSION_IDLE_SECONDS] [default: 1800]
    #[arg(long, value_name = "SECONDS")]
    pub session_idle_seconds: Option<String>,
    /// Seconds after which a session ends in any case [env: SERVICETORG_SESSION_ABSOLUTE_SECONDS] [default: 28800]
    #[arg(long, value_name = "SECONDS")]
    pub session_absolute_seconds: Option<String>,
    /// How people and staff sign in.
    #[command(flatten)]
    pub sign_in: SignInFlags,
    /// Seconds a call may take [env: SERVICETORG_TIMEOUT] [default: 10]
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<String>,
}

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
    pub files: PathBuf,
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
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object a line.
    Json,
}

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

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongSetting(String);

impl fmt::Display for WrongSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Names, variables and defaults, in the order of the flags. An empty default means none.
const KNOWN: [(&str, &str, &str); 23] = [
    ("listen", "SERVICETORG_LISTEN", "127.0.0.1:8080"),
    ("database", "DATABASE_URL", "sqlite://data/servicetorg.db?mode=rwc"),
    ("keys_file", "SERVICETORG_KEYS_FILE", ""),
    ("content", "SERVICETORG_CONTENT", "content/drammen"),
    ("site", "SERVICETORG_SITE", "target/site"),
    ("files", "SERVICETORG_FILES", "data/files"),
    ("mail", "SERVICETORG_MAIL", "data/mail"),
    ("mail_from", "SERVICETORG_MAIL_FROM", "ikke-svar@example.no"),
    ("file_megabytes", "SERVICETORG_FILE_MEGABYTES", "30"),
    ("field_files", "SERVICETORG_FIELD_FILES", "20"),
    ("draft_megabytes", "SERVICETORG_DRAFT_MEGABYTES", "100"),
    ("person_megabytes", "SERVICETORG_PERSON_MEGABYTES", "300"),
    ("demo", "SERVICETORG_DEMO", "false"),
    ("demo_anywhere", "SERVICETORG_DEMO_ANYWHERE", "false"),
    ("demo_clock", "SERVICETORG_DEMO_CLOCK", ""),
    ("cookie", "SERVICETORG_COOKIE", "auto"),
    ("organisations", "SERVICETORG_ORGANISATIONS", "auto"),
    ("scanner", "SERVICETORG_SCANNER", "auto"),
    ("log", "SERVICETORG_LOG", "text"),
    ("log_level", "SERVICETORG_LOG_LEVEL", "info"),
    ("session_idle_seconds", "SERVICETORG_SESSION_IDLE_SECONDS", "1800"),
    ("session_absolute_seconds", "SERVICETORG_SESSION_ABSOLUTE_SECONDS", "28800"),
    ("timeout", "SERVICETORG_TIMEOUT", "10"),
];

/// A value and where it comes from.
struct Value {
    text: String,
    source: String,
}

/// Reads one setting after the other and gathers what is wrong.
struct Reader {
    values: BTreeMap<&'static str, Value>,
    faults: Vec<WrongSetting>,
}

/// How a demo is kept from the world.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DemoReach {
    ThisComputer,
    Anywhere,
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
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        let config = flags.config.clone().or_else(|| set("SERVICETORG_CONFIG"));
        let file = config
            .map_or_else(|| Ok(BTreeMap::new()), |path| read_file(&path))
            .map_err(|fault| vec![fault])?;
        let values = known().map(|&(name, variable, default)| {
            let flag =
                flags.get(name).map(|text| Value { text, source: format!("--{}", name.replace('_', "-")) });
            let variable = || set(variable).map(|text| Value { text, source: variable.to_owned() });
            let file =
                || file.get(name).map(|text| Value { text: text.clone(), source: "the file".to_owned() });
            let default = || Value { text: default.to_owned(), source: "the default".to_owned() };
            (name, flag.or_else(variable).or_else(file).unwrap_or_else(default))
        });
        Reader { values: values.collect(), faults: Vec::new() }.settings()
    }
}

impl Flags {
    fn get(&self, name: &str) -> Option<String> {
        match name {
            "listen" => &self.listen,
            "database" => &self.database,
            "keys_file" => &self.keys_file,
            "content" => &self.content,
            "site" => &self.site,
            "files" => &self.files,
            "mail" => &self.mail,
            "mail_from" => &self.mail_from,
            "file_megabytes" => &self.file_megabytes,
            "field_files" => &self.field_files,
            "draft_megabytes" => &self.draft_megabytes,
            "person_megabytes" => &self.person_megabytes,
            "demo" => &self.demo,
            "demo_anywhere" => &self.demo_anywhere,
            "demo_clock" => &self.demo_clock,
            "cookie" => &self.cookie,
            "organisations" => &self.organisations,
            "scanner" => &self.scanner,
            "log" => &self.log,
            "log_level" => &self.log_level,
            "session_idle_seconds" => &self.session_idle_seconds,
            "session_absolute_seconds" => &self.session_absolute_seconds,
            "timeout" => &self.timeout,
            other => return self.sign_in.get(other),
        }
        .clone()
    }
}

impl Reader {
    fn settings(mut self) -> Result<Settings, Vec<WrongSetting>> {
        let listen: Option<SocketAddr> =
            self.parse("listen", "an address and a port, such as 127.0.0.1:8080");
        let database: Option<DatabaseUrl> =
            self.parse("database", "sqlite://<file>?mode=rwc or postgres://<user>@<host>/<database>");
        let keys_file = Some(self.text("keys_file")).filter(|text| !text.is_empty()).map(PathBuf::from);
        let content = self.text("content");
        let site = self.text("site");
        let (files, mail, mail_from) = (self.text("files"), self.text("mail"), self.text("mail_from"));
        if !is_address(&mail_from) {
            self.fault("mail_from", "an e-mail address, such as ikke-svar@example.no");
        }
        let uploads = self.upload_rules();
        let demo = self.choice("demo", &[("true", DemoMode::On), ("false", DemoMode::Off)]);
        let reach = self
            .choice("demo_anywhere", &[("true", DemoReach::Anywhere), ("false", DemoReach::ThisComputer)]);
        let is_loopback = listen.is_some_and(|listen| listen.ip().is_loopback());
        let auto = if is_loopback { CookiePolicy::PlainForThisComputer } else { CookiePolicy::Secure };
        let cookies = self.choice(
            "cookie",
            &[("auto", auto), ("secure", CookiePolicy::Secure), ("plain", CookiePolicy::Plain)],
        );
        let log = self.choice("log", &[("text", LogFormat::Text), ("json", LogFormat::Json)]);
        let levels = [("error", Level::ERROR), ("warn", Level::WARN), ("info", Level::INFO)];
        let log_level = self.choice("log_level", &levels);
        let timeout = self.seconds("timeout", 1..=600);
        let session_idle = self.seconds("session_idle_seconds", 5..=28_800);
        let session_absolute = self.seconds("session_absolute_seconds", 5..=86_400);
        let (base, providers) = self.providers(demo);
        let demo_clock = self.demo_clock(demo);
        let organisations = self.organisations(demo);
        let scanner = self.scanner(demo);
        if !is_loopback && listen.is_some() {
            if demo == Some(DemoMode::On) && reach == Some(DemoReach::ThisComputer) {
                self.fault(
                    "listen",
                    "an address of this computer only, such as 127.0.0.1:8080, since anyone can sign \
                    in as anyone in a demo; --demo-anywhere allows it all the same",
                );
            }
            if cookies == Some(CookiePolicy::Plain) {
                self.fault("cookie", "auto or secure: a plain cookie must not travel over a network");
            }
        }
        let others = (log, log_level, timeout, session_idle.zip(session_absolute));
        match (listen, database, uploads, demo, cookies, organisations, scanner, others) {
            (
                Some(listen),
                Some(database),
                Some(uploads),
                Some(demo),
                Some(cookies),
                Some(organisations),
                Some(scanner),
                (Some(log), Some(log_level), Some(timeout), Some((session_idle, session_absolute))),
            ) if self.faults.is_empty() => {
                let (content, site, files, mail) = (content.into(), site.into(), files.into(), mail.into());
                Ok(Settings {
                    listen,
                    database,
                    keys_file,
                    content,
                    site,
                    files,
                    mail,
                    mail_from,
                    uploads,
                    demo,
                    demo_clock,
                    cookies,
                    organisations,
                    scanner,
                    log,
                    log_level,
                    session_idle,
                    session_absolute,
                    base,
                    providers,
                    timeout,
                })
            }
            _ => Err(self.faults),
        }
    }

    fn text(&self, name: &'static str) -> String {
        self.values.get(name).map(|value| value.text.clone()).unwrap_or_default()
    }

    fn parse<T: FromStr>(&mut self, name: &'static str, accepted: &str) -> Option<T> {
        let parsed = self.text(name).parse().ok();
        if parsed.is_none() {
            self.fault(name, accepted);
        }
        parsed
    }

    fn seconds(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Option<Duration> {
        let seconds = self.text(name).parse().ok().filter(|seconds| range.contains(seconds));
        if seconds.is_none() {
            self.fault(name, &format!("a number of seconds from {} to {}", range.start(), range.end()));
        }
        seconds.map(Duration::from_secs)
    }

    fn demo_clock(&mut self, demo: Option<DemoMode>) -> Option<Timestamp> {
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

    fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name);
        let chosen = choices.iter().find(|(choice, _)| *choice == text).map(|(_, value)| *value);
        if chosen.is_none() {
            let accepted: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
            self.fault(name, &accepted.join(" or "));
        }
        chosen
    }

    fn fault(&mut self, name: &'static str, accepted: &str) {
        let Some(Value { text, source }) = self.values.get(name) else { return };
        // The address of a database can hold a password.
        let shown = if name == "database" { String::new() } else { format!(" is `{text}`") };
        self.faults
            .push(WrongSetting(format!("the setting `{name}` (from {source}){shown}: expected {accepted}")));
    }
}

/// Good enough to write into a message: a name, an @ and a domain, in plain characters.
fn is_address(text: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty() && part.chars().all(|each| each.is_ascii_alphanumeric() || ".-_+".contains(each))
    };
    text.split_once('@').is_some_and(|(name, domain)| is_plain(name) && is_plain(domain))
}

/// All of them.
fn known() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    KNOWN.iter().chain(&sign_in::KNOWN)
}

fn read_file(path: &str) -> Result<BTreeMap<String, String>, WrongSetting> {
    let wrong = |fault: String| WrongSetting(format!("the setting `config` is `{path}`: {fault}"));
    let source = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let table: toml::Table =
        source.parse().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
    table
        .into_iter()
        .map(|(name, value)| {
            if !known().any(|(known, _, _)| *known == name) {
                let known: Vec<&str> = known().map(|(known, _, _)| *known).collect();
                return Err(wrong(format!("unknown setting `{name}`; known are {}", known.join(", "))));
            }
            match value {
                toml::Value::String(text) => Ok((name, text)),
                toml::Value::Boolean(_) | toml::Value::Integer(_) => Ok((name, value.to_string())),
                _ => Err(wrong(format!("`{name}` must be text, a number, true or false"))),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
