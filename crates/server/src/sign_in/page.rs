//! A page that is whole as the server writes it: no app, and usable without scripts.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, header::VARY, request::Parts};

use crate::{
    site::{escape, language, styles, words},
    state::App,
};

/// The page; `body` is markup below the heading.
pub(crate) fn page(app: &App, parts: &Parts, title: &str, body: &str) -> Response {
    let language = language(parts);
    let front = app.pack.front(language, app.clock.now(), app.serving.demo);
    let styles = app.serving.site.as_deref().map(styles).unwrap_or_default();
    let words = words(language);
    let html = format!(
        r##"<!doctype html>
<html lang="{lang}" data-color-scheme="auto" data-color="accent"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} – {name}</title><meta name="color-scheme" content="light dark">{styles}<link rel="icon" href="/icon.svg" type="image/svg+xml"></head><body><a class="ds-skip-link" href="#main">{skip}</a><header class="site-header"><div class="site-header__inner"><a class="site-name" href="/"><span class="site-name__place">{name}</span><span class="site-name__title">{site}</span></a></div></header><main id="main" class="page" tabindex="-1"><div class="page__header"><h1 class="ds-heading" data-size="lg">{title}</h1></div>{body}</main></body></html>
"##,
        lang = language.code(),
        title = escape(title),
        name = escape(&front.municipality.name),
        skip = escape(words.get("frame", "skip")),
        site = escape(words.get("frame", "site_name")),
    );
    let mut response = Html(html).into_response();
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}
