//! `POST /forms/{form}/steps`: counts what has happened on the pages of a form.

use axum::extract::State;
use contract::{
    figures::{MOST_ERRORS, MOST_STEPS, SPANS, Step, StepKind, Steps},
    problem::Code,
};
use forms::Form;
use http::StatusCode;

use crate::{
    extract::{Id, JsonBody},
    openapi,
    problem::{Answer, Failure},
    state::AppState,
    storage::{Counted, Counts},
    tries::{Source, Tried},
};

/// The page that follows the last one of every form.
pub(super) const SUMMARY: &str = "oppsummering";

/// Counts, and keeps nothing of the call: neither which steps came together nor from where.
#[utoipa::path(
    post,
    path = "/forms/{form}/steps",
    tag = "figures",
    params(("form" = String, Path)),
    request_body = Steps,
    responses(
        (status = 204, description = "Counted"),
        (status = 422, description = "`form_version_unknown`", body = contract::problem::Problem,
            content_type = "application/problem+json"),
        openapi::Always,
        openapi::Changes,
        openapi::Named,
        openapi::WithBody,
    )
)]
pub async fn count_steps(
    State(app): State<AppState>,
    source: Source,
    Id(form): Id,
    JsonBody(told): JsonBody<Steps>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let latest = app.pack.newest_version(&form).ok_or(Code::NotFound)?;
    let edition = app.pack.form(&form, Some(told.version)).ok_or(Code::FormVersionUnknown { latest })?;
    app.tries.take(Tried::Steps, source, now)?;
    let counts = counts(&edition.form, &told)?;
    app.store.count_steps(&form, now.in_norway().date, &counts).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What to add. Only what the form has is counted: nothing that anybody sends becomes a new row of its own making.
fn counts(form: &Form, told: &Steps) -> Answer<Counts> {
    if told.steps.len() > MOST_STEPS {
        return Err(Failure::parameter("steps"));
    }
    let mut counts = Counts::new();
    for step in &told.steps {
        let is_page = form.definition().pages.iter().any(|page| page.id == step.page);
        if !is_page && step.page != SUMMARY {
            return Err(Failure::parameter("page"));
        }
        for counted in counted(form, step)? {
            *counts.entry((told.version, step.page.clone(), counted)).or_default() += 1;
        }
    }
    Ok(counts)
}

fn counted(form: &Form, step: &Step) -> Answer<Vec<Counted>> {
    if step.seconds.is_some_and(|seconds| step.what != StepKind::Done || !SPANS.contains(&seconds)) {
        return Err(Failure::parameter("seconds"));
    }
    let has_field = |field: &str| {
        let page = form.page_of(field);
        page.is_some_and(|page| page.id == step.page || step.page == SUMMARY)
    };
    let is_refused = step.what == StepKind::Refused;
    if (!step.errors.is_empty() && !is_refused)
        || step.errors.len() > MOST_ERRORS
        || !step.errors.iter().all(|error| has_field(&error.field))
    {
        return Err(Failure::parameter("errors"));
    }
    Ok(match step.what {
        StepKind::Reached => vec![Counted::Reached],
        StepKind::Done => [Counted::Done].into_iter().chain(step.seconds.map(Counted::Span)).collect(),
        StepKind::Refused => {
            step.errors.iter().map(|error| Counted::Error(error.field.clone(), error.kind)).collect()
        }
    })
}
