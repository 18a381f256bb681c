//! `GET /session/device-key`: what this device may seal unsent answers with.

use axum::{Json, extract::State};
use contract::session::{Device, DeviceKey};
use http::request::Parts;

use super::person::{person, running_session};
use crate::{
    openapi,
    problem::Answer,
    state::AppState,
    storage::{AuditAction, NewEntry},
};

/// The person's secret; none where the person has said that others use the device as well.
#[utoipa::path(
    get,
    path = "/session/device-key",
    tag = "session",
    responses((status = 200, body = DeviceKey), openapi::Always, openapi::Personal)
)]
pub async fn get_device_key(State(app): State<AppState>, parts: Parts) -> Answer<Json<DeviceKey>> {
    let (_, session) = running_session(&app, &parts).await?;
    let secret = match session.device {
        Device::Own => {
            let person = person(&session)?.id;
            let secret = app.store.device_secret(person).await?;
            app.store.note(NewEntry::new(AuditAction::DeviceKeyRead, app.clock.now()).of(person))?;
            Some(secret)
        }
        Device::Shared => None,
    };
    Ok(Json(DeviceKey { secret }))
}
