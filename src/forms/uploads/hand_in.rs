//! A document that a case awaits: its files are chosen as in a form, and handed in together.

use contract::{
    minside::{AwaitedDocument, DeliveredDocument},
    paths,
};
use forms::AttachmentRules;
use leptos::{prelude::*, task::spawn_local};
use locale::Language;
use serde::Deserialize;

use super::{Asked, Desk, desk::Handing, input::input, sending};
use crate::{
    forms::question::Place,
    platform::{
        announce::announce,
        connection::{Connection, connection},
        dom,
        failure::failed,
        http::{self, Failure, Headers, Method},
    },
    texts::forms as words,
    ui::{Busy, Button, focus_field},
};

/// Chooses and sends the files of a document; `done` is called when the case has them.
pub type HandIn = fn(&str, &AwaitedDocument, Language, Callback<()>) -> AnyView;

/// The page asks for the case itself.
#[derive(Deserialize)]
struct Delivered {}

pub fn hand_in(
    reference: &str,
    document: &AwaitedDocument,
    language: Language,
    done: Callback<()>,
) -> AnyView {
    let row = document.row.clone().map(|row| (String::new(), row));
    let place = Place { field: document.field.clone(), row };
    let choose = [&place.target(Some("files")), "-valg"].concat();
    let handing = Handing::new(reference.to_owned(), place.clone(), language);
    let desk = Desk::Case(handing);
    Effect::new(move |_| {
        if connection() == Connection::Online {
            untrack(|| sending::resume(desk));
        }
    });
    // What is wrong is said once sending was tried, and for as long as it is true.
    let is_tried = RwSignal::new(false);
    let wrong = Memo::new(move |_| {
        let is_coming = desk.uploads().with(|all| all.iter().any(|upload| upload.stage.is_under_way()));
        let is_empty = handing.files.with(Vec::is_empty);
        let text =
            if is_coming { Some(words::HAND_IN_WAITS) } else { is_empty.then_some(words::HAND_IN_NONE) };
        text.map(|text| text.in_language(language).to_owned())
    });
    let error = Signal::derive(move || is_tried.get().then(|| wrong.get()).flatten());
    let (busy, failure) = (RwSignal::new(Busy::Idle), RwSignal::new(None::<Failure>));
    let send = Callback::new(move |()| {
        is_tried.set(true);
        failure.set(None);
        if wrong.get_untracked().is_some() {
            let choose = choose.clone();
            dom::after_render(move || _ = focus_field(&choose));
            return;
        }
        busy.set(Busy::Busy);
        spawn_local(async move {
            let outcome = deliver(handing).await;
            _ = busy.try_set(Busy::Idle);
            match outcome {
                Some(Ok(Delivered {})) => {
                    announce(words::HAND_IN_DONE.in_language(language));
                    done.try_run(());
                }
                Some(Err(reason)) => _ = failure.try_set(Some(reason)),
                None => {}
            }
        });
    });
    let asked =
        Asked { desk, place: StoredValue::new(place), rules: StoredValue::new(any_file()), error, language };
    view! {
        {input(asked)}
        <div role="alert">{move || failure.get().map(|reason| failed(&reason, language, send))}</div>
        <div class="button-row">
            <Button on_press=send busy=busy busy_text=words::HAND_IN_BUSY.in_language(language)>
                {words::HAND_IN.in_language(language)}
            </Button>
        </div>
    }
    .into_any()
}

/// The server tells what is taken here: the form is not at hand.
fn any_file() -> AttachmentRules {
    AttachmentRules { max_megabytes: u16::MAX, max_files: u8::MAX, ..AttachmentRules::default() }
}

/// Nothing where the page has gone.
async fn deliver(handing: Handing) -> Option<Result<Delivered, Failure>> {
    let reference = handing.reference.try_get_value()?;
    let place = handing.place.try_get_value()?;
    let files = handing.files.try_get_untracked()?.into_iter().map(|file| file.id).collect();
    let row = place.row_id().map(str::to_owned);
    let document = DeliveredDocument { field: place.field, row, files };
    let path = paths::case_documents(&reference, handing.language);
    Some(http::send(Method::Post, &path, &Headers::default(), &document).await)
}
