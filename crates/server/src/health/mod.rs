//! Whether the server lives, and whether it can serve.

mod ask;

use axum::{Json, extract::State};
use contract::problem::Code;
use serde::Serialize;

pub use self::ask::ask;
use crate::{problem::Answer, state::AppState, stopping::Phase};

/// All is well.
#[derive(Serialize)]
pub struct Health {
    status: &'static str,
}

/// `GET /health/live`: the process answers.
pub async fn live() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// `GET /health/ready`: the database answers too, and the server is not about to end.
///
/// # Errors
/// `unavailable` where it does not, or is.
pub async fn ready(State(app): State<AppState>) -> Answer<Json<Health>> {
    if app.stopping.phase() > Phase::Serving {
        return Err(Code::Unavailable.into());
    }
    if let Err(error) = app.store.ping().await {
        tracing::error!(cause = %error, "the database does not answer");
        return Err(Code::Unavailable.into());
    }
    Ok(Json(Health { status: "ok" }))
}
