//! Reads a whole pack, checks every file, and then what the files say of each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use contract::{front::NoticeLevel, services::ChannelClass};
use locale::Timestamp;
use serde::Deserialize;

use crate::{
    channels::{ChannelsFile, purpose_name},
    file::Folder,
    finding::{Finding, Report},
    forms_folder,
    pack::{ElsewhereRecord, MunicipalityRecord, NoticeRecord, Pack, ThemeRecord},
    rules,
    services::{ServiceFile, ServiceRecord},
    texts::{Localised, Words, check_text, join},
};

const MUNICIPALITY: &str = "municipality.toml";
const CHANNELS: &str = "channels.toml";
const THEMES: &str = "themes.toml";
const ELSEWHERE: &str = "elsewhere.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MunicipalityFile {
    short_name: String,
    organisation_number: String,
    phone: String,
    postal_address: Vec<String>,
    popular: Vec<String>,
    name: Localised<String>,
    #[serde(default)]
    notices: Vec<NoticeEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeEntry {
    id: String,
    level: NoticeLevel,
    updated: Timestamp,
    title: Localised<String>,
    body: Localised<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemesFile {
    #[serde(default)]
    themes: Vec<ThemeEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeEntry {
    id: String,
    name: Localised<String>,
    summary: Localised<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ElsewhereFile {
    #[serde(default)]
    elsewhere: Vec<ElsewhereEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ElsewhereEntry {
    url: String,
    provider: Localised<String>,
    title: Localised<String>,
    keywords: Localised<Keywords>,
}

/// At least one word.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Keywords(pub(crate) Vec<String>);

impl Words for Keywords {
    fn check(&self, key: &str, report: &mut Report<'_>) {
        if self.0.is_empty() || self.0.iter().any(|word| word.trim().is_empty()) {
            report.add(key, "a word is empty or missing", "Write what people search for.");
        }
    }
}

/// The pack, or all that is wrong with it, in the order of the files.
pub(crate) fn load(path: &Path) -> Result<Pack, Vec<Finding>> {
    let folder = Folder::new(path);
    let findings = &mut Vec::new();
    let municipality = folder
        .toml(MUNICIPALITY, findings)
        .map(|file| check_municipality(file, &mut Report { file: MUNICIPALITY, findings }));
    let channels = folder
        .toml(CHANNELS, findings)
        .map(|file: ChannelsFile| file.check(&mut Report { file: CHANNELS, findings }));
    let themes =
        folder.toml(THEMES, findings).map(|file| check_themes(file, &mut Report { file: THEMES, findings }));
    let elsewhere = folder
        .toml(ELSEWHERE, findings)
        .map(|file| check_elsewhere(file, &mut Report { file: ELSEWHERE, findings }));
    let (services, unreadable) = load_services(&folder, findings);
    let readable = Readable { themes: themes.is_some(), channels: channels.is_some(), services: unreadable };
    // A file that cannot be read has a finding already: the empty stand-ins below are never served.
    let pack = Pack {
        municipality: municipality.unwrap_or_default(),
        channels: channels.unwrap_or_default(),
        themes: themes.unwrap_or_default(),
        elsewhere: elsewhere.unwrap_or_default(),
        forms: forms_folder::load(&folder, findings),
        services,
    };
    check_references(&pack, &folder, &readable, findings);
    if findings.is_empty() {
        return Ok(pack);
    }
    let mut findings = std::mem::take(findings);
    findings.sort_unstable();
    findings.dedup();
    Err(findings)
}

/// What could be read, so that a file with a fault does not also give a finding wherever it is referred to.
struct Readable {
    themes: bool,
    channels: bool,
    /// Services that exist though their files cannot be read.
    services: BTreeSet<String>,
}

fn check_municipality(file: MunicipalityFile, report: &mut Report<'_>) -> MunicipalityRecord {
    check_text(&file.short_name, "short_name", report);
    if !rules::is_organisation_number(&file.organisation_number) {
        let fault = format!("`{}` is not an organisation number", file.organisation_number);
        report.add("organisation_number", fault, "Write nine digits without spaces.");
    }
    if !rules::is_phone(&file.phone) {
        report.add("phone", format!("`{}` is not a phone number", file.phone), "Write it as +4732040000.");
    }
    if file.postal_address.is_empty() {
        report.add("postal_address", "the address is empty", "Write it, a line each.");
    }
    let mut seen = BTreeSet::new();
    let mut notices = Vec::new();
    for notice in file.notices {
        let key = format!("notices.{}", notice.id);
        if !seen.insert(notice.id.clone()) {
            report.add(&key, "another notice has the same id", "Give each notice its own id.");
        }
        notices.push(NoticeRecord {
            title: notice.title.complete(&join(&key, "title"), report),
            body: notice.body.complete(&join(&key, "body"), report),
            id: notice.id,
            level: notice.level,
            updated: notice.updated,
        });
    }
    notices.sort_by_key(|notice| (notice.level, std::cmp::Reverse(notice.updated)));
    MunicipalityRecord {
        short_name: file.short_name,
        organisation_number: file.organisation_number,
        phone: file.phone,
        postal_address: file.postal_address,
        popular: file.popular,
        name: file.name.complete("name", report),
        notices,
    }
}

fn check_themes(file: ThemesFile, report: &mut Report<'_>) -> Vec<ThemeRecord> {
    let mut seen = BTreeSet::new();
    let mut themes = Vec::new();
    for theme in file.themes {
        let key = format!("themes.{}", theme.id);
        if !rules::is_identifier(&theme.id) {
            report.add(&key, "the id is not valid", "Use the last part of the address of the theme in Los.");
        }
        if !seen.insert(theme.id.clone()) {
            report.add(&key, "another theme has the same id", "Remove one of the two.");
        }
        themes.push(ThemeRecord {
            name: theme.name.complete(&join(&key, "name"), report),
            summary: theme.summary.complete(&join(&key, "summary"), report),
            id: theme.id,
        });
    }
    themes
}

fn check_elsewhere(file: ElsewhereFile, report: &mut Report<'_>) -> Vec<ElsewhereRecord> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (index, entry) in file.elsewhere.into_iter().enumerate() {
        let key = format!("elsewhere[{index}]");
        if !rules::is_url(&entry.url) {
            let fault = format!("`{}` is not a web address", entry.url);
            report.add(join(&key, "url"), fault, "It starts with https://.");
        }
        if !seen.insert(entry.url.clone()) {
            report.add(join(&key, "url"), "another entry has the same address", "Remove one of the two.");
        }
        all.push(ElsewhereRecord {
            title: entry.title.complete(&join(&key, "title"), report),
            provider: entry.provider.complete(&join(&key, "provider"), report),
            keywords: entry.keywords.complete(&join(&key, "keywords"), report),
            url: entry.url,
        });
    }
    all
}

/// The services, and the ids of those whose file cannot be read: they exist as far as references go.
fn load_services(
    folder: &Folder<'_>,
    findings: &mut Vec<Finding>,
) -> (BTreeMap<String, ServiceRecord>, BTreeSet<String>) {
    let (mut services, mut unreadable) = (BTreeMap::new(), BTreeSet::new());
    for name in folder.list("services").files {
        let file = format!("services/{name}");
        let Some(id) = name.strip_suffix(".toml") else {
            let remedy = "Services are files that end in .toml; move it elsewhere.";
            Report { file: &file, findings }.add("", "the file is not a service", remedy);
            continue;
        };
        if !rules::is_identifier(id) {
            let remedy = "Use lower-case letters a-z, digits and hyphens.";
            Report { file: &file, findings }.add("", "the name of the file is not a valid id", remedy);
        }
        match folder.toml::<ServiceFile>(&file, findings) {
            Some(service) => {
                let service = service.check(&mut Report { file: &file, findings });
                services.insert(id.to_owned(), service);
            }
            None => {
                unreadable.insert(id.to_owned());
            }
        }
    }
    (services, unreadable)
}

/// What the files say of each other.
fn check_references(pack: &Pack, folder: &Folder<'_>, readable: &Readable, findings: &mut Vec<Finding>) {
    let mut report = Report { file: MUNICIPALITY, findings };
    for id in &pack.municipality.popular {
        if !pack.services.contains_key(id) && !readable.services.contains(id) {
            let remedy = "Use the name of a file in services/, without .toml.";
            report.add("popular", format!("there is no service `{id}`"), remedy);
        }
    }
    let form_folders = folder.list("forms").folders;
    for (id, service) in &pack.services {
        let file = format!("services/{id}.toml");
        let mut report = Report { file: &file, findings: &mut *report.findings };
        for theme in &service.themes {
            if readable.themes && !pack.themes.iter().any(|known| known.id == *theme) {
                report.add("themes", format!("there is no theme `{theme}`"), "Use an id of themes.toml.");
            }
        }
        if let Some(form) = service.form.as_ref().filter(|form| !form_folders.contains(form)) {
            let remedy = "Use the name of a folder in forms/.";
            report.add("form", format!("there is no form `{form}`"), remedy);
        }
        let usable = |class| class != ChannelClass::Unwanted;
        if readable.channels
            && !pack.channels_of(service).any(|channel| usable(channel.class(service.purpose)))
        {
            let purpose = purpose_name(service.purpose);
            let fault = format!("no channel is primary or secondary for {purpose}");
            report.add("purpose", fault, "Change the purpose, or the classes in channels.toml.");
        }
    }
    for ((id, _), edition) in &pack.forms {
        let file = format!("forms/{id}/form.toml");
        let service = &edition.form.definition().service;
        let known = pack.services.get(service);
        let mut report = Report { file: &file, findings: &mut *report.findings };
        if known.is_none() && !readable.services.contains(service) {
            let remedy = "Use the name of a file in services/, without .toml.";
            report.add("service", format!("there is no service `{service}`"), remedy);
        }
        if known.is_some_and(|service| service.form.as_ref() != Some(id)) {
            let fault = format!("the service `{service}` does not name this form");
            report.add("service", fault, format!("Write form = \"{id}\" in services/{service}.toml."));
        }
    }
}
