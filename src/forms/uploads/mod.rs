//! The files of a form, or of a document that comes later, on their way to the server: one after the other, wherever in the form the person goes
//! meanwhile. A lost network or an ended session stops them; they go on from where they were.

mod choosing;
mod desk;
mod hand_in;
mod input;
mod removing;
mod sending;
mod words;

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use contract::uploads::{Refusal, UploadList, UploadState};
use forms::{AttachmentRules, FileRef, Way};
use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};
use locale::Language;
use web_sys::File;

pub use self::{desk::Desk, hand_in::HandIn};
use super::{filling::Filling, question::Place};
use crate::platform::{http::Failure, router::NotFetched};

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
    /// Hands in a document that a case awaits.
    pub hand_in: HandIn,
    resume: fn(Desk),
    remove: fn(),
}

/// A question that asks for files.
#[derive(Clone, Copy)]
pub struct Asked {
    pub desk: Desk,
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

/// Fetches what hands in a document that a case awaits, for the page of the case.
pub async fn hand_in_part() -> Result<HandIn, NotFetched> {
    fetch().await.map(|part| part.hand_in)
}

#[wasm_split(attachments, wasm_split_path = ::leptos::wasm_split, fallible)]
fn attachments() -> Result<Part, NotFetched> {
    Ok(Part {
        input: input::input,
        hand_in: hand_in::hand_in,
        resume: sending::resume,
        remove: removing::start,
    })
}

/// The network or the session is back: what waits goes on.
pub fn resume(filling: Filling) {
    if let Some(part) = PART.get() {
        (part.resume)(Desk::Form(filling));
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
    removing::forget();
}

/// Asks the server, once, what it takes, and which files were begun earlier.
fn begin(desk: Desk) {
    if desk.asked().get_value() {
        return;
    }
    desk.asked().set_value(true);
    spawn_local(async move {
        // What was taken away without a network is not shown again.
        removing::at_once().await;
        let Some(told) = desk.list().await else { return };
        let Ok(UploadList { uploads, limits }) = told else {
            _ = desk.asked().try_set_value(false);
            return;
        };
        _ = desk.limits().try_set(Some(limits));
        for told in uploads {
            take_in(desk, told);
        }
    });
}

/// A file that the server knows, and this page does not yet.
fn take_in(desk: Desk, told: contract::uploads::Upload) {
    let Some(place) = desk.place_of(told.field, told.row) else { return };
    let is_known = removing::is_unwanted(&told.id)
        || desk.files(&place).iter().any(|file| file.id == told.id)
        || desk.uploads().with_untracked(|all| {
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
    desk.uploads().update(|all| all.push(upload));
    if is_scanning {
        spawn_local(sending::watch(desk, key));
    }
}

fn find(desk: Desk, key: &str) -> Option<Upload> {
    desk.uploads().try_with_untracked(|all| all.iter().find(|upload| upload.key == key).cloned()).flatten()
}

fn change(desk: Desk, key: &str, change: impl FnOnce(&mut Upload)) {
    _ = desk.uploads().try_update(|all| {
        if let Some(upload) = all.iter_mut().find(|upload| upload.key == key) {
            change(upload);
        }
    });
}

/// How many files are not decided yet whose answers would be sent; tracked.
pub fn under_way(filling: Filling) -> usize {
    filling.answers.track();
    let sent = filling.answers.view(|view| view.to_submit()).unwrap_or_default();
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
fn accept(desk: Desk, key: &str, file: FileRef) {
    let Some(upload) = find(desk, key) else { return };
    let place = upload.place;
    if !desk.has(&place) {
        remove(desk, &place, key);
        return;
    }
    let id = file.id.clone();
    desk.accept(&place, file);
    let_file_go(key);
    change(desk, key, |upload| {
        upload.id = Some(id);
        upload.stage = Stage::Ready;
    });
}

/// Takes a file away: from the answer, from what is under way, and from the server. `key` is the client's
/// name of it, or the server's.
fn remove(desk: Desk, place: &Place, key: &str) {
    let upload = find(desk, key);
    let id = upload.as_ref().map_or_else(|| Some(key.to_owned()), |upload| upload.id.clone());
    desk.uploads().update(|all| all.retain(|upload| upload.key != key));
    let_file_go(key);
    let Some(id) = id else {
        sending::next(desk);
        return;
    };
    desk.let_go(place, &id);
    removing::note(&[id]);
    spawn_local(async move {
        removing::at_once().await;
        sending::next(desk);
    });
}

/// A row is removed: its files go with it.
pub fn remove_row(filling: Filling, row: &str) {
    let of_row = filling.answers.with(|answers| {
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
    removing::note(&ids);
    if let Some(part) = part() {
        (part.remove)();
    }
}
