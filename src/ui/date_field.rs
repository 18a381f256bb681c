//! A date that people know: day, month and year, each typed.

use leptos::prelude::*;

use super::{
    Example,
    address_field::Part,
    field::{Frame, group},
};

/// Three inputs, with the ids `{id}-day`, `{id}-month` and `{id}-year`.
#[component]
pub fn DateField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Day, month and year. What is wrong is told of the whole.
    parts: [Part; 3],
    /// Focus has left all three.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let parts: Vec<AnyView> = parts
        .into_iter()
        .zip([("-day", "2"), ("-month", "2"), ("-year", "4")])
        .map(|(part, (suffix, digits))| {
            part_input(&frame, suffix, part.label, digits, part.value, part.on_change)
        })
        .collect();
    let parts = view! { <div class="date-parts">{parts}</div> };
    group(&frame, parts.into_any(), on_blur)
}

pub(super) fn part_input(
    frame: &Frame,
    part: &'static str,
    label: String,
    digits: &'static str,
    value: Signal<String>,
    on_change: Callback<String>,
) -> AnyView {
    let id = [&frame.id, part].concat();
    view! {
        <div class="ds-field">
            <label class="ds-label" data-weight="regular" for=id.clone()>{label}</label>
            <input
                class="ds-input"
                type="text"
                inputmode="numeric"
                id=id.clone()
                name=id
                maxlength=digits
                data-digits=digits
                autocomplete="off"
                aria-invalid=frame.invalid()
                prop:value=value
                on:input=move |event| on_change.run(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// The states of [`DateField`].
pub fn examples() -> Vec<Example> {
    const LABELS: [&str; 3] = ["Dag", "Måned", "År"];
    let field = |id: &'static str, texts: [&str; 3], error: Option<&str>| {
        let mut labels = LABELS.into_iter();
        let parts = texts.map(|text| {
            let value = RwSignal::new(text.to_owned());
            Part {
                label: labels.next().unwrap_or_default().to_owned(),
                value: value.into(),
                on_change: Callback::new(move |text| value.set(text)),
                error: Signal::default(),
            }
        });
        view! {
            <DateField
                id=id label="Når fikk du førerkortet?" description="For eksempel 24 8 2019".to_owned()
                error=error.map(str::to_owned) parts=parts
            />
        }
    };
    vec![
        Example::new("default", "Vanlig", field("eks-dato", ["", "", ""], None)),
        Example::new(
            "error",
            "Med feil",
            field(
                "eks-dato-feil",
                ["31", "2", "2026"],
                Some("Datoen finnes ikke. Skriv for eksempel 24 8 2019."),
            ),
        ),
    ]
}
