//! Whether browsers can fill in what they know of a person (WCAG 1.3.5).
#![deny(clippy::wildcard_enum_match_arm)]

use crate::{FieldDefinition, FieldKind, Texts};

/// Tokens of the HTML standard that a form of a municipality has use for.
const TOKENS: [&str; 22] = [
    "off",
    "name",
    "given-name",
    "additional-name",
    "family-name",
    "nickname",
    "organization-title",
    "organization",
    "street-address",
    "address-level1",
    "address-level2",
    "country",
    "country-name",
    "postal-code",
    "bday",
    "sex",
    "tel",
    "tel-national",
    "email",
    "url",
    "language",
    "cc-name",
];

/// Words in a bokmål label that tell what a browser could fill in.
const TELLING: [(&str, &str); 8] = [
    ("fornavn", "given-name"),
    ("mellomnavn", "additional-name"),
    ("etternavn", "family-name"),
    ("e-post", "email"),
    ("telefon", "tel"),
    ("postnummer", "postal-code"),
    ("gateadresse", "street-address"),
    ("fødselsdato", "bday"),
];

/// What is wrong with a field's token, or that it has none.
pub(super) fn wrong(field: &FieldDefinition, texts: Option<&Texts>) -> Option<(String, String)> {
    if let Some(token) = &field.autocomplete {
        if !TOKENS.contains(&token.as_str()) {
            let known = TOKENS.join(", ");
            return Some((
                format!("{token:?} is nothing that browsers fill in"),
                format!("write one of {known}"),
            ));
        }
        return (!is_typed(&field.kind)).then(|| {
            ("browsers do not fill in fields of this type".to_owned(), "remove autocomplete".to_owned())
        });
    }
    // A kind that says what it asks for has its token.
    if !matches!(field.kind, FieldKind::Text(_) | FieldKind::Date(_)) {
        return None;
    }
    let label = texts?.get(&format!("fields.{}.label", field.id))?.to_lowercase();
    let (word, token) = TELLING.iter().find(|(word, _)| label.contains(word))?;
    Some((
        format!("the label says {word}, and the field has no autocomplete"),
        format!("write autocomplete = \"{token}\", or \"off\" where it is about somebody else"),
    ))
}

/// Whether a browser could fill in a field of this kind.
const fn is_typed(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Text(_)
        | FieldKind::Textarea(_)
        | FieldKind::Name
        | FieldKind::Date(_)
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::OrganisationNumber
        | FieldKind::Country
        | FieldKind::Address(_) => true,
        FieldKind::Number(_)
        | FieldKind::Money(_)
        | FieldKind::Checkbox
        | FieldKind::Consent
        | FieldKind::Checkboxes(_)
        | FieldKind::Radio(_)
        | FieldKind::Select(_)
        | FieldKind::Combobox(_)
        | FieldKind::Month(_)
        | FieldKind::Year(_)
        | FieldKind::Time
        | FieldKind::IdentityNumber
        | FieldKind::AccountNumber
        | FieldKind::Iban
        | FieldKind::Attachment(_)
        | FieldKind::Group(_)
        | FieldKind::Rows(_)
        | FieldKind::Calculated(_)
        | FieldKind::Info(_)
        | FieldKind::MapPoint => false,
    }
}
