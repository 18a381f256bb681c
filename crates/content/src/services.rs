//! `services/<id>.toml`: one service with its words in every language.

use contract::{
    services::{LegalResource, Purpose, TimeUnit},
    session::SignInLevel,
};
use serde::Deserialize;

use crate::{
    finding::Report,
    rules,
    texts::{Localised, PerLanguage, Words, check_list, check_text, join},
};

/// A summary has to fit in a list on a phone.
const MAX_SUMMARY: usize = 120;

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceFile {
    /// The main one first.
    themes: Vec<String>,
    purpose: Purpose,
    form: Option<String>,
    /// Where it is done on line when that is not a form of ours.
    online: Option<String>,
    /// At which level people must have signed in; any where it is not told.
    level: Option<SignInLevel>,
    processing_time: Time,
    #[serde(default)]
    legal_resources: Vec<LegalEntry>,
    nb: Option<ServiceWords>,
    nn: Option<ServiceWords>,
    en: Option<ServiceWords>,
}

/// How long it takes; what is counted is said in the words.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Time {
    pub(crate) amount: u16,
    pub(crate) unit: TimeUnit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LegalEntry {
    name: String,
    url: String,
}

/// The words in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ServiceWords {
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) audience: Vec<String>,
    pub(crate) cost: String,
    pub(crate) required_evidence: Vec<String>,
    pub(crate) next_steps: Vec<String>,
    pub(crate) processing_note: String,
    pub(crate) keywords: Vec<String>,
}

/// A service of the pack.
#[derive(Clone, Debug)]
pub(crate) struct ServiceRecord {
    pub(crate) themes: Vec<String>,
    pub(crate) purpose: Purpose,
    pub(crate) form: Option<String>,
    pub(crate) online: Option<String>,
    pub(crate) level: Option<SignInLevel>,
    pub(crate) processing_time: Time,
    pub(crate) legal_resources: Vec<LegalResource>,
    pub(crate) words: PerLanguage<ServiceWords>,
}

impl Words for ServiceWords {
    fn check(&self, key: &str, report: &mut Report<'_>) {
        let at = |name: &str| join(key, name);
        check_text(&self.title, &at("title"), report);
        check_text(&self.summary, &at("summary"), report);
        check_text(&self.cost, &at("cost"), report);
        check_text(&self.processing_note, &at("processing_note"), report);
        let length = self.summary.chars().count();
        if length > MAX_SUMMARY {
            let fault = format!("the summary has {length} characters, more than {MAX_SUMMARY}");
            report.add(at("summary"), fault, "Say it in one shorter sentence.");
        }
        check_list(&self.required_evidence, &at("required_evidence"), report);
        for (name, items) in
            [("audience", &self.audience), ("next_steps", &self.next_steps), ("keywords", &self.keywords)]
        {
            if items.is_empty() {
                report.add(at(name), "the list is empty or missing", "Write at least one item.");
            }
        }
        check_list(&self.audience, &at("audience"), report);
        check_list(&self.next_steps, &at("next_steps"), report);
        for (index, keyword) in self.keywords.iter().enumerate() {
            if keyword.trim().is_empty() {
                report.add(format!("{}[{index}]", at("keywords")), "the word is empty", "Remove it.");
            }
        }
    }
}

impl ServiceFile {
    pub(crate) fn check(self, report: &mut Report<'_>) -> ServiceRecord {
        if self.themes.is_empty() {
            report.add("themes", "the service has no theme", "Name at least one theme of themes.toml.");
        }
        if self.processing_time.amount == 0 {
            report.add("processing_time.amount", "the processing time is 0", "Write 1 or more.");
        }
        if let Some(url) = self.online.as_ref().filter(|url| !rules::is_url(url)) {
            report.add("online", format!("`{url}` is not a web address"), "It starts with https://.");
        }
        if self.form.is_some() && self.online.is_some() {
            report.add("online", "the service has a form of its own too", "Remove one of the two.");
        }
        for (index, law) in self.legal_resources.iter().enumerate() {
            if law.name.trim().is_empty() {
                report.add(format!("legal_resources[{index}].name"), "the name is empty", "Write it.");
            }
            if !rules::is_url(&law.url) {
                let fault = format!("`{}` is not a web address", law.url);
                report.add(format!("legal_resources[{index}].url"), fault, "It starts with https://.");
            }
        }
        let legal_resources = self
            .legal_resources
            .into_iter()
            .map(|law| LegalResource { name: law.name, url: law.url })
            .collect();
        ServiceRecord {
            themes: self.themes,
            purpose: self.purpose,
            form: self.form,
            online: self.online,
            level: self.level,
            processing_time: self.processing_time,
            legal_resources,
            words: Localised::from_parts(self.nb, self.nn, self.en).complete("", report),
        }
    }
}
