//! A document: how it comes to us, by when, and the files that are here.

use forms::{Answer, Attachment, AttachmentRules, Way};
use leptos::{prelude::*, task::spawn_local};
use locale::Language;

use super::{
    filling::Ready,
    part_inputs::day_parts,
    question::Question,
    uploads::{self, Asked, Desk, Part},
};
use crate::{
    platform::{dom, failure::failed, http::Failure, router::NotFetched},
    texts::{Text, forms as words},
    ui::{Choice, DateField, FieldGroup, RadioGroup, Skeleton, focus_field},
};

pub fn document(question: Question, rules: &AttachmentRules, ready: &Ready, language: Language) -> AnyView {
    let now = question.answer(|answer| match answer {
        Some(Answer::Attachment(attachment)) => attachment.clone(),
        _ => Attachment::default(),
    });
    let set = question.set();
    let change = move |change: &dyn Fn(&mut Attachment)| {
        let mut attachment = now.get_untracked();
        change(&mut attachment);
        set.run((attachment != Attachment::default()).then_some(Answer::Attachment(attachment)));
    };
    let is_only_now = rules.ways() == [Way::Now];
    let ways: Vec<Choice> = rules
        .ways()
        .iter()
        .map(|way| {
            let own = ready.optional_text(&["fields.", &question.place.field, ".ways.", way.key()]);
            let label = own.unwrap_or_else(|| way_words(*way).in_language(language).to_owned());
            Choice { value: way.key().to_owned(), label, description: None }
        })
        .collect();
    let how = Signal::derive(move || now.with(|attachment| attachment.how.clone()));
    let how_error = question.part_error("how");
    let how_id = question.place.target(Some("how"));
    let choose = Callback::new(move |how: String| change(&|attachment| attachment.how.clone_from(&how)));
    let choice = (!is_only_now).then(|| {
        view! {
            <RadioGroup
                id=how_id label=words::WAY_QUESTION.in_language(language) error=how_error options=ways
                value=how on_change=choose
            />
        }
    });
    let by = by_when(
        &question,
        now,
        language,
        Callback::new(move |by: String| change(&|attachment| attachment.by.clone_from(&by))),
    );
    let is_now = Memo::new(move |_| is_only_now || now.with(|attachment| attachment.how == Way::Now.key()));
    let files = files(&question, rules, is_now, language);
    let whole = question.whole_error();
    view! {
        <FieldGroup
            id=question.id label=question.label description=question.description
            optional_mark=question.optional_mark error=whole on_blur=question.on_blur
        >
            {choice}
            {by}
            {files}
        </FieldGroup>
    }
    .into_any()
}

fn by_when(
    question: &Question,
    now: Signal<Attachment>,
    language: Language,
    on_change: Callback<String>,
) -> AnyView {
    let (id, error) = (question.place.target(Some("by")), question.part_error("by"));
    let is_later = Memo::new(move |_| now.with(|attachment| attachment.how == Way::Later.key()));
    let value = Signal::derive(move || now.with(|attachment| attachment.by.clone()));
    (move || {
        let id = id.clone();
        is_later.get().then(|| {
            let parts = day_parts(value, on_change, language);
            view! { <DateField id=id label=words::WAY_BY.in_language(language) error=error parts=parts/> }
        })
    })
    .into_any()
}

/// The files, in a part of the app that is fetched when a document is asked for.
fn files(question: &Question, rules: &AttachmentRules, is_now: Memo<bool>, language: Language) -> AnyView {
    let asked = Asked {
        desk: Desk::Form(question.filling),
        place: StoredValue::new(question.place.clone()),
        rules: StoredValue::new(rules.clone()),
        error: question.part_error("files"),
        language,
    };
    let part = RwSignal::new(uploads::part().map(Ok::<Part, NotFetched>));
    let id = StoredValue::new(question.place.target(Some("files")));
    let fetch = Callback::new(move |()| {
        spawn_local(async move {
            let fetched = uploads::fetch().await;
            if part.try_set(Some(fetched)).is_none() {
                dom::after_render(move || return_to(id));
            }
        });
    });
    if part.with_untracked(Option::is_none) {
        // At once, whatever is chosen: it is there when it is needed.
        fetch.run(());
    }
    (move || {
        is_now.get().then(|| match part.get() {
            None => view! { <Skeleton lines=3/> }.into_any(),
            Some(Ok(part)) => (part.input)(asked),
            Some(Err(NotFetched)) => failed(&Failure::Offline, language, fetch),
        })
    })
    .into_any()
}

/// An address that names the files leads there, though they came later than the page.
fn return_to(id: StoredValue<String>) {
    // Who has gone on to answer something is not called back.
    let focused = dom::document().active_element().map(|element| element.tag_name()).unwrap_or_default();
    let fragment = dom::window().location().hash().unwrap_or_default();
    let is_named = id.try_with_value(|id| fragment.strip_prefix('#') == Some(id)).unwrap_or_default();
    if is_named && matches!(focused.as_str(), "" | "BODY" | "H1" | "MAIN") {
        _ = focus_field(fragment.trim_start_matches('#'));
    }
}

fn way_words(way: Way) -> Text {
    match way {
        Way::Now => words::WAY_NOW,
        Way::Later => words::WAY_LATER,
        Way::AlreadySent => words::WAY_ALREADY_SENT,
        Way::SomeoneElse => words::WAY_SOMEONE_ELSE,
        Way::NotRelevant => words::WAY_NOT_RELEVANT,
    }
}
