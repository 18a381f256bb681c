//! What was answered, in words: for the summary page, the receipt and the case.

use serde::{Deserialize, Serialize};

/// The answers of a form as a person reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    /// One for each visible page with an answer field.
    pub sections: Vec<Section>,
}

/// The answers of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    /// The page's id, for "change".
    pub page: String,
    /// The page's title.
    pub title: String,
    pub rows: Vec<Row>,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Row {
    /// The field's id.
    pub field: String,
    /// The question.
    pub label: String,
    /// The answer, a line each; none where it was left empty.
    pub lines: Vec<String>,
}
