//! The address of a form: fetches the form and the draft, then shows the page that the address names.

use std::sync::Arc;

use contract::{forms_api::FormBundle, paths};
use forms::{Access, Form, SignIn};
use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};

use super::{
    api, figures,
    filling::{Filling, Ready, SaveState},
    form_page::FormPage,
    memory::FormMemory,
    on_device::{self, Found},
    receipt::Receipt,
    saving,
    summary_page::SummaryPage,
    uploads,
};
use crate::{
    platform::{
        connection::{Connection, connection},
        dom,
        failure::failed,
        http::Failure,
        i18n,
        load::{Load, Loader},
        page,
        router::{NotFetched, Visit, go, own_parameter},
    },
    routes,
    texts::forms as words,
    ui::Skeleton,
};

/// The page, in a part of the app of its own.
#[wasm_split(form, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn form_part() -> Result<AnyView, NotFetched> {
    Ok(form_route())
}

fn form_route() -> AnyView {
    let form = own_parameter("form");
    let page = own_parameter("page");
    let reference = own_parameter("reference");
    (move || match reference.get() {
        reference if !reference.is_empty() && page.get() == routes::RECEIPT => {
            view! { <Receipt form=form.get() reference=reference/> }.into_any()
        }
        // Another form is another page: all below is made anew.
        _ => fill_in(form.get(), page),
    })
    .into_any()
}

fn fill_in(id: String, page_id: Memo<String>) -> AnyView {
    let memory = expect_context::<FormMemory>();
    let filling = memory.filling(&id);
    let path_id = id.clone();
    let bundle = Loader::<FormBundle>::new(move || paths::form(&path_id, i18n::language()));
    let failure = RwSignal::new(None::<Failure>);
    let begin = begin_action(filling, failure);
    // A definition that this version of the app cannot read is a garbled answer.
    Effect::new(move |_| {
        if let Some(bundle) = bundle.ready() {
            // The same form again, as after a login, must not make the page anew: focus is on it.
            if filling
                .ready
                .with_untracked(|ready| ready.as_ref().is_some_and(|ready| *ready.bundle == bundle))
            {
                begin.run(());
                return;
            }
            match Form::compile(bundle.definition.clone()) {
                Ok(form) => {
                    let access = filling.access.get_untracked();
                    filling.ready.set(Some(Ready { form: Arc::new(form), bundle: Arc::new(bundle), access }));
                    begin.run(());
                }
                Err(_) => failure.set(Some(Failure::Garbled)),
            }
        }
    });
    saving::save_as_you_go(filling);
    Effect::new(move |_| {
        if connection() == Connection::Online {
            untrack(|| uploads::resume(filling));
        }
    });
    to_first_page(filling, page_id, &id);
    on_cleanup(figures::tell);
    let again = Callback::new(move |()| {
        failure.set(None);
        bundle.again();
    });
    // Only a failure concerns the page: that the form comes a second time must not make the page anew.
    let not_fetched = Memo::new(move |_| match bundle.get() {
        Load::Failed(failure) => Some(failure),
        Load::Waiting | Load::Ready(_) => None,
    });
    let is_there = Memo::new(move |_| filling.ready.with(Option::is_some) && filling.is_begun.get());
    (move || {
        if let Some(failure) = failure.get() {
            return could_not_begin(&failure, again);
        }
        if let Some(failure) = not_fetched.get() {
            return could_not_begin(&failure, Callback::new(move |()| bundle.again()));
        }
        if !is_there.get() {
            return view! { <Skeleton lines=8/> }.into_any();
        }
        let page = page_id.get();
        if page == routes::SUMMARY {
            return view! { <SummaryPage filling=filling/> }.into_any();
        }
        if page.is_empty() {
            return ().into_any();
        }
        view! { <FormPage filling=filling page=page/> }.into_any()
    })
    .into_any()
}

fn could_not_begin(failure: &Failure, again: Callback<()>) -> AnyView {
    let language = i18n::language();
    page::arrive(words::LOADING_FAILED.in_language(language));
    view! {
        <h1 class="ds-heading" data-size="lg">{words::LOADING_FAILED.in_language(language)}</h1>
        {failed(failure, language, again)}
    }
    .into_any()
}

/// Takes in draft or profile once the form is there; leads to the login page where nobody is logged in.
fn begin_action(filling: Filling, failure: RwSignal<Option<Failure>>) -> Callback<()> {
    Callback::new(move |()| {
        if filling.is_begun.get_untracked() {
            resume(filling);
            return;
        }
        let form = filling.id.get_value();
        spawn_local(async move {
            let Err(reason) = begin(filling, &form).await else { return };
            if reason.is_signed_out() {
                go(&routes::sign_in(&dom::current_path()), Visit::Instead);
            } else {
                _ = failure.try_set(Some(reason));
            }
        });
    })
}

/// Takes in what there is to go on with.
async fn begin(filling: Filling, form: &str) -> Result<(), Failure> {
    let may_be_open = filling.ready.with_untracked(|ready| {
        ready.as_ref().is_some_and(|ready| ready.form.definition().sign_in == SignIn::None)
    });
    if may_be_open && api::session().await?.person.is_none() {
        filling.set_access(Access::Open);
        // Nothing is kept on the device: there is no key that is the person's alone.
        match api::draft(form).await? {
            Some(draft) => filling.take_draft(draft),
            None => filling.take_profile(None),
        }
        return Ok(());
    }
    let draft = api::draft(form).await?;
    on_device::unlock().await;
    if on_device::take_in(filling, draft).await == Found::No {
        // Without the profile the person fills in by hand.
        filling.take_profile(api::profile().await.ok());
    }
    Ok(())
}

/// Answers that waited in memory, through a login or without network, are saved now.
fn resume(filling: Filling) {
    uploads::resume(filling);
    if matches!(filling.save.get_untracked(), SaveState::Refused(_) | SaveState::Waiting(_)) {
        filling.save.set(SaveState::Changed);
    }
}

/// An address without a page, or with one that is not to be seen now, becomes that of the page to go on with.
fn to_first_page(filling: Filling, page_id: Memo<String>, id: &str) {
    let id = id.to_owned();
    Effect::new(move |_| {
        if !filling.is_begun.get() {
            return;
        }
        let pages = filling.pages();
        let page = page_id.get();
        if pages.is_empty() || page == routes::SUMMARY || page == routes::RECEIPT || pages.contains(&page) {
            return;
        }
        let left_at = filling.page.get_untracked();
        let target = match left_at.as_str() {
            routes::SUMMARY => routes::form_summary(&id),
            _ if pages.contains(&left_at) => routes::form_page(&id, &left_at),
            _ => routes::form_page(&id, &pages[0]),
        };
        go(&target, Visit::Instead);
    });
}
