//! The JSON API, the static site and the database.
//!
//! A call comes in through `router`, passes `middleware`, and reaches the file of its action in the
//! slice's folder; only `storage` talks to the database. Clock and randomness are parameters.

mod answers;
pub mod clock;
pub mod connections;
mod copy;
pub mod demo;
pub mod events;
mod extract;
pub mod figures;
mod forms;
mod front;
pub mod health;
pub mod jobs;
pub mod logging;
pub mod mail;
pub mod metrics;
mod middleware;
mod minside;
pub mod oidc;
pub mod openapi;
pub mod organisations;
pub mod personal;
pub mod problem;
pub mod randomness;
pub mod retention;
pub mod router;
pub mod serve;
mod services;
pub mod session;
pub mod settings;
pub mod sign_in;
mod site;
pub mod state;
pub mod stopping;
pub mod storage;
pub mod supervisor;
pub mod traces;
pub mod tries;
pub mod uploads;
pub mod vault;

pub use extract::BODY_LIMIT;
pub use middleware::SECURITY_HEADERS;
