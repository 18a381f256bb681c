//! Answers that the server does not have yet, kept on this device: written soon after each change, before the
//! server is asked, and removed when the server has them.

use contract::forms_api::{Draft, DraftContent};
use forms::{Access, Answers};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    api, differing,
    filling::{Filling, SaveState},
};
use crate::platform::{
    device::{self, Kept},
    http::Failure,
};

/// What is kept, sealed, under the form's id.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct OnDevice {
    /// The revision on the server that the answers are a change of; none where there was no draft yet.
    pub revision: Option<u32>,
    /// What the server had at that revision.
    #[serde(default)]
    pub base: Answers,
    pub content: DraftContent,
}

/// Fetches what the device may seal with. Without it nothing is kept here, and filling in goes on.
pub async fn unlock() {
    if let Ok(key) = api::device_key().await
        && let Some(secret) = key.secret
    {
        device::unlock(&secret).await;
    }
}

/// Keeps the newest answers here, unless the server has them by now.
pub async fn keep(filling: Filling) {
    if matches!(filling.save.try_get_untracked(), None | Some(SaveState::Saved(_))) {
        return;
    }
    let Some(content) = filling.draft_content() else { return };
    let kept = OnDevice { revision: filling.revision.get_value(), base: filling.base.get_value(), content };
    let Ok(text) = json::write(&kept) else { return };
    let outcome = device::keep(&filling.id.get_value(), &text).await;
    _ = filling.on_device.try_set(outcome);
}

/// The server has the newest answers, or they are not wanted any more. The filling is read at once: it may be
/// gone by the time the device answers.
///
/// Who is not signed in keeps nothing here: what is here is of somebody who was.
pub fn forget(filling: Filling) -> impl Future<Output = ()> + use<> {
    _ = filling.on_device.try_set(Kept::No);
    let is_signed_in = filling.access.get_untracked() == Access::SignedIn;
    let form = is_signed_in.then(|| filling.id.get_value());
    async move {
        if let Some(form) = form {
            device::forget(&form).await;
        }
    }
}

/// What is here and the server does not have.
pub async fn kept(filling: Filling) -> Option<OnDevice> {
    let here = device::kept(&filling.id.get_value()).await;
    here.and_then(|text| json::read::<OnDevice>(&text).ok())
}

/// Puts together what the server has and what is here. Tells whether there was anything. Fails, with nothing changed,
/// where the two differ and the part of the app for that does not come.
pub async fn take_in(
    filling: Filling,
    draft: Option<Draft>,
    here: Option<OnDevice>,
) -> Result<Found, Failure> {
    let there = draft.as_ref().map(|draft| draft.revision);
    let is_same = |here: &OnDevice| draft.as_ref().is_some_and(|draft| draft.content == here.content);
    let Some(here) = here.filter(|here| !is_same(here)) else {
        forget(filling).await;
        return Ok(draft.map_or(Found::No, |draft| {
            filling.take_draft(draft);
            Found::Yes
        }));
    };
    let is_change_of = here.revision == there;
    let differing = match draft {
        Some(_) if !is_change_of => Some(differing::fetch().await?),
        _ => None,
    };
    if let Some(draft) = draft.clone() {
        filling.take_draft(draft);
    }
    filling.revision.set_value(here.revision);
    filling.base.set_value(here.base);
    filling.take_answers(here.content);
    filling.on_device.set(Kept::Yes);
    match draft.zip(differing) {
        _ if is_change_of => filling.save.set(SaveState::Changed),
        Some((draft, differing)) => (differing.meet)(filling, draft),
        None => filling.save.set(SaveState::Gone),
    }
    Ok(Found::Yes)
}

/// Whether somebody has begun before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Yes,
    No,
}
