//! Who is signed in: cookie, deadlines, sign-out. Signing in itself belongs to `demo`.

mod cookie;
mod extend_session;
mod get_device_key;
mod get_session;
mod person;
mod sign_out;

use contract::session::{Session, SignedIn};
use locale::Timestamp;

pub use self::{
    cookie::{CookieKind, CookiePolicy, SessionSecret},
    extend_session::*,
    get_device_key::*,
    get_session::*,
    person::SignedInPerson,
    sign_out::*,
};
use crate::storage::StoredSession;

/// The session as the client is told.
#[must_use]
pub fn told(session: Option<StoredSession>, now: Timestamp) -> Session {
    let person = session.map(|session| SignedIn {
        subject: session.person.subject,
        name: session.person.name,
        idle_deadline: session.idle_deadline,
        absolute_deadline: session.absolute_deadline,
    });
    Session { person, now }
}
