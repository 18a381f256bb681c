//! What has been answered, to look over, change and send.

use contract::{
    forms_api::Submission,
    problem::Code,
    services::{ProcessingTime, TimeUnit},
};
use forms::RowKind;
use leptos::{prelude::*, task::spawn_local};
use locale::Language;

use super::{
    api,
    code::DraftCode,
    figures,
    filling::{Filling, Ready, SaveState},
    form_page::page_of,
    issue_words::{sentence, sentence_now, target_of},
    memory::FormMemory,
    on_device,
    question::target,
    save_status::{SaveDecision, SaveLine},
    saving, uploads,
};
use crate::{
    platform::{
        failure::{HelpLine, reason},
        http::Failure,
        page,
        router::{Visit, go},
    },
    routes,
    texts::{failure as failure_words, forms as words},
    ui::{
        Alert, AlertLevel, Busy, Button, ButtonVariant, ErrorLink, ErrorSummary, RowAction, StepProgress,
        SummaryList, SummaryRow,
    },
};

#[component]
pub fn SummaryPage(filling: Filling) -> impl IntoView {
    filling.page.set(routes::SUMMARY.to_owned());
    figures::reached(filling, routes::SUMMARY);
    filling.issues.set(Vec::new());
    page::title(move || {
        let ready = filling.ready.get()?;
        Some(
            [words::SUMMARY_TITLE.in_language(ready.bundle.language), " – ", &ready.text(&["title"])]
                .concat(),
        )
    });
    let busy = RwSignal::new(Busy::Idle);
    let refusals = RwSignal::new(0_u32);
    let failure = RwSignal::new(None::<Failure>);
    // Whether sending was tried while files were on their way.
    let waits = RwSignal::new(false);
    let submit = submit_action(filling, busy, refusals, failure, waits);
    let errors = Signal::derive(move || if refusals.get() == 0 { Vec::new() } else { error_links(filling) });
    move || {
        let ready = filling.ready.get()?;
        let language = ready.bundle.language;
        let heading = Signal::derive(move || {
            words::errors_heading(language, u32::try_from(errors.with(Vec::len)).unwrap_or(u32::MAX))
        });
        let total = u32::try_from(filling.pages().len()).unwrap_or(u32::MAX).saturating_add(1);
        let step = words::step(language, &total.to_string(), &total.to_string());
        let within =
            words::answer_within(language, &processing_time(&ready.bundle.processing_time, language));
        Some(view! {
            <div class="form-page">
                <p class="form-page__form">{ready.text(&["title"])}</p>
                <StepProgress current=total total=total label=step/>
                <h1 class="ds-heading" data-size="lg">{words::SUMMARY_TITLE.in_language(language)}</h1>
                <p class="lead">{words::SUMMARY_LEAD.in_language(language)}</p>
                <SaveDecision filling=filling/>
                <ErrorSummary heading=heading errors=errors trigger=refusals/>
                {answers(filling, &ready)}
                {warnings(filling, &ready)}
                <SaveLine filling=filling/>
                <p class="ds-paragraph">{within}</p>
                <div role="alert">{move || (waits.get() && uploads::under_way(filling) > 0).then(|| files_first(language))}</div>
                <div role="alert">{move || failure.get().map(|failure| not_sent(&failure, language))}</div>
                <div class="form-page__actions">
                    <Button variant=ButtonVariant::Primary on_press=submit busy=busy busy_text=words::SUBMITTING.in_language(language)>
                        {words::SUBMIT.in_language(language)}
                    </Button>
                </div>
                <DraftCode filling=filling/>
            </div>
        })
    }
}

/// Section by section, with a way back to each answer.
fn answers(filling: Filling, ready: &Ready) -> AnyView {
    let language = ready.bundle.language;
    let form = filling.id.get_value();
    filling.answers.track();
    let summary = filling.answers.view(|view| view.summary(&ready.bundle.texts)).unwrap_or_default();
    let sections = summary.sections.into_iter().map(|section| {
        let rows: Vec<SummaryRow> = section
            .rows
            .into_iter()
            .map(|row| {
                let href = [
                    &routes::form_page(&form, &section.page),
                    "?fra=",
                    routes::SUMMARY,
                    "#",
                    &target(&row.field, row.row.as_deref(), None),
                ]
                .concat();
                let name = words::change_named(language, &row.label);
                let is_asked = row.kind == RowKind::Answer;
                let empty = row.lines.is_empty() && is_asked;
                SummaryRow {
                    label: row.label,
                    lines: if empty {
                        vec![words::NOT_ANSWERED.in_language(language).to_owned()]
                    } else {
                        row.lines
                    },
                    action: is_asked.then(|| RowAction {
                        href,
                        text: words::CHANGE.in_language(language).to_owned(),
                        name,
                    }),
                }
            })
            .collect();
        view! {
            <section class="form-page__section">
                <h2 class="ds-heading" data-size="sm">{section.title}</h2>
                <SummaryList rows=rows/>
            </section>
        }
    });
    sections.collect_view().into_any()
}

/// What may be sent as it is, and is better looked at first.
fn warnings(filling: Filling, ready: &Ready) -> AnyView {
    let all: Vec<String> = filling.warnings().iter().map(|warning| sentence(warning, ready)).collect();
    (!all.is_empty())
        .then(|| {
            let heading = words::WARNINGS_HEADING.in_language(ready.bundle.language);
            let items = all.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
            view! {
                <Alert level=AlertLevel::Warning heading=heading>
                    <ul class="ds-list">{items}</ul>
                </Alert>
            }
        })
        .into_any()
}

fn error_links(filling: Filling) -> Vec<ErrorLink> {
    let Some(ready) = filling.ready.get() else { return Vec::new() };
    let form = filling.id.get_value();
    filling.issues.with(|issues| {
        let links = issues.iter().filter_map(|issue| {
            let page = page_of(filling, &issue.field)?;
            let id = target_of(issue);
            let href = [&routes::form_page(&form, &page), "?fra=", routes::SUMMARY, "#", &id].concat();
            Some(ErrorLink { target: href, text: sentence_now(filling, issue, &ready) })
        });
        links.collect()
    })
}

/// Sends once, however often it is pressed: the draft's key makes every try the same submission.
fn submit_action(
    filling: Filling,
    busy: RwSignal<Busy>,
    refusals: RwSignal<u32>,
    failure: RwSignal<Option<Failure>>,
    waits: RwSignal<bool>,
) -> Callback<()> {
    let memory = expect_context::<FormMemory>();
    Callback::new(move |()| {
        if busy.get_untracked() == Busy::Busy {
            return;
        }
        failure.set(None);
        let issues = filling.check_all();
        let is_good = issues.is_empty();
        filling.issues.set(issues);
        if !is_good {
            figures::refused(filling, routes::SUMMARY);
            refusals.update(|count| *count += 1);
            return;
        }
        let coming = untrack(|| uploads::under_way(filling)) > 0;
        waits.set(coming);
        if coming {
            return;
        }
        busy.set(Busy::Busy);
        let memory = memory.clone();
        spawn_local(async move {
            let outcome = send(filling).await;
            _ = busy.try_set(Busy::Idle);
            match outcome {
                Ok(reference) => {
                    let form = filling.id.get_value();
                    figures::done(filling, routes::SUMMARY);
                    figures::tell();
                    // Not waited for: the receipt comes first.
                    spawn_local(on_device::forget(filling));
                    memory.forget(&form);
                    go(&routes::receipt(&form, &reference), Visit::Instead);
                }
                Err(Some(Failure::Problem(problem)))
                    if matches!(problem.code, Code::InvalidAnswers { .. }) =>
                {
                    if let Code::InvalidAnswers { issues } = problem.code {
                        filling.issues.set(issues);
                        _ = refusals.try_update(|count| *count += 1);
                    }
                }
                Err(reason) => _ = failure.try_set(reason),
            }
        });
    })
}

/// The reference of the case, or why there is none; nothing where the save line already says why.
async fn send(filling: Filling) -> Result<String, Option<Failure>> {
    let needs_saving = filling.key.with_value(Option::is_none)
        || !matches!(filling.save.get_untracked(), SaveState::Saved(_));
    let seen = filling.answers.all();
    if needs_saving && !saving::save(filling).await {
        return Err(match filling.save.get_untracked() {
            SaveState::Waiting(failure) | SaveState::Refused(failure) => Some(failure),
            _ => None,
        });
    }
    // Answers from elsewhere have been taken in: nobody sends what they have not seen.
    if filling.answers.with(|answers| *answers != seen) {
        return Err(None);
    }
    let (Some(ready), Some(key)) = (filling.ready.get_untracked(), filling.key.get_value()) else {
        return Err(None);
    };
    let submission = Submission {
        version: ready.form.definition().version,
        language: ready.bundle.language,
        answers: filling.answers.view(|view| view.to_submit()).unwrap_or_default(),
    };
    let receipt = api::submit(&filling.id.get_value(), &submission, &key).await.map_err(Some)?;
    Ok(receipt.reference)
}

/// Sending would leave behind what is still on its way.
fn files_first(language: Language) -> AnyView {
    view! {
        <Alert level=AlertLevel::Warning heading=words::SUBMIT_WAITS.in_language(language)>
            <p class="ds-paragraph">{words::SUBMIT_WAITS_TEXT.in_language(language)}</p>
        </Alert>
    }
    .into_any()
}

fn not_sent(failure: &Failure, language: Language) -> AnyView {
    let phone = use_context::<HelpLine>().map(|line| line.0.get_untracked()).unwrap_or_default();
    let why = reason(failure).in_language(language);
    view! {
        <Alert level=AlertLevel::Danger heading=words::SUBMIT_FAILED.in_language(language)>
            <p class="ds-paragraph">{why} " " {failure_words::call(language, &phone)}</p>
        </Alert>
    }
    .into_any()
}

fn processing_time(time: &ProcessingTime, language: Language) -> String {
    let amount = u32::from(time.amount);
    match time.unit {
        TimeUnit::WorkingDays => words::working_days(language, amount),
        TimeUnit::Weeks => words::weeks(language, amount),
        TimeUnit::Months => words::months(language, amount),
    }
}
