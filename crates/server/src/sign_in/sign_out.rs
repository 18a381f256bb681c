//! `POST /auth/logout` and `POST /auth/staff/logout`: sign-out here, then at the provider.
//!
//! The ID token goes to the provider in a form that is posted, never in an address: it tells who somebody is. Nobody
//! need be signed in here: who has no access here is signed in there all the same.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    request::Parts,
};
use openidconnect::url::Url;
use tracing::warn;

use super::{Outcome, in_time, page, to_page};
use crate::{
    problem::{Answer, Failure},
    session::{CookieUse, unseal},
    site::{escape, language, words},
    state::{App, AppState},
    storage::Realm,
};

/// Sends the form of the page without waiting for a press.
const SCRIPT: &str = "document.forms[0].submit();\n";

/// Of a person.
pub(super) async fn sign_out_person(State(app): State<AppState>, parts: Parts) -> Answer<Response> {
    sign_out(&app, &parts, Realm::Person).await
}

/// Of a member of staff.
pub(super) async fn sign_out_staff(State(app): State<AppState>, parts: Parts) -> Answer<Response> {
    sign_out(&app, &parts, Realm::Staff).await
}

/// A person is back from signing out at the provider.
pub(super) async fn done_person() -> Response {
    to_page(Realm::Person, Outcome::SignedOut, None)
}

/// A member of staff is.
pub(super) async fn done_staff() -> Response {
    to_page(Realm::Staff, Outcome::SignedOut, None)
}

/// What sends the form.
pub(super) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")], SCRIPT)
}

async fn sign_out(app: &App, parts: &Parts, realm: Realm) -> Answer<Response> {
    let purpose = match realm {
        Realm::Person => CookieUse::Session,
        Realm::Staff => CookieUse::Staff,
    };
    let kind = app.serving.cookies.kind(&parts.headers);
    let token = end(app, &parts.headers, purpose).await?;
    // Unsent answers may be in this site's storage.
    let clear = [(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"storage\""))];
    let here =
        |outcome| (clear.clone(), kind.take_back(purpose), to_page(realm, outcome, None)).into_response();
    let Some(provider) = app.providers.of(realm) else { return Ok(here(Outcome::SignedOut)) };
    let there = match in_time(app, provider.end_session(app.clock.now())).await {
        Ok(Some(there)) => there,
        Ok(None) => return Ok(here(Outcome::SignedOutHere)),
        Err(fault) => {
            warn!(%fault, "somebody is signed out here, and not at the provider");
            return Ok(here(Outcome::SignedOutHere));
        }
    };
    let mut fields =
        vec![("client_id", provider.client_id()), ("post_logout_redirect_uri", provider.after_sign_out())];
    fields.extend(token.as_deref().map(|token| ("id_token_hint", token)));
    let page = form(app, parts, &there, &fields)?;
    Ok((clear, kind.take_back(purpose), page).into_response())
}

/// Ends the session here; the ID token that it was begun with.
async fn end(app: &App, headers: &HeaderMap, purpose: CookieUse) -> Answer<Option<String>> {
    let Some(secret) = app.serving.cookies.kind(headers).read(purpose, headers) else { return Ok(None) };
    let hash = secret.hash();
    let now = app.clock.now();
    let session = app.store.session(&hash, now).await?;
    app.store.end_session(&hash, now).await?;
    Ok(session.and_then(|session| unseal(&secret, session.provider.sealed_token.as_deref()?)))
}

/// A page with a form for the provider, which sends itself; without scripts there is a button.
fn form(app: &App, parts: &Parts, there: &str, fields: &[(&str, &str)]) -> Answer<Response> {
    let words = words(language(parts));
    let hidden: String = fields
        .iter()
        .map(|(name, value)| format!(r#"<input type="hidden" name="{name}" value="{}">"#, escape(value)))
        .collect();
    let body = format!(
        r#"<form method="post" action="{there}">{hidden}<button class="ds-button" type="submit">{go_on}</button></form><script src="/auth/continue.js"></script>"#,
        there = escape(there),
        go_on = escape(words.get("sign_in", "sign_out_go_on")),
    );
    let mut response = page::page(app, parts, words.get("sign_in", "signing_out"), &body);
    // Chromium holds the policy against where the provider sends people on as well: back to us, and between its hosts.
    let origin = Url::parse(there).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let back = app.serving.base.as_ref().map(|base| base.at("")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; \
         form-action 'self' https: {origin} {back}; frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).map_err(|error| Failure::internal(&error.to_string()))?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
