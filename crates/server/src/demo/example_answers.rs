//! Answers to any form, by the kinds of its fields alone, so that demo data fits every municipality's pack.

use forms::{
    Address, Answer, Answers, Attachment, Context, FieldDefinition, FieldKind, Form, Need, Way, author,
};

use super::people::MadeUp;

const TEXT: &str = "Fra demodata";

/// How often other answers are tried where the form's checks refuse some.
const TRIES: u64 = 100;

/// Answers that the form accepts, without files: there are none behind demo data. `turn` chooses among options,
/// so that cases differ. None where a document must come at once,
/// or the checks of the form refuse all that was tried.
pub(super) fn example_answers(
    form: &Form,
    person: &MadeUp,
    turn: usize,
    context: &Context,
) -> Option<Answers> {
    let first = u64::try_from(turn).unwrap_or_default();
    (0..TRIES).find_map(|again| {
        let mut answers = author::fitting(form, context, choosing(first + again * TRIES));
        for field in form.fields() {
            if let (Some(answer), Some(example)) = (answers.0.get_mut(&field.id), example(field, person)) {
                *answer = example;
            }
        }
        without_files(&mut answers, form, context);
        (!has_files(&answers) && form.validate(&answers, context).is_empty()).then_some(answers)
    })
}

/// Chooses as Knuth's linear congruential generator does (The Art of Computer Programming, volume 2, 3.3.4):
/// everything follows from the seed, so that demo data is the same each time.
fn choosing(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |most| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % most.max(1)
    }
}

/// Lets documents come in another way than now, where there is one, or not at all where they need not.
fn without_files(answers: &mut Answers, form: &Form, context: &Context) {
    for field in form.fields() {
        let Some(answer) = answers.0.get_mut(&field.id) else { continue };
        match (answer, &field.kind) {
            (Answer::Attachment(document), FieldKind::Attachment(rules)) => {
                let other = rules.ways().iter().find(|way| **way != Way::Now);
                if let (false, Some(way)) = (document.files.is_empty(), other) {
                    let by = if *way == Way::Later { context.today.to_string() } else { String::new() };
                    *document = Attachment { how: way.key().to_owned(), by, files: Vec::new() };
                } else if !document.files.is_empty() && field.need != Need::Required {
                    answers.0.remove(&field.id);
                }
            }
            (Answer::Rows(rows), _) => {
                for row in rows {
                    without_files(&mut row.answers, form, context);
                }
            }
            _ => {}
        }
    }
}

fn has_files(answers: &Answers) -> bool {
    answers.0.values().any(|answer| match answer {
        Answer::Attachment(attachment) => !attachment.files.is_empty(),
        Answer::Rows(rows) => rows.iter().any(|row| has_files(&row.answers)),
        _ => false,
    })
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
