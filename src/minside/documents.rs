//! The documents of a case: those that are still to come, by whom and by when, and the files that came with it.

use contract::{
    minside::{AwaitedDocument, AwaitedFrom, Case},
    paths,
    uploads::CaseFile,
};
use leptos::prelude::*;
use locale::{Language, file_size, weekday_and_date};

use crate::texts::minside as words;

/// What is to come; nothing where all has come.
pub fn awaited(case: &Case, language: Language) -> Option<AnyView> {
    let items = case.awaited.iter().map(|document| awaited_item(document, language)).collect_view();
    (!case.awaited.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="ds-heading" data-size="sm">{words::AWAITED.in_language(language)}</h2>
                <ul class="document-list">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn awaited_item(document: &AwaitedDocument, language: Language) -> AnyView {
    let what = match (document.from, document.by) {
        (AwaitedFrom::Person, Some(by)) => {
            let date = weekday_and_date(by, language);
            view! { {words::AWAITED_BY.in_language(language)} " " <strong><time datetime=by.to_string()>{date}</time></strong> }
                .into_any()
        }
        (AwaitedFrom::Person, None) => words::AWAITED_PERSON.in_language(language).into_any(),
        (AwaitedFrom::SomeoneElse, _) => words::AWAITED_SOMEONE_ELSE.in_language(language).into_any(),
    };
    view! {
        <li class="document-list__item">
            <p class="document-list__name">{document.label.clone()}</p>
            <p>{what}</p>
        </li>
    }
    .into_any()
}

/// The files that were sent; nothing where there are none.
pub fn files(case: &Case, language: Language) -> Option<AnyView> {
    let items = case.files.iter().map(|file| file_item(file, language)).collect_view();
    (!case.files.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="ds-heading" data-size="sm">{words::FILES.in_language(language)}</h2>
                <ul class="document-list">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn file_item(file: &CaseFile, language: Language) -> AnyView {
    view! {
        <li class="document-list__item">
            <p class="document-list__name">
                <a class="ds-link" href=paths::upload_content(&file.id) download=file.name.clone()>{file.name.clone()}</a>
                " " <span class="document-list__size">{file_size(file.size, language)}</span>
            </p>
            <p class="document-list__sum">{words::FILE_SUM.in_language(language)} " " <code>{file.sha256.clone()}</code></p>
        </li>
    }
    .into_any()
}
