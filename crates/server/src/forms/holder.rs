//! Whose draft a call is about: the signed-in person's or, where the form allows it, that of whoever has the code.

use axum::extract::{FromRequestParts, RawPathParams};
use contract::{paths::is_id, problem::Code};
use forms::{Access, SignIn};
use http::{Method, request::Parts};
use uuid::Uuid;

use super::code::DraftCode;
use crate::{
    problem::Failure,
    session::{SignedInPerson, Standing},
    state::{App, AppState},
    storage::{OpenStage, Person},
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

/// Reads the form from the address: the part called `form`.
impl FromRequestParts<AppState> for Holder {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Self::Rejection> {
        let path = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Code::NotFound)?;
        let form = path.iter().find(|(name, _)| *name == "form").map(|(_, form)| form);
        let form = form.filter(|form| is_id(form)).ok_or(Code::NotFound)?.to_owned();
        let signed_in = SignedInPerson::from_request_parts(parts, app).await;
        match signed_in {
            Ok(SignedInPerson(person)) => {
                Standing::from_request_parts(parts, app).await?.check(app.pack.form_level(&form))?;
                Ok(Self::Person(Box::new(person)))
            }
            Err(failure) if is_nobody(failure.code(), &parts.method) && is_open(app, &form) => {
                let kind = app.serving.cookies.kind(&parts.headers);
                let Some(code) = DraftCode::read(kind, &parts.headers, &form) else {
                    return Ok(Self::Nobody);
                };
                let found = app.store.open_holder(&code.hash(), &form, app.clock.now()).await?;
                Ok(found.map_or(Self::Nobody, |found| Self::Open {
                    person: found.person,
                    stage: found.stage,
                    code,
                }))
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Whether nobody is signed in. Changes after a session has ended are refused: what was begun with it belongs to
/// a person. Who only looks begins anew.
fn is_nobody(code: &Code, method: &Method) -> bool {
    match code {
        Code::SignInRequired => true,
        Code::SessionExpired => *method == Method::GET,
        _ => false,
    }
}

/// Whether nobody need sign in.
fn is_open(app: &App, form: &str) -> bool {
    app.pack.form(form, None).is_some_and(|edition| edition.form.definition().sign_in == SignIn::None)
}
