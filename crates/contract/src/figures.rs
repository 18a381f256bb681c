//! How far people come in a form: counted without knowing anybody, and told in steps of five.

use forms::Issue;
use locale::Date;
use serde::{Deserialize, Serialize};

/// The most steps of one call.
pub const MOST_STEPS: usize = 50;

/// The most errors of one step.
pub const MOST_ERRORS: usize = 50;

/// The upper ends, in seconds, of the spans that the time on a page is told in. What takes longer counts as the last.
pub const SPANS: [u32; 10] = [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560];

/// Every published count is rounded down to a multiple of this; what is below is withheld.
pub const STEP: u64 = 5;

/// What has happened on the pages of a form, for counting. Nothing in it tells who, or which steps belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// The version filled in.
    pub version: u32,
    /// At most [`MOST_STEPS`].
    pub steps: Vec<Step>,
}

/// Something that has happened on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The page, or `oppsummering`.
    pub page: String,
    /// What.
    pub what: StepKind,
    /// With `done`: the time on the page, one of [`SPANS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// With `refused`: what had to be mended, at most [`MOST_ERRORS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<StepError>,
}

/// What can happen on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// It was shown, for the first time in this visit.
    Reached,
    /// The person went on from it, for the first time in this visit.
    Done,
    /// The person wanted to go on, and something had to be mended first.
    Refused,
}

/// A field with something to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepError {
    /// Its id.
    pub field: String,
    /// What kind of thing.
    pub kind: ErrorKind,
}

/// Why an answer had to be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// It was not answered.
    Missing,
    /// It could not be read as what it should be.
    Malformed,
    /// It was too long, large, early, late or many.
    OutOfBounds,
    /// It did not go with another answer.
    Inconsistent,
}

/// How far people have come in a form in a month. Each count is rounded down to a multiple of five, and one below
/// five is left out: no count, and no difference between counts, tells of fewer than five people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// The form.
    pub form: String,
    /// The first day counted.
    pub from: Date,
    /// The last day counted: never today, since a day is told of when it is over.
    pub through: Date,
    /// By version, then in the order of the form; pages that nobody has come to are there too.
    pub pages: Vec<PageFigures>,
}

/// How far people have come with a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageFigures {
    /// The version of the form.
    pub version: u32,
    /// The page, or `oppsummering`.
    pub page: String,
    /// Those who have come to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<u64>,
    /// Those who have gone on from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<u64>,
    /// Those who have come to it and not gone on. Who was never shown the page is not among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u64>,
    /// Half of those who went on took at most so many seconds; one of [`SPANS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_seconds: Option<u32>,
    /// What had to be mended, the most frequent first.
    pub errors: Vec<ErrorFigure>,
}

/// How often a field had to be mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorFigure {
    /// Its id.
    pub field: String,
    /// Why.
    pub kind: ErrorKind,
    /// How often.
    pub count: u64,
}

impl StepError {
    /// What is counted of an issue: neither the answer nor what is wrong in particular.
    #[must_use]
    pub fn of(issue: &Issue) -> Self {
        Self { field: issue.field.clone(), kind: ErrorKind::of(&issue.code) }
    }
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Malformed, Self::OutOfBounds, Self::Inconsistent];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::OutOfBounds => "out_of_bounds",
            Self::Inconsistent => "inconsistent",
        }
    }

    const fn of(code: &forms::Code) -> Self {
        use forms::Code;
        match code {
            Code::Required | Code::Advised | Code::NoneAnswered { .. } | Code::TooFewRows { .. } => {
                Self::Missing
            }
            Code::TooLong { .. }
            | Code::TooManyChoices { .. }
            | Code::TooManyDecimals { .. }
            | Code::TooSmall { .. }
            | Code::TooLarge { .. }
            | Code::TooEarly { .. }
            | Code::TooLate { .. }
            | Code::TooManyRows { .. }
            | Code::TooManyFiles { .. }
            | Code::FileTooLarge { .. }
            | Code::SumTooLarge { .. } => Self::OutOfBounds,
            Code::NotInOrder { .. }
            | Code::SumDiffers { .. }
            | Code::CheckFailed { .. }
            | Code::RepeatedRow
            | Code::NotCalculable => Self::Inconsistent,
            Code::WrongKind
            | Code::ForbiddenCharacter
            | Code::UnknownOption
            | Code::NotNumber
            | Code::NotDate
            | Code::NotMonth
            | Code::NotYear
            | Code::NotTime
            | Code::NotEmail
            | Code::NotPhone
            | Code::NotPostalCode
            | Code::NotIdentityNumber
            | Code::WrongIdentityNumber
            | Code::SyntheticIdentityNumber
            | Code::NotOrganisationNumber
            | Code::WrongOrganisationNumber
            | Code::NotAccountNumber
            | Code::WrongAccountNumber
            | Code::NotIban
            | Code::WrongIban
            | Code::WrongFileType { .. }
            | Code::WrongFile
            | Code::NotCoordinate => Self::Malformed,
        }
    }
}

/// The span that a time belongs to, by its upper end.
#[must_use]
pub fn span(seconds: u32) -> u32 {
    SPANS.into_iter().find(|end| seconds <= *end).unwrap_or(SPANS[SPANS.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn every_time_has_a_span() {
        assert_eq!([0, 5, 6, 2560, u32::MAX].map(span), [5, 5, 10, 2560, 2560]);
    }
}
