//! The rules for Prometheus ask for what the server tells, and each says what to do.

use std::{collections::BTreeSet, path::PathBuf};

use server::metrics::Watched;

use super::{
    metrics::scrape,
    support::{Call, TestApp},
};

fn read(path: &str) -> String {
    let root: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", ".."].iter().collect();
    std::fs::read_to_string(root.join(path)).unwrap()
}

/// The values of a key of YAML that are on its line.
fn values<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.lines()
        .filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix(key))
        .map(str::trim)
        .collect()
}

#[tokio::test]
async fn rules_ask_for_what_is_told() {
    let app = TestApp::new().await;
    app.send(Call::get("/api/v1/services")).await;
    let place = app.folder.path().to_owned();
    let watched =
        Watched { places: vec![("files", place.clone())], copies: Some(place), ..Watched::default() };
    let text = scrape(&app, watched).await;
    let told: BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(['{', ' ']).next().unwrap())
        .collect();
    let rules = read("deploy/alerts.yml");
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let mut asked = BTreeSet::new();
    for line in rules.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let words = line.split(|sign| !is_part(sign));
        asked.extend(words.filter(|word| word.starts_with("servicetorg_") || word.starts_with("process_")));
    }
    assert!(asked.len() > 10, "{asked:?}");
    for name in asked {
        assert!(told.contains(name), "the server does not tell {name}");
    }
}

#[test]
fn every_alert_has_its_section() {
    let (rules, operations) = (read("deploy/alerts.yml"), read("docs/operations.md"));
    let alerts = values(&rules, "alert:");
    assert!(alerts.len() > 10, "{alerts:?}");
    for alert in &alerts {
        let heading = format!("\n### {alert}\n");
        let (_, section) = operations.split_once(&heading).unwrap_or_else(|| panic!("no section {alert}"));
        let section = section.split("\n#").next().unwrap();
        assert!(section.trim().len() > 80, "{alert}: what is to be done?");
    }
    let severities = values(&rules, "labels: { severity:");
    assert_eq!(severities.len(), alerts.len(), "each says whom it wakes");
}
