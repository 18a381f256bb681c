//! Where the person is logged in: each device in words, and logging out of one or of all others.

use contract::{
    paths,
    session::{Browser, SessionCard, SessionList, System},
};
use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};
use locale::{Language, Timestamp, long_date, time_of_day};

use super::minside_page::sign_in_first;
use crate::{
    platform::{
        announce::announce,
        failure::{failed, reason},
        http::{self, Failure, Method},
        i18n, live,
        load::{Load, Loader},
        page,
        router::NotFetched,
    },
    routes,
    texts::{Text, minside as words},
    ui::{Alert, AlertLevel, Breadcrumbs, Busy, Button, ButtonVariant, Crumb, Skeleton, Tag, TagColor},
};

/// The page, in one part with Min side.
#[wasm_split(minside, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn sessions_part() -> Result<AnyView, NotFetched> {
    Ok(sessions_page())
}

/// What ends sessions: one, or all but this.
#[derive(Clone, Copy)]
struct Ending {
    list: Loader<SessionList>,
    /// The address of the call under way.
    busy: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
}

impl Ending {
    fn end(self, path: String, told: Text) {
        if self.busy.get_untracked().is_some() {
            return;
        }
        self.busy.set(Some(path.clone()));
        self.failure.set(None);
        spawn_local(async move {
            let outcome = http::tell(Method::Delete, &path).await;
            _ = self.busy.try_set(None);
            match outcome {
                Ok(()) => {
                    self.list.again();
                    // The button that was pressed is gone.
                    page::focus_heading();
                    announce(told.get());
                }
                Err(reason) => _ = self.failure.try_set(Some(reason)),
            }
        });
    }

    fn is_busy(self, path: String) -> Signal<Busy> {
        Signal::derive(move || if self.busy.get().as_ref() == Some(&path) { Busy::Busy } else { Busy::Idle })
    }
}

fn sessions_page() -> AnyView {
    page::title(|| Some(words::SESSIONS.get().to_owned()));
    // For the end of this session, of which the page tells at once.
    live::follow(Callback::new(|_| ()));
    let list = Loader::<SessionList>::new(|| paths::SESSIONS.to_owned());
    let to_sign_in = sign_in_first(routes::SESSIONS.to_owned());
    let ending = Ending { list, busy: RwSignal::new(None), failure: RwSignal::new(None) };
    let body = move || {
        let language = i18n::language();
        match list.get() {
            Load::Waiting => view! { <Skeleton lines=4/> }.into_any(),
            Load::Failed(failure) => {
                to_sign_in.run(failure.clone());
                failed(&failure, language, Callback::new(move |()| list.again()))
            }
            Load::Ready(SessionList { sessions }) => sessions_view(sessions, ending, language),
        }
    };
    view! {
        {move || view! { <Breadcrumbs label=words::BREADCRUMBS.get() trail=vec![Crumb { href: routes::MINSIDE.to_owned(), text: words::BACK.get().to_owned() }] current=words::SESSIONS.get()/> }}
        <div class="page__header">
            <h1 class="ds-heading" data-size="lg">{move || words::SESSIONS.get()}</h1>
            <p class="ds-paragraph">{move || words::SESSIONS_LEAD.get()}</p>
        </div>
        <div role="alert">
            {move || ending.failure.get().map(|failure| view! {
                <Alert level=AlertLevel::Danger><p class="ds-paragraph">{reason(&failure).get()}</p></Alert>
            })}
        </div>
        {body}
    }
    .into_any()
}

fn sessions_view(sessions: Vec<SessionCard>, ending: Ending, language: Language) -> AnyView {
    let has_others = sessions.iter().any(|session| !session.is_this);
    let items = sessions.into_iter().map(|session| session_item(session, ending, language)).collect_view();
    let end_others =
        Callback::new(move |()| ending.end(paths::SESSIONS.to_owned(), words::SESSIONS_OTHERS_ENDED));
    let below = if has_others {
        view! {
            <Button
                variant=ButtonVariant::Secondary on_press=end_others busy=ending.is_busy(paths::SESSIONS.to_owned())
                busy_text=words::SESSION_ENDING.in_language(language)
            >{words::SESSION_END_OTHERS.in_language(language)}</Button>
        }
        .into_any()
    } else {
        view! { <p class="ds-paragraph">{words::SESSIONS_ONLY_THIS.in_language(language)}</p> }.into_any()
    };
    view! { <ul class="case-list">{items}</ul>{below} }.into_any()
}

fn session_item(session: SessionCard, ending: Ending, language: Language) -> AnyView {
    let device = device(&session, language);
    let (begun_date, begun_time) = day_and_time(session.begun, language);
    let (used_date, used_time) = day_and_time(session.last_used, language);
    let path = paths::session(&session.id);
    let mark = if session.is_this {
        view! { <Tag color=TagColor::Success>{words::SESSION_THIS.in_language(language)}</Tag> }.into_any()
    } else {
        let end = {
            let path = path.clone();
            Callback::new(move |()| ending.end(path.clone(), words::SESSION_ENDED))
        };
        let label = words::session_end_named(language, &begun_date, &device, &begun_time);
        view! {
            <div class="button-row">
                <Button
                    variant=ButtonVariant::Tertiary on_press=end label=label busy=ending.is_busy(path)
                    busy_text=words::SESSION_ENDING.in_language(language)
                >{words::SESSION_END.in_language(language)}</Button>
            </div>
        }
        .into_any()
    };
    view! {
        <li class="case-list__item">
            <h2 class="ds-heading" data-size="xs">{device}</h2>
            <p class="case-list__dates">
                <span>{words::session_begun(language, &begun_date, &begun_time)}</span>
                <span>{words::session_used(language, &used_date, &used_time)}</span>
            </p>
            {mark}
        </li>
    }
    .into_any()
}

fn day_and_time(at: Timestamp, language: Language) -> (String, String) {
    let at = at.in_norway();
    (long_date(at.date, language), time_of_day(at.time, language))
}

/// "Firefox på en datamaskin med Linux".
fn device(session: &SessionCard, language: Language) -> String {
    let browser = match session.browser {
        Browser::Chrome => "Chrome",
        Browser::Edge => "Edge",
        Browser::Firefox => "Firefox",
        Browser::Safari => "Safari",
        Browser::Samsung => "Samsung Internet",
        Browser::Opera => "Opera",
        Browser::Other => words::BROWSER_OTHER.in_language(language),
    };
    let system = match session.system {
        System::Iphone => words::SYSTEM_IPHONE,
        System::Ipad => words::SYSTEM_IPAD,
        System::Android => words::SYSTEM_ANDROID,
        System::Windows => words::SYSTEM_WINDOWS,
        System::Mac => words::SYSTEM_MAC,
        System::Chromebook => words::SYSTEM_CHROMEBOOK,
        System::Linux => words::SYSTEM_LINUX,
        System::Other => words::SYSTEM_OTHER,
    };
    words::session_device(language, browser, system.in_language(language))
}
