//! Which source wins, and what is refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

use content::DemoMode;

use super::{FilesSetting, Flags, Settings, known, reference};
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
    let flags = Flags::from([("config", file.path().to_str().unwrap()), ("listen", "127.0.0.1:3")]);
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
fn what_is_deployed_sets_what_there_is() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy");
    let known: BTreeSet<&str> = known::all().map(|setting| setting.variable).collect();
    for (name, at_least) in
        [("servicetorg.service", 4), ("servicetorg-audit.service", 1), ("Containerfile", 4)]
    {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let words =
            text.split(|sign: char| !sign.is_ascii_uppercase() && !sign.is_ascii_digit() && sign != '_');
        let mut found = 0;
        for word in words.filter(|word| word.starts_with("SERVICETORG_")) {
            assert!(known.contains(word), "{name}: there is no setting {word}");
            found += 1;
        }
        assert!(found >= at_least, "{name}");
    }
}

#[test]
fn every_wrong_setting_is_named_with_value_source_and_remedy() {
    let flags = Flags::from([("listen", "localhost"), ("cookie", "none")]);
    let environment = [("DATABASE_URL", "mysql://u:hemmelig@h/d"), ("SERVICETORG_DEMO", "ja")];
    insta::assert_debug_snapshot!(resolve(&flags, &environment).unwrap_err());
}

#[test]
fn a_demo_stays_on_this_computer_unless_told_so() {
    let flags = |anywhere: &str| {
        Flags::from([("listen", "0.0.0.0:8080"), ("demo", "true"), ("demo_anywhere", anywhere)])
    };
    assert!(resolve(&flags("false"), &[]).is_err_and(|faults| faults[0].contains("--demo-anywhere")));
    assert_eq!(resolve(&flags("true"), &[]).unwrap().demo, DemoMode::On);
}

#[test]
fn only_a_demo_has_a_clock_of_its_own() {
    let flags = |demo: &str, start: &str| Flags::from([("demo", demo), ("demo_clock", start)]);
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
    assert_eq!((folder, rules.file_bytes), (FilesSetting::Folder("data/files".into()), 25_000_000));
    for wrong in ["0", "101", "mye", "-1"] {
        assert!(limits(&[("SERVICETORG_FILE_MEGABYTES", wrong)]).is_err_and(|faults| faults.len() == 1));
    }
}

#[test]
fn a_bucket_needs_a_store_and_a_key() {
    let mut secret = tempfile::NamedTempFile::new().unwrap();
    writeln!(secret, "hemmelig").unwrap();
    let secret = secret.path().to_str().unwrap();
    let good = [
        ("SERVICETORG_FILES", "s3://vedlegg-1/test/a"),
        ("SERVICETORG_S3_ENDPOINT", "https://s3.example.no"),
        ("SERVICETORG_S3_KEY_ID", "servicetorg"),
        ("SERVICETORG_S3_SECRET_FILE", secret),
    ];
    let files = resolve(&Flags::default(), &good).unwrap().files;
    let FilesSetting::S3(bucket) = &files else { unreachable!("a bucket was set") };
    assert_eq!((bucket.bucket.as_str(), bucket.prefix.as_str()), ("vedlegg-1", "test/a"));
    assert_eq!((bucket.secret.as_str(), bucket.region.as_str()), ("hemmelig", "us-east-1"));
    assert!(!format!("{files:?}").contains("hemmelig"));
    let with = |name: &str, value: &str| {
        let mut environment: Vec<(&str, &str)> =
            good.into_iter().filter(|(known, _)| *known != name).collect();
        environment.push((name, value));
        resolve(&Flags::default(), &environment)
    };
    for here in ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000/"] {
        assert!(with("SERVICETORG_S3_ENDPOINT", here).is_ok(), "{here}");
    }
    for (name, wrong, told) in [
        ("SERVICETORG_FILES", "s3://", "files"),
        ("SERVICETORG_FILES", "s3://Vedlegg", "files"),
        ("SERVICETORG_FILES", "s3://vedlegg/../a", "files"),
        ("SERVICETORG_FILES", "s3://vedlegg/", "files"),
        ("SERVICETORG_FILES", "gs://vedlegg", "files"),
        ("SERVICETORG_FILES", "data/files", "s3_endpoint"),
        ("SERVICETORG_S3_ENDPOINT", "", "s3_endpoint"),
        ("SERVICETORG_S3_ENDPOINT", "http://s3.example.no", "s3_endpoint"),
        ("SERVICETORG_S3_ENDPOINT", "http://127.0.0.1.example.no", "s3_endpoint"),
        ("SERVICETORG_S3_ENDPOINT", "https://u:p@s3.example.no", "s3_endpoint"),
        ("SERVICETORG_S3_ENDPOINT", "https://s3.example.no/vedlegg", "s3_endpoint"),
        ("SERVICETORG_S3_KEY_ID", "", "s3_key_id"),
        ("SERVICETORG_S3_SECRET_FILE", "", "s3_secret_file"),
        ("SERVICETORG_S3_SECRET_FILE", "/nowhere", "s3_secret_file"),
        ("SERVICETORG_S3_ADDRESSING", "both", "s3_addressing"),
    ] {
        let faults = with(name, wrong).unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.contains(&format!("`{told}`"))),
            "{name}={wrong}: {faults:?}"
        );
    }
}

#[test]
fn a_plain_cookie_stays_on_this_computer() {
    let flags = |listen: &str, cookie: &str| Flags::from([("listen", listen), ("cookie", cookie)]);
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
    let flags = Flags::from([("config", file.path().to_str().unwrap())]);
    assert!(resolve(&flags, &[]).is_err_and(|faults| faults[0].contains("unknown setting `lisen`")));
}

/// A private key in PEM, made anew.
fn key_file() -> tempfile::NamedTempFile {
    use aws_lc_rs::{
        encoding::{AsDer, Pkcs8V1Der},
        rsa::{KeyPair, KeySize},
    };
    use base64::{Engine, prelude::BASE64_STANDARD};
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let body = BASE64_STANDARD.encode(der.as_ref());
    write!(file, "-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n").unwrap();
    file
}

#[test]
fn a_provider_needs_a_site_a_client_and_a_proof() {
    let key = key_file();
    let key = key.path().to_str().unwrap();
    let good = [
        ("SERVICETORG_BASE_URL", "https://tjenester.example.no"),
        ("SERVICETORG_OIDC_ISSUER", "https://test.idporten.no"),
        ("SERVICETORG_OIDC_CLIENT_ID", "servicetorg"),
        ("SERVICETORG_OIDC_KEY_FILE", key),
        ("SERVICETORG_OIDC_KEY_ID", "one"),
    ];
    let (person, level) = resolve(&Flags::default(), &good).unwrap().providers.person.unwrap();
    assert_eq!(person.callback, "https://tjenester.example.no/auth/callback");
    assert_eq!(level.acr(), "idporten-loa-substantial");
    for (name, wrong, told) in [
        ("SERVICETORG_BASE_URL", "", "base_url"),
        ("SERVICETORG_BASE_URL", "https://example.no/sub", "base_url"),
        ("SERVICETORG_OIDC_ISSUER", "http://test.idporten.no", "oidc_issuer"),
        ("SERVICETORG_OIDC_ISSUER", "", "oidc_client_id"),
        ("SERVICETORG_OIDC_CLIENT_ID", "", "oidc_client_id"),
        ("SERVICETORG_OIDC_KEY_FILE", "", "oidc_key_file"),
        ("SERVICETORG_OIDC_KEY_FILE", "/nowhere", "oidc_key_file"),
        ("SERVICETORG_OIDC_KEY_FILE", "Cargo.toml", "oidc_key_file"),
        ("SERVICETORG_OIDC_KEY_ID", "", "oidc_key_id"),
        ("SERVICETORG_OIDC_SECRET_FILE", key, "oidc_secret_file"),
        ("SERVICETORG_OIDC_LEVEL", "hoyt", "oidc_level"),
        ("SERVICETORG_DEMO", "true", "oidc_issuer"),
    ] {
        let mut environment: Vec<(&str, &str)> =
            good.into_iter().filter(|(known, _)| *known != name).collect();
        environment.push((name, wrong));
        let faults = resolve(&Flags::default(), &environment).unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.contains(&format!("`{told}`"))),
            "{name}={wrong}: {faults:?}"
        );
        assert!(faults.iter().all(|fault| !fault.contains("PRIVATE")), "{faults:?}");
    }
}

#[test]
fn staff_have_the_roles_that_are_known() {
    let mut secret = tempfile::NamedTempFile::new().unwrap();
    writeln!(secret, "hemmelig").unwrap();
    let secret = secret.path().to_str().unwrap();
    let with = |roles: &str| {
        let environment = [
            ("SERVICETORG_BASE_URL", "https://tjenester.example.no"),
            ("SERVICETORG_STAFF_ISSUER", "https://login.example.no/tenant"),
            ("SERVICETORG_STAFF_CLIENT_ID", "servicetorg"),
            ("SERVICETORG_STAFF_SECRET_FILE", secret),
            ("SERVICETORG_STAFF_ROLES", roles),
        ];
        resolve(&Flags::default(), &environment)
    };
    let staff = with("a=b=case_worker, S-Admin=administrator").unwrap().providers.staff.unwrap();
    let named: Vec<(&str, &str)> =
        staff.roles.iter().map(|(value, role)| (value.as_str(), role.name())).collect();
    assert_eq!(named, [("a=b", "case_worker"), ("S-Admin", "administrator")]);
    assert!(!format!("{staff:?}").contains("hemmelig"));
    for wrong in ["", "case_worker", "=case_worker", "a=boss", "a=case_worker,"] {
        assert!(with(wrong).is_err_and(|faults| faults[0].contains("`staff_roles`")), "{wrong}");
    }
}

#[test]
fn a_session_ends_after_eight_hours_unless_told_otherwise() {
    let absolute = |environment: &[(&str, &str)]| {
        resolve(&Flags::default(), environment).map(|settings| settings.session_absolute.as_secs())
    };
    assert_eq!(absolute(&[]).unwrap(), 8 * 60 * 60);
    assert_eq!(absolute(&[("SERVICETORG_SESSION_ABSOLUTE_SECONDS", "3600")]).unwrap(), 3600);
    assert!(absolute(&[("SERVICETORG_SESSION_ABSOLUTE_SECONDS", "0")]).is_err());
}

#[test]
fn the_reference_tells_of_the_settings_as_they_are() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
    let written = std::fs::read_to_string(place).unwrap();
    assert!(written == reference(), "docs/settings.md is not of today: run `cargo xtask settings`");
}

#[test]
fn no_two_settings_share_a_name_or_a_variable() {
    let names: BTreeSet<&str> = known::all().flat_map(|setting| [setting.name, setting.variable]).collect();
    assert_eq!(names.len(), 2 * known::all().count());
}

/// The reference of limits names settings, and their defaults are its figures.
#[test]
fn limits_that_can_be_set_have_the_defaults_that_are_told() {
    for rule in crate::tries::RULES.iter().filter(|rule| !rule.setting.is_empty()) {
        let setting = known::all().find(|setting| setting.name == rule.setting);
        assert_eq!(
            setting.map(|setting| setting.default),
            Some(rule.most.to_string().as_str()),
            "{}",
            rule.name
        );
    }
    let defence = resolve(&Flags::default(), &[]).unwrap().defence;
    assert_eq!(defence.rates, crate::tries::CallRates::default());
    assert!(!defence.proxies.contains("127.0.0.1".parse().unwrap()));
}

#[test]
fn proxies_are_addresses_and_networks() {
    let proxies = |text: &str| {
        resolve(&Flags::default(), &[("SERVICETORG_TRUSTED_PROXIES", text)]).map(|it| it.defence.proxies)
    };
    let some = proxies("127.0.0.1, 10.20.0.0/16").unwrap();
    assert!(some.contains("10.20.3.4".parse().unwrap()) && !some.contains("10.21.0.1".parse().unwrap()));
    assert!(proxies("0.0.0.0/0").is_err_and(|faults| faults[0].contains("`trusted_proxies`")));
}

#[test]
fn measures_are_told_to_this_computer_unless_told_so() {
    let metrics =
        |text: &str| resolve(&Flags::from([("metrics", text)]), &[]).map(|all| all.watching.metrics);
    assert_eq!(metrics(""), Ok(None), "nobody is told unless it is set");
    assert_eq!(metrics("9464"), Ok("127.0.0.1:9464".parse().ok()));
    assert_eq!(metrics("10.20.0.5:9464"), Ok("10.20.0.5:9464".parse().ok()));
    for wrong in ["yes", "70000", "8080", "0.0.0.0:8080"] {
        assert!(metrics(wrong).is_err(), "{wrong}");
    }
}

#[test]
#[cfg(feature = "otel")]
fn traces_are_told_over_tls_or_to_this_computer() {
    let traces = |endpoint: &str, percent: &str| {
        resolve(&Flags::from([("traces_endpoint", endpoint), ("traces_percent", percent)]), &[])
            .map(|all| all.watching.traces)
    };
    assert_eq!(traces("", "100"), Ok(None), "nobody is told unless it is set");
    let told = traces("https://collector.example.no/v1/traces", "10").unwrap().unwrap();
    assert_eq!((told.endpoint.as_str(), told.percent), ("https://collector.example.no/v1/traces", 10));
    assert!(traces("http://127.0.0.1:4318/v1/traces", "0").is_ok());
    for (endpoint, percent) in [("http://collector.example.no/v1/traces", "1"), ("https://x.example", "101")]
    {
        assert!(traces(endpoint, percent).is_err(), "{endpoint} {percent}");
    }
}

/// Who asks for traces and gets none would find out when they are needed.
#[test]
#[cfg(not(feature = "otel"))]
fn a_build_without_traces_refuses_a_collector() {
    let faults = resolve(&Flags::from([("traces_endpoint", "https://collector.example.no/v1/traces")]), &[])
        .unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].contains("`traces_endpoint`") && faults[0].contains("feature `otel`"), "{}", faults[0]);
    assert!(resolve(&Flags::from([("traces_percent", "101")]), &[]).is_err());
    assert_eq!(resolve(&Flags::default(), &[]).unwrap().watching.traces, None);
}
