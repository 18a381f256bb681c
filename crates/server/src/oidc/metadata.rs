//! What a provider tells of itself, and its keys: asked for once a day, and again when a token has a key that is new.

use std::sync::{Arc, PoisonError, RwLock};

use locale::Timestamp;
use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, IssuerUrl, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
    url::Url,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tracing::warn;

use super::{ProviderFault, Registration, http::ProviderClient};

/// Milliseconds for which what was told counts.
const FRESH_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Milliseconds between two questions for keys: a forged token must not make us ask for each.
const KEYS_MILLIS: i64 = 10 * 1000;

/// Milliseconds for which a provider that did not answer is left alone.
const REST_MILLIS: i64 = 2 * 1000;

/// What the crate does not read.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Additional {
    pub(super) pushed_authorization_request_endpoint: Option<Url>,
    pub(super) end_session_endpoint: Option<Url>,
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Additional {}

pub(super) type Metadata = ProviderMetadata<
    Additional,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What is known of a provider. Who asks while another asks waits for that answer.
#[derive(Debug, Default)]
pub(super) struct Cache {
    known: Mutex<Known>,
    /// Beside it, for what may not wait.
    origins: RwLock<Vec<String>>,
}

#[derive(Debug, Default)]
struct Known {
    metadata: Option<Arc<Metadata>>,
    asked: Timestamp,
    keys_asked: Timestamp,
    failed: Option<(Timestamp, ProviderFault)>,
}

impl Cache {
    pub(super) async fn metadata(
        &self,
        registration: &Registration,
        http: &ProviderClient,
        now: Timestamp,
    ) -> Result<Arc<Metadata>, ProviderFault> {
        let mut known = self.known.lock().await;
        if let Some(metadata) = &known.metadata
            && now.0 < known.asked.0 + FRESH_MILLIS
        {
            return Ok(metadata.clone());
        }
        let rests = known.failed.filter(|(at, _)| now.0 < at.0 + REST_MILLIS);
        let asked = match rests {
            Some((_, fault)) => Err(fault),
            None => discover(registration, http).await.map(Arc::new),
        };
        match asked {
            Ok(metadata) => {
                *self.origins.write().unwrap_or_else(PoisonError::into_inner) = origins(&metadata);
                *known =
                    Known { metadata: Some(metadata.clone()), asked: now, keys_asked: now, failed: None };
                Ok(metadata)
            }
            Err(fault) => {
                if rests.is_none() {
                    warn!(issuer = registration.issuer.as_str(), %fault, "the provider was asked in vain");
                    known.failed = Some((now, fault));
                }
                // What was told yesterday is better than nothing.
                known.metadata.clone().ok_or(fault)
            }
        }
    }

    /// Asks for the keys again, where that is not long ago; whether there may be new ones.
    pub(super) async fn renew_keys(
        &self,
        http: &ProviderClient,
        now: Timestamp,
    ) -> Result<bool, ProviderFault> {
        let mut known = self.known.lock().await;
        let Some(metadata) = known.metadata.clone() else { return Ok(false) };
        if now.0 < known.keys_asked.0 + KEYS_MILLIS {
            return Ok(false);
        }
        known.keys_asked = now;
        let keys = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), http).await;
        let keys = keys.map_err(fault)?;
        known.metadata = Some(Arc::new(metadata.as_ref().clone().set_jwks(keys)));
        Ok(true)
    }

    /// The sites of the provider's addresses, as far as they are known.
    pub(super) fn known_origins(&self) -> Vec<String> {
        self.origins.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn discover(registration: &Registration, http: &ProviderClient) -> Result<Metadata, ProviderFault> {
    let issuer = IssuerUrl::new(registration.issuer.as_str().to_owned())
        .map_err(|_| ProviderFault::Down("its address cannot be read"))?;
    Metadata::discover_async(issuer, http).await.map_err(fault)
}

fn fault(error: DiscoveryError<ProviderFault>) -> ProviderFault {
    match error {
        DiscoveryError::Request(fault) => fault,
        DiscoveryError::Validation(_) => ProviderFault::Down("it calls itself something else"),
        DiscoveryError::Response(..) => ProviderFault::Down("it does not tell of itself"),
        _ => ProviderFault::Down("what it tells of itself cannot be read"),
    }
}

fn origins(metadata: &Metadata) -> Vec<String> {
    let end_session = metadata.additional_metadata().end_session_endpoint.as_ref();
    [Some(metadata.authorization_endpoint().url()), end_session]
        .into_iter()
        .flatten()
        .map(|url| url.origin().ascii_serialization())
        .collect()
}
