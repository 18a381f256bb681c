//! The calls of this slice.

use contract::{
    paths,
    session::{DemoSignIn, Session},
};

use crate::platform::http::{self, Failure, Headers, Method};

pub async fn session() -> Result<Session, Failure> {
    http::get(paths::SESSION).await
}

pub async fn extend() -> Result<Session, Failure> {
    http::ask(Method::Post, paths::SESSION_EXTEND).await
}

pub async fn sign_in(asked: &DemoSignIn) -> Result<Session, Failure> {
    http::send(Method::Post, paths::DEMO_SIGN_IN, &Headers::default(), asked).await
}

pub async fn sign_out() -> Result<(), Failure> {
    http::tell(Method::Delete, paths::SESSION).await
}
