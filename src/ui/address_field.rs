//! A street address in Norway.

use leptos::prelude::*;

use super::{
    Example, FieldWidth, TextKind,
    field::{Frame, group, single},
    text_field::{Input, text_input},
};

/// One part of a field that has several: a signal of each is less code than one of them all.
#[derive(Clone)]
pub struct Part {
    pub label: String,
    pub value: Signal<String>,
    pub on_change: Callback<String>,
    /// What is wrong with this part.
    pub error: Signal<Option<String>>,
}

/// Three inputs, with the ids `{id}-street`, `{id}-postal_code` and `{id}-city`.
#[component]
pub fn AddressField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    /// What is wrong with the address as a whole.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Street, postal code and city.
    parts: [Part; 3],
    /// Focus has left all three.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    const SUFFIXES: [&str; 3] = ["-street", "-postal_code", "-city"];
    let frame = Frame { id, label, description, optional_mark, note, error };
    let inputs = [
        Input { autocomplete: Some("address-line1"), ..Input::default() },
        Input { kind: TextKind::Digits, width: FieldWidth::Short, autocomplete: Some("postal-code") },
        Input { autocomplete: Some("address-level2"), ..Input::default() },
    ];
    let parts: Vec<AnyView> = parts
        .into_iter()
        .zip(SUFFIXES.into_iter().zip(inputs))
        .map(|(part, (suffix, input))| {
            let frame = Frame {
                id: [&frame.id, suffix].concat(),
                label: part.label,
                description: None,
                optional_mark: None,
                note: Signal::default(),
                error: part.error,
            };
            single(&frame, text_input(&frame, input, part.value, part.on_change, None))
        })
        .collect();
    group(&frame, view! { <div class="address-parts">{parts}</div> }.into_any(), on_blur)
}

/// The states of [`AddressField`].
pub fn examples() -> Vec<Example> {
    const LABELS: [&str; 3] = ["Gate og husnummer", "Postnummer", "Poststed"];
    let field = |id: &'static str, texts: [&str; 3], note: Option<&str>, error: Option<&str>| {
        let mut labels = LABELS.into_iter();
        let parts = texts.map(|text| {
            let value = RwSignal::new(text.to_owned());
            let label = labels.next().unwrap_or_default();
            let error = error.filter(|_| label == "Postnummer").map(str::to_owned);
            Part {
                label: label.to_owned(),
                value: value.into(),
                on_change: Callback::new(move |text| value.set(text)),
                error: Signal::derive(move || error.clone()),
            }
        });
        view! { <AddressField id=id label="Adresse" note=note.map(str::to_owned) parts=parts/> }
    };
    let wrong = "Postnummer må ha fire siffer, for eksempel 3015.";
    vec![
        Example::new("default", "Vanlig", field("eks-adresse", ["", "", ""], None, None)),
        Example::new(
            "note",
            "Utfylt på forhånd",
            field(
                "eks-adresse-merknad",
                ["Storgata 1", "3015", "Drammen"],
                Some("Hentet fra Folkeregisteret"),
                None,
            ),
        ),
        Example::new(
            "error",
            "Med feil",
            field("eks-adresse-feil", ["Storgata 1", "30", "Drammen"], None, Some(wrong)),
        ),
    ]
}
