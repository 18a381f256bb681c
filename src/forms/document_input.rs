//! A document: how it comes to us, by when, and the files that are here.

use forms::{Answer, Attachment, AttachmentRules, Way};
use leptos::prelude::*;
use locale::{Language, file_size};

use super::{
    filling::{Filling, Ready},
    part_inputs::{date_parts, date_text},
    question::{Place, Question},
    uploads::{self, Stage, Upload},
};
use crate::{
    platform::announce::announce,
    texts::{Text, forms as words},
    ui::{
        Choice, DateField, DateLabels, DateParts, FieldGroup, FileField, FileRow, FileState, FileWords,
        RadioGroup,
    },
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

/// The files that are here or on their way, and where to choose more.
fn files(question: &Question, rules: &AttachmentRules, how: Memo<bool>, language: Language) -> AnyView {
    let (filling, place) = (question.filling, question.place.clone());
    let (id, error) = (place.target(Some("files")), question.part_error("files"));
    uploads::begin(filling);
    let rules = StoredValue::new(rules.clone());
    let place = StoredValue::new(place);
    let rows = Signal::derive(move || place.with_value(|place| rows(filling, place, language)));
    let on_files = Callback::new(move |chosen: Vec<web_sys::File>| {
        place.with_value(|place| rules.with_value(|rules| uploads::add(filling, place, rules, chosen)));
    });
    let on_delete = Callback::new(move |key: String| {
        let name =
            rows.with_untracked(|all| all.iter().find(|row| row.key == key).map(|row| row.name.clone()));
        place.with_value(|place| uploads::remove(filling, place, &key));
        announce(&words::file_deleted(language, &name.unwrap_or_default()));
    });
    let on_again = Callback::new(move |key: String| uploads::retry(filling, &key));
    let accept = Signal::derive(move || {
        let endings = filling
            .upload_limits
            .with(|limits| rules.with_value(|rules| uploads::endings(rules, limits.as_ref())));
        endings.iter().map(|ending| [".", ending].concat()).collect::<Vec<_>>().join(",")
    });
    (move || {
        let id = id.clone();
        how.get().then(|| {
            let input = [&id, "-valg"].concat();
            view! {
                <FieldGroup id=id label=words::FILES.in_language(language) error=error>
                    <FileField
                        id=input words=field_words(filling, rules, language) accept=accept files=rows
                        on_files=on_files on_delete=on_delete on_again=on_again
                    />
                </FieldGroup>
            }
        })
    })
    .into_any()
}

fn field_words(filling: Filling, rules: StoredValue<AttachmentRules>, language: Language) -> FileWords {
    // Read again when the server has said what it takes.
    let hint = filling.upload_limits.with(|limits| {
        rules.with_value(|rules| {
            let endings = uploads::endings(rules, limits.as_ref());
            let count = uploads::most_files(rules, limits.as_ref()).to_string();
            let size = file_size(uploads::most_bytes(rules, limits.as_ref()), language);
            words::files_hint(language, &count, &size, &uploads::listed(&endings))
        })
    });
    let takes_pictures = rules.with_value(|rules| rules.types().any(|kind| kind == "jpg"));
    FileWords {
        choose: words::FILES_CHOOSE.in_language(language).to_owned(),
        camera: takes_pictures.then(|| words::FILES_CAMERA.in_language(language).to_owned()),
        hint,
        drop: words::FILES_DROP.in_language(language).to_owned(),
    }
}

/// The files of the answer, and those that are not part of it yet, in the order in which they came; tracked.
fn rows(filling: Filling, place: &Place, language: Language) -> Vec<FileRow> {
    let of_answer = filling.answers.with(|answers| match answers.at(place.at()) {
        Some(Answer::Attachment(attachment)) => attachment.files.clone(),
        _ => Vec::new(),
    });
    filling.uploads.with(|all| {
        let here = || all.iter().filter(|upload| upload.place == *place);
        let from_before = of_answer
            .iter()
            .filter(|file| !here().any(|upload| upload.id.as_ref() == Some(&file.id)))
            .map(|file| {
                row(
                    language,
                    &file.id,
                    &file.name,
                    file.size,
                    FileState::Ready,
                    words::FILE_READY.in_language(language).to_owned(),
                )
            });
        let sent = here()
            // One that another tab has taken out of the answer is not here any more.
            .filter(|upload| {
                upload.stage != Stage::Ready
                    || of_answer.iter().any(|file| Some(&file.id) == upload.id.as_ref())
            })
            .map(|upload| {
                let text = uploads::stage_words(upload, language);
                let size = of_answer
                    .iter()
                    .find(|file| Some(&file.id) == upload.id.as_ref())
                    .map_or(upload.size, |file| file.size);
                let mut row = row(language, &upload.key, &upload.name, size, state(upload), text);
                row.again = matches!(upload.stage, Stage::Waiting(_)).then(|| {
                    (
                        words::FILE_AGAIN.in_language(language).to_owned(),
                        words::file_again_named(language, &upload.name),
                    )
                });
                row
            });
        from_before.chain(sent).collect()
    })
}

fn row(language: Language, key: &str, name: &str, size: u64, state: FileState, text: String) -> FileRow {
    FileRow {
        key: key.to_owned(),
        name: name.to_owned(),
        size: file_size(size, language),
        state,
        text,
        progress: words::file_progress(language, name),
        delete: words::file_delete(language, name),
        again: None,
    }
}

fn state(upload: &Upload) -> FileState {
    match &upload.stage {
        Stage::Queued | Stage::Scanning => FileState::Busy,
        Stage::Sending(arrived) => {
            FileState::Sending(u8::try_from(arrived * 100 / upload.size.max(1)).unwrap_or(100))
        }
        Stage::Waiting(_) | Stage::Missing => FileState::Stopped,
        Stage::Ready => FileState::Ready,
        Stage::Refused(_) => FileState::Refused,
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
