//! Calls to the API: time-outs, repeated tries of safe calls, offline recognised, problems read.
//!
//! With `live`, the only module that uses the network.

use std::cell::Cell;

use contract::problem::{Code, Problem};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, RequestInit, Response};

use super::{connection, connection::Connection, dom, time};

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The browser has no network, or the server cannot be reached.
    Offline,
    /// No answer in time.
    Timeout,
    /// The server says why.
    Problem(Box<Problem>),
    /// An answer that this version of the app does not understand.
    Garbled,
}

impl Failure {
    /// The server's code, where it gave one.
    pub fn code(&self) -> Option<&Code> {
        match self {
            Self::Problem(problem) => Some(&problem.code),
            Self::Offline | Self::Timeout | Self::Garbled => None,
        }
    }

    /// Whether somebody has to sign in first.
    pub fn is_signed_out(&self) -> bool {
        matches!(self.code(), Some(Code::SignInRequired | Code::SessionExpired))
    }

    /// Milliseconds that the server wants us to wait.
    pub fn wait_millis(&self) -> Option<i32> {
        match self.code() {
            Some(Code::TooManyTries { seconds }) => {
                Some(i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX))
            }
            _ => None,
        }
    }

    /// Whether the same call may succeed a little later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline | Self::Timeout => true,
            Self::Problem(problem) => matches!(problem.code, Code::Timeout | Code::Unavailable),
            Self::Garbled => false,
        }
    }
}

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What a call says besides address and body.
#[derive(Clone, Debug, Default)]
pub struct Headers(pub Vec<(&'static str, String)>);

const TIMEOUT_MILLIS: u32 = 15_000;

/// Bytes of a file take longer on their way than words.
const TRANSFER_TIMEOUT_MILLIS: u32 = 60_000;

/// Pauses before a safe call is made again.
const PAUSES: [i32; 2] = [400, 1200];

/// The longest wait that the server may ask for and nobody is told of.
const LONGEST_WAIT_MILLIS: i32 = 3000;

thread_local! {
    static ON_EXPIRY: Cell<Option<fn()>> = const { Cell::new(None) };
}

/// What to do when a call finds that the session has ended.
pub fn on_session_expired(action: fn()) {
    ON_EXPIRY.set(Some(action));
}

/// The session has ended, as was told without a call.
pub fn session_ended() {
    if let Some(action) = ON_EXPIRY.get() {
        action();
    }
}

/// Fetches and reads.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(&fetch(path).await?)
}

/// Fetches; tries again where the network fails for a moment.
pub async fn fetch(path: &str) -> Result<String, Failure> {
    let mut pauses = PAUSES.iter();
    loop {
        match call(Method::Get, path, &Headers::default(), None).await {
            Err(failure)
                if is_worth_a_try(&failure) && connection::connection_now() == Connection::Online =>
            {
                let Some(pause) = pauses.next() else { return Err(failure) };
                time::sleep(failure.wait_millis().unwrap_or(*pause)).await;
            }
            outcome => return outcome,
        }
    }
}

fn is_worth_a_try(failure: &Failure) -> bool {
    failure.is_passing() || failure.wait_millis().is_some_and(|wait| wait <= LONGEST_WAIT_MILLIS)
}

/// Sends a body and reads the answer. Never tried again by itself: the caller knows whether it may be.
pub async fn send<T: DeserializeOwned>(
    method: Method,
    path: &str,
    headers: &Headers,
    body: &impl Serialize,
) -> Result<T, Failure> {
    let body = json::write(body).map_err(|_| Failure::Garbled)?;
    read(&call(method, path, headers, Some(body)).await?)
}

/// Calls without a body.
pub async fn ask<T: DeserializeOwned>(method: Method, path: &str) -> Result<T, Failure> {
    read(&call(method, path, &Headers::default(), None).await?)
}

/// Calls without a body, for the effect alone.
pub async fn tell(method: Method, path: &str) -> Result<(), Failure> {
    call(method, path, &Headers::default(), None).await.map(drop)
}

/// Sends a body without anything that tells who sends it, and does not look at the answer. It goes on where the page
/// is closed meanwhile.
pub fn tell_and_forget(path: &str, body: &impl Serialize) {
    let Ok(body) = json::write(body) else { return };
    let Ok(told) = web_sys::Headers::new() else { return };
    let request = RequestInit::new();
    request.set_method(Method::Post.name());
    request.set_credentials(RequestCredentials::Omit);
    // The bindings do not know this one yet.
    let is_kept = js_sys::Reflect::set(&request, &"keepalive".into(), &JsValue::TRUE).is_ok();
    if is_kept && told.set("content-type", "application/json").is_ok() {
        request.set_headers(&told);
        request.set_body(&body.into());
        let sent = dom::window().fetch_with_str_and_init(path, &request);
        // A promise that fails and that nobody looks at would be reported as a fault.
        wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(sent).await) });
    }
}

/// Sends bytes, or none, and gives the headers of the answer. Never tried again by itself.
pub async fn transfer(
    method: Method,
    path: &str,
    headers: &Headers,
    bytes: Option<(&str, &web_sys::Blob)>,
) -> Result<web_sys::Headers, Failure> {
    let body = bytes.map(|(kind, bytes)| (kind, JsValue::from(bytes)));
    Ok(answered(method, path, headers, body, TRANSFER_TIMEOUT_MILLIS).await?.headers())
}

/// Reads what came.
pub fn read<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    json::read(body).map_err(|_| Failure::Garbled)
}

/// One exchange; the body of a good answer.
async fn call(
    method: Method,
    path: &str,
    headers: &Headers,
    body: Option<String>,
) -> Result<String, Failure> {
    let body = body.map(|body| ("application/json", body.into()));
    text(&answered(method, path, headers, body, TIMEOUT_MILLIS).await?).await
}

/// One exchange; a good answer.
async fn answered(
    method: Method,
    path: &str,
    headers: &Headers,
    body: Option<(&str, JsValue)>,
    timeout: u32,
) -> Result<Response, Failure> {
    let signal = AbortSignal::timeout_with_u32(timeout);
    let response = exchange(method, path, headers, body, &signal)
        .await
        .map_err(|_| if signal.aborted() { Failure::Timeout } else { Failure::Offline })?;
    if response.ok() { Ok(response) } else { Err(refused(&response).await) }
}

async fn exchange(
    method: Method,
    path: &str,
    headers: &Headers,
    body: Option<(&str, JsValue)>,
    signal: &AbortSignal,
) -> Result<Response, JsValue> {
    let told = web_sys::Headers::new()?;
    told.set("accept", "application/json")?;
    for (name, value) in &headers.0 {
        told.set(name, value)?;
    }
    let request = RequestInit::new();
    request.set_method(method.name());
    request.set_signal(Some(signal));
    if let Some((kind, body)) = body {
        told.set("content-type", kind)?;
        request.set_body(&body);
    }
    request.set_headers(&told);
    JsFuture::from(dom::window().fetch_with_str_and_init(path, &request)).await?.dyn_into()
}

/// The body; a network that goes away in the middle of it is gone.
async fn text(response: &Response) -> Result<String, Failure> {
    let reading = response.text().map_err(|_| Failure::Offline)?;
    JsFuture::from(reading).await.ok().and_then(|text| text.as_string()).ok_or(Failure::Offline)
}

async fn refused(response: &Response) -> Failure {
    let is_problem = response
        .headers()
        .get("content-type")
        .ok()
        .flatten()
        .is_some_and(|kind| kind.starts_with("application/problem+json"));
    if !is_problem {
        // A proxy between us and the server answers in its own words.
        return if response.status() >= 500 {
            Failure::Problem(Box::new(Code::Unavailable.into()))
        } else {
            Failure::Garbled
        };
    }
    let body = match text(response).await {
        Ok(body) => body,
        Err(failure) => return failure,
    };
    let Ok(problem) = read::<Problem>(&body) else { return Failure::Garbled };
    let failure = Failure::Problem(Box::new(problem));
    if failure.is_signed_out() {
        session_ended();
    }
    failure
}
