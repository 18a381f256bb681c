//! Files: chosen, photographed, pasted or dropped, and a list of how far each has come.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Event, File, FileList, HtmlElement, HtmlInputElement};

use super::{Button, ButtonVariant, Example};

/// How a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// It waits, or is being looked at.
    Busy,
    /// So many hundredths of it have arrived.
    Sending(u8),
    /// Something must happen before it goes on.
    Stopped,
    Ready,
    Refused,
}

impl FileState {
    fn name(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Sending(_) => "sending",
            Self::Stopped => "stopped",
            Self::Ready => "ready",
            Self::Refused => "refused",
        }
    }
}

/// A file of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Stays the same for as long as the file is in the list. Letters, digits and hyphens.
    pub key: String,
    pub name: String,
    pub size: String,
    pub state: FileState,
    /// The state in words.
    pub text: String,
    /// The name of the progress bar.
    pub progress: String,
    /// What the button says that takes it away, with the file's name.
    pub delete: String,
    /// What the button says that tries again, and its name with the file's.
    pub again: Option<(String, String)>,
}

/// The words around the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWords {
    pub choose: String,
    /// None where no pictures are taken.
    pub camera: Option<String>,
    /// What is taken.
    pub hint: Signal<String>,
    /// That files can be dropped and pasted; not shown where there is no pointer to do it with.
    pub drop: String,
}

/// A place to put files. Focus that was on a file goes, when it is deleted, to the next one, or to where files
/// are chosen. What goes on in the list is told by whoever changes it.
#[component]
pub fn FileField(
    /// Of the input.
    #[prop(into)]
    id: String,
    words: FileWords,
    /// As the `accept` attribute has it.
    #[prop(into)]
    accept: Signal<String>,
    #[prop(into)] files: Signal<Vec<FileRow>>,
    #[prop(into)] on_files: Callback<Vec<File>>,
    #[prop(into)] on_delete: Callback<String>,
    #[prop(into)] on_again: Callback<String>,
) -> impl IntoView {
    let place = StoredValue::new(id.clone());
    let is_over = RwSignal::new(false);
    let hint_id = [&id, "-hint"].concat();
    let picked = move |event: Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        take(input.files(), on_files);
        // The same file can be chosen again.
        input.set_value("");
    };
    let pasted = move |event: ClipboardEvent| {
        take(event.clipboard_data().and_then(|clip| clip.files()), on_files);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()), on_files);
    };
    let over = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    let keys =
        Memo::new(move |_| files.with(|all| all.iter().map(|file| file.key.clone()).collect::<Vec<_>>()));
    let row = move |key: String| one_file(place, files, key, on_delete, on_again);
    let camera = words.camera.map(|text| {
        let camera_id = [&id, "-camera"].concat();
        view! {
            <span class="file-field__camera">
                <input class="file-field__input" type="file" id=camera_id.clone() accept="image/jpeg,image/png" capture="environment" on:change=picked/>
                <label class="ds-button" data-variant="secondary" for=camera_id>{text}</label>
            </span>
        }
    });
    view! {
        <div class="file-field" data-over=move || is_over.get().then_some("") on:paste=pasted on:drop=dropped on:dragover=over on:dragleave=move |_| is_over.set(false)>
            <p class="file-field__hint" id=hint_id.clone()>{words.hint} " " <span class="file-field__drop">{words.drop}</span></p>
            <Show when=move || keys.with(|keys| !keys.is_empty())>
                <ul class="file-field__list">
                    <For each=move || keys.get() key=Clone::clone children=row/>
                </ul>
            </Show>
            <div class="button-row">
                <span>
                    <input class="file-field__input" type="file" multiple id=id.clone() accept=accept aria-describedby=hint_id on:change=picked/>
                    <label class="ds-button" data-variant="secondary" for=id>{words.choose}</label>
                </span>
                {camera}
            </div>
        </div>
    }
    .into_any()
}

fn take(list: Option<FileList>, on_files: Callback<Vec<File>>) {
    let files: Vec<File> = list
        .into_iter()
        .flat_map(|list| (0..list.length()).filter_map(move |index| list.get(index)))
        .collect();
    if !files.is_empty() {
        on_files.run(files);
    }
}

fn one_file(
    place: StoredValue<String>,
    files: Signal<Vec<FileRow>>,
    key: String,
    on_delete: Callback<String>,
    on_again: Callback<String>,
) -> AnyView {
    let Some(first) = files.with_untracked(|all| all.iter().find(|file| file.key == key).cloned()) else {
        return ().into_any();
    };
    let key = StoredValue::new(key);
    let element = place.with_value(|place| key.with_value(|key| [place, "-", key].concat()));
    let now = Memo::new(move |before: Option<&FileRow>| {
        let found = files.with(|all| key.with_value(|key| all.iter().find(|file| file.key == *key).cloned()));
        found.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let delete = Callback::new(move |()| {
        let next = neighbour(files, &key.get_value());
        on_delete.run(key.get_value());
        place.with_value(|place| focus_after(place, next));
    });
    let again = move || {
        now.with(|file| file.again.clone()).map(|(text, name)| {
            let on_press = Callback::new(move |()| {
                // The button is about to go.
                place.with_value(|place| focus_after(place, Some(key.get_value())));
                on_again.run(key.get_value());
            });
            view! { <Button variant=ButtonVariant::Secondary on_press=on_press label=name>{text}</Button> }
        })
    };
    let bar = move || {
        let FileState::Sending(percent) = now.with(|file| file.state) else { return None };
        Some(view! {
            <progress class="file-field__bar" max="100" value=percent.to_string() aria-label=now.with_untracked(|file| file.progress.clone())></progress>
        })
    };
    view! {
        <li class="file-field__file" id=element data-state=move || now.with(|file| file.state.name())>
            <p class="file-field__name">{move || now.with(|file| file.name.clone())} " " <span class="file-field__size">{move || now.with(|file| file.size.clone())}</span></p>
            <p class="file-field__state">{move || now.with(|file| file.text.clone())}</p>
            {bar}
            <div class="button-row">
                {again}
                <span class="file-field__delete">
                    <Button variant=ButtonVariant::Tertiary on_press=delete>{move || now.with(|file| file.delete.clone())}</Button>
                </span>
            </div>
        </li>
    }
    .into_any()
}

/// The file that stands where this one has been, once it is gone.
fn neighbour(files: Signal<Vec<FileRow>>, key: &str) -> Option<String> {
    files.with_untracked(|all| {
        let at = all.iter().position(|file| file.key == key)?;
        let next = all.get(at + 1).or_else(|| all.get(at.checked_sub(1)?));
        next.map(|file| file.key.clone())
    })
}

/// Once the list is drawn anew, focus goes to the button that deletes this file, or to where files are chosen.
fn focus_after(place: &str, key: Option<String>) {
    let selector = match key {
        Some(key) => ["#", place, "-", &key, " .file-field__delete button"].concat(),
        None => ["#", place].concat(),
    };
    let action = move || {
        let found = document().query_selector(&selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            _ = element.focus();
        }
    };
    request_animation_frame(action);
}

/// The states of [`FileField`].
pub fn examples() -> Vec<Example> {
    let words = || FileWords {
        choose: "Velg filer".to_owned(),
        camera: Some("Ta bilde".to_owned()),
        hint: Signal::stored(
            "PDF, JPG, PNG. En fil kan være høyst 20\u{a0}MB. Du kan legge ved inntil 5.".to_owned(),
        ),
        drop: "Du kan også dra filer hit eller lime dem inn.".to_owned(),
    };
    let file = |number: usize, name: &str, state: FileState, text: &str| FileRow {
        key: number.to_string(),
        name: name.to_owned(),
        size: "2,3\u{a0}MB".to_owned(),
        state,
        text: text.to_owned(),
        progress: ["Opplasting av ", name].concat(),
        delete: ["Slett ", name].concat(),
        again: (state == FileState::Stopped)
            .then(|| ("Prøv igjen nå".to_owned(), ["Prøv igjen nå: ", name].concat())),
    };
    let all = vec![
        file(0, "Legeerklæring.pdf", FileState::Ready, "Klar"),
        file(1, "Bilde av døra.jpg", FileState::Sending(42), "Lastet opp 42 %"),
        file(2, "Kvittering.png", FileState::Busy, "Venter på tur"),
        file(3, "Vedtak fra Nav.pdf", FileState::Stopped, "Opplastingen stoppet. Vi prøver igjen om litt."),
        file(
            4,
            "Et-langt-navn-som-kommer-rett-fra-en-skanner-og-som-ingen-har-endret-2026-11-24.pdf",
            FileState::Refused,
            "Filen er låst med passord. Fjern passordet, og prøv på nytt.",
        ),
    ];
    let field = move |id: &'static str, files: Vec<FileRow>| {
        view! {
            <super::FieldGroup id=[id, "-gruppe"].concat() label="Filer">
                <FileField
                    id=id words=words() accept=".pdf".to_owned() files=Signal::stored(files)
                    on_files=Callback::new(|_: Vec<File>| ()) on_delete=|_: String| () on_again=|_: String| ()
                />
            </super::FieldGroup>
        }
    };
    vec![
        Example::new("empty", "Uten filer", field("eks-filer", Vec::new())),
        Example::new("states", "Hver tilstand", field("eks-filer-alle", all)),
    ]
}
