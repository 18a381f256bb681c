//! The JSON Schema (2020-12) of what a form sends, for those who receive it.
#![deny(clippy::wildcard_enum_match_arm)]

use serde_json::{Map, Value, json};

use crate::{
    CheckboxesRules, FILE_TYPES, FieldDefinition, FieldKind, Form, FormDefinition, Need, NumberRules,
    TEXT_LENGTH, TEXTAREA_LENGTH, Texts, Way, countries,
};

/// Describes the canonical answers of a version: what a submission holds. A field that can be hidden is
/// not required, since the schema does not repeat the conditions.
#[must_use]
pub fn json_schema(form: &Form, texts: &Texts) -> Value {
    let definition = form.definition();
    let mut writer = Writer { definition, texts, properties: Map::new(), required: Vec::new() };
    for page in &definition.pages {
        writer.fields(&page.fields, page.show_if.is_none());
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:servicetorg:form:{}:{}", definition.id, definition.version),
        "type": "object",
        "properties": writer.properties,
        "required": writer.required,
        "additionalProperties": false,
    });
    titled(schema, texts.get("title"))
}

struct Writer<'a> {
    definition: &'a FormDefinition,
    texts: &'a Texts,
    properties: Map<String, Value>,
    required: Vec<String>,
}

impl Writer<'_> {
    /// What stands in a group is sent beside all else; `is_shown` tells that nothing around can hide it.
    fn fields(&mut self, fields: &[FieldDefinition], is_shown: bool) {
        for field in fields {
            let is_shown = is_shown && field.show_if.is_none();
            if let FieldKind::Group(rules) = &field.kind {
                self.fields(&rules.fields, is_shown);
            }
            let Some(schema) = self.schema_of(field) else { continue };
            let label = self.texts.get(&format!("fields.{}.label", field.id));
            self.properties.insert(field.id.clone(), titled(schema, label));
            if field.need == Need::Required && is_shown {
                self.required.push(field.id.clone());
            }
        }
    }

    fn option(&self, field: &FieldDefinition, option: &str) -> Value {
        titled(json!({ "const": option }), self.texts.get(&FormDefinition::option_key(field, option)))
    }

    fn one_of(&self, field: &FieldDefinition) -> Value {
        let options = self.definition.options(&field.kind).iter();
        json!({ "oneOf": options.map(|option| self.option(field, option)).collect::<Vec<_>>() })
    }

    /// The schema of an answer; nothing where the field takes none.
    fn schema_of(&self, field: &FieldDefinition) -> Option<Value> {
        Some(match &field.kind {
            FieldKind::Text(rules) => text(rules.max_length, TEXT_LENGTH),
            FieldKind::Textarea(rules) => text(rules.max_length, TEXTAREA_LENGTH),
            FieldKind::Name => text(0, TEXT_LENGTH),
            FieldKind::Number(rules) | FieldKind::Money(rules) => {
                json!({ "type": "string", "pattern": number_pattern(rules) })
            }
            // What is not ticked is not sent.
            FieldKind::Checkbox | FieldKind::Consent => json!({ "const": true }),
            FieldKind::Checkboxes(rules) => json!({
                "type": "array",
                "items": self.one_of(field),
                "uniqueItems": true,
                "minItems": 1,
                "maxItems": most_choices(rules, self.definition.options(&field.kind)),
            }),
            FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) => self.one_of(field),
            FieldKind::Country => json!({ "enum": countries().collect::<Vec<_>>() }),
            FieldKind::Date(_) => json!({ "type": "string", "format": "date" }),
            FieldKind::Month(_) => pattern("^[0-9]{4}-(0[1-9]|1[0-2])$"),
            FieldKind::Year(_) => pattern("^[0-9]{4}$"),
            FieldKind::Time => pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$"),
            FieldKind::Email => json!({ "type": "string", "format": "email", "maxLength": 254 }),
            FieldKind::Phone => pattern(r"^\+[1-9][0-9]{6,14}$"),
            FieldKind::IdentityNumber | FieldKind::AccountNumber => pattern("^[0-9]{11}$"),
            FieldKind::Iban => pattern("^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$"),
            FieldKind::OrganisationNumber => object(
                json!({ "number": pattern("^[89][0-9]{8}$"), "name": text(0, TEXT_LENGTH) }),
                &["number"],
            ),
            FieldKind::Address(_) => object(
                json!({
                    "street": text(0, TEXT_LENGTH),
                    "postal_code": pattern("^[0-9]{4}$"),
                    "city": text(0, TEXT_LENGTH),
                }),
                &["street", "postal_code", "city"],
            ),
            FieldKind::Attachment(rules) => {
                let types: Vec<&str> = rules
                    .types()
                    .filter_map(|extension| FILE_TYPES.iter().find(|(known, _)| *known == extension))
                    .map(|(_, media_type)| *media_type)
                    .collect();
                let file = object(
                    json!({
                        "id": pattern("^[0-9A-Za-z-]{1,64}$"),
                        "name": text(0, TEXT_LENGTH),
                        "size": { "type": "integer", "minimum": 1, "maximum": rules.max_bytes() },
                        "media_type": { "enum": types },
                        "sha256": pattern("^[0-9a-f]{64}$"),
                    }),
                    &["id", "name", "size", "media_type", "sha256"],
                );
                let ways = rules.ways().iter().map(|way| match way {
                    Way::Now => object(
                        json!({
                            "how": { "const": way.key() },
                            "files": { "type": "array", "items": file, "minItems": 1, "maxItems": rules.max_files() },
                        }),
                        &["how", "files"],
                    ),
                    Way::Later => object(
                        json!({ "how": { "const": way.key() }, "by": { "type": "string", "format": "date" } }),
                        &["how", "by"],
                    ),
                    Way::AlreadySent | Way::SomeoneElse | Way::NotRelevant => {
                        object(json!({ "how": { "const": way.key() } }), &["how"])
                    }
                });
                json!({ "oneOf": ways.collect::<Vec<_>>() })
            }
            FieldKind::Rows(rules) => {
                let mut inside = Writer {
                    definition: self.definition,
                    texts: self.texts,
                    properties: Map::new(),
                    required: Vec::new(),
                };
                inside.fields(&rules.fields, true);
                let answers = json!({
                    "type": "object",
                    "properties": inside.properties,
                    "required": inside.required,
                    "additionalProperties": false,
                });
                json!({
                    "type": "array",
                    "items": object(json!({ "id": pattern("^[0-9a-z-]{1,64}$"), "answers": answers }), &["id", "answers"]),
                    "minItems": rules.min_rows.max(1),
                    "maxItems": rules.max_rows(),
                })
            }
            FieldKind::MapPoint => {
                let degrees = pattern(r"^-?[0-9]{1,3}(\.[0-9]{1,6})?$");
                let words = json!({ "type": "string", "minLength": 1, "maxLength": 1000 });
                let mut point =
                    object(json!({ "latitude": degrees, "longitude": degrees, "description": words }), &[]);
                point["anyOf"] =
                    json!([{ "required": ["latitude", "longitude"] }, { "required": ["description"] }]);
                point
            }
            FieldKind::Group(_) | FieldKind::Calculated(_) | FieldKind::Info(_) => return None,
        })
    }
}

fn titled(mut schema: Value, title: Option<&str>) -> Value {
    if let (Some(title), Value::Object(object)) = (title, &mut schema) {
        object.insert("title".to_owned(), json!(title));
    }
    schema
}

fn object(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
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

fn most_choices(rules: &CheckboxesRules, options: &[String]) -> usize {
    if rules.max_choices == 0 { options.len() } else { usize::from(rules.max_choices) }
}
