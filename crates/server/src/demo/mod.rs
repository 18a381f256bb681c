//! Made-up people to try the product with. Only where the server runs as a demo: elsewhere these addresses
//! do not exist.

mod example_answers;
mod list_people;
mod people;
mod seed;
mod sign_in;

use axum::extract::FromRequestParts;
use content::DemoMode;
use contract::problem::Code;
use http::request::Parts;

pub use self::{list_people::*, people::PEOPLE, seed::seed, sign_in::*};
use crate::{problem::Failure, state::AppState};

/// The first thing that a handler of this slice takes.
pub struct DemoOnly;

impl FromRequestParts<AppState> for DemoOnly {
    type Rejection = Failure;

    async fn from_request_parts(_: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        match app.serving.demo {
            DemoMode::On => Ok(Self),
            DemoMode::Off => Err(Code::NotFound.into()),
        }
    }
}
