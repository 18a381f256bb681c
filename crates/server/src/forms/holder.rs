//! Whose draft a call is about: the signed-in person's or, where the form allows it, that of whoever has the code.

use axum::extract::{FromRequestParts, RawPathParams};
use contract::{paths::is_id, problem::Code};
use forms::{Access, SignIn};
use http::{HeaderMap, Method, request::Parts};
use uuid::Uuid;

use super::code::DraftCode;
use crate::{
    problem::{Answer, Failure},
    session::{SignedInPerson, Standing},
    state::{App, AppState},
    storage::{OpenHolder, OpenStage, Person},
    tries::{Tried, Whose},
};

/// Whose draft and case it is.
pub enum Holder {
    /// Somebody signed in.
    Person(Box<Person>),
    /// Somebody who is not, and whose browser carries the code.
    Open { person: Uuid, stage: OpenStage, code: DraftCode },
    /// Nobody yet: the form may be filled in without sign-in.
    Nobody,
}

impl Holder {
    /// The row that draft and case belong to, where there is one.
    pub fn person(&self) -> Option<Uuid> {
        match self {
            Self::Person(person) => Some(person.id),
            Self::Open { person, .. } => Some(*person),
            Self::Nobody => None,
        }
    }

    /// What the rules of the form may know.
    pub const fn access(&self) -> Access {
        match self {
            Self::Person(_) => Access::SignedIn,
            Self::Open { .. } | Self::Nobody => Access::Open,
        }
    }

    /// The code to show.
    pub fn code(&self) -> Option<String> {
        match self {
            Self::Open { code, .. } => Some(code.shown()),
            Self::Person(_) | Self::Nobody => None,
        }
    }
}

impl Holder {
    /// Whose draft of the form the call is about.
    ///
    /// # Errors
    /// Where the form needs sign-in and nobody is signed in, or not at the level that it needs.
    pub async fn of(parts: &mut Parts, app: &AppState, form: &str) -> Answer<Self> {
        match SignedInPerson::from_request_parts(parts, app).await {
            Ok(SignedInPerson(person)) => {
                Standing::from_request_parts(parts, app).await?.check(app.pack.form_level(form))?;
                Ok(Self::Person(Box::new(person)))
            }
            Err(failure) if is_nobody(failure.code(), &parts.method) && is_open(app, form) => {
                Self::open(app, &parts.headers, form).await
            }
            Err(failure) => Err(failure),
        }
    }

    async fn open(app: &App, headers: &HeaderMap, form: &str) -> Answer<Self> {
        let kind = app.serving.cookies.kind(headers);
        let Some(code) = DraftCode::read(kind, headers, form) else { return Ok(Self::Nobody) };
        let now = app.clock.now();
        let found = app.store.open_holder(&code.hash(), form, now).await?;
        if let Some(found) = &found {
            app.tries.take(Tried::PersonCall, Whose::Person(found.person), now)?;
        }
        let open = |found: OpenHolder| Self::Open { person: found.person, stage: found.stage, code };
        Ok(found.map_or(Self::Nobody, open))
    }
}

/// Everybody that the browser may act for, where an address names no form: the signed-in person, or the holders
/// of the codes that it carries.
pub struct Holders(pub Vec<Uuid>);

impl FromRequestParts<AppState> for Holders {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        let failure = match SignedInPerson::from_request_parts(parts, app).await {
            Ok(SignedInPerson(person)) => return Ok(Self(vec![person.id])),
            Err(failure) => failure,
        };
        let mut persons = Vec::new();
        if is_nobody(failure.code(), &parts.method) {
            for form in app.pack.form_ids().filter(|form| is_open(app, form)) {
                persons.extend(Holder::open(app, &parts.headers, form).await?.person());
            }
        }
        // The same answer whatever is asked for: it tells nothing of what there is.
        if persons.is_empty() { Err(failure) } else { Ok(Self(persons)) }
    }
}

/// Reads the form from the address: the part called `form`.
impl FromRequestParts<AppState> for Holder {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        let path = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Code::NotFound)?;
        let form = path.iter().find(|(name, _)| *name == "form").map(|(_, form)| form);
        let form = form.filter(|form| is_id(form)).ok_or(Code::NotFound)?.to_owned();
        Self::of(parts, app, &form).await
    }
}

/// Whether nobody is signed in. Changes after a session has ended are refused: what was begun with it belongs to
/// a person. Who only looks begins anew.
fn is_nobody(code: &Code, method: &Method) -> bool {
    match code {
        Code::SignInRequired => true,
        Code::SessionExpired => matches!(*method, Method::GET | Method::HEAD),
        _ => false,
    }
}

/// Whether nobody need sign in.
fn is_open(app: &App, form: &str) -> bool {
    app.pack.form(form, None).is_some_and(|edition| edition.form.definition().sign_in == SignIn::None)
}
