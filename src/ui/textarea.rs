//! Several lines of text, with a counter.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    Example,
    field::{Frame, left, single},
};

/// From the last key press until the counter is read aloud.
const PAUSE: Duration = Duration::from_millis(1200);

/// How much may be written, and how to say it. Nothing stops the typing.
#[derive(Clone, Copy)]
pub struct Counter {
    /// In characters.
    pub limit: u32,
    /// Says how many characters are left; below zero, how many are too many.
    pub text: Callback<i64, String>,
}

/// A field of several lines.
#[component]
pub fn Textarea(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
    #[prop(optional_no_strip, into)] counter: Option<Counter>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let control = view! {
        <textarea
            class="ds-input"
            rows="5"
            id=frame.id.clone()
            name=frame.id.clone()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            prop:value=value
            on:input=move |event| on_change.run(event_target_value(&event))
            on:focusout=move |event| left(&event, on_blur)
        ></textarea>
        {counter.map(|counter| count(counter, value))}
    };
    single(&frame, control.into_any())
}

fn count(counter: Counter, value: Signal<String>) -> AnyView {
    let left = Memo::new(move |_| i64::from(counter.limit) - value.with(|text| text.chars().count() as i64));
    let state = move || (left.get() < 0).then_some("over");
    let spoken = spoken(counter, left);
    view! {
        <p class="field-counter" data-state=state aria-hidden="true">{move || counter.text.run(left.get())}</p>
        <span class="ds-sr-only" role="status">{spoken}</span>
    }
    .into_any()
}

/// What is read aloud: only near the limit, and only when the typing pauses.
fn spoken(counter: Counter, left: Memo<i64>) -> RwSignal<String> {
    let spoken = RwSignal::new(String::new());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = timer.try_get_value().flatten() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    Effect::new(move |before: Option<i64>| {
        let left = left.get();
        if before.is_some() {
            stop();
            let say = move || {
                let is_near = left <= i64::from(counter.limit / 5);
                let text = if is_near { counter.text.run(left) } else { String::new() };
                _ = spoken.try_set(text);
            };
            timer.set_value(set_timeout_with_handle(say, PAUSE).ok());
        }
        left
    });
    spoken
}

/// The states of [`Textarea`].
pub fn examples() -> Vec<Example> {
    let words = Callback::new(|left: i64| {
        if left < 0 {
            ["Du har skrevet ", &(-left).to_string(), " tegn for mye"].concat()
        } else {
            ["Du har ", &left.to_string(), " tegn igjen"].concat()
        }
    });
    let field = move |id: &'static str, text: &str, limit: u32, error: Option<&str>| {
        let value = RwSignal::new(text.to_owned());
        view! {
            <Textarea
                id=id label="Beskriv hva som er galt"
                description="Skriv hva du ser og hvor det er. Ikke skriv navn eller helseopplysninger.".to_owned()
                counter=Counter { limit, text: words }
                error=error.map(str::to_owned)
                value=value on_change=move |text| value.set(text)
            />
        }
    };
    let over = "Gatelyset ved skolen er slukket.";
    vec![
        Example::new("default", "Vanlig", field("eks-langtekst", "", 500, None)),
        Example::new(
            "error",
            "For lang",
            field(
                "eks-langtekst-feil",
                over,
                20,
                Some("Beskrivelsen kan ha høyst 20 tegn. Du har skrevet 32."),
            ),
        ),
    ]
}
