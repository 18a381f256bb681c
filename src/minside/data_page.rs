//! What is kept of the person: how much, all of it to download, and the deletion of what was not sent.

use contract::{
    paths,
    personal::{Kept, UnsentDeleted},
};
use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};
use locale::Language;

use super::{
    deletion::{DeletionDialog, Question},
    minside_page::sign_in_first,
};
use crate::{
    platform::{
        announce::announce,
        dom,
        failure::failed,
        http::{self, Failure, Method},
        i18n, live,
        load::{Load, Loader},
        page,
        router::NotFetched,
    },
    routes,
    texts::minside as words,
    ui::{Breadcrumbs, Busy, Button, ButtonVariant, Crumb, DownloadLink, Skeleton, SummaryList, SummaryRow},
};

/// The page, in one part with Min side.
#[wasm_split(minside, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn data_part() -> Result<AnyView, NotFetched> {
    Ok(data_page())
}

fn data_page() -> AnyView {
    page::title(|| Some(words::DATA.get().to_owned()));
    // For the end of this session, of which the page tells at once.
    live::follow(Callback::new(|_| ()));
    let kept = Loader::<Kept>::new(|| paths::ME.to_owned());
    let to_sign_in = sign_in_first(routes::DATA.to_owned());
    let asked = RwSignal::new(None::<Kept>);
    let body = move || {
        let language = i18n::language();
        match kept.get() {
            Load::Waiting => view! { <Skeleton lines=6/> }.into_any(),
            Load::Failed(failure) => {
                to_sign_in.run(failure.clone());
                failed(&failure, language, Callback::new(move |()| kept.again()))
            }
            Load::Ready(kept) => sections(kept, asked, language),
        }
    };
    view! {
        {move || view! { <Breadcrumbs label=words::BREADCRUMBS.get() trail=vec![Crumb { href: routes::MINSIDE.to_owned(), text: words::BACK.get().to_owned() }] current=words::DATA.get()/> }}
        <div class="page__header">
            <h1 class="ds-heading" data-size="lg">{move || words::DATA.get()}</h1>
            <p class="ds-paragraph">{move || words::DATA_LEAD.get()}</p>
        </div>
        {body}
        <DeleteDialog asked=asked kept=kept/>
    }
    .into_any()
}

fn sections(kept: Kept, asked: RwSignal<Option<Kept>>, language: Language) -> AnyView {
    let row = |label: &'static str, count: u64| SummaryRow {
        label: label.to_owned(),
        lines: vec![count.to_string()],
        action: None,
    };
    let rows = vec![
        row(words::DATA_CASES.in_language(language), kept.cases),
        row(words::DATA_CASE_FILES.in_language(language), kept.case_files),
        row(words::DATA_DRAFTS.in_language(language), kept.drafts),
        row(words::DATA_UNSENT_FILES.in_language(language), kept.unsent_files),
    ];
    let deletion = if kept.drafts + kept.unsent_files == 0 {
        view! { <p class="ds-paragraph">{words::DATA_DELETE_NOTHING.in_language(language)}</p> }.into_any()
    } else {
        let ask = Callback::new(move |()| asked.set(Some(kept)));
        view! {
            <Button variant=ButtonVariant::Secondary on_press=ask>{words::DATA_DELETE_ACTION.in_language(language)}</Button>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="kept">
            <h2 id="kept" class="ds-heading" data-size="md">{words::DATA_KEPT.in_language(language)}</h2>
            <SummaryList rows=rows/>
        </section>
        <section aria-labelledby="download">
            <h2 id="download" class="ds-heading" data-size="md">{words::DATA_DOWNLOAD.in_language(language)}</h2>
            <p class="ds-paragraph">{words::DATA_DOWNLOAD_BODY.in_language(language)}</p>
            <DownloadLink href=paths::EXPORT>{words::DATA_DOWNLOAD_ACTION.in_language(language)}</DownloadLink>
        </section>
        <section aria-labelledby="delete">
            <h2 id="delete" class="ds-heading" data-size="md" tabindex="-1">{words::DATA_DELETE.in_language(language)}</h2>
            <p class="ds-paragraph">{words::DATA_DELETE_BODY.in_language(language)}</p>
            {deletion}
        </section>
    }
    .into_any()
}

const QUESTION: Question = Question {
    title: words::DATA_DELETE_TITLE,
    confirm: words::DATA_DELETE_CONFIRM,
    deleting: words::DATA_DELETING,
    keep: words::DATA_DELETE_KEEP,
};

/// Asks before it is gone for good.
#[component]
fn DeleteDialog(asked: RwSignal<Option<Kept>>, kept: Loader<Kept>) -> impl IntoView {
    let busy = RwSignal::new(Busy::Idle);
    let failure = RwSignal::new(None::<Failure>);
    let close = Callback::new(move |()| {
        asked.set(None);
        failure.set(None);
    });
    let delete = Callback::new(move |()| {
        if busy.get_untracked() == Busy::Busy {
            return;
        }
        busy.set(Busy::Busy);
        spawn_local(async move {
            let outcome = http::ask::<UnsentDeleted>(Method::Delete, paths::UNSENT).await;
            _ = busy.try_set(Busy::Idle);
            match outcome {
                Ok(UnsentDeleted { drafts, files }) => {
                    close.run(());
                    kept.again();
                    // The button that opened the dialog is gone.
                    dom::after_render(page::focus_heading);
                    let (drafts, files) = (drafts.to_string(), files.to_string());
                    announce(&words::data_deleted(i18n::language_now(), &drafts, &files));
                }
                Err(reason) => _ = failure.try_set(Some(reason)),
            }
        });
    });
    let body = Callback::new(move |language| {
        let Kept { drafts, unsent_files, .. } = asked.get().unwrap_or_default();
        words::data_delete_confirm_body(language, &drafts.to_string(), &unsent_files.to_string())
    });
    view! {
        <DeletionDialog
            question=QUESTION open=Signal::derive(move || asked.with(Option::is_some)) body=body
            on_delete=delete on_close=close busy=busy failure=failure
        />
    }
}
