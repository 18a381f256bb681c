//! `POST /staff/jobs/{id}/run`: lets a job that was given up run again.

use axum::{Json, extract::State};
use contract::{jobs::JobCard, problem::Code, session::StaffRole};
use tracing::info;
use uuid::Uuid;

use super::card;
use crate::{
    extract::Id,
    openapi,
    problem::Answer,
    session::SignedInStaff,
    state::{App, AppState},
    storage::Actor,
};

/// The job waits for a worker then, with all its attempts. One that was not given up stays as it is, so that pressing
/// twice does no harm.
#[utoipa::path(
    post,
    path = "/staff/jobs/{id}/run",
    tag = "staff",
    params(("id" = String, Path)),
    responses(
        (status = 200, description = "The job as it is now", body = JobCard),
        openapi::Always,
        openapi::Personal,
        openapi::Guarded,
        openapi::Named,
    )
)]
pub async fn run_job(State(app): State<AppState>, staff: SignedInStaff, Id(id): Id) -> Answer<Json<JobCard>> {
    Ok(Json(run_again(&app, &staff, &id).await?))
}

/// The same for API and page.
pub(super) async fn run_again(app: &App, staff: &SignedInStaff, id: &str) -> Answer<JobCard> {
    staff.require(StaffRole::Administrator)?;
    let id = Uuid::try_parse(id).map_err(|_| Code::NotFound)?;
    let by = Actor::Staff(staff.member.subject.clone());
    let row = app.store.run_job_again(id, by, app.clock.now()).await?.ok_or(Code::NotFound)?;
    info!(%id, kind = row.kind, "an administrator lets a job run again");
    Ok(card(row))
}
