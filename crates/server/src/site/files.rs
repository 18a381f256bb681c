//! Files of the site, in the smallest form the browser takes.

use std::path::Path;

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::template::Template;

/// Names of files below `/assets/` change with what is in them.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Other files keep their names: asked for each time, and not sent again where they are the same.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// Whether the folder holds a site that can be served.
///
/// # Errors
/// What is missing, and how to get it.
pub fn check_site(folder: &Path) -> Result<(), String> {
    let index = folder.join("index.html");
    let source = std::fs::read_to_string(&index).map_err(|error| {
        format!(
            "{}: {error}. Build the site with `cargo xtask build`; until then only the API is served",
            index.display()
        )
    })?;
    Template::parse(&source).map(drop).map_err(|fault| format!("{}: {fault}", index.display()))
}

pub(super) async fn file(site: &Path, request: Request) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let folder =
        ServeDir::new(site).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let mut response = match folder.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        let plain = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
        return (StatusCode::NOT_FOUND, plain, "404\n").into_response();
    }
    if !response.status().is_client_error() {
        let keep = if is_asset { FOR_EVER } else { ASK_AGAIN };
        response.headers_mut().insert(CACHE_CONTROL, keep);
    }
    response
}
