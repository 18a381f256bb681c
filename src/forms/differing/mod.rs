//! The part of the app for answers that differ: from a draft that was saved elsewhere, or from a newer version of the
//! form. Few ever see it, and the server, which tells of the difference, can be reached then: it is fetched before
//! anything is changed.

mod carrying;
mod conflict;
mod meeting;

use std::{cell::Cell, sync::Arc};

use contract::forms_api::Draft;
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::Language;

use super::filling::Filling;
use crate::platform::{http::Failure, router::NotFetched};

pub use carrying::Older;

/// What only those need whose answers differ.
#[derive(Clone, Copy)]
pub struct Part {
    /// Takes in what was saved elsewhere, or asks the person where that cannot be done without.
    pub meet: fn(Filling, Draft),
    /// The choice between the answers here and those of a draft.
    pub conflict: fn(Filling, Arc<Draft>, Language) -> AnyView,
    /// What was taken in from elsewhere, until the person has seen it.
    pub taken: fn(Filling, Language) -> AnyView,
    /// The page that tells what becomes of answers to an older version.
    pub carrying_page: fn(Filling, Older) -> AnyView,
}

thread_local! {
    /// Once it has come.
    static PART: Cell<Option<Part>> = const { Cell::new(None) };
}

/// The part, where it has come: always before there is a conflict, something taken in, or an older version.
pub fn part() -> Option<Part> {
    PART.get()
}

/// Fetches the part. Without it, nothing has been changed, and the same may be tried again.
pub async fn fetch() -> Result<Part, Failure> {
    let part = differing().await.map_err(|NotFetched| Failure::Offline)?;
    PART.set(Some(part));
    Ok(part)
}

#[wasm_split(differing, wasm_split_path = ::leptos::wasm_split, fallible)]
fn differing() -> Result<Part, NotFetched> {
    Ok(Part {
        meet: meeting::meet,
        conflict: conflict::conflict,
        taken: conflict::taken,
        carrying_page: carrying::carrying_page,
    })
}
