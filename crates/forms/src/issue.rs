//! What is wrong with an answer (for the person) and with a definition (for its author).

use serde::{Deserialize, Serialize};

/// Something a person must mend before the form can be sent, or is warned of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "FlatIssue")]
pub struct Issue {
    /// The field's id.
    pub field: String,
    /// The id of the row, where the field is asked once a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// The part of it, where it has parts: `street`, `postal_code`, `city`, `how`, `by`, `files`, `latitude`,
    /// `longitude`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    #[serde(flatten)]
    pub code: Code,
}

impl Issue {
    /// An issue of a field that is asked once, as a whole.
    #[must_use]
    pub fn of(field: &str, code: Code) -> Self {
        Self { field: field.to_owned(), row: None, part: None, code }
    }
}

/// Why an answer is refused; the client has the words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IssueCode))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Code {
    /// Nothing answered.
    Required,
    /// Nothing answered, and it may be sent without. Only ever a warning.
    Advised,
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
    NotMonth,
    NotYear,
    NotTime,
    /// Before the first day allowed; of a month, its first day.
    TooEarly {
        earliest: locale::Date,
    },
    /// After the last day allowed; of a month, its first day.
    TooLate {
        latest: locale::Date,
    },
    NotEmail,
    NotPhone,
    NotPostalCode,
    /// Not eleven digits.
    NotIdentityNumber,
    /// Eleven digits that are no birth number or D-number.
    WrongIdentityNumber,
    /// A made-up number where only real ones are taken.
    SyntheticIdentityNumber,
    /// Not nine digits.
    NotOrganisationNumber,
    /// Nine digits that are no organisation number.
    WrongOrganisationNumber,
    /// Not eleven digits.
    NotAccountNumber,
    /// Eleven digits that are no account number.
    WrongAccountNumber,
    /// Not two letters, two digits and an account.
    NotIban,
    /// The check digits do not fit.
    WrongIban,
    TooFewRows {
        min: u32,
    },
    TooManyRows {
        max: u32,
    },
    /// Two rows with one id.
    RepeatedRow,
    TooManyFiles {
        max: u32,
    },
    /// A file larger than allowed, in megabytes.
    FileTooLarge {
        max: u32,
        file: String,
    },
    WrongFileType {
        file: String,
    },
    /// A file without a name, a size or a hash of its contents.
    WrongFile,
    /// Not decimal degrees.
    NotCoordinate,
    /// A calculated value has grown too large, or is a division by zero.
    NotCalculable,
    /// The answer comes before that of another field.
    NotInOrder {
        check: String,
        other: String,
    },
    SumTooLarge {
        check: String,
        /// A decimal number.
        limit: String,
    },
    SumDiffers {
        check: String,
        /// A decimal number.
        limit: String,
    },
    /// None of several fields is answered.
    NoneAnswered {
        check: String,
    },
    /// A condition of the form does not hold; its words are under `checks.<check>`.
    CheckFailed {
        check: String,
    },
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
    row: Option<String>,
    part: Option<String>,
    code: String,
    max: Option<i64>,
    min: Option<i64>,
    length: Option<i64>,
    earliest: Option<locale::Date>,
    latest: Option<locale::Date>,
    file: Option<String>,
    check: Option<String>,
    other: Option<String>,
    limit: Option<String>,
}

const MISSING: &str = "a parameter of the code is missing";

fn count(number: Option<i64>) -> Result<u32, &'static str> {
    number.and_then(|number| u32::try_from(number).ok()).ok_or(MISSING)
}

impl TryFrom<FlatIssue> for Issue {
    type Error = &'static str;

    fn try_from(flat: FlatIssue) -> Result<Self, Self::Error> {
        let max = || count(flat.max);
        let (file, check) = (|| flat.file.clone().ok_or(MISSING), || flat.check.clone().ok_or(MISSING));
        let limit = || flat.limit.clone().ok_or(MISSING);
        let code = match flat.code.as_str() {
            "required" => Code::Required,
            "advised" => Code::Advised,
            "wrong_kind" => Code::WrongKind,
            "too_long" => Code::TooLong { max: max()?, length: count(flat.length)? },
            "forbidden_character" => Code::ForbiddenCharacter,
            "unknown_option" => Code::UnknownOption,
            "too_many_choices" => Code::TooManyChoices { max: max()? },
            "not_number" => Code::NotNumber,
            "too_many_decimals" => Code::TooManyDecimals { max: max()? },
            "too_small" => Code::TooSmall { min: flat.min.ok_or(MISSING)? },
            "too_large" => Code::TooLarge { max: flat.max.ok_or(MISSING)? },
            "not_date" => Code::NotDate,
            "not_month" => Code::NotMonth,
            "not_year" => Code::NotYear,
            "not_time" => Code::NotTime,
            "too_early" => Code::TooEarly { earliest: flat.earliest.ok_or(MISSING)? },
            "too_late" => Code::TooLate { latest: flat.latest.ok_or(MISSING)? },
            "not_email" => Code::NotEmail,
            "not_phone" => Code::NotPhone,
            "not_postal_code" => Code::NotPostalCode,
            "not_identity_number" => Code::NotIdentityNumber,
            "wrong_identity_number" => Code::WrongIdentityNumber,
            "synthetic_identity_number" => Code::SyntheticIdentityNumber,
            "not_organisation_number" => Code::NotOrganisationNumber,
            "wrong_organisation_number" => Code::WrongOrganisationNumber,
            "not_account_number" => Code::NotAccountNumber,
            "wrong_account_number" => Code::WrongAccountNumber,
            "not_iban" => Code::NotIban,
            "wrong_iban" => Code::WrongIban,
            "too_few_rows" => Code::TooFewRows { min: count(flat.min)? },
            "too_many_rows" => Code::TooManyRows { max: max()? },
            "repeated_row" => Code::RepeatedRow,
            "too_many_files" => Code::TooManyFiles { max: max()? },
            "file_too_large" => Code::FileTooLarge { max: max()?, file: file()? },
            "wrong_file_type" => Code::WrongFileType { file: file()? },
            "wrong_file" => Code::WrongFile,
            "not_coordinate" => Code::NotCoordinate,
            "not_calculable" => Code::NotCalculable,
            "not_in_order" => Code::NotInOrder { check: check()?, other: flat.other.clone().ok_or(MISSING)? },
            "sum_too_large" => Code::SumTooLarge { check: check()?, limit: limit()? },
            "sum_differs" => Code::SumDiffers { check: check()?, limit: limit()? },
            "none_answered" => Code::NoneAnswered { check: check()? },
            "check_failed" => Code::CheckFailed { check: check()? },
            _ => return Err("a code that this version does not know"),
        };
        Ok(Self { field: flat.field, row: flat.row, part: flat.part, code })
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Issue};

    #[test]
    fn every_issue_is_read_as_it_was_written() {
        let date = locale::Date::EPOCH;
        let text = || "a".to_owned();
        let codes = [
            Code::Required,
            Code::Advised,
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
            Code::NotMonth,
            Code::NotYear,
            Code::NotTime,
            Code::TooEarly { earliest: date },
            Code::TooLate { latest: date },
            Code::NotEmail,
            Code::NotPhone,
            Code::NotPostalCode,
            Code::NotIdentityNumber,
            Code::WrongIdentityNumber,
            Code::SyntheticIdentityNumber,
            Code::NotOrganisationNumber,
            Code::WrongOrganisationNumber,
            Code::NotAccountNumber,
            Code::WrongAccountNumber,
            Code::NotIban,
            Code::WrongIban,
            Code::TooFewRows { min: 1 },
            Code::TooManyRows { max: 2 },
            Code::RepeatedRow,
            Code::TooManyFiles { max: 1 },
            Code::FileTooLarge { max: 50, file: text() },
            Code::WrongFileType { file: text() },
            Code::WrongFile,
            Code::NotCoordinate,
            Code::NotCalculable,
            Code::NotInOrder { check: text(), other: text() },
            Code::SumTooLarge { check: text(), limit: text() },
            Code::SumDiffers { check: text(), limit: text() },
            Code::NoneAnswered { check: text() },
            Code::CheckFailed { check: text() },
        ];
        for code in codes {
            let issue =
                Issue { field: text(), row: Some("r1".to_owned()), part: Some("street".to_owned()), code };
            let json = serde_json::to_string(&issue).unwrap();
            assert_eq!(serde_json::from_str::<Issue>(&json).unwrap(), issue);
        }
    }
}
