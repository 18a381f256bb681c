//! The part of the app for those who fill in without logging in: the code to go on with elsewhere, and the page where
//! it is entered. It is fetched with the draft, before anything is asked.

mod go_on_page;
mod panel;

use std::cell::Cell;

use forms::Access;
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::Language;

use super::{filling::Filling, memory::FormMemory};
use crate::platform::{http::Failure, i18n, router::NotFetched};

#[derive(Clone, Copy)]
struct Part {
    not_signed_in: fn(Filling, Language) -> AnyView,
    panel: fn(Filling, FormMemory, String, Language) -> AnyView,
}

thread_local! {
    /// Once it has come.
    static PART: Cell<Option<Part>> = const { Cell::new(None) };
}

/// The page where a code is entered.
#[wasm_split(code, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn go_on_part() -> Result<AnyView, NotFetched> {
    Ok(go_on_page::go_on_page())
}

/// Fetches the part.
pub async fn fetch() -> Result<(), Failure> {
    let part = code().await.map_err(|NotFetched| Failure::Offline)?;
    PART.set(Some(part));
    Ok(())
}

#[wasm_split(code, wasm_split_path = ::leptos::wasm_split, fallible)]
fn code() -> Result<Part, NotFetched> {
    Ok(Part { not_signed_in: panel::not_signed_in, panel: panel::panel })
}

/// Where the form begins, for who is not logged in: that it is a choice, and where a code is entered.
pub fn not_signed_in(filling: Filling, language: Language) -> Option<AnyView> {
    let part = PART.get().filter(|_| filling.access.get_untracked() == Access::Open)?;
    Some((part.not_signed_in)(filling, language))
}

/// The code, once there is one.
#[component]
pub fn DraftCode(filling: Filling) -> impl IntoView {
    // The draft changes with every answer, the code does not: what is open stays open.
    let code = Memo::new(move |_| filling.code.get());
    let memory = expect_context::<FormMemory>();
    move || {
        let (code, part) = code.get().zip(PART.get())?;
        Some((part.panel)(filling, memory.clone(), code, i18n::language()))
    }
}
