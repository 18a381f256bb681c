//! `POST /demo/sign-in`: be one of the made-up people.

use axum::{Json, extract::State, response::IntoResponse};
use contract::session::{DemoSignIn, Session};
use http::HeaderMap;

use super::DemoOnly;
use crate::{
    extract::JsonBody,
    openapi,
    problem::{Answer, Failure},
    session::{SessionSecret, told},
    state::AppState,
    storage::{Device, NewSession},
};

/// Signs in under a new secret; the session that the browser came with ends.
#[utoipa::path(
    post,
    path = "/demo/sign-in",
    tag = "demo",
    request_body = DemoSignIn,
    responses(
        (status = 200, body = Session),
        openapi::Always,
        openapi::Changes,
        openapi::Named,
        openapi::WithBody,
    )
)]
pub async fn sign_in(
    _: DemoOnly,
    State(app): State<AppState>,
    headers: HeaderMap,
    JsonBody(asked): JsonBody<DemoSignIn>,
) -> Answer<impl IntoResponse> {
    let now = app.clock.now();
    let person = app.store.demo_person(&asked.person).await?;
    let person = person.ok_or_else(|| Failure::parameter("person"))?;
    let kind = app.serving.cookies.kind(&headers);
    let replaces = kind.read(&headers).map(|secret| secret.hash());
    let secret = SessionSecret::new(app.randomness.as_ref())?;
    let idle_deadline = now.plus_millis(app.serving.idle_millis());
    let new = NewSession {
        key_hash: secret.hash(),
        person,
        replaces: replaces.as_deref(),
        idle_deadline,
        device: if asked.shared_device { Device::Shared } else { Device::Own },
    };
    let session = app.store.start_session(new, now).await?;
    Ok((kind.give(&secret), Json(told(Some(session), now))))
}
