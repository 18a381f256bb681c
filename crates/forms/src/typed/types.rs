//! What type of value a field has, and what it can be.
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{
    CalculatedType, FieldKind, FormDefinition,
    value::{Type, Value},
};

/// What a text held against the field can be; nothing where it can be anything.
pub(super) fn options<'a>(definition: &'a FormDefinition, kind: &'a FieldKind) -> Vec<&'a str> {
    match kind {
        FieldKind::Radio(_) | FieldKind::Select(_) | FieldKind::Combobox(_) | FieldKind::Checkboxes(_) => {
            definition.options(kind).iter().map(String::as_str).collect()
        }
        FieldKind::Attachment(rules) => rules.ways().iter().map(|way| way.key()).collect(),
        FieldKind::Country
        | FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Number(_)
        | FieldKind::Money(_)
        | FieldKind::Checkbox
        | FieldKind::Consent
        | FieldKind::Date(_)
        | FieldKind::Month(_)
        | FieldKind::Year(_)
        | FieldKind::Time
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::IdentityNumber
        | FieldKind::OrganisationNumber
        | FieldKind::AccountNumber
        | FieldKind::Iban
        | FieldKind::Address(_)
        | FieldKind::Group(_)
        | FieldKind::Rows(_)
        | FieldKind::Calculated(_)
        | FieldKind::Info(_)
        | FieldKind::MapPoint => Vec::new(),
    }
}

pub(super) const fn constant(value: &Value) -> Type {
    match value {
        Value::Empty | Value::Failed => Type::Nothing,
        Value::Given => Type::Opaque,
        Value::Flag(_) => Type::Flag,
        Value::Text(_) => Type::Text,
        Value::Number(_) => Type::Number,
        Value::Date(_) => Type::Date,
        Value::Time(_) => Type::Time,
        Value::List(_) => Type::List,
    }
}

/// What expressions can do with a field.
pub(crate) const fn type_of(kind: &FieldKind) -> Type {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Radio(_)
        | FieldKind::Select(_)
        | FieldKind::Combobox(_)
        | FieldKind::Country
        | FieldKind::OrganisationNumber
        | FieldKind::AccountNumber
        | FieldKind::Iban
        // How it comes.
        | FieldKind::Attachment(_) => Type::Text,
        FieldKind::Number(_) | FieldKind::Money(_) | FieldKind::Year(_) => Type::Number,
        FieldKind::Checkbox | FieldKind::Consent => Type::Flag,
        FieldKind::Checkboxes(_) => Type::List,
        // A month is its first day.
        FieldKind::Date(_) | FieldKind::Month(_) => Type::Date,
        FieldKind::Time => Type::Time,
        // Neither age nor sex may be read from the number, so nothing is.
        FieldKind::Address(_) | FieldKind::IdentityNumber | FieldKind::MapPoint => Type::Opaque,
        FieldKind::Rows(_) => Type::Rows,
        FieldKind::Calculated(rules) => match rules.result {
            CalculatedType::Number | CalculatedType::Money => Type::Number,
            CalculatedType::Date => Type::Date,
            CalculatedType::Text => Type::Text,
            CalculatedType::Flag => Type::Flag,
        },
        FieldKind::Group(_) | FieldKind::Info(_) => Type::Nothing,
    }
}
