//! `GET /drafts`: what the person has begun and not sent.

use axum::{Json, extract::State};
use contract::minside::{DraftCard, DraftList};
use locale::Language;

use crate::{
    extract::Lang,
    openapi,
    problem::Answer,
    session::SignedInPerson,
    state::{App, AppState},
    storage::{AuditAction, NewEntry},
};

/// The person's drafts, the newest first.
#[utoipa::path(
    get,
    path = "/drafts",
    tag = "minside",
    params(openapi::InLanguage),
    responses((status = 200, body = DraftList), openapi::Always, openapi::Personal)
)]
pub async fn list_drafts(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    Lang(language): Lang,
) -> Answer<Json<DraftList>> {
    let now = app.clock.now();
    let drafts = app.store.drafts(person.id, now).await?;
    app.store.note(NewEntry::new(AuditAction::DraftsListed, now).of(person.id))?;
    let drafts = drafts
        .into_iter()
        // A draft of a form that is no longer offered leads nowhere.
        .filter_map(|(form, head)| {
            Some(DraftCard {
                title: title(&app, &form, language)?,
                saved: head.saved,
                deleted_on: head.deleted_on(),
                form,
            })
        })
        .collect();
    Ok(Json(DraftList { drafts }))
}

fn title(app: &App, form: &str, language: Language) -> Option<String> {
    app.pack.form(form, None)?.texts.get(&language)?.get("title").map(str::to_owned)
}
