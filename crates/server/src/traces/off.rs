//! A build without the feature `otel`: no trace is told, and the settings refuse a collector.

use std::convert::Infallible;

use http::HeaderMap;
use tokio::runtime::Handle;
use tracing::Span;
use tracing_subscriber::{Layer, Registry, layer::Identity};

use super::TracesSetting;
use crate::randomness::Randomness;

/// Why traces cannot be told.
pub type NoTraces = Infallible;

/// Nothing is told.
#[derive(Clone, Debug, Default)]
pub struct Traces(());

impl Traces {
    /// Tells nothing.
    ///
    /// # Errors
    /// Never.
    pub const fn start(_: Option<&TracesSetting>, _: &dyn Randomness, _: &Handle) -> Result<Self, NoTraces> {
        Ok(Self(()))
    }

    /// Takes nothing.
    pub(crate) const fn layer(&self) -> Option<impl Layer<Registry> + Send + Sync + use<>> {
        None::<Identity>
    }

    /// Nothing waits.
    pub async fn end(&self) {}
}

pub(super) const fn go_on(_: &Span, _: &HeaderMap) {}

/// There is none.
pub(crate) const fn trace_id() -> Option<String> {
    None
}
