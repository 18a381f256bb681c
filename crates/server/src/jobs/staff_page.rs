//! `/ansatt/jobber`: the jobs that were given up, for administrators, each with a button to run it again.
//!
//! A page of the server's own, as the one of staff that leads to it: it needs no script, and costs those who are served
//! no byte.

use axum::{
    extract::{FromRequestParts, State},
    response::{IntoResponse, Redirect, Response},
};
use contract::{
    jobs::{JobCard, JobFault, JobKind, JobState},
    problem::Code,
    session::StaffRole,
};
use http::{StatusCode, request::Parts};
use locale::{Language, Timestamp, long_date, time_of_day};

use super::{card, list_jobs::listed, run_job::run_again};
use crate::{
    extract::{Id, query_value},
    problem::{Answer, Failure},
    session::SignedInStaff,
    sign_in::plain_page,
    site::{Words, escape, language, words},
    state::{App, AppState},
};

/// The page.
pub(crate) const PAGE: &str = "/ansatt/jobber";

/// Shows them.
pub(crate) async fn staff_page(State(app): State<AppState>, mut parts: Parts) -> Answer<Response> {
    let staff = match administrator(&app, &mut parts).await {
        Ok(staff) => staff,
        Err(failure) => return refused(&app, &parts, failure),
    };
    let language = language(&parts);
    let words = words(language);
    let said = message(query_value(parts.uri.query(), "melding"));
    let said = said.map(|key| alert("info", &escape(words.get("jobs", key)))).unwrap_or_default();
    let (status, list) = match listed(&app, &staff).await {
        Ok(rows) if rows.is_empty() => {
            (StatusCode::OK, format!(r#"<p class="ds-paragraph">{}</p>"#, escape(words.get("jobs", "empty"))))
        }
        Ok(rows) => {
            let items: String = rows.into_iter().map(|row| item(&card(row), words, language)).collect();
            (StatusCode::OK, format!(r#"<ul class="case-list">{items}</ul>"#))
        }
        Err(error) => {
            tracing::error!(cause = %error, "the jobs that were given up could not be listed");
            (StatusCode::SERVICE_UNAVAILABLE, alert("warning", &escape(words.get("jobs", "unavailable"))))
        }
    };
    let body = format!(
        r#"<div role="status">{said}</div><p class="ds-paragraph">{lead}</p>{list}<p><a class="ds-link" href="/ansatt?lang={code}">{back}</a></p>"#,
        lead = escape(words.get("jobs", "lead")),
        code = language.code(),
        back = escape(words.get("jobs", "back")),
    );
    Ok((status, plain_page(&app, &parts, words.get("jobs", "title"), &body)).into_response())
}

/// Lets one run again, and shows the page anew.
pub(crate) async fn run_from_page(State(app): State<AppState>, id: Id, mut parts: Parts) -> Answer<Response> {
    let outcome = match administrator(&app, &mut parts).await {
        Ok(staff) => match run_again(&app, &staff, &id.0).await {
            Ok(JobCard { state: JobState::Done, .. }) => "ferdig",
            Ok(_) => "kjores",
            Err(failure) if *failure.code() == Code::NotFound => "borte",
            Err(failure) => return Err(failure),
        },
        Err(failure) => return refused(&app, &parts, failure),
    };
    let to = format!("{PAGE}?lang={}&melding={outcome}", language(&parts).code());
    Ok(Redirect::to(&to).into_response())
}

async fn administrator(app: &AppState, parts: &mut Parts) -> Answer<SignedInStaff> {
    let staff = SignedInStaff::from_request_parts(parts, app).await?;
    staff.require(StaffRole::Administrator)?;
    Ok(staff)
}

/// Who is not signed in does so first; who lacks the role is told.
fn refused(app: &App, parts: &Parts, failure: Failure) -> Answer<Response> {
    let language = language(parts);
    match failure.code() {
        Code::SignInRequired | Code::SessionExpired => {
            Ok(Redirect::to(&format!("/ansatt?lang={}", language.code())).into_response())
        }
        Code::RoleRequired => {
            let words = words(language);
            let body = alert("warning", &escape(words.get("jobs", "role_needed")));
            let page = plain_page(app, parts, words.get("jobs", "title"), &body);
            Ok((StatusCode::FORBIDDEN, page).into_response())
        }
        _ => Err(failure),
    }
}

fn alert(color: &str, text: &str) -> String {
    format!(r#"<div class="ds-alert" data-color="{color}"><p class="ds-paragraph">{text}</p></div>"#)
}

fn item(job: &JobCard, words: &Words, language: Language) -> String {
    let text = |key: &str| escape(words.get("jobs", key));
    let when = |at: Timestamp| {
        let at = at.in_norway();
        let (date, time) = (long_date(at.date, language), time_of_day(at.time, language));
        words.with("jobs", "when", &[("date", &date), ("time", &time)])
    };
    let kind = words.get("jobs", kind_key(job.kind));
    let with = |key: &str, parameters: &[(&str, &str)]| escape(&words.with("jobs", key, parameters));
    let ended = job.ended.map(when).unwrap_or_default();
    let created = when(job.created);
    let fault = job.fault.unwrap_or(JobFault::Other);
    format!(
        r#"<li class="case-list__item"><h2 class="ds-heading" data-size="xs" id="job-{id}">{kind}</h2><p class="ds-paragraph">{fault} (<code>{code}</code>)</p><p class="case-list__dates"><span>{created}</span><span>{ended}</span><span>{attempts}</span></p><form method="post" action="{PAGE}/{id}/kjor?lang={lang}"><button class="ds-button" data-variant="secondary" type="submit" aria-label="{label}">{run}</button></form></li>"#,
        id = escape(&job.id),
        kind = escape(kind),
        fault = text(fault_key(fault)),
        code = escape(fault.name()),
        created = with("created", &[("when", &created)]),
        ended = with("ended", &[("when", &ended)]),
        attempts = with("attempts", &[("count", &job.attempts.to_string())]),
        lang = language.code(),
        label = with("run_named", &[("kind", kind), ("when", &created)]),
        run = text("run"),
    )
}

const fn kind_key(kind: JobKind) -> &'static str {
    match kind {
        JobKind::EmailReceipt => "kind_email_receipt",
        JobKind::Sweep => "kind_sweep",
        JobKind::Other => "kind_other",
    }
}

const fn fault_key(fault: JobFault) -> &'static str {
    match fault {
        JobFault::MailRefused => "fault_mail_refused",
        JobFault::MailOff => "fault_mail_off",
        JobFault::AddressNotVerified => "fault_address_not_verified",
        JobFault::Gone => "fault_gone",
        JobFault::Database => "fault_database",
        JobFault::TimedOut => "fault_timed_out",
        JobFault::Panicked => "fault_panicked",
        JobFault::WorkerLost => "fault_worker_lost",
        JobFault::Other => "fault_other",
    }
}

fn message(name: Option<&str>) -> Option<&'static str> {
    Some(match name? {
        "kjores" => "runs",
        "ferdig" => "done",
        "borte" => "gone",
        _ => return None,
    })
}
