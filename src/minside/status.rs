//! Where a case stands, in words and as a tag.

use contract::minside::CaseStatus;
use leptos::prelude::*;
use locale::Language;

use crate::{
    texts::{Text, minside as words},
    ui::{Tag, TagColor},
};

/// The status as a tag with its text.
pub fn status_tag(status: CaseStatus, language: Language) -> AnyView {
    let (text, color) = match status {
        CaseStatus::Received => (words::STATUS_RECEIVED, TagColor::Info),
        CaseStatus::InProgress => (words::STATUS_IN_PROGRESS, TagColor::Warning),
        CaseStatus::Closed => (words::STATUS_CLOSED, TagColor::Neutral),
    };
    view! { <Tag color=color>{text.in_language(language)}</Tag> }.into_any()
}

/// What happened when a case came to a status.
pub fn event(status: CaseStatus) -> Text {
    match status {
        CaseStatus::Received => words::EVENT_RECEIVED,
        CaseStatus::InProgress => words::EVENT_IN_PROGRESS,
        CaseStatus::Closed => words::EVENT_CLOSED,
    }
}
