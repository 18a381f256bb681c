//! `mine-data.json`, and what of it the description of the API tells.

use std::io;

use contract::personal::{OwnCase, OwnDraft, OwnFile, OwnProfile, PersonalData};
use locale::Timestamp;
use utoipa::OpenApi;

use super::archive::Broken;
use crate::storage::{CaseHead, Person, StoredCase, StoredDraft};

/// The shape of what is in the archive.
#[derive(OpenApi)]
#[openapi(components(schemas(PersonalData)))]
pub(crate) struct Described;

/// All but the cases as text, in two halves between which the cases go, with a comma between two.
pub(super) fn around_cases(data: &PersonalData) -> Result<(String, &'static str), Broken> {
    const END: &str = "]}";
    let text = serde_json::to_string(data)?;
    let before = text.strip_suffix(END).filter(|before| before.ends_with("\"cases\":["));
    let before = before.ok_or_else(|| io::Error::other("the cases are not the last of the document"))?;
    Ok((before.to_owned(), END))
}

pub(super) fn profile(person: Person, known_since: Timestamp) -> OwnProfile {
    OwnProfile {
        id: person.id.to_string(),
        subject: person.subject,
        name: person.name,
        identity_number: person.identity_number,
        address: person.address,
        email: person.email,
        email_verified: person.email_verified,
        phone: person.phone,
        known_since,
    }
}

pub(super) fn draft(draft: StoredDraft, files: Vec<OwnFile>) -> OwnDraft {
    OwnDraft {
        form: draft.form,
        version: draft.content.version,
        page: draft.content.page,
        revision: draft.head.revision,
        saved: draft.head.saved,
        deleted_on: draft.head.deleted_on(),
        answers: draft.content.answers,
        files,
    }
}

/// Without what stands elsewhere: events, e-mail, copy and files.
pub(super) fn case(case: StoredCase) -> OwnCase {
    let CaseHead { id, reference, service, title, status, received, answer_by } = case.head;
    OwnCase {
        id: id.to_string(),
        reference,
        service,
        title,
        form: case.form,
        version: case.version,
        language: case.language,
        status,
        received,
        answer_by,
        answers: case.answers,
        summary: case.summary,
        next_steps: case.next_steps,
        checksum: case.checksum,
        events: Vec::new(),
        email_sent: None,
        copy: None,
        files: Vec::new(),
    }
}
