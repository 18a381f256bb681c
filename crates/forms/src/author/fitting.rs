//! Answers that a form accepts: for tests, for demonstrations and for measuring.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{
    Address, Answer, AnswerRow, Answers, Attachment, Context, FILE_TYPES, FieldDefinition, FieldKind,
    FileRef, Form, FormDefinition, Organisation, Point, Way,
};

/// Answers every visible question of a form, in the order of the pages; `pick` chooses among that many. What
/// checks between answers ask for is not looked at.
pub fn fitting(form: &Form, context: &Context, mut pick: impl FnMut(usize) -> usize) -> Answers {
    let mut given = Answers::default();
    // Each answer may show further questions; what is answered once is not asked again.
    loop {
        let view = form.view(&given, context);
        let open =
            view.asked().into_iter().find(|asked| asked.answer.is_none() && asked.field.kind.takes_answer());
        let Some(open) = open else { return given };
        let answer = answer(form.definition(), open.field, context, &mut pick);
        let (field, row) = (open.field.id.clone(), open.row.map(|(number, _)| number));
        let rows = form.rows_of(&field).map(|rows| rows.id.clone());
        drop(view);
        match (rows.and_then(|rows| given.0.get_mut(&rows)), row) {
            (Some(Answer::Rows(rows)), Some(row)) => drop(rows[row].answers.insert(field, answer)),
            _ => drop(given.insert(field, answer)),
        }
    }
}

fn answer(
    definition: &FormDefinition,
    field: &FieldDefinition,
    context: &Context,
    pick: &mut impl FnMut(usize) -> usize,
) -> Answer {
    let text = |text: &str| Answer::Text(text.to_owned());
    let options = definition.options(&field.kind);
    let today = context.today;
    match &field.kind {
        FieldKind::Text(_) | FieldKind::Textarea(_) => text(["Øvre gate", " a  b "][pick(2)]),
        FieldKind::Name => text(["Kari Nordmann", "Ola Hansen", "Nora Berg"][pick(3)]),
        FieldKind::Number(rules) => text(&rules.min.or(rules.max).unwrap_or(2).to_string()),
        FieldKind::Money(rules) => text(&rules.min.or(rules.max).unwrap_or(1250).to_string()),
        FieldKind::Checkbox | FieldKind::Consent => Answer::Flag(true),
        FieldKind::Checkboxes(rules) => {
            let (one, other) = (pick(options.len()), pick(options.len()));
            let other = if rules.max_choices == 1 { one } else { other };
            Answer::Choices(vec![options[one].clone(), options[other].clone()])
        }
        FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) => {
            text(&options[pick(options.len())])
        }
        FieldKind::Country => text(["NO", "se"][pick(2)]),
        FieldKind::Date(rules) => {
            let day = today.add_days(i64::from(rules.earliest_days.or(rules.latest_days).unwrap_or(0)));
            text(&[day.to_string(), format!("{}.{}.{}", day.day(), day.month(), day.year())][pick(2)])
        }
        FieldKind::Month(rules) => {
            let first = today.add_days(1 - i64::from(today.day()));
            let month = first.add_months(rules.earliest_months.or(rules.latest_months).unwrap_or(0));
            text(&[crate::parts::month_text(month), format!("{}.{}", month.month(), month.year())][pick(2)])
        }
        FieldKind::Year(rules) => {
            let years = i32::from(today.year()) + rules.earliest_years.or(rules.latest_years).unwrap_or(0);
            text(&years.to_string())
        }
        FieldKind::Time => text(["09:30", "kl. 9.30", "14:00", "18.00", "22:30", "00:30"][pick(6)]),
        FieldKind::Email => text(" kari@example.no "),
        FieldKind::Phone => text(["40 00 00 01", "0047 40000001", "+46 70 123 45 67"][pick(3)]),
        FieldKind::IdentityNumber => text(["020161 26007", "13097248022"][pick(2)]),
        FieldKind::OrganisationNumber => match pick(2) {
            0 => text("921 234 554"),
            _ => Answer::Organisation(Organisation {
                number: "921234554".to_owned(),
                name: "Drammen kommune".to_owned(),
            }),
        },
        FieldKind::AccountNumber => text(["7694.05.12057", "76940512057"][pick(2)]),
        FieldKind::Iban => text("NO93 8601 1117 947"),
        FieldKind::Address(_) => Answer::Address(Address {
            street: " Engene 1 ".to_owned(),
            postal_code: "3015".to_owned(),
            city: "Drammen".to_owned(),
        }),
        FieldKind::Attachment(rules) => {
            let way = rules.ways()[pick(rules.ways().len())];
            let extension = rules.types().next().unwrap_or("pdf");
            let known = FILE_TYPES.iter().find(|(known, _)| *known == extension);
            let file = FileRef {
                id: "f1".to_owned(),
                name: format!("vedlegg.{extension}"),
                size: 1234,
                media_type: known.map_or("", |(_, media_type)| *media_type).to_owned(),
                sha256: "ab".repeat(32),
            };
            Answer::Attachment(Attachment {
                how: way.key().to_owned(),
                by: if way == Way::Later { today.to_string() } else { String::new() },
                files: if way == Way::Now { vec![file] } else { Vec::new() },
            })
        }
        FieldKind::Rows(rules) => {
            let (least, most) = (usize::from(rules.min_rows).max(1), rules.max_rows());
            let count = (least + pick(2)).min(most);
            let row = |number| AnswerRow { id: format!("r{number}"), answers: Answers::default() };
            Answer::Rows((1..=count).map(row).collect())
        }
        FieldKind::MapPoint => Answer::Point(Point {
            latitude: "59,744".to_owned(),
            longitude: "10.2045".to_owned(),
            description: String::new(),
        }),
        // These are not asked.
        FieldKind::Group(_) | FieldKind::Calculated(_) | FieldKind::Info(_) => Answer::Flag(true),
    }
}
