//! The person's own page. Its parts are fetched apart and fail apart.

use std::time::Duration;

use contract::{
    events::{LiveEvent, LiveKind},
    minside::{CaseCard, CaseList, CaseStatus},
    paths,
};
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::{Language, long_date, weekday_and_date};

use super::{drafts::Drafts, status::status_tag};
use crate::{
    platform::{
        announce::announce,
        failure::failed,
        http::Failure,
        i18n, live,
        load::{Load, Loader},
        page,
        router::{NotFetched, Visit, go},
        time::Debounce,
    },
    routes,
    texts::minside as words,
    ui::{ButtonLink, ButtonVariant, Skeleton},
};

/// Changes that come within this time of each other are looked at together.
const TOGETHER: Duration = Duration::from_millis(300);

/// The page, in a part of the app of its own.
#[wasm_split(minside, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn minside_part() -> Result<AnyView, NotFetched> {
    Ok(minside_page())
}

fn minside_page() -> AnyView {
    page::title(|| Some(words::TITLE.get().to_owned()));
    let (cases_changed, drafts_changed) = (RwSignal::new(0), RwSignal::new(0));
    live::follow(Callback::new(move |event: LiveEvent| {
        if event.kind != LiveKind::Draft {
            cases_changed.update(|count| *count += 1);
        }
        if event.kind != LiveKind::Case {
            drafts_changed.update(|count| *count += 1);
        }
    }));
    let cases = Loader::<CaseList>::new(|| paths::cases(i18n::language()));
    on_change(cases_changed, move || cases.refresh(|_, _| announce(words::LIVE_LISTS.get())));
    let to_sign_in = sign_in_first(routes::MINSIDE.to_owned());
    view! {
        <div class="page__header"><h1 class="ds-heading" data-size="lg">{move || words::TITLE.get()}</h1></div>
        <Drafts to_sign_in=to_sign_in changes=drafts_changed/>
        <section aria-labelledby="cases">
            <h2 id="cases" class="ds-heading" data-size="md" tabindex="-1">{move || words::CASES.get()}</h2>
            {move || {
                let language = i18n::language();
                match cases.get() {
                    Load::Waiting => view! { <Skeleton lines=4/> }.into_any(),
                    Load::Failed(failure) => {
                        to_sign_in.run(failure.clone());
                        failed(&failure, language, Callback::new(move |()| cases.again()))
                    }
                    Load::Ready(CaseList { cases }) if cases.is_empty() => view! {
                        <p class="ds-paragraph">{words::CASES_EMPTY.in_language(language)}</p>
                        <ButtonLink href=routes::SERVICES variant=ButtonVariant::Secondary>{words::CASES_FIND.in_language(language)}</ButtonLink>
                    }
                    .into_any(),
                    Load::Ready(CaseList { cases }) => {
                        let items = cases.iter().map(|case| case_item(case, language)).collect_view();
                        view! { <ul class="case-list">{items}</ul> }.into_any()
                    }
                }
            }}
        </section>
        <p><a class="ds-link" href=routes::SESSIONS>{move || words::SESSIONS_LINK.get()}</a></p>
        <p><a class="ds-link" href=routes::DATA>{move || words::DATA_LINK.get()}</a></p>
    }
    .into_any()
}

/// Looks again soon after `changes` has grown, once for changes that come close together.
pub fn on_change(changes: RwSignal<u32>, look: impl Fn() + Copy + 'static) {
    let soon = Debounce::new(TOGETHER);
    Effect::new(move |before: Option<u32>| {
        let now = changes.get();
        if before.is_some_and(|before| before != now) {
            soon.start(look);
        }
        now
    });
}

/// Leads to the login page where a call found nobody logged in, and back to `then` afterwards.
pub fn sign_in_first(then: String) -> Callback<Failure> {
    Callback::new(move |failure: Failure| {
        if let Some(to) = routes::sign_in_after(&failure, &then) {
            go(&to, Visit::Instead);
        }
    })
}

fn case_item(case: &CaseCard, language: Language) -> AnyView {
    let received = long_date(case.received.in_norway().date, language);
    let answer_by = weekday_and_date(case.answer_by, language);
    let is_open = case.status != CaseStatus::Closed;
    view! {
        <li class="case-list__item">
            <h3 class="ds-heading" data-size="xs"><a class="ds-link" id=["sak-", &case.reference].concat() href=routes::case(&case.reference)>{case.title.clone()}</a></h3>
            {status_tag(case.status, language)}
            <p class="case-list__dates">
                {is_open.then(|| view! { <strong>{words::answer_by(language, &answer_by)}</strong> })}
                <span>{words::received(language, &received)}</span>
                <span class="case-list__reference">{case.reference.clone()}</span>
            </p>
        </li>
    }
    .into_any()
}
