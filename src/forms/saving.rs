//! Keeps the draft as the person goes: soon after each change, again when the network comes back.

use std::time::Duration;

use contract::{forms_api::Draft, problem::Code};
use forms::Answers;
use leptos::{prelude::*, task::spawn_local};

use super::{
    api, differing,
    filling::{Filling, SaveState},
    on_device,
};
use crate::platform::{
    connection::{Connection, connection},
    http::Failure,
    time::{self, Debounce},
};

/// From the last key press to the keeping on this device.
const PAUSE_HERE: Duration = Duration::from_millis(300);

/// From the last key press to the saving on the server.
const PAUSE: Duration = Duration::from_millis(700);

/// From a saving that failed for a moment to the next try.
const RETRY_MILLIS: i32 = 5000;

/// Saves in the background for as long as the form is on the page.
pub fn save_as_you_go(filling: Filling) {
    let (here, there) = (Debounce::new(PAUSE_HERE), Debounce::new(PAUSE));
    Effect::new(move |_| match filling.save.get() {
        SaveState::Changed => {
            here.start(move || spawn_local(on_device::keep(filling)));
            there.start(move || spawn_local(save_background(filling)));
        }
        SaveState::Waiting(failure) => spawn_local(async move {
            time::sleep(failure.wait_millis().unwrap_or_default().max(RETRY_MILLIS)).await;
            if matches!(filling.save.try_get_untracked(), Some(SaveState::Waiting(_))) {
                _ = save(filling).await;
            }
        }),
        SaveState::Idle
        | SaveState::Saving
        | SaveState::Saved(_)
        | SaveState::Refused(_)
        | SaveState::Conflict(_)
        | SaveState::Gone => {}
    });
    Effect::new(move |_| {
        let is_waiting = matches!(filling.save.get_untracked(), SaveState::Waiting(_));
        if connection() == Connection::Online && is_waiting {
            spawn_local(save_background(filling));
        }
    });
}

async fn save_background(filling: Filling) {
    _ = save(filling).await;
}

/// Saves the newest answers; true when the server has them.
pub async fn save(filling: Filling) -> bool {
    loop {
        // One at a time: two savings of the same revision would be in conflict with each other.
        if filling.is_under_way.get_value() {
            time::sleep(100).await;
            continue;
        }
        match filling.save.get_untracked() {
            SaveState::Saved(_) => return true,
            SaveState::Conflict(_) | SaveState::Gone => return false,
            SaveState::Idle
            | SaveState::Changed
            | SaveState::Saving
            | SaveState::Waiting(_)
            | SaveState::Refused(_) => {}
        }
        let Some(content) = filling.draft_content() else { return false };
        let changes = filling.changes.get_value();
        let form = filling.id.get_value();
        filling.save.set(SaveState::Saving);
        filling.is_under_way.set_value(true);
        filling.sent.set_value(Some(content.answers.clone()));
        let outcome = api::save_draft(&form, &content, filling.revision.get_value()).await;
        let outcome = match outcome {
            Ok(saved) => Ok(Ok(saved)),
            Err(failure) if matches!(failure.code(), Some(Code::DraftChanged { .. })) => {
                draft_elsewhere(&form).await.map(Err)
            }
            Err(failure) => Err(failure),
        };
        filling.is_under_way.set_value(false);
        let is_newest = filling.changes.get_value() == changes;
        match outcome {
            Ok(Ok(saved)) => {
                filling.base.set_value(content.answers);
                filling.revision.set_value(Some(saved.revision));
                filling.key.set_value(Some(saved.key));
                filling.deleted_on.set(Some(saved.deleted_on));
                filling.code.set(saved.code);
                filling.save.set(if is_newest { SaveState::Saved(saved.saved) } else { SaveState::Changed });
                if is_newest {
                    // Not waited for: a slow disk must not hold up what the person does next.
                    spawn_local(on_device::forget(filling));
                    return true;
                }
            }
            // Saved elsewhere meanwhile: where it can be put together, the whole is saved.
            Ok(Err(Some((draft, part)))) => (part.meet)(filling, draft),
            Ok(Err(None)) => filling.save.set(SaveState::Gone),
            Err(failure) => {
                filling.save.set(refused(failure));
                return false;
            }
        }
    }
}

/// What was saved elsewhere, with the part of the app that puts it together with what is here. Without either the
/// answers wait here, and saving is tried again.
async fn draft_elsewhere(form: &str) -> Result<Option<(Draft, differing::Part)>, Failure> {
    match api::draft(form).await? {
        None => Ok(None),
        Some(draft) => Ok(Some((draft, differing::fetch().await?))),
    }
}

fn refused(failure: Failure) -> SaveState {
    match failure.code() {
        Some(Code::NotFound) => SaveState::Gone,
        // The login dialog takes over; the answers wait here.
        Some(Code::SessionExpired | Code::SignInRequired) => SaveState::Refused(failure),
        _ if failure.is_passing()
            || matches!(failure.code(), Some(Code::Internal | Code::TooManyTries { .. })) =>
        {
            SaveState::Waiting(failure)
        }
        _ => SaveState::Refused(failure),
    }
}

/// The draft is gone, and the person wants the answers here kept as a new one.
pub fn keep_as_new(filling: Filling) {
    filling.revision.set_value(None);
    filling.base.set_value(Answers::default());
    filling.save.set(SaveState::Changed);
}
