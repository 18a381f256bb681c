//! `forms/<id>/`: the newest version of a form, and earlier ones in `v<number>/` below it.

use std::collections::BTreeMap;

use forms::{Form, Texts, author};
use locale::Language;

use crate::{
    file::Folder,
    finding::{Finding, Report},
};

/// One version of a form with its words.
#[derive(Debug)]
pub struct FormEdition {
    /// Ready to validate and summarise.
    pub form: Form,
    /// In every language.
    pub texts: BTreeMap<Language, Texts>,
}

/// Every form by id and version.
pub(crate) type Forms = BTreeMap<(String, u32), FormEdition>;

/// Reads them all; what is faulty is reported and left out.
pub(crate) fn load(folder: &Folder<'_>, findings: &mut Vec<Finding>) -> Forms {
    let mut forms = Forms::new();
    for id in folder.list("forms").folders {
        let home = format!("forms/{id}");
        let newest = edition(folder, &home, &id, findings);
        let newest_version = newest.as_ref().map(|edition| edition.form.definition().version);
        keep(&mut forms, newest);
        for name in folder.list(&home).folders {
            let place = format!("{home}/{name}");
            let file = format!("{place}/form.toml");
            let Some(earlier) = edition(folder, &place, &id, findings) else { continue };
            let version = earlier.form.definition().version;
            let mut report = Report { file: &file, findings };
            if name != format!("v{version}") {
                report.add("version", format!("the folder `{name}` holds version {version}"), "Rename it.");
            }
            if newest_version.is_some_and(|newest| version >= newest) {
                let fault = format!("version {version} is not earlier than the form in `{home}`");
                report.add("version", fault, "Count the version of the newest form up.");
            }
            keep(&mut forms, Some(earlier));
        }
    }
    forms
}

fn keep(forms: &mut Forms, edition: Option<FormEdition>) {
    if let Some(edition) = edition {
        let definition = edition.form.definition();
        forms.insert((definition.id.clone(), definition.version), edition);
    }
}

/// The form in that folder, unless it has a fault of any kind.
fn edition(folder: &Folder<'_>, place: &str, id: &str, findings: &mut Vec<Finding>) -> Option<FormEdition> {
    let before = findings.len();
    let file = format!("{place}/form.toml");
    let source = folder.text(&file, findings);
    let mut texts = BTreeMap::new();
    for language in Language::ALL {
        let file = format!("{place}/texts.{language}.toml");
        let Some(source) = folder.text(&file, findings) else { continue };
        match author::parse_texts(&source) {
            Ok(words) => drop(texts.insert(language, words)),
            Err(fault) => Report { file: &file, findings }.add(fault.place, fault.fault, fault.remedy),
        }
    }
    let mut report = Report { file: &file, findings };
    let definition = match author::parse_definition(&source?) {
        Ok(definition) => definition,
        Err(fault) => {
            report.add(fault.place, fault.fault, fault.remedy);
            return None;
        }
    };
    if definition.id != id {
        let fault = format!("the id is `{}`, the folder is `{id}`", definition.id);
        report.add("id", fault, "Give both the same name.");
    }
    if texts.len() == Language::ALL.len() {
        for fault in author::lint(&definition, &texts) {
            report.add(fault.place, fault.fault, fault.remedy);
        }
    }
    for (language, words) in &mut texts {
        author::add_country_names(&definition, *language, words);
    }
    match Form::compile(definition) {
        Ok(form) if findings.len() == before => Some(FormEdition { form, texts }),
        Ok(_) => None,
        Err(faults) => {
            let mut report = Report { file: &file, findings };
            for fault in faults {
                report.add(fault.place, fault.fault, fault.remedy);
            }
            None
        }
    }
}
