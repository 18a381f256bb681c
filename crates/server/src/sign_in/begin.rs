//! `GET /auth/login` and `GET /auth/staff/login`: out to the provider.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Redirect, Response},
};
use contract::session::{Device, SignInLevel};
use http::HeaderMap;
use locale::Language;
use serde::Deserialize;
use tracing::warn;

use super::{Outcome, in_time, is_navigation, return_path, to_page};
use crate::{
    oidc::{Asked, Provider},
    problem::{Answer, Failure},
    randomness::sha256,
    retention::SIGN_IN_MILLIS,
    session::{CookieUse, SessionSecret},
    state::{App, AppState},
    storage::{PendingSignIn, Realm},
    tries::{Source, Tried},
};

/// What the page asks for; anything that cannot be used counts as not there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    then: String,
    lang: String,
    level: String,
    shared: String,
}

/// Of a person.
pub(super) async fn begin_person(
    State(app): State<AppState>,
    headers: HeaderMap,
    source: Source,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Answer<Response> {
    let Some(person) = &app.providers.person else {
        return Ok(to_page(Realm::Person, Outcome::Unavailable, None));
    };
    let Query(wanted) = wanted.unwrap_or_default();
    let asked = match wanted.level.as_str() {
        "high" => SignInLevel::High,
        _ => SignInLevel::Substantial,
    };
    let then = return_path::own(&wanted.then).unwrap_or("/minside");
    // Who goes to a form signs in once, at the level that the form needs.
    let needed = then
        .strip_prefix("/skjema/")
        .and_then(|rest| app.pack.form_level(rest.split(['/', '?', '#']).next()?));
    let level = asked.max(person.level).max(needed.unwrap_or(SignInLevel::Substantial));
    let pending =
        Pending { realm: Realm::Person, level: Some(level), acr: Some(level.acr()), then, wanted: &wanted };
    begin(&app, &headers, source, &person.provider, pending).await
}

/// Of a member of staff.
pub(super) async fn begin_staff(
    State(app): State<AppState>,
    headers: HeaderMap,
    source: Source,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Answer<Response> {
    let Some(staff) = &app.providers.staff else {
        return Ok(to_page(Realm::Staff, Outcome::Unavailable, None));
    };
    let Query(wanted) = wanted.unwrap_or_default();
    let pending = Pending {
        realm: Realm::Staff,
        level: None,
        acr: staff.acr.as_deref(),
        then: return_path::own(&wanted.then).unwrap_or("/ansatt"),
        wanted: &wanted,
    };
    begin(&app, &headers, source, &staff.provider, pending).await
}

struct Pending<'a> {
    realm: Realm,
    level: Option<SignInLevel>,
    acr: Option<&'a str>,
    then: &'a str,
    wanted: &'a Wanted,
}

async fn begin(
    app: &App,
    headers: &HeaderMap,
    source: Source,
    provider: &Provider,
    pending: Pending<'_>,
) -> Answer<Response> {
    if !is_navigation(headers) {
        return Err(Failure::parameter("sec-fetch-mode"));
    }
    let now = app.clock.now();
    app.tries.take(Tried::SignIn, source, now)?;
    let language = Language::from_tag(&pending.wanted.lang).unwrap_or_default();
    let asked = Asked { acr: pending.acr, language };
    let authorization = match in_time(app, provider.authorize(asked, app.randomness.as_ref(), now)).await {
        Ok(authorization) => authorization,
        Err(fault) => {
            warn!(%fault, "a sign-in could not begin");
            // Whatever the provider does not take of ours, the person cannot mend.
            return Ok(to_page(pending.realm, Outcome::Unavailable, Some(pending.then)));
        }
    };
    // Several tabs of a browser may be on their way at once: they share the cookie, each with a row of its own.
    let kind = app.serving.cookies.kind(headers);
    let browser = match kind.read(CookieUse::SignIn, headers) {
        Some(secret) => secret,
        None => SessionSecret::new(app.randomness.as_ref())?,
    };
    let row = PendingSignIn {
        realm: pending.realm,
        nonce: authorization.nonce,
        verifier: authorization.verifier,
        then: pending.then.to_owned(),
        language,
        level: pending.level,
        device: if pending.wanted.shared == "true" { Device::Shared } else { Device::Own },
    };
    let state = sha256(authorization.state.as_bytes());
    let expires = now.plus_millis(SIGN_IN_MILLIS);
    app.store.begin_sign_in(state, browser.hash(), row, expires).await?;
    let redirect = Redirect::to(&authorization.url);
    Ok((kind.give(CookieUse::SignIn, &browser), redirect).into_response())
}
