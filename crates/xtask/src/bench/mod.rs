//! stub
use crate::Outcome;
pub(crate) fn page() -> Outcome { Err("not yet".into()) }
pub(crate) fn api() -> Outcome { Err("not yet".into()) }
