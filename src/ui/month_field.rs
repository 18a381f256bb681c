//! A month of a year, each typed.

use leptos::prelude::*;

use super::{
    Example,
    date_field::part_input,
    field::{Frame, group},
};

/// The month as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthParts {
    pub month: String,
    pub year: String,
}

/// Two inputs, with the ids `{id}-month` and `{id}-year`.
#[component]
pub fn MonthField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// The labels of month and year.
    part_labels: (String, String),
    #[prop(into)] value: Signal<MonthParts>,
    #[prop(into)] on_change: Callback<MonthParts>,
    /// Focus has left both.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let (month, year) = part_labels;
    let set_month = Callback::new(move |month| on_change.run(MonthParts { month, ..value.get_untracked() }));
    let set_year = Callback::new(move |year| on_change.run(MonthParts { year, ..value.get_untracked() }));
    let month_now = Signal::derive(move || value.with(|parts| parts.month.clone()));
    let year_now = Signal::derive(move || value.with(|parts| parts.year.clone()));
    let parts = view! {
        <div class="date-parts">
            {part_input(&frame, "-month", month, "2", month_now, set_month)}
            {part_input(&frame, "-year", year, "4", year_now, set_year)}
        </div>
    };
    group(&frame, parts.into_any(), on_blur)
}

/// The states of [`MonthField`].
pub fn examples() -> Vec<Example> {
    let value = RwSignal::new(MonthParts::default());
    let field = view! {
        <MonthField
            id="eks-maaned" label="Når begynte du i jobben?" description="For eksempel 8 2019".to_owned()
            part_labels=("Måned".to_owned(), "År".to_owned()) value=value on_change=move |parts| value.set(parts)
        />
    };
    vec![Example::new("default", "Vanlig", field)]
}
