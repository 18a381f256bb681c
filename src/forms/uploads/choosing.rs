//! What the person may choose, and what becomes of what they choose.

use contract::uploads::{Refusal, UploadLimits};
use forms::AttachmentRules;
use leptos::prelude::*;
use web_sys::File;

use super::{Desk, FILES, Reason, Stage, Upload, sending, words::refusal_words};
use crate::{
    forms::question::Place,
    platform::{announce::announce, time},
    texts::forms as texts,
};

/// The endings of names of what the field and the server take.
pub fn endings(rules: &AttachmentRules, limits: Option<&UploadLimits>) -> Vec<String> {
    let is_asked = |ending: &str| {
        let kind = match ending {
            "jpeg" => "jpg",
            "tif" => "tiff",
            same => same,
        };
        rules.types().any(|known| known == kind)
    };
    match limits {
        Some(limits) => limits.endings.iter().filter(|ending| is_asked(ending)).cloned().collect(),
        None => rules.types().map(str::to_owned).collect(),
    }
}

/// The largest file, in bytes.
pub fn most_bytes(rules: &AttachmentRules, limits: Option<&UploadLimits>) -> u64 {
    limits.map_or(u64::MAX, |limits| limits.file_bytes).min(rules.max_bytes())
}

/// The most files.
pub fn most_files(rules: &AttachmentRules, limits: Option<&UploadLimits>) -> u64 {
    limits.map_or(u64::MAX, |limits| u64::from(limits.files_per_field)).min(rules.max_files() as u64)
}

/// Takes files that were picked, photographed, pasted or dropped. Those that cannot be sent are refused at
/// once, each with its reason.
pub fn add(desk: Desk, place: &Place, rules: &AttachmentRules, files: Vec<File>) {
    let language = desk.language();
    let (mut begun, mut refused) = (0_u32, Vec::new());
    for file in files {
        let (name, size) = (file.name(), file.size() as u64);
        if goes_on(desk, place, &name, size, &file) {
            begun += 1;
            continue;
        }
        let key = new_key(desk);
        let reason = reason_against(desk, place, rules, &name, size);
        let stage = match reason {
            Some(reason) => {
                refused.push([&name, ": ", &refusal_words(&reason, language)].concat());
                Stage::Refused(reason)
            }
            None => {
                begun += 1;
                FILES.with_borrow_mut(|files| _ = files.insert(key.clone(), file));
                Stage::Queued
            }
        };
        let upload = Upload { key, place: place.clone(), name, size, id: None, stage, tries: 0 };
        desk.uploads().update(|all| all.push(upload));
    }
    let mut told = Vec::new();
    if begun > 0 {
        told.push(texts::files_begun(language, begun));
    }
    told.append(&mut refused);
    announce(&told.join(" "));
    sending::next(desk);
}

/// Whether the file was begun earlier: then it goes on.
fn goes_on(desk: Desk, place: &Place, name: &str, size: u64, file: &File) -> bool {
    let mut found = None;
    desk.uploads().update(|all| {
        let missing = all.iter_mut().find(|upload| {
            upload.stage == Stage::Missing
                && upload.place == *place
                && upload.name == name
                && upload.size == size
        });
        if let Some(upload) = missing {
            upload.stage = Stage::Queued;
            found = Some(upload.key.clone());
        }
    });
    if let Some(key) = &found {
        FILES.with_borrow_mut(|files| _ = files.insert(key.clone(), file.clone()));
    }
    found.is_some()
}

fn reason_against(
    desk: Desk,
    place: &Place,
    rules: &AttachmentRules,
    name: &str,
    size: u64,
) -> Option<Reason> {
    let limits = desk.limits().get_untracked();
    let limits = limits.as_ref();
    let taken = endings(rules, limits);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if size == 0 {
        return Some(Reason::Server(Refusal::Empty));
    }
    if !taken.contains(&ending) {
        let found = matches!(ending.as_str(), "heic" | "heif").then(|| "image/heic".to_owned());
        return Some(Reason::Server(Refusal::TypeNotAllowed { found, allowed: taken }));
    }
    let most = most_bytes(rules, limits);
    if size > most {
        return Some(Reason::TooLarge(most));
    }
    let most = most_files(rules, limits);
    (count(desk, place) >= most).then_some(Reason::TooMany(most))
}

/// Files of the question, those on their way included.
fn count(desk: Desk, place: &Place) -> u64 {
    let answered = desk.files(place);
    desk.uploads().with_untracked(|all| {
        let here = || all.iter().filter(|upload| upload.place == *place);
        let coming = here().filter(|upload| upload.stage.is_under_way()).count();
        (answered.len() + coming) as u64
    })
}

/// A name that no other file of the draft has: the moment, and how manieth it is.
fn new_key(desk: Desk) -> String {
    let number = desk.uploads().with_untracked(Vec::len);
    ["f", &time::now().0.to_string(), "-", &number.to_string()].concat()
}
