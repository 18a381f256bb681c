//! Fields and answers as they are read: small code for the browser, and an error that names what does not belong.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};

use crate::{
    Address, AddressRules, Answer, CheckboxesRules, ChoiceRules, DateRules, FieldDefinition, FieldKind,
    NumberRules, Prefill, TextRules,
};

/// A field with the limits of all kinds side by side.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlatField {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    show_if: Option<String>,
    #[serde(default)]
    optional: bool,
    prefill: Option<Prefill>,
    max_length: Option<u16>,
    min: Option<i64>,
    max: Option<i64>,
    decimals: Option<u8>,
    options: Option<Vec<String>>,
    max_choices: Option<u8>,
    earliest_days: Option<i32>,
    latest_days: Option<i32>,
}

impl TryFrom<FlatField> for FieldDefinition {
    type Error = String;

    fn try_from(mut flat: FlatField) -> Result<Self, Self::Error> {
        let kind = match flat.kind.as_str() {
            "text" => FieldKind::Text(flat.text()),
            "textarea" => FieldKind::Textarea(flat.text()),
            "name" => FieldKind::Name,
            "number" => FieldKind::Number(NumberRules {
                min: flat.min.take(),
                max: flat.max.take(),
                decimals: flat.decimals.take().unwrap_or_default(),
            }),
            "checkbox" => FieldKind::Checkbox,
            "checkboxes" => FieldKind::Checkboxes(CheckboxesRules {
                options: flat.options()?,
                max_choices: flat.max_choices.take().unwrap_or_default(),
            }),
            "radio" => FieldKind::Radio(ChoiceRules { options: flat.options()? }),
            "select" => FieldKind::Select(ChoiceRules { options: flat.options()? }),
            "date" => FieldKind::Date(DateRules {
                earliest_days: flat.earliest_days.take(),
                latest_days: flat.latest_days.take(),
            }),
            "email" => FieldKind::Email,
            "phone" => FieldKind::Phone,
            "address" => FieldKind::Address(AddressRules {}),
            "info" => FieldKind::Info,
            unknown => {
                return Err([
                    "there is no field type ",
                    unknown,
                    "; there are text, textarea, name, number, checkbox, checkboxes, radio, select, date, email, phone, \
                    address and info",
                ]
                .concat());
            }
        };
        if let Some(left) = flat.left_over() {
            return Err([left, " does not belong to a field of type ", &flat.kind].concat());
        }
        Ok(Self { id: flat.id, show_if: flat.show_if, optional: flat.optional, prefill: flat.prefill, kind })
    }
}

impl FlatField {
    fn text(&mut self) -> TextRules {
        TextRules { max_length: self.max_length.take().unwrap_or_default() }
    }

    fn options(&mut self) -> Result<Vec<String>, String> {
        self.options.take().ok_or_else(|| ["a field of type ", &self.kind, " needs options"].concat())
    }

    /// A limit that no kind has taken.
    fn left_over(&self) -> Option<&'static str> {
        let limits = [
            ("max_length", self.max_length.is_some()),
            ("min", self.min.is_some()),
            ("max", self.max.is_some()),
            ("decimals", self.decimals.is_some()),
            ("options", self.options.is_some()),
            ("max_choices", self.max_choices.is_some()),
            ("earliest_days", self.earliest_days.is_some()),
            ("latest_days", self.latest_days.is_some()),
        ];
        limits.into_iter().find(|(_, is_set)| *is_set).map(|(name, _)| name)
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

/// Tells the variant by what stands there.
struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("true or false, a text, a list of texts, or an address")
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Answer, E> {
        Ok(Answer::Flag(flag))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Answer, A::Error> {
        let mut choices = Vec::new();
        while let Some(choice) = items.next_element()? {
            choices.push(choice);
        }
        Ok(Answer::Choices(choices))
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Answer, A::Error> {
        Address::deserialize(de::value::MapAccessDeserializer::new(parts)).map(Answer::Address)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Answer, FieldDefinition};

    #[test]
    fn answers_are_told_by_what_stands_there() {
        for json in [
            r#"true"#,
            r#""a""#,
            r#"["a","b"]"#,
            r#"{"street":"Engene 1","postal_code":"3015","city":"Drammen"}"#,
        ] {
            let answer: Answer = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&answer).unwrap(), json);
        }
        for wrong in ["1", "null", r#"[1]"#, r#"{"street":1}"#, r#"{"planet":"x"}"#] {
            assert!(serde_json::from_str::<Answer>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_limit_of_another_type_is_refused() {
        let read =
            |json: &str| serde_json::from_str::<FieldDefinition>(json).map_err(|error| error.to_string());
        let fault = read(r#"{"id":"a","type":"email","options":["x"]}"#).unwrap_err();
        assert!(fault.contains("options does not belong to a field of type email"), "{fault}");
        let fault = read(r#"{"id":"a","type":"radio"}"#).unwrap_err();
        assert!(fault.contains("a field of type radio needs options"), "{fault}");
        let good = r#"{"id":"a","type":"number","min":1,"max":9}"#;
        let field = read(good).unwrap();
        assert_eq!(read(&serde_json::to_string(&field).unwrap()).unwrap(), field);
    }
}
