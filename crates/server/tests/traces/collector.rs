//! A collector of the test's own, and what it was told.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, http::HeaderMap, routing::post};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{KeyValue, any_value},
    trace::v1::span::SpanKind,
};
use prost::Message;
use server::{
    logging::subscriber,
    randomness::SystemRandomness,
    settings::LogFormat,
    traces::{Traces, TracesSetting},
};
use tokio::{net::TcpListener, runtime::Handle};
use tracing::{Dispatch, Level, subscriber::DefaultGuard};

use super::lines::Lines;

#[derive(Clone, Default)]
pub(crate) struct TestCollector {
    pub(crate) endpoint: String,
    taken: Arc<Mutex<Vec<Bytes>>>,
}

/// A span, with what it is about as text.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) name: String,
    pub(crate) kind: SpanKind,
    pub(crate) trace: String,
    pub(crate) id: String,
    /// Empty where it begins the trace.
    pub(crate) parent: String,
    pub(crate) about: BTreeMap<String, String>,
    pub(crate) is_error: bool,
}

impl TestCollector {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}/v1/traces", listener.local_addr().unwrap());
        let collector = Self { endpoint, ..Self::default() };
        let taken = collector.taken.clone();
        let take = async move |headers: HeaderMap, body: Bytes| {
            assert_eq!(headers["content-type"], "application/x-protobuf");
            taken.lock().unwrap().push(body);
        };
        let routes = Router::new().route("/v1/traces", post(take));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        collector
    }

    /// All that came, as it came.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.taken.lock().unwrap().concat()
    }

    fn lots(&self) -> Vec<ExportTraceServiceRequest> {
        self.taken.lock().unwrap().iter().map(|lot| Message::decode(lot.clone()).unwrap()).collect()
    }

    /// Who tells it.
    pub(crate) fn resource(&self) -> BTreeMap<String, String> {
        let lot = self.lots().into_iter().next().unwrap();
        about(&lot.resource_spans[0].resource.as_ref().unwrap().attributes)
    }

    pub(crate) fn spans(&self) -> Vec<Told> {
        let resources = self.lots().into_iter().flat_map(|lot| lot.resource_spans);
        let spans = resources.flat_map(|resource| resource.scope_spans).flat_map(|scope| scope.spans);
        let told = spans.map(|span| {
            // Nobody's words can come by these ways.
            assert!(span.events.is_empty() && span.links.is_empty(), "{span:?}");
            assert_eq!(span.trace_state, "");
            let status = span.status.as_ref();
            assert!(status.is_none_or(|status| status.message.is_empty()));
            Told {
                kind: span.kind(),
                trace: to_hex(&span.trace_id),
                id: to_hex(&span.span_id),
                parent: to_hex(&span.parent_span_id),
                about: about(&span.attributes),
                // What the protocol calls STATUS_CODE_ERROR.
                is_error: status.is_some_and(|status| status.code == 2),
                name: span.name,
            }
        });
        told.collect()
    }

    /// The only span of that name.
    pub(crate) fn only(&self, name: &str) -> Told {
        let all = self.spans();
        let mut named = all.iter().filter(|span| span.name == name);
        let only = named.next().unwrap_or_else(|| panic!("no {name} in {all:#?}"));
        assert!(named.next().is_none(), "{name} is there twice");
        only.clone()
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn about(all: &[KeyValue]) -> BTreeMap<String, String> {
    let text = |value: &KeyValue| match value.value.as_ref().unwrap().value.as_ref().unwrap() {
        any_value::Value::StringValue(text) => text.clone(),
        any_value::Value::IntValue(number) => number.to_string(),
        other => panic!("{} is {other:?}", value.key),
    };
    all.iter().map(|value| (value.key.clone(), text(value))).collect()
}

/// Traces told to a collector, and the log.
pub(crate) struct Traced {
    pub(crate) collector: TestCollector,
    pub(crate) log: Lines,
    traces: Traces,
    _guard: Option<DefaultGuard>,
    /// With a single subscriber, tracing lets whichever thread comes first decide for all what is wanted, and other
    /// tests want nothing. With two it asks each.
    _other: Dispatch,
}

impl Traced {
    /// Of the whole process. Spans that reach the database need it: its threads enter and leave them too, and only a
    /// subscriber that is theirs as well hears of it. For one test of a program.
    pub(crate) async fn everywhere(percent: u8) -> Self {
        Self::start(percent, |subscriber| {
            tracing::dispatcher::set_global_default(subscriber).unwrap();
            None
        })
        .await
    }

    /// Of this thread, where nothing reaches the database.
    pub(crate) async fn here(percent: u8) -> Self {
        Self::start(percent, |subscriber| Some(tracing::dispatcher::set_default(&subscriber))).await
    }

    async fn start(percent: u8, set: fn(Dispatch) -> Option<DefaultGuard>) -> Self {
        let collector = TestCollector::start().await;
        let setting = TracesSetting { endpoint: collector.endpoint.parse().unwrap(), percent };
        let traces = Traces::start(Some(&setting), &SystemRandomness, &Handle::current()).unwrap();
        let log = Lines::default();
        let other = Dispatch::new(tracing_subscriber::registry());
        let guard = set(Dispatch::new(subscriber(LogFormat::Json, Level::INFO, log.clone(), &traces)));
        Self { collector, log, traces, _guard: guard, _other: other }
    }

    /// Once all is told.
    pub(crate) async fn end(&self) -> &TestCollector {
        self.traces.end().await;
        &self.collector
    }
}
