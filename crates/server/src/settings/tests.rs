//! Which source wins, and what is refused.

use std::{collections::BTreeMap, io::Write};

use content::DemoMode;

use super::{Flags, Settings};
use crate::session::CookiePolicy;

fn resolve(flags: &Flags, environment: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let environment: BTreeMap<&str, &str> = environment.iter().copied().collect();
    Settings::resolve(flags, &|name| environment.get(name).map(|value| (*value).to_owned()))
        .map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[test]
fn a_flag_wins_over_the_environment_over_the_file_over_the_default() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "listen = \"127.0.0.1:1\"\nsite = \"from-file\"\ncontent = \"from-file\"\ntimeout = 7")
        .unwrap();
    let config = Some(file.path().to_str().unwrap().to_owned());
    let flags = Flags { config, listen: Some("127.0.0.1:3".into()), ..Flags::default() };
    let environment = [
        ("SERVICETORG_LISTEN", "127.0.0.1:2"),
        ("SERVICETORG_SITE", "from-env"),
        ("SERVICETORG_CONTENT", ""),
    ];
    let settings = resolve(&flags, &environment).unwrap();
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.site.to_str(), Some("from-env"));
    assert_eq!(settings.content.to_str(), Some("from-file"));
    assert_eq!(settings.timeout.as_secs(), 7);
    assert_eq!(settings.demo, DemoMode::Off);
}

#[test]
fn every_wrong_setting_is_named_with_value_source_and_remedy() {
    let flags = Flags { listen: Some("localhost".into()), cookie: Some("none".into()), ..Flags::default() };
    let environment = [("DATABASE_URL", "mysql://u:hemmelig@h/d"), ("SERVICETORG_DEMO", "ja")];
    insta::assert_debug_snapshot!(resolve(&flags, &environment).unwrap_err());
}

#[test]
fn a_demo_stays_on_this_computer_unless_told_so() {
    let flags = |anywhere: Option<&str>| Flags {
        listen: Some("0.0.0.0:8080".into()),
        demo: Some("true".into()),
        demo_anywhere: anywhere.map(str::to_owned),
        ..Flags::default()
    };
    assert!(resolve(&flags(None), &[]).is_err_and(|faults| faults[0].contains("--demo-anywhere")));
    assert_eq!(resolve(&flags(Some("true")), &[]).unwrap().demo, DemoMode::On);
}

#[test]
fn only_a_demo_has_a_clock_of_its_own() {
    let flags = |demo: &str, start: &str| Flags {
        demo: Some(demo.into()),
        demo_clock: Some(start.into()),
        ..Flags::default()
    };
    let start = "2026-11-24T09:03:00Z";
    assert_eq!(resolve(&flags("true", start), &[]).unwrap().demo_clock, locale::Timestamp::parse(start));
    assert!(resolve(&flags("false", start), &[]).is_err());
    assert!(resolve(&flags("true", "i morgen"), &[]).is_err());
}

#[test]
fn a_session_is_half_an_hour_unless_told_otherwise() {
    let idle = |environment: &[(&str, &str)]| {
        resolve(&Flags::default(), environment).map(|settings| settings.session_idle)
    };
    let default = contract::session::IDLE_MILLIS.unsigned_abs();
    assert_eq!(idle(&[]).unwrap().as_millis(), u128::from(default));
    assert_eq!(idle(&[("SERVICETORG_SESSION_IDLE_SECONDS", "8")]).unwrap().as_secs(), 8);
    assert!(idle(&[("SERVICETORG_SESSION_IDLE_SECONDS", "0")]).is_err());
}

#[test]
fn files_have_limits() {
    let limits = |environment: &[(&str, &str)]| {
        resolve(&Flags::default(), environment).map(|settings| (settings.files, settings.uploads))
    };
    let (folder, rules) = limits(&[("SERVICETORG_FILE_MEGABYTES", "25")]).unwrap();
    assert_eq!((folder.to_str(), rules.file_bytes), (Some("data/files"), 25_000_000));
    for wrong in ["0", "101", "mye", "-1"] {
        assert!(limits(&[("SERVICETORG_FILE_MEGABYTES", wrong)]).is_err_and(|faults| faults.len() == 1));
    }
}

#[test]
fn a_plain_cookie_stays_on_this_computer() {
    let flags = |listen: &str, cookie: &str| Flags {
        listen: Some(listen.into()),
        cookie: Some(cookie.into()),
        ..Flags::default()
    };
    assert!(resolve(&flags("0.0.0.0:80", "plain"), &[]).is_err());
    assert_eq!(resolve(&flags("0.0.0.0:80", "auto"), &[]).unwrap().cookies, CookiePolicy::Secure);
    assert_eq!(resolve(&flags("[::1]:80", "plain"), &[]).unwrap().cookies, CookiePolicy::Plain);
    assert_eq!(
        resolve(&flags("127.0.0.1:80", "auto"), &[]).unwrap().cookies,
        CookiePolicy::PlainForThisComputer
    );
}

#[test]
fn a_file_with_an_unknown_setting_is_refused() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "lisen = \"127.0.0.1:1\"").unwrap();
    let flags = Flags { config: Some(file.path().to_str().unwrap().to_owned()), ..Flags::default() };
    assert!(resolve(&flags, &[]).is_err_and(|faults| faults[0].contains("unknown setting `lisen`")));
}
