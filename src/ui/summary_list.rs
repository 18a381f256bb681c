//! Questions and answers to look over.

use leptos::prelude::*;

use super::Example;

/// One question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    pub label: String,
    /// The answer, one or more lines.
    pub lines: Vec<String>,
    /// The way to change the answer.
    pub action: Option<RowAction>,
}

/// A link that belongs to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAction {
    pub href: String,
    /// Short, such as "Endre".
    pub text: String,
    /// The same with what it is about, for those who hear the links alone; begins with the text.
    pub name: String,
}

/// A list of questions with their answers.
#[component]
pub fn SummaryList(rows: Vec<SummaryRow>) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let has_no_lines = row.lines.is_empty();
        let lines =
            row.lines.into_iter().map(|line| view! { <span class="summary-list__line">{line}</span> });
        let action = row.action.map(|action| {
            view! {
                <dd class="summary-list__action">
                    <a class="ds-link" href=action.href aria-label=action.name>{action.text}</a>
                </dd>
            }
        });
        // A row without answer and action tells what the rows below it are about.
        let is_heading = action.is_none() && has_no_lines;
        view! {
            <div class="summary-list__row" data-heading=is_heading.then_some("true")>
                <dt>{row.label}</dt>
                <dd class="summary-list__answer">{lines.collect_view()}</dd>
                {action}
            </div>
        }
    });
    view! { <dl class="summary-list">{rows.collect_view()}</dl> }.into_any()
}

/// The states of [`SummaryList`].
pub fn examples() -> Vec<Example> {
    let row = |label: &str, lines: &[&str]| SummaryRow {
        label: label.to_owned(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        action: None,
    };
    let change = |row: SummaryRow| SummaryRow {
        action: Some(RowAction {
            href: "/komponenter".to_owned(),
            text: "Endre".to_owned(),
            name: ["Endre ", &row.label].concat(),
        }),
        ..row
    };
    let plain = vec![row("Navn", &["Kari Nordmann"]), row("Adresse", &["Storgata 1", "3015 Drammen"])];
    let with_actions = vec![
        change(row("Hvem søker du for?", &["Meg selv"])),
        change(row(
            "Hvorfor trenger du parkeringstillatelse?",
            &["Jeg kommer meg ikke fram til fysioterapeutbehandlingstimene uten å parkere ved inngangen."],
        )),
        change(row("Telefonnummer", &["Ikke besvart"])),
    ];
    vec![
        Example::new("default", "Bare svar", view! { <SummaryList rows=plain/> }),
        Example::new("actions", "Med lenker for å endre", view! { <SummaryList rows=with_actions/> }),
    ]
}
