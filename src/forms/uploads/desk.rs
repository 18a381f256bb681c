//! What files are sent for: a form that is being filled in, or a document that a case awaits. Everything else about
//! sending is the same.

use contract::{
    paths,
    uploads::{UploadLimits, UploadList, metadata},
};
use forms::{Answer, Attachment, FieldKind, FileRef, Way};
use leptos::prelude::*;
use locale::Language;

use super::Upload;
use crate::{
    forms::{
        api,
        filling::{Filling, SaveState},
        question::Place,
        saving,
    },
    platform::http::{self, Failure},
};

/// What files are sent for.
#[derive(Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "both are handles, which are copied and never kept in numbers")]
pub enum Desk {
    Form(Filling),
    Case(Handing),
}

/// A document that is being handed in to a case; its signals live as long as its part of the page.
#[derive(Clone, Copy)]
pub struct Handing {
    pub reference: StoredValue<String>,
    pub place: StoredValue<Place>,
    pub language: Language,
    pub uploads: RwSignal<Vec<Upload>>,
    pub limits: RwSignal<Option<UploadLimits>>,
    pub asked: StoredValue<bool>,
    /// The files that are ready.
    pub files: RwSignal<Vec<FileRef>>,
}

impl Handing {
    pub fn new(reference: String, place: Place, language: Language) -> Self {
        Self {
            reference: StoredValue::new(reference),
            place: StoredValue::new(place),
            language,
            uploads: RwSignal::new(Vec::new()),
            limits: RwSignal::new(None),
            asked: StoredValue::new(false),
            files: RwSignal::new(Vec::new()),
        }
    }
}

impl Desk {
    pub fn uploads(self) -> RwSignal<Vec<Upload>> {
        match self {
            Self::Form(filling) => filling.uploads,
            Self::Case(handing) => handing.uploads,
        }
    }

    pub fn limits(self) -> RwSignal<Option<UploadLimits>> {
        match self {
            Self::Form(filling) => filling.upload_limits,
            Self::Case(handing) => handing.limits,
        }
    }

    /// Whether the server has been asked what it takes, and what it has.
    pub fn asked(self) -> StoredValue<bool> {
        match self {
            Self::Form(filling) => filling.uploads_asked,
            Self::Case(handing) => handing.asked,
        }
    }

    pub fn language(self) -> Language {
        match self {
            Self::Form(filling) => filling.language(),
            Self::Case(handing) => handing.language,
        }
    }

    /// Asks the server what it takes, and what it has. Nothing where the page has gone.
    pub async fn list(self) -> Option<Result<UploadList, Failure>> {
        match self {
            Self::Form(filling) => Some(api::uploads(&filling.id.get_value()).await),
            Self::Case(handing) => {
                let reference = handing.reference.try_get_value()?;
                let path = handing
                    .place
                    .try_with_value(|place| paths::case_uploads(&reference, &place.field, place.row_id()))?;
                Some(http::get(&path).await)
            }
        }
    }

    /// Makes sure that there is something that files can belong to: a form has a draft before its first file.
    pub async fn prepare(self) -> Result<(), Failure> {
        let Self::Form(filling) = self else { return Ok(()) };
        if filling.revision.get_value().is_some() || saving::save(filling).await {
            return Ok(());
        }
        Err(match filling.save.get_untracked() {
            SaveState::Waiting(failure) | SaveState::Refused(failure) => failure,
            _ => Failure::Offline,
        })
    }

    /// How an announcement names it; nothing where the page has gone.
    pub fn goal(self) -> Option<(&'static str, String)> {
        Some(match self {
            Self::Form(filling) => (metadata::FORM, filling.id.get_value()),
            Self::Case(handing) => (metadata::CASE, handing.reference.try_get_value()?),
        })
    }

    /// The place of a file that the server tells of; nothing where the form is not there.
    pub fn place_of(self, field: String, row: Option<String>) -> Option<Place> {
        match self {
            Self::Form(filling) => {
                let ready = filling.ready.get_untracked()?;
                let rows = ready.form.rows_of(&field).map(|rows| rows.id.clone());
                Some(Place { field, row: rows.zip(row) })
            }
            Self::Case(handing) => handing.place.try_get_value(),
        }
    }

    /// Whether the row is still there.
    pub fn has(self, place: &Place) -> bool {
        let Self::Form(filling) = self else { return true };
        place.row.as_ref().is_none_or(|(rows, row)| {
            filling.answers.with(|answers| answers.rows(rows).iter().any(|other| other.id == *row))
        })
    }

    /// Notices when the files of the place become others.
    pub fn track(self, place: &Place) {
        match self {
            Self::Form(filling) => filling.answers.track_place(place),
            Self::Case(handing) => handing.files.track(),
        }
    }

    /// The files that have come.
    pub fn files(self, place: &Place) -> Vec<FileRef> {
        match self {
            Self::Form(filling) => attachment_at(filling, place).files,
            Self::Case(handing) => handing.files.try_get_untracked().unwrap_or_default(),
        }
    }

    /// A file has come.
    pub fn accept(self, place: &Place, file: FileRef) {
        if self.files(place).iter().any(|known| known.id == file.id) {
            return;
        }
        match self {
            Self::Form(filling) => {
                let mut attachment = attachment_at(filling, place);
                if attachment.how.is_empty() {
                    Way::Now.key().clone_into(&mut attachment.how);
                }
                attachment.files.push(file);
                filling.answer(place, Some(Answer::Attachment(attachment)));
            }
            Self::Case(handing) => _ = handing.files.try_update(|files| files.push(file)),
        }
    }

    /// A file is not wanted any more.
    pub fn let_go(self, place: &Place, id: &str) {
        match self {
            Self::Form(filling) => {
                let mut attachment = attachment_at(filling, place);
                let before = attachment.files.len();
                attachment.files.retain(|file| file.id != id);
                if attachment.files.len() < before {
                    let is_empty = attachment.files.is_empty() && is_only_now(filling, place);
                    filling.answer(place, (!is_empty).then_some(Answer::Attachment(attachment)));
                }
            }
            Self::Case(handing) => _ = handing.files.try_update(|files| files.retain(|file| file.id != id)),
        }
    }
}

/// The answer of a question.
fn attachment_at(filling: Filling, place: &Place) -> Attachment {
    filling.answers.with(|answers| match answers.at(place.at()) {
        Some(Answer::Attachment(attachment)) => attachment.clone(),
        _ => Attachment::default(),
    })
}

fn is_only_now(filling: Filling, place: &Place) -> bool {
    let kind =
        filling.ready.get_untracked().and_then(|ready| Some(ready.form.field(&place.field)?.kind.clone()));
    matches!(kind, Some(FieldKind::Attachment(rules)) if rules.ways() == [Way::Now])
}
