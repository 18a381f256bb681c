//! `GET /ansatt`: who of the staff is signed in and as what, and the ways in and out.

use axum::{
    extract::{FromRequestParts, State},
    response::Response,
};
use contract::{problem::Code, session::StaffRole};
use http::request::Parts;
use locale::Language;

use super::page;
use crate::{
    extract::query_value,
    problem::Answer,
    session::SignedInStaff,
    site::{Words, escape, language, words},
    state::AppState,
};

/// The page.
pub(super) async fn staff_page(State(app): State<AppState>, mut parts: Parts) -> Answer<Response> {
    let language = language(&parts);
    let words = words(language);
    let text = |key: &str| escape(words.get("sign_in", key));
    let said = message(query_value(parts.uri.query(), "melding"))
        .map(|key| {
            format!(
                r#"<div class="ds-alert" data-color="info"><p class="ds-paragraph">{}</p></div>"#,
                text(key)
            )
        })
        .unwrap_or_default();
    let body = match SignedInStaff::from_request_parts(&mut parts, &app).await {
        Ok(staff) => {
            let roles: String =
                staff.member.roles.iter().map(|role| format!("<li>{}</li>", text(role_key(*role)))).collect();
            let who = match staff.member.name.as_str() {
                "" => text("signed_in"),
                name => escape(&words.with("sign_in", "signed_in_as", &[("name", name)])),
            };
            format!(
                r#"<p class="ds-paragraph">{who}</p><h2 class="ds-heading" data-size="sm">{roles_heading}</h2><ul class="ds-list">{roles}</ul>{jobs}{out}"#,
                roles_heading = text("roles"),
                jobs = jobs_link(&staff, language, words),
                out = sign_out(words),
            )
        }
        Err(failure) if *failure.code() == Code::RoleRequired => format!(
            r#"<div class="ds-alert" data-color="warning"><h2 class="ds-heading" data-size="xs">{}</h2><p class="ds-paragraph">{}</p></div>{}"#,
            text("no_role_title"),
            text("no_role"),
            sign_out(words),
        ),
        Err(failure) if matches!(failure.code(), Code::SignInRequired | Code::SessionExpired) => {
            if app.providers.staff.is_some() {
                format!(
                    r#"{said}<p class="ds-paragraph">{}</p><p><a class="ds-button" href="/auth/staff/login?lang={}">{}</a></p>"#,
                    text("lead"),
                    language.code(),
                    text("sign_in"),
                )
            } else {
                format!(r#"<p class="ds-paragraph">{}</p>"#, text("off"))
            }
        }
        Err(failure) => return Err(failure),
    };
    Ok(page::page(&app, &parts, words.get("sign_in", "title"), &body))
}

/// To what only administrators see.
fn jobs_link(staff: &SignedInStaff, language: Language, words: &Words) -> String {
    if staff.require(StaffRole::Administrator).is_err() {
        return String::new();
    }
    let (code, text) = (language.code(), escape(words.get("jobs", "title")));
    format!(r#"<p><a class="ds-link" href="/ansatt/jobber?lang={code}">{text}</a></p>"#)
}

fn sign_out(words: &Words) -> String {
    format!(
        r#"<form method="post" action="/auth/staff/logout"><button class="ds-button" data-variant="secondary" type="submit">{}</button></form>"#,
        escape(words.get("sign_in", "sign_out"))
    )
}

const fn role_key(role: StaffRole) -> &'static str {
    match role {
        StaffRole::CaseWorker => "role_case_worker",
        StaffRole::ServiceCentre => "role_service_centre",
        StaffRole::Editor => "role_editor",
        StaffRole::Administrator => "role_administrator",
    }
}

/// What came of a sign-in or sign-out, as `Outcome` names it.
fn message(name: Option<&str>) -> Option<&'static str> {
    Some(match name? {
        "avbrutt" => "cancelled",
        "utlopt" => "expired",
        "utilgjengelig" => "unavailable",
        "avvist" => "refused",
        "for-lavt" => "level_too_low",
        "logget-ut" => "signed_out",
        "logget-ut-her" => "signed_out_here",
        _ => return None,
    })
}
