//! What somebody who means harm tries, and what comes of it. `docs/security.md` names these tests.
//!
//! Where a test can be about every route it walks the description of the API: a route that is new is covered, or
//! fails here until it is.

mod connections;
mod enumeration;
mod injection;
mod limits;
mod others;
mod oversized;
mod personal;
mod traversal;
pub(crate) mod walk;
