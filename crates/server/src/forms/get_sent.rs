//! `GET /forms/{form}/submissions/{reference}`: what was sent, for the receipt.

use axum::{
    Json,
    extract::{Path, State},
};
use contract::{
    forms_api::{Sender, Sent},
    paths::is_id,
    problem::Code,
};
use forms::Access;

use super::holder::Holder;
use crate::{extract::Lang, minside::told_case, openapi, problem::Answer, state::AppState};

/// The case that a submission made, for whoever sent it: for two hours where nobody was signed in.
#[utoipa::path(
    get,
    path = "/forms/{form}/submissions/{reference}",
    tag = "forms",
    params(
        ("form" = String, Path),
        ("reference" = String, Path),
        ("lang" = Option<String>, Query, description = "`nb`, `nn` or `en`"),
    ),
    responses((status = 200, body = Sent), openapi::Always, openapi::Personal, openapi::Named)
)]
pub async fn get_sent(
    State(app): State<AppState>,
    holder: Holder,
    Path(named): Path<(String, String)>,
    Lang(language): Lang,
) -> Answer<Json<Sent>> {
    let (_, reference) = named;
    let person = holder.person().filter(|_| is_id(&reference)).ok_or(Code::NotFound)?;
    let (case, events) = app.store.case(person, &reference).await?.ok_or(Code::NotFound)?;
    let sender = match holder.access() {
        Access::SignedIn => Sender::Person,
        Access::Open => Sender::Unknown,
    };
    Ok(Json(Sent { case: told_case(&app, case, events, language).await?, sender }))
}
