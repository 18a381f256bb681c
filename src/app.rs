//! The whole app: what every page shares, the frame, and the router, which knows every slice.

use contract::{front::Front, paths};
use leptos::{mount::mount_to, prelude::*, task::spawn_local};
use leptos_router::{
    Lazy,
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};
use locale::phone;
use wasm_bindgen::JsCast;

use crate::{
    catalogue::CataloguePage,
    forms::{FormMemory, FormRoute},
    frame::{Footer, Header, NotFoundPage},
    home::HomePage,
    minside::{CaseRoute, MinsideRoute},
    platform::{announce, connection, dom, failure::HelpLine, http, i18n, page, panic},
    services::{ServiceRoute, ServicesRoute},
    session::{Account, AccountMenu, SessionWatch, SignInRoute},
    texts::frame as words,
    ui::SkipLink,
};

/// The element of `index.html` that the app takes over from the shell.
const ROOT: &str = "app";

/// Replaces the shell by the app.
pub fn start() {
    panic::start();
    connection::start();
    i18n::start();
    let Some(root) = dom::by_id(ROOT) else { return };
    let typed = typed_in_shell();
    root.set_inner_html("");
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
    keep_answers_apart(account, memory);
    follow_language(front);
    view! {
        <Router>
            <SkipLink target="main">{move || words::SKIP.get()}</SkipLink>
            <Header front=front><AccountMenu/></Header>
            <main id="main" class="page" tabindex="-1">
                <Pages/>
            </main>
            <Footer front=front/>
            <SessionWatch/>
            <div id=announce::REGION class="ds-sr-only" role="status" aria-live="polite"></div>
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    let location = use_location();
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        // The first time, nothing is left: the person arrives.
        if before.is_some() {
            page::leave();
        }
    });
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage/>
            <Route path=path!("/tjenester") view={Lazy::<ServicesRoute>::new()}/>
            <Route path=path!("/tjenester/:id") view={Lazy::<ServiceRoute>::new()}/>
            <Route path=path!("/logg-inn") view={Lazy::<SignInRoute>::new()}/>
            <Route path=path!("/skjema/:form/:page?/:reference?") view={Lazy::<FormRoute>::new()}/>
            <Route path=path!("/minside") view={Lazy::<MinsideRoute>::new()}/>
            <Route path=path!("/minside/saker/:reference") view={Lazy::<CaseRoute>::new()}/>
            <Route path=path!("/komponenter") view={Lazy::<CataloguePage>::new()}/>
        </FlatRoutes>
    }
}

/// What the server wrote into the page: the first answer of the API without asking for it.
fn front_of_shell() -> Front {
    let written = dom::by_id("front").and_then(|element| element.text_content());
    let front = written.and_then(|json| serde_json::from_str(&json).ok());
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
