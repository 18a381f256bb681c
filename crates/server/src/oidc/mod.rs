//! Sign-in by OpenID Connect: the provider's side of it. Discovery, keys, the pushed authorization request, the code
//! and the ID token; `crate::sign_in` has the addresses that browsers go to.
//!
//! What the crate `openidconnect` does, it does: discovery, keys, PKCE, the checks of the ID token. Ours is the glue
//! that it lacks (`docs/decisions/0015`): the signed client assertion, the pushed request, `iss` of the answer.

mod answer;
mod assertion;
mod http;
mod metadata;
mod registration;
mod request;

use locale::Timestamp;
use openidconnect::{
    Client, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    StandardErrorResponse, StandardTokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};

use self::{answer::Claims, http::ProviderClient, metadata::Cache};
pub use self::{
    answer::Proven,
    registration::{Address, BaseUrl, Proof, Registration, WrongAddress, WrongKey},
    request::{Asked, Authorization},
};

/// Why a sign-in cannot go on. Never what the provider or a browser wrote: it may tell of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderFault {
    /// The provider does not answer, not in time, or not as a provider does. It may be better soon.
    #[error("the provider does not answer as it should: {0}")]
    Down(&'static str),
    /// The provider says no, or what it says cannot be trusted.
    #[error("the sign-in was refused: {0}")]
    Refused(&'static str),
}

/// A provider that people are sent to, with what has been learnt of it.
#[derive(Debug)]
pub struct Provider {
    registration: Registration,
    http: ProviderClient,
    cache: Cache,
}

type TokenAnswer = StandardTokenResponse<
    IdTokenFields<
        Claims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OidcClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    TokenAnswer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Provider {
    /// Knows nothing of the provider yet: it is asked when somebody signs in.
    ///
    /// # Errors
    /// Where this computer has no certificates to trust.
    pub fn new(registration: Registration) -> Result<Self, ProviderFault> {
        Ok(Self { registration, http: ProviderClient::new()?, cache: Cache::default() })
    }

    /// What the provider calls itself.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.registration.issuer.as_str()
    }

    /// What we are called there.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.registration.client_id
    }

    /// Where people come back to after they have signed out there.
    #[must_use]
    pub fn after_sign_out(&self) -> &str {
        &self.registration.after_sign_out
    }

    /// Where browsers sign out; nothing where the provider has no such address.
    ///
    /// # Errors
    /// Where the provider is not known yet and does not answer.
    pub async fn end_session(&self, now: Timestamp) -> Result<Option<String>, ProviderFault> {
        let metadata = self.cache.metadata(&self.registration, &self.http, now).await?;
        Ok(metadata.additional_metadata().end_session_endpoint.as_ref().map(ToString::to_string))
    }

    /// The sites that may show an address of ours in a frame: those that the provider signs people out from.
    #[must_use]
    pub fn frame_origins(&self) -> Vec<String> {
        let mut origins = vec![self.registration.issuer.origin()];
        origins.extend(self.cache.known_origins());
        origins.dedup();
        origins
    }

    /// Asks the provider for what sign-in needs before anybody waits for it.
    ///
    /// # Errors
    /// Where it does not answer.
    pub async fn prepare(&self, now: Timestamp) -> Result<(), ProviderFault> {
        self.cache.metadata(&self.registration, &self.http, now).await.map(drop)
    }
}
