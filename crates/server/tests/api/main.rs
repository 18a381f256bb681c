//! What the server promises, asked as a client asks.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod alerts;
mod audit;
mod backup;
mod bad_input;
mod bucket;
mod content;
mod copy;
mod drafts;
mod email;
mod events;
mod faults;
mod figures;
mod headers;
mod jobs;
mod lines;
mod log;
mod metrics;
mod migrations;
mod minside;
mod open_drafts;
mod openapi;
mod organisations;
mod personal;
mod restart;
mod retention;
mod sealing;
mod security;
mod seed;
mod session;
mod sign_in;
mod site;
mod submissions;
mod support;
mod uploads;
mod versions;
