//! Fields that belong together, under a heading that is read with each of them; and rows of such groups.

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

/// One of several groups of the same fields. Many of them can stand below each other: what is out of sight costs
/// nothing to lay out and paint. The label follows, as a group's number does when one before it goes away.
#[component]
pub fn RowGroup(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="ds-fieldset row-group" id=id tabindex="-1">
            <legend class="ds-label">{label}</legend>
            <div class="field-group">{children()}</div>
        </fieldset>
    }
    .into_any()
}

/// Some of many [`RowGroup`]s: what is out of sight is passed over as one.
#[component]
pub fn RowBlock(children: Children) -> impl IntoView {
    view! { <div class="row-block">{children()}</div> }.into_any()
}

/// The states of [`FieldGroup`] and [`RowGroup`].
pub fn examples() -> Vec<Example> {
    let field = |id: &'static str, error: Option<&str>| {
        view! {
            <FieldGroup id=id label="Barn 1" error=error.map(str::to_owned)>
                <p class="ds-paragraph">"Spørsmål om barnet"</p>
            </FieldGroup>
        }
    };
    let rows = || {
        let row = |number: &str| {
            view! {
                <RowGroup id=["eks-rad-", number].concat() label=["Søsken ", number].concat()>
                    <p class="ds-paragraph">"Spørsmål om søsken"</p>
                </RowGroup>
            }
        };
        view! {
            <FieldGroup id="eks-rader" label="Søsken">
                <div class="row-groups"><RowBlock>{row("1")}{row("2")}</RowBlock></div>
            </FieldGroup>
        }
    };
    vec![
        Example::new("default", "Vanlig", field("eks-gruppe", None)),
        Example::new("error", "Med feil", field("eks-gruppe-feil", Some("Legg til minst ett barn."))),
        Example::new("rows", "Flere av det samme", rows()),
    ]
}
