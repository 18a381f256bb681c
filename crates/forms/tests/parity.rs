//! The one call by which native code and WebAssembly are compared, and the comparison.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::{
    io::Write,
    process::{Command, Stdio},
    sync::Arc,
    thread,
};

use forms::{Answers, Channel, State};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{CONTEXT, any_answers, choosing, edits::edit, random};

/// Where `cargo xtask test` puts the engine built for the browser.
const WASM: &str = "SERVICETORG_TEST_FORMS_WASM";

/// So many forms, each with answers of its own.
const SEEDS: u64 = 500;

/// A random form as a person left it after some time, on some day, in some channel.
fn question(seed: u64) -> Value {
    let mut pick = choosing(seed ^ 0x5eed);
    let mut state = State::new(Arc::new(random::form(seed)), Answers::default(), CONTEXT);
    for _ in 0..30 {
        edit(&mut state, &mut pick);
    }
    let language = ["nb", "nn", "en"][pick(3)];
    json!({
        "definition": state.form().definition(),
        "answers": state.answers(),
        "context": {
            "today": CONTEXT.today.add_days(i64::try_from(pick(2000)).unwrap_or_default()),
            "language": language,
            "signed_in": pick(2) == 0,
            "channel": Channel::ALL[pick(Channel::ALL.len())].key(),
            "synthetic": pick(2) == 0,
        },
    })
}

/// What the engine answers in Node.
fn in_node(module: &str, questions: &[String]) -> Vec<String> {
    let mut node = Command::new("node")
        .args([concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parity.mjs"), module])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node");
    let mut input = node.stdin.take().expect("a pipe");
    let all = [&questions.join("\n"), "\n"].concat();
    let writing = thread::spawn(move || input.write_all(all.as_bytes()));
    let output = node.wait_with_output().expect("answers");
    writing.join().expect("a thread").expect("all questions taken");
    assert!(output.status.success(), "Node ended with {}", output.status);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn native_code_and_webassembly_give_the_same_bytes() {
    // Without it `cargo test -p forms` still runs everywhere; `cargo xtask test` always sets it.
    let Ok(module) = std::env::var(WASM) else { return };
    let questions: Vec<Value> = (0..SEEDS).map(question).collect();
    let mut asked: Vec<String> = questions.iter().map(Value::to_string).collect();
    let native: Vec<String> = asked.iter().map(|question| forms::parity(question)).collect();
    let differences = |wasm: &[String]| -> Vec<usize> {
        assert_eq!(wasm.len(), native.len());
        (0..native.len()).filter(|index| wasm[*index] != native[*index]).collect()
    };
    let wasm = in_node(&module, &asked);
    let told = differences(&wasm).first().map(|&index| {
        format!("seed {index}:\n{}\nnative {}\nwasm   {}", asked[index], native[index], wasm[index])
    });
    assert_eq!(told, None);
    // The questions are worth asking: there is something to see, to work out and to complain of.
    let count = |part: &str| native.iter().filter(|answer| answer.contains(part)).count();
    for part in ["\"visible\":[\"", "\"calculated\":{\"", "\"issues\":[{", "\"sent\":{\""] {
        assert!(count(part) > 100, "{part} in {} answers only", count(part));
    }
    // A wrong result is seen: where WebAssembly is asked something else in one place, that place differs.
    let wrong = native.iter().position(|answer| answer.contains("\"sent\":{\"")).expect("an answer");
    let mut other = questions[wrong].clone();
    other["answers"] = json!({});
    asked[wrong] = other.to_string();
    assert_eq!(differences(&in_node(&module, &asked)), [wrong]);
}

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
