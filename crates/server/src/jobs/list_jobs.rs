//! `GET /staff/jobs`: the jobs that were given up.

use axum::{Json, extract::State};
use contract::{jobs::JobList, session::StaffRole};

use super::card;
use crate::{
    openapi,
    problem::Answer,
    session::SignedInStaff,
    state::{App, AppState},
    storage::{Actor, AuditAction, JobRow, NewEntry, StorageError},
};

/// The jobs that were given up, the latest first, for administrators. Nobody's name is in them.
#[utoipa::path(
    get,
    path = "/staff/jobs",
    tag = "staff",
    responses((status = 200, body = JobList), openapi::Always, openapi::Personal, openapi::Guarded)
)]
pub async fn list_jobs(State(app): State<AppState>, staff: SignedInStaff) -> Answer<Json<JobList>> {
    staff.require(StaffRole::Administrator)?;
    let jobs = listed(&app, &staff).await?.into_iter().map(card).collect();
    Ok(Json(JobList { jobs }))
}

/// The same for API and page.
pub(super) async fn listed(app: &App, staff: &SignedInStaff) -> Result<Vec<JobRow>, StorageError> {
    let rows = app.store.dead_jobs().await?;
    let by = Actor::Staff(staff.member.subject.clone());
    app.store.note(NewEntry::new(AuditAction::JobsListed, app.clock.now()).by(by))?;
    Ok(rows)
}
