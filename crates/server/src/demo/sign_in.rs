//! `POST /demo/sign-in`: be one of the made-up people.

use axum::{Json, extract::State, response::IntoResponse};
use contract::session::{DemoSignIn, Device, Session, SignInLevel};
use http::HeaderMap;

use super::DemoOnly;
use crate::{
    extract::JsonBody,
    openapi,
    problem::{Answer, Failure},
    session::{CookieUse, SessionSecret, client, told},
    state::AppState,
    storage::{NewSession, Provided, Who},
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
    let replaces = kind.read(CookieUse::Session, &headers).map(|secret| secret.hash());
    let secret = SessionSecret::new(app.randomness.as_ref())?;
    let idle_deadline = now.plus_millis(app.serving.idle_millis());
    let (browser, system) = client(&headers);
    let new = NewSession {
        key_hash: secret.hash(),
        who: Who::Person(Box::new(person)),
        replaces: replaces.as_deref(),
        idle_deadline,
        absolute_deadline: now.plus_millis(app.serving.absolute_millis()),
        browser,
        system,
        // Nobody has been seen: a demo shows what somebody at any level sees.
        provider: Provided { level: Some(SignInLevel::High), ..Provided::default() },
        device: if asked.shared_device { Device::Shared } else { Device::Own },
    };
    let session = app.store.start_session(new, now).await?;
    Ok((kind.give(CookieUse::Session, &secret), Json(told(&app, Some(session)))))
}
