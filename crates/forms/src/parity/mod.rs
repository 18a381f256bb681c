//! One call from JSON to JSON, to compare what native code and WebAssembly make of the same form, byte for byte.

#[cfg(target_arch = "wasm32")]
mod module;

use std::sync::Arc;

use locale::{Date, Language};
use serde::{Deserialize, Serialize};

use crate::{
    Access, Answers, At, Channel, Context, FieldKind, Form, FormDefinition, IdentityNumbers, Issue, Keyed,
    State,
};

/// What goes in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    definition: FormDefinition,
    answers: Answers,
    context: Surroundings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Surroundings {
    today: Date,
    #[serde(default)]
    language: Option<Language>,
    #[serde(default)]
    signed_in: Option<bool>,
    #[serde(default)]
    channel: Option<String>,
    #[serde(default)]
    synthetic: Option<bool>,
}

/// What comes out. Everything is in the order of the form.
#[derive(Serialize)]
struct Reply {
    /// Fields, and those in rows as `rows.row.field`.
    visible: Vec<String>,
    calculated: Keyed<String>,
    issues: Vec<Issue>,
    warnings: Vec<Issue>,
    sent: Answers,
}

/// Answers `{definition, answers, context}` with `{visible, calculated, issues, warnings, sent}`, or with
/// `{"error": …}` where that cannot be read.
#[must_use]
pub fn parity(question: &str) -> String {
    let reply = serde_json::from_str::<Question>(question).map_err(|_| "unreadable").and_then(reply);
    let text = reply.and_then(|reply| serde_json::to_string(&reply).map_err(|_| "unwritable"));
    text.unwrap_or_else(|error| ["{\"error\":\"", error, "\"}"].concat())
}

fn reply(question: Question) -> Result<Reply, &'static str> {
    let form = Arc::new(Form::compile(question.definition).map_err(|_| "faulty")?);
    let given = question.context;
    let mut context = Context::new(given.today, given.language.unwrap_or_default());
    if given.signed_in == Some(false) {
        context.access = Access::Open;
    }
    if let Some(name) = given.channel {
        let channel = Channel::ALL.into_iter().find(|channel| channel.key() == name);
        context.channel = channel.ok_or("unreadable")?;
    }
    if given.synthetic == Some(true) {
        context.identity_numbers = IdentityNumbers::RealAndSynthetic;
    }
    let state = State::new(form, question.answers, context);
    let view = state.view();
    let mut visible = Vec::new();
    let mut calculated = Vec::new();
    for asked in view.asked() {
        let rows = state.form().rows_of(&asked.field.id).map(|rows| rows.id.as_str());
        let row = rows.zip(asked.row.map(|(_, row)| row));
        let name = match row {
            None => asked.field.id.clone(),
            Some((rows, row)) => [rows, ".", row, ".", &asked.field.id].concat(),
        };
        if matches!(asked.field.kind, FieldKind::Calculated(_))
            && let Some(value) = view.calculated(At { field: &asked.field.id, row })
        {
            calculated.push((name.clone(), value));
        }
        visible.push(name);
    }
    Ok(Reply {
        visible,
        calculated: calculated.into_iter().collect(),
        issues: view.issues(),
        warnings: view.warnings(),
        sent: view.to_submit(),
    })
}
