//! What every field has around it: label or legend, description, note, message, and how they are tied together.

use leptos::prelude::*;
use web_sys::FocusEvent;

use super::{
    focus::{Leaves, leaves},
    icon::Icon,
};

/// One option of a group or a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What `on_change` gives.
    pub value: String,
    pub label: String,
    pub description: Option<String>,
}

/// What a field shows around its control.
#[derive(Clone)]
pub(super) struct Frame {
    pub id: String,
    pub label: String,
    pub description: Option<String>,
    pub optional_mark: Option<String>,
    pub note: Signal<Option<String>>,
    pub error: Signal<Option<String>>,
}

impl Frame {
    /// The ids of message, description and note that are there: the message is read first.
    pub fn described_by(&self) -> Signal<Option<String>> {
        let (error, note) = (self.error, self.note);
        let id = self.id.clone();
        let has_description = self.description.is_some();
        Signal::derive(move || {
            let parts = [
                error.with(Option::is_some).then_some("-error"),
                has_description.then_some("-help"),
                note.with(Option::is_some).then_some("-note"),
            ];
            let mut ids = String::new();
            for part in parts.into_iter().flatten() {
                if !ids.is_empty() {
                    ids.push(' ');
                }
                ids.push_str(&id);
                ids.push_str(part);
            }
            (!ids.is_empty()).then_some(ids)
        })
    }

    /// `aria-invalid`, which is left out where nothing is wrong.
    pub fn invalid(&self) -> Signal<Option<&'static str>> {
        let error = self.error;
        Signal::derive(move || error.with(Option::is_some).then_some("true"))
    }

    /// The label's text, with `(valgfritt)` after it where the field may be left out.
    fn text(&self) -> AnyView {
        let mark = self.optional_mark.as_ref().map(|mark| {
            view! { <span class="field-mark">{[" (", mark.as_str(), ")"].concat()}</span> }
        });
        (self.label.clone(), mark).into_any()
    }

    fn label(&self) -> AnyView {
        view! { <label class="ds-label" for=self.id.clone()>{self.text()}</label> }.into_any()
    }

    fn legend(&self) -> AnyView {
        view! { <legend class="ds-label">{self.text()}</legend> }.into_any()
    }

    fn description(&self) -> Option<AnyView> {
        let description = self.description.clone()?;
        let id = [&self.id, "-help"].concat();
        Some(view! { <div data-field="description" id=id>{description}</div> }.into_any())
    }

    fn note(&self) -> AnyView {
        let note = self.note;
        let id = [&self.id, "-note"].concat();
        (move || {
            note.get().map(
                |note| view! { <p class="field-note" id=id.clone()><Icon name="CheckmarkCircle"/>{note}</p> },
            )
        })
        .into_any()
    }

    fn message(&self) -> AnyView {
        let error = self.error;
        let id = [&self.id, "-error"].concat();
        (move || {
            error.get().map(|error| {
                view! { <p class="ds-validation-message" data-field="validation" id=id.clone()>{error}</p> }
            })
        })
        .into_any()
    }
}

/// A field of one control, whose element has the field's id.
pub(super) fn single(frame: &Frame, control: AnyView) -> AnyView {
    view! {
        <div class="ds-field">
            {frame.label()}
            {frame.description()}
            {frame.note()}
            {control}
            {frame.message()}
        </div>
    }
    .into_any()
}

/// A statement to tick: the control comes before its label.
pub(super) fn ticked(frame: &Frame, control: AnyView) -> AnyView {
    view! {
        <div class="ds-field">
            {control}
            {frame.label()}
            {frame.description()}
            {frame.note()}
            {frame.message()}
        </div>
    }
    .into_any()
}

/// A field of several controls, which is left when focus goes out of all of them.
pub(super) fn group(frame: &Frame, controls: AnyView, on_blur: Option<Callback<()>>) -> AnyView {
    view! {
        <fieldset
            class="ds-fieldset"
            id=frame.id.clone()
            tabindex="-1"
            aria-describedby=frame.described_by()
            on:focusout=move |event| left(&event, on_blur)
        >
            {frame.legend()}
            {frame.description()}
            {frame.note()}
            {controls}
            {frame.message()}
        </fieldset>
    }
    .into_any()
}

/// Tells that the field has been left, where it has.
pub(super) fn left(event: &FocusEvent, on_blur: Option<Callback<()>>) {
    if let Some(on_blur) = on_blur
        && leaves(event) == Leaves::Yes
    {
        // A page that goes away takes focus from its field, when whoever listens may be gone already.
        _ = on_blur.try_run(());
    }
}
