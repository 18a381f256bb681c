//! `DELETE /me/unsent`: the person gives up all that is begun and not sent.

use axum::{Json, extract::State};
use contract::personal::UnsentDeleted;

use crate::{
    openapi,
    problem::Answer,
    session::{SignedInPerson, Standing},
    state::AppState,
    uploads,
};

/// Deletes the person's drafts with their files, files for documents of cases that were not handed in, and the secret
/// that devices seal unsent answers with: what lies in browsers opens no more. Cases stay as they are. Nothing there is
/// fine too. Needs the highest level of sign-in that anything of it needs.
#[utoipa::path(
    delete,
    path = "/me/unsent",
    tag = "personal",
    responses((status = 200, body = UnsentDeleted), openapi::Always, openapi::Personal, openapi::Guarded)
)]
pub async fn delete_unsent(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
) -> Answer<Json<UnsentDeleted>> {
    let (forms, services) = app.store.unsent_of(person.id).await?;
    let of_drafts = forms.iter().filter_map(|form| app.pack.form_level(form));
    let of_cases = services.iter().filter_map(|service| app.pack.service_level(service));
    standing.check(of_drafts.chain(of_cases).max())?;
    let deleted = app.store.delete_unsent(person.id, app.clock.now()).await?;
    uploads::remove_orphans(&app).await;
    Ok(Json(deleted))
}
