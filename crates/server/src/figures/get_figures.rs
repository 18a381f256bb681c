//! `GET /forms/{form}/figures`: how far people come in a form.

use axum::{extract::State, response::Response};
use contract::{figures::Figures, problem::Code};
use http::HeaderMap;
use locale::Date;

use super::withhold;
use crate::{
    answers::public_json,
    extract::{Id, query_value},
    openapi,
    problem::{Answer, Failure},
    state::{App, AppState},
};

/// The figures of a month. They are for everybody: what is told says nothing of anybody, and people may know how
/// the forms of their municipality work.
#[utoipa::path(
    get,
    path = "/forms/{form}/figures",
    tag = "figures",
    params(
        ("form" = String, Path),
        ("month" = Option<String>, Query, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", description = "Such as `2026-11`; that of yesterday where none is given"),
    ),
    responses(
        (status = 200, body = Figures),
        (status = 304, description = "As before"),
        openapi::Always,
        openapi::Named,
    )
)]
pub async fn get_figures(
    State(app): State<AppState>,
    headers: HeaderMap,
    Id(form): Id,
    uri: http::Uri,
) -> Answer<Response> {
    let month = query_value(uri.query(), "month").map(|month| Date::parse_iso(&format!("{month}-01")));
    let month = match month {
        Some(Some(first)) => Some(first),
        Some(None) => return Err(Failure::parameter("month")),
        None => None,
    };
    public_json(&headers, &figures(&app, &form, month).await?)
}

/// The figures of the month that begins on that day, up to yesterday.
pub async fn figures(app: &App, form: &str, month: Option<Date>) -> Answer<Figures> {
    let versions: Vec<u32> = app.pack.versions(form).collect();
    if versions.is_empty() {
        return Err(Code::NotFound.into());
    }
    let yesterday = app.clock.today().add_days(-1);
    let first_of = |date: Date| date.add_days(1 - i64::from(date.day()));
    let from = first_of(month.unwrap_or(yesterday));
    // Of a month to come nothing is told: its last day is before its first.
    let last = first_of(from.add_days(31)).add_days(-1);
    let through = last.min(yesterday);
    let counts = app.store.step_counts(form, from, through).await?;
    let editions = versions.into_iter().filter_map(|version| app.pack.form(form, Some(version)));
    let pages = editions.flat_map(|edition| withhold::pages(&edition.form, &counts)).collect();
    Ok(Figures { form: form.to_owned(), from, through, pages })
}
