//! The files of a form on their way to the server: one after the other, wherever in the form the person goes
//! meanwhile. A lost network or an ended session stops them; they go on from where they were.

mod choosing;
mod input;
mod sending;
mod words;

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use contract::uploads::{Refusal, UploadLimits, UploadList, UploadState};
use forms::{Answer, Attachment, AttachmentRules, FileRef, Way};
use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};
use locale::Language;
use web_sys::File;

use super::{api, filling::Filling, question::Place};
use crate::platform::{http::Failure, router::NotFetched, tus};

/// A file that the person has chosen, until it is an answer and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// This client's name of it.
    pub key: String,
    /// The question that it answers.
    pub place: Place,
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// The server's name of it, once it is announced.
    pub id: Option<String>,
    pub stage: Stage,
    /// How often sending has failed since bytes last arrived.
    tries: u32,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Others come first.
    Queued,
    /// So many bytes have arrived.
    Sending(u64),
    /// Not now; it goes on by itself, or when the person asks.
    Waiting(Failure),
    /// Begun earlier, and its bytes are not at hand: the person must choose it again.
    Missing,
    /// The server looks at it.
    Scanning,
    /// It is an answer.
    Ready,
    Refused(Reason),
}

/// Why a file is not sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The server has looked at it.
    Server(Refusal),
    /// Larger than so many bytes.
    TooLarge(u64),
    /// There are so many already.
    TooMany(u64),
    /// All files together would be more than so many bytes.
    TooMuch(u64),
    /// The server does not take it, and why is of no use to the person.
    Failed,
}

thread_local! {
    /// The chosen files by key: the browser's own handles, which no signal can hold.
    static FILES: RefCell<HashMap<String, File>> = RefCell::new(HashMap::new());

    /// The part of the app that sends files, once it has come.
    static PART: Cell<Option<Part>> = const { Cell::new(None) };
}

/// What only those need who attach a file.
#[derive(Clone, Copy)]
pub struct Part {
    /// Chooses files, and shows how far they have come.
    pub input: fn(Asked) -> AnyView,
    resume: fn(Filling),
}

/// A question that asks for files.
#[derive(Clone, Copy)]
pub struct Asked {
    pub filling: Filling,
    pub place: StoredValue<Place>,
    pub rules: StoredValue<AttachmentRules>,
    /// What is wrong with the files.
    pub error: Signal<Option<String>>,
    pub language: Language,
}

/// The part of the app that sends files, where it has come.
pub fn part() -> Option<Part> {
    PART.get()
}

/// Fetches the part of the app that sends files.
pub async fn fetch() -> Result<Part, NotFetched> {
    let part = attachments().await?;
    PART.set(Some(part));
    Ok(part)
}

#[wasm_split(attachments, wasm_split_path = ::leptos::wasm_split, fallible)]
fn attachments() -> Result<Part, NotFetched> {
    Ok(Part { input: input::input, resume: sending::resume })
}

/// The network or the session is back: what waits goes on.
pub fn resume(filling: Filling) {
    if let Some(part) = PART.get() {
        (part.resume)(filling);
    }
}

fn file_of(key: &str) -> Option<File> {
    FILES.with_borrow(|files| files.get(key).cloned())
}

fn let_file_go(key: &str) {
    FILES.with_borrow_mut(|files| _ = files.remove(key));
}

/// The person has left: nothing of theirs is sent any more.
pub fn clear() {
    FILES.with_borrow_mut(HashMap::clear);
}

/// Asks the server, once, what it takes, and which files were begun earlier.
fn begin(filling: Filling) {
    if filling.uploads_asked.get_value() {
        return;
    }
    filling.uploads_asked.set_value(true);
    spawn_local(async move {
        let Ok(UploadList { uploads, limits }) = api::uploads(&filling.id.get_value()).await else {
            filling.uploads_asked.set_value(false);
            return;
        };
        take_limits(filling, limits);
        for told in uploads {
            take_in(filling, told);
        }
    });
}

fn take_limits(filling: Filling, limits: UploadLimits) {
    _ = filling.upload_limits.try_set(Some(limits));
}

/// A file that the server knows, and this page does not yet.
fn take_in(filling: Filling, told: contract::uploads::Upload) {
    let Some(ready) = filling.ready.get_untracked() else { return };
    let rows = ready.form.rows_of(&told.field).map(|rows| rows.id.clone());
    let place = Place { field: told.field, row: rows.zip(told.row) };
    let is_known = attachment_at(filling, &place).files.iter().any(|file| file.id == told.id)
        || filling.uploads.with_untracked(|all| {
            all.iter()
                .any(|upload| upload.id.as_ref() == Some(&told.id) || told.key.as_ref() == Some(&upload.key))
        });
    if is_known {
        return;
    }
    let stage = match &told.state {
        UploadState::Uploading => Stage::Missing,
        UploadState::Scanning | UploadState::Ready { .. } => Stage::Scanning,
        // The person has been told of it.
        UploadState::Refused { .. } => return,
    };
    let key = told.key.unwrap_or_else(|| told.id.clone());
    let is_scanning = stage == Stage::Scanning;
    let upload = Upload {
        key: key.clone(),
        place,
        name: told.name,
        size: told.size,
        id: Some(told.id),
        stage,
        tries: 0,
    };
    filling.uploads.update(|all| all.push(upload));
    if is_scanning {
        spawn_local(sending::watch(filling, key));
    }
}

/// The answer of a question.
fn attachment_at(filling: Filling, place: &Place) -> Attachment {
    filling.answers.with_untracked(|answers| match answers.at(place.at()) {
        Some(Answer::Attachment(attachment)) => attachment.clone(),
        _ => Attachment::default(),
    })
}

fn find(filling: Filling, key: &str) -> Option<Upload> {
    filling.uploads.try_with_untracked(|all| all.iter().find(|upload| upload.key == key).cloned()).flatten()
}

fn change(filling: Filling, key: &str, change: impl FnOnce(&mut Upload)) {
    _ = filling.uploads.try_update(|all| {
        if let Some(upload) = all.iter_mut().find(|upload| upload.key == key) {
            change(upload);
        }
    });
}

/// How many files are not decided yet whose answers would be sent; tracked.
pub fn under_way(filling: Filling) -> usize {
    let Some(ready) = filling.ready.get() else { return 0 };
    let sent = filling.answers.with(|answers| ready.form.to_submit(answers, &ready.context()));
    let is_asked = |place: &Place| {
        sent.attachments().any(|(field, row, attachment)| {
            attachment.how == Way::Now.key() && field == place.field && row == place.row_id()
        })
    };
    filling.uploads.with(|all| {
        all.iter().filter(|upload| upload.stage.is_under_way() && is_asked(&upload.place)).count()
    })
}

/// Whether a file of this question is on its way; tracked.
pub fn is_coming(filling: Filling, field: &str, row: Option<&str>) -> bool {
    filling.uploads.with(|all| {
        all.iter().any(|upload| {
            upload.stage.is_under_way() && upload.place.field == field && upload.place.row_id() == row
        })
    })
}

impl Stage {
    pub fn is_under_way(&self) -> bool {
        !matches!(self, Self::Ready | Self::Refused(_))
    }
}

/// The file becomes a part of the answer; one whose row is gone does not.
fn accept(filling: Filling, key: &str, file: FileRef) {
    let Some(upload) = find(filling, key) else { return };
    let place = upload.place;
    if !place_exists(filling, &place) {
        remove(filling, &place, key);
        return;
    }
    let mut attachment = attachment_at(filling, &place);
    if attachment.how.is_empty() {
        Way::Now.key().clone_into(&mut attachment.how);
    }
    let id = file.id.clone();
    if !attachment.files.iter().any(|known| known.id == id) {
        attachment.files.push(file);
        filling.answer(&place, Some(Answer::Attachment(attachment)));
    }
    let_file_go(key);
    change(filling, key, |upload| {
        upload.id = Some(id);
        upload.stage = Stage::Ready;
    });
}

fn place_exists(filling: Filling, place: &Place) -> bool {
    place.row.as_ref().is_none_or(|(rows, row)| {
        filling.answers.with_untracked(|answers| answers.rows(rows).iter().any(|other| other.id == *row))
    })
}

/// Takes a file away: from the answer, from what is under way, and from the server. `key` is the client's
/// name of it, or the server's.
fn remove(filling: Filling, place: &Place, key: &str) {
    let upload = find(filling, key);
    let id = upload.as_ref().map_or_else(|| Some(key.to_owned()), |upload| upload.id.clone());
    filling.uploads.update(|all| all.retain(|upload| upload.key != key));
    let_file_go(key);
    let Some(id) = id else {
        sending::next(filling);
        return;
    };
    let mut attachment = attachment_at(filling, place);
    let before = attachment.files.len();
    attachment.files.retain(|file| file.id != id);
    if attachment.files.len() < before {
        let is_empty = attachment.files.is_empty() && is_only_now(filling, place);
        filling.answer(place, (!is_empty).then_some(Answer::Attachment(attachment)));
    }
    spawn_local(async move {
        // What stays behind is not sent: the answer does not name it.
        _ = tus::delete(&id).await;
        sending::next(filling);
    });
}

fn is_only_now(filling: Filling, place: &Place) -> bool {
    let kind =
        filling.ready.get_untracked().and_then(|ready| Some(ready.form.field(&place.field)?.kind.clone()));
    matches!(kind, Some(forms::FieldKind::Attachment(rules)) if rules.ways() == [Way::Now])
}

/// A row is removed: its files go with it.
pub fn remove_row(filling: Filling, row: &str) {
    let of_row = filling.answers.with_untracked(|answers| {
        let all = answers.attachments().filter(|(_, of, _)| *of == Some(row));
        all.flat_map(|(_, _, attachment)| attachment.files.iter().map(|file| file.id.clone()))
            .collect::<Vec<_>>()
    });
    let under_way = filling.uploads.with_untracked(|all| {
        let of_row = all.iter().filter(|upload| upload.place.row_id() == Some(row));
        of_row.map(|upload| (upload.key.clone(), upload.id.clone())).collect::<Vec<_>>()
    });
    filling.uploads.update(|all| all.retain(|upload| upload.place.row_id() != Some(row)));
    let mut ids = of_row;
    for (key, id) in under_way {
        let_file_go(&key);
        ids.extend(id.filter(|id| !ids.contains(id)));
    }
    spawn_local(async move {
        for id in ids {
            _ = tus::delete(&id).await;
        }
    });
}
