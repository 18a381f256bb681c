//! What is wrong with an answer (for the person) and with a definition (for its author).

use serde::{Deserialize, Serialize};

/// Something a person must mend before the form can be sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "FlatIssue")]
pub struct Issue {
    /// The field's id.
    pub field: String,
    /// The part of it, where it has parts: `street`, `postal_code`, `city`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    #[serde(flatten)]
    pub code: Code,
}

/// Why an answer is refused; the client has the words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IssueCode))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Code {
    /// Nothing answered.
    Required,
    /// The answer is of another kind than the field, as when a list stands where text belongs.
    WrongKind,
    /// Text longer than the limit, in characters.
    TooLong {
        max: u32,
        length: u32,
    },
    /// A character that no text may hold, such as a control character.
    ForbiddenCharacter,
    /// Not one of the options.
    UnknownOption,
    /// More options than allowed.
    TooManyChoices {
        max: u32,
    },
    /// Not a number.
    NotNumber,
    /// More digits after the comma than allowed.
    TooManyDecimals {
        max: u32,
    },
    TooSmall {
        min: i64,
    },
    TooLarge {
        max: i64,
    },
    /// Not a day of the calendar.
    NotDate,
    /// Before the first day allowed.
    TooEarly {
        earliest: locale::Date,
    },
    /// After the last day allowed.
    TooLate {
        latest: locale::Date,
    },
    NotEmail,
    NotPhone,
    NotPostalCode,
}

/// Something an author must mend before the form can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where in the definition, such as `pages[2].fields[0].show_if`, or in the texts, such as `nn: fields.need.label`.
    pub place: String,
    /// What is wrong, in plain English.
    pub fault: String,
    /// How to mend it, in plain English.
    pub remedy: String,
}

/// An issue as it is read: all parameters of all codes side by side, which costs the browser far less
/// code than the tagged enum.
#[derive(Deserialize)]
struct FlatIssue {
    field: String,
    part: Option<String>,
    code: String,
    max: Option<i64>,
    min: Option<i64>,
    length: Option<u32>,
    earliest: Option<locale::Date>,
    latest: Option<locale::Date>,
}

impl TryFrom<FlatIssue> for Issue {
    type Error = &'static str;

    fn try_from(flat: FlatIssue) -> Result<Self, Self::Error> {
        const MISSING: &str = "a parameter of the code is missing";
        let count = || flat.max.and_then(|max| u32::try_from(max).ok()).ok_or(MISSING);
        let code = match flat.code.as_str() {
            "required" => Code::Required,
            "wrong_kind" => Code::WrongKind,
            "too_long" => Code::TooLong { max: count()?, length: flat.length.ok_or(MISSING)? },
            "forbidden_character" => Code::ForbiddenCharacter,
            "unknown_option" => Code::UnknownOption,
            "too_many_choices" => Code::TooManyChoices { max: count()? },
            "not_number" => Code::NotNumber,
            "too_many_decimals" => Code::TooManyDecimals { max: count()? },
            "too_small" => Code::TooSmall { min: flat.min.ok_or(MISSING)? },
            "too_large" => Code::TooLarge { max: flat.max.ok_or(MISSING)? },
            "not_date" => Code::NotDate,
            "too_early" => Code::TooEarly { earliest: flat.earliest.ok_or(MISSING)? },
            "too_late" => Code::TooLate { latest: flat.latest.ok_or(MISSING)? },
            "not_email" => Code::NotEmail,
            "not_phone" => Code::NotPhone,
            "not_postal_code" => Code::NotPostalCode,
            _ => return Err("a code that this version does not know"),
        };
        Ok(Self { field: flat.field, part: flat.part, code })
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Issue};

    #[test]
    fn every_issue_is_read_as_it_was_written() {
        let date = locale::Date::EPOCH;
        let codes = [
            Code::Required,
            Code::WrongKind,
            Code::TooLong { max: 3, length: 5 },
            Code::ForbiddenCharacter,
            Code::UnknownOption,
            Code::TooManyChoices { max: 2 },
            Code::NotNumber,
            Code::TooManyDecimals { max: 2 },
            Code::TooSmall { min: -1 },
            Code::TooLarge { max: 9 },
            Code::NotDate,
            Code::TooEarly { earliest: date },
            Code::TooLate { latest: date },
            Code::NotEmail,
            Code::NotPhone,
            Code::NotPostalCode,
        ];
        for code in codes {
            let issue = Issue { field: "a".to_owned(), part: Some("street".to_owned()), code };
            let json = serde_json::to_string(&issue).unwrap();
            assert_eq!(serde_json::from_str::<Issue>(&json).unwrap(), issue);
        }
    }
}
