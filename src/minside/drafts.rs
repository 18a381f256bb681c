//! What the person has begun: go on, or delete.

use contract::{
    minside::{DraftCard, DraftList},
    paths,
};
use leptos::{prelude::*, task::spawn_local};
use locale::{Language, long_date, time_of_day};

use super::{
    deletion::{DeletionDialog, Question},
    minside_page::on_change,
};
use crate::{
    platform::{
        announce::announce,
        failure::failed,
        http::{self, Failure, Method},
        i18n,
        load::{Load, Loader},
    },
    routes,
    texts::minside as words,
    ui::{Busy, Button, ButtonLink, ButtonVariant, Skeleton},
};

#[component]
pub fn Drafts(to_sign_in: Callback<Failure>, changes: RwSignal<u32>) -> impl IntoView {
    let drafts = Loader::<DraftList>::new(|| paths::drafts(i18n::language()));
    on_change(changes, move || drafts.refresh(tell_of_others));
    let asked = RwSignal::new(None::<DraftCard>);
    view! {
        <section aria-labelledby="drafts">
            <h2 id="drafts" class="ds-heading" data-size="md" tabindex="-1">{move || words::DRAFTS.get()}</h2>
            {move || {
                let language = i18n::language();
                match drafts.get() {
                    Load::Waiting => view! { <Skeleton lines=2/> }.into_any(),
                    Load::Failed(failure) => {
                        to_sign_in.run(failure.clone());
                        failed(&failure, language, Callback::new(move |()| drafts.again()))
                    }
                    Load::Ready(DraftList { drafts }) if drafts.is_empty() => {
                        view! { <p class="ds-paragraph">{words::DRAFTS_EMPTY.in_language(language)}</p> }.into_any()
                    }
                    Load::Ready(DraftList { drafts }) => {
                        let items = drafts.into_iter().map(|draft| draft_item(draft, asked, language)).collect_view();
                        view! { <ul class="case-list">{items}</ul> }.into_any()
                    }
                }
            }}
        </section>
        <DeleteDialog asked=asked drafts=drafts/>
    }
}

/// A draft that is there or gone is worth a word; one that is being written on elsewhere is not.
fn tell_of_others(before: &DraftList, after: &DraftList) {
    let is_new =
        |draft: &DraftCard, list: &DraftList| !list.drafts.iter().any(|known| known.form == draft.form);
    if after.drafts.iter().any(|draft| is_new(draft, before))
        || before.drafts.iter().any(|draft| is_new(draft, after))
    {
        announce(words::LIVE_LISTS.get());
    }
}

fn draft_item(draft: DraftCard, asked: RwSignal<Option<DraftCard>>, language: Language) -> AnyView {
    let saved = draft.saved.in_norway();
    let saved =
        words::draft_saved(language, &long_date(saved.date, language), &time_of_day(saved.time, language));
    let name = words::draft_delete_named(language, &draft.title);
    let deleted = words::draft_deleted(language, &long_date(draft.deleted_on, language));
    let go_on = words::draft_continue(language, &draft.title);
    let href = routes::form(&draft.form);
    let title = draft.title.clone();
    let form = draft.form.clone();
    let ask = Callback::new(move |()| asked.set(Some(draft.clone())));
    view! {
        <li class="case-list__item">
            <h3 class="ds-heading" data-size="xs">{title}</h3>
            <p class="case-list__dates"><span>{saved}</span><span>{deleted}</span></p>
            <div class="button-row">
                <ButtonLink href=href variant=ButtonVariant::Primary id=["fortsett-", &form].concat()>{go_on}</ButtonLink>
                <Button variant=ButtonVariant::Tertiary on_press=ask label=name id=["slett-", &form].concat()>{words::DRAFT_DELETE.in_language(language)}</Button>
            </div>
        </li>
    }
    .into_any()
}

const QUESTION: Question = Question {
    title: words::DRAFT_DELETE_TITLE,
    confirm: words::DRAFT_DELETE_CONFIRM,
    deleting: words::DRAFT_DELETING,
    keep: words::DRAFT_KEEP,
};

/// Asks before the answers are gone for good.
#[component]
fn DeleteDialog(asked: RwSignal<Option<DraftCard>>, drafts: Loader<DraftList>) -> impl IntoView {
    let busy = RwSignal::new(Busy::Idle);
    let failure = RwSignal::new(None::<Failure>);
    let close = Callback::new(move |()| {
        asked.set(None);
        failure.set(None);
    });
    let delete = Callback::new(move |()| {
        let Some(draft) = asked.get_untracked() else { return };
        if busy.get_untracked() == Busy::Busy {
            return;
        }
        busy.set(Busy::Busy);
        spawn_local(async move {
            let outcome = http::tell(Method::Delete, &paths::draft(&draft.form)).await;
            _ = busy.try_set(Busy::Idle);
            match outcome {
                Ok(()) => {
                    close.run(());
                    drafts.again();
                    // The button that opened the dialog is gone with the draft.
                    crate::platform::dom::focus("drafts");
                    announce(words::DRAFT_GONE.get());
                }
                Err(reason) => _ = failure.try_set(Some(reason)),
            }
        });
    });
    let body = Callback::new(move |language| {
        let title = asked.with(|draft| draft.as_ref().map(|draft| draft.title.clone())).unwrap_or_default();
        words::draft_delete_body(language, &title)
    });
    view! {
        <DeletionDialog
            question=QUESTION open=Signal::derive(move || asked.with(Option::is_some)) body=body
            on_delete=delete on_close=close busy=busy failure=failure
        />
    }
}
