//! An answer as it is read: the variant is told by what stands there.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};

use crate::{Address, Answer, AnswerRow, Answers, Attachment, FileRef, Organisation, Point};

/// Every object among the answers, with the keys of all side by side.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Flat {
    street: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    how: Option<String>,
    by: Option<String>,
    files: Option<Vec<FileRef>>,
    number: Option<String>,
    name: Option<String>,
    latitude: Option<String>,
    longitude: Option<String>,
    description: Option<String>,
    id: Option<String>,
    answers: Option<Answers>,
}

/// What an object turns out to be.
enum Object {
    Answer(Answer),
    Row(AnswerRow),
}

impl Flat {
    fn object(self) -> Option<Object> {
        let groups = [
            self.street.is_some() || self.postal_code.is_some() || self.city.is_some(),
            self.how.is_some() || self.by.is_some() || self.files.is_some(),
            self.number.is_some() || self.name.is_some(),
            self.latitude.is_some() || self.longitude.is_some() || self.description.is_some(),
            self.id.is_some() || self.answers.is_some(),
        ];
        Some(match groups {
            // An empty object is an address of which nothing has been typed yet.
            [false, false, false, false, false] | [true, false, false, false, false] => {
                Object::Answer(Answer::Address(Address {
                    street: self.street.unwrap_or_default(),
                    postal_code: self.postal_code.unwrap_or_default(),
                    city: self.city.unwrap_or_default(),
                }))
            }
            [false, true, false, false, false] => Object::Answer(Answer::Attachment(Attachment {
                how: self.how.unwrap_or_default(),
                by: self.by.unwrap_or_default(),
                files: self.files.unwrap_or_default(),
            })),
            [false, false, true, false, false] => Object::Answer(Answer::Organisation(Organisation {
                number: self.number.unwrap_or_default(),
                name: self.name.unwrap_or_default(),
            })),
            [false, false, false, true, false] => Object::Answer(Answer::Point(Point {
                latitude: self.latitude.unwrap_or_default(),
                longitude: self.longitude.unwrap_or_default(),
                description: self.description.unwrap_or_default(),
            })),
            [false, false, false, false, true] => {
                Object::Row(AnswerRow { id: self.id?, answers: self.answers.unwrap_or_default() })
            }
            _ => return None,
        })
    }
}

const EXPECTED: &str = "true or false, a text, a list of texts, a list of rows, an address, an attachment, an organisation or a point";

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(EXPECTED)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Answer, E> {
        Ok(Answer::Flag(flag))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Answer, A::Error> {
        let (mut choices, mut rows) = (Vec::new(), Vec::new());
        while let Some(item) = items.next_element()? {
            match item {
                Item::Choice(choice) => choices.push(choice),
                Item::Row(row) => rows.push(row),
            }
        }
        match (choices.is_empty(), rows.is_empty()) {
            (_, true) => Ok(Answer::Choices(choices)),
            (true, false) => Ok(Answer::Rows(rows)),
            (false, false) => Err(de::Error::custom(EXPECTED)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Answer, A::Error> {
        let flat = Flat::deserialize(de::value::MapAccessDeserializer::new(parts))?;
        match flat.object() {
            Some(Object::Answer(answer)) => Ok(answer),
            Some(Object::Row(_)) | None => Err(de::Error::custom(EXPECTED)),
        }
    }
}

/// What a list can hold.
enum Item {
    Choice(String),
    Row(AnswerRow),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or a row")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Item, E> {
        Ok(Item::Choice(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Item, A::Error> {
        let flat = Flat::deserialize(de::value::MapAccessDeserializer::new(parts))?;
        match flat.object() {
            Some(Object::Row(row)) => Ok(Item::Row(row)),
            Some(Object::Answer(_)) | None => Err(de::Error::custom("a row has an id and answers")),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Answer;

    #[test]
    fn answers_are_told_by_what_stands_there() {
        for json in [
            r#"true"#,
            r#""a""#,
            r#"["a","b"]"#,
            r#"{"street":"Engene 1","postal_code":"3015","city":"Drammen"}"#,
            r#"[{"id":"r1","answers":{"a":"x"}},{"id":"r2","answers":{}}]"#,
            r#"{"how":"later","by":"2026-09-01"}"#,
            r#"{"how":"now","files":[{"id":"f","name":"a.pdf","size":12,"media_type":"application/pdf","sha256":"00"}]}"#,
            r#"{"number":"921234554","name":"Drammen kommune"}"#,
            r#"{"latitude":"59.74","longitude":"10.2"}"#,
        ] {
            let answer: Answer = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&answer).unwrap(), json);
        }
        for wrong in [
            "1",
            "null",
            "[1]",
            r#"{"street":1}"#,
            r#"{"planet":"x"}"#,
            r#"{"street":"a","how":"now"}"#,
            r#"[{"id":"r1"},"a"]"#,
            r#"[{"answers":{}}]"#,
            r#"{"id":"r1","answers":{}}"#,
        ] {
            assert!(serde_json::from_str::<Answer>(wrong).is_err(), "{wrong}");
        }
        let deep = "[{\"id\":\"a\",\"answers\":{\"a\":".repeat(5000);
        assert!(serde_json::from_str::<Answer>(&deep).is_err());
    }
}
