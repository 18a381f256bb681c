//! Fields that belong together, under a heading that is read with each of them.

use leptos::prelude::*;

use super::{
    Example,
    field::{Frame, group},
};

/// A fieldset around other fields, which can be led to where something is wrong.
#[component]
pub fn FieldGroup(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note: Signal::stored(None), error };
    group(&frame, view! { <div class="field-group">{children()}</div> }.into_any(), on_blur)
}

/// The states of [`FieldGroup`].
pub fn examples() -> Vec<Example> {
    let field = |id: &'static str, error: Option<&str>| {
        view! {
            <FieldGroup id=id label="Barn 1" error=error.map(str::to_owned)>
                <p class="ds-paragraph">"Spørsmål om barnet"</p>
            </FieldGroup>
        }
    };
    vec![
        Example::new("default", "Vanlig", field("eks-gruppe", None)),
        Example::new("error", "Med feil", field("eks-gruppe-feil", Some("Legg til minst ett barn."))),
    ]
}
