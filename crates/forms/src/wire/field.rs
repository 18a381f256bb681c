//! A field with the limits of all kinds side by side.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use crate::{
    AddressRules, AttachmentRules, CalculatedRules, CalculatedType, CheckboxesRules, ChoiceRules, DateMode,
    DateRules, FieldDefinition, FieldKind, GroupRules, InfoRules, Level, MonthRules, Need, NumberRules,
    Prefill, RowsRules, TextRules, Way, YearRules,
};

/// A field as it is given: each key once. Read by one loop over a table, not by a reader for each key that the
/// derived one would have: in the browser those were a tenth of a form.
pub(crate) struct FlatField {
    given: Vec<(&'static str, Given)>,
}

/// What a key may hold. All numbers have one type here: each further type costs the browser a reader of its own.
enum Given {
    Text(String),
    Number(i64),
    Flag(bool),
    Texts(Vec<String>),
    Fields(Vec<FieldDefinition>),
}

#[derive(Clone, Copy)]
enum Type {
    Text,
    Number,
    Flag,
    Texts,
    Fields,
}

const KEYS: [(&str, Type); 32] = [
    ("id", Type::Text),
    ("type", Type::Text),
    ("show_if", Type::Text),
    ("optional", Type::Flag),
    ("advised", Type::Flag),
    ("need", Type::Text),
    ("prefill", Type::Text),
    ("autocomplete", Type::Text),
    ("max_length", Type::Number),
    ("min", Type::Number),
    ("max", Type::Number),
    ("decimals", Type::Number),
    ("options", Type::Texts),
    ("list", Type::Text),
    ("max_choices", Type::Number),
    ("earliest_days", Type::Number),
    ("latest_days", Type::Number),
    ("earliest_months", Type::Number),
    ("latest_months", Type::Number),
    ("earliest_years", Type::Number),
    ("latest_years", Type::Number),
    ("mode", Type::Text),
    ("file_types", Type::Texts),
    ("max_megabytes", Type::Number),
    ("max_files", Type::Number),
    ("ways", Type::Texts),
    ("fields", Type::Fields),
    ("min_rows", Type::Number),
    ("max_rows", Type::Number),
    ("value", Type::Text),
    ("result", Type::Text),
    ("level", Type::Text),
];

const NAMES: [&str; KEYS.len()] = {
    let mut names = [""; KEYS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = KEYS[index].0;
        index += 1;
    }
    names
};

/// A key that a field may have. Others are refused where they stand, so that the place of the fault is told.
struct Key(&'static str, Type);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(KeyName)
    }
}

struct KeyName;

impl Visitor<'_> for KeyName {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key of a field")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        let known = KEYS.iter().find(|(name, _)| *name == key);
        known.map(|(name, of)| Key(name, *of)).ok_or_else(|| E::unknown_field(key, &NAMES))
    }
}

impl<'de> Deserialize<'de> for FlatField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("FlatField", &NAMES, Keys)
    }
}

struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = FlatField;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a field")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<FlatField, M::Error> {
        let mut given: Vec<(&'static str, Given)> = Vec::new();
        while let Some(Key(name, of)) = map.next_key()? {
            if given.iter().any(|(other, _)| *other == name) {
                return Err(M::Error::duplicate_field(name));
            }
            let value = match of {
                Type::Text => map.next_value::<Option<_>>()?.map(Given::Text),
                Type::Number => map.next_value::<Option<_>>()?.map(Given::Number),
                Type::Flag => map.next_value::<Option<_>>()?.map(Given::Flag),
                Type::Texts => map.next_value::<Option<_>>()?.map(Given::Texts),
                Type::Fields => map.next_value::<Option<_>>()?.map(Given::Fields),
            };
            given.extend(value.map(|value| (name, value)));
        }
        Ok(FlatField { given })
    }
}

/// The types in the order of the documentation.
const TYPES: &str = "text, textarea, name, number, money, checkbox, consent, checkboxes, radio, select, combobox, \
    country, date, month, year, time, email, phone, identity_number, organisation_number, account_number, iban, \
    address, attachment, group, rows, calculated, info and map_point";

impl TryFrom<FlatField> for FieldDefinition {
    type Error = String;

    fn try_from(mut flat: FlatField) -> Result<Self, String> {
        let id = flat.text("id").ok_or("missing field `id`")?;
        let type_name = flat.text("type").ok_or("missing field `type`")?;
        let show_if = flat.text("show_if");
        let need = flat.need()?;
        let prefill = match flat.text("prefill").as_deref() {
            None => None,
            Some("name") => Some(Prefill::Name),
            Some("address") => Some(Prefill::Address),
            Some("email") => Some(Prefill::Email),
            Some("phone") => Some(Prefill::Phone),
            Some(_) => return Err("prefill is name, address, email or phone".to_owned()),
        };
        let autocomplete = flat.text("autocomplete");
        let kind = flat.kind(&type_name)?;
        match flat.given.first() {
            Some((left, _)) => Err([left, " does not belong to a field of type ", &type_name].concat()),
            None => Ok(Self { id, show_if, need, prefill, autocomplete, kind }),
        }
    }
}

impl FlatField {
    fn take(&mut self, key: &str) -> Option<Given> {
        let index = self.given.iter().position(|(name, _)| *name == key)?;
        Some(self.given.remove(index).1)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Given::Text(text) => Some(text),
            Given::Number(_) | Given::Flag(_) | Given::Texts(_) | Given::Fields(_) => None,
        }
    }

    fn number(&mut self, key: &str) -> Option<i64> {
        match self.take(key)? {
            Given::Number(number) => Some(number),
            Given::Text(_) | Given::Flag(_) | Given::Texts(_) | Given::Fields(_) => None,
        }
    }

    fn is(&mut self, key: &str) -> bool {
        matches!(self.take(key), Some(Given::Flag(true)))
    }

    fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        match self.take(key)? {
            Given::Texts(texts) => Some(texts),
            Given::Text(_) | Given::Number(_) | Given::Flag(_) | Given::Fields(_) => None,
        }
    }

    fn kind(&mut self, name: &str) -> Result<FieldKind, String> {
        Ok(match name {
            "text" => FieldKind::Text(self.text_rules()?),
            "textarea" => FieldKind::Textarea(self.text_rules()?),
            "name" => FieldKind::Name,
            "number" => FieldKind::Number(self.number_rules(0)?),
            "money" => FieldKind::Money(self.number_rules(2)?),
            "checkbox" => FieldKind::Checkbox,
            "consent" => FieldKind::Consent,
            "checkboxes" => {
                let ChoiceRules { options, list } = self.choice(name)?;
                let max_choices = limit(self.number("max_choices"))?.unwrap_or_default();
                FieldKind::Checkboxes(CheckboxesRules { options, list, max_choices })
            }
            "radio" => FieldKind::Radio(self.choice(name)?),
            "select" => FieldKind::Select(self.choice(name)?),
            "combobox" => FieldKind::Combobox(self.choice(name)?),
            "country" => FieldKind::Country,
            "date" => FieldKind::Date(DateRules {
                earliest_days: limit(self.number("earliest_days"))?,
                latest_days: limit(self.number("latest_days"))?,
                mode: match self.text("mode").as_deref() {
                    None | Some("known") => DateMode::Known,
                    Some("near") => DateMode::Near,
                    Some(_) => return Err("mode is known or near".to_owned()),
                },
            }),
            "month" => FieldKind::Month(MonthRules {
                earliest_months: limit(self.number("earliest_months"))?,
                latest_months: limit(self.number("latest_months"))?,
            }),
            "year" => FieldKind::Year(YearRules {
                earliest_years: limit(self.number("earliest_years"))?,
                latest_years: limit(self.number("latest_years"))?,
            }),
            "time" => FieldKind::Time,
            "email" => FieldKind::Email,
            "phone" => FieldKind::Phone,
            "identity_number" => FieldKind::IdentityNumber,
            "organisation_number" => FieldKind::OrganisationNumber,
            "account_number" => FieldKind::AccountNumber,
            "iban" => FieldKind::Iban,
            "address" => FieldKind::Address(AddressRules {}),
            "attachment" => FieldKind::Attachment(self.attachment()?),
            "group" => FieldKind::Group(GroupRules { fields: self.fields(name)? }),
            "rows" => FieldKind::Rows(RowsRules {
                fields: self.fields(name)?,
                min_rows: limit(self.number("min_rows"))?.unwrap_or_default(),
                max_rows: limit(self.number("max_rows"))?.unwrap_or_default(),
            }),
            "calculated" => FieldKind::Calculated(CalculatedRules {
                value: self.text("value").ok_or("a field of type calculated needs a value")?,
                result: match self.text("result").as_deref() {
                    None | Some("number") => CalculatedType::Number,
                    Some("money") => CalculatedType::Money,
                    Some("date") => CalculatedType::Date,
                    Some("text") => CalculatedType::Text,
                    Some("flag") => CalculatedType::Flag,
                    Some(_) => return Err("result is number, money, date, text or flag".to_owned()),
                },
            }),
            "info" => FieldKind::Info(InfoRules {
                level: match self.text("level").as_deref() {
                    None | Some("info") => Level::Info,
                    Some("success") => Level::Success,
                    Some("warning") => Level::Warning,
                    Some("danger") => Level::Danger,
                    Some(_) => return Err("level is info, success, warning or danger".to_owned()),
                },
            }),
            "map_point" => FieldKind::MapPoint,
            unknown => return Err(["there is no field type ", unknown, "; there are ", TYPES].concat()),
        })
    }

    fn need(&mut self) -> Result<Need, String> {
        match (self.is("optional"), self.is("advised"), self.text("need").as_deref()) {
            (false, false, None | Some("required")) => Ok(Need::Required),
            (true, false, None) | (false, false, Some("optional")) => Ok(Need::Optional),
            (false, true, None) | (false, false, Some("advised")) => Ok(Need::Advised),
            _ => Err("a field is required, or else optional or advised, not several".to_owned()),
        }
    }

    fn text_rules(&mut self) -> Result<TextRules, String> {
        Ok(TextRules { max_length: limit(self.number("max_length"))?.unwrap_or_default() })
    }

    fn number_rules(&mut self, decimals: u8) -> Result<NumberRules, String> {
        Ok(NumberRules {
            min: self.number("min"),
            max: self.number("max"),
            decimals: limit(self.number("decimals"))?.unwrap_or(decimals),
        })
    }

    fn choice(&mut self, name: &str) -> Result<ChoiceRules, String> {
        match (self.texts("options"), self.text("list")) {
            (Some(options), None) => Ok(ChoiceRules { options, list: None }),
            (None, list @ Some(_)) => Ok(ChoiceRules { options: Vec::new(), list }),
            _ => Err(["a field of type ", name, " needs options, or else a list"].concat()),
        }
    }

    fn fields(&mut self, name: &str) -> Result<Vec<FieldDefinition>, String> {
        match self.take("fields") {
            Some(Given::Fields(fields)) => Ok(fields),
            _ => Err(["a field of type ", name, " needs fields"].concat()),
        }
    }

    fn attachment(&mut self) -> Result<AttachmentRules, String> {
        let mut ways = Vec::new();
        for key in self.texts("ways").unwrap_or_default() {
            ways.push(
                Way::of_key(&key)
                    .ok_or("ways are now, later, already_sent, someone_else and not_relevant")?,
            );
        }
        Ok(AttachmentRules {
            file_types: self.texts("file_types").unwrap_or_default(),
            max_megabytes: limit(self.number("max_megabytes"))?.unwrap_or_default(),
            max_files: limit(self.number("max_files"))?.unwrap_or_default(),
            ways,
            latest_days: limit(self.number("latest_days"))?,
        })
    }
}

/// A number of the type the limit has.
fn limit<T: TryFrom<i64>>(number: Option<i64>) -> Result<Option<T>, String> {
    number
        .map(|number| T::try_from(number).map_err(|_| "a number is too large or negative".to_owned()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use crate::FieldDefinition;

    #[test]
    fn a_limit_of_another_type_is_refused() {
        let read =
            |json: &str| serde_json::from_str::<FieldDefinition>(json).map_err(|error| error.to_string());
        let fault = read(r#"{"id":"a","type":"email","options":["x"]}"#).unwrap_err();
        assert!(fault.contains("options does not belong to a field of type email"), "{fault}");
        let fault = read(r#"{"id":"a","type":"radio"}"#).unwrap_err();
        assert!(fault.contains("a field of type radio needs options"), "{fault}");
        let fault = read(r#"{"id":"a","type":"text","max_length":-1}"#).unwrap_err();
        assert!(fault.contains("too large or negative"), "{fault}");
        for good in [
            r#"{"id":"a","type":"number","min":1,"max":9}"#,
            r#"{"id":"a","type":"money","optional":true}"#,
            r#"{"id":"a","type":"date","mode":"near","advised":true}"#,
            r#"{"id":"a","type":"combobox","list":"l"}"#,
            r#"{"id":"a","type":"attachment","ways":["now","later"],"file_types":["pdf"],"latest_days":30}"#,
            r#"{"id":"a","type":"rows","max_rows":3,"fields":[{"id":"b","type":"country"}]}"#,
            r#"{"id":"a","type":"calculated","value":"1 + 1","result":"money"}"#,
            r#"{"id":"a","type":"calculated","value":"'x'","result":"text"}"#,
            r#"{"id":"a","type":"info","level":"warning"}"#,
        ] {
            let field = read(good).unwrap();
            assert_eq!(read(&serde_json::to_string(&field).unwrap()).unwrap(), field, "{good}");
        }
    }
}
