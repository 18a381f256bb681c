//! The client assertion: a short signed statement of who we are (RFC 7523), new for each call.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use locale::Timestamp;
use serde::Serialize;

use super::{ProviderFault, Registration};
use crate::randomness::{self, Randomness};

/// Seconds for which it counts; ID-porten takes 120 at the most.
const LIFETIME_SECONDS: i64 = 60;

pub(super) const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// As ID-porten wants it: the audience is the issuer, in one string.
#[derive(Serialize)]
struct Statement<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Signs one.
pub(super) fn assertion(
    registration: &Registration,
    key: &EncodingKey,
    key_id: &str,
    randomness: &dyn Randomness,
    now: Timestamp,
) -> Result<String, ProviderFault> {
    let fault = ProviderFault::Refused("the client assertion cannot be signed");
    let iat = now.0 / 1000;
    let statement = Statement {
        iss: &registration.client_id,
        sub: &registration.client_id,
        aud: registration.issuer.as_str(),
        iat,
        exp: iat + LIFETIME_SECONDS,
        jti: randomness::hex(randomness, 16).map_err(|_| fault)?,
    };
    let header = Header { kid: Some(key_id.to_owned()), ..Header::new(Algorithm::RS256) };
    encode(&header, &statement, key).map_err(|_| fault)
}
