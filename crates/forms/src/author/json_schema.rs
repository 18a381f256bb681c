//! The JSON Schema (2020-12) of what a form sends, for those who receive it.
#![deny(clippy::wildcard_enum_match_arm)]

use serde_json::{Map, Value, json};

use crate::{FieldDefinition, FieldKind, Form, TEXT_LENGTH, TEXTAREA_LENGTH, Texts};

/// Describes the answers of a version; a field that can be hidden is not required.
#[must_use]
pub fn json_schema(form: &Form, texts: &Texts) -> Value {
    let definition = form.definition();
    let mut properties = Map::new();
    let mut required = Vec::new();
    for page in &definition.pages {
        for field in &page.fields {
            let Some(mut schema) = schema_of(field, texts) else { continue };
            if let (Some(label), Value::Object(object)) =
                (texts.get(&format!("fields.{}.label", field.id)), &mut schema)
            {
                object.insert("title".to_owned(), json!(label));
            }
            properties.insert(field.id.clone(), schema);
            if !field.optional && field.show_if.is_none() && page.show_if.is_none() {
                required.push(field.id.clone());
            }
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:servicetorg:form:{}:{}", definition.id, definition.version),
        "title": texts.get("title"),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn schema_of(field: &FieldDefinition, texts: &Texts) -> Option<Value> {
    let text = |most: u16, default: u16| json!({ "type": "string", "minLength": 1, "maxLength": if most == 0 { default } else { most } });
    let options = |options: &[String]| -> Value {
        let option = |option: &String| json!({ "const": option, "title": texts.get(&format!("fields.{}.options.{option}", field.id)) });
        options.iter().map(option).collect()
    };
    Some(match &field.kind {
        FieldKind::Text(rules) => text(rules.max_length, TEXT_LENGTH),
        FieldKind::Textarea(rules) => text(rules.max_length, TEXTAREA_LENGTH),
        FieldKind::Name => text(0, TEXT_LENGTH),
        FieldKind::Number(rules) => json!({
            "type": "string",
            "pattern": if rules.decimals == 0 { r"^-?\d+$".to_owned() } else { format!(r"^-?\d+(\.\d{{1,{}}})?$", rules.decimals) },
        }),
        FieldKind::Checkbox if field.optional => json!({ "type": "boolean" }),
        FieldKind::Checkbox => json!({ "const": true }),
        FieldKind::Checkboxes(rules) => json!({
            "type": "array", "items": { "oneOf": options(&rules.options) }, "uniqueItems": true, "minItems": 1,
            "maxItems": if rules.max_choices == 0 { rules.options.len() } else { usize::from(rules.max_choices) },
        }),
        FieldKind::Radio(rules) | FieldKind::Select(rules) => json!({ "oneOf": options(&rules.options) }),
        FieldKind::Date(_) => json!({ "type": "string", "format": "date" }),
        FieldKind::Email => json!({ "type": "string", "format": "email", "maxLength": 254 }),
        FieldKind::Phone => json!({ "type": "string", "pattern": r"^\+\d{7,15}$" }),
        FieldKind::Address(_) => json!({
            "type": "object",
            "properties": {
                "street": { "type": "string", "minLength": 1 },
                "postal_code": { "type": "string", "pattern": r"^\d{4}$" },
                "city": { "type": "string", "minLength": 1 },
            },
            "required": ["street", "postal_code", "city"],
            "additionalProperties": false,
        }),
        FieldKind::Info => return None,
    })
}
