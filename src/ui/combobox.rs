//! One of very many options, found by typing: the combobox of the ARIA practices, with a list that filters.

use leptos::prelude::*;

use super::{
    Choice, Example,
    field::{Frame, left, single},
};

/// As many options as are shown at a time.
const MOST_SHOWN: usize = 20;

/// What the list says of itself.
#[derive(Clone)]
pub struct ComboboxWords {
    /// Where nothing fits.
    pub none: String,
    /// How many fit, for those who do not see the list.
    pub count: Callback<u32, String>,
}

/// A field that finds an option by any part of its label.
#[component]
pub fn Combobox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] description: Option<String>,
    #[prop(optional_no_strip, into)] optional_mark: Option<String>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    options: Vec<Choice>,
    list_words: ComboboxWords,
    #[prop(optional_no_strip, into)] autocomplete: Option<&'static str>,
    /// The value of the option chosen; empty for none.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame { id, label, description, optional_mark, note, error };
    let options = StoredValue::new(options);
    let label_of = move |value: &str| {
        options.with_value(|all| all.iter().find(|one| one.value == value).map(|one| one.label.clone()))
    };
    // What is typed while the list is open; what is chosen otherwise.
    let typed = RwSignal::new(None::<String>);
    let active = RwSignal::new(0_usize);
    let shown = Memo::new(move |_| match typed.get() {
        None => Vec::new(),
        Some(text) => options.with_value(|all| fitting(all, &text)),
    });
    let text = Signal::derive(move || {
        typed.get().unwrap_or_else(|| value.with(|value| label_of(value).unwrap_or_else(|| value.clone())))
    });
    let choose = move |option: &Choice| {
        typed.set(None);
        on_change.run(option.value.clone());
    };
    let list_id = [&frame.id, "-list"].concat();
    let option_id = {
        let id = frame.id.clone();
        move |index: usize| [&id, "-", &index.to_string()].concat()
    };
    let active_id = {
        let option_id = option_id.clone();
        move || typed.with(Option::is_some).then(|| option_id(active.get()))
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let count = shown.with_untracked(Vec::len);
        let here = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => {
                if typed.with_untracked(Option::is_none) {
                    typed.set(Some(String::new()));
                } else {
                    active.set((here + 1).min(count.saturating_sub(1)));
                }
            }
            "ArrowUp" => active.set(here.saturating_sub(1)),
            "Enter" if count > 0 && typed.with_untracked(Option::is_some) => {
                let option = shown.with_untracked(|shown| shown.get(here).cloned());
                option.iter().for_each(choose);
            }
            "Escape" => typed.set(None),
            _ => return,
        }
        event.prevent_default();
    };
    let on_input = move |event| {
        let text = event_target_value(&event);
        active.set(0);
        // What is wiped is no answer any more.
        if text.is_empty() {
            on_change.run(String::new());
        }
        typed.set(Some(text));
    };
    let on_leave = move |event: web_sys::FocusEvent| {
        // What is typed in full counts as chosen; anything else goes to validation as it is.
        if let Some(text) = typed.get_untracked().filter(|text| !text.is_empty()) {
            let exact = options.with_value(|all| {
                all.iter().find(|one| one.label.to_lowercase() == text.trim().to_lowercase()).cloned()
            });
            on_change.run(exact.map_or(text, |option| option.value));
        }
        typed.set(None);
        left(&event, on_blur);
    };
    let ComboboxWords { none, count } = list_words;
    let list = {
        let (list_id, none) = (list_id.clone(), none.clone());
        move || {
            typed.with(Option::is_some).then(|| {
                let options = shown.get().into_iter().enumerate().map(|(index, option)| {
                    let chosen = option.clone();
                    view! {
                        <li
                            class="combobox__option"
                            role="option"
                            id=option_id(index)
                            aria-selected=move || if active.get() == index { "true" } else { "false" }
                            on:mousedown=move |event| {
                                event.prevent_default();
                                choose(&chosen);
                            }
                        >
                            {option.label}
                        </li>
                    }
                });
                let empty =
                    shown.with(Vec::is_empty).then(|| view! { <p class="combobox__none">{none.clone()}</p> });
                view! {
                    <ul class="combobox__list" role="listbox" id=list_id.clone()>{options.collect_view()}</ul>
                    {empty}
                }
            })
        }
    };
    let told = move || {
        typed.with(Option::is_some).then(|| {
            let found = shown.with(Vec::len);
            if found == 0 { none.clone() } else { count.run(u32::try_from(found).unwrap_or(u32::MAX)) }
        })
    };
    let control = view! {
        <div class="combobox">
            <input
                class="ds-input"
                type="text"
                role="combobox"
                id=frame.id.clone()
                name=frame.id.clone()
                autocomplete=autocomplete.unwrap_or("off")
                aria-autocomplete="list"
                aria-expanded=move || if typed.with(Option::is_some) { "true" } else { "false" }
                aria-controls=list_id
                aria-activedescendant=active_id
                aria-invalid=frame.invalid()
                aria-describedby=frame.described_by()
                prop:value=text
                on:input=on_input
                on:keydown=on_key
                on:focusout=on_leave
            />
            {list}
            <span class="ds-sr-only" role="status">{told}</span>
        </div>
    };
    single(&frame, control.into_any())
}

/// Those whose label begins with the text come first, then those that have it within.
fn fitting(all: &[Choice], text: &str) -> Vec<Choice> {
    let text = text.trim().to_lowercase();
    let place = |choice: &Choice| choice.label.to_lowercase().find(&text);
    let first = all.iter().filter(|choice| place(choice) == Some(0));
    let within = all.iter().filter(|choice| place(choice).is_some_and(|place| place > 0));
    first.chain(within).take(MOST_SHOWN).cloned().collect()
}

/// The states of [`Combobox`].
pub fn examples() -> Vec<Example> {
    let field = |id: &'static str, chosen: &str, error: Option<&str>| {
        let value = RwSignal::new(chosen.to_owned());
        let options = ["Norge", "Nederland", "Sverige", "Danmark", "Finland", "Island"];
        let options =
            options.map(|name| Choice { value: name.to_owned(), label: name.to_owned(), description: None });
        let list_words = ComboboxWords {
            none: "Ingen treff. Skriv noe annet.".to_owned(),
            count: Callback::new(|count: u32| [&count.to_string(), " valg"].concat()),
        };
        view! {
            <Combobox
                id=id label="Hvilket land kommer du fra?" options=options.to_vec() list_words=list_words
                error=error.map(str::to_owned) value=value on_change=move |key| value.set(key)
            />
        }
    };
    vec![
        Example::new("default", "Vanlig", field("eks-soekeliste", "", None)),
        Example::new("chosen", "Valgt", field("eks-soekeliste-valgt", "Norge", None)),
        Example::new(
            "error",
            "Med feil",
            field("eks-soekeliste-feil", "Norg", Some("Velg et av landene i listen.")),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Choice, fitting};

    #[test]
    fn beginnings_come_first() {
        let all = ["Finland", "Island", "Irland"]
            .map(|name| Choice { label: name.to_owned(), ..Choice::default() });
        let found: Vec<String> = fitting(&all, " LAND").into_iter().map(|choice| choice.label).collect();
        assert_eq!(found, ["Finland", "Island", "Irland"]);
        let found: Vec<String> = fitting(&all, "i").into_iter().map(|choice| choice.label).collect();
        assert_eq!(found, ["Island", "Irland", "Finland"]);
    }
}
