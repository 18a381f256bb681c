//! A document: how it comes to us, by when, and the files that are here.

use forms::{Answer, Attachment, AttachmentRules, Way};
use leptos::prelude::*;
use locale::Language;

use super::{
    filling::Ready,
    part_inputs::{date_parts, date_text},
    question::Question,
};
use crate::{
    texts::{Text, forms as words},
    ui::{Button, ButtonVariant, Choice, DateField, DateLabels, DateParts, FieldGroup, RadioGroup},
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
    let remove =
        Callback::new(move |id: String| change(&|attachment| attachment.files.retain(|file| file.id != id)));
    let files = files(&question, now, language, remove, rules.ways().len());
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
    let value = Signal::derive(move || now.with(|attachment| date_parts(&attachment.by)));
    let change = Callback::new(move |parts: DateParts| on_change.run(date_text(&parts)));
    let text = move |text: Text| text.in_language(language).to_owned();
    (move || {
        let labels =
            DateLabels { day: text(words::DAY), month: text(words::MONTH), year: text(words::YEAR) };
        let id = id.clone();
        is_later.get().then(|| {
            view! {
                <DateField
                    id=id label=text(words::WAY_BY) error=error part_labels=labels value=value on_change=change
                />
            }
        })
    })
    .into_any()
}

/// The files that are here. The server has no place to send new ones to yet, and the page says so.
fn files(
    question: &Question,
    now: Signal<Attachment>,
    language: Language,
    remove: Callback<String>,
    ways: usize,
) -> AnyView {
    let (id, error) = (question.place.target(Some("files")), question.part_error("files"));
    let is_now = Memo::new(move |_| ways == 1 || now.with(|attachment| attachment.how == Way::Now.key()));
    (move || {
        let id = id.clone();
        is_now.get().then(|| {
            let all = move || {
                now.get()
                    .files
                    .into_iter()
                    .map(|file| {
                        let delete = words::file_delete(language, &file.name);
                        let id = file.id;
                        view! {
                            <li>
                                {file.name}
                                <Button variant=ButtonVariant::Tertiary on_press=Callback::new(move |()| remove.run(id.clone()))>
                                    {delete}
                                </Button>
                            </li>
                        }
                    })
                    .collect_view()
            };
            view! {
                <FieldGroup id=id label=words::FILES.in_language(language) error=error>
                    <ul class="ds-list">{all}</ul>
                    <p class="ds-paragraph">{words::FILES_NOT_HERE.in_language(language)}</p>
                </FieldGroup>
            }
        })
    })
    .into_any()
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
