//! Search and browse. The whole catalogue is small, so the browser searches it: at once, and off line.

use contract::{
    paths,
    services::{Catalogue, Elsewhere, ServiceCard},
};
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::Language;
use search::{Confidence, Entry, Index};

use crate::{
    platform::{
        failure::{HelpLine, failed},
        i18n,
        load::{Load, Loader},
        page,
        router::{NotFetched, Visit, go, own_query},
    },
    routes,
    texts::services as words,
    ui::{HeadingLevel, LinkCard, SearchBox, Skeleton},
};

/// As many as a person looks through.
const MOST_HITS: usize = 12;

/// The page, in a part of the app of its own.
#[wasm_split(services, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn services_part() -> Result<AnyView, NotFetched> {
    Ok(services_page())
}

fn services_page() -> AnyView {
    let catalogue = Loader::<Catalogue>::new(|| paths::services(i18n::language()));
    let query = own_query("q");
    let asked = Memo::new(move |_| query.get().map(|text| text.trim().to_owned()).unwrap_or_default());
    let theme = own_query("tema");
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(asked.get()));
    page::title(move || {
        let language = i18n::language();
        let Catalogue { themes, .. } = catalogue.ready()?;
        let asked = asked.get();
        let chosen = theme.get().and_then(|id| themes.into_iter().find(|theme| theme.id == id));
        Some(match chosen {
            _ if !asked.is_empty() => words::title_search(language, &asked),
            Some(theme) => theme.name,
            None => words::TITLE.in_language(language).to_owned(),
        })
    });
    let submit = Callback::new(move |()| {
        go(&routes::search(&typed.get_untracked()), Visit::Next);
    });
    let results = move || {
        let language = i18n::language();
        match catalogue.get() {
            Load::Waiting => view! { <Skeleton lines=8/> }.into_any(),
            Load::Failed(failure) => failed(&failure, language, Callback::new(move |()| catalogue.again())),
            Load::Ready(catalogue) => {
                let asked = asked.get();
                if asked.is_empty() {
                    browse(catalogue, theme.get(), language)
                } else {
                    found(&catalogue, &asked, language)
                }
            }
        }
    };
    view! {
        {move || {
            let language = i18n::language();
            view! {
                <div class="page__header">
                    <h1 class="ds-heading" data-size="lg">{words::TITLE.in_language(language)}</h1>
                    <SearchBox
                        id="q" name="q" action=routes::SERVICES
                        label=words::SEARCH_LABEL.in_language(language)
                        button=words::SEARCH_BUTTON.in_language(language)
                        value=typed on_submit=submit
                    />
                </div>
            }
        }}
        {results}
    }
    .into_any()
}

/// What the search found, sure or not, here or elsewhere.
fn found(catalogue: &Catalogue, asked: &str, language: Language) -> AnyView {
    let own = catalogue.services.iter().map(|service| Entry {
        title: &service.card.title,
        summary: &service.card.summary,
        keywords: &service.keywords,
    });
    let others = catalogue.elsewhere.iter().map(|other| Entry {
        title: &other.title,
        summary: "",
        keywords: &other.keywords,
    });
    let results = Index::new(own.chain(others)).search(asked, MOST_HITS);
    let (mut cards, mut elsewhere) = (Vec::new(), Vec::new());
    for hit in &results.hits {
        match catalogue.services.get(hit.entry) {
            Some(service) => cards.push(service.card.clone()),
            None => elsewhere.extend(catalogue.elsewhere.get(hit.entry - catalogue.services.len())),
        }
    }
    let heading = match results.confidence {
        Confidence::Nothing => words::nothing(language, asked),
        Confidence::Unsure => words::UNSURE.in_language(language).to_owned(),
        Confidence::Sure if cards.is_empty() => words::ELSEWHERE.in_language(language).to_owned(),
        Confidence::Sure => {
            let count = u32::try_from(cards.len()).unwrap_or(u32::MAX);
            [&words::hits(language, count), " ", &words::hits_for(language, asked)].concat()
        }
    };
    let help = use_context::<HelpLine>().map(|line| line.0.get()).unwrap_or_default();
    let has_cards = !cards.is_empty();
    view! {
        <section aria-labelledby="found">
            <h2 id="found" class="ds-heading" data-size="sm">{heading}</h2>
            {(results.confidence == Confidence::Nothing).then(|| view! {
                <p class="ds-paragraph">{words::nothing_help(language, &help)}</p>
            })}
            {has_cards.then(|| card_list(cards, language))}
            {(!elsewhere.is_empty()).then(|| other_providers(&elsewhere, language))}
        </section>
        {(results.confidence != Confidence::Sure).then(|| themes(catalogue, None, language))}
    }
    .into_any()
}

fn other_providers(others: &[&Elsewhere], language: Language) -> AnyView {
    let links = others.iter().map(|other| {
        let text = words::elsewhere_link(language, &other.provider, &other.title);
        view! { <li><a class="ds-link" rel="external" href=other.url.clone()>{text}</a></li> }
    });
    view! {
        <h3 class="ds-heading" data-size="xs">{words::ELSEWHERE.in_language(language)}</h3>
        <ul class="ds-list elsewhere">{links.collect_view()}</ul>
    }
    .into_any()
}

/// All services by theme, or those of one theme.
fn browse(catalogue: Catalogue, chosen: Option<String>, language: Language) -> AnyView {
    let of_theme = |id: &str| -> Vec<ServiceCard> {
        catalogue
            .services
            .iter()
            .filter(|service| service.themes.iter().any(|theme| theme == id))
            .map(|service| service.card.clone())
            .collect()
    };
    let sections =
        catalogue.themes.iter().filter(|theme| chosen.as_ref().is_none_or(|chosen| *chosen == theme.id));
    let sections = sections.map(|theme| {
        let heading = ["tema-", theme.id.as_str()].concat();
        view! {
            <section class="theme" aria-labelledby=heading>
                <h2 id=heading.clone() class="ds-heading" data-size="sm">{theme.name.clone()}</h2>
                <p class="ds-paragraph">{theme.summary.clone()}</p>
                {card_list(of_theme(&theme.id), language)}
            </section>
        }
    });
    let sections = sections.collect_view();
    view! {
        {themes(&catalogue, chosen.as_deref(), language)}
        {sections}
    }
    .into_any()
}

fn themes(catalogue: &Catalogue, chosen: Option<&str>, language: Language) -> AnyView {
    let links = catalogue.themes.iter().map(|theme| {
        let current = (chosen == Some(theme.id.as_str())).then_some("page");
        view! { <li><a href=routes::theme(&theme.id) aria-current=current>{theme.name.clone()}</a></li> }
    });
    view! {
        <nav class="theme-list" aria-label=words::THEMES.in_language(language)>
            <ul>
                <li><a href=routes::SERVICES aria-current=chosen.is_none().then_some("page")>{words::ALL_THEMES.in_language(language)}</a></li>
                {links.collect_view()}
            </ul>
        </nav>
    }
    .into_any()
}

fn card_list(cards: Vec<ServiceCard>, language: Language) -> AnyView {
    let items = cards.into_iter().map(|card| {
        let tag = card.form.is_some().then(|| words::ONLINE.in_language(language).to_owned());
        view! {
            <li><LinkCard href=routes::service(&card.id) level=HeadingLevel::H3 title=card.title description=card.summary tag=tag/></li>
        }
    });
    view! { <ul class="link-cards">{items.collect_view()}</ul> }.into_any()
}
