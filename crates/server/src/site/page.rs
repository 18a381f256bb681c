//! A page's address: the shell in the visitor's language, with a title and the first answer of the API.

use std::path::Path;

use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use http::{
    HeaderValue, StatusCode,
    header::{ACCEPT_LANGUAGE, VARY},
    request::Parts,
};
use locale::Language;

use super::{
    shell,
    template::{Filling, Template, escape},
    words::words,
};
use crate::{
    answers::unless_known,
    extract::{header_text, query_value},
    problem::{Answer, Failure},
    state::App,
};

const LANGUAGE_COOKIE: &str = "lang";

/// What an address leads to.
struct Found {
    status: StatusCode,
    title: String,
}

pub(super) async fn page(app: &App, site: &Path, request: &Parts) -> Answer<Response> {
    let source = tokio::fs::read_to_string(site.join("index.html")).await;
    let source = source.map_err(|error| Failure::internal(&format!("the page template: {error}")))?;
    let template = Template::parse(&source).map_err(|fault| Failure::internal(&fault))?;
    let path = request.uri.path();
    let language = language(request);
    let front = app.pack.front(language, app.clock.now(), app.serving.demo);
    let found = find(app, path, language);
    let json = serde_json::to_string(&front).map_err(|error| Failure::internal(&error.to_string()))?;
    let body = template.fill(&Filling {
        lang: language.code(),
        title: &escape(&format!("{} – {}", found.title, front.municipality.name)),
        shell: &shell::shell(&front, path, language, app.clock.now(), icons(&source)),
        // So that nothing in it can end the script element.
        front: &json.replace('<', "\\u003c"),
    });
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = if found.status == StatusCode::OK {
        unless_known(&request.headers, kind, body.into_bytes())
    } else {
        (found.status, [(http::header::CONTENT_TYPE, kind)], body).into_response()
    };
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    Ok(response)
}

/// Where the build put the icons: it tells the app by the same element.
fn icons(source: &str) -> &str {
    let after = source.split_once(r#"<meta name="icons" content=""#).map(|(_, after)| after);
    after.and_then(|after| after.split_once('"')).map_or("", |(address, _)| address)
}

/// The styles of the site, for a page without the app; nothing where the site cannot be read.
pub(crate) fn styles(site: &Path) -> String {
    let source = std::fs::read_to_string(site.join("index.html")).unwrap_or_default();
    let link =
        source.find(r#"<link rel="stylesheet""#).and_then(|at| source[at..].split_inclusive('>').next());
    link.unwrap_or_default().to_owned()
}

/// What the address asks for, then what the visitor chose earlier, then what the browser prefers.
pub(crate) fn language(request: &Parts) -> Language {
    let headers = &request.headers;
    let asked = query_value(request.uri.query(), "lang").and_then(Language::from_tag);
    let chosen = || {
        CookieJar::from_headers(headers)
            .get(LANGUAGE_COOKIE)
            .and_then(|cookie| Language::from_tag(cookie.value()))
    };
    let preferred =
        || header_text(headers, ACCEPT_LANGUAGE.as_str()).and_then(Language::from_accept_language);
    asked.or_else(chosen).or_else(preferred).unwrap_or_default()
}

/// The pages of the app, as its router has them. What it does not have is "not found" to machines too.
fn find(app: &App, path: &str, language: Language) -> Found {
    let words = words(language);
    let found = |title: &str| Found { status: StatusCode::OK, title: title.to_owned() };
    let lost =
        || Found { status: StatusCode::NOT_FOUND, title: words.get("frame", "not_found_title").to_owned() };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => found(words.get("home", "title")),
        ["tjenester"] => found(words.get("services", "title")),
        ["tjenester", service] => app.pack.service_title(service, language).map_or_else(lost, found),
        ["logg-inn"] => found(words.get("session", "title")),
        ["skjema", form] | ["skjema", form, _] | ["skjema", form, _, _] => {
            let edition = app.pack.form(form, None);
            let title = edition.and_then(|edition| edition.texts.get(&language)?.get("title"));
            title.map_or_else(lost, found)
        }
        ["fortsett"] => found(words.get("forms", "go_on_title")),
        ["minside"] | ["minside", "innlogginger" | "data"] | ["minside", "saker", _] => {
            found(words.get("minside", "title"))
        }
        ["komponenter"] => found("UI"),
        _ => lost(),
    }
}

/// The path, where it is one of this site: `//elsewhere` must not become a link.
pub(super) fn own_path(path: &str) -> &str {
    if path.starts_with('/') && !path.starts_with("//") { path } else { "/" }
}
