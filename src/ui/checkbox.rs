//! Statements to tick, alone or several together.

use leptos::prelude::*;

use super::{
    Choice, Example,
    field::{Frame, group, left, ticked},
    radio_group::choice,
};

/// One statement.
#[component]
pub fn Checkbox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] value: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let control = view! {
        <input
            class="ds-input"
            type="checkbox"
            id=frame.id.clone()
            name=frame.id.clone()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            prop:checked=value
            on:change=move |event| on_change.run(event_target_checked(&event))
            on:focusout=move |event| left(&event, on_blur)
        />
    };
    ticked(&frame, control.into_any())
}

/// Any number of options. The elements have the ids `{id}-0`, `{id}-1` and so on.
#[component]
pub fn CheckboxGroup(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    options: Vec<Choice>,
    /// The values of the options chosen.
    #[prop(into)]
    value: Signal<Vec<String>>,
    /// The values of the options chosen, in the order of the options.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let order = StoredValue::new(options.iter().map(|option| option.value.clone()).collect::<Vec<_>>());
    let options = options.into_iter().enumerate().map(|(index, option)| {
        let (key, changed) = (option.value.clone(), option.value.clone());
        let is_chosen = Signal::derive(move || value.with(|chosen| chosen.contains(&key)));
        let change = Callback::new(move |is_chosen: bool| {
            let mut chosen = value.get_untracked();
            chosen.retain(|key| *key != changed);
            if is_chosen {
                chosen.push(changed.clone());
            }
            order.with_value(|order| chosen.sort_by_key(|key| order.iter().position(|other| other == key)));
            on_change.run(chosen);
        });
        choice("checkbox", &frame, index, option, is_chosen, change)
    });
    let options = view! { <div class="choices">{options.collect_view()}</div> }.into_any();
    group(&frame, options, on_blur)
}

/// The states of [`Checkbox`] and [`CheckboxGroup`].
pub fn examples() -> Vec<Example> {
    let single = |id: &'static str, is_ticked: bool, error: Option<&str>| {
        let value = RwSignal::new(is_ticked);
        view! {
            <Checkbox
                id=id label="Jeg bekrefter at opplysningene er riktige" error=error.map(str::to_owned)
                value=value on_change=move |is_ticked| value.set(is_ticked)
            />
        }
    };
    let several = |id: &'static str, chosen: &[&str], error: Option<&str>| {
        let value = RwSignal::new(chosen.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>());
        let options = [
            ("rest", "Restavfall"),
            ("food", "Matavfall"),
            ("paper", "Papp og papir"),
            ("glass", "Glass- og metallemballasje"),
        ];
        let options = options.map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            description: None,
        });
        view! {
            <CheckboxGroup
                id=id label="Hvilke beholdere gjelder det?" description="Du kan velge flere.".to_owned()
                options=options.to_vec() error=error.map(str::to_owned) value=value on_change=move |keys| value.set(keys)
            />
        }
    };
    vec![
        Example::new("default", "Én påstand", single("eks-kryss", false, None)),
        Example::new("ticked", "Krysset av", single("eks-kryss-av", true, None)),
        Example::new(
            "error",
            "Med feil",
            single("eks-kryss-feil", false, Some("Kryss av for at opplysningene er riktige.")),
        ),
        Example::new("group", "Flere valg", several("eks-kryss-gruppe", &["food"], None)),
        Example::new(
            "group-error",
            "Flere valg, med feil",
            several("eks-kryss-gruppe-feil", &[], Some("Velg minst én beholder.")),
        ),
    ]
}
