//! One of a few options.

use leptos::prelude::*;

use super::{
    Choice, Example,
    field::{Frame, group},
};

/// All options in view. The elements have the ids `{id}-0`, `{id}-1` and so on.
#[component]
pub fn RadioGroup(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    options: Vec<Choice>,
    /// The value of the option chosen; empty for none.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let options = options.into_iter().enumerate().map(|(index, option)| {
        let (key, chosen) = (option.value.clone(), option.value.clone());
        let is_chosen = Signal::derive(move || value.with(|value| *value == key));
        choice(
            "radio",
            &frame,
            index,
            option,
            is_chosen,
            Callback::new(move |_| on_change.run(chosen.clone())),
        )
    });
    let options = view! { <div class="choices">{options.collect_view()}</div> }.into_any();
    group(&frame, options, on_blur)
}

/// One option of a group.
pub(super) fn choice(
    kind: &'static str,
    frame: &Frame,
    index: usize,
    option: Choice,
    is_chosen: Signal<bool>,
    on_change: Callback<bool>,
) -> AnyView {
    let id = [&frame.id, "-", &index.to_string()].concat();
    let description_id = [&id, "-help"].concat();
    let described_by = option.description.is_some().then(|| description_id.clone());
    let description =
        option.description.map(|text| view! { <div data-field="description" id=description_id>{text}</div> });
    view! {
        <div class="ds-field">
            <input
                class="ds-input"
                type=kind
                id=id.clone()
                name=frame.id.clone()
                value=option.value
                aria-invalid=frame.invalid()
                aria-describedby=described_by
                prop:checked=is_chosen
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <label class="ds-label" for=id>{option.label}</label>
            {description}
        </div>
    }
    .into_any()
}

/// The states of [`RadioGroup`].
pub fn examples() -> Vec<Example> {
    let options = || {
        let option = |value: &str, label: &str, description: Option<&str>| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            description: description.map(str::to_owned),
        };
        vec![
            option("self", "Meg selv", None),
            option("child", "Barnet mitt", Some("Du må ha foreldreansvar for barnet.")),
            option(
                "other",
                "En jeg har fullmakt for",
                Some("Du må legge ved fremtidsfullmaktsdokumentasjonen."),
            ),
        ]
    };
    let field = move |id: &'static str, chosen: &str, error: Option<&str>| {
        let value = RwSignal::new(chosen.to_owned());
        view! {
            <RadioGroup
                id=id label="Hvem søker du for?" options=options()
                error=error.map(str::to_owned) value=value on_change=move |key| value.set(key)
            />
        }
    };
    vec![
        Example::new("default", "Vanlig", field("eks-valg", "", None)),
        Example::new("chosen", "Valgt", field("eks-valg-valgt", "child", None)),
        Example::new("error", "Med feil", field("eks-valg-feil", "", Some("Velg hvem du søker for."))),
    ]
}
