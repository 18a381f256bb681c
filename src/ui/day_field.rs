//! A day near today: written as one likes, or found in the browser's own calendar.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    Example,
    field::{Frame, single},
    icon::Icon,
    text_field::{FieldWidth, Input, TextKind, text_input},
};

/// A day as text, with a button that opens a calendar.
///
/// The text is what counts. `<input type="date">` alone would show days as the browser's language has them, not the
/// page's, and lose what it does not understand: here it is only the calendar behind the button.
#[component]
pub fn DayField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// The name of the button that opens the calendar.
    #[prop(into)]
    open_calendar: String,
    /// The text as it is to be seen.
    #[prop(into)]
    value: Signal<String>,
    /// The day as `2026-08-24`, where the text is one: where the calendar opens.
    #[prop(into)]
    day: Signal<Option<String>>,
    /// Gets what was written, or `2026-08-24` from the calendar.
    #[prop(into)]
    on_change: Callback<String>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let input = Input { kind: TextKind::Text, width: FieldWidth::Medium, autocomplete: Some("off") };
    let text = text_input(&frame, input, value, on_change, on_blur);
    let calendar = NodeRef::<html::Input>::new();
    let field = StoredValue::new(frame.id.clone());
    let open = move |_| {
        if let Some(calendar) = calendar.get_untracked() {
            // A browser that cannot open it leaves the person with the text, which is enough.
            _ = calendar.show_picker();
        }
    };
    let chosen = move |event: web_sys::Event| {
        on_change.run(event_target_value(&event));
        let written = field.with_value(|id| document().get_element_by_id(id));
        if let Some(written) = written.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            _ = written.focus();
        }
    };
    let control = view! {
        <div class="day-field">
            {text}
            <button type="button" class="ds-button" data-variant="secondary" data-icon="true" aria-label=open_calendar on:click=open>
                <Icon name="Calendar"/>
            </button>
            <input
                node_ref=calendar class="day-field__calendar" type="date" tabindex="-1" aria-hidden="true"
                prop:value=move || day.get().unwrap_or_default()
                on:change=chosen
            />
        </div>
    };
    single(&frame, control.into_any())
}

/// The states of [`DayField`].
pub fn examples() -> Vec<Example> {
    let field = |id: &'static str, text: &str, error: Option<&str>| {
        let value = RwSignal::new(text.to_owned());
        view! {
            <DayField
                id=id label="Når vil du flytte inn?" description="For eksempel 24.8.2026".to_owned()
                open_calendar="Velg dato i kalender" error=error.map(str::to_owned)
                value=value day=Signal::stored(None::<String>) on_change=move |text| value.set(text)
            />
        }
    };
    vec![
        Example::new("default", "Vanlig", field("eks-naer-dato", "", None)),
        Example::new(
            "error",
            "Med feil",
            field(
                "eks-naer-dato-feil",
                "31.2.2026",
                Some("Datoen finnes ikke. Skriv for eksempel 24.8.2026."),
            ),
        ),
    ]
}
