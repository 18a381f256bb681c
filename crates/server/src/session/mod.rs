//! Who is signed in: cookies, deadlines, the change of secrets, sign-out here. Signing in itself belongs to `sign_in`
//! and `demo`.

mod client;
mod cookie;
mod extend_session;
mod get_device_key;
mod get_session;
mod person;
mod running;
mod seal;
mod sessions;
mod sign_out;
mod staff;

use content::DemoMode;
use contract::session::{Session, SignInWay, SignedIn};

pub use self::{
    client::client,
    cookie::{CookieKind, CookiePolicy, CookieUse, SessionSecret},
    extend_session::*,
    get_device_key::*,
    get_session::*,
    person::{SignedInPerson, Standing},
    sessions::*,
    sign_out::*,
    staff::*,
};
pub(crate) use self::{person::running_session, running::carry_secret, seal::seal, seal::unseal};
use crate::{
    state::App,
    storage::{StoredSession, Who},
};

/// The session as the client is told.
#[must_use]
pub fn told(app: &App, session: Option<StoredSession>) -> Session {
    let person = session.and_then(|session| match session.who {
        Who::Person(person) => Some(SignedIn {
            subject: person.subject,
            name: person.name,
            idle_deadline: session.idle_deadline,
            absolute_deadline: session.absolute_deadline,
            level: session.provider.level,
        }),
        Who::Staff(_) => None,
    });
    let way = match app.serving.demo {
        DemoMode::On => SignInWay::Demo,
        DemoMode::Off if app.providers.person.is_some() => SignInWay::Provider,
        DemoMode::Off => SignInWay::Off,
    };
    Session { person, way, now: app.clock.now() }
}
