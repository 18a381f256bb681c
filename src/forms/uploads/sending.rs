//! Sends one file after the other, in pieces as large as the network carries in a few seconds.

use contract::{
    problem::Code,
    uploads::{UploadState, metadata},
};
use forms::FileRef;
use leptos::{prelude::*, task::spawn_local};

use super::{
    Desk, Reason, Stage, Upload, accept, change, file_of, find, let_file_go, removing, words::refusal_words,
};
use crate::{
    forms::api,
    platform::{announce::announce, http::Failure, time, tus},
    texts::forms as texts,
};

/// The first piece, and the smallest, in bytes.
const LEAST: u64 = 128 * 1024;

/// The largest piece.
const MOST: u64 = 4 * 1024 * 1024;

/// A piece that takes less time than this is followed by a larger one; one that takes four times as long, by
/// a smaller one.
const QUICK_MILLIS: i64 = 1000;

/// From the first failure to the next try; twice as long after each.
const RETRY_MILLIS: i32 = 1000;

/// Never longer than this.
const RETRY_MOST_MILLIS: i32 = 30_000;

/// From one question whether the file has been looked at to the next, and the longest.
const WATCH_MILLIS: (i32, i32) = (250, 4000);

/// Why sending stops.
enum Halt {
    /// Another try may succeed.
    Passing(Failure),
    Refused(Reason),
    /// Its bytes are not at hand.
    Missing,
    /// The file is not wanted any more.
    Gone,
}

/// Begins with the next file that waits its turn, unless one is being sent.
pub fn next(desk: Desk) {
    let next = desk.uploads().try_update(|all| {
        if all.iter().any(|upload| matches!(upload.stage, Stage::Sending(_))) {
            return None;
        }
        let next = all.iter_mut().find(|upload| upload.stage == Stage::Queued)?;
        next.stage = Stage::Sending(0);
        Some(next.key.clone())
    });
    if let Some(key) = next.flatten() {
        spawn_local(run(desk, key));
    }
}

/// The person asks for another try, or the time has come.
pub fn retry(desk: Desk, key: &str) {
    change(desk, key, |upload| {
        if matches!(upload.stage, Stage::Waiting(_)) {
            upload.stage = Stage::Queued;
        }
    });
    next(desk);
}

/// The network or the session is back: all go on.
pub fn resume(desk: Desk) {
    removing::start();
    let waits = |upload: &Upload| matches!(upload.stage, Stage::Waiting(_));
    if desk.uploads().try_with_untracked(|all| all.iter().any(waits)) != Some(true) {
        return;
    }
    _ = desk.uploads().try_update(|all| {
        for upload in all.iter_mut().filter(|upload| waits(upload)) {
            upload.stage = Stage::Queued;
        }
    });
    next(desk);
}

async fn run(desk: Desk, key: String) {
    match send(desk, &key).await {
        Ok(()) => {
            change(desk, &key, |upload| upload.stage = Stage::Scanning);
            spawn_local(watch(desk, key));
        }
        Err(Halt::Passing(failure)) => wait(desk, key, failure),
        Err(Halt::Refused(reason)) => refuse(desk, &key, reason),
        Err(Halt::Missing) => change(desk, &key, |upload| upload.stage = Stage::Missing),
        Err(Halt::Gone) => {}
    }
    next(desk);
}

fn wait(desk: Desk, key: String, failure: Failure) {
    let Some(Upload { tries, name, .. }) = find(desk, &key) else { return };
    let is_first = tries == 0;
    let needs_person = failure.is_signed_out();
    if is_first && !needs_person {
        announce(&texts::file_stopped(desk.language(), &name));
    }
    change(desk, &key, |upload| {
        upload.stage = Stage::Waiting(failure);
        upload.tries = tries.saturating_add(1);
    });
    if needs_person {
        return;
    }
    spawn_local(async move {
        time::sleep(RETRY_MILLIS.saturating_mul(1 << tries.min(10)).min(RETRY_MOST_MILLIS)).await;
        let is_same = find(desk, &key).is_some_and(|upload| upload.tries == tries.saturating_add(1));
        if is_same {
            retry(desk, &key);
        }
    });
}

fn refuse(desk: Desk, key: &str, reason: Reason) {
    let Some(upload) = find(desk, key) else { return };
    let language = desk.language();
    announce(&[&upload.name, ": ", &refusal_words(&reason, language)].concat());
    let_file_go(key);
    change(desk, key, |upload| upload.stage = Stage::Refused(reason));
}

async fn send(desk: Desk, key: &str) -> Result<(), Halt> {
    let Some(upload) = find(desk, key) else { return Err(Halt::Gone) };
    desk.prepare().await.map_err(Halt::Passing)?;
    let known = match &upload.id {
        Some(id) => arrived(id).await?,
        None => None,
    };
    let known = match known {
        Some((_, None)) => return Ok(()),
        Some((id, Some(at))) => Some((id, at)),
        None => None,
    };
    // One that an earlier visit has begun is known by its name only.
    let file = file_of(key).ok_or(Halt::Missing)?;
    let (id, mut at) = match known {
        Some(known) => known,
        None => {
            let expected = announced(desk, &upload).await?;
            change(desk, key, |upload| upload.id = Some(expected.id.clone()));
            (expected.id, expected.offset)
        }
    };
    let mut step = LEAST;
    while at < upload.size {
        change(desk, key, |upload| upload.stage = Stage::Sending(at));
        let begun = time::now().0;
        match tus::append(&id, &file, at, at.saturating_add(step).min(upload.size)).await {
            Ok(arrived) => at = arrived,
            Err(failure) => match failure.code() {
                Some(Code::OffsetMismatch { offset }) => at = *offset,
                Some(Code::NotFound) => {
                    // Given up by the server in the meantime, or taken away by the person.
                    change(desk, key, |upload| upload.id = None);
                    return Err(if find(desk, key).is_some() { Halt::Passing(failure) } else { Halt::Gone });
                }
                _ => return Err(halt(failure)),
            },
        }
        change(desk, key, |upload| upload.tries = 0);
        let took = time::now().0 - begun;
        if took < QUICK_MILLIS {
            step = (step * 2).min(MOST);
        } else if took > QUICK_MILLIS * 4 {
            step = (step / 2).max(LEAST);
        }
        if find(desk, key).is_none() {
            // Taken away while its bytes were on their way.
            removing::note(&[id]);
            removing::at_once().await;
            return Err(Halt::Gone);
        }
    }
    Ok(())
}

/// How much has arrived of a file that was announced before; no number where all has, nothing where the server
/// does not know it any more.
async fn arrived(id: &str) -> Result<Option<(String, Option<u64>)>, Halt> {
    match api::upload(id).await {
        Ok(told) => {
            let at = (told.state == UploadState::Uploading).then_some(told.received);
            Ok(Some((told.id, at)))
        }
        Err(failure) if matches!(failure.code(), Some(Code::NotFound)) => Ok(None),
        Err(failure) => Err(halt(failure)),
    }
}

async fn announced(desk: Desk, upload: &Upload) -> Result<tus::Expected, Halt> {
    let (goal, named) = desk.goal().ok_or(Halt::Gone)?;
    let mut told = vec![
        (metadata::FILE_NAME, upload.name.as_str()),
        (goal, &named),
        (metadata::FIELD, &upload.place.field),
        (metadata::KEY, &upload.key),
    ];
    told.extend(upload.place.row_id().map(|row| (metadata::ROW, row)));
    tus::announce(upload.size, &told).await.map_err(halt)
}

fn halt(failure: Failure) -> Halt {
    match failure.code() {
        Some(Code::FileTooLarge { limit }) => Halt::Refused(Reason::TooLarge(*limit)),
        Some(Code::FilesTooLarge { limit }) => Halt::Refused(Reason::TooMuch(*limit)),
        Some(Code::TooManyFiles { limit }) => Halt::Refused(Reason::TooMany(*limit)),
        // An address that others use too has sent much: a little later it may again.
        Some(Code::TooManyTries { .. }) => Halt::Passing(failure),
        _ if failure.is_passing() || failure.is_signed_out() => Halt::Passing(failure),
        _ => Halt::Refused(Reason::Failed),
    }
}

/// Asks until the server has looked at the file.
pub(super) async fn watch(desk: Desk, key: String) {
    let (mut pause, most) = WATCH_MILLIS;
    loop {
        let Some(Upload { id: Some(id), name, stage: Stage::Scanning, .. }) = find(desk, &key) else {
            return;
        };
        match api::upload(&id).await {
            Ok(told) => match told.state {
                UploadState::Ready { media_type, sha256 } => {
                    let file = FileRef { id, name: told.name, size: told.size, media_type, sha256 };
                    accept(desk, &key, file);
                    announce(&texts::file_done(desk.language(), &name));
                    return;
                }
                UploadState::Refused { refusal } => {
                    refuse(desk, &key, Reason::Server(refusal));
                    return;
                }
                UploadState::Uploading => {
                    change(desk, &key, |upload| upload.stage = Stage::Queued);
                    next(desk);
                    return;
                }
                UploadState::Scanning => {}
            },
            Err(failure) if failure.is_passing() => {}
            Err(failure) => {
                wait(desk, key, failure);
                return;
            }
        }
        time::sleep(pause).await;
        pause = (pause * 3 / 2).min(most);
    }
}
