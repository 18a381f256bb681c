//! That the form has been received: what to name it by, when an answer comes, and what happens next.

use contract::{
    forms_api::{Sender, Sent},
    paths,
};
use leptos::prelude::*;
use locale::{Language, long_date, time_of_day, weekday_and_date};

use super::email_receipt::EmailSection;
use crate::{
    platform::{
        dom,
        failure::failed,
        i18n,
        load::{Load, Loader},
        page,
        waiting::waiting,
    },
    routes,
    texts::forms as words,
    ui::{Button, ButtonLink, ButtonVariant, Checksum, DownloadLink, SummaryList, SummaryRow},
};

/// Fetched by its reference, so that a reload shows it again.
#[component]
pub fn Receipt(form: String, reference: String) -> impl IntoView {
    let sent = Loader::<Sent>::new(move || paths::sent(&form, &reference, i18n::language()));
    page::title(move || sent.ready().map(|_| words::RECEIPT_TITLE.get().to_owned()));
    move || {
        let language = i18n::language();
        match sent.get() {
            Load::Waiting => waiting(8),
            Load::Failed(failure) => view! {
                <h1 class="ds-heading" data-size="lg">{words::LOADING_FAILED.in_language(language)}</h1>
                {failed(&failure, language, Callback::new(move |()| sent.again()))}
            }
            .into_any(),
            Load::Ready(sent) => contents(&sent, language),
        }
    }
}

fn contents(sent: &Sent, language: Language) -> AnyView {
    let case = &sent.case;
    let received = case.card.received.in_norway();
    let received = words::receipt_received(
        language,
        &long_date(received.date, language),
        &time_of_day(received.time, language),
    );
    let steps = case.next_steps.iter().map(|step| view! { <li>{step.clone()}</li> });
    let sections = case.summary.sections.iter().map(|section| {
        let rows: Vec<SummaryRow> = section
            .rows
            .iter()
            .map(|row| {
                let empty = words::NOT_ANSWERED.in_language(case.summary_language);
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
    let to_case = match sent.sender {
        Sender::Person => {
            let href = routes::case(&case.card.reference);
            let text = words::RECEIPT_CASE.in_language(language);
            let copy = paths::case_copy(&case.card.reference, language);
            view! {
                <ButtonLink href=href variant=ButtonVariant::Primary>{text}</ButtonLink>
                <DownloadLink href=copy>{words::RECEIPT_COPY.in_language(language)}</DownloadLink>
            }
            .into_any()
        }
        Sender::Unknown => ().into_any(),
    };
    let keep = (sent.sender == Sender::Unknown)
        .then(|| view! { <p class="ds-paragraph">{words::RECEIPT_KEEP.in_language(language)}</p> });
    // Copy and e-mail are for people we know again.
    let email = (sent.sender == Sender::Person).then(|| {
        view! { <EmailSection reference=case.card.reference.clone() email=case.email.clone() language=language/> }
    });
    let print = Callback::new(|()| _ = dom::window().print());
    view! {
        <article class="receipt">
            <h1 class="ds-heading" data-size="lg">{words::RECEIPT_TITLE.in_language(language)}</h1>
            <p class="lead">{case.card.title.clone()}</p>
            <dl class="receipt__facts">
                <div>
                    <dt>{words::RECEIPT_ANSWER_BY.in_language(language)}</dt>
                    <dd><time datetime=case.card.answer_by.to_string()>{weekday_and_date(case.card.answer_by, language)}</time></dd>
                </div>
                <div><dt>{words::RECEIPT_REFERENCE.in_language(language)}</dt><dd>{case.card.reference.clone()}</dd></div>
            </dl>
            <p class="ds-paragraph">{received}</p>
            {keep}
            <section>
                <h2 class="ds-heading" data-size="sm">{words::RECEIPT_NEXT.in_language(language)}</h2>
                <ol class="ds-list">{steps.collect_view()}</ol>
            </section>
            <div class="button-row">
                {to_case}
                <Button variant=ButtonVariant::Tertiary on_press=print>{words::RECEIPT_PRINT.in_language(language)}</Button>
            </div>
            {email}
            <section lang=case.summary_language.code()>
                <h2 class="ds-heading" data-size="sm">{words::RECEIPT_ANSWERS.in_language(case.summary_language)}</h2>
                {sections.collect_view()}
            </section>
            <Checksum
                summary=words::RECEIPT_CHECKSUM.in_language(language)
                explanation=words::RECEIPT_CHECKSUM_EXPLAINED.in_language(language)
                checksum=case.checksum.clone()
            />
        </article>
    }
    .into_any()
}
