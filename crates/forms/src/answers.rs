//! What a person has answered so far, right or wrong.

use serde::{Deserialize, Serialize};

use crate::Keyed;

/// Answers by field id. Kept as typed, so that a draft loses nothing that is not yet valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = std::collections::BTreeMap<String, Answer>)
)]
#[serde(transparent)]
pub struct Answers(pub Keyed<Answer>);

/// One answer; which variant belongs to which kind of field is checked by validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Answer {
    /// Whether a statement is ticked.
    Flag(bool),
    /// Text, number, date (`2026-08-24`, or the three parts as typed, joined by full stops: `31.2.2026`),
    /// e-mail, phone, or the key of the option chosen.
    Text(String),
    /// The keys of the options chosen.
    Choices(Vec<String>),
    Address(Address),
    /// The rows of a repeating group, in the person's order.
    Rows(Vec<AnswerRow>),
    Attachment(Attachment),
    Organisation(Organisation),
    Point(Point),
}

/// A street address in Norway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    #[serde(default)]
    pub street: String,
    /// Four digits.
    #[serde(default)]
    pub postal_code: String,
    /// Poststed.
    #[serde(default)]
    pub city: String,
}

/// One row of a repeating group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerRow {
    /// Stays with the row when others are added, removed or moved: lower-case letters, digits and hyphens.
    pub id: String,
    /// By field id.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub answers: Answers,
}

/// How a document comes to us, and the files that are here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// The key of a [`crate::Way`]; empty until the person has chosen.
    pub how: String,
    /// When it comes later: by which day, as typed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
}

/// A file that has been received; its contents are kept apart from the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    pub id: String,
    /// As the person called it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// As the server found it to be: `application/pdf`.
    pub media_type: String,
    /// Of the contents, in 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// An organisation by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organisation {
    /// Nine digits.
    pub number: String,
    /// As the register had it when it was looked up; empty where it was not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// A place on the map; a description does where somebody cannot use a map.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// Decimal degrees north, as text: JSON numbers would be rounded on the way.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub latitude: String,
    /// Decimal degrees east.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub longitude: String,
    /// The address or the place in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// Where an answer stands: the field, and the row where it is asked once a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<'a> {
    pub field: &'a str,
    /// The repeating group and the row's id.
    pub row: Option<(&'a str, &'a str)>,
}

impl<'a> At<'a> {
    /// A field that is asked once.
    #[must_use]
    pub const fn field(field: &'a str) -> Self {
        Self { field, row: None }
    }

    /// A field of one row of a repeating group.
    #[must_use]
    pub const fn row(rows: &'a str, row: &'a str, field: &'a str) -> Self {
        Self { field, row: Some((rows, row)) }
    }
}

impl Answers {
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Answer> {
        self.0.get(field)
    }

    pub fn insert(&mut self, field: impl Into<String>, answer: Answer) -> Option<Answer> {
        self.0.insert(field, answer)
    }

    pub fn remove(&mut self, field: &str) -> Option<Answer> {
        self.0.remove(field)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows of a repeating group.
    #[must_use]
    pub fn rows(&self, field: &str) -> &[AnswerRow] {
        match self.get(field) {
            Some(Answer::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// The answers that are documents, with their fields and the rows of repeating groups they stand in.
    pub fn attachments(&self) -> impl Iterator<Item = (&str, Option<&str>, &Attachment)> {
        fn of<'a>(
            answers: &'a Answers,
            row: Option<&'a str>,
        ) -> impl Iterator<Item = (&'a str, Option<&'a str>, &'a Attachment)> {
            let all = answers.0.iter();
            all.filter_map(move |(field, answer)| Some((field.as_str(), row, answer.as_attachment()?)))
        }
        let rows = self.0.values().filter_map(|answer| match answer {
            Answer::Rows(rows) => Some(rows),
            _ => None,
        });
        of(self, None).chain(rows.flatten().flat_map(|row| of(&row.answers, Some(&row.id))))
    }

    /// The answer at a place.
    #[must_use]
    pub fn at(&self, at: At<'_>) -> Option<&Answer> {
        match at.row {
            None => self.get(at.field),
            Some((rows, row)) => self.rows(rows).iter().find(|other| other.id == row)?.answers.get(at.field),
        }
    }

    /// Sets or removes an answer; `false` where the row is not there.
    pub fn set(&mut self, at: At<'_>, answer: Option<Answer>) -> bool {
        let answers = match at.row {
            None => Some(&mut *self),
            Some((rows, row)) => match self.0.get_mut(rows) {
                Some(Answer::Rows(rows)) => {
                    rows.iter_mut().find(|other| other.id == row).map(|row| &mut row.answers)
                }
                _ => None,
            },
        };
        let Some(answers) = answers else { return false };
        match answer {
            Some(answer) => drop(answers.0.insert(at.field, answer)),
            None => drop(answers.0.remove(at.field)),
        }
        true
    }
}

impl Answer {
    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The keys of the options, where they are some.
    #[must_use]
    pub fn as_choices(&self) -> Option<&[String]> {
        if let Self::Choices(choices) = self { Some(choices) } else { None }
    }

    pub(crate) fn as_rows(&self) -> Option<&[AnswerRow]> {
        if let Self::Rows(rows) = self { Some(rows) } else { None }
    }

    pub(crate) fn as_address(&self) -> Option<&Address> {
        if let Self::Address(address) = self { Some(address) } else { None }
    }

    pub(crate) fn as_attachment(&self) -> Option<&Attachment> {
        if let Self::Attachment(attachment) = self { Some(attachment) } else { None }
    }

    pub(crate) fn as_organisation(&self) -> Option<&Organisation> {
        if let Self::Organisation(organisation) = self { Some(organisation) } else { None }
    }

    pub(crate) fn as_point(&self) -> Option<&Point> {
        if let Self::Point(point) = self { Some(point) } else { None }
    }
}

impl FromIterator<(String, Answer)> for Answers {
    fn from_iter<T: IntoIterator<Item = (String, Answer)>>(entries: T) -> Self {
        Self(entries.into_iter().collect())
    }
}
