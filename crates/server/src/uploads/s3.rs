//! A store that speaks S3, such as a municipality rents or runs itself.

use std::{fmt, sync::Arc, time::Duration};

use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, RetryConfig, aws::AmazonS3Builder, prefix::PrefixStore,
};

use super::FilesError;

/// Within this a store that is there has taken a connection.
const CONNECT: Duration = Duration::from_secs(3);

/// Within this it has taken or given the largest file.
const CALL: Duration = Duration::from_secs(30);

/// For so long, and so often, a call that fails is made again before whoever waits is told.
const RETRY_FOR: Duration = Duration::from_secs(5);
const RETRIES: usize = 2;

/// Where the bucket stands in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressing {
    /// `https://store/bucket/…`.
    Path,
    /// `https://bucket.store/…`.
    Host,
}

/// A bucket, and how to get at it. Its values have been checked by whoever read them.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Settings {
    /// `https://` or, on this computer only, `http://`, a host, perhaps a port, and no path.
    pub endpoint: String,
    /// What is signed with; stores that know no regions take any.
    pub region: String,
    /// Its name.
    pub bucket: String,
    /// What comes before each address in it, without a slash at either end; empty for nothing.
    pub prefix: String,
    /// Whose the key is.
    pub key_id: String,
    /// The key.
    pub secret: String,
    /// How it is addressed.
    pub addressing: Addressing,
}

impl fmt::Debug for S3Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, region, bucket, prefix, key_id, addressing, .. } = self;
        formatter
            .debug_struct("S3Settings")
            .field("endpoint", endpoint)
            .field("region", region)
            .field("bucket", bucket)
            .field("prefix", prefix)
            .field("key_id", key_id)
            .field("addressing", addressing)
            .finish_non_exhaustive()
    }
}

/// The store; it is not asked anything yet.
pub(super) fn store(settings: &S3Settings) -> Result<Arc<dyn ObjectStore>, FilesError> {
    let by_host = settings.addressing == Addressing::Host;
    let endpoint = match settings.endpoint.split_once("://") {
        Some((scheme, host)) if by_host => format!("{scheme}://{}.{host}", settings.bucket),
        _ => settings.endpoint.clone(),
    };
    // Plain HTTP has been refused where it would leave this computer.
    let client = ClientOptions::new()
        .with_allow_http(settings.endpoint.starts_with("http://"))
        .with_connect_timeout(CONNECT)
        .with_timeout(CALL);
    let retry =
        RetryConfig { backoff: BackoffConfig::default(), max_retries: RETRIES, retry_timeout: RETRY_FOR };
    // Each object is put whole and deleted alone: what every store can do, and what leaves no halves behind. Nothing
    // of the environment is read.
    let store = AmazonS3Builder::new()
        .with_endpoint(endpoint)
        .with_region(&settings.region)
        .with_bucket_name(&settings.bucket)
        .with_access_key_id(&settings.key_id)
        .with_secret_access_key(&settings.secret)
        .with_virtual_hosted_style_request(by_host)
        .with_disable_bulk_delete(true)
        .with_client_options(client)
        .with_retry(retry)
        .build()?;
    Ok(if settings.prefix.is_empty() {
        Arc::new(store)
    } else {
        Arc::new(PrefixStore::new(store, settings.prefix.as_str()))
    })
}
