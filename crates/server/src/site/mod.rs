//! The site: files as they were built, and the page shell filled in for every page's address.

mod files;
mod page;
mod shell;
mod template;
mod words;

use axum::{
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
};
use contract::problem::Code;
use http::Method;

pub use self::files::check_site;
pub(crate) use self::{
    page::{language, styles},
    template::escape,
    words::{Words, words},
};
use crate::{
    problem::{Answer, Failure},
    state::AppState,
};

/// Whatever no route answers: a page, a file, or nothing.
///
/// # Errors
/// `not_found` below `/api`, `method_not_allowed` for anything but reading.
pub async fn serve(State(app): State<AppState>, request: Request) -> Answer<Response> {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Err(Code::NotFound.into());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = Failure::from(Code::MethodNotAllowed).into_response();
        response.headers_mut().insert(http::header::ALLOW, http::HeaderValue::from_static("GET,HEAD"));
        return Ok(response);
    }
    let Some(site) = app.serving.site.clone() else { return Err(Code::NotFound.into()) };
    if path == "/index.html" {
        // The file is a template: the page is at its own address.
        return Ok(Redirect::permanent("/").into_response());
    }
    let is_file = path.rsplit('/').next().unwrap_or_default().contains('.') || path.starts_with("/assets/");
    if is_file {
        return Ok(files::file(&site, request).await);
    }
    let (parts, _) = request.into_parts();
    page::page(&app, &site, &parts).await
}
