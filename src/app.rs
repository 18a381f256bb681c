//! The whole app: what every page shares, the frame, and the router, which knows every slice.

use contract::{front::Front, paths};
use leptos::{mount::mount_to, prelude::*, task::spawn_local};
use locale::phone;
use wasm_bindgen::JsCast;

use crate::{
    catalogue::catalogue_part,
    forms::{FormMemory, form_part, go_on_part, hand_in_part},
    frame::{Footer, Header, not_found_page, part_missing_page},
    home::home_page,
    minside::{HandingIn, case_part, data_part, minside_part, sessions_part},
    platform::{
        announce, connection, device, dom,
        failure::HelpLine,
        fault, http, i18n, markup, page,
        router::{Page, Pages, Route},
        waiting::waiting,
    },
    services::{service_part, services_part},
    session::{Account, AccountMenu, SessionWatch, sign_in_part},
    texts::frame as words,
    ui::SkipLink,
};

/// The element of `index.html` that the app takes over from the shell.
const ROOT: &str = "app";

/// Replaces the shell by the app.
pub fn start() {
    fault::start();
    markup::guard();
    connection::start();
    i18n::start();
    let Some(root) = dom::by_id(ROOT) else { return };
    let typed = typed_in_shell();
    root.set_text_content(None);
    mount_to(root, App).forget();
    restore_typed(typed);
    // Tells measurements and tests that the page can be used.
    if let Some(html) = dom::document().document_element() {
        _ = html.set_attribute("data-ready", "");
    }
}

#[component]
fn App() -> impl IntoView {
    let front = RwSignal::new(front_of_shell());
    page::start(&front.with_untracked(|front| front.municipality.name.clone()));
    provide_context(front);
    provide_context(HelpLine(Signal::derive(move || front.with(|front| phone(&front.municipality.phone)))));
    let account = Account::start();
    provide_context(account);
    let memory = FormMemory::new();
    provide_context(memory.clone());
    provide_context(HandingIn(|| Box::pin(hand_in_part())));
    keep_answers_apart(account, memory);
    follow_language(front);
    view! {
        <SkipLink target="main">{move || words::SKIP.get()}</SkipLink>
        <Header front=front><AccountMenu/></Header>
        <main id="main" class="page" tabindex="-1">
            <Pages routes=&ROUTES waiting=|| waiting(8) missing=not_found_page failed=part_missing_page/>
        </main>
        <Footer front=front/>
        <SessionWatch/>
        <div id=announce::REGION class="ds-sr-only" role="status" aria-live="polite"></div>
    }
}

/// Every page, by its address.
static ROUTES: [Route; 11] = [
    Route { pattern: "/", page: Page::Here(home_page) },
    Route { pattern: "/tjenester", page: Page::Part(|| Box::pin(services_part())) },
    Route { pattern: "/tjenester/:id", page: Page::Part(|| Box::pin(service_part())) },
    Route { pattern: "/logg-inn", page: Page::Part(|| Box::pin(sign_in_part())) },
    Route { pattern: "/skjema/:form/:page?/:reference?", page: Page::Part(|| Box::pin(form_part())) },
    Route { pattern: "/fortsett", page: Page::Part(|| Box::pin(go_on_part())) },
    Route { pattern: "/minside", page: Page::Part(|| Box::pin(minside_part())) },
    Route { pattern: "/minside/data", page: Page::Part(|| Box::pin(data_part())) },
    Route { pattern: "/minside/innlogginger", page: Page::Part(|| Box::pin(sessions_part())) },
    Route { pattern: "/minside/saker/:reference", page: Page::Part(|| Box::pin(case_part())) },
    Route { pattern: "/komponenter", page: Page::Part(|| Box::pin(catalogue_part())) },
];

/// What the server wrote into the page: the first answer of the API without asking for it.
fn front_of_shell() -> Front {
    let written = dom::by_id("front").and_then(|element| element.text_content());
    let front = written.and_then(|json| json::read(&json).ok());
    front.unwrap_or_else(|| Front {
        municipality: contract::front::Municipality::default(),
        notices: Vec::new(),
        popular: Vec::new(),
        contact: Vec::new(),
        demo: false,
    })
}

/// Answers in memory belong to one person: another person, or a log-out, starts with none. The end of a
/// session is neither: the same person comes back to the same answers.
fn keep_answers_apart(account: Account, memory: FormMemory) {
    Effect::new(move |_| {
        if let Some(person) = account.person() {
            memory.belongs_to(&person.subject);
        } else if account.has_left() {
            memory.clear();
            device::lock();
        }
    });
}

/// Fetches the front page's content again when the language changes.
fn follow_language(front: RwSignal<Front>) {
    let written = i18n::language_now();
    Effect::new(move |before: Option<locale::Language>| {
        let language = i18n::language();
        if language != before.unwrap_or(written) {
            spawn_local(async move {
                if let Ok(fresh) = http::get::<Front>(&paths::front(language)).await
                    && i18n::language_now() == language
                {
                    front.set(fresh);
                }
            });
        }
        language
    });
}

/// What a fast person has typed into the shell's search before the app came, and whether focus is there.
fn typed_in_shell() -> Option<(String, bool)> {
    let field: web_sys::HtmlInputElement = dom::by_id("q")?.dyn_into().ok()?;
    let has_focus = dom::document().active_element().is_some_and(|active| active.id() == "q");
    Some((field.value(), has_focus))
}

fn restore_typed(typed: Option<(String, bool)>) {
    let Some((text, has_focus)) = typed else { return };
    let Some(field) =
        dom::by_id("q").and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok())
    else {
        return;
    };
    if !text.is_empty() {
        field.set_value(&text);
        // The app hears of it as of any other typing.
        if let Ok(event) = web_sys::Event::new("input") {
            _ = field.dispatch_event(&event);
        }
    }
    if has_focus {
        _ = field.focus();
    }
}
