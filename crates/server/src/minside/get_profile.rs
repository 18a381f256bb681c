//! `GET /profile`: what the registers say of the person.

use axum::{Json, extract::State};
use contract::minside::Profile;

use crate::{
    openapi,
    problem::Answer,
    session::SignedInPerson,
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// Day, month and year of birth; the other five digits are not shown.
const DIGITS_SHOWN: usize = 6;

/// The signed-in person.
#[utoipa::path(
    get,
    path = "/profile",
    tag = "minside",
    responses((status = 200, body = Profile), openapi::Always, openapi::Personal)
)]
pub async fn get_profile(
    State(app): State<AppState>,
    SignedInPerson(person): SignedInPerson,
) -> Answer<Json<Profile>> {
    app.store.note(NewEntry::new(AuditAction::ProfileRead, app.clock.now()).of(person.id))?;
    Ok(Json(Profile {
        identity_number: masked(&person.identity_number),
        name: person.name,
        address: person.address,
        email: person.email,
        phone: person.phone,
    }))
}

fn masked(identity_number: &str) -> String {
    let shown: String = identity_number.chars().take(DIGITS_SHOWN).collect();
    format!("{shown} *****")
}
