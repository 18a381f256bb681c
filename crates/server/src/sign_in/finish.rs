//! `GET /auth/callback` and `GET /auth/staff/callback`: back from the provider.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Redirect, Response},
};
use contract::session::{SignInLevel, StaffRole};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use tracing::{info, warn};

use super::{Outcome, Providers, StaffProvider, in_time, to_page};
use crate::{
    oidc::Proven,
    problem::Answer,
    randomness::{self, sha256},
    session::{CookieUse, SessionSecret, client, seal},
    state::{App, AppState},
    storage::{NewSession, PendingSignIn, Provided, Realm, StaffMember, Who},
};

/// What the provider sends the browser back with. A parameter that stands twice makes it unreadable.
#[derive(Deserialize)]
pub(super) struct Back {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Of a person.
pub(super) async fn finish_person(
    State(app): State<AppState>,
    headers: HeaderMap,
    back: Result<Query<Back>, QueryRejection>,
) -> Answer<Response> {
    finish(&app, &headers, back, Realm::Person).await
}

/// Of a member of staff.
pub(super) async fn finish_staff(
    State(app): State<AppState>,
    headers: HeaderMap,
    back: Result<Query<Back>, QueryRejection>,
) -> Answer<Response> {
    finish(&app, &headers, back, Realm::Staff).await
}

async fn finish(
    app: &App,
    headers: &HeaderMap,
    back: Result<Query<Back>, QueryRejection>,
    realm: Realm,
) -> Answer<Response> {
    let came_of = come_back(app, headers, back, realm).await;
    app.metrics.came_back(
        realm,
        match &came_of {
            Ok(Ok(_)) => "signed_in",
            Ok(Err((outcome, _))) => outcome.counted(),
            Err(_) => "failed",
        },
    );
    Ok(came_of?.unwrap_or_else(|(outcome, then)| to_page(realm, outcome, then.as_deref())))
}

/// The beginning of a session; or why there is none, and where the person was.
async fn come_back(
    app: &App,
    headers: &HeaderMap,
    back: Result<Query<Back>, QueryRejection>,
    realm: Realm,
) -> Answer<Result<Response, (Outcome, Option<String>)>> {
    let now = app.clock.now();
    let expired = || Ok(Err((Outcome::Expired, None)));
    let Ok(Query(mut back)) = back else { return expired() };
    let browser = app.serving.cookies.kind(headers).read(CookieUse::SignIn, headers);
    let (Some(state), Some(browser)) = (&back.state, browser) else { return expired() };
    let pending = app.store.finish_sign_in(&sha256(state.as_bytes()), &browser.hash(), now).await?;
    let Some(pending) = pending.filter(|pending| pending.realm == realm) else { return expired() };
    match prove(app, &mut back, &pending).await {
        Ok(proven) => match who(app, &pending, &proven).await? {
            Ok(who) => Ok(Ok(begin_session(app, headers, pending, who, proven).await?)),
            Err(outcome) => Ok(Err((outcome, Some(pending.then)))),
        },
        Err(outcome) => Ok(Err((outcome, Some(pending.then)))),
    }
}

/// What the provider proves, or why it does not.
async fn prove(app: &App, back: &mut Back, pending: &PendingSignIn) -> Result<Proven, Outcome> {
    let now = app.clock.now();
    let provider = app.providers.of(pending.realm).ok_or(Outcome::Unavailable)?;
    let told = |fault: crate::oidc::ProviderFault| {
        warn!(%fault, "a sign-in failed");
        Outcome::from(fault)
    };
    in_time(app, provider.check_issuer(back.iss.as_deref(), now)).await.map_err(told)?;
    if let Some(error) = &back.error {
        info!(error = known_error(error), "the provider sent somebody back without a sign-in");
        return Err(match error.as_str() {
            "access_denied" | "interaction_required" | "login_required" | "consent_required" => {
                Outcome::Cancelled
            }
            "temporarily_unavailable" | "server_error" => Outcome::Unavailable,
            _ => Outcome::Refused,
        });
    }
    let code = back.code.take().filter(|code| !code.is_empty()).ok_or(Outcome::Refused)?;
    let redeem =
        provider.redeem(code, pending.verifier.clone(), &pending.nonce, app.randomness.as_ref(), now);
    in_time(app, redeem).await.map_err(told)
}

/// Whom the provider has proved it to be, at the level that was asked for.
async fn who(app: &App, pending: &PendingSignIn, proven: &Proven) -> Answer<Result<Who, Outcome>> {
    let Providers { staff, .. } = &app.providers;
    match (pending.realm, staff) {
        (Realm::Staff, Some(staff)) => {
            if staff.acr.is_some() && staff.acr != proven.acr {
                return Ok(Err(Outcome::LevelTooLow));
            }
            let name = proven.name.clone().unwrap_or_default();
            Ok(Ok(Who::Staff(StaffMember {
                subject: proven.subject.clone(),
                name,
                roles: roles(staff, proven),
            })))
        }
        (Realm::Staff, None) => Ok(Err(Outcome::Unavailable)),
        (Realm::Person, _) => {
            let level = proven.acr.as_deref().and_then(SignInLevel::from_acr);
            if level.is_none() || level < pending.level {
                return Ok(Err(Outcome::LevelTooLow));
            }
            let Some(pid) = &proven.pid else { return Ok(Err(Outcome::NoNumber)) };
            if pid.len() != 11 || !pid.bytes().all(|digit| digit.is_ascii_digit()) {
                warn!("the provider told an identity number that is none");
                return Ok(Err(Outcome::Refused));
            }
            let subject = randomness::hex(app.randomness.as_ref(), 16)?;
            let name = proven.name.as_deref().unwrap_or_default();
            let person = app.store.person_of_number(pid, subject, name, app.clock.now()).await?;
            Ok(Ok(Who::Person(Box::new(person))))
        }
    }
}

/// Under a new secret, whatever the browser came with; the session that it came with ends.
async fn begin_session(
    app: &App,
    headers: &HeaderMap,
    pending: PendingSignIn,
    who: Who,
    proven: Proven,
) -> Answer<Response> {
    let now = app.clock.now();
    let kind = app.serving.cookies.kind(headers);
    let (purpose, issuer) = match pending.realm {
        Realm::Person => (CookieUse::Session, app.providers.of(Realm::Person)),
        Realm::Staff => (CookieUse::Staff, app.providers.of(Realm::Staff)),
    };
    let replaces = kind.read(purpose, headers).map(|secret| secret.hash());
    let secret = SessionSecret::new(app.randomness.as_ref())?;
    let (browser, system) = client(headers);
    let new = NewSession {
        key_hash: secret.hash(),
        who,
        replaces: replaces.as_deref(),
        idle_deadline: now.plus_millis(app.serving.idle_millis()),
        absolute_deadline: now.plus_millis(app.serving.absolute_millis()),
        device: pending.device,
        browser,
        system,
        provider: Provided {
            issuer: issuer.map(|provider| provider.issuer().to_owned()),
            session: proven.session,
            level: proven.acr.as_deref().and_then(SignInLevel::from_acr),
            sealed_token: seal(&secret, &proven.token, app.randomness.as_ref())?,
        },
    };
    app.store.start_session(new, now).await?;
    Ok((kind.give(purpose, &secret), Redirect::to(&pending.then)).into_response())
}

/// The roles that the claim gives: one text, or a list of them.
fn roles(staff: &StaffProvider, proven: &Proven) -> Vec<StaffRole> {
    let told: Vec<&str> = match proven.claims.get(&staff.roles_claim) {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let given = |role: &StaffRole| {
        staff.roles.iter().any(|(value, gives)| gives == role && told.contains(&value.as_str()))
    };
    StaffRole::ALL.into_iter().filter(given).collect()
}

/// The error, where it is one of the standards': anything else is not ours to write into a log.
fn known_error(error: &str) -> &'static str {
    const KNOWN: [&str; 12] = [
        "access_denied",
        "account_selection_required",
        "consent_required",
        "interaction_required",
        "invalid_request",
        "invalid_request_uri",
        "invalid_scope",
        "login_required",
        "server_error",
        "temporarily_unavailable",
        "unauthorized_client",
        "unmet_authentication_requirements",
    ];
    KNOWN.into_iter().find(|known| *known == error).unwrap_or("another")
}
