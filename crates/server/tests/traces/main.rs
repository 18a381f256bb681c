//! What a collector is told, read as a collector reads it. Of the feature `otel`: `cargo xtask test` runs them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "../api/bucket.rs"]
#[expect(dead_code, reason = "it is of other tests too")]
mod bucket;
mod collector;
mod journey;
#[path = "../api/sign_in/keys.rs"]
mod keys;
#[path = "../api/lines.rs"]
mod lines;
mod outgoing;
mod parents;
mod program;
#[path = "../api/sign_in/provider.rs"]
#[expect(dead_code, reason = "it is of other tests too")]
mod provider;
mod sign_in;
#[path = "../api/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "it is of other tests too")]
mod support;
