//! `GET /me`: how much is kept of the person.

use axum::{Json, extract::State};
use contract::personal::Kept;

use crate::{
    openapi,
    problem::Answer,
    session::{SignedInPerson, Standing},
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// How much is kept of the person, of which `/me/export` gives all and `DELETE /me/unsent` deletes what was not sent.
/// Needs the highest level of sign-in that anything of it needs, as those do.
#[utoipa::path(
    get,
    path = "/me",
    tag = "personal",
    responses((status = 200, body = Kept), openapi::Always, openapi::Personal, openapi::Guarded)
)]
pub async fn get_kept(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
    standing: Standing,
) -> Answer<Json<Kept>> {
    let counted = app.store.kept(person.id).await?;
    let of_drafts = counted.forms.iter().filter_map(|form| app.pack.form_level(form));
    let of_cases = counted.services.iter().filter_map(|service| app.pack.service_level(service));
    standing.check(of_drafts.chain(of_cases).max())?;
    app.store.note(NewEntry::new(AuditAction::KeptCounted, app.clock.now()).of(person.id))?;
    Ok(Json(counted.kept))
}
