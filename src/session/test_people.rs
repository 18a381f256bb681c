//! The made-up people of a demo, to log in as. It looks like what it is.

use contract::{
    paths,
    session::{DemoPeople, DemoPerson, DemoSignIn, DemoStory},
};
use leptos::{prelude::*, task::spawn_local};
use locale::Language;

use super::{account::Account, api};
use crate::{
    platform::{
        announce::announce,
        failure::{failed, reason},
        http::Failure,
        i18n,
        load::{Load, Loader},
        router::{Visit, go, own_query},
    },
    routes,
    texts::{Text, session as words},
    ui::{Alert, AlertLevel, Busy, Button, ButtonVariant, Card, Checkbox, Skeleton},
};

/// Them all, each with a button.
#[component]
pub fn TestPeople() -> impl IntoView {
    let people = Loader::<DemoPeople>::new(|| paths::DEMO_PEOPLE.to_owned());
    // Which person is being logged in, and what went wrong with the last.
    let busy = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<Failure>);
    let is_shared = RwSignal::new(false);
    let sign_in = sign_in_action(busy, failure, is_shared);
    let body = move || {
        let language = i18n::language();
        match people.get() {
            Load::Waiting => view! { <Skeleton lines=4/> }.into_any(),
            Load::Failed(failure) => failed(&failure, language, Callback::new(move |()| people.again())),
            Load::Ready(DemoPeople { people }) => {
                let cards = people.into_iter().map(|person| person_card(person, language, busy, sign_in));
                view! {
                    <section class="test-login" aria-labelledby="test-login">
                        <h2 id="test-login" class="ds-heading" data-size="sm">{words::TEST_HEADING.in_language(language)}</h2>
                        <p class="ds-paragraph">{words::TEST_LEAD.in_language(language)}</p>
                        <Checkbox
                            id="shared-device" label=words::SHARED_DEVICE.in_language(language)
                            description=words::SHARED_DEVICE_WHY.in_language(language).to_owned()
                            value=is_shared on_change=move |is_ticked| is_shared.set(is_ticked)
                        />
                        <ul class="test-login__people">{cards.collect_view()}</ul>
                    </section>
                }
                .into_any()
            }
        }
    };
    view! {
        <div role="alert">
            {move || failure.get().map(|failure| view! {
                <Alert level=AlertLevel::Danger><p class="ds-paragraph">{reason(&failure).get()}</p></Alert>
            })}
        </div>
        {body}
    }
    .into_any()
}

fn sign_in_action(
    busy: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    is_shared: RwSignal<bool>,
) -> Callback<String> {
    let account = expect_context::<Account>();
    let wanted = own_query("til");
    Callback::new(move |person: String| {
        if busy.get_untracked().is_some() {
            return;
        }
        busy.set(Some(person.clone()));
        failure.set(None);
        let then = wanted.get_untracked().filter(|path| routes::is_own_path(path));
        spawn_local(async move {
            let asked = DemoSignIn { person, shared_device: is_shared.get_untracked() };
            let outcome = api::sign_in(&asked).await;
            _ = busy.try_set(None);
            match outcome {
                Ok(session) => {
                    let name = session.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
                    account.set(session);
                    let target = then.as_deref().unwrap_or(routes::MINSIDE);
                    go(target, Visit::Instead);
                    announce(&words::welcome(i18n::language_now(), &name));
                }
                Err(reason) => _ = failure.try_set(Some(reason)),
            }
        });
    })
}

fn person_card(
    person: DemoPerson,
    language: Language,
    busy: RwSignal<Option<String>>,
    sign_in: Callback<String>,
) -> AnyView {
    let id = StoredValue::new(person.id);
    let state =
        Signal::derive(move || if busy.get() == Some(id.get_value()) { Busy::Busy } else { Busy::Idle });
    let press = Callback::new(move |()| sign_in.run(id.get_value()));
    view! {
        <li>
            <Card>
                <p class="test-login__story">{story(person.story).in_language(language)}</p>
                <p class="test-login__number">{words::identity_number(language, &person.identity_number)}</p>
                <Button variant=ButtonVariant::Secondary on_press=press busy=state busy_text=words::SIGNING_IN.in_language(language)>
                    {words::sign_in_as(language, &person.name)}
                </Button>
            </Card>
        </li>
    }
    .into_any()
}

fn story(story: DemoStory) -> Text {
    match story {
        DemoStory::NewHere => words::STORY_NEW_HERE,
        DemoStory::SomeCases => words::STORY_SOME_CASES,
        DemoStory::ManyCases => words::STORY_MANY_CASES,
        DemoStory::NoAddress => words::STORY_NO_ADDRESS,
    }
}
