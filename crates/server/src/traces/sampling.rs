//! Which traces are told.

use opentelemetry::{
    Context, KeyValue,
    trace::{Link, SpanKind, TraceId, TraceState},
};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, SamplingResult, ShouldSample};

/// What a proxy of ours has begun is told where the proxy tells it; of what begins here, a part.
pub(super) fn sampler(percent: u8) -> Sampler {
    let ratio = Sampler::TraceIdRatioBased(f64::from(percent) / 100.0);
    Sampler::ParentBased(Box::new(Beginnings(ratio)))
}

/// Calls and jobs begin a trace. A statement of the database begins none: what looks for jobs every few seconds would
/// make more traces than people do.
#[derive(Clone, Debug)]
struct Beginnings(Sampler);

impl ShouldSample for Beginnings {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        if matches!(kind, SpanKind::Server | SpanKind::Consumer) {
            return self.0.should_sample(parent, trace, name, kind, attributes, links);
        }
        SamplingResult {
            decision: SamplingDecision::Drop,
            attributes: Vec::new(),
            trace_state: TraceState::default(),
        }
    }
}
