//! The JSON Schema of each form of the real pack: it takes what the engine takes, and refuses what the engine
//! refuses for what it is.
#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use std::path::Path;

use content::{FormEdition, Pack};
use forms::{Answers, Code, Context, author};
use jsonschema::Validator;
use locale::{Date, Language};
use serde_json::{Value, json};

/// Other answers for each turn: each way through a form is gone once in so many.
const TURNS: usize = 8;

fn drammen() -> Pack {
    Pack::load(Path::new("../../content/drammen")).unwrap_or_else(|found| panic!("{found:?}"))
}

fn context() -> Context {
    Context::new(Date::parse_iso("2026-11-23").expect("a date"), Language::Nb)
}

/// The schema in each language: the titles differ, what is taken does not.
fn validators(edition: &FormEdition) -> Vec<Validator> {
    let of = |language: Language| {
        let schema = author::json_schema(&edition.form, &edition.texts[&language]);
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{schema}");
        jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema")
    };
    Language::ALL.into_iter().map(of).collect()
}

fn each(mut told: impl FnMut(&str, &FormEdition, &[Validator], &Answers)) {
    let pack = drammen();
    for id in pack.form_ids() {
        let edition = pack.form(id, None).expect("the form");
        let validators = validators(edition);
        for turn in 0..TURNS {
            let given = author::fitting(&edition.form, &context(), |most| turn % most.max(1));
            told(id, edition, &validators, &edition.form.to_submit(&given, &context()));
        }
    }
}

#[test]
fn what_a_form_sends_holds_to_its_schema() {
    let mut forms = 0;
    each(|id, _, validators, sent| {
        forms += 1;
        let sent = serde_json::to_value(sent).expect("JSON");
        for validator in validators {
            let wrong: Vec<String> = validator
                .iter_errors(&sent)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{id}: {wrong:#?}\n{sent}");
        }
    });
    assert!(forms >= 15 * TURNS, "{forms}");
}

#[test]
fn what_the_engine_refuses_for_what_it_is_the_schema_refuses() {
    let wrong = [
        json!(42),
        json!(-1.5),
        json!(null),
        json!(false),
        json!([]),
        json!([1]),
        json!(["finnes_ikke"]),
        json!({}),
        json!({ "finnes": "ikke" }),
        json!("2026-02-30"),
        json!("25:00"),
        json!("tolv"),
        json!("ikke en adresse"),
    ];
    let mut refused = 0;
    each(|id, edition, validators, sent| {
        let sent = serde_json::to_value(sent).expect("JSON");
        for field in sent.as_object().expect("an object").keys() {
            for wrong in &wrong {
                let mut changed = sent.clone();
                changed[field] = wrong.clone();
                if !is_of_another_kind(edition, field, &changed) {
                    continue;
                }
                refused += 1;
                assert!(!validators[0].is_valid(&changed), "{id}: {field} takes {wrong}");
            }
        }
        let mut more = sent;
        more["finnes_ikke"] = json!("svar");
        assert!(!validators[0].is_valid(&more), "{id} takes an answer that nobody asks for");
    });
    assert!(refused > 5000, "{refused}");
}

/// Whether the engine refuses the answer for what it is, not for how large, late or many it is.
fn is_of_another_kind(edition: &FormEdition, field: &str, sent: &Value) -> bool {
    let Ok(answers) = serde_json::from_value::<Answers>(sent.clone()) else { return true };
    let issues = edition.form.validate(&answers, &context());
    issues.iter().filter(|issue| issue.field == field).any(|issue| {
        matches!(
            issue.code,
            Code::WrongKind
                | Code::UnknownOption
                | Code::NotNumber
                | Code::NotDate
                | Code::NotMonth
                | Code::NotYear
                | Code::NotTime
                | Code::NotEmail
                | Code::NotPhone
                | Code::NotPostalCode
                | Code::NotIdentityNumber
                | Code::NotOrganisationNumber
                | Code::NotAccountNumber
                | Code::NotIban
        )
    })
}
