//! The documents of a case: those that were to come after the form, by whom and by when, and the files that came with
//! the form. What the person was to send is sent here.

use std::{future::Future, pin::Pin};

use contract::{
    minside::{AwaitedDocument, AwaitedFrom, Case},
    paths,
    uploads::CaseFile,
};
use leptos::{prelude::*, task::spawn_local};
use locale::{Language, file_size, long_date, time_of_day, weekday_and_date};

use crate::{
    platform::{dom, failure::failed, http::Failure, router::NotFetched},
    texts::minside as words,
    ui::{Button, ButtonVariant, Skeleton},
};

/// Chooses and sends the files of a document of the case with this reference, and calls back when it has them.
type HandIn = fn(&str, &AwaitedDocument, Language, Callback<()>) -> AnyView;

/// A part of the app under way.
type Fetched = Pin<Box<dyn Future<Output = Result<HandIn, NotFetched>>>>;

/// The part of the app that hands documents in, which another slice has. Provided as context by the app.
#[derive(Clone, Copy)]
pub struct HandingIn(pub fn() -> Fetched);

/// What the page of a case needs to hand documents in.
#[derive(Clone, Copy)]
pub struct Tasks {
    /// Fetches the case anew.
    again: Callback<()>,
    /// The document that has just been handed in: focus goes there once the case tells of it.
    arrived: StoredValue<Option<String>>,
    /// Whether files are being chosen.
    is_choosing: StoredValue<bool>,
}

impl Tasks {
    /// For as long as the page is there.
    pub fn new(again: Callback<()>) -> Self {
        Self { again, arrived: StoredValue::new(None), is_choosing: StoredValue::new(false) }
    }

    /// Whether files are being chosen, which drawing the page anew would throw away.
    pub fn is_choosing(self) -> bool {
        self.is_choosing.get_value()
    }
}

/// What is to come, and what has come since; nothing where nothing was.
pub fn awaited(case: &Case, language: Language, tasks: Tasks) -> Option<AnyView> {
    let is_open = case.awaited.iter().any(|document| document.received.is_none());
    let heading = if is_open { words::AWAITED } else { words::AWAITED_ALL_HERE };
    let items = case.awaited.iter().map(|document| awaited_item(case, document, language, tasks));
    (!case.awaited.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="ds-heading" data-size="sm">{heading.in_language(language)}</h2>
                <ul class="document-list">{items.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn awaited_item(case: &Case, document: &AwaitedDocument, language: Language, tasks: Tasks) -> AnyView {
    let id = ["dokument-", &document.field, "-", document.row.as_deref().unwrap_or_default()].concat();
    let date = document.by.map(|by| {
        let promised = if document.received.is_some() { words::AWAITED_PROMISED } else { words::AWAITED_BY };
        let date = weekday_and_date(by, language);
        view! {
            <p>{promised.in_language(language)} " " <strong><time datetime=by.to_string()>{date}</time></strong></p>
        }
    });
    let what = match (document.from, document.by) {
        (AwaitedFrom::Person, Some(_)) => date.into_any(),
        (AwaitedFrom::Person, None) => {
            view! { <p>{words::AWAITED_PERSON.in_language(language)}</p> }.into_any()
        }
        (AwaitedFrom::SomeoneElse, _) => {
            view! { <p>{words::AWAITED_SOMEONE_ELSE.in_language(language)}</p> }.into_any()
        }
    };
    let rest = match document.received {
        Some(received) => {
            if tasks.arrived.with_value(|arrived| arrived.as_ref() == Some(&id)) {
                tasks.arrived.set_value(None);
                let id = id.clone();
                dom::after_render(move || dom::focus(&id));
            }
            let at = received.in_norway();
            let (date, time) = (long_date(at.date, language), time_of_day(at.time, language));
            let files = document.files.iter().map(|file| file_lines(file, language)).collect_view();
            view! {
                <p class="document-list__done">
                    <time datetime=received.to_string()>{words::awaited_received(language, &date, &time)}</time>
                </p>
                {files}
            }
            .into_any()
        }
        None if document.from == AwaitedFrom::Person => {
            let place = StoredValue::new((case.card.reference.clone(), document.clone()));
            hand_in(id.clone(), place, language, tasks)
        }
        None => ().into_any(),
    };
    let state = if document.received.is_some() { "done" } else { "open" };
    view! {
        <li class="document-list__item" data-state=state>
            <h3 id=id class="document-list__name" tabindex="-1">{document.label.clone()}</h3>
            {what}
            {rest}
        </li>
    }
    .into_any()
}

/// A button, and after it was pressed what chooses the files: a part of the app that is fetched then.
fn hand_in(
    id: String,
    place: StoredValue<(String, AwaitedDocument)>,
    language: Language,
    tasks: Tasks,
) -> AnyView {
    let is_open = RwSignal::new(false);
    let part = RwSignal::new(None::<Result<HandIn, NotFetched>>);
    let id = StoredValue::new(id);
    let fetching = use_context::<HandingIn>();
    let fetch = Callback::new(move |()| {
        let Some(HandingIn(fetch)) = fetching else { return };
        spawn_local(async move {
            let fetched = fetch().await;
            _ = part.try_set(Some(fetched));
        });
    });
    let open = Callback::new(move |()| {
        is_open.set(true);
        tasks.is_choosing.set_value(true);
        fetch.run(());
        // The button is gone; what it led to begins below the heading.
        let id = id.get_value();
        dom::after_render(move || dom::focus(&id));
    });
    let done = Callback::new(move |()| {
        tasks.is_choosing.set_value(false);
        tasks.arrived.set_value(Some(id.get_value()));
        tasks.again.run(());
    });
    let label = place.with_value(|(_, document)| words::hand_in_named(language, &document.label));
    (move || {
        if !is_open.get() {
            let label = label.clone();
            return view! {
                <div class="button-row">
                    <Button variant=ButtonVariant::Secondary label=label on_press=open>{words::HAND_IN.in_language(language)}</Button>
                </div>
            }
            .into_any();
        }
        match part.get() {
            None => view! { <Skeleton lines=3/> }.into_any(),
            Some(Ok(part)) => {
                place.with_value(|(reference, document)| part(reference, document, language, done))
            }
            Some(Err(NotFetched)) => failed(&Failure::Offline, language, fetch),
        }
    })
    .into_any()
}

/// The files that were sent with the form; nothing where there are none.
pub fn files(case: &Case, language: Language) -> Option<AnyView> {
    // Those that came later stand with their document.
    let is_later = |file: &&CaseFile| {
        case.awaited.iter().any(|document| document.files.iter().any(|it| it.id == file.id))
    };
    let mut files = case.files.iter().filter(|file| !is_later(file)).peekable();
    files.peek()?;
    let items = files.map(|file| file_item(file, language)).collect_view();
    Some(
        view! {
            <section>
                <h2 class="ds-heading" data-size="sm">{words::FILES.in_language(language)}</h2>
                <ul class="document-list">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

fn file_item(file: &CaseFile, language: Language) -> AnyView {
    view! { <li class="document-list__item">{file_lines(file, language)}</li> }.into_any()
}

fn file_lines(file: &CaseFile, language: Language) -> AnyView {
    view! {
        <p class="document-list__name">
            <a class="ds-link" href=paths::upload_content(&file.id) download=file.name.clone()>{file.name.clone()}</a>
            " " <span class="document-list__size">{file_size(file.size, language)}</span>
        </p>
        <p class="document-list__sum">{words::FILE_SUM.in_language(language)} " " <code>{file.sha256.clone()}</code></p>
    }
    .into_any()
}
