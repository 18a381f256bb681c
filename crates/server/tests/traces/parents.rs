//! Whose traces the server goes on, and how many it tells.

use rstest::rstest;

use super::{
    collector::Traced,
    support::{Call, Setup},
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN: &str = "00f067aa0ba902b7";

fn call(flags: &str) -> Call {
    Call::get("/api/v1/services").header("traceparent", &format!("00-{TRACE}-{SPAN}-{flags}"))
}

async fn told(percent: u8, calls: Vec<Call>) -> Vec<(String, String)> {
    let app = Setup { proxies: "10.1.2.0/24".parse().unwrap(), ..Setup::default() }.start().await.unwrap();
    let traced = Traced::here(percent).await;
    for call in calls {
        assert_eq!(app.send(call).await.status, 200);
    }
    traced.end().await.spans().into_iter().map(|span| (span.trace, span.parent)).collect()
}

#[tokio::test]
async fn a_trace_of_our_proxy_goes_on() {
    assert_eq!(told(100, vec![call("01").from("10.1.2.3")]).await, [(TRACE.to_owned(), SPAN.to_owned())]);
}

#[rstest]
#[case::of_a_stranger(call("01").from("203.0.113.77"))]
#[case::of_nobody_knows_whom(call("01"))]
// The proxy is believed for whom it speaks, and the next one is not.
#[case::of_a_stranger_that_names_a_proxy(call("01").from("203.0.113.77").header("x-forwarded-for", "10.1.2.3"))]
#[case::that_is_none(call("01").from("10.1.2.3").header("traceparent", "00-hemmelig-hemmelig-01"))]
#[tokio::test]
async fn another_begins_anew(#[case] call: Call) {
    let told = told(100, vec![call]).await;
    assert_eq!(told.len(), 1);
    let (trace, parent) = &told[0];
    assert_ne!(trace, TRACE);
    assert_eq!(parent, "");
}

#[tokio::test]
async fn the_proxy_decides_whether_its_trace_is_told() {
    assert_eq!(told(100, vec![call("00").from("10.1.2.3")]).await, []);
    assert_eq!(told(0, vec![call("01").from("10.1.2.3")]).await.len(), 1);
}

#[tokio::test]
async fn of_what_begins_here_a_part_is_told() {
    let calls = || (0..200).map(|_| Call::get("/api/v1/services")).collect();
    assert_eq!(told(0, calls()).await, []);
    let half = told(50, calls()).await.len();
    // Outside by chance once in some hundred million runs.
    assert!((60..140).contains(&half), "{half}");
}
