//! The way back: the code is redeemed, once, and the ID token is believed only when every check holds.

use std::fmt;

use chrono::DateTime;
use locale::Timestamp;
use openidconnect::{
    AdditionalClaims, AuthorizationCode, ClaimsVerificationError, IdToken, IdTokenVerifier, Nonce,
    PkceCodeVerifier, RequestTokenError, SignatureVerificationError, TokenResponse,
    core::{CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Provider, ProviderFault};
use crate::randomness::Randomness;

/// Milliseconds by which the provider's clock may be ahead of ours.
const AHEAD_MILLIS: i64 = 60 * 1000;

/// Milliseconds after which a token is too old to have been made for this sign-in.
const OLD_MILLIS: i64 = 10 * 60 * 1000;

/// What signs; none that needs no key, and none whose key we have as well.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 5] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
];

/// What the provider has proved.
#[derive(Clone, PartialEq, Eq)]
pub struct Proven {
    /// Its own name of the person.
    pub subject: String,
    /// Eleven digits; some foreign eIDs have none.
    pub pid: Option<String>,
    /// The level it has seen who it is at.
    pub acr: Option<String>,
    /// What it calls its session.
    pub session: Option<String>,
    /// Where it tells one.
    pub name: Option<String>,
    /// All other claims, by name.
    pub claims: Map<String, Value>,
    /// The token itself: signing out there asks for it.
    pub token: String,
}

/// The claims beside those of the standard.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Claims {
    pid: Option<String>,
    sid: Option<String>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

/// Never what they say.
impl fmt::Debug for Claims {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Claims")
    }
}

impl AdditionalClaims for Claims {}

type Token = IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

impl Provider {
    /// Whether an answer is this provider's own (RFC 9207), so that another one's is not redeemed here.
    ///
    /// # Errors
    /// Where it is not, or the provider is not known yet and does not answer.
    pub async fn check_issuer(&self, iss: Option<&str>, now: Timestamp) -> Result<(), ProviderFault> {
        let metadata = self.cache.metadata(&self.registration, &self.http, now).await?;
        let is_told = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match iss {
            Some(iss) if iss == self.issuer() => Ok(()),
            None if !is_told => Ok(()),
            _ => Err(ProviderFault::Refused("the answer is not this provider's")),
        }
    }

    /// Redeems a code. Never again by itself: a code that comes twice is a stolen one.
    ///
    /// # Errors
    /// Where the provider does not answer, refuses, or says what cannot be trusted.
    pub async fn redeem(
        &self,
        code: String,
        verifier: String,
        nonce: &str,
        randomness: &dyn Randomness,
        now: Timestamp,
    ) -> Result<Proven, ProviderFault> {
        let metadata = self.cache.metadata(&self.registration, &self.http, now).await?;
        let client = self.client(&metadata)?;
        let mut request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| ProviderFault::Down("it has no address for codes"))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier));
        for (name, value) in self.proof(randomness, now)? {
            request = request.add_extra_param(name, value);
        }
        let answer = request.request_async(&self.http).await.map_err(|error| match error {
            RequestTokenError::Request(fault) => fault,
            RequestTokenError::ServerResponse(_) => ProviderFault::Refused("the code"),
            _ => ProviderFault::Down("its answer to the code cannot be read"),
        })?;
        let token = answer.id_token().ok_or(ProviderFault::Down("it gives no ID token"))?;
        let nonce = Nonce::new(nonce.to_owned());
        match check(&client.id_token_verifier(), token, &nonce, now) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) if self.cache.renew_keys(&self.http, now).await? => {
                let metadata = self.cache.metadata(&self.registration, &self.http, now).await?;
                check(&self.client(&metadata)?.id_token_verifier(), token, &nonce, now)
            }
            checked => checked,
        }
        .map_err(|error| ProviderFault::Refused(why(&error)))
    }
}

fn check(
    verifier: &IdTokenVerifier<'_, CoreJsonWebKey>,
    token: &Token,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<Proven, ClaimsVerificationError> {
    let verifier = verifier
        .clone()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || DateTime::from_timestamp_millis(now.0).unwrap_or_default())
        .set_issue_time_verifier_fn(move |issued| {
            let age = now.0 - issued.timestamp_millis();
            if (-AHEAD_MILLIS..=OLD_MILLIS).contains(&age) { Ok(()) } else { Err("issued at".to_owned()) }
        });
    let claims = token.claims(&verifier, nonce)?;
    let own = claims.additional_claims();
    let name = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
    Ok(Proven {
        subject: claims.subject().as_str().to_owned(),
        pid: own.pid.clone(),
        acr: claims.auth_context_ref().map(|acr| acr.as_str().to_owned()),
        session: own.sid.clone(),
        name,
        claims: own.other.clone(),
        token: token.to_string(),
    })
}

/// The kind alone: the message quotes what the token says.
const fn why(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "the token has expired",
        ClaimsVerificationError::InvalidAudience(_) => "the token is for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "the token is another provider's",
        ClaimsVerificationError::InvalidNonce(_) => "the token is of another sign-in",
        ClaimsVerificationError::SignatureVerification(_) => "the token is not signed by the provider",
        _ => "the token does not hold",
    }
}
