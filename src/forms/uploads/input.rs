//! The files of a question: a list of how far each has come, and where to choose more.

use forms::AttachmentRules;
use leptos::prelude::*;
use locale::{Language, file_size};

use super::{
    Asked, Desk, Stage, Upload, begin,
    choosing::{add, endings, most_bytes, most_files},
    remove,
    sending::retry,
    words::{listed, stage_words},
};
use crate::{
    forms::question::Place,
    platform::announce::announce,
    texts::forms as words,
    ui::{FieldGroup, FileField, FileRow, FileState, FileWords},
};

/// Chooses, shows, deletes and tries again.
pub fn input(Asked { desk, place, rules, error, language }: Asked) -> AnyView {
    begin(desk);
    let id = place.with_value(|place| place.target(Some("files")));
    let input = [&id, "-valg"].concat();
    let rows = Signal::derive(move || place.with_value(|place| rows(desk, place, language)));
    let on_files = Callback::new(move |chosen: Vec<web_sys::File>| {
        place.with_value(|place| rules.with_value(|rules| add(desk, place, rules, chosen)));
    });
    let on_delete = Callback::new(move |key: String| {
        let name =
            rows.with_untracked(|all| all.iter().find(|row| row.key == key).map(|row| row.name.clone()));
        place.with_value(|place| remove(desk, place, &key));
        announce(&words::file_deleted(language, &name.unwrap_or_default()));
    });
    let on_again = Callback::new(move |key: String| retry(desk, &key));
    let accept = Signal::derive(move || {
        let endings = desk.limits().with(|limits| rules.with_value(|rules| endings(rules, limits.as_ref())));
        endings.iter().map(|ending| [".", ending].concat()).collect::<Vec<_>>().join(",")
    });
    view! {
        <FieldGroup id=id label=words::FILES.in_language(language) error=error>
            <FileField
                id=input words=field_words(desk, rules, language) accept=accept files=rows
                on_files=on_files on_delete=on_delete on_again=on_again
            />
        </FieldGroup>
    }
    .into_any()
}

fn field_words(desk: Desk, rules: StoredValue<AttachmentRules>, language: Language) -> FileWords {
    // Told again when the server has said what it takes.
    let hint = Signal::derive(move || {
        let limits = desk.limits().get();
        let limits = limits.as_ref();
        rules.with_value(|rules| {
            let count = most_files(rules, limits).to_string();
            let size = file_size(most_bytes(rules, limits), language);
            words::files_hint(language, &count, &size, &listed(&endings(rules, limits)))
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
fn rows(desk: Desk, place: &Place, language: Language) -> Vec<FileRow> {
    desk.track(place);
    let of_answer = desk.files(place);
    desk.uploads().with(|all| {
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
                let text = stage_words(upload, language);
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
