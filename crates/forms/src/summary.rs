//! What was answered, in words: for the summary page, the receipt and the case.
#![deny(clippy::wildcard_enum_match_arm)]

use serde::{Deserialize, Serialize};

use crate::{
    Answer, FieldKind, FileRef, Texts, View,
    view::Asked,
    words::{Words, lines},
};

/// The answers of a form as a person reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    /// One for each visible page with an answer field.
    pub sections: Vec<Section>,
}

/// The answers of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// The page's id, for "change".
    pub page: String,
    /// The page's title.
    pub title: String,
    pub rows: Vec<Row>,
}

/// One question and its answer, or the heading of those that follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// The field's id.
    pub field: String,
    /// The row of a repeating group that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    #[serde(default, skip_serializing_if = "RowKind::is_answer")]
    pub kind: RowKind,
    /// The question.
    pub label: String,
    /// The answer, a line each; none where it was left empty.
    pub lines: Vec<String>,
    /// The files that belong to the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
}

/// What a line of the summary is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    #[default]
    Answer,
    /// The heading of a group, or of one row of a repeating group: the answers below belong to it.
    Heading,
    /// Worked out from other answers.
    Calculated,
}

impl RowKind {
    fn is_answer(&self) -> bool {
        *self == Self::Answer
    }
}

impl View<'_, '_> {
    /// The answers of all visible fields in words, page by page.
    #[must_use]
    pub fn summary(&self, texts: &Texts) -> Summary {
        let words = Words { texts, language: self.context.language };
        let mut sections: Vec<Section> = Vec::new();
        let mut last_page = None;
        let mut last_row = None;
        for asked in self.asked().iter().filter(|asked| asked.field.kind.is_summarised()) {
            let page = self.page_of(asked.index);
            if last_page != Some(page) {
                last_page = Some(page);
                let id = self.page(page).id.clone();
                let title = words.text(&["pages.", &id, ".title"]);
                sections.push(Section { page: id, title, rows: Vec::new() });
            }
            let Some(section) = sections.last_mut() else { continue };
            let rows = self.form.plan.places[asked.index].rows;
            if let (Some(rows), Some((number, id))) = (rows, asked.row)
                && last_row != Some((rows, number))
            {
                last_row = Some((rows, number));
                section.rows.push(heading(&words, &self.form.at(rows).id, number, id));
            }
            section.rows.push(self.row(&words, asked));
        }
        // A group without a question in it says nothing.
        for section in &mut sections {
            let is_last = |rows: &[Row], index: usize| {
                rows.get(index + 1).is_none_or(|next| next.kind == RowKind::Heading && next.row.is_none())
            };
            let rows = std::mem::take(&mut section.rows);
            let keeps: Vec<bool> = (0..rows.len())
                .map(|index| {
                    rows[index].kind != RowKind::Heading
                        || rows[index].row.is_some()
                        || !is_last(&rows, index)
                })
                .collect();
            let kept = rows.into_iter().zip(keeps).filter(|(_, keeps)| *keeps);
            section.rows = kept.map(|(row, _)| row).collect();
        }
        sections.retain(|section| !section.rows.is_empty());
        Summary { sections }
    }

    fn row(&self, words: &Words<'_>, asked: &Asked<'_, '_>) -> Row {
        let (field, value) = (asked.field, self.value(asked));
        let kind = match &field.kind {
            FieldKind::Group(_) => RowKind::Heading,
            FieldKind::Calculated(_) => RowKind::Calculated,
            FieldKind::Text(_)
            | FieldKind::Textarea(_)
            | FieldKind::Name
            | FieldKind::Number(_)
            | FieldKind::Money(_)
            | FieldKind::Checkbox
            | FieldKind::Consent
            | FieldKind::Checkboxes(_)
            | FieldKind::Radio(_)
            | FieldKind::Select(_)
            | FieldKind::Combobox(_)
            | FieldKind::Country
            | FieldKind::Date(_)
            | FieldKind::Month(_)
            | FieldKind::Year(_)
            | FieldKind::Time
            | FieldKind::Email
            | FieldKind::Phone
            | FieldKind::IdentityNumber
            | FieldKind::OrganisationNumber
            | FieldKind::AccountNumber
            | FieldKind::Iban
            | FieldKind::Address(_)
            | FieldKind::Attachment(_)
            | FieldKind::Rows(_)
            | FieldKind::Info(_)
            | FieldKind::MapPoint => RowKind::Answer,
        };
        let answer = self.canonical(asked);
        let attachment = answer.as_ref().and_then(Answer::as_attachment);
        let files = attachment.map(|attachment| attachment.files.clone()).unwrap_or_default();
        Row {
            field: field.id.clone(),
            row: asked.row.map(|(_, row)| row.to_owned()),
            kind,
            label: words.text(&["fields.", &field.id, ".label"]),
            lines: lines(field, answer, value, words),
            files,
        }
    }
}

/// The heading of one row: what a row is called, and its number.
fn heading(words: &Words<'_>, rows: &str, number: usize, id: &str) -> Row {
    let name = words.text(&["fields.", rows, ".row"]);
    Row {
        field: rows.to_owned(),
        row: Some(id.to_owned()),
        kind: RowKind::Heading,
        label: [&name, " ", &(number + 1).to_string()].concat(),
        ..Row::default()
    }
}

impl Summary {
    /// The bytes to take a hash of: what the person was shown and nothing else, in one form for all time, with
    /// the form and the version that it was shown by. Every text stands behind its length, so that no two summaries have the same bytes.
    #[must_use]
    pub fn canonical_bytes(&self, form: &str, version: u32, language: locale::Language) -> Vec<u8> {
        let mut out = b"servicetorg-summary/1\n".to_vec();
        let mut put = |text: &str| {
            out.extend_from_slice(text.len().to_string().as_bytes());
            out.push(b':');
            out.extend_from_slice(text.as_bytes());
            out.push(b'\n');
        };
        put(form);
        put(&version.to_string());
        put(language.code());
        put(&self.sections.len().to_string());
        for section in &self.sections {
            put(&section.page);
            put(&section.title);
            put(&section.rows.len().to_string());
            for row in &section.rows {
                put(&row.field);
                put(row.row.as_deref().unwrap_or_default());
                put(match row.kind {
                    RowKind::Answer => "answer",
                    RowKind::Heading => "heading",
                    RowKind::Calculated => "calculated",
                });
                put(&row.label);
                put(&row.lines.len().to_string());
                row.lines.iter().for_each(|line| put(line));
                put(&row.files.len().to_string());
                for file in &row.files {
                    put(&file.id);
                    put(&file.name);
                    put(&file.size.to_string());
                    put(&file.media_type);
                    put(&file.sha256);
                }
            }
        }
        out
    }
}
