//! A date that people know: day, month and year, each typed.

use leptos::prelude::*;

use super::{
    Example,
    field::{Frame, group},
};

/// The date as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateParts {
    pub day: String,
    pub month: String,
    pub year: String,
}

/// The labels of the three parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateLabels {
    pub day: String,
    pub month: String,
    pub year: String,
}

/// Three inputs, with the ids `{id}-day`, `{id}-month` and `{id}-year`.
#[component]
pub fn DateField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    part_labels: DateLabels,
    #[prop(into)] value: Signal<DateParts>,
    #[prop(into)] on_change: Callback<DateParts>,
    /// Focus has left all three.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let change = move |part: fn(&mut DateParts) -> &mut String| {
        Callback::new(move |text: String| {
            let mut parts = value.get_untracked();
            *part(&mut parts) = text;
            on_change.run(parts);
        })
    };
    let read = move |part: fn(&DateParts) -> &String| {
        Signal::derive(move || value.with(|parts| part(parts).clone()))
    };
    let DateLabels { day, month, year } = part_labels;
    let parts = view! {
        <div class="date-parts">
            {part_input(&frame, "-day", day, "2", read(|parts| &parts.day), change(|parts| &mut parts.day))}
            {part_input(&frame, "-month", month, "2", read(|parts| &parts.month), change(|parts| &mut parts.month))}
            {part_input(&frame, "-year", year, "4", read(|parts| &parts.year), change(|parts| &mut parts.year))}
        </div>
    };
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
    let field = |id: &'static str, parts: [&str; 3], error: Option<&str>| {
        let [day, month, year] = parts.map(str::to_owned);
        let value = RwSignal::new(DateParts { day, month, year });
        let labels = DateLabels { day: "Dag".to_owned(), month: "Måned".to_owned(), year: "År".to_owned() };
        view! {
            <DateField
                id=id label="Når fikk du førerkortet?" description="For eksempel 24 8 2019".to_owned()
                part_labels=labels error=error.map(str::to_owned) value=value on_change=move |parts| value.set(parts)
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
