//! Answers to any form, by the kinds of its fields alone, so that demo data fits every municipality's pack.

use forms::{Address, Answer, Answers, Context, FieldDefinition, FieldKind, Form, author};

use super::people::MadeUp;

const TEXT: &str = "Eksempel fra demodata";

/// Answers that the form accepts. `turn` chooses among options, so that cases differ.
pub(super) fn example_answers(form: &Form, person: &MadeUp, turn: usize, context: &Context) -> Answers {
    let mut answers = author::fitting(form, context, |most| turn % most.max(1));
    for field in form.fields() {
        if let (Some(answer), Some(example)) = (answers.0.get_mut(&field.id), example(field, person)) {
            *answer = example;
        }
    }
    answers
}

/// What is better told of this person than made up.
fn example(field: &FieldDefinition, person: &MadeUp) -> Option<Answer> {
    let text = match &field.kind {
        FieldKind::Text(_) | FieldKind::Textarea(_) => TEXT,
        FieldKind::Name => person.name,
        FieldKind::Email => person.email.unwrap_or("demo@example.no"),
        FieldKind::Phone => person.phone.unwrap_or("+4740000009"),
        FieldKind::Address(_) => return Some(Answer::Address(address(person))),
        _ => return None,
    };
    Some(Answer::Text(text.to_owned()))
}

/// Where the person lives; a made-up place for who has none.
pub(super) fn address(person: &MadeUp) -> Address {
    let [street, postal_code, city] = person.address.unwrap_or(["Prøveveien 1", "3015", "Drammen"]);
    Address { street: street.to_owned(), postal_code: postal_code.to_owned(), city: city.to_owned() }
}
