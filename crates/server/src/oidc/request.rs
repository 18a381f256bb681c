//! The way out: what the browser is sent to the provider with.

use ::http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use locale::{Language, Timestamp};
use openidconnect::{
    AuthenticationContextClass, AuthenticationFlow, ClientId, ClientSecret, CsrfToken, HttpRequest,
    LanguageTag, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    core::CoreResponseType,
    url::{Url, form_urlencoded},
};
use serde::Deserialize;

use super::{OidcClient, Proof, Provider, ProviderFault, assertion, metadata::Metadata};
use crate::randomness::{self, Randomness};

/// What a sign-in is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The level, as the provider calls it.
    pub acr: Option<&'a str>,
    /// What its pages should be in.
    pub language: Language,
}

/// A sign-in to send somebody to, and what must be remembered until they come back.
pub struct Authorization {
    /// Where to.
    pub url: String,
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// Proves that whoever redeems the code asked for it.
    pub verifier: String,
}

/// What the provider gives for a pushed request.
#[derive(Deserialize)]
struct Pushed {
    request_uri: String,
}

impl Provider {
    /// Begins a sign-in. Where the provider takes pushed requests, the browser only carries the number of one.
    ///
    /// # Errors
    /// Where the provider does not answer, or does not take the request.
    pub async fn authorize(
        &self,
        asked: Asked<'_>,
        randomness: &dyn Randomness,
        now: Timestamp,
    ) -> Result<Authorization, ProviderFault> {
        let metadata = self.cache.metadata(&self.registration, &self.http, now).await?;
        let random =
            || randomness::hex(randomness, 32).map_err(|_| ProviderFault::Refused("there is no randomness"));
        let (state, nonce, verifier) = (random()?, random()?, random()?);
        let url = self.full_request(&metadata, asked, (&state, &nonce, &verifier))?;
        let url = match &metadata.additional_metadata().pushed_authorization_request_endpoint {
            Some(endpoint) => self.push(endpoint, &url, randomness, now).await?,
            None => url,
        };
        Ok(Authorization { url: url.into(), state, nonce, verifier })
    }

    /// The request with all its parameters.
    fn full_request(
        &self,
        metadata: &Metadata,
        asked: Asked<'_>,
        (state, nonce, verifier): (&str, &str, &str),
    ) -> Result<Url, ProviderFault> {
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.to_owned()));
        let (state, nonce) = (CsrfToken::new(state.to_owned()), Nonce::new(nonce.to_owned()));
        let client = self.client(metadata)?;
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut request = client
            .authorize_url(flow, move || state, move || nonce)
            .add_scope(Scope::new("profile".to_owned()))
            .add_ui_locale(LanguageTag::new(asked.language.code().to_owned()))
            .set_pkce_challenge(challenge);
        if let Some(acr) = asked.acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.to_owned()));
        }
        Ok(request.url().0)
    }

    /// The client as the crate has it.
    pub(super) fn client(&self, metadata: &Metadata) -> Result<OidcClient, ProviderFault> {
        let redirect = RedirectUrl::new(self.registration.callback.clone())
            .map_err(|_| ProviderFault::Refused("the address to come back to cannot be read"))?;
        let secret = match &self.registration.proof {
            Proof::Secret(secret) => Some(ClientSecret::new(secret.clone())),
            Proof::Key { .. } => None,
        };
        let client_id = ClientId::new(self.registration.client_id.clone());
        Ok(OidcClient::from_provider_metadata(metadata.clone(), client_id, secret).set_redirect_uri(redirect))
    }

    /// The parameters by which a call proves that it is ours; none where a header does.
    pub(super) fn proof(
        &self,
        randomness: &dyn Randomness,
        now: Timestamp,
    ) -> Result<Vec<(&'static str, String)>, ProviderFault> {
        match &self.registration.proof {
            Proof::Secret(_) => Ok(Vec::new()),
            Proof::Key { key, id } => {
                let assertion = assertion::assertion(&self.registration, key, id, randomness, now)?;
                Ok(vec![
                    ("client_assertion_type", assertion::KIND.to_owned()),
                    ("client_assertion", assertion),
                ])
            }
        }
    }

    /// Tells the provider the request itself (RFC 9126); gives the short address for the browser.
    async fn push(
        &self,
        endpoint: &Url,
        full: &Url,
        randomness: &dyn Randomness,
        now: Timestamp,
    ) -> Result<Url, ProviderFault> {
        let proof = self.proof(randomness, now)?;
        let pairs = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(full.query_pairs())
            .extend_pairs(proof)
            .finish();
        let mut request = HttpRequest::new(pairs.into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() =
            endpoint.as_str().parse().map_err(|_| ProviderFault::Down("an address that cannot be read"))?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Proof::Secret(secret) = &self.registration.proof {
            headers.insert(AUTHORIZATION, basic(&self.registration.client_id, secret)?);
        }
        let answer = self.http.exchange(request).await?;
        if answer.status() != StatusCode::CREATED && answer.status() != StatusCode::OK {
            return Err(ProviderFault::Refused("the pushed request"));
        }
        let pushed: Pushed = serde_json::from_slice(answer.body())
            .map_err(|_| ProviderFault::Down("its answer to the pushed request cannot be read"))?;
        let mut short = full.clone();
        short
            .query_pairs_mut()
            .clear()
            .append_pair("client_id", &self.registration.client_id)
            .append_pair("request_uri", &pushed.request_uri);
        Ok(short)
    }
}

/// RFC 6749, 2.3.1: both are escaped before they are joined.
fn basic(client_id: &str, secret: &str) -> Result<HeaderValue, ProviderFault> {
    let escape = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let joined = BASE64_STANDARD.encode(format!("{}:{}", escape(client_id), escape(secret)));
    let mut value = HeaderValue::from_str(&format!("Basic {joined}"))
        .map_err(|_| ProviderFault::Refused("the secret cannot be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}
