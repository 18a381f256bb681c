//! One page of a form: its questions, what is wrong with the answers, and the way on.

use leptos::{prelude::*, task::spawn_local};

use super::{
    code::{DraftCode, not_signed_in},
    field_input::field_input,
    figures,
    filling::Filling,
    issue_words::{sentence_now, target_of},
    question::Place,
    save_status::{SaveDecision, SaveLine},
    saving,
};
use crate::{
    platform::{
        page,
        router::{Visit, go, own_query},
    },
    routes,
    texts::forms as words,
    ui::{Button, ButtonKind, ButtonVariant, ErrorLink, ErrorSummary, StepProgress},
};

#[component]
pub fn FormPage(filling: Filling, page: String) -> impl IntoView {
    let page_id = StoredValue::new(page.clone());
    filling.issues.set(Vec::new());
    filling.page.set(page.clone());
    figures::reached(filling, &page);
    // Each press of Next that finds errors moves focus to the summary, even where the errors are the same.
    let refusals = RwSignal::new(0_u32);
    let title_page = page;
    page::title(move || {
        let ready = filling.ready.get()?;
        let title = ready.text(&["pages.", &title_page, ".title"]);
        let title = [&title, " – ", &ready.text(&["title"])].concat();
        let has_errors = refusals.get() > 0 && filling.issues.with(|issues| !issues.is_empty());
        Some(if has_errors { words::error_title(filling.language(), &title) } else { title })
    });
    let on_next = next_action(filling, page_id, refusals);
    let errors = Signal::derive(move || {
        // Only what was found by Next is listed; a field that is left tells of itself.
        if refusals.get() == 0 { Vec::new() } else { error_links(filling) }
    });
    let fields = Memo::new(move |_| filling.fields(&page_id.get_value()));
    // Made anew when the language changes, and only then: the answers live outside.
    move || {
        let language = filling.language();
        let ready = filling.ready.get();
        let text = move |key: &[&str]| ready.as_ref().and_then(|ready| ready.optional_text(key));
        let page = page_id.get_value();
        let title = text(&["pages.", &page, ".title"]).unwrap_or_default();
        let intro = text(&["pages.", &page, ".intro"]);
        let form_title = text(&["title"]).unwrap_or_default();
        let heading = Signal::derive(move || {
            words::errors_heading(language, u32::try_from(errors.with(Vec::len)).unwrap_or(u32::MAX))
        });
        view! {
            <div class="form-page">
                <p class="form-page__form">{form_title}</p>
                {steps(filling, page_id)}
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                {intro.map(|intro| view! { <p class="lead">{intro}</p> })}
                {is_first(filling, page_id).then(|| not_signed_in(filling, language))}
                <SaveDecision filling=filling/>
                <ErrorSummary heading=heading errors=errors trigger=refusals/>
                <form novalidate on:submit=move |event| {
                    event.prevent_default();
                    on_next.run(());
                }>
                    <div class="form-page__fields">
                        <For each=move || fields.get() key=Clone::clone children=move |field| field_input(filling, Place::field(&field), language)/>
                    </div>
                    <SaveLine filling=filling/>
                    <div class="form-page__actions">
                        <Button variant=ButtonVariant::Primary kind=ButtonKind::Submit>{words::NEXT.in_language(language)}</Button>
                        {previous(filling, page_id)}
                    </div>
                </form>
                <DraftCode filling=filling/>
            </div>
        }
    }
}

/// Whether the form begins here; not tracked.
fn is_first(filling: Filling, page_id: StoredValue<String>) -> bool {
    untrack(|| filling.pages()).first() == Some(&page_id.get_value())
}

/// Whether the person has come from the summary to change one answer.
fn comes_from_summary() -> bool {
    own_query("fra").with_untracked(|from| from.as_deref() == Some(routes::SUMMARY))
}

fn steps(filling: Filling, page_id: StoredValue<String>) -> AnyView {
    let place = move || {
        let pages = filling.pages();
        let current = pages.iter().position(|page| *page == page_id.get_value()).unwrap_or_default() + 1;
        (current as u32, pages.len() as u32 + 1)
    };
    (move || {
        let (current, total) = place();
        let text = words::step(filling.language(), &current.to_string(), &total.to_string());
        view! { <StepProgress current=current total=total label=text/> }
    })
    .into_any()
}

/// The link to the page before, where there is one.
fn previous(filling: Filling, page_id: StoredValue<String>) -> AnyView {
    let from_summary = comes_from_summary();
    (move || {
        let language = filling.language();
        let form = filling.id.get_value();
        if from_summary {
            return Some(view! { <a class="ds-link" href=routes::form_summary(&form)>{words::TO_SUMMARY.in_language(language)}</a> });
        }
        let pages = filling.pages();
        let here = pages.iter().position(|page| *page == page_id.get_value())?;
        let before = pages.get(here.checked_sub(1)?)?;
        Some(view! { <a class="ds-link" href=routes::form_page(&form, before)>{words::PREVIOUS.in_language(language)}</a> })
    })
    .into_any()
}

/// Checks the page; goes on where nothing is wrong, else tells what is.
fn next_action(filling: Filling, page_id: StoredValue<String>, refusals: RwSignal<u32>) -> Callback<()> {
    let from_summary = comes_from_summary();
    Callback::new(move |()| {
        let page = page_id.get_value();
        if !filling.check_page(&page) {
            figures::refused(filling, &page);
            refusals.update(|count| *count += 1);
            return;
        }
        figures::done(filling, &page);
        let form = filling.id.get_value();
        let pages = untrack(|| filling.pages());
        let here = pages.iter().position(|other| *other == page).unwrap_or_default();
        let target = if from_summary {
            // A change may have opened questions that are not answered yet: those come first.
            let open = filling.check_all().first().and_then(|issue| page_of(filling, &issue.field));
            match open {
                Some(open) => [&routes::form_page(&form, &open), "?fra=", routes::SUMMARY].concat(),
                None => routes::form_summary(&form),
            }
        } else {
            pages
                .get(here + 1)
                .map_or_else(|| routes::form_summary(&form), |next| routes::form_page(&form, next))
        };
        let next_page = pages.get(here + 1).cloned().unwrap_or_else(|| routes::SUMMARY.to_owned());
        filling.go_to(&next_page);
        spawn_local(async move {
            _ = saving::save(filling).await;
        });
        go(&target, Visit::Next);
    })
}

/// The page that a field is on.
pub fn page_of(filling: Filling, field: &str) -> Option<String> {
    let ready = filling.ready.get_untracked()?;
    ready.form.page_of(field).map(|page| page.id.clone())
}

fn error_links(filling: Filling) -> Vec<ErrorLink> {
    let Some(ready) = filling.ready.get() else { return Vec::new() };
    filling.issues.with(|issues| {
        issues
            .iter()
            .map(|issue| ErrorLink { target: target_of(issue), text: sentence_now(filling, issue, &ready) })
            .collect()
    })
}
