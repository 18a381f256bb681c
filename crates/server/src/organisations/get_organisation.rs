//! `GET /organisations/{number}`: the name that belongs to an organisation number.

use axum::{Json, extract::State};
use contract::{organisations::RegisteredOrganisation, problem::Code};

use crate::{
    extract::Id,
    openapi,
    problem::{Answer, Failure},
    state::AppState,
    tries::{Source, Tried},
};

/// The organisation of that number in Enhetsregisteret. Where the register cannot be asked, the person writes the
/// name: nothing waits for it.
#[utoipa::path(
    get,
    path = "/organisations/{number}",
    tag = "organisations",
    params(("number" = String, Path, pattern = "^[0-9]{9}$", description = "Nine digits with a valid check digit")),
    responses(
        (status = 200, body = RegisteredOrganisation),
        openapi::Always,
        openapi::Named,
    )
)]
pub async fn get_organisation(
    State(app): State<AppState>,
    source: Source,
    Id(number): Id,
) -> Answer<Json<RegisteredOrganisation>> {
    if !forms::is_organisation_number(&number) {
        return Err(Failure::parameter("number"));
    }
    let now = app.clock.now();
    let answer = match app.organisations.known(&number, now) {
        Some(known) => known,
        None => {
            app.tries.take(Tried::Organisation, source, now)?;
            app.organisations
                .ask(&number, now)
                .await
                .map_err(|down| Failure::unavailable(&down.to_string()))?
        }
    };
    Ok(Json(answer.ok_or(Code::NotFound)?))
}
