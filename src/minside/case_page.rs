//! A case: where it stands, what happens next and when, and what was sent.

use contract::{
    events::{LiveEvent, LiveKind},
    minside::{Case, CaseStatus, EmailState},
    paths,
};
use leptos::{prelude::*, wasm_split::wasm_split};
use locale::{Language, long_date, time_of_day, weekday_and_date};

use super::{
    documents::{self, Tasks},
    minside_page::{on_change, sign_in_first},
    status::{event, status_tag},
};
use crate::{
    platform::{
        announce::announce,
        failure::failed,
        i18n, live,
        load::{Load, Loader},
        page,
        router::{NotFetched, own_parameter},
        waiting::waiting,
    },
    routes,
    texts::minside as words,
    ui::{
        Breadcrumbs, Checksum, Crumb, DownloadLink, SummaryList, SummaryRow, Timeline, TimelineItem,
        TimelineState,
    },
};

/// The page, in a part of the app of its own.
#[wasm_split(minside, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn case_part() -> Result<AnyView, NotFetched> {
    Ok(case_page())
}

fn case_page() -> AnyView {
    let reference = own_parameter("reference");
    let changes = RwSignal::new(0);
    live::follow(Callback::new(move |event: LiveEvent| {
        if event.kind == LiveKind::Missed || event.id == reference.get_untracked() {
            changes.update(|count| *count += 1);
        }
    }));
    let case = Loader::<Case>::new(move || paths::case(&reference.get(), i18n::language()));
    let tasks = Tasks::new(Callback::new(move |()| case.again()));
    on_change(changes, move || {
        // What has been chosen stays; once it is handed in, the case is fetched anyway.
        if !tasks.is_choosing() {
            case.refresh(|_, _| announce(words::LIVE_CASE.get()));
        }
    });
    let to_sign_in = sign_in_first(routes::case(&reference.get_untracked()));
    page::title(move || case.ready().map(|case| case.card.title));
    (move || {
        let language = i18n::language();
        match case.get() {
            Load::Waiting => waiting(10),
            Load::Failed(failure) => {
                to_sign_in.run(failure.clone());
                page::arrive(words::CASES.in_language(language));
                view! {
                    <h1 class="ds-heading" data-size="lg">{words::CASES.in_language(language)}</h1>
                    {failed(&failure, language, Callback::new(move |()| case.again()))}
                }
                .into_any()
            }
            Load::Ready(ready) => contents(&ready, language, tasks),
        }
    })
    .into_any()
}

fn contents(case: &Case, language: Language, tasks: Tasks) -> AnyView {
    let trail =
        vec![Crumb { href: routes::MINSIDE.to_owned(), text: words::BACK.in_language(language).to_owned() }];
    let is_open = case.card.status != CaseStatus::Closed;
    let answer_by = weekday_and_date(case.card.answer_by, language);
    let due = is_open.then(|| {
        view! {
            <p class="due">
                <span>{words::ANSWER_DUE.in_language(language)}</span>
                " "
                <strong><time datetime=case.card.answer_by.to_string()>{answer_by}</time></strong>
            </p>
        }
    });
    let steps = case.next_steps.iter().map(|step| view! { <li>{step.clone()}</li> });
    let has_steps = is_open && !case.next_steps.is_empty();
    let note = (case.summary_language != language)
        .then(|| view! { <p class="ds-paragraph" data-size="sm">{words::sent_in(language, case.summary_language.own_name())}</p> });
    view! {
        <Breadcrumbs label=words::BREADCRUMBS.in_language(language) trail=trail current=case.card.title.clone()/>
        <div class="page__header">
            <h1 class="ds-heading" data-size="lg">{case.card.title.clone()}</h1>
            {status_tag(case.card.status, language)}
            {due}
            <p class="case-reference">{words::CASE_REFERENCE.in_language(language)} " " <strong>{case.card.reference.clone()}</strong></p>
        </div>
        {documents::awaited(case, language, tasks)}
        {has_steps.then(|| view! {
            <section>
                <h2 class="ds-heading" data-size="sm">{words::NEXT.in_language(language)}</h2>
                <ol class="ds-list">{steps.collect_view()}</ol>
            </section>
        })}
        <section>
            <h2 class="ds-heading" data-size="sm">{words::CASE_EVENTS.in_language(language)}</h2>
            <Timeline items=timeline(case, language)/>
        </section>
        <section>
            <h2 class="ds-heading" data-size="sm">{words::CASE_ANSWERS.in_language(language)}</h2>
            {note}
            <div class="case-answers" lang=case.summary_language.code()>{answers(case)}</div>
            <div class="button-row">
                <DownloadLink href=paths::case_copy(&case.card.reference, language)>{words::CASE_COPY.in_language(language)}</DownloadLink>
            </div>
            {email(case.email.state, language)}
            <Checksum
                summary=words::CASE_CHECKSUM.in_language(language)
                explanation=words::CASE_CHECKSUM_EXPLAINED.in_language(language)
                checksum=case.checksum.clone()
            />
        </section>
        {documents::files(case, language)}
    }
    .into_any()
}

/// How the e-mail stands that the person has asked for; nothing where they have not.
fn email(state: EmailState, language: Language) -> Option<AnyView> {
    let text = match state {
        EmailState::Waiting => words::EMAIL_WAITING,
        EmailState::Sent => words::EMAIL_SENT,
        EmailState::Failed => words::EMAIL_FAILED,
        EmailState::Ready | EmailState::TooOld | EmailState::NoAddress | EmailState::Off => return None,
    };
    Some(view! { <p class="ds-paragraph">{text.in_language(language)}</p> }.into_any())
}

/// What was sent, section by section, as it was shown.
fn answers(case: &Case) -> AnyView {
    let empty = words::NO_ANSWER.in_language(case.summary_language);
    let sections = case.summary.sections.iter().map(|section| {
        let rows: Vec<SummaryRow> = section
            .rows
            .iter()
            .map(|row| {
                let lines = if row.lines.is_empty() && row.kind == forms::RowKind::Answer {
                    vec![empty.to_owned()]
                } else {
                    row.lines.clone()
                };
                SummaryRow { label: row.label.clone(), lines, action: None }
            })
            .collect();
        view! {
            <h3 class="ds-heading" data-size="xs">{section.title.clone()}</h3>
            <SummaryList rows=rows/>
        }
    });
    sections.collect_view().into_any()
}

/// What has happened, and the answer that is still to come.
fn timeline(case: &Case, language: Language) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> = case
        .events
        .iter()
        .map(|event_| {
            let at = event_.at.in_norway();
            TimelineItem {
                title: event(event_.status).in_language(language).to_owned(),
                time_text: [&long_date(at.date, language), ", ", &time_of_day(at.time, language)].concat(),
                datetime: event_.at.to_string(),
                state: TimelineState::Done,
            }
        })
        .collect();
    items.extend(case.awaited.iter().filter_map(|document| {
        let at = document.received?.in_norway();
        Some(TimelineItem {
            title: words::event_document(language, &document.label),
            time_text: [&long_date(at.date, language), ", ", &time_of_day(at.time, language)].concat(),
            datetime: document.received?.to_string(),
            state: TimelineState::Done,
        })
    }));
    // As the machine says it, a time is in order.
    items.sort_by(|one, other| one.datetime.cmp(&other.datetime));
    if case.card.status != CaseStatus::Closed {
        items.push(TimelineItem {
            title: words::EVENT_FUTURE.in_language(language).to_owned(),
            time_text: words::answer_by(language, &weekday_and_date(case.card.answer_by, language)),
            datetime: case.card.answer_by.to_string(),
            state: TimelineState::Upcoming,
        });
    }
    items
}
