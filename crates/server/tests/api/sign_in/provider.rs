//! A provider that answers as it is told: as ID-porten does, and in every way that it should not.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use axum::{
    Form, Json, Router,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use locale::Timestamp;
use serde_json::{Map, Value, json};
use server::{
    clock::Clock,
    oidc::{Proof, Registration},
};

use super::keys::{self, Key};
use crate::support::START;

pub(super) const BASE: &str = "https://servicetorg.example";
pub(super) const CLIENT: &str = "servicetorg";
pub(super) const PID: &str = "13097248022";

/// How the provider is not as it should be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Trouble {
    #[default]
    None,
    /// Every call is answered with this.
    Status(u16),
    /// The answers of this path are this text.
    Text(&'static str, String),
    /// This path never answers.
    Never(&'static str),
    /// This path points elsewhere.
    Elsewhere(&'static str),
}

/// How the ID token is made.
#[derive(Clone)]
pub(super) struct Token {
    /// Set or, with null, removed.
    pub(super) claims: Map<String, Value>,
    pub(super) key: &'static LazyLock<Key>,
    pub(super) kid: &'static str,
    pub(super) algorithm: Alg,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Alg {
    Rs256,
    /// Signed with what we have as well.
    Hs256,
    None,
}

#[derive(Default)]
pub(super) struct Book {
    /// The parameters of pushed requests, by their URI.
    pub(super) pushed: HashMap<String, HashMap<String, String>>,
    /// What was redeemed with.
    pub(super) redeemed: Vec<HashMap<String, String>>,
    pub(super) assertions: Vec<String>,
    pub(super) discoveries: u32,
    pub(super) key_calls: u32,
    /// Codes given, with the request that each belongs to.
    codes: HashMap<String, HashMap<String, String>>,
    pub(super) trouble: Trouble,
    pub(super) token: Token,
    /// The kids of the keys that it shows.
    pub(super) keys: Vec<&'static str>,
}

impl Default for Token {
    fn default() -> Self {
        Self { claims: Map::new(), key: &keys::PROVIDER, kid: "one", algorithm: Alg::Rs256 }
    }
}

#[derive(Clone)]
pub(super) struct TestProvider {
    pub(super) issuer: String,
    pub(super) book: Arc<Mutex<Book>>,
    pub(super) clock: Arc<dyn Clock>,
}

impl TestProvider {
    pub(super) async fn start(clock: Arc<dyn Clock>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let book = Book { keys: vec!["one"], ..Book::default() };
        let provider = Self { issuer, book: Arc::new(Mutex::new(book)), clock };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discover))
            .route("/jwks", get(show_keys))
            .route("/par", post(push))
            .route("/token", post(redeem))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub(super) fn registration(&self, realm: &str) -> Registration {
        Registration {
            issuer: self.issuer.parse().unwrap(),
            client_id: CLIENT.to_owned(),
            proof: Proof::key(keys::CLIENT.pem.as_bytes(), "ours".to_owned()).unwrap(),
            callback: format!("{BASE}/auth{realm}/callback"),
            after_sign_out: format!("{BASE}/auth{realm}/logout/done"),
        }
    }

    pub(super) fn set(&self, change: impl FnOnce(&mut Book)) {
        change(&mut self.book.lock().unwrap());
    }

    /// Sets claims of the next token; null removes one.
    pub(super) fn claims(&self, claims: Value) {
        let Value::Object(claims) = claims else { panic!("not claims") };
        self.set(|book| book.token.claims.extend(claims));
    }

    /// The person signs in: the code for the request that this address names.
    pub(super) fn code(&self, location: &str) -> String {
        let mut book = self.book.lock().unwrap();
        let uri = location.rsplit_once("request_uri=").unwrap().1;
        let uri = uri.replace("%3A", ":");
        let request = book.pushed.get(&uri).unwrap().clone();
        let code = format!("code-{}", book.codes.len());
        book.codes.insert(code.clone(), request);
        code
    }

    /// A parameter of the request that this address names.
    pub(super) fn parameter(&self, location: &str, name: &str) -> String {
        let book = self.book.lock().unwrap();
        let uri = location.rsplit_once("request_uri=").unwrap().1.replace("%3A", ":");
        book.pushed[&uri].get(name).cloned().unwrap_or_default()
    }

    /// What the trouble makes of a call; nothing where it is answered.
    async fn trouble(&self, path: &'static str) -> Option<Response> {
        let trouble = self.book.lock().unwrap().trouble.clone();
        match trouble {
            Trouble::Status(status) => Some(StatusCode::from_u16(status).unwrap().into_response()),
            Trouble::Text(at, text) if at == path => {
                Some(([("content-type", "application/json")], Body::from(text)).into_response())
            }
            Trouble::Never(at) if at == path => std::future::pending().await,
            Trouble::Elsewhere(at) if at == path => {
                Some((StatusCode::TEMPORARY_REDIRECT, [(LOCATION, "http://127.0.0.1:9/")]).into_response())
            }
            _ => None,
        }
    }

    /// Whether the call proves that it is the client's.
    fn is_client(&self, form: &HashMap<String, String>) -> bool {
        let mut rules = Validation::new(Algorithm::RS256);
        rules.set_audience(&[&self.issuer]);
        rules.set_issuer(&[CLIENT]);
        // The tests' clock stands still in another time than the computer's.
        rules.validate_exp = false;
        let Some(assertion) = form.get("client_assertion") else { return false };
        let key = DecodingKey::from_rsa_components(&keys::CLIENT.modulus, "AQAB").unwrap();
        let Ok(read) = decode::<Value>(assertion, &key, &rules) else { return false };
        let now = self.clock.now().0 / 1000;
        let exp = read.claims["exp"].as_i64().unwrap();
        let mut book = self.book.lock().unwrap();
        let is_new = !book.assertions.contains(assertion);
        book.assertions.push(assertion.clone());
        is_new
            && read.header.kid.as_deref() == Some("ours")
            && read.claims["sub"] == CLIENT
            && read.claims["jti"].is_string()
            && (now..=now + 120).contains(&exp)
            && form["client_id"] == CLIENT
            && form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    }
}

async fn discover(State(provider): State<TestProvider>) -> Response {
    provider.set(|book| book.discoveries += 1);
    if let Some(trouble) = provider.trouble("discovery").await {
        return trouble;
    }
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
        "pushed_authorization_request_endpoint": at("/par"),
        "end_session_endpoint": at("/logout"),
        "authorization_response_iss_parameter_supported": true,
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
    .into_response()
}

async fn show_keys(State(provider): State<TestProvider>) -> Response {
    provider.set(|book| book.key_calls += 1);
    if let Some(trouble) = provider.trouble("jwks").await {
        return trouble;
    }
    let kids = provider.book.lock().unwrap().keys.clone();
    let keys: Vec<Value> = kids
        .into_iter()
        .map(|kid| {
            let n = if kid == "two" { &keys::OTHER.modulus } else { &keys::PROVIDER.modulus };
            json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": n, "e": "AQAB" })
        })
        .collect();
    Json(json!({ "keys": keys })).into_response()
}

async fn push(State(provider): State<TestProvider>, Form(form): Form<HashMap<String, String>>) -> Response {
    if let Some(trouble) = provider.trouble("par").await {
        return trouble;
    }
    if !provider.is_client(&form) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    let mut book = provider.book.lock().unwrap();
    let uri = format!("urn:idporten:{}", book.pushed.len());
    book.pushed.insert(uri.clone(), form);
    (StatusCode::CREATED, Json(json!({ "request_uri": uri, "expires_in": 120 }))).into_response()
}

async fn redeem(
    State(provider): State<TestProvider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    if let Some(trouble) = provider.trouble("token").await {
        return trouble;
    }
    assert!(headers.get("authorization").is_none(), "the key alone proves it");
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if !provider.is_client(&form) {
        return refused("invalid_client");
    }
    let mut book = provider.book.lock().unwrap();
    book.redeemed.push(form.clone());
    let Some(request) = book.codes.remove(&form["code"]) else { return refused("invalid_grant") };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(sha256(form["code_verifier"].as_bytes()));
    if request["code_challenge"] != challenge || request["redirect_uri"] != form["redirect_uri"] {
        return refused("invalid_grant");
    }
    let now = provider.clock.now().0 / 1000;
    let mut claims = json!({
        "iss": provider.issuer, "aud": CLIENT, "sub": "pairwise", "iat": now, "exp": now + 120, "auth_time": now,
        "nonce": request["nonce"], "acr": request.get("acr_values"), "pid": PID, "sid": "session-1",
    });
    for (name, value) in &book.token.claims {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    let answer = json!({
        "access_token": "unused", "token_type": "Bearer", "expires_in": 120,
        "id_token": sign(&book.token, &claims),
    });
    Json(answer).into_response()
}

fn sign(token: &Token, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    match token.algorithm {
        Alg::Rs256 => {
            let header = Header { kid: Some(token.kid.to_owned()), ..Header::new(Algorithm::RS256) };
            encode(&header, claims, &EncodingKey::from_rsa_pem(token.key.pem.as_bytes()).unwrap()).unwrap()
        }
        Alg::Hs256 => {
            let header = Header { kid: Some(token.kid.to_owned()), ..Header::new(Algorithm::HS256) };
            encode(&header, claims, &EncodingKey::from_secret(CLIENT.as_bytes())).unwrap()
        }
        Alg::None => format!("{}.{}.", part(&json!({ "alg": "none", "typ": "JWT" })), part(claims)),
    }
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

/// The time of a test server, for a provider that starts before it.
pub(super) fn start_clock() -> Arc<server::clock::FixedClock> {
    Arc::new(server::clock::FixedClock::new(Timestamp::parse(START).unwrap()))
}

/// Long enough for what must come at once, short where it must not come.
pub(super) const SHORT: Duration = Duration::from_millis(500);
