//! A question that must be answered before anything else.

use std::cell::Cell;

use leptos::{html, prelude::*};

use super::{Example, button::Button};

thread_local! {
    /// Makes the ids of headings unique.
    static COUNT: Cell<u32> = const { Cell::new(0) };
}

/// A modal dialog: the browser keeps focus in it, and gives it back to where it was.
///
/// Opening and closing follow `open`; Escape and the X only ask, through `on_close`.
#[component]
pub fn Dialog(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    /// The name of the X, such as "Lukk"; without it there is none.
    #[prop(optional, into)]
    close_label: Option<String>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let count = COUNT.replace(COUNT.get() + 1);
    let title_id = ["dialog-", &count.to_string()].concat();
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        let is_open = open.get();
        if let Some(dialog) = dialog.get() {
            if is_open && !dialog.open() {
                _ = dialog.show_modal();
            } else if !is_open && dialog.open() {
                dialog.close();
            }
        }
    });
    let cancel = move |event: web_sys::Event| {
        event.prevent_default();
        on_close.run(());
    };
    // Browsers close a dialog on a second Escape whatever the page says.
    let closed = move |_| {
        if open.get_untracked() {
            on_close.run(());
        }
    };
    let close_button = close_label.map(|label| {
        view! {
            <button
                type="button" class="ds-button dialog-close" data-variant="tertiary" data-icon=""
                aria-label=label on:click=move |_| on_close.run(())
            ></button>
        }
    });
    view! {
        <dialog node_ref=dialog class="ds-dialog" aria-labelledby=labelled_by on:cancel=cancel on:close=closed>
            {close_button}
            // Focus starts at the heading: it is read with what follows, and no button is pressed by chance.
            <h2 class="ds-heading" data-size="sm" id=title_id tabindex="-1" autofocus=true>{title}</h2>
            {children()}
        </dialog>
    }
    .into_any()
}

/// The states of [`Dialog`].
pub fn examples() -> Vec<Example> {
    let example = |close_label: &'static str| {
        let open = RwSignal::new(false);
        let close = Callback::new(move |()| open.set(false));
        view! {
            <Button on_press=move |()| open.set(true)>"Åpne dialogen"</Button>
            <Dialog title="Slette utkastet?".to_owned() open=open on_close=close close_label=close_label>
                <p class="ds-paragraph">"Svarene dine blir borte for godt. Du kan begynne på nytt når du vil."</p>
                <div class="button-row"><Button on_press=close>"Behold utkastet"</Button></div>
            </Dialog>
        }
    };
    vec![Example::new("default", "Åpnes med knappen", example("Lukk"))]
}
