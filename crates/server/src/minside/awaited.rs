//! The documents of a case that were to come after the form, as its answers say, and which of them have come.

use contract::{
    minside::{AwaitedDocument, AwaitedFrom, CaseStatus},
    uploads::CaseFile,
};
use forms::{Attachment, Way};
use locale::{Date, Language};

use crate::{
    state::App,
    storage::{StoredAttachment, StoredCase},
    uploads,
};

/// Of a case that is closed, only those that have come.
pub(super) fn awaited(
    app: &App,
    case: &StoredCase,
    files: &[StoredAttachment],
    language: Language,
) -> Vec<AwaitedDocument> {
    let is_closed = case.head.status == CaseStatus::Closed;
    let to_come = case.answers.attachments().filter_map(|(field, row, attachment)| {
        let from = match Way::of_key(&attachment.how)? {
            Way::Later => AwaitedFrom::Person,
            Way::SomeoneElse => AwaitedFrom::SomeoneElse,
            Way::Now | Way::AlreadySent | Way::NotRelevant => return None,
        };
        let here = |file: &&StoredAttachment| file.field == field && file.row.as_deref() == row;
        let files: Vec<CaseFile> =
            files.iter().filter(here).cloned().filter_map(uploads::case_file).collect();
        let received = files.iter().map(|file| file.received).max();
        (!is_closed || received.is_some()).then(|| AwaitedDocument {
            field: field.to_owned(),
            row: row.map(str::to_owned),
            label: label(app, case, field, language),
            from,
            by: Date::parse_iso(&attachment.by),
            received,
            files,
        })
    });
    to_come.collect()
}

/// Whether the person has said that a document would come there, and the case is not closed.
pub(crate) fn is_awaited(case: &StoredCase, field: &str, row: Option<&str>) -> bool {
    let is_later = |attachment: &Attachment| Way::of_key(&attachment.how) == Some(Way::Later);
    let mut promised = case.answers.attachments().filter(|(_, _, attachment)| is_later(attachment));
    case.head.status != CaseStatus::Closed && promised.any(|(of, at, _)| of == field && at == row)
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
