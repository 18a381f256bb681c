//! The one call by which native code and WebAssembly are compared.

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{CONTEXT, any_answers, random};

#[test]
fn a_question_is_answered_and_nonsense_is_refused() {
    let question = json!({
        "definition": {
            "schema": "skjema/1", "id": "a", "version": 1, "service": "a",
            "pages": [{ "id": "side", "fields": [
                { "id": "n", "type": "number" },
                { "id": "rows", "type": "rows", "fields": [{ "id": "m", "type": "number" }] },
                { "id": "sum", "type": "calculated", "value": "n + sum(rows, m)" },
                { "id": "late", "type": "text", "show_if": "sum > 9 and channel == 'terminal'", "advised": true },
            ] }],
        },
        "answers": { "n": "2,5", "rows": [{ "id": "r1", "answers": { "m": "x" } }, { "id": "r2", "answers": { "m": "7" } }] },
        "context": { "today": "2026-08-24", "channel": "terminal" },
    });
    let reply: Value = serde_json::from_str(&forms::parity(&question.to_string())).expect("json");
    let expected = json!({
        "visible": ["n", "rows", "rows.r1.m", "rows.r2.m", "sum", "late"],
        "calculated": { "sum": "9.5" },
        "issues": [
            { "field": "n", "code": "too_many_decimals", "max": 0 },
            { "field": "m", "row": "r1", "code": "not_number" },
        ],
        "warnings": [{ "field": "late", "code": "advised" }],
        "sent": { "n": "2.5", "rows": [{ "id": "r1", "answers": { "m": "x" } }, { "id": "r2", "answers": { "m": "7" } }] },
    });
    assert_eq!(reply, expected);
    for nonsense in ["", "{}", "[", "{\"definition\":1}"] {
        assert_eq!(forms::parity(nonsense), "{\"error\":\"unreadable\"}", "{nonsense}");
    }
}

proptest! {
    #[test]
    fn it_answers_any_form_alike_twice((seed, given) in any::<u64>().prop_flat_map(|seed| {
        (Just(seed), any_answers(&random::form(seed)))
    })) {
        let form = random::form(seed);
        let question = json!({
            "definition": form.definition(), "answers": given, "context": { "today": CONTEXT.today },
        }).to_string();
        let reply = forms::parity(&question);
        prop_assert!(reply.starts_with("{\"visible\":["), "{}", reply);
        prop_assert_eq!(forms::parity(&question), reply);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let is_json = serde_json::from_str::<Value>(&forms::parity(&text)).is_ok();
        prop_assert!(is_json);
    }
}
