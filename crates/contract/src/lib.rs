//! Wire types by slice, paths and problem codes: what the app and the API agree on.
//!
//! No IO and no clock. A type that crosses the wire is declared here and nowhere else.
#![deny(missing_docs)]

pub mod events;
pub mod figures;
pub mod forms_api;
pub mod front;
pub mod jobs;
pub mod minside;
pub mod organisations;
pub mod paths;
pub mod personal;
pub mod problem;
pub mod services;
pub mod session;
pub mod uploads;
