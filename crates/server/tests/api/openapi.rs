//! The description of the API is complete, and changes only on purpose.

use serde_json::Value;

fn document() -> Value {
    let text = server::openapi::to_text(&server::router::document()).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_description_as_it_is() {
    insta::assert_json_snapshot!("openapi", document());
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut missing = Vec::new();
    visit(&document, &mut |key, value| {
        if key == "$ref" {
            let pointer = value.as_str().unwrap().strip_prefix('#').unwrap();
            if document.pointer(pointer).is_none() {
                missing.push(pointer.to_owned());
            }
        }
    });
    assert_eq!(missing, Vec::<String>::new());
}

/// Two types of one name would overwrite each other without a word.
#[test]
fn no_type_has_taken_the_place_of_another() {
    let schemas = document()["components"]["schemas"].clone();
    for (name, member) in [
        ("Code", "idempotency_key_reused"),
        ("IssueCode", "too_long"),
        ("Draft", "revision"),
        ("DraftRules", "keep_days"),
    ] {
        assert!(schemas[name].to_string().contains(&format!("\"{member}\"")), "{name} has no {member}");
    }
}

#[test]
fn every_call_documents_its_problems() {
    for (path, calls) in document()["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            let responses = call["responses"].as_object().unwrap();
            for status in ["400", "405", "500", "503", "504"] {
                assert!(responses.contains_key(status), "{method} {path}: {status}");
            }
            let changes = matches!(method.as_str(), "post" | "put" | "patch" | "delete");
            let is_guarded = path.ends_with("/draft")
                || path.ends_with("/me")
                || path.ends_with("/export")
                || path.ends_with("/uploads")
                || ["/submissions/", "/cases/", "/staff/"].iter().any(|part| path.contains(part));
            assert_eq!(
                responses.contains_key("403"),
                changes || (is_guarded && method == "get"),
                "{method} {path}: 403"
            );
            // A call about files may name a case beside the address.
            let names = path.contains('{') || path.contains("/demo/") || path.ends_with("/uploads");
            assert_eq!(responses.contains_key("404"), names && method != "options", "{method} {path}: 404");
            assert_eq!(
                responses.contains_key("413"),
                call.get("requestBody").is_some(),
                "{method} {path}: 413"
            );
        }
    }
}

fn visit(value: &Value, found: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found(key, value);
                visit(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| visit(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
