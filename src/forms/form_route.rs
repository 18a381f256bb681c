//! The address of a form: fetches the form and the draft, then shows the page that the address names.

use contract::{
    forms_api::{Draft, FormBundle},
    paths,
};
use forms::{Access, SignIn};
use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};

use super::{
    api, code,
    differing::{self, Older},
    figures,
    filling::{Filling, Ready, SaveState},
    form_page::FormPage,
    memory::FormMemory,
    on_device::{self, Found},
    rare,
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
        waiting::waiting,
    },
    routes,
    texts::forms as words,
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
    let bundle = Loader::<FormBundle>::new(move || match filling.version.get() {
        None => paths::form(&path_id, i18n::language()),
        Some(version) => paths::form_version(&path_id, version, i18n::language()),
    });
    let failure = RwSignal::new(None::<Failure>);
    let begin = begin_action(filling, failure);
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
            match Ready::new(bundle, filling.access.get_untracked()) {
                // In another language or version it may have other kinds of fields.
                Ok(ready) if filling.is_begun.get_untracked() && !rare::is_there(&ready) => {
                    spawn_local(async move {
                        match rare::fetch().await {
                            Ok(_) if ready.bundle.language == i18n::language_now() => {
                                filling.take_form(ready);
                                _ = begin.try_run(());
                            }
                            Ok(_) => {}
                            Err(reason) => _ = failure.try_set(Some(reason)),
                        }
                    });
                }
                Ok(ready) => {
                    filling.take_form(ready);
                    begin.run(());
                }
                Err(reason) => failure.set(Some(reason)),
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
        if let Some(older) = filling.older.get() {
            return differing::part().map(|part| (part.carrying_page)(filling, older)).into_any();
        }
        if !is_there.get() {
            return waiting(8);
        }
        let page = page_id.get();
        if page == routes::SUMMARY {
            return view! { <SummaryPage filling=filling/> }.into_any();
        }
        // The address of the page to go on with follows.
        if page.is_empty() {
            return waiting(8);
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
            if let Some(to) = routes::sign_in_after(&reason, &dom::current_path()) {
                go(&to, Visit::Instead);
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
    }
    // They come beside the draft.
    let (needs_rare, is_open) =
        (!rare::is_there_for(filling), filling.access.get_untracked() == Access::Open);
    if needs_rare {
        spawn_local(async { _ = rare::fetch().await });
    }
    if is_open {
        spawn_local(async { _ = code::fetch().await });
    }
    let draft = api::draft(form).await?;
    // Nothing is asked before all is there that the asking needs: the network may go.
    if needs_rare {
        rare::fetch().await?;
    }
    if is_open {
        code::fetch().await?;
    }
    take_up(filling, draft).await
}

/// Goes on with what was begun before, in the version in which it was begun where that may still be sent.
async fn take_up(filling: Filling, draft: Option<Draft>) -> Result<(), Failure> {
    let is_signed_in = filling.access.get_untracked() == Access::SignedIn;
    // Nothing is kept on the device of who is not signed in: there is no key that is the person's alone.
    let here = if is_signed_in {
        on_device::unlock().await;
        on_device::kept(filling).await
    } else {
        None
    };
    // The person may have gone on meanwhile: what is older must not come back.
    if filling.is_begun.get_untracked() {
        return Ok(());
    }
    let Some((shown, oldest)) = filling.ready.with_untracked(|ready| {
        let definition = ready.as_ref()?.form.definition();
        Some((definition.version, definition.draft.oldest_version))
    }) else {
        return Ok(());
    };
    let begun = draft.as_ref().map(|draft| draft.content.version);
    let version = here.as_ref().map(|here| here.content.version).or(begun).unwrap_or(shown);
    let is_required = draft.as_ref().is_some_and(|draft| draft.required_version.is_some());
    if version != shown && !is_required && version >= oldest && begun.is_none_or(|begun| begun == version) {
        // The form comes once more, in that version, and then this is called again.
        filling.version.set(Some(version));
        return Ok(());
    }
    if version != shown {
        differing::fetch().await?;
        // Only where it changes: each setting fetches the form once more, and then this is called again.
        if filling.version.with_untracked(Option::is_some) {
            filling.version.set(None);
        }
        // The same in another language: the page is there already.
        if filling.older.with_untracked(Option::is_some) {
            return Ok(());
        }
        let older = match (here, &draft) {
            (Some(here), _) => {
                Some(Older { content: here.content, revision: here.revision, base: here.base, draft })
            }
            (None, Some(there)) => Some(Older {
                content: there.content.clone(),
                revision: Some(there.revision),
                base: there.content.answers.clone(),
                draft,
            }),
            (None, None) => None,
        };
        filling.older.set(older);
        return Ok(());
    }
    if on_device::take_in(filling, draft, here).await? == Found::No {
        // Without the profile the person fills in by hand.
        filling.take_profile(if is_signed_in { api::profile().await.ok() } else { None });
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
