//! Spans as OpenTelemetry has them, gathered on a thread of their own and handed over in lots.
//!
//! What is ready waits in a queue with an end: where the collector is away or slow, spans are lost, and no call waits.
//! Only what stands here is set: no variable of the environment changes it.

use std::time::Duration;

use http::HeaderMap;
use opentelemetry::{
    Context, KeyValue,
    propagation::{Extractor, TextMapPropagator},
    trace::{TraceContextExt, TracerProvider},
};
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider},
};
use tokio::runtime::Handle;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::{Layer, Registry, filter::filter_fn};

use super::{TARGET, TracesSetting, collector::Collector, sampling::sampler};
use crate::randomness::{self, NoRandomness, Randomness};

/// The header of <https://www.w3.org/TR/trace-context/> that names a trace.
const TRACEPARENT: &str = "traceparent";

/// Spans that wait at most; each is some hundred bytes.
const WAITING: usize = 2048;

/// Spans of a lot.
const LOT: usize = 512;

/// Between two lots.
const EVERY: Duration = Duration::from_secs(5);

/// For the last lot, at the end of the server.
const LAST: Duration = Duration::from_secs(5);

/// Why traces cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum NoTraces {
    /// No number for this server.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// This computer has no certificates to trust.
    #[error("the traces: {0}")]
    Client(#[from] reqwest::Error),
    /// The address of the collector cannot be called.
    #[error("the traces: {0}")]
    Exporter(#[from] ExporterBuildError),
}

/// Tells traces to a collector, where one is set.
#[derive(Clone, Debug, Default)]
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// To that collector, from that runtime.
    ///
    /// # Errors
    /// Where they cannot be told at all. A collector that is away is no error.
    pub fn start(
        setting: Option<&TracesSetting>,
        randomness: &dyn Randomness,
        runtime: &Handle,
    ) -> Result<Self, NoTraces> {
        let Some(TracesSetting { endpoint, percent }) = setting else { return Ok(Self(None)) };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::new(runtime.clone())?)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(endpoint.as_str())
            .build()?;
        let lots = BatchConfigBuilder::default()
            .with_max_queue_size(WAITING)
            .with_max_export_batch_size(LOT)
            .with_scheduled_delay(EVERY)
            .build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(BatchSpanProcessor::builder(exporter).with_batch_config(lots).build())
            .with_sampler(sampler(*percent))
            .with_resource(resource(&randomness::hex(randomness, 16)?))
            .build();
        Ok(Self(Some(provider)))
    }

    /// Takes the spans that are meant to be told, and no line of the log: those are for whoever reads the log.
    pub(crate) fn layer(&self) -> Option<impl Layer<Registry> + Send + Sync + use<>> {
        let tracer = self.0.as_ref()?.tracer("servicetorg");
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_target(false);
        Some(layer.with_filter(filter_fn(|metadata| metadata.is_span() && metadata.target() == TARGET)))
    }

    /// Hands the last ones over, if the collector takes them at once.
    pub async fn end(&self) {
        let Some(provider) = self.0.clone() else { return };
        // A collector that is away has been told of.
        _ = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(LAST)).await;
    }
}

fn resource(instance: &str) -> Resource {
    let about = [
        KeyValue::new("service.name", "servicetorg"),
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", instance.to_owned()),
    ];
    Resource::builder_empty().with_attributes(about).build()
}

/// The one trace that a header names. `tracestate` is not read: anything may stand in it, and would be passed on.
struct Parent<'h>(&'h HeaderMap);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        let mut named = self.0.get_all(TRACEPARENT).iter();
        let only = named.next().filter(|_| named.next().is_none() && key == TRACEPARENT);
        only?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

/// The span is part of the trace that the headers name, where they name one.
pub(super) fn go_on(span: &Span, headers: &HeaderMap) {
    let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &Parent(headers));
    if parent.span().span_context().is_valid() {
        // Refused only where no traces are told.
        _ = span.set_parent(parent);
    }
}

/// The trace of what is under way.
pub(crate) fn trace_id() -> Option<String> {
    let context = Context::current();
    let span = context.span();
    let about = span.span_context();
    about.is_valid().then(|| about.trace_id().to_string())
}
