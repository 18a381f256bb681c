//! One line of text.

use leptos::prelude::*;

use super::{
    Example,
    field::{Frame, left, single},
};

/// What is typed: decides the keyboard of a phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    #[default]
    Text,
    Email,
    Phone,
    /// Digits only, such as a postal code.
    Digits,
    /// A number that may have a comma.
    Decimal,
}

impl TextKind {
    /// `type` and `inputmode`. Never `type=number`, which loses what it does not understand.
    fn attributes(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text => ("text", None),
            Self::Email => ("email", Some("email")),
            Self::Phone => ("tel", Some("tel")),
            Self::Digits => ("text", Some("numeric")),
            Self::Decimal => ("text", Some("decimal")),
        }
    }
}

/// How wide the field is: it hints at how much to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    #[default]
    Full,
    /// About ten characters.
    Medium,
    /// About four characters.
    Short,
}

impl FieldWidth {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Full => None,
            Self::Medium => Some("medium"),
            Self::Short => Some("short"),
        }
    }
}

/// A field of one line.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
    #[prop(optional)] kind: TextKind,
    #[prop(optional)] width: FieldWidth,
    /// A token of HTML's autofill, such as `tel-national`.
    #[prop(optional_no_strip, into)]
    autocomplete: Option<&'static str>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let input = Input { kind, width, autocomplete };
    single(&frame, text_input(&frame, input, value, on_change, on_blur))
}

/// What makes an input of one line special.
#[derive(Clone, Copy, Default)]
pub(super) struct Input {
    pub kind: TextKind,
    pub width: FieldWidth,
    pub autocomplete: Option<&'static str>,
}

/// The control of a field of one line.
pub(super) fn text_input(
    frame: &Frame,
    input: Input,
    value: Signal<String>,
    on_change: Callback<String>,
    on_blur: Option<Callback<()>>,
) -> AnyView {
    let (kind, mode) = input.kind.attributes();
    view! {
        <input
            class="ds-input"
            type=kind
            inputmode=mode
            id=frame.id.clone()
            name=frame.id.clone()
            autocomplete=input.autocomplete
            data-field-width=input.width.name()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            prop:value=value
            on:input=move |event| on_change.run(event_target_value(&event))
            on:focusout=move |event| left(&event, on_blur)
        />
    }
    .into_any()
}

/// The states of [`TextField`].
pub fn examples() -> Vec<Example> {
    let example =
        |name: &'static str, title: &'static str, text: &str, field: fn(RwSignal<String>) -> AnyView| {
            Example::new(name, title, field(RwSignal::new(text.to_owned())))
        };
    vec![
        example("default", "Vanlig", "", |value| {
            view! { <TextField id="eks-tekst" label="Fullt navn" value=value on_change=move |text| value.set(text) autocomplete="name"/> }
                .into_any()
        }),
        example("description", "Med forklaring", "", |value| {
            view! {
                <TextField
                    id="eks-tekst-forklaring" label="Telefonnummer"
                    description="Vi ringer deg bare hvis vi mangler noe.".to_owned()
                    optional_mark="valgfritt".to_owned() kind=TextKind::Phone width=FieldWidth::Medium autocomplete="tel-national"
                    value=value on_change=move |text| value.set(text)
                />
            }
            .into_any()
        }),
        example("note", "Utfylt på forhånd", "Kari Nordmann", |value| {
            view! {
                <TextField
                    id="eks-tekst-merknad" label="Fullt navn" note="Hentet fra Folkeregisteret".to_owned()
                    value=value on_change=move |text| value.set(text)
                />
            }
            .into_any()
        }),
        example("error", "Med feil", "301", |value| {
            view! {
                <TextField
                    id="eks-tekst-feil" label="Postnummer" kind=TextKind::Digits width=FieldWidth::Short
                    description="Fire siffer.".to_owned()
                    error="Postnummer må ha fire siffer, for eksempel 3015.".to_owned()
                    value=value on_change=move |text| value.set(text)
                />
            }
            .into_any()
        }),
        example("long", "Lange ord", "", |value| {
            view! {
                <TextField
                    id="eks-tekst-lang" label="Forflytningshemmingsdokumentasjonsutstedelsestidspunkt"
                    description="Spesialisthelsetjenesteundersøkelsesresultatene dine kan også brukes.".to_owned()
                    value=value on_change=move |text| value.set(text)
                />
            }
            .into_any()
        }),
    ]
}
