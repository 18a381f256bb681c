//! Answers to any form, by the kinds of its fields alone, so that demo data fits every municipality's pack.

use forms::{Address, Answer, Answers, Context, FieldDefinition, FieldKind, Form};

use super::people::MadeUp;

const TEXT: &str = "Eksempel fra demodata";

/// Answers that the form accepts. `turn` chooses among options, so that cases differ.
pub(super) fn example_answers(form: &Form, person: &MadeUp, turn: usize, context: &Context) -> Answers {
    let mut answers = Answers::default();
    // Each answer may show further questions.
    loop {
        let missing = form
            .visible(&answers, context)
            .into_iter()
            .flat_map(|page| page.fields)
            .find(|field| answers.get(&field.id).is_none() && takes_answer(field));
        let Some(field) = missing else { return answers };
        answers.0.insert(field.id.clone(), example(field, person, turn, context));
    }
}

const fn takes_answer(field: &FieldDefinition) -> bool {
    !matches!(field.kind, FieldKind::Info)
}

fn example(field: &FieldDefinition, person: &MadeUp, turn: usize, context: &Context) -> Answer {
    let chosen = |options: &[String]| options.get(turn % options.len().max(1)).cloned().unwrap_or_default();
    match &field.kind {
        FieldKind::Text(_) | FieldKind::Textarea(_) => Answer::Text(TEXT.to_owned()),
        FieldKind::Name => Answer::Text(person.name.to_owned()),
        FieldKind::Number(rules) => Answer::Text(rules.min.or(rules.max).unwrap_or(1).to_string()),
        FieldKind::Checkbox | FieldKind::Info => Answer::Flag(true),
        FieldKind::Checkboxes(rules) => Answer::Choices(vec![chosen(&rules.options)]),
        FieldKind::Radio(rules) | FieldKind::Select(rules) => Answer::Text(chosen(&rules.options)),
        FieldKind::Date(rules) => {
            let days = rules.earliest_days.or(rules.latest_days).unwrap_or_default();
            Answer::Text(context.today.add_days(i64::from(days)).to_string())
        }
        FieldKind::Email => Answer::Text(person.email.unwrap_or("demo@example.no").to_owned()),
        FieldKind::Phone => Answer::Text(person.phone.unwrap_or("+4740000009").to_owned()),
        FieldKind::Address(_) => Answer::Address(address(person)),
    }
}

/// Where the person lives; a made-up place for who has none.
pub(super) fn address(person: &MadeUp) -> Address {
    let [street, postal_code, city] = person.address.unwrap_or(["Prøveveien 1", "3015", "Drammen"]);
    Address { street: street.to_owned(), postal_code: postal_code.to_owned(), city: city.to_owned() }
}
