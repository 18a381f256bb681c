//! One page with all examples, each in a section with an address of its own.

use leptos::{prelude::*, wasm_split::wasm_split};

use crate::{
    platform::{page, router::NotFetched},
    ui::{self, Example},
};

/// The page, in a part of the app of its own.
#[wasm_split(catalogue, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn catalogue_part() -> Result<AnyView, NotFetched> {
    Ok(catalogue_page())
}

/// The page is for developers, and in one language only.
const TITLE: &str = "Komponenter";

fn catalogue_page() -> AnyView {
    page::title(|| Some(TITLE.to_owned()));
    let components = components();
    let links = components
        .iter()
        .map(|(name, _)| view! { <li><a class="ds-link" href=["#", name].concat()>{*name}</a></li> });
    let links = links.collect_view();
    let sections = components.into_iter().map(|(name, examples)| section(name, examples));
    view! {
        <div class="catalogue" lang="nb">
            <div class="page__header">
                <h1 class="ds-heading" data-size="lg">{TITLE}</h1>
            </div>
            <nav class="theme-list" aria-label=TITLE><ul>{links}</ul></nav>
            {sections.collect_view()}
        </div>
    }
    .into_any()
}

/// By name, which is also the anchor.
fn components() -> Vec<(&'static str, Vec<Example>)> {
    vec![
        ("alert", ui::alert::examples()),
        ("breadcrumbs", ui::breadcrumbs::examples()),
        ("button", ui::button::examples()),
        ("card", ui::card::examples()),
        ("checkbox", ui::checkbox::examples()),
        ("radio-group", ui::radio_group::examples()),
        ("select", ui::select::examples()),
        ("text-field", ui::text_field::examples()),
        ("textarea", ui::textarea::examples()),
        ("combobox", ui::combobox::examples()),
        ("date-field", ui::date_field::examples()),
        ("day-field", ui::day_field::examples()),
        ("month-field", ui::month_field::examples()),
        ("field-group", ui::field_group::examples()),
        ("file-field", ui::file_field::examples()),
        ("address-field", ui::address_field::examples()),
        ("copy-to-keep", ui::copy_to_keep::examples()),
        ("details", ui::details::examples()),
        ("dialog", ui::dialog::examples()),
        ("error-summary", ui::error_summary::examples()),
        ("icon", ui::icon::examples()),
        ("search-box", ui::search_box::examples()),
        ("skeleton", ui::skeleton::examples()),
        ("skip-link", ui::skip_link::examples()),
        ("spinner", ui::spinner::examples()),
        ("step-progress", ui::step_progress::examples()),
        ("summary-list", ui::summary_list::examples()),
        ("tag", ui::tag::examples()),
        ("timeline", ui::timeline::examples()),
    ]
}

fn section(name: &'static str, examples: Vec<Example>) -> AnyView {
    let examples = examples.into_iter().map(|example| {
        let id = ["example-", name, "-", example.name].concat();
        view! {
            <section class="example" id=id tabindex="-1">
                <h3 class="ds-heading example__title" data-size="2xs">{example.title}</h3>
                {example.view}
            </section>
        }
    });
    view! {
        <section class="component" id=name tabindex="-1">
            <h2 class="ds-heading" data-size="md">{name}</h2>
            {examples.collect_view()}
        </section>
    }
    .into_any()
}
