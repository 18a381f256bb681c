//! The page of a service: who it is for, what it costs, what is needed, how long it takes, how to do it.

use contract::{
    paths,
    services::{ProcessingTime, Service, TimeUnit},
};
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::Language;

use super::channel_list::channel_list;
use crate::{
    platform::{
        failure::failed,
        i18n,
        load::{Load, Loader},
        page,
        router::{NotFetched, own_parameter},
        waiting::waiting,
    },
    routes,
    texts::services as words,
    ui::{Breadcrumbs, ButtonLink, ButtonVariant, Crumb},
};

/// The page, in a part of the app of its own.
#[wasm_split(service, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn service_part() -> Result<AnyView, NotFetched> {
    Ok(service_page())
}

fn service_page() -> AnyView {
    let id = own_parameter("id");
    let service = Loader::<Service>::new(move || paths::service(&id.get(), i18n::language()));
    page::title(move || service.ready().map(|service| service.card.title));
    (move || {
        let language = i18n::language();
        match service.get() {
            Load::Waiting => waiting(10),
            Load::Failed(failure) => {
                page::arrive(words::TITLE.in_language(language));
                view! {
                    <h1 class="ds-heading" data-size="lg">{words::TITLE.in_language(language)}</h1>
                    {failed(&failure, language, Callback::new(move |()| service.again()))}
                }
                .into_any()
            }
            Load::Ready(service) => contents(service, language),
        }
    })
    .into_any()
}

fn contents(service: Service, language: Language) -> AnyView {
    let trail = vec![
        Crumb { href: routes::HOME.to_owned(), text: words::HOME.in_language(language).to_owned() },
        Crumb { href: routes::SERVICES.to_owned(), text: words::TITLE.in_language(language).to_owned() },
        Crumb { href: routes::theme(&service.theme.id), text: service.theme.name.clone() },
    ];
    let start = service.card.form.as_ref().map(|form| {
        view! {
            <ButtonLink href=routes::form(form) variant=ButtonVariant::Primary>{words::START_FORM.in_language(language)}</ButtonLink>
        }
    });
    let audience =
        service.audience.iter().map(|paragraph| view! { <p class="ds-paragraph">{paragraph.clone()}</p> });
    let law = service.legal_resources.iter().map(|law| {
        view! { <li><a class="ds-link" rel="external" href=law.url.clone()>{law.name.clone()}</a></li> }
    });
    let has_law = !service.legal_resources.is_empty();
    view! {
        <Breadcrumbs label=words::BREADCRUMBS.in_language(language) trail=trail current=service.card.title.clone()/>
        <div class="page__header">
            <h1 class="ds-heading" data-size="lg">{service.card.title.clone()}</h1>
            <p class="lead">{service.card.summary.clone()}</p>
            {start}
        </div>
        <div class="columns">
            <div class="columns__main">
                <section>
                    <h2 class="ds-heading" data-size="sm">{words::AUDIENCE.in_language(language)}</h2>
                    {audience.collect_view()}
                </section>
                {list(&service.required_evidence, words::EVIDENCE.in_language(language), Order::Unordered)}
                {list(&service.next_steps, words::NEXT.in_language(language), Order::Ordered)}
                {channel_list(&service, language)}
                {has_law.then(|| view! {
                    <section>
                        <h2 class="ds-heading" data-size="sm">{words::LAW.in_language(language)}</h2>
                        <ul class="ds-list">{law.collect_view()}</ul>
                    </section>
                })}
            </div>
            <aside class="columns__side" aria-label=words::FACTS.in_language(language)>
                <dl class="meta-list">
                    <div>
                        <dt>{words::TIME.in_language(language)}</dt>
                        <dd><strong>{processing_time(&service.processing_time, language)}</strong><span>{service.processing_time.note.clone()}</span></dd>
                    </div>
                    <div><dt>{words::COST.in_language(language)}</dt><dd>{service.cost.clone()}</dd></div>
                </dl>
            </aside>
        </div>
    }
    .into_any()
}

/// Whether the order of a list means something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ordered,
    Unordered,
}

fn list(items: &[String], heading: &'static str, order: Order) -> Option<AnyView> {
    if items.is_empty() {
        return None;
    }
    let items = items.iter().map(|item| view! { <li>{item.clone()}</li> }).collect_view();
    let list = match order {
        Order::Ordered => view! { <ol class="ds-list">{items}</ol> }.into_any(),
        Order::Unordered => view! { <ul class="ds-list">{items}</ul> }.into_any(),
    };
    Some(view! { <section><h2 class="ds-heading" data-size="sm">{heading}</h2>{list}</section> }.into_any())
}

fn processing_time(time: &ProcessingTime, language: Language) -> String {
    let amount = u32::from(time.amount);
    match time.unit {
        TimeUnit::WorkingDays => words::working_days(language, amount),
        TimeUnit::Weeks => words::weeks(language, amount),
        TimeUnit::Months => words::months(language, amount),
    }
}
