//! The JSON Schema (2020-12) of what a form sends, for those who receive it.
#![deny(clippy::wildcard_enum_match_arm)]

use serde_json::{Map, Value, json};

use crate::{
    CheckboxesRules, FieldDefinition, FieldKind, Form, NumberRules, TEXT_LENGTH, TEXTAREA_LENGTH, Texts,
};

/// Describes the canonical answers of a version: what a submission holds. A field that can be hidden is
/// not required, since the schema does not repeat the conditions.
#[must_use]
pub fn json_schema(form: &Form, texts: &Texts) -> Value {
    let definition = form.definition();
    let mut properties = Map::new();
    let mut required = Vec::new();
    for page in &definition.pages {
        for field in &page.fields {
            let Some(schema) = schema_of(field, texts) else { continue };
            let label = texts.get(&format!("fields.{}.label", field.id));
            properties.insert(field.id.clone(), titled(schema, label));
            if !field.optional && field.show_if.is_none() && page.show_if.is_none() {
                required.push(field.id.clone());
            }
        }
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:servicetorg:form:{}:{}", definition.id, definition.version),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    titled(schema, texts.get("title"))
}

fn titled(mut schema: Value, title: Option<&str>) -> Value {
    if let (Some(title), Value::Object(object)) = (title, &mut schema) {
        object.insert("title".to_owned(), json!(title));
    }
    schema
}

/// The schema of an answer; nothing where the field takes none.
fn schema_of(field: &FieldDefinition, texts: &Texts) -> Option<Value> {
    let one_of = |options: &[String]| -> Value {
        let option = |option: &String| {
            let title = texts.get(&format!("fields.{}.options.{option}", field.id));
            titled(json!({ "const": option }), title)
        };
        json!({ "oneOf": options.iter().map(option).collect::<Vec<_>>() })
    };
    Some(match &field.kind {
        FieldKind::Text(rules) => text(rules.max_length, TEXT_LENGTH),
        FieldKind::Textarea(rules) => text(rules.max_length, TEXTAREA_LENGTH),
        FieldKind::Name => text(0, TEXT_LENGTH),
        FieldKind::Number(rules) => json!({ "type": "string", "pattern": number_pattern(rules) }),
        // What is not ticked is not sent.
        FieldKind::Checkbox => json!({ "const": true }),
        FieldKind::Checkboxes(rules) => json!({
            "type": "array",
            "items": one_of(&rules.options),
            "uniqueItems": true,
            "minItems": 1,
            "maxItems": most_choices(rules),
        }),
        FieldKind::Radio(rules) | FieldKind::Select(rules) => one_of(&rules.options),
        FieldKind::Date(_) => json!({ "type": "string", "format": "date" }),
        FieldKind::Email => json!({ "type": "string", "format": "email", "maxLength": 254 }),
        FieldKind::Phone => json!({ "type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$" }),
        FieldKind::Address(_) => json!({
            "type": "object",
            "properties": {
                "street": text(0, TEXT_LENGTH),
                "postal_code": { "type": "string", "pattern": "^[0-9]{4}$" },
                "city": text(0, TEXT_LENGTH),
            },
            "required": ["street", "postal_code", "city"],
            "additionalProperties": false,
        }),
        FieldKind::Info => return None,
    })
}

fn text(most: u16, default: u16) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": if most == 0 { default } else { most } })
}

/// Exact decimals are sent as text: JSON numbers would be rounded on the way.
fn number_pattern(rules: &NumberRules) -> String {
    let sign = if rules.min.is_some_and(|min| min >= 0) { "" } else { "-?" };
    match rules.decimals {
        0 => format!("^{sign}[0-9]+$"),
        decimals => format!(r"^{sign}[0-9]+(\.[0-9]{{1,{decimals}}})?$"),
    }
}

fn most_choices(rules: &CheckboxesRules) -> usize {
    if rules.max_choices == 0 { rules.options.len() } else { usize::from(rules.max_choices) }
}
