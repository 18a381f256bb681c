//! The documents of a case that are still to come, as its answers say.

use contract::minside::{AwaitedDocument, AwaitedFrom, CaseStatus};
use forms::Way;
use locale::{Date, Language};

use crate::{state::App, storage::StoredCase};

/// None of a case that is closed.
pub(super) fn awaited(app: &App, case: &StoredCase, language: Language) -> Vec<AwaitedDocument> {
    if case.head.status == CaseStatus::Closed {
        return Vec::new();
    }
    let to_come = case.answers.attachments().filter_map(|(field, row, attachment)| {
        let from = match Way::of_key(&attachment.how)? {
            Way::Later => AwaitedFrom::Person,
            Way::SomeoneElse => AwaitedFrom::SomeoneElse,
            Way::Now | Way::AlreadySent | Way::NotRelevant => return None,
        };
        Some(AwaitedDocument {
            field: field.to_owned(),
            row: row.map(str::to_owned),
            label: label(app, case, field, language),
            from,
            by: Date::parse_iso(&attachment.by),
        })
    });
    to_come.collect()
}

/// The question in the language that is asked for; as it was sent where the form is gone.
fn label(app: &App, case: &StoredCase, field: &str, language: Language) -> String {
    let edition = app.pack.form(&case.form, Some(case.version));
    let text = edition
        .and_then(|edition| edition.texts.get(&language)?.get(&["fields.", field, ".label"].concat()))
        .map(str::to_owned);
    text.unwrap_or_else(|| {
        let mut rows = case.summary.sections.iter().flat_map(|section| &section.rows);
        rows.find(|row| row.field == field).map(|row| row.label.clone()).unwrap_or_default()
    })
}
