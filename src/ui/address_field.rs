//! A street address in Norway.

use leptos::prelude::*;

use super::{
    Example, FieldWidth, TextKind,
    field::{Frame, group, single},
    text_field::{Input, text_input},
};

/// The address as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressParts {
    pub street: String,
    pub postal_code: String,
    pub city: String,
}

/// The labels of the three parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressLabels {
    pub street: String,
    pub postal_code: String,
    pub city: String,
}

/// What is wrong with each part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressErrors {
    pub street: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
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
    /// What is wrong with its parts.
    #[prop(optional, into)]
    part_errors: Signal<AddressErrors>,
    part_labels: AddressLabels,
    #[prop(into)] value: Signal<AddressParts>,
    #[prop(into)] on_change: Callback<AddressParts>,
    /// Focus has left all three.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let id = frame.id.clone();
    let part = move |part: Part, label: String, input: Input| {
        let frame = Frame {
            id: [&id, part.suffix].concat(),
            label,
            description: None,
            optional_mark: None,
            note: Signal::default(),
            error: Signal::derive(move || part_errors.with(|errors| (part.error)(errors).clone())),
        };
        let text = Signal::derive(move || value.with(|parts| (part.text)(parts).clone()));
        let change = Callback::new(move |text: String| {
            let mut parts = value.get_untracked();
            *(part.text_mut)(&mut parts) = text;
            on_change.run(parts);
        });
        single(&frame, text_input(&frame, input, text, change, None))
    };
    let AddressLabels { street, postal_code, city } = part_labels;
    let street_input = Input { autocomplete: Some("address-line1"), ..Input::default() };
    let code_input =
        Input { kind: TextKind::Digits, width: FieldWidth::Short, autocomplete: Some("postal-code") };
    let city_input = Input { autocomplete: Some("address-level2"), ..Input::default() };
    let parts = view! {
        <div class="address-parts">
            {part(STREET, street, street_input)}
            {part(POSTAL_CODE, postal_code, code_input)}
            {part(CITY, city, city_input)}
        </div>
    };
    group(&frame, parts.into_any(), on_blur)
}

/// How to get at one part of an address.
#[derive(Clone, Copy)]
struct Part {
    suffix: &'static str,
    text: fn(&AddressParts) -> &String,
    text_mut: fn(&mut AddressParts) -> &mut String,
    error: fn(&AddressErrors) -> &Option<String>,
}

const STREET: Part = Part {
    suffix: "-street",
    text: |parts| &parts.street,
    text_mut: |parts| &mut parts.street,
    error: |errors| &errors.street,
};

const POSTAL_CODE: Part = Part {
    suffix: "-postal_code",
    text: |parts| &parts.postal_code,
    text_mut: |parts| &mut parts.postal_code,
    error: |errors| &errors.postal_code,
};

const CITY: Part = Part {
    suffix: "-city",
    text: |parts| &parts.city,
    text_mut: |parts| &mut parts.city,
    error: |errors| &errors.city,
};

/// The states of [`AddressField`].
pub fn examples() -> Vec<Example> {
    let field = |id: &'static str, parts: [&str; 3], note: Option<&str>, errors: AddressErrors| {
        let [street, postal_code, city] = parts.map(str::to_owned);
        let value = RwSignal::new(AddressParts { street, postal_code, city });
        let labels = AddressLabels {
            street: "Gate og husnummer".to_owned(),
            postal_code: "Postnummer".to_owned(),
            city: "Poststed".to_owned(),
        };
        view! {
            <AddressField
                id=id label="Adresse" part_labels=labels note=note.map(str::to_owned) part_errors=errors
                value=value on_change=move |parts| value.set(parts)
            />
        }
    };
    let wrong = AddressErrors {
        postal_code: Some("Postnummer må ha fire siffer, for eksempel 3015.".to_owned()),
        ..AddressErrors::default()
    };
    vec![
        Example::new("default", "Vanlig", field("eks-adresse", ["", "", ""], None, AddressErrors::default())),
        Example::new(
            "note",
            "Utfylt på forhånd",
            field(
                "eks-adresse-merknad",
                ["Storgata 1", "3015", "Drammen"],
                Some("Hentet fra Folkeregisteret"),
                AddressErrors::default(),
            ),
        ),
        Example::new(
            "error",
            "Med feil",
            field("eks-adresse-feil", ["Storgata 1", "30", "Drammen"], None, wrong),
        ),
    ]
}
